//! Whom an answer is to that hangs on the word for what it answers: "accused Minsk of spying, a claim
//! that it denied".

use risalah_doc::{Event, LinkKind, Rel, Status};
use risalah_pack::grammar::LinkCue;

use crate::link::lists;
use crate::parties::agree;
use crate::tree::Tree;

/// Gives such answers their parties: who answers was asked or blamed, and answers whoever did so.
pub(crate) fn complete(tree: &Tree<'_>, events: &mut [Event]) {
    for at in 0..events.len() {
        let Some(earlier) = answered(tree, events, at) else {
            continue;
        };
        let (asking, asked) = (earlier.actors.clone(), earlier.recipients.clone());
        let answer = &mut events[at];
        // A pronoun may be taken for whoever asks; nobody answers himself.
        if !asked.is_empty() && agree(&answer.actors, &asking) {
            answer.actors = asked;
        }
        if answer.recipients.is_empty() && !agree(&answer.actors, &asking) {
            answer.recipients = asking;
        }
        // Whoever asks does not say the answer, too, though the parser has it in what he said.
        if answer.status == Status::Said {
            (answer.status, answer.reported_by) = (Status::Actual, None);
        }
    }
}

/// The event of the same sentence that the answer's noun stands for.
fn answered<'e>(tree: &Tree<'_>, events: &'e [Event], at: usize) -> Option<&'e Event> {
    let answer = &events[at];
    let noun = tree
        .head(answer.anchor)
        .filter(|_| tree.token(answer.anchor).rel == Rel::AclRelcl)?;
    let fits = |cue: &&LinkCue| {
        LinkKind::parse(&cue.kind) == Some(LinkKind::Answers)
            && lists(&cue.from, answer)
            && tree.is_one_of(noun, &cue.words)
    };
    let cue = tree.grammar.links.iter().find(fits)?;
    let before = events[..at].iter().rev();
    let mut here = before.take_while(|e| e.sentence == answer.sentence);
    here.find(|e| lists(&cue.to, e) && e.anchor != noun && tree.dominates(e.anchor, noun))
}
