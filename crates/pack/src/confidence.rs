//! The trained model that says how sure an event is: `weights/confidence.toml` and `.bin`.

use risalah_doc::Lang;
use risalah_learn::Choice;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::Files;

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

impl Confidence {
    /// Loads the weights; `None` where there are none, a fault where they are not those described.
    pub(crate) fn load(files: &mut Files, lang: Lang) -> Option<Self> {
        let path = format!("{lang}/weights/confidence.toml");
        if !files.has(&path) {
            return None;
        }
        let (about, _) = files.toml::<About>(&path)?;
        let weights = format!("{lang}/weights/confidence.bin");
        let bytes = files.bytes(&weights)?;
        let digest: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        let choice = Choice::read(&bytes).filter(|c| c.classes() == 2);
        let (Some(choice), true) = (choice, digest == about.sha256) else {
            let what = format!("holds no weights of those that {path} describes");
            files.fault(Files::at(&weights, 0), what);
            return None;
        };
        Some(Self {
            choice,
            keep: about.keep,
        })
    }
}
