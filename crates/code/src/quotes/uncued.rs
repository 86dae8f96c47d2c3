//! Who spoke where no cue says so: a signature, whoever acts behind a comma, whom the sentence before
//! is about.

use risalah_doc::{MentionKind, Rel, Resolved, Span, Speaker, TokenId, Upos};

use crate::quotes::marked::Marked;
use crate::quotes::speaker::{at_head, person, strange};
use crate::tree::Tree;

/// "“…” — Jane Doe": the party named behind a dash.
pub(crate) fn signed(tree: &Tree<'_>, resolved: &Resolved, stretch: &Marked) -> Option<Speaker> {
    let parsed = &resolved.parsed;
    let dash = parsed.token_at(stretch.outer.end());
    let token = parsed.tokens.get(dash as usize)?;
    // Not all dashes are signs to the parser.
    let mut signs = parsed.form(dash).chars();
    let line = parsed
        .article
        .text
        .get(stretch.outer.end()..token.span.start())?;
    if !signs.all(|c| matches!(c, '-' | '–' | '—' | '―')) || line.contains('\n') {
        return None;
    }
    if let Some(mention) = resolved.mention_at(dash + 1) {
        let behind = mention.span.start() >= token.span.end();
        return behind.then(|| at_head(tree, resolved, mention.head));
    }
    let end = parsed.sentences.get(parsed.sentence_of(dash)?)?.tokens.end;
    strange(tree, dash + 1, end)
}

/// "“…,” Budi defended himself": the party that acts right behind a comma, where no cue says so.
pub(crate) fn acting(tree: &Tree<'_>, resolved: &Resolved, stretch: &Marked) -> Option<Speaker> {
    if !stretch.comma {
        return None;
    }
    let parsed = &resolved.parsed;
    let first = parsed.token_at(stretch.outer.end());
    let sign = parsed.tokens.get(first as usize)?.upos == Upos::Punct;
    let first = first + TokenId::from(sign);
    let mention = resolved.mention_at(first)?;
    let gap = stretch.outer.end()..mention.span.start();
    if parsed.article.text.get(gap)?.contains('\n') {
        return None;
    }
    let verb = tree.head(mention.head)?;
    let human = person(resolved, mention) || mention.kind == MentionKind::Pronoun;
    let acts = human && tree.token(mention.head).rel == Rel::Nsubj && verb > mention.head;
    acts.then(|| at_head(tree, resolved, mention.head))
}

/// A paragraph that is all speech belongs to the person whom the sentence before it is about.
pub(crate) fn before(resolved: &Resolved, stretch: &Marked) -> Option<Speaker> {
    if !stretch.opens {
        return None;
    }
    let before = Span::new(0, stretch.outer.start());
    let sentence = resolved
        .parsed
        .sentences
        .iter()
        .rev()
        .find(|s| before.contains(s.span))?;
    let mention = resolved
        .mentions
        .iter()
        .find(|m| sentence.span.contains(m.span) && person(resolved, m))?;
    Some(Speaker {
        span: None,
        entity: Some(mention.entity),
    })
}
