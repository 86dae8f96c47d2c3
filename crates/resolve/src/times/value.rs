//! What a time is worth before it has a span, and what earlier times leave for later ones.

use jiff::civil::Date;
use risalah_doc::{Granularity, TimeKind};
use risalah_pack::Pack;
use risalah_pack::times::TimeRules;

use super::calendar;

/// What earlier times of the article leave for later ones.
pub(super) struct Context<'a> {
    pub(super) rules: &'a TimeRules,
    pub(super) anchor: Option<Date>,
    /// The day told last.
    pub(super) last: Option<Date>,
    /// The year told last in full, for a narrative far from the anchor.
    pub(super) year: Option<i16>,
    /// How many times in a row a year far from the anchor was told.
    pub(super) far: u32,
}

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
pub(super) struct Value {
    pub(super) kind: TimeKind,
    pub(super) value: Option<String>,
    pub(super) interval: Option<(Date, Date)>,
    pub(super) granularity: Granularity,
    pub(super) relative: bool,
    pub(super) borrowed: bool,
}

impl Value {
    pub(super) fn dated(interval: (Date, Date), granularity: Granularity, relative: bool) -> Self {
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
    pub(super) fn day(day: Date) -> Self {
        Self::dated((day, day), Granularity::Day, true)
    }

    pub(super) fn named(kind: TimeKind, value: String) -> Self {
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
    pub(super) fn open() -> Self {
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

/// What is counted from the anchor; open where there is none.
pub(super) fn from_anchor(
    context: &Context<'_>,
    count: impl FnOnce(Date) -> Option<Value>,
) -> Option<Value> {
    context.anchor.map_or_else(|| Some(Value::open()), count)
}
