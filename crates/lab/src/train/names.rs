//! `risalah-lab train names`: makes the model that finds names.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use risalah_doc::{Article, Lang, Parsed};
use risalah_learn::{Entry, Lexicon, Sequence};
use risalah_pack::weights::digest;
use risalah_pack::{Pack, Packs};
use risalah_resolve::tagger::{self, Class, LABELS};
use serde::Deserialize;

use super::field::{Field, Pace};
use super::random::Random;
use super::vectors;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The language.
    #[arg(long)]
    lang: String,
    /// Sentences to learn from: JSON lines of `tokens` and `tags`.
    #[arg(long)]
    train: PathBuf,
    /// Sentences to report scores on.
    #[arg(long)]
    report: Vec<PathBuf>,
    /// Only sentences of these sources are scored.
    #[arg(long)]
    source: Vec<String>,
    /// Licence of the sentences.
    #[arg(long)]
    licence: String,
    /// The folder of the packs.
    #[arg(long, default_value = "packs")]
    packs: PathBuf,
    /// How often the trainer goes through the sentences.
    #[arg(long, default_value_t = 8)]
    epochs: usize,
    /// Binary logarithm of the number of rows of weights.
    #[arg(long, default_value_t = 18)]
    rows: u32,
    /// How far a step goes.
    #[arg(long, default_value_t = 0.05)]
    rate: f32,
    /// How much of a weight is lost each time it is touched.
    #[arg(long, default_value_t = 0.0001)]
    decay: f32,
    /// Of a thousand features so many are left out each time.
    #[arg(long, default_value_t = 500)]
    dropout: usize,
    /// How much rarer words outside names are made.
    #[arg(long, default_value_t = 1.0)]
    bias: f32,
    /// How many models of other random numbers are made one.
    #[arg(long, default_value_t = 1)]
    models: u64,
    /// A file of vectors of words, by which words alike are known; or a `names.bin` with its groups.
    #[arg(long)]
    vectors: Option<PathBuf>,
    /// What these vectors are and under which licence, for whoever asks what the weights are made of.
    #[arg(long, requires = "vectors")]
    vectors_source: Option<String>,
    /// How many of its words are kept, the most usual ones.
    #[arg(long, default_value_t = 100_000)]
    words: usize,
    /// How many groups of words alike there are, coarse and fine, and how many within the fine ones.
    #[arg(long, value_delimiter = ',', default_values_t = [48, 255, 16])]
    groups: Vec<usize>,
    /// One line of so many is held out and scored, and nothing is written.
    #[arg(long)]
    hold: Option<usize>,
    /// Which of them.
    #[arg(long, default_value_t = 0)]
    fold: usize,
    /// Starts the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A line of a data set.
#[derive(Deserialize)]
struct Line {
    tokens: Vec<String>,
    tags: Vec<String>,
    #[serde(default)]
    src: String,
}

