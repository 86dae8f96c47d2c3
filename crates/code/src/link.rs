//! How events hang together: the same occasion told again, an answer, retaliation, a cause.

mod answers;

use std::ops::Range;

use risalah_doc::{Code, Entity, Event, Link, LinkKind, Rel, Role, Span, TokenId};
use risalah_pack::grammar::LinkCue;

use self::answers::{answer, turned};
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
    /// Whether two sides share a party, or stand for the same country and sectors: NATO is asked,
    /// and its allies refuse.
    fn alike(self, a: &[Role], b: &[Role]) -> bool {
        self.meet(a, b, |x, y| !x.is_empty() && x == y)
    }

    /// Whether two sides share a party, or the state of one: those who strike back strike at whoever is
    /// of the other side.
    fn of_one_state(self, a: &[Role], b: &[Role]) -> bool {
        self.meet(a, b, |x, y| {
            x.country().is_some() && x.country() == y.country()
        })
    }

    /// Whether two sides share a party, or have codes of which this holds.
    fn meet(self, a: &[Role], b: &[Role], same: impl Fn(Code, Code) -> bool) -> bool {
        let code = |role: &Role| self.entities.get(role.entity as usize).map(|e| e.code);
        let has = |x: Code| b.iter().filter_map(code).any(|y| same(x, y));
        agree(a, b) || a.iter().filter_map(code).any(has)
    }

    /// The places of a sentence's events.
    fn of_sentence(self, sentence: u32) -> Range<usize> {
        let first = self.events.partition_point(|e| e.sentence < sentence);
        first..self.events.partition_point(|e| e.sentence <= sentence)
    }

    /// Whether who acts in the later event may be whom the other was done to, by another party; and
    /// something must tell so.
    fn turns(self, e: &Event, later: &Event) -> bool {
        let back = self.alike(&e.actors, &later.recipients);
        let asked = self.alike(&e.recipients, &later.actors);
        let open = |roles: &[Role]| roles.is_empty();
        !agree(&e.actors, &later.actors)
            && (asked || open(&e.recipients) && back)
            && (back || open(&e.actors) || open(&later.recipients))
    }
}

/// All links, sorted by the later event.
pub(crate) fn all(story: Story<'_>) -> Vec<Link> {
    let mut links = same(story);
    for of_sentence in story.events.chunk_by(|a, b| a.sentence == b.sentence) {
        cued(story, of_sentence[0].sentence, &mut links);
    }
    turned(story, &mut links);
    links.sort_by_key(|l| (l.from, l.to, l.kind));
    links.dedup_by_key(|l| (l.from, l.to));
    links
}

/// The same type with the same parties in an earlier sentence is the same occasion.
fn same(story: Story<'_>) -> Vec<Link> {
    let events = story.events;
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
    let tree = story.tree;
    let mut shown: Vec<Shown<'_>> = tree
        .grammar
        .links
        .iter()
        .flat_map(|cue| {
            let shown = move |(first, last): (TokenId, TokenId)| Shown {
                cue,
                kind: LinkKind::parse(&cue.kind).unwrap_or(LinkKind::Causes),
                sentence,
                first,
                span: tree.token(first).span.cover(tree.token(last).span),
            };
            places(tree, sentence, cue).map(shown)
        })
        .collect();
    // What tells which came first goes before what leaves it to the order of the text.
    shown.sort_by_key(|s| !s.cue.before_earlier);
    // A word for retaliation colours what another word joins.
    let marked = shown
        .iter()
        .find(|s| s.kind == LinkKind::Retaliates && !s.cue.before_earlier)
        .map(|s| s.span);
    for mut shown in shown {
        match shown.kind {
            _ if shown.cue.before_later => prompted(story, &shown, marked, links),
            kind if shown.cue.before_earlier => {
                let back =
                    marked.is_some() || kind == LinkKind::Retaliates || recalls(tree, shown.first);
                let Some((later, earlier)) = around(story, &shown, back) else {
                    continue;
                };
                if let Some(span) = marked {
                    (shown.kind, shown.span) = (LinkKind::Retaliates, span);
                }
                for from in later {
                    push(story, &shown, from, earlier, links);
                }
            }
            LinkKind::Answers => answer(story, &shown, links),
            LinkKind::Retaliates | LinkKind::Continues => told(story, &shown, links),
            _ => {}
        }
    }
}

/// Words that show a link, where they stand in the text.
#[derive(Clone, Copy)]
struct Shown<'a> {
    cue: &'a LinkCue,
    kind: LinkKind,
    sentence: u32,
    /// The first token of the words.
    first: TokenId,
    span: Span,
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

