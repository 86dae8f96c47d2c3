//! A synthetic store of a million events, and how fast it is filled and asked.
//!
//! Reports are made of invented words with the frequencies of news: few words, names, countries
//! and types are common and most are rare, days grow denser, and an event's sentence holds its
//! words. They come nearly in the order of days, as from feeds and archives. The same seed gives the
//! same store.

mod ask;
mod export;
mod invent;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context;
use risalah_doc::Coded;
use risalah_episode::Measure;
use risalah_store::{CodingId, Digest, Kept, Store};

use crate::density::Density;
use invent::{Inventor, Span};

/// Makes a synthetic store and measures it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store; one that is there is measured, not made anew
    #[arg(value_name = "FILE")]
    store: PathBuf,
    /// How many events at least
    #[arg(long, default_value_t = 1_000_000, value_name = "N")]
    events: u64,
    /// How many reports are kept at a time
    #[arg(long, default_value_t = 2_000, value_name = "N")]
    batch: usize,
    /// Over how many days they lie; of few events over few days each has as many near it as of
    /// many over many
    #[arg(long, default_value_t = invent::DAYS, value_name = "N")]
    days: u32,
    /// They come in no order, each of any day: what no feed and no archive does
    #[arg(long)]
    shuffled: bool,
    /// The packs, for the codes of states in exports
    #[arg(long, default_value = "packs", value_name = "DIR")]
    packs: PathBuf,
    /// Only make the store
    #[arg(long)]
    only_make: bool,
    /// Only tell how fast it is written as files
    #[arg(long, conflicts_with = "only_make")]
    only_export: bool,
}

/// So many events a report has, nearly.
const EVENTS: u64 = 4;
/// Of so many reports it is told how near their mentions are to one another.
const SAMPLE: usize = 4_000;
/// After so many reports it is told how fast the last of them were added.
const STRETCH: u64 = 10_000;
/// How many readers ask while reports are added.
const READERS: usize = 50;
/// For so long reports are added meanwhile,
const MEANWHILE: Duration = Duration::from_secs(60);
/// so many at a time, and one batch at least.
const FEW: usize = 200;
/// What is to be reached: reports added a second, and bytes of the file for each event.
const GOAL: [u64; 2] = [2_000, 1_200];

pub(crate) fn run(args: &Args) -> anyhow::Result<std::process::ExitCode> {
    if !args.store.exists() {
        make(args)?;
    }
    if !args.only_make {
        let store = Store::open_read_only(&args.store)?;
        println!("{} events", store.stats()?.events);
        if !args.only_export {
            ask::measure(&store)?;
        }
        export::measure(&store, &args.packs)?;
        drop(store);
        if !args.only_export {
            beside(&args.store)?;
        }
    }
    Ok(std::process::ExitCode::SUCCESS)
}

/// Fills a new store and tells how fast.
fn make(args: &Args) -> anyhow::Result<()> {
    let mut store = Store::create(&args.store)?;
    let coding = store.coding("0.0.0", "invented")?;
    let span = Span {
        days: args.days,
        in_order: (!args.shuffled).then_some(args.events / EVENTS),
    };
    println!(
        "{}",
        density(&Inventor::new(1, Span::SHUFFLED).reports(SAMPLE))
    );
    let mut inventor = Inventor::new(1, span);
    let mut took = Took::default();
    let (mut events, mut reports) = (0, 0);
    let mut told = (0, took);
    while events < args.events {
        let added = took.add(&mut store, coding, &inventor.reports(args.batch))?;
        events += added.events;
        reports += added.new;
        if reports >= told.0 + STRETCH {
            took.tell(reports - told.0, &told.1);
            eprintln!("{reports} reports, {events} events");
            told = (reports, took);
        }
    }
    let [speed, size] = GOAL;
    println!("added    {reports} reports with {events} events (goal {speed} reports/s)");
    took.tell(reports, &Took::default());
    drop(store);
    let bytes = std::fs::metadata(&args.store)
        .context("the store's size")?
        .len();
    println!(
        "file     {:.3} GB, {:.0} bytes an event (goal {size})",
        bytes as f64 / 1e9,
        bytes as f64 / events as f64
    );
    Ok(())
}

/// How near to one another the mentions of these reports are.
fn density(reports: &[Coded]) -> Density {
    let measure = Measure::standard();
    let mentions = (1_u64..).zip(reports).flat_map(|(number, coded)| {
        let key = |n: usize| (number << 16 | n as u64).to_be_bytes();
        let keys: Vec<_> = (0..coded.events.len()).map(key).collect();
        measure.mentions(coded, number, &keys)
    });
    let mentions: Vec<_> = mentions.collect();
    Density::of(&measure, &mentions)
}

