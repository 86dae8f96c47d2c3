//! Where the parser's heads are mended: what it hung past the word that it belongs to.

use risalah_doc::{Parsed, Rel, TokenId, Upos};
use risalah_pack::grammar::Grammar;

use super::NOUN_REACH;

/// Prepositions that the parser hung past the noun behind them: "with Trump in a phone call", where
/// both stand on "call", or "di Montenegro oleh Serbia", where both stand on "Montenegro".
fn prepositions(parsed: &Parsed, heads: &mut [TokenId]) {
    let tokens = &parsed.tokens;
    let mut cased = vec![false; tokens.len()];
    for token in tokens.iter().filter(|t| t.rel.is(Rel::Case)) {
        if let Some(cased) = cased.get_mut(token.head as usize) {
            *cased = true;
        }
    }
    for (at, token) in tokens.iter().enumerate() {
        let head = token.head as usize;
        if token.upos != Upos::Adp || !token.rel.is(Rel::Case) || head >= tokens.len() {
            continue;
        }
        // The other preposition of the same noun, which stands before or behind this one.
        let reach = (at + 1..tokens.len().min(at + 1 + NOUN_REACH)).take_while(|t| *t != head);
        let mut bare = reach
            .take_while(|t| !tokens[*t].rel.is(Rel::Case))
            .filter(|t| {
                let rel = tokens[*t].rel;
                let noun = matches!(tokens[*t].upos, Upos::Noun | Upos::Propn | Upos::Pron);
                noun && !cased[*t] && (rel == Rel::Obl || rel.is(Rel::Nmod))
            });
        let Some(noun) = bare.next().filter(|n| tokens[*n].head as usize <= at) else {
            continue;
        };
        let other =
            |t: usize| t != at && tokens[t].rel.is(Rel::Case) && tokens[t].head == token.head;
        let twice = if head < at {
            (head.saturating_sub(NOUN_REACH)..head).any(other)
        } else {
            (noun + 1..head).any(other)
        };
        if twice {
            heads[at] = noun as TokenId;
            cased[noun] = true;
        }
    }
}

/// The heads as parsed; but a clause right behind a noun that it fills ("a demand to withdraw")
/// hangs on the noun, where the parser gave it to the verb over both.
pub(super) fn as_meant(parsed: &Parsed, grammar: &Grammar) -> Vec<TokenId> {
    let tokens = &parsed.tokens;
    let mut heads: Vec<TokenId> = tokens.iter().map(|t| t.head).collect();
    prepositions(parsed, &mut heads);
    for (at, token) in tokens.iter().enumerate() {
        let clause = token.head as usize;
        if token.rel != Rel::Mark || clause <= at || clause >= tokens.len() {
            continue;
        }
        let verb = tokens[clause].head as usize;
        let marks = |words: &[String]| words.iter().any(|w| w == parsed.lemma(at as TokenId));
        if verb >= at || !(marks(&grammar.infinitives) || marks(&grammar.statements)) {
            continue;
        }
        let noun = (at.saturating_sub(NOUN_REACH)..at).rev().find(|n| {
            tokens[*n].upos == Upos::Noun
                && tokens[*n].head as usize == verb
                && grammar
                    .contents
                    .iter()
                    .any(|w| w == parsed.lemma(*n as TokenId))
        });
        if let Some(noun) = noun
            && noun > verb
            && tokens[noun + 1..at].iter().all(|t| t.head as usize >= noun)
        {
            heads[clause] = noun as TokenId;
        }
    }
    heads
}
