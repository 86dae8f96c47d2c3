//! `risalah generate`: man pages and completions, for those who pack the program.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::Cli;
use crate::exit::Done;

/// Writes man pages into DIR/man and completions into DIR/completions.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Where to write
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// The shells whose completions are written.
const SHELLS: [Shell; 3] = [Shell::Bash, Shell::Fish, Shell::Zsh];

/// Writes all of it; what is there of an earlier time is written over.
pub(crate) fn run(args: &Args) -> anyhow::Result<Done> {
    let pages = made(&args.folder, "man")?;
    clap_mangen::generate_to(Cli::command(), &pages)
        .with_context(|| format!("cannot write to {}", pages.display()))?;
    let completions = made(&args.folder, "completions")?;
    for shell in SHELLS {
        clap_complete::generate_to(shell, &mut Cli::command(), "risalah", &completions)
            .with_context(|| format!("cannot write to {}", completions.display()))?;
    }
    Ok(Done::Well)
}

fn made(folder: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let inside = folder.join(name);
    fs::create_dir_all(&inside).with_context(|| format!("cannot make {}", inside.display()))?;
    Ok(inside)
}
