//! Quotations: what was said, the word that shows it, and who said it.
//!
//! Marks are paired within a paragraph ([`marked`]); cues are found over tokens ([`cue`]).
//! Marked stretches of a paragraph that one speaker says are one quotation with parts; a
//! reporting clause with no marks, or with marks inside, is an indirect or mixed one.

mod bounds;
mod cue;
mod indirect;
mod label;
mod marked;
mod nearest;
mod range;
mod running;
mod shape;
mod speaker;
mod thing;
mod told;
mod uncued;

use risalah_doc::{Quote, QuoteKind, Rel, Resolved, Span, Upos};
use risalah_pack::Pack;

use crate::parties::is_press;
use crate::quotes::cue::Cue;
use crate::quotes::marked::Marked;
use crate::tree::Tree;

/// All quotations in the order of the text.
pub(crate) fn all(pack: &Pack, tree: &Tree<'_>, resolved: &Resolved) -> Vec<Quote> {
    let marked = marked::all(pack, &resolved.parsed);
    let cues = cue::all(pack, tree, resolved, &marked);
    let mut used = vec![false; cues.len()];
    let mut quotes = direct(pack, tree, resolved, &marked, &cues, &mut used);
    let left = cues.iter().zip(&used).filter(|(_, used)| !**used);
    let told = left
        .filter_map(|(cue, _)| {
            let quote = indirect::of(pack, tree, resolved, &cues, cue, &marked)?;
            Some((cue, quote))
        })
        .collect();
    for quote in outer_first(told, |cue| carries(pack, resolved, cue)) {
        if !quotes.iter().any(|q| overlap(q, &quote)) {
            quotes.push(quote);
        }
    }
    quotes.sort_by_key(|q| q.content.first().map(|s| s.start()));
    running::run_on(resolved, &cues, &mut quotes);
    quotes
}

/// Within each sentence, what holds another cue comes before what that cue reports: what a whole
/// sentence reports holds what a clause in it does. A source or newspaper only carries that.
fn outer_first(told: Vec<(&Cue, Quote)>, carries: impl Fn(&Cue) -> bool) -> Vec<Quote> {
    // What ends in a reporting clause is not what was said: "As for that, he says, they ask …".
    let ends = |b: &Cue| {
        let behind = b.speaker.and_then(|s| s.span).map_or(0, |s| s.end());
        b.span.end().max(behind)
    };
    let holds = |a: &Quote, b: &Cue| {
        let inside = |part: &Span| part.contains(b.span) && ends(b) < part.end();
        a.content.iter().any(inside)
    };
    let rank = |at: usize| {
        let (cue, quote) = &told[at];
        let beside = |x: &&(&Cue, Quote)| x.0.sentence == cue.sentence;
        let before = told[..at].iter().rev().take_while(beside);
        let around = before.chain(told[at + 1..].iter().take_while(beside));
        let over = around.filter(|(c, q)| holds(q, cue) && !holds(quote, c) && !carries(c));
        let kind = match cue.kind {
            shape::Kind::After => 0,
            shape::Kind::Colon => 2,
            _ => 1,
        };
        (cue.sentence, over.count(), kind)
    };
    let ranks: Vec<_> = (0..told.len()).map(rank).collect();
    let mut ranked: Vec<_> = ranks.into_iter().zip(told).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, (_, quote))| quote).collect()
}

/// Whether the speaker only carries what another says: a newspaper or agency, a source.
fn carries(pack: &Pack, resolved: &Resolved, cue: &Cue) -> bool {
    let entity = cue.speaker.and_then(|s| s.entity);
    let known = entity.and_then(|e| resolved.entities.get(e as usize));
    cue.kind == shape::Kind::Source || known.is_some_and(|e| is_press(e, &pack.grammar.press))
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
    let mut open: Option<usize> = None;
    for stretch in marked.iter().filter(|m| m.statement || called_out(cues, m)) {
        if quotes.iter().rev().take(2).any(|q| holds(q, stretch)) {
            continue;
        }
        let cue = nearest::cue(pack, tree, stretch, marked, cues);
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
            && !interrupted(resolved, &quotes[at], stretch)
            && joins(resolved, &quotes[at], stretch, cue.map(|c| &cues[c]))
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
            let signed = || uncued::signed(tree, resolved, stretch);
            let acting = || uncued::acting(tree, resolved, stretch);
            let speaker = speaker.or_else(signed).or_else(acting).or_else(running);
            // "“… ¶ “…,” he said": what the next paragraph goes on with has the same speaker.
            if let Some(open) = open
                && stretch.opens
                && stretch.paragraph <= last.map_or(0, |(p, _)| p) + 2
                && quotes[open].cue.is_none()
            {
                quotes[open].speaker = speaker.or(quotes[open].speaker);
            }
            open = stretch.goes_on.then_some(quotes.len());
            last = Some((stretch.paragraph, quotes.len()));
            quotes.push(Quote {
                kind: QuoteKind::Direct,
                content: vec![stretch.inner],
                cue: cue.map(|c| cues[c].span),
                speaker: speaker.or_else(|| uncued::before(resolved, stretch)),
                addressee: cue.and_then(|c| cues[c].addressee),
            });
        }
        if let Some(cue) = cue {
            used[cue] = true;
        }
    }
    quotes
}

