//! Terms that rows share, each kept once and named by its number.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

/// Where terms of a kind are kept: how one is found, and how one is put there.
pub(crate) type Shelf = [&'static str; 2];

/// Codes of parties, each with its country.
pub(crate) const CODE: Shelf = [
    "SELECT id FROM codes WHERE code = ?1",
    "INSERT INTO codes(code, country) VALUES (?1, ?2)",
];
/// What coded events.
pub(crate) const REASON: Shelf = [
    "SELECT id FROM reasons WHERE why = ?1",
    "INSERT INTO reasons(why) VALUES (?1)",
];

/// Types of events.
pub(crate) const TYPE: Shelf = [
    "SELECT id FROM types WHERE type = ?1",
    "INSERT INTO types(type) VALUES (?1)",
];

/// Terms of one kind that a batch has met; never iterated.
#[derive(Debug, Default)]
pub(crate) struct Terms(HashMap<String, i64>);

impl Terms {
    /// The term's number; it is put into the store, with what else is told of it, where it is new.
    pub(crate) fn number(
        &mut self,
        connection: &Connection,
        [select, insert]: Shelf,
        term: &str,
        more: &str,
    ) -> rusqlite::Result<i64> {
        if let Some(known) = self.0.get(term) {
            return Ok(*known);
        }
        let mut select = connection.prepare_cached(select)?;
        let known = select.query_row([term], |row| row.get(0)).optional()?;
        let number = match known {
            Some(known) => known,
            None => {
                let mut insert = connection.prepare_cached(insert)?;
                match insert.parameter_count() {
                    1 => insert.execute([term])?,
                    _ => insert.execute(params![term, more])?,
                };
                connection.last_insert_rowid()
            }
        };
        self.0.insert(term.to_owned(), number);
        Ok(number)
    }
}
