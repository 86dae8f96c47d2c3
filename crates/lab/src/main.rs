//! Training, evaluation and error analysis; never shipped.

mod density;
mod episodes;
mod errors;
mod facts;
mod million;
mod speed;
mod train;
mod treebank;

use std::process::ExitCode;

use clap::Parser;

/// Trains, measures and examines.
#[derive(Debug, Parser)]
#[command(name = "risalah-lab", version)]
enum Command {
    /// Makes a pack's weights.
    Train(train::Args),
    /// Holds episodes against pairs of mentions judged by hand.
    Episodes(episodes::Args),
    /// Lists what was missed and what was wrong beside the text.
    Errors(errors::Args),
    /// Holds the world pack's holders of office against tables of leaders.
    Facts(facts::Args),
    /// Times loading a language and parsing with it, in one process on one thread.
    Speed(speed::Args),
    /// Makes a synthetic store of a million events, and times adding and asking.
    StoreMillion(million::Args),
}

fn main() -> anyhow::Result<ExitCode> {
    match Command::parse() {
        Command::Train(args) => train::run(&args),
        Command::Episodes(args) => episodes::run(&args),
        Command::Errors(args) => errors::run(&args),
        Command::Facts(args) => facts::run(&args),
        Command::Speed(args) => speed::run(&args),
        Command::StoreMillion(args) => million::run(&args),
    }
}
