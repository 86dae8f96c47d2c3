//! Names in the text: listed ones and those the model finds, made one list without overlaps.

mod agree;
mod states;
mod titled;
mod towns;
mod trim;
mod wholes;

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashSet;
use risalah_doc::{Code, EntityKind, Place, Resolution, Span, TokenId, Upos};
use risalah_pack::world::Entry;

use crate::sight::{Known, Sight};
use crate::tagger::{Class, Tagged};

/// A name in the text.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Its tokens.
    pub(crate) tokens: Range<TokenId>,
    /// Its words.
    pub(crate) span: Span,
    /// What it names.
    pub(crate) class: Class,
    /// The rows of the world it may name, of this class.
    pub(crate) entries: Vec<Entry>,
    /// Country and sectors by the name itself.
    pub(crate) code: Code,
    /// Whether it is a description more than a name.
    pub(crate) common: bool,
}

impl Name {
    /// The state it names by its own name.
    pub(crate) fn country(&self) -> Option<u32> {
        self.entries.iter().find_map(|e| match e {
            Entry::Country(c) => Some(*c),
            _ => None,
        })
    }

    /// The listed body it names.
    pub(crate) fn body(&self) -> Option<u32> {
        self.entries.iter().find_map(|e| match e {
            Entry::Body(b) => Some(*b),
            _ => None,
        })
    }

    /// The listed person it names.
    pub(crate) fn person(&self) -> Option<u32> {
        self.entries.iter().find_map(|e| match e {
            Entry::Person(p) => Some(*p),
            _ => None,
        })
    }
}

/// Towns smaller than this are places only where the model says so.
pub(crate) const TOWN: u32 = 100_000;

/// All names, in the order of the text.
pub(crate) fn find(sight: &Sight<'_>, tagged: &[Tagged]) -> Vec<Name> {
    let tagged = &trim::pairs(sight, tagged)[..];
    let mut names: Vec<Name> = Vec::with_capacity(tagged.len());
    let mut taken = vec![false; sight.parsed.tokens.len()];
    let mut add = |name: Option<Name>| {
        let Some(name) = name else { return };
        let free = name.tokens.clone().all(|t| !taken[t as usize]);
        if free && !name.span.is_empty() {
            name.tokens.clone().for_each(|t| taken[t as usize] = true);
            names.push(name);
        }
    };
    let overlapping = |known: &Known| {
        let from = tagged.partition_point(|t| t.tokens.end <= known.tokens.start);
        tagged[from..]
            .iter()
            .take_while(|t| t.tokens.start < known.tokens.end)
            .max_by_key(|t| t.tokens.len())
    };
    let full = in_full(sight);
    let mut great = towns::Great::default();
    for known in sight.known.iter().filter(|k| k.is_name()) {
        match overlapping(known) {
            None => add(alone(sight, known, &full)),
            Some(tagged) if tagged.tokens.len() <= known.tokens.len() => {
                add(listed(sight, known, tagged, &mut great));
            }
            Some(_) => {}
        }
    }
    for tagged in tagged {
        for part in trim::parts(sight, tagged) {
            add(Some(unlisted(sight, &part)));
        }
    }
    names.sort_by_key(|n| n.tokens.start);
    wholes::join(sight, &mut names);
    titled::add(sight, &mut names);
    agree::brackets(sight, &mut names);
    agree::strange_brackets(sight, &mut names);
    agree::classes(sight, &mut names);
    agree::surnames(sight, &mut names);
    trim::openings(sight, &mut names);
    trim::degrees(sight, &mut names);
    towns::settle(sight, &mut names);
    trim::repeat(sight, &mut names);
    states::settle(sight, &mut names);
    names
}

/// Gives names of towns the country of the town that is meant.
pub(crate) fn locate(names: &mut [Name], places: &[Place]) {
    for name in names.iter_mut().filter(|n| n.class == Class::Place) {
        let part = |e: &Entry| matches!(e, Entry::Place(_));
        let at = places.partition_point(|p| p.span.start() < name.span.start());
        let place = places.get(at).filter(|p| p.span == name.span);
        let town = place.is_some_and(|p| p.resolution == Some(Resolution::City));
        if name.country().is_some() && !town && !name.entries.iter().any(part) {
            continue;
        }
        if let Some(country) = place.and_then(|p| p.country.as_deref()) {
            let other = name.code.country().is_some_and(|c| c != country);
            // "Georgia" that is a part of another state is no state.
            name.entries
                .retain(|e| !other || !matches!(e, Entry::Seat(_) | Entry::Country(_)));
            name.code = Code::new(Some(country), []);
        }
    }
}

