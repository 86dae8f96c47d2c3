//! Occasions: which events over articles are mentions of the same.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::clause::Clause;
use crate::page::Order;
use crate::{
    Ask, Cursor, Error, EventRow, Filter, Key, Page, PartyRow, PlaceRow, Store, codings, sought,
};

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

/// What an episode is told from: one of its events.
struct Told {
    event: i64,
    key: Key,
    article: i64,
    kind: String,
    quad: u8,
    day: Option<String>,
    day_end: Option<String>,
    sort: String,
    status: String,
    negated: bool,
    confidence: f64,
    place: Option<PlaceRow>,
    outlet: Option<String>,
    published: Option<String>,
}

fn told(row: &Row) -> rusqlite::Result<Told> {
    Ok(Told {
        event: row.get(0)?,
        key: row.get(1)?,
        article: row.get(2)?,
        kind: row.get(3)?,
        quad: row.get(4)?,
        day: row.get(5)?,
        day_end: row.get(6)?,
        sort: row.get(7)?,
        status: row.get(8)?,
        negated: row.get(9)?,
        confidence: row.get(10)?,
        place: place(row, 11)?,
        outlet: row.get(17)?,
        published: row.get(18)?,
    })
}

/// Tells an episode anew from its events; without any it goes.
pub(crate) fn refresh(
    connection: &Connection,
    generation: i64,
    episode: Key,
) -> rusqlite::Result<()> {
    let select = "SELECT e.id, e.key, e.article, e.type, e.quad, e.day, e.day_end, e.sort, e.status,
          e.negated, e.confidence, e.place, e.geonameid, e.lat, e.lon, e.place_country, e.resolution,
          o.outlet, a.published
        FROM events e JOIN codings c ON c.id = e.coding JOIN articles a ON a.id = e.article
        JOIN articles o ON o.id = coalesce(a.wire, a.id)
        WHERE e.episode = ?1 AND c.generation = ?2";
    let mut select = connection.prepare_cached(select)?;
    let rows = select.query_map(params![episode, generation], told)?;
    let mut mentions = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    // The most certain mention speaks for the occasion. A copy is its original's account, so it
    // counts as a report but not as an outlet.
    mentions.sort_by(|a, b| {
        let sure = b.confidence.total_cmp(&a.confidence);
        a.negated.cmp(&b.negated).then(sure).then(a.key.cmp(&b.key))
    });
    let Some(best) = mentions.first() else {
        let clear = "DELETE FROM episodes WHERE generation = ?1 AND key = ?2";
        let mut clear = connection.prepare_cached(clear)?;
        return clear.execute(params![generation, episode]).map(|_| ());
    };
    let (actors, recipients) = codes(connection, &mentions)?;
    let distinct = |parts: BTreeSet<Option<&str>>| parts.into_iter().flatten().count() as i64;
    let articles: BTreeSet<i64> = mentions.iter().map(|m| m.article).collect();
    let outlets = distinct(mentions.iter().map(|m| m.outlet.as_deref()).collect());
    let day = mentions.iter().filter_map(|m| m.day.as_deref()).min();
    let day_end = mentions.iter().filter_map(|m| m.day_end.as_deref()).max();
    let sort = day
        .or(mentions.iter().map(|m| &*m.sort).min())
        .unwrap_or_default();
    let seen = || mentions.iter().filter_map(|m| m.published.as_deref());
    let located = |m: &&Told| m.place.as_ref().is_some_and(|p| p.point.is_some());
    let spot = mentions
        .iter()
        .find(located)
        .or(mentions.iter().find(|m| m.place.is_some()));
    let spot = spot.and_then(|m| m.place.as_ref());
    let point = spot.and_then(|p| p.point);
    let insert = "INSERT OR REPLACE INTO episodes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
        ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)";
    connection.prepare_cached(insert)?.execute(params![
        generation,
        episode,
        best.kind,
        best.quad,
        day,
        day_end,
        sort,
        best.status,
        actors,
        recipients,
        spot.map(|p| &p.name),
        spot.and_then(|p| p.geonameid),
        point.map(|p| p.0),
        point.map(|p| p.1),
        spot.and_then(|p| p.country.as_deref()),
        spot.and_then(|p| p.resolution.as_deref()),
        articles.len() as i64,
        outlets,
        mentions.len() as i64,
        seen().min(),
        seen().max(),
    ])?;
    Ok(())
}

