//! Where a sentence ends.

use risalah_pack::words::{Abbreviation, Tokens};

use crate::token::{Raw, abbreviation, is_apostrophe};

/// How many words after a quotation a reporting word is looked for.
const REPORTING: usize = 5;
/// How many marks may stand before a sentence's first word.
const OPENING: usize = 6;
/// How many tokens an open bracket holds a sentence together.
const BRACKET: usize = 40;
/// Within how many tokens a quotation must be closed that is held together.
const QUOTED: usize = 60;

/// How many of these tokens, `most` at most, make the first sentence.
pub(crate) fn length(rules: &Tokens, text: &str, tokens: &[Raw], most: usize) -> usize {
    let line = tokens
        .iter()
        .take(most)
        .take_while(|t| t.line == tokens[0].line)
        .count();
    let view = View {
        rules,
        text,
        tokens: &tokens[..line],
    };
    let (mut bracket, mut quotes, mut open) = (None, 0, false);
    for at in 0..view.tokens.len() {
        match view.form(at) {
            "(" | "[" => bracket = Some(at),
            ")" | "]" => bracket = None,
            "\"" => quotes += 1,
            "“" => open = true,
            "”" => open = false,
            _ => {}
        }
        if bracket.is_some_and(|open| at - open < BRACKET) {
            continue;
        }
        let straight = quotes % 2 == 1;
        if let Some(end) = view.ends(at, straight)
            && !(rules.quoted_whole && view.is_quoted(end, straight, open))
        {
            return end;
        }
    }
    view.tokens.len()
}

struct View<'a> {
    rules: &'a Tokens,
    text: &'a str,
    tokens: &'a [Raw],
}

impl<'a> View<'a> {
    fn form(&self, at: usize) -> &'a str {
        self.tokens
            .get(at)
            .map_or("", |t| &self.text[t.start..t.end])
    }

    /// Whether the token is written on the one before it.
    fn attached(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].end == self.tokens[at].start
    }

    /// Where the sentence ends, if this token ends it. `quoted`: a straight quotation is open.
    fn ends(&self, at: usize, quoted: bool) -> Option<usize> {
        let form = self.form(at);
        let last = form.chars().next_back()?;
        if !matches!(last, '.' | '!' | '?' | '…' | '。') {
            return None;
        }
        if let Some(kind) = abbreviation(self.rules, form) {
            let (end, _) = self.closers(at + 1, quoted);
            return (self.abbreviation_ends(kind, end)).then_some(end);
        }
        if form.chars().any(char::is_alphanumeric) {
            return None;
        }
        let (end, closed) = self.closers(at + 1, quoted);
        let next = self.opening(end)?;
        if next.is_lowercase() || (last == '.' && self.is_marker(at)) {
            return None;
        }
        // "…?" Smith asked.
        if closed && last != '.' && self.is_reported(end) {
            return None;
        }
        // A letter or number of any kind opens a sentence; a mark that nothing follows does not.
        Some(end)
    }

    /// Whether a quotation that was open before `end` goes on there and is closed soon.
    fn is_quoted(&self, end: usize, straight: bool, curly: bool) -> bool {
        let closed = |from: usize, mark: &str| {
            (from..self.tokens.len().min(from + QUOTED)).any(|n| self.form(n) == mark)
        };
        let before = |mark: &str| end.checked_sub(1).is_some_and(|n| self.form(n) == mark);
        (straight && !before("\"") && closed(end, "\""))
            || (curly && !before("”") && closed(end, "”"))
    }

    /// Passes closing quotes and brackets; also tells whether a quotation was closed.
    fn closers(&self, mut at: usize, mut quoted: bool) -> (usize, bool) {
        let mut closed = false;
        while at < self.tokens.len() {
            let form = self.form(at);
            let attached = self.attached(at);
            let quote = match form {
                "”" | "»" | "’" | "''" => attached || form != "’",
                "\"" => {
                    let followed = self.attached(at + 1)
                        && self.form(at + 1).starts_with(char::is_alphanumeric);
                    if attached {
                        quoted || !followed
                    } else {
                        quoted && !followed
                    }
                }
                _ => attached && form.len() == 1 && form.chars().all(is_apostrophe),
            };
            if !quote && !matches!(form, ")" | "]" | "}") {
                break;
            }
            if form == "\"" {
                quoted = false;
            }
            closed |= quote;
            at += 1;
        }
        (at, closed)
    }

    /// The first letter or digit after marks that may open a sentence; `None` at the line's end.
    fn opening(&self, at: usize) -> Option<char> {
        (at..self.tokens.len().min(at + OPENING))
            .map(|n| self.form(n))
            .find_map(|f| {
                f.chars()
                    .next()
                    .filter(|c| c.is_alphanumeric() || matches!(c, '@' | '#'))
            })
    }

    fn abbreviation_ends(&self, kind: Abbreviation, next: usize) -> bool {
        let form = self.form(next);
        let capital = form.starts_with(char::is_uppercase);
        match kind {
            Abbreviation::Title | Abbreviation::Inner => false,
            Abbreviation::Number | Abbreviation::End => {
                capital && self.rules.starters.contains(form.to_lowercase().as_str())
            }
        }
    }

    /// Whether the full stop belongs to a list's number: "1. Presiden".
    fn is_marker(&self, at: usize) -> bool {
        let before = self.form(0);
        at == 1
            && before.len() <= 2
            && before.bytes().all(|b| b.is_ascii_alphanumeric())
            && self.attached(at)
    }

    /// Whether names and then a word that reports speech follow.
    fn is_reported(&self, at: usize) -> bool {
        (at..self.tokens.len().min(at + REPORTING))
            .map(|n| self.form(n))
            .take_while(|f| f.starts_with(char::is_alphanumeric))
            .any(|f| self.rules.reporting.contains(f))
    }
}
