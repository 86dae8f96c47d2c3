//! `risalah pack check`: packs checked whole, every pattern proven by its sentences.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use risalah_doc::Lang;
use risalah_engine::{Engine, Error, Packs, prove};

use crate::Global;
use crate::exit::Done;

/// Checks packs.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folders of packs, or folders of single languages in one [default: the packs in use]
    #[arg(value_name = "DIR")]
    dirs: Vec<PathBuf>,
}

/// Tells every fault with its file and line; any fault gives 2.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let mut dirs = args.dirs.clone();
    if dirs.is_empty() {
        dirs.push(Packs::find(global.packs.as_deref()));
    }
    let mut faults = 0;
    for dir in &dirs {
        let (root, only) = root(dir);
        match Engine::open(Some(&root)) {
            Ok(engine) => faults += sentences(&engine, only)?,
            Err(Error::Faults(list)) => {
                faults += list.len();
                let mut out = io::stdout().lock();
                for fault in list {
                    writeln!(out, "{}", root.join(fault.to_string()).display())?;
                }
            }
            Err(err) => return Err(err.into()),
        }
    }
    Ok(if faults == 0 {
        Done::Well
    } else {
        Done::Nothing
    })
}

/// The folder of packs, and the language where the folder given is that of one.
fn root(dir: &Path) -> (PathBuf, Option<Lang>) {
    let name = dir.file_name().and_then(|n| n.to_str());
    match (dir.parent(), name.and_then(Lang::parse)) {
        (Some(above), Some(lang)) if dir.join("pack.toml").is_file() => {
            (above.to_owned(), Some(lang))
        }
        _ => (dir.to_owned(), None),
    }
}

/// Runs the sentences of every pattern; gives how many did not come out right.
fn sentences(engine: &Engine, only: Option<Lang>) -> anyhow::Result<usize> {
    let mut out = io::stdout().lock();
    let mut faults = 0;
    let packs = &engine.packs().languages;
    for pack in packs
        .iter()
        .filter(|p| only.is_none_or(|lang| p.lang == lang))
    {
        let failures = prove(engine, pack);
        for failure in &failures {
            writeln!(out, "{failure}").context("cannot write")?;
        }
        let patterns = pack.patterns.all();
        let count = patterns
            .iter()
            .map(|p| p.yes.len() + p.no.len())
            .sum::<usize>();
        writeln!(
            out,
            "{}: {} patterns, {count} sentences, {} not as they say",
            pack.lang,
            patterns.len(),
            failures.len()
        )?;
        faults += failures.len();
    }
    Ok(faults)
}
