//! What the rest of the article says about where its places are.

mod close;
mod doubt;
mod speak;

use std::sync::Arc;

use hashbrown::HashMap;
use risalah_doc::{Place, Resolution, TokenId};
use risalah_pack::world::Entry;

use self::close::Close;
use self::doubt::FORMERLY;
use super::candidates::{
    Candidate, distance, homonyms, is_inner, is_kind, stripped, towns, within,
};
use super::follows;
use crate::names::Name;
use crate::sight::Sight;

/// What the rest of the article says about where its places are.
///
/// No name speaks for itself: what a name may be is held against what the others may be, so a
/// large city of a name said often does not stand in the way of the small one that is meant.
pub(super) struct Context<'a, 'b> {
    sight: &'b Sight<'a>,
    names: &'b [&'b Name],
    /// For each name, what it may be by itself.
    all: Vec<Vec<Candidate<'a>>>,
    /// For each name, whether that is by a part of it only.
    bare: Vec<bool>,
    /// For each name, the country that it must lie in, where the text says in which division.
    within: Vec<Option<Arc<str>>>,
    /// Countries by how often they are meant.
    countries: HashMap<Arc<str>, f64, foldhash::fast::FixedState>,
    /// How often all of them are.
    total: f64,
    /// How often by names that may be elsewhere, too.
    guessed: HashMap<(&'b str, Arc<str>), f64, foldhash::fast::FixedState>,
    /// Points of places, with the names that are there.
    points: Vec<(&'b str, (f64, f64))>,
    /// How far the names of towns speak for a division: a name that is found in few of them says
    /// more.
    regions: HashMap<(&'a str, &'a str), f64, foldhash::fast::FixedState>,
    /// What each name has given to the divisions that it is found in.
    given: HashMap<&'b str, f64, foldhash::fast::FixedState>,
    /// How far other names speak for what a name may be.
    close: Close<'b>,
    /// What names stand for whose division the text tells somewhere.
    told: HashMap<&'b str, Candidate<'a>, foldhash::fast::FixedState>,
}

/// So many names of what a place lies in are looked at behind it.
const NESTED: usize = 8;

/// So far apart, places of one story still support each other, in kilometres.
const NEAR: f64 = 300.0;

/// So close together, they are of one town.
const CLOSE: f64 = 40.0;

/// So many places of a story are looked at.
const MOST: usize = 40;

/// A name that is found in so many divisions says nothing of any.
const DIVISIONS: f64 = 60.0;

/// So much at most speaks for a division.
const SPOKEN: f64 = 7.0;

impl<'a, 'b> Context<'a, 'b> {
    /// Learns from what is sure first, then from the best guess at the rest.
    pub(super) fn of(sight: &'b Sight<'a>, names: &'b [&'b Name], bodies: &[&'b Name]) -> Self {
        let kinds = listed_kinds(sight, names);
        let all = names.iter().zip(&kinds);
        let mut all: Vec<Vec<Candidate<'a>>> = all
            .map(|(name, kind)| homonyms(sight, name, *kind))
            .collect();
        let mut bare = vec![false; names.len()];
        for (n, name) in names
            .iter()
            .enumerate()
            .filter(|(_, n)| n.country().is_none())
        {
            if all[n].is_empty() {
                all[n] = stripped(sight, name);
                bare[n] = !all[n].is_empty();
            }
        }
        let mut context = Self {
            all,
            bare,
            sight,
            names,
            within: vec![None; names.len()],
            countries: HashMap::default(),
            total: 0.0,
            guessed: HashMap::default(),
            points: Vec::new(),
            regions: HashMap::default(),
            given: HashMap::default(),
            close: Close::default(),
            told: HashMap::default(),
        };
        for known in &sight.known {
            // "Georgia" may be the state of a union.
            let part = known.entries.iter().any(|e| matches!(e, Entry::Place(_)));
            if part {
                continue;
            }
            if let Some(country) = known.people().filter(|_| !known.is_office()) {
                let code = sight.world.countries[country as usize].code.clone();
                context.count(code);
            }
        }
        for n in 0..names.len() {
            context.give(context.text(n), Some(n));
        }
        context.speak_bodies(bodies);
        context.compare(bodies);
        context.speak_divisions();
        for n in (0..names.len()).rev() {
            context.within[n] = context.division(n);
        }
        let mut open = Vec::new();
        for n in 0..names.len() {
            match context.candidates(n).as_slice() {
                [] => {}
                [one] if !context.is_doubtful(n, one) => context.learn(n, one, true),
                _ => open.push(n),
            }
        }
        let guesses: Vec<_> = open.into_iter().map(|n| (n, context.choose(n))).collect();
        for (n, guess) in &guesses {
            if let Some(guess) = guess {
                context.learn(*n, guess, false);
            }
        }
        context.tell();
        context
    }

    /// Keeps in mind what each name stands for whose division the text tells.
    fn tell(&mut self) {
        for n in 0..self.names.len() {
            let Some(outer) = self.outer(n).filter(|o| o.is_part()) else {
                continue;
            };
            if let Some(best) = self.choose_in(n, Some(outer)) {
                self.told.entry(self.text(n)).or_insert(best);
            }
        }
    }

    fn text(&self, n: usize) -> &'b str {
        self.names[n].span.of(&self.sight.parsed.article.text)
    }

    fn learn(&mut self, n: usize, candidate: &Candidate<'a>, sure: bool) {
        let text = self.text(n);
        if !candidate.is_state()
            && let Some(point) = candidate.point
            && self.points.len() < MOST
        {
            self.points.push((text, point));
        }
        let Some(country) = candidate.country else {
            return;
        };
        let own = self.guessed.entry((text, country.clone())).or_default();
        // A guess counts once however often it is made.
        if sure || *own == 0.0 {
            *own += 1.0;
            self.count(country.clone());
        }
    }

    fn count(&mut self, country: Arc<str>) {
        *self.countries.entry(country).or_default() += 1.0;
        self.total += 1.0;
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
        if !self.is_division(next) {
            return self.within[next].clone();
        }
        let best = self.best(next, self.candidates(next), None)?;
        best.country.cloned()
    }

    /// Whether the name says by a word that it is a part of a state, and is no town's own
    /// ("Mexico City").
    fn is_division(&self, n: usize) -> bool {
        let (sight, tokens) = (self.sight, &self.names[n].tokens);
        let town = !self.bare[n] && self.all[n].iter().any(|c| c.geonameid.is_some());
        let kind =
            tokens.len() > 1 && (is_kind(sight, tokens.start) || is_kind(sight, tokens.end - 1));
        kind && !town && self.names[n].country().is_none()
    }

    pub(super) fn resolve(&self, n: usize) -> Place {
        match self.choose(n) {
            Some(best) => best.place(),
            None => self.unknown(self.names[n], self.outer(n)),
        }
    }

    fn choose(&self, n: usize) -> Option<Candidate<'a>> {
        let before = n.checked_sub(1).filter(|b| self.next(*b) == Some(n));
        if let Some(holds) = before.and_then(|b| self.holds(b, n)) {
            return Some(holds);
        }
        let outer = self.outer(n);
        let told = self.told.get(self.text(n)).copied();
        told.filter(|_| outer.is_none())
            .or_else(|| self.choose_in(n, outer))
    }

    /// What the name stands for within what the text says that it lies in.
    fn choose_in(&self, n: usize, outer: Option<Candidate<'a>>) -> Option<Candidate<'a>> {
        let mut candidates = self.candidates(n);
        // "Lebanon, Pennsylvania" is no state.
        let part = outer.filter(|o| o.is_part() && self.names[n].country().is_some());
        if let Some(part) = part.filter(|p| candidates.iter().all(|c| c.country != p.country)) {
            let mut towns = towns(self.sight, self.text(n));
            towns.retain(|c| c.country == part.country);
            if !towns.is_empty() {
                candidates = towns;
            }
        }
        let best = self.best(n, candidates, outer)?;
        outer.is_none_or(|o| !best.is_outside(&o)).then_some(best)
    }

    /// What the text says behind the name that it lies in: the first known of several ("Pegadungan,
    /// Kalideres, Jakarta Barat").
    fn outer(&self, n: usize) -> Option<Candidate<'a>> {
        if let Some(holds) = self.next(n).and_then(|next| self.holds(n, next)) {
            return Some(holds);
        }
        // "Maine, Oregon and Utah" are three.
        if self.is_first_level(n) {
            let next = self.next(n)?;
            if self.is_first_level(next) {
                return None;
            }
        }
        let behind = std::iter::successors(self.next(n), |next| self.next(*next));
        let mut near = behind.take(NESTED);
        near.find_map(|next| self.best(next, self.candidates(next), None))
    }

    /// A place that no list has is known as finely as what it lies in.
    fn unknown(&self, name: &Name, outer: Option<Candidate<'a>>) -> Place {
        let inner = name.tokens.clone().any(|t| is_inner(self.sight, t));
        let outer = outer.filter(|o| !o.is_state() || !inner);
        let country = name.code.country().map(Into::into);
        Place {
            name: name.span.of(&self.sight.parsed.article.text).to_owned(),
            country: country.or_else(|| outer.and_then(|o| o.country.cloned())),
            point: outer.and_then(|o| o.point),
            resolution: match outer {
                Some(outer) => outer.resolution,
                None => inner.then_some(Resolution::Subcity),
            },
            ..Place::default()
        }
    }

    fn best(
        &self,
        n: usize,
        candidates: Vec<Candidate<'a>>,
        outer: Option<Candidate<'a>>,
    ) -> Option<Candidate<'a>> {
        let text = self.text(n);
        // A row of our own list has no division to compare by, and where the text tells the division
        // nothing else does.
        let told = outer.is_some_and(|o| !o.is_town() && !o.is_state());
        let towns = !told && candidates.iter().all(|c| c.region.is_some());
        let usual = candidates.iter().any(|c| c.is_town() && c.is_called(text));
        let scored = candidates.into_iter().map(|c| {
            let other = usual && c.is_town() && !c.is_named(text);
            let other = if other { FORMERLY } else { 0.0 };
            let together = if towns { self.together(text, &c) } else { 0.0 };
            (
                self.score(text, &c, outer) + together - self.formerly(n, &c).max(other),
                c,
            )
        });
        let best = scored.max_by(|a, b| {
            let (x, y) = (a.1.geonameid, b.1.geonameid);
            a.0.total_cmp(&b.0).then(y.cmp(&x))
        });
        best.map(|b| b.1)
            .filter(|b| outer.is_some() || !self.is_far_village(text, b))
    }

    /// How often the country is meant by other names, and how often all are.
    fn meant(&self, name: &str, country: &Arc<str>) -> (f64, f64) {
        let own = self.guessed.get(&(name, country.clone()));
        let own = own.copied().unwrap_or_default();
        let meant = self.countries.get(country).copied().unwrap_or_default();
        (meant - own, self.total - own)
    }

    fn score(&self, name: &'b str, candidate: &Candidate<'_>, outer: Option<Candidate<'_>>) -> f64 {
        let mut score = f64::from(candidate.population.max(1)).ln();
        if let (Some(outer), Some(country)) = (outer, candidate.country) {
            // What follows may be what the place lies in, or but another one of a list.
            let (same, far, slope) = match outer.resolution {
                Some(Resolution::City) => (3.0, 3.0, 100.0),
                _ => (8.0, f64::MAX, 40.0),
            };
            score += if outer.country == Some(country) {
                same
            } else {
                -same
            };
            if let (Some(a), Some(b)) = (candidate.point, outer.point)
                && !outer.is_state()
            {
                score -= (distance(a, b) / slope).min(far);
            }
        }
        if let Some(country) = candidate.country {
            let (meant, all) = self.meant(name, country);
            score += 6.0 * if all > 0.0 { meant / all } else { 0.0 };
        }
        if let Some(point) = candidate.point.filter(|_| !candidate.is_state()) {
            let others = self.points.iter().filter(|p| p.0 != name);
            let near = others.map(|p| match distance(p.1, point) {
                ..CLOSE => 2.0,
                CLOSE..NEAR => 1.5,
                _ => 0.0,
            });
            score += near.sum::<f64>().min(6.0);
            // What the text says that it lies in tells more.
            if outer.is_none() {
                score += self.closely(name, point);
            }
        }
        score
    }

    /// How far other towns of the story speak for the town's division.
    fn together(&self, name: &str, candidate: &Candidate<'_>) -> f64 {
        let Some(region) = candidate.region else {
            return 0.0;
        };
        let all = self.regions.get(&region).copied().unwrap_or_default();
        let own = self.given.get(name).copied().unwrap_or_default();
        (all - own).clamp(0.0, SPOKEN)
    }

    /// Whether another place of the story is near, if it has any.
    fn is_near(&self, n: usize, candidate: &Candidate<'_>) -> bool {
        let text = self.text(n);
        let mut others = self.points.iter().filter(|p| p.0 != text).peekable();
        let Some(point) = candidate.point.filter(|_| others.peek().is_some()) else {
            return true;
        };
        others.any(|p| distance(p.1, point) < NEAR)
    }

    /// All that the name may be where it stands.
    fn candidates(&self, n: usize) -> Vec<Candidate<'a>> {
        let name = self.names[n];
        let mut all = self.all[n].clone();
        let home = self.sight.pack.naming.home.as_deref();
        let spoken = |c: &str| home == Some(c) || self.countries.contains_key(c);
        if self.bare[n] && home.is_some() {
            all.retain(|c| c.country.is_none_or(|c| spoken(c)));
        }
        if self.bare[n] {
            all.retain(|c| self.is_near(n, c));
        }
        if all.is_empty() && !self.bare[n] && name.country().is_none() {
            all = within(self.sight, name, spoken);
            all.retain(|c| !c.is_town() || self.is_near(n, c));
        }
        if let Some(within) = self.within[n].as_ref().filter(|_| name.country().is_none()) {
            all.retain(|c| c.country == Some(within));
        }
        all
    }
}

/// For each name the word in small letters behind it, or behind the list that it is one of, that
/// says what kind of places they are: "Cooke, Grayson and Love counties".
fn listed_kinds<'a>(sight: &Sight<'a>, names: &[&Name]) -> Vec<Option<&'a str>> {
    let mut out: Vec<Option<&str>> = vec![None; names.len()];
    if sight.pack.naming.kinds_first {
        return out;
    }
    for n in (0..names.len()).rev() {
        let end = names[n].tokens.end;
        if !sight.sentence(end - 1).contains(&end) {
            continue;
        }
        let lemma = sight.lemma(end);
        let small = sight.form(end).starts_with(char::is_lowercase);
        out[n] = if small && sight.pack.naming.place_kinds.has(lemma) {
            Some(lemma)
        } else {
            let next = names.get(n + 1);
            let joins = |t: TokenId| {
                let upos = sight.upos(t);
                upos == risalah_doc::Upos::Cconj || sight.form(t) == ","
            };
            let list = next.is_some_and(|next| {
                let mut between = end..next.tokens.start;
                between.len() <= 2 && !between.is_empty() && between.all(joins)
            });
            out.get(n + 1).copied().flatten().filter(|_| list)
        };
    }
    out
}
