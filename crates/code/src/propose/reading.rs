//! What a pattern found says: its roles filled, its wording read, its confidence.

use std::sync::Arc;

use risalah_doc::{Event, Reason, Rel, Reported, Span, Status, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::ontology::{Ontology, Type};
use risalah_pack::pattern::{Link, Path};

use super::faults::{aim, fault, inert, upon_oneself};
use super::voices::Voices;
use super::{Candidate, VERBAL_CONFLICT, demand};
use crate::find::Found;
use crate::parties::{self, Party, Who};
use crate::status::Mood;
use crate::tree::Tree;

/// What one missing or unsure thing leaves of a candidate's confidence.
const NO_ACTOR: f32 = 0.85;
const OWNER_ONLY: f32 = 0.85;
const NOMINAL: f32 = 0.9;
const LIKED: f32 = 1.08;
const BARE: f32 = 0.4;

/// What a pattern is read with.
pub(super) struct Reader<'p, 't> {
    pub(super) pack: &'p Pack,
    pub(super) ontology: &'p Ontology,
    pub(super) tree: &'t Tree<'t>,
    pub(super) who: &'t Who<'t>,
    pub(super) voices: &'t Voices<'t>,
}

/// What a pattern says once its roles are filled: which act, how worded, by whom and to whom.
pub(super) struct Reading<'p> {
    pub(super) kind: &'p Type,
    pub(super) mode: Option<Arc<str>>,
    pub(super) cameo: Option<Arc<str>>,
    pub(super) status: Status,
    pub(super) mood: Mood,
    pub(super) actors: Vec<Party>,
    pub(super) recipients: Vec<Party>,
    reported: Option<Reported>,
    /// Why it can be no event, if so.
    pub(super) fault: Option<Reason>,
}

