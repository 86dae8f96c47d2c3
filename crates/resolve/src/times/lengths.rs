//! How long, how often, and times that only words name.

use risalah_doc::TimeKind;
use risalah_pack::times::{Class, TimeRules};

use super::rules::Values;
use super::value::Value;

/// What stands before the name of a unit of which a word tells that there are several.
pub(super) const UNTOLD: char = 'X';

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

pub(super) fn duration(rules: &TimeRules, n: i32, values: &Values) -> Option<Value> {
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

pub(super) fn set(rules: &TimeRules, values: &Values) -> Value {
    let units = [Class::Unit, Class::Units, Class::Often].into_iter();
    let unit = units.filter_map(|class| values.get(class)).next();
    let value = match (unit, values.get(Class::Weekday)) {
        (Some(unit), _) => period(rules, unit, Some(values.get(Class::Number).unwrap_or(1))),
        (None, Some(day)) => format!("XXXX-WXX-{day}"),
        (None, None) => "P1D".to_owned(),
    };
    Value::named(TimeKind::Set, value)
}

pub(super) fn reference(rules: &TimeRules, n: i32, values: &Values) -> Value {
    let name = match values.get(Class::Reference) {
        Some(reference) => rules.name(reference),
        None if n < 0 => "PAST_REF",
        None if n > 0 => "FUTURE_REF",
        None => "PRESENT_REF",
    };
    Value::named(TimeKind::Date, name.to_owned())
}
