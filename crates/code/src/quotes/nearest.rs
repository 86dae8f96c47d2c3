//! Which cue shows that what stands between marks was said.

use risalah_doc::{Span, TokenId};
use risalah_pack::Pack;

use crate::quotes::cue::Cue;
use crate::quotes::marked::Marked;
use crate::quotes::shape::Kind;
use crate::tree::Tree;

/// The cue of a marked stretch: after it in its sentence, else before it, else in the sentence
/// that follows or leads up to it in the same paragraph.
pub(crate) fn cue(
    pack: &Pack,
    tree: &Tree<'_>,
    stretch: &Marked,
    marked: &[Marked],
    cues: &[Cue],
) -> Option<usize> {
    // "He said:" and the words in a paragraph of their own.
    let colon = leading_colon(tree, stretch);
    let leads = |cue: &Cue| colon.is_some_and(|sentence| cue.sentence == sentence);
    let near = |cue: &Cue| cue.paragraph == stretch.paragraph || leads(cue);
    let blocked = |a: usize, b: usize| {
        let from = marked.partition_point(|m| m.outer.start() < a);
        let mut between = marked[from..].iter().take_while(|m| m.outer.start() < b);
        between.any(|m| m.statement && m.outer.end() <= b)
    };
    let stops = |a: usize, b: usize| {
        let mut between = tree.parsed.tokens_in(Span::new(a, b.max(a)));
        between.any(|t| matches!(tree.parsed.form(t), "." | "!" | "?" | "..." | "…"))
    };
    // "“….” She adds, “…”"
    let next_one = |c: &Cue| {
        let next = marked.partition_point(|m| m.outer.start() < c.span.end());
        let gap = marked.get(next).and_then(|m| {
            let text = &tree.parsed.article.text;
            text.get(c.span.end()..m.outer.start())
        });
        gap.is_some_and(|gap| gap.trim_matches([' ', ',', ':']).is_empty())
    };
    // Cues stand in the order of the text, so behind the first that is out of reach all are.
    let reach = |a: usize, b: usize| !stops(a, b) && !blocked(a, b);
    let behind = cues.partition_point(|c| c.span.start() < stretch.outer.end());
    let after = cues.iter().enumerate().skip(behind);
    let after = after
        .take_while(|(_, c)| reach(stretch.outer.end(), c.span.start()))
        .find(|(_, c)| near(c) && c.kind != Kind::Before);
    // "“…,” though she noted it was late"
    let first = tree.parsed.token_at(stretch.outer.end());
    let asides = &pack.quotes.asides;
    let is_aside = |t: TokenId| t < tree.end() && asides.has(tree.lemma(t));
    let aside = is_aside(first) || is_aside(first + 1);
    let after = after.filter(|(_, c)| !aside && (!stretch.stops || !next_one(c)));
    let blank = |a: usize, b: usize| {
        let text = tree.parsed.article.text.get(a..b);
        text.is_some_and(|gap| gap.trim().is_empty())
    };
    let next = |c: &Cue| {
        blank(
            c.span.end().min(stretch.outer.start()),
            stretch.outer.start(),
        )
    };
    // What begins in small letters goes on with the reporter's clause.
    let text = tree.parsed.article.text.get(stretch.inner.start()..);
    let goes_on = !stretch.opens && text.is_some_and(|t| t.starts_with(char::is_lowercase));
    let distance = |c: &Cue| c.span.start() - stretch.outer.end();
    let ahead = cues.partition_point(|c| c.span.start() < stretch.outer.start());
    let before = cues[..ahead].iter().enumerate().rev();
    let before = before
        .filter(|(_, c)| c.span.end() <= stretch.outer.start())
        .take_while(|(_, c)| reach(c.span.end(), stretch.outer.start()))
        .find(|(_, c)| {
            let leading = stretch.led || goes_on || next(c) || leads(c);
            near(c) && (c.kind != Kind::After || leading)
        });
    match (after, before) {
        (Some((a, c)), Some((b, d))) => {
            let lead = stretch.outer.start() - d.span.end();
            Some(if c.kind == Kind::After || distance(c) <= lead {
                a
            } else {
                b
            })
        }
        (Some((a, _)), None) => Some(a),
        (None, Some((b, _))) => Some(b),
        (None, None) => None,
    }
}

/// The sentence whose colon the paragraph before ends in, if the stretch opens its own.
fn leading_colon(tree: &Tree<'_>, stretch: &Marked) -> Option<usize> {
    let parsed = tree.parsed;
    let before = parsed.article.text[..stretch.outer.start()].trim_end();
    let gap = &parsed.article.text[before.len()..stretch.outer.start()];
    if !before.ends_with(':') || !gap.contains('\n') {
        return None;
    }
    let colon = parsed.token_at(before.len() - 1);
    parsed.sentence_of(colon)
}
