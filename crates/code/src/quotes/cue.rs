//! Words that report speech, and what they report.

use risalah_doc::{EntityKind, MentionKind, Rel, Resolved, Span, Speaker, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::pattern::Lemmas;

use crate::quotes::marked::Marked;
use crate::quotes::shape::{
    Kind, after_speech, asks, closes, insists, introduces, label, leads, noun, opening, states,
};
use crate::quotes::{speaker, told};
use crate::tree::Tree;

/// A word that reports speech.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cue {
    pub(crate) token: TokenId,
    pub(crate) last: TokenId,
    pub(crate) span: Span,
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
    pub(crate) kind: Kind,
    pub(crate) speaker: Option<Speaker>,
    pub(crate) addressee: Option<Speaker>,
}

/// All cues outside quotation marks.
pub(crate) fn all(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    marked: &[Marked],
) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut inside = marked.iter().peekable();
    let mut past: Option<&Marked> = None;
    for (sentence, s) in resolved.parsed.sentences.iter().enumerate() {
        for token in s.tokens.clone() {
            let span = tree.token(token).span;
            while let Some(m) = inside.next_if(|m| m.outer.end() <= span.start()) {
                past = Some(m);
            }
            if inside.peek().is_some_and(|m| m.outer.contains(span)) {
                continue;
            }
            if let Some((kind, last)) = kind(pack, tree, token, (s.tokens.start, s.tokens.end)) {
                // Whoever speaks is not named in what was said.
                let cued = kind == Kind::After || kind == Kind::Verb;
                let closed = past.filter(|m| cued && m.statement && s.span.overlaps(m.outer));
                let mut cue = cue(
                    pack,
                    tree,
                    resolved,
                    (token, last),
                    (sentence, s.paragraph as usize),
                    kind,
                );
                if let Some(m) = closed
                    && cue
                        .speaker
                        .and_then(|c| c.span)
                        .is_some_and(|c| m.outer.contains(c))
                {
                    let from = tree.parsed.token_at(m.outer.end());
                    let last = resolved.parsed.tokens.len() as TokenId;
                    let from = from.min(last);
                    cue.speaker = speaker::beside(tree, resolved, (from, token));
                }
                // "…," he said, "…" adding that: the speaker goes on.
                if kind == Kind::Before
                    && let Some(last) = cues.last().filter(|c: &&Cue| c.paragraph == cue.paragraph)
                    && marked
                        .iter()
                        .any(|m| behind(m.outer, span) && last.span.end() <= m.outer.start())
                {
                    cue.speaker = last.speaker;
                }
                // A colon reports speech only after a party's name.
                if kind != Kind::Colon || cue.speaker.is_some() {
                    cues.push(cue);
                }
            }
        }
    }
    cues
}

/// Whether a word stands right behind a stretch.
fn behind(stretch: Span, word: Span) -> bool {
    stretch.end() <= word.start() && word.start() - stretch.end() < 4
}

fn cue(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    (token, last): (TokenId, TokenId),
    (sentence, paragraph): (usize, usize),
    kind: Kind,
) -> Cue {
    let end = resolved.parsed.sentences[sentence].tokens.end;
    let speaker = match kind {
        Kind::Source => source(tree, resolved, last),
        Kind::Closing => speaker::following(tree, resolved, last, end),
        Kind::Colon => {
            let start = resolved.parsed.sentences[sentence].tokens.start;
            named_before(tree, resolved, (start, token))
        }
        Kind::Before => speaker::over(tree, resolved, token),
        _ => speaker::of_cue(tree, resolved, token, kind == Kind::After),
    };
    let addressee = tree
        .children(token)
        .iter()
        .copied()
        .find(|c| {
            tree.with_rel(*c, Rel::Case)
                .any(|case| pack.quotes.addressees.has(tree.lemma(case)))
        })
        .or_else(|| told::listener(pack, tree, token))
        .filter(|_| kind == Kind::Verb)
        .map(|c| speaker::at_head(tree, resolved, c));
    // A clitic that names the speaker belongs to the cue's word.
    let joined = resolved
        .parsed
        .tokens
        .get(last as usize + 1)
        .filter(|t| t.joined);
    let span = tree.token(token).span.cover(tree.token(last).span);
    let span = joined.map_or(span, |t| span.cover(t.span));
    Cue {
        token,
        last,
        span,
        sentence,
        paragraph,
        kind,
        speaker,
        addressee,
    }
}