/// Whether one of these is the seat of a state's government.
pub(crate) fn has_seat(entries: &[Entry]) -> bool {
    entries.iter().any(|e| matches!(e, Entry::Seat(_)))
}

/// A listed name that the model passed over.
fn alone(sight: &Sight<'_>, known: &Known, full: &HashSet<u32, FixedState>) -> Option<Name> {
    let first = known.tokens.start;
    let lone = known.tokens.len() == 1 && sight.pack.naming.tagger.is_some();
    let opens = sight.opens(first);
    let sure = |class: Class| match class {
        Class::Person => !lone || people_of(known).any(|p| full.contains(&p)),
        // "Lima orang" are five people.
        Class::Place => {
            let upos = sight.upos(first);
            let seat = has_seat(&known.entries);
            let proper = upos == Upos::Propn || seat && upos != Upos::Num;
            !(lone && opens) || proper || known.entry(|e| at_home(sight, e)).is_some()
        }
        Class::Organization => true,
    };
    let class = known.entry(class_of).filter(|c| sure(*c)).or_else(|| {
        let large = known.city.is_some_and(|n| n >= TOWN);
        let before = first.checked_sub(1)?;
        let inside = sight.sentence(first).contains(&before);
        let cued = inside && sight.is_one_of(before, &sight.pack.grammar.places);
        (large && cued).then_some(Class::Place)
    })?;
    let begins = sight.parsed.tokens[first as usize].span.start() == known.span.start();
    let described =
        known.common && known.tokens.len() > 1 && known.tokens.clone().any(|t| sight.capital(t));
    (begins && sight.cased(first) || described).then(|| name(sight, known, class))
}

/// The listed people whom the article names by more than one word.
fn in_full(sight: &Sight<'_>) -> HashSet<u32, FixedState> {
    let longer = sight.known.iter().filter(|k| k.tokens.len() > 1);
    longer.flat_map(people_of).collect()
}

fn people_of(known: &Known) -> impl Iterator<Item = u32> + '_ {
    known.entries.iter().filter_map(|e| match e {
        Entry::Person(p) => Some(*p),
        _ => None,
    })
}

/// A state, or a place of the country that news in this language are at home in.
fn at_home(sight: &Sight<'_>, entry: Entry) -> Option<()> {
    let home = sight.pack.naming.home.as_deref();
    match entry {
        Entry::Country(_) => Some(()),
        Entry::Seat(_) | Entry::Place(_) => {
            let code = code_of(sight, entry)?;
            (home.is_some() && code.country() == home).then_some(())
        }
        _ => None,
    }
}

/// A listed name that the model has seen, too.
fn listed<'a>(
    sight: &'a Sight<'_>,
    known: &'a Known,
    tagged: &Tagged,
    great: &mut towns::Great<'a>,
) -> Option<Name> {
    let agrees = known
        .entries
        .iter()
        .any(|e| class_of(*e) == Some(tagged.class))
        || tagged.class == Class::Place && known.city.is_some();
    if agrees {
        return Some(name(sight, known, tagged.class));
    }
    let as_long = tagged.tokens.len() == known.tokens.len();
    let person = tagged.class == Class::Person && as_long;
    if person && great.is_meant(sight, known) {
        return Some(name(sight, known, Class::Place));
    }
    let class = known.entry(class_of)?;
    let person = person && !is_state_only(sight, known);
    (!person).then(|| name(sight, known, class))
}

/// Whether it is a state or the seat of one and nobody's name: "Jordan" and "Chad" are people as
/// well, "Sri Lanka", "Manila" and "Abu Dhabi" are not.
fn is_state_only(sight: &Sight<'_>, known: &Known) -> bool {
    let state = |e: &Entry| matches!(e, Entry::Country(_) | Entry::Seat(_));
    known.entries.iter().any(state) && !is_called(sight, known)
}

/// Whether people are called so by one word.
fn is_called(sight: &Sight<'_>, known: &Known) -> bool {
    let form = sight.form(known.tokens.start).to_lowercase();
    known.tokens.len() == 1 && sight.world.callnames.get(&form).is_any()
}

fn class_of(entry: Entry) -> Option<Class> {
    match entry {
        Entry::Country(_) | Entry::Seat(_) | Entry::Place(_) => Some(Class::Place),
        Entry::Body(_) => Some(Class::Organization),
        Entry::Person(_) => Some(Class::Person),
        Entry::Adjective(_) | Entry::Office(_) | Entry::Head(_) => None,
    }
}

