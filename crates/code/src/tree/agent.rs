//! Who does what a passive tells.

use risalah_doc::{Rel, TokenId, Upos};

use super::{REACH, Tree};

impl Tree<'_> {
    /// The doer of a passive: a by-phrase, or the bare noun right after the verb.
    pub(super) fn agent(&self, at: TokenId) -> Option<TokenId> {
        // "shot dead by police": the phrase may hang on what the verb brings about.
        let outcome = self
            .with_rel(at, Rel::Xcomp)
            .filter(|c| self.token(*c).upos == Upos::Adj)
            .flat_map(|c| self.children(c).iter().copied());
        let own = self.children(at).iter().copied();
        let marked = own.chain(outcome).find(|c| self.by(*c));
        marked
            .or_else(|| self.accuser(at))
            .or_else(|| self.bare_agent(at))
            .or_else(|| self.far_agent(at))
    }

    /// Whether the token is a phrase that tells a doer.
    fn by(&self, at: TokenId) -> bool {
        let rel = self.token(at).rel;
        (rel.is(Rel::Obl) || rel.is(Rel::Nmod)) && self.under(at, &self.grammar.agents)
    }

    /// The bare noun right behind a passive: "ditangkap polisi".
    fn bare_agent(&self, at: TokenId) -> Option<TokenId> {
        self.children(at).iter().copied().find(|c| {
            let token = self.token(*c);
            let bare = self.case(*c).is_none() && self.nominal(*c);
            let role =
                token.rel == Rel::OblAgent || token.rel.is(Rel::Obl) || token.rel == Rel::Obj;
            let own = self.owned_by_clitic(*c);
            bare && role && !own && token.rel != Rel::OblTmod && self.first_word(*c) == at + 1
        })
    }

    /// "Killed in a raid on a post by rebels", "dipaksa keluar dari kota oleh tentara": the phrase hangs
    /// on the noun of an act or place, or on what the passive leads to.
    fn far_agent(&self, at: TokenId) -> Option<TokenId> {
        let mut behind = self.after(at).filter(|t| self.by(*t));
        behind.find(|t| !self.timed(*t) && self.leads_to(at, *t))
    }

    /// Whether only nouns in phrases that say where, and active complements, stand between the passive
    /// and the phrase.
    fn leads_to(&self, passive: TokenId, phrase: TokenId) -> bool {
        let mut up = phrase;
        for _ in 0..REACH {
            let Some(head) = self.head(up) else {
                return false;
            };
            if head == passive {
                return up != phrase;
            }
            let rel = self.token(head).rel;
            let noun = self.nominal(head) && (rel.is(Rel::Nmod) || rel.is(Rel::Obl));
            let outer = self.head(head) == Some(passive);
            let inside = noun && (!outer || self.under(head, &self.grammar.places));
            let verb = rel == Rel::Xcomp && !self.passive(head);
            if !inside && !verb {
                return false;
            }
            up = head;
        }
        false
    }
}
