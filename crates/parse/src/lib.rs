//! From an article to sentences, tokens, lemmas and dependencies.
//!
//! [`article`] does all of it with the words and weights of a pack; [`conllu`] does the same for
//! words that are given, and [`to_conllu`] writes a parse down as treebanks have it.

mod analyse;
mod conllu;
mod lemma;
mod sentence;
mod token;

use std::cell::Cell;

use risalah_doc::{Article, Note, NoteKind, Parsed, Sentence, Span, Token, Upos};
use risalah_pack::Pack;

use analyse::Room;

pub use conllu::{conllu, to_conllu};

thread_local! {
    /// Room for work, kept from one article to the next: what it holds changes no parse.
    static ROOM: Cell<Room> = Cell::default();
}

/// How many tokens a sentence has at most; a longer one is cut.
const LONGEST: usize = 400;

/// Splits the article's text into sentences and words and parses each sentence.
///
/// A line of the text is a paragraph and ends a sentence. Every byte of the text that is no
/// blank lies in one token.
pub fn article(pack: &Pack, mut article: Article) -> Parsed {
    let mut raw = Vec::new();
    // "Liputan6.com, JakartaKetua": what the dateline ends with may lack its blank.
    let cut = article.dateline.map_or(0, |d| d.end());
    token::tokens(&pack.words, &article.text, cut, &mut raw);
    let mut out = Parsed {
        lang: Some(pack.lang),
        tokens: Vec::with_capacity(raw.len()),
        lemmas: String::with_capacity(article.text.len()),
        ..Parsed::default()
    };
    // What a panic leaves behind is not taken up again.
    let mut room = ROOM.take();
    let mut at = 0;
    let mut cut = false;
    while at < raw.len() {
        let whole =
            at + sentence::length(&pack.words.tokens, &article.text, &raw[at..], LONGEST + 1);
        // What was cut off goes on as a sentence of its own.
        let end = whole.min(at + LONGEST);
        let first = out.tokens.len();
        out.tokens.extend(raw[at..end].iter().map(|t| Token {
            span: Span::new(t.start, t.end),
            joined: t.joined,
            ..Token::default()
        }));
        let tokens = first as u32..out.tokens.len() as u32;
        let lead = lead(&article, &raw[at..end]) as u32;
        for part in [
            tokens.start..tokens.start + lead,
            tokens.start + lead..tokens.end,
        ] {
            analyse::sentence(
                &pack.words,
                &article.text,
                &mut out.tokens,
                part,
                &mut out.lemmas,
                &mut room,
            );
        }
        analyse::join(&mut out.tokens, tokens.clone(), lead);
        let span = Span::new(raw[at].start, raw[end - 1].end);
        if end < whole || cut {
            article.notes.push(Note {
                kind: NoteKind::SentenceCut,
                span: Some(span),
            });
        }
        cut = end < whole;
        out.sentences.push(Sentence {
            span,
            tokens,
            paragraph: raw[at].line,
        });
        at = end;
    }
    ROOM.set(room);
    out.article = article;
    out
}

/// How many of a sentence's tokens are the article's dateline with its dash: they are no part of
/// what the sentence says, and are read apart.
fn lead(article: &Article, tokens: &[token::Raw]) -> usize {
    let Some(dateline) = article.dateline.filter(|d| d.start() == tokens[0].start) else {
        return 0;
    };
    let inside = tokens
        .iter()
        .take_while(|t| t.start < dateline.end())
        .count();
    let mark = |t: &&token::Raw| !article.text[t.start..t.end].contains(char::is_alphanumeric);
    let marks = tokens[inside..].iter().take_while(mark).count();
    let all = inside + marks;
    if all < tokens.len() { all } else { 0 }
}

/// The dictionary form of a word by itself, as [`article`] would give it inside a sentence.
///
/// Whoever compares written lemmas with those of a parse brings them into one form with this:
/// several spellings of a verb have one dictionary form.
pub fn lemma(pack: &Pack, form: &str, upos: Upos) -> String {
    let mut out = String::new();
    let lower = form.to_lowercase();
    let known = lemma::Known {
        form,
        lower: &lower,
        upos,
        after_clitic: false,
        first: false,
    };
    lemma::lemma(&pack.words.lemmas, &known, &mut out);
    out
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
