//! What a deed led to.

use risalah_doc::{Rel, TokenId, Upos};

use super::Tree;

impl Tree<'_> {
    /// Whether the verb tells what the deed led to: a clause behind it that nothing opens, or only a word
    /// of result ("bombed a monastery, killing monks", "menghantam kapal hingga melukai awaknya").
    pub(crate) fn outcome(&self, verb: TokenId, deed: TokenId) -> bool {
        let (rel, head) = (self.token(verb).rel, self.head(verb));
        let clause = rel.is(Rel::Advcl) || rel == Rel::Xcomp || rel == Rel::Parataxis;
        let goes_on = clause && head == Some(deed)
            || rel == Rel::Acl
                && head.and_then(|noun| self.trails(verb, noun)) == Some(deed)
            // "Killing ten and wounding 30": the second is of the same deed.
            || rel == Rel::Conj && head.is_some_and(|first| self.outcome_of(first, deed));
        deed < verb && goes_on && self.unopened(verb)
    }

    /// The same of the first of a coordination.
    fn outcome_of(&self, first: TokenId, deed: TokenId) -> bool {
        self.token(first).rel != Rel::Conj && self.outcome(first, deed)
    }

    /// Whether nothing opens the clause but a word of result.
    fn unopened(&self, verb: TokenId) -> bool {
        let opens = |t: &TokenId| {
            let rel = self.token(*t).rel;
            let word = rel.is(Rel::Mark) || rel.is(Rel::Case) || self.token(*t).upos == Upos::Sconj;
            *t < verb && word && !self.is_one_of(*t, &self.grammar.results)
        };
        !self.children(verb).iter().any(opens)
    }
}
