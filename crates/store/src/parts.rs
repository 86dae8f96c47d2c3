//! Events in parts, for whoever wants all of a filter.
//!
//! A part is read in the order of the file, so that what lies side by side is read once, and given
//! in that of days. Sentences are in it as their records' packed bytes, until [`Part::unpack`]
//! reads them, which may be on another thread.

use std::borrow::Borrow;
use std::ops::ControlFlow;

use rusqlite::Row;

use crate::events::Turn;
use crate::filling::Filling;
use crate::part::{Part, Unpack};
use crate::records::Grow;
use crate::{Error, Filter, Store, schema};

/// So often two readers try to see the same, before there is one only.
const TRIES: usize = 5;

impl Store {
    /// Gives every event of a filter to `sink`, oldest day first and part after part, until it
    /// breaks; where `words` are wanted, each part can be unpacked.
    ///
    /// Memory does not grow with the number of events, and what is given is the store as it was at
    /// the beginning.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn each_part(
        &self,
        filter: &Filter,
        words: Words,
        sink: impl FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.parts(filter, words, Turn::ALONE, sink)
    }

    /// This reader and a second one that see the file alike for as long as they are held, so that
    /// they can read parts by turns; `None` where there can be no second, because this store is in a
    /// transaction already, or others write without a pause.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn twins(&self) -> Result<Option<Twins<'_>>, Error> {
        if !self.connection.is_autocommit() {
            return Ok(None);
        }
        let other = Self::open_read_only(&self.path)?;
        for _ in 0..TRIES {
            // Where this number stays, nothing was written from before the first began to read
            // until the second did.
            let version = || {
                let version = other
                    .connection
                    .pragma_query_value(None, "data_version", number);
                version.map_err(|err| self.told(err))
            };
            let before = version()?;
            self.begin()?;
            let first = Twin::of(self, 0);
            other.begin()?;
            if version()? == before {
                return Ok(Some((first, Twin::of(other, 1))));
            }
            other.end()?;
        }
        Ok(None)
    }

    /// Begins to read: what others write from now on is not seen.
    fn begin(&self) -> Result<(), Error> {
        let begin = "BEGIN; SELECT 1 FROM sqlite_schema";
        let begun = self.connection.execute_batch(begin);
        begun.map_err(|err| self.told(err))
    }

    fn end(&self) -> Result<(), Error> {
        let ended = self.connection.execute_batch("ROLLBACK");
        ended.map_err(|err| self.told(err))
    }

    fn parts(
        &self,
        filter: &Filter,
        words: Words,
        turn: Turn,
        mut sink: impl FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let connection = &self.connection;
        let map = |bytes: i64| connection.pragma_update(None, "mmap_size", bytes);
        // Each part has events of all pages of the file.
        map(schema::IN_PLACE).map_err(|err| self.told(err))?;
        let filling = Filling::new(connection, words == Words::With);
        let read = filling
            .map_err(|err| self.told(err))
            .and_then(|mut filling| {
                self.each_row(filter, turn, &mut |rows| match rows {
                    Some((row, shared)) => {
                        filling.push(row, shared)?;
                        Ok(ControlFlow::Continue(()))
                    }
                    None => Ok(sink(filling.take()?)),
                })
            });
        map(0).map_err(|err| self.told(err)).and(read)
    }

    /// What unpacks the sentences of this store's parts.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn unpack(&self) -> Result<Unpack, Error> {
        let grow = Grow::default();
        grow.read_all(&self.connection)
            .map_err(|err| self.told(err))?;
        Ok(Unpack(grow))
    }
}

fn number(row: &Row) -> rusqlite::Result<i64> {
    row.get(0)
}

/// One of two readers that see the same: the first gives the first part and every other, the second,
/// which may be on another thread, those between. Of a filter that few events fit the first gives all.
#[derive(Debug)]
pub struct Twin<S: Borrow<Store>> {
    store: S,
    turn: Turn,
}

/// The first and the second.
pub type Twins<'a> = (Twin<&'a Store>, Twin<Store>);

impl<S: Borrow<Store>> Twin<S> {
    /// A reader that has begun to read.
    fn of(store: S, own: usize) -> Self {
        let turn = Turn { own, of: 2 };
        Self { store, turn }
    }

    /// As [`Store::each_part`].
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn each_part(
        &self,
        filter: &Filter,
        words: Words,
        sink: impl FnMut(Part) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.store.borrow().parts(filter, words, self.turn, sink)
    }
}

impl<S: Borrow<Store>> Drop for Twin<S> {
    fn drop(&mut self) {
        // Nothing was written; what fails here fails wherever the store is used next.
        let _ = self.store.borrow().end();
    }
}

/// Whether the sentences of events are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// They are.
    With,
    /// They are not.
    Without,
}