impl<'p> Reader<'p, '_> {
    /// The candidate that the pattern makes.
    pub(super) fn candidate(&self, found: Found<'_>) -> Option<Candidate> {
        let mut reading = self.roles(&found)?;
        self.word(&found, &mut reading);
        let mut confidence = self.confidence(&found, &reading);
        self.claim(&mut reading);
        self.judge(&found, &mut reading);
        if bare(
            self.tree,
            found.anchor,
            &reading.actors,
            &reading.recipients,
        ) {
            confidence *= BARE;
        }
        self.finish(found, reading, confidence)
    }

    /// Who does it to whom; nothing where the pattern wants a negation that is not there.
    fn roles(&self, found: &Found<'_>) -> Option<Reading<'p>> {
        let (tree, who, pattern) = (self.tree, self.who, found.pattern);
        let kind = &self.ontology.types[pattern.kind as usize];
        let blames = kind.is_one_of(&self.ontology.meta.blames);
        let [mut actors, mut recipients] = sides(tree, who, (kind, blames), found);
        let alleged = || self.alleged(found.anchor);
        let reported = self.voices.over(tree, found.anchor).or_else(alleged);
        if pattern.voiced
            && actors.is_empty()
            && let Some(speaker) = reported.and_then(|r| self.voices.speaker(who, r))
        {
            recipients.retain(|p| p.role.entity != speaker.role.entity);
            actors.push(speaker);
        }
        let mut mood = Mood::of(tree, found.anchor);
        // Where the pattern asks for such a word that is what it is about.
        let grammar = tree.grammar;
        mood.failed |=
            tree.forestalled(found.anchor) && !found.asks_for(tree, &grammar.forestallings);
        if tree.unwilling(found.anchor) && !found.asks_for(tree, &grammar.unwilling) {
            (mood.negated, mood.willed) = (true, true);
        }
        if pattern.negated {
            if !mood.negated {
                return None;
            }
            // What says no is the act itself.
            mood.negated = false;
        }
        Some(Reading {
            kind,
            mode: pattern.mode.clone(),
            cameo: pattern.cameo.clone(),
            status: pattern.status.unwrap_or_else(|| mood.status()),
            mood,
            actors,
            recipients,
            reported,
            fault: mood.purpose.then(|| aim(kind)).flatten(),
        })
    }

    /// Who alleges the act: "dituduh PBB menyerang", "accused by Congo of arming rebels".
    fn alleged(&self, anchor: TokenId) -> Option<Reported> {
        let accuser = self.tree.subject(self.tree.alleged(anchor)?)?;
        let mut parties = Vec::new();
        parties::collect(self.tree, self.who, accuser, &mut parties);
        let entity = parties.first()?.role.entity;
        Some(Reported {
            quote: None,
            entity: Some(entity),
        })
    }

    /// What the wording makes of the act: what is to come is agreed on, what is ordered is asked for.
    fn word(&self, found: &Found<'_>, reading: &mut Reading<'p>) {
        let speaker = reading.reported.and_then(|r| r.entity);
        let own = speaker.is_some_and(|e| parties::holds(&reading.actors, e));
        if reading.status == Status::Planned
            && let Some(future) = &reading.kind.future
            && (reading.kind.quad < VERBAL_CONFLICT || own)
            && !reading.actors.is_empty()
        {
            reading.mode.clone_from(&future.mode);
            reading.cameo.clone_from(&future.cameo);
            reading.kind = &self.ontology.types[future.kind as usize];
            reading.status = Status::Actual;
        }
        let (tree, who) = (self.tree, self.who);
        if let Some((demand, speaker)) =
            demand::ordered(self.pack, tree, who, self.voices, found.anchor)
            && let Some(asks) = self.ontology.type_named(&demand.codes)
        {
            (reading.kind, reading.status) = (asks, Status::Actual);
            reading.mode = demand.mode.as_deref().map(Arc::from);
            reading.cameo = Some(Arc::from(demand.cameo.as_str()));
            (reading.actors, reading.recipients) = (vec![speaker], Vec::new());
        }
        if reading.cameo.is_none() {
            let code = self
                .ontology
                .cameo_of(&reading.kind.id, reading.mode.as_deref());
            reading.cameo = code.map(|c| c.code.clone());
        }
    }

    /// How sure the pattern is of it, before what only recalls an occasion is told apart.
    fn confidence(&self, found: &Found<'_>, reading: &Reading<'p>) -> f32 {
        let mut confidence = found.pattern.prior * LIKED.powi(found.likes.min(3) as i32);
        if reading.actors.is_empty() {
            confidence *= NO_ACTOR;
        }
        let mut parties = reading.actors.iter().chain(&reading.recipients);
        if parties.any(|p| p.owner) {
            confidence *= OWNER_ONLY;
        }
        if self.tree.token(found.anchor).upos != Upos::Verb {
            confidence *= NOMINAL;
        }
        confidence
    }

    /// What only a speaker claims is said.
    fn claim(&self, reading: &mut Reading<'p>) {
        let spoken = reading.coded_by(&self.ontology.meta.spoken);
        if reading.status == Status::Actual
            && let Some(reported) = reading.reported
            && claimed(
                self.who,
                reported,
                [reading.kind.worded, spoken],
                [&reading.actors, &reading.recipients],
            )
        {
            reading.status = Status::Said;
        }
    }

    /// Why it can be no event; but what is not done may be a refusal.
    fn judge(&self, found: &Found<'_>, reading: &mut Reading<'p>) {
        let (tree, who) = (self.tree, self.who);
        let lone = reading.recipients.iter().any(|p| who.person(p))
            && reading.coded_by(&self.ontology.meta.lone);
        let (kind, mood, status) = (reading.kind, reading.mood, reading.status);
        let wished = kind.worded && status == Status::Planned && !mood.future;
        let sides: [&[Party]; 2] = [&reading.actors, &reading.recipients];
        let mut fault = fault(who, sides, lone, mood, status)
            .or_else(|| wished.then_some(Reason::Unreal))
            .or(reading.fault)
            .or_else(|| tree.inquires(found.anchor).then_some(Reason::Unreal))
            .or_else(|| upon_oneself(tree, kind, found).then_some(Reason::Thing));
        if fault.is_none() && reading.actors.is_empty() && inert(self.pack, tree, who, kind, found)
        {
            fault = Some(Reason::Thing);
        }
        reading.fault = fault;
        if fault == Some(Reason::Negated) {
            self.refuse(found.anchor, reading);
        }
    }

    fn finish(&self, found: Found<'_>, reading: Reading<'p>, confidence: f32) -> Option<Candidate> {
        let (tree, who, pattern, kind) = (self.tree, self.who, found.pattern, reading.kind);
        let toll = kind.is_one_of(&self.ontology.meta.toll)
            && !reading.recipients.is_empty()
            && reading.recipients.iter().all(|p| who.people(p));
        let code = reading.cameo.as_ref().and_then(|c| self.ontology.code(c));
        let event = Event {
            kind: kind.id.clone(),
            mode: reading.mode,
            contexts: pattern.contexts.clone(),
            quad: kind.quad,
            goldstein: code.map(|c| c.goldstein),
            cameo: reading.cameo,
            status: reading.status,
            negated: reading.mood.negated,
            actors: parties::named(who.resolved, tree, found.anchor, reading.actors),
            recipients: parties::named(who.resolved, tree, found.anchor, reading.recipients),
            place: None,
            time: None,
            trigger: trigger(tree, &found),
            anchor: found.anchor,
            sentence: who.resolved.parsed.sentence_of(found.anchor)? as u32,
            reported_by: reading.reported,
            confidence: confidence.clamp(0.01, 0.99),
            why: pattern.name.clone(),
            grounds: Vec::new(),
        };
        Some(Candidate {
            event,
            first: found.anchor.min(found.last),
            last: found.anchor.max(found.last),
            noun: found.noun,
            rank: pattern.rank(),
            mutual: pattern.mutual,
            swallows: kind.holds,
            worded: kind.worded,
            covers: kind.covers.clone(),
            toll,
            fault: reading.fault,
        })
    }
}

