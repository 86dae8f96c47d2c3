//! Names of laws hold bodies that are no party: "the Police Bill", "RUU TNI".

use risalah_doc::{EntityKind, Rel, TokenId};

use super::{DEPTH, Who};
use crate::tree::Tree;

impl Who<'_> {
    /// Whether the word only tells which law is meant: it hangs bare on a noun for one, or on another
    /// word of its name. "Bill" may be somebody's name.
    pub(super) fn of_law(&self, tree: &Tree<'_>, at: TokenId) -> bool {
        let person = |law: TokenId| {
            let mention = self.resolved.mention_at(law);
            let entity = mention.and_then(|m| self.resolved.entities.get(m.entity as usize));
            entity.is_some_and(|e| e.kind == EntityKind::Person)
        };
        let mut at = at;
        for _ in 0..DEPTH {
            let Some(head) = tree.head(at).filter(|_| tree.case(at).is_none()) else {
                return false;
            };
            let rel = tree.token(at).rel;
            let names = [Rel::Nmod, Rel::Flat, Rel::Compound];
            if rel == Rel::NmodPoss || !names.iter().any(|r| rel.is(*r)) {
                return false;
            }
            if tree.is_one_of(head, &tree.grammar.laws) {
                return !person(head);
            }
            at = head;
        }
        false
    }
}
