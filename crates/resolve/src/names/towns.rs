//! Towns that the model takes for people or bodies, or passes over: what stands around them tells.
//!
//! Most towns are called like somebody ("Lincoln", "Madison"), and a model that reads one sentence
//! at a time cannot know better. The whole report can: one "near Madison", one "MADISON, Wis. —"
//! says what all the others are, as long as nobody of that name is spoken of.

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};
use risalah_doc::{EntityKind, Rel, TokenId, Upos};
use risalah_pack::world::Entry;

use super::agree::again;
use super::{Name, is_called, unlisted};
use crate::sight::{Known, Sight};
use crate::tagger::{Class, Tagged};

/// So much must speak for a place where the model says that it is a person, or says nothing.
const ENOUGH: i32 = 2;

/// So much where it says that it is a body: teams and councils are called by their towns.
const BODY: i32 = 4;

/// What a word says of itself that no person or body does.
const SURE: i32 = 2;

type Fixed = foldhash::fast::FixedState;

/// Makes places of listed towns that what stands around them shows to be such.
pub(super) fn settle(sight: &Sight<'_>, names: &mut Vec<Name>) {
    let people = parts_of_people(sight, names);
    let mut at = vec![0u32; sight.parsed.tokens.len()];
    for (n, name) in names.iter().enumerate() {
        name.tokens
            .clone()
            .for_each(|t| at[t as usize] = n as u32 + 1);
    }
    let name_at = |t: TokenId| at[t as usize].checked_sub(1).map(|n| n as usize);
    let mut told: HashMap<String, Told, Fixed> = HashMap::default();
    let mut places: HashSet<String, Fixed> = HashSet::default();
    let mut open: Vec<(&Known, Option<usize>)> = Vec::new();
    for known in sight.known.iter().filter(|k| is_town(sight, k)) {
        let name = name_at(known.tokens.start);
        let whole = |n: &usize| names[*n].tokens == known.tokens;
        let free = known.tokens.clone().all(|t| name_at(t).is_none()) && stands_alone(sight, known);
        if !name.as_ref().map_or(free, whole) {
            continue;
        }
        let key = key(sight, &known.tokens);
        if name.is_some_and(|n| names[n].class == Class::Place) {
            places.insert(key.clone());
        } else {
            open.push((known, name));
        }
        evidence(sight, known, told.entry(key).or_default());
    }
    let before = names.len();
    for (known, name) in open {
        let key = key(sight, &known.tokens);
        let told = told.get(&key).map_or(0, |t| t.all(sight, known));
        let somebody = people.contains(sight.form(known.tokens.end - 1));
        match name {
            Some(n) => {
                let needed = match names[n].class {
                    Class::Organization => BODY,
                    _ if somebody => BODY + SURE,
                    _ => ENOUGH,
                };
                if told >= needed && names[n].person().is_none() && names[n].body().is_none() {
                    names[n] = again(sight, &names[n], Class::Place);
                }
            }
            None if !somebody && (told >= ENOUGH || places.contains(&key)) => {
                let tokens = known.tokens.clone();
                let class = Class::Place;
                names.push(unlisted(sight, &Tagged { tokens, class }));
            }
            None => {}
        }
    }
    if names.len() > before {
        names.sort_by_key(|n| n.tokens.start);
    }
}

/// So large a city is known by its name alone.
const GREAT: u32 = 200_000;

/// Great cities among the names that the model takes for people's.
#[derive(Default)]
pub(super) struct Great<'a> {
    /// Whether the name is a city's, wherever it stands.
    known: HashMap<&'a str, bool, FixedState>,
}

impl<'a> Great<'a> {
    /// Whether a name that the model takes for somebody's is a great city's: nobody is called so, or
    /// the report speaks of the state that the city lies in ("Aden" beside Yemen).
    pub(super) fn is_meant(&mut self, sight: &'a Sight<'_>, known: &'a Known) -> bool {
        let town = known.entries.is_empty() && known.city.is_some_and(|n| n >= GREAT);
        let top = sight.top(&known.tokens);
        let verbs = &sight.pack.quotes.verbs;
        let says = sight.rel(top).is(Rel::Nsubj) && verbs.has(sight.lemma(sight.head(top)));
        if !town || says || !sight.capital(known.tokens.start) {
            return false;
        }
        let text = known.span.of(&sight.parsed.article.text);
        let told = || is_city(sight, known, text);
        *self.known.entry(text).or_insert_with(told)
    }
}

