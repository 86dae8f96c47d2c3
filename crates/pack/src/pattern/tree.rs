//! The language of `match`: what hangs where in the dependency tree.
//!
//! ```text
//! match  := lemmas "[" UPOS ("|" UPOS)* "]" (">" term)*
//! term   := ("!" | "~")? path (":" lemmas)?
//! path   := role ("." role)*
//! ```
//! The prepositions of `obl` and `nmod` stand after the colon, their head's lemma after `=`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use risalah_doc::Upos;

use crate::world::seek::Beginnings;

/// Sets of lemmas by name, from `classes.toml`.
pub(crate) type Classes = BTreeMap<String, Vec<String>>;

/// The sets that patterns name: many name the same ones, which are made and kept once.
#[derive(Debug, Default)]
pub(crate) struct Sets {
    classes: Classes,
    // By what patterns say; never iterated.
    made: HashMap<String, Arc<Lemmas>>,
}

impl Sets {
    /// None yet; they may name these classes.
    pub(crate) fn new(classes: Classes) -> Self {
        Self {
            classes,
            made: HashMap::new(),
        }
    }

    /// The lemmas and classes of `text`, apart by `|`.
    fn get(&mut self, text: &str) -> Result<Arc<Lemmas>, String> {
        if let Some(set) = self.made.get(text) {
            return Ok(set.clone());
        }
        let mut lemmas = Vec::new();
        for part in text.split('|').map(str::trim).filter(|p| !p.is_empty()) {
            match part.strip_prefix('@') {
                Some(class) => lemmas.extend(
                    self.classes
                        .get(class)
                        .ok_or_else(|| format!("`@{class}` is not in classes.toml"))?
                        .iter()
                        .cloned(),
                ),
                None => lemmas.push(part.to_owned()),
            }
        }
        let set = Arc::new(Lemmas::new(lemmas));
        self.made.insert(text.to_owned(), set.clone());
        Ok(set)
    }
}

/// A set of lemmas. A lemma of several words is matched against neighbouring tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lemmas {
    // Invariant: no doubles; in the order of their keys, then of the alphabet.
    words: Vec<Box<str>>,
    // Invariant: the key of each word.
    keys: Vec<u64>,
    beginnings: Beginnings,
    // Invariant: a bit for each word, by its key.
    marks: u64,
    phrases: Vec<Vec<Box<str>>>,
}

impl Lemmas {
    /// A set of these lemmas.
    pub fn new(lemmas: impl IntoIterator<Item = String>) -> Self {
        let mut set = Self::default();
        for lemma in lemmas {
            if lemma.contains(' ') {
                set.phrases.push(lemma.split(' ').map(Box::from).collect());
            } else {
                set.words.push(lemma.into_boxed_str());
            }
        }
        set.words.sort();
        set.words.dedup();
        set.words.sort_by_key(|word| key(word));
        set.keys = set.words.iter().map(|word| key(word)).collect();
        set.marks = set.keys.iter().fold(0, |all, key| all | mark(*key));
        set.beginnings = Beginnings::new(set.keys.len(), |n| set.keys[n]);
        set
    }

    /// Whether the one-word lemma is in the set.
    pub fn has(&self, lemma: &str) -> bool {
        let key = key(lemma);
        if self.marks & mark(key) == 0 {
            return false;
        }
        let first = self.beginnings.first_from(key, |n| self.keys[n]);
        let alike = self.keys[first..].iter().zip(&self.words[first..]);
        alike
            .take_while(|(k, _)| **k == key)
            .any(|(_, word)| word.as_ref() == lemma)
    }

    /// The lemmas of one word, in an order that is the same each time.
    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// The lemmas of several words.
    pub fn phrases(&self) -> &[Vec<Box<str>>] {
        &self.phrases
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }
}

/// A number by a word's length, its ends and its middle: words that have the same are few.
#[inline]
fn key(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let at = |n: usize| bytes.get(n).copied().unwrap_or_default();
    let (len, last) = (bytes.len(), bytes.len().wrapping_sub(1));
    let ends = u32::from_le_bytes([at(0), at(len / 2), at(last), len as u8]);
    let spread = u64::from(ends) << 8 ^ u64::from(at(2));
    spread.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// One of 64 bits: most words that are not in a small set are told so by it.
#[inline]
fn mark(key: u64) -> u64 {
    1 << (key >> 40 & 63)
}

/// A logical role: the same over voices, relative clauses, control and coordination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// Who does it.
    Subj,
    /// To what it is done.
    Obj,
    /// For whom.
    Iobj,
    /// A phrase of the verb under a preposition.
    Obl,
    /// A phrase of the noun under a preposition.
    Nmod,
    /// A possessor or other noun that modifies without preposition.
    Poss,
    /// An adjective or noun modifier.
    Mod,
    /// The verb of a complement.
    Comp,
    /// An adverb.
    Adv,
    /// A particle.
    Prt,
    /// An auxiliary.
    Aux,
    /// A conjunct.
    Conj,
    /// The trigger's own written form.
    Form,
}

