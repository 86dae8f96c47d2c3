//! `risalah-lab train`: makes a pack's weights from treebanks.

mod confidence;
mod copies;
mod field;
mod gradient;
mod learner;
mod lemmas;
mod names;
mod parser;
mod proven;
mod quantise;
mod random;
mod vectors;
mod weights;

use std::process::ExitCode;

use anyhow::Result;

/// Trains weights and writes them into a pack.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// The model that says how sure an event is.
    Confidence(confidence::Args),
    /// Dictionary forms that the rules of `LANG/words` get wrong.
    Lemmas(lemmas::Args),
    /// The model that finds names.
    Names(names::Args),
    /// The tagger and parser, as `LANG/weights/training.toml` says.
    Parser(parser::Args),
    /// Trees of the patterns' own sentences that come out right, for the parser to learn from.
    Proven(proven::Args),
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    match &args.what {
        What::Confidence(args) => confidence::run(args),
        What::Lemmas(args) => lemmas::run(args),
        What::Names(args) => names::run(args),
        What::Parser(args) => parser::run(args),
        What::Proven(args) => proven::run(args),
    }
}
