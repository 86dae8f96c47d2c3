//! `risalah code`: reports in, records out.

use std::mem::ManuallyDrop;

use crate::Global;
use crate::exit::Done;
use crate::reports::{self, To};

/// Reports in, records out.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    reports: reports::Args,
    /// What to write
    #[arg(long, value_enum, default_value_t = To::Jsonl)]
    to: To,
}

/// Writes a record for every report; one without events is a record too, so its exit code is 0.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    // The program ends where this does: packs taken apart piece by piece would only keep it waiting.
    let engine = ManuallyDrop::new(global.engine()?);
    args.reports.run(global, args.to, |input| {
        let coded = engine.code(engine.read(input));
        let mut out = Vec::new();
        match args.to {
            To::Jsonl => risalah_record::json(&coded, &mut out),
            To::Text => risalah_record::text(&coded, &mut out),
        }
        .expect("a vector takes every byte");
        out
    })
}
