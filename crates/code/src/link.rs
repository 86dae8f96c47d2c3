//! How events hang together: the same occasion told again, an answer, retaliation, a cause.

use risalah_doc::{Entity, Event, Link, LinkKind, Rel, Role, Span, TokenId};
use risalah_pack::grammar::LinkCue;

use crate::parties::{agree, fits};
use crate::tree::Tree;

/// Events farther back than this are not looked at, so that long lists stay linear.
const WINDOW: usize = 64;

/// How many sentences later something may be answered without a word for it.
const NEAR: u32 = 3;

/// What links are read from.
#[derive(Clone, Copy)]
pub(crate) struct Story<'a> {
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) entities: &'a [Entity],
    /// In the order of the text.
    pub(crate) events: &'a [Event],
}

impl Story<'_> {
    /// Whether two sides may be the same, or stand for the same country and sectors: NATO is asked,
    /// and its allies refuse.
    fn kin(self, a: &[Role], b: &[Role]) -> bool {
        let code = |role: &Role| self.entities.get(role.entity as usize).map(|e| e.code);
        let known = |role: &Role| code(role).filter(|code| !code.is_empty());
        fits(a, b)
            || a.iter()
                .filter_map(known)
                .any(|x| b.iter().filter_map(known).any(|y| x == y))
    }
}

/// All links, sorted by the later event.
pub(crate) fn all(story: Story<'_>) -> Vec<Link> {
    let Story { tree, events, .. } = story;
    let mut links = same(events);
    for of_sentence in events.chunk_by(|a, b| a.sentence == b.sentence) {
        cued(story, of_sentence[0].sentence, &mut links);
    }
    turned(tree, events, &mut links);
    links.sort_by_key(|l| (l.from, l.to, l.kind));
    links.dedup_by_key(|l| (l.from, l.to));
    links
}

/// The same type with the same parties in an earlier sentence is the same occasion.
fn same(events: &[Event]) -> Vec<Link> {
    let mut links = Vec::new();
    for (from, later) in events.iter().enumerate() {
        let window = from.saturating_sub(WINDOW);
        let first = events[window..from].iter().position(|earlier| {
            earlier.sentence != later.sentence
                && earlier.kind == later.kind
                && (agree(&earlier.actors, &later.actors)
                    && fits(&earlier.recipients, &later.recipients)
                    || fits(&earlier.actors, &later.actors)
                        && agree(&earlier.recipients, &later.recipients))
                && days(earlier, later)
        });
        if let Some(to) = first {
            links.push(Link {
                kind: LinkKind::Same,
                from: from as u32,
                to: (window + to) as u32,
                span: None,
            });
        }
    }
    links
}

/// Two events that each say when must not exclude each other.
fn days(a: &Event, b: &Event) -> bool {
    match (a.time, b.time) {
        (Some(a), Some(b)) => a.interval.0 <= b.interval.1 && b.interval.0 <= a.interval.1,
        _ => true,
    }
}

/// Links that words of one sentence show.
fn cued(story: Story<'_>, sentence: u32, links: &mut Vec<Link>) {
    let Story { tree, events, .. } = story;
    let kind = |cue: &LinkCue| LinkKind::parse(&cue.kind).unwrap_or(LinkKind::Causes);
    let cues: Vec<(&LinkCue, TokenId, TokenId)> = tree
        .grammar
        .links
        .iter()
        .flat_map(|cue| places(tree, sentence, cue).map(move |(a, b)| (cue, a, b)))
        .collect();
    // A word for retaliation colours what another word joins.
    let marked = cues
        .iter()
        .find(|(c, ..)| kind(c) == LinkKind::Retaliates && !c.before_earlier)
        .map(|(_, first, last)| tree.token(*first).span.cover(tree.token(*last).span));
    for (cue, first, last) in cues {
        let span = tree.token(first).span.cover(tree.token(last).span);
        if cue.before_earlier {
            let back = marked.is_some() || kind(cue) == LinkKind::Retaliates;
            let Some((later, earlier)) = around(tree, events, sentence, (first, back)) else {
                continue;
            };
            for from in later {
                let (kind, span) = match marked {
                    Some(span) => (LinkKind::Retaliates, span),
                    None => (kind(cue), span),
                };
                push(events, cue, kind, from, earlier, span, links);
            }
        } else if kind(cue) == LinkKind::Answers {
            answer(story, cue, sentence, (first, span), links);
        } else if matches!(kind(cue), LinkKind::Retaliates | LinkKind::Continues) {
            told(
                tree,
                events,
                (cue, kind(cue)),
                sentence,
                (first, span),
                links,
            );
        }
    }
}

/// Every place in the sentence where the cue's words stand.
fn places<'a>(
    tree: &'a Tree<'_>,
    sentence: u32,
    cue: &'a LinkCue,
) -> impl Iterator<Item = (TokenId, TokenId)> + 'a {
    let range = tree.parsed.sentences[sentence as usize].tokens.clone();
    let end = range.end;
    range.flat_map(move |first| {
        let last = move |words: &String| tree.phrase(words.split(' '), first, end);
        cue.words
            .iter()
            .filter_map(last)
            .map(move |last| (first, last))
    })
}

