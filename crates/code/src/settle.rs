//! Of what competes for the same words, the best is kept; of one act told twice, one event.

use std::ops::Range;

use risalah_doc::{Dropped, EntityKind, Event, Reason, Rel, Resolved, Role, Status, TokenId, Upos};

use crate::parties::fits;
use crate::propose::Candidate;
use crate::tree::Tree;

/// Candidates less sure than this are no events.
const FLOOR: f32 = 0.3;

/// How far it is followed who outranked the winner.
const CHAIN: usize = 16;

/// Events in the order of their triggers, and what was dropped.
pub(crate) fn all(
    tree: &Tree<'_>,
    resolved: &Resolved,
    mut candidates: Vec<Candidate>,
) -> (Vec<Event>, Vec<Dropped>) {
    let mut fate: Vec<Option<Reason>> = candidates.iter().map(|c| c.fault).collect();
    for at in 0..candidates.len() {
        if fate[at].is_none() && candidates[at].event.confidence < FLOOR {
            fate[at] = Some(Reason::Unsure);
        }
    }
    let mut heirs: Vec<usize> = (0..candidates.len()).collect();
    // Rivals on the same trigger: also a faulty one outranks a weaker pattern on its words.
    for a in 0..candidates.len() {
        for b in a + 1..candidates.len() {
            if candidates[b].event.sentence != candidates[a].event.sentence {
                break;
            }
            if rivals(&candidates[a], &candidates[b]) {
                let loser = if better(&candidates[a], &candidates[b]) {
                    b
                } else {
                    a
                };
                if fate[loser].is_none() && fate[a + b - loser].is_none_or(|r| r != Reason::NoParty)
                {
                    fate[loser] = Some(Reason::Outranked);
                    heirs[loser] = a + b - loser;
                    if let Some(heir) = heir(&heirs, loser) {
                        lend(&mut candidates, loser, heir);
                    }
                }
            }
        }
    }
    inside(tree, &candidates, &mut fate);
    covered(&mut candidates, &mut fate);
    merge(tree, resolved, candidates, fate)
}

/// Where the candidates of this one's sentence are; all stand in the order of the text.
fn beside(candidates: &[Candidate], at: usize) -> Range<usize> {
    let sentence = candidates[at].event.sentence;
    let from = candidates.partition_point(|c| c.event.sentence < sentence);
    from..candidates.partition_point(|c| c.event.sentence <= sentence)
}

/// Who holds the words in the end: the winner may have lost to another. `None` where all of them
/// lost in a circle.
fn heir(heirs: &[usize], loser: usize) -> Option<usize> {
    let mut at = heirs[loser];
    for _ in 0..CHAIN {
        if heirs[at] == at {
            return Some(at);
        }
        at = heirs[at];
    }
    None
}

/// What the loser knows of the same act, the winner takes over.
fn lend(candidates: &mut [Candidate], loser: usize, winner: usize) {
    let (a, b) = (loser.min(winner), loser.max(winner));
    let (head, tail) = candidates.split_at_mut(b);
    let (first, second) = (&mut head[a], &mut tail[0]);
    let (from, to) = if a == loser {
        (first, second)
    } else {
        (second, first)
    };
    if from.event.kind == to.event.kind && from.event.anchor != to.event.anchor {
        join(&mut to.event, to.mutual, &from.event);
    }
}

/// Whether two candidates stand on the same words.
fn rivals(a: &Candidate, b: &Candidate) -> bool {
    let touch = a.first <= b.last && b.first <= a.last;
    let noun =
        |x: &Candidate, y: &Candidate| x.noun.is_some_and(|n| (y.first..=y.last).contains(&n));
    touch || noun(a, b) || noun(b, a)
}

