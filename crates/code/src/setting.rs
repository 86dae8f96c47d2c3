//! Where and when an event took place, in the words of its sentence.

use risalah_doc::{
    Event, EventTime, Place, Quote, Rel, Resolution, Resolved, Span, Status, Time, TimeFrom,
    TimeKind, TokenId, Upos,
};
use risalah_pack::Pack;

use crate::carried;
use crate::tree::Tree;

/// How much farther than what the trigger holds that is which stands beside it.
const BESIDE: usize = 4;

/// How many nouns of nouns may stand between an event and what tells where.
const NOUNS: usize = 2;

/// How many nouns up from a place's name the preposition is looked for: "di depan kantor gubernur Riau".
const DEPTH: usize = 5;

/// Puts each event where and when its sentence says, if it does, and names the newspaper that its
/// sentence is taken from.
pub(crate) fn place_and_date(
    pack: &Pack,
    tree: &Tree<'_>,
    resolved: &Resolved,
    quotes: &[Quote],
    events: &mut [Event],
) {
    for events in events.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let sentence = events.first().map(|e| e.sentence);
        let carried = sentence.and_then(|s| carried::by(pack, tree, resolved, s));
        for event in events {
            let quote = told(quotes, event);
            let own = |span: Span| {
                quote.is_none_or(|q| !of_saying(q, span))
                    && !carried.is_some_and(|c| c.dates(tree, span))
            };
            event.place = place(tree, resolved, event, own);
            event.time = time(tree, resolved, event, own);
            if let Some(carried) = carried {
                event.actors.retain(|r| !carried.names(r));
                event.reported_by = event.reported_by.or(Some(carried.reported()));
            }
        }
    }
}

/// The quotation that tells of the event and is not itself the event, as praise is.
fn told<'q>(quotes: &'q [Quote], event: &Event) -> Option<&'q Quote> {
    let reported = event
        .reported_by
        .filter(|_| event.status != Status::Actual)?;
    quotes.get(reported.quote? as usize)
}

/// Whether words tell where or when it was said and not where or when it took place: they stand
/// beside what was said, on the side of the cue.
fn of_saying(quote: &Quote, span: Span) -> bool {
    let parts = || quote.content.iter();
    let inside = parts().any(|p| p.overlaps(span));
    let behind = parts().all(|p| p.end() <= span.start());
    let cue_before = |cue: Span| parts().all(|p| cue.end() <= p.start());
    !(inside || behind && quote.cue.is_some_and(cue_before))
}

/// The place under a preposition of place, or hit or visited, that hangs nearest to the trigger.
fn place(
    tree: &Tree<'_>,
    resolved: &Resolved,
    event: &Event,
    own: impl Fn(Span) -> bool,
) -> Option<u32> {
    let sentence = &resolved.parsed.sentences[event.sentence as usize];
    let from = resolved
        .places
        .partition_point(|p| p.span.start() < sentence.span.start());
    let parties = || event.actors.iter().chain(&event.recipients);
    let party = |span: Span| parties().any(|r| r.span.overlaps(span));
    let anchors = Anchors::of(tree, event.anchor);
    let named = |noun: TokenId| resolved.mention_at(noun).is_some();
    let steps = |p: &Place| match stands(tree, event, &anchors, p, named)? {
        Stands::In(noun) => {
            let near = !party(p.span) && anchors.holds(tree, noun);
            near.then(|| anchors.distance(tree, p.head))?
        }
        Stands::Under => (p.resolution != Some(Resolution::Country)).then_some(1),
    };
    resolved.places[from..]
        .iter()
        .enumerate()
        .take_while(|(_, p)| p.span.start() < sentence.span.end())
        .filter(|(_, p)| !p.metonymic && own(p.span))
        .filter_map(|(at, p)| Some((steps(p)?, at)))
        .min()
        .map(|(_, at)| (from + at) as u32)
}

/// The words of an event below which its place is looked for.
struct Anchors {
    /// The trigger.
    own: TokenId,
    /// The verb whose subject the trigger is: "the attack | took place in Gaza".
    verb: Option<TokenId>,
    /// What the deed is done to.
    object: Option<TokenId>,
    /// The place where somebody is for it: "is | in Tehran for talks".
    stay: Option<TokenId>,
}

