//! Coding all reports anew, while queries go on seeing the old coding.
//!
//! The new coding is built beside the old one, batch by batch, each durable; a run that ends in
//! the middle goes on where it was. When every report has its new record, one small transaction
//! makes the new coding the one that queries see. Only then do the rows of the old one go; its
//! records stay until the next recode, so that the two can be compared.

use risalah_doc::Coded;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::codings::{self, State};
use crate::{Added, CodingId, Digest, Error, Store, texts, tiers};

/// So many articles' rows of a past coding go in one transaction.
const STRIDE: i64 = 2_000;

/// A report that is to be coded anew.
#[derive(Clone, Debug)]
pub struct Uncoded {
    /// Its number.
    pub article: i64,
    /// What makes it the same report.
    pub digest: Digest,
    /// The record that it has.
    pub record: Vec<u8>,
}

/// A report coded anew.
#[derive(Clone, Copy, Debug)]
pub struct Recoded<'a> {
    /// Its number.
    pub article: i64,
    /// What makes it the same report, as [`Uncoded`] had it.
    pub digest: Digest,
    /// What was coded.
    pub coded: &'a Coded,
    /// Its record.
    pub record: &'a [u8],
}

impl Store {
    /// Begins a recode by this engine and these packs, or goes on with one. What a recode by
    /// others left unfinished goes.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn begin_recode(&mut self, engine: &str, packs: &str) -> Result<CodingId, Error> {
        self.tidy()?;
        let others = self
            .codings()?
            .into_iter()
            .filter(|c| c.state == State::Building && (&*c.engine, &*c.packs) != (engine, packs));
        for other in others.collect::<Vec<_>>() {
            self.take_away(&[other.id.0], other.generation)?;
            let gone = (|| {
                let id = [other.id.0];
                self.connection
                    .execute("DELETE FROM records WHERE coding = ?1", id)?;
                self.connection
                    .execute("DELETE FROM codings WHERE id = ?1", id)
            })();
            gone.map_err(|err| self.told(err))?;
        }
        let made = codings::generation(&self.connection).and_then(|live| {
            codings::find_or_make(&self.connection, (engine, packs), State::Building, live + 1)
        });
        made.map_err(|err| self.told(err))
    }

    /// Reports that this coding does not have yet, of those with numbers beyond `after`, by number.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn uncoded(
        &self,
        coding: CodingId,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Uncoded>, Error> {
        let read = || {
            let select = format!(
                "SELECT a.id, a.digest FROM articles a WHERE a.id > ?2 AND NOT EXISTS
                   (SELECT 1 FROM records r WHERE r.article = a.id AND r.coding = ?1)
                 ORDER BY a.id LIMIT {limit}"
            );
            let mut select = self.connection.prepare_cached(&select)?;
            let rows = select.query_map([coding.0, after], |row| {
                Ok(Uncoded {
                    article: row.get(0)?,
                    digest: Digest(row.get(1)?),
                    record: Vec::new(),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let mut all = read().map_err(|err| self.told(err))?;
        for uncoded in &mut all {
            uncoded.record = self.record(uncoded.article)?.unwrap_or_default();
        }
        Ok(all)
    }

    /// Keeps reports under a coding that is being built; what it returns is on the disk.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn add_recoded(&mut self, coding: CodingId, batch: &[Recoded]) -> Result<Added, Error> {
        self.in_one(
            coding,
            |work| work.uncoded_of(batch),
            |work, article, ready| work.rows(article, ready),
        )
    }

    /// Makes a coding that was built the one that queries see; `false`, and nothing is changed,
    /// where a report still lacks its record.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn finish_recode(&mut self, coding: CodingId) -> Result<bool, Error> {
        let flip = |tx: &Transaction| -> rusqlite::Result<bool> {
            let lacks = "SELECT 1 FROM articles a WHERE NOT EXISTS
                (SELECT 1 FROM records r WHERE r.article = a.id AND r.coding = ?1)";
            if tx.prepare_cached(lacks)?.exists([coding.0])? {
                return Ok(false);
            }
            tx.execute("UPDATE codings SET state = 'past' WHERE state = 'live'", [])?;
            tx.execute(
                "UPDATE codings SET state = 'live' WHERE id = ?1",
                [coding.0],
            )?;
            Ok(true)
        };
        let behavior = TransactionBehavior::Immediate;
        let done = (|| {
            let tx = self.connection.transaction_with_behavior(behavior)?;
            let done = flip(&tx)?;
            tx.commit()?;
            Ok(done)
        })();
        let done = done.map_err(|err| self.told(err))?;
        if done {
            self.tidy()?;
        }
        Ok(done)
    }

    /// Takes away the rows of past codings, and the records of all but the last of them.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written.
    pub fn tidy(&mut self) -> Result<(), Error> {
        let past = self
            .codings()?
            .into_iter()
            .filter(|c| c.state == State::Past);
        let past: Vec<_> = past.collect();
        let Some(last) = past.iter().map(|c| c.generation).max() else {
            return Ok(());
        };
        for generation in past
            .iter()
            .map(|c| c.generation)
            .collect::<std::collections::BTreeSet<_>>()
        {
            let of = past.iter().filter(|c| c.generation == generation);
            let ids: Vec<i64> = of.map(|c| c.id.0).collect();
            self.take_away(&ids, generation)?;
            if generation < last {
                let gone = ids.iter().try_for_each(|id| {
                    let delete = "DELETE FROM records WHERE coding = ?1";
                    self.connection.execute(delete, [id]).map(|_| ())
                });
                gone.map_err(|err| self.told(err))?;
            }
        }
        Ok(())
    }

    /// Takes away all rows of a generation's codings but their records, a few articles at a time.
    fn take_away(&mut self, codings: &[i64], generation: i64) -> Result<(), Error> {
        let mut work = || {
            let rest = "SELECT EXISTS (SELECT 1 FROM totals WHERE coding = ?1)
                OR EXISTS (SELECT 1 FROM episodes WHERE generation = ?2)";
            let mut any = false;
            for coding in codings {
                let known: bool =
                    self.connection
                        .query_row(rest, [*coding, generation], |row| row.get(0))?;
                any |= known;
            }
            if !any {
                return Ok(());
            }
            let last = "SELECT coalesce(max(id), 0) FROM articles";
            let last: i64 = self.connection.query_row(last, [], |row| row.get(0))?;
            let mut first = 1;
            while first <= last {
                let tx = self.connection.transaction()?;
                for coding in codings {
                    rows(&tx, *coding, (first, first + STRIDE - 1))?;
                }
                tx.commit()?;
                first += STRIDE;
            }
            for coding in codings {
                loop {
                    let tx = self.connection.transaction()?;
                    let any = texts::forget(&tx, &self.grow, *coding, STRIDE)?;
                    tx.commit()?;
                    if !any {
                        break;
                    }
                }
            }
            let tx = self.connection.transaction()?;
            for coding in codings {
                tiers::forget_counts(&tx, *coding)?;
                tx.execute("DELETE FROM spoken_of WHERE coding = ?1", [coding])?;
                tx.execute("DELETE FROM totals WHERE coding = ?1", [coding])?;
            }
            crate::episodes::forget(&tx, generation)?;
            tx.commit()
        };
        work().map_err(|err| self.told(err))
    }
}

/// Deletes a coding's rows of these articles, first and last.
fn rows(connection: &Connection, coding: i64, (first, last): (i64, i64)) -> rusqlite::Result<()> {
    tiers::forget(connection, coding, (first, last))?;
    for table in ["parties", "mentions", "figures"] {
        let delete = format!(
            "DELETE FROM {table} WHERE event IN
            (SELECT id FROM events WHERE article BETWEEN ?2 AND ?3 AND coding = ?1)"
        );
        connection
            .prepare_cached(&delete)?
            .execute([coding, first, last])?;
    }
    for table in ["events", "quotes", "links"] {
        let delete = format!("DELETE FROM {table} WHERE article BETWEEN ?2 AND ?3 AND coding = ?1");
        connection
            .prepare_cached(&delete)?
            .execute([coding, first, last])?;
    }
    Ok(())
}
