//! Names of bodies that are of several things, which are found in part: "Department of Housing and
//! Urban Development", "Dinas Kependudukan dan Catatan Sipil".

use std::ops::Range;

use risalah_doc::{TokenId, Upos};

use super::{Name, unlisted};
use crate::sight::Sight;
use crate::tagger::{Class, Tagged};

/// The second thing has so many words at most.
const LONG: TokenId = 4;

/// Joins to a body's name what it is of besides, where words say that it is of something and what
/// stands behind a conjunction is nothing by itself.
pub(super) fn join(sight: &Sight<'_>, names: &mut Vec<Name>) {
    let mut n = 0;
    while n < names.len() {
        if let Some(tokens) = whole(sight, names, n) {
            let joined = names[n + 1..].iter();
            let inside = joined.take_while(|o| o.tokens.start < tokens.end).count();
            names.drain(n + 1..=n + inside);
            let class = Class::Organization;
            names[n] = unlisted(sight, &Tagged { tokens, class });
        }
        n += 1;
    }
}

/// The whole of a body's name of which the second thing is lost.
fn whole(sight: &Sight<'_>, names: &[Name], n: usize) -> Option<Range<TokenId>> {
    let name = &names[n];
    let body = name.class == Class::Organization && name.entries.is_empty();
    if !body || !is_of(sight, &name.tokens) {
        return None;
    }
    let (and, start) = (name.tokens.end, name.tokens.end + 1);
    let sentence = sight.sentence(name.tokens.start);
    if start >= sentence.end || sight.upos(and) != Upos::Cconj {
        return None;
    }
    let plain = |t: &TokenId| is_plain(sight, *t);
    let most = sentence.end.min(start + LONG);
    let end = start + (start..most).take_while(plain).count() as TokenId;
    let goes_on = end < sentence.end && sight.capital(end);
    let other = names[n + 1..].iter().take_while(|o| o.tokens.start < end);
    let open =
        |o: &Name| o.class == Class::Organization && o.entries.is_empty() && o.tokens.end <= end;
    (end > start && !goes_on && other.into_iter().all(open)).then_some(name.tokens.start..end)
}

/// Whether the name opens with a word that is of something, or has it before a small word.
fn is_of(sight: &Sight<'_>, tokens: &Range<TokenId>) -> bool {
    let word = |t: TokenId| {
        let form = sight.form(t).to_lowercase();
        sight.pack.naming.manifold.has(&form)
    };
    if sight.pack.naming.kinds_first {
        return tokens.len() > 1 && word(tokens.start);
    }
    let mut pairs = tokens.clone().zip(tokens.clone().skip(1));
    pairs.any(|(a, b)| word(a) && !sight.capital(b))
}

/// Whether the token is a word with a capital that names nobody by itself.
fn is_plain(sight: &Sight<'_>, token: TokenId) -> bool {
    let form = sight.form(token);
    let naming = &sight.pack.naming;
    let lower = form.to_lowercase();
    sight.capital(token)
        && form.contains(char::is_lowercase)
        && form.chars().all(|c| c.is_alphabetic() || c == '-')
        && !naming.manifold.has(&lower)
        && !naming.seated.has(&lower)
        && !naming.never.has(&lower)
        && sight.role_at(token).is_none()
        && sight
            .known_at(token)
            .is_none_or(|k| k.entries.is_empty() && k.tokens.len() == 1)
}
