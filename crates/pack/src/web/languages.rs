//! The table by which a text's language is told.

use hashbrown::HashMap;
use risalah_doc::Lang;

use super::{Fixed, fixed_map};
use crate::Files;

/// Languages by script and small words.
#[derive(Debug, Default)]
pub struct Languages {
    rows: Vec<Language>,
    // Invariant: sorted by first code point, without overlap.
    scripts: Vec<(u32, u32, u8)>,
    words: HashMap<Box<str>, Vec<(u8, u8)>, Fixed>,
    // Starts (`true`) and ends of words, with the language.
    affixes: Vec<(bool, Box<str>, u8)>,
    script_names: Vec<String>,
    // Scripts used along with another: (the other, the one that tells).
    mixed: Vec<(u8, u8)>,
}

/// One language of the table.
#[derive(Debug)]
struct Language {
    lang: Lang,
    script: u8,
}

/// A word has an affix only if so many bytes are left.
const STEM: usize = 4;
/// How much a word that only this language has weighs, beside 1 for one it shares.
const ONLY: u8 = 3;

impl Languages {
    pub(super) fn load(files: &mut Files) -> Self {
        let mut out = Self {
            words: fixed_map(),
            ..Self::default()
        };
        let columns = ["script", "first", "last", "with"];
        for row in files.table("web/scripts.tsv", &columns).rows {
            let point = |n| u32::from_str_radix(row.cell(n), 16).ok();
            match (point(1), point(2)) {
                (Some(first), Some(last)) if first <= last => {
                    let script = out.script_number(row.cell(0));
                    out.scripts.push((first, last, script));
                    if let Some(other) = row.known(3) {
                        let other = out.script_number(other);
                        out.mixed.push((other, script));
                    }
                }
                _ => files.fault(row.at, "needs two hexadecimal code points in order"),
            }
        }
        if !out.scripts.is_sorted_by(|a, b| a.1 < b.0) {
            files.fault(
                Files::at("web/scripts.tsv", 0),
                "stretches are to be sorted and apart",
            );
        }
        let columns = ["lang", "script", "words", "only", "affixes"];
        for row in files.table("web/languages.tsv", &columns).rows {
            let script = out.script_names.iter().position(|s| s == row.cell(1));
            let (Some(lang), Some(script)) = (Lang::parse(row.cell(0)), script) else {
                files.fault(
                    row.at,
                    "needs a language's code and a script of scripts.tsv",
                );
                continue;
            };
            let number = out.rows.len() as u8;
            for (column, weight) in [(2, 1), (3, ONLY)] {
                for word in row.values(column) {
                    let known = out.words.entry(word.into()).or_default();
                    known.push((number, weight));
                }
            }
            for affix in row.values(4) {
                match (affix.strip_suffix('-'), affix.strip_prefix('-')) {
                    (Some(start), None) => out.affixes.push((true, start.into(), number)),
                    (None, Some(end)) => out.affixes.push((false, end.into(), number)),
                    _ => files.fault(
                        row.at.clone(),
                        format!("`{affix}` is neither `start-` nor `-end`"),
                    ),
                }
            }
            out.rows.push(Language {
                lang,
                script: script as u8,
            });
        }
        out
    }

    fn script_number(&mut self, name: &str) -> u8 {
        let known = self.script_names.iter().position(|s| s == name);
        known.unwrap_or_else(|| {
            self.script_names.push(name.to_owned());
            self.script_names.len() - 1
        }) as u8
    }

    /// How many languages there are; their numbers are `0..len`.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the table is empty.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many scripts there are.
    pub fn scripts(&self) -> usize {
        self.script_names.len()
    }

    /// Scripts that a language uses along with a commoner one: (the commoner, the one that tells).
    pub fn mixed(&self) -> impl Iterator<Item = (u8, u8)> {
        self.mixed.iter().copied()
    }

    /// The number of the letter's script.
    pub fn script(&self, letter: char) -> Option<u8> {
        let point = u32::from(letter);
        let at = self.scripts.partition_point(|(_, last, _)| *last < point);
        let (first, _, script) = self.scripts.get(at)?;
        (*first <= point).then_some(*script)
    }

    /// The language with this number.
    pub fn lang(&self, number: usize) -> Option<Lang> {
        self.rows.get(number).map(|row| row.lang)
    }

    /// The numbers of the languages written in this script.
    pub fn of_script(&self, script: u8) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(move |n| self.rows[*n].script == script)
    }

    /// Languages that have this word in lower case, with its weight.
    pub fn word(&self, word: &str) -> &[(u8, u8)] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// The numbers of the languages whose longer words start or end like this one in lower case.
    pub fn affixed<'a>(&'a self, word: &'a str) -> impl Iterator<Item = u8> + 'a {
        let fits = move |(start, affix, _): &&(bool, Box<str>, u8)| {
            let long = word.len() >= affix.len() + STEM;
            long && if *start {
                word.starts_with(&**affix)
            } else {
                word.ends_with(&**affix)
            }
        };
        self.affixes
            .iter()
            .filter(fits)
            .map(|(_, _, number)| *number)
    }
}
