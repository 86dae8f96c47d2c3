//! Words of a language: how its text falls into words, and what the words are.

mod lemmas;
mod model;
mod tokens;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};
use risalah_doc::Lang;

use crate::Files;

pub use lemmas::{Active, Ending, Form, Inflection, Lemmas, VoicePrefix};
pub use model::Model;
pub use tokens::{Abbreviation, Clitic, Hyphen, Rest, Tokens};

/// A lookup table that is the same in every run.
pub type Map<V> = HashMap<Box<str>, V, FixedState>;
/// A set of words that is the same in every run.
pub type Set = HashSet<Box<str>, FixedState>;

/// All that parsing a language needs.
#[derive(Debug, Default)]
pub struct Words {
    /// How text falls into sentences and words.
    pub tokens: Tokens,
    /// How words come back to their dictionary form.
    pub lemmas: Lemmas,
    /// Words that the parser takes for another kind of word ("Mendag" for a verb), and the word that
    /// it reads in their place.
    pub seen: Map<Box<str>>,
    /// The trained tagger and parser; `None` where the pack has no weights yet.
    pub model: Option<Model>,
}

impl Words {
    /// Loads and checks `LANG/words/` and `LANG/weights/`.
    pub fn load(files: &mut Files, lang: Lang) -> Self {
        Self {
            tokens: Tokens::load(files, lang),
            lemmas: Lemmas::load(files, lang),
            seen: seen(files, lang),
            model: Model::load(files, lang),
        }
    }
}

/// Loads `LANG/words/seen.tsv`.
fn seen(files: &mut Files, lang: Lang) -> Map<Box<str>> {
    let mut out = map();
    for row in files
        .table(&format!("{lang}/words/seen.tsv"), &["form", "as"])
        .rows
    {
        if out.insert(row.cell(0).into(), row.cell(1).into()).is_some() {
            files.fault(row.at.clone(), format!("`{}` is here twice", row.cell(0)));
        }
    }
    out
}

/// An empty map that hashes the same in every run.
fn map<V>() -> Map<V> {
    HashMap::with_hasher(FixedState::default())
}

/// The set of these words.
fn set(words: impl IntoIterator<Item = impl Into<Box<str>>>) -> Set {
    let mut out = HashSet::with_hasher(FixedState::default());
    out.extend(words.into_iter().map(Into::into));
    out
}
