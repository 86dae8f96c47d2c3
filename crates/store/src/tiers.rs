//! Rows whose order has nothing to do with the order they come in.
//!
//! What is new among them belongs to all parts of a large table, and each batch would change, and
//! write twice, nearly every page of it. So each is kept in two tables: what came lately gathers
//! in a small one, `new_` before the name, and moves to the large one many rows at a time and in
//! order. Whoever reads asks both.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::Key;
use crate::clause::Clause;

/// The names of the two tables are these with a table's name behind them.
pub(crate) const TIERS: [&str; 2] = ["", "new_"];
/// So many rows are gathered before they move.
const GATHERED: i64 = 65_536;
/// What becomes of a count that is there already.
const SUMMED: &str = "events = events + excluded.events,
    goldstein = goldstein + excluded.goldstein, scored = scored + excluded.scored";

/// Lists by which events are found, each with its columns: first those of an event `e`, or of a
/// party `p` of it, that it is found by, then its number.
const LISTS: [(&str, &str, &str); 6] = [
    ("by_day", "at, event", "e.at, e.id"),
    (
        "by_type",
        "type, at, event",
        "(SELECT id FROM types t WHERE t.type = e.type), e.at, e.id",
    ),
    (
        "by_country",
        "country, at, event",
        "e.place_country, e.at, e.id",
    ),
    ("by_key", "key, event", "e.key, e.id"),
    ("by_code", "code, role, event", "p.code, p.role, p.event"),
    (
        "by_entity",
        "entity, role, event",
        "p.entity, p.role, p.event",
    ),
];
/// Counts, each with the columns that they are told apart by.
const COUNTS: [(&str, &str); 3] = [
    ("daily", "coding, day, kind, negated"),
    ("dyads", "actor, recipient, day, kind, coding"),
    ("pairs", "coding, actor, recipient, quad"),
];

/// A query over both tables, one after the other: `{new}` stands before the names of tables.
pub(crate) fn both(select: &str, values: &[Value]) -> Clause {
    let [rest, new] = TIERS.map(|tier| select.replace("{new}", tier));
    let values = values.iter().chain(values).cloned();
    Clause::new(format!("{rest} UNION ALL {new}"), values)
}

/// What has been gathered enough moves to the large tables.
pub(crate) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    settle_from(connection, GATHERED)
}

fn settle_from(connection: &Connection, enough: i64) -> rusqlite::Result<()> {
    let summed = format!("DO UPDATE SET {SUMMED}");
    let lists = LISTS
        .iter()
        .map(|(table, order, _)| (*table, *order, "DO NOTHING"));
    let counts = COUNTS
        .iter()
        .map(|(table, order)| (*table, *order, &*summed));
    let bands = ("bands", "band, family, article", "DO NOTHING");
    for (table, order, known) in lists.chain(counts).chain([bands]) {
        let count = format!("SELECT count(*) FROM new_{table}");
        let mut count = connection.prepare_cached(&count)?;
        let gathered: i64 = count.query_row([], |row| row.get(0))?;
        if gathered < enough {
            continue;
        }
        // Without a condition the conflict would be read as that of a join.
        let all = format!(
            "INSERT INTO {table} SELECT * FROM new_{table} WHERE true ORDER BY {order}
             ON CONFLICT {known}"
        );
        connection.execute(&all, [])?;
        connection.execute(&format!("DELETE FROM new_{table}"), [])?;
    }
    Ok(())
}

/// Takes the events of these articles, first and last, under a coding out of all lists: before
/// they and their parties go, for their numbers may come again.
pub(crate) fn forget(
    connection: &Connection,
    coding: i64,
    (first, last): (i64, i64),
) -> rusqlite::Result<()> {
    for (table, columns, of) in LISTS {
        let from = match of.starts_with("p.") {
            true => "events e JOIN parties p ON p.event = e.id",
            false => "events e",
        };
        for tier in TIERS {
            let delete = format!(
                "DELETE FROM {tier}{table} WHERE ({columns}) IN
                 (SELECT {of} FROM {from} WHERE e.article BETWEEN ?2 AND ?3 AND e.coding = ?1)"
            );
            let mut delete = connection.prepare_cached(&delete)?;
            delete.execute([coding, first, last])?;
        }
    }
    Ok(())
}

/// Takes away all counts of a coding.
pub(crate) fn forget_counts(connection: &Connection, coding: i64) -> rusqlite::Result<()> {
    for (table, _) in COUNTS {
        for tier in TIERS {
            let delete = format!("DELETE FROM {tier}{table} WHERE coding = ?1");
            connection.execute(&delete, [coding])?;
        }
    }
    Ok(())
}

