//! How a part is filled: events row by row as they come, and then, for all of them together, what
//! lies in other tables.

use std::collections::HashMap;

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, Row};

use crate::CodingId;
use crate::part::{Lean, LeanParty, LeanPlace, Part, Text};
use crate::reports::{ARTICLE, article};
use crate::row::{Shared, told_days};

/// What lies so near to the next that is looked for is read in passing: to look for each takes longer.
const STEP: i64 = 8;

const PARTIES: &str = "SELECT event, role, entity, start, \"end\" FROM parties
    WHERE event BETWEEN ?1 AND ?2 ORDER BY event, role, n";
const ENTITIES: &str = "SELECT id, name, code, country FROM entities
    WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
const RECORDS: &str = "SELECT r.article, r.dictionary, r.body
    FROM records r CROSS JOIN codings c ON c.id = r.coding
    WHERE r.article BETWEEN ?1 AND ?2 AND c.state = 'live' ORDER BY r.article, r.coding";

/// Reads rows of [`COLUMNS`](crate::row::COLUMNS) into a part.
pub(crate) struct Filling<'a> {
    connection: &'a Connection,
    parties: CachedStatement<'a>,
    articles: CachedStatement<'a>,
    entities: CachedStatement<'a>,
    records: Option<CachedStatement<'a>>,
    part: Part,
    // Of each event its article's number, and what it is sorted by: its day and own number.
    of_article: Vec<i64>,
    sorts: Vec<(i64, i64, u32)>,
    // Where the part's days and reasons stand; never iterated.
    days: HashMap<i64, Text>,
    reasons: HashMap<i64, Text>,
}

impl<'a> Filling<'a> {
    pub(crate) fn new(connection: &'a Connection, words: bool) -> rusqlite::Result<Self> {
        let articles =
            format!("SELECT {ARTICLE} FROM articles a WHERE a.id BETWEEN ?1 AND ?2 ORDER BY a.id");
        Ok(Self {
            connection,
            parties: connection.prepare_cached(PARTIES)?,
            articles: connection.prepare_cached(&articles)?,
            entities: connection.prepare_cached(ENTITIES)?,
            records: match words {
                true => Some(connection.prepare_cached(RECORDS)?),
                false => None,
            },
            part: Part::default(),
            of_article: Vec::new(),
            sorts: Vec::new(),
            days: HashMap::new(),
            reasons: HashMap::new(),
        })
    }

    /// Adds the event of a row.
    pub(crate) fn push(&mut self, row: &Row, shared: &mut Shared) -> rusqlite::Result<()> {
        let id: i64 = row.get(1)?;
        let at: i64 = row.get(5)?;
        let part = &mut self.part;
        let sort = once(&mut self.days, at, || Ok(part.put(&crate::days::text(at))))?;
        let (connection, number) = (self.connection, row.get(27)?);
        let why = || Ok(part.put(&shared.reason(connection, number)?));
        let why = once(&mut self.reasons, number, why)?;
        let time_from = some(part, row, 7)?;
        let [day, day_end] = told_days(&sort, some(part, row, 6)?, time_from.is_some());
        let place = match some(part, row, 17)? {
            Some(name) => Some(LeanPlace {
                name,
                geonameid: row.get(18)?,
                point: row.get::<_, Option<f64>>(19)?.zip(row.get(20)?),
                country: some(part, row, 21)?,
                resolution: some(part, row, 22)?,
            }),
            None => None,
        };
        let lean = Lean {
            key: row.get(0)?,
            id,
            article: 0,
            coding: CodingId(row.get(3)?),
            n: row.get(4)?,
            day,
            day_end,
            time_from,
            sort,
            kind: text(part, row, 9)?,
            mode: some(part, row, 10)?,
            contexts: text(part, row, 11)?,
            cameo: some(part, row, 12)?,
            quad: row.get(13)?,
            goldstein: row.get(14)?,
            status: text(part, row, 15)?,
            negated: row.get(16)?,
            place,
            sentence: row.get(23)?,
            trigger: [row.get(24)?, row.get(25)?],
            confidence: row.get(26)?,
            why,
            episode: row.get(8)?,
            parties: 0..0,
            actors: 0,
            said: None,
        };
        self.of_article.push(row.get(2)?);
        self.sorts.push((at, id, part.events.len() as u32));
        part.events.push(lean);
        Ok(())
    }

    /// The part that has been filled; another is begun.
    pub(crate) fn take(&mut self) -> rusqlite::Result<Part> {
        self.read_articles()?;
        self.read_parties()?;
        self.days.clear();
        self.reasons.clear();
        self.sorts.sort_unstable();
        let mut part = std::mem::take(&mut self.part);
        part.order = self.sorts.drain(..).map(|s| s.2).collect();
        Ok(part)
    }