/// The codes of those who act and of those who are acted on, each once and in order.
fn codes(connection: &Connection, mentions: &[Told]) -> rusqlite::Result<(String, String)> {
    let select = "SELECT p.role, c.code FROM parties p JOIN codes c ON c.id = p.code
        WHERE p.event = ?1";
    let mut select = connection.prepare_cached(select)?;
    let mut sides = [BTreeSet::new(), BTreeSet::new()];
    for mention in mentions {
        let mut rows = select.query([mention.event])?;
        while let Some(row) = rows.next()? {
            let (role, code): (usize, String) = (row.get(0)?, row.get(1)?);
            if !code.is_empty() {
                sides[role.min(1)].insert(code);
            }
        }
    }
    let [actors, recipients] = sides.map(|codes| codes.into_iter().collect::<Vec<_>>().join(" "));
    Ok((actors, recipients))
}

/// The place that begins at this column.
fn place(row: &Row, at: usize) -> rusqlite::Result<Option<PlaceRow>> {
    let Some(name) = row.get(at)? else {
        return Ok(None);
    };
    Ok(Some(PlaceRow {
        name,
        geonameid: row.get(at + 1)?,
        point: row.get::<_, Option<f64>>(at + 2)?.zip(row.get(at + 3)?),
        country: row.get(at + 4)?,
        resolution: row.get(at + 5)?,
    }))
}

/// Takes away a generation's episodes and what they were gathered by.
pub(crate) fn forget(connection: &Connection, generation: i64) -> rusqlite::Result<()> {
    let delete = "DELETE FROM episodes WHERE generation = ?1";
    connection.execute(delete, [generation])?;
    let delete = "DELETE FROM topics WHERE generation = ?1";
    connection.execute(delete, [generation])?;
    let left = "SELECT event FROM mentions ORDER BY event";
    let mut left = connection.prepare(left)?;
    let left = left.query_map([], |row| row.get(0))?;
    sought::retain(connection, &left.collect::<rusqlite::Result<Vec<i64>>>()?)
}

const COLUMNS: &str = "o.key, o.type, o.quad, o.day, o.day_end, o.sort, o.status, o.actors,
    o.recipients, o.place, o.geonameid, o.lat, o.lon, o.place_country, o.resolution, o.reports,
    o.outlets, o.events, o.first_seen, o.last_seen";

