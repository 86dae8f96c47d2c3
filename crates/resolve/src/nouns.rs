//! Entities of common nouns and adjectives, and the country a story is at home in.

mod back;
mod shared;
mod victims;

use std::ops::Range;

use risalah_doc::{
    Code, Entity, EntityId, EntityKind, MentionKind, Place, Presumed, Rel, TokenId, Upos,
};
use risalah_pack::world::Entry;

use crate::cast::{Cast, Key, Words};
use crate::names::Name;
use crate::nouns::back::{Back, definite};
use crate::nouns::victims::Victims;
use crate::parties::Nominal;
use crate::people::Ties;
use crate::sight::{Known, Sight};
use crate::tagger::Class;

/// Gives each noun its entity, and adds the mentions of nouns.
pub(crate) fn join(
    sight: &Sight<'_>,
    names: &[Name],
    nominals: &[Nominal],
    ties: &Ties,
    of_name: &[EntityId],
    places: &[Place],
    cast: &mut Cast,
) {
    let home = Home {
        sight,
        names,
        places,
        of_name,
        cast,
    };
    let home = home.country();
    if let Some(home) = &home {
        settle(sight, names, ties, of_name, cast, home);
    }
    let back = Back {
        sight,
        names,
        of_name,
    };
    let mut joiner = Joiner {
        sight,
        places,
        nominals,
        home,
        people: Vec::new(),
        groups: Vec::new(),
    };
    let tied = names
        .iter()
        .enumerate()
        .filter(|(n, _)| !ties.of_name[*n].is_empty());
    let mut titled = tied
        .map(|(n, name)| (name.tokens.start, n))
        .collect::<Vec<_>>();
    titled.reverse();
    for (n, nominal) in nominals.iter().enumerate() {
        while let Some((_, name)) = titled.pop_if(|(at, _)| *at <= nominal.core.start) {
            joiner.remember(&ties.of_name[name], nominals, of_name[name]);
        }
        if ties.inside[n] {
            continue;
        }
        let pointed = back.pointed(&nominal.core);
        let referent = || match nominal.kind {
            EntityKind::Person => {
                let country = nominal.owner.code.country();
                let one = nominal.office || back.is_person(nominal.core.start);
                let one = pointed.filter(|_| one);
                let far = || {
                    let known = !nominal.private;
                    known.then(|| back.only(&nominal.core, country, cast))?
                };
                one.and_then(|_| back.person(&nominal.core, country, cast).or_else(far))
            }
            _ if nominal.owner.is_unknown() => back.body(&nominal.core, None, cast),
            _ => pointed.and_then(|_| {
                let country = nominal
                    .owner
                    .code
                    .country()
                    .filter(|_| nominal.owner.body.is_none())?;
                back.body(&nominal.core, Some(country), cast)
            }),
        };
        let entity = match ties.of_nominal[n] {
            Some(name) => {
                joiner.remember(&[n], nominals, of_name[name]);
                of_name[name]
            }
            None => match joiner.known(nominal).or_else(referent) {
                Some(entity) => entity,
                None => joiner.entity(nominal, cast),
            },
        };
        let end = pointed.unwrap_or_default().max(nominal.tokens.end);
        let phrase = nominal.tokens.start..end;
        let words = Words {
            span: sight.span(&phrase),
            phrase,
            own: nominal.core.clone(),
            kind: MentionKind::Nominal,
        };
        cast.mention(sight, words, entity);
        if ties.of_nominal[n].is_none() {
            shared::join(sight, nominal, || joiner.noun(nominal), cast);
        }
    }
    adjectives(sight, joiner.home.as_deref(), cast);
    back.bare(cast);
    if let Some(home) = &joiner.home {
        strangers(sight, names, of_name, cast, home);
    }
}

