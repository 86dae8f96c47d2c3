//! Where and when an event took place, in the words of its sentence.

use risalah_doc::{
    Event, EventTime, Place, Rel, Resolved, Time, TimeFrom, TimeKind, TokenId, Upos,
};

use crate::tree::Tree;

/// Puts each event where and when its sentence says, if it does.
pub(crate) fn place_and_date(tree: &Tree<'_>, resolved: &Resolved, events: &mut [Event]) {
    for event in events {
        event.place = place(tree, resolved, event);
        event.time = time(tree, resolved, event);
    }
}

/// The place under a preposition of place that hangs nearest to the trigger.
fn place(tree: &Tree<'_>, resolved: &Resolved, event: &Event) -> Option<u32> {
    let sentence = &resolved.parsed.sentences[event.sentence as usize];
    let from = resolved
        .places
        .partition_point(|p| p.span.start() < sentence.span.start());
    let parties = || event.actors.iter().chain(&event.recipients);
    resolved.places[from..]
        .iter()
        .enumerate()
        .take_while(|(_, p)| p.span.start() < sentence.span.end())
        .filter(|(_, p)| !p.metonymic && !parties().any(|r| r.span.overlaps(p.span)))
        .filter(|(_, p)| located(tree, p))
        .filter_map(|(at, p)| Some((distance(tree, event.anchor, p.head)?, at)))
        .min()
        .map(|(_, at)| (from + at) as u32)
}

/// Whether the place, or the noun it names, stands under a preposition of place.
fn located(tree: &Tree<'_>, place: &Place) -> bool {
    let mut at = place.head;
    for _ in 0..3 {
        if tree.under(at, &tree.grammar.places) {
            return true;
        }
        match tree.head(at) {
            Some(head)
                if tree.token(at).rel.is(Rel::Nmod)
                    || tree.token(at).rel.is(Rel::Appos)
                    || tree.token(at).rel.is(Rel::Flat) =>
            {
                at = head
            }
            _ => return false,
        }
    }
    false
}

/// Steps from the trigger down to a word; a word that the trigger does not hold, but that stands
/// beside it under the same verb, is farther; anything else is not the event's.
fn distance(tree: &Tree<'_>, anchor: TokenId, word: TokenId) -> Option<usize> {
    let mut at = word;
    for steps in 0..12 {
        if at == anchor {
            return Some(steps);
        }
        at = tree.head(at)?;
    }
    None
}

/// The time that hangs on the trigger or its clause; else the sentence's only one.
fn time(tree: &Tree<'_>, resolved: &Resolved, event: &Event) -> Option<EventTime> {
    let sentence = &resolved.parsed.sentences[event.sentence as usize];
    let from = resolved
        .times
        .partition_point(|t| t.span.start() < sentence.span.start());
    let mut best: Option<(usize, &Time)> = None;
    let mut count = 0;
    for time in resolved.times[from..]
        .iter()
        .take_while(|t| t.span.start() < sentence.span.end())
    {
        if !matches!(time.kind, TimeKind::Date | TimeKind::Time) || time.interval.is_none() {
            continue;
        }
        let head = resolved.parsed.tokens_in(time.span).find(|t| {
            tree.head(*t)
                .is_none_or(|h| !time.span.contains(tree.token(h).span))
        })?;
        if names(tree, time, head, event) {
            continue;
        }
        count += 1;
        let steps = distance(tree, event.anchor, head)
            .or_else(|| distance(tree, tree.head(event.anchor)?, head).map(|s| s + 4));
        if let Some(steps) = steps
            && best.is_none_or(|(least, _)| steps < least)
        {
            best = Some((steps, time));
        }
        if best.is_none() && count == 1 {
            best = Some((usize::MAX, time));
        }
    }
    let (steps, time) = best?;
    if steps == usize::MAX && count > 1 {
        return None;
    }
    Some(EventTime {
        interval: time.interval?,
        from: TimeFrom::Text,
        span: Some(time.span),
    })
}

/// Whether a lone year tells which one of a kind is meant and not when: "the 2025 Energy Award",
/// "the Act of 2009", "korupsi haji 2024", but not "the 2008 attacks" that the event is about.
fn names(tree: &Tree<'_>, time: &Time, head: TokenId, event: &Event) -> bool {
    let text = time.span.of(&tree.parsed.article.text);
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let told = tree
        .with_rel(head, Rel::Case)
        .any(|case| !tree.is_one_of(case, &tree.grammar.owners));
    let noun = tree.head(head).filter(|h| {
        let upos = tree.token(*h).upos;
        matches!(upos, Upos::Noun | Upos::Propn) && *h != event.anchor
    });
    !told && noun.is_some_and(|h| !event.trigger.contains(tree.token(h).span))
}
