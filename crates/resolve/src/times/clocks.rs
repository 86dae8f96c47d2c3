//! Clocks and parts of the day.

use jiff::ToSpan;
use risalah_doc::{Granularity, TimeKind};
use risalah_pack::times::Class;

use super::rules::{Found, Values};
use super::value::{Context, Value};

/// A day, the one told or another, at a clock time or a part of the day.
pub(super) fn at(context: &Context<'_>, found: &Found, date: Option<Value>) -> Option<Value> {
    let date = match date {
        Some(date) => date,
        None => untold_day(context, found.n)?,
    };
    let Some(day) = date.value.filter(|_| date.granularity == Granularity::Day) else {
        return Some(Value {
            kind: TimeKind::Time,
            value: None,
            ..date
        });
    };
    let part = found.values.get(Class::Daypart);
    let part = part.map_or("TNI", |p| context.rules.name(p));
    let (value, granularity) = match clock(&found.values)? {
        Some(clock) => {
            let zone = found.values.get(Class::Zone);
            let zone = zone.map_or("", |zone| context.rules.name(zone));
            let (hours, minutes) = (clock / 100, clock % 100);
            let value = format!("{day}T{hours:02}:{minutes:02}{zone}");
            (value, Granularity::Hour)
        }
        None => (format!("{day}{part}"), Granularity::Day),
    };
    Some(Value {
        kind: TimeKind::Time,
        value: Some(value),
        granularity,
        ..date
    })
}

/// The day of a clock or a part of the day alone: the one told last, else the anchor, which is a
/// guess; with `n` the anchor's own night or the one before.
fn untold_day(context: &Context<'_>, n: i32) -> Option<Value> {
    let Some(day) = context.last.filter(|_| n <= 0).or(context.anchor) else {
        return Some(Value {
            kind: TimeKind::Time,
            ..Value::open()
        });
    };
    let day = match n {
        ..0 => day.checked_sub(1.days()).ok()?,
        _ => day,
    };
    let mut value = Value::day(day);
    value.borrowed = n == 0;
    if value.borrowed && context.last.is_none() {
        value.interval = None;
    }
    Some(value)
}

/// Hours and minutes as one number; `None` where the hour has no such half of the day.
fn clock(values: &Values) -> Option<Option<i32>> {
    let half = values.get(Class::Half);
    let hour = values.get(Class::Number).filter(|_| half.is_some());
    let clock = values
        .get(Class::Clock)
        .or(hour.map(|hour| hour.saturating_mul(100)));
    match (clock, half) {
        (Some(clock), Some(half)) => {
            let twelve = (100..1300).contains(&clock);
            twelve.then_some(Some(clock % 1200 + half * 100))
        }
        (clock, _) => Some(clock),
    }
}
