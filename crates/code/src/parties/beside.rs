//! Who acts together with whoever is named: with the subject ("the minister, accompanied by the
//! police chief, met farmers",
//! "Menteri Pertahanan bersama Panglima TNI mengunjungi pasukan"), or in a mutual act.

use risalah_doc::{Rel, TokenId};

use super::{Party, Who, collect, holds};
use crate::tree::Tree;

/// Adds to those who act whoever is told to be with the subject of the verb.
pub(crate) fn beside(tree: &Tree<'_>, who: &Who<'_>, anchor: TokenId, actors: &mut Vec<Party>) {
    let Some(subject) = tree.subject(anchor) else {
        return;
    };
    // Who only stands in for the subject ("pihaknya") or owns it has nobody beside.
    if subject > anchor
        || !actors
            .iter()
            .any(|a| !a.owner && tree.dominates(subject, a.head))
    {
        return;
    }
    let mut more = Vec::new();
    for at in subject + 1..anchor {
        let rel = tree.token(at).rel;
        let phrase = rel.is(Rel::Nmod) || rel.is(Rel::Obl);
        let hangs = tree.head(at).is_some_and(|h| h == subject || h == anchor);
        if phrase && hangs {
            if tree.under(at, &tree.grammar.jointly) {
                collect(tree, who, at, &mut more);
            }
        } else if escorts(tree, subject, anchor, at)
            && let Some(escort) = tree.subject(at)
        {
            collect(tree, who, escort, &mut more);
        }
    }
    more.retain(|p| {
        !p.owner && who.acts(p.role.entity) && p.head < anchor && !holds(actors, p.role.entity)
    });
    actors.extend(more);
}

/// Whether the verb tells who is with the subject: a passive that hangs on it or on the act, or that
/// the act goes on from ("didampingi Kapolda menemui warga").
fn escorts(tree: &Tree<'_>, subject: TokenId, anchor: TokenId, at: TokenId) -> bool {
    if !tree.is_one_of(at, &tree.grammar.escorts) || !tree.passive(at) {
        return false;
    }
    let hangs = tree.head(at).is_some_and(|h| h == subject || h == anchor);
    let rel = tree.token(anchor).rel;
    let goes_on = [
        Rel::Conj,
        Rel::Xcomp,
        Rel::Advcl,
        Rel::Ccomp,
        Rel::Parataxis,
    ];
    let over = tree.head(anchor) == Some(at) && goes_on.iter().any(|r| rel.is(*r));
    hangs || over
}

/// With whom a mutual act is done, where a pattern names one side only: whoever stands under a
/// preposition of company below the trigger.
pub(crate) fn company(tree: &Tree<'_>, who: &Who<'_>, anchor: TokenId, actors: &mut Vec<Party>) {
    for at in tree.after(anchor) {
        if !tree.under(at, &tree.grammar.company) || !tree.within(anchor, at) {
            continue;
        }
        let mut parties = Vec::new();
        collect(tree, who, at, &mut parties);
        parties.retain(|p| who.acts(p.role.entity) && !holds(actors, p.role.entity));
        if !parties.is_empty() {
            actors.append(&mut parties);
            return;
        }
    }
}
