//! The `risalah` command: news reports in, records of political events out.

mod code;
mod explain;
mod generate;
mod pack;
mod parse;
mod read;
mod serve;
mod store;
mod watch;

mod exit;
mod reports;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use risalah_engine::Engine;

/// Codes political events in Indonesian and English news.
///
/// Exit codes: 0 done; 1 done, nothing found (where finding is the point); 2 wrong usage or
/// nothing could be read; 3 done, but some inputs were refused, each told in its place.
#[derive(Debug, Parser)]
#[command(name = "risalah", version)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Global {
    /// The folder of packs [default: `packs` beside the program or above it]
    #[arg(long, global = true, value_name = "DIR", env = "RISALAH_PACKS")]
    packs: Option<PathBuf>,
    /// Print nothing to standard error
    #[arg(long, short, global = true)]
    quiet: bool,
}

impl Global {
    fn engine(&self) -> anyhow::Result<Engine> {
        Ok(Engine::open(self.packs.as_deref())?)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Reports in, records out, in the order of the input
    Code(code::Args),
    /// One report for a person: every sentence with what was found in it, why, and what was left out
    Explain(explain::Args),
    /// Only the clean article
    Read(read::Args),
    /// Sentences, tokens, lemmas, parts of speech and dependencies
    Parse(parse::Args),
    /// What is new in feeds, politely
    Watch(watch::Args),
    /// API and page over a store
    Serve(serve::Args),
    /// Data packs: check, begin and compare them
    #[command(subcommand)]
    Pack(pack::Command),
    /// The record kept in one file: add reports, search, count, code anew, compare
    #[command(subcommand)]
    Store(Box<store::Command>),
    /// Man pages and completions, for those who pack the program
    #[command(hide = true)]
    Generate(generate::Args),
}

fn main() -> ExitCode {
    // Wrong usage ends the program here with 2, as it should.
    let Cli { global, command } = Cli::parse();
    let done = match command {
        Command::Code(args) => code::run(&global, &args),
        Command::Explain(args) => explain::run(&global, &args),
        Command::Read(args) => read::run(&global, &args),
        Command::Parse(args) => parse::run(&global, &args),
        Command::Watch(args) => watch::run(&global, &args),
        Command::Serve(args) => serve::run(&global, &args),
        Command::Pack(command) => pack::run(&global, &command),
        Command::Store(command) => store::run(&global, &command),
        Command::Generate(args) => generate::run(&args),
    };
    exit::code(done, global.quiet)
}
