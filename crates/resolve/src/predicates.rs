//! What a sentence says that someone is: "He was an influential figure", "Ia adalah seorang pelukis".

use risalah_doc::{EntityKind, MentionKind, Rel, TokenId, Upos};

use crate::cast::{Cast, Words};
use crate::people::told_of;
use crate::sight::Sight;

/// Makes nouns that say what a person is mentions of that person, where no negation stands by.
pub(crate) fn join(sight: &Sight<'_>, cast: &mut Cast) {
    for noun in 0..sight.parsed.tokens.len() as TokenId {
        if sight.upos(noun) != Upos::Noun || cast.heads[noun as usize] != 0 {
            continue;
        }
        let Some(subject) = told_of(sight, noun) else {
            continue;
        };
        let Some(at) = cast.heads[subject as usize].checked_sub(1) else {
            continue;
        };
        let mention = cast.mentions[at as usize];
        let person = cast.entities[mention.entity as usize].kind == EntityKind::Person;
        let known = mention.kind != MentionKind::Nominal && mention.head == subject;
        if !person || !known || !is_bare(sight, noun) {
            continue;
        }
        let words = Words {
            span: sight.span(&phrase(sight, noun)),
            phrase: noun..noun + 1,
            own: noun..noun + 1,
            kind: MentionKind::Nominal,
        };
        cast.mention(sight, words, mention.entity);
    }
}

/// Whether neither a preposition nor a negation hangs on the noun, nor a number of several.
fn is_bare(sight: &Sight<'_>, noun: TokenId) -> bool {
    let grammar = &sight.pack.grammar;
    let sentence = sight.sentence(noun);
    let mut below = sentence.filter(|&t| t != noun && sight.head(t) == noun);
    let plural = sight.parsed.tokens[noun as usize].feats.get("Number") == "Plur";
    let hinders = |t: TokenId| {
        let rel = sight.rel(t);
        rel.is(Rel::Case) || rel.is(Rel::Mark) || sight.is_one_of(t, &grammar.negations)
    };
    !plural && !below.any(hinders)
}

/// The noun with what describes it, and without the sentence's other parts.
fn phrase(sight: &Sight<'_>, noun: TokenId) -> std::ops::Range<TokenId> {
    let sentence = sight.sentence(noun);
    let own = |t: TokenId| {
        let rel = sight.rel(t).universal();
        matches!(
            rel,
            Rel::Nmod | Rel::Amod | Rel::Acl | Rel::Compound | Rel::Flat | Rel::Nummod | Rel::Det
        )
    };
    let mut start = noun;
    while start > sentence.start && sight.head(start - 1) == noun && own(start - 1) {
        start -= 1;
    }
    let mut end = noun + 1;
    while end < sentence.end && hangs(sight, end, noun, &own) {
        end += 1;
    }
    start..end
}

/// How far below its noun a word of the phrase may hang.
const DEPTH: usize = 8;

/// Whether the token hangs on the noun by something that describes it.
fn hangs(sight: &Sight<'_>, token: TokenId, noun: TokenId, own: &impl Fn(TokenId) -> bool) -> bool {
    let mut at = token;
    for _ in 0..DEPTH {
        let head = sight.head(at);
        if head == noun {
            return own(at);
        }
        if head == at || head < noun {
            return false;
        }
        at = head;
    }
    false
}
