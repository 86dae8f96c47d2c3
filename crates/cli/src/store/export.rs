//! `risalah store export`: events in the formats that the field's programs read.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::bail;
use risalah_engine::Packs;
use risalah_export::{Format, Panel, Source, What, panel};
use risalah_store::Store;

use super::wanted::Wanted;
use crate::Global;
use crate::exit::Done;

/// Writes events in the formats that the field's programs read.
///
/// With --out, the file or folder is put in place when it is whole, with a manifest (query,
/// versions, digests, counts) and a codebook; without, the rows go to standard output. Formats
/// that need a day leave out events without one, and say how many.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// The format
    #[arg(long, value_enum, default_value_t = To::Csv, conflicts_with = "panel")]
    to: To,
    /// Counts instead of events, as CSV: zeros included
    #[arg(long, value_enum)]
    panel: Option<Table>,
    /// Parquet with the parties as lists of structures
    #[arg(long)]
    full: bool,
    /// Where to: a file; for parquet a folder of hive partitions, for gdelt one of events and mentions
    #[arg(long, short, value_name = "PATH")]
    out: Option<PathBuf>,
    #[command(flatten)]
    wanted: Wanted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// One flat table
    Csv,
    /// The records of the reports, as `risalah code` wrote them
    Jsonl,
    /// The flat table as Parquet
    Parquet,
    /// The flat table as an Arrow IPC stream
    Arrow,
    /// GDELT 2.0 events (and mentions, with --out)
    Gdelt,
    /// GDELT 2.0 mentions
    GdeltMentions,
    /// ICEWS
    Icews,
    /// POLECAT
    Polecat,
    /// PLOVER's JSON
    Plover,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Table {
    /// Pairs of countries by day
    DyadDay,
    /// Pairs of countries by month
    DyadMonth,
    /// Countries by month
    CountryMonth,
}

impl Args {
    fn what(&self) -> anyhow::Result<What> {
        let panel = self.panel.map(|panel| match panel {
            Table::DyadDay => Panel::DyadDay,
            Table::DyadMonth => Panel::DyadMonth,
            Table::CountryMonth => Panel::CountryMonth,
        });
        if self.full && (panel.is_some() || self.to != To::Parquet) {
            bail!("--full goes with --to parquet");
        }
        Ok(panel.map_or_else(|| What::Events(self.format()), What::Panel))
    }

    fn format(&self) -> Format {
        match self.to {
            To::Csv => Format::Csv,
            To::Jsonl => Format::Jsonl,
            To::Parquet if self.full => Format::ParquetFull,
            To::Parquet => Format::Parquet,
            To::Arrow => Format::Arrow,
            To::Gdelt => Format::Gdelt,
            To::GdeltMentions => Format::GdeltMentions,
            To::Icews => Format::Icews,
            To::Polecat => Format::Polecat,
            To::Plover => Format::Plover,
        }
    }
}

/// Exits with 1 where no event fits, as `search` does; the export is written all the same.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let what = args.what()?;
    let store = Store::open_read_only(&args.store)?;
    // Rows need the world's codes and the ontology's labels, and no language.
    let packs = Packs::open_only(&Packs::find(global.packs.as_deref()), &[])?;
    let source = Source {
        store: &store,
        world: &packs.world,
        ontology: &packs.ontology,
        engine: risalah_engine::VERSION,
    };
    let filter = args.wanted.filter();
    let counts = match (&args.out, what) {
        (Some(path), _) => source.save(&filter, what, path)?,
        (None, What::Events(format)) => {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
            let counts = source.write(&filter, format, &mut out)?;
            out.flush()?;
            counts
        }
        (None, What::Panel(table)) => {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            panel(&store, &packs.world, &filter, table, &mut out)?
        }
    };
    if counts.undated > 0 && !global.quiet {
        eprintln!(
            "risalah: {} of {} events have no day and were left out",
            counts.undated, counts.events
        );
    }
    Ok(Done::found(counts.rows > 0))
}
