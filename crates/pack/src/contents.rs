//! What acts are about: words that make of a general code a more exact one.
//!
//! "Demanded" is CAMEO 100 whatever is demanded; that it is the release of prisoners stands in
//! other words, which are the same for what is promised, refused or threatened. So they are
//! listed once (`LANG/contents.toml`), and the ontology says what each makes of which code
//! (`ontology/leaves.tsv`).

use std::collections::BTreeMap;

use hashbrown::HashMap;
use risalah_doc::Lang;
use serde::Deserialize;

use crate::Files;
use crate::ontology::Ontology;

/// `LANG/contents.toml`: the wordings of each content, found by their words.
#[derive(Debug, Default)]
pub struct Contents {
    // Invariant: in the order of the contents' names.
    wordings: Vec<Wording>,
    by_word: HashMap<Box<str>, Vec<Word>, foldhash::fast::FixedState>,
}

/// One way to word a content: a word of each of its sets, near one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The content: `release`.
    pub content: Box<str>,
    /// How many sets it has.
    pub sets: u8,
}

/// That a word, or the phrase it begins, is in a set of a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The wording, by its place in [`Contents::wordings`].
    pub wording: u32,
    /// The set, by its place in the wording.
    pub set: u8,
    /// The words that must follow.
    pub rest: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sets: BTreeMap<String, Vec<String>>,
    contents: BTreeMap<String, Vec<String>>,
}

impl Contents {
    /// All wordings; [`Word::wording`] is a place here.
    pub fn wordings(&self) -> &[Wording] {
        &self.wordings
    }

    /// Where the lemma, or a phrase that it begins, belongs.
    pub fn starting(&self, lemma: &str) -> &[Word] {
        self.by_word.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Loads `LANG/contents.toml`; a language without it has none.
    pub(crate) fn load(files: &mut Files, lang: Lang, ontology: &Ontology) -> Self {
        let path = format!("{lang}/contents.toml");
        let mut out = Self::default();
        if !files.has(&path) {
            return out;
        }
        let Some((file, _)) = files.toml::<File>(&path) else {
            return out;
        };
        for (content, wordings) in &file.contents {
            if !ontology.has_content(content) {
                let what = format!("content `{content}` is not in ontology/leaves.tsv");
                files.fault(Files::at(&path, 0), what);
            }
            for wording in wordings {
                if let Err(what) = out.add(content, wording, &file.sets) {
                    files.fault(Files::at(&path, 0), format!("content `{content}`: {what}"));
                }
            }
        }
        out
    }

    /// Adds `lift|end & @sanction`: alternatives joined by `|`, sets by `&`.
    fn add(
        &mut self,
        content: &str,
        text: &str,
        named: &BTreeMap<String, Vec<String>>,
    ) -> Result<(), String> {
        let wording = self.wordings.len() as u32;
        let mut sets = 0;
        for (set, words) in text.split('&').enumerate() {
            let set = u8::try_from(set).map_err(|_| "a wording has too many sets".to_owned())?;
            for word in words.split('|').map(str::trim) {
                match word.strip_prefix('@') {
                    Some(name) => named
                        .get(name)
                        .ok_or_else(|| format!("`@{name}` is not in `[sets]`"))?
                        .iter()
                        .for_each(|word| self.put(word, wording, set)),
                    None if word.is_empty() => {
                        return Err(format!("`{text}` has an empty alternative"));
                    }
                    None => self.put(word, wording, set),
                }
            }
            sets = set + 1;
        }
        self.wordings.push(Wording {
            content: content.into(),
            sets,
        });
        Ok(())
    }

    fn put(&mut self, word: &str, wording: u32, set: u8) {
        let mut parts = word.split(' ').map(Box::from);
        let Some(first) = parts.next() else {
            return;
        };
        self.by_word.entry(first).or_default().push(Word {
            wording,
            set,
            rest: parts.collect(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_sets_and_phrases_are_found_by_their_first_word() {
        let mut contents = Contents::default();
        let named = BTreeMap::from([("ended".to_owned(), vec!["curfew".to_owned()])]);
        contents
            .add("end-curbs", "lift|call off & @ended", &named)
            .unwrap();
        assert_eq!(contents.wordings()[0].sets, 2);
        assert_eq!(contents.starting("call")[0].rest, [Box::from("off")]);
        assert_eq!(contents.starting("curfew")[0].set, 1);
        assert!(contents.starting("off").is_empty());
    }

    #[test]
    fn an_unknown_set_is_told() {
        let told = Contents::default().add("end-curbs", "lift & @ended", &BTreeMap::new());
        assert_eq!(told, Err("`@ended` is not in `[sets]`".to_owned()));
    }
}