/// "chanted “Down with him!”": a few words called out right behind a cue.
fn called_out(cues: &[Cue], stretch: &Marked) -> bool {
    let before = cues.partition_point(|c| c.span.end() <= stretch.outer.start());
    let cue = before.checked_sub(1).map(|at| &cues[at]);
    stretch.cried
        && cue.is_some_and(|c| {
            let verb = matches!(
                c.kind,
                shape::Kind::Verb | shape::Kind::QuotedOnly | shape::Kind::Before
            );
            verb && stretch.outer.start() - c.span.end() <= 2
        })
}

/// Whether the quotation holds the stretch.
fn holds(quote: &Quote, stretch: &Marked) -> bool {
    quote.content.iter().any(|c| c.contains(stretch.inner))
}

/// "He said the nation has become “more …”", "“…” for what they did, she said": what is quoted is
/// part of the reporter's clause, and both are what was said.
fn mixed(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    marked: &[Marked],
    cues: &[Cue],
    (cue, stretch): (&Cue, &Marked),
) -> Option<Quote> {
    let text = resolved.parsed.article.text.get(stretch.inner.start()..)?;
    let lower = text.starts_with(char::is_lowercase);
    let behind = cue.span.start() >= stretch.outer.end();
    let part = if behind {
        stretch.opens && !stretch.ends || !stretch.opens && lower
    } else {
        !stretch.opens && (lower && !stretch.led || stated(tree, cue, stretch))
    };
    if !part {
        return None;
    }
    let quote = indirect::of(pack, tree, resolved, cues, cue, marked)?;
    let first = quote.content.first()?.start();
    let words = |c: &Span| c.contains(stretch.inner) && leads(tree, *c, stretch);
    let fits = !stretch.opens || first >= stretch.outer.start();
    (fits && quote.content.iter().any(words)).then_some(quote)
}

/// Whether a clause that the cue reports begins before the stretch: "she said she had told him:".
fn stated(tree: &Tree<'_>, cue: &Cue, stretch: &Marked) -> bool {
    let first = tree.parsed.token_at(stretch.outer.start());
    let mut said = tree.with_rel(cue.token, Rel::Ccomp);
    said.any(|verb| {
        cue.last < verb && verb < first && tree.with_rel(verb, Rel::Nsubj).next().is_some()
    })
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

/// Whether a sentence of the article's own, and not what is left of the cue's, stands between the
/// quotation so far and the stretch.
fn interrupted(resolved: &Resolved, quote: &Quote, stretch: &Marked) -> bool {
    let Some(last) = quote.content.last() else {
        return false;
    };
    let gap = Span::new(last.end(), stretch.outer.start());
    let own = |span: Span| !quote.cue.is_some_and(|cue| span.contains(cue));
    let from = resolved
        .parsed
        .sentences
        .partition_point(|s| s.span.start() < gap.start());
    resolved.parsed.sentences[from..]
        .iter()
        .take_while(|s| s.span.start() < gap.end())
        .any(|s| gap.contains(s.span) && s.tokens.len() > 3 && own(s.span))
}

/// Whether a further stretch of the paragraph goes on with the quotation: no other cue shows it,
/// or one in the same sentence with the same speaker does ("…, he said, adding …"). A full reporting
/// clause that leads up to it begins another.
fn joins(resolved: &Resolved, quote: &Quote, stretch: &Marked, cue: Option<&Cue>) -> bool {
    // "…, said X. “…” goes on; what X said of others before does not.
    let last = quote.content.last().map_or(0, |s| s.end());
    if quote.kind == QuoteKind::Mixed && quote.cue.is_none_or(|c| c.start() < last) {
        return false;
    }
    // "I had to change my answer: “…”"
    let Some(cue) = cue else {
        return !stretch.colon;
    };
    if Some(cue.span) == quote.cue {
        return true;
    }
    let parsed = &resolved.parsed;
    let sentence = |span: Span| parsed.sentence_of(parsed.token_at(span.start()));
    let near = quote.cue.is_some_and(|c| sentence(cue.span) == sentence(c));
    let leads = cue.span.start() >= last && cue.span.end() <= stretch.outer.start();
    // "answered: “…” To which she said, “…”"
    if quote.cue.is_none() && leads {
        return false;
    }
    let (Some(a), Some(b)) = (cue.speaker, quote.speaker) else {
        return near || !leads;
    };
    near && (cue.kind == shape::Kind::Before || a.entity.is_some() && a.entity == b.entity)
}
