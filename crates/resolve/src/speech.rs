//! "I", "saya" and "you": the speaker of quoted words, and whom an interview is with.

use hashbrown::HashMap;
use risalah_doc::{Entity, EntityId, EntityKind, MentionKind, Rel, TokenId, Upos};
use risalah_pack::naming::Speech;

use crate::cast::{Cast, Words};
use crate::names::Name;
use crate::sight::Sight;
use crate::tagger::Class;

/// How many sentences further a quotation's cue may stand.
const FURTHER: usize = 3;

/// How near a cue its speaker stands, where the tree does not tell.
const NEAR: u32 = 5;

/// So many times "I" outside quotations makes an interview.
const OWN_WORDS: usize = 5;

/// A question has no more sentences than this.
const TURN: usize = 4;

/// An interview says in its first sentences, and before the first "I" or "you", whom it is with.
const OPENING: usize = 3;

/// Adds the mentions of pronouns for who speaks and who is spoken to.
pub(crate) fn join(
    sight: &Sight<'_>,
    names: &[Name],
    of_name: &[EntityId],
    quoted: &[bool],
    cast: &mut Cast,
) {
    let said: Vec<(TokenId, Speech)> = (0..sight.parsed.tokens.len() as TokenId)
        .filter_map(|t| Some((t, speech(sight, t)?)))
        .collect();
    let guest = guest(sight, names, of_name, &said, quoted);
    let mut sides = HashMap::default();
    for (token, speech) in said {
        let asked = asks(sight, token);
        let who = || match quoted[token as usize] {
            true => speaker(sight, token, quoted, cast),
            false => guest.filter(|_| !asked),
        };
        let entity = match speech {
            Speech::Speaker => who(),
            Speech::Side => who().map(|who| side(sight, token, who, &mut sides, cast)),
            Speech::Addressee if quoted[token as usize] => None,
            Speech::Addressee => guest.filter(|_| asked),
        };
        let Some(entity) = entity else { continue };
        let words = Words {
            span: sight.parsed.tokens[token as usize].span,
            phrase: token..token + 1,
            own: token..token + 1,
            kind: MentionKind::Pronoun,
        };
        cast.mention(sight, words, entity);
    }
}

/// Whom someone speaks for as "we": nobody knows who they are, but they are of the speaker's code.
fn side(
    sight: &Sight<'_>,
    token: TokenId,
    speaker: EntityId,
    sides: &mut HashMap<EntityId, EntityId, foldhash::fast::FixedState>,
    cast: &mut Cast,
) -> EntityId {
    *sides.entry(speaker).or_insert_with(|| {
        let who = &cast.entities[speaker as usize];
        let entity = Entity {
            name: sight.form(token).to_lowercase(),
            kind: EntityKind::Group,
            code: who.code,
            presumed: who.presumed,
            ..Entity::default()
        };
        cast.add(entity)
    })
}

/// The part in speech that the token is a pronoun for.
fn speech(sight: &Sight<'_>, token: TokenId) -> Option<Speech> {
    let closed = matches!(sight.upos(token), Upos::Pron | Upos::Det);
    if !closed {
        return None;
    }
    let form = sight.form(token).to_lowercase();
    let pronouns = &sight.pack.naming.pronouns;
    pronouns.iter().find(|p| p.forms.contains(&form))?.speech
}

/// For each token whether it stands between quotation marks of its paragraph.
pub(crate) fn quoted(sight: &Sight<'_>) -> Vec<bool> {
    let marks = &sight.pack.quotes.marks;
    let mut out = vec![false; sight.parsed.tokens.len()];
    let (mut paragraph, mut open) = (u32::MAX, false);
    for sentence in &sight.parsed.sentences {
        if sentence.paragraph != paragraph {
            (paragraph, open) = (sentence.paragraph, false);
        }
        for token in sentence.tokens.clone() {
            let is = |list: &[char]| sight.form(token).starts_with(list);
            match () {
                () if is(&marks.both) => open = !open,
                () if is(&marks.open) => open = true,
                () if is(&marks.close) => open = false,
                () => out[token as usize] = open,
            }
        }
    }
    out
}

/// Whether the token's sentence is a question, or its short paragraph ends with one.
fn asks(sight: &Sight<'_>, token: TokenId) -> bool {
    let sentences = &sight.parsed.sentences;
    let Some(here) = sight.parsed.sentence_of(token) else {
        return false;
    };
    let question = |s: usize| {
        let tokens = sentences[s].tokens.clone();
        tokens.rev().take(2).any(|t| sight.form(t).starts_with('?'))
    };
    let paragraph = |s: &usize| sentences[*s].paragraph == sentences[here].paragraph;
    let before = (0..here).rev().take(TURN).take_while(paragraph).count();
    let after = (here + 1..sentences.len())
        .take(TURN)
        .take_while(paragraph)
        .count();
    question(here) || before + after < TURN && question(here + after)
}

