//! Stretches of text between quotation marks.

use risalah_doc::{Parsed, Span, Upos};
use risalah_pack::Pack;
use risalah_pack::quotes::Marks;

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
    /// Whether a comma or colon leads up to it.
    pub(crate) led: bool,
    /// Whether it is a colon.
    pub(crate) colon: bool,
    /// Whether a sign ends it, inside or right behind its marks.
    pub(crate) ends: bool,
    /// Whether a comma ends it, inside or right behind its marks.
    pub(crate) comma: bool,
    /// Whether a full stop inside its marks ends it.
    pub(crate) stops: bool,
    /// Whether it is called out: a capital begins it and "!" or "?" ends it.
    pub(crate) cried: bool,
    /// Whether no mark closes it, as where the next paragraph goes on.
    pub(crate) goes_on: bool,
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

/// A quotation mark of a line, by bytes of the line.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    end: usize,
    opens: bool,
    closes: bool,
}

/// The marks of a line; two of a sign that is doubled for a mark are one.
fn signs<'a>(marks: &'a Marks, line: &'a str) -> impl Iterator<Item = Mark> + 'a {
    let mut next = 0;
    line.char_indices().filter_map(move |(at, c)| {
        let doubled = marks.doubled.contains(&c) && line[at + c.len_utf8()..].starts_with(c);
        let end = at + c.len_utf8() * if doubled { 2 } else { 1 };
        let mark = Mark {
            at,
            end,
            opens: doubled || marks.opens(c),
            closes: doubled || marks.closes(c),
        };
        let taken = at < next;
        if !taken && doubled {
            next = end;
        }
        (!taken && (mark.opens || mark.closes)).then_some(mark)
    })
}

fn pair(pack: &Pack, parsed: &Parsed, (line, start): (&str, usize), out: &mut Vec<Marked>) {
    let mut open: Option<Mark> = None;
    // How many of the marks that come next close what stands within the open one.
    let mut within = 0;
    let signs: Vec<Mark> = signs(&pack.quotes.marks, line).collect();
    for (at, mark) in signs.iter().copied().enumerate() {
        match open {
            Some(_) if mark.closes && !mark.opens && within > 0 => within -= 1,
            Some(from) if mark.closes && (closing(line, mark) || !mark.opens) => {
                out.extend(marked(parsed, (line, start), from, (mark.at, mark.end)));
                open = None;
            }
            Some(from) if !mark.closes && nests(from, &signs[at + 1..]) => within = 1,
            Some(from)
                if opening(line, from)
                    && begins_anew(line, mark)
                    && !nests(from, &signs[at + 1..]) =>
            {
                let stretch = marked(parsed, (line, start), from, (mark.at, mark.at));
                out.extend(stretch.map(|m| Marked { goes_on: true, ..m }));
                open = Some(mark);
            }
            None if mark.opens || opening(line, mark) => open = Some(mark),
            _ => {}
        }
    }
    // A mark that is never closed holds to the end of its line, if it stands where one opens.
    if let Some(from) = open
        && opening(line, from)
    {
        let end = (line.len(), line.len());
        let stretch = marked(parsed, (line, start), from, end);
        out.extend(stretch.map(|m| Marked { goes_on: true, ..m }));
    }
}

/// Whether what opens within an open quotation is closed before that is: “in what he calls “hell”
/// now”, or another mark than the one that opened closes it.
fn nests(from: Mark, next: &[Mark]) -> bool {
    let shuts = |mark: &Mark| mark.closes && !mark.opens;
    let other = from.closes && next.first().is_some_and(shuts);
    other || next.get(..2).is_some_and(|two| two.iter().all(shuts))
}

/// Whether a mark that does both stands where one opens: after a blank and before a word.
fn opening(line: &str, mark: Mark) -> bool {
    let before = line[..mark.at].chars().next_back();
    let after = line[mark.end..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || "([:—–-".contains(c))
        && after.is_some_and(|c| !c.is_whitespace())
}

/// "“We wait. “We hope," …: whether a mark opens, behind a full stop, what was not closed before.
fn begins_anew(line: &str, mark: Mark) -> bool {
    let before = line[..mark.at].trim_end();
    let capital = line[mark.end..].starts_with(char::is_uppercase);
    opening(line, mark) && capital && before.ends_with(['.', '!', '?'])
}

/// Whether a mark that does both may close: it does not stand alone before a word.
fn closing(line: &str, mark: Mark) -> bool {
    let before = line[..mark.at].chars().next_back();
    let after = line[mark.end..].chars().next();
    !(before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_alphanumeric))
}

/// The stretch between a mark and the one that closes it, which begins and ends here.
fn marked(
    parsed: &Parsed,
    (line, start): (&str, usize),
    from: Mark,
    (inner, to): (usize, usize),
) -> Option<Marked> {
    let whole = line.get(from.end..inner)?;
    let ends = whole
        .trim_end_matches([' ', '\'', '’', '\u{a0}'])
        .ends_with([',', '.', '!', '?', '…']);
    let body = whole.trim_end_matches([',', ' ']).trim_end();
    let lead = body.len() - body.trim_start().len();
    let inner = Span::new(start + from.end + lead, start + from.end + body.len());
    if inner.is_empty() {
        return None;
    }
    let before = line[..from.at].trim_end();
    let opens = before.is_empty() || before.ends_with(['.', '!', '?', '"', '”']);
    let tokens = parsed.tokens_in(inner);
    let words = tokens
        .clone()
        .filter(|t| parsed.tokens[*t as usize].upos != Upos::Punct)
        .count();
    let verb = tokens
        .clone()
        .any(|t| matches!(parsed.tokens[t as usize].upos, Upos::Verb | Upos::Aux));
    // "X said "We will go.": a whole sentence, where no sign leads up to it either.
    let sentence =
        body.ends_with(['.', '!', '?']) && body.trim_start().starts_with(char::is_uppercase);
    let led = before.ends_with([',', ':']);
    let comma_after = line[to..].starts_with(',');
    let closes = line[to..].is_empty() || line[to..].starts_with([',', '.', '!', '?', '…']);
    let statement = words >= 2 && (opens || led) && (ends || comma_after || words >= WORDS && verb)
        || words >= WORDS && verb && sentence
        || words >= 8 && verb && (ends || opens || led);
    let capital = body.trim_start().starts_with(char::is_uppercase);
    let outer = Span::new(start + from.at, start + to);
    let sentence = parsed.sentence_of(parsed.token_at(inner.start()))?;
    let paragraph = parsed.sentences[sentence].paragraph as usize;
    Some(Marked {
        outer,
        inner,
        paragraph,
        statement,
        opens,
        led,
        colon: before.ends_with(':'),
        ends: ends || closes,
        comma: comma_after || whole.trim_end().ends_with(','),
        stops: body.ends_with('.'),
        cried: words >= 2 && capital && body.ends_with(['!', '?']),
        goes_on: false,
    })
}
