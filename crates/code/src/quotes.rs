//! Quotations: what was said, the word that shows it, and who said it.
//!
//! Marks are paired within a paragraph ([`marked`]); cues are found over tokens ([`cue`]).
//! Marked stretches of a paragraph that one speaker says are one quotation with parts; a
//! reporting clause with no marks, or with marks inside, is an indirect or mixed one.

mod cue;
mod marked;
mod speaker;

use risalah_doc::{Quote, QuoteKind, Resolved, Span, Speaker};
use risalah_pack::Pack;

use crate::quotes::cue::Cue;
use crate::quotes::marked::Marked;
use crate::tree::Tree;

/// All quotations in the order of the text.
pub(crate) fn all(pack: &Pack, tree: &Tree<'_>, resolved: &Resolved) -> Vec<Quote> {
    let marked = marked::all(pack, &resolved.parsed);
    let cues = cue::all(pack, tree, resolved, &marked);
    let mut used = vec![false; cues.len()];
    let mut quotes = direct(tree, resolved, &marked, &cues, &mut used);
    for (cue, _) in cues.iter().zip(&used).filter(|(_, used)| !**used) {
        if let Some(quote) = cue::indirect(pack, tree, resolved, cue, &marked)
            && !quotes.iter().any(|q| overlap(q, &quote))
        {
            quotes.push(quote);
        }
    }
    quotes.sort_by_key(|q| q.content.first().map(|s| s.start()));
    quotes
}

fn overlap(a: &Quote, b: &Quote) -> bool {
    a.content
        .iter()
        .any(|x| b.content.iter().any(|y| x.overlaps(*y)))
}

/// Direct quotations: marked stretches that hold a statement, joined by paragraph and speaker.
fn direct(
    tree: &Tree<'_>,
    resolved: &Resolved,
    marked: &[Marked],
    cues: &[Cue],
    used: &mut [bool],
) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    for stretch in marked.iter().filter(|m| m.statement) {
        let cue = cue::of(tree, stretch, marked, cues);
        let at = last
            .filter(|(paragraph, _)| *paragraph == stretch.paragraph)
            .map(|(_, q)| q);
        let speaker = cue.and_then(|c| cues[c].speaker);
        if let Some(at) = at
            && joins(&quotes[at], speaker, cue.map(|c| cues[c].span))
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
            let speaker = speaker.or_else(running);
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

/// Whether a further stretch of the paragraph goes on with the quotation.
fn joins(quote: &Quote, speaker: Option<Speaker>, cue: Option<Span>) -> bool {
    match (speaker, quote.speaker) {
        (Some(a), Some(b)) => a.entity.is_some() && a.entity == b.entity || cue == quote.cue,
        _ => true,
    }
}
