//! Counts kept beside the events, so that what is asked of all of them needs no scan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use risalah_doc::{Entity, Event, Role};
use rusqlite::{Connection, OptionalExtension, params};

use crate::add::score;
use crate::{days, tiers};

/// What a batch adds to the counts.
#[derive(Default)]
pub(crate) struct Rollup {
    daily: BTreeMap<(i64, Kind, bool), Sums>,
    dyads: BTreeMap<Dyad, Sums>,
    // Articles and events, by entity.
    spoken_of: BTreeMap<i64, [i64; 2]>,
    quotes: i64,
}

/// What quotations are called among the totals; no type of event is in small letters.
pub(crate) const QUOTES: &str = "quotes";

/// Type, quad class, status.
type Kind = (Arc<str>, u8, &'static str);

/// Actor's and recipient's country, day, kind.
type Dyad = (String, String, i64, Kind);

#[derive(Clone, Copy, Default)]
struct Sums {
    events: i64,
    goldstein: f64,
    scored: i64,
}

impl Sums {
    fn count(&mut self, event: &Event) {
        self.events += 1;
        self.goldstein += score(event).unwrap_or(0.0);
        self.scored += i64::from(event.goldstein.is_some());
    }

    fn add(&mut self, other: Self) {
        self.events += other.events;
        self.goldstein += other.goldstein;
        self.scored += other.scored;
    }
}

impl Rollup {
    /// Counts an event on this day.
    pub(crate) fn count(&mut self, day: Option<Date>, event: &Event, entities: &[Entity]) {
        let day = days::number(day);
        let kind = (event.kind.clone(), event.quad, event.status.name());
        let key = (day, kind.clone(), event.negated);
        self.daily.entry(key).or_default().count(event);
        if event.negated {
            return;
        }
        for (actor, recipient) in pairs(event, entities) {
            let key = (actor.to_owned(), recipient.to_owned(), day, kind.clone());
            self.dyads.entry(key).or_default().count(event);
        }
    }

    /// Counts quotations.
    pub(crate) fn count_quotes(&mut self, quotes: usize) {
        self.quotes += quotes as i64;
    }

    /// Counts that an article speaks of these entities.
    pub(crate) fn count_spoken_of(&mut self, entities: &[i64]) {
        for entity in entities.iter().collect::<BTreeSet<_>>() {
            self.spoken_of.entry(*entity).or_default()[0] += 1;
        }
    }

    /// Counts that these entities take part in an event.
    pub(crate) fn count_parties(&mut self, entities: BTreeSet<i64>) {
        for entity in entities {
            self.spoken_of.entry(entity).or_default()[1] += 1;
        }
    }

    fn write_spoken_of(&self, connection: &Connection, coding: i64) -> rusqlite::Result<()> {
        let upsert = "INSERT INTO spoken_of(coding, entity, articles, events)
            VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET
              articles = articles + excluded.articles, events = events + excluded.events";
        let mut upsert = connection.prepare_cached(upsert)?;
        for (entity, [articles, events]) in &self.spoken_of {
            upsert.execute([coding, *entity, *articles, *events])?;
        }
        Ok(())
    }

    fn write_totals(&self, connection: &Connection, coding: i64) -> rusqlite::Result<()> {
        let mut totals = BTreeMap::from([((QUOTES, false), self.quotes)]);
        for ((_, (kind, _, _), negated), sums) in &self.daily {
            *totals.entry((&**kind, *negated)).or_default() += sums.events;
        }
        let upsert = "INSERT INTO totals(coding, what, negated, count) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET count = count + excluded.count";
        let mut upsert = connection.prepare_cached(upsert)?;
        for ((what, negated), count) in totals {
            upsert.execute(params![coding, what, negated, count])?;
        }
        Ok(())
    }

    /// Adds the counts to those in the store.
    pub(crate) fn write(&self, connection: &Connection, coding: i64) -> rusqlite::Result<()> {
        self.write_totals(connection, coding)?;
        self.write_spoken_of(connection, coding)?;
        let kinds = self.daily.keys().map(|(_, kind, _)| kind);
        let kinds: BTreeSet<&Kind> = kinds.collect();
        let mut numbers = BTreeMap::new();
        for kind in kinds {
            numbers.insert(kind, number(connection, kind)?);
        }
        let mut upsert = connection.prepare_cached(&tiers::adding("daily", 7))?;
        for ((day, kind, negated), sums) in &self.daily {
            let kind = numbers.get(kind);
            upsert.execute(params![
                coding,
                day,
                kind,
                negated,
                sums.events,
                sums.goldstein,
                sums.scored
            ])?;
        }
        let mut upsert = connection.prepare_cached(&tiers::adding("dyads", 8))?;
        let mut pairs: BTreeMap<(&str, &str, u8), Sums> = BTreeMap::new();
        for ((actor, recipient, day, kind), sums) in &self.dyads {
            pairs
                .entry((actor, recipient, kind.1))
                .or_default()
                .add(*sums);
            let kind = numbers.get(kind);
            upsert.execute(params![
                actor,
                recipient,
                day,
                kind,
                coding,
                sums.events,
                sums.goldstein,
                sums.scored
            ])?;
        }
        write_pairs(connection, coding, &pairs)
    }
}

fn write_pairs(
    connection: &Connection,
    coding: i64,
    pairs: &BTreeMap<(&str, &str, u8), Sums>,
) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(&tiers::adding("pairs", 7))?;
    for ((actor, recipient, quad), sums) in pairs {
        upsert.execute(params![
            coding,
            actor,
            recipient,
            quad,
            sums.events,
            sums.goldstein,
            sums.scored
        ])?;
    }
    Ok(())
}

/// The kind's number; it is put into the store where it is new.
fn number(connection: &Connection, (kind, quad, status): &Kind) -> rusqlite::Result<i64> {
    let select = "SELECT id FROM kinds WHERE type = ?1 AND quad = ?2 AND status = ?3";
    let mut select = connection.prepare_cached(select)?;
    let values = params![&**kind, quad, status];
    let known = select.query_row(values, |row| row.get(0)).optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let insert = "INSERT INTO kinds(type, quad, status) VALUES (?1, ?2, ?3)";
    connection.prepare_cached(insert)?.execute(values)?;
    Ok(connection.last_insert_rowid())
}

/// Who acts on whom, by country: each distinct pair once.
///
/// Where nobody is acted on, two or more actors act on each other, once in each direction; a
/// single actor, or a recipient alone, stands beside ''.
fn pairs<'a>(event: &Event, entities: &'a [Entity]) -> BTreeSet<(&'a str, &'a str)> {
    let actors = countries(&event.actors, entities);
    let recipients = countries(&event.recipients, entities);
    match (&actors[..], &recipients[..]) {
        ([], []) => BTreeSet::new(),
        ([one], []) => BTreeSet::from([(*one, "")]),
        ([], some) => some.iter().map(|r| ("", *r)).collect(),
        (all, []) => {
            let each = |i: usize| (0..all.len()).filter(move |j| *j != i).map(move |j| (i, j));
            (0..all.len())
                .flat_map(each)
                .map(|(i, j)| (all[i], all[j]))
                .collect()
        }
        (all, some) => all
            .iter()
            .flat_map(|a| some.iter().map(move |r| (*a, *r)))
            .collect(),
    }
}

/// The country or stand-in of each party, '' where none is known.
fn countries<'a>(roles: &[Role], entities: &'a [Entity]) -> Vec<&'a str> {
    let of = |role: &Role| entities.get(role.entity as usize);
    roles
        .iter()
        .filter_map(of)
        .map(|e| e.code.country().unwrap_or_default())
        .collect()
}
