//! From text to words, in one pass over its bytes.

use risalah_doc::is_hyphen;
use risalah_pack::words::{Abbreviation, Clitic, Hyphen, Rest, Tokens, Words};

/// A word in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Raw {
    /// Its first byte.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
    /// The line it stands in, from 0.
    pub(crate) line: u32,
    /// Whether it is written as one word with the one before.
    pub(crate) joined: bool,
}

/// How far ahead a word is looked at for what it may be; longer ones are no abbreviation or address.
const WINDOW: usize = 96;

/// Finds all words of a text, in which one ends at `cut` wherever that is.
pub(crate) fn tokens(words: &Words, text: &str, cut: usize, out: &mut Vec<Raw>) {
    out.reserve(text.len() / 5);
    let mut cutter = Cutter {
        words,
        rules: &words.tokens,
        text,
        line: 0,
        cut,
        out,
        lower: String::new(),
    };
    let mut start = None;
    for (at, c) in text.char_indices() {
        if is_blank(c) {
            if let Some(start) = start.take() {
                cutter.chunk(start, at);
            }
            cutter.line += u32::from(c == '\n');
        } else if start.is_none() {
            start = Some(at);
        }
    }
    if let Some(start) = start {
        cutter.chunk(start, text.len());
    }
}

/// Whether the character only keeps words apart.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Whether the character can stand inside a word anywhere.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '\u{300}'..='\u{36f}' | '_' | '\u{ad}' | '\u{200c}' | '\u{200d}'
        )
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`')
}

struct Cutter<'a> {
    words: &'a Words,
    rules: &'a Tokens,
    text: &'a str,
    line: u32,
    cut: usize,
    out: &'a mut Vec<Raw>,
    lower: String,
}

impl Cutter<'_> {
    fn push(&mut self, start: usize, end: usize, joined: bool) {
        if start < end {
            self.out.push(Raw {
                start,
                end,
                line: self.line,
                joined,
            });
        }
    }

    /// Cuts what stands between two blanks.
    fn chunk(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(c) = self.text[at..end].chars().next() {
            let rest = &self.text[at..end];
            let len = if let Some(len) = address(rest, &self.rules.domains) {
                self.push(at, at + len, false);
                len
            } else if let Some(len) = self.currency(rest) {
                self.push(at, at + len, false);
                len
            } else if is_letter(c) {
                let len = self.word_length(rest);
                self.word(at, at + len);
                len
            } else {
                let len = mark_length(rest, c);
                self.push(at, at + len, false);
                len
            };
            at += len;
        }
    }

    /// The length of a currency's sign that stands before a number.
    fn currency(&self, rest: &str) -> Option<usize> {
        let first = *rest.as_bytes().first()?;
        let signs = self
            .rules
            .currency
            .iter()
            .filter(|s| s.as_bytes().first() == Some(&first));
        signs
            .filter_map(|sign| rest.strip_prefix(&**sign).map(|after| (sign.len(), after)))
            .find(|(_, after)| {
                let after = after.strip_prefix('.').unwrap_or(after);
                after.starts_with(|c: char| c.is_ascii_digit())
            })
            .map(|(len, _)| len)
    }

    /// How far the word at the beginning of `rest` goes.
    fn word_length(&self, rest: &str) -> usize {
        let (mut at, mut last, mut part) = (0, ' ', 0);
        let mut chars = rest.char_indices().peekable();
        while let Some((n, c)) = chars.next() {
            let next = chars.peek().map_or(' ', |x| x.1);
            if !is_letter(c) {
                let inside = match c {
                    '.' => self.dot(rest, part, n, last, next),
                    ',' | ':' => last.is_ascii_digit() && next.is_ascii_digit(),
                    '/' => (last.is_ascii_digit() || last.is_uppercase()) && next.is_ascii_digit(),
                    c if is_hyphen(c) => self.hyphen(rest, n, last, next),
                    '&' => last.is_uppercase() && next.is_uppercase(),
                    c => is_apostrophe(c) && last.is_alphabetic() && next.is_alphabetic(),
                };
                if !inside {
                    return self.full_stop(rest, n);
                }
                if c == '.' {
                    part = n + 1;
                }
            }
            last = c;
            at = n + c.len_utf8();
        }
        at
    }

    /// Whether a full stop at `at` stands inside a word whose last part begins at `part`.
    fn dot(&self, rest: &str, part: usize, at: usize, last: char, next: char) -> bool {
        // "5.000", "PMK.011/2007".
        if (last.is_ascii_digit() || last.is_uppercase()) && next.is_ascii_digit() {
            return true;
        }
        if !next.is_alphabetic() {
            return false;
        }
        let left = &rest[part..at];
        let right = &rest[at + 1..];
        let right = &right[..right
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(right.len())];
        if last.is_ascii_digit() {
            // "Liputan6.com" is a name, "pukul 19.30.Di" lacks a blank.
            return left.starts_with(char::is_alphabetic) && self.rules.domains.contains(right);
        }
        if at < WINDOW && self.rules.abbreviations.contains_key(&rest[..=at]) {
            // "p.m." is one although "p." is one too, "Drs.Amin" is two words.
            let longer = rest.get(..at + right.len() + 2);
            return longer.is_some_and(|word| self.rules.abbreviations.contains_key(word));
        }
        if self.rules.domains.contains(right)
            || self.rules.domains.contains(right.to_lowercase().as_str())
        {
            return true;
        }
        // "dia.Menurut" lacks a blank, "S.Pd" and "U.S." do not.
        let glued = left.chars().all(char::is_lowercase) && next.is_uppercase();
        left.chars().count() <= 2 && !glued && right.chars().count() <= 4
    }

    /// Whether a hyphen at `at` stands inside a word.
    fn hyphen(&self, rest: &str, at: usize, last: char, next: char) -> bool {
        if !last.is_alphanumeric() || !next.is_alphanumeric() {
            return false;
        }
        if last.is_ascii_digit() && next.is_ascii_digit() {
            // A telephone number or a date has two, a range has one.
            let run = rest
                .bytes()
                .take(WINDOW)
                .take_while(|b| b.is_ascii_digit() || *b == b'-');
            return run.filter(|b| *b == b'-').count() > 1;
        }
        let before = &rest[..at];
        let listed = || {
            let beginnings = &self.rules.hyphen_after;
            beginnings.contains(before) || beginnings.contains(before.to_lowercase().as_str())
        };
        match self.rules.hyphen {
            Hyphen::Keep => true,
            Hyphen::Split => listed(),
            Hyphen::Names => !between_names(before, &rest[at..]) || listed(),
        }
    }

    /// The word ends at `end`, or one further where the full stop after it is its own.
    fn full_stop(&self, rest: &str, end: usize) -> usize {
        let after = &rest[end..];
        if !after.starts_with('.') || after.starts_with("..") {
            return end;
        }
        let word = &rest[..end];
        let mut letters = word.chars();
        let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
        let dotted = word.contains('.')
            && word.split('.').all(|p| {
                (1..=4).contains(&p.chars().count()) && p.chars().all(char::is_alphabetic)
            });
        let own = dotted
            || (initial && after.len() > 1)
            || initial_before_blank(self.text, rest, end, initial);
        if own || self.rules.abbreviations.contains_key(&rest[..=end]) {
            end + 1
        } else {
            end
        }
    }

    /// Puts out a word, cut where it is several.
    fn word(&mut self, mut start: usize, end: usize) {
        loop {
            let cut = Some(self.cut).filter(|at| (start + 1..end).contains(at));
            let glue = || self.glue(&self.text[start..end]).map(|at| start + at);
            let Some(at) = cut.or_else(glue) else {
                return self.plain(start, end);
            };
            self.plain(start, at);
            start = at;
        }
    }

    /// Where a blank is missing: between a word in lower case and a name ("diJakarta"), and where a name
    /// follows or opens the word ("PresidenMacron", "Macronmengatakan").
    fn glue(&self, form: &str) -> Option<usize> {
        if !self.rules.glued {
            return None;
        }
        let lower = form.starts_with(char::is_lowercase);
        // The capitals that open the word, then its small letters.
        let small = if lower {
            0
        } else {
            form.find(char::is_lowercase)?
        };
        let at = form[small..]
            .find(|c: char| !c.is_lowercase())
            .map_or(form.len(), |n| small + n);
        let mut name = form[at..].chars();
        let named = name.next().is_some_and(char::is_uppercase)
            && name.next().is_some_and(char::is_lowercase);
        let first = &form[..at];
        if lower {
            // One letter is a brand's: iPhone, eBay.
            return (named && at > 1 && !self.rules.brands.contains(first)).then_some(at);
        }
        if named && self.rules.glued_before.contains(first) {
            return Some(at);
        }
        let behind = self.rules.glued_behind.iter();
        let mut cuts = behind.filter_map(|word| first.strip_suffix(&**word));
        let name = cuts.find(|name| self.rules.glued_names.contains(*name))?;
        Some(name.len())
    }

    /// Puts out a word that no blank is missing in.
    fn plain(&mut self, start: usize, end: usize) {
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        let form = &self.text[start..end];
        lower.extend(form.chars().map(lower_char));
        if lower.len() == form.len() {
            self.parts(start, end, &lower);
        } else {
            self.push(start, end, false);
        }
        self.lower = lower;
    }

    /// Cuts contractions, endings and clitics off a word. `lower` is as long as the word.
    fn parts(&mut self, start: usize, end: usize, lower: &str) {
        if let Some(parts) = self.rules.contractions.get(lower) {
            let mut at = start;
            for (n, len) in parts.iter().enumerate() {
                self.push(at, at + len, n > 0);
                at += len;
            }
            return;
        }
        let mut cuts = [end; 4];
        let mut n = 0;
        let mut rest = end;
        while n + 1 < cuts.len()
            && let Some(cut) = self.ending(start, rest, lower)
        {
            rest = cut;
            cuts[n] = rest;
            n += 1;
        }
        let first = self.beginning(start, rest, lower);
        if first > start {
            self.push(start, first, false);
        }
        self.push(first, rest, first > start);
        let cuts = &cuts[..n];
        for (k, &cut) in cuts.iter().enumerate().rev() {
            let to = if k == 0 { end } else { cuts[k - 1] };
            self.push(cut, to, true);
        }
    }

    /// Where an ending that is a word of its own begins.
    fn ending(&self, start: usize, end: usize, lower: &str) -> Option<usize> {
        let word = &lower[..end - start];
        for ending in &self.rules.endings {
            if let Some(len) = ends_with(word, ending)
                && word.len() > len
            {
                return Some(end - len);
            }
        }
        let clitics = self.rules.clitics.iter().filter(|c| !c.before);
        let clitic = clitics
            .into_iter()
            .find(|c| word.ends_with(&*c.form) && self.carries(start, word, c))?;
        Some(end - clitic.form.len())
    }

    /// Whether the word, in lower case, carries the clitic at its end.
    fn carries(&self, start: usize, word: &str, clitic: &Clitic) -> bool {
        let rest = &word[..word.len() - clitic.form.len()];
        if rest.len() < clitic.least || word.bytes().any(|b| b.is_ascii_digit()) {
            return false;
        }
        if rest.ends_with('-') {
            return rest.len() > clitic.least;
        }
        let form = &self.text[start..start + word.len()];
        let capital = form.starts_with(char::is_uppercase);
        if capital && (!self.opens() || !form.chars().any(char::is_lowercase)) {
            return false;
        }
        match clitic.rest {
            Rest::Any => !self.rules.is_whole(word),
            Rest::Listed => self.rules.is_host(rest, &clitic.form),
            Rest::Roots => self.words.lemmas.roots.contains(rest),
        }
    }

    /// Where the word begins after a clitic at its beginning.
    fn beginning(&self, start: usize, end: usize, lower: &str) -> usize {
        let word = &lower[..end - start];
        for clitic in self.rules.clitics.iter().filter(|c| c.before) {
            if let Some(rest) = word.strip_prefix(&*clitic.form)
                && rest.len() >= clitic.least
                && (clitic.rest == Rest::Any || self.words.lemmas.roots.contains(rest))
                && self.text[start..].starts_with(|c: char| c.is_lowercase() || self.opens())
            {
                return start + clitic.form.len();
            }
        }
        start
    }

    /// Whether the next word opens a sentence or a quotation, as far as the mark before it tells.
    fn opens(&self) -> bool {
        let Some(last) = self.out.last().filter(|t| t.line == self.line) else {
            return true;
        };
        !self.text[last.start..last.end].contains(|c: char| c.is_alphanumeric() || c == ',')
    }
}

/// Whether a single capital before a full stop at the end of its chunk is an initial: it is one
/// where the line goes on with a capital.
/// Whether a hyphen, with which `after` begins, stands between two capitalised words of three
/// letters or an acronym, the second of which does not repeat the first ("Undang-Undang").
fn between_names(before: &str, after: &str) -> bool {
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    let left = last.unwrap_or_default();
    let right = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    let right = &right[..right.find(|c| !is_letter(c)).unwrap_or(right.len())];
    let name = |word: &str| {
        let letters = word.chars().take(WINDOW).count();
        word.starts_with(char::is_uppercase)
            && word.chars().all(char::is_alphabetic)
            && (letters > 2 || letters == 2 && word.chars().all(char::is_uppercase))
    };
    let repeats = || {
        let start = &right.as_bytes()[..right.len().min(4)];
        left.as_bytes()
            .windows(start.len())
            .any(|part| part.eq_ignore_ascii_case(start))
    };
    name(left) && name(right) && !repeats()
}

fn initial_before_blank(text: &str, rest: &str, end: usize, initial: bool) -> bool {
    if !initial {
        return false;
    }
    let at = rest.as_ptr() as usize - text.as_ptr() as usize + end + 1;
    let after = text
        .get(at..)
        .unwrap_or_default()
        .trim_start_matches([' ', '\u{a0}']);
    after.starts_with(|c: char| c.is_uppercase())
}

/// The character in lower case, where that is one character as long.
fn lower_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(l), None) if l.len_utf8() == c.len_utf8() => l,
        _ => c,
    }
}

/// How many bytes of the word's end are the ending; apostrophes are all alike.
fn ends_with(word: &str, ending: &str) -> Option<usize> {
    let mut letters = word.char_indices().rev();
    let mut at = word.len();
    for want in ending.chars().rev() {
        let (n, c) = letters.next()?;
        if c != want && !(is_apostrophe(c) && is_apostrophe(want)) {
            return None;
        }
        at = n;
    }
    Some(word.len() - at)
}

/// How many bytes a mark at the beginning of `rest` takes: repeated ones are one token.
fn mark_length(rest: &str, c: char) -> usize {
    let same = |pick: &dyn Fn(char) -> bool| rest.find(|x| !pick(x)).unwrap_or(rest.len());
    match c {
        '!' | '?' => same(&|x| matches!(x, '!' | '?')),
        '.' | '-' | '=' | '*' | '~' | '`' | '…' | '\'' => same(&|x| x == c),
        '@' | '#' => 1 + rest[1..].find(|x| !is_letter(x)).unwrap_or(rest.len() - 1),
        _ => c.len_utf8(),
    }
}