/// Whom the article is an interview with: it speaks as "I" outside quotations, asks, and one
/// person is named most at its head.
fn guest(
    sight: &Sight<'_>,
    names: &[Name],
    of_name: &[EntityId],
    said: &[(TokenId, Speech)],
    quoted: &[bool],
) -> Option<EntityId> {
    let plain = || said.iter().filter(|(t, _)| !quoted[*t as usize]);
    let own = plain().filter(|(t, s)| *s == Speech::Speaker && !asks(sight, *t));
    let asked = plain().any(|(t, s)| *s == Speech::Addressee && asks(sight, *t));
    if own.count() < OWN_WORDS || !asked {
        return None;
    }
    let first = plain().map(|(t, _)| *t).min()?;
    let start = sight.parsed.sentence_of(first)?.max(OPENING);
    let sentences = &sight.parsed.sentences;
    let last = sentences.len().min(start).checked_sub(1)?;
    let end = sentences[last].tokens.end;
    let opening = names.iter().zip(of_name);
    let opening = opening.take_while(|(n, _)| n.tokens.start < end);
    let mut people: Vec<(EntityId, usize, usize)> = Vec::new();
    for (name, &entity) in opening.filter(|(n, _)| n.class == Class::Person) {
        let there = sight.parsed.sentence_of(name.tokens.start)?;
        match people.iter_mut().find(|p| p.0 == entity) {
            Some((_, times, _)) => *times += 1,
            None => people.push((entity, 1, there)),
        }
    }
    let (most, times, sentence) = *people.iter().rev().max_by_key(|p| p.1)?;
    // Two that are named together answer together.
    let alone = |p: &(EntityId, usize, usize)| p.0 == most || p.1 < times || p.2 != sentence;
    people.iter().all(alone).then_some(most)
}

/// Who says the words that the token is quoted in: by the cue in its sentence, the next ones or
/// the one before.
fn speaker(sight: &Sight<'_>, token: TokenId, quoted: &[bool], cast: &Cast) -> Option<EntityId> {
    let here = sight.parsed.sentence_of(token)?;
    let sentences = &sight.parsed.sentences;
    let paragraph = sentences[here].paragraph;
    let onwards = here..sentences.len().min(here + FURTHER);
    let order = onwards.chain(here.checked_sub(1));
    let near = order.filter(|&s| sentences[s].paragraph == paragraph);
    near.into_iter().find_map(|s| {
        sentences[s]
            .tokens
            .clone()
            .filter(|&t| !quoted[t as usize] && is_cue(sight, t))
            .find_map(|cue| speaker_of(sight, cue, quoted, cast))
    })
}

/// Whether the token is who says something: the subject of a cue, or right behind or, as a clitic,
/// on one.
pub(crate) fn speaks(sight: &Sight<'_>, token: TokenId) -> bool {
    let head = sight.head(token);
    let subject = head != token && sight.rel(token).is(Rel::Nsubj) && is_cue(sight, head);
    subject || token > 0 && sight.pack.quotes.after.has(sight.lemma(token - 1))
}

fn is_cue(sight: &Sight<'_>, token: TokenId) -> bool {
    let quotes = &sight.pack.quotes;
    let lemma = sight.lemma(token);
    quotes.verbs.has(lemma) || quotes.quoted_only.has(lemma) || quotes.after.has(lemma)
}

/// The person who is the subject of the cue, or stands right behind or before it.
fn speaker_of(sight: &Sight<'_>, cue: TokenId, quoted: &[bool], cast: &Cast) -> Option<EntityId> {
    let sentence = sight.sentence(cue);
    let entity = |t: TokenId| {
        let at = cast.heads.get(t as usize)?.checked_sub(1)?;
        let entity = cast.mentions.get(at as usize)?.entity;
        let kind = cast.entities[entity as usize].kind;
        (kind == EntityKind::Person && !quoted[t as usize]).then_some(entity)
    };
    let subject = sentence
        .clone()
        .find(|&t| sight.head(t) == cue && sight.rel(t).is(Rel::Nsubj));
    let behind = cue + 1..sentence.end.min(cue + 1 + NEAR);
    let before = sentence.start.max(cue.saturating_sub(NEAR))..cue;
    subject
        .and_then(entity)
        .or_else(|| behind.into_iter().find_map(entity))
        .or_else(|| before.rev().find_map(entity))
}
