//! Counts kept beside the events, so that what is asked of all of them needs no scan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use risalah_doc::{Code, Entity, Event, Role};
use rusqlite::{Connection, OptionalExtension, params};

use crate::{days, tiers};

/// What a batch adds to the counts.
#[derive(Default)]
pub(crate) struct Rollup {
    // Kinds, each with its place in the order in which they were met.
    kinds: BTreeMap<Kind, usize>,
    // By day, kind and whether it is negated.
    daily: BTreeMap<(i64, usize, bool), Sums>,
    dyads: BTreeMap<Dyad, Sums>,
    // Articles and events, by entity.
    spoken_of: BTreeMap<i64, [i64; 2]>,
    quotes: i64,
}

/// What quotations are called among the totals; no type of event is in small letters.
pub(crate) const QUOTES: &str = "quotes";

/// Type, quad class, status.
type Kind = (Arc<str>, u8, &'static str);

/// A country or a stand-in for one, without sectors; empty where none is known.
type Side = Code;

/// Actor's and recipient's side, day, kind.
type Dyad = (Side, Side, i64, usize);

#[derive(Clone, Copy, Default)]
struct Sums {
    events: i64,
    goldstein: f64,
    scored: i64,
}

impl Sums {
    fn count(&mut self, event: &Event) {
        self.events += 1;
        self.goldstein += event.goldstein.map_or(0.0, rounded);
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
        let next = self.kinds.len();
        let kind = *self.kinds.entry(kind).or_insert(next);
        let key = (day, kind, event.negated);
        self.daily.entry(key).or_default().count(event);
        if event.negated {
            return;
        }
        for (actor, recipient) in pairs(event, entities) {
            let key = (actor, recipient, day, kind);
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

    fn write_totals(
        &self,
        connection: &Connection,
        coding: i64,
        kinds: &[(i64, &Kind)],
    ) -> rusqlite::Result<()> {
        let mut totals = BTreeMap::from([((QUOTES, false), self.quotes)]);
        for ((_, kind, negated), sums) in &self.daily {
            let (_, (kind, _, _)) = kinds[*kind];
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
        // Each with its number in the store, where it stands by `self.kinds`.
        let mut kinds = Vec::with_capacity(self.kinds.len());
        for (kind, at) in &self.kinds {
            kinds.push((at, (number(connection, kind)?, kind)));
        }
        kinds.sort_unstable_by_key(|(at, _)| **at);
        let kinds: Vec<(i64, &Kind)> = kinds.into_iter().map(|k| k.1).collect();
        self.write_totals(connection, coding, &kinds)?;
        self.write_spoken_of(connection, coding)?;
        let mut upsert = connection.prepare_cached(&tiers::adding("daily", 7))?;
        for ((day, kind, negated), sums) in &self.daily {
            upsert.execute(params![
                coding,
                day,
                kinds[*kind].0,
                negated,
                sums.events,
                sums.goldstein,
                sums.scored
            ])?;
        }
        let mut upsert = connection.prepare_cached(&tiers::adding("dyads", 8))?;
        let mut pairs: BTreeMap<(Side, Side, u8), Sums> = BTreeMap::new();
        for ((actor, recipient, day, kind), sums) in &self.dyads {
            let (number, (_, quad, _)) = kinds[*kind];
            pairs
                .entry((*actor, *recipient, *quad))
                .or_default()
                .add(*sums);
            upsert.execute(params![
                spelled(actor),
                spelled(recipient),
                day,
                number,
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
    pairs: &BTreeMap<(Side, Side, u8), Sums>,
) -> rusqlite::Result<()> {
    let mut upsert = connection.prepare_cached(&tiers::adding("pairs", 7))?;
    for ((actor, recipient, quad), sums) in pairs {
        upsert.execute(params![
            coding,
            spelled(actor),
            spelled(recipient),
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
/// single actor, or a recipient alone, stands beside one of which nothing is known.
fn pairs(event: &Event, entities: &[Entity]) -> BTreeSet<(Side, Side)> {
    let actors = sides(&event.actors, entities);
    let recipients = sides(&event.recipients, entities);
    let unknown = Side::default();
    match (&actors[..], &recipients[..]) {
        ([], []) => BTreeSet::new(),
        ([one], []) => BTreeSet::from([(*one, unknown)]),
        ([], some) => some.iter().map(|r| (unknown, *r)).collect(),
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

/// The side of each party.
fn sides(roles: &[Role], entities: &[Entity]) -> Vec<Side> {
    let of = |role: &Role| entities.get(role.entity as usize);
    roles
        .iter()
        .filter_map(of)
        .map(|e| Code::new(e.code.country(), []))
        .collect()
}

/// A side in the words of the file.
fn spelled(side: &Side) -> &str {
    side.country().unwrap_or_default()
}

/// A number to three decimals, as the record has it.
pub(crate) fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1000.0).round() / 1000.0
}
