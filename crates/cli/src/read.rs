//! `risalah read`: only the clean article.

use crate::Global;
use crate::exit::Done;
use crate::reports::{self, To};

/// Only the clean article.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    reports: reports::Args,
    /// What to write
    #[arg(long, value_enum, default_value_t = To::Jsonl)]
    to: To,
}

/// Writes every report's clean text and what came with it.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let engine = global.engine()?;
    args.reports.run(global, args.to, |input| {
        let article = engine.read(input);
        let mut out = Vec::new();
        match args.to {
            To::Jsonl => risalah_record::article_json(&article, &mut out),
            To::Text => risalah_record::article_text(&article, &mut out),
        }
        .expect("a vector takes every byte");
        out
    })
}
