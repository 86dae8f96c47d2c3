//! Putting captured values together: TIMEX3 values and intervals of days.

use jiff::ToSpan;
use jiff::civil::Date;
use risalah_doc::{Granularity, Time, TimeKind};
use risalah_pack::Pack;
use risalah_pack::times::{Class, Op, TimeRules};

use super::calendar;
use super::lex::Lexed;
use super::rules::{Found, Values};

/// What earlier times of the article leave for later ones.
pub(super) struct Context<'a> {
    rules: &'a TimeRules,
    anchor: Option<Date>,
    /// The day told last.
    last: Option<Date>,
    /// The year told last in full, for a narrative far from the anchor.
    year: Option<i16>,
    /// How many times in a row a year far from the anchor was told.
    far: u32,
}

/// The unit of weekends.
const WEEKEND: &str = "WE";
/// So many years in a row that are far from the anchor make a narrative of other years.
const NARRATIVE: u32 = 2;

impl<'a> Context<'a> {
    pub(super) fn new(pack: &'a Pack, anchor: Option<Date>) -> Self {
        Self {
            rules: &pack.times,
            anchor,
            last: None,
            year: None,
            far: 0,
        }
    }
}

/// A value before it has a span.
#[derive(Clone, Debug)]
struct Value {
    kind: TimeKind,
    value: Option<String>,
    interval: Option<(Date, Date)>,
    granularity: Granularity,
    relative: bool,
    borrowed: bool,
}

impl Value {
    fn dated(interval: (Date, Date), granularity: Granularity, relative: bool) -> Self {
        let value = Some(calendar::iso(interval, granularity));
        Self {
            kind: TimeKind::Date,
            value,
            interval: Some(interval),
            granularity,
            relative,
            borrowed: false,
        }
    }

    /// A day that is counted from another.
    fn day(day: Date) -> Self {
        Self::dated((day, day), Granularity::Day, true)
    }

    fn named(kind: TimeKind, value: String) -> Self {
        Self {
            kind,
            value: Some(value),
            interval: None,
            granularity: Granularity::Longer,
            relative: false,
            borrowed: false,
        }
    }