/// Whether `a` is meant rather than `b`.
fn better(a: &Candidate, b: &Candidate) -> bool {
    // Over a light verb and its noun the one that knows both parties is the whole act.
    let apart = a.event.anchor != b.event.anchor;
    let key = |c: &Candidate| {
        let both = u8::from(!c.event.actors.is_empty()) + u8::from(!c.event.recipients.is_empty());
        let whole = if apart { both } else { 0 };
        (
            c.fault.is_none_or(|f| f != Reason::NoParty),
            whole,
            c.rank,
            both,
            (c.event.confidence * 1000.0) as u32,
        )
    };
    let (x, y) = (key(a), key(b));
    if x == y {
        a.event.why <= b.event.why
    } else {
        x > y
    }
}

/// What is only demanded, promised, refused or threatened is no event beside the wording, nor is
/// what somebody is only accused of wanting.
fn inside(tree: &Tree<'_>, candidates: &[Candidate], fate: &mut [Option<Reason>]) {
    let outers = candidates.iter().zip(fate.to_vec()).enumerate();
    for (n, (outer, _)) in outers.filter(|(_, (c, f))| (c.swallows || c.worded) && f.is_none()) {
        for at in beside(candidates, n) {
            let inner = &candidates[at];
            let fits = outer.swallows || inner.event.status == Status::Planned;
            if inner.event.anchor != outer.event.anchor
                && fits
                && fate[at].is_none()
                && held(tree, outer.event.anchor, inner.event.anchor)
            {
                fate[at] = Some(Reason::Inside);
            }
        }
    }
}

/// What a crowd demands by demonstrating is no demand beside the demonstration, which takes over
/// of whom it is demanded.
fn covered(candidates: &mut [Candidate], fate: &mut [Option<Reason>]) {
    for outer in 0..candidates.len() {
        let Some(kind) = candidates[outer]
            .covers
            .clone()
            .filter(|_| fate[outer].is_none())
        else {
            continue;
        };
        for inner in beside(candidates, outer) {
            let (event, actors) = (&candidates[inner].event, &candidates[outer].event.actors);
            let same = fate[inner].is_none() && event.kind == kind;
            if !same || !fits(&event.actors, actors) {
                continue;
            }
            fate[inner] = Some(Reason::Inside);
            if candidates[outer].event.recipients.is_empty() {
                let other = |r: &&Role| !actors.iter().any(|a| a.entity == r.entity);
                let others = event.recipients.iter().filter(other).copied().collect();
                candidates[outer].event.recipients = others;
            }
        }
    }
}

/// Whether `inner` stands in what `outer` is about: below it, by a complement or an object.
fn held(tree: &Tree<'_>, outer: TokenId, inner: TokenId) -> bool {
    let mut at = inner;
    for _ in 0..16 {
        let Some(head) = tree.head(at) else {
            return false;
        };
        if head == outer {
            let rel = tree.token(at).rel;
            return matches!(rel, Rel::Xcomp | Rel::Ccomp)
                || rel.is(Rel::Obj)
                || (rel.is(Rel::Advcl) || rel.is(Rel::Acl)) && tree.opened(at)
                || (rel.is(Rel::Obl) || rel.is(Rel::Nmod)) && at > outer;
        }
        at = head;
    }
    false
}

/// One act told with several words in a sentence gives one event: parties that fit are joined.
fn merge(
    tree: &Tree<'_>,
    resolved: &Resolved,
    candidates: Vec<Candidate>,
    fate: Vec<Option<Reason>>,
) -> (Vec<Event>, Vec<Dropped>) {
    let mut events: Vec<Event> = Vec::new();
    // For each event whether its pattern is mutual, and whether it tells how many were struck.
    let mut told: Vec<(bool, bool)> = Vec::new();
    let mut dropped = Vec::new();
    for (candidate, fate) in candidates.into_iter().zip(fate) {
        let (event, toll) = (candidate.event, candidate.toll);
        let reason = fate.or_else(|| {
            let earlier = events.iter_mut().zip(&mut told).rev();
            let (twin, (mutual, tolls), struck) = earlier
                .take_while(|(e, _)| e.sentence == event.sentence)
                .find_map(|(e, told)| {
                    let struck = toll && one_blow(tree, e, told.1, &event);
                    (struck || same_act(tree, e, &event)).then_some((e, told, struck))
                })?;
            join(twin, *mutual, &event);
            if struck {
                strike(resolved, twin, &event.recipients);
                *tolls = true;
            }
            Some(Reason::Outranked)
        });
        match reason {
            None => {
                events.push(event);
                told.push((candidate.mutual, toll));
            }
            Some(reason) => dropped.push(Dropped {
                trigger: event.trigger,
                sentence: event.sentence,
                pattern: event.why.clone(),
                reason,
            }),
        }
    }
    (events, dropped)
}

