//! Places: which place of a name is meant, and whether the name stands for a government.

use std::sync::Arc;

use risalah_doc::{Place, Rel, Resolution, TokenId};
use risalah_pack::world::{City, Entry};

use crate::names::Name;
use crate::sight::Sight;
use crate::tagger::Class;

/// The mentions of places, in the order of the text.
pub(crate) fn find(sight: &Sight<'_>, names: &[Name]) -> Vec<Place> {
    let names: Vec<&Name> = names.iter().filter(|n| n.class == Class::Place).collect();
    let context = Context::of(sight, &names);
    let mut out: Vec<Place> = Vec::with_capacity(names.len());
    let mut beside = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let mut place = context.resolve(n);
        if place.point.is_none() {
            beside.push(n);
        }
        place.span = name.span;
        place.head = sight.top(&name.tokens);
        place.metonymic = stands_for_state(sight, name);
        out.push(place);
    }
    for n in beside {
        lend(sight, &mut out, n);
    }
    out
}

/// So many names on each side of an unlisted place are looked at.
const BESIDE: usize = 3;

/// A place that no list has lies about where the nearest place of its own or the next sentence
/// lies, and is known no finer than that one.
fn lend(sight: &Sight<'_>, places: &mut [Place], n: usize) {
    let sentence = |p: &Place| sight.parsed.sentence_of(p.head).unwrap_or_default();
    let here = sentence(&places[n]);
    let near = (1..=BESIDE).flat_map(|d| [n.checked_sub(d), Some(n + d)]);
    let found = near.flatten().filter_map(|k| places.get(k)).find(|p| {
        let fine = p.resolution.is_some_and(|r| r != Resolution::Country);
        p.point.is_some() && fine && sentence(p).abs_diff(here) <= 1
    });
    let Some(found) = found.cloned() else { return };
    let place = &mut places[n];
    let abroad = place.country.as_ref().zip(found.country.as_ref());
    if abroad.is_none_or(|(a, b)| a == b) {
        place.point = found.point;
        place.country = found.country;
        place.resolution = found.resolution.map(|r| r.min(Resolution::District));
    }
}

/// Whether the next name tells where the place is: "Paris, Texas", "Cianjur, Jawa Barat".
fn follows(sight: &Sight<'_>, name: &Name, next: &Name) -> bool {
    let between = name.span.end()..next.span.start();
    let gap = sight.parsed.article.text.get(between).unwrap_or_default();
    let rest = sight.parsed.article.text.get(next.span.end()..);
    // "Bertemu di Brussels, AS: …": before a colon stands who speaks.
    let speaks = rest.is_some_and(|r| r.trim_start().starts_with(':'));
    matches!(gap.trim(), "," | "(" | "") && !gap.contains('\n') && !speaks
}

/// Whether a place's name stands for its government or people: it acts, or is acted upon, and is
/// not where something happens.
pub(crate) fn stands_for_state(sight: &Sight<'_>, name: &Name) -> bool {
    let top = sight.top(&name.tokens);
    let sentence = sight.sentence(top);
    let mut case = sentence
        .clone()
        .filter(|&t| sight.head(t) == top && sight.rel(t).is(Rel::Case));
    let places = &sight.pack.grammar.places;
    let before = name.tokens.start.checked_sub(1);
    let cued = before
        .filter(|t| sentence.contains(t))
        .is_some_and(|t| sight.is_one_of(t, places));
    if cued || case.clone().any(|t| sight.is_one_of(t, places)) {
        return false;
    }
    let rel = sight.rel(top);
    let state = |e: &Entry| matches!(e, Entry::Country(_) | Entry::Seat(_));
    if !name.entries.iter().any(state) {
        let says = |t: TokenId| sight.pack.quotes.verbs.has(sight.lemma(t));
        return rel.is(Rel::Nsubj) && says(sight.head(top));
    }
    let marked = case.next().is_some();
    match rel.universal() {
        Rel::Nsubj | Rel::Obj | Rel::Iobj => true,
        Rel::Obl => rel == Rel::OblAgent || marked,
        Rel::Nmod => rel == Rel::NmodPoss || marked,
        Rel::Conj => {
            let first = sight.head(top);
            matches!(sight.rel(first).universal(), Rel::Nsubj | Rel::Obj)
        }
        _ => false,
    }
}

