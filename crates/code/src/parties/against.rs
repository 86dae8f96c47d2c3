//! Against whom a protest is.

use risalah_doc::{Rel, TokenId, Upos};

use super::{DEPTH, Party, Who, holds, undergone};
use crate::tree::Tree;

/// Against whom a protest is: a state, body or official that its reason names, however deep
/// ("to show their anger at the policies of the government").
pub(crate) fn against(
    tree: &Tree<'_>,
    who: &Who<'_>,
    anchor: TokenId,
    actors: &[Party],
    out: &mut Vec<Party>,
) {
    let mut reason = false;
    for at in tree.after(anchor) {
        reason |= tree.is_one_of(at, &tree.grammar.grievances);
        // Who is told to have done it comes before whom it was done to.
        let doer = tree.under(at, &tree.grammar.agents);
        if !reason || !tree.dominates(anchor, at) || !doer && !out.is_empty() {
            continue;
        }
        let party = who.party_at(tree, at).filter(|p| {
            !scene(tree, anchor, at)
                && !aside(tree, who, at)
                && !undergone(tree, at)
                && who.rules(p.role.entity)
                && !who.listens(p.role.entity)
                && !holds(actors, p.role.entity)
        });
        if let Some(party) = party {
            out.clear();
            out.push(party);
            if doer {
                return;
            }
        }
    }
}

/// Whether the party only owns another that is meant ("against the party's leader"), or only tells
/// of the act ("police sources said").
fn aside(tree: &Tree<'_>, who: &Who<'_>, at: TokenId) -> bool {
    let rel = tree.token(at).rel;
    let Some(head) = tree.head(at) else {
        return false;
    };
    let next = |t: &TokenId| who.party_at(tree, *t).is_some_and(|p| who.person(&p));
    let owns = rel == Rel::NmodPoss && (head..tree.end().min(head + 2)).any(|t| next(&t));
    let teller = rel.is(Rel::Nsubj) && tree.token(head).rel.is(Rel::Parataxis);
    owns || teller
}

/// Whether the token stands in a phrase that only says where: "in front of the governor's office".
fn scene(tree: &Tree<'_>, anchor: TokenId, at: TokenId) -> bool {
    let grammar = tree.grammar;
    let mut up = at;
    for _ in 0..2 * DEPTH {
        let only_where = tree.with_rel(up, Rel::Case).any(|case| {
            tree.is_one_of(case, &grammar.places) && !tree.is_one_of(case, &grammar.recipients)
        });
        // "in protest at" is no place.
        let only_where = only_where && !tree.is_one_of(up, &grammar.grievances);
        match tree.head(up).filter(|_| !only_where) {
            Some(head) if head == anchor || tree.token(up).upos == Upos::Verb => return false,
            Some(head) => up = head,
            None => return only_where,
        }
    }
    false
}
