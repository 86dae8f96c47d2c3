//! Whom the paths of a pattern lead to.

use risalah_doc::{Rel, TokenId, Upos};
use risalah_pack::pattern::{Link, Path};

use super::{DEPTH, Party, Who, collect, holds, kind_of_thing};
use crate::find::walk;
use crate::tree::Tree;

/// Who does it: the parties of the first alternative that names any.
pub(crate) fn doers(tree: &Tree<'_>, who: &Who<'_>, anchor: TokenId, paths: &[Path]) -> Vec<Party> {
    let named = paths
        .iter()
        .map(|path| of_path(tree, who, anchor, path, &[]))
        .find(|parties| !parties.is_empty());
    named.unwrap_or_default()
}

/// To whom it is done: the parties of the first alternative that names any but those who act, and
/// nothing where all that is named is theirs.
pub(crate) fn sufferers(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    paths: &[Path],
    actors: &[Party],
) -> Option<Vec<Party>> {
    let mut theirs = false;
    for path in paths {
        let mut parties = of_path(tree, who, anchor, path, actors);
        // "Kawasan sipil", "public organisations": such a word says of what kind a thing is.
        parties.retain(|p| !kind_of_thing(tree, who, p.head));
        let before = parties.len();
        parties.retain(|p| !who.own_state(p, actors));
        theirs |= parties.len() < before;
        if !parties.is_empty() {
            return Some(parties);
        }
    }
    let somebody = paths.iter().any(|path| unknown(tree, who, anchor, path));
    (!theirs && !somebody).then(Vec::new)
}

/// "Urged them to free the prisoners": whether the path leads to a pronoun of which nobody knows whom it
/// stands for, so that nobody else is meant.
fn unknown(tree: &Tree<'_>, who: &Who<'_>, anchor: TokenId, path: &Path) -> bool {
    let mut found = false;
    walk(tree, anchor, path, &mut |at| {
        let token = tree.token(at);
        let personal = token.upos == Upos::Pron && !token.feats.get("Person").is_empty();
        found |= personal && who.party_at(tree, at).is_none();
    });
    found
}

/// Who gives what a passive tells of: "a threat from Iran was made", where no path of the pattern takes
/// the preposition for whom it is done to.
pub(crate) fn sources(
    tree: &Tree<'_>,
    who: &Who<'_>,
    (anchor, noun): (TokenId, TokenId),
    recipient: &[Path],
) -> Vec<Party> {
    let mut out = Vec::new();
    if !tree.passive(anchor) || tree.object(anchor) != Some(noun) {
        return out;
    }
    let taken = |case: TokenId| {
        let mut steps = recipient.iter().flat_map(|path| path.iter());
        steps.any(|s| s.under.has(tree.lemma(case)))
    };
    for giver in tree.with_rel(noun, Rel::Nmod) {
        let case = tree.case(giver);
        if tree.under(giver, &tree.grammar.sources) && !case.is_some_and(taken) {
            collect(tree, who, giver, &mut out);
        }
    }
    out
}

/// Parties that a path leads to, but these others.
fn of_path(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    path: &Path,
    others: &[Party],
) -> Vec<Party> {
    let mut parties = Vec::new();
    walk(tree, anchor, path, &mut |at| {
        // Between the first of a coordination and its conjuncts nothing else is a role.
        collect(tree, who, at, &mut parties);
    });
    // A possessor is a party itself, not the owner of one.
    let possessor = path.last().is_some_and(|s| s.link == Link::Poss);
    parties.retain(|p| p.head != anchor && !sent(tree, anchor, p.head));
    // Who is told of an act does not receive it: "ujarnya kepada AFP saat berdemo".
    let told = |p: &Party| tree.under(p.head, &tree.grammar.tellings) && who.listens(p.role.entity);
    let owning = |p: &Party| possessor && p.owner;
    parties.retain(|p| !owning(p) && !told(p) && !holds(others, p.role.entity));
    // "Questioned Rahmat as head of the office": the same once more.
    if parties.iter().any(|p| !guised(tree, p.head)) {
        parties.retain(|p| !guised(tree, p.head));
    }
    dedup(&mut parties);
    parties
}

/// Takes places away that only say where the others act: "in Taliban attacks in the province of Kunduz".
pub(crate) fn unplaced(tree: &Tree<'_>, who: &Who<'_>, actors: &mut Vec<Party>) {
    if !actors.iter().any(|p| who.acts(p.role.entity)) {
        return;
    }
    let scene = |p: &Party| {
        let mut at = p.head;
        for _ in 0..DEPTH {
            if tree.under(at, &tree.grammar.places) {
                return true;
            }
            let rel = tree.token(at).rel;
            let inner = [Rel::Nmod, Rel::Obl, Rel::Flat, Rel::Appos, Rel::Compound];
            let phrase = inner.iter().any(|r| rel.is(*r));
            match tree.head(at).filter(|_| phrase) {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    };
    actors.retain(|p| !who.is_place(p.role.entity) || !scene(p));
}

/// "offered to send troops": what the verb of a complement sends does not receive it.
fn sent(tree: &Tree<'_>, anchor: TokenId, at: TokenId) -> bool {
    let object = tree.token(at).rel.is(Rel::Obj) || tree.token(at).rel.is(Rel::Conj);
    let above = tree.head(at).filter(|_| object);
    let verb = above.filter(|head| tree.token(*head).rel.is(Rel::Obj));
    let verb = verb.and_then(|first| tree.head(first)).or(above);
    verb.is_some_and(|v| v != anchor && tree.is_one_of(v, &tree.grammar.sendings))
}

/// Whether the words only tell what somebody is who stands before them.
fn guised(tree: &Tree<'_>, at: TokenId) -> bool {
    let mut at = at;
    for _ in 0..DEPTH {
        let over = tree
            .head(at)
            .filter(|h| tree.is_one_of(*h, &tree.grammar.guises));
        if over.is_some() || tree.under(at, &tree.grammar.guises) {
            return true;
        }
        match tree.head(at).filter(|_| tree.token(at).rel.is(Rel::Conj)) {
            Some(first) => at = first,
            None => return false,
        }
    }
    false
}

fn dedup(parties: &mut Vec<Party>) {
    let mut seen = Vec::with_capacity(parties.len());
    parties.retain(|p| {
        let new = !seen.contains(&p.role.entity);
        seen.push(p.role.entity);
        new
    });
}
