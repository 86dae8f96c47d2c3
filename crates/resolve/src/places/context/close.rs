//! What names say together: of all that two names may be, what lies close together is meant, before
//! anything is guessed of either ("Paris" and "Henry County" are in Tennessee).

use hashbrown::HashMap;
use risalah_doc::TokenId;
use risalah_pack::world::Entry;

use super::speak::town_at;
use super::{CLOSE, Candidate, Context, DIVISIONS, distance};
use crate::names::Name;

/// So many different names are held against each other.
const NAMES: usize = 24;

/// No name may be so many places.
const PLACES: usize = 100;

/// So much another name says for a place that it may be close to, if it may be nowhere else.
const ONE: f64 = 0.6;

/// So much all of them say at most.
const ALL: f64 = 3.0;

/// So much other names must say for a town before the state of its name is not meant: as much as one
/// that may be in eight places.
const BESIDE: f64 = 2.0;

/// A degree has so many kilometres at least from north to south.
const DEGREE: f64 = 110.0;

/// For what a name may be, by its point, how far other names speak for it.
pub(super) type Close<'b> = HashMap<(&'b str, u64, u64), f64, foldhash::fast::FixedState>;

/// A name, and all that it may be.
type Spots<'b> = Vec<(&'b str, Vec<Spot>)>;

/// Somewhere a name may be.
struct Spot {
    point: (f64, f64),
    /// Whether other names may speak for it: not where another is usually called so, nor beside the
    /// seat of a government whose state the article speaks of.
    open: bool,
}

impl<'a, 'b> Context<'a, 'b> {
    /// Holds the names of places, and those that bodies are called by, against each other.
    pub(super) fn compare(&mut self, bodies: &[&'b Name]) {
        let mut spots = self.spots(bodies);
        if self.part_towns(&spots) {
            spots = self.spots(bodies);
        }
        for (name, all) in &spots {
            for &Spot { point, .. } in all.iter().filter(|s| s.open) {
                let said = beside(&spots, name, point).map(|few| ONE * few);
                let said = said.sum::<f64>().min(ALL);
                if said > 0.0 {
                    self.close.insert(key(name, point), said);
                }
            }
        }
    }

    /// Takes a state's name for a town of that name where another name says that it is close to it, and
    /// no other state is spoken of: "Lebanon" beside "Boone County". Whether it was so of any.
    fn part_towns(&mut self, spots: &Spots<'b>) -> bool {
        let mut any = false;
        for n in 0..self.names.len() {
            let state = self.names[n].country().is_some() && self.all[n].len() == 1;
            if state && let Some(town) = self.town_for(n, spots) {
                self.all[n] = vec![town];
                any = true;
            }
        }
        any
    }

    /// The town that a state's name stands for, if it is none.
    fn town_for(&self, n: usize, spots: &Spots<'b>) -> Option<Candidate<'a>> {
        let name = self.text(n);
        let state = self.all[n].first()?.country?;
        let mut towns = super::towns(self.sight, name);
        towns.retain(|t| t.is_called(name) && t.country != Some(state));
        let said = |town: &Candidate<'_>| -> f64 {
            beside(spots, name, town.point.unwrap_or_default()).sum()
        };
        let scored = towns.into_iter().map(|t| (said(&t), t));
        let (said, town) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let alone = said >= BESIDE && !self.is_abroad(n, town.country?);
        alone.then_some(town)
    }

    /// Whether the article speaks of other states than one, but for a name itself.
    fn is_abroad(&self, n: usize, home: &str) -> bool {
        let name = self.text(n);
        let other = |c: u32| *self.sight.world.countries[c as usize].code != *home;
        let text = self.sight.parsed.article.text.as_str();
        let spoken = self.sight.known.iter().filter(|k| k.span.of(text) != name);
        let mut states = spoken.filter_map(|k| k.people());
        let place = |m: usize| {
            let own = |c: &Candidate<'_>| c.country.is_some_and(|c| **c != *home);
            self.text(m) != name && !self.all[m].is_empty() && self.all[m].iter().all(own)
        };
        states.any(other) || (0..self.names.len()).any(place)
    }

    fn spots(&self, bodies: &[&'b Name]) -> Spots<'b> {
        let mut spots: Spots<'b> = Vec::new();
        let mut add = |name: &'b str, all: &[Candidate<'a>], seat: bool| {
            if spots.len() >= NAMES || spots.iter().any(|s| s.0 == name) {
                return;
            }
            // "Kansas" beside other towns is still the state.
            let listed = all.iter().any(|c| c.region.is_none());
            let called = |c: &Candidate<'_>| !c.is_town() || c.is_called(name);
            let usual = all.iter().any(called);
            let most = all.iter().map(|c| c.population).max();
            let spot = |c: &Candidate<'_>| {
                let open = (called(c) || !usual) && (!seat || Some(c.population) == most);
                c.point.map(|point| Spot { point, open })
            };
            let all: Vec<Spot> = all.iter().filter_map(spot).collect();
            if !listed && !all.is_empty() && all.len() <= PLACES {
                spots.push((name, all));
            }
        };
        for n in 0..self.names.len() {
            add(self.text(n), &self.all[n], self.is_seat(n));
        }
        let text = self.sight.parsed.article.text.as_str();
        for body in bodies.iter().filter(|b| b.tokens.len() > 1) {
            let at = |t: TokenId| town_at(self.sight, t, body);
            if let Some(known) = body.tokens.clone().find_map(at) {
                let name: &'b str = known.span.of(text);
                add(name, &super::towns(self.sight, name), false);
            }
        }
        spots
    }

    /// Whether the name is the seat of a state's government, and the article speaks of that state.
    fn is_seat(&self, n: usize) -> bool {
        self.names[n].entries.iter().any(|e| match e {
            Entry::Seat(c) => {
                let code = &self.sight.world.countries[*c as usize].code;
                self.countries.contains_key(code)
            }
            _ => false,
        })
    }

    /// How far other names speak for what a name may be.
    pub(super) fn closely(&self, name: &'b str, point: (f64, f64)) -> f64 {
        self.close
            .get(&key(name, point))
            .copied()
            .unwrap_or_default()
    }
}

/// What each other name that may be close to a point says for it: the more, the fewer places it may be.
fn beside(spots: &Spots<'_>, name: &str, point: (f64, f64)) -> impl Iterator<Item = f64> {
    let others = spots.iter().filter(move |(other, _)| !is_same(name, other));
    let near = others.filter(move |(_, all)| all.iter().any(|s| is_close(s.point, point)));
    near.map(|(_, all)| (DIVISIONS / (all.len() as f64)).ln().max(0.0))
}

fn key(name: &str, point: (f64, f64)) -> (&str, u64, u64) {
    (name, point.0.to_bits(), point.1.to_bits())
}

/// Whether one name is a part of the other: "DeKalb", "DeKalb County".
fn is_same(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn is_close(one: (f64, f64), other: (f64, f64)) -> bool {
    (one.0 - other.0).abs() * DEGREE < CLOSE && distance(one, other) < CLOSE
}
