//! `risalah parse`: sentences, words and dependencies as CoNLL-U.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use risalah_engine::Engine;

use crate::Global;
use crate::exit::Done;
use crate::reports::{self, Language, To, language};

/// Sentences, tokens, lemmas, parts of speech and dependencies.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files hold; of CoNLL-U the words are kept and the rest is predicted
    #[arg(long, value_enum, default_value_t = Form::Text)]
    from: Form,
    /// What to write
    #[arg(long, value_enum, default_value_t = Written::Conllu)]
    to: Written,
    /// The language: auto, id, en, …; CoNLL-U does not say it, so it must be given there
    #[arg(long, default_value = "auto", value_name = "LANG", value_parser = language)]
    lang: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    Text,
    Conllu,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Written {
    Conllu,
}

/// Writes the trees of every sentence.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let engine = global.engine()?;
    let Written::Conllu = args.to;
    match args.from {
        Form::Text => texts(global, &engine, args),
        Form::Conllu => treebanks(&engine, args),
    }
}

fn texts(global: &Global, engine: &Engine, args: &Args) -> anyhow::Result<Done> {
    let reports = reports::Args::of(&args.files, args.lang);
    reports.run(global, To::Text, |input| {
        let parsed = engine.parse(engine.read(input));
        engine.to_conllu(&parsed).into_bytes()
    })
}

fn treebanks(engine: &Engine, args: &Args) -> anyhow::Result<Done> {
    let Some(lang) = args.lang else {
        bail!("CoNLL-U does not say its language: give --lang");
    };
    let mut out = io::stdout().lock();
    for file in &args.files {
        let bytes = bytes(file).with_context(|| format!("cannot read {}", file.display()))?;
        let text = String::from_utf8_lossy(&bytes);
        let Some(parsed) = engine.conllu(lang, &text) else {
            bail!("there is no pack for `{lang}`");
        };
        out.write_all(parsed.as_bytes()).context("cannot write")?;
    }
    out.flush().context("cannot write")?;
    Ok(Done::Well)
}

fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    if file != Path::new("-") {
        return fs::read(file);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}