/// A statement that adds to a count that may be there already.
pub(crate) fn adding(table: &str, columns: usize) -> String {
    let marks: Vec<String> = (1..=columns).map(|n| format!("?{n}")).collect();
    let marks = marks.join(", ");
    format!("INSERT INTO new_{table} VALUES ({marks}) ON CONFLICT DO UPDATE SET {SUMMED}")
}

/// What a batch adds to the lists.
#[derive(Default)]
pub(crate) struct Lists {
    days: Vec<[i64; 2]>,
    types: Vec<[i64; 3]>,
    countries: Vec<(Arc<str>, i64, i64)>,
    keys: Vec<(Key, i64)>,
    codes: Vec<[i64; 3]>,
    entities: Vec<[i64; 3]>,
}

impl Lists {
    /// Lists an event by its public name, the number of its type and its day.
    pub(crate) fn event(&mut self, event: i64, key: Key, kind: i64, at: i64) {
        self.keys.push((key, event));
        self.types.push([kind, at, event]);
        self.days.push([at, event]);
    }

    /// Lists it by the country of its place.
    pub(crate) fn country(&mut self, event: i64, country: &Arc<str>, at: i64) {
        self.countries.push((country.clone(), at, event));
    }

    /// Lists it by a party's entity and code.
    pub(crate) fn party(&mut self, event: i64, role: i64, entity: i64, code: i64) {
        self.entities.push([entity, role, event]);
        self.codes.push([code, role, event]);
    }

    /// Writes all of it, in order: so each page is looked for once.
    pub(crate) fn write(mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.days.sort_unstable();
        let mut insert = connection.prepare_cached("INSERT INTO new_by_day VALUES (?1, ?2)")?;
        for row in &self.days {
            insert.execute(*row)?;
        }
        self.countries.sort_unstable();
        let insert = "INSERT INTO new_by_country VALUES (?1, ?2, ?3)";
        let mut insert = connection.prepare_cached(insert)?;
        for (country, at, event) in &self.countries {
            insert.execute(params![&**country, at, event])?;
        }
        self.keys.sort_unstable();
        let mut insert = connection.prepare_cached("INSERT INTO new_by_key VALUES (?1, ?2)")?;
        for (key, event) in &self.keys {
            insert.execute(params![key, event])?;
        }
        for (table, rows) in [
            ("by_type", &mut self.types),
            ("by_code", &mut self.codes),
            ("by_entity", &mut self.entities),
        ] {
            rows.sort_unstable();
            rows.dedup();
            let insert = format!("INSERT INTO new_{table} VALUES (?1, ?2, ?3)");
            let mut insert = connection.prepare_cached(&insert)?;
            for row in rows {
                insert.execute(*row)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn what_moves_is_there_once_and_counts_are_summed() {
        let folder = tempfile::tempdir().unwrap();
        let store = crate::Store::create(folder.path().join("news.db")).unwrap();
        let connection = &store.connection;
        let all = |table: &str| -> Vec<[i64; 3]> {
            let select = format!("SELECT day, events, scored FROM {table} ORDER BY day");
            let mut select = connection.prepare(&select).unwrap();
            let rows = select.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]));
            rows.unwrap().map(Result::unwrap).collect()
        };
        for round in 1..4_i64 {
            for day in [7, 9, 7 + round] {
                let mut add = connection.prepare(&adding("daily", 7)).unwrap();
                add.execute(params![1, day, 1, 0, 2, 0.5, 1]).unwrap();
            }
            let mut lists = Lists::default();
            lists.event(round, Key([round as u8; 8]), 1, 7);
            lists.party(round, 0, 5, 6);
            lists.party(round, 0, 5, 6);
            lists.write(connection).unwrap();
            settle_from(connection, if round == 2 { 1_000 } else { 1 }).unwrap();
        }
        assert_eq!(all("new_daily"), [[0; 3]; 0]);
        assert_eq!(all("daily"), [[7, 6, 3], [8, 2, 1], [9, 8, 4], [10, 2, 1]]);
        for table in ["by_day", "by_type", "by_key", "by_code", "by_entity"] {
            let count = format!("SELECT count(*), count(DISTINCT event) FROM {table}");
            let count: (i64, i64) = connection
                .query_row(&count, [], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
            assert_eq!(count, (3, 3), "{table}");
        }
    }
}
