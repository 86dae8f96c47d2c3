//! The country a story is at home in.

use std::cmp::Reverse;
use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use risalah_doc::{Code, EntityId, Place, Rel, TokenId};

use super::is_ethnic;
use crate::backing::backs;
use crate::cast::Cast;
use crate::names::Name;
use crate::parties::Nominal;
use crate::sight::{Known, Sight};
use crate::tagger::Class;

/// Where a story is at home.
pub(super) struct Story {
    /// The countries it tells of, the one told most often first.
    countries: Vec<String>,
    /// Whether the first is told often enough for the story to be at home there.
    sure: bool,
    /// Whether a single word tells it.
    once: bool,
    /// Which offices it says are held in which state.
    held: HashSet<(u32, u32), FixedState>,
}

impl Story {
    /// The country a story is at home in is the one that at least half of its names, places and
    /// adjectives of states belong to; those of people count only where the others do not tell.
    pub(super) fn of(
        sight: &Sight<'_>,
        names: &[Name],
        nominals: &[Nominal],
        places: &[Place],
        of_name: &[EntityId],
        cast: &Cast,
    ) -> Self {
        let telling = Telling {
            sight,
            names,
            places,
            of_name,
            cast,
        };
        let (mut countries, mut sure, mut once) = telling.told(|class| class != Class::Person);
        if !sure {
            (countries, sure, once) = telling.told(|_| true);
        }
        let now = nominals.iter().filter(|n| !n.past);
        let held = now.filter_map(|n| Some((n.listed?.0, n.owner.country?)));
        Self {
            countries,
            sure,
            once,
            held: held.collect(),
        }
    }

    /// The country the story is at home in.
    pub(super) fn home(&self) -> Option<&str> {
        let first = self.countries.first().filter(|_| self.sure);
        first.map(String::as_str)
    }

    /// Whether a single word of the story tells its country.
    pub(super) fn told_once(&self) -> bool {
        self.once
    }

    /// Where one who holds the office is at home, whose country nobody tells: not where it is said to
    /// be somebody's ("Menlu Retno bertemu Menlu Rusia"), if one alone holds it there.
    pub(super) fn of_office<'a>(&'a self, sight: &Sight<'a>, office: u32) -> Option<&'a str> {
        let world = sight.world;
        let taken = |state: &str| {
            let state = world.countries.iter().position(|c| &*c.code == state);
            state.is_some_and(|c| {
                let c = c as u32;
                self.held.contains(&(office, c))
                    && world.holder(office, Some(c), None, None).is_some()
            })
        };
        let home = self.home()?;
        if !taken(home) {
            return Some(home);
        }
        let language = sight.pack.naming.home.as_deref();
        let mut rest = language
            .into_iter()
            .chain(self.countries.iter().map(String::as_str));
        rest.find(|c| !taken(c))
    }
}

/// Whether a name of money stands before or behind: "dolar AS", "Canadian dollars".
fn beside_money(sight: &Sight<'_>, tokens: &Range<TokenId>) -> bool {
    let sentence = sight.sentence(tokens.start);
    let money = |t: TokenId| {
        sentence.contains(&t) && sight.pack.naming.money.has(&sight.form(t).to_lowercase())
    };
    tokens.start.checked_sub(1).is_some_and(money) || money(tokens.end)
}

/// Whether the place only tells where something is signed: "signed a truce in Doha".
pub(super) fn signed(sight: &Sight<'_>, place: TokenId) -> bool {
    let grammar = &sight.pack.grammar;
    let cased = |t: TokenId| sight.cases(t).any(|c| sight.is_one_of(c, &grammar.places));
    let above = |t: TokenId| Some(sight.head(t)).filter(|h| *h != t);
    let rel = sight.rel(place);
    let phrase = rel.is(Rel::Obl) || rel.is(Rel::Nmod);
    let Some(head) = above(place).filter(|_| phrase && cased(place)) else {
        return false;
    };
    let verb = if sight.rel(head).is(Rel::Obj) {
        above(head)
    } else {
        Some(head)
    };
    verb.is_some_and(|v| sight.is_one_of(v, &grammar.signings))
}

/// What tells where a story is at home.
struct Telling<'a, 'b> {
    sight: &'b Sight<'a>,
    names: &'b [Name],
    places: &'b [Place],
    of_name: &'b [EntityId],
    cast: &'b Cast,
}

impl Telling<'_, '_> {
    /// The countries that the adjectives and the names of these classes tell, the one told most
    /// often first, whether that is told by half of them, and whether it is told once and no more.
    fn told(&self, told_by: impl Fn(Class) -> bool) -> (Vec<String>, bool, bool) {
        let sight = self.sight;
        let mut counts: Vec<(String, usize)> = Vec::new();
        let mut count =
            |country: &str, weight: usize| match counts.iter_mut().find(|c| c.0 == country) {
                Some(count) => count.1 += weight,
                None => counts.push((country.to_owned(), weight)),
            };
        let of_story =
            |tokens: &Range<TokenId>| !beside_money(sight, tokens) && !backs(sight, tokens);
        let language = sight.pack.naming.home.as_deref();
        for (n, name) in self.names.iter().enumerate() {
            let tells = told_by(name.class) && of_story(&name.tokens);
            let abroad = |c: &str| Some(c) != language && signed(sight, sight.top(&name.tokens));
            if let Some(country) = self.of_name(n).filter(|c| tells && !abroad(c)) {
                count(country, 1);
            }
        }
        let adjective =
            |k: &&Known| !k.is_name() && !k.is_office() && !is_ethnic(sight, k.tokens.start);
        let told = |k: &&Known| of_story(&k.tokens);
        for known in sight.known.iter().filter(adjective).filter(told) {
            if let Some(country) = known.state() {
                count(&sight.world.countries[country as usize].code, 1);
            }
        }
        let all: usize = counts.iter().map(|c| c.1).sum();
        // Of countries named as often the one where news in this language are at home is meant,
        // then the one named first.
        counts.sort_by_key(|c| (Reverse(c.1), Some(c.0.as_str()) != language));
        let half = counts.first().is_some_and(|(_, most)| most * 2 >= all);
        (counts.into_iter().map(|c| c.0).collect(), half, all == 1)
    }

    /// The state that a name tells: its own, its place's, or that of the person's office.
    fn of_name(&self, n: usize) -> Option<&str> {
        let name = &self.names[n];
        let state = |code: &Code| {
            let country = code.country();
            country.is_some_and(|c| !self.sight.world.is_standin(c))
        };
        if state(&name.code) {
            return name.code.country();
        }
        let at = self
            .places
            .partition_point(|p| p.span.start() < name.span.start());
        let place = self.places.get(at).filter(|p| p.span == name.span);
        if let Some(country) = place.and_then(|p| p.country.as_deref()) {
            return Some(country);
        }
        let person = &self.cast.entities[self.of_name[n] as usize].code;
        person
            .country()
            .filter(|_| name.class == Class::Person && state(person))
    }
}
