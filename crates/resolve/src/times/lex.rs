//! Cutting a text into the words and numbers that times are made of.

use risalah_doc::Span;
use risalah_pack::times::{Class, TimeRules};

/// Longer words are none that a time is made of.
const LONGEST: usize = 32;

/// The text in words, numbers and signs.
pub(super) struct Lexed {
    pub(super) words: Vec<Word>,
    readings: Vec<(Class, i32)>,
}

/// A word, number or sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    first: u32,
    end: u32,
    /// Whether a line ends before it: no time goes over a line's end.
    pub(super) breaks: bool,
    /// Whether it is neither word nor number.
    pub(super) sign: bool,
}

impl Lexed {
    /// What the word can be.
    pub(super) fn readings(&self, at: usize) -> &[(Class, i32)] {
        self.words
            .get(at)
            .map_or(&[], |w| &self.readings[w.first as usize..w.end as usize])
    }

    /// Whether the word is one of these that rules name.
    pub(super) fn reads(&self, at: usize, words: &[i32]) -> bool {
        let mut readings = self.readings(at).iter();
        readings.any(|(c, n)| *c == Class::Word && words.contains(n))
    }

    /// The value of a word read as this class.
    pub(super) fn read(&self, at: usize, class: Class) -> Option<i32> {
        self.readings(at)
            .iter()
            .find(|(c, _)| *c == class)
            .map(|(_, value)| *value)
    }
}

impl Lexed {
    /// Whether a number behind a dash ends what a word of time begins: "5 May-12 May", "mid-2019".
    fn is_dated(&self) -> bool {
        let Some(at) = self.words.len().checked_sub(2) else {
            return false;
        };
        let word = self.words[at];
        let begins = |(class, _): &(Class, i32)| matches!(class, Class::Month | Class::Word);
        word.span.len() > 1 && self.readings(at).iter().any(begins)
    }
}

/// Cuts the text, in one pass.
pub(super) fn text(rules: &TimeRules, text: &str) -> Lexed {
    let mut lexed = Lexed {
        words: Vec::new(),
        readings: Vec::new(),
    };
    let bytes = text.as_bytes();
    let mut lower = String::with_capacity(LONGEST);
    let mut at = 0;
    let mut breaks = true;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            breaks |= byte == b'\n';
            at += 1;
            continue;
        }
        let end = if byte.is_ascii_digit() {
            number_end(bytes, at)
        } else if byte.is_ascii_alphabetic() || byte >= 0x80 {
            at + parted(rules, &text[at..word_end(text, at)], &mut lower)
        } else {
            at + 1
        };
        let first = lexed.readings.len() as u32;
        if !is_part(bytes, at) && (!is_serial(bytes, at) || lexed.is_dated()) {
            read(rules, &text[at..end], &mut lower, &mut lexed.readings);
        }
        let end_of = lexed.readings.len() as u32;
        let sign = !text[at..end].contains(char::is_alphanumeric);
        lexed.words.push(Word {
            span: Span::new(at, end),
            first,
            end: end_of,
            breaks,
            sign,
        });
        breaks = false;
        at = end;
    }
    lexed
}

/// Whether a number is the end of a longer one: "1,460".
fn is_part(bytes: &[u8], start: usize) -> bool {
    is_joined(bytes, start, b',', u8::is_ascii_digit)
}

/// Whether a number is the end of a name: "A-1320".
fn is_serial(bytes: &[u8], start: usize) -> bool {
    is_joined(bytes, start, b'-', u8::is_ascii_alphabetic)
}

/// Whether this sign joins a number to a character of this kind.
fn is_joined(bytes: &[u8], start: usize, sign: u8, kind: impl Fn(&u8) -> bool) -> bool {
    let before = |n: usize| start.checked_sub(n).and_then(|at| bytes.get(at));
    bytes[start].is_ascii_digit() && before(1) == Some(&sign) && before(2).is_some_and(kind)
}

/// Digits with single `.`, `:`, `/` or `-` between them; letters that follow make it a word.
fn number_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < bytes.len() {
        let joins = matches!(bytes[at], b'.' | b':' | b'/' | b'-')
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !(bytes[at].is_ascii_digit() || joins) {
            break;
        }
        at += 1;
    }
    // "1914-1918", "6-7 Januari": two numbers; "2014-12-28" is one date.
    let mut signs = (start..at).filter(|&i| !bytes[i].is_ascii_digit());
    if let (Some(sign), None) = (signs.next(), signs.next())
        && bytes[sign] == b'-'
    {
        return sign;
    }
    if bytes.get(at) == Some(&b's') && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) {
        at += 1;
    }
    at
}

/// Letters with single hyphens and apostrophes between them, and full stops between single ones.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let single = |at: usize| {
        let mut rest = text[at..].chars();
        rest.next().is_some_and(char::is_alphabetic)
            && !rest.next().is_some_and(char::is_alphabetic)
    };
    for (at, c) in text[start..].char_indices() {
        let next = start + at + c.len_utf8();
        let inner = matches!(c, '-' | '\'' | '’') && text[next..].starts_with(char::is_alphabetic)
            || c == '.' && at == 1 && single(next);
        if !(c.is_alphabetic() || inner) {
            if at == 0 {
                end = start + c.len_utf8();
            }
            break;
        }
        end = start + at + c.len_utf8();
    }
    end.max(start + text[start..].chars().next().map_or(1, char::len_utf8))
}

