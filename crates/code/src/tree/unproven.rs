//! Acts that words beside or above them leave undone or unproven.

use risalah_doc::{Rel, TokenId, Upos};

use super::{REACH, Tree};

impl Tree<'_> {
    /// Whether a word right before the verb says that it did not come to the act: "Israel nyaris menyerang",
    /// "was nearly killed". The parser hangs such words on the subject as often as on the verb.
    pub(crate) fn forestalled(&self, verb: TokenId) -> bool {
        self.stands_before(verb, &self.grammar.forestallings)
    }

    /// Whether a word right before the verb, or over it, says that somebody will not do it: "Rusia enggan
    /// menarik pasukan", "is unwilling to accept refugees".
    pub(crate) fn unwilling(&self, verb: TokenId) -> bool {
        let words = &self.grammar.unwilling;
        let over = self.head(verb).filter(|head| {
            let rel = self.token(verb).rel;
            let clause = rel == Rel::Xcomp || rel == Rel::Ccomp || rel.is(Rel::Advcl);
            clause && *head < verb && !self.negated(*head)
        });
        over.is_some_and(|head| self.is_one_of(head, words)) || self.stands_before(verb, words)
    }

    /// Whether one of the words stands right before the verb, with nothing but small words between.
    fn stands_before(&self, verb: TokenId, words: &[String]) -> bool {
        if self.token(verb).upos != Upos::Verb || words.is_empty() {
            return false;
        }
        let helps = |t: &TokenId| {
            let small = matches!(self.token(*t).upos, Upos::Aux | Upos::Part);
            let is = self.is_one_of(*t, words);
            !is && (small || self.is_one_of(*t, &self.grammar.affirming))
        };
        let first = verb.saturating_sub(REACH as TokenId);
        let before = (first..verb).rev().find(|t| !helps(t));
        before.is_some_and(|t| self.is_one_of(t, words))
    }

    /// The first verb of a coordination: what stands before it counts for all.
    fn leader(&self, verb: TokenId) -> TokenId {
        let joined = self.token(verb).rel == Rel::Conj && self.own_subject(verb).is_none();
        let first = self.head(verb).filter(|_| joined);
        first
            .filter(|f| self.token(*f).upos == Upos::Verb)
            .unwrap_or(verb)
    }

    /// The verb that only alleges what this one tells: "is accused of attacking", "diduga menyerang".
    pub(crate) fn alleged(&self, verb: TokenId) -> Option<TokenId> {
        let mut at = self.leader(verb);
        for _ in 0..REACH {
            let head = self.head(at)?;
            let rel = self.token(at).rel;
            let by = self.accused_by(at);
            let over = by.unwrap_or(head);
            // "Are reported killed": what is told of so is the news itself.
            let bare = self.token(at).feats.get("VerbForm") == "Part" && !self.filling(at);
            let clause = rel == Rel::Xcomp && !bare
                || rel == Rel::Ccomp
                || rel.is(Rel::Advcl) && self.filling(at)
                || by.is_some();
            if clause && over < at && self.alleges(over) {
                return Some(over);
            }
            // The noun of a light verb stands where the verb does.
            let light = rel.is(Rel::Obj) && self.token(at).upos != Upos::Verb;
            if !(light || rel == Rel::Xcomp || rel.is(Rel::Conj)) {
                return None;
            }
            at = head;
        }
        None
    }

    /// "Accused by Congo of arming rebels": what it is hangs on who says so. The passive over them.
    pub(super) fn accused_by(&self, at: TokenId) -> Option<TokenId> {
        let accuser = self
            .head(at)
            .filter(|h| self.token(at).rel.is(Rel::Acl) && self.nominal(*h))?;
        let over = self.head(accuser).filter(|_| self.filling(at))?;
        (self.alleges(over) && self.agent(over) == Some(accuser)).then_some(over)
    }

    /// Whether it is a passive that only alleges.
    fn alleges(&self, verb: TokenId) -> bool {
        self.is_one_of(verb, &self.grammar.alleging) && self.passive(verb)
    }

    /// "Dituduh AS meretas": the bare noun right behind the passive says so, though the parser took it
    /// for the subject of what is alleged. Its own subject stands before the passive.
    pub(super) fn accuses(&self, noun: TokenId, verb: TokenId) -> bool {
        let Some(over) = self.head(verb).filter(|over| *over < noun && noun < verb) else {
            return false;
        };
        let own = |c: &TokenId| *c < over && self.token(*c).rel == Rel::NsubjPass;
        self.first_word(noun) == over + 1
            && self.token(verb).rel == Rel::Xcomp
            && self.is_one_of(over, &self.grammar.alleging)
            && self.children(over).iter().any(own)
    }

    /// Who alleges it, by such a noun.
    pub(super) fn accuser(&self, over: TokenId) -> Option<TokenId> {
        if !self.is_one_of(over, &self.grammar.alleging) {
            return None;
        }
        let verb = self.with_rel(over, Rel::Xcomp).next()?;
        self.with_rel(verb, Rel::Nsubj)
            .find(|noun| self.accuses(*noun, verb))
    }

    /// Who is where a noun says what for: "is in Tehran for talks".
    pub(crate) fn visitor(&self, noun: TokenId) -> Option<TokenId> {
        let grammar = self.grammar;
        let place = self
            .head(noun)
            .filter(|_| self.under(noun, &grammar.infinitives))?;
        let there = self.under(place, &grammar.places);
        let stays = self.with_rel(place, Rel::Cop).next().is_some();
        (there && stays).then(|| self.own_subject(place))?
    }

    /// Whether a word opens the clause that makes it what somebody is accused of: "of", "with", "to", "that".
    fn filling(&self, at: TokenId) -> bool {
        let grammar = self.grammar;
        let opens = |mark: TokenId| {
            [&grammar.owners, &grammar.company]
                .iter()
                .any(|words| self.is_one_of(mark, words))
        };
        self.opened(at) || self.with_rel(at, Rel::Mark).any(opens)
    }
}
