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
    /// The trained tagger and parser; `None` where the pack has no weights yet.
    pub model: Option<Model>,
}

impl Words {
    /// Loads and checks `LANG/words/` and `LANG/weights/`.
    pub fn load(files: &mut Files, lang: Lang) -> Self {
        Self {
            tokens: Tokens::load(files, lang),
            lemmas: Lemmas::load(files, lang),
            model: Model::load(files, lang),
        }
    }
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
