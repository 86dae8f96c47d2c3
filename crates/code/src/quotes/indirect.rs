//! What a cue reports without quotation marks: which words of its sentence were said.

use risalah_doc::{Quote, QuoteKind, Rel, Resolved, Sentence, Span, TokenId, Upos};
use risalah_pack::Pack;

use crate::quotes::cue::{Cue, Kind};
use crate::quotes::marked::Marked;
use crate::tree::Tree;

/// An indirect quotation holds at least so many words.
const WORDS: usize = 3;

/// What a cue reports without quotation marks, or with some inside.
pub(crate) fn of(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    cues: &[Cue],
    cue: &Cue,
    marked: &[Marked],
) -> Option<Quote> {
    if cue.kind == Kind::QuotedOnly || cue.speaker.is_none() {
        return None;
    }
    let sentence = &resolved.parsed.sentences[cue.sentence];
    let end = end(tree, resolved, cues, cue, sentence);
    let after = || following(pack, tree, cue, end);
    let content = match cue.kind {
        Kind::After => fronted(tree, sentence, cue)
            .map(|front| (front, around(tree, sentence, cue)))
            .or_else(|| after().map(|c| (c, None))),
        Kind::Source => beside(tree, sentence, cue).map(|c| (c, None)),
        Kind::Colon => trimmed(tree, cue.last + 1, sentence.tokens.end).map(|c| (c, None)),
        _ => fronted_by_tree(tree, sentence, cue)
            .or_else(after)
            .map(|c| (c, None)),
    }?;
    let parts: Vec<Range> = [Some(content.0), content.1].into_iter().flatten().collect();
    let word = |t: &TokenId| tree.token(*t).upos != Upos::Punct;
    if parts.iter().cloned().flatten().filter(word).count() < WORDS {
        return None;
    }
    let span = |part: &Range| {
        let (first, last) = (tree.token(*part.start()), tree.token(*part.end()));
        // A mark at the very end belongs to what was said.
        marked
            .iter()
            .filter(|m| m.outer.overlaps(first.span.cover(last.span)))
            .fold(first.span.cover(last.span), |s, m| s.cover(m.inner))
    };
    let content: Vec<Span> = parts.iter().map(span).collect();
    let mixed = content
        .iter()
        .any(|part| marked.iter().any(|m| m.outer.overlaps(*part)));
    Some(Quote {
        kind: if mixed {
            QuoteKind::Mixed
        } else {
            QuoteKind::Indirect
        },
        content,
        cue: Some(cue.span),
        speaker: cue.speaker,
        addressee: cue.addressee,
    })
}

type Range = std::ops::RangeInclusive<TokenId>;

fn trimmed(tree: &Tree<'_>, from: TokenId, to: TokenId) -> Option<Range> {
    let punct = |t: &TokenId| tree.token(*t).upos == Upos::Punct;
    let first = (from..to).find(|t| !punct(t))?;
    let last = (from..to).rev().find(|t| !punct(t))?;
    Some(first..=last)
}

/// "…, kata X": all of the sentence before the comma.
fn fronted(tree: &Tree<'_>, sentence: &Sentence, cue: &Cue) -> Option<Range> {
    // The speaker may stand between what was said and the cue: "…, he said".
    let speaker = cue.speaker.and_then(|s| s.span);
    let first = speaker.map_or(cue.token, |s| tree.parsed.token_at(s.start()));
    let end = first.min(cue.token);
    let all = sentence.tokens.start..end;
    let said = |t: TokenId| matches!(tree.token(t).upos, Upos::Verb | Upos::Adj | Upos::Aux);
    let verb = all.clone().any(said) || around(tree, sentence, cue).is_some();
    verb.then(|| trimmed(tree, all.start, all.end)).flatten()
}

/// "African-Americans, he said, can …": what goes on behind a cue that stands between commas.
fn around(tree: &Tree<'_>, sentence: &Sentence, cue: &Cue) -> Option<Range> {
    let speaker = cue.speaker.and_then(|s| s.span);
    let speaker = speaker.map_or(cue.last, |s| {
        tree.parsed.token_at(s.end().saturating_sub(1))
    });
    let comma = speaker.max(cue.last) + 1;
    let held = comma < sentence.tokens.end && tree.parsed.form(comma) == ",";
    let rest = held
        .then(|| trimmed(tree, comma, sentence.tokens.end))
        .flatten()?;
    let verb = |t: TokenId| matches!(tree.token(t).upos, Upos::Verb | Upos::Aux);
    (tree.token(*rest.start()).upos != Upos::Cconj && rest.clone().any(verb)).then_some(rest)
}

