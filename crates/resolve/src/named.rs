//! Entities of names: which names are of one person, body or place, and what each is.

mod known;
mod namesakes;
mod variants;

use risalah_doc::{Code, Entity, EntityId, EntityKind, MentionKind};
use risalah_pack::world::Entry;

use self::known::Known;
pub(crate) use self::namesakes::part as part_namesakes;
use self::variants::{Initials, initials, is_acronym, place_key, short, spelt, words};
use crate::cast::{Cast, Key, Words};
use crate::names::Name;
use crate::parties::Nominal;
use crate::people::Ties;
use crate::places::stands_for_state;
use crate::sight::Sight;
use crate::tagger::Class;

/// Gives each name its entity, and adds the mentions of names.
pub(crate) fn join(
    sight: &Sight<'_>,
    names: &[Name],
    nominals: &[Nominal],
    ties: &Ties,
    cast: &mut Cast,
) -> Vec<EntityId> {
    let people = people(sight, names, cast);
    let bodies = bodies(sight, names, cast);
    let mut of_name = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        let entity = match name.class {
            Class::Person => people[n],
            Class::Organization => bodies[n],
            Class::Place => Some(place(sight, name, cast)),
        };
        of_name.push(entity.unwrap_or_default());
    }
    describe(sight, names, nominals, ties, &of_name, cast);
    for (n, name) in names.iter().enumerate() {
        let words = Words {
            span: name.span,
            phrase: ties.start[n]..name.tokens.end,
            own: ties.start[n]..name.tokens.end,
            kind: match name.common {
                true => MentionKind::Nominal,
                false => MentionKind::Name,
            },
        };
        cast.mention(sight, words, of_name[n]);
    }
    of_name
}

/// The entity of each person's name: names of several words first, then those that are a part of
/// one of them.
fn people(sight: &Sight<'_>, names: &[Name], cast: &mut Cast) -> Vec<Option<EntityId>> {
    let mut of = vec![None; names.len()];
    let mut known = Known::default();
    let mut order: Vec<(usize, Vec<String>)> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| name.class == Class::Person)
        .map(|(n, name)| (n, words(sight, name)))
        .collect();
    order.sort_by_key(|(n, words)| (std::cmp::Reverse(words.len()), *n));
    for (n, words) in order {
        let name = &names[n];
        let alias = || of[variants::alias_of(sight, names, n)?];
        let entity = match known.find(sight, &words, n) {
            Some(entity) => entity,
            None => alias()
                .or_else(|| {
                    known
                        .find_clipped(&words, n)
                        .filter(|_| name.entries.is_empty())
                })
                .unwrap_or_else(|| person(sight, name, cast)),
        };
        // "Muhammad Tito Karnavian" is listed as Tito Karnavian.
        if let Some(p) = name.person() {
            let listed = spelt(sight, &sight.world.people[p as usize].name);
            if listed != words {
                known.add(sight, listed, entity, n);
            }
        }
        known.add(sight, words, entity, n);
        of[n] = Some(entity);
    }
    of
}

fn person(sight: &Sight<'_>, name: &Name, cast: &mut Cast) -> EntityId {
    let text = name.span.of(&sight.parsed.article.text);
    let key = match name.person() {
        Some(p) => Key::Listed(Entry::Person(p)),
        None => Key::Name(EntityKind::Person, text.to_lowercase()),
    };
    let full = name
        .person()
        .map_or(text, |p| &sight.world.people[p as usize].name);
    cast.of(key, || Entity {
        name: full.to_owned(),
        kind: EntityKind::Person,
        listed: name.person().map(|_| full.into()),
        ..Entity::default()
    })
}

