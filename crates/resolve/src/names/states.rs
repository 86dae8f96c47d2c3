//! Bodies that every state has: whose ministry, court or police it is.

use std::cmp::Reverse;

use risalah_doc::{Code, TokenId};
use risalah_pack::world::Entry;

use super::Name;
use crate::sight::Sight;
use crate::tagger::Class;

/// Acronyms of this length and less are shared by bodies of many states.
const ACRONYM: usize = 5;

/// The most words that a bracket holds between a body's name and its state, the signs counted.
const BRACKET: TokenId = 6;

/// The most words of a state's name or adjective that are looked for within a body's name.
const STATE: TokenId = 3;

/// Gives each body the state that stands with it, and takes a listed body of another state away
/// where the article does not speak of that state.
pub(super) fn settle(sight: &Sight<'_>, names: &mut [Name]) {
    let spoken = spoken_of(sight, names);
    for n in 0..names.len() {
        pick(sight, names, n, &spoken);
    }
    let abroad = abroad(sight, names);
    for n in 0..names.len() {
        if names[n].class != Class::Organization {
            continue;
        }
        let world = sight.world;
        let body = names[n].body().map(|b| &world.bodies[b as usize]);
        // A body of no state may sit in one.
        let own = body
            .filter(|b| b.code.country() == b.country.as_deref())
            .and_then(|b| b.country.clone());
        let neighbour = neighbour(sight, names, n);
        if let Some(state) = neighbour {
            let shared = body.is_none_or(|b| b.is_of_state() && own.is_some());
            let code = &world.countries[state as usize].code;
            if shared && own.as_ref() != Some(code) {
                names[n].entries.clear();
                names[n].code = names[n].code.with_country(code);
            }
            continue;
        }
        let Some((body, country)) = body.zip(own) else {
            continue;
        };
        let text = names[n].span.of(&sight.parsed.article.text);
        let short = text.chars().count() <= ACRONYM && text.chars().all(|c| !c.is_lowercase());
        let home = sight.pack.naming.home.as_deref() == Some(&*country) && !abroad;
        let told = spoken.iter().any(|s| *s.0 == *country)
            || home
            || sight.pack.naming.famous.has(&text.to_lowercase())
            || says(sight, &names[n], &country);
        if (body.is_of_state() || short) && !told {
            names[n].entries.clear();
            names[n].code = Code::new(None, names[n].code.sectors());
        }
    }
}

/// So often another state must be named for a story to be at home abroad.
const ABROAD: usize = 3;

/// Whether the story is at home in a state that news in this language are not at home in: it names
/// that state often and their own never.
fn abroad(sight: &Sight<'_>, names: &[Name]) -> bool {
    let Some(home) = sight.pack.naming.home.as_deref() else {
        return false;
    };
    let places = names.iter().filter(|n| n.class == Class::Place);
    let mut others: Vec<&str> = places.filter_map(|n| n.code.country()).collect();
    let states = sight
        .known
        .iter()
        .filter(|k| !k.is_office() && !k.is_name());
    let states = states.filter_map(|k| k.state());
    others.extend(states.map(|c| &*sight.world.countries[c as usize].code));
    if others.contains(&home) {
        return false;
    }
    others.sort_unstable();
    let most = others.chunk_by(|a, b| a == b).map(<[&str]>::len).max();
    most.is_some_and(|n| n >= ABROAD)
}

/// Of bodies of one name the one is meant whose state stands with it, or else the one of whose state
/// the article speaks most: "the Democratic Party" in a story from Seoul.
fn pick(sight: &Sight<'_>, names: &mut [Name], n: usize, spoken: &[(String, usize)]) {
    let body = |e: &Entry| match e {
        Entry::Body(b) => Some(&sight.world.bodies[*b as usize]),
        _ => None,
    };
    if names[n].entries.iter().filter_map(body).count() < 2 {
        return;
    }
    let beside = neighbour(sight, names, n).map(|c| &*sight.world.countries[c as usize].code);
    let told = |state: &str| {
        let often = spoken.iter().find(|s| s.0 == state).map_or(0, |s| s.1);
        (beside == Some(state), often)
    };
    let weight = |e: &Entry| body(e).and_then(|b| b.country.as_deref()).map(told);
    // Of those told as often the first in the list stays first.
    names[n].entries.sort_by_key(|e| Reverse(weight(e)));
    if let Some(first) = names[n].entries.iter().find_map(body) {
        names[n].code = first.code;
    }
}