fn name(sight: &Sight<'_>, known: &Known, class: Class) -> Name {
    let entries: Vec<Entry> = known
        .entries
        .iter()
        .copied()
        .filter(|e| class_of(*e) == Some(class))
        .collect();
    let code = entries
        .iter()
        .find_map(|e| code_of(sight, *e))
        .unwrap_or_default();
    Name {
        tokens: known.tokens.clone(),
        span: known.span,
        class,
        entries,
        code,
        common: known.common,
    }
}

/// A name that only the model has seen. What is listed in it tells its country.
pub(crate) fn unlisted(sight: &Sight<'_>, tagged: &Tagged) -> Name {
    let tokens = tagged.tokens.clone();
    let code = match tagged.class {
        Class::Person => Code::default(),
        Class::Place => Code::new(country_in(sight, &tokens).as_deref(), []),
        Class::Organization => body_code(sight, &tokens),
    };
    // "Mahkamah Konstitusi (MK)": what stands before the bracket may be listed.
    let bracket = tokens.clone().find(|&t| sight.form(t) == "(");
    let long = sight
        .known_at(tokens.start)
        .filter(|k| k.tokens.start == tokens.start && Some(k.tokens.end) == bracket);
    // "NATO Secretary General" is listed as an office, and NATO within it as a body.
    let text = sight.span(&tokens).of(&sight.parsed.article.text);
    let exact = || {
        let names = sight.world.names(sight.pack.lang)?;
        names.exactly(text).map(|f| f.entries)
    };
    let entries: Vec<Entry> = long
        .map(|k| k.entries.clone())
        .or_else(exact)
        .unwrap_or_default()
        .into_iter()
        .filter(|e| class_of(*e) == Some(tagged.class))
        .collect();
    let listed = entries.iter().find_map(|e| code_of(sight, *e));
    Name {
        span: sight.span(&tokens),
        tokens,
        class: tagged.class,
        entries,
        code: listed.unwrap_or(code),
        common: false,
    }
}

/// Sectors by the words of a body's name ("Partai", "Ministry"), country by the states and places
/// in it.
fn body_code(sight: &Sight<'_>, tokens: &Range<TokenId>) -> Code {
    let role = tokens.clone().find_map(|t| {
        let (role, end) = sight.role_at(t)?;
        // "JPU" is a word for people, and no more than that.
        let whole = t == tokens.start && end == tokens.end;
        (end <= tokens.end && (whole || role.kind != EntityKind::Person)).then_some(role)
    });
    // "Badan Intelijen Negara China": the state says whose it is, whatever the body's like at home is.
    let state = |t: TokenId| {
        let known = sight.known_at(t).filter(|k| !k.is_office())?;
        let row = &sight.world.countries[known.people()? as usize];
        Some(row.code.to_string())
    };
    let country = match sight.pack.naming.kinds_first {
        true => tokens.clone().rev().find_map(state),
        false => tokens.clone().find_map(state),
    };
    let country = country.or_else(|| country_in(sight, tokens));
    match role {
        Some(role) => Code::new(
            country.as_deref().or(role.code.country()),
            role.code.sectors(),
        ),
        None => Code::new(country.as_deref(), []),
    }
}

/// The state of the first listed name within the tokens that has one.
pub(crate) fn country_in(sight: &Sight<'_>, tokens: &Range<TokenId>) -> Option<String> {
    tokens.clone().find_map(|t| {
        let known = sight.known_at(t)?;
        known
            .entry(|e| code_of(sight, e))
            .and_then(|c| c.country().map(str::to_owned))
            .or_else(|| {
                known
                    .state()
                    .map(|c| sight.world.countries[c as usize].code.to_string())
            })
    })
}

/// Country and sectors of a row of the world; a person's come with the day.
pub(crate) fn code_of(sight: &Sight<'_>, entry: Entry) -> Option<Code> {
    let world = sight.world;
    let state = |c: u32| Code::new(Some(&world.countries[c as usize].code), []);
    match entry {
        Entry::Country(c) | Entry::Seat(c) | Entry::Adjective(c) => Some(state(c)),
        Entry::Body(b) => Some(world.bodies[b as usize].code),
        Entry::Place(p) => {
            let place = &world.places[p as usize];
            Some(Code::new(place.country.as_deref(), []))
        }
        Entry::Person(_) | Entry::Office(_) | Entry::Head(_) => None,
    }
}
