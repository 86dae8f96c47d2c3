//! What somebody says that a party must do is a demand on it, without a verb of its own.

use std::sync::Arc;

use risalah_doc::{Event, Rel, Reported, Status, TokenId, Upos};
use risalah_pack::Pack;
use risalah_pack::grammar::Demand;
use risalah_pack::ontology::{Ontology, Type};

use super::{Candidate, Voices, roles};
use crate::parties::{self, Party, Who};
use crate::status::Mood;
use crate::tree::Tree;

/// How many words before an obligation its party is looked for.
const NAME: TokenId = 6;

/// "Russia must withdraw", said by somebody: a demand on Russia.
pub(super) fn demands(
    pack: &Pack,
    ontology: &Ontology,
    tree: &Tree<'_>,
    who: &Who<'_>,
    voices: &Voices<'_>,
) -> Vec<Candidate> {
    let Some(demand) = &pack.grammar.demand else {
        return Vec::new();
    };
    let Some(kind) = ontology.type_named(&demand.codes) else {
        return Vec::new();
    };
    let goldstein = ontology.code(&demand.cameo).map(|code| code.goldstein);
    let mut out = Vec::new();
    for (word, token) in who.resolved.parsed.tokens.iter().enumerate() {
        let word = word as TokenId;
        let aux = token.rel.is(Rel::Aux) || token.rel.is(Rel::Advmod);
        if !aux && token.upos != Upos::Verb || !tree.is_one_of(word, &pack.grammar.obligation) {
            continue;
        }
        // "needs to withdraw": the verb of what must be hangs on the word.
        let below = || tree.with_rel(word, Rel::Xcomp).find(|c| *c > word);
        let Some(verb) = (if aux { Some(token.head) } else { below() }) else {
            continue;
        };
        if let Some(event) = demand_at(tree, who, voices, (kind, goldstein), demand, (word, verb)) {
            out.push(event);
        }
    }
    out
}

/// Who orders what the verb tells, where it is an imperative of quoted words: what is ordered
/// ("Release the hostages") is asked for, and not done.
pub(super) fn ordered<'a>(
    pack: &'a Pack,
    tree: &Tree<'_>,
    who: &Who<'_>,
    voices: &Voices<'_>,
    verb: TokenId,
) -> Option<(&'a Demand, Party)> {
    let demand = pack.grammar.demand.as_ref()?;
    let reported = voices.over(tree, verb).filter(|_| tree.imperative(verb))?;
    let speaker = voices.speaker(who, reported)?;
    let private = who.all_of(speaker.role.entity, &demand.spares);
    (!private).then_some((demand, speaker))
}

fn demand_at(
    tree: &Tree<'_>,
    who: &Who<'_>,
    voices: &Voices<'_>,
    (kind, goldstein): (&Type, Option<f32>),
    demand: &Demand,
    (word, verb): (TokenId, TokenId),
) -> Option<Candidate> {
    let reported = voices.over(tree, word)?;
    let speaker = reported.entity?;
    let subject = subject(tree, who, voices, (word, verb), reported)?;
    if !demanded(tree, word, verb, subject) {
        return None;
    }
    let mut recipients = Vec::new();
    parties::collect(tree, who, subject, &mut recipients);
    // Who speaks stands outside of what is said.
    let spoken = |p: &Party| {
        voices
            .over(tree, p.head)
            .is_some_and(|r| r.quote == reported.quote)
    };
    recipients.retain(|p| p.role.entity != speaker && !p.owner && spoken(p));
    let bound = |p: &Party| who.told(p) && who.serves(p.role.entity, &demand.spares);
    if !recipients.iter().any(bound) {
        return None;
    }
    let actors = vec![voices.role(reported)?];
    let event = Event {
        kind: kind.id.clone(),
        mode: demand.mode.as_deref().map(Arc::from),
        contexts: Vec::new(),
        cameo: Some(Arc::from(demand.cameo.as_str())),
        quad: kind.quad,
        goldstein,
        status: Status::Actual,
        negated: false,
        actors,
        recipients: roles(recipients),
        place: None,
        time: None,
        trigger: tree.token(word).span,
        anchor: word,
        sentence: who.resolved.parsed.sentence_of(word)? as u32,
        reported_by: Some(reported),
        confidence: demand.prior,
        why: Arc::from("grammar/demand"),
        grounds: Vec::new(),
    };
    Some(Candidate {
        event,
        first: word,
        last: word,
        noun: None,
        rank: 0,
        mutual: false,
        swallows: kind.holds,
        worded: true,
        covers: None,
        toll: false,
        fault: None,
    })
}

/// Who must do it. Before a colon stands who says so ("AS: Moskow Harus Tegas"), whom the parser may take
/// for the subject; then it is the party that what is said begins with.
fn subject(
    tree: &Tree<'_>,
    who: &Who<'_>,
    voices: &Voices<'_>,
    (word, verb): (TokenId, TokenId),
    reported: Reported,
) -> Option<TokenId> {
    let quoted = |t: TokenId| {
        let inner = voices.over(tree, t);
        inner.is_some_and(|r| r.quote == reported.quote)
    };
    let subject = tree.surface_subject(verb)?;
    if quoted(subject) {
        return Some(subject);
    }
    let near = word.saturating_sub(NAME)..word;
    let names =
        |t: &TokenId| quoted(*t) && tree.case(*t).is_none() && who.party_at(tree, *t).is_some();
    near.clone().find(names).filter(|t| (*t..word).all(quoted))
}

/// Whether the words ask for something: that somebody does or is so, and not what ("must be a
/// model"), nothing that is done to somebody ("must be avoided"), no question or condition ("should
/// she become"), nothing that is past ("should have looked"), and nothing that only tells whom is
/// meant ("those who must learn").
fn demanded(tree: &Tree<'_>, word: TokenId, verb: TokenId, subject: TokenId) -> bool {
    let token = tree.token(verb);
    // Headlines write adjectives as names are written.
    let titled = token.upos == Upos::Propn && tree.with_rel(verb, Rel::Cop).next().is_none();
    let act = matches!(token.upos, Upos::Verb | Upos::Adj) || titled;
    let done = tree.passive(verb);
    let past = token.feats.get("VerbForm") == "Part" && token.feats.get("Tense") == "Past";
    // The word itself heads the clause in "needs to withdraw".
    let heads = tree.token(word).upos == Upos::Verb && tree.head(verb) == Some(word);
    let top = if heads { word } else { verb };
    let told = tree.token(top).rel == Rel::AclRelcl;
    let inverted = tree.token(word).rel.is(Rel::Aux) && word < subject && subject < verb;
    let mood = Mood::of(tree, verb);
    let real = !mood.negated && !mood.asked && !mood.conditional;
    // "will tell him that he must": not yet demanded.
    let future = |c: TokenId| tree.is_one_of(c, &tree.grammar.future);
    let later = tree.token(top).rel.is(Rel::Ccomp)
        && tree
            .head(top)
            .is_some_and(|over| tree.with_rel(over, Rel::Aux).any(future));
    act && real && !(done || past || told || inverted || later)
}
