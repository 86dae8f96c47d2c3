//! To whom was done what somebody speaks of.

use risalah_doc::{Rel, TokenId, Upos};

use super::DEPTH;
use crate::tree::Tree;

/// Whether the party suffers an act that a noun tells ("the attack on civilians", "penangkapan
/// aktivis"): who condemns or probes it means who did it, and who calls for it, who is to do it.
pub(crate) fn undergone(tree: &Tree<'_>, party: TokenId) -> bool {
    let party = named(tree, party);
    // "The killing of the leader Ali Hasan": the parser may hang the name beside its title.
    let bare = tree.case(party).is_none() && tree.token(party).rel.is(Rel::Nmod);
    let title = party
        .checked_sub(1)
        .filter(|t| bare && tree.head(*t) == tree.head(party));
    let party = title.filter(|t| tree.case(*t).is_some()).unwrap_or(party);
    let lists = &tree.grammar.undergone;
    // "Condemned the attack on Kabul": a parser may hang the phrase on the verb.
    let before = tree
        .case(party)
        .and_then(|case| case.checked_sub(1))
        .filter(|t| tree.after(*t).contains(&party) && tree.is_one_of(*t, &lists.aimed));
    let rel = tree.token(party).rel;
    let hangs = rel.is(Rel::Nmod) || rel.is(Rel::Obl);
    let noun = |act: &TokenId| tree.token(*act).upos == Upos::Noun;
    let act = before.or(tree.head(party)).filter(|_| hangs);
    let Some(act) = act.filter(noun) else {
        return false;
    };
    let suffered = tree.is_one_of(act, &lists.acts);
    if tree.under(party, &lists.at) {
        return suffered || tree.is_one_of(act, &lists.aimed);
    }
    if !suffered || tree.token(party).rel != Rel::Nmod {
        return false;
    }
    if tree.case(party).is_some() {
        return tree.under(party, &lists.of);
    }
    // "Pembunuhan Israel terhadap warga": where it is told whom it was done to, the owner did it.
    let told = |t: TokenId| tree.under(t, &lists.at);
    lists.bare && party > act && !tree.children(act).iter().any(|t| told(*t))
}

/// The noun that a party's name or title hangs on: "the opposition leader Ousmane Sonko".
fn named(tree: &Tree<'_>, party: TokenId) -> TokenId {
    let mut at = party;
    for _ in 0..DEPTH {
        let rel = tree.token(at).rel;
        match tree.head(at) {
            Some(head) if rel.is(Rel::Flat) || rel.is(Rel::Appos) || rel.is(Rel::Compound) => {
                at = head;
            }
            _ => break,
        }
    }
    at
}
