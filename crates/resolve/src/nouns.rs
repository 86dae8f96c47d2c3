//! Entities of common nouns and adjectives, and the country a story is at home in.

mod back;
mod home;
mod shared;
mod victims;

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use risalah_doc::{
    Code, Entity, EntityId, EntityKind, MentionKind, Place, Presumed, Rel, TokenId, Upos,
};
use risalah_pack::world::Entry;

use crate::cast::{Cast, Key, Words};
use crate::names::Name;
use crate::nouns::back::{Back, definite};
use crate::nouns::home::Story;
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
    let story = Story::of(sight, names, nominals, places, of_name, cast);
    settle(sight, names, nominals, ties, of_name, cast, &story);
    let back = Back {
        sight,
        names,
        of_name,
    };
    let mut joiner = Joiner {
        sight,
        places,
        nominals,
        of_name,
        story,
        people: HashMap::default(),
        groups: HashMap::default(),
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
    adjectives(sight, joiner.story.home(), cast);
    back.bare(cast);
    if let Some(home) = joiner.story.home() {
        let once = joiner.story.told_once();
        strangers(sight, names, of_name, cast, (home, once));
    }
}

/// Officials whose country nobody tells are of the country the story is at home in, unless another
/// is told to hold the same office there.
fn settle(
    sight: &Sight<'_>,
    names: &[Name],
    nominals: &[Nominal],
    ties: &Ties,
    of_name: &[EntityId],
    cast: &mut Cast,
    story: &Story,
) {
    for (n, name) in names.iter().enumerate() {
        let code = cast.entities[of_name[n] as usize].code;
        let titled = !ties.of_name[n].is_empty() || name.class == Class::Organization;
        let told = code.country().is_some() || code.sectors().next().is_none();
        if !titled || told {
            continue;
        }
        let titles = || ties.of_name[n].iter().map(|t| &nominals[*t]);
        let office = titles().find_map(|t| t.listed);
        let leader = titles().find_map(|t| t.leader);
        let lead = leader.and_then(|l| cast.entities[of_name[l] as usize].code.country());
        let lead = lead.map(str::to_owned);
        let home = match office {
            _ if lead.is_some() => lead.as_deref(),
            Some((office, ..)) => story.of_office(sight, office),
            None => story.home(),
        };
        if let Some(home) = home.filter(|h| sight.world.country(h).is_some()) {
            let entity = &mut cast.entities[of_name[n] as usize];
            entity.code = code.with_country(home);
            entity.presumed = Presumed::Country;
        }
    }
}

/// People and bodies of which nothing is known but the name are of the country the story is at
/// home in, unless all that tells of it is what they act on ("Johnson accused China").
fn strangers(
    sight: &Sight<'_>,
    names: &[Name],
    of_name: &[EntityId],
    cast: &mut Cast,
    (home, once): (&str, bool),
) {
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
        let told = !(once && acts_on(sight, &name.tokens, home));
        entity.code = Code::new(Some(home).filter(|_| told), sector);
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
    of_name: &'b [EntityId],
    /// Where the story is at home.
    story: Story,
    /// People by the titles they were given, the last one of each code last.
    people: HashMap<String, Vec<(Code, EntityId)>, FixedState>,
    /// The last group or body of each noun.
    groups: HashMap<String, EntityId, FixedState>,
}

impl Joiner<'_, '_> {
    /// Keeps in mind what someone was called.
    fn remember(&mut self, titles: &[usize], nominals: &[Nominal], person: EntityId) {
        for &title in titles.iter().filter(|t| !nominals[**t].past) {
            let noun = self.noun(&nominals[title]);
            self.entitle(noun, nominals[title].code, person);
        }
    }