/// One past the last token that a cue may report: a semicolon ends it, and so does a further
/// clause of the reporter's own ("…, and he urged", "…, though she noted").
fn end(
    tree: &Tree<'_>,
    resolved: &Resolved,
    cues: &[Cue],
    cue: &Cue,
    sentence: &Sentence,
) -> TokenId {
    let all = cue.last + 1..sentence.tokens.end;
    let stop = all.clone().find(|t| tree.parsed.form(*t) == ";");
    // Cues stand in the order of the text.
    let from = cues.partition_point(|c| c.token <= cue.last);
    let next = cues[from..]
        .iter()
        .take_while(|c| c.sentence == cue.sentence)
        .filter(|c| c.kind != Kind::Colon)
        .find_map(|c| begins(tree, resolved, c, cue.last + 1));
    let end = stop.unwrap_or(all.end).min(next.unwrap_or(all.end));
    end.max(all.start)
}

/// Where the clause of a cue begins, if a sign or a word for "and" sets it off.
fn begins(tree: &Tree<'_>, resolved: &Resolved, cue: &Cue, from: TokenId) -> Option<TokenId> {
    let subject = tree
        .with_rel(cue.token, Rel::Nsubj)
        .filter(|s| *s < cue.token)
        .map(|s| {
            let mention = resolved.mention_at(s);
            let first = mention.map_or(s, |m| tree.parsed.token_at(m.phrase.start()));
            first.min(tree.first_word(s))
        })
        .min();
    let mut first = subject.unwrap_or(cue.token);
    let mut set_off = false;
    while first > from {
        let before = tree.token(first - 1);
        match before.upos {
            Upos::Punct => return Some(first - 1),
            Upos::Cconj => set_off = true,
            Upos::Sconj | Upos::Adv | Upos::Aux => {}
            _ => break,
        }
        first -= 1;
    }
    (set_off && first > from).then_some(first)
}

/// "…, officials said": the cue follows a comma and its speaker, and nothing is said after it.
fn fronted_by_tree(tree: &Tree<'_>, sentence: &Sentence, cue: &Cue) -> Option<Range> {
    let speaker = cue.speaker?.span?;
    let from = tree.parsed.token_at(speaker.start()).min(cue.token);
    let comma = from
        .checked_sub(1)
        .filter(|c| *c > sentence.tokens.start && tree.parsed.form(*c) == ",")?;
    let verb = |t: TokenId| matches!(tree.token(t).upos, Upos::Verb | Upos::Aux);
    if (cue.last + 1..sentence.tokens.end).any(verb) {
        return None;
    }
    fronted(
        tree,
        sentence,
        &Cue {
            token: comma,
            ..*cue
        },
    )
}

/// The clause after the cue: behind an opener or comma that no verb stands before, else right
/// after the cue and the one spoken to.
fn following(pack: &Pack, tree: &Tree<'_>, cue: &Cue, end: TokenId) -> Option<Range> {
    let verb = |t: &TokenId| matches!(tree.token(*t).upos, Upos::Verb | Upos::Aux);
    let reach = (cue.last + 1..end).find(verb).unwrap_or(end);
    let from = tree.parsed.token_at(cue.span.end().saturating_sub(1)) + 1;
    let opener = (from..reach).find(|t| pack.quotes.openers.has(tree.lemma(*t)));
    let sign = (from..reach.min(from + 7)).find(|t| matches!(tree.parsed.form(*t), "," | ":"));
    let start = opener.or(sign).map_or(from, |t| t + 1);
    let range = trimmed(tree, start, end)?;
    let clause = |t: TokenId| verb(&t) || tree.token(t).upos == Upos::Adj;
    range.clone().any(clause).then_some(range)
}

/// "Menurut X, …": the rest of the sentence, after the source or before it.
fn beside(tree: &Tree<'_>, sentence: &Sentence, cue: &Cue) -> Option<Range> {
    let before = trimmed(tree, sentence.tokens.start, cue.token).filter(|r| {
        r.clone()
            .any(|t| matches!(tree.token(t).upos, Upos::Verb | Upos::Adj))
    });
    if before.is_some() {
        return before;
    }
    let source = cue.speaker?.span?;
    let from = tree.parsed.token_at(source.end());
    let comma = (from..sentence.tokens.end.min(from + 12))
        .find(|t| tree.parsed.form(*t) == ",")
        .unwrap_or(from);
    trimmed(tree, comma, sentence.tokens.end)
}
