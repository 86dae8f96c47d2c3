//! Putting captured values together: TIMEX3 values and intervals of days.

use jiff::ToSpan;
use jiff::civil::Date;
use risalah_doc::Time;
use risalah_pack::times::{Class, Op};

use super::counts::{WEEKEND, century, decade, feast, moved, near, part, quarter, shift};
use super::dates::{date, day_or_month, named, range};
use super::lengths::{duration, reference, set};
use super::lex::Lexed;
use super::rules::{Found, Values};
use super::value::{Context, Value, from_anchor};
use super::{calendar, clocks};

/// The time that a rule found; `ahead` where its sentence speaks of what is to come.
pub(super) fn of(
    context: &mut Context<'_>,
    lexed: &Lexed,
    found: &Found,
    ahead: bool,
) -> Option<Time> {
    let value = valued(context, found, ahead)?;
    if let Some((first, last)) = value.interval {
        if first == last {
            context.last = Some(first);
        }
        if !value.relative {
            context.year = Some(first.year());
            let anchor = context.anchor.map_or(first.year(), Date::year);
            context.far = match (anchor - first.year()).abs() > 1 {
                true => context.far + 1,
                false => 0,
            };
        }
    }
    let span = lexed.words[found.start]
        .span
        .cover(lexed.words[found.end - 1].span);
    Some(Time {
        span,
        kind: value.kind,
        value: value.value,
        interval: value.interval,
        granularity: value.granularity,
        relative: value.relative,
        borrowed: value.borrowed,
    })
}

fn valued(context: &Context<'_>, found: &Found, ahead: bool) -> Option<Value> {
    let within = match &found.date {
        Some((op, n, values)) => Some(dated(context, *op, *n, values, ahead)?),
        None => None,
    };
    match found.op {
        Op::At => clocks::at(context, found, within),
        Op::Part => {
            let within = within.or_else(|| date(context, &found.values, ahead))?;
            part(context.rules, found, within)
        }
        Op::Same => within,
        op => dated(context, op, found.n, &found.values, ahead),
    }
}

fn dated(context: &Context<'_>, op: Op, n: i32, values: &Values, ahead: bool) -> Option<Value> {
    match op {
        Op::Date => date(context, values, ahead),
        Op::DateOfYear => from_anchor(context, |anchor| {
            let year = anchor.year().checked_add(i16::try_from(n).ok()?)?;
            day_or_month(values, year, true)
        }),
        Op::DayOfMonth => from_anchor(context, |anchor| {
            let ((first, _), _) = calendar::shifted(anchor, "M", n)?;
            let day = i8::try_from(values.get(Class::Day)?).ok()?;
            let day = Date::new(first.year(), first.month(), day).ok()?;
            Some(Value::day(day))
        }),
        Op::Range => range(context, values, ahead),
        Op::Weekday => from_anchor(context, |anchor| {
            let weekday = values.get(Class::Weekday)?;
            Some(Value::day(calendar::weekday(anchor, weekday, n, ahead)?))
        }),
        Op::WeekdayOfWeek => from_anchor(context, |anchor| {
            let weekday = values.get(Class::Weekday)?;
            Some(Value::day(calendar::weekday_of_week(anchor, weekday, n)?))
        }),
        Op::Named => named(context, n, values),
        Op::Near => near(context, values, ahead),
        Op::Weekend => shift(context, n, WEEKEND),
        Op::Shift => {
            let unit = values.get(Class::Unit);
            shift(
                context,
                n,
                unit.map_or("D", |unit| context.rules.name(unit)),
            )
        }
        Op::Ago => moved(context, context.anchor, n, values),
        Op::Later => moved(context, context.last.or(context.anchor), n, values),
        Op::Offset => from_anchor(context, |anchor| {
            let days = i64::from(values.get(Class::Offset)?).days();
            Some(Value::day(anchor.checked_add(days).ok()?))
        }),
        Op::Duration => duration(context.rules, n, values),
        Op::Set => Some(set(context.rules, values)),
        Op::Reference => Some(reference(context.rules, n, values)),
        Op::Feast => feast(context, values),
        Op::Decade => decade(values),
        Op::Century => century(values),
        Op::Quarter => quarter(context, values, ahead),
        Op::At | Op::Part | Op::Same | Op::Nothing => None,
    }
}
