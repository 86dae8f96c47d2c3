//! To whom was done what somebody speaks of.

use risalah_doc::{Rel, TokenId};

use crate::tree::Tree;

/// Whether the party suffers an act that a noun tells ("the attack on civilians", "penangkapan
/// aktivis"): who condemns or probes it means who did it, and who calls for it, who is to do it.
pub(crate) fn undergone(tree: &Tree<'_>, party: TokenId) -> bool {
    let lists = &tree.grammar.undergone;
    let Some(act) = tree.head(party).filter(|_| {
        let rel = tree.token(party).rel;
        rel.is(Rel::Nmod) || rel.is(Rel::Obl)
    }) else {
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
