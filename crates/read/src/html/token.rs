//! The tokenizer: from a page's bytes to tags and text, without copying.

use memchr::{memchr, memmem};

use super::attribute::Name;
use super::tag::Tag;

/// A piece of a page, as byte ranges of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Text { start: usize, end: usize },
    Start(Tag),
    End(Tag),
}

/// An attribute: its name, and where its value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The tokenizer of one page.
pub(super) struct Tokens<'a> {
    source: &'a [u8],
    at: usize,
    /// Where the last tag's name stands.
    pub(super) named: (usize, usize),
    /// The last start tag's attributes.
    pub(super) attributes: Vec<Attribute>,
    /// Whether attributes had to be dropped.
    pub(super) cut: bool,
    // End tags that are known not to come any more; without this a page of unclosed elements
    // would be searched to its end for each.
    missing: [bool; Tag::COUNT],
}

/// An element keeps no more attributes than this, of those that matter.
const ATTRIBUTES: usize = 24;
/// Names longer than this are no known name.
const NAME: usize = 16;

impl<'a> Tokens<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source: source.as_bytes(),
            at: 0,
            named: (0, 0),
            attributes: Vec::with_capacity(ATTRIBUTES),
            cut: false,
            missing: [false; Tag::COUNT],
        }
    }

    /// What stands up to the element's end tag; the tokenizer goes on at that tag.
    /// `None`, and nothing is passed over, where there is no such end tag.
    pub(super) fn raw(&mut self, tag: Tag, name: &[u8]) -> Option<(usize, usize)> {
        if self.missing[tag as usize] {
            return None;
        }
        let mut from = self.at;
        while let Some(found) = memmem::find(&self.source[from..], b"</") {
            let at = from + found;
            let rest = &self.source[at + 2..];
            if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name) {
                let start = self.at;
                self.at = at;
                return Some((start, at));
            }
            from = at + 2;
        }
        self.missing[tag as usize] = true;
        None
    }

    /// Passes over the rest of the page.
    pub(super) fn finish(&mut self) -> (usize, usize) {
        let start = self.at;
        self.at = self.source.len();
        (start, self.at)
    }

    /// Reads a tag's name.
    fn name(&mut self) -> Tag {
        let start = self.at;
        let len = self.source[start..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
            .unwrap_or(self.source.len() - start);
        self.at += len;
        self.named = (start, self.at);
        known(&self.source[start..self.at], Tag::parse).unwrap_or(Tag::Other)
    }

    fn start(&mut self) -> Token {
        let tag = self.name();
        self.attributes.clear();
        while self.attribute() {}
        Token::Start(tag)
    }

    /// Reads one attribute; `false` behind the tag's end.
    fn attribute(&mut self) -> bool {
        while let Some(b) = self.source.get(self.at) {
            match b {
                b'>' => {
                    self.at += 1;
                    return false;
                }
                b'/' | b'=' => self.at += 1,
                b if b.is_ascii_whitespace() => self.at += 1,
                _ => break,
            }
        }
        let start = self.at;
        while self
            .source
            .get(self.at)
            .is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/' | b'='))
        {
            self.at += 1;
        }
        if start == self.at {
            return false;
        }
        let name = known(&self.source[start..self.at], Name::parse).flatten();
        let (start, end) = self.value();
        if let Some(name) = name {
            if self.attributes.len() == ATTRIBUTES {
                self.cut = true;
            } else {
                let (start, end) = (start as u32, end as u32);
                self.attributes.push(Attribute { name, start, end });
            }
        }
        true
    }

    /// The value behind an attribute's name, empty where it has none.
    fn value(&mut self) -> (usize, usize) {
        let mut at = self.at;
        let blank = |at: usize| self.source.get(at).is_some_and(u8::is_ascii_whitespace);
        while blank(at) {
            at += 1;
        }
        if self.source.get(at) != Some(&b'=') {
            return (self.at, self.at);
        }
        at += 1;
        while blank(at) {
            at += 1;
        }
        let (start, end, next) = match self.source.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let len =
                    memchr(*quote, &self.source[at + 1..]).unwrap_or(self.source.len() - at - 1);
                (at + 1, at + 1 + len, at + 2 + len)
            }
            _ => {
                let ends = |b: &u8| b.is_ascii_whitespace() || *b == b'>';
                let len = self.source[at..]
                    .iter()
                    .position(ends)
                    .unwrap_or(self.source.len() - at);
                (at, at + len, at + len)
            }
        };
        self.at = next.min(self.source.len());
        (start, end)
    }

    /// Passes over `mark`, or over the rest where it does not come.
    fn past(&mut self, from: usize, mark: &[u8]) {
        let found = memmem::find(&self.source[from.min(self.source.len())..], mark);
        self.at = found.map_or(self.source.len(), |at| from + at + mark.len());
    }
}

/// The name in lower case, read; names too long to be known are not.
fn known<T>(name: &[u8], read: impl Fn(&[u8]) -> T) -> Option<T> {
    let mut lower = [0; NAME];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    Some(read(lower))
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            if self.at >= self.source.len() {
                return None;
            }
            let start = self.at;
            if self.source[start] != b'<' {
                let end =
                    memchr(b'<', &self.source[start..]).map_or(self.source.len(), |n| start + n);
                self.at = end;
                return Some(Token::Text { start, end });
            }
            match self.source.get(start + 1) {
                Some(b) if b.is_ascii_alphabetic() => {
                    self.at += 1;
                    return Some(self.start());
                }
                Some(b'/')
                    if self
                        .source
                        .get(start + 2)
                        .is_some_and(u8::is_ascii_alphabetic) =>
                {
                    self.at += 2;
                    let tag = self.name();
                    self.past(self.at, b">");
                    return Some(Token::End(tag));
                }
                Some(b'!') if self.source[start + 2..].starts_with(b"--") => {
                    // `<!-->` is a whole comment.
                    self.past(start + 2, b"-->");
                }
                Some(b'!' | b'?' | b'/') => self.past(start, b">"),
                _ => {
                    // A bare `<` is text.
                    let end = memchr(b'<', &self.source[start + 1..])
                        .map_or(self.source.len(), |n| start + 1 + n);
                    self.at = end;
                    return Some(Token::Text { start, end });
                }
            }
        }
    }
}
