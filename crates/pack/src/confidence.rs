//! The trained model that says how sure an event is: `weights/confidence.toml` and `.bin`.

use risalah_doc::Lang;
use risalah_learn::Choice;
use serde::Deserialize;

use crate::Files;
use crate::weights::{self, Weights};

/// A model over what patterns found.
#[derive(Clone, Debug)]
pub struct Confidence {
    /// The weights: class 0 is a wrong event, class 1 a right one.
    pub choice: Choice,
    /// An event less probable than this is dropped.
    pub keep: f32,
}

/// `confidence.toml`: what the weights are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "some of it is only for people to read")]
struct About {
    name: String,
    version: String,
    sha256: String,
    licence: String,
    trained_on: Vec<String>,
    scores: Vec<String>,
    keep: f32,
}

impl weights::About for About {
    fn sha256(&self) -> &str {
        &self.sha256
    }
}

impl Confidence {
    /// Loads the weights; `None` where there are none, a fault where they are not those described.
    pub(crate) fn load(files: &mut Files, lang: Lang) -> Option<Self> {
        let Weights { about, bytes, at } = weights::read::<About>(files, lang, "confidence")?;
        let Some(choice) = Choice::read(&bytes).filter(|c| c.classes() == 2) else {
            let [_, weights] = at;
            files.fault(weights, "holds no weights that this version can read");
            return None;
        };
        Some(Self {
            choice,
            keep: about.keep,
        })
    }
}
