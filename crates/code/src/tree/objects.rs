//! What an act is done to.

use risalah_doc::{Rel, TokenId, Upos};

use super::{NOUN_REACH, Tree};

impl Tree<'_> {
    /// What it is done to.
    pub(crate) fn object(&self, at: TokenId) -> Option<TokenId> {
        if self.passive(at) {
            return self.surface_subject(at);
        }
        let token = self.token(at);
        if let Some(object) = self.own_objects(at).next() {
            // "a charge that she denies": the relative stands for the noun.
            let relative = token.rel == Rel::AclRelcl && self.relative(object);
            let noun = self.head(at).filter(|h| relative && self.nominal(*h));
            return Some(noun.unwrap_or(object));
        }
        // "the men whom police arrested": the noun is the object where the clause has a subject.
        let gap = matches!(token.rel, Rel::AclRelcl | Rel::Acl)
            && self
                .children(at)
                .iter()
                .any(|c| self.token(*c).rel == Rel::Nsubj && !self.relative(*c));
        if gap {
            return self.head(at);
        }
        if let Some(object) = self.loose_object(at) {
            return Some(object);
        }
        // "attacked and destroyed the village": a conjunct shares the object that follows.
        let shared = self
            .children(at)
            .iter()
            .copied()
            .find(|c| self.token(*c).rel == Rel::Conj && self.token(*c).upos == token.upos);
        shared
            .and_then(|c| self.with_rel(c, Rel::Obj).next())
            .or_else(|| self.filled(at))
    }

    /// "Killed at least 30 rebels", "menewaskan lebih dari 30 orang": what stands right behind an
    /// active verb is its object, though the parser took it for a phrase. Words that say how many
    /// ("around", "lebih dari") hide none, nor does a particle ("gunned down a doctor").
    fn loose_object(&self, at: TokenId) -> Option<TokenId> {
        if self.token(at).upos != Upos::Verb {
            return None;
        }
        let behind = |c: &TokenId| *c > at && self.token(*c).rel == Rel::Obl;
        let object = self.children(at).iter().copied().find(behind)?;
        let particle = self.particle(at).is_some();
        let start = at + 1 + TokenId::from(particle);
        let counted = self.amount(start, object + 1);
        // The prepositions that are none.
        let words = at + 1..counted.unwrap_or(start);
        let bare = self.with_rel(object, Rel::Case).all(|c| words.contains(&c));
        let close = counted.is_some() || particle || self.first_word(object) == start;
        (bare && close && self.nominal(object) && !self.timed(object)).then_some(object)
    }

    /// The number or measure that the words of amount which begin here lead to.
    fn amount(&self, first: TokenId, end: TokenId) -> Option<TokenId> {
        let mut at = first;
        while let Some(last) = self.one_of_phrases(&self.grammar.amounts, at, end) {
            at = last + 1;
        }
        let counts = |t: TokenId| {
            self.token(t).upos == Upos::Num || self.is_one_of(t, &self.grammar.measures)
        };
        (at > first && at < end && counts(at)).then_some(at)
    }

    /// A word right behind a verb that the parser took for a preposition and that is a part of the
    /// verb, if it may be one.
    pub(crate) fn particle(&self, at: TokenId) -> Option<TokenId> {
        let next = at + 1;
        let noun = Some(next)
            .filter(|n| *n < self.end() && self.token(*n).rel.is(Rel::Case))
            .and_then(|n| self.head(n))?;
        let alone = self.with_rel(noun, Rel::Case).count() == 1;
        (alone && self.head(noun) == Some(at) && self.is_one_of(next, &self.grammar.particles))
            .then_some(next)
    }

    /// "deported refugees registered with the UN": what the parser takes for the subject of a
    /// clause that nothing opens.
    fn filled(&self, at: TokenId) -> Option<TokenId> {
        self.with_rel(at, Rel::Advcl).find_map(|clause| {
            let subject = self.with_rel(clause, Rel::Nsubj).next()?;
            let open = self.with_rel(clause, Rel::Mark).next().is_none();
            let close = at < subject && self.first_word(subject) <= at + NOUN_REACH as TokenId;
            (open && close && subject < clause && self.nominal(subject)).then_some(subject)
        })
    }

    /// Objects as written. The parser labels some of them otherwise: a noun is no clause.
    pub(crate) fn own_objects(&self, at: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        self.children(at).iter().copied().filter(move |c| {
            let token = self.token(*c);
            let noun = matches!(token.upos, Upos::Noun | Upos::Propn) && *c > at;
            token.rel == Rel::Obj
                || (noun && matches!(token.rel, Rel::Iobj | Rel::Ccomp | Rel::Xcomp))
        })
    }

    fn relative(&self, at: TokenId) -> bool {
        let token = self.token(at);
        token.upos == Upos::Pron
            && token.feats.get("Person").is_empty()
            && self.children(at).is_empty()
    }
}
