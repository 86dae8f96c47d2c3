//! Days as numbers, as counts keep them.

use jiff::ToSpan;
use jiff::civil::Date;

/// Where no day is known: before all that are.
const NONE: i64 = -1_000_000;
const FIRST: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn number(day: Option<Date>) -> i64 {
    let since = day.and_then(|day| day.since(FIRST).ok());
    since.map_or(NONE, |span| i64::from(span.get_days()))
}

/// The day in ISO 8601; empty where none is known.
pub(crate) fn text(number: i64) -> String {
    let day = Some(number).filter(|n| *n != NONE);
    let day = day.and_then(|n| FIRST.checked_add(n.days()).ok());
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_back() {
        for day in ["1066-10-14", "1969-12-31", "1970-01-01", "2026-02-28"] {
            assert_eq!(text(number(day.parse().ok())), day);
        }
        assert_eq!(text(number(None)), "");
    }
}
