//! Why what a pattern found can be no event.

use risalah_doc::{Reason, Rel, Status, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::ontology::Type;
use risalah_pack::pattern::{Link, Path};

use super::{MATERIAL_CONFLICT, VERBAL_CONFLICT};
use crate::find::Found;
use crate::parties::{Party, Who};
use crate::status::Mood;
use crate::tree::Tree;

/// Why the candidate can be no event.
pub(super) fn fault(
    who: &Who<'_>,
    [actors, recipients]: [&[Party]; 2],
    lone: bool,
    mood: Mood,
    status: Status,
) -> Option<Reason> {
    // A private person or body may stand beside a party that matters, but not alone unless police
    // or courts act.
    let mut parties = actors.iter().chain(recipients);
    if !lone && !parties.any(|p| who.coded(p.role.entity)) {
        return Some(Reason::NoParty);
    }
    if mood.negated || mood.failed {
        return Some(Reason::Negated);
    }
    if status == Status::Hypothetical || (status == Status::Demanded && mood.obliged) {
        return Some(Reason::Unreal);
    }
    // A pronoun that resolves to nobody with a code never gets here; one pronoun alone may.
    let any = lone || !actors.is_empty() || recipients.iter().any(|p| who.told(p));
    (!any).then_some(Reason::NoParty)
}

/// "Donations helped the town": whether a thing does it, which is no party. What harms people may
/// be one, a message speaks, and a pattern that asks for its subject knows what it means.
pub(super) fn inert(
    pack: &Pack,
    tree: &Tree<'_>,
    who: &Who<'_>,
    kind: &Type,
    found: &Found<'_>,
) -> bool {
    let at = found.anchor;
    // What hangs on a noun may be done by others ("the deal to evacuate"), and the bare word behind
    // a passive is no doer ("dijerat pasal").
    let Some(subject) = tree
        .subject(at)
        .filter(|s| !tree.passive(at) || tree.under(*s, &pack.grammar.agents))
        .filter(|_| tree.token(at).rel != Rel::Acl)
    else {
        return false;
    };
    let grammar = &pack.grammar;
    let lemma = tree.lemma(subject);
    let common = tree.token(subject).upos == Upos::Noun && tree.small(subject);
    let party = who.resolved.mention_at(subject).is_some()
        || pack
            .roles
            .starting(lemma)
            .any(|role| role.lemmas.len() == 1)
        || [&grammar.measures, &grammar.doers]
            .iter()
            .any(|words| tree.is_one_of(subject, words));
    let speaks = kind.quad == VERBAL_CONFLICT && tree.is_one_of(subject, &grammar.messages);
    let asked = found.pattern.tree.asks(Link::Subj);
    common && kind.quad != MATERIAL_CONFLICT && !(party || speaks || asked)
}

/// Whether harm is done to nobody else: "mengamankan diri". A protest may be ("set himself on fire"),
/// and so may what a pattern tells by just that word ("blew himself up").
pub(super) fn upon_oneself(tree: &Tree<'_>, kind: &Type, found: &Found<'_>) -> bool {
    let pattern = &found.pattern.tree;
    let told = |o: TokenId| {
        let within = (found.anchor..=found.last).contains(&o);
        let named = |path: &Path| path.iter().any(|s| s.heads.has(tree.lemma(o)));
        within || pattern.terms.iter().any(|t| named(&t.path))
    };
    kind.quad == MATERIAL_CONFLICT
        && kind.covers.is_none()
        && !tree.passive(found.anchor)
        && tree.own_objects(found.anchor).any(|o| {
            tree.is_one_of(o, &tree.grammar.reflexives) && tree.children(o).is_empty() && !told(o)
        })
}

/// Why an act of this type is none where it is only what another is for: help, backing and the like
/// are done by what serves them.
pub(super) fn aim(kind: &Type) -> Option<Reason> {
    kind.future
        .as_ref()
        .filter(|_| kind.quad < VERBAL_CONFLICT)
        .map(|_| Reason::Unreal)
}
