//! `risalah store add`: reports in, coded and kept.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use risalah_engine::{Engine, Failed, Input};
use risalah_store::{Digest, Ready, Store};

use super::keep::{Keeper, Told};
use crate::Global;
use crate::exit::Done;
use crate::reports::{self, bar};

/// A batch is kept when it has so many reports,
const REPORTS: usize = 512;
/// or so many bytes,
const BYTES: usize = 16 << 20;
/// or when its first report has waited so long.
const WAIT: Duration = Duration::from_secs(2);

/// Codes reports and keeps them.
///
/// Reports are kept in batches, each whole or not at all. After each batch a line on standard
/// output tells how many reports of this run are on the disk (`kept 512`): they stay whatever
/// happens. A run that was ended is simply run again: what is there already is passed over.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store; it is made where there is none
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    #[command(flatten)]
    reports: reports::Args,
}

/// What a worker makes of a report.
enum Made {
    /// It is in the store already.
    Known,
    /// It is to be kept.
    New(Box<Ready>),
}

/// Tells at the end how many reports were new.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let engine = global.engine()?;
    let keeper = Keeper::open(&args.store, &engine)?;
    // The workers ask whether a report is there before they code it.
    let known = Mutex::new(Store::open_read_only(&args.store)?);
    let mut batches = Batches::new(global, keeper);
    let opened = args.reports.each(
        |input| make(&engine, &known, input),
        |result| batches.take(result),
    )?;
    let refused = batches.end()?;
    Ok(opened.done(refused))
}

fn make(engine: &Engine, known: &Mutex<Store>, input: Input) -> Made {
    let (source, digest) = (
        input.source.clone(),
        Digest::of(input.body.as_str().as_bytes()),
    );
    let article = engine.read(input);
    let of = Digest::of_article(&article);
    let has = known
        .lock()
        .is_ok_and(|store| store.has(of).unwrap_or(false));
    if has {
        return Made::Known;
    }
    Made::New(Box::new(Ready::new(engine.code(article), source, digest)))
}

/// Gathers reports into batches and keeps them.
struct Batches<'a> {
    global: &'a Global,
    keeper: Keeper,
    waiting: Vec<Ready>,
    // Reports that wait but are known.
    known: u64,
    bytes: usize,
    since: Instant,
    told: Told,
    refused: u64,
    bar: ProgressBar,
    failed: Option<anyhow::Error>,
}

impl<'a> Batches<'a> {
    fn new(global: &'a Global, keeper: Keeper) -> Self {
        Self {
            global,
            keeper,
            waiting: Vec::new(),
            known: 0,
            bytes: 0,
            since: Instant::now(),
            told: Told::default(),
            refused: 0,
            bar: bar(global, true),
            failed: None,
        }
    }

    fn take(&mut self, result: Result<Made, Failed>) -> ControlFlow<()> {
        match result {
            Ok(Made::Known) => self.known += 1,
            Ok(Made::New(ready)) => {
                self.bytes += ready.size();
                self.waiting.push(*ready);
            }
            Err(failed) => self.refuse(&failed),
        }
        self.bar.inc(1);
        let full = self.waiting.len() >= REPORTS || self.bytes >= BYTES;
        if full || self.since.elapsed() >= WAIT {
            self.failed = self.keep().err();
        }
        match self.failed {
            None => ControlFlow::Continue(()),
            Some(_) => ControlFlow::Break(()),
        }
    }

    fn refuse(&mut self, failed: &Failed) {
        self.refused += 1;
        if !self.global.quiet {
            self.bar.suspend(|| eprintln!("risalah: {failed}"));
        }
    }

    /// Keeps what waits, and tells so when it is on the disk.
    fn keep(&mut self) -> anyhow::Result<()> {
        self.since = Instant::now();
        self.bytes = 0;
        let known = std::mem::take(&mut self.known);
        self.told.known += known;
        if self.waiting.is_empty() && known == 0 {
            return Ok(());
        }
        if !self.waiting.is_empty() {
            let told = self.keeper.add(&self.waiting)?;
            self.waiting.clear();
            self.told.new += told.new;
            self.told.known += told.known;
            self.told.events += told.events;
        }
        if io::stdout().is_terminal() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        writeln!(out, "kept {}", self.told.new + self.told.known)?;
        Ok(out.flush()?)
    }

    /// Keeps the rest and tells what became of all; gives how many reports were refused.
    fn end(mut self) -> anyhow::Result<u64> {
        if let Some(failed) = self.failed {
            self.bar.finish_and_clear();
            return Err(failed);
        }
        let kept = self.keep();
        self.bar.finish_and_clear();
        kept?;
        let Told {
            new, known, events, ..
        } = self.told;
        let refused = match self.refused {
            0 => String::new(),
            n => format!(", {n} refused"),
        };
        writeln!(
            io::stdout(),
            "{new} new with {events} events, {known} known{refused}"
        )?;
        Ok(self.refused)
    }
}