impl Anchors {
    fn of(tree: &Tree<'_>, own: TokenId) -> Self {
        let token = tree.token(own);
        let noun = token.upos != Upos::Verb && token.rel.is(Rel::Nsubj);
        let verb = tree
            .head(own)
            .filter(|h| noun && tree.token(*h).upos == Upos::Verb);
        let object = tree.object(verb.unwrap_or(own)).filter(|o| *o != own);
        let stay = tree.visitor(own).and_then(|_| tree.head(own));
        Self {
            own,
            verb,
            object,
            stay,
        }
    }

    /// Whether a word hangs below the trigger, or beside it, by few nouns of nouns: what is planned on
    /// the coast is not discussed there.
    fn holds(&self, tree: &Tree<'_>, word: TokenId) -> bool {
        let mut at = word;
        let mut nouns = 0;
        while at != self.own && nouns <= NOUNS {
            nouns += usize::from(tree.token(at).rel.is(Rel::Nmod));
            match tree.head(at) {
                Some(head) => at = head,
                None => return true,
            }
        }
        nouns <= NOUNS
    }

    /// Steps down to a word; the verb's are farther than the trigger's own.
    fn distance(&self, tree: &Tree<'_>, word: TokenId) -> Option<usize> {
        distance(tree, self.own, word)
            .or_else(|| distance(tree, self.verb?, word).map(|steps| steps + BESIDE))
            .or_else(|| (self.stay == Some(word)).then_some(BESIDE))
    }
}

/// How a place stands to an event.
enum Stands {
    /// Under a preposition of place, by the noun that it stands before.
    In(TokenId),
    /// As what a deed is done to: the town that is shelled or visited.
    Under,
}

/// How the place, or the noun it names, stands to the event, if it tells where it took place.
fn stands(
    tree: &Tree<'_>,
    event: &Event,
    anchors: &Anchors,
    place: &Place,
    named: impl Fn(TokenId) -> bool,
) -> Option<Stands> {
    let mut at = place.head;
    for _ in 0..DEPTH {
        if tree.under(at, &tree.grammar.places) {
            return Some(Stands::In(at));
        }
        // Quad classes 2 and 4 are deeds; who visits a town meets nobody in words.
        let deed = matches!(event.quad, 2 | 4) || event.quad == 1 && event.recipients.is_empty();
        if deed && anchors.object == Some(at) {
            // The staff of a town's office is no town.
            return (at == place.head || !named(at)).then_some(Stands::Under);
        }
        let token = tree.token(at);
        if !(token.rel.is(Rel::Nmod) || token.rel.is(Rel::Appos) || token.rel.is(Rel::Flat)) {
            return None;
        }
        at = tree.head(at)?;
    }
    None
}

/// Steps from the trigger down to a word; a word that the trigger does not hold is not the event's.
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
fn time(
    tree: &Tree<'_>,
    resolved: &Resolved,
    event: &Event,
    own: impl Fn(Span) -> bool,
) -> Option<EventTime> {
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
        let day = matches!(time.kind, TimeKind::Date | TimeKind::Time) && time.interval.is_some();
        if !day || !own(time.span) {
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
            .or_else(|| distance(tree, tree.head(event.anchor)?, head).map(|s| s + BESIDE));
        let steps = steps.map(|s| s + usize::from(time.borrowed) * BESIDE);
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

/// Whether a time tells which one of a kind is meant and not when the event was: "condemned Friday's
/// test", or a lone year as in "the 2025 Energy Award", "the Act of 2009", "korupsi haji 2024", but
/// not "the 2008 attacks" that the event is about.
fn names(tree: &Tree<'_>, time: &Time, head: TokenId, event: &Event) -> bool {
    let other = |h: &TokenId| {
        let noun = matches!(tree.token(*h).upos, Upos::Noun | Upos::Propn);
        noun && *h != event.anchor && !event.trigger.contains(tree.token(*h).span)
    };
    let noun = tree.head(head).filter(other);
    if tree.token(head).rel == Rel::NmodPoss {
        return noun.is_some();
    }
    let text = time.span.of(&tree.parsed.article.text);
    let told = || {
        let mut cases = tree.with_rel(head, Rel::Case);
        cases.any(|case| !tree.is_one_of(case, &tree.grammar.owners))
    };
    text.bytes().all(|b| b.is_ascii_digit()) && noun.is_some() && !told()
}
