//! How text falls into sentences and words: `words/tokens.toml` and the lists beside it.

use risalah_doc::Lang;
use serde::Deserialize;

use super::{Map, Set, map, set};
use crate::Files;

/// How many bytes of a word's end are looked up at most.
const LONGEST: usize = 16;

/// How text falls into sentences and words.
#[derive(Debug, Default)]
pub struct Tokens {
    /// What becomes of a hyphen inside a word.
    pub hyphen: Hyphen,
    /// Beginnings after which a hyphen stays in the word, where others are cut.
    pub hyphen_after: Set,
    /// Beginnings that are a word of their own before a number.
    pub currency: Vec<Box<str>>,
    /// What may follow a full stop inside a name, in lower case.
    pub domains: Set,
    /// Whether lower-case letters before a capital, as in "diJakarta", are a word that lacks its
    /// blank.
    pub glued: bool,
    /// Words with a capital that a name may be written onto without its blank: "PresidenMacron".
    pub glued_before: Set,
    /// Names that a word may be written onto: "Macronmengatakan".
    pub glued_names: Set,
    /// Those words, in lower case, longest first.
    pub glued_behind: Vec<Box<str>>,
    /// Whether sentences within quotation marks are one with what is said of the quotation.
    pub quoted_whole: bool,
    /// Beginnings in lower case that belong to the name after them all the same.
    pub brands: Set,
    /// Endings that are words of their own, the longest first; straight apostrophes.
    pub endings: Vec<Box<str>>,
    /// Words that open a sentence, in lower case.
    pub starters: Set,
    /// Words that report speech, in lower case.
    pub reporting: Set,
    /// Words that deny, in lower case.
    pub negation: Set,
    /// Abbreviations with their full stop.
    pub abbreviations: Map<Abbreviation>,
    /// Words written together: the lengths of their parts, by the word in lower case.
    pub contractions: Map<Vec<usize>>,
    /// Clitics, the longest first.
    pub clitics: Vec<Clitic>,
    /// Words that carry no clitic though they look so, in lower case.
    pub whole: Set,
    /// Endings of such words, in lower case.
    pub whole_endings: Set,
    /// Which listed clitics a word carries.
    pub hosts: Map<Vec<Box<str>>>,
    /// Endings of such words with the clitics they carry.
    pub host_endings: Vec<(Box<str>, Vec<Box<str>>)>,
}

/// What becomes of a hyphen inside a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hyphen {
    /// The word stays whole.
    #[default]
    Keep,
    /// The hyphen is a word of its own.
    Split,
    /// It is one between two names, which are capitalised: "Rusia-Ukraina", "AS-China".
    Names,
}

/// Whether a sentence may end after an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// It stands before a name, and no sentence ends.
    Title,
    /// It stands before a number, and then no sentence ends.
    Number,
    /// A sentence may end.
    End,
    /// No sentence ends.
    Inner,
}

/// A clitic written on a word.
#[derive(Clone, Debug)]
pub struct Clitic {
    /// The clitic.
    pub form: Box<str>,
    /// Whether it stands before its word.
    pub before: bool,
    /// Which words carry it.
    pub rest: Rest,
    /// How many bytes the rest has at least.
    pub least: usize,
    /// The clitic's dictionary form.
    pub lemma: Box<str>,
}

/// Which words carry a clitic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Any that is not said to be whole.
    Any,
    /// Those listed as hosts.
    Listed,
    /// Roots of verbs.
    Roots,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hyphen: Hyphen,
    #[serde(default)]
    hyphen_after: Vec<String>,
    #[serde(default)]
    currency: Vec<String>,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    glued: bool,
    #[serde(default)]
    glued_before: Vec<String>,
    #[serde(default)]
    glued_names: Vec<String>,
    #[serde(default)]
    glued_behind: Vec<String>,
    #[serde(default)]
    quoted_whole: bool,
    #[serde(default)]
    brands: Vec<String>,
    #[serde(default)]
    endings: Vec<String>,
    #[serde(default)]
    starters: Vec<String>,
    #[serde(default)]
    reporting: Vec<String>,
    #[serde(default)]
    negation: Vec<String>,
}

