//! Finding dates in a text, left to right, in linear time.

use jiff::civil::Date;
use risalah_doc::Lang;
use risalah_pack::web::Dates;

use super::Found;
use super::clock::{self, Clock};
use super::cursor::{Cursor, Piece};

/// Numbers longer than this are no part of a date.
const DIGITS: usize = 8;
/// Words longer than this are no part of a date.
const LETTERS: usize = 32;

/// An iterator over the dates of a text.
pub(super) struct Scanner<'a> {
    dates: &'a Dates,
    tag: Option<&'a str>,
    lang: Option<Lang>,
    cursor: Cursor<'a>,
    before: Option<char>,
    compact: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(dates: &'a Dates, text: &'a str, tag: Option<&'a str>) -> Self {
        Self {
            dates,
            tag,
            lang: tag.and_then(Lang::parse),
            cursor: Cursor::new(text),
            before: None,
            compact: false,
        }
    }

    /// Also takes eight digits for a date.
    pub(super) fn compact(mut self) -> Self {
        self.compact = true;
        self
    }

    /// The date whose first piece is this; the cursor stands behind the piece.
    fn date(&self, first: Piece<'a>, cursor: &mut Cursor<'a>) -> Option<(Date, bool)> {
        match first {
            Piece::Number { value, digits: 4 } => self.year_first(value, cursor),
            Piece::Number {
                value,
                digits: 1 | 2,
            } => self.day_first(value, cursor),
            Piece::Number {
                value,
                digits: DIGITS,
            } if self.compact => self.eight(value),
            Piece::Word(word) => self.month_first(word, cursor),
            _ => None,
        }
    }

    /// 20220112, 12012022.
    fn eight(&self, digits: u32) -> Option<(Date, bool)> {
        let (high, middle, low) = (digits / 1_000_000, digits / 10_000 % 100, digits % 10_000);
        civil(digits / 10_000, low / 100, low % 100)
            .map(|day| (day, false))
            .or_else(|| self.ordered(high, middle, low))
    }

    /// 2022-01-12, 2022/1/12, 2022年1月12日, 2022 Jan 12.
    fn year_first(&self, year: u32, cursor: &mut Cursor<'a>) -> Option<(Date, bool)> {
        let mut at = *cursor;
        let sign = at.next()?;
        let month = match sign {
            Piece::Sign('-' | '/' | '.') => match at.next()? {
                Piece::Number {
                    value,
                    digits: 1 | 2,
                } => value,
                Piece::Word(word) => self.month(word)?,
                _ => return None,
            },
            Piece::Sign(' ') => self.month(at.word()?)?,
            Piece::Word(word) if self.is_sign(word, 0) => {
                at.blanks();
                at.number()?.0
            }
            _ => return None,
        };
        match (sign, at.next()?) {
            (Piece::Sign(a), Piece::Sign(b)) if a == b => {}
            // In addresses: 2022-01/12.
            (Piece::Sign('-'), Piece::Sign('/')) if self.compact => {}
            (Piece::Word(_), Piece::Word(word)) if self.is_sign(word, 1) => at.blanks(),
            _ => return None,
        }
        let (day, digits) = at.number()?;
        if digits > 2 {
            return None;
        }
        let date = civil(year, month, day)?;
        if let Piece::Word(_) = sign {
            at.next()
                .filter(|p| matches!(p, Piece::Word(w) if self.is_sign(w, 2)))?;
        }
        *cursor = at;
        Some((date, false))
    }

    /// 12/1/2022, 12.01.20, 12 Januari 2022, 12th of January, 2022, 12-Jan-2022.
    fn day_first(&self, day: u32, cursor: &mut Cursor<'a>) -> Option<(Date, bool)> {
        let mut at = *cursor;
        if let Some(found) = self.numbers(day, &mut at) {
            *cursor = at;
            return Some(found);
        }
        at = *cursor;
        self.ordinal(&mut at);
        at.joint();
        let mut word = at.word()?;
        if self.filler(word) {
            at.joint();
            word = at.word()?;
        }
        let month = self.month(word)?;
        let year = self.year(&mut at)?;
        *cursor = at;
        Some((civil(year, month, day)?, false))
    }

    /// January 12, 2022.
    fn month_first(&self, word: &str, cursor: &mut Cursor<'a>) -> Option<(Date, bool)> {
        let mut at = *cursor;
        at.joint();
        let (day, digits) = at.number().filter(|_| word.len() <= LETTERS)?;
        if digits > 2 {
            return None;
        }
        let month = self.month(word)?;
        self.ordinal(&mut at);
        let year = self.year(&mut at)?;
        *cursor = at;
        Some((civil(year, month, day)?, false))
    }

    /// Three numbers with one sign between: 12/1/2022.
    fn numbers(&self, first: u32, cursor: &mut Cursor<'a>) -> Option<(Date, bool)> {
        let Piece::Sign(sign @ ('/' | '-' | '.')) = cursor.next()? else {
            return None;
        };
        if sign == '.' {
            cursor.blanks();
        }
        let (second, digits) = cursor.number()?;
        if digits > 2 || cursor.next()? != Piece::Sign(sign) {
            return None;
        }
        if sign == '.' {
            cursor.blanks();
        }
        let (year, digits) = cursor.number()?;
        let year = match digits {
            4 => year,
            2 if year < 70 => year + 2000,
            _ => return None,
        };
        // 1.2.30.4 is no date.
        if cursor.rest().starts_with(sign)
            && cursor.rest()[1..].starts_with(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        self.ordered(first, second, year)
    }

    /// Day and month in the order of the language, or in that which gives a date.
    fn ordered(&self, first: u32, second: u32, year: u32) -> Option<(Date, bool)> {
        let swapped = self.tag.is_some_and(|tag| self.dates.month_first(tag));
        let plain = civil(year, second, first);
        let other = civil(year, first, second);
        let ambiguous = plain.is_some() && other.is_some() && first != second;
        let (one, two) = if swapped {
            (other, plain)
        } else {
            (plain, other)
        };
        Some((one.or(two)?, ambiguous))
    }

    /// The year after day and month: `, 2022`, `de 2022`, `'22`.
    fn year(&self, cursor: &mut Cursor<'a>) -> Option<u32> {
        cursor.joint();
        let mut at = *cursor;
        if let Some(word) = at.word()
            && self.filler(word)
        {
            at.joint();
            *cursor = at;
        }
        match cursor.number()? {
            (year, 4) => Some(year),
            _ => None,
        }
    }

    fn ordinal(&self, cursor: &mut Cursor<'a>) {
        let mut at = *cursor;
        let known = match at.next() {
            Some(Piece::Word(word)) => self.dates.is_ordinal(word),
            Some(Piece::Sign(sign)) => self.dates.is_ordinal(sign.encode_utf8(&mut [0; 4])),
            _ => false,
        };
        if known {
            *cursor = at;
        }
    }

    fn filler(&self, word: &str) -> bool {
        word.len() <= LETTERS && self.dates.is_filler(&word.to_lowercase())
    }

    fn month(&self, word: &str) -> Option<u32> {
        if word.len() > LETTERS {
            return None;
        }
        let month = self.dates.month(&word.to_lowercase(), self.lang);
        month.map(u32::from)
    }

    fn is_sign(&self, word: &str, which: usize) -> bool {
        word.chars().next().and_then(|c| self.dates.sign(c)) == Some(which)
    }
}

