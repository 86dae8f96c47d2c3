//! What of keeping a report needs no store, made on a thread of its own while the reports before
//! it are written.

use std::panic::resume_unwind;
use std::sync::mpsc::{self, Receiver};

use risalah_doc::Coded;
use risalah_episode::{Measure, Mention, Sketch};
use risalah_record::Offsets;
use rusqlite::Connection;

use crate::gather::{self, Found};
use crate::records::{Shrink, Small};
use crate::{Digest, Key, key, wire};

/// A report as it comes.
#[derive(Clone, Copy)]
pub(crate) struct Plain<'a> {
    /// What makes it the same report.
    pub(crate) digest: Digest,
    /// What was coded.
    pub(crate) coded: &'a Coded,
    /// Its record.
    pub(crate) record: &'a [u8],
}

/// A report that is ready to be written.
pub(crate) struct Prepared<'a> {
    /// What makes it the same report.
    pub(crate) digest: Digest,
    /// What was coded.
    pub(crate) coded: &'a Coded,
    /// Its record, made small.
    pub(crate) record: Small,
    /// Where its bytes stand in code points.
    pub(crate) offsets: Offsets<'a>,
    /// The names of its events.
    pub(crate) keys: Vec<Key>,
    /// What its copies are recognised by, and whether the store had any of it before the batch.
    pub(crate) sketch: Option<(Sketch, bool)>,
    /// What its events are recognised by in other reports.
    pub(crate) mentions: Vec<Mention>,
}

/// Makes reports ready, in order, and lets `write` take each with what stands beside it; on the
/// thread where they are made ready, what all their mentions are of one occasion with is then
/// looked for, while `write` goes on. Gives what was found, and what `write` gives.
///
/// `beside` reads the store as it was before the batch.
pub(crate) fn each<'a, T: Copy + Send + Sync, W>(
    reports: &[(T, Plain<'a>)],
    (beside, generation): (&mut Connection, i64),
    measure: &Measure,
    shrink: &mut Shrink,
    write: impl FnOnce(Receiver<(T, Prepared<'a>)>) -> rusqlite::Result<W>,
) -> rusqlite::Result<(Found, W)> {
    std::thread::scope(|scope| {
        // All may be ready before the first is written: they take less memory than what they are
        // made of.
        let (send, receive) = mpsc::channel();
        let found = scope.spawn(move || {
            let store = beside.transaction()?;
            let mut mentions = Vec::new();
            for (own, plain) in reports {
                let ready = prepared(plain, &store, measure, shrink)?;
                mentions.extend_from_slice(&ready.mentions);
                // Where none are taken any more, writing has failed.
                if send.send((*own, ready)).is_err() {
                    mentions.clear();
                    break;
                }
            }
            drop(send);
            gather::search(&store, measure, generation, mentions)
        });
        let written = write(receive);
        let found = found.join().unwrap_or_else(|panic| resume_unwind(panic));
        let written = written?;
        Ok((found?, written))
    })
}

fn prepared<'a>(
    plain: &Plain<'a>,
    store: &Connection,
    measure: &Measure,
    shrink: &mut Shrink,
) -> rusqlite::Result<Prepared<'a>> {
    let Plain {
        digest,
        coded,
        record,
    } = *plain;
    let text = &coded.resolved.parsed.article.text;
    let offsets = Offsets::new(text);
    let keys = key::keys(digest, coded, &offsets);
    let names: Vec<_> = keys.iter().map(|k| k.0).collect();
    let number = digest.0.first_chunk().map_or(0, |b| u64::from_le_bytes(*b));
    let met = |sketch: Sketch| wire::is_met(store, &sketch).map(|met| (sketch, met));
    let sketch = Sketch::of(text).map(met).transpose()?;
    Ok(Prepared {
        digest,
        coded,
        record: shrink.shrink(record.strip_suffix(b"\n").unwrap_or(record))?,
        mentions: measure.mentions(coded, number, &names),
        sketch,
        offsets,
        keys,
    })
}