/// Officials whose country nobody tells are of the country the story is at home in.
fn settle(
    sight: &Sight<'_>,
    names: &[Name],
    ties: &Ties,
    of_name: &[EntityId],
    cast: &mut Cast,
    home: &str,
) {
    for (n, name) in names.iter().enumerate() {
        let code = &mut cast.entities[of_name[n] as usize].code;
        let titled = !ties.of_name[n].is_empty() || name.class == Class::Organization;
        let told = code.country().is_some() || code.sectors().next().is_none();
        if titled && !told && sight.world.country(home).is_some() {
            *code = code.with_country(home);
            cast.entities[of_name[n] as usize].presumed = Presumed::Country;
        }
    }
}

/// People and bodies of which nothing is known but the name are of the country the story is at
/// home in.
fn strangers(sight: &Sight<'_>, names: &[Name], of_name: &[EntityId], cast: &mut Cast, home: &str) {
    if sight.world.country(home).is_none() {
        return;
    }
    for (name, &entity) in names.iter().zip(of_name) {
        let entity = &mut cast.entities[entity as usize];
        if !entity.code.is_empty() || name.class == Class::Place {
            continue;
        }
        let person = entity.kind == EntityKind::Person;
        let sector = sight.world.individual.as_deref().filter(|_| person);
        entity.code = Code::new(Some(home), sector);
        entity.presumed = Presumed::Code;
    }
}

/// "Israeli attack": an adjective stands for its state.
fn adjectives(sight: &Sight<'_>, home: Option<&str>, cast: &mut Cast) {
    for known in &sight.known {
        let adjective = known.entry(|e| match e {
            Entry::Adjective(c) => Some(c),
            _ => None,
        });
        let Some(country) = adjective else { continue };
        let top = sight.top(&known.tokens);
        if cast.heads.get(top as usize).is_none_or(|h| *h != 0)
            || !sight.capital(known.tokens.start)
        {
            continue;
        }
        if is_ethnic(sight, known.tokens.start) {
            minority(sight, known, home, cast);
            continue;
        }
        let row = &sight.world.countries[country as usize];
        let entity = cast.of(Key::Listed(Entry::Country(country)), || Entity {
            name: row.names.get(sight.lang).cloned().unwrap_or_default(),
            kind: EntityKind::Country,
            code: Code::new(Some(&row.code), []),
            listed: Some(row.code.clone()),
            ..Entity::default()
        });
        let words = Words {
            span: known.span,
            phrase: known.tokens.clone(),
            own: known.tokens.clone(),
            kind: MentionKind::Nominal,
        };
        cast.mention(sight, words, entity);
    }
}

/// "Ethnic Albanians" are no Albanians by citizenship: they are of where the story is at home.
fn minority(sight: &Sight<'_>, known: &Known, home: Option<&str>, cast: &mut Cast) {
    let phrase = known.tokens.start - 1..known.tokens.end;
    let span = sight.span(&phrase);
    let text = span.of(&sight.parsed.article.text);
    let home = home.filter(|h| sight.world.country(h).is_some());
    let code = Code::new(home, sight.world.individual.as_deref());
    let entity = cast.of(Key::Noun(text.to_lowercase(), code), || Entity {
        name: text.to_owned(),
        kind: EntityKind::Group,
        code,
        presumed: Presumed::Country,
        ..Entity::default()
    });
    let words = Words {
        span,
        own: known.tokens.clone(),
        phrase,
        kind: MentionKind::Nominal,
    };
    cast.mention(sight, words, entity);
}

/// How far a place may hang below the noun or verb that it tells of.
const CLIMB: usize = 3;

struct Joiner<'a, 'b> {
    sight: &'b Sight<'a>,
    places: &'b [Place],
    nominals: &'b [Nominal],
    /// The country the story is at home in.
    home: Option<String>,
    /// People by the titles they were given, in the order of the text.
    people: Vec<(String, EntityId)>,
    /// Groups and bodies by their nouns, in the order of the text.
    groups: Vec<(String, Code, EntityId)>,
}

