//! Counts kept beside the events, so that what is asked of all of them needs no scan.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use risalah_doc::{Entity, Event, Role};
use rusqlite::{Connection, params};

use crate::add::{rounded, score};

/// What a batch adds to the counts.
#[derive(Default)]
pub(crate) struct Rollup {
    daily: BTreeMap<(String, Arc<str>, u8, &'static str, bool), Sums>,
    dyads: BTreeMap<Dyad, Sums>,
    quotes: i64,
}

/// What quotations are called among the totals; no type of event is in small letters.
pub(crate) const QUOTES: &str = "quotes";

/// Day, actor's and recipient's country, type, quad class, status.
type Dyad = (String, String, String, Arc<str>, u8, &'static str);

#[derive(Clone, Copy, Default)]
struct Sums {
    events: i64,
    goldstein: f64,
    scored: i64,
    confidence: f64,
}

impl Sums {
    fn count(&mut self, event: &Event) {
        self.events += 1;
        self.goldstein += score(event).unwrap_or(0.0);
        self.scored += i64::from(event.goldstein.is_some());
        self.confidence += rounded(event.confidence);
    }
}

impl Rollup {
    /// Counts an event on this day.
    pub(crate) fn count(&mut self, day: &str, event: &Event, entities: &[Entity]) {
        let status = event.status.name();
        let key = (
            day.to_owned(),
            event.kind.clone(),
            event.quad,
            status,
            event.negated,
        );
        self.daily.entry(key).or_default().count(event);
        if event.negated {
            return;
        }
        for (actor, recipient) in pairs(event, entities) {
            let (actor, recipient) = (actor.to_owned(), recipient.to_owned());
            let key = (
                day.to_owned(),
                actor,
                recipient,
                event.kind.clone(),
                event.quad,
                status,
            );
            self.dyads.entry(key).or_default().count(event);
        }
    }

    /// Counts quotations.
    pub(crate) fn count_quotes(&mut self, quotes: usize) {
        self.quotes += quotes as i64;
    }

    fn write_totals(&self, connection: &Connection, coding: i64) -> rusqlite::Result<()> {
        let mut totals = BTreeMap::from([((QUOTES, false), self.quotes)]);
        for ((_, kind, _, _, negated), sums) in &self.daily {
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
        let upsert = "INSERT INTO daily
            (coding, day, type, quad, status, negated, events, goldstein, scored)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT DO UPDATE SET events = events + excluded.events,
              goldstein = goldstein + excluded.goldstein, scored = scored + excluded.scored";
        let mut upsert = connection.prepare_cached(upsert)?;
        for ((day, kind, quad, status, negated), sums) in &self.daily {
            upsert.execute(params![
                coding,
                day,
                &**kind,
                quad,
                status,
                negated,
                sums.events,
                sums.goldstein,
                sums.scored
            ])?;
        }
        let upsert = "INSERT INTO dyads
            (coding, day, actor, recipient, type, quad, status, events, goldstein, scored, confidence)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT DO UPDATE SET events = events + excluded.events,
              goldstein = goldstein + excluded.goldstein, scored = scored + excluded.scored,
              confidence = confidence + excluded.confidence";
        let mut upsert = connection.prepare_cached(upsert)?;
        for ((day, actor, recipient, kind, quad, status), sums) in &self.dyads {
            upsert.execute(params![
                coding,
                day,
                actor,
                recipient,
                &**kind,
                quad,
                status,
                sums.events,
                sums.goldstein,
                sums.scored,
                sums.confidence
            ])?;
        }
        Ok(())
    }
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