    fn entitle(&mut self, noun: String, code: Code, person: EntityId) {
        let called = self.people.entry(noun).or_default();
        called.retain(|c| c.0 != code);
        called.push((code, person));
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
            let earlier = self.people.get(&noun).filter(|_| nominal.office)?;
            // "The president" is the state's before he is the assembly's.
            let alike = |p: &&(Code, EntityId)| p.0.sectors().eq(nominal.code.sectors());
            let own = earlier.iter().rev().find(alike).or(earlier.last());
            own.filter(|_| self.refers(nominal)).map(|p| p.1)
        };
        let group = || {
            let meant = nominal.kind != EntityKind::Person;
            self.groups.get(&noun).filter(|_| meant).copied()
        };
        person().or_else(group)
    }

    /// The entity of a noun that stands without a name.
    fn entity(&mut self, nominal: &Nominal, cast: &mut Cast) -> EntityId {
        let noun = self.noun(nominal);
        if let Some((person, country)) = self.holder(nominal) {
            let world = self.sight.world;
            let row = &world.people[person as usize];
            let country = country.map(|c| &*world.countries[c as usize].code);
            let code = match country.filter(|_| nominal.code.country().is_none()) {
                Some(country) => nominal.code.with_country(country),
                None => nominal.code,
            };
            let entity = cast.of(Key::Listed(Entry::Person(person)), || Entity {
                name: row.name.clone(),
                kind: EntityKind::Person,
                code,
                listed: Some(row.name.as_str().into()),
                ..Entity::default()
            });
            self.entitle(noun, code, entity);
            return entity;
        }
        let (mut code, mut presumed) = (nominal.code, Presumed::Nothing);
        if nominal.past {
            code = self.sight.world.past_of(code);
        }
        if code.country().is_none()
            && let Some(country) = self
                .led_by(nominal, cast)
                .or_else(|| self.spot(nominal))
                .or_else(|| self.victims().country(nominal))
                .or_else(|| self.at_home(nominal))
                .or_else(|| self.of_doer(nominal, cast))
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
                self.entitle(noun, code, entity);
            }
        } else {
            self.groups.insert(noun, entity);
        }
        entity
    }

    /// Where the story is at home, as far as the office is not another's there and its holder does not
    /// act on that state as such: whoever "condemned Israel" is hardly Israel's minister.
    fn at_home(&self, nominal: &Nominal) -> Option<String> {
        let home = match nominal.listed {
            Some((office, ..)) => self.story.of_office(self.sight, office),
            None => self.story.home(),
        };
        let official = self.sight.world.official.as_deref();
        let serves = nominal.code.sectors().any(|s| Some(s) == official);
        let victims = self.victims();
        let struck = victims.striker(nominal);
        home.filter(|h| !serves || !acts_on(self.sight, &nominal.core, h))
            .filter(|h| struck != Some(h))
            .map(str::to_owned)
    }

    /// The state of whoever does it to them: one who gives orders gives them at home.
    fn of_doer(&self, nominal: &Nominal, cast: &Cast) -> Option<String> {
        let sight = self.sight;
        let top = sight.top(&nominal.core);
        let verb = sight.head(top);
        let told = sight.rel(top).is(Rel::Obj) || sight.rel(top).is(Rel::Iobj);
        if !told || !sight.is_one_of(verb, &sight.pack.grammar.orders) {
            return None;
        }
        let doer = |t: &TokenId| sight.head(*t) == verb && sight.rel(*t) == Rel::Nsubj;
        let doer = sight.sentence(verb).find(doer)?;
        let mention = cast.heads[doer as usize].checked_sub(1)?;
        let entity = cast.mentions[mention as usize].entity;
        let country = cast.entities[entity as usize].code.country()?;
        sight.world.country(country).map(|_| country.to_owned())
    }

    /// Whose government it is, told by who leads it: "the Trump administration".
    fn led_by(&self, nominal: &Nominal, cast: &Cast) -> Option<String> {
        let leader = self.of_name[nominal.leader?];
        let country = cast.entities[leader as usize].code.country();
        country.map(str::to_owned)
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
            sight.cases(p.head).any(|t| {
                sight.is_one_of(t, &grammar.places) && !sight.is_one_of(t, &grammar.recipients)
            })
        };
        let near = places.filter(cased).filter_map(|p| {
            let country = p.country.as_deref()?;
            if home::signed(sight, p.head) {
                return None;
            }
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

    /// Who held the office on the article's day, and the state whose office it is.
    fn holder(&self, nominal: &Nominal) -> Option<(u32, Option<u32>)> {
        let (world, day) = (self.sight.world, self.sight.day);
        let (office, country, body) = nominal.listed?;
        if nominal.past || day.is_none() || office == u32::MAX {
            return None;
        }
        let home = self
            .story
            .home()
            .and_then(|h| world.countries.iter().position(|c| &*c.code == h));
        let country = country.or_else(|| home.filter(|_| body.is_none()).map(|c| c as u32));
        Some((world.holder(office, country, body, day)?, country))
    }
}

/// Whether the words are the subject of a verb that has the state as its object.
fn acts_on(sight: &Sight<'_>, tokens: &Range<TokenId>, state: &str) -> bool {
    let top = sight.top(tokens);
    let verb = sight.head(top);
    if sight.rel(top) != Rel::Nsubj || sight.upos(verb) != Upos::Verb {
        return false;
    }
    let mut objects = sight
        .sentence(verb)
        .filter(|t| sight.head(*t) == verb && sight.rel(*t).is(Rel::Obj));
    objects.any(|t| {
        let known = sight.known_at(t).filter(|k| k.is_name());
        let country = known.and_then(|k| k.state());
        country.is_some_and(|c| &*sight.world.countries[c as usize].code == state)
    })
}

/// Whether the people are one within another state ("ethnic Albanians").
fn is_ethnic(sight: &Sight<'_>, people: TokenId) -> bool {
    let before = people.checked_sub(1);
    let before = before.filter(|t| sight.sentence(people).contains(t));
    let ethnic = &sight.pack.naming.ethnic;
    before.is_some_and(|t| ethnic.has(&sight.form(t).to_lowercase()))
}