/// Somewhere a name may be.
#[derive(Clone, Debug)]
struct Candidate<'a> {
    place: Place,
    population: u32,
    /// Country and first-level division of a town.
    region: Option<(&'a str, &'a str)>,
}

/// What the rest of the article says about where its places are.
struct Context<'a, 'b> {
    sight: &'b Sight<'a>,
    names: &'b [&'b Name],
    /// For each name, the country that it must lie in, where the text says in which division.
    within: Vec<Option<Arc<str>>>,
    /// Countries by how often they are meant, most often first.
    countries: Vec<(String, usize)>,
    /// Points of places, with the names that are there.
    points: Vec<(String, (f64, f64))>,
    /// First-level divisions of towns, with the names that are there.
    regions: Vec<(String, (&'a str, &'a str))>,
}

/// So far apart, places of one story still support each other, in kilometres.
const NEAR: f64 = 300.0;

/// So many places of a story are looked at.
const MOST: usize = 40;

impl<'a, 'b> Context<'a, 'b> {
    /// Learns from what is sure first, then from the best guess at the rest.
    fn of(sight: &'b Sight<'a>, names: &'b [&'b Name]) -> Self {
        let mut context = Self {
            sight,
            names,
            within: vec![None; names.len()],
            countries: Vec::new(),
            points: Vec::new(),
            regions: Vec::new(),
        };
        for known in &sight.known {
            // "Georgia" may be the state of a union.
            let part = known.entries.iter().any(|e| matches!(e, Entry::Place(_)));
            if part {
                continue;
            }
            if let Some(country) = known.people().filter(|_| !known.is_office()) {
                let code = sight.world.countries[country as usize].code.to_string();
                context.count(&code);
            }
        }
        for n in (0..names.len()).rev() {
            context.within[n] = context.division(n);
        }
        let mut open = Vec::new();
        for (n, name) in names.iter().enumerate() {
            match context.candidates(n).as_slice() {
                [] => {}
                [one] => context.learn(name, one),
                _ => open.push(n),
            }
        }
        let guesses: Vec<_> = open.into_iter().map(|n| (n, context.choose(n))).collect();
        for (n, guess) in &guesses {
            if let Some(guess) = guess {
                context.learn(names[*n], guess);
            }
        }
        context
            .countries
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        context
    }

    fn learn(&mut self, name: &Name, candidate: &Candidate<'a>) {
        let text = name.span.of(&self.sight.parsed.article.text);
        let place = &candidate.place;
        if let Some(region) = candidate.region.filter(|_| self.regions.len() < MOST) {
            self.regions.push((text.to_owned(), region));
        }
        if place.resolution != Some(Resolution::Country)
            && let Some(point) = place.point
            && self.points.len() < MOST
        {
            self.points.push((text.to_owned(), point));
        }
        if let Some(country) = &place.country {
            self.count(country);
        }
    }

    fn count(&mut self, country: &str) {
        match self.countries.iter_mut().find(|c| c.0 == country) {
            Some(count) => count.1 += 1,
            None => self.countries.push((country.to_owned(), 1)),
        }
    }

    /// The name right behind that tells where this one is.
    fn next(&self, n: usize) -> Option<usize> {
        let (name, next) = (self.names.get(n)?, self.names.get(n + 1)?);
        follows(self.sight, name, next).then_some(n + 1)
    }

    /// The country of the division that the text puts the name in: "Tenjo, Kabupaten Bogor" is
    /// where Bogor is, and what stands before "Tenjo" is too.
    fn division(&self, n: usize) -> Option<Arc<str>> {
        let next = self.next(n)?;
        if !self.is_division(self.names[next]) {
            return self.within[next].clone();
        }
        self.best(self.names[next], self.candidates(next), None)?
            .place
            .country
    }

    /// Whether the name says by a word that it is a part of a state, and is no town's own
    /// ("Mexico City").
    fn is_division(&self, name: &Name) -> bool {
        let text = name.span.of(&self.sight.parsed.article.text);
        if name.country().is_some() || !self.sight.world.cities.exactly(text).is_empty() {
            return false;
        }
        let tokens = &name.tokens;
        tokens.len() > 1 && (self.is_kind(tokens.start) || self.is_kind(tokens.end - 1))
    }

    /// Whether the token says what kind of place a name is of ("Kabupaten", "Province").
    fn is_kind(&self, token: TokenId) -> bool {
        let form = self.sight.form(token).to_lowercase();
        self.sight.pack.naming.place_kinds.has(&form)
    }

    fn resolve(&self, n: usize) -> Place {
        match self.choose(n) {
            Some(best) => best.place,
            None => self.unknown(self.names[n], self.outer(n).map(|o| o.place)),
        }
    }

    fn choose(&self, n: usize) -> Option<Candidate<'a>> {
        let outer = self.outer(n);
        let outer = outer.as_ref().map(|o| &o.place);
        self.best(self.names[n], self.candidates(n), outer)
    }

    fn outer(&self, n: usize) -> Option<Candidate<'a>> {
        let next = self.next(n)?;
        self.best(self.names[next], self.candidates(next), None)
    }

    /// A place that no list has is known as finely as what it lies in.
    fn unknown(&self, name: &Name, outer: Option<Place>) -> Place {
        let inner = name.tokens.clone().any(|t| self.is_inner(t));
        let outer = outer.filter(|o| o.resolution != Some(Resolution::Country) || !inner);
        let country = name.code.country().map(Into::into);
        Place {
            name: name.span.of(&self.sight.parsed.article.text).to_owned(),
            country: country.or_else(|| outer.as_ref().and_then(|o| o.country.clone())),
            point: outer.as_ref().and_then(|o| o.point),
            resolution: match outer {
                Some(outer) => outer.resolution,
                None => inner.then_some(Resolution::Subcity),
            },
            ..Place::default()
        }
    }

    fn is_inner(&self, token: TokenId) -> bool {
        let form = self.sight.form(token).to_lowercase();
        self.sight.pack.naming.inner_places.has(&form)
    }

    fn best(
        &self,
        name: &Name,
        candidates: Vec<Candidate<'a>>,
        outer: Option<&Place>,
    ) -> Option<Candidate<'a>> {
        let text = name.span.of(&self.sight.parsed.article.text);
        // A row of our own list has no division to compare by.
        let towns = candidates.iter().all(|c| c.region.is_some());
        let scored = candidates.into_iter().map(|c| {
            let together = if towns { self.together(text, &c) } else { 0.0 };
            (self.score(text, &c, outer) + together, c)
        });
        let best = scored.max_by(|a, b| {
            let (x, y) = (a.1.place.geonameid, b.1.place.geonameid);
            a.0.total_cmp(&b.0).then(y.cmp(&x))
        });
        best.map(|b| b.1)
    }

    fn score(&self, name: &str, candidate: &Candidate<'_>, outer: Option<&Place>) -> f64 {
        let mut score = f64::from(candidate.population.max(1)).ln();
        let place = &candidate.place;
        if let (Some(outer), Some(country)) = (outer, &place.country) {
            let same = outer.country.as_ref() == Some(country);
            score += if same { 8.0 } else { -8.0 };
            if let (Some(a), Some(b)) = (place.point, outer.point)
                && outer.resolution != Some(Resolution::Country)
            {
                score -= distance(a, b) / 100.0;
            }
        }
        if let Some(country) = &place.country {
            let all: usize = self.countries.iter().map(|c| c.1).sum();
            let own = self.countries.iter().find(|c| c.0 == **country);
            score += 6.0 * own.map_or(0.0, |c| c.1 as f64 / all as f64);
        }
        if let Some(point) = place
            .point
            .filter(|_| place.resolution != Some(Resolution::Country))
        {
            let others = self.points.iter().filter(|p| p.0 != name);
            let near = others.filter(|p| distance(p.1, point) < NEAR).count();
            score += 1.5 * (near as f64).min(4.0);
        }
        score
    }

    /// How far other towns of the story support the town's division.
    fn together(&self, name: &str, candidate: &Candidate<'_>) -> f64 {
        let others = self.regions.iter().filter(|r| r.0 != name);
        let same = others.filter(|r| Some(r.1) == candidate.region).count();
        2.0 * (same as f64).min(3.0)
    }

    /// All that the name may be where it stands.
    fn candidates(&self, n: usize) -> Vec<Candidate<'a>> {
        let name = self.names[n];
        let mut all = self.homonyms(name);
        if let Some(within) = self.within[n].as_ref().filter(|_| name.country().is_none()) {
            all.retain(|c| c.place.country.as_ref() == Some(within));
        }
        all
    }

    /// All that the name may be.
    fn homonyms(&self, name: &Name) -> Vec<Candidate<'a>> {
        let world = self.sight.world;
        let mut out: Vec<Candidate<'a>> =
            name.entries.iter().filter_map(|e| self.row(*e)).collect();
        if name.country().is_some() {
            return out;
        }
        let text = name.span.of(&self.sight.parsed.article.text);
        for city in world.cities.exactly(text) {
            out.push(self.city(&city));
        }
        if out.is_empty() {
            let cities = self.stripped(name);
            // What is called after a town is not its size: only where it lies counts.
            out.extend(cities.iter().map(|c| Candidate {
                population: 1 + c.population / 1000,
                ..self.city(c)
            }));
        }
        if out.is_empty() {
            out = self.within(name);
        }
        out
    }

    /// The listed place that a longer name holds: "RSUD Tulungagung", "North Queensland".
    fn within(&self, name: &Name) -> Vec<Candidate<'a>> {
        let world = self.sight.world;
        let known = name.tokens.clone().rev().find_map(|t| {
            let known = self.sight.known_at(t)?;
            (known.city.is_some_and(|n| n >= INNER)
                || known.entries.iter().any(|e| self.row(*e).is_some()))
            .then_some(known)
        });
        let Some(known) = known else {
            return Vec::new();
        };
        let rows: Vec<Candidate<'a>> = known.entries.iter().filter_map(|e| self.row(*e)).collect();
        if !rows.is_empty() {
            return rows;
        }
        let text = known.span.of(&self.sight.parsed.article.text);
        let home = self.sight.pack.naming.home.as_deref();
        // Of a word within a name, which may be any word, only the usual name of a town counts,
        // and only in a country that the article speaks of.
        let spoken =
            |country: &str| home == Some(country) || self.countries.iter().any(|c| c.0 == country);
        world
            .cities
            .exactly(text)
            .iter()
            .filter(|c| c.name == text)
            .map(|c| self.city(c))
            .filter(|c| c.place.country.as_deref().is_some_and(spoken))
            .collect()
    }

    /// Cities of the name without the words that say what it is ("Kabupaten", "Province").
    fn stripped(&self, name: &Name) -> Vec<City<'a>> {
        let sight = self.sight;
        let mut tokens = name.tokens.clone();
        if tokens.len() > 1 && self.is_kind(tokens.start) {
            tokens.start += 1;
        } else if tokens.len() > 1 && self.is_kind(tokens.end - 1) {
            tokens.end -= 1;
        } else {
            return Vec::new();
        }
        let text = sight.span(&tokens).of(&sight.parsed.article.text);
        sight.world.cities.exactly(text)
    }

    fn row(&self, entry: Entry) -> Option<Candidate<'a>> {
        let world = self.sight.world;
        let (place, population) = match entry {
            Entry::Country(c) => {
                let row = &world.countries[c as usize];
                let place = Place {
                    name: row.names.get(self.sight.lang).cloned().unwrap_or_default(),
                    geonameid: row.geonameid,
                    point: row.point,
                    country: Some(row.code.clone()),
                    resolution: Some(Resolution::Country),
                    ..Place::default()
                };
                (place, STATE)
            }
            Entry::Place(p) => {
                let row = &world.places[p as usize];
                let place = Place {
                    name: row.names.get(self.sight.lang).cloned().unwrap_or_default(),
                    point: row.point,
                    country: row.country.clone(),
                    resolution: row.level,
                    ..Place::default()
                };
                (place, ROW)
            }
            _ => return None,
        };
        Some(Candidate {
            place,
            population,
            region: None,
        })
    }

    fn city(&self, city: &City<'a>) -> Candidate<'a> {
        let country = self.sight.world.country_by_iso2(city.iso2);
        Candidate {
            place: Place {
                name: city.name.to_owned(),
                geonameid: Some(city.geonameid),
                point: Some((city.lat, city.lon)),
                country: country.map(|c| c.code.clone()),
                resolution: Some(Resolution::City),
                ..Place::default()
            },
            population: city.population,
            region: Some((city.iso2, city.region)),
        }
    }
}

/// A town within a longer name is looked at from this size on.
const INNER: u32 = 10_000;

/// A state counts as much as a city of so many inhabitants.
const STATE: u32 = 20_000_000;

/// A place of our own list counts as much as a city of so many inhabitants.
const ROW: u32 = 1_000_000;

/// Kilometres between two points.
fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half((b.1 - a.1).to_radians());
    12742.0 * h.clamp(0.0, 1.0).sqrt().asin()
}
