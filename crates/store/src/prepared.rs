//! What of keeping a report needs no store, made on a thread of its own while the reports before
//! it are written.

use std::sync::mpsc;

use risalah_doc::Coded;
use risalah_episode::{Measure, Mention, Sketch};
use risalah_record::Offsets;

use crate::records::{Shrink, Small};
use crate::{Digest, Key, key};

/// So many reports may be ready before they are written.
const AHEAD: usize = 64;

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

/// Makes reports ready, in order, and gives each with what stands beside it to `take`, until that
/// fails.
pub(crate) fn each<'a, T: Copy + Send + Sync>(
    reports: &[(T, Plain<'a>)],
    measure: &Measure,
    mut shrink: Shrink,
    mut take: impl FnMut(T, Prepared<'a>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            for (beside, plain) in reports {
                let ready = prepared(plain, measure, &mut shrink);
                // Where none are taken any more, writing has failed.
                if send.send((*beside, ready)).is_err() {
                    break;
                }
            }
        });
        receive
            .into_iter()
            .try_for_each(|(beside, ready)| take(beside, ready?))
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