    /// Reads the articles of all events, and their records.
    fn read_articles(&mut self) -> rusqlite::Result<()> {
        let numbers = distinct(self.of_article.iter().copied());
        let part = &mut self.part;
        each_of(&mut self.articles, &numbers, |_, row| {
            part.articles.push(article(row)?);
            Ok(())
        })?;
        if part.articles.len() < numbers.len() {
            return Err(rusqlite::Error::QueryReturnedNoRows);
        }
        for (event, of) in part.events.iter_mut().zip(self.of_article.drain(..)) {
            event.article = place_in(&numbers, of);
        }
        if let Some(records) = &mut self.records {
            part.records.resize(numbers.len(), (0, 0..0));
            each_of(records, &numbers, |at, row| {
                let (start, record) = (part.packed.len(), &mut part.records[at]);
                if record.1.is_empty() {
                    part.packed.extend(row.get_ref(2)?.as_blob()?);
                    *record = (row.get(1)?, start..part.packed.len());
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Reads the parties of all events.
    fn read_parties(&mut self) -> rusqlite::Result<()> {
        let Part {
            events, parties, ..
        } = &mut self.part;
        let mut in_order: Vec<&mut Lean> = events.iter_mut().collect();
        in_order.sort_by_key(|event| event.id);
        let numbers: Vec<i64> = in_order.iter().map(|event| event.id).collect();
        each_of(&mut self.parties, &numbers, |at, row| {
            let event = &mut in_order[at];
            let place = parties.len() as u32;
            if event.parties.is_empty() {
                event.parties = place..place;
            }
            event.parties.end = place + 1;
            event.actors += u32::from(row.get::<_, i64>(1)? == 0);
            parties.push(LeanParty {
                entity: row.get(2)?,
                at: 0,
                span: [row.get(3)?, row.get(4)?],
            });
            Ok(())
        })?;
        let part = &mut self.part;
        let entities = distinct(part.parties.iter().map(|party| party.entity));
        each_of(&mut self.entities, &entities, |_, row| {
            let texts = [
                text(part, row, 1)?,
                text(part, row, 2)?,
                text(part, row, 3)?,
            ];
            part.entities.push(texts);
            Ok(())
        })?;
        if part.entities.len() < entities.len() {
            return Err(rusqlite::Error::QueryReturnedNoRows);
        }
        for party in &mut part.parties {
            party.at = place_in(&entities, party.entity);
        }
        Ok(())
    }
}

/// Each of these numbers once, sorted.
fn distinct(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut numbers: Vec<i64> = numbers.collect();
    // Most are those of the row before.
    numbers.dedup();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// Where a number stands among sorted ones that have it.
fn place_in(numbers: &[i64], number: i64) -> u32 {
    numbers.partition_point(|n| *n < number) as u32
}

/// Gives the rows of these numbers, which are sorted, each with its number's place among them; the
/// statement selects rows between two numbers, in order, and the number first.
fn each_of(
    statement: &mut CachedStatement,
    numbers: &[i64],
    mut take: impl FnMut(usize, &Row) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut at = 0;
    for run in numbers.chunk_by(|a, b| b - a <= STEP) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let mut rows = statement.query([first, last])?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            while numbers.get(at).is_some_and(|wanted| *wanted < number) {
                at += 1;
            }
            if numbers.get(at) == Some(&number) {
                take(at, row)?;
            }
        }
    }
    Ok(())
}

/// What stands under a key, made where nothing does.
fn once<T: Clone>(
    known: &mut HashMap<i64, T>,
    key: i64,
    make: impl FnOnce() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    if let Some(known) = known.get(&key) {
        return Ok(known.clone());
    }
    let made = make()?;
    known.insert(key, made.clone());
    Ok(made)
}

/// A column's text in the part; empty where there is none.
fn text(part: &mut Part, row: &Row, column: usize) -> rusqlite::Result<Text> {
    Ok(some(part, row, column)?.unwrap_or_default())
}

/// A column's text in the part; `None` where there is none.
fn some(part: &mut Part, row: &Row, column: usize) -> rusqlite::Result<Option<Text>> {
    match row.get_ref(column)? {
        ValueRef::Null => Ok(None),
        value => Ok(Some(part.put(value.as_str()?))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn rows_are_found_whether_they_lie_near_or_far() {
        let connection = Connection::open_in_memory().unwrap();
        let table = "CREATE TABLE some(n INTEGER NOT NULL, x INTEGER NOT NULL)";
        connection.execute_batch(table).unwrap();
        for n in (0..500).filter(|n| n % 7 != 3) {
            for x in 0..n % 3 {
                let insert = "INSERT INTO some VALUES (?1, ?2)";
                connection.execute(insert, [n, x]).unwrap();
            }
        }
        let select = "SELECT n, x FROM some WHERE n BETWEEN ?1 AND ?2 ORDER BY n, x";
        let mut select = connection.prepare_cached(select).unwrap();
        let numbers = [1, 2, 3, 5, 14, 22, 31, 200, 201, 209, 497, 498, 499, 800];
        let mut found = Vec::new();
        each_of(&mut select, &numbers, |at, row| {
            found.push((numbers[at], row.get(1)?));
            assert_eq!(row.get::<_, i64>(0)?, numbers[at]);
            Ok(())
        })
        .unwrap();
        let there = |n: &i64| (0..500).contains(n) && n % 7 != 3;
        let right = numbers.into_iter().filter(there);
        let right: Vec<(i64, i64)> = right
            .flat_map(|n| (0..n % 3).map(move |x| (n, x)))
            .collect();
        assert_eq!(found, right);
    }
}
