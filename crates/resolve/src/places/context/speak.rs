//! What speaks for a division without being a place: states of a union anywhere in the article, and
//! the towns and counties that bodies are called by.

use risalah_doc::TokenId;
use risalah_pack::world::Entry;

use super::{Context, DIVISIONS};
use crate::names::{Name, has_seat};
use crate::sight::{Known, Sight};

/// How much a division that is named speaks for its towns.
pub(super) const NAMED: f64 = 3.0;

/// A town that a body is called by has so many inhabitants.
const CALLED: u32 = 10_000;

/// The passing names of so large a city say little of where a story is.
const LARGE: u32 = 500_000;

/// They count so much less.
const PASSING: f64 = 0.4;

impl<'a, 'b> Context<'a, 'b> {
    /// Lets the divisions that the article names speak for their towns: "Georgia Bureau of
    /// Investigation", "Ohio 63".
    pub(super) fn speak_divisions(&mut self) {
        let world = self.sight.world;
        let mut named: Vec<(u32, bool)> = Vec::new();
        let all = self.sight.known.iter();
        // "Washington" is hardly ever the state.
        for known in all.filter(|k| !has_seat(&k.entries)) {
            // "Georgia" may be a state of its own.
            let alone = known.people().is_none();
            let place = |e| match e {
                Entry::Place(p) => Some((p, alone)),
                _ => None,
            };
            named.extend(known.entries.iter().copied().filter_map(place));
        }
        named.sort_unstable();
        named.dedup();
        for (place, alone) in named {
            let Some(region) = world.division_of(place) else {
                continue;
            };
            *self.regions.entry(region).or_default() += NAMED;
            let country = world.places[place as usize].country.clone();
            if let Some(country) = country.filter(|_| alone) {
                self.count(country);
            }
        }
    }

    /// Lets the towns and counties that bodies are called by speak for their divisions: "Butler
    /// County Transportation District".
    pub(super) fn speak_bodies(&mut self, bodies: &[&'b Name]) {
        for body in bodies.iter().filter(|b| b.tokens.len() > 1) {
            let mut token = body.tokens.start;
            while token < body.tokens.end {
                let known = town_at(self.sight, token, body);
                token = known.map_or(token + 1, |k| k.tokens.end);
                let Some(known) = known else { continue };
                let text = known.span.of(&self.sight.parsed.article.text);
                self.give(text, None);
                let towns = super::towns(self.sight, text);
                let country = towns.first().and_then(|c| c.country);
                let one = towns.iter().all(|c| c.country == country);
                if let Some(country) = country.filter(|_| one) {
                    self.count(country.clone());
                }
            }
        }
    }

    /// Lets a name speak for the divisions that have a town of this name.
    pub(super) fn give(&mut self, text: &'b str, n: Option<usize>) {
        if self.given.contains_key(text) {
            return;
        }
        let found;
        let all = match n {
            Some(n) => &self.all[n],
            None => {
                found = super::towns(self.sight, text);
                &found
            }
        };
        let mut regions: Vec<(&str, &str)> = all.iter().filter_map(|c| c.region).collect();
        let most = all.iter().map(|c| c.population).max().unwrap_or_default();
        let passing = if most >= LARGE { PASSING } else { 1.0 };
        regions.sort_unstable();
        regions.dedup();
        let weight = (DIVISIONS / (regions.len().max(1) as f64)).ln().max(0.0) * passing;
        self.given.insert(text, weight);
        for region in regions {
            *self.regions.entry(region).or_default() += weight;
        }
    }
}

/// The town or county that begins at the token, within a body's name and not all of it.
pub(super) fn town_at<'a>(sight: &'a Sight<'_>, token: TokenId, body: &Name) -> Option<&'a Known> {
    let known = sight.known_at(token)?;
    let inside = known.tokens.start == token
        && known.tokens.end <= body.tokens.end
        && known.tokens.len() < body.tokens.len();
    let town = known.city.is_some_and(|n| n >= CALLED) && known.entries.is_empty();
    let word = || sight.role_at(token).is_some();
    (inside && town && sight.capital(token) && !word()).then_some(known)
}
