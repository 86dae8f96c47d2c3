//! Forms of one name: parts and spellings of people's names, acronyms, by-names, kinds of places.

use hashbrown::HashMap;
use risalah_doc::EntityId;

use crate::names::Name;
use crate::sight::Sight;
use crate::tagger::Class;

/// The words of a name, in lower case and one spelling.
pub(super) fn words(sight: &Sight<'_>, name: &Name) -> Vec<String> {
    spelt(sight, name.span.of(&sight.parsed.article.text))
}

/// The words of a person's name as some list has it, in lower case and one spelling.
pub(super) fn spelt(sight: &Sight<'_>, text: &str) -> Vec<String> {
    let spellings = &sight.pack.naming.spellings;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|word| {
            let word = word.to_lowercase();
            let respell = |w: String, (old, new): &(String, String)| match w.contains(old) {
                true => w.replace(old, new),
                false => w,
            };
            spellings.iter().fold(word, respell)
        })
        .collect()
}

/// Whether a name is known by these of its words: by its last, its first, or several in order; an
/// initial stands for a word between others.
pub(super) fn is_part(sight: &Sight<'_>, part: &[String], full: &[String]) -> bool {
    if part == full {
        return true;
    }
    let (Some(first), Some(last)) = (part.first(), part.last()) else {
        return false;
    };
    let mut rest = full.iter();
    let in_order = part.iter().all(|word| rest.any(|w| same(w, word)));
    let (starts, ends) = (full.first() == Some(first), full.last() == Some(last));
    let whole = part.len() == full.len() && starts && ends && first.len() > 1 && last.len() > 1;
    let called = || usual(sight, full) == Some(first);
    in_order && (whole || (starts || ends || called()) && part.len() < full.len())
}

/// The first word of the name that a person is called by.
pub(super) fn usual<'a>(sight: &Sight<'_>, full: &'a [String]) -> Option<&'a String> {
    let forenames = &sight.pack.naming.forenames;
    full.iter().find(|word| !forenames.has(word))
}

fn same(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| {
        let mut letters = short.chars();
        let first = letters.next();
        letters.next().is_none() && first == long.chars().next()
    };
    a == b || initial(a, b) || initial(b, a)
}

/// The name before, where only words such as "alias" or "better known as" stand between.
pub(super) fn alias_of(sight: &Sight<'_>, names: &[Name], n: usize) -> Option<usize> {
    let naming = &sight.pack.naming;
    let before = n.checked_sub(1)?;
    let gap = names[before].tokens.end..names[n].tokens.start;
    let same_sentence = sight.sentence(gap.start).contains(&names[n].tokens.start);
    if !same_sentence || names[before].class != Class::Person {
        return None;
    }
    let word = |t| sight.form(t).to_lowercase();
    let called = gap.clone().any(|t| naming.called.has(&word(t)));
    let only = gap.clone().all(|t| {
        let form = word(t);
        naming.called.has(&form)
            || naming.calling.has(&form)
            || naming.titles.has(form.trim_end_matches('.'))
            || !form.contains(char::is_alphanumeric)
    });
    (called && only).then_some(before)
}

/// How many names back a body is sought that is called by its kind.
const REACH: usize = 40;

/// "The Church" after "Church of Scientology": the body before whose name has this word as its
/// head.
pub(super) fn called_by_head(sight: &Sight<'_>, names: &[Name], n: usize) -> Option<usize> {
    let name = &names[n];
    if name.tokens.len() > 1 || !name.entries.is_empty() {
        return None;
    }
    let form = sight.form(name.tokens.start);
    let headed = |b: &usize| {
        let before = &names[*b];
        before.class == Class::Organization
            && before.tokens.len() > 1
            && sight.form(sight.top(&before.tokens)) == form
    };
    (0..n).rev().take(REACH).find(headed)
}

/// A name without the acronym that stands in brackets after it, and the acronym.
pub(super) fn short(text: &str) -> (&str, Option<&str>) {
    match text.split_once('(') {
        Some((name, acronym)) if !name.is_empty() => (
            name.trim_end(),
            Some(acronym.trim().trim_end_matches(')').trim()),
        ),
        _ => (text, None),
    }
}

pub(super) fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().filter(|c| c.is_uppercase()).count();
    capitals * 2 > letters.count() && !text.contains(' ')
}

/// Bodies by the first letters of their names.
#[derive(Debug, Default)]
pub(super) struct Initials {
    known: HashMap<String, EntityId, foldhash::fast::FixedState>,
}

/// Two letters are too many bodies' own.
const SHORTEST: usize = 3;

impl Initials {
    /// The body whose name was spelt out before and gives this acronym.
    pub(super) fn get(&self, acronym: &str) -> Option<EntityId> {
        self.known.get(acronym).copied()
    }

    /// Keeps the first letters of a body's name in mind.
    pub(super) fn know(&mut self, name: &str, entity: EntityId) {
        if let Some(letters) = initials(name) {
            self.known.entry(letters).or_insert(entity);
        }
    }
}

/// The capitals that the words of a name of several words begin with.
pub(super) fn initials(name: &str) -> Option<String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let letters: String = words
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect();
    (letters.chars().count() >= SHORTEST).then_some(letters)
}

/// A place's name in lower case without the word that says its kind, and that word.
pub(super) fn place_key(sight: &Sight<'_>, text: &str) -> (String, String) {
    let kinds = &sight.pack.naming.place_kinds;
    let name = text.to_lowercase();
    let cut = match sight.pack.naming.kinds_first {
        true => name.split_once(' ').map(|(kind, rest)| (rest, kind)),
        false => name.rsplit_once(' '),
    };
    match cut {
        Some((rest, kind)) if kinds.has(kind.trim_end_matches('.')) => {
            (rest.to_owned(), kind.to_owned())
        }
        _ => (name, String::new()),
    }
}
