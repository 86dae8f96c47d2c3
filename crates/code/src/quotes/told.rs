//! Whom the words are spoken to, where the verb names them right behind itself: "told the
//! investigators that …".

use risalah_doc::{Rel, TokenId, Upos};
use risalah_pack::Pack;

use crate::quotes::shape::may_open;
use crate::tree::Tree;

/// How far behind the one spoken to the word stands that opens what was said.
const REACH: TokenId = 16;

/// How deep the phrase of the one spoken to is followed.
const DEPTH: usize = 3;

/// The one spoken to right behind a verb that takes one.
pub(crate) fn listener(pack: &Pack, tree: &Tree<'_>, cue: TokenId) -> Option<TokenId> {
    if !pack.quotes.addressing.has(tree.lemma(cue)) {
        return None;
    }
    let named = |c: &TokenId| {
        let token = tree.token(*c);
        let noun = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Pron);
        *c > cue && noun && (token.rel == Rel::Iobj || token.rel == Rel::Obj)
    };
    tree.children(cue).iter().copied().find(named)
}

/// Where what was said begins, behind the one spoken to.
pub(crate) fn behind(pack: &Pack, tree: &Tree<'_>, cue: TokenId, end: TokenId) -> Option<TokenId> {
    let to = listener(pack, tree, cue)?;
    // The parser may take the opener for a pronoun that stands for the one spoken to.
    let opens = |t: &TokenId| may_open(pack, tree, *t, end);
    let goes_on = |t: &TokenId| {
        let upos = tree.token(*t).upos;
        !matches!(upos, Upos::Verb | Upos::Aux | Upos::Punct)
    };
    let mut close = (to + 1..end.min(to + 1 + REACH)).take_while(goes_on);
    let asks = |t: &TokenId| tree.is_one_of(*t, &tree.grammar.questions);
    if let Some(opener) = close.find(|t| opens(t) || asks(t)) {
        return Some(opener + TokenId::from(!asks(&opener)));
    }
    let last = last_word(tree, to, DEPTH);
    let whole = |c: &TokenId| {
        let rel = tree.token(*c).rel;
        let said = rel == Rel::Ccomp || rel == Rel::Xcomp || rel.is(Rel::Advcl) && tree.opened(*c);
        let own = tree.with_rel(*c, Rel::Nsubj).any(|s| s > last) || tree.opened(*c);
        *c > last && said && own
    };
    // "told the team they had left": a pronoun right behind begins a clause of its own.
    let pronoun = |t: TokenId| {
        let subject = || tree.token(t).rel.is(Rel::Nsubj) && tree.head(t).is_some_and(|v| v > t);
        t < end && tree.token(t).upos == Upos::Pron && subject()
    };
    let clause = tree.children(cue).iter().any(whole) || pronoun(last + 1);
    clause.then_some(last + 1)
}

/// The last word of a noun's phrase.
fn last_word(tree: &Tree<'_>, at: TokenId, depth: usize) -> TokenId {
    let inner = tree.children(at).iter().copied().filter(|c| {
        let rel = tree.token(*c).rel;
        let phrase = [
            Rel::Nmod,
            Rel::Flat,
            Rel::Compound,
            Rel::Appos,
            Rel::Conj,
            Rel::Amod,
        ];
        *c > at && depth > 0 && phrase.iter().any(|r| rel.is(*r))
    });
    inner
        .map(|c| last_word(tree, c, depth - 1))
        .max()
        .map_or(at, |last| last.max(at))
}
