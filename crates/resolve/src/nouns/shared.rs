//! Two states and one noun: "French and Egyptian warships", "pasukan Kenya dan Uganda" are two parties.

use std::ops::Range;

use risalah_doc::{Entity, EntityId, EntityKind, MentionKind, Rel, TokenId, Upos};

use crate::cast::{Cast, Key, Words};
use crate::parties::Nominal;
use crate::sight::{Known, Sight};

/// Lets the others of several states stand for what the noun names, of their own states.
pub(super) fn join(
    sight: &Sight<'_>,
    nominal: &Nominal,
    noun: impl Fn() -> String,
    cast: &mut Cast,
) {
    if nominal.owner.country.is_none() || nominal.owner.body.is_some() {
        return;
    }
    let mut others: Vec<&Known> = first(sight, nominal).into_iter().collect();
    if others.is_empty() {
        others = behind(sight, nominal);
    }
    for other in others {
        let state = other.people().filter(|c| Some(*c) != nominal.owner.country);
        if let Some(state) = state {
            let state = &sight.world.countries[state as usize].code;
            stand(sight, nominal, noun(), (other, state), cast);
        }
    }
}

/// Lets the state's words stand for what the noun names, of that state.
fn stand(
    sight: &Sight<'_>,
    nominal: &Nominal,
    noun: String,
    (other, state): (&Known, &str),
    cast: &mut Cast,
) {
    let code = nominal.code.with_country(state);
    let (span, tokens) = (other.span, other.tokens.clone());
    let text = &sight.parsed.article.text;
    let entity = cast.of(Key::Noun(noun, code), || Entity {
        name: format!("{} {}", span.of(text), sight.span(&nominal.core).of(text)),
        kind: nominal.kind,
        code,
        ..Entity::default()
    });
    if !renamed(sight, &tokens, entity, cast) {
        let words = Words {
            span,
            phrase: tokens.clone(),
            own: tokens,
            kind: MentionKind::Nominal,
        };
        cast.mention(sight, words, entity);
    }
}

/// Makes the name of a state that stands there already one of the entity's.
fn renamed(sight: &Sight<'_>, tokens: &Range<TokenId>, entity: EntityId, cast: &mut Cast) -> bool {
    let top = sight.top(tokens) as usize;
    let Some(mention) = cast.heads[top].checked_sub(1) else {
        return false;
    };
    let old = cast.mentions[mention as usize].entity;
    if cast.entities[old as usize].kind == EntityKind::Country {
        cast.mentions[mention as usize].entity = entity;
    }
    true
}

/// "French and Egyptian warships", "US and British forces": what stands before the noun's own state.
fn first<'a>(sight: &'a Sight<'_>, nominal: &Nominal) -> Option<&'a Known> {
    let start = nominal.tokens.start;
    let last = start.checked_sub(2)?;
    if start == nominal.core.start
        || !sight.sentence(start).contains(&last)
        || sight.upos(start - 1) != Upos::Cconj
    {
        return None;
    }
    let known = sight.known_at(last).filter(|k| !k.is_office())?;
    let top = sight.top(&known.tokens);
    let whole = sight.top(&nominal.core);
    let on_noun = nominal.core.contains(&sight.head(top));
    let beside = sight.rel(start).is(Rel::Conj) && sight.head(start) == top;
    // "Polish and Estonian troops": the parser may join the noun to the adjective.
    let over = sight.rel(whole).is(Rel::Conj) && sight.head(whole) == top && !known.is_name();
    ((on_noun || beside || over) && known.tokens.end == start - 1).then_some(known)
}

/// "Pasukan Kenya dan Uganda", "the armies of Brazil, Chile and Peru": what is joined to the noun's own
/// state behind it, up to a conjunction.
fn behind<'a>(sight: &'a Sight<'_>, nominal: &Nominal) -> Vec<&'a Known> {
    let (core, mut end) = (&nominal.core, nominal.tokens.end);
    let one = sight.parsed.tokens[core.end as usize - 1]
        .feats
        .get("Number")
        == "Sing";
    let sentence = sight.sentence(core.start);
    let mut found = Vec::new();
    if one || end <= core.end {
        return found;
    }
    while sentence.contains(&(end + 1)) {
        let last = sight.upos(end) == Upos::Cconj;
        let comma = sight.form(end) == ",";
        // "Brazil, Chile, and Peru".
        let both = comma && sight.upos(end + 1) == Upos::Cconj;
        let next = end + 1 + TokenId::from(both);
        let named = |k: &&Known| !k.is_office() && k.is_name() && k.tokens.start == next;
        let Some(known) = sight.known_at(next).filter(named).filter(|_| last || comma) else {
            return Vec::new();
        };
        let top = sight.top(&known.tokens);
        let joined = sight.rel(top).is(Rel::Conj) || sight.rel(top).is(Rel::Appos);
        if !joined || known.people().is_none() {
            return Vec::new();
        }
        found.push(known);
        end = known.tokens.end;
        if last || both {
            return found;
        }
    }
    Vec::new()
}
