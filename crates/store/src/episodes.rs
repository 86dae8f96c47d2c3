//! Occasions: which events over articles are mentions of the same.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::filter::Clause;
use crate::{Ask, Cursor, Error, Filter, Key, Page, PlaceRow, Store, codings};

/// One occasion, as reported in one article or many.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeRow {
    /// The smallest key of its events.
    pub key: Key,
    /// PLOVER type.
    pub kind: String,
    /// Quad class.
    pub quad: u8,
    /// First and last day, where known.
    pub day: Option<String>,
    /// The last day.
    pub day_end: Option<String>,
    /// The day it is sorted under.
    pub sort: String,
    /// Whether it took place, in the record's words.
    pub status: String,
    /// Codes of those who acted.
    pub actors: Vec<String>,
    /// Codes of those who were acted on.
    pub recipients: Vec<String>,
    /// Where.
    pub place: Option<PlaceRow>,
    /// How many reports tell of it.
    pub reports: u64,
    /// How many outlets; copies count for the outlet of their original.
    pub outlets: u64,
    /// How many mentions.
    pub events: u64,
    /// Day of the earliest report.
    pub first_seen: Option<String>,
    /// Day of the latest report.
    pub last_seen: Option<String>,
}

/// Numbers of one thing on which the events of an episode do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// What is counted: `dead`, `injured`, `arrested` …
    pub what: String,
    /// The numbers, the smallest first, each with the events that give it.
    pub values: Vec<(u64, Vec<Key>)>,
}

/// Tells an episode anew from its events; without any it goes.
pub(crate) fn refresh(
    connection: &Connection,
    generation: i64,
    episode: Key,
) -> rusqlite::Result<()> {
    let clear = "DELETE FROM episodes WHERE generation = ?1 AND key = ?2";
    connection
        .prepare_cached(clear)?
        .execute(params![generation, episode])?;
    // The most certain mention speaks for the occasion. A copy is its original's account, so it
    // counts as a report but not as an outlet.
    let insert = "
        WITH mentions AS MATERIALIZED (
          SELECT e.*, o.outlet, a.published FROM events e JOIN articles a ON a.id = e.article
          JOIN articles o ON o.id = coalesce(a.wire, a.id)
          WHERE e.episode = ?2 AND e.coding IN (SELECT id FROM codings WHERE generation = ?1)),
        best AS (SELECT * FROM mentions ORDER BY negated, confidence DESC, key LIMIT 1),
        spot AS (SELECT * FROM mentions WHERE place IS NOT NULL
          ORDER BY lat IS NULL, confidence DESC, key LIMIT 1)
        INSERT INTO episodes
        SELECT ?1, ?2, b.type, b.quad,
          (SELECT min(day) FROM mentions), (SELECT max(day_end) FROM mentions),
          coalesce((SELECT min(day) FROM mentions), (SELECT min(sort) FROM mentions)), b.status,
          (SELECT coalesce(group_concat(code, ' '), '') FROM (SELECT DISTINCT p.code FROM parties p
            WHERE p.event IN (SELECT id FROM mentions) AND role = 0 AND p.code != '' ORDER BY 1)),
          (SELECT coalesce(group_concat(code, ' '), '') FROM (SELECT DISTINCT p.code FROM parties p
            WHERE p.event IN (SELECT id FROM mentions) AND role = 1 AND p.code != '' ORDER BY 1)),
          s.place, s.geonameid, s.lat, s.lon, s.place_country, s.resolution,
          (SELECT count(DISTINCT article) FROM mentions), (SELECT count(DISTINCT outlet) FROM mentions),
          (SELECT count(*) FROM mentions),
          (SELECT min(published) FROM mentions), (SELECT max(published) FROM mentions)
        FROM best b LEFT JOIN spot s";
    connection
        .prepare_cached(insert)?
        .execute(params![generation, episode])?;
    Ok(())
}

const COLUMNS: &str = "o.key, o.type, o.quad, o.day, o.day_end, o.sort, o.status, o.actors,
    o.recipients, o.place, o.geonameid, o.lat, o.lon, o.place_country, o.resolution, o.reports,
    o.outlets, o.events, o.first_seen, o.last_seen";

