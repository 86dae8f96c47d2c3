//! Who is told to be among a party: "six people including the opposition leader Ali Hasan".

use risalah_doc::{EntityKind, TokenId, Upos};

use super::{Party, Who, gather, holds};
use crate::tree::Tree;

/// How many words behind a noun it is looked for who is among them.
const REACH: usize = 8;

/// Adds to what the noun led to behind `before` those who are told to be among the people, or among
/// what is no party itself ("three states including Chad").
pub(super) fn of(tree: &Tree<'_>, who: &Who<'_>, at: TokenId, before: usize, out: &mut Vec<Party>) {
    let opens = |t: &TokenId| tree.is_one_of(*t, &tree.grammar.includings);
    let behind = tree.after(at).take(REACH);
    let near = |t: &TokenId| opens(t) || tree.token(*t).upos != Upos::Verb;
    let Some(word) = behind.take_while(near).find(opens) else {
        return;
    };
    let close = |n: &TokenId| tree.dominates(at, *n) || behind_phrase(tree, at, word);
    let Some(noun) = held(tree, word).filter(close) else {
        return;
    };
    // "The opposition leader Ali Hasan": the title may hang on the name.
    let named = tree.head(noun).filter(|n| *n > noun);
    let named = named.filter(|n| who.party_at(tree, *n).is_some());
    let noun = match who.party_at(tree, noun) {
        None => named.unwrap_or(noun),
        Some(_) => noun,
    };
    let first = who.party_at(tree, at);
    let group =
        |p: &Party| who.kind(p.role.entity) == Some(EntityKind::Group) || who.counted(tree, p);
    // Whose own they are counts where they are none themselves: "Russian aircraft including jets".
    if first.map_or(out.len() > before, |p| !group(&p)) {
        return;
    }
    let mut more = Vec::new();
    gather(tree, who, noun, &mut more, 1);
    more.retain(|p| {
        // "34 people including four women": no party beside them.
        let another =
            |f: Party| who.person(p) && who.named_at(p) || !who.alike(p.role.entity, f.role.entity);
        let fits = first.is_none_or(|f| who.people(p) && another(f));
        !p.owner && who.acts(p.role.entity) && fits && !holds(out, p.role.entity)
    });
    out.extend(more);
}

/// The noun that the word opens.
fn held(tree: &Tree<'_>, word: TokenId) -> Option<TokenId> {
    let noun = |t: &TokenId| *t > word && matches!(tree.token(*t).upos, Upos::Noun | Upos::Propn);
    let over = tree.head(word).filter(noun);
    over.or_else(|| tree.children(word).iter().copied().find(noun))
}

/// Whether the word stands right behind the noun's phrase.
fn behind_phrase(tree: &Tree<'_>, at: TokenId, word: TokenId) -> bool {
    let within = |t: TokenId| tree.dominates(at, t) || tree.parsed.form(t) == ",";
    (at + 1..word).all(within)
}
