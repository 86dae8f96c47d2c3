//! How probable it is that an event is right: a trained model over the pattern, the type, the
//! parties, the words around and what else was found there.

use risalah_doc::{Dropped, Event, Ground, Reason, Resolved, Role};
use risalah_learn::choice::{feature, text};
use risalah_pack::Pack;
use risalah_pack::confidence::Confidence;

use crate::tree::Tree;

/// How many grounds for and against an event keeps for whoever asks why.
const GROUNDS: usize = 4;

/// What the model sees of each event: features, and what each is about.
pub fn seen(
    pack: &Pack,
    resolved: &Resolved,
    events: &[Event],
    dropped: &[Dropped],
) -> Vec<Vec<(Ground, u32)>> {
    let tree = Tree::new(resolved, &pack.grammar);
    let view = View {
        tree: &tree,
        resolved,
        events,
        dropped,
    };
    let all = |event: &Event| {
        let mut out = Vec::new();
        view.features(event, &mut out);
        out
    };
    events.iter().map(all).collect()
}

/// Gives each event its confidence and grounds, and drops those that are too unsure.
pub(crate) fn weigh(
    model: &Confidence,
    tree: &Tree<'_>,
    resolved: &Resolved,
    events: &mut Vec<Event>,
    dropped: &mut Vec<Dropped>,
) {
    let mut sure = Vec::with_capacity(events.len());
    let (mut features, mut plain, mut chances) = (Vec::new(), Vec::new(), Vec::new());
    let view = View {
        tree,
        resolved,
        events,
        dropped,
    };
    for event in view.events {
        features.clear();
        view.features(event, &mut features);
        plain.clear();
        plain.extend(features.iter().map(|f| f.1));
        model.choice.probabilities(&plain, &mut chances);
        sure.push((chances[1].clamp(0.01, 0.99), grounds(model, &features)));
    }
    for (event, (chance, grounds)) in events.iter_mut().zip(sure) {
        event.confidence = chance;
        event.grounds = grounds;
    }
    events.retain(|event| {
        let kept = event.confidence >= model.keep;
        if !kept {
            dropped.push(Dropped {
                trigger: event.trigger,
                sentence: event.sentence,
                pattern: event.why.clone(),
                reason: Reason::Unsure,
            });
        }
        kept
    });
}

/// The weightiest grounds, in log-odds for the event being right.
fn grounds(model: &Confidence, features: &[(Ground, u32)]) -> Vec<(Ground, f32)> {
    let mut sums: Vec<(Ground, f32)> = Vec::with_capacity(8);
    for (ground, feature) in features {
        let odds = model.choice.weight(*feature, 1) - model.choice.weight(*feature, 0);
        match sums.iter_mut().find(|s| s.0 == *ground) {
            Some(sum) => sum.1 += odds,
            None => sums.push((*ground, odds)),
        }
    }
    sums.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    sums.truncate(GROUNDS);
    sums
}

struct View<'a> {
    tree: &'a Tree<'a>,
    resolved: &'a Resolved,
    events: &'a [Event],
    dropped: &'a [Dropped],
}

impl View<'_> {
    fn features(&self, event: &Event, out: &mut Vec<(Ground, u32)>) {
        self.pattern(event, out);
        self.parties(event, out);
        self.wording(event, out);
        self.rivals(event, out);
    }

    fn pattern(&self, event: &Event, out: &mut Vec<(Ground, u32)>) {
        let kind = text(&event.kind);
        let prior = (event.confidence * 10.0) as u64;
        let mode = event.mode.as_deref().map_or(0, text);
        out.extend([
            (Ground::Base, feature(1, &[])),
            (Ground::Type, feature(2, &[kind])),
            (Ground::Type, feature(3, &[kind, mode])),
            (Ground::Pattern, feature(4, &[text(&event.why)])),
            (Ground::Pattern, feature(5, &[prior])),
            (Ground::Pattern, feature(6, &[kind, prior / 2])),
        ]);
    }

    fn parties(&self, event: &Event, out: &mut Vec<(Ground, u32)>) {
        let kind = text(&event.kind);
        let sides = [&event.actors, &event.recipients];
        let filled = sides.map(|s| s.len().min(2) as u64);
        out.push((Ground::Parties, feature(10, &filled)));
        out.push((Ground::Parties, feature(11, &[kind, filled[0], filled[1]])));
        let parties = sides.map(|s| s.first().map_or(0, |r| self.party(r)));
        for (side, party) in parties.into_iter().enumerate() {
            let side = side as u64;
            out.push((Ground::Parties, feature(12, &[side, party])));
            out.push((Ground::Parties, feature(13, &[side, party, kind])));
        }
        out.push((Ground::Parties, feature(14, &parties)));
    }

    /// What is known of a party: its kind, whether it has a country, its first sector.
    fn party(&self, role: &Role) -> u64 {
        let Some(entity) = self.resolved.entities.get(role.entity as usize) else {
            return 0;
        };
        let code = Some(entity.code).filter(|_| entity.is_known());
        let code = code.unwrap_or_default();
        let country = u64::from(code.country().is_some());
        let sector = code.sectors().next().unwrap_or_default();
        feature(15, &[entity.kind as u64, country, text(sector)]).into()
    }

    fn wording(&self, event: &Event, out: &mut Vec<(Ground, u32)>) {
        let (tree, kind) = (self.tree, text(&event.kind));
        let token = tree.token(event.anchor);
        let (upos, rel) = (token.upos as u64, token.rel as u64);
        let word = text(tree.lemma(event.anchor));
        let status = event.status as u64;
        out.extend([
            (Ground::Status, feature(20, &[status])),
            (Ground::Status, feature(21, &[kind, status])),
            (
                Ground::Status,
                feature(22, &[status, u64::from(event.reported_by.is_some())]),
            ),
            (Ground::Grammar, feature(23, &[upos])),
            (Ground::Grammar, feature(24, &[upos, rel])),
            (Ground::Grammar, feature(25, &[kind, upos])),
            (Ground::Word, feature(26, &[word, kind])),
        ]);
        if let Some(head) = tree.head(event.anchor) {
            let over = text(tree.lemma(head));
            out.push((Ground::Grammar, feature(28, &[over, rel])));
        }
        let Some(sentence) = self.resolved.parsed.sentences.get(event.sentence as usize) else {
            return;
        };
        let length = (sentence.tokens.len() / 8).min(6) as u64;
        let late = event.anchor.saturating_sub(sentence.tokens.start) / 8;
        out.extend([
            (Ground::Sentence, feature(30, &[length])),
            (Ground::Sentence, feature(31, &[u64::from(late.min(5))])),
        ]);
    }

    /// What else was found in the sentence, and what fell on the same words.
    fn rivals(&self, event: &Event, out: &mut Vec<(Ground, u32)>) {
        let from = self.events.partition_point(|e| e.sentence < event.sentence);
        let others = self.events[from..]
            .iter()
            .take_while(|e| e.sentence == event.sentence)
            .filter(|e| e.anchor != event.anchor)
            .count();
        out.push((Ground::Rivals, feature(40, &[others.min(3) as u64])));
        // What was dropped stands in the order of the text as well.
        let from = self
            .dropped
            .partition_point(|d| d.sentence < event.sentence);
        let beaten = self.dropped[from..]
            .iter()
            .take_while(|d| d.sentence == event.sentence)
            .filter(|d| d.trigger.overlaps(event.trigger) && d.reason == Reason::Outranked);
        let beaten = beaten.take(3).count() as u64;
        out.push((Ground::Rivals, feature(41, &[beaten])));
    }
}
