//! From the words of a sentence to tags, lemmas and a tree.

use std::ops::Range;

use risalah_doc::{Feats, Rel, Span, Token, TokenId, Upos, Voice, titled};
use risalah_learn::{Scratch, Word, word};
use risalah_pack::words::{Model, Words};

use crate::LONGEST;

use crate::lemma::{Known, lemma, verbal};

/// Room for work, kept from one sentence to the next.
#[derive(Default)]
pub(crate) struct Room {
    scratch: Scratch,
    lower: String,
}

/// Fills in what is not known of the tokens `range`, whose spans point into `text`.
pub(crate) fn sentence(
    words: &Words,
    text: &str,
    tokens: &mut [Token],
    range: Range<TokenId>,
    lemmas: &mut String,
    room: &mut Room,
) {
    if range.is_empty() {
        return;
    }
    let base = range.start;
    let tokens = &mut tokens[range.start as usize..range.end as usize];
    match &words.model {
        Some(model) => tree(words, model, text, tokens, base, &mut room.scratch),
        None => flat(tokens, base),
    }
    verbs(words, text, tokens, base, &mut room.lower);
    let mut first = true;
    for n in 0..tokens.len() {
        let form = tokens[n].span.of(text);
        room.lower.clear();
        room.lower.extend(form.chars().flat_map(char::to_lowercase));
        let clitic =
            tokens[n].joined && n > 0 && is_clitic(words, tokens[n - 1].span.of(text), true);
        let start = lemmas.len();
        let token = &mut tokens[n];
        if token.joined
            && let Some(own) = clitic_lemma(words, &room.lower)
        {
            lemmas.push_str(own);
        } else {
            let known = Known {
                form,
                lower: &room.lower,
                upos: token.upos,
                after_clitic: clitic,
                first,
            };
            let voice = lemma(&words.lemmas, &known, lemmas);
            if voice != Voice::None {
                token.feats.set_voice(voice);
                if token.upos != Upos::Aux {
                    token.upos = Upos::Verb;
                }
            }
        }
        token.lemma = Span::new(start, lemmas.len());
        if words.tokens.negation.contains(room.lower.as_str()) {
            token.feats.set("Polarity", "Neg");
        }
        first = first && !form.starts_with(char::is_alphanumeric);
    }
    passives(tokens, base);
}

fn is_clitic(words: &Words, form: &str, before: bool) -> bool {
    words
        .tokens
        .clitics
        .iter()
        .any(|c| c.before == before && *c.form == *form)
}

/// The dictionary form of a clitic after its word.
fn clitic_lemma<'a>(words: &'a Words, lower: &str) -> Option<&'a str> {
    let clitic = words
        .tokens
        .clitics
        .iter()
        .find(|c| !c.before && *c.form == *lower)?;
    Some(&clitic.lemma)
}

/// Tags and heads by the model. What is longer than a sentence may be is read in pieces, whose
/// roots hang on the first one's.
fn tree(
    words: &Words,
    model: &Model,
    text: &str,
    tokens: &mut [Token],
    base: TokenId,
    room: &mut Scratch,
) {
    let (mut at, mut top) = (base, None);
    let titled = titled(tokens.iter().map(|t| t.span.of(text)));
    for piece in tokens.chunks_mut(LONGEST) {
        room.words.clear();
        room.words
            .extend(piece.iter().map(|t| look(words, t.span.of(text), titled)));
        model.parser.parse(room);
        for (n, token) in piece.iter_mut().enumerate() {
            (token.upos, token.feats) = label(&model.tags, room.tags.get(n));
            let own = at + n as u32;
            let head = room.heads.get(n + 1).copied().unwrap_or_default();
            let rel = label(&model.rels, room.relations.get(n));
            (token.head, token.rel) = match (head, rel) {
                (0, _) => match top {
                    None => (own, Rel::Root),
                    Some(top) => (top, Rel::Parataxis),
                },
                // Only the root has no head.
                (head, Rel::Root) => (at + head - 1, Rel::Dep),
                (head, rel) => (at + head - 1, rel),
            };
        }
        if top.is_none() {
            top = piece
                .iter()
                .zip(at..)
                .find(|(t, own)| t.head == *own)
                .map(|(_, own)| own);
        }
        at += piece.len() as u32;
    }
}

