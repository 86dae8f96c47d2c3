//! Days, weeks, months and years as intervals and as TIMEX3 values.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use risalah_doc::Granularity;

/// First and last day of a month.
pub(super) fn month(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// First and last day of a year.
pub(super) fn year(year: i16) -> Option<(Date, Date)> {
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

/// Monday and Sunday of the week that holds the day.
pub(super) fn week(day: Date) -> Option<(Date, Date)> {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    let monday = day.checked_sub(back.days()).ok()?;
    Some((monday, monday.checked_add(6.days()).ok()?))
}

/// The interval of a unit that holds the day, moved by `n` units.
pub(super) fn shifted(day: Date, unit: &str, n: i32) -> Option<((Date, Date), Granularity)> {
    let n = i64::from(n);
    let interval = match unit {
        "D" => {
            let day = day.checked_add(n.days()).ok()?;
            return Some(((day, day), Granularity::Day));
        }
        "W" => return Some((week(day.checked_add(n.weeks()).ok()?)?, Granularity::Week)),
        "WE" => {
            let (monday, sunday) = week(day.checked_add(n.weeks()).ok()?)?;
            return Some((
                (monday.checked_add(5.days()).ok()?, sunday),
                Granularity::Week,
            ));
        }
        "M" => {
            let moved = day.first_of_month().checked_add(n.months()).ok()?;
            return Some((month(moved.year(), moved.month())?, Granularity::Month));
        }
        "Q" => {
            let first = day
                .first_of_month()
                .checked_sub(i64::from((day.month() - 1) % 3).months())
                .ok()?;
            let first = first.checked_add((3 * n).months()).ok()?;
            let last = first.checked_add(2.months()).ok()?.last_of_month();
            return Some(((first, last), Granularity::Quarter));
        }
        "H" => {
            let first = Date::new(day.year(), if day.month() > 6 { 7 } else { 1 }, 1).ok()?;
            let first = first.checked_add((6 * n).months()).ok()?;
            (first, first.checked_add(5.months()).ok()?.last_of_month())
        }
        "Y" => {
            return Some((
                year(i16::try_from(i64::from(day.year()) + n).ok()?)?,
                Granularity::Year,
            ));
        }
        "E" => decade(i16::try_from(i64::from(day.year()) + 10 * n).ok()?)?,
        "C" => century(i16::try_from(i64::from(day.year()) + 100 * n).ok()?)?,
        _ => return None,
    };
    Some((interval, Granularity::Longer))
}

/// The ten years that hold a year.
pub(super) fn decade(of: i16) -> Option<(Date, Date)> {
    let first = of.div_euclid(10) * 10;
    Some((year(first)?.0, year(first + 9)?.1))
}

/// The hundred years that hold a year.
pub(super) fn century(of: i16) -> Option<(Date, Date)> {
    let first = of.div_euclid(100) * 100;
    Some((year(first)?.0, year(first + 99)?.1))
}

/// The weekday before (`n` < 0), after (`n` > 0) or, for 0, in the seven days up to the anchor.
pub(super) fn weekday(anchor: Date, weekday: i32, n: i32, ahead: bool) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
    if n == 0 && anchor.weekday() == weekday {
        return Some(anchor);
    }
    let direction = if n > 0 || (n == 0 && ahead) { 1 } else { -1 };
    anchor.nth_weekday(direction, weekday).ok()
}

/// A weekday of the week that holds the anchor, moved by `n` weeks.
pub(super) fn weekday_of_week(anchor: Date, weekday: i32, n: i32) -> Option<Date> {
    let (monday, _) = week(anchor.checked_add(i64::from(n).weeks()).ok()?)?;
    monday.checked_add(i64::from(weekday - 1).days()).ok()
}

/// Days of a season in the north, by TIMEX3's name; winter begins in its year.
pub(super) fn season(of: i16, name: &str) -> Option<(Date, Date)> {
    let first = match name {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        "WI" => 12,
        _ => return None,
    };
    let start = Date::new(of, first, 1).ok()?;
    Some((start, start.checked_add(2.months()).ok()?.last_of_month()))
}

/// The `n`th of the units in an interval, from 1, or with -1 the last; weeks are counted from its
/// first or its last day.
pub(super) fn part(
    (first, last): (Date, Date),
    unit: &str,
    n: i32,
) -> Option<((Date, Date), Granularity)> {
    let back = |days: i64| last.checked_sub(days.days()).ok();
    let on = |days: i64| first.checked_add(days.days()).ok();
    let over = i64::from(n) - 1;
    let (start, days, granularity): (Date, i64, Granularity) = match (unit, n) {
        ("D", ..0) => (last, 0, Granularity::Day),
        ("D", _) => (on(over)?, 0, Granularity::Day),
        ("W", ..0) => (back(6)?, 6, Granularity::Week),
        ("W", _) => (on(7 * over)?, 6, Granularity::Week),
        ("WE", ..0) => (weekday(back(1)?, 6, 0, false)?, 1, Granularity::Week),
        ("WE", _) => {
            let before = first.yesterday().ok()?;
            let saturday = before.nth_weekday(n, Weekday::Saturday).ok()?;
            (saturday, 1, Granularity::Week)
        }
        _ => return whole((first, last), unit, n),
    };
    let end = start.checked_add(days.days()).ok()?.min(last);
    (first <= start && start <= last).then_some(((start, end), granularity))
}

/// The `n`th of the months, quarters, halves or years that an interval is made of.
fn whole((first, last): (Date, Date), unit: &str, n: i32) -> Option<((Date, Date), Granularity)> {
    let (found, granularity) = match n {
        ..0 => shifted(last, unit, 0)?,
        _ => shifted(first, unit, n - 1)?,
    };
    let inside = first <= found.0 && found.1 <= last && found != (first, last);
    inside.then_some((found, granularity))
}

/// The unit that holds the anchor, or where that one is all to come (or `ahead` all past) the one
/// before (or after) it.
pub(super) fn nearest(
    anchor: Date,
    ahead: bool,
    of: impl Fn(i32) -> Option<(Date, Date)>,
) -> Option<i32> {
    let (first, last) = of(0)?;
    Some(match ahead {
        true if last < anchor => 1,
        false if first > anchor => -1,
        _ => 0,
    })
}

/// TIMEX3's value of an interval.
pub(super) fn iso((first, last): (Date, Date), granularity: Granularity) -> String {
    match granularity {
        Granularity::Hour | Granularity::Day => first.to_string(),
        Granularity::Week if first.weekday() == Weekday::Saturday => {
            let week = first.iso_week_date();
            format!("{:04}-W{:02}-WE", week.year(), week.week())
        }
        Granularity::Week => {
            let week = first.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Granularity::Month => format!("{:04}-{:02}", first.year(), first.month()),
        Granularity::Quarter => format!("{:04}-Q{}", first.year(), (first.month() - 1) / 3 + 1),
        Granularity::Year => format!("{:04}", first.year()),
        Granularity::Longer => match last.year() - first.year() {
            9 => format!("{:03}", first.year() / 10),
            99 => format!("{:02}", first.year() / 100),
            _ => format!(
                "{:04}-H{}",
                first.year(),
                if first.month() > 6 { 2 } else { 1 }
            ),
        },
    }
}
