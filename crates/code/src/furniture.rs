//! Page furniture that was left in a text: "Baca juga: …", "Simak juga Video …". It is no part of
//! the article.

use risalah_doc::{Parsed, Quote, TokenId};
use risalah_pack::Pack;

/// A paragraph of no more sentences is all furniture where it begins so.
const SHORT: usize = 2;

/// For each sentence whether it is furniture.
pub(crate) fn of(pack: &Pack, parsed: &Parsed) -> Vec<bool> {
    let phrases = &pack.grammar.furniture;
    let mut out = vec![false; parsed.sentences.len()];
    if phrases.is_empty() {
        return out;
    }
    let mut at = 0;
    for paragraph in parsed.sentences.chunk_by(|a, b| a.paragraph == b.paragraph) {
        let mut opens = paragraph.iter().map(|s| {
            phrases
                .iter()
                .any(|p| begins(parsed, p, s.tokens.start, s.tokens.end))
        });
        let here = &mut out[at..at + paragraph.len()];
        for (mute, opens) in here.iter_mut().zip(&mut opens) {
            *mute = opens;
        }
        if here.first() == Some(&true) && here.len() <= SHORT {
            here.fill(true);
        }
        at += paragraph.len();
    }
    out
}

/// Whether the tokens from here on are the phrase's words, in letters of any case.
fn begins(parsed: &Parsed, phrase: &str, start: TokenId, end: TokenId) -> bool {
    let mut tokens = start..end;
    phrase.split(' ').all(|word| {
        let form = tokens.next().map(|t| parsed.form(t));
        form.is_some_and(|form| same(form, word))
    })
}

/// Whether a form is this word of small letters.
fn same(form: &str, word: &str) -> bool {
    let mut small = form.chars().flat_map(char::to_lowercase);
    word.chars().all(|c| small.next() == Some(c)) && small.next().is_none()
}

/// Whether the quotation stands in furniture.
pub(crate) fn holds(mute: &[bool], parsed: &Parsed, quote: &Quote) -> bool {
    let first = quote.content.first();
    let sentence = first.and_then(|s| parsed.sentence_of(parsed.token_at(s.start())));
    sentence.is_some_and(|s| mute.get(s) == Some(&true))
}