impl Iterator for Scanner<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            let start = self.cursor.at;
            let before = self.before;
            let piece = self.cursor.next()?;
            self.before = self.cursor.before();
            if matches!(piece, Piece::Sign(_)) || before.is_some_and(|c| glued(c, piece)) {
                continue;
            }
            let mut at = self.cursor;
            let Some((day, ambiguous)) = self.date(piece, &mut at) else {
                continue;
            };
            if at.rest().starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let clock = clock::read(self.dates, &mut at);
            self.cursor = at;
            self.before = None;
            return Some(Found {
                start,
                end: at.at,
                day,
                stamp: clock.map(|clock| stamp(day, clock)),
                ambiguous,
            });
        }
    }
}

/// Whether the piece is the tail of something that is no date: `v2.10.2022`, `1,234`.
fn glued(before: char, piece: Piece<'_>) -> bool {
    matches!(piece, Piece::Number { .. })
        && (before.is_alphabetic() || matches!(before, '.' | '-' | '+' | '#'))
}

fn stamp(day: Date, clock: Clock) -> String {
    let Clock {
        hour,
        minute,
        second,
        zone,
    } = clock;
    let time = format!("{day}T{hour:02}:{minute:02}:{second:02}");
    match zone {
        None => time,
        Some(zone) => time + &offset(zone),
    }
}

/// Minutes east of Greenwich as `+07:00`.
pub(super) fn offset(zone: i32) -> String {
    let sign = if zone < 0 { '-' } else { '+' };
    let zone = zone.abs();
    format!("{sign}{:02}:{:02}", zone / 60, zone % 60)
}

/// The day, if it is one that news could be of.
fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|y| (1900..2100).contains(y))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
