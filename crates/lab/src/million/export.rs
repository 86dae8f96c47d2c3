//! How fast a store's events are written as files.

use std::io::{Write, sink};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use risalah_export::{Format, Source};
use risalah_pack::Packs;
use risalah_store::{Filter, Store};

/// Prints how many events a second each format takes, without the disk.
pub(super) fn measure(store: &Store, packs: &Path) -> anyhow::Result<()> {
    let packs = Packs::open_only(packs, &[]).context("the packs")?;
    let source = Source {
        store,
        world: &packs.world,
        ontology: &packs.ontology,
        engine: "0.0.0",
    };
    let formats = [
        ("parquet", Format::Parquet, " (goal 200000 by the clock)"),
        ("csv", Format::Csv, ""),
    ];
    for (name, format, goal) in formats {
        let (start, cpu) = (Instant::now(), super::cpu());
        let mut out = Counted(0);
        let counts = source.write(&Filter::default(), format, &mut out)?;
        let speed = |seconds: f64| counts.events as f64 / seconds;
        println!(
            "{name:<8} {} events, {:.0} events/s by the clock, {:.0} by processor time, {:.0} bytes each{goal}",
            counts.events,
            speed(start.elapsed().as_secs_f64()),
            speed(super::cpu() - cpu),
            out.0 as f64 / counts.events as f64
        );
    }
    Ok(())
}

/// Counts the bytes and keeps none.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        sink().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
