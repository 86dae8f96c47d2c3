//! Names that the model misses behind a title: "president Cortizo".

use risalah_doc::{EntityKind, TokenId};

use super::agree::again;
use super::{Name, unlisted};
use crate::sight::Sight;
use crate::tagger::{Class, Tagged};

/// A word with a capital behind a person's title in small letters is a person's name, and so is
/// the same word elsewhere.
///
/// Where nouns come before what they belong to ("direktur Perludem"), the word may as well be the
/// body that the office is of, so nothing is said.
pub(super) fn add(sight: &Sight<'_>, names: &mut Vec<Name>) {
    if sight.pack.naming.kinds_first {
        return;
    }
    let mut taken = vec![false; sight.parsed.tokens.len()];
    for name in names.iter() {
        name.tokens.clone().for_each(|t| taken[t as usize] = true);
    }
    let found = |n: &&Name| n.class == Class::Person && n.tokens.len() == 1;
    let told = names.iter().filter(found).map(|n| n.tokens.start);
    let told = told.filter(|&t| t > 0 && is_unknown(sight, t) && is_titled(sight, t));
    let mut people: Vec<&str> = told.map(|t| sight.form(t)).collect();
    let before = names.len();
    for name in 1..sight.parsed.tokens.len() as TokenId {
        if !taken[name as usize] && is_unknown(sight, name) && is_titled(sight, name) {
            let (tokens, class) = (name..name + 1, Class::Person);
            names.push(unlisted(sight, &Tagged { tokens, class }));
            people.push(sight.form(name));
        }
    }
    if people.is_empty() {
        return;
    }
    people.sort_unstable();
    for name in &mut names[..before] {
        let lone = name.tokens.len() == 1 && name.entries.is_empty();
        let spelt = people.binary_search(&sight.form(name.tokens.start)).is_ok();
        if lone && spelt && name.class != Class::Person {
            *name = again(sight, name, Class::Person);
        }
    }
    names.sort_by_key(|n| n.tokens.start);
}

/// Titles of more words are not looked for.
const LONGEST: TokenId = 6;

/// Whether the token is a word with a capital that looks like a name and that nothing knows.
fn is_unknown(sight: &Sight<'_>, name: TokenId) -> bool {
    let form = sight.form(name);
    let word = sight.capital(name)
        && form.contains(char::is_lowercase)
        && form.chars().all(char::is_alphabetic);
    // "president Joe Smith" is the model's to find: where it did not, the words may be anything.
    let single = name + 1 >= sight.sentence(name).end || !sight.capital(name + 1);
    word && single
        && sight.known_at(name).is_none()
        && !sight.pack.naming.never.has(&form.to_lowercase())
        && sight.role_at(name).is_none()
}

/// Whether a person's title in small letters ends right before the token.
fn is_titled(sight: &Sight<'_>, name: TokenId) -> bool {
    let small = |t: TokenId| sight.form(t).starts_with(char::is_lowercase);
    let sentence = sight.sentence(name);
    let first = sentence.start.max(name.saturating_sub(LONGEST));
    let title = |start: TokenId| {
        small(start)
            && sight.role_at(start).is_some_and(|(role, end)| {
                end == name && role.office && role.kind == EntityKind::Person
            })
    };
    first < name && small(name - 1) && (first..name).any(title)
}
