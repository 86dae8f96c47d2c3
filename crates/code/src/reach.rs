//! The other state that an act reaches, where only a place or an end in its phrases names it.
//!
//! "Withdrew its inspectors from Iraq", "suspended deliveries in Iraq", "opened the bridge to let
//! grain pass to Mali". Where the act as such takes place is nobody it is done to ("was signed in
//! France"), and what is done at home is told of no state.

use risalah_doc::{EntityId, EntityKind, Event, Rel, Resolved, Role, TokenId, Upos};
use risalah_pack::ontology::{Ontology, Type};

use crate::parties;
use crate::tree::Tree;

/// How deep below the trigger the state may stand.
const STEPS: usize = 8;

/// The quad classes of deeds.
const DEEDS: [u8; 2] = [2, 4];

/// Gives events of one who acts and nobody whom it is done to the foreign state that they reach.
pub(crate) fn foreign(
    ontology: &Ontology,
    tree: &Tree<'_>,
    resolved: &Resolved,
    events: &mut [Event],
) {
    for event in events {
        let ([actor], []) = (event.actors.as_slice(), event.recipients.as_slice()) else {
            continue;
        };
        let reaches =
            |kind: &Type| kind.covers.is_none() && (kind.holds || DEEDS.contains(&kind.quad));
        let country = country(resolved, actor.entity);
        let search = Search {
            tree,
            resolved,
            anchor: event.anchor,
        };
        if ontology.type_named(&event.kind).is_some_and(reaches)
            && let Some(own) = country
            && let Some(at) = search.state(own)
        {
            let beside = tree
                .conjuncts(at)
                .filter_map(|next| search.other(next, own));
            event.recipients = search.other(at, own).into_iter().chain(beside).collect();
        }
    }
}

/// The country of the entity, also where it is only presumed.
fn country(resolved: &Resolved, entity: EntityId) -> Option<&str> {
    resolved.entities.get(entity as usize)?.code.country()
}

struct Search<'a, 'b> {
    tree: &'b Tree<'a>,
    resolved: &'b Resolved,
    anchor: TokenId,
}

impl Search<'_, '_> {
    /// The head of the first other state that the act reaches.
    fn state(&self, own: &str) -> Option<TokenId> {
        let tree = self.tree;
        // "Urged him to avoid a conflict with Syria": it is done to whoever the pronoun means.
        let pronoun = |t: TokenId| tree.token(t).upos == Upos::Pron;
        if tree.own_objects(self.anchor).any(pronoun) {
            return None;
        }
        let named = |at: &TokenId| tree.token(*at).upos == Upos::Propn;
        tree.after(self.anchor)
            .filter(named)
            .find(|at| self.other(*at, own).is_some() && self.reached(*at))
    }

    /// The role of another state that the token names.
    fn other(&self, at: TokenId, own: &str) -> Option<Role> {
        let mention = self.resolved.mention_at(at).filter(|m| m.head == at)?;
        let entity = self.resolved.entities.get(mention.entity as usize)?;
        let state = entity.kind == EntityKind::Country;
        let abroad = entity.code.country().is_some_and(|c| c != own);
        (state && abroad).then(|| parties::role(mention))
    }

    /// Whether phrases, complements and purposes alone lead from the trigger to the token.
    fn reached(&self, at: TokenId) -> bool {
        let (tree, grammar) = (self.tree, self.tree.grammar);
        let goes =
            |t: TokenId| tree.under(t, &grammar.recipients) && !tree.under(t, &grammar.company);
        let stands = |t: TokenId| tree.under(t, &grammar.places);
        if !goes(at) && (!stands(at) || tree.under(at, &grammar.company)) {
            return false;
        }
        let mut up = at;
        for _ in 0..STEPS {
            let rel = tree.token(up).rel;
            let phrase = rel.is(Rel::Nmod) || rel.is(Rel::Obl);
            let object = rel.is(Rel::Obj) || rel.is(Rel::Conj) || rel.is(Rel::Xcomp);
            let purpose = (rel.is(Rel::Advcl) || rel.is(Rel::Acl)) && tree.opened(up);
            let Some(head) = tree.head(up).filter(|_| phrase || object || purpose) else {
                return false;
            };
            if head == self.anchor {
                // Another phrase on the trigger says whose it is, but not where or when.
                let near = goes(up) && (up == at || !stands(up));
                return object || purpose || near;
            }
            up = head;
        }
        false
    }
}