/// What adding took, without inventing.
#[derive(Clone, Copy, Default)]
struct Took {
    clock: Duration,
    cpu: f64,
    // Of this the part of the thread that adds; the rest is that of the one beside it.
    own: f64,
    // Bytes given to the system, most of them to the log and then to the file.
    written: f64,
}

impl Took {
    /// Tells what so many reports took since `before`.
    fn tell(&self, reports: u64, before: &Self) {
        let clock = (self.clock - before.clock).as_secs_f64();
        let cpu = self.cpu - before.cpu;
        let own = self.own - before.own;
        let written = self.written - before.written;
        let reports = reports as f64;
        println!(
            "adding   {:.0} reports/s by the clock, {:.0} by processor time ({:.3} ms of the thread \
             that writes and {:.3} of the one beside it), {:.0} kB written a report",
            reports / clock,
            reports / cpu,
            own / reports * 1e3,
            (cpu - own) / reports * 1e3,
            written / reports / 1e3
        );
    }

    fn add(
        &mut self,
        store: &mut Store,
        coding: CodingId,
        reports: &[Coded],
    ) -> anyhow::Result<risalah_store::Added> {
        let records: Vec<Vec<u8>> = reports.iter().map(record).collect::<Result<_, _>>()?;
        let kept: Vec<Kept> = reports
            .iter()
            .zip(&records)
            .map(|(coded, record)| Kept {
                coded,
                record,
                source: Some("invented.jsonl"),
                input: Digest::of(record),
            })
            .collect();
        let (start, cpu, written) = (Instant::now(), cpu(), written());
        let [own, _] = ask::scheduled();
        let added = store.add(coding, &kept)?;
        self.clock += start.elapsed();
        self.own += (ask::scheduled()[0] - own) / 1e9;
        self.cpu += self::cpu() - cpu;
        self.written += self::written() - written;
        Ok(added)
    }
}

fn record(coded: &Coded) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    risalah_record::json(coded, &mut line)?;
    Ok(line)
}

/// Seconds of processor time that this process has used, where the system tells.
pub(super) fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |n: usize| -> f64 {
        let field = after.split_whitespace().nth(n);
        field.and_then(|f| f.parse().ok()).unwrap_or(0.0)
    };
    // Fields 14 and 15 of the line, in hundredths of a second.
    (ticks(11) + ticks(12)) / 100.0
}

/// Bytes that this process has written, where the system tells.
fn written() -> f64 {
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let bytes = io.lines().find_map(|line| line.strip_prefix("wchar: "));
    bytes.and_then(|bytes| bytes.parse().ok()).unwrap_or(0.0)
}

/// Many readers ask while reports are added; none may fail.
fn beside(path: &Path) -> anyhow::Result<()> {
    let mut store = Store::open(path)?;
    let coding = store.coding("0.0.0", "invented")?;
    let seed = store.stats()?.reports + 2;
    let done = std::sync::atomic::AtomicBool::new(false);
    let (mut took, mut reports) = (Took::default(), 0);
    let mut waits = [0.0; 2];
    let (asked, failed) = std::thread::scope(|scope| -> anyhow::Result<(u64, u64)> {
        let readers: Vec<_> = (0..READERS as u64)
            .map(|n| {
                scope.spawn({
                    let done = &done;
                    move || ask::until(path, n, done)
                })
            })
            .collect();
        let mut inventor = Inventor::new(seed, Span::SHUFFLED);
        let start = Instant::now();
        let mut added = Ok(());
        while added.is_ok() && (reports == 0 || start.elapsed() < MEANWHILE) {
            let invented = inventor.reports(FEW);
            let before = ask::scheduled();
            let batch = took.add(&mut store, coding, &invented);
            let after = ask::scheduled();
            waits = [0, 1].map(|n| waits[n] + after[n] - before[n]);
            added = batch.map(|batch| reports += batch.new);
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        let mut sum = (0, 0);
        for reader in readers {
            let (asked, failed) = reader.join().expect("a reader does not panic");
            sum = (sum.0 + asked, sum.1 + failed);
        }
        added?;
        Ok(sum)
    })?;
    println!(
        "beside   {READERS} readers asked {asked} times while {reports} reports were added \
         ({:.0} reports/s): {failed} errors (goal 0)",
        reports as f64 / took.clock.as_secs_f64()
    );
    let [ran, waited] = waits.map(|ns| ns / 1e9);
    let log = std::fs::metadata(path.with_extension("db-wal")).map_or(0, |log| log.len());
    println!(
        "beside   of {:.1} s the writer ran {ran:.1} and waited {waited:.1} for a processor; \
         {:.0} MB of log at the end",
        took.clock.as_secs_f64(),
        log as f64 / 1e6
    );
    anyhow::ensure!(failed == 0, "readers failed");
    Ok(())
}
