//! Given names and family names: hints that a word is somebody's name, and whose.

use super::phrase::{Phrase, Piece};
use super::seek::Beginnings;
use crate::Files;

/// What a word is known as. Several may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallName(u8);

const FEMALE: u8 = 1;
const MALE: u8 = 2;
const FAMILY: u8 = 4;

impl CallName {
    /// Whether it is a given name.
    pub fn is_given(self) -> bool {
        self.0 & (FEMALE | MALE) != 0
    }

    /// Whether it is a given name of women only.
    pub fn is_female(self) -> bool {
        self.0 & (FEMALE | MALE) == FEMALE
    }

    /// Whether it is a given name of men only.
    pub fn is_male(self) -> bool {
        self.0 & (FEMALE | MALE) == MALE
    }

    /// Whether it is a name that people are called by.
    pub fn is_any(self) -> bool {
        self.0 != 0
    }

    /// Whether it is a family name.
    pub fn is_family(self) -> bool {
        self.0 & FAMILY != 0
    }
}

/// All of them.
#[derive(Debug, Default)]
pub struct CallNames {
    // Invariant: sorted by hash.
    names: Vec<(u64, CallName)>,
    beginnings: Beginnings,
}

impl CallNames {
    /// Loads `world/people.tsv`. It is long, so it is read line by line without a table.
    pub(super) fn load(files: &mut Files) -> Self {
        let path = "world/people.tsv";
        if !files.has(path) {
            return Self::default();
        }
        let text = files.text(path).unwrap_or_default();
        let mut names = Vec::with_capacity(text.len() / 12);
        let mut header = false;
        for (n, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            if !header {
                header = true;
                if line != "name\tgiven\tfamily" {
                    files.fault(
                        Files::at(path, n + 1),
                        "the columns are name, given, family",
                    );
                }
                continue;
            }
            match parse(line) {
                Some(name) => names.push(name),
                None => files.fault(
                    Files::at(path, n + 1),
                    "is no name, female|male|either or nothing, yes or nothing",
                ),
            }
        }
        names.sort_unstable_by_key(|n| n.0);
        let beginnings = Beginnings::new(names.len(), |n| names[n].0);
        Self { names, beginnings }
    }

    /// What the word is known as.
    pub fn get(&self, word: &str) -> CallName {
        let Some((phrase, _)) = Phrase::of(word) else {
            return CallName::default();
        };
        self.hashed(phrase)
    }

    /// What a piece of a text is known as.
    pub fn of(&self, piece: &Piece) -> CallName {
        self.hashed(Phrase::start(piece))
    }

    fn hashed(&self, phrase: Phrase) -> CallName {
        let hash = |n: usize| self.names[n].0;
        let at = self.beginnings.first_from(phrase.folded, hash);
        let name = self.names.get(at).filter(|n| n.0 == phrase.folded);
        name.map_or_else(CallName::default, |n| n.1)
    }
}

fn parse(line: &str) -> Option<(u64, CallName)> {
    let mut cells = line.split('\t');
    let (name, given, family) = (cells.next()?, cells.next()?, cells.next()?);
    let given = match given {
        "female" => FEMALE,
        "male" => MALE,
        "either" => FEMALE | MALE,
        "" => 0,
        _ => return None,
    };
    let family = match family {
        "yes" => FAMILY,
        "" => 0,
        _ => return None,
    };
    let (phrase, _) = Phrase::of(name)?;
    cells
        .next()
        .is_none()
        .then_some((phrase.folded, CallName(given | family)))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_line_says_what_a_name_is() {
        let (_, name) = parse("siti\tfemale\t").expect("a name");
        assert!(name.is_given() && name.is_female() && !name.is_family());
        let (_, name) = parse("ali\teither\tyes").expect("a name");
        assert!(name.is_given() && !name.is_male() && name.is_family());
        assert!(parse("ali\tboth\tyes").is_none());
        assert!(parse("ali\tmale").is_none());
    }
}