fn is_city(sight: &Sight<'_>, known: &Known, text: &str) -> bool {
    let cities = sight.world.cities.exactly(text);
    let largest = cities.iter().max_by_key(|c| c.population);
    let Some(city) = largest.filter(|c| is_spelt(c.name, text)) else {
        return false;
    };
    let state = |k: &Known| {
        k.people()
            .filter(|_| !k.is_office())
            .is_some_and(|c| sight.world.countries[c as usize].iso2 == city.iso2)
    };
    let somebody = |k: &Known| k.span.of(&sight.parsed.article.text) == text && is_alias(sight, k);
    let place = !is_called(sight, known) || sight.known.iter().any(state);
    place && !sight.known.iter().any(somebody)
}

/// Whether the name stands behind a title or a word that says how somebody is called: "alias Busan".
fn is_alias(sight: &Sight<'_>, known: &Known) -> bool {
    let start = known.tokens.start;
    let before = start
        .checked_sub(1)
        .filter(|t| sight.sentence(start).contains(t));
    before.is_some_and(|t| {
        let word = sight.form(t).to_lowercase();
        let naming = &sight.pack.naming;
        naming.called.has(&word) || naming.titles.has(word.trim_end_matches('.'))
    })
}

/// Whether two spellings differ by accents only: "Montréal", "MONTREAL".
fn is_spelt(name: &str, text: &str) -> bool {
    let same = |(a, b): (char, char)| !a.is_ascii() || a.eq_ignore_ascii_case(&b);
    name.chars().count() == text.chars().count() && name.chars().zip(text.chars()).all(same)
}

/// Mentions of one name count together, also one that is shouted.
fn key(sight: &Sight<'_>, tokens: &Range<TokenId>) -> String {
    let text = &sight.parsed.article.text;
    sight.span(tokens).of(text).to_lowercase()
}

/// Whether a town or county has this name, and nothing else that is listed.
fn is_town(sight: &Sight<'_>, known: &Known) -> bool {
    let naming = &sight.pack.naming;
    let place = |e: &Entry| matches!(e, Entry::Country(_) | Entry::Place(_) | Entry::Seat(_));
    let listed = known.city.is_some() || known.entries.iter().any(place);
    listed
        && known.entries.iter().all(place)
        && !known
            .tokens
            .clone()
            .any(|t| naming.never.has(&sight.form(t).to_lowercase()))
        && sight.capital(known.tokens.start)
        && sight.parsed.tokens[known.tokens.start as usize]
            .span
            .start()
            == known.span.start()
}

/// Whether the words are no part of a longer name: no other word with a capital stands beside
/// them, but for a title behind ("Madison Mayor …").
fn stands_alone(sight: &Sight<'_>, known: &Known) -> bool {
    let sentence = sight.sentence(known.tokens.start);
    let (start, end) = (known.tokens.start, known.tokens.end);
    let word = |t: TokenId| sight.form(t).starts_with(char::is_alphabetic) && sight.capital(t);
    let before = start > sentence.start && word(start - 1) && !sight.opens(start - 1);
    let role = || {
        sight
            .role_at(end)
            .is_some_and(|r| r.0.kind == EntityKind::Person)
    };
    let after = sentence.contains(&end) && word(end) && !role();
    let proper = known.tokens.clone().all(|t| sight.upos(t) == Upos::Propn);
    !before && !after && proper
}

/// First and last words of people's names of several words.
fn parts_of_people<'a>(sight: &Sight<'a>, names: &[Name]) -> HashSet<&'a str, Fixed> {
    let people = names
        .iter()
        .filter(|n| n.class == Class::Person && n.tokens.len() > 1);
    let ends = people.flat_map(|n| [n.tokens.start, n.tokens.end - 1]);
    ends.map(|t| sight.form(t)).collect()
}

/// What stands around the mentions of a name.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// For a place (more than 0) or for somebody (less).
    clear: i32,
    /// Nouns behind it that may be whose they are ("Springfield residents", "Bush officials").
    nouns: i32,
}

