//! All that people said of events.

use std::collections::BTreeMap;

use rusqlite::Row;

use crate::{Error, Label, Store, Verdict};

/// What `SELECT key, verdict, fix, note, coder, at` gives.
fn label(row: &Row) -> rusqlite::Result<Label> {
    let verdict: String = row.get(1)?;
    Ok(Label {
        key: row.get(0)?,
        verdict: Verdict::parse(&verdict).unwrap_or(Verdict::Fix),
        fix: row.get(2)?,
        note: row.get(3)?,
        coder: row.get(4)?,
        at: row.get(5)?,
    })
}

impl Store {
    /// Every label, in the order in which they were given.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn all_labels(&self) -> Result<Vec<Label>, Error> {
        let read = || {
            let select = "SELECT key, verdict, fix, note, coder, at FROM labels ORDER BY id";
            let mut select = self.connection.prepare_cached(select)?;
            let rows = select.query_map([], label)?;
            rows.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|err| self.told(err))
    }

    /// For each type how many of its live events were last accepted, rejected and fixed.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn verdicts(&self) -> Result<BTreeMap<String, [u64; 3]>, Error> {
        let read = || {
            let select = "SELECT e.type, sum(l.verdict = 'accept'), sum(l.verdict = 'reject'),
                  sum(l.verdict = 'fix')
                FROM (SELECT key, verdict, max(id) FROM labels GROUP BY key) l
                CROSS JOIN events e ON e.id IN (SELECT event FROM by_key WHERE key = l.key
                  UNION ALL SELECT event FROM new_by_key WHERE key = l.key)
                WHERE e.coding IN (SELECT id FROM codings WHERE state = 'live') GROUP BY e.type";
            let mut select = self.connection.prepare_cached(select)?;
            let rows = select.query_map([], |row| {
                Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?]))
            })?;
            rows.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|err| self.told(err))
    }
}
