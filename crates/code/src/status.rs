//! Whether the act took place: negation, modals, intent, conditions, questions, hedges.

use risalah_doc::{Rel, Status, TokenId, Upos};

use crate::tree::Tree;

/// What the words around a trigger make of the act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mood {
    pub(crate) negated: bool,
    pub(crate) future: bool,
    pub(crate) obliged: bool,
    pub(crate) possible: bool,
    pub(crate) intended: bool,
    /// Whether a word beside the verb tells the will to do it: "mau menerima".
    pub(crate) willed: bool,
    pub(crate) failed: bool,
    pub(crate) conditional: bool,
    pub(crate) asked: bool,
    pub(crate) hedged: bool,
    /// Whether it is only what another act is for.
    pub(crate) purpose: bool,
}

/// How many clauses up a mood is looked for.
const REACH: usize = 4;

impl Mood {
    /// Reads the mood of a trigger: its own modifiers, and those of the verbs that govern it.
    pub(crate) fn of(tree: &Tree<'_>, anchor: TokenId) -> Self {
        let mut mood = Self::default();
        mood.modifiers(tree, anchor);
        mood.negated |= nobody(tree, anchor);
        mood.future |= tree.announced(anchor);
        mood.hedged |= tree.alleged(anchor).is_some();
        let mut at = anchor;
        for _ in 0..REACH {
            let Some(head) = tree.head(at) else { break };
            let rel = tree.token(at).rel;
            let verbal =
                matches!(rel, Rel::Xcomp | Rel::Ccomp) || rel.is(Rel::Advcl) || rel.is(Rel::Acl);
            let purpose = tree
                .with_rel(at, Rel::Mark)
                .any(|m| tree.is_one_of(m, &tree.grammar.infinitives));
            // "To help farmers, he signed": what stands before the verb is for it.
            let fronted = purpose && rel == Rel::Xcomp && at < head;
            // The noun of a light verb or the subject of a passive takes the verb's mood.
            let argument = rel.is(Rel::Obj) || rel == Rel::NsubjPass || rel == Rel::Nsubj;
            if verbal || argument {
                if tree.is_one_of(head, &tree.grammar.intents) && rel != Rel::AclRelcl {
                    mood.intended = true;
                }
                if rel == Rel::Xcomp && tree.is_one_of(head, &tree.grammar.obligation) {
                    mood.obliged = true;
                }
                if tree.is_one_of(head, &tree.grammar.failures) {
                    mood.failed = true;
                }
                if rel.is(Rel::Advcl) || fronted {
                    if !purpose {
                        break;
                    }
                    if !told(tree, head) {
                        mood.intended = true;
                        mood.purpose |= serves(tree, head);
                    }
                }
                if rel == Rel::AclRelcl || rel == Rel::Ccomp {
                    break;
                }
                mood.modifiers(tree, head);
            } else if rel != Rel::Conj {
                break;
            } else {
                mood.shared(tree, head, at);
            }
            at = head;
        }
        mood
    }

    fn modifiers(&mut self, tree: &Tree<'_>, at: TokenId) {
        self.negated |= tree.negated(at);
        for child in tree.children(at).iter().copied() {
            let rel = tree.token(child).rel;
            if rel.is(Rel::Aux) || rel.is(Rel::Advmod) || rel.is(Rel::Amod) {
                let grammar = tree.grammar;
                if child < at && !rel.is(Rel::Amod) && tree.is_one_of(child, &grammar.intents) {
                    self.willed = true;
                    self.intended = true;
                    self.negated |= tree.negated(child);
                }
                self.future |= tree.is_one_of(child, &grammar.future);
                self.obliged |= tree.is_one_of(child, &grammar.obligation);
                self.possible |= tree.is_one_of(child, &grammar.possibility);
                self.hedged |= tree.is_one_of(child, &grammar.hedges);
                self.asked |= child < at && tree.is_one_of(child, &grammar.questions);
            } else if rel.is(Rel::Mark) {
                self.conditional |= tree.is_one_of(child, &tree.grammar.conditions);
            } else if rel.is(Rel::Punct) {
                self.asked |= tree.parsed.form(child) == "?";
            }
        }
    }