fn episode(row: &Row) -> rusqlite::Result<EpisodeRow> {
    let codes = |n: usize| -> rusqlite::Result<Vec<String>> {
        let codes: String = row.get(n)?;
        Ok(codes.split_whitespace().map(str::to_owned).collect())
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
        place: place(row, 9)?,
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
        let mut rows = self.several(filter, ask)?;
        rows.extend(self.alone(filter, ask)?);
        rows.sort_by(|a, b| {
            let older = (&a.sort, a.key).cmp(&(&b.sort, b.key));
            match ask.order {
                Order::Oldest => older,
                Order::Newest => older.reverse(),
            }
        });
        Ok(Page::cut(rows, ask.limit, |o| {
            Cursor::of_key(&o.sort, o.key)
        }))
    }

    /// Episodes of several events: those of a page and one more.
    fn several(&self, filter: &Filter, ask: &Ask) -> Result<Vec<EpisodeRow>, Error> {
        let generation = codings::generation(&self.connection).map_err(|err| self.told(err))?;
        let mut sql = Clause::new(
            format!("SELECT {COLUMNS} FROM episodes o WHERE o.generation = ?"),
            [Value::Integer(generation)],
        );
        if *filter != Filter::default() {
            let events = self.matching(filter, "e.episode")?;
            sql.and(Clause::new(
                format!("o.key IN ({} AND e.episode IS NOT NULL)", events.sql),
                events.values,
            ));
        }
        page(&mut sql, ("o.sort", "o.key"), ask, |day| {
            Ok(Value::Text(day.to_owned()))
        })?;
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let rows = statement.query_map(params_from_iter(&sql.values), episode)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|err| self.told(err))
    }

    /// Events that are alone, as the episodes that they are: those of a page and some more.
    fn alone(&self, filter: &Filter, ask: &Ask) -> Result<Vec<EpisodeRow>, Error> {
        let (selects, at) = self.in_days(&filter.of_episodes())?;
        let mut rows = Vec::new();
        for mut sql in selects {
            sql.and(Clause::new("e.episode IS NULL", []));
            page(&mut sql, (at, "e.key"), ask, |day| {
                let after = ask.after.as_ref();
                let day = after.map_or(Ok(0), |after| after.day(day))?;
                Ok(Value::Integer(day))
            })?;
            self.run(&sql, &mut |event| {
                rows.push(event);
                ControlFlow::Continue(())
            })?;
        }
        rows.into_iter()
            .map(|event| self.by_itself(event))
            .collect()
    }

    /// The episode that an event by itself is.
    fn by_itself(&self, event: EventRow) -> Result<EpisodeRow, Error> {
        let original = match event.article.wire {
            Some(original) => self.article(original)?.and_then(|o| o.outlet),
            None => event.article.outlet.clone(),
        };
        let codes = |parties: &[PartyRow]| {
            let codes: BTreeSet<&str> = parties.iter().map(|p| &*p.code).collect();
            let codes = codes.into_iter().filter(|c| !c.is_empty());
            codes.map(str::to_owned).collect::<Vec<_>>()
        };
        Ok(EpisodeRow {
            key: event.key,
            actors: codes(&event.actors),
            recipients: codes(&event.recipients),
            kind: event.kind,
            quad: event.quad,
            day: event.day,
            day_end: event.day_end,
            sort: event.sort,
            status: event.status,
            place: event.place,
            reports: 1,
            outlets: u64::from(original.is_some()),
            events: 1,
            first_seen: event.article.published.clone(),
            last_seen: event.article.published.clone(),
        })
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
            let select =
                "SELECT f.what, f.value, e.key FROM figures f JOIN events e ON e.id = f.event
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
            let values = thing
                .chunk_by(|a, b| a.1 == b.1)
                .filter_map(|same| Some((same.first()?.1, same.iter().map(|x| x.2).collect())));
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
        let several = read().map_err(|err| self.told(err))?;
        if several.is_some() {
            return Ok(several);
        }
        let alone = self.event(key)?.filter(|e| e.episode == Some(key));
        alone.map(|event| self.by_itself(event)).transpose()
    }
}

/// Leaves of a query what stands after a page's cursor, by day and key: a page and one row more;
/// `of_day` spells the cursor's day as the column has it.
fn page(
    sql: &mut Clause,
    (day, name): (&str, &str),
    ask: &Ask,
    of_day: impl Fn(&str) -> Result<Value, Error>,
) -> Result<(), Error> {
    if let Some(after) = &ask.after {
        let (sort, key) = after.key()?;
        let beyond = ask.order.beyond();
        let values = [of_day(sort)?, Value::Blob(key.0.to_vec())];
        let holds = format!("({day}, {name}) {beyond} (?, ?)");
        sql.and(Clause::new(holds, values));
    }
    let order = ask.order.sql();
    let limit = ask.limit + 1;
    sql.sql += &format!(" ORDER BY {day} {order}, {name} {order} LIMIT {limit}");
    Ok(())
}