impl Reading<'_> {
    /// Whether its CAMEO code is one of these.
    fn coded_by(&self, codes: &[String]) -> bool {
        codes.iter().any(|c| self.cameo.as_deref() == Some(c))
    }
}

/// Whether a speaker only claims the act: a deed, or words that are not the speaker's own side's,
/// or not that side's alone ("we both agreed"). Praise and thanks in one's own words are the act
/// itself.
fn claimed(
    who: &Who<'_>,
    reported: Reported,
    [worded, spoken]: [bool; 2],
    [actors, recipients]: [&[Party]; 2],
) -> bool {
    let Some(speaker) = reported.entity else {
        return !worded;
    };
    let mut sides = actors
        .iter()
        .map(|a| who.speaks_for(speaker, a.role.entity));
    let own = if recipients.is_empty() {
        !actors.is_empty() && sides.all(|own| own)
    } else {
        sides.any(|own| own)
    };
    if worded {
        !own && !actors.is_empty()
    } else {
        !(own && spoken)
    }
}

/// Who acts, and whom it is done to; what `blames` is done to who did what it speaks of.
fn sides(
    tree: &Tree<'_>,
    who: &Who<'_>,
    (kind, blames): (&Type, bool),
    found: &Found<'_>,
) -> [Vec<Party>; 2] {
    let pattern = found.pattern;
    let mut actors = parties::doers(tree, who, found.anchor, &pattern.actor);
    if actors.is_empty()
        && kind.worded
        && let Some(noun) = found.noun
    {
        actors = parties::sources(tree, who, (found.anchor, noun), &pattern.recipient);
    }
    // "An investigation of Iran": where the owner is whom it is done to, it is not who does it.
    let of = |path: &Path| {
        let step = path.first().filter(|s| s.link == Link::Nmod);
        step.is_some_and(|s| tree.grammar.owners.iter().any(|w| s.under.has(w)))
    };
    if pattern.recipient.iter().any(of) && !pattern.actor.iter().any(of) {
        actors.retain(|p| !tree.under(p.head, &tree.grammar.owners));
    }
    // "Sped up the withdrawal of its forces": who carries the act out comes before what it is of.
    let owned = |p: &Party| tree.under(p.head, &tree.grammar.owners);
    if (actors.is_empty() || !pattern.mutual)
        && actors.iter().all(owned)
        && let Some(doer) = tree.performer(found.anchor)
    {
        let mut doers = Vec::new();
        parties::collect(tree, who, doer, &mut doers);
        if !doers.is_empty() {
            actors = doers;
        }
    }
    if pattern.mutual
        && actors.is_empty()
        && let Some(visitor) = tree.visitor(found.anchor)
    {
        parties::collect(tree, who, visitor, &mut actors);
    }
    parties::unplaced(tree, who, &mut actors);
    if kind.quad < VERBAL_CONFLICT {
        parties::beside(tree, who, found.anchor, &mut actors);
    }
    let meant = parties::sufferers(tree, who, found.anchor, &pattern.recipient, &actors);
    let theirs = meant.is_none();
    let mut recipients = meant.unwrap_or_default();
    if blames {
        // "Sought the arrest of the general": whom the pattern itself means is meant.
        let meant = |p: &Party| {
            pattern
                .recipient
                .iter()
                .any(|path| means(tree, path, p.head))
        };
        recipients.retain(|p| meant(p) || !parties::undergone(tree, p.head));
    }
    if recipients.is_empty() && !theirs && !pattern.mutual {
        if kind.covers.is_some() {
            parties::against(tree, who, found.anchor, &actors, &mut recipients);
        }
        if recipients.is_empty() {
            parties::below(tree, who, found.anchor, blames, &actors, &mut recipients);
        }
        if recipients.is_empty() && kind.worded {
            parties::condition(tree, who, found.anchor, &actors, &mut recipients);
        }
    }
    if pattern.mutual {
        actors.append(&mut recipients);
        if actors.len() == 1 {
            parties::company(tree, who, found.anchor, &mut actors);
        }
        // "agreed to open its borders to refugees": what one side does alone is for somebody.
        if actors.len() == 1 && kind.worded {
            parties::addressed(tree, who, found.anchor, &actors, &mut recipients);
        }
    }
    [actors, recipients]
}