/// How many bytes of letters joined by signs are one word: all of them where they are known so, else
/// up to the first hyphen behind a number or a word of time ("twenty-five", "five-year", but
/// "hari-hari"), and without an ending.
fn parted(rules: &TimeRules, word: &str, lower: &mut String) -> usize {
    if word.len() > LONGEST || !word.contains(['-', '\'', '’']) {
        return word.len();
    }
    lower.clear();
    lower.extend(word.chars().flat_map(char::to_lowercase));
    if !rules.word(lower).is_empty() {
        return word.len();
    }
    if let Some((first, rest)) = lower.split_once('-')
        && rest != first
        && !rules.word(first).is_empty()
    {
        let second = rest.split('-').next().unwrap_or(rest);
        let both = first.len() + 1 + second.len();
        return match sum(rules, &lower[..both]) {
            Some(_) => both,
            None => first.len(),
        };
    }
    let ends = |ending: &&String| {
        let start = word.len().checked_sub(ending.len()).filter(|s| *s > 0);
        let tail = start.and_then(|start| word.get(start..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
    };
    let ending = rules.endings.iter().find(ends);
    word.len() - ending.map_or(0, String::len)
}

/// The number that tens and ones joined by a hyphen make: "twenty-five".
fn sum(rules: &TimeRules, lower: &str) -> Option<i32> {
    let (tens, ones) = lower.split_once('-')?;
    let number = |word: &str| {
        let mut readings = rules.word(word).iter();
        readings
            .find(|(class, _)| *class == Class::Number)
            .map(|(_, n)| *n)
    };
    let (tens, ones) = (number(tens)?, number(ones)?);
    (tens >= 20 && tens % 10 == 0 && (1..10).contains(&ones)).then_some(tens + ones)
}

/// Adds what the word can be.
fn read(rules: &TimeRules, word: &str, lower: &mut String, out: &mut Vec<(Class, i32)>) {
    if word.len() > LONGEST {
        return;
    }
    lower.clear();
    lower.extend(word.chars().flat_map(char::to_lowercase));
    let small = *lower == word;
    let needs_capital = small && rules.needs_capital(lower);
    // "LA Weekly", "may": names, or no times.
    let other = |class: Class| match class {
        Class::Weekday | Class::Month => needs_capital,
        Class::Often => !small,
        _ => false,
    };
    out.extend(rules.word(lower).iter().filter(|(class, _)| !other(*class)));
    out.extend(sum(rules, lower).map(|n| (Class::Number, n)));
    if word.as_bytes()[0].is_ascii_digit() {
        number(rules, word, out);
    }
}

fn number(rules: &TimeRules, word: &str, out: &mut Vec<(Class, i32)>) {
    if let Some(decade) = word.strip_suffix('s') {
        match decade.parse::<i32>() {
            Ok(year @ 1000..=2190) if year % 10 == 0 => out.push((Class::Decade, year)),
            Ok(year @ 10..=90) if year % 10 == 0 => out.push((Class::Decade, 1900 + year)),
            _ => {}
        }
        return;
    }
    let mut parts = [0i32; 4];
    let mut count = 0;
    for part in word.split(['.', ':', '/', '-']) {
        match part.parse::<i32>() {
            Ok(n) if count < 4 => parts[count] = n,
            _ => return,
        }
        count += 1;
    }
    let sign = word.bytes().find(|b| !b.is_ascii_digit());
    let [a, b, c, _] = parts;
    match (count, sign) {
        (1, _) => {
            out.push((Class::Number, a));
            if (1..=31).contains(&a) && word.len() <= 2 {
                out.push((Class::Day, a));
            }
            if (1000..2200).contains(&a) && word.len() == 4 {
                out.push((Class::Year, a));
            }
        }
        (2 | 3, Some(b'.' | b':'))
            if a < 25 && b < 60 && word.split(['.', ':']).nth(1).is_some_and(|m| m.len() == 2) =>
        {
            out.push((Class::Clock, a * 100 + b));
        }
        (2, Some(b'/')) => {
            out.extend(day_month(rules, a, b).map(|(d, m)| (Class::DayMonth, m * 100 + d)))
        }
        _ => {}
    }
    if count == 3 {
        if a > 1000 && (1..=12).contains(&b) && (1..=31).contains(&c) {
            out.push((Class::DayMonthYear, a * 10_000 + b * 100 + c));
        } else if let Some((day, month)) = day_month(rules, a, b)
            && (sign != Some(b'.') || (day, month) == (a, b))
        {
            let year = if c < 70 {
                2000 + c
            } else if c < 100 {
                1900 + c
            } else {
                c
            };
            if (1000..2200).contains(&year) {
                out.push((Class::DayMonthYear, year * 10_000 + month * 100 + day));
            }
        }
    }
}

/// Day and month of two numbers, in the language's order or the only one that is possible.
fn day_month(rules: &TimeRules, a: i32, b: i32) -> Option<(i32, i32)> {
    let first = (1..=31).contains(&a) && (1..=12).contains(&b);
    let second = (1..=12).contains(&a) && (1..=31).contains(&b);
    match (first, second) {
        (true, true) if rules.day_first => Some((a, b)),
        (true, true) => Some((b, a)),
        (true, false) => Some((a, b)),
        (false, true) => Some((b, a)),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_joins_a_date_and_parts_a_range() {
        for (text, end) in [
            ("1914-1918", 4),
            ("6-7 May", 1),
            ("2014-12-28", 10),
            ("06.14", 5),
        ] {
            assert_eq!(number_end(text.as_bytes(), 0), end, "{text}");
        }
    }

    #[test]
    fn a_number_behind_letters_and_a_dash_is_a_name() {
        assert!(is_serial(b"A-1320", 2));
        assert!(!is_serial(b"1914-1918", 5));
    }
}
