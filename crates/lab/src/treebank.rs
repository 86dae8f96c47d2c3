//! Treebanks: sentences of CoNLL-U files, with labels made alike.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// A sentence with its gold analysis, labels as numbers of [`Labels`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Gold {
    /// The words as written.
    pub(crate) forms: Vec<String>,
    /// Whether the word is written onto the one before it.
    pub(crate) joined: Vec<bool>,
    /// How headlines write an active verb whose prefix they leave out.
    pub(crate) bare: Vec<Option<String>>,
    /// Part of speech, with features where the training asks for them.
    pub(crate) tags: Vec<u8>,
    /// Whether the tag is one to learn.
    pub(crate) told: Vec<bool>,
    /// Heads from 1; 0 is the root.
    pub(crate) heads: Vec<u32>,
    /// Relations.
    pub(crate) rels: Vec<u8>,
}

/// Names of labels; a label's number is its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    /// Tags: `VERB` or `VERB|Tense=Past`.
    pub(crate) tags: Vec<String>,
    /// Relations.
    pub(crate) rels: Vec<String>,
}

/// How labels of different treebanks are made alike.
#[derive(Clone, Debug, Default)]
pub(crate) struct Harmony {
    /// Features that are part of the tag.
    pub(crate) feats: Vec<String>,
    /// Relations that are called something else.
    pub(crate) rels: BTreeMap<String, String>,
}

/// Reads a treebank; new labels are added to `labels`.
pub(crate) fn read(path: &Path, harmony: &Harmony, labels: &mut Labels) -> Result<Vec<Gold>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut out = Vec::new();
    let mut gold = Gold::default();
    // The words after the first of those that are written as one.
    let mut onto = 0..0;
    for (n, line) in text.lines().chain([""]).enumerate() {
        if line.is_empty() {
            if !gold.forms.is_empty() {
                out.push(std::mem::take(&mut gold));
                onto = 0..0;
            }
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if let Some((Ok(first), Ok(last))) = cells[0]
            .split_once('-')
            .map(|(a, b)| (a.parse(), b.parse()))
        {
            onto = first..last;
        }
        if line.starts_with('#') || !cells[0].bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let [_, form, lemma, upos, _, feats, head, rel, ..] = cells[..] else {
            bail!("{}:{}: has {} columns", path.display(), n + 1, cells.len());
        };
        let rel = harmony.rels.get(rel).map_or(rel, String::as_str);
        gold.joined.push(onto.contains(&gold.forms.len()));
        gold.forms.push(form.to_owned());
        let active = upos == "VERB" && feats.split('|').any(|f| f == "Voice=Act");
        gold.bare.push(active.then(|| bare(form, lemma)).flatten());
        gold.tags
            .push(number(&mut labels.tags, &harmony.tag(upos, feats)));
        gold.told.push(true);
        gold.heads.push(
            head.parse()
                .with_context(|| format!("{}:{}", path.display(), n + 1))?,
        );
        gold.rels.push(number(&mut labels.rels, rel));
    }
    Ok(out)
}

/// The form from its root on, which has the first letter that the lemma has and a prefix may have
/// swallowed: "menahan" of "tahan" is "tahan", "menyelamatkan" of "selamat" is "selamatkan".
fn bare(form: &str, lemma: &str) -> Option<String> {
    let first = lemma.chars().next()?.len_utf8();
    let root = &lemma[first..];
    let at = form.find(root).filter(|_| root.len() > 2)?;
    let bare = format!("{}{}", &lemma[..first], &form[at..]);
    (at > 1 && bare.len() < form.len()).then_some(bare)
}

impl Harmony {
    fn tag(&self, upos: &str, feats: &str) -> String {
        let mut tag = upos.to_owned();
        for feat in feats.split('|') {
            let name = feat.split('=').next().unwrap_or_default();
            if self.feats.iter().any(|f| f == name) {
                tag.push('|');
                tag.push_str(feat);
            }
        }
        tag
    }
}

fn number(names: &mut Vec<String>, name: &str) -> u8 {
    let at = names.iter().position(|n| n == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    u8::try_from(at).unwrap_or(u8::MAX)
}