    /// A conjunct shares the auxiliaries, conditions and questions that stand before its first, but
    /// with one of its own no more than what is to come and what must be ("could be caught and has
    /// been held").
    fn shared(&mut self, tree: &Tree<'_>, head: TokenId, at: TokenId) {
        let grammar = tree.grammar;
        let own = tree.with_rel(at, Rel::Aux).next().is_some();
        for child in tree.children(head).iter().copied() {
            let rel = tree.token(child).rel;
            if rel.is(Rel::Aux) {
                self.future |= tree.is_one_of(child, &grammar.future);
                self.obliged |= tree.is_one_of(child, &grammar.obligation);
                self.possible |= !own && tree.is_one_of(child, &grammar.possibility);
            } else if rel.is(Rel::Mark) {
                self.conditional |= tree.is_one_of(child, &grammar.conditions);
            } else if rel.is(Rel::Advmod) {
                self.asked |= child < head && tree.is_one_of(child, &grammar.questions);
            }
        }
    }

    /// The status of an act worded so.
    pub(crate) fn status(self) -> Status {
        if self.conditional || self.asked {
            Status::Hypothetical
        } else if self.obliged {
            Status::Demanded
        } else if self.future || self.intended {
            Status::Planned
        } else if self.possible {
            Status::Hypothetical
        } else if self.hedged {
            Status::Said
        } else {
            Status::Actual
        }
    }
}

/// Whether nobody did it or suffered it: "no one was arrested", "killed no one", "neither side attacked", "tidak ada
/// warga yang ditahan".
fn nobody(tree: &Tree<'_>, at: TokenId) -> bool {
    let no = |noun: TokenId| {
        let mut pairs = tree.with_rel(noun, Rel::Cc).filter(|c| *c < noun);
        pairs.any(|c| tree.is_one_of(c, &tree.grammar.negations)) || tree.negated(noun)
    };
    if tree.with_rel(at, Rel::Nsubj).any(no) || tree.with_rel(at, Rel::Obj).any(no) {
        return true;
    }
    if tree.token(at).rel != Rel::AclRelcl {
        return false;
    }
    let Some(noun) = tree.head(at) else {
        return false;
    };
    // What there is not stands behind the verb, which has no other subject.
    let exists = |verb: TokenId| {
        let rel = tree.token(noun).rel;
        let other = tree.with_rel(verb, Rel::Nsubj).any(|s| s != noun);
        verb < noun && (rel == Rel::Nsubj || rel == Rel::Obj) && !other && tree.negated(verb)
    };
    no(noun) || tree.head(noun).is_some_and(exists)
}

/// Whether the verb only says where something is said, so that its purpose is: "held a briefing to
/// demand".
fn told(tree: &Tree<'_>, verb: TokenId) -> bool {
    // "took to Facebook to denounce": the purpose may hang on the place itself.
    let itself = tree.token(verb).rel.is(Rel::Obl) && tree.is_one_of(verb, &tree.grammar.forums);
    itself
        || tree.children(verb).iter().copied().any(|c| {
            let rel = tree.token(c).rel;
            let place = rel.is(Rel::Obj) || rel.is(Rel::Obl);
            place && tree.is_one_of(c, &tree.grammar.forums)
        })
}

/// Whether a purpose of the word is one, and not what is intended, asked for or kept from.
fn serves(tree: &Tree<'_>, head: TokenId) -> bool {
    let grammar = tree.grammar;
    tree.token(head).upos == Upos::Verb
        && ![
            &grammar.intents,
            &grammar.object_control,
            &grammar.failures,
            &grammar.contents,
        ]
        .iter()
        .any(|words| tree.is_one_of(head, words))
}
