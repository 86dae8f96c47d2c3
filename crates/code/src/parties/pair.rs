//! "Both countries", "kedua negara": two parties that were named before, spoken of together.

use risalah_doc::{EntityId, EntityKind, Role, TokenId};
use risalah_pack::grammar::Pair;

use super::{Party, Who};
use crate::tree::Tree;

/// How many sentences back the two are looked for.
const BACK: usize = 3;
/// How many words before the noun say that there are two.
const BEFORE: TokenId = 3;

/// The two that the noun stands for, if it speaks of two known ones and two can be told.
pub(super) fn of(tree: &Tree<'_>, who: &Who<'_>, at: TokenId) -> Option<[Party; 2]> {
    let rules = tree.grammar.pair.as_ref()?;
    let leaders = tree.is_one_of(at, &rules.leaders);
    let both = is_both(tree, rules, at);
    if !leaders && !both && !tree.is_one_of(at, &rules.nouns) {
        return None;
    }
    let first = if both { at } else { first(tree, rules, at)? };
    // "both sides of the border".
    if at + 1 < tree.end() && tree.is_one_of(at + 1, &tree.grammar.owners) {
        return None;
    }
    let span = tree.token(first).span.cover(tree.token(at).span);
    let named = named(tree, who, first, leaders || both)?;
    Some(named.map(|entity| Party {
        role: Role { span, entity },
        head: at,
        owner: false,
    }))
}

/// "Keduanya": the word that says that there are two, with a clitic and without a noun. Only leaders are
/// meant so: anybody else named beside a state may be, too.
fn is_both(tree: &Tree<'_>, rules: &Pair, at: TokenId) -> bool {
    let clitic = at + 1 < tree.end() && tree.token(at + 1).joined;
    clitic && tree.is_one_of(at, &rules.both)
}

/// The first of the words that say that there are two, known ones.
fn first(tree: &Tree<'_>, rules: &Pair, at: TokenId) -> Option<TokenId> {
    let start = at.saturating_sub(BEFORE);
    let both = (start..at).find(|t| tree.is_one_of(*t, &rules.both));
    both.or_else(|| {
        let two = (start..at).find(|t| tree.is_one_of(*t, &rules.two))?;
        let known = two.checked_sub(1)?;
        tree.is_one_of(known, &rules.known).then_some(known)
    })
}

/// The only two of different states that are named in the nearest sentences before the token: the
/// states themselves, or else those who act for them; where `leaders` are meant, only these.
fn named(tree: &Tree<'_>, who: &Who<'_>, before: TokenId, leaders: bool) -> Option<[EntityId; 2]> {
    let parsed = &tree.parsed;
    let limit = parsed.tokens[before as usize].span.start();
    let last = parsed.sentence_of(before)?;
    let mentions = &who.resolved.mentions;
    let mut found: Vec<(&str, EntityId)> = Vec::new();
    for sentence in (last.saturating_sub(BACK)..=last).rev() {
        let span = parsed.sentences[sentence].span;
        let from = mentions.partition_point(|m| m.span.start() < span.start());
        let end = span.end().min(limit);
        for mention in mentions[from..].iter().take_while(|m| m.span.start() < end) {
            let entity = mention.entity;
            let country = who.country(entity).filter(|_| who.governs(entity, leaders));
            let Some(country) = country else { continue };
            match found.iter_mut().find(|(c, _)| *c == country) {
                Some((_, kept)) if who.is_state(entity) => *kept = entity,
                Some(_) => {}
                None => found.push((country, entity)),
            }
        }
        match found.as_slice() {
            [] | [_] => {}
            [(_, a), (_, b)] => return Some([*a, *b]),
            _ => return None,
        }
    }
    None
}

impl Who<'_> {
    /// Whether the entity is somebody in office, or, unless only `leaders` are looked for, a state or
    /// a body that does not only report.
    fn governs(&self, entity: EntityId, leaders: bool) -> bool {
        let known = self.resolved.entities.get(entity as usize);
        known.is_some_and(|e| match e.kind {
            EntityKind::Country => !leaders,
            EntityKind::Person => e.office.is_some(),
            EntityKind::Organization => !leaders && !self.listens(entity),
            _ => false,
        })
    }
}
