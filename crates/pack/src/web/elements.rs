//! What elements of a page are, by the words of their class, id and role; and what lines are.

use hashbrown::HashMap;
use serde::Deserialize;

use super::{Fixed, fixed_map};
use crate::Files;

/// What a word of a class, id or role tells of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Part {
    /// Not of the main text.
    Drop = 1,
    /// Readers' words.
    Comment = 2,
    /// Byline, date, credits.
    Meta = 4,
    /// Words under a picture.
    Caption = 8,
    /// Holds the main text and little else.
    Body = 16,
    /// Holds the main text among others.
    Content = 32,
    /// What follows says what the page has, not what the element is.
    Modifier = 64,
    /// Not of the main text, unless it holds prose.
    Weak = 128,
}

const PARTS: [(&str, Part); 8] = [
    ("weak", Part::Weak),
    ("drop", Part::Drop),
    ("comment", Part::Comment),
    ("meta", Part::Meta),
    ("caption", Part::Caption),
    ("body", Part::Body),
    ("content", Part::Content),
    ("modifier", Part::Modifier),
];

/// The words of classes, ids and roles.
#[derive(Debug, Default)]
pub struct Elements {
    words: HashMap<Box<str>, Part, Fixed>,
}

impl Elements {
    pub(super) fn load(files: &mut Files) -> Self {
        let mut words = fixed_map();
        for row in files.table("web/elements.tsv", &["role", "words"]).rows {
            let Some((_, part)) = PARTS.iter().find(|(name, _)| *name == row.cell(0)) else {
                files.fault(
                    row.at,
                    "the role is drop, weak, comment, meta, caption, body, content or modifier",
                );
                continue;
            };
            for word in row.values(1) {
                if words.insert(word.into(), *part).is_some() {
                    files.fault(row.at.clone(), format!("`{word}` stands twice"));
                }
            }
        }
        Self { words }
    }

    /// What a word, or several joined by `-`, tells.
    pub fn part(&self, words: &str) -> Option<Part> {
        self.words.get(words).copied()
    }
}

/// Lines that stand in a main text and are not of it.
#[derive(Debug, Default)]
pub struct Phrases {
    // Sorted, so that the longest opener of a line is found by its neighbours.
    openers: Vec<String>,
    opener_longest: usize,
    calls: Vec<String>,
    call_longest: usize,
    notices: Vec<String>,
    credits: Vec<String>,
    endings: Vec<String>,
    ending_longest: usize,
    lines: HashMap<Box<str>, (), Fixed>,
}

/// `phrases.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    openers: Vec<String>,
    opener_longest: usize,
    calls: Vec<String>,
    call_longest: usize,
    notices: Vec<String>,
    credits: Vec<String>,
    endings: Vec<String>,
    ending_longest: usize,
    lines: Vec<String>,
}

impl Phrases {
    pub(super) fn load(files: &mut Files) -> Self {
        let Some((lists, _)) = files.toml::<Lists>("web/phrases.toml") else {
            return Self::default();
        };
        let mut lines = fixed_map();
        for line in lists.lines {
            lines.insert(line.into(), ());
        }
        let mut openers = lists.openers;
        openers.sort();
        openers.dedup();
        // One that starts with another is never needed.
        let mut kept: Vec<String> = Vec::with_capacity(openers.len());
        for opener in openers {
            if !kept.last().is_some_and(|k| opener.starts_with(k.as_str())) {
                kept.push(opener);
            }
        }
        Self {
            openers: kept,
            opener_longest: lists.opener_longest,
            calls: lists.calls,
            call_longest: lists.call_longest,
            notices: lists.notices,
            credits: lists.credits,
            endings: lists.endings,
            ending_longest: lists.ending_longest,
            lines,
        }
    }

    /// Whether words, in ASCII lower case, are of a notice about the page itself.
    pub fn notices(&self, words: &str) -> bool {
        self.notices.iter().any(|n| words.contains(n.as_str()))
    }

    /// Whether a line in lower case credits a picture.
    pub fn credits(&self, line: &str) -> bool {
        self.credits.iter().any(|c| line.contains(c.as_str()))
    }

    /// Whether a line, given in lower case and without blanks at its ends, is not of the text.
    pub fn is_foreign(&self, line: &str) -> bool {
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        if self.lines.contains_key(bare) {
            return true;
        }
        let credits = |ending: &String| line.ends_with(ending.as_str());
        if line.len() <= self.ending_longest && self.endings.iter().any(credits) {
            return true;
        }
        if line.len() > self.opener_longest {
            return false;
        }
        let at = self.openers.partition_point(|o| o.as_str() <= line);
        let opener = at.checked_sub(1).map(|n| self.openers[n].as_str());
        let rest = opener.and_then(|opener| Some((opener, line.strip_prefix(opener)?)));
        // An opener is no part of a longer word.
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        rest.is_some_and(|(opener, rest)| {
            !is_letter(opener.chars().next_back()) || !is_letter(rest.chars().next())
        })
    }

    /// Whether a line in lower case asks its readers for something, as lines under a text do.
    pub fn calls(&self, line: &str) -> bool {
        line.len() <= self.call_longest && self.calls.iter().any(|c| line.contains(c.as_str()))
    }
}
