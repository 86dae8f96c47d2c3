//! `risalah store recode`: all reports coded anew, out of their kept text.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;

use risalah_doc::Coded;
use risalah_engine::{Engine, Pool, ordered};
use risalah_store::{CodingId, Recoded, State, Store, Uncoded};

use crate::Global;
use crate::exit::Done;
use crate::reports::bar;

/// So many reports are coded and kept at a time.
const BATCH: usize = 512;

/// Codes all reports anew with this program and these packs.
///
/// Until every report is coded, queries see the old coding; a run that was ended is simply run
/// again and goes on. The old records stay until the next recode, for `risalah store compare`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The store
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// How many threads work [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Also where all reports are of this program and these packs already
    #[arg(long)]
    force: bool,
}

/// A report coded anew.
struct Anew {
    uncoded: Uncoded,
    coded: Coded,
    record: Vec<u8>,
}

pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let engine = global.engine()?;
    let packs = engine.versions()?;
    let mut store = Store::open(&args.store)?;
    let version = risalah_engine::VERSION;
    let mut live = store
        .codings()?
        .into_iter()
        .filter(|c| c.state == State::Live);
    if !args.force && live.all(|c| c.engine == version && c.packs == packs) {
        writeln!(
            io::stdout(),
            "nothing to do: all reports are of this program and these packs"
        )?;
        return Ok(Done::Well);
    }
    let coding = store.begin_recode(version, &packs)?;
    let mut pool = Pool::default();
    pool.threads = args.threads.unwrap_or(pool.threads);
    let bar = bar(global, true);
    let (mut reports, mut events) = (0, 0);
    // Reports may come in meanwhile; they are coded in the next round.
    while !store.finish_recode(coding)? {
        let mut after = 0;
        loop {
            let batch = store.uncoded(coding, after, BATCH)?;
            let Some(last) = batch.last() else { break };
            after = last.article;
            let added = batch_anew(&engine, pool, &mut store, coding, batch)?;
            reports += added.new;
            events += added.events;
            bar.inc(added.new);
        }
    }
    bar.finish_and_clear();
    writeln!(
        io::stdout(),
        "{reports} reports coded anew, with {events} events"
    )?;
    Ok(Done::Well)
}

fn batch_anew(
    engine: &Engine,
    pool: Pool,
    store: &mut Store,
    coding: CodingId,
    batch: Vec<Uncoded>,
) -> anyhow::Result<risalah_store::Added> {
    let mut anew = Vec::with_capacity(batch.len());
    let size = |uncoded: &Uncoded| uncoded.record.len();
    let work = |uncoded: Uncoded| {
        // A record of ours always holds its article; one of others is kept without events.
        let article = risalah_record::article(&uncoded.record).unwrap_or_default();
        let coded = engine.code(article);
        let record = risalah_record::json_line(&coded);
        Anew {
            uncoded,
            coded,
            record,
        }
    };
    ordered(pool, batch.into_iter(), size, work, |one| {
        anew.push(one);
        ControlFlow::Continue(())
    });
    let all: Vec<Recoded> = anew
        .iter()
        .map(|one| Recoded {
            article: one.uncoded.article,
            digest: one.uncoded.digest,
            coded: &one.coded,
            record: &one.record,
        })
        .collect();
    Ok(store.add_recoded(coding, &all)?)
}
