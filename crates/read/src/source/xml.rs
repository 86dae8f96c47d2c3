//! A reader of XML that forgives: bare `&`, unclosed elements and cut files still give events.

/// A piece of an XML text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// A start tag: its name, its attributes as written, and whether it is empty (`<a/>`).
    Start(&'a str, &'a str, bool),
    /// An end tag.
    End(&'a str),
    /// Text with character references in it.
    Text(&'a str),
    /// Text as it is.
    Data(&'a str),
}

/// The pieces of an XML text.
pub(super) struct Events<'a> {
    rest: &'a str,
}

impl<'a> Events<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Takes what comes before `mark`, and drops the mark; all if it is not there.
    fn until(&mut self, mark: &str) -> &'a str {
        let (before, after) = self.rest.split_once(mark).unwrap_or((self.rest, ""));
        self.rest = after;
        before
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Event::Text(text));
            }
            if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
                self.rest = rest;
                return Some(Event::Data(self.until("]]>")));
            }
            if let Some(rest) = self.rest.strip_prefix("<!--") {
                self.rest = rest;
                self.until("-->");
            } else if self.rest.starts_with("<?") || self.rest.starts_with("<!") {
                self.until(">");
            } else if let Some(rest) = self.rest.strip_prefix("</") {
                self.rest = rest;
                return Some(Event::End(self.until(">").trim()));
            } else if self.rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') {
                self.rest = &self.rest[1..];
                return Some(start(self.until(">")));
            } else {
                self.rest = &self.rest[1..];
                return Some(Event::Text("<"));
            }
        }
    }
}

fn start(tag: &str) -> Event<'_> {
    let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |t| (t, true));
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    Event::Start(name, attributes, empty)
}

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|q| matches!(q, '"' | '\''))?;
        let (value, next) = after[1..].split_once(quote)?;
        if key.trim() == name {
            return Some(value);
        }
        rest = next;
    }
    None
}
