//! The trained tagger and parser: `weights/parser.toml` and `parser.bin`.

use risalah_doc::{Feats, Lang, Rel, Upos};
use risalah_learn::Parser;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::Files;

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
    scores: Vec<String>,
    tags: Vec<String>,
    rels: Vec<String>,
}

impl Model {
    /// Loads the weights; `None` where there are none, a fault where they are not those described.
    pub(super) fn load(files: &mut Files, lang: Lang) -> Option<Self> {
        let path = format!("{lang}/weights/parser.toml");
        if !files.has(&path) {
            return None;
        }
        let (about, _) = files.toml::<About>(&path)?;
        let weights = format!("{lang}/weights/parser.bin");
        let bytes = files.bytes(&weights)?;
        let digest: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        if digest != about.sha256 {
            let what = format!("has the digest {digest}, {path} says {}", about.sha256);
            files.fault(Files::at(&weights, 0), what);
            return None;
        }
        let Ok(parser) = Parser::read(&bytes) else {
            files.fault(
                Files::at(&weights, 0),
                "holds no weights that this version can read",
            );
            return None;
        };
        let tags: Option<Vec<_>> = about.tags.iter().map(|t| tag(t)).collect();
        let rels: Option<Vec<_>> = about.rels.iter().map(|r| Rel::parse(r)).collect();
        let (Some(tags), Some(rels)) = (tags, rels) else {
            files.fault(
                Files::at(&path, 0),
                "names tags or relations that are not UD's",
            );
            return None;
        };
        if parser.classes != [tags.len(), rels.len()] {
            files.fault(
                Files::at(&path, 0),
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
