//! `risalah-lab train parser`: the tagger and parser, as `LANG/weights/training.toml` says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use risalah_doc::Rel;
use risalah_pack::weights::digest;
use serde::Deserialize;

use super::gradient::Dropout;
use super::learner::{self, Plan, score};
use crate::treebank::{self, Harmony, Labels};

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
    #[arg(long, default_value_t = 0.002)]
    rate: f32,
    /// How many words make a step.
    #[arg(long, default_value_t = 500)]
    batch: usize,
    /// How much of the words' numbers is hidden in training.
    #[arg(long, default_value_t = 0.15)]
    hide_words: f32,
    /// How much of the layers' numbers.
    #[arg(long, default_value_t = 0.2)]
    hide_layers: f32,
    /// How much of the numbers that arcs and relations are judged by.
    #[arg(long, default_value_t = 0.2)]
    hide_ends: f32,
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
    /// Treebanks to report scores on besides the sentences held out.
    #[serde(default)]
    report: Vec<String>,
    /// How many layers read the sentence.
    layers: usize,
    /// Licence of the treebanks.
    licence: String,
    /// How often the trainer goes through the sentences.
    epochs: usize,
    /// Features that become part of the tag.
    #[serde(default)]
    feats: Vec<String>,
    /// Relations that are called something else in training.
    #[serde(default)]
    rels: BTreeMap<String, String>,
    /// Whether scores look at relations without their subtypes.
    #[serde(default)]
    universal: bool,
}

/// A treebank to learn from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// The file.
    file: String,
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
    let harmony = Harmony {
        feats: recipe.feats.clone(),
        rels: recipe.rels.clone(),
    };
    let mut labels = Labels::default();
    let mut read =
        |name: &String| treebank::read(&args.treebanks.join(name), &harmony, &mut labels);
    let (mut train, mut report) = (Vec::new(), Vec::new());
    for source in &recipe.train {
        let (mut held, mut kept) = (Vec::new(), Vec::new());
        for (n, gold) in read(&source.file)?.into_iter().enumerate() {
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
            report.push((
                format!(
                    "{} (each {}th sentence, held out)",
                    source.file, source.hold
                ),
                held,
            ));
        }
    }
    let known = labels.clone();
    for name in &recipe.report {
        report.push((
            name.clone(),
            treebank::read(&args.treebanks.join(name), &harmony, &mut labels)?,
        ));
    }
    let plan = Plan {
        epochs: args.epochs.unwrap_or(recipe.epochs),
        layers: args.layers.unwrap_or(recipe.layers),
        seed: args.seed,
        rate: args.rate,
        batch: args.batch,
        dropout: Dropout {
            words: args.hide_words,
            layers: args.hide_layers,
            ends: args.hide_ends,
        },
    };
    let lines = |parser: &risalah_learn::Parser| -> Vec<String> {
        report
            .iter()
            .map(|(name, gold)| {
                let base = |n: u8| Rel::parse(&labels.rels[n as usize]).unwrap_or_default();
                let upos = |n: u8| labels.tags[n as usize].split('|').next();
                let same = |a: u8, b: u8| {
                    a == b || (recipe.universal && base(a).universal() == base(b).universal())
                };
                let [tags, uas, las] = score(parser, gold, same, |a, b| upos(a) == upos(b));
                format!("{name}: UPOS {tags:.2} UAS {uas:.2} LAS {las:.2}")
            })
            .collect()
    };
    let parser = learner::train(&train, &known, plan, |_, parser| {
        lines(parser).iter().for_each(|l| eprintln!("{l}"));
    });
    let mut scores = String::new();
    for line in lines(&parser) {
        eprintln!("{line}");
        writeln!(scores, "  \"{line}\",")?;
    }
    let bytes = parser.write();
    let digest = digest(&bytes);
    let files: Vec<&str> = recipe.train.iter().map(|s| s.file.as_str()).collect();
    let about = format!(
        "# Written by `risalah-lab train parser`.\nname = \"{}-parser\"\nversion = \"{}\"\nsha256 = \"{digest}\"\nlicence = \"{}\"\ntrained_on = {:?}\nscores = [\n{scores}]\ntags = {:?}\nrels = {:?}\n",
        args.lang,
        env!("CARGO_PKG_VERSION"),
        recipe.licence,
        files,
        known.tags,
        known.rels
    );
    let folder = args.out.clone().unwrap_or(folder);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("parser.bin"), &bytes)?;
    fs::write(folder.join("parser.toml"), about)?;
    eprintln!("{} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}
