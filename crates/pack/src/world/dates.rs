//! Days of terms, known to the day, the month or the year.

use jiff::civil::Date;

/// The first and the last day of `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
pub(super) fn range(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: Option<i8> = part(parts.next())?;
    let day: Option<i8> = part(parts.next())?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, _) => first.last_of_year(),
    };
    Some((first, last))
}

/// `Some(None)` where the part is absent, `None` where it is no number of two digits.
#[allow(clippy::option_option, reason = "absent and wrong are two things")]
fn part(text: Option<&str>) -> Option<Option<i8>> {
    match text {
        None => Some(None),
        Some(text) if text.len() == 2 => text.parse().ok().map(Some),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn a_month_and_a_year_are_all_their_days() {
        let text = |t| range(t).map(|(a, b)| format!("{a} {b}"));
        assert_eq!(text("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(text("2024").as_deref(), Some("2024-01-01 2024-12-31"));
        assert_eq!(text("2024-02-03").as_deref(), Some("2024-02-03 2024-02-03"));
        for wrong in ["2024-13", "24", "2024-2", "2024-02-30", "2024-02-03-04", ""] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
    }
}
