//! Entities of common nouns and adjectives, and the country a story is at home in.

mod back;

use risalah_doc::{Code, Entity, EntityId, EntityKind, MentionKind, Place};
use risalah_pack::world::Entry;

use crate::cast::{Cast, Key, Words};
use crate::names::Name;
use crate::nouns::back::{Back, definite};
use crate::parties::Nominal;
use crate::people::Ties;
use crate::sight::Sight;
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
    let home = home(sight, names, places);
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
                let one = !nominal.past && (nominal.office || back.is_person(nominal.core.start));
                let one = pointed.filter(|_| one);
                one.and_then(|_| back.person(&nominal.core, country, cast))
            }
            _ if nominal.owner.is_unknown() => back.body(&nominal.core, cast),
            _ => None,
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
    }
    adjectives(sight, cast);
    back.bare(cast);
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
        }
    }
}

/// "Israeli attack": an adjective stands for its state.
fn adjectives(sight: &Sight<'_>, cast: &mut Cast) {
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

struct Joiner<'a, 'b> {
    sight: &'b Sight<'a>,
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
        let mut code = nominal.code;
        if nominal.past
            && let Some(past) = self.sight.world.past.as_deref()
        {
            code = Code::new(code.country(), [past]);
        }
        if let (None, Some(home)) = (code.country(), &self.home) {
            code = code.with_country(home);
        }
        let words = self.sight.span(&nominal.tokens);
        let text = words.of(&self.sight.parsed.article.text);
        let entity = cast.of(Key::Noun(noun.clone(), code), || Entity {
            name: text.to_owned(),
            kind: nominal.kind,
            code,
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

/// The country a story is at home in: the one that at least half of its names, places and
/// adjectives of states belong to.
fn home(sight: &Sight<'_>, names: &[Name], places: &[Place]) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut count = |country: &str, weight: usize| match counts.iter_mut().find(|c| c.0 == country)
    {
        Some(count) => count.1 += weight,
        None => counts.push((country.to_owned(), weight)),
    };
    let dateline = sight.parsed.article.dateline;
    for name in names.iter().filter(|n| n.class != Class::Person) {
        let place = places.iter().find(|p| p.span == name.span);
        let of_place = place.and_then(|p| p.country.as_deref());
        let country = name
            .code
            .country()
            .filter(|c| !sight.world.is_standin(c))
            .or(of_place);
        if let Some(country) = country {
            let ahead = dateline.is_some_and(|d| d.contains(name.span));
            count(country, if ahead { 3 } else { 1 });
        }
    }
    let adjective = |k: &&crate::sight::Known| !k.is_name() && !k.is_office();
    for known in sight.known.iter().filter(adjective) {
        if let Some(country) = known.state() {
            count(&sight.world.countries[country as usize].code, 1);
        }
    }
    let all: usize = counts.iter().map(|c| c.1).sum();
    // Of two countries named as often the one named first is meant.
    let (country, most) = counts.into_iter().rev().max_by_key(|c| c.1)?;
    (most * 2 >= all).then_some(country)
}
