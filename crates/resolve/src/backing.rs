//! States that only back a party: "Iran-backed militias", "pemberontak dukungan Rwanda".

use std::ops::Range;

use risalah_doc::{TokenId, Upos};

use crate::sight::Sight;

/// Whether the words beside a name or adjective make it one who only backs whoever is named there.
pub(crate) fn backs(sight: &Sight<'_>, name: &Range<TokenId>) -> bool {
    let grammar = &sight.pack.grammar;
    let sentence = sight.sentence(name.start);
    let inside = |t: &TokenId| sentence.contains(t);
    let is = |t: TokenId| sight.is_one_of(t, &grammar.backings);
    // "Iran-backed" is written with a hyphen, with which a participle behind it is no verb of its own.
    let behind = Some(name.end + 1)
        .filter(inside)
        .filter(|_| sight.parsed.is_hyphen(name.end));
    let before = name.start.checked_sub(1).filter(inside);
    let agent = before.filter(|t| sight.is_one_of(*t, &grammar.agents));
    // "China backed Iran" and "armed Kurds" tell of no party that somebody backs.
    let bare = |t: &TokenId| {
        let token = &sight.parsed.tokens[*t as usize];
        token.upos != Upos::Adj && token.feats.get("VerbForm").is_empty()
    };
    let before = match agent {
        Some(by) => by.checked_sub(1).filter(inside),
        None => before.filter(bare),
    };
    behind.is_some_and(is) || before.is_some_and(is)
}
