//! Who refuses, accepts or gives way to what was asked, offered, blamed or threatened before.

use risalah_doc::{Event, Link, LinkKind, Rel};

use super::{NEAR, Shown, Story, WINDOW, allowed, push};
use crate::parties::{agree, fits};

/// Answers without a word for what they answer: the one asked, blamed or threatened refuses or
/// gives way a few sentences later.
pub(super) fn turned(story: Story<'_>, links: &mut Vec<Link>) {
    let Story { tree, events, .. } = story;
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

/// "rejected the demand", "convicted in a suit brought by shareholders": the later event's phrase
/// names what it answers. That is an event of these very words, or one told before; and as news
/// tell the latest first, also one told right after. Who
/// makes an offer answers another's at most.
pub(super) fn answer(story: Story<'_>, shown: &Shown<'_>, links: &mut Vec<Link>) {
    let Story { tree, events, .. } = story;
    let (cue, word) = (shown.cue, shown.first);
    // "a claim that Kyiv denied": the words stand before the answer, which tells of them.
    let told =
        |e: &Event| tree.token(e.anchor).rel == Rel::AclRelcl && tree.head(e.anchor) == Some(word);
    let answers = events.iter().enumerate().filter(|(_, e)| {
        let holds = e.anchor != word && tree.dominates(e.anchor, word);
        e.sentence == shown.sentence && allowed(&cue.from, e) && (holds || told(e))
    });
    for (from, later) in answers {
        // What offers or asks anew can itself only answer what was told before.
        let own = allowed(&cue.to, later) && later.trigger.contains(shown.span);
        let window = from.saturating_sub(WINDOW);
        let end = events.partition_point(|e| e.sentence <= later.sentence + NEAR);
        let here = story.of_sentence(shown.sentence);
        let worded = |e: &usize| {
            let (of, event) = (events[*e].anchor, &events[*e]);
            let touches = of == word || tree.head(of) == Some(word) && of > word;
            !own && *e != from && allowed(&cue.to, event) && touches
        };
        let before = || {
            let to = events[window..from]
                .iter()
                .rposition(|e| allowed(&cue.to, e) && story.turns(e, later))?;
            Some(window + to)
        };
        let after = || {
            let to = events[from + 1..end].iter().position(|e| {
                allowed(&cue.to, e)
                    && story.turns(e, later)
                    && !later.recipients.is_empty()
                    && story.alike(&e.actors, &later.recipients)
            })?;
            Some(from + 1 + to)
        };
        if let Some(to) = here
            .clone()
            .find(worded)
            .or_else(before)
            .or_else(|| after().filter(|_| !own))
        {
            let span = later.trigger.cover(shown.span);
            push(story, &Shown { span, ..*shown }, from, to, links);
        }
    }
}
