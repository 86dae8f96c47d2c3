//! Point checks: what must hold on one report, as spans and codes.
//!
//! A file `eval/*.points.toml` names a report under `../shared` and lists points, each a pattern
//! that one entry of a list of the record must fit. The report's words stay out of the project.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::folders::SHARED;

/// The points of one report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Points {
    /// The report's file under `../shared`.
    source: String,
    /// What the program is called with besides.
    #[serde(default)]
    arguments: Vec<String>,
    /// The points.
    point: Vec<Point>,
}

/// One thing that must hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    /// Its name.
    id: String,
    /// The list of the record that must have the entry; the record itself where it is absent.
    #[serde(default)]
    list: String,
    /// What the entry must have; see [`fits`].
    has: Option<Value>,
    /// What no entry may have.
    lacks: Option<Value>,
    /// Why the point is not reached yet.
    known_wrong: Option<String>,
}

/// Checks the points of every file in the folder; gives how many are missed unexpectedly.
pub(crate) fn check(bin: &Path, folder: &Path) -> anyhow::Result<usize> {
    let mut files: Vec<_> = fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".points.toml"))
        .collect();
    files.sort();
    let mut missed = 0;
    for file in files {
        let text = fs::read_to_string(&file)?;
        let points: Points = toml::from_str(&text).with_context(|| file.display().to_string())?;
        println!("\n{}: {}", file.display(), points.source);
        let record = record(bin, &points)?;
        for point in &points.point {
            missed += usize::from(!told(point, &record));
        }
    }
    Ok(missed)
}

fn record(bin: &Path, points: &Points) -> anyhow::Result<Value> {
    let source = Path::new(SHARED).join(&points.source);
    let output = Command::new(bin)
        .args(["code", "--to", "jsonl"])
        .args(&points.arguments)
        .arg(&source)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{}: {} {said}",
        points.source,
        output.status
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Prints how the point stands; false where it is missed and not known to be.
fn told(point: &Point, record: &Value) -> bool {
    let held = holds(point, record);
    let verdict = match (held, &point.known_wrong) {
        (true, None) => "holds".to_owned(),
        (true, Some(_)) => "holds by now: strike its known_wrong".to_owned(),
        (false, Some(why)) => format!("KNOWN WRONG: {why}"),
        (false, None) => "MISSED".to_owned(),
    };
    println!("  {:<32} {verdict}", point.id);
    held || point.known_wrong.is_some()
}

fn holds(point: &Point, record: &Value) -> bool {
    let whole = std::slice::from_ref(record);
    let entries = match record[&point.list].as_array() {
        Some(list) => list.as_slice(),
        None => whole,
    };
    let has = point
        .has
        .as_ref()
        .is_none_or(|has| entries.iter().any(|e| fits(has, e, record)));
    let lacks = point.lacks.as_ref();
    has && lacks.is_none_or(|lacks| !entries.iter().any(|e| fits(lacks, e, record)))
}

/// Whether a value of the record has what is wanted.
///
/// An object fits where each field wanted fits; where the record has a name (`e1`, `v2`) and an
/// object is wanted, the entry of that name must fit. Two numbers are a span and fit where they
/// overlap the record's. Of other lists each entry wanted must fit one of the record's, and
/// an empty list an empty list. A string wanted that begins with `*` fits where the rest is in
/// the record's. Anything else must be equal.
fn fits(want: &Value, have: &Value, record: &Value) -> bool {
    match (want, have) {
        (Value::Object(_), Value::String(name)) => {
            named(name, record).is_some_and(|entry| fits(want, entry, record))
        }
        (Value::Object(fields), Value::Object(_)) => fields
            .iter()
            .all(|(name, want)| fits(want, &have[name], record)),
        (Value::Array(want), Value::Array(have)) => match (span(want), span(have)) {
            (Some(want), Some(have)) => want.0 < have.1 && have.0 < want.1,
            _ if want.is_empty() => have.is_empty(),
            _ => want.iter().all(|w| have.iter().any(|h| fits(w, h, record))),
        },
        (Value::String(want), Value::String(have)) if want.starts_with('*') => {
            have.contains(&want[1..])
        }
        _ => want == have,
    }
}

/// The first two of a list of two, or of three as a mention has.
fn span(list: &[Value]) -> Option<(u64, u64)> {
    match list {
        [start, end] | [start, end, Value::String(_)] => Some((start.as_u64()?, end.as_u64()?)),
        _ => None,
    }
}

/// The entry of this name in one of the record's lists.
fn named<'a>(name: &str, record: &'a Value) -> Option<&'a Value> {
    ["entities", "events", "quotes"]
        .iter()
        .filter_map(|list| record[*list].as_array())
        .flatten()
        .find(|entry| entry["id"] == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_wanted_is_looked_for_through_names_and_spans() {
        let record = json!({
            "entities": [{"id": "e1", "code": "RUS", "mentions": [[0, 6, "name"]]}],
            "events": [{"id": "v1", "type": "REQUEST", "trigger": [10, 17], "actors": [{"entity": "e1"}], "recipients": []}],
        });
        let event = &record["events"][0];
        let fit = |want: Value| fits(&want, event, &record);
        assert!(fit(json!({"type": "REQUEST", "trigger": [12, 13]})));
        assert!(!fit(json!({"trigger": [17, 20]})));
        assert!(fit(
            json!({"actors": [{"entity": {"code": "*RU", "mentions": [[2, 3]]}}]})
        ));
        assert!(!fit(json!({"actors": [{"entity": {"code": "USA"}}]})));
        assert!(fit(json!({"recipients": []})));
        assert!(!fit(json!({"actors": []})));
    }
}