/// "Jailed the mayor, prompting protests": the nearest event before the words led to the first behind
/// them.
fn prompted(story: Story<'_>, shown: &Shown<'_>, marked: Option<Span>, links: &mut Vec<Link>) {
    let events = story.events;
    let mut here = story.of_sentence(shown.sentence);
    let earlier = here
        .clone()
        .rfind(|e| events[*e].trigger.end() <= shown.span.start());
    let later = here.find(|e| events[*e].trigger.start() >= shown.span.end());
    let (kind, span) = marked.map_or((shown.kind, shown.span), |span| {
        (LinkKind::Retaliates, span)
    });
    if let (Some(from), Some(to)) = (later, earlier) {
        push(
            story,
            &Shown {
                kind,
                span,
                ..*shown
            },
            from,
            to,
            links,
        );
    }
}

/// "The move came after Turkey arrested an officer": whether who did what the words join to was told
/// in the sentence before, and here only a noun recalls it.
fn recalls(tree: &Tree<'_>, word: TokenId) -> bool {
    let rules = &tree.grammar.recalled;
    let earlier = tree.head(word);
    let verb = earlier.and_then(|e| tree.head(e));
    let Some(subject) = verb
        .and_then(|v| tree.surface_subject(v))
        .filter(|s| *s < word)
    else {
        return false;
    };
    let undergone = &tree.grammar.undergone;
    let lists = [&rules.nouns, &undergone.acts, &undergone.aimed];
    let act = lists.iter().any(|nouns| tree.is_one_of(subject, nouns));
    let known = |c: TokenId| tree.is_one_of(c, &rules.known);
    act && tree.children(subject).iter().any(|c| known(*c))
}

/// The event told after the words, and those told before them: in this sentence ("B after A",
/// "After A, B"), or else, where `back` says so, in the one before.
fn around(story: Story<'_>, shown: &Shown<'_>, back: bool) -> Option<(Vec<usize>, usize)> {
    let Story { tree, events, .. } = story;
    let (sentence, cue) = (shown.sentence, shown.span);
    let range = story.of_sentence(sentence);
    let here = || range.clone();
    let earlier = here().find(|e| events[*e].trigger.start() >= cue.end())?;
    // "over its strikes": the words govern the earlier event, and no number or other phrase.
    let governed = || {
        let word = tree.head(shown.first)?;
        tree.dominates(word, events[earlier].anchor).then_some(word)
    };
    if shown.cue.governs && governed().is_none() {
        return None;
    }
    let mut later: Vec<usize> = here()
        .filter(|e| events[*e].trigger.end() <= cue.start())
        .collect();
    if shown.cue.governs {
        let word = governed()?;
        later.retain(|e| tree.dominates(events[*e].anchor, word));
    }
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
        later = story.of_sentence(sentence - 1).collect();
    }
    (!later.is_empty()).then_some((later, earlier))
}

/// "retaliated by firing rockets", "continued its strikes": the words stand with the later event,
/// and an earlier one of the same parties is what it goes back to.
fn told(story: Story<'_>, shown: &Shown<'_>, links: &mut Vec<Link>) {
    let Story { tree, events, .. } = story;
    let (cue, word) = (shown.cue, shown.first);
    let under = |low: TokenId, high: TokenId| {
        let joined = |t: TokenId| tree.token(t).rel == Rel::Conj;
        let up = tree.head(low).filter(|_| !joined(low));
        // "in retaliation": the phrase hangs on the deed.
        let over = up.filter(|u| tree.case(*u) == Some(low) && !joined(*u));
        up == Some(high) || over.and_then(|u| tree.head(u)) == Some(high)
    };
    let with = |e: &Event| e.anchor == word || under(word, e.anchor) || under(e.anchor, word);
    let Some(from) = events
        .iter()
        .position(|e| e.sentence == shown.sentence && allowed(&cue.from, e) && with(e))
    else {
        return;
    };
    let later = &events[from];
    let goes_back = |e: &Event| match shown.kind {
        LinkKind::Retaliates => {
            story.of_one_state(&e.recipients, &later.actors)
                && (later.recipients.is_empty()
                    || e.actors.is_empty()
                    || story.of_one_state(&e.actors, &later.recipients))
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
    let turned = |to: usize| {
        let mut last = links.iter().rev().take(WINDOW);
        last.any(|l| (l.from as usize, l.to as usize) == (window + to, from))
    };
    if let Some(to) = to.filter(|to| !turned(*to)) {
        push(story, shown, from, window + to, links);
    }
}

fn allowed(kinds: &[String], event: &Event) -> bool {
    kinds.is_empty() || lists(kinds, event)
}

/// Whether the event's type is one of these.
pub(crate) fn lists(kinds: &[String], event: &Event) -> bool {
    kinds.iter().any(|k| *k == *event.kind)
}

fn push(story: Story<'_>, shown: &Shown<'_>, from: usize, to: usize, links: &mut Vec<Link>) {
    let (cue, events) = (shown.cue, story.events);
    if from != to && allowed(&cue.from, &events[from]) && allowed(&cue.to, &events[to]) {
        links.push(Link {
            kind: shown.kind,
            from: from as u32,
            to: to as u32,
            span: Some(shown.span),
        });
    }
}