impl Joiner<'_, '_> {
    /// Keeps in mind what someone was called.
    fn remember(&mut self, titles: &[usize], nominals: &[Nominal], person: EntityId) {
        for &title in titles.iter().filter(|t| !nominals[**t].past) {
            let noun = self.noun(&nominals[title]);
            self.people.push((noun, person));
        }
    }

    fn noun(&self, nominal: &Nominal) -> String {
        let mut out = String::new();
        for token in nominal.core.clone() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&self.sight.lemma(token).to_lowercase());
        }
        out
    }

    /// Who was called the same before, where nobody else's is meant.
    fn known(&self, nominal: &Nominal) -> Option<EntityId> {
        if !nominal.owner.is_unknown() {
            return None;
        }
        let noun = self.noun(nominal);
        let person = || {
            let earlier = self.people.iter().rev().find(|p| p.0 == noun);
            let meant = nominal.office && self.refers(nominal);
            earlier.filter(|_| meant).map(|p| p.1)
        };
        let group = || {
            let earlier = self.groups.iter().rev().find(|g| g.0 == noun);
            let meant = nominal.kind != EntityKind::Person;
            earlier.filter(|_| meant).map(|g| g.2)
        };
        person().or_else(group)
    }

    /// The entity of a noun that stands without a name.
    fn entity(&mut self, nominal: &Nominal, cast: &mut Cast) -> EntityId {
        let noun = self.noun(nominal);
        if let Some(person) = self.holder(nominal) {
            let world = self.sight.world;
            let row = &world.people[person as usize];
            let code = nominal.code;
            let entity = cast.of(Key::Listed(Entry::Person(person)), || Entity {
                name: row.name.clone(),
                kind: EntityKind::Person,
                code,
                listed: Some(row.name.as_str().into()),
                ..Entity::default()
            });
            self.people.push((noun, entity));
            return entity;
        }
        let (mut code, mut presumed) = (nominal.code, Presumed::Nothing);
        if nominal.past {
            code = self.sight.world.past_of(code);
        }
        if code.country().is_none()
            && let Some(country) = self
                .spot(nominal)
                .or_else(|| self.victims().country(nominal))
                .or_else(|| self.home.clone())
        {
            code = code.with_country(&country);
            presumed = Presumed::Country;
        }
        if nominal.private {
            presumed = Presumed::Code;
        }
        let words = self.sight.span(&nominal.tokens);
        let text = words.of(&self.sight.parsed.article.text);
        let entity = cast.of(Key::Noun(noun.clone(), code), || Entity {
            name: text.to_owned(),
            kind: nominal.kind,
            code,
            presumed,
            ..Entity::default()
        });
        if nominal.kind == EntityKind::Person {
            if nominal.office && !nominal.past {
                self.people.push((noun, entity));
            }
        } else {
            self.groups.push((noun, code, entity));
        }
        entity
    }

    fn victims(&self) -> Victims<'_, '_> {
        Victims {
            sight: self.sight,
            places: self.places,
            nominals: self.nominals,
        }
    }

    /// The state where they act or suffer, by a place that hangs on the noun or its verb:
    /// "protesters rallied in Paris".
    fn spot(&self, nominal: &Nominal) -> Option<String> {
        let sight = self.sight;
        if nominal.office {
            return None;
        }
        let top = sight.top(&nominal.core);
        let verb = sight.head(top);
        let sentence = sight.sentence(top);
        let from = self.places.partition_point(|p| p.head < sentence.start);
        let places = self.places[from..]
            .iter()
            .take_while(|p| p.head < sentence.end);
        let grammar = &sight.pack.grammar;
        let cased = |p: &&Place| {
            let mut cases = sentence
                .clone()
                .filter(|&t| sight.head(t) == p.head && sight.rel(t).is(Rel::Case));
            cases.any(|t| {
                sight.is_one_of(t, &grammar.places) && !sight.is_one_of(t, &grammar.recipients)
            })
        };
        let near = places.filter(cased).filter_map(|p| {
            let country = p.country.as_deref()?;
            let (mut at, mut steps) = (p.head, 0);
            while at != top && at != verb && steps < CLIMB {
                let rel = sight.rel(at);
                let phrase = rel.is(Rel::Obl) || rel.is(Rel::Nmod) || rel.is(Rel::Appos);
                at = if phrase { sight.head(at) } else { return None };
                steps += 1;
            }
            let reached = at == top || at == verb && sight.upos(verb) == Upos::Verb;
            let state = sight.world.country(country).is_some();
            (reached && state).then_some((at != top, country))
        });
        near.min_by_key(|n| n.0).map(|n| n.1.to_owned())
    }

    /// Whether a title without a name refers back: it is definite, or written like a name.
    fn refers(&self, nominal: &Nominal) -> bool {
        definite(self.sight, &nominal.tokens) || self.sight.capital(nominal.core.start)
    }

    /// Who held the office on the article's day.
    fn holder(&self, nominal: &Nominal) -> Option<u32> {
        let (world, day) = (self.sight.world, self.sight.day);
        let (office, country, body) = nominal.listed?;
        if nominal.past || day.is_none() || office == u32::MAX {
            return None;
        }
        let home = self
            .home
            .as_deref()
            .and_then(|h| world.countries.iter().position(|c| &*c.code == h));
        let country = country.or_else(|| home.filter(|_| body.is_none()).map(|c| c as u32));
        world.holder(office, country, body, day)
    }
}