fn kind(
    pack: &Pack,
    tree: &Tree<'_>,
    at: TokenId,
    (start, end): (TokenId, TokenId),
) -> Option<(Kind, TokenId)> {
    let rules = &pack.quotes;
    let (lemma, token) = (tree.lemma(at), tree.token(at));
    if let Some(last) = phrase(tree, &rules.sources, at, end) {
        return Some((Kind::Source, last));
    }
    if let Some(kind) = opening(pack, tree, at, (start, end)) {
        return Some((kind, at));
    }
    if token.upos == Upos::Punct && tree.parsed.form(at) == ":" && at > start {
        return Some((Kind::Colon, at));
    }
    if (rules.after.has(lemma) || rules.after.has(tree.parsed.form(at)))
        && !tree.participle(at)
        && after_speech(tree, at, start)
        && !introduces(tree, at)
    {
        return Some((Kind::After, at));
    }
    if closes(pack, tree, at, (start, end)) {
        return Some((Kind::After, at));
    }
    if noun(pack, tree, at, end) {
        return Some((Kind::Before, at));
    }
    if token.upos == Upos::Verb
        && (!tree.passive(at) || leads(tree, at, end) || insists(pack, tree, at, end))
    {
        // "the ruling party": what only says which one is meant reports nothing.
        if token.rel.is(Rel::Amod) {
            return None;
        }
        if tree.participle(at) && rules.verbs.has(lemma) {
            return Some((Kind::Before, at));
        }
        if let Some(last) = tree.phrase_of(&rules.verbs, at, end) {
            return Some((Kind::Verb, last));
        }
        if rules.labelling.has(lemma) && label(pack, tree, at, end) {
            return Some((Kind::Label, at));
        }
        if rules.verbs.has(lemma) {
            return Some((Kind::Verb, at));
        }
        if let Some(last) = asks(pack, tree, at, end) {
            return Some((Kind::Verb, last));
        }
        if rules.quoted_only.has(lemma) {
            let kind = if states(pack, tree, at, end) {
                Kind::Verb
            } else {
                Kind::QuotedOnly
            };
            return Some((kind, at));
        }
    }
    None
}

/// The last token of a one- or more-word member of the set that begins here.
fn phrase(tree: &Tree<'_>, set: &Lemmas, at: TokenId, end: TokenId) -> Option<TokenId> {
    tree.phrase_of(set, at, end).or_else(|| {
        let word = |w: &str| tree.phrase([w], at, end).is_some();
        set.words().iter().any(|w| word(w)).then_some(at)
    })
}

/// The party whose name, perhaps with a title before it, is all that a sentence has before a colon.
fn named_before(
    tree: &Tree<'_>,
    resolved: &Resolved,
    (start, colon): (TokenId, TokenId),
) -> Option<Speaker> {
    let end = tree.token(colon - 1).span.end();
    let before = resolved.mentions.partition_point(|m| m.span.end() <= end);
    let mention = resolved.mentions[..before]
        .iter()
        .rev()
        .find(|m| m.span.end() == end)?;
    let party = resolved.entities.get(mention.entity as usize)?;
    let first = tree.parsed.token_at(mention.span.start());
    let title = |t: TokenId| matches!(tree.token(t).upos, Upos::Noun | Upos::Propn | Upos::Adj);
    let named = mention.kind == MentionKind::Name && party.kind == EntityKind::Person;
    let from = (start..first).rev().find(|t| !title(*t));
    let sign = |t: TokenId| tree.parsed.form(t) == ",";
    let alone = first >= start && from.is_none_or(sign);
    (alone && (party.is_known() || named)).then(|| speaker::at_head(tree, resolved, mention.head))
}

/// The source after its preposition.
fn source(tree: &Tree<'_>, resolved: &Resolved, last: TokenId) -> Option<Speaker> {
    let end = resolved.parsed.sentences[resolved.parsed.sentence_of(last)?]
        .tokens
        .end;
    if let Some(named) = speaker::named_in(tree, resolved, (last + 1, end)) {
        return Some(named);
    }
    // Of "according to", the second word hangs on the first.
    let over = |t: TokenId| tree.head(t).filter(|_| tree.token(t).rel.is(Rel::Case));
    let phrasal = tree.head(last).filter(|h| *h < last).and_then(over);
    let close = |t: &TokenId| *t < end.min(last + 10);
    let head = over(last).or(phrasal).filter(|h| *h > last && close(h));
    let head = head.or_else(|| {
        (last + 1..end.min(last + 10))
            .take_while(|t| tree.token(*t).upos != Upos::Punct)
            .find(|t| resolved.mention_at(*t).is_some())
    });
    head.map_or_else(
        || speaker::following(tree, resolved, last, end),
        |head| Some(speaker::behind(tree, resolved, head, last + 1)),
    )
}
