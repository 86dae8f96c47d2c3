//! Records as they are kept: the very bytes, small.
//!
//! A record is compressed alone, so that one is read without its neighbours. What records have in
//! common (the names of their fields, the words of news) is told by a dictionary, which lies in
//! the store itself: the file can be read whatever later versions of the program ship. A store
//! begins with a dictionary of news in general; when it holds enough, it learns one from its own
//! records, which know its outlets, places and people, and are a fifth smaller by it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::{Connection, OptionalExtension, params};
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::get_frame_content_size;

/// The dictionary of new stores.
const DICTIONARY: &[u8] = include_bytes!("schema/record.dict");
/// Its number in the store; what a store learns comes after it.
const FIRST: i64 = 1;
/// With so many records a store learns a dictionary of its own,
const ENOUGH: i64 = 2_000;
/// from so many of them,
const SAMPLES: i64 = 1_000;
/// none longer than so many bytes;
const SAMPLE: usize = 32 << 10;
/// and so long is what it learns.
const LEARNT: usize = 256 << 10;
/// Beyond this a record is not believed: it is damaged.
const LONGEST: u64 = 4 << 30;
/// zstd's level: the next makes records a thirtieth smaller and takes half as much time again.
const LEVEL: i32 = 5;

/// Puts the dictionary into a new store.
pub(crate) fn begin(connection: &Connection) -> rusqlite::Result<()> {
    let insert = "INSERT INTO dictionaries(id, body) VALUES (?1, ?2)";
    connection.execute(insert, params![FIRST, DICTIONARY])?;
    Ok(())
}

/// Learns a dictionary where there are enough records for the first time.
pub(crate) fn learn(connection: &Connection, grow: &Grow) -> rusqlite::Result<()> {
    let select = "SELECT (SELECT max(id) FROM dictionaries) = ?1
        AND (SELECT coalesce(max(rowid), 0) FROM records) >= ?2";
    let mut select = connection.prepare_cached(select)?;
    if !select.query_row([FIRST, ENOUGH], |row| row.get(0))? {
        return Ok(());
    }
    let some =
        "SELECT article, coding FROM records WHERE rowid % ?1 = 0 ORDER BY rowid DESC LIMIT ?2";
    let mut some = connection.prepare(some)?;
    let some = some.query_map([ENOUGH / SAMPLES, SAMPLES], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let mut samples = Vec::new();
    for one in some {
        let (article, coding) = one?;
        let mut record = grow
            .record(connection, article, coding)?
            .unwrap_or_default();
        record.truncate(SAMPLE);
        samples.push(record);
    }
    // Where nothing can be learnt the first is the second too, so that it is tried once only.
    let learnt = zstd::dict::from_samples(&samples, LEARNT);
    let learnt = learnt.unwrap_or_else(|_| DICTIONARY.to_vec());
    let insert = "INSERT INTO dictionaries(id, body) VALUES (?1, ?2)";
    connection.execute(insert, params![FIRST + 1, learnt])?;
    Ok(())
}

/// A record made small.
pub(crate) struct Small {
    /// The dictionary that it was made with.
    pub(crate) dictionary: i64,
    /// Its bytes.
    pub(crate) body: Vec<u8>,
}

/// Makes records small.
pub(crate) struct Shrink {
    number: i64,
    compressor: Compressor<'static>,
}

impl Shrink {
    /// With the newest dictionary of this store; `past` is what was used before, and stays where it
    /// is by this dictionary.
    pub(crate) fn new(connection: &Connection, past: Option<Self>) -> rusqlite::Result<Self> {
        let select = "SELECT max(id) FROM dictionaries";
        let mut select = connection.prepare_cached(select)?;
        let number: i64 = select.query_row([], |row| row.get(0))?;
        if let Some(past) = past.filter(|past| past.number == number) {
            return Ok(past);
        }
        let select = "SELECT body FROM dictionaries WHERE id = ?1";
        let body: Vec<u8> = connection.query_row(select, [number], |row| row.get(0))?;
        let mut compressor = Compressor::with_dictionary(LEVEL, &body).map_err(broken)?;
        // Damage on the disk is then an error, never another record.
        compressor.include_checksum(true).map_err(broken)?;
        Ok(Self { number, compressor })
    }

    /// The record's small form.
    pub(crate) fn shrink(&mut self, record: &[u8]) -> rusqlite::Result<Small> {
        let body = self.compressor.compress(record).map_err(broken)?;
        Ok(Small {
            dictionary: self.number,
            body,
        })
    }
}

/// Makes them whole again; dictionaries are read once.
#[derive(Default)]
pub(crate) struct Grow(RefCell<BTreeMap<i64, Decompressor<'static>>>);

impl Grow {
    /// The record of an article under a coding, with no line feed at its end.
    pub(crate) fn record(
        &self,
        connection: &Connection,
        article: i64,
        coding: i64,
    ) -> rusqlite::Result<Option<Vec<u8>>> {
        let select = "SELECT dictionary, body FROM records WHERE article = ?1 AND coding = ?2";
        let mut statement = connection.prepare_cached(select)?;
        let found: Option<(i64, Vec<u8>)> = statement
            .query_row([article, coding], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((number, body)) = found else {
            return Ok(None);
        };
        if let Entry::Vacant(entry) = self.0.borrow_mut().entry(number) {
            let select = "SELECT body FROM dictionaries WHERE id = ?1";
            let body: Vec<u8> = connection.query_row(select, [number], |row| row.get(0))?;
            entry.insert(Decompressor::with_dictionary(&body).map_err(broken)?);
        }
        self.grown(number, &body).map(Some)
    }

    /// Reads all dictionaries of a store, so that what is of it grows without it.
    pub(crate) fn read_all(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut select = connection.prepare("SELECT id, body FROM dictionaries")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let body = row.get_ref(1)?.as_blob()?;
            let decompressor = Decompressor::with_dictionary(body).map_err(broken)?;
            self.0.borrow_mut().insert(row.get(0)?, decompressor);
        }
        Ok(())
    }

    /// A record made whole by a dictionary that has been read.
    pub(crate) fn grown(&self, number: i64, body: &[u8]) -> rusqlite::Result<Vec<u8>> {
        let mut known = self.0.borrow_mut();
        let Some(decompressor) = known.get_mut(&number) else {
            return Err(broken(std::io::Error::other("no such dictionary")));
        };
        let size = get_frame_content_size(body).ok().flatten().unwrap_or(0);
        let size = usize::try_from(size.min(LONGEST)).unwrap_or(0);
        decompressor.decompress(body, size).map_err(broken)
    }
}

/// What zstd refuses in a store of ours is damage.
fn broken(err: std::io::Error) -> rusqlite::Error {
    let damage = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    rusqlite::Error::SqliteFailure(damage, Some(format!("a record: {err}")))
}