/// Whether a path names the preposition that the party stands under, and the noun before it where
/// the preposition only tells whose it is.
fn means(tree: &Tree<'_>, path: &Path, party: TokenId) -> bool {
    let Some((last, case)) = path.last().zip(tree.case(party)) else {
        return false;
    };
    let noun = path
        .iter()
        .rev()
        .nth(1)
        .is_some_and(|s| !s.heads.is_empty());
    let at = tree.is_one_of(case, &tree.grammar.undergone.at);
    last.under.has(tree.lemma(case)) && (noun || at)
}

/// Whether a noun only recalls an occasion: it stands under a preposition ("after the attack")
/// and does not name both parties.
fn bare(tree: &Tree<'_>, anchor: TokenId, actors: &[Party], recipients: &[Party]) -> bool {
    let token = tree.token(anchor);
    let oblique = token.rel.is(Rel::Obl) || token.rel.is(Rel::Nmod) || token.rel.is(Rel::Compound);
    token.upos != Upos::Verb
        && oblique
        && (actors.is_empty() || recipients.is_empty())
        && actors.len() < 2
}

/// The words of the trigger: its tokens, with the particle or the noun where they touch.
fn trigger(tree: &Tree<'_>, found: &Found<'_>) -> Span {
    let (first, last) = (found.anchor.min(found.last), found.anchor.max(found.last));
    let span = tree.token(first).span.cover(tree.token(last).span);
    match found.noun {
        Some(noun) if noun == last + 1 => span.cover(tree.token(noun).span),
        _ => span,
    }
}