/// A sentence with its features and the labels it should get.
struct Gold {
    features: Vec<tagger::Row>,
    labels: Vec<u8>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let packs = Packs::open(&args.packs)?;
    let lang = Lang::parse(&args.lang).context("no code of a language")?;
    let pack = packs.language(lang).context("no pack of this language")?;
    let mut sources = Vec::new();
    let mut train = Vec::new();
    let alike = alike(args)?;
    let mut held = Vec::new();
    for (n, line) in read(&args.train)?.into_iter().enumerate() {
        if !sources.contains(&line.src) {
            sources.push(line.src.clone());
        }
        if args.hold.is_some_and(|h| n % h == args.fold) {
            held.push(line);
            continue;
        }
        train.extend(gold(pack, &packs, &alike, &line));
    }
    sources.extend(args.vectors_source.clone());
    let mut model = learn(train, args);
    model.alike = alike;
    let mut scores = String::new();
    let mut reports = Vec::new();
    if args.hold.is_some() {
        reports.push((PathBuf::from("held out"), held));
    }
    for path in &args.report {
        reports.push((path.clone(), read(path)?));
    }
    for (path, lines) in reports {
        let mut counts = [[0; 3]; 4];
        for line in lines {
            if args.source.is_empty() || args.source.contains(&line.src) {
                count(pack, &packs, &model, &line, &mut counts);
            }
        }
        for (name, [hits, found, wanted]) in ["all", "PER", "ORG", "LOC"].iter().zip(counts) {
            let (p, r) = (ratio(hits, found), ratio(hits, wanted));
            let f = 2.0 * p * r / (p + r).max(1e-9);
            let file = path.file_stem().unwrap_or_default().to_string_lossy();
            let text = format!("{file} {name}: F1 {f:.3} P {p:.3} R {r:.3} of {wanted}");
            eprintln!("{text}");
            writeln!(scores, "  \"{text}\",")?;
        }
    }
    if args.hold.is_some() {
        return Ok(ExitCode::SUCCESS);
    }
    let bytes = model.write();
    let digest = digest(&bytes);
    let about = format!(
        "# Written by `risalah-lab train names`.\nname = \"{lang}-names\"\nversion = \"{}\"\nsha256 = \"{digest}\"\nlicence = \"{}\"\ntrained_on = {sources:?}\nrecipe = {:?}\nscores = [\n{scores}]\n",
        env!("CARGO_PKG_VERSION"),
        args.licence,
        recipe(args),
    );
    let folder = args.packs.join(&args.lang).join("weights");
    fs::write(folder.join("names.bin"), &bytes)?;
    fs::write(folder.join("names.toml"), about)?;
    eprintln!("{} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}

/// The options that the weights hang on.
fn recipe(args: &Args) -> String {
    let mut out = format!(
        "--epochs {} --rows {} --rate {} --decay {} --dropout {} --bias {} --models {} --seed {}",
        args.epochs,
        args.rows,
        args.rate,
        args.decay,
        args.dropout,
        args.bias,
        args.models,
        args.seed,
    );
    if let Some(vectors) = &args.vectors {
        let file = vectors.file_name().unwrap_or_default().to_string_lossy();
        let groups: Vec<String> = args.groups.iter().map(usize::to_string).collect();
        let groups = groups.join(",");
        let words = args.words;
        out += &format!(" --vectors {file} --words {words} --groups {groups}");
    }
    out
}

/// Which words are alike, by their vectors.
fn alike(args: &Args) -> Result<Lexicon> {
    let Some(path) = &args.vectors else {
        return Ok(Lexicon::default());
    };
    if path.extension().is_some_and(|e| e == "bin") {
        return Ok(Sequence::read(&fs::read(path)?).context("no model")?.alike);
    }
    let vectors = vectors::read(path, &digest(&fs::read(path)?), args.words)?;
    let mut random = Random::new(args.seed);
    let [sizes @ .., inner] = &args.groups[..] else {
        anyhow::bail!("no groups");
    };
    let codes = vectors::groups(&vectors, sizes, *inner, &mut random);
    let entries = vectors.words.iter().zip(codes).map(|(word, codes)| Entry {
        form: risalah_learn::word(word).form,
        own: false,
        codes,
    });
    Lexicon::new(args.groups.len(), entries.collect()).context("too many words")
}

fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn read(path: &Path) -> Result<Vec<Line>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| path.display().to_string()))
        .collect()
}

/// The words as a text, and where each stands in it.
fn text(tokens: &[String]) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let mut at = Vec::with_capacity(tokens.len());
    for token in tokens {
        let close = [".", ",", ";", ":", "!", "?", "%", ")", "]"].contains(&token.as_str());
        if !text.is_empty() && !close {
            text.push(' ');
        }
        at.push(text.len()..text.len() + token.len());
        text.push_str(token);
    }
    (text, at)
}

fn class(tag: &str) -> Option<Class> {
    match tag.get(2..)?.to_ascii_uppercase().as_str() {
        "PER" | "PERSON" => Some(Class::Person),
        "ORG" | "ORGANIZATION" => Some(Class::Organization),
        "LOC" | "GPE" | "LOCATION" => Some(Class::Place),
        _ => None,
    }
}

