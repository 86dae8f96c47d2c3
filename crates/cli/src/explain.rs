//! `risalah explain`: why a report was coded as it was.

use crate::Global;
use crate::exit::Done;
use crate::reports::{self, To};

/// One report for a person.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    reports: reports::Args,
}

/// Writes every sentence with what was found in it.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let engine = global.engine()?;
    args.reports.run(global, To::Text, |input| {
        let coded = engine.code(engine.read(input));
        let mut out = Vec::new();
        risalah_record::explain(&coded, &mut out).expect("a vector takes every byte");
        out
    })
}
