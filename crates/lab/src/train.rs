//! `risalah-lab train`: makes a pack's weights from treebanks.

mod names;
mod parser;
mod perceptron;
mod random;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use risalah_doc::Rel;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::treebank::{self, Gold, Harmony, Labels};

/// Trains weights and writes them into a pack.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The tagger and parser, as `LANG/weights/training.toml` says.
    Parser(ParserArgs),
    /// The model that finds names.
    Names(names::Args),
}

#[derive(Debug, clap::Args)]
struct ParserArgs {
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
    /// Starts the random numbers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// `weights/training.toml`: what the weights of a language are made from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    /// Treebanks to learn from.
    train: Vec<String>,
    /// Treebanks to report scores on.
    report: Vec<String>,
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

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let args = match &args.what {
        What::Parser(args) => args,
        What::Names(args) => return names::run(args),
    };
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
    let mut train = Vec::new();
    for name in &recipe.train {
        train.extend(read(name)?);
    }
    let known = labels.clone();
    let report: Vec<(String, Vec<Gold>)> = recipe
        .report
        .iter()
        .map(|name| {
            Ok((
                name.clone(),
                treebank::read(&args.treebanks.join(name), &harmony, &mut labels)?,
            ))
        })
        .collect::<Result<_>>()?;
    let parser = parser::train(
        &train,
        &known,
        args.epochs.unwrap_or(recipe.epochs),
        args.seed,
    );
    let mut scores = String::new();
    for (name, gold) in &report {
        let base = |n: u8| Rel::parse(&labels.rels[n as usize]).unwrap_or_default();
        let upos = |n: u8| labels.tags[n as usize].split('|').next();
        let same = |a: u8, b: u8| {
            a == b || (recipe.universal && base(a).universal() == base(b).universal())
        };
        let [tags, uas, las] = parser::score(&parser, gold, same, |a, b| upos(a) == upos(b));
        let line = format!("{name}: UPOS {tags:.2} UAS {uas:.2} LAS {las:.2}");
        eprintln!("{line}");
        writeln!(scores, "  \"{line}\",")?;
    }
    let bytes = parser.write();
    let digest: String = Sha256::digest(&bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let about = format!(
        "# Written by `risalah-lab train parser`.\nname = \"{}-parser\"\nversion = \"{}\"\nsha256 = \"{digest}\"\nlicence = \"{}\"\ntrained_on = {:?}\nscores = [\n{scores}]\ntags = {:?}\nrels = {:?}\n",
        args.lang,
        env!("CARGO_PKG_VERSION"),
        recipe.licence,
        recipe.train,
        known.tags,
        known.rels
    );
    fs::write(folder.join("parser.bin"), &bytes)?;
    fs::write(folder.join("parser.toml"), about)?;
    eprintln!("{} bytes", bytes.len());
    Ok(ExitCode::SUCCESS)
}
