//! `risalah-lab errors`: what was missed and what was wrong, beside the text, for people to read.
//!
//! The records are those that the scorer left behind (`cargo xtask eval` keeps them in
//! `eval/work`), so figures and errors are of the same run.

mod gold;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use serde_json::Value;

/// Lists errors of a task.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// gsr, gsr_id, plv, neutral, manual, fresh_id, fresh_en, quotes, ner_id, ner_en, ner_uner, time_id, time_en, geo_id or geo_en
    task: String,
    /// Where the scorer kept its outputs
    #[arg(long, default_value = "eval/work", value_name = "DIR")]
    work: PathBuf,
    /// Where the development gold is
    #[arg(long, default_value = "../shared/gold", value_name = "DIR")]
    gold: PathBuf,
    /// How many texts with errors to list
    #[arg(long, default_value_t = usize::MAX, hide_default_value = true, value_name = "N")]
    limit: usize,
    /// List only errors whose line holds these words
    #[arg(
        long,
        default_value = "",
        hide_default_value = true,
        value_name = "WORDS"
    )]
    with: String,
}

/// Something that gold or record says about a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    /// Where, in code points.
    span: Option<[u64; 2]>,
    /// What must be the same in both.
    label: String,
    /// What else helps a reader.
    note: String,
}

/// When an item of the gold and one of the record are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Same {
    /// Same label.
    Label,
    /// Same label, and spans that share a character.
    Overlap,
    /// Same label and span.
    Exact,
}

/// How a task's gold and records are read.
struct Task {
    name: &'static str,
    /// The gold's file.
    gold: &'static str,
    /// What the scorer calls its outputs.
    out: &'static str,
    same: Same,
    wanted: fn(&Value) -> Vec<Item>,
    found: fn(&Value, &Value) -> Vec<Item>,
}

const fn task(
    name: &'static str,
    gold: &'static str,
    out: &'static str,
    same: Same,
    wanted: fn(&Value) -> Vec<Item>,
    found: fn(&Value, &Value) -> Vec<Item>,
) -> Task {
    Task {
        name,
        gold,
        out,
        same,
        wanted,
        found,
    }
}

#[rustfmt::skip]
const TASKS: [Task; 15] = [
    task("gsr", "events/plover_gsr", "plover_gsr", Same::Label, gold::coded, gold::triples),
    task("gsr_id", "events/plover_gsr_id", "plover_gsr_id", Same::Label, gold::coded, gold::triples),
    task("plv", "events/plv_test", "plv_test", Same::Label, gold::coded_types, gold::types),
    task("neutral", "events/en_neutral", "en_neutral", Same::Label, gold::coded, gold::triples),
    task("manual", "events/cameo_manual", "cameo_manual", Same::Label, gold::coded_types, gold::types),
    task("fresh_id", "fresh/id", "fresh.id", Same::Overlap, gold::fresh, gold::events),
    task("fresh_en", "fresh/en", "fresh.en", Same::Overlap, gold::fresh, gold::events),
    task("quotes", "quotes", "quotes", Same::Overlap, gold::quoted, gold::quotes),
    task("ner_id", "ner_id", "ner_id", Same::Exact, gold::tagged, gold::names),
    task("ner_en", "ner_en", "ner_en", Same::Exact, gold::tagged, gold::names),
    task("ner_uner", "ner_en_uner", "ner_en_uner", Same::Exact, gold::tagged, gold::names),
    task("time_id", "time_id", "time_id", Same::Overlap, gold::timex, gold::times),
    task("time_en", "time_en", "time_en", Same::Overlap, gold::timex, gold::times),
    task("geo_id", "geo_id", "geo_id", Same::Overlap, gold::located, gold::places),
    task("geo_en", "geo_en", "geo_en", Same::Overlap, gold::located, gold::places),
];

/// Prints each text with an error, and under it what was missed and what was wrong.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let Some(task) = TASKS.iter().find(|t| t.name == args.task) else {
        let names: Vec<&str> = TASKS.iter().map(|t| t.name).collect();
        bail!("task `{}` is unknown: {}", args.task, names.join(", "));
    };
    let gold = rows(&args.gold.join(format!("{}.jsonl", task.gold)))?;
    let out = args.work.join(format!("dev.{}.out.jsonl", task.out));
    let records = rows(&out).context("`cargo xtask eval` makes it")?;
    let by_id: BTreeMap<&str, &Value> = records
        .iter()
        .filter_map(|r| Some((r["id"].as_str()?, r)))
        .collect();
    let mut page = Page {
        out: BufWriter::new(io::stdout().lock()),
        with: &args.with,
        missed: 0,
        wrong: 0,
    };
    let mut shown = 0;
    for row in &gold {
        let Some(record) = row["id"].as_str().and_then(|id| by_id.get(id)) else {
            continue;
        };
        shown += usize::from(page.text(task, row, record)?);
        if shown >= args.limit {
            break;
        }
    }
    let (missed, wrong) = (page.missed, page.wrong);
    writeln!(page.out, "{shown} texts, {missed} missed, {wrong} wrong")?;
    Ok(ExitCode::SUCCESS)
}

