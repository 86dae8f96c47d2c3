//! A thing that is told of, of which nothing is said: "confirmed the raid".

use risalah_doc::{Rel, TokenId, Upos};

use crate::quotes::cue::Cue;
use crate::quotes::marked::Marked;
use crate::quotes::range::{Range, states};
use crate::tree::Tree;

/// How far up the tree it is looked what a verb hangs on.
const STEPS: usize = 8;

/// Whether marks stand in a range.
pub(crate) fn quoted(tree: &Tree<'_>, marked: &[Marked], range: &Range) -> bool {
    let (first, last) = (tree.token(*range.start()), tree.token(*range.end()));
    let next = marked.partition_point(|m| m.outer.end() <= first.span.start());
    let m = marked.get(next);
    m.is_some_and(|m| m.outer.start() < last.span.end())
}

/// "confirmed the raid that killed two": only a thing is told of, and no clause says anything of it.
pub(crate) fn bare(tree: &Tree<'_>, cue: &Cue, range: &Range) -> bool {
    let object = tree
        .with_rel(cue.token, Rel::Obj)
        .find(|o| range.contains(o));
    let clause = |rel: Rel| matches!(rel, Rel::Ccomp | Rel::Xcomp | Rel::Parataxis);
    let children = tree.children(cue.token);
    let said = children
        .iter()
        .any(|c| *c > cue.last && clause(tree.token(*c).rel));
    if object.is_none() || said {
        return false;
    }
    let within = |verb: TokenId| {
        let mut at = verb;
        for _ in 0..STEPS {
            if hangs(tree, at) {
                return true;
            }
            match tree.head(at) {
                Some(head) if range.contains(&head) => at = head,
                _ => break,
            }
        }
        Some(at) == object && verb != at
    };
    let verbs = range.clone().filter(|t| {
        let upos = tree.token(*t).upos;
        matches!(upos, Upos::Verb | Upos::Aux) || states(tree, *t)
    });
    verbs.into_iter().all(within)
}

/// Whether a clause fills the thing and is not said of it: what the parser hangs on a noun may be,
/// as in "announced talks will begin".
fn hangs(tree: &Tree<'_>, at: TokenId) -> bool {
    let rel = tree.token(at).rel;
    let mut helpers = tree
        .with_rel(at, Rel::Aux)
        .chain(tree.with_rel(at, Rel::Advmod));
    let mut openers = tree
        .with_rel(at, Rel::Mark)
        .chain(tree.with_rel(at, Rel::Case));
    let (helped, opened) = (helpers.any(|c| c < at), openers.any(|c| c < at));
    let relative = |t: TokenId| tree.token(t).upos == Upos::Pron;
    let noun = tree.head(at).filter(|h| *h < at);
    let led = noun.is_some_and(|noun| (noun + 1..at).any(relative));
    rel.is(Rel::Acl) && (led || opened || !helped) || rel.is(Rel::Advcl) && opened
}