const LINKS: [(&str, Link); 13] = [
    ("subj", Link::Subj),
    ("obj", Link::Obj),
    ("iobj", Link::Iobj),
    ("obl", Link::Obl),
    ("nmod", Link::Nmod),
    ("poss", Link::Poss),
    ("mod", Link::Mod),
    ("comp", Link::Comp),
    ("adv", Link::Adv),
    ("prt", Link::Prt),
    ("aux", Link::Aux),
    ("conj", Link::Conj),
    ("form", Link::Form),
];

/// One step of a path: a role, and the prepositions it must stand under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The role.
    pub link: Link,
    /// Prepositions of `obl` and `nmod`; empty where any will do.
    pub under: Arc<Lemmas>,
    /// Lemmas of the head; empty where any will do.
    pub heads: Arc<Lemmas>,
}

/// Steps from the trigger into the tree.
pub type Path = Vec<Step>;

/// What a term asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// It must be there.
    Must,
    /// It must not be there.
    Not,
    /// It makes the pattern surer.
    Likes,
}

/// One condition of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What is asked.
    pub ask: Ask,
    /// Of what.
    pub path: Path,
}

/// A parsed `match`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Lemmas of the trigger.
    pub lemmas: Arc<Lemmas>,
    /// Parts of speech of the trigger.
    pub upos: Vec<Upos>,
    /// Conditions.
    pub terms: Vec<Term>,
}

impl Tree {
    /// Whether it must have certain words in this role.
    pub fn asks(&self, link: Link) -> bool {
        let names = |step: &Step| step.link == link && !step.heads.is_empty();
        let mut musts = self.terms.iter().filter(|term| term.ask == Ask::Must);
        musts.any(|term| term.path.first().is_some_and(names))
    }
}

/// Reads a `match`.
pub(crate) fn tree(text: &str, sets: &mut Sets) -> Result<Tree, String> {
    let mut parts = text.split('>').map(str::trim);
    let anchor = parts.next().unwrap_or_default();
    let (lemmas, upos) = anchor
        .strip_suffix(']')
        .and_then(|a| a.split_once('['))
        .ok_or_else(|| format!("`match` starts with `lemma[UPOS]`, not `{anchor}`"))?;
    let upos = upos
        .split('|')
        .map(|u| Upos::parse(u).ok_or_else(|| format!("`{u}` is no part of speech")))
        .collect::<Result<_, _>>()?;
    let lemmas = sets.get(lemmas)?;
    if lemmas.is_empty() {
        return Err("`match` names no lemma".to_owned());
    }
    let terms = parts
        .map(|part| term(part, sets))
        .collect::<Result<_, _>>()?;
    Ok(Tree {
        lemmas,
        upos,
        terms,
    })
}

/// Reads the alternatives of `actor` or `recipient`, apart by blanks.
pub(crate) fn paths(text: &str, sets: &mut Sets) -> Result<Vec<Path>, String> {
    text.split_whitespace()
        .map(|alternative| path(alternative, sets))
        .collect()
}

fn term(text: &str, sets: &mut Sets) -> Result<Term, String> {
    let (ask, rest) = match text.split_at_checked(1) {
        Some(("!", rest)) => (Ask::Not, rest),
        Some(("~", rest)) => (Ask::Likes, rest),
        _ => (Ask::Must, text),
    };
    Ok(Term {
        ask,
        path: path(rest, sets)?,
    })
}

fn path(text: &str, sets: &mut Sets) -> Result<Path, String> {
    let (roles, lemmas) = match text.split_once(':') {
        Some((roles, lemmas)) if !lemmas.contains('.') => (roles, Some(lemmas)),
        _ => (text, None),
    };
    if let Some(lemmas) = lemmas {
        let mut steps = roles
            .split('.')
            .map(|role| step(role, sets))
            .collect::<Result<Path, _>>()?;
        let Some(last) = steps.last_mut() else {
            return Err("a role is missing".to_owned());
        };
        name(last, lemmas, sets)?;
        return Ok(steps);
    }
    text.split('.').map(|role| step(role, sets)).collect()
}

fn step(text: &str, sets: &mut Sets) -> Result<Step, String> {
    let (role, lemmas) = text.split_once(':').unwrap_or((text, ""));
    let link = LINKS
        .iter()
        .find(|(name, _)| *name == role)
        .map(|(_, link)| *link)
        .ok_or_else(|| format!("`{role}` is no role"))?;
    let mut step = Step {
        link,
        under: sets.get("")?,
        heads: sets.get("")?,
    };
    if !lemmas.is_empty() {
        name(&mut step, lemmas, sets)?;
    }
    Ok(step)
}

/// Puts the lemmas after a colon where they belong in the step.
fn name(step: &mut Step, lemmas: &str, sets: &mut Sets) -> Result<(), String> {
    if matches!(step.link, Link::Obl | Link::Nmod) {
        let (under, heads) = lemmas.split_once('=').unwrap_or((lemmas, ""));
        step.under = sets.get(under)?;
        step.heads = sets.get(heads)?;
    } else {
        step.heads = sets.get(lemmas.strip_prefix('=').unwrap_or(lemmas))?;
    }
    Ok(())
}
