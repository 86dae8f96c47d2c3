//! `risalah store`: the record kept in one file.

mod add;
mod compare;
mod episodes;
mod export;
mod keep;
mod list;
mod recode;
mod search;
mod show;
mod stats;
mod wanted;

use clap::Subcommand;

use crate::Global;
use crate::exit::Done;

pub(crate) use keep::Keeper;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Codes reports and keeps them; the same report twice is one
    Add(add::Args),
    /// Finds events by words, parties, type, day, place and more
    Search(search::Args),
    /// Writes events in the formats that the field's programs read
    Export(export::Args),
    /// Finds occasions, with the reports and outlets that tell of them
    Episodes(episodes::Args),
    /// What is in a store
    Stats(stats::Args),
    /// Codes all reports anew; the old coding is seen until the new one is whole
    Recode(recode::Args),
    /// What two codings of the same reports say differently
    Compare(compare::Args),
}

pub(crate) fn run(global: &Global, command: &Command) -> anyhow::Result<Done> {
    match command {
        Command::Add(args) => add::run(global, args),
        Command::Search(args) => search::run(args),
        Command::Export(args) => export::run(global, args),
        Command::Episodes(args) => episodes::run(args),
        Command::Stats(args) => stats::run(args),
        Command::Recode(args) => recode::run(global, args),
        Command::Compare(args) => compare::run(args),
    }
}
