//! Page furniture that was left in a text: "Baca juga: …", "Simak juga Video …". It is no part of
//! the article.

use std::ops::Range;

use risalah_doc::{Parsed, Quote, TokenId, Upos};
use risalah_pack::Pack;

/// A paragraph of no more sentences is all furniture where it begins so.
const SHORT: usize = 2;

/// For each sentence whether it is furniture.
pub(crate) fn of(pack: &Pack, parsed: &Parsed, quotes: &[Quote]) -> Vec<bool> {
    let phrases = &pack.grammar.furniture;
    let mut out = vec![false; parsed.sentences.len()];
    if phrases.is_empty() {
        return out;
    }
    let cued = cued(parsed, quotes);
    let mut at = 0;
    // Whether the paragraph before was nothing but the phrase: what it points at stands on this one.
    let mut open = false;
    for paragraph in parsed.sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let here = &mut out[at..at + paragraph.len()];
        for (mute, sentence) in here.iter_mut().zip(paragraph) {
            let Range { start, end } = sentence.tokens;
            *mute = phrases.iter().any(|p| begins(parsed, p, start, end));
        }
        let Range { start, end } = paragraph[0].tokens;
        let headline = here.len() == 1 && !cued[at] && !stopped(parsed, end);
        if open && headline || here.first() == Some(&true) && here.len() <= SHORT {
            here.fill(true);
        }
        open = paragraph.len() == 1 && phrases.iter().any(|p| is_all(parsed, p, start, end));
        at += paragraph.len();
    }
    out
}

/// For each sentence whether it says who says what.
fn cued(parsed: &Parsed, quotes: &[Quote]) -> Vec<bool> {
    let mut out = vec![false; parsed.sentences.len()];
    let cues = quotes.iter().filter_map(|q| q.cue);
    for sentence in cues.filter_map(|cue| parsed.sentence_of(parsed.token_at(cue.start()))) {
        out[sentence] = true;
    }
    out
}

/// Whether the tokens from here on are the phrase's words, in letters of any case.
fn begins(parsed: &Parsed, phrase: &str, start: TokenId, end: TokenId) -> bool {
    let mut forms = (start..end).map(|t| parsed.form(t));
    phrase.split(' ').all(|word| {
        forms
            .next()
            .is_some_and(|form| form.eq_ignore_ascii_case(word))
    })
}

/// Whether the tokens are the phrase's words and signs, and no more.
fn is_all(parsed: &Parsed, phrase: &str, start: TokenId, end: TokenId) -> bool {
    let words = phrase.split(' ').count() as TokenId;
    let rest = start.saturating_add(words).min(end)..end;
    begins(parsed, phrase, start, end)
        && rest
            .into_iter()
            .all(|t| parsed.tokens[t as usize].upos == Upos::Punct)
}

/// Whether a full stop ends the tokens before this one: headlines have none.
fn stopped(parsed: &Parsed, end: TokenId) -> bool {
    end.checked_sub(1).is_some_and(|t| parsed.form(t) == ".")
}

/// Whether the quotation stands in furniture.
pub(crate) fn holds(mute: &[bool], parsed: &Parsed, quote: &Quote) -> bool {
    let first = quote.content.first();
    let sentence = first.and_then(|s| parsed.sentence_of(parsed.token_at(s.start())));
    sentence.is_some_and(|s| mute.get(s) == Some(&true))
}