/// The entity of each body's name; an acronym in brackets belongs to the name before it.
fn bodies(sight: &Sight<'_>, names: &[Name], cast: &mut Cast) -> Vec<Option<EntityId>> {
    let mut of: Vec<Option<EntityId>> = vec![None; names.len()];
    let mut known = Initials::default();
    for (n, name) in names.iter().enumerate() {
        if name.class != Class::Organization {
            continue;
        }
        let (text, acronym) = short(name.span.of(&sight.parsed.article.text));
        let key = Key::Name(EntityKind::Organization, text.to_lowercase());
        if let Some(entity) = cast.get(&key) {
            of[n] = Some(entity);
            continue;
        }
        let before = n.checked_sub(1).filter(|&b| {
            let bracket = names[b].tokens.end;
            bracket + 1 == name.tokens.start && sight.form(bracket) == "("
        });
        let long = before.filter(|&b| names[b].class == Class::Organization && is_acronym(text));
        let bare = name.entries.is_empty();
        let spelt = || known.get(text).filter(|_| bare);
        let acronym_of = || {
            let letters = initials(text).filter(|_| bare)?;
            cast.get(&Key::Name(EntityKind::Organization, letters.to_lowercase()))
        };
        let called = || of[variants::called_by_head(sight, names, n)?];
        let entity = long
            .and_then(|b| of[b])
            .or_else(called)
            .or_else(spelt)
            .or_else(acronym_of)
            .unwrap_or_else(|| body(sight, name, cast));
        known.know(text, entity);
        let entity_code = &mut cast.entities[entity as usize].code;
        if entity_code.is_empty() {
            *entity_code = name.code;
        }
        cast.know(key, entity);
        if let Some(acronym) = acronym {
            let key = Key::Name(EntityKind::Organization, acronym.to_lowercase());
            cast.know(key, entity);
        }
        of[n] = Some(entity);
    }
    of
}

fn body(sight: &Sight<'_>, name: &Name, cast: &mut Cast) -> EntityId {
    let (text, _) = short(name.span.of(&sight.parsed.article.text));
    let Some(row) = name.body() else {
        return cast.add(Entity {
            name: text.to_owned(),
            kind: EntityKind::Organization,
            code: name.code,
            ..Entity::default()
        });
    };
    let row = &sight.world.bodies[row as usize];
    let usual = row.names.get(sight.lang).filter(|n| !n.is_empty());
    let any = || row.names.iter().find(|n| !n.is_empty());
    let key = Key::Listed(name.entries[0]);
    cast.of(key, || Entity {
        name: usual.or_else(any).map_or(text, String::as_str).to_owned(),
        kind: EntityKind::Organization,
        code: row.code,
        listed: Some(row.id.clone()),
        ..Entity::default()
    })
}

/// A state or place. The seat of a government that acts is the state.
fn place(sight: &Sight<'_>, name: &Name, cast: &mut Cast) -> EntityId {
    let world = sight.world;
    let seat = name.entries.iter().find_map(|e| match e {
        Entry::Seat(c) => Some(*c),
        _ => None,
    });
    let acts = seat.filter(|_| stands_for_state(sight, name));
    if let Some(country) = name.country().or(acts) {
        let row = &world.countries[country as usize];
        let usual = row.names.get(sight.lang).cloned().unwrap_or_default();
        return cast.of(Key::Listed(Entry::Country(country)), || Entity {
            name: usual,
            kind: EntityKind::Country,
            code: Code::new(Some(&row.code), []),
            listed: Some(row.code.clone()),
            ..Entity::default()
        });
    }
    let text = name.span.of(&sight.parsed.article.text);
    let (bare, kind) = place_key(sight, text);
    // "Kabupaten Maros" and "Maros" are one, "Kota Bogor" and "Kabupaten Bogor" two.
    let whole = Key::Name(EntityKind::Place, format!("{kind} {bare}"));
    let any = Key::Name(EntityKind::Place, bare.clone());
    if let Some(entity) = cast.get(&whole) {
        return entity;
    }
    let kindless = Key::Name(EntityKind::Place, format!(" {bare}"));
    let key = match cast.get(&any) {
        Some(_) if kind.is_empty() => any.clone(),
        Some(entity) if cast.get(&kindless) == Some(entity) => any.clone(),
        _ => whole.clone(),
    };
    let entity = cast.of(key, || Entity {
        name: text.to_owned(),
        kind: EntityKind::Place,
        code: name.code,
        ..Entity::default()
    });
    cast.know(whole, entity);
    cast.know(any, entity);
    entity
}

/// Offices and codes of people: from the titles that stand with them, then from the world.
fn describe(
    sight: &Sight<'_>,
    names: &[Name],
    nominals: &[Nominal],
    ties: &Ties,
    of_name: &[EntityId],
    cast: &mut Cast,
) {
    for (titles, &entity) in ties.of_name.iter().zip(of_name) {
        for &title in titles {
            let entity = &mut cast.entities[entity as usize];
            entitle(sight, &nominals[title], entity);
        }
    }
    for (n, name) in names.iter().enumerate() {
        // "King Hassan of Morocco".
        let titled = !ties.of_name[n].is_empty();
        if let Some(state) = of_state(sight, names, n).filter(|_| titled) {
            let code = &mut cast.entities[of_name[n] as usize].code;
            if code.country().is_none() {
                *code = code.with_country(state);
            }
        }
        let surname = || {
            let titles = ties.of_name[n].iter().map(|&t| &nominals[t]);
            let told = cast.entities[of_name[n] as usize].code.country().is_some();
            if told {
                None
            } else {
                by_surname(sight, name, titles)
            }
        };
        if let Some(person) = name.person().or_else(surname) {
            let entity = &mut cast.entities[of_name[n] as usize];
            hold(sight, person, entity);
        }
    }
}

