//! Which clauses speak of what is to come, so that "on Sunday" is the next one.

use risalah_doc::{Parsed, Rel, TokenId, Upos};
use risalah_pack::Pack;

/// How far up the tree the verb of a time may stand.
const CLIMB: usize = 8;

/// The words of an article whose clauses speak of what is to come.
pub(super) struct Coming<'a> {
    parsed: &'a Parsed,
    /// For each token.
    told: Vec<bool>,
}

impl<'a> Coming<'a> {
    pub(super) fn of(pack: &Pack, parsed: &'a Parsed) -> Self {
        let told = told(pack, parsed);
        Self { parsed, told }
    }

    /// Whether the clause that the byte of the text stands in speaks of what is to come.
    pub(super) fn holds(&self, byte: usize) -> bool {
        let mut token = self.parsed.token_at(byte);
        for _ in 0..CLIMB {
            let Some(at) = self.parsed.tokens.get(token as usize) else {
                return false;
            };
            if self.told[token as usize] {
                return true;
            }
            if at.upos == Upos::Verb || at.head == token {
                return false;
            }
            token = at.head;
        }
        false
    }
}

/// For each token whether it is, or has, an auxiliary of what is to come ("will arrive", "must
/// leave"), stands in a timetable ("due to arrive"), is what somebody wants or is told to do
/// ("agreed to withdraw"), or goes on behind such a verb ("will come and leave").
fn told(pack: &Pack, parsed: &Parsed) -> Vec<bool> {
    let grammar = &pack.grammar;
    let is = |t: usize, words: &[String]| words.iter().any(|w| w == parsed.lemma(t as TokenId));
    let verbs = Verbs::of(parsed);
    let mut out = vec![false; parsed.tokens.len()];
    for (t, token) in parsed.tokens.iter().enumerate() {
        let head = token.head as usize;
        // The word may hang on the verb or stand over it.
        let past = verbs.past[t] || verbs.past.get(head).is_some_and(|p| *p);
        if is(t, &grammar.scheduled) && !past || is(t, &grammar.future) {
            out[t] = true;
            if !token.rel.is(Rel::Conj)
                && let Some(over) = out.get_mut(head)
            {
                *over = true;
            }
        }
        let timed = token.rel == Rel::Xcomp && is(head, &grammar.scheduled) && !verbs.past[head];
        out[t] |= timed || token.rel == Rel::Xcomp && is(head, &grammar.bound);
        if token.rel.is(Rel::Aux) && is(t, &grammar.obligation) && !verbs.is_done(parsed, head) {
            out[head] = true;
        }
    }
    for (t, token) in parsed.tokens.iter().enumerate() {
        let goes_on = token.upos == Upos::Verb && token.rel.is(Rel::Conj) && !verbs.own[t];
        out[t] |= goes_on && out[token.head as usize] && token.feats.get("Tense") != "Past";
    }
    out
}

/// What hangs on each token and tells its tense.
struct Verbs {
    /// An auxiliary or copula of the past: "was due to arrive".
    past: Vec<bool>,
    /// An auxiliary of the passive.
    passive: Vec<bool>,
    /// A subject or auxiliary of its own.
    own: Vec<bool>,
}

impl Verbs {
    fn of(parsed: &Parsed) -> Self {
        let none = || vec![false; parsed.tokens.len()];
        let (mut past, mut passive, mut own) = (none(), none(), none());
        for token in &parsed.tokens {
            let head = token.head as usize;
            let small = token.rel.is(Rel::Aux) || token.rel == Rel::Cop;
            if head >= past.len() {
                continue;
            }
            past[head] |= small && token.feats.get("Tense") == "Past";
            passive[head] |= token.rel == Rel::AuxPass;
            own[head] |= small || token.rel.is(Rel::Nsubj);
        }
        Self { past, passive, own }
    }

    /// Whether the verb is a participle of the past: "should have left".
    fn is_done(&self, parsed: &Parsed, verb: usize) -> bool {
        let feats = &parsed.tokens[verb].feats;
        let participle = feats.get("VerbForm") == "Part" && feats.get("Tense") == "Past";
        self.past[verb] || participle && !self.passive[verb]
    }
}