impl Tokens {
    pub(super) fn load(files: &mut Files, lang: Lang) -> Self {
        let folder = format!("{lang}/words");
        let Some((file, _)) = files.toml::<File>(&format!("{folder}/tokens.toml")) else {
            return Self::default();
        };
        let mut out = Self {
            hyphen: file.hyphen,
            hyphen_after: set(file.hyphen_after),
            currency: longest_first(file.currency),
            domains: set(file.domains),
            glued: file.glued,
            glued_before: set(file.glued_before),
            glued_names: set(file.glued_names),
            glued_behind: longest_first(file.glued_behind),
            quoted_whole: file.quoted_whole,
            brands: set(file.brands),
            endings: longest_first(file.endings),
            starters: set(file.starters),
            reporting: set(file.reporting),
            negation: set(file.negation),
            ..Self::default()
        };
        out.abbreviations = abbreviations(files, &folder);
        out.contractions = contractions(files, &folder);
        out.clitics = clitics(files, &folder);
        for row in files.table(&format!("{folder}/whole.tsv"), &["form"]).rows {
            match row.cell(0).strip_prefix('*') {
                Some(ending) => out.whole_endings.insert(ending.into()),
                None => out.whole.insert(row.cell(0).into()),
            };
        }
        let hosts = files.table(&format!("{folder}/hosts.tsv"), &["form", "clitics"]);
        out.hosts = map();
        for row in hosts.rows {
            let clitics = row.values(1).map(Into::into).collect();
            match row.cell(0).strip_prefix('*') {
                Some(ending) => out.host_endings.push((ending.into(), clitics)),
                None => {
                    out.hosts.insert(row.cell(0).into(), clitics);
                }
            }
        }
        out
    }

    /// Whether the word, in lower case, is listed as carrying the clitic.
    pub fn is_host(&self, word: &str, clitic: &str) -> bool {
        let ending = |(ending, _): &&(Box<str>, _)| word.ends_with(&**ending);
        let listed = self.hosts.get(word);
        let ended = self.host_endings.iter().filter(ending).map(|(_, c)| c);
        let mut clitics = listed.into_iter().chain(ended).flatten();
        clitics.any(|c| **c == *clitic)
    }

    /// Whether the word, in lower case, is said to carry no clitic.
    pub fn is_whole(&self, word: &str) -> bool {
        let ending =
            |(at, _)| word.len() - at <= LONGEST && self.whole_endings.contains(&word[at..]);
        self.whole.contains(word) || word.char_indices().any(ending)
    }
}

fn longest_first(words: Vec<String>) -> Vec<Box<str>> {
    let mut words: Vec<Box<str>> = words.into_iter().map(Into::into).collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    words
}

fn abbreviations(files: &mut Files, folder: &str) -> Map<Abbreviation> {
    let mut out = map();
    for row in files
        .table(&format!("{folder}/abbreviations.tsv"), &["form", "kind"])
        .rows
    {
        let kind = match row.cell(1) {
            "title" => Abbreviation::Title,
            "number" => Abbreviation::Number,
            "end" => Abbreviation::End,
            "inner" => Abbreviation::Inner,
            other => {
                let what = format!("kind `{other}` is unknown: title, number, end, inner");
                files.fault(row.at, what);
                continue;
            }
        };
        if !row.cell(0).ends_with('.') {
            files.fault(
                row.at.clone(),
                "the abbreviation must be written with its full stop",
            );
        }
        if out.insert(row.cell(0).into(), kind).is_some() {
            files.fault(row.at.clone(), format!("`{}` is here twice", row.cell(0)));
        }
    }
    out
}

fn contractions(files: &mut Files, folder: &str) -> Map<Vec<usize>> {
    let mut out = map();
    for row in files
        .table(&format!("{folder}/contractions.tsv"), &["form", "parts"])
        .rows
    {
        let parts: Vec<&str> = row.values(1).collect();
        if parts.concat() != row.cell(0) || parts.len() < 2 {
            files.fault(row.at.clone(), "the parts must join to the form");
            continue;
        }
        out.insert(row.cell(0).into(), parts.iter().map(|p| p.len()).collect());
    }
    out
}

fn clitics(files: &mut Files, folder: &str) -> Vec<Clitic> {
    let columns = ["form", "side", "rest", "least", "lemma"];
    let mut out = Vec::new();
    for row in files.table(&format!("{folder}/clitics.tsv"), &columns).rows {
        let before = match row.cell(1) {
            "before" => true,
            "after" => false,
            other => {
                files.fault(
                    row.at.clone(),
                    format!("side `{other}` is unknown: before, after"),
                );
                continue;
            }
        };
        let rest = match row.cell(2) {
            "any" => Rest::Any,
            "listed" => Rest::Listed,
            "roots" => Rest::Roots,
            other => {
                files.fault(
                    row.at.clone(),
                    format!("rest `{other}` is unknown: any, listed, roots"),
                );
                continue;
            }
        };
        let Ok(least) = row.cell(3).parse() else {
            files.fault(row.at.clone(), "least must be a number");
            continue;
        };
        out.push(Clitic {
            form: row.cell(0).into(),
            before,
            rest,
            least,
            lemma: row.cell(4).into(),
        });
    }
    out.sort_by(|a, b| b.form.len().cmp(&a.form.len()).then(a.form.cmp(&b.form)));
    out
}