/// The states that the article speaks of, other than by their bodies, and how often.
fn spoken_of(sight: &Sight<'_>, names: &[Name]) -> Vec<(String, usize)> {
    let states = sight.known.iter().filter(|k| !k.is_office());
    let states = states.filter_map(|k| k.state());
    let mut all: Vec<&str> = states
        .map(|c| &*sight.world.countries[c as usize].code)
        .collect();
    let places = names.iter().filter(|n| n.class == Class::Place);
    all.extend(places.filter_map(|n| n.code.country()));
    all.sort_unstable();
    let counts = all.chunk_by(|a, b| a == b);
    counts.map(|c| (c[0].to_owned(), c.len())).collect()
}

/// Whether the name itself says the state ("Indonesian Ministry of Defence").
fn says(sight: &Sight<'_>, name: &Name, country: &str) -> bool {
    let Some(names) = sight.world.names(sight.pack.lang) else {
        return false;
    };
    let text = &sight.parsed.article.text;
    let told = |words: &str| {
        let found = names.exactly(words);
        found.is_some_and(|f| {
            f.entries.iter().any(|e| {
                state_of(*e).is_some_and(|c| &*sight.world.countries[c as usize].code == country)
            })
        })
    };
    // States of two and three words: "the South African Police Service".
    let windows =
        |first: TokenId| (first + 1..=name.tokens.end.min(first + STATE)).map(move |e| first..e);
    let mut windows = name.tokens.clone().flat_map(windows);
    windows.any(|tokens| told(sight.span(&tokens).of(text)))
}

fn state_of(entry: Entry) -> Option<u32> {
    match entry {
        Entry::Country(c) | Entry::Adjective(c) | Entry::Seat(c) => Some(c),
        _ => None,
    }
}

/// The state whose name or adjective stands right before or after the body's name, also behind a
/// short form in brackets ("Kementerian Luar Negeri (Kemlu) Iran").
fn neighbour(sight: &Sight<'_>, names: &[Name], n: usize) -> Option<u32> {
    let name = &names[n];
    let sentence = sight.sentence(name.tokens.start);
    let state = |t: TokenId| {
        let known = sight.known_at(t).filter(|k| !k.is_office())?;
        known.entry(|e| match e {
            Entry::Country(c) | Entry::Adjective(c) => Some(c),
            _ => None,
        })
    };
    let closed = |from: TokenId| {
        let opens = sentence.contains(&from) && sight.form(from) == "(";
        let mut near = (from..sentence.end.min(from + BRACKET)).filter(|_| opens);
        near.find(|t| sight.form(*t) == ")").map(|t| t + 1)
    };
    let within = || {
        let opens = name.tokens.clone().find(|t| sight.form(*t) == "(")?;
        closed(opens).filter(|t| name.tokens.contains(t))
    };
    let mut next = within().unwrap_or(name.tokens.end);
    next = closed(next).unwrap_or(next);
    if sentence.contains(&next) && sight.is_one_of(next, &sight.pack.grammar.owners) {
        next += 1;
    }
    let after = Some(next).filter(|t| sentence.contains(t)).and_then(state);
    let mut before = name
        .tokens
        .start
        .checked_sub(1)
        .filter(|t| sentence.contains(t));
    if let Some(t) = before
        && sight.parsed.tokens[t as usize].joined
        && sight.form(t).starts_with(['\'', '’'])
    {
        before = t.checked_sub(1);
    }
    let before = before.and_then(|t| {
        let hangs = name.tokens.contains(&sight.head(sight.top(&(t..t + 1))));
        state(t).filter(|_| hangs)
    });
    after.or(before)
}
