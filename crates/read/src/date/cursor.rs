//! A text read piece by piece: numbers, words and signs.

/// A piece of a text: a number, a word, or any other character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Number { value: u32, digits: usize },
    Word(&'a str),
    Sign(char),
}

/// A place in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The character before this place.
    pub(super) fn before(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    /// What stands from here on.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next piece; passes over it.
    pub(super) fn next(&mut self) -> Option<Piece<'a>> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        if first.is_ascii_digit() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            self.at += digits;
            let value = rest[..digits].parse().unwrap_or(u32::MAX);
            return Some(Piece::Number { value, digits });
        }
        if first.is_alphabetic() {
            let len = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            self.at += len;
            return Some(Piece::Word(&rest[..len]));
        }
        self.at += first.len_utf8();
        Some(Piece::Sign(first))
    }

    /// The next piece if it is a number, with how many digits it has; passes over it either way.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        match self.next()? {
            Piece::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// The next piece if it is a word; passes over it either way.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        match self.next()? {
            Piece::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Passes over blanks.
    pub(super) fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
    }

    /// Passes over blanks and one comma, full stop or other joint.
    pub(super) fn joint(&mut self) {
        self.blanks();
        if self.rest().starts_with([',', '.', '-', '/']) {
            self.at += 1;
        }
        self.blanks();
    }
}