/// The state that stands after a person's name under a preposition of owners.
fn of_state<'a>(sight: &Sight<'a>, names: &[Name], n: usize) -> Option<&'a str> {
    let next = names.get(n + 1)?;
    let owner = names[n].tokens.end;
    let owned = next.tokens.start == owner + 1
        && sight.is_one_of(owner, &sight.pack.grammar.owners)
        && names[n].class == Class::Person;
    let state = next.country().filter(|_| owned)?;
    Some(&sight.world.countries[state as usize].code)
}

/// "President Cortizo": the holder of the office whose name ends so, on the day or, without a day,
/// the last one.
fn by_surname<'a>(
    sight: &Sight<'_>,
    name: &Name,
    titles: impl Iterator<Item = &'a Nominal>,
) -> Option<u32> {
    let world = sight.world;
    let text = name.span.of(&sight.parsed.article.text);
    let offices: Vec<u32> = titles.filter_map(|t| t.listed.map(|l| l.0)).collect();
    if offices.is_empty() || name.tokens.len() > 1 {
        return None;
    }
    let holders = world.terms.iter().filter(|t| {
        offices.contains(&t.office)
            && (sight.day.is_none() || t.covers(sight.day))
            && world.people[t.person as usize].name.rsplit(' ').next() == Some(text)
    });
    let mut people: Vec<u32> = holders.map(|t| t.person).collect();
    people.dedup();
    match people.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// A title says what someone is; the first that tells sectors or a country does.
fn entitle(sight: &Sight<'_>, title: &Nominal, entity: &mut Entity) {
    let world = sight.world;
    let mut code = title.code;
    if title.past {
        code = world.past_of(code);
    }
    if entity.code.sectors().next().is_none() && entity.code.country().is_none() {
        entity.code = code;
    } else if entity.code.country().is_none()
        && let Some(country) = code.country()
    {
        entity.code = entity.code.with_country(country);
    }
    if entity.office.is_none() {
        let words = sight.span(&title.core).of(&sight.parsed.article.text);
        entity.office = Some(words.to_owned());
        entity.body = title
            .owner
            .body
            .and_then(|b| usual(&world.bodies[b as usize].names, sight.lang))
            .or_else(|| {
                let country = &world.countries[title.owner.country? as usize];
                usual(&country.names, sight.lang)
            });
    }
}

fn usual(names: &[String], lang: usize) -> Option<String> {
    names.get(lang).filter(|n| !n.is_empty()).cloned()
}

/// What a listed person is on the day; whose terms are all over by then is a past official.
/// Where the day is not known, the last term counts.
fn hold(sight: &Sight<'_>, person: u32, entity: &mut Entity) {
    let world = sight.world;
    let over = |t: &&risalah_pack::world::Term| {
        sight
            .day
            .is_some_and(|day| t.to.is_some_and(|to| to.1 < day))
    };
    let current = world.held(person, sight.day);
    let latest = || world.terms_of(person).max_by_key(|t| t.from);
    let Some(term) = current.or_else(latest) else {
        return;
    };
    let mut code = world.code_of(term);
    if current.is_none() && over(&term) {
        code = world.past_of(code);
    }
    if entity.code.sectors().next().is_none() {
        let country = entity.code.country().or(code.country());
        entity.code = Code::new(country, code.sectors());
    } else if let (None, Some(country)) = (entity.code.country(), code.country()) {
        entity.code = entity.code.with_country(country);
    }
    if entity.office.is_none() && current.is_some() {
        let office = &world.offices[term.office as usize];
        entity.office = usual(&office.names, sight.lang);
        let body = term.body.map(|b| &world.bodies[b as usize].names);
        let country = term.country.map(|c| &world.countries[c as usize].names);
        entity.body = body.or(country).and_then(|names| usual(names, sight.lang));
    }
}
