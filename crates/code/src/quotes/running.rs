//! Who a pronoun that speaks is: whoever spoke last, or is told of since.

use risalah_doc::{
    EntityId, EntityKind, Mention, MentionKind, Quote, QuoteKind, Rel, Resolved, Span, Upos,
};

use crate::quotes::cue::Cue;
use crate::quotes::shape::Kind;
use crate::quotes::speaker::person;

/// How many bytes a pronoun looks back for the one who spoke last.
const RUNNING: usize = 1500;

/// "she said", "katanya": a pronoun stands for whoever spoke last, if anybody has.
///
/// Quotations are in the order of the text; each speaker by name is the next one's running speaker.
pub(crate) fn run_on(resolved: &Resolved, cues: &[Cue], quotes: &mut [Quote]) {
    let mut running: Option<(EntityId, usize)> = None;
    let named = by_name(resolved);
    let mut next = 0;
    for quote in quotes {
        let at = quote.content.first().map_or(0, |s| s.start());
        // Whoever only confirmed a thing has spoken as well.
        while let Some(cue) = cues.get(next).filter(|c| c.span.end() <= at) {
            next += 1;
            let end = cue.span.end();
            let told = speaks(resolved, cue).map(|entity| (entity, end));
            // "he confirmed the raid" goes on with him.
            let words = cue.speaker.and_then(|s| s.span);
            let same = words.is_some_and(|s| pronoun(resolved, s));
            let meant = || {
                let (entity, last) = running?;
                Some((
                    told_of(resolved, last, cue.span.start()).unwrap_or(entity),
                    end,
                ))
            };
            let told = told.or_else(|| same.then(meant)?);
            running = match (told, running) {
                (Some(told), Some(last)) if told.1 < last.1 => Some(last),
                (told, last) => told.or(last),
            };
        }
        let Some(speaker) = &mut quote.speaker else {
            continue;
        };
        let pronoun = speaker.span.is_some_and(|span| pronoun(resolved, span));
        if pronoun {
            let running = running.filter(|(_, last)| at.saturating_sub(*last) < RUNNING);
            let from = running.map_or(0, |(_, last)| last);
            speaker.entity = told_of(resolved, from, at)
                .or(running.map(|(entity, _)| entity))
                .or_else(|| named_before(resolved, at).next().map(|m| m.entity))
                .or(speaker.entity);
        }
        // Whoever is only reported must be known by name to speak on.
        let direct = quote.kind == QuoteKind::Direct;
        let shown = speaker
            .span
            .is_some_and(|span| ends_in_name(resolved, span));
        let human = |entity: &EntityId| {
            let known = resolved.entities.get(*entity as usize);
            // A place that speaks is a person whose office ends in a place's name.
            known.is_some_and(|e| matches!(e.kind, EntityKind::Person | EntityKind::Place))
                && (direct || shown || named.get(*entity as usize) == Some(&true))
        };
        if let Some(entity) = speaker.entity.filter(human) {
            running = Some((entity, quote.content.last().map_or(at, |s| s.end())));
        }
    }
}

/// The person whom the words of a verb's speaker name.
fn speaks(resolved: &Resolved, cue: &Cue) -> Option<EntityId> {
    let speaker = cue.speaker.filter(|_| cue.kind == Kind::Verb)?;
    let named = speaker.span.filter(|s| ends_in_name(resolved, *s));
    let person = |e: &EntityId| {
        let known = resolved.entities.get(*e as usize);
        known.is_some_and(|e| e.kind == EntityKind::Person)
    };
    speaker.entity.filter(|e| named.is_some() && person(e))
}

/// For each entity whether the article names it.
fn by_name(resolved: &Resolved) -> Vec<bool> {
    let mut named = vec![false; resolved.entities.len()];
    for mention in resolved
        .mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
    {
        if let Some(named) = named.get_mut(mention.entity as usize) {
            *named = true;
        }
    }
    named
}

/// The person named last between these bytes as somebody who does something.
fn told_of(resolved: &Resolved, from: usize, to: usize) -> Option<EntityId> {
    let subject = |m: &&Mention| {
        let token = &resolved.parsed.tokens[m.head as usize];
        // A name after its title hangs on it.
        let over = &resolved.parsed.tokens[token.head as usize];
        let titled = token.rel.is(Rel::Flat) || token.rel.is(Rel::Appos);
        let rel = if titled { over.rel } else { token.rel };
        rel.is(Rel::Nsubj)
    };
    let mut named = named_before(resolved, to).take_while(|m| m.span.start() >= from);
    named.find(subject).map(|m| m.entity)
}

/// Persons named not far before this byte, the last one first.
fn named_before(resolved: &Resolved, at: usize) -> impl Iterator<Item = &Mention> {
    let before = resolved.mentions.partition_point(|m| m.span.end() <= at);
    resolved.mentions[..before]
        .iter()
        .rev()
        .take_while(move |m| at - m.span.end() < RUNNING)
        .filter(|m| m.kind == MentionKind::Name && person(resolved, m))
}

/// Whether the words end in a name: "Ketua Badan Pengawas Pemilu Nurhadi".
fn ends_in_name(resolved: &Resolved, span: Span) -> bool {
    let last = resolved.parsed.tokens_in(span).last();
    last.is_some_and(|t| resolved.parsed.tokens[t as usize].upos == Upos::Propn)
}

/// Whether the words are a pronoun, resolved or not.
fn pronoun(resolved: &Resolved, span: Span) -> bool {
    let mut tokens = resolved.parsed.tokens_in(span);
    tokens.all(|t| resolved.parsed.tokens[t as usize].upos == Upos::Pron)
}
