//! `risalah-lab train confidence`: makes the model that says how sure an event is.
//!
//! It learns from sentences of our own with their events marked (`LANG/weights/events.tsv`) and
//! from coded sentences whose licence allows it: of what the engine codes there, right is what
//! has the type of an event of the sentence, and for marked sentences stands on or by its word.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use risalah_doc::{Article, Coded, Lang};
use risalah_learn::{Choice, Table};
use risalah_pack::weights::digest;
use risalah_pack::{Pack, Packs};
use serde::Deserialize;

use super::quantise::scale;
use super::random::Random;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The language.
    #[arg(long)]
    lang: String,
    /// Coded sentences to learn from besides: JSON lines of `text` and `events` with `root`.
    #[arg(long)]
    coded: Vec<PathBuf>,
    /// The folder of the packs.
    #[arg(long, default_value = "packs")]
    packs: PathBuf,
    /// How often the trainer goes through the events.
    #[arg(long, default_value_t = 20)]
    epochs: usize,
    /// Binary logarithm of the number of rows of weights.
    #[arg(long, default_value_t = 15)]
    rows: u32,
    /// How far a step goes.
    #[arg(long, default_value_t = 0.03)]
    rate: f32,
    /// How much of a weight is lost each time it is touched.
    #[arg(long, default_value_t = 0.001)]
    decay: f32,
    /// Into how many parts the events are cut, each judged by a model of the others, to report
    /// how well confidence fits.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// An event less probable than this is dropped.
    #[arg(long, default_value_t = 0.3)]
    keep: f32,
    /// Starts the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// An event with whether it is right.
#[derive(Clone)]
struct Example {
    features: Vec<u32>,
    right: bool,
    // The sentence it is from, for what learns from it must not judge it.
    group: usize,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let mut packs = Packs::open(&args.packs)?;
    let lang = Lang::parse(&args.lang).context("no code of a language")?;
    // What an earlier model thought of the events must not be seen.
    packs.languages.iter_mut().for_each(|p| p.confidence = None);
    let pack = packs.language(lang).context("no pack of this language")?;
    let folder = args.packs.join(&args.lang).join("weights");
    let mut examples = Vec::new();
    let mut sources = vec!["events.tsv".to_owned()];
    for (group, lesson) in lessons(&folder.join("events.tsv"))?.iter().enumerate() {
        examples.extend(lesson.examples(&packs, pack, group));
    }
    for path in &args.coded {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        sources.push(name.into_owned());
        coded(&packs, pack, path, &mut examples)?;
    }
    let fits = fit(&examples, args);
    eprintln!("{fits}");
    let model = learn(examples, args);
    let bytes = model.write();
    let digest = digest(&bytes);
    let mut about = String::from("# Written by `risalah-lab train confidence`.\n");
    writeln!(about, "name = \"{lang}-confidence\"")?;
    writeln!(about, "version = \"{}\"", env!("CARGO_PKG_VERSION"))?;
    writeln!(about, "sha256 = \"{digest}\"")?;
    writeln!(about, "licence = \"CC-BY-SA-4.0\"")?;
    writeln!(about, "trained_on = {sources:?}")?;
    writeln!(about, "scores = [\"{fits}\"]")?;
    writeln!(about, "keep = {}", args.keep)?;
    fs::write(folder.join("confidence.bin"), &bytes)?;
    fs::write(folder.join("confidence.toml"), about)?;
    eprintln!("{} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}

/// A sentence of our own with its events: the words that tell them, and their types.
struct Lesson {
    text: String,
    events: Vec<(usize, String)>,
}

/// Reads `text`, `events`: `trigger=TYPE` or `trigger#2=TYPE` joined by `|`.
fn lessons(path: &Path) -> Result<Vec<Lesson>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut out = Vec::new();
    for (n, line) in text.lines().enumerate().skip(1) {
        let (text, marks) = line.split_once('\t').unwrap_or((line, ""));
        let mut events = Vec::new();
        for mark in marks.split('|').map(str::trim).filter(|m| !m.is_empty()) {
            let place = || format!("{}:{}: `{mark}`", path.display(), n + 1);
            let Some((form, kind)) = mark.rsplit_once('=') else {
                bail!("{} is no trigger=TYPE", place());
            };
            let (form, count) = match form.rsplit_once('#') {
                Some((form, count)) => (form, count.parse()?),
                None => (form, 1),
            };
            let at = nth(text, form, count).with_context(|| place() + " is not in the text")?;
            events.push((at, kind.to_owned()));
        }
        out.push(Lesson {
            text: text.to_owned(),
            events,
        });
    }
    Ok(out)
}

/// The byte where a form stands for the so manieth time as a word of its own.
fn nth(text: &str, form: &str, count: usize) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |at: &usize| {
        !letter(text[..*at].chars().next_back()) && !letter(text[at + form.len()..].chars().next())
    };
    let mut places = text.match_indices(form).map(|(at, _)| at).filter(whole);
    places.nth(count.max(1) - 1)
}

/// How many bytes from its word an event may be shown: a light verb stands by its noun.
const NEAR: usize = 40;

