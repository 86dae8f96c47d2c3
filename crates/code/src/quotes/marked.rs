//! Stretches of text between quotation marks.

use risalah_doc::{Parsed, Span, Upos};
use risalah_pack::Pack;

/// Fewer words than this are a title or a scare quote, unless they end like a sentence.
const WORDS: usize = 4;

/// A stretch between quotation marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marked {
    /// With the marks.
    pub(crate) outer: Span,
    /// Without them, blanks and commas at its ends cut off.
    pub(crate) inner: Span,
    /// The line of the text.
    pub(crate) paragraph: usize,
    /// Whether it holds a statement and is no title, name or scare quote.
    pub(crate) statement: bool,
    /// Whether its paragraph or sentence begins with it.
    pub(crate) opens: bool,
}

/// All stretches, in the order of the text; marks are paired within a line.
pub(crate) fn all(pack: &Pack, parsed: &Parsed) -> Vec<Marked> {
    let text = &parsed.article.text;
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        pair(pack, parsed, (line, start), &mut out);
        start += line.len() + 1;
    }
    out
}

fn pair(pack: &Pack, parsed: &Parsed, (line, start): (&str, usize), out: &mut Vec<Marked>) {
    let marks = &pack.quotes.marks;
    let mut open: Option<usize> = None;
    for (at, mark) in line.char_indices() {
        let end = at + mark.len_utf8();
        match open {
            Some(from)
                if marks.closes(mark)
                    && (closing(line, at, end) || !marks.both.contains(&mark)) =>
            {
                out.extend(marked(parsed, (line, start), from, end));
                open = None;
            }
            None if marks.opens(mark) || (marks.closes(mark) && opening(line, at, end)) => {
                open = Some(at)
            }
            _ => {}
        }
    }
    // A mark that is never closed holds to the end of its line, if it stands where one opens.
    if let Some(from) = open
        && opening(
            line,
            from,
            from + line[from..].chars().next().map_or(0, char::len_utf8),
        )
    {
        out.extend(marked(parsed, (line, start), from, line.len()));
    }
}

/// Whether a mark that does both stands where one opens: after a blank and before a word.
fn opening(line: &str, at: usize, end: usize) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[end..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || "([:—–-".contains(c))
        && after.is_some_and(|c| !c.is_whitespace())
}

/// Whether a mark that does both may close: it does not stand alone before a word.
fn closing(line: &str, at: usize, end: usize) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[end..].chars().next();
    !(before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_alphanumeric))
}

fn marked(parsed: &Parsed, (line, start): (&str, usize), from: usize, to: usize) -> Option<Marked> {
    let first = line[from..].chars().next()?.len_utf8();
    let last = line[..to]
        .chars()
        .next_back()
        .filter(|c| !c.is_alphanumeric() && to > from + first)
        .map_or(0, char::len_utf8);
    let whole = line.get(from + first..to - last)?;
    let ends = whole.trim_end().ends_with([',', '.', '!', '?', '…']);
    let body = whole.trim_end_matches([',', ' ']).trim_end();
    let lead = body.len() - body.trim_start().len();
    let inner = Span::new(
        start + from + first + lead,
        start + from + first + body.len(),
    );
    if inner.is_empty() {
        return None;
    }
    let before = line[..from].trim_end();
    let opens = before.is_empty() || before.ends_with(['.', '!', '?', '"', '”']);
    let tokens = parsed.tokens_in(inner);
    let words = tokens
        .clone()
        .filter(|t| parsed.tokens[*t as usize].upos != Upos::Punct)
        .count();
    let verb = tokens
        .clone()
        .any(|t| matches!(parsed.tokens[t as usize].upos, Upos::Verb | Upos::Aux));
    let led = before.ends_with([',', ':']);
    let comma_after = line[to..].starts_with(',');
    let statement = words >= 2 && (opens || led) && (ends || comma_after || words >= WORDS && verb)
        || words >= 8 && verb && (ends || opens || led);
    let outer = Span::new(start + from, start + to);
    let sentence = parsed.sentence_of(parsed.token_at(inner.start()))?;
    let paragraph = parsed.sentences[sentence].paragraph as usize;
    Some(Marked {
        outer,
        inner,
        paragraph,
        statement,
        opens,
    })
}
