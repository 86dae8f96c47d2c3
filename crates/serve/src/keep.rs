//! Reports, coded and kept.

use std::ops::ControlFlow;
use std::path::Path;

use risalah_engine::{Engine, Failed, Input, Pool, Reports, each};
use risalah_store::{Added, Digest, Kept, Ready, Store};

use crate::Error;

/// Codes reports, on all cores; what could not be read or coded comes apart.
pub(crate) fn code(engine: &Engine, reports: Reports) -> (Vec<Ready>, Vec<Failed>) {
    let (mut ready, mut failed) = (Vec::new(), Vec::new());
    let work = |input: Input| {
        let digest = Digest::of(input.body.as_str().as_bytes());
        let source = input.source.clone();
        Ready::new(engine.code(engine.read(input)), source, digest)
    };
    each(Pool::default(), reports, work, |result| {
        match result {
            Ok(report) => ready.push(report),
            Err(err) => failed.push(err),
        }
        ControlFlow::Continue(())
    });
    (ready, failed)
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
    Ok(add(&mut store, &engine.versions()?, &ready)?.events)
}