    /// A time that only an anchor could place, and there is none.
    fn open() -> Self {
        Self {
            kind: TimeKind::Date,
            value: None,
            interval: None,
            granularity: Granularity::Day,
            relative: true,
            borrowed: false,
        }
    }
}

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
    match found.op {
        Op::At => at(context, found, ahead),
        Op::Part => part(context, found, ahead),
        Op::Same => found
            .date
            .and_then(|(op, n, values)| dated(context, op, n, &values, ahead)),
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
            Some(Value::day(
                Date::new(first.year(), first.month(), day).ok()?,
            ))
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

/// What is counted from the anchor; open where there is none.
fn from_anchor(context: &Context<'_>, count: impl FnOnce(Date) -> Option<Value>) -> Option<Value> {
    context.anchor.map_or_else(|| Some(Value::open()), count)
}

/// Day, month and year as far as told.
fn date(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
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
fn day_or_month(values: &Values, year: i16, relative: bool) -> Option<Value> {
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

fn range(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
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
fn named(context: &Context<'_>, n: i32, values: &Values) -> Option<Value> {
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

/// "in the spring", without a season the weekend: the one nearest before (or after) the anchor.
fn near(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
    let Some(anchor) = context.anchor else {
        return Some(Value::open());
    };
    if let Some(season) = values.get(Class::Season) {
        let name = context.rules.name(season);
        let of = |n: i32| calendar::season(anchor.year().checked_add(n as i16)?, name);
        return named(context, calendar::nearest(anchor, ahead, of)?, values);
    }
    let of = |n: i32| calendar::shifted(anchor, WEEKEND, n).map(|shifted| shifted.0);
    shift(context, calendar::nearest(anchor, ahead, of)?, WEEKEND)
}

/// A unit by its number within a date or year: "the last week of August", "the first half of 2023".
fn part(context: &Context<'_>, found: &Found, ahead: bool) -> Option<Value> {
    let whole = match &found.date {
        Some((op, n, values)) => dated(context, *op, *n, values, ahead)?,
        None => date(context, &found.values, ahead)?,
    };
    let Some(within) = whole.interval else {
        return Some(whole);
    };
    let unit = found.values.get(Class::Unit);
    let unit = unit.map_or("H", |unit| context.rules.name(unit));
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
fn shift(context: &Context<'_>, n: i32, unit: &str) -> Option<Value> {
    from_anchor(context, |anchor| {
        let (interval, granularity) = calendar::shifted(anchor, unit, n)?;
        Some(Value::dated(interval, granularity, true))
    })
}

/// A count of units before or after a day.
fn moved(context: &Context<'_>, from: Option<Date>, n: i32, values: &Values) -> Option<Value> {
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

/// What stands before the name of a unit of which a word tells that there are several.
const UNTOLD: char = 'X';

/// TIMEX3's name of so many units: `P3D`, `PT40M`, `PXY`.
fn period(rules: &TimeRules, unit: i32, count: Option<i32>) -> String {
    let unit = rules.name(unit);
    let count = count.filter(|_| !unit.starts_with(UNTOLD));
    let (unit, tens) = match unit.trim_start_matches(UNTOLD) {
        "E" => ("Y", 10),
        "C" => ("Y", 100),
        "H" => ("M", 6),
        other => (other, 1),
    };
    let count = count.map_or_else(|| "X".to_owned(), |n| n.saturating_mul(tens).to_string());
    match unit.strip_prefix('T') {
        Some(unit) => format!("PT{count}{unit}"),
        None => format!("P{count}{unit}"),
    }
}

fn duration(rules: &TimeRules, n: i32, values: &Values) -> Option<Value> {
    let unit = values
        .get(Class::Unit)
        .or_else(|| values.get(Class::Units))?;
    let count = match (values.get(Class::Vague), values.get(Class::Number)) {
        (Some(_), _) => None,
        (None, Some(number)) => Some(number),
        (None, None) => Some(1).filter(|_| n >= 0),
    };
    let value = match (n, rules.name(unit)) {
        (2, "D") => "PT12H".to_owned(),
        (2, "TH") => "PT30M".to_owned(),
        (2, "Y") => "P6M".to_owned(),
        (2, _) => return None,
        _ => period(rules, unit, count),
    };
    Some(Value::named(TimeKind::Duration, value))
}

fn set(rules: &TimeRules, values: &Values) -> Value {
    let units = [Class::Unit, Class::Units, Class::Often].into_iter();
    let unit = units.filter_map(|class| values.get(class)).next();
    let value = match (unit, values.get(Class::Weekday)) {
        (Some(unit), _) => period(rules, unit, Some(values.get(Class::Number).unwrap_or(1))),
        (None, Some(day)) => format!("XXXX-WXX-{day}"),
        (None, None) => "P1D".to_owned(),
    };
    Value::named(TimeKind::Set, value)
}

fn reference(rules: &TimeRules, n: i32, values: &Values) -> Value {
    let name = match values.get(Class::Reference) {
        Some(reference) => rules.name(reference),
        None if n < 0 => "PAST_REF",
        None if n > 0 => "FUTURE_REF",
        None => "PRESENT_REF",
    };
    Value::named(TimeKind::Date, name.to_owned())
}

fn feast(context: &Context<'_>, values: &Values) -> Option<Value> {
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

fn decade(values: &Values) -> Option<Value> {
    let year = values.get(Class::Decade);
    let year = i16::try_from(year.or_else(|| values.get(Class::Year))?).ok()?;
    let years = calendar::decade(year)?;
    Some(Value::dated(years, Granularity::Longer, false))
}

fn century(values: &Values) -> Option<Value> {
    let number = values.get(Class::Ordinal);
    let number = number.or_else(|| values.get(Class::Number))?;
    let year = i16::try_from(number.checked_sub(1)?.checked_mul(100)?).ok()?;
    let years = calendar::century(year)?;
    Some(Value::dated(years, Granularity::Longer, false))
}

/// A quarter by ordinal: of the year told, else the nearest one before (or after) the anchor.
fn quarter(context: &Context<'_>, values: &Values, ahead: bool) -> Option<Value> {
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

/// A day at a clock time or a part of the day.
fn at(context: &Context<'_>, found: &Found, ahead: bool) -> Option<Value> {
    let date = match &found.date {
        Some((op, n, values)) => dated(context, *op, *n, values, ahead)?,
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