impl Lesson {
    fn examples(&self, packs: &Packs, pack: &Pack, group: usize) -> Vec<Example> {
        let coded = code(packs, pack, &self.text);
        let right = |event: &risalah_doc::Event| {
            self.events.iter().any(|(at, kind)| {
                *event.kind == **kind
                    && at
                        .abs_diff(event.trigger.start())
                        .min(at.abs_diff(event.trigger.end()))
                        <= NEAR
            })
        };
        examples(pack, &coded, right, group)
    }
}

/// A coded sentence of a public set.
#[derive(Deserialize)]
struct Line {
    text: String,
    events: Vec<LineEvent>,
}

#[derive(Deserialize)]
struct LineEvent {
    root: Option<String>,
}

fn coded(packs: &Packs, pack: &Pack, path: &Path, out: &mut Vec<Example>) -> Result<()> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    for line in text.lines() {
        let line: Line = serde_json::from_str(line)?;
        let coded = code(packs, pack, &line.text);
        let right = |event: &risalah_doc::Event| {
            let kinds = line.events.iter().filter_map(|e| e.root.as_deref());
            kinds.into_iter().any(|kind| *event.kind == *kind)
        };
        let group = out.len();
        out.extend(examples(pack, &coded, right, group));
    }
    Ok(())
}

fn code(packs: &Packs, pack: &Pack, text: &str) -> Coded {
    let article = Article {
        text: text.to_owned(),
        lang: Some(pack.lang),
        ..Article::default()
    };
    let parsed = risalah_parse::article(pack, article);
    let resolved = risalah_resolve::parsed(pack, &packs.world, parsed);
    risalah_code::resolved(pack, &packs.ontology, resolved)
}

fn examples(
    pack: &Pack,
    coded: &Coded,
    right: impl Fn(&risalah_doc::Event) -> bool,
    group: usize,
) -> Vec<Example> {
    let rows = risalah_code::confidence::seen(pack, &coded.resolved, &coded.events, &coded.dropped);
    let events = coded.events.iter().zip(rows);
    events
        .map(|(event, row)| Example {
            features: row.into_iter().map(|f| f.1).collect(),
            right: right(event),
            group,
        })
        .collect()
}

/// Logistic regression by AdaGrad.
fn learn(mut train: Vec<Example>, args: &Args) -> Choice {
    let rows = 1usize << args.rows;
    let mut random = Random::new(args.seed);
    let mut weights = vec![0.0f32; rows];
    let mut seen = vec![1e-6f32; rows];
    for _ in 0..args.epochs {
        random.shuffle(&mut train);
        for example in &train {
            let picked = || example.features.iter().map(|f| *f as usize & (rows - 1));
            let odds: f32 = picked().map(|row| weights[row]).sum();
            let gradient = f32::from(u8::from(example.right)) - 1.0 / (1.0 + (-odds).exp());
            for row in picked() {
                seen[row] += gradient * gradient;
                let step = args.rate * gradient / seen[row].sqrt();
                weights[row] = weights[row] * (1.0 - args.decay) + step;
            }
        }
    }
    let scale = scale(&weights);
    let small = weights
        .iter()
        .flat_map(|w| [0, (w * scale).round().clamp(-127.0, 127.0) as i8]);
    Choice::new(
        Table::new(2, small.collect()).unwrap_or_default(),
        1.0 / scale,
    )
}

/// How well confidence fits on events that the model has not learnt from.
fn fit(examples: &[Example], args: &Args) -> String {
    let mut bins = [(0.0f32, 0.0f32, 0.0f32); 10];
    let (mut loss, mut chances) = (0.0, Vec::new());
    for fold in 0..args.folds {
        let (held, rest): (Vec<Example>, Vec<Example>) = examples
            .iter()
            .cloned()
            .partition(|e| e.group % args.folds == fold);
        let model = learn(rest, args);
        for example in held {
            model.probabilities(&example.features, &mut chances);
            let chance = chances[1];
            let bin = &mut bins[((chance * 10.0) as usize).min(9)];
            let right = f32::from(u8::from(example.right));
            *bin = (bin.0 + 1.0, bin.1 + chance, bin.2 + right);
            let own = if example.right { chance } else { 1.0 - chance };
            loss -= own.max(1e-6).ln();
        }
    }
    let all = examples.len().max(1) as f32;
    let right = examples.iter().filter(|e| e.right).count() as f32 / all;
    let error: f32 = bins.iter().map(|b| (b.1 - b.2).abs()).sum::<f32>() / all;
    for (n, (count, chance, right)) in bins.iter().enumerate() {
        let count = count.max(1.0);
        eprintln!(
            "0.{n}: {count} events, confidence {:.2}, right {:.2}",
            chance / count,
            right / count
        );
    }
    let base = -(right * right.ln() + (1.0 - right) * (1.0 - right).ln());
    format!(
        "{all} events, {right:.3} of them right; held out: expected calibration error {error:.3}, loss {:.3} of {base:.3}",
        loss / all
    )
}
