//! `eval/cases/SET.tsv`: what each report of the sets with events codes to, one a line, so that
//! a change to results shows in the commit that makes it. Codes only: the sets' words stay out.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde_json::Value;

/// The sets whose cases are kept, by the scorer's names.
const SETS: [&str; 6] = [
    "cameo_manual",
    "fresh.en",
    "fresh.id",
    "plover_gsr",
    "plover_gsr_id",
    "plv_test",
];
const FOLDER: &str = "eval/cases";

/// Writes the cases of every set that the scorer has just run, and says how many changed.
pub(crate) fn write(work: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(FOLDER).with_context(|| format!("cannot make {FOLDER}"))?;
    for set in SETS {
        let Ok(records) = fs::read_to_string(work.join(format!("dev.{set}.out.jsonl"))) else {
            continue;
        };
        let mut text = String::from("id\tevents\n");
        for line in records.lines() {
            let record: Value = serde_json::from_str(line).context("a record of the scorer")?;
            writeln!(text, "{}\t{}", name(&record), events(&record))?;
        }
        let path = format!("{FOLDER}/{set}.tsv");
        let before = fs::read_to_string(&path).unwrap_or_default();
        let changed = text
            .lines()
            .filter(|line| !before.lines().any(|b| b == *line))
            .count();
        println!("{path}: {changed} cases changed");
        fs::write(&path, text).with_context(|| format!("cannot write {path}"))?;
    }
    Ok(())
}

fn name(record: &Value) -> &str {
    record["id"].as_str().unwrap_or_default()
}

/// `ACTORS TYPE RECIPIENTS STATUS`, as in patterns' sentences, apart by `; `.
fn events(record: &Value) -> String {
    let events = record["events"].as_array().map_or(&[][..], Vec::as_slice);
    let each: Vec<String> = events.iter().map(event).collect();
    each.join("; ")
}

fn event(event: &Value) -> String {
    let word = |key: &str| event[key].as_str().unwrap_or("-").to_owned();
    let parties = |key: &str| {
        let codes: Vec<&str> = event[key]
            .as_array()
            .into_iter()
            .flatten()
            .map(|p| p["code"].as_str().unwrap_or("-"))
            .collect();
        if codes.is_empty() {
            "-".to_owned()
        } else {
            codes.join("+")
        }
    };
    let (actors, recipients) = (parties("actors"), parties("recipients"));
    format!("{actors} {} {recipients} {}", word("type"), word("status"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_case_holds_codes_and_no_words() {
        let record = json!({"id": "a", "text": "Iran met Iraq", "events": [
            {"type": "CONSULT", "status": "actual", "actors": [{"code": "IRN"}, {"code": "IRQ"}], "recipients": []}
        ]});
        assert_eq!(events(&record), "IRN+IRQ CONSULT - actual");
    }
}
