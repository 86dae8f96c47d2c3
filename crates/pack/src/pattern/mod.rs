//! Event patterns: triggers in the dependency tree, and what they code to.
//!
//! Every pattern shows sentences that it codes and sentences that it must not; one that does
//! not is refused. `packs/README.md` holds the format.

mod load;
mod tree;

use std::sync::Arc;

use hashbrown::HashMap;
use risalah_doc::{Status, Upos};

use crate::At;

pub use tree::{Ask, Lemmas, Link, Path, Step, Term, Tree};
pub(crate) use tree::{Classes, Sets};

/// All patterns of a language, found by the first word of their triggers.
#[derive(Debug, Default)]
pub struct Patterns {
    // Invariant: in the order of their names, so that equal ranks fall the same way everywhere.
    all: Vec<Pattern>,
    by_lemma: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
}

/// One sense of a verb or noun.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// `assault/open-fire-on`: its file and its id.
    pub name: Arc<str>,
    /// Where it stands.
    pub at: At,
    /// The type it codes to, by its place in the ontology.
    pub kind: u32,
    /// The type's mode.
    pub mode: Option<Arc<str>>,
    /// Contexts it brings.
    pub contexts: Vec<Arc<str>>,
    /// The CAMEO code that always holds.
    pub cameo: Option<Arc<str>>,
    /// What must stand in the tree.
    pub tree: Tree,
    /// Where actors stand; the first alternative that names a party wins.
    pub actor: Vec<Path>,
    /// Where recipients stand.
    pub recipient: Vec<Path>,
    /// Whether all parties are actors.
    pub mutual: bool,
    /// What the wording makes of the act, where it is not for the mood to say.
    pub status: Option<Status>,
    /// Whether it wants its trigger negated: "tidak bersedia" refuses.
    pub negated: bool,
    /// Whether saying it is the act, so that in a quotation its speaker acts: "Israel punya hak membela
    /// diri".
    pub voiced: bool,
    /// How often it is right, 0 to 1.
    pub prior: f32,
    /// Sentences it codes.
    pub yes: Vec<Yes>,
    /// Sentences it must leave alone.
    pub no: Vec<String>,
}

/// A sentence that a pattern codes, and to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yes {
    /// The sentence.
    pub text: String,
    /// Codes of the actors, sorted.
    pub actors: Vec<String>,
    /// The type.
    pub kind: String,
    /// Codes of the recipients, sorted.
    pub recipients: Vec<String>,
    /// The status.
    pub status: Status,
}

impl Patterns {
    /// All of them, in the order of their names.
    pub fn all(&self) -> &[Pattern] {
        &self.all
    }

    /// Patterns whose trigger begins with this lemma.
    pub fn starting(&self, lemma: &str) -> impl Iterator<Item = &Pattern> {
        self.by_lemma
            .get(lemma)
            .into_iter()
            .flatten()
            .map(|at| &self.all[*at as usize])
    }
}

impl Pattern {
    /// How much it asks for: of two patterns on the same words the one that asks more is meant.
    pub fn rank(&self) -> usize {
        let musts = self.tree.terms.iter().filter(|term| term.ask == Ask::Must);
        musts
            .map(|term| {
                if term.path.iter().any(|s| !s.heads.is_empty()) {
                    3
                } else {
                    1
                }
            })
            .sum::<usize>()
            + self.tree.lemmas.phrases().len().min(1) * 2
    }

    /// Whether its trigger may be this part of speech.
    pub fn takes(&self, upos: Upos) -> bool {
        self.tree.upos.contains(&upos)
    }
}
