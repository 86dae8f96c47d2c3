//! What somebody takes something for: "called the deal a mistake".

use risalah_doc::{Rel, Span, TokenId, Upos};
use risalah_pack::Pack;

use crate::quotes::cue::Cue;
use crate::quotes::marked::Marked;
use crate::quotes::range::{Range, parts, states, trimmed};
use crate::tree::Tree;

/// "called the test a “clear violation” of the ban": what a verb that reports quoted words only is
/// said of, with the words that are quoted.
pub(crate) fn marked(tree: &Tree<'_>, cue: &Cue, marked: &[Marked], end: TokenId) -> Option<Range> {
    let from = tree.token(cue.last).span.end();
    let to = tree.token(end.checked_sub(1)?).span.end();
    let at = marked.partition_point(|m| m.outer.start() < from);
    let inside = |m: &&Marked| m.outer.end() <= to + 1;
    let covers = |span: Span| {
        let mut stretches = marked[at..].iter().take_while(inside);
        stretches.any(|m| m.outer.overlaps(span))
    };
    let first = marked[at..].iter().take_while(inside).next()?;
    let start = tree.parsed.token_at(first.outer.start());
    let stops = |t: TokenId| {
        let token = tree.token(t);
        let verb = matches!(token.upos, Upos::Verb | Upos::Aux);
        let goes_on =
            |t: TokenId| matches!(tree.token(t).upos, Upos::Verb | Upos::Aux) && states(tree, t);
        let joined = token.upos == Upos::Cconj && t + 1 < end && goes_on(t + 1);
        let signs = token.upos == Upos::Punct && parts(tree, t);
        !covers(token.span) && (signs || joined || token.upos == Upos::Sconj || verb && t < start)
    };
    let stop = (cue.last + 1..end).find(|t| stops(*t)).unwrap_or(end);
    // A name or title in marks tells nothing of it.
    let text = &tree.parsed.article.text;
    let words = |m: &Marked| text[m.inner.start()..].starts_with(char::is_lowercase);
    let held = start < stop && marked[at..].iter().take_while(inside).any(words);
    // "called it a “shame”"; what is whose is said: "called his group “open”".
    let next = tree.token(cue.last + 1);
    let pronoun = next.upos == Upos::Pron && next.rel != Rel::NmodPoss && start > cue.last + 1;
    held.then(|| trimmed(tree, cue.last + 1 + TokenId::from(pronoun), stop))?
}

/// Where what something is taken for ends: at a sign, or where the reporter goes on.
pub(crate) fn end(pack: &Pack, tree: &Tree<'_>, cue: &Cue, end: TokenId) -> TokenId {
    let marks = &pack.quotes.marks;
    let mark = |t: TokenId| {
        let mut signs = tree.parsed.form(t).chars();
        signs.all(|c| marks.opens(c) || marks.closes(c) || marks.doubled.contains(&c))
    };
    let verb = |t: TokenId| t < end && matches!(tree.token(t).upos, Upos::Verb | Upos::Aux);
    let listed = |t: TokenId| tree.token(t - 1).upos == Upos::Adj;
    let stops = |t: &TokenId| match tree.token(*t).upos {
        Upos::Punct => parts(tree, *t) && !listed(*t) && !mark(*t),
        Upos::Cconj => verb(*t + 1),
        Upos::Sconj => verb(*t + 1) || verb(*t + 2),
        _ => false,
    };
    (cue.last + 3..end).find(stops).unwrap_or(end)
}
