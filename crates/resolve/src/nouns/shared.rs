//! Two states' adjectives before one noun: "French and Egyptian warships" are two parties.

use risalah_doc::{Entity, MentionKind, Rel, Upos};

use crate::cast::{Cast, Key, Words};
use crate::parties::Nominal;
use crate::sight::Sight;

/// Lets the first of two states' adjectives stand for what the noun behind the second names, of its
/// own state.
pub(super) fn join(
    sight: &Sight<'_>,
    nominal: &Nominal,
    noun: impl FnOnce() -> String,
    cast: &mut Cast,
) {
    let start = nominal.tokens.start;
    let sentence = sight.sentence(start);
    let of_state = nominal.owner.country.is_some() && nominal.owner.body.is_none();
    let Some(last) = start
        .checked_sub(2)
        .filter(|t| of_state && sentence.contains(t))
    else {
        return;
    };
    if start == nominal.core.start || sight.upos(start - 1) != Upos::Cconj {
        return;
    }
    let Some(known) = sight.known_at(last).filter(|k| !k.is_office()) else {
        return;
    };
    let state = known.people().filter(|c| Some(*c) != nominal.owner.country);
    let top = sight.top(&known.tokens);
    let joined = nominal.core.contains(&sight.head(top))
        || sight.rel(start).is(Rel::Conj) && sight.head(start) == top;
    let Some(state) = state.filter(|_| joined && known.tokens.end == start - 1) else {
        return;
    };
    let code = nominal
        .code
        .with_country(&sight.world.countries[state as usize].code);
    let span = known.span;
    let text = &sight.parsed.article.text;
    let entity = cast.of(Key::Noun(noun(), code), || Entity {
        name: format!("{} {}", span.of(text), sight.span(&nominal.core).of(text)),
        kind: nominal.kind,
        code,
        ..Entity::default()
    });
    let words = Words {
        span,
        phrase: known.tokens.clone(),
        own: known.tokens.clone(),
        kind: MentionKind::Nominal,
    };
    cast.mention(sight, words, entity);
}