fn rows(path: &Path) -> anyhow::Result<Vec<Value>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let row = |(n, line)| {
        serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), n + 1))
    };
    text.lines().enumerate().map(row).collect()
}

struct Page<'a, W> {
    out: W,
    with: &'a str,
    missed: usize,
    wrong: usize,
}

impl<W: Write> Page<'_, W> {
    /// Prints a text's errors; whether it has any.
    fn text(&mut self, task: &Task, row: &Value, record: &Value) -> io::Result<bool> {
        let wanted = (task.wanted)(row);
        let found = (task.found)(row, record);
        let (missed, wrong) = differences(task.same, wanted, found);
        let text: Vec<char> = record["text"]
            .as_str()
            .unwrap_or_default()
            .chars()
            .collect();
        let line = |kind: &str, item: &Item| {
            format!(
                "  {kind}  {}  {}{}",
                item.label,
                item.note,
                around(&text, item.span)
            )
        };
        let lines: Vec<String> = missed
            .iter()
            .map(|i| line("missed", i))
            .chain(wrong.iter().map(|i| line("wrong ", i)))
            .filter(|line| line.contains(self.with))
            .collect();
        if lines.is_empty() {
            return Ok(false);
        }
        self.missed += missed.len();
        self.wrong += wrong.len();
        writeln!(self.out, "{}", row["id"].as_str().unwrap_or_default())?;
        if text.len() < 1000 {
            writeln!(
                self.out,
                "  {}",
                text.iter().collect::<String>().replace('\n', " ")
            )?;
        }
        for line in lines {
            writeln!(self.out, "{line}")?;
        }
        writeln!(self.out)?;
        Ok(true)
    }
}

/// What only the gold has, and what only the record has; each item is matched once.
fn differences(same: Same, wanted: Vec<Item>, mut found: Vec<Item>) -> (Vec<Item>, Vec<Item>) {
    let mut missed = Vec::new();
    for item in wanted {
        match found.iter().position(|f| is_same(same, &item, f)) {
            Some(at) => drop(found.remove(at)),
            None => missed.push(item),
        }
    }
    (missed, found)
}

fn is_same(same: Same, a: &Item, b: &Item) -> bool {
    let spans = match (same, a.span, b.span) {
        (Same::Label, ..) => true,
        (Same::Exact, a, b) => a == b,
        (Same::Overlap, Some(a), Some(b)) => a[0] < b[1] && b[0] < a[1],
        (Same::Overlap, ..) => false,
    };
    spans && a.label == b.label
}

/// The words of a span between brackets, with some before and after.
fn around(text: &[char], span: Option<[u64; 2]>) -> String {
    const WIDTH: usize = 40;
    let Some([start, end]) = span else {
        return String::new();
    };
    let (start, end) = (start as usize, (end as usize).min(text.len()));
    if start > end {
        return String::new();
    }
    let part = |a: usize, b: usize| text[a..b].iter().collect::<String>().replace('\n', " ");
    let before = part(start.saturating_sub(WIDTH), start);
    let after = part(end, (end + WIDTH).min(text.len()));
    format!("  …{before}[{}]{after}…", part(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(label: &str, span: [u64; 2]) -> Item {
        Item {
            span: Some(span),
            label: label.to_owned(),
            note: String::new(),
        }
    }

    #[test]
    fn each_item_is_matched_once() {
        let wanted = vec![item("A", [0, 4]), item("A", [2, 6]), item("B", [8, 9])];
        let found = vec![item("A", [3, 5]), item("C", [8, 9])];
        let (missed, wrong) = differences(Same::Overlap, wanted, found);
        assert_eq!(missed, [item("A", [2, 6]), item("B", [8, 9])]);
        assert_eq!(wrong, [item("C", [8, 9])]);
    }

    #[test]
    fn words_stand_in_brackets_in_their_surroundings() {
        let text: Vec<char> = "é one two".chars().collect();
        assert_eq!(around(&text, Some([2, 5])), "  …é [one] two…");
        assert_eq!(around(&text, Some([9, 99])), "  …é one two[]…");
    }
}
