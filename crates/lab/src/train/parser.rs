//! `risalah-lab train parser`: the tagger and parser, as `LANG/weights/training.toml` says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use risalah_doc::Rel;
use risalah_learn::{Entry, Lexicon, UNCODED, word};
use risalah_pack::weights::digest;
use serde::Deserialize;

use super::copies::{Copies, Shares};
use super::gradient::Dropout;
use super::learner::{self, Plan, Start, score};
use super::random::Random;
use super::vectors::{self, Codes, Vectors};
use crate::treebank::{self, Gold, Harmony, Labels};

/// What is trained, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The language.
    #[arg(long)]
    lang: String,
    /// The folder of the treebanks.
    #[arg(long)]
    treebanks: PathBuf,
    /// The folder of the packs.
    #[arg(long, default_value = "packs")]
    packs: PathBuf,
    /// How often the trainer goes through the sentences.
    #[arg(long)]
    epochs: Option<usize>,
    /// How many layers read the sentence.
    #[arg(long)]
    layers: Option<usize>,
    /// Starts the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long the first steps are.
    #[arg(long)]
    rate: Option<f32>,
    /// How many words make a step.
    #[arg(long)]
    batch: Option<usize>,
    /// How much of the words' numbers is hidden in training.
    #[arg(long, default_value_t = 0.15)]
    hide_words: f32,
    /// How much of the layers' numbers.
    #[arg(long, default_value_t = 0.2)]
    hide_layers: f32,
    /// How much of the numbers that arcs and relations are judged by.
    #[arg(long, default_value_t = 0.2)]
    hide_ends: f32,
    /// The folder of the files of vectors that the recipe names.
    #[arg(long)]
    vectors: Option<PathBuf>,
    /// Where the weights are written, if not into the pack.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// `weights/training.toml`: what the weights of a language are made from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    /// Treebanks to learn from.
    train: Vec<Source>,
    /// How many layers read the sentence.
    layers: usize,
    /// Licence of the treebanks.
    licence: String,
    /// How often the trainer goes through the sentences.
    epochs: usize,
    /// How long the first steps are.
    rate: f32,
    /// How many words make a step.
    batch: usize,
    /// Features that become part of the tag.
    #[serde(default)]
    feats: Vec<String>,
    /// Relations that are called something else in training.
    #[serde(default)]
    rels: BTreeMap<String, String>,
    /// Whether scores look at relations without their subtypes.
    #[serde(default)]
    universal: bool,
    /// How often a word stands in the treebanks that has numbers of its own.
    #[serde(default = "twice")]
    seldom: usize,
    /// Whose tags count where treebanks disagree.
    lead: Option<Lead>,
    /// Words of which more is known.
    vectors: Option<Words>,
    /// Changed copies of sentences.
    #[serde(default)]
    copies: Shares,
    /// Columns of the pack's `world/countries.tsv` whose names stand in copies.
    #[serde(default)]
    names: Vec<String>,
}

/// The treebank that decides on the tags of words it knows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lead {
    /// The file, one of those learnt from.
    file: String,
    /// How often a word stands in it that it knows.
    times: usize,
}

/// Vectors of words, learnt elsewhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// The file.
    file: String,
    /// Its digest.
    sha256: String,
    /// Whose it is, under which licence.
    source: String,
    /// How many words, the most usual first.
    words: usize,
    /// How many codes each word gets.
    books: usize,
}

fn twice() -> usize {
    2
}

/// A treebank to learn from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// The file.
    file: String,
    /// Whether it stands beside the recipe, not with the treebanks.
    #[serde(default)]
    here: bool,
    /// How often its sentences are taken.
    #[serde(default = "once")]
    times: usize,
    /// Every so manieth sentence is held out and reported on; 0 for none.
    #[serde(default)]
    hold: usize,
}