/// The event told after the words, and those told before them: in this sentence ("B after A",
/// "After A, B"), or else, where `back` says so, in the one before.
fn around(
    tree: &Tree<'_>,
    events: &[Event],
    sentence: u32,
    (word, back): (TokenId, bool),
) -> Option<(Vec<usize>, usize)> {
    let cue = tree.token(word).span;
    let first = events.partition_point(|e| e.sentence < sentence);
    let end = events.partition_point(|e| e.sentence <= sentence);
    let here = || first..end;
    let earlier = here().find(|e| events[*e].trigger.start() >= cue.end())?;
    let mut later: Vec<usize> = here()
        .filter(|e| events[*e].trigger.end() <= cue.start())
        .collect();
    if later.is_empty() {
        let anchor = events[earlier].anchor;
        let apart = |e: &usize| {
            let own = events[*e].anchor;
            let comma = (anchor.min(own)..own).any(|t| tree.parsed.form(t) == ",");
            comma && tree.token(own).rel != Rel::Conj && !tree.dominates(anchor, own)
        };
        later = here().filter(|e| *e > earlier).filter(apart).collect();
    }
    if later.is_empty() && back && sentence > 0 {
        let before = events.partition_point(|e| e.sentence + 1 < sentence);
        later = (before..first).collect();
    }
    (!later.is_empty()).then_some((later, earlier))
}

/// "retaliated by firing rockets", "continued its strikes": the words stand with the later event,
/// and an earlier one of the same parties is what it goes back to.
fn told(
    tree: &Tree<'_>,
    events: &[Event],
    (cue, kind): (&LinkCue, LinkKind),
    sentence: u32,
    (word, span): (TokenId, Span),
    links: &mut Vec<Link>,
) {
    let under = |low: TokenId, high: TokenId| {
        tree.head(low) == Some(high) && tree.token(low).rel != Rel::Conj
    };
    let with = |e: &Event| e.anchor == word || under(word, e.anchor) || under(e.anchor, word);
    let Some(from) = events
        .iter()
        .position(|e| e.sentence == sentence && allowed(&cue.from, e) && with(e))
    else {
        return;
    };
    let later = &events[from];
    let goes_back = |e: &Event| match kind {
        LinkKind::Retaliates => {
            agree(&e.recipients, &later.actors) && fits(&e.actors, &later.recipients)
        }
        _ => {
            e.sentence != later.sentence
                && e.kind == later.kind
                && agree(&e.actors, &later.actors)
                && fits(&e.recipients, &later.recipients)
        }
    };
    let window = from.saturating_sub(WINDOW);
    let to = events[window..from]
        .iter()
        .rposition(|e| allowed(&cue.to, e) && goes_back(e));
    if let Some(to) = to {
        push(events, cue, kind, from, window + to, span, links);
    }
}

/// Answers without a word for what they answer: the one asked, blamed or threatened refuses or
/// gives way a few sentences later.
fn turned(tree: &Tree<'_>, events: &[Event], links: &mut Vec<Link>) {
    for cue in tree.grammar.links.iter().filter(|c| c.words.is_empty()) {
        for (from, later) in events.iter().enumerate() {
            let window = events.partition_point(|e| e.sentence + NEAR < later.sentence);
            let answered = |e: &Event| {
                allowed(&cue.to, e)
                    && agree(&e.recipients, &later.actors)
                    && fits(&e.actors, &later.recipients)
                    && !agree(&e.actors, &later.actors)
            };
            let to = events[window..from].iter().rposition(answered);
            if let Some(to) = to
                && allowed(&cue.from, later)
            {
                links.push(Link {
                    kind: LinkKind::Answers,
                    from: from as u32,
                    to: (window + to) as u32,
                    span: None,
                });
            }
        }
    }
}

/// "rejected the demand": the later event's object names what it answers.
fn answer(
    story: Story<'_>,
    cue: &LinkCue,
    sentence: u32,
    (word, span): (TokenId, Span),
    links: &mut Vec<Link>,
) {
    let Story { tree, events, .. } = story;
    let answers = events.iter().enumerate().filter(|(_, e)| {
        e.sentence == sentence
            && allowed(&cue.from, e)
            && e.anchor != word
            && tree.dominates(e.anchor, word)
    });
    for (from, later) in answers {
        let window = from.saturating_sub(WINDOW);
        let to = events[window..from].iter().rposition(|e| {
            allowed(&cue.to, e)
                && !agree(&e.actors, &later.actors)
                && story.kin(&e.recipients, &later.actors)
        });
        if let Some(to) = to {
            push(
                events,
                cue,
                LinkKind::Answers,
                from,
                window + to,
                later.trigger.cover(span),
                links,
            );
        }
    }
}

fn allowed(kinds: &[String], event: &Event) -> bool {
    kinds.is_empty() || kinds.iter().any(|k| *k == *event.kind)
}

fn push(
    events: &[Event],
    cue: &LinkCue,
    kind: LinkKind,
    from: usize,
    to: usize,
    span: Span,
    links: &mut Vec<Link>,
) {
    if from != to && allowed(&cue.from, &events[from]) && allowed(&cue.to, &events[to]) {
        links.push(Link {
            kind,
            from: from as u32,
            to: to as u32,
            span: Some(span),
        });
    }
}
