//! Names that the model misses behind a title: "president Cortizo".

use risalah_doc::{EntityKind, TokenId};

use super::{Name, unlisted};
use crate::parties::role_at;
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
    let before = names.len();
    for token in 0..sight.parsed.tokens.len() as TokenId {
        let Some(name) = behind(sight, token).filter(|n| !taken[*n as usize]) else {
            continue;
        };
        names.push(unlisted(
            sight,
            &Tagged {
                tokens: name..name + 1,
                class: Class::Person,
            },
        ));
        taken[name as usize] = true;
    }
    if names.len() == before {
        return;
    }
    let mut people: Vec<&str> = names[before..]
        .iter()
        .map(|n| sight.form(n.tokens.start))
        .collect();
    people.sort_unstable();
    for name in &mut names[..before] {
        let lone = name.tokens.len() == 1 && name.entries.is_empty();
        let spelt = people.binary_search(&sight.form(name.tokens.start)).is_ok();
        if lone && spelt && name.class != Class::Person {
            *name = unlisted(
                sight,
                &Tagged {
                    tokens: name.tokens.clone(),
                    class: Class::Person,
                },
            );
        }
    }
    names.sort_by_key(|n| n.tokens.start);
}

/// The word behind a title that starts here, where it looks like a name and nothing knows it.
fn behind(sight: &Sight<'_>, token: TokenId) -> Option<TokenId> {
    let small = |t: TokenId| sight.form(t).starts_with(char::is_lowercase);
    if !small(token) {
        return None;
    }
    let (role, name) = role_at(sight, token)?;
    let title = role.office && role.kind == EntityKind::Person && small(name - 1);
    let end = sight.sentence(token).end;
    if !title || name >= end || !sight.capital(name) {
        return None;
    }
    let form = sight.form(name);
    let known = sight.known_at(name).is_some()
        || role_at(sight, name).is_some()
        || sight.pack.naming.never.has(&form.to_lowercase());
    let word = form.contains(char::is_lowercase) && form.chars().all(char::is_alphabetic);
    // "president Joe Smith" is the model's to find: where it did not, the words may be anything.
    let single = name + 1 == end || !sight.capital(name + 1);
    (!known && word && single).then_some(name)
}
