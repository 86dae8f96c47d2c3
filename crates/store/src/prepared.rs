//! What of keeping a report needs no store, made on a thread of its own while the reports before
//! it are written.

use std::panic::resume_unwind;
use std::sync::mpsc::{self, Receiver};

use risalah_doc::Coded;
use risalah_episode::{Measure, Mention, Sketch};
use risalah_record::Offsets;

use crate::records::{Shrink, Small};
use crate::{Digest, Key, key};

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
    /// What its copies are recognised by.
    pub(crate) sketch: Option<Sketch>,
    /// What its events are recognised by in other reports.
    pub(crate) mentions: Vec<Mention>,
}

/// Makes reports ready, in order, and lets `write` take each with what stands beside it; on the
/// thread where they are made ready, all their mentions then go to `search`, while `write` goes on.
/// Gives what both give.
pub(crate) fn each<'a, T: Copy + Send + Sync, F: Send, W>(
    reports: &[(T, Plain<'a>)],
    measure: &Measure,
    shrink: &mut Shrink,
    search: impl FnOnce(Vec<Mention>) -> rusqlite::Result<F> + Send,
    write: impl FnOnce(Receiver<(T, Prepared<'a>)>) -> rusqlite::Result<W>,
) -> rusqlite::Result<(F, W)> {
    std::thread::scope(|scope| {
        // All may be ready before the first is written: they take less memory than what they are
        // made of.
        let (send, receive) = mpsc::channel();
        let found = scope.spawn(move || {
            let mut mentions = Vec::new();
            for (beside, plain) in reports {
                let ready = prepared(plain, measure, shrink)?;
                mentions.extend_from_slice(&ready.mentions);
                // Where none are taken any more, writing has failed.
                if send.send((*beside, ready)).is_err() {
                    mentions.clear();
                    break;
                }
            }
            drop(send);
            search(mentions)
        });
        let written = write(receive);
        let found = found.join().unwrap_or_else(|panic| resume_unwind(panic));
        let written = written?;
        Ok((found?, written))
    })
}

fn prepared<'a>(
    plain: &Plain<'a>,
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
    Ok(Prepared {
        digest,
        coded,
        record: shrink.shrink(record.strip_suffix(b"\n").unwrap_or(record))?,
        mentions: measure.mentions(coded, number, &names),
        sketch: Sketch::of(text),
        offsets,
        keys,
    })
}