/// Whether the people are one within another state ("ethnic Albanians").
fn is_ethnic(sight: &Sight<'_>, people: TokenId) -> bool {
    let before = people.checked_sub(1);
    let before = before.filter(|t| sight.sentence(people).contains(t));
    let ethnic = &sight.pack.naming.ethnic;
    before.is_some_and(|t| ethnic.has(&sight.form(t).to_lowercase()))
}

/// Whether a name of money stands before or behind: "dolar AS", "Canadian dollars".
fn beside_money(sight: &Sight<'_>, tokens: &Range<TokenId>) -> bool {
    let sentence = sight.sentence(tokens.start);
    let money = |t: TokenId| {
        sentence.contains(&t) && sight.pack.naming.money.has(&sight.form(t).to_lowercase())
    };
    tokens.start.checked_sub(1).is_some_and(money) || money(tokens.end)
}

/// What tells where a story is at home.
struct Home<'a, 'b> {
    sight: &'b Sight<'a>,
    names: &'b [Name],
    places: &'b [Place],
    of_name: &'b [EntityId],
    cast: &'b Cast,
}

impl Home<'_, '_> {
    /// The country a story is at home in: the one that at least half of its names, places and
    /// adjectives of states belong to; those of people count only where the others do not tell.
    fn country(&self) -> Option<String> {
        let told = self.told(|class| class != Class::Person);
        told.or_else(|| self.told(|_| true))
    }

    /// The country that at least half of the adjectives and of the names of these classes tell.
    fn told(&self, told_by: impl Fn(Class) -> bool) -> Option<String> {
        let sight = self.sight;
        let mut counts: Vec<(String, usize)> = Vec::new();
        let mut count =
            |country: &str, weight: usize| match counts.iter_mut().find(|c| c.0 == country) {
                Some(count) => count.1 += weight,
                None => counts.push((country.to_owned(), weight)),
            };
        let of_story = |tokens: &Range<TokenId>| !beside_money(sight, tokens);
        for (n, name) in self.names.iter().enumerate() {
            let tells = told_by(name.class) && of_story(&name.tokens);
            if let Some(country) = self.of_name(n).filter(|_| tells) {
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
        // Of two countries named as often the one named first is meant.
        let (country, most) = counts.into_iter().rev().max_by_key(|c| c.1)?;
        (most * 2 >= all).then_some(country)
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
