//! Runs of `risalah store`: what is kept, found, counted and coded anew.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Three reports, the last of which cannot be read.
const REPORTS: &str = r#"{"id":"a1","url":"https://www.news.example/a1","date":"2022-01-12","lang":"en","title":"Clash","text":"Police arrested dozens of protesters in Jakarta on Tuesday."}
{"id":"b2","date":"2022-01-13","lang":"id","text":"Israel menyerang Gaza pada Rabu."}
{"id":"c3"}
"#;

fn command(args: &[&str]) -> Command {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut command = Command::new(env!("CARGO_BIN_EXE_risalah"));
    command
        .args(args)
        .env("RISALAH_PACKS", packs)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn risalah(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A folder of this test alone, with the reports in it.
fn folder(name: &str) -> (PathBuf, String, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let reports = folder.join("reports.jsonl");
    std::fs::write(&reports, REPORTS).unwrap();
    let store = folder.join("news.db");
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (store, reports) = (text(&store), text(&reports));
    (folder, store, reports)
}

fn stats(store: &str) -> Value {
    let output = risalah(&[
        "store", "stats", "--store", store, "--to", "json", "--check",
    ]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_str(&out(&output)).unwrap()
}

#[test]
fn the_same_reports_twice_are_kept_once() {
    let (_, store, reports) = folder("twice");
    let add = ["store", "add", "--quiet", "--store", &store, &reports];
    let first = risalah(&add);
    assert_eq!(first.status.code(), Some(3));
    let told = out(&first);
    assert!(told.starts_with("kept 2\n2 new with "), "{told}");
    assert!(told.ends_with(" events, 0 known, 1 refused\n"), "{told}");
    let before = stats(&store);
    assert_eq!(before["reports"], 2);
    assert_eq!(before["articles"], 2);
    assert!(before["events"].as_u64().unwrap() >= 2);
    assert!(before["episodes"].as_u64().unwrap() >= 2);
    let second = out(&risalah(&add));
    assert!(second.contains("0 new with 0 events, 2 known"), "{second}");
    assert_eq!(stats(&store), before);
}

#[test]
fn what_is_searched_is_found_or_told_as_not_there() {
    let (_, store, reports) = folder("search");
    risalah(&["store", "add", "--quiet", "--store", &store, &reports]);
    let search = |more: &[&str]| {
        let mut args = vec!["store", "search", "--store", &store];
        args.extend(more);
        let output = risalah(&args);
        (out(&output), output.status.code().unwrap())
    };
    let (text, found) = search(&["arrested"]);
    assert_eq!(found, 0);
    for article in ["a1", "https://www.news.example/a1", "1"] {
        assert_eq!(search(&["--article", article]), (text.clone(), 0));
    }
    assert_eq!(search(&["--article", "a2"]).1, 1);
    assert!(
        text.starts_with("Clash  2022-01-12  news.example\n"),
        "{text}"
    );
    assert!(
        text.contains("Police arrested dozens of protesters"),
        "{text}"
    );
    assert_eq!(search(&["volcano"]), (String::new(), 1));
    assert_eq!(search(&["arrested", "--lang", "id"]).1, 1);
    assert_eq!(search(&["--since", "2022-01-14"]).1, 1);
    assert_eq!(search(&["--type", "NOTHING"]).1, 1);
    assert_eq!(search(&["--status", "maybe"]).1, 2);
    let (json, _) = search(&["--type", "assault", "--to", "jsonl"]);
    let event: Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(event["article"]["name"], "b2");
    assert_eq!(
        event["sentence"]["text"],
        "Israel menyerang Gaza pada Rabu."
    );
    assert_eq!(event["actors"][0]["country"], "ISR");
    let (csv, _) = search(&["--actor", "ISR", "--to", "csv"]);
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.starts_with("id,date,"), "{csv}");
}

#[test]
fn two_reports_of_one_occasion_are_one_episode() {
    let (folder, store, _) = folder("episodes");
    let reports = folder.join("two.jsonl");
    let text =
        "Police arrested dozens of protesters near the Senayan stadium in Jakarta on Tuesday.";
    let report = |id: &str, host: &str| {
        let url = format!("https://{host}.example/{id}");
        let title = "Police arrest protesters at Senayan";
        serde_json::json!({
            "id": id, "url": url, "date": "2022-01-12", "lang": "en", "title": title, "text": text,
        })
    };
    let lines = format!("{}\n{}\n", report("a1", "one"), report("b2", "two"));
    std::fs::write(&reports, lines).unwrap();
    let reports = reports.to_str().unwrap();
    let added = risalah(&["store", "add", "--store", &store, "-q", reports]);
    assert_eq!(added.status.code(), Some(0), "{added:?}");
    let args = ["store", "episodes", "--store", &store, "--to"];
    let told = |form| out(&risalah(&[&args[..], &[form]].concat()));
    let episode: Value = serde_json::from_str(&told("jsonl")).unwrap();
    assert_eq!(
        (&episode["reports"], &episode["outlets"]),
        (&2.into(), &2.into())
    );
    assert!(told("text").contains("reports 2, outlets 2, events 2, 2022-01-12 to 2022-01-12"));
    assert_eq!(told("csv").lines().count(), 2);
    let none = risalah(&[&args[..], &["csv", "--type", "AID"]].concat());
    assert_eq!(none.status.code(), Some(1), "{none:?}");
}

#[test]
fn a_recode_can_be_compared_with_what_was_before() {
    let (_, store, reports) = folder("recode");
    risalah(&["store", "add", "--quiet", "--store", &store, &reports]);
    let before = stats(&store);
    let idle = risalah(&["store", "recode", "--quiet", "--store", &store]);
    assert!(out(&idle).starts_with("nothing to do"), "{idle:?}");
    let none = risalah(&["store", "compare", "--store", &store]);
    assert_eq!(none.status.code(), Some(2));
    let anew = risalah(&["store", "recode", "--quiet", "--force", "--store", &store]);
    let told = out(&anew);
    assert!(told.starts_with("2 reports coded anew"), "{anew:?}");
    let mut after = stats(&store);
    after["codings"] = before["codings"].clone();
    assert_eq!(after, before);
    // The same program and packs code the same.
    let same = risalah(&["store", "compare", "--store", &store]);
    assert_eq!((out(&same), same.status.code()), (String::new(), Some(1)));
}

#[test]
fn what_is_no_store_is_told_and_left() {
    let (folder, _, reports) = folder("foreign");
    let letter = folder.join("letter.txt");
    std::fs::write(&letter, "no store").unwrap();
    let letter = letter.to_str().unwrap();
    for args in [
        vec!["store", "stats", "--store", letter],
        vec!["store", "add", "--store", letter, &reports],
    ] {
        let output = risalah(&args);
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("letter.txt: this is no store"), "{said}");
    }
    assert_eq!(std::fs::read(letter).unwrap(), b"no store");
}

#[test]
fn a_killed_run_loses_nothing_it_told_and_goes_on() {
    let (folder, store, _) = folder("killed");
    let mut lines = String::new();
    for n in 0..6_000 {
        // Each has a day of its own, so that none is of the same occasion as another.
        let (year, month, day) = (2000 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
        lines += &format!(
            "{{\"id\":\"r{n}\",\"lang\":\"en\",\"date\":\"{year}-{month:02}-{day:02}\",\"text\":\"Police arrested {n} protesters.\"}}\n"
        );
    }
    let reports = folder.join("many.jsonl");
    std::fs::write(&reports, lines).unwrap();
    let reports = reports.to_str().unwrap();
    for _ in 0..2 {
        let mut child = command(&["store", "add", "--quiet", "--store", &store, reports])
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        // Whatever it told before it ended counts.
        let mut kept = 0;
        while !line.is_empty() {
            let count = line
                .trim()
                .strip_prefix("kept ")
                .and_then(|n| n.parse().ok());
            kept = count.unwrap_or(kept);
            line.clear();
            told.read_line(&mut line).unwrap();
        }
        assert!(kept > 0);
        assert!(stats(&store)["reports"].as_u64().unwrap() >= kept);
    }
    let last = risalah(&["store", "add", "--quiet", "--store", &store, reports]);
    assert_eq!(last.status.code(), Some(0), "{last:?}");
    let after = stats(&store);
    assert_eq!(after["reports"], 6_000);
    std::io::stdout().flush().unwrap();
}
