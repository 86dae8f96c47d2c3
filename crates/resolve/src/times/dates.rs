//! Days, months and years: what is told of them, and what is meant.

use jiff::civil::Date;
use risalah_doc::{Granularity, TimeKind};
use risalah_pack::times::Class;

use super::calendar;
use super::rules::Values;
use super::value::{Context, Value, from_anchor};

/// So many years in a row that are far from the anchor make a narrative of other years.
const NARRATIVE: u32 = 2;

/// Day, month and year as far as told.
pub(super) fn date(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
    if let Some(dmy) = values.get(Class::DayMonthYear) {
        let day = Date::new(
            (dmy / 10_000) as i16,
            (dmy / 100 % 100) as i8,
            (dmy % 100) as i8,
        )
        .ok()?;
        return Some(Value::dated((day, day), Granularity::Day, false));
    }
    let (month, day) = month_and_day(values);
    let year = values.get(Class::Year).and_then(|y| i16::try_from(y).ok());
    let Some(month) = month.and_then(|m| i8::try_from(m).ok()) else {
        return Some(Value::dated(
            calendar::year(year?)?,
            Granularity::Year,
            false,
        ));
    };
    let relative = year.is_none();
    let Some(year) = year.or_else(|| nearest_year(context, month, day, ahead)) else {
        return Some(Value::open());
    };
    day_or_month(values, year, relative)
}

/// The month told, or the day of it, in this year.
pub(super) fn day_or_month(values: &Values, year: i16, relative: bool) -> Option<Value> {
    let (month, day) = month_and_day(values);
    let month = i8::try_from(month?).ok()?;
    match day {
        Some(day) => {
            let day = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
            Some(Value::dated((day, day), Granularity::Day, relative))
        }
        None => Some(Value::dated(
            calendar::month(year, month)?,
            Granularity::Month,
            relative,
        )),
    }
}

fn month_and_day(values: &Values) -> (Option<i32>, Option<i32>) {
    let digits = values.get(Class::DayMonth).map(|dm| dm % 100);
    (values.month(), values.get(Class::Day).or(digits))
}

/// The year that a day or month without one is meant in: that of the story where it tells of
/// years long past; else the one that puts it nearest before (or after) the anchor.
fn nearest_year(context: &Context<'_>, month: i8, day: Option<i32>, ahead: bool) -> Option<i16> {
    if context.far >= NARRATIVE && !ahead {
        return context.year;
    }
    let Some(anchor) = context.anchor else {
        return context.year;
    };
    let day = i8::try_from(day.unwrap_or(15)).ok()?;
    let gap = |year: i16| -> Option<i32> {
        let date = Date::new(year, month, day).ok()?;
        Some((date - anchor).get_days())
    };
    let this = gap(anchor.year())?;
    Some(match this {
        60.. if !ahead => anchor.year() - 1,
        i32::MIN..=-60 if ahead => anchor.year() + 1,
        _ => anchor.year(),
    })
}

pub(super) fn range(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
    if let Some(last) = values.second(Class::Weekday) {
        return from_anchor(context, |anchor| weekdays(anchor, values, last, ahead));
    }
    let first = date(context, values, ahead)?;
    let (Some((start, _)), Some(end)) = (first.interval, values.second(Class::Day)) else {
        return Some(first);
    };
    let end = Date::new(start.year(), start.month(), i8::try_from(end).ok()?).ok()?;
    (start <= end).then(|| Value {
        value: Some(format!("{start}/{end}")),
        interval: Some((start, end)),
        ..first
    })
}

/// From one weekday to the next that is called so: "Monday to Wednesday".
fn weekdays(anchor: Date, values: &Values, last: i32, ahead: bool) -> Option<Value> {
    let first = calendar::weekday(anchor, values.get(Class::Weekday)?, 0, ahead)?;
    let last = calendar::weekday(first, last, 1, true)?;
    Some(Value {
        value: Some(format!("{first}/{last}")),
        interval: Some((first, last)),
        ..Value::day(first)
    })
}

/// "last October", "next summer", "the summer of 1982".
pub(super) fn named(context: &Context<'_>, n: i32, values: &Values) -> Option<Value> {
    let told = values.get(Class::Year).and_then(|y| i16::try_from(y).ok());
    if let Some(season) = values.get(Class::Season) {
        let name = context.rules.name(season);
        let Some(year) = told.or_else(|| Some(context.anchor?.year() + n as i16)) else {
            return Some(Value::open());
        };
        return Some(Value {
            kind: TimeKind::Date,
            value: Some(format!("{year:04}-{name}")),
            interval: calendar::season(year, name),
            granularity: Granularity::Quarter,
            relative: told.is_none(),
            borrowed: false,
        });
    }
    let Some(anchor) = context.anchor else {
        return Some(Value::open());
    };
    let month = i8::try_from(values.get(Class::Month)?).ok()?;
    let day = values.get(Class::Day).and_then(|d| i8::try_from(d).ok());
    let here = (anchor.month(), if day.is_some() { anchor.day() } else { 0 });
    let there = (month, day.unwrap_or(0));
    let year = match n {
        n if n < 0 && there >= here => anchor.year() - 1,
        n if n > 0 && there <= here => anchor.year() + 1,
        _ => anchor.year(),
    };
    day_or_month(values, year, true)
}
