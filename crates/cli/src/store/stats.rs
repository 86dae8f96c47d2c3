//! `risalah store stats`: what is in a store.

use std::io::{self, Write};
use std::path::PathBuf;

use risalah_store::{Stats, Store};
use serde_json::json;

use crate::exit::Done;

/// How the figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs: one JSON object.
    Json,
}

/// Counts what is in a store.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// Read the whole file for damage first
    #[arg(long)]
    check: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = Form::Text)]
    to: Form,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Done> {
    let store = Store::open_read_only(&args.store)?;
    if args.check {
        store.check()?;
    }
    let stats = store.stats()?;
    let mut out = io::stdout().lock();
    match args.to {
        Form::Text => text(&stats, &mut out)?,
        Form::Json => json(&stats, &mut out)?,
    }
    Ok(Done::Well)
}

fn text(stats: &Stats, out: &mut impl Write) -> io::Result<()> {
    let Stats {
        reports,
        copies,
        episodes,
        events,
        negated,
        quotes,
        entities,
        labels,
        ..
    } = stats;
    writeln!(
        out,
        "reports   {reports}, of these {copies} copies of another"
    )?;
    writeln!(out, "episodes  {episodes}")?;
    writeln!(out, "events    {events}, of these {negated} negated")?;
    writeln!(out, "quotes    {quotes}")?;
    writeln!(out, "entities  {entities}")?;
    writeln!(out, "labels    {labels}")?;
    if let Some((first, last)) = &stats.days {
        writeln!(out, "days      {first} to {last}")?;
    }
    for (kind, count) in &stats.types {
        writeln!(out, "  {kind:<10} {count}")?;
    }
    for coding in &stats.codings {
        writeln!(out, "coded by risalah {} with", coding.engine)?;
        for pack in coding.packs.lines() {
            writeln!(out, "  {pack}")?;
        }
    }
    Ok(())
}

fn json(stats: &Stats, out: &mut impl Write) -> io::Result<()> {
    let judged = stats
        .judged
        .iter()
        .map(|(kind, (right, wrong))| (kind.clone(), json!({ "right": right, "wrong": wrong })));
    let codings = stats.codings.iter().map(|c| {
        json!({ "id": c.id.0, "engine": c.engine, "packs": c.packs.lines().collect::<Vec<_>>() })
    });
    let object = json!({
        "reports": stats.reports, "articles": stats.reports, "copies": stats.copies,
        "episodes": stats.episodes, "events": stats.events, "negated": stats.negated,
        "quotes": stats.quotes, "entities": stats.entities, "labels": stats.labels,
        "first": stats.days.as_ref().map(|d| &d.0), "last": stats.days.as_ref().map(|d| &d.1),
        "types": stats.types, "judged": judged.collect::<serde_json::Map<_, _>>(),
        "codings": codings.collect::<Vec<_>>(),
    });
    writeln!(out, "{object}")
}
