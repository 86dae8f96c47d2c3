//! The exact code of an act that is told by what it is about: "demanded" and "the release of
//! the hostages".
//!
//! The words are looked for in the sentence and not on paths of the tree: what is demanded or
//! refused stands in clauses and phrases below the trigger that no parser attaches reliably.

use std::ops::Range;

use risalah_doc::{Event, Rel, Resolved, TokenId};
use risalah_pack::contents::{Contents, Word};
use risalah_pack::ontology::{Leaf, Ontology};

use crate::tree::Tree;

/// How many times a code is made more exact: "aid", then "economic aid".
const STEPS: usize = 2;
/// How far apart the words of one wording may stand.
const APART: TokenId = 10;
/// How many words nearer a wording seems for each further set of words that it has.
const EACH_SET: i64 = 6;
/// How many words farther a wording seems that is not below the trigger in the tree.
const BESIDE: i64 = 8;

/// Gives events with a general code the exact one that their sentence words.
pub(crate) fn refine(
    contents: &Contents,
    ontology: &Ontology,
    tree: &Tree<'_>,
    resolved: &Resolved,
    events: &mut [Event],
) {
    let mut seen = Vec::new();
    for of_sentence in events.chunk_by_mut(|a, b| a.sentence == b.sentence) {
        let sentence = of_sentence.first().map(|e| e.sentence as usize);
        let sentence = sentence.and_then(|s| resolved.parsed.sentences.get(s));
        look(
            contents,
            tree,
            sentence.map_or(0..0, |s| s.tokens.clone()),
            &mut seen,
        );
        for event in of_sentence {
            let Some(mut code) = event.cameo.take() else {
                continue;
            };
            for _ in 0..STEPS {
                let Some(leaf) = exact(contents, ontology, tree, event, &code, &seen) else {
                    break;
                };
                code = leaf.code.clone();
            }
            event.goldstein = ontology.code(&code).map(|code| code.goldstein);
            event.cameo = Some(code);
        }
    }
}

/// A word of a wording, where it stands.
struct Seen<'a> {
    word: &'a Word,
    at: TokenId,
}

/// All words of wordings among the tokens, by wording and place.
fn look<'a>(
    contents: &'a Contents,
    tree: &Tree<'_>,
    tokens: Range<TokenId>,
    seen: &mut Vec<Seen<'a>>,
) {
    seen.clear();
    for at in tokens {
        let lemma = tree.lemma(at);
        let small = lemma
            .starts_with(char::is_uppercase)
            .then(|| lemma.to_lowercase());
        for word in contents.starting(small.as_deref().unwrap_or(lemma)) {
            let rest = word.rest.iter().map(AsRef::as_ref);
            if word.rest.is_empty() || tree.phrase(rest, at + 1, tree.end()).is_some() {
                seen.push(Seen { word, at });
            }
        }
    }
    seen.sort_by_key(|s| (s.word.wording, s.at));
}

fn exact<'a>(
    contents: &Contents,
    ontology: &'a Ontology,
    tree: &Tree<'_>,
    event: &Event,
    code: &str,
    seen: &[Seen<'_>],
) -> Option<&'a Leaf> {
    let wordings = contents.wordings();
    let leaf = |wording: u32| ontology.leaf(code, &wordings[wording as usize].content);
    let fits = |s: &&Seen<'_>| {
        let below = || about(tree, event.anchor, s.at) && !acting(tree, event, s.at);
        leaf(s.word.wording).is_some_and(|leaf| leaf.anywhere || below())
    };
    let fitting: Vec<&Seen<'_>> = seen.iter().filter(fits).collect();
    let groups = fitting.chunk_by(|a, b| a.word.wording == b.word.wording);
    let best = groups
        .filter_map(|group| {
            let wording = group[0].word.wording;
            let far = distance(tree, event.anchor, wordings[wording as usize].sets, group)?;
            Some((far, wording))
        })
        .min()?;
    leaf(best.1)
}

/// Whether the word may say what the trigger is about: what follows it or hangs on it.
fn about(tree: &Tree<'_>, anchor: TokenId, at: TokenId) -> bool {
    at >= anchor || tree.dominates(anchor, at)
}

/// Whether the word names who acts.
fn acting(tree: &Tree<'_>, event: &Event, at: TokenId) -> bool {
    let span = tree.token(at).span;
    let named = event.actors.iter().any(|a| a.span.overlaps(span));
    let subject = || {
        let own = |s: TokenId| tree.token(s).rel == Rel::Nsubj && s < event.anchor;
        let mut subjects = tree
            .children(event.anchor)
            .iter()
            .copied()
            .filter(|s| own(*s));
        subjects.any(|s| tree.dominates(s, at))
    };
    named || at < event.anchor && subject()
}

/// How far from the trigger a wording seems; `None` where a set has no word near the others'.
fn distance(tree: &Tree<'_>, anchor: TokenId, sets: u8, group: &[&Seen<'_>]) -> Option<i64> {
    // The first set's words are tried in their order, each with the nearest of every other set.
    let of = |set: u8| {
        group
            .iter()
            .filter(move |s| s.word.set == set)
            .map(|s| s.at)
    };
    let tried = of(0).filter_map(|first| {
        let mut far = anchor.abs_diff(first);
        let mut below = tree.dominates(anchor, first);
        for set in 1..sets {
            let near = of(set)
                .filter(|at| *at != first)
                .min_by_key(|at| at.abs_diff(first))?;
            if near.abs_diff(first) > APART {
                return None;
            }
            far = far.max(anchor.abs_diff(near));
            below &= tree.dominates(anchor, near);
        }
        let beside = if below { 0 } else { BESIDE };
        Some(i64::from(far) + beside - EACH_SET * i64::from(sets.saturating_sub(1)))
    });
    tried.min()
}
