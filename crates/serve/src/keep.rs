//! Reports, coded and kept.

use std::ops::ControlFlow;
use std::path::Path;

use risalah_doc::Coded;
use risalah_engine::{Engine, Failed, Input, Pool, Reports, each};
use risalah_store::{Added, Digest, Kept, Store};

use crate::Error;

/// A coded report on its way into a store.
pub(crate) struct Ready {
    coded: Coded,
    record: Vec<u8>,
    source: Option<String>,
    input: Digest,
}

impl Ready {
    fn new(engine: &Engine, input: Input) -> Self {
        let digest = Digest::of(input.body.as_str().as_bytes());
        let source = input.source.clone();
        let article = engine.read(input);
        let source = source.or_else(|| article.url.clone());
        let coded = engine.code(article);
        let mut record = Vec::new();
        risalah_record::json(&coded, &mut record).expect("a vector takes every byte");
        Self {
            coded,
            record,
            source,
            input: digest,
        }
    }

    fn kept(&self) -> Kept<'_> {
        Kept {
            coded: &self.coded,
            record: &self.record,
            source: self.source.as_deref(),
            input: self.input,
        }
    }
}

/// Codes reports, on all cores; what could not be read or coded comes apart.
pub(crate) fn code(engine: &Engine, reports: Reports) -> (Vec<Ready>, Vec<Failed>) {
    let (mut ready, mut failed) = (Vec::new(), Vec::new());
    let work = |input| Ready::new(engine, input);
    each(Pool::default(), reports, work, |result| {
        match result {
            Ok(report) => ready.push(report),
            Err(err) => failed.push(err),
        }
        ControlFlow::Continue(())
    });
    (ready, failed)
}

/// The packs of an engine as a store keeps them: one line each.
pub(crate) fn packs(engine: &Engine) -> std::io::Result<String> {
    let versions = engine.versions()?;
    let lines: Vec<String> = versions.iter().map(ToString::to_string).collect();
    Ok(lines.join("\n"))
}

/// Keeps coded reports under the coding of this version and these packs.
pub(crate) fn add(
    store: &mut Store,
    packs: &str,
    ready: &[Ready],
) -> Result<Added, risalah_store::Error> {
    let coding = store.coding(risalah_engine::VERSION, packs)?;
    let kept: Vec<Kept> = ready.iter().map(Ready::kept).collect();
    store.add(coding, &kept)
}

/// Codes reports and keeps them in a store, which is made where there is none; gives how many
/// events they have. What cannot be read is left out.
///
/// # Errors
///
/// Where the store cannot be written, or the packs cannot be read any more.
pub fn keep(engine: &Engine, store: &Path, reports: Reports) -> Result<u64, Error> {
    let (ready, _) = code(engine, reports);
    let mut store = Store::open_or_create(store)?;
    Ok(add(&mut store, &packs(engine)?, &ready)?.events)
}
