//! The time of day behind a date.

use risalah_pack::web::Dates;

use super::cursor::{Cursor, Piece};

/// A time of day: hour, minute, second, and minutes east of Greenwich.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) zone: Option<i32>,
}

/// How many bytes of other characters may stand between a date and its time of day.
const GAP: usize = 14;

/// Reads a time of day from the cursor; the cursor stands behind it if there is one.
pub(super) fn read(dates: &Dates, cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut at = *cursor;
    let limit = at.at + GAP;
    let hour = loop {
        match at.next()? {
            Piece::Number { value, digits } if digits <= 2 => break value,
            Piece::Number { .. } | Piece::Sign('\n') => return None,
            _ if at.at > limit => return None,
            _ => {}
        }
    };
    let Piece::Sign(':' | '.' | 'h') = at.next()? else {
        return None;
    };
    let (minute, digits) = at.number()?;
    let mut clock = Clock {
        hour: u8::try_from(hour).ok().filter(|h| *h < 24)?,
        minute: u8::try_from(minute)
            .ok()
            .filter(|m| *m < 60 && digits == 2)?,
        second: 0,
        zone: None,
    };
    seconds(&mut at, &mut clock);
    half(dates, &mut at, &mut clock);
    zone(dates, &mut at, &mut clock);
    *cursor = at;
    Some(clock)
}

/// `:05`, and a fraction, which is passed over.
fn seconds(cursor: &mut Cursor<'_>, clock: &mut Clock) {
    let mut at = *cursor;
    if at.next() != Some(Piece::Sign(':')) {
        return;
    }
    let Some((second, 2)) = at.number() else {
        return;
    };
    clock.second = u8::try_from(second).unwrap_or(0).min(59);
    *cursor = at;
    if let (Some(Piece::Sign('.' | ',')), Some(_)) = (at.next(), at.number()) {
        *cursor = at;
    }
}

/// `am`, `p.m.`
fn half(dates: &Dates, cursor: &mut Cursor<'_>, clock: &mut Clock) {
    let mut at = *cursor;
    at.blanks();
    let word: String = at.rest().chars().take(4).collect::<String>().to_lowercase();
    for len in (2..=word.len()).rev() {
        let Some(after) = word.get(..len).and_then(|w| dates.half(w)) else {
            continue;
        };
        if word[len..].starts_with(char::is_alphabetic) {
            continue;
        }
        clock.hour = clock.hour % 12 + if after { 12 } else { 0 };
        at.at += len;
        *cursor = at;
        return;
    }
}

/// `Z`, `+07:00`, `-0500`, `WIB`.
fn zone(dates: &Dates, cursor: &mut Cursor<'_>, clock: &mut Clock) {
    let mut at = *cursor;
    at.blanks();
    if let Some(name) = at.word()
        && let Some(offset) = dates.zone(name)
    {
        clock.zone = Some(offset);
        *cursor = at;
        return;
    }
    at = *cursor;
    at.blanks();
    let sign = match at.next() {
        Some(Piece::Sign('+')) => 1,
        Some(Piece::Sign('-')) => -1,
        _ => return,
    };
    let (hours, minutes) = match at.number() {
        Some((value, 4)) => (value / 100, value % 100),
        Some((value, 2)) => {
            let mut more = at;
            match (more.next(), more.number()) {
                (Some(Piece::Sign(':')), Some((minutes, 2))) => {
                    at = more;
                    (value, minutes)
                }
                _ => (value, 0),
            }
        }
        _ => return,
    };
    if hours <= 14 && minutes < 60 {
        clock.zone = Some(sign * (hours * 60 + minutes) as i32);
        *cursor = at;
    }
}