/// The names of a line, as bytes of its text.
fn wanted(line: &Line, at: &[Range<usize>]) -> Vec<(Range<usize>, Class)> {
    let mut out: Vec<(Range<usize>, Class)> = Vec::new();
    let mut open = false;
    for (tag, at) in line.tags.iter().zip(at) {
        let Some(class) = class(tag) else {
            open = false;
            continue;
        };
        match out.last_mut() {
            Some(last) if open && tag.starts_with('I') && last.1 == class => last.0.end = at.end,
            _ => out.push((at.clone(), class)),
        }
        open = true;
    }
    out
}

fn parse(pack: &Pack, text: String) -> Parsed {
    let article = Article {
        text,
        lang: Some(pack.lang),
        ..Article::default()
    };
    risalah_parse::article(pack, article)
}

/// The engine's own sentences and words of a line, with labels.
fn gold(pack: &Pack, packs: &Packs, alike: &Lexicon, line: &Line) -> Vec<Gold> {
    let (text, at) = text(&line.tokens);
    let wanted = wanted(line, &at);
    let parsed = parse(pack, text);
    let rows = tagger::sentences(pack, &packs.world, alike, &parsed);
    let sentences = parsed.sentences.iter().zip(rows);
    sentences
        .map(|(sentence, features)| {
            let mut labels = vec![0; features.len()];
            let mut before = None;
            for (label, token) in labels.iter_mut().zip(sentence.tokens.clone()) {
                let span = parsed.tokens[token as usize].span;
                let inside =
                    |w: &(Range<usize>, Class)| w.0.start < span.end() && span.start() < w.0.end;
                let name = wanted.iter().position(inside);
                if let Some(name) = name {
                    *label = tagger::label(wanted[name].1, before != Some(name));
                }
                before = name;
            }
            Gold { features, labels }
        })
        .collect()
}

fn learn(train: Vec<Gold>, args: &Args) -> Sequence {
    let mut all: Option<Field> = None;
    for n in 0..args.models {
        let field = learn_one(&train, args, args.seed + n);
        match &mut all {
            None => all = Some(field),
            Some(all) => all.join(&field, n as f32),
        }
    }
    all.map_or_else(Sequence::default, |f| f.finish(args.bias))
}

fn learn_one(train: &[Gold], args: &Args, seed: u64) -> Field {
    let mut random = Random::new(seed);
    let pace = Pace {
        rate: args.rate,
        decay: args.decay,
        dropout: args.dropout,
    };
    let mut field = Field::new(1 << args.rows, LABELS, pace, seed, tagger::follows);
    let mut order: Vec<usize> = (0..train.len()).collect();
    for epoch in 0..args.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for at in &order {
            let gold = &train[*at];
            loss += field.see(&gold.features, &gold.labels);
        }
        eprintln!("epoch {}: loss {loss:.0}", epoch + 1);
    }
    field
}

/// Counts names that are right, found and wanted: of all classes, and of each.
fn count(pack: &Pack, packs: &Packs, model: &Sequence, line: &Line, counts: &mut [[usize; 3]; 4]) {
    let (text, at) = text(&line.tokens);
    let wanted = wanted(line, &at);
    let parsed = parse(pack, text);
    let rows = tagger::sentences(pack, &packs.world, &model.alike, &parsed);
    let mut found = Vec::new();
    for (sentence, features) in parsed.sentences.iter().zip(rows) {
        let labels = model.best(&features, tagger::follows);
        for name in tagger::stretches(&labels, sentence.tokens.start) {
            let first = parsed.tokens[name.tokens.start as usize].span;
            let last = parsed.tokens[name.tokens.end as usize - 1].span;
            found.push((first.start()..last.end(), name.class));
        }
    }
    let mut add = |class: Class, place: usize| {
        counts[0][place] += 1;
        counts[1 + class as usize][place] += 1;
    };
    found.iter().for_each(|f| add(f.1, 1));
    wanted.iter().for_each(|w| add(w.1, 2));
    found
        .iter()
        .filter(|f| wanted.contains(f))
        .for_each(|f| add(f.1, 0));
}
