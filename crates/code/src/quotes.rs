//! Quotations: what was said, the word that shows it, and who said it.
//!
//! Marks are paired within a paragraph ([`marked`]); cues are found over tokens ([`cue`]).
//! Marked stretches of a paragraph that one speaker says are one quotation with parts; a
//! reporting clause with no marks, or with marks inside, is an indirect or mixed one.

mod cue;
mod indirect;
mod marked;
mod speaker;
mod told;

use risalah_doc::{Quote, QuoteKind, Resolved, Span, Speaker, Upos};
use risalah_pack::Pack;

use crate::quotes::cue::Cue;
use crate::quotes::marked::Marked;
use crate::tree::Tree;

/// All quotations in the order of the text.
pub(crate) fn all(pack: &Pack, tree: &Tree<'_>, resolved: &Resolved) -> Vec<Quote> {
    let marked = marked::all(pack, &resolved.parsed);
    let cues = cue::all(pack, tree, resolved, &marked);
    let mut used = vec![false; cues.len()];
    let mut quotes = direct(pack, tree, resolved, &marked, &cues, &mut used);
    // What a whole sentence reports holds what a clause in it reports.
    let mut left: Vec<&Cue> = cues
        .iter()
        .zip(&used)
        .filter(|(_, used)| !**used)
        .map(|x| x.0)
        .collect();
    left.sort_by_key(|cue| match cue.kind {
        cue::Kind::After => 0,
        cue::Kind::Colon => 2,
        _ => 1,
    });
    for cue in left {
        if let Some(quote) = indirect::of(pack, tree, resolved, &cues, cue, &marked)
            && !quotes.iter().any(|q| overlap(q, &quote))
        {
            quotes.push(quote);
        }
    }
    quotes.sort_by_key(|q| q.content.first().map(|s| s.start()));
    speaker::run_on(resolved, &mut quotes);
    quotes
}

fn overlap(a: &Quote, b: &Quote) -> bool {
    a.content
        .iter()
        .any(|x| b.content.iter().any(|y| x.overlaps(*y)))
}

/// Direct quotations: marked stretches that hold a statement, joined by paragraph and speaker.
fn direct(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    marked: &[Marked],
    cues: &[Cue],
    used: &mut [bool],
) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for stretch in marked.iter().filter(|m| m.statement) {
        if quotes.iter().rev().take(2).any(|q| holds(q, stretch)) {
            continue;
        }
        let cue = cue::of(tree, stretch, marked, cues);
        if let Some(c) = cue
            && let Some(quote) = mixed(pack, tree, resolved, marked, cues, (&cues[c], stretch))
        {
            last = Some((stretch.paragraph, quotes.len()));
            quotes.push(quote);
            used[c] = true;
            continue;
        }
        let at = last
            .filter(|(paragraph, _)| *paragraph == stretch.paragraph)
            .map(|(_, q)| q);
        let speaker = cue.and_then(|c| cues[c].speaker);
        if let Some(at) = at
            && !interrupted(resolved, quotes[at].content.last().copied(), stretch)
            && joins(resolved, &quotes[at], speaker, cue.map(|c| &cues[c]))
        {
            quotes[at].content.push(stretch.inner);
            if quotes[at].cue.is_none() {
                quotes[at].cue = cue.map(|c| cues[c].span);
                quotes[at].speaker = speaker.or(quotes[at].speaker);
            }
        } else {
            let running = || {
                let (paragraph, q) = last?;
                (stretch.paragraph <= paragraph + 2 && stretch.opens).then(|| quotes[q].speaker)?
            };
            let signed = || speaker::signed(tree, resolved, stretch);
            let speaker = speaker.or_else(signed).or_else(running);
            last = Some((stretch.paragraph, quotes.len()));
            quotes.push(Quote {
                kind: QuoteKind::Direct,
                content: vec![stretch.inner],
                cue: cue.map(|c| cues[c].span),
                speaker: speaker.or_else(|| speaker::before(resolved, stretch)),
                addressee: cue.and_then(|c| cues[c].addressee),
            });
        }
        if let Some(cue) = cue {
            used[cue] = true;
        }
    }
    quotes
}

/// Whether the quotation holds the stretch.
fn holds(quote: &Quote, stretch: &Marked) -> bool {
    quote.content.iter().any(|c| c.contains(stretch.inner))
}

/// "He said the nation has become “more …”": what is quoted goes on with the reporter's clause,
/// and both are what was said.
fn mixed(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    marked: &[Marked],
    cues: &[Cue],
    (cue, stretch): (&Cue, &Marked),
) -> Option<Quote> {
    let lower = |text: &str| text.starts_with(char::is_lowercase);
    let text = resolved.parsed.article.text.get(stretch.inner.start()..)?;
    if stretch.opens || stretch.led || !lower(text) {
        return None;
    }
    let quote = indirect::of(pack, tree, resolved, cues, cue, marked)?;
    let words = |c: &Span| c.contains(stretch.inner) && leads(tree, *c, stretch);
    quote.content.iter().any(words).then_some(quote)
}

/// Whether more than one word of what was said stands before the stretch or behind it.
fn leads(tree: &Tree<'_>, content: Span, stretch: &Marked) -> bool {
    let words = |span: Span| {
        let tokens = tree.parsed.tokens_in(span);
        tokens
            .filter(|t| tree.token(*t).upos != Upos::Punct)
            .count()
    };
    words(content) > words(stretch.inner) + 1
}

/// Whether a sentence of the article's own stands between the quotation so far and the stretch.
fn interrupted(resolved: &Resolved, last: Option<Span>, stretch: &Marked) -> bool {
    let Some(last) = last else { return false };
    let gap = Span::new(last.end(), stretch.outer.start());
    let from = resolved
        .parsed
        .sentences
        .partition_point(|s| s.span.start() < gap.start());
    resolved.parsed.sentences[from..]
        .iter()
        .take_while(|s| s.span.start() < gap.end())
        .any(|s| gap.contains(s.span) && s.tokens.len() > 3)
}

/// Whether a further stretch of the paragraph goes on with the quotation: no other cue shows it,
/// or one in the same sentence with the same speaker does ("…, he said, adding …").
fn joins(resolved: &Resolved, quote: &Quote, speaker: Option<Speaker>, cue: Option<&Cue>) -> bool {
    let (Some(a), Some(b)) = (speaker, quote.speaker) else {
        return true;
    };
    let parsed = &resolved.parsed;
    let sentence = |span: Span| parsed.sentence_of(parsed.token_at(span.start()));
    let near = || {
        cue.zip(quote.cue)
            .is_some_and(|(x, y)| sentence(x.span) == sentence(y))
    };
    let goes_on = || cue.is_some_and(|c| c.kind == cue::Kind::Before);
    cue.map(|c| c.span) == quote.cue
        || near() && (goes_on() || a.entity.is_some() && a.entity == b.entity)
}
