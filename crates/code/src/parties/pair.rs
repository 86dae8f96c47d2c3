//! "Both countries", "kedua negara": two parties that were named before, spoken of together.

use risalah_doc::{EntityId, EntityKind, Rel, Role, TokenId};
use risalah_pack::grammar::Pair;

use super::{Party, Who};
use crate::tree::Tree;

/// How many sentences back the two are looked for.
const BACK: usize = 3;
/// How many words before the noun say that there are two.
const BEFORE: TokenId = 3;
/// How many words up the tree the verb stands whose doer does it to the two.
const CLAUSES: usize = 3;

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
    let doer = doer(tree, at).and_then(|doer| who.party_at(tree, doer));
    let other = doer.and_then(|d| who.country(d.role.entity));
    let named = named(tree, who, first, (leaders || both, other))?;
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

/// Who does it to the two, and so is none of them: "the UN urged both sides to stop".
fn doer(tree: &Tree<'_>, at: TokenId) -> Option<TokenId> {
    let mut up = at;
    for _ in 0..CLAUSES {
        let rel = tree.token(up).rel;
        let told = [Rel::Obj, Rel::Iobj, Rel::Obl, Rel::Xcomp, Rel::Nmod];
        let own = up == at && rel == Rel::Nsubj;
        let head = tree
            .head(up)
            .filter(|_| own || told.iter().any(|r| rel.is(*r)))?;
        let subject = tree.with_rel(head, Rel::Nsubj).find(|s| *s < at);
        // Of a clause of their own they are the subject themselves.
        if let Some(subject) = subject.filter(|_| !own) {
            return Some(subject);
        }
        up = head;
    }
    None
}

/// The only two of different states that are named in the nearest sentences before the token: the
/// states themselves, or else those who act for them; where `leaders` are meant, only these, and
/// never whoever is of the `other` state. Where one state alone is named, two bodies of it.
fn named(
    tree: &Tree<'_>,
    who: &Who<'_>,
    before: TokenId,
    (leaders, other): (bool, Option<&str>),
) -> Option<[EntityId; 2]> {
    let mut found: Vec<(&str, EntityId)> = Vec::new();
    let mut bodies: Vec<EntityId> = Vec::new();
    for mentions in nearest(tree, who, before) {
        for entity in mentions {
            let country = who.country(entity).filter(|_| who.governs(entity, leaders));
            let Some(country) = country.filter(|c| Some(*c) != other) else {
                continue;
            };
            if who.is_body(entity) && !bodies.iter().any(|b| who.alike(*b, entity)) {
                bodies.push(entity);
            }
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
    match (found.len(), bodies.as_slice()) {
        (1, [a, b]) => Some([*a, *b]),
        _ => None,
    }
}

/// The entities named before the token, sentence by sentence, the nearest first.
fn nearest<'a>(
    tree: &'a Tree<'_>,
    who: &'a Who<'_>,
    before: TokenId,
) -> impl Iterator<Item = impl Iterator<Item = EntityId> + 'a> + 'a {
    let parsed = &tree.parsed;
    let limit = parsed.tokens[before as usize].span.start();
    let last = parsed.sentence_of(before);
    let sentences = last.map_or(0..0, |last| last.saturating_sub(BACK)..last + 1);
    let mentions = &who.resolved.mentions;
    sentences.rev().map(move |sentence| {
        let span = parsed.sentences[sentence].span;
        let from = mentions.partition_point(|m| m.span.start() < span.start());
        let end = span.end().min(limit);
        let here = mentions[from..].iter();
        here.take_while(move |m| m.span.start() < end)
            .map(|m| m.entity)
    })
}

impl Who<'_> {
    /// Whether the entity is a body.
    fn is_body(&self, entity: EntityId) -> bool {
        let known = self.resolved.entities.get(entity as usize);
        known.is_some_and(|e| e.kind == EntityKind::Organization)
    }

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