/// What the model sees of a word: the one that the pack lists in its place, if any. In a headline
/// whose words all begin with a capital, a root that stands bare for a verb is seen as it would be
/// written elsewhere.
fn look(words: &Words, form: &str, titled: bool) -> Word {
    if titled && form.starts_with(char::is_uppercase) {
        let lower = form.to_lowercase();
        if words.lemmas.roots.contains(lower.as_str()) {
            return word(&lower);
        }
    }
    word(words.seen.get(form).map_or(form, |seen| seen))
}

fn label<T: Copy + Default>(labels: &[T], number: Option<&u8>) -> T {
    number
        .and_then(|n| labels.get(usize::from(*n)))
        .copied()
        .unwrap_or_default()
}

/// A word that has a subject or an auxiliary and an object of its own is a verb, whatever the
/// tagger took it for ("Grand jury indicts pair"), and so are a noun behind an auxiliary and an
/// adjective that one makes passive ("were wounded").
fn verbs(words: &Words, text: &str, tokens: &mut [Token], base: TokenId, lower: &mut String) {
    for n in 0..tokens.len() {
        let at = (tokens[n].head - base) as usize;
        let Some(verb) = tokens.get(at) else {
            continue;
        };
        let acts = match tokens[n].rel {
            Rel::Obj => at < n && nominal(verb.upos) && governs(tokens, at, base),
            Rel::AuxPass => verb.upos == Upos::Adj,
            // "must hand over": what an auxiliary stands before without a copula is no noun.
            Rel::Aux => {
                let noun = matches!(verb.upos, Upos::Noun | Upos::Propn);
                n < at && noun && governs(tokens, at, base)
            }
            _ => false,
        };
        if !acts {
            continue;
        }
        let form = verb.span.of(text);
        lower.clear();
        lower.extend(form.chars().flat_map(char::to_lowercase));
        if verbal(&words.lemmas, lower) {
            tokens[at].upos = Upos::Verb;
        }
    }
}

/// Whether it is one of the tags that verbs are mistaken for.
fn nominal(upos: Upos) -> bool {
    matches!(
        upos,
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adp | Upos::X
    )
}

/// Whether a subject or an auxiliary hangs on the word, and no copula.
fn governs(tokens: &[Token], at: usize, base: TokenId) -> bool {
    let has = |rels: &[Rel]| {
        tokens
            .iter()
            .any(|t| (t.head - base) as usize == at && rels.contains(&t.rel))
    };
    has(&[Rel::Nsubj, Rel::NsubjPass, Rel::Aux, Rel::Mark]) && !has(&[Rel::Cop])
}

/// Hangs the root of a sentence's first `lead` tokens, read apart, on that of the others.
pub(crate) fn join(tokens: &mut [Token], range: Range<TokenId>, lead: u32) {
    let root = |part: Range<TokenId>| part.into_iter().find(|t| tokens[*t as usize].head == *t);
    let middle = range.start + lead;
    if let (Some(first), Some(main)) = (root(range.start..middle), root(middle..range.end)) {
        tokens[first as usize].head = main;
        tokens[first as usize].rel = Rel::Parataxis;
    }
}

/// Without weights the first word is the root and all others hang on it.
fn flat(tokens: &mut [Token], base: TokenId) {
    for (n, token) in tokens.iter_mut().enumerate() {
        token.upos = Upos::X;
        token.feats = Feats::default();
        token.head = base;
        token.rel = if n == 0 { Rel::Root } else { Rel::Dep };
    }
}

/// A participle with a passive auxiliary or subject is passive.
fn passives(tokens: &mut [Token], base: TokenId) {
    for n in 0..tokens.len() {
        if matches!(
            tokens[n].rel,
            Rel::AuxPass | Rel::NsubjPass | Rel::CsubjPass
        ) {
            let head = (tokens[n].head - base) as usize;
            if let Some(verb) = tokens
                .get_mut(head)
                .filter(|t| t.upos == Upos::Verb && t.feats.voice() == Voice::None)
            {
                verb.feats.set_voice(Voice::Pass);
            }
        }
    }
}