/// Adds those whom a blow struck. Where they are told, a place that it hit is only where it was.
fn strike(resolved: &Resolved, blow: &mut Event, struck: &[Role]) {
    let kind = |r: &Role| resolved.entities.get(r.entity as usize).map(|e| e.kind);
    blow.recipients
        .retain(|r| kind(r) != Some(EntityKind::Place));
    for role in struck {
        if !blow.recipients.iter().any(|r| r.entity == role.entity) {
            blow.recipients.push(*role);
        }
    }
}

/// Whether the second event tells whom the blow of the first struck, too: "killed six and wounded
/// two", "the strike killed six" and what is joined to that, "bombed a monastery, killing monks".
/// `toll`: the first does so.
fn one_blow(tree: &Tree<'_>, a: &Event, toll: bool, b: &Event) -> bool {
    let subject = tree.token(a.anchor).rel.is(Rel::Nsubj);
    let told = if subject {
        tree.head(a.anchor)
    } else {
        Some(a.anchor)
    };
    let joined = tree.token(b.anchor).rel == Rel::Conj && tree.head(b.anchor) == told;
    let verb = |at: TokenId| tree.token(at).upos == Upos::Verb;
    let counts = tree.is_one_of(b.anchor, &tree.grammar.tolls);
    a.kind == b.kind
        && a.status == b.status
        && verb(b.anchor)
        && fits(&a.actors, &b.actors)
        && (subject && told == Some(b.anchor)
            || joined && (subject || verb(a.anchor) && (toll || counts))
            || counts && verb(a.anchor) && tree.outcome(b.anchor, a.anchor))
}

fn same_act(tree: &Tree<'_>, a: &Event, b: &Event) -> bool {
    let near = tree.dominates(a.anchor, b.anchor) || tree.dominates(b.anchor, a.anchor);
    let whole =
        !a.actors.is_empty() && a.actors.len() == b.actors.len() && fits(&a.actors, &b.actors);
    a.kind == b.kind
        && !apart(tree, a, b)
        && fits(&a.actors, &b.actors)
        && fits(&a.recipients, &b.recipients)
        && (near || whole)
}

/// Whether two verbs of a coordination each have an object: "suspended its mission and closed
/// the office" are two acts.
fn apart(tree: &Tree<'_>, a: &Event, b: &Event) -> bool {
    let verb = |e: &Event| tree.token(e.anchor).upos == Upos::Verb;
    let joined = tree.token(b.anchor).rel == Rel::Conj && tree.head(b.anchor) == Some(a.anchor);
    let objects = |e: &Event| tree.own_objects(e.anchor).next().is_some();
    verb(a) && verb(b) && joined && objects(a) && objects(b)
}

/// What an event does not tell, another of the same act does. Who acts on one another has no
/// recipients.
fn join(twin: &mut Event, mutual: bool, other: &Event) {
    if twin.actors.is_empty() {
        twin.actors.clone_from(&other.actors);
        twin.actors
            .retain(|a| !twin.recipients.iter().any(|r| r.entity == a.entity));
    }
    if twin.recipients.is_empty() && !(mutual && twin.actors.len() > 1) {
        twin.recipients.clone_from(&other.recipients);
        twin.recipients
            .retain(|r| !twin.actors.iter().any(|a| a.entity == r.entity));
    }
}
