//! From patterns found to candidate events: roles filled, status read, type settled.

mod demand;

use std::sync::Arc;

use risalah_doc::{
    EntityId, Event, Quote, Reason, Rel, Reported, Resolved, Role, Span, Status, TokenId, Upos,
};
use risalah_pack::Pack;
use risalah_pack::ontology::{Ontology, Type};
use risalah_pack::pattern::{Link, Path};

use crate::find::{self, Found};
use crate::parties::{self, Party, Who};
use crate::status::Mood;
use crate::tree::Tree;

/// What one missing or unsure thing leaves of a candidate's confidence.
const NO_ACTOR: f32 = 0.85;
const OWNER_ONLY: f32 = 0.85;
const NOMINAL: f32 = 0.9;
const LIKED: f32 = 1.08;
const BARE: f32 = 0.4;

/// The quad classes of conflict.
const VERBAL_CONFLICT: u8 = 3;
const MATERIAL_CONFLICT: u8 = 4;

/// A pattern with its roles filled, not yet an event.
pub(crate) struct Candidate {
    pub(crate) event: Event,
    /// Tokens of the trigger.
    pub(crate) first: TokenId,
    pub(crate) last: TokenId,
    /// The noun of a light verb or another word that the pattern names.
    pub(crate) noun: Option<TokenId>,
    /// How much the pattern asks for.
    pub(crate) rank: usize,
    /// Whether all its parties do it to one another.
    pub(crate) mutual: bool,
    /// Whether the type's acts hold what is only worded: a demand, a promise, a threat.
    pub(crate) swallows: bool,
    /// Whether the type's words are the act.
    pub(crate) worded: bool,
    /// The type of what the same party says in doing it: who demonstrates also demands.
    pub(crate) covers: Option<Arc<str>>,
    /// Whether it tells how many a blow struck.
    pub(crate) toll: bool,
    /// Why it can be no event, if so.
    pub(crate) fault: Option<Reason>,
}

/// All candidates in the order of their triggers.
pub(crate) fn all(
    pack: &Pack,
    ontology: &Ontology,
    tree: &Tree<'_>,
    resolved: &Resolved,
    quotes: &[Quote],
) -> Vec<Candidate> {
    let voices = Voices::new(tree, quotes);
    let who = Who {
        resolved,
        press: &pack.grammar.press,
        speech: voices.speech(),
    };
    let mut out: Vec<Candidate> = find::all(pack, tree)
        .into_iter()
        .filter_map(|found| candidate((pack, ontology), tree, &who, &voices, found))
        .collect();
    out.extend(demand::demands(pack, ontology, tree, &who, &voices));
    out.sort_by_key(|c| (c.event.anchor, c.first));
    out
}