/// The length of a web or mail address at the beginning of `rest`.
fn address(rest: &str, domains: &risalah_pack::words::Set) -> Option<usize> {
    let bytes = rest.as_bytes();
    if !bytes.first()?.is_ascii_alphanumeric() {
        return None;
    }
    let web = bytes
        .first()
        .is_some_and(|b| matches!(b, b'h' | b'H' | b'w' | b'W' | b'f'))
        && ["http://", "https://", "www.", "ftp://"].iter().any(|p| {
            rest.get(..p.len())
                .is_some_and(|s| s.eq_ignore_ascii_case(p))
        });
    if web {
        let open = rest.find(['"', '<', '>', '“', '”']).unwrap_or(rest.len());
        let marks = ['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '…'];
        return Some(rest[..open].trim_end_matches(marks).len());
    }
    let mail = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
    let name = bytes.iter().take(WINDOW).position(|b| !mail(b))?;
    if bytes[name] != b'@' {
        return None;
    }
    let host = bytes[name + 1..]
        .iter()
        .take(WINDOW)
        .take_while(|b| mail(b))
        .count();
    let whole = rest[..name + 1 + host].trim_end_matches(['.', '-']);
    let (_, domain) = whole[name + 1..].rsplit_once('.')?;
    domains
        .contains(domain.to_ascii_lowercase().as_str())
        .then_some(whole.len())
}

/// What a list says of an abbreviation; a dotted word or initial that is not listed may end one.
pub(crate) fn abbreviation(rules: &Tokens, form: &str) -> Option<Abbreviation> {
    if form.len() < 2 || !form.ends_with('.') || !form.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(
        rules
            .abbreviations
            .get(form)
            .copied()
            .unwrap_or(Abbreviation::End),
    )
}
