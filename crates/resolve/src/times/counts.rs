//! Units of the calendar, counted, moved and parted.

use jiff::ToSpan;
use jiff::civil::Date;
use risalah_doc::{Granularity, TimeKind};
use risalah_pack::times::{Class, TimeRules};

use super::calendar;
use super::dates::named;
use super::lengths::{UNTOLD, reference};
use super::rules::{Found, Values};
use super::value::{Context, Value, from_anchor};

/// The unit of weekends.
pub(super) const WEEKEND: &str = "WE";

/// "in the spring", without a season the weekend: the one nearest before (or after) the anchor.
pub(super) fn near(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
    from_anchor(context, |anchor| {
        if let Some(season) = values.get(Class::Season) {
            let name = context.rules.name(season);
            let of = |n: i32| calendar::season(anchor.year().checked_add(n as i16)?, name);
            return named(context, calendar::nearest(anchor, ahead, of)?, values);
        }
        let of = |n: i32| calendar::shifted(anchor, WEEKEND, n).map(|shifted| shifted.0);
        shift(context, calendar::nearest(anchor, ahead, of)?, WEEKEND)
    })
}

/// A unit by its number within a date or year: "the last week of August", "the first half of 2023".
pub(super) fn part(rules: &TimeRules, found: &Found, whole: Value) -> Option<Value> {
    let Some(within) = whole.interval else {
        return Some(whole);
    };
    let unit = found.values.get(Class::Unit);
    let unit = unit.map_or("H", |unit| rules.name(unit));
    let n = match found.n {
        n @ ..0 => n,
        _ => found.values.get(Class::Ordinal).filter(|n| *n > 0)?,
    };
    let (interval, granularity) = calendar::part(within, unit, n)?;
    let mut value = Value::dated(interval, granularity, whole.relative);
    if unit == "W" {
        // No week of the calendar.
        value.value = Some(format!("{}/{}", interval.0, interval.1));
    }
    Some(value)
}

/// The anchor's unit, moved.
pub(super) fn shift(context: &Context<'_>, n: i32, unit: &str) -> Option<Value> {
    from_anchor(context, |anchor| {
        let (interval, granularity) = calendar::shifted(anchor, unit, n)?;
        Some(Value::dated(interval, granularity, true))
    })
}

/// A count of units before or after a day.
pub(super) fn moved(
    context: &Context<'_>,
    from: Option<Date>,
    n: i32,
    values: &Values,
) -> Option<Value> {
    let unit = values.get(Class::Unit).or_else(|| values.get(Class::Units));
    let unit = unit.map_or("D", |u| context.rules.name(u));
    let count = values
        .get(Class::Number)
        .unwrap_or(i32::from(values.get(Class::Units).is_some() || n != 0));
    let Some(from) = from else {
        return Some(Value::open());
    };
    if unit.starts_with(UNTOLD) {
        return Some(reference(context.rules, n, values));
    }
    if unit.starts_with('T') {
        let days = if unit == "TH" { count / 24 } else { 0 };
        let ((day, _), _) = calendar::shifted(from, "D", n.signum().saturating_mul(days))?;
        return Some(Value {
            kind: TimeKind::Time,
            ..Value::day(day)
        });
    }
    if !(0..10_000).contains(&count) {
        return None;
    }
    let (interval, granularity) = calendar::shifted(from, unit, n.signum() * count)?;
    Some(Value::dated(interval, granularity, true))
}

pub(super) fn feast(context: &Context<'_>, values: &Values) -> Option<Value> {
    let feast = values.get(Class::Feast)?;
    let year = values.get(Class::Year).and_then(|y| i16::try_from(y).ok());
    let Some(year) = year.or_else(|| context.anchor.map(Date::year)) else {
        return Some(Value::open());
    };
    let day = Date::new(year, (feast / 100) as i8, (feast % 100) as i8).ok()?;
    Some(Value::dated(
        (day, day),
        Granularity::Day,
        values.get(Class::Year).is_none(),
    ))
}

pub(super) fn decade(values: &Values) -> Option<Value> {
    let year = values.get(Class::Decade);
    let year = i16::try_from(year.or_else(|| values.get(Class::Year))?).ok()?;
    let years = calendar::decade(year)?;
    Some(Value::dated(years, Granularity::Longer, false))
}

pub(super) fn century(values: &Values) -> Option<Value> {
    let number = values.get(Class::Ordinal);
    let number = number.or_else(|| values.get(Class::Number))?;
    let year = i16::try_from(number.checked_sub(1)?.checked_mul(100)?).ok()?;
    let years = calendar::century(year)?;
    Some(Value::dated(years, Granularity::Longer, false))
}

/// A quarter by ordinal: of the year told, else the nearest one before (or after) the anchor.
pub(super) fn quarter(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
    let ordinal = values.get(Class::Ordinal).filter(|q| (1..=4).contains(q))?;
    let year = values.get(Class::Year).and_then(|y| i16::try_from(y).ok());
    let Some(year) = year.or_else(|| context.anchor.map(Date::year)) else {
        return Some(Value::open());
    };
    let relative = values.get(Class::Year).is_none();
    let mut first = Date::new(year, (ordinal * 3 - 2) as i8, 1).ok()?;
    if relative && !ahead && context.anchor.is_some_and(|anchor| first > anchor) {
        first = first.checked_sub(1.years()).ok()?;
    }
    let last = first.checked_add(2.months()).ok()?.last_of_month();
    Some(Value::dated((first, last), Granularity::Quarter, relative))
}
