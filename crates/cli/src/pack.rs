//! `risalah pack`: data packs checked, begun and compared.

mod check;
mod diff;
mod new;

use clap::Subcommand;

use crate::Global;
use crate::exit::Done;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks packs whole and runs every pattern's sentences; all faults at once
    Check(check::Args),
    /// Begins a language's pack from the template
    New(new::Args),
    /// Shows what two versions of the packs code differently on the same reports
    Diff(diff::Args),
}

pub(crate) fn run(global: &Global, command: &Command) -> anyhow::Result<Done> {
    match command {
        Command::Check(args) => check::run(global, args),
        Command::New(args) => new::run(global, args),
        Command::Diff(args) => diff::run(global, args),
    }
}