impl Told {
    /// All that speaks for a place: of a word that people are called by nouns alone say little.
    fn all(&self, sight: &Sight<'_>, known: &Known) -> i32 {
        let lower = sight.form(known.tokens.end - 1).to_lowercase();
        let somebody = sight.world.callnames.get(&lower).is_any();
        self.clear + self.nouns.min(if somebody { 1 } else { ENOUGH })
    }
}

/// Adds what stands around one mention.
fn evidence(sight: &Sight<'_>, known: &Known, told: &mut Told) {
    let (start, end) = (known.tokens.start, known.tokens.end);
    let sentence = sight.sentence(start);
    let naming = &sight.pack.naming;
    if let Some(before) = start.checked_sub(1).filter(|t| sentence.contains(t)) {
        let word = sight.form(before).to_lowercase();
        let owner = sight.is_one_of(before, &sight.pack.grammar.owners) && before > sentence.start;
        let kind = naming.place_kinds.has(&word)
            || owner && naming.place_kinds.has(sight.lemma(before - 1));
        told.clear += if naming.spots.has(&word) || kind {
            SURE
        } else {
            0
        };
        let title = naming.titles.has(word.trim_end_matches('.')) || ends_title(sight, before);
        told.clear -= if title { SURE + 1 } else { 0 };
    }
    if !sentence.contains(&end) {
        return;
    }
    let kind = is_kind_of(sight, end) || is_kind_of(sight, after_list(sight, end));
    told.clear += if kind || is_dateline(sight, known) {
        SURE
    } else {
        0
    };
    told.nouns += i32::from(!naming.kinds_first && sight.role_at(end).is_some());
    let says = sight.pack.quotes.verbs.has(sight.lemma(end));
    let acts = sight.rel(sight.top(&known.tokens)).is(Rel::Nsubj);
    told.clear -= if says && acts { SURE } else { 0 };
    if sight.form(end) == "," && sentence.contains(&(end + 1)) {
        let next = sight
            .known_at(end + 1)
            .filter(|k| k.tokens.start == end + 1);
        let outer = |e: &Entry| matches!(e, Entry::Place(_) | Entry::Country(_));
        let listed = next.is_some_and(|k| k.entries.iter().any(outer));
        told.clear += if listed { SURE } else { 0 };
        // "Madison, 44," is somebody.
        told.clear -= if sight.upos(end + 1) == Upos::Num {
            SURE
        } else {
            0
        };
    }
}

/// Whether the token is a word in small letters that says what kind of place stands before it.
fn is_kind_of(sight: &Sight<'_>, token: TokenId) -> bool {
    let small = sight.form(token).starts_with(char::is_lowercase);
    small && sight.pack.naming.place_kinds.has(sight.lemma(token))
}

/// The token behind the one listed name that is joined to the words before it: "Cooke and Love
/// counties". The token itself, where none is.
fn after_list(sight: &Sight<'_>, end: TokenId) -> TokenId {
    let joined = sight.upos(end) == Upos::Cconj;
    let next = sight
        .known_at(end + 1)
        .filter(|k| joined && k.tokens.start == end + 1);
    let last = sight.sentence(end).end.saturating_sub(1);
    next.map_or(end, |k| k.tokens.end.min(last))
}

/// Whether an office that people hold ends at the token, where offices stand before names.
fn ends_title(sight: &Sight<'_>, token: TokenId) -> bool {
    let role = sight.role_at(token);
    role.is_some_and(|(role, end)| {
        end == token + 1 && role.office && role.kind == EntityKind::Person
    }) && !sight.pack.naming.kinds_first
}

/// "MADISON — Police say": words in capitals that open a line, before a dash.
fn is_dateline(sight: &Sight<'_>, known: &Known) -> bool {
    let text = known.span.of(&sight.parsed.article.text);
    let shouted = !text.contains(char::is_lowercase) && text.chars().count() > 2;
    let dash = sight
        .form(known.tokens.end)
        .starts_with(['-', '\u{2013}', '\u{2014}', '(']);
    shouted && dash && sight.opens(known.tokens.start)
}