fn episode(row: &Row) -> rusqlite::Result<EpisodeRow> {
    let codes = |n: usize| -> rusqlite::Result<Vec<String>> {
        let codes: String = row.get(n)?;
        Ok(codes.split_whitespace().map(str::to_owned).collect())
    };
    let name: Option<String> = row.get(9)?;
    let place = match name {
        Some(name) => Some(PlaceRow {
            name,
            geonameid: row.get(10)?,
            point: row.get::<_, Option<f64>>(11)?.zip(row.get(12)?),
            country: row.get(13)?,
            resolution: row.get(14)?,
        }),
        None => None,
    };
    Ok(EpisodeRow {
        key: row.get(0)?,
        kind: row.get(1)?,
        quad: row.get(2)?,
        day: row.get(3)?,
        day_end: row.get(4)?,
        sort: row.get(5)?,
        status: row.get(6)?,
        actors: codes(7)?,
        recipients: codes(8)?,
        place,
        reports: row.get(15)?,
        outlets: row.get(16)?,
        events: row.get(17)?,
        first_seen: row.get(18)?,
        last_seen: row.get(19)?,
    })
}

impl Store {
    /// The episodes of which an event is asked for by the filter, by day.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read, or the cursor is of another store's making.
    pub fn episodes(&self, filter: &Filter, ask: &Ask) -> Result<Page<EpisodeRow>, Error> {
        let generation = codings::generation(&self.connection).map_err(|err| self.told(err))?;
        let mut sql = Clause::new(
            format!("SELECT {COLUMNS} FROM episodes o WHERE o.generation = ?"),
            [Value::Integer(generation)],
        );
        if *filter != Filter::default() {
            let events = self.matching(filter, "e.episode")?;
            sql.and(Clause::new(
                format!("o.key IN ({})", events.sql),
                events.values,
            ));
        }
        if let Some(after) = &ask.after {
            let (sort, key) = after.key()?;
            let beyond = ask.order.beyond();
            let values = [Value::Text(sort.to_owned()), Value::Blob(key.0.to_vec())];
            sql.and(Clause::new(
                format!("(o.sort, o.key) {beyond} (?, ?)"),
                values,
            ));
        }
        let order = ask.order.sql();
        let limit = ask.limit + 1;
        sql.sql += &format!(" ORDER BY o.sort {order}, o.key {order} LIMIT {limit}");
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let rows = statement.query_map(params_from_iter(&sql.values), episode)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = read().map_err(|err| self.told(err))?;
        Ok(Page::cut(rows, ask.limit, |o| {
            Cursor::of_key(&o.sort, o.key)
        }))
    }

    /// Numbers of one thing that the events of an episode give, where they do not agree: two death
    /// tolls are two values, each with the events that give it.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn disagreements(&self, episode: Key) -> Result<Vec<Disagreement>, Error> {
        let read = || {
            let generation = codings::generation(&self.connection)?;
            let select = "SELECT f.what, f.value, e.key FROM figures f JOIN events e ON e.id = f.event
                WHERE e.episode = ?2
                AND e.coding IN (SELECT id FROM codings WHERE generation = ?1)
                ORDER BY f.what, f.value, e.key";
            let mut statement = self.connection.prepare_cached(select)?;
            let rows = statement.query_map(params![generation, episode], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
            rows.collect::<rusqlite::Result<Vec<(String, u64, Key)>>>()
        };
        let rows = read().map_err(|err| self.told(err))?;
        let things = rows.chunk_by(|a, b| a.0 == b.0);
        let things = things.filter_map(|thing| {
            let values = thing.chunk_by(|a, b| a.1 == b.1).filter_map(|same| {
                Some((same.first()?.1, same.iter().map(|x| x.2).collect()))
            });
            let values: Vec<(u64, Vec<Key>)> = values.collect();
            let what = thing.first()?.0.clone();
            (values.len() > 1).then_some(Disagreement { what, values })
        });
        Ok(things.collect())
    }

    /// The episode of this name.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn episode(&self, key: Key) -> Result<Option<EpisodeRow>, Error> {
        let read = || {
            let generation = codings::generation(&self.connection)?;
            let select =
                format!("SELECT {COLUMNS} FROM episodes o WHERE o.generation = ?1 AND o.key = ?2");
            let mut statement = self.connection.prepare_cached(&select)?;
            let mut rows = statement.query_map(params![generation, key], episode)?;
            rows.next().transpose()
        };
        read().map_err(|err| self.told(err))
    }
}
