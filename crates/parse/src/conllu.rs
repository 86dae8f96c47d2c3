//! CoNLL-U: reading words that are given, writing parses.

use std::fmt::Write as _;
use std::ops::Range;

use risalah_doc::{Parsed, Span, Token, TokenId};
use risalah_pack::Pack;

use crate::analyse::{self, Room};

/// Parses the sentences of a CoNLL-U text: its words are kept, and so are comments, the lines of
/// multi-word tokens, empty nodes and the last column; the rest is predicted.
///
/// Lines that are no CoNLL-U are kept as they are.
pub fn conllu(pack: &Pack, text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut room = Room::default();
    let mut lines: Vec<&str> = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            if !lines.is_empty() {
                sentence(pack, &lines, &mut room, &mut out);
                lines.clear();
            }
        } else {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        sentence(pack, &lines, &mut room, &mut out);
    }
    out
}

/// A word's line: one whose first column is a number.
fn word(line: &str) -> Option<(&str, &str)> {
    let (id, rest) = line.split_once('\t')?;
    let form = rest.split('\t').next()?;
    (!id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).then_some((id, form))
}

fn sentence(pack: &Pack, lines: &[&str], room: &mut Room, out: &mut String) {
    let (mut text, mut tokens, mut joined) = (String::new(), Vec::new(), 0..0);
    for line in lines {
        if let Some(range) = multi_word(line) {
            joined = range;
        } else if let Some((id, form)) = word(line) {
            let start = text.len();
            text.push_str(form);
            tokens.push(Token {
                span: Span::new(start, text.len()),
                joined: id.parse().is_ok_and(|id: u32| joined.contains(&id)),
                ..Token::default()
            });
        }
    }
    let mut lemmas = String::new();
    let all = 0..tokens.len() as TokenId;
    analyse::sentence(&pack.words, &text, &mut tokens, all, &mut lemmas, room);
    let mut at = 0;
    for line in lines {
        if word(line).is_some() {
            let token = tokens[at];
            let misc = line.split('\t').nth(9).unwrap_or("_");
            row(
                out,
                at,
                &token,
                token.span.of(&text),
                token.lemma.of(&lemmas),
                0,
                misc,
            );
            at += 1;
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.push('\n');
}

/// The ids after the first of a multi-word token's line.
fn multi_word(line: &str) -> Option<Range<u32>> {
    let (first, last) = line.split('\t').next()?.split_once('-')?;
    Some(first.parse::<u32>().ok()?.saturating_add(1)..last.parse::<u32>().ok()?.saturating_add(1))
}

/// Writes a parse as CoNLL-U.
pub fn to_conllu(_pack: &Pack, parsed: &Parsed) -> String {
    let text = &parsed.article.text;
    let mut out = String::with_capacity(text.len() * 6);
    for (n, sentence) in parsed.sentences.iter().enumerate() {
        let written = sentence.span.of(text);
        _ = writeln!(
            out,
            "# sent_id = {}\n# text = {}",
            n + 1,
            written.replace(['\n', '\r', '\t'], " ")
        );
        let base = sentence.tokens.start;
        for id in sentence.tokens.clone() {
            let Some(token) = parsed.tokens.get(id as usize) else {
                continue;
            };
            if !token.joined {
                multi_word_line(parsed, id, sentence.tokens.end, base, &mut out);
            }
            let next = parsed
                .tokens
                .get(id as usize + 1)
                .filter(|_| id + 1 < sentence.tokens.end);
            let glued = next
                .is_some_and(|t| t.span.start() == token.span.end() && !t.joined && !token.joined);
            let misc = if glued { "SpaceAfter=No" } else { "_" };
            row(
                &mut out,
                (id - base) as usize,
                token,
                parsed.form(id),
                parsed.lemma(id),
                base,
                misc,
            );
        }
        out.push('\n');
    }
    out
}

/// Writes the line of a multi-word token where one begins at `first`.
fn multi_word_line(parsed: &Parsed, first: TokenId, end: TokenId, base: TokenId, out: &mut String) {
    let joined = |id: &TokenId| parsed.tokens.get(*id as usize).is_some_and(|t| t.joined);
    let Some(last) = (first + 1..end).take_while(joined).last() else {
        return;
    };
    let token = |id: TokenId| {
        parsed
            .tokens
            .get(id as usize)
            .map(|t| t.span)
            .unwrap_or_default()
    };
    let span = token(first).cover(token(last));
    let glued = last + 1 < end && token(last + 1).start() == span.end();
    let misc = if glued { "SpaceAfter=No" } else { "_" };
    let form = span.of(&parsed.article.text);
    _ = writeln!(
        out,
        "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
        first - base + 1,
        last - base + 1
    );
}

fn row(
    out: &mut String,
    at: usize,
    token: &Token,
    form: &str,
    lemma: &str,
    base: TokenId,
    misc: &str,
) {
    let own = token.head == base + at as u32;
    let head = if own { 0 } else { token.head - base + 1 };
    let lemma = if lemma.is_empty() { "_" } else { lemma };
    _ = writeln!(
        out,
        "{}\t{form}\t{lemma}\t{}\t_\t{}\t{head}\t{}\t_\t{misc}",
        at + 1,
        token.upos,
        token.feats,
        token.rel
    );
}
