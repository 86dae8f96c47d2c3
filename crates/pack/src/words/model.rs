//! The trained tagger and parser: `weights/parser.toml` and `parser.bin`.

use risalah_doc::{Feats, Lang, Rel, Upos};
use risalah_learn::Parser;
use serde::Deserialize;

use crate::Files;
use crate::weights::{self, Weights};

/// A trained tagger and parser with the names of its labels.
#[derive(Debug)]
pub struct Model {
    /// The weights' name.
    pub name: String,
    /// The weights' version.
    pub version: String,
    /// The weights.
    pub parser: Parser,
    /// What each tag says.
    pub tags: Vec<(Upos, Feats)>,
    /// The relations.
    pub rels: Vec<Rel>,
}

/// `parser.toml`: what the weights are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "some of it is only for people to read")]
struct About {
    name: String,
    version: String,
    sha256: String,
    licence: String,
    trained_on: Vec<String>,
    epochs: Option<usize>,
    seed: Option<u64>,
    scores: Vec<String>,
    tags: Vec<String>,
    rels: Vec<String>,
}

impl weights::About for About {
    fn sha256(&self) -> &str {
        &self.sha256
    }
}

impl Model {
    /// Loads the weights; `None` where there are none, a fault where they are not those described.
    pub(super) fn load(files: &mut Files, lang: Lang) -> Option<Self> {
        let Weights { about, bytes, at } = weights::read::<About>(files, lang, "parser")?;
        let [described, weights] = at;
        let Ok(parser) = Parser::read(&bytes) else {
            files.fault(weights, "holds no weights that this version can read");
            return None;
        };
        let tags: Option<Vec<_>> = about.tags.iter().map(|t| tag(t)).collect();
        let rels: Option<Vec<_>> = about.rels.iter().map(|r| Rel::parse(r)).collect();
        let (Some(tags), Some(rels)) = (tags, rels) else {
            files.fault(described, "names tags or relations that are not UD's");
            return None;
        };
        if parser.classes != [tags.len(), rels.len()] {
            files.fault(
                described,
                "names more or fewer labels than the weights have",
            );
            return None;
        }
        Some(Self {
            name: about.name,
            version: about.version,
            parser,
            tags,
            rels,
        })
    }
}

fn tag(text: &str) -> Option<(Upos, Feats)> {
    let mut parts = text.split('|');
    let upos = Upos::parse(parts.next()?)?;
    let mut feats = Feats::default();
    for (name, value) in parts.filter_map(|p| p.split_once('=')) {
        feats.set(name, value);
    }
    Some((upos, feats))
}