fn candidate(
    (pack, ontology): (&Pack, &Ontology),
    tree: &Tree<'_>,
    who: &Who<'_>,
    voices: &Voices<'_>,
    found: Found<'_>,
) -> Option<Candidate> {
    let pattern = found.pattern;
    let kind = &ontology.types[pattern.kind as usize];
    let [mut actors, mut recipients] = sides(tree, who, kind, &found);
    let reported = voices.over(tree, found.anchor);
    if pattern.voiced
        && actors.is_empty()
        && let Some(speaker) = reported.and_then(|r| voices.speaker(who, r))
    {
        recipients.retain(|p| p.role.entity != speaker.role.entity);
        actors.push(speaker);
    }
    let mut mood = Mood::of(tree, found.anchor);
    if pattern.negated {
        if !mood.negated {
            return None;
        }
        // What says no is the act itself.
        mood.negated = false;
    }
    let mut kind = &ontology.types[pattern.kind as usize];
    let (mut mode, mut cameo) = (pattern.mode.clone(), pattern.cameo.clone());
    let mut status = pattern.status.unwrap_or_else(|| mood.status());
    let own = reported.is_some_and(|r| {
        r.entity
            .is_some_and(|e| actors.iter().any(|a| a.role.entity == e))
    });
    let aim = mood.purpose.then(|| aim(kind)).flatten();
    if status == Status::Planned
        && let Some(future) = &kind.future
        && (kind.quad < VERBAL_CONFLICT || own)
        && !actors.is_empty()
    {
        mode.clone_from(&future.mode);
        cameo.clone_from(&future.cameo);
        kind = &ontology.types[future.kind as usize];
        status = Status::Actual;
    }
    if let Some((demand, speaker)) = demand::ordered(pack, tree, who, voices, found.anchor)
        && let Some(asks) = ontology.type_named(&demand.codes)
    {
        (kind, status) = (asks, Status::Actual);
        mode = demand.mode.as_deref().map(Arc::from);
        cameo = Some(Arc::from(demand.cameo.as_str()));
        (actors, recipients) = (vec![speaker], Vec::new());
    }
    let mut confidence = pattern.prior * LIKED.powi(found.likes.min(3) as i32);
    if actors.is_empty() {
        confidence *= NO_ACTOR;
    }
    if actors.iter().chain(&recipients).any(|p| p.owner) {
        confidence *= OWNER_ONLY;
    }
    if tree.token(found.anchor).upos != Upos::Verb {
        confidence *= NOMINAL;
    }
    let wished = kind.worded && status == Status::Planned && !mood.future;
    let unreal = wished.then_some(Reason::Unreal);
    let mut cameo = cameo.or_else(|| {
        ontology
            .cameo_of(&kind.id, mode.as_deref())
            .map(|c| c.code.clone())
    });
    let listed = |codes: &[String]| codes.iter().any(|c| cameo.as_deref() == Some(c));
    if status == Status::Actual
        && let Some(reported) = reported
        && claimed(
            who,
            reported,
            [kind.worded, listed(&ontology.meta.spoken)],
            [&actors, &recipients],
        )
    {
        status = Status::Said;
    }
    let lone = recipients.iter().any(|p| who.person(p)) && listed(&ontology.meta.lone);
    let mut fault = fault(who, [&actors, &recipients], lone, mood, status)
        .or(unreal)
        .or(aim)
        .or_else(|| tree.inquires(found.anchor).then_some(Reason::Unreal))
        .or_else(|| upon_oneself(tree, kind, &found).then_some(Reason::Thing));
    if fault.is_none() && actors.is_empty() && inert(pack, tree, who, kind, &found) {
        fault = Some(Reason::Thing);
    }
    if let Some((other, code)) = refusal(pack, ontology, kind, mood)
        && fault == Some(Reason::Negated)
        && !actors.is_empty()
    {
        (kind, mode, cameo, fault, status) = (other, None, Some(code), None, Status::Actual);
        if recipients.is_empty() {
            parties::condition(tree, who, found.anchor, &actors, &mut recipients);
        }
    }
    if bare(tree, found.anchor, &actors, &recipients) {
        confidence *= BARE;
    }
    let toll = ontology.meta.toll.iter().any(|t| **t == *kind.id)
        && !recipients.is_empty()
        && recipients.iter().all(|p| who.people(p));
    let event = Event {
        kind: kind.id.clone(),
        mode,
        contexts: pattern.contexts.clone(),
        quad: kind.quad,
        goldstein: cameo
            .as_ref()
            .and_then(|c| ontology.code(c))
            .map(|c| c.goldstein),
        cameo,
        status,
        negated: mood.negated,
        actors: parties::named(who.resolved, tree, found.anchor, actors),
        recipients: parties::named(who.resolved, tree, found.anchor, recipients),
        place: None,
        time: None,
        trigger: trigger(tree, &found),
        anchor: found.anchor,
        sentence: who.resolved.parsed.sentence_of(found.anchor)? as u32,
        reported_by: reported,
        confidence: confidence.clamp(0.01, 0.99),
        why: pattern.name.clone(),
        grounds: Vec::new(),
    };
    let first = found.anchor.min(found.last);
    Some(Candidate {
        event,
        first,
        last: found.anchor.max(found.last),
        noun: found.noun,
        rank: pattern.rank(),
        mutual: pattern.mutual,
        swallows: kind.holds,
        worded: kind.worded,
        covers: kind.covers.clone(),
        toll,
        fault,
    })
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

/// Who acts, and whom it is done to.
fn sides(tree: &Tree<'_>, who: &Who<'_>, kind: &Type, found: &Found<'_>) -> [Vec<Party>; 2] {
    let pattern = found.pattern;
    let mut actors = parties::of_paths(tree, who, found.anchor, &pattern.actor, &[]);
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
    if kind.quad < VERBAL_CONFLICT {
        parties::beside(tree, who, found.anchor, &mut actors);
    }
    let mut recipients = parties::of_paths(tree, who, found.anchor, &pattern.recipient, &actors);
    if recipients.is_empty() && !pattern.mutual {
        if kind.covers.is_some() {
            parties::against(tree, who, found.anchor, &actors, &mut recipients);
        }
        if recipients.is_empty() {
            parties::below(tree, who, found.anchor, &actors, &mut recipients);
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

/// "will not accept refugees": saying no to what would be cooperation.
fn refusal<'a>(
    pack: &Pack,
    ontology: &'a Ontology,
    kind: &Type,
    mood: Mood,
) -> Option<(&'a Type, Arc<str>)> {
    let refusal = pack.grammar.refusal.as_ref()?;
    let to_come = mood.negated && (mood.future || mood.willed) && !mood.failed && !mood.conditional;
    (to_come && kind.quad <= 2).then(|| {
        Some((
            ontology.type_named(&refusal.codes)?,
            Arc::from(refusal.cameo.as_str()),
        ))
    })?
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

/// "Donations helped the town": whether a thing does it, which is no party. What harms people may
/// be one, a message speaks, and a pattern that asks for its subject knows what it means.
fn inert(pack: &Pack, tree: &Tree<'_>, who: &Who<'_>, kind: &Type, found: &Found<'_>) -> bool {
    let at = found.anchor;
    // What hangs on a noun may be done by others ("the deal to evacuate"), and the bare word behind
    // a passive is no doer ("dijerat pasal").
    let Some(subject) = tree
        .subject(at)
        .filter(|s| !tree.passive(at) || tree.under(*s, &pack.grammar.agents))
        .filter(|_| tree.token(at).rel != Rel::Acl)
    else {
        return false;
    };
    let grammar = &pack.grammar;
    let lemma = tree.lemma(subject);
    let common = tree.token(subject).upos == Upos::Noun && tree.small(subject);
    let party = who.resolved.mention_at(subject).is_some()
        || pack
            .roles
            .starting(lemma)
            .any(|role| role.lemmas.len() == 1)
        || [&grammar.measures, &grammar.doers]
            .iter()
            .any(|words| tree.is_one_of(subject, words));
    let speaks = kind.quad == VERBAL_CONFLICT && tree.is_one_of(subject, &grammar.messages);
    let asked = found.pattern.tree.asks(Link::Subj);
    common && kind.quad != MATERIAL_CONFLICT && !(party || speaks || asked)
}

/// Whether harm is done to nobody else: "mengamankan diri". A protest may be ("set himself on fire"),
/// and so may what a pattern tells by just that word ("blew himself up").
fn upon_oneself(tree: &Tree<'_>, kind: &Type, found: &Found<'_>) -> bool {
    let pattern = &found.pattern.tree;
    let told = |o: TokenId| {
        let within = (found.anchor..=found.last).contains(&o);
        let named = |path: &Path| path.iter().any(|s| s.heads.has(tree.lemma(o)));
        within || pattern.terms.iter().any(|t| named(&t.path))
    };
    kind.quad == MATERIAL_CONFLICT
        && kind.covers.is_none()
        && !tree.passive(found.anchor)
        && tree.own_objects(found.anchor).any(|o| {
            tree.is_one_of(o, &tree.grammar.reflexives) && tree.children(o).is_empty() && !told(o)
        })
}

/// Why an act of this type is none where it is only what another is for: help, backing and the like
/// are done by what serves them.
fn aim(kind: &Type) -> Option<Reason> {
    kind.future
        .as_ref()
        .filter(|_| kind.quad < VERBAL_CONFLICT)
        .map(|_| Reason::Unreal)
}

/// Why the candidate can be no event.
fn fault(
    who: &Who<'_>,
    [actors, recipients]: [&[Party]; 2],
    lone: bool,
    mood: Mood,
    status: Status,
) -> Option<Reason> {
    // A private person or body may stand beside a party that matters, but not alone unless police
    // or courts act.
    let mut parties = actors.iter().chain(recipients);
    if !lone && !parties.any(|p| who.coded(p.role.entity)) {
        return Some(Reason::NoParty);
    }
    if mood.negated || mood.failed {
        return Some(Reason::Negated);
    }
    if status == Status::Hypothetical || (status == Status::Demanded && mood.obliged) {
        return Some(Reason::Unreal);
    }
    // A pronoun that resolves to nobody with a code never gets here; one pronoun alone may.
    let any = lone || !actors.is_empty() || recipients.iter().any(|p| who.told(p));
    (!any).then_some(Reason::NoParty)
}

fn roles(parties: Vec<Party>) -> Vec<Role> {
    parties.into_iter().map(|p| p.role).collect()
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

/// Who speaks where: quotations by the tokens they hold.
struct Voices<'a> {
    tokens: Vec<(std::ops::Range<TokenId>, u32)>,
    quotes: &'a [Quote],
}

impl<'a> Voices<'a> {
    fn new(tree: &Tree<'_>, quotes: &'a [Quote]) -> Self {
        let mut tokens = Vec::new();
        for (at, quote) in quotes.iter().enumerate() {
            tokens.extend(
                quote
                    .content
                    .iter()
                    .map(|part| (tree.parsed.tokens_in(*part), at as u32)),
            );
        }
        Self { tokens, quotes }
    }

    /// Whose words stand where.
    fn speech(&self) -> Vec<(std::ops::Range<TokenId>, EntityId)> {
        let speaker = |at: u32| self.quotes[at as usize].speaker.and_then(|s| s.entity);
        let spoken =
            |(tokens, at): &(std::ops::Range<TokenId>, u32)| Some((tokens.clone(), speaker(*at)?));
        self.tokens.iter().filter_map(spoken).collect()
    }

    /// Who speaks the quotation, as a party.
    fn speaker(&self, who: &Who<'_>, reported: Reported) -> Option<Party> {
        let speaker = self.quotes[reported.quote? as usize].speaker?;
        let (span, entity) = speaker.span.zip(speaker.entity)?;
        let mention = |t: &TokenId| {
            let mention = who.resolved.mention_at(*t);
            mention.is_some_and(|m| m.entity == entity)
        };
        let head = who.resolved.parsed.tokens_in(span).find(mention)?;
        let role = Role { span, entity };
        who.coded(entity).then_some(Party {
            role,
            head,
            owner: false,
        })
    }

    /// Who reports what stands at this token, if anybody does.
    fn over(&self, tree: &Tree<'_>, at: TokenId) -> Option<Reported> {
        let quote = self
            .tokens
            .iter()
            .find(|(range, _)| range.contains(&at))
            .map(|(_, q)| *q)?;
        let speaker = self.quotes[quote as usize].speaker;
        let cue = self.quotes[quote as usize].cue;
        // A reporting verb is no part of what it reports.
        if cue.is_some_and(|cue| cue.overlaps(tree.token(at).span)) {
            return None;
        }
        Some(Reported {
            quote: Some(quote),
            entity: speaker.and_then(|s| s.entity),
        })
    }
}