fn once() -> usize {
    1
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.packs.join(&args.lang).join("weights");
    let path = folder.join("training.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let recipe: Recipe = toml::from_str(&text)?;
    let mut labels = Labels::default();
    let (train, held) = sentences(args, &recipe, &folder, &mut labels)?;
    let start = start(args, &recipe, &labels, &train)?;
    let lines = |parser: &risalah_learn::Parser| -> Vec<String> {
        let line = |(name, gold): &Held| {
            let [tags, uas, las] = scores(parser, gold, &labels, recipe.universal);
            format!("{name}: UPOS {tags:.2} UAS {uas:.2} LAS {las:.2}")
        };
        held.iter().map(line).collect()
    };
    let plan = plan(args, &recipe);
    let parser = learner::train(&train, &labels, &plan, start, |_, parser| {
        lines(parser).iter().for_each(|l| eprintln!("{l}"));
    });
    let lines = lines(&parser);
    lines.iter().for_each(|l| eprintln!("{l}"));
    let bytes = parser.write();
    let folder = args.out.clone().unwrap_or(folder);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("parser.bin"), &bytes)?;
    let about = about(args, &recipe, &plan, &labels, &digest(&bytes), &lines);
    fs::write(folder.join("parser.toml"), about)?;
    eprintln!("{} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}

/// Sentences held out, under the name of their treebank.
type Held = (String, Vec<Gold>);

/// The sentences to learn from, and those of each treebank that are held out.
fn sentences(
    args: &Args,
    recipe: &Recipe,
    folder: &Path,
    labels: &mut Labels,
) -> Result<(Vec<Gold>, Vec<Held>)> {
    let harmony = Harmony {
        feats: recipe.feats.clone(),
        rels: recipe.rels.clone(),
    };
    let mut files = Vec::new();
    for source in &recipe.train {
        let beside = if source.here { folder } else { &args.treebanks };
        files.push(treebank::read(
            &beside.join(&source.file),
            &harmony,
            labels,
        )?);
    }
    if let Some(lead) = &recipe.lead {
        follow(lead, &recipe.train, &mut files);
    }
    let (mut train, mut report) = (Vec::new(), Vec::new());
    for (source, all) in recipe.train.iter().zip(files) {
        let (mut held, mut kept) = (Vec::new(), Vec::new());
        for (n, gold) in all.into_iter().enumerate() {
            let out = source.hold > 0 && (n + 1) % source.hold == 0;
            if out {
                held.push(gold)
            } else {
                kept.push(gold)
            }
        }
        for _ in 0..source.times {
            train.extend(kept.iter().cloned());
        }
        if !held.is_empty() {
            let (file, hold) = (&source.file, source.hold);
            report.push((format!("{file} (each {hold}th sentence, held out)"), held));
        }
    }
    Ok((train, report))
}

/// Leaves the tags of words that one treebank knows to that treebank: the others tag them by other
/// rules.
fn follow(lead: &Lead, sources: &[Source], files: &mut [Vec<Gold>]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let leads = |source: &Source| source.file == lead.file;
    for (_, gold) in sources.iter().zip(&*files).filter(|(s, _)| leads(s)) {
        for form in gold.iter().flat_map(|g| &g.forms) {
            *counts.entry(form.clone()).or_default() += 1;
        }
    }
    for (_, gold) in sources.iter().zip(files).filter(|(s, _)| !leads(s)) {
        for gold in gold {
            for (told, form) in gold.told.iter_mut().zip(&gold.forms) {
                *told = counts.get(form).is_none_or(|n| *n < lead.times);
            }
        }
    }
}

/// How training goes: as the recipe says where the caller does not.
fn plan(args: &Args, recipe: &Recipe) -> Plan {
    Plan {
        epochs: args.epochs.unwrap_or(recipe.epochs),
        layers: args.layers.unwrap_or(recipe.layers),
        seed: args.seed,
        rate: args.rate.unwrap_or(recipe.rate),
        batch: args.batch.unwrap_or(recipe.batch),
        dropout: Dropout {
            words: args.hide_words,
            layers: args.hide_layers,
            ends: args.hide_ends,
        },
    }
}

/// How often parts of speech, heads, and heads with relations are right.
fn scores(
    parser: &risalah_learn::Parser,
    gold: &[Gold],
    labels: &Labels,
    universal: bool,
) -> [f64; 3] {
    let base = |n: u8| Rel::parse(&labels.rels[n as usize]).unwrap_or_default();
    let upos = |n: u8| labels.tags[n as usize].split('|').next();
    let same = |a: u8, b: u8| a == b || (universal && base(a).universal() == base(b).universal());
    score(parser, gold, same, |a, b| upos(a) == upos(b))
}

/// What is told of the weights in the file beside them.
fn about(
    args: &Args,
    recipe: &Recipe,
    plan: &Plan,
    labels: &Labels,
    digest: &str,
    scores: &[String],
) -> String {
    let mut files: Vec<&str> = recipe.train.iter().map(|s| s.file.as_str()).collect();
    files.extend(recipe.vectors.iter().map(|v| v.source.as_str()));
    let scores: String = scores
        .iter()
        .map(|line| format!("  \"{line}\",\n"))
        .collect();
    format!(
        "# Written by `risalah-lab train parser`.\nname = \"{}-parser\"\nversion = \"{}\"\nsha256 = \"{digest}\"\nlicence = \"{}\"\ntrained_on = {files:?}\nepochs = {}\nseed = {}\nscores = [\n{scores}]\ntags = {:?}\nrels = {:?}\n",
        args.lang,
        env!("CARGO_PKG_VERSION"),
        recipe.licence,
        plan.epochs,
        plan.seed,
        labels.tags,
        labels.rels
    )
}

/// What training starts from: the words that are known, and how copies are made.
fn start(args: &Args, recipe: &Recipe, labels: &Labels, train: &[Gold]) -> Result<Start> {
    let copies = Copies::new(recipe.copies.clone(), labels, names(args, &recipe.names)?);
    let mut random = Random::new(args.seed);
    let (mut vectors, mut codes, mut books) = (Vectors::default(), Codes::default(), 0);
    if let Some(words) = &recipe.vectors {
        let folder = args.vectors.as_deref();
        let folder = folder.context("the recipe has vectors: --vectors is needed")?;
        vectors = vectors::read(&folder.join(&words.file), &words.sha256, words.words)?;
        books = words.books;
        codes = vectors::codes(&vectors, books, &mut random);
    }
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for form in train.iter().flat_map(|g| &g.forms) {
        *counts.entry(word(form).form).or_default() += 1;
    }
    let often = |form: u32| counts.get(&form).is_some_and(|n| *n >= recipe.seldom);
    let coded = vectors
        .words
        .iter()
        .zip(codes.codes)
        .map(|(w, codes)| Entry {
            form: word(w).form,
            own: often(word(w).form),
            codes,
        });
    let own = counts.keys().filter(|f| often(**f)).map(|form| Entry {
        form: *form,
        own: true,
        codes: vec![UNCODED; books],
    });
    let lexicon = Lexicon::new(books, coded.chain(own).collect());
    Ok(Start {
        lexicon: lexicon.context("the lexicon is too large")?,
        rows: codes.rows,
        copies,
    })
}

/// The names in these columns of the world's states.
fn names(args: &Args, columns: &[String]) -> Result<Vec<String>> {
    let path = args.packs.join("world/countries.tsv");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = text.lines().filter(|l| !l.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let mut out = Vec::new();
    for line in lines {
        for (column, cell) in head.iter().zip(line.split('\t')) {
            if columns.iter().any(|c| c == column) {
                out.extend(cell.split('|').map(str::to_owned));
            }
        }
    }
    Ok(out)
}
