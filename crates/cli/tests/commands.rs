//! Runs of the program: what comes out, in what order, with what exit code.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs the program on this standard input with the packs of the source tree.
fn risalah(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_risalah"))
        .args(args)
        .env("RISALAH_PACKS", packs())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // The program may end before it has read all.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn code(args: &[&str], input: &[u8]) -> (Vec<Value>, i32) {
    let mut all = vec!["code", "--quiet"];
    all.extend(args);
    all.push("-");
    let output = risalah(&all, input);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (lines(&output), output.status.code().unwrap())
}

fn has_note(record: &Value, note: &str) -> bool {
    record["notes"]
        .as_array()
        .unwrap()
        .iter()
        .any(|n| n["note"] == note)
}

#[test]
fn what_cannot_be_read_is_told_in_its_place() {
    let input = b"{\"id\":\"a\",\"text\":\"Menteri itu pulang ke Jakarta kemarin dengan kereta.\"}\nnonsense\n\
        {\"id\":\"c\"}\n{\"id\":\"d\",\"text\":\"\"}\n";
    let (records, exit) = code(&["--from", "jsonl"], input);
    assert_eq!(exit, 3);
    assert_eq!(records.len(), 4);
    assert_eq!(records[0]["id"], "a");
    assert_eq!(records[1]["line"], 2);
    assert!(records[1]["error"].is_string());
    assert_eq!(records[2]["id"], "c");
    assert!(records[2]["error"].is_string());
    assert!(has_note(&records[3], "empty-text"));
}

#[test]
fn records_come_in_the_order_of_the_input_whatever_the_threads() {
    let rows: Vec<String> = (0..300)
        .map(|n| {
            format!(
                "{{\"id\":\"r{n}\",\"lang\":\"id\",\"text\":\"{}\"}}",
                "Israel menyerang Gaza. ".repeat(n % 17)
            )
        })
        .collect();
    let input = rows.join("\n");
    let one = risalah(
        &["code", "--threads", "1", "--from", "jsonl", "-"],
        input.as_bytes(),
    );
    let many = risalah(
        &["code", "--threads", "5", "--from", "jsonl", "-"],
        input.as_bytes(),
    );
    assert!(one.stdout == many.stdout);
    for (n, record) in lines(&one).iter().enumerate() {
        assert_eq!(record["id"], format!("r{n}"));
    }
}

#[test]
fn a_language_without_a_pack_gives_a_note_and_no_events() {
    let (records, exit) = code(
        &["--lang", "sv", "--from", "text"],
        "Statsministern reste till Oslo.".as_bytes(),
    );
    assert_eq!(exit, 0);
    assert!(has_note(&records[0], "language-without-pack"));
    assert_eq!(records[0]["events"], Value::Array(Vec::new()));
}

#[test]
fn bytes_that_are_no_text_give_a_record() {
    let (records, exit) = code(
        &["--lang", "id", "--from", "text"],
        b"Presiden \xff\xfe tiba di Jakarta.",
    );
    assert_eq!((records.len(), exit), (1, 0));
}

#[test]
fn a_million_characters_without_a_full_stop_are_coded_in_pieces() {
    let text = "kata dan ".repeat(120_000);
    let (records, exit) = code(&["--lang", "id", "--from", "text"], text.as_bytes());
    assert_eq!(exit, 0);
    assert!(has_note(&records[0], "sentence-cut"));
}

#[test]
fn wrong_usage_and_unreadable_files_give_two() {
    for args in [
        &["code"][..],
        &["code", "--date", "yesterday", "-"],
        &["code", "--lang", "indonesian", "-"],
        &["code", "no/such/file.txt"],
        &["code", "--packs", "no/such/folder", "-"],
        &["pack", "new", "Indonesian"],
    ] {
        assert_eq!(risalah(args, b"").status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn one_file_that_cannot_be_opened_does_not_stop_the_others() {
    let folder = folder("one-file");
    let good = folder.join("good.txt");
    std::fs::write(&good, "Presiden tiba di Jakarta.").unwrap();
    let output = risalah(
        &["code", "--quiet", "no/such.txt", good.to_str().unwrap()],
        b"",
    );
    let records = lines(&output);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(records[0]["id"], "no/such.txt");
    assert_eq!(records[1]["text"], "Presiden tiba di Jakarta.");
}

#[test]
fn people_read_a_title_and_what_happened() {
    let output = risalah(
        &["code", "--to", "text", "--lang", "en", "-"],
        b"Quiet day in the capital.\n",
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("Quiet day in the capital.\n"));
    assert!(text.contains("no events"));
}

#[test]
fn reading_gives_the_clean_article_and_what_came_with_it() {
    let row = r#"{"id":"a","text":"Satu.","url":"https://example.org/a","title":"Judul","date":"2022-01-12"}"#;
    let output = risalah(&["read", "--from", "jsonl", "-"], row.as_bytes());
    let record = &lines(&output)[0];
    assert_eq!(record["title"], "Judul");
    assert_eq!(record["published"], "2022-01-12");
    assert_eq!(record["links"], Value::Array(Vec::new()));
}

#[test]
fn a_given_day_dates_reports_that_bring_none() {
    let rows = "{\"id\":\"a\",\"text\":\"Satu.\"}\n{\"id\":\"b\",\"text\":\"Dua.\",\"date\":\"2020-02-02\"}\n";
    let (records, _) = code(
        &["--from", "jsonl", "--date", "2022-01-12"],
        rows.as_bytes(),
    );
    assert_eq!(records[0]["published"], "2022-01-12");
    assert_eq!(records[1]["published"], "2020-02-02");
}

#[test]
fn explaining_shows_every_sentence() {
    let text = "Presiden tiba di Jakarta. Ia bertemu menteri.";
    let output = risalah(&["explain", "--lang", "id", "-"], text.as_bytes());
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("1. Presiden tiba di Jakarta."));
    assert!(shown.contains("2. Ia bertemu menteri."));
}

#[test]
fn a_broken_pack_tells_all_faults_with_file_and_line() {
    let root = folder("broken");
    copy(&packs(), &root);
    let types = root.join("ontology/types.tsv");
    let text = std::fs::read_to_string(&types)
        .unwrap()
        .replace("CONSULT\t1\t", "CONSULT\t9\t");
    std::fs::write(&types, text).unwrap();
    std::fs::write(root.join("id/pack.toml"), "id = \"id\"\nname = 3\n").unwrap();
    let output = risalah(&["pack", "check", root.to_str().unwrap()], b"");
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        shown.contains("ontology/types.tsv:5: quad is `9`"),
        "{shown}"
    );
    assert!(shown.contains("id/pack.toml:2: "), "{shown}");
}

#[test]
fn a_new_pack_from_the_template_loads() {
    let root = folder("new");
    copy(&packs(), &root);
    for lang in ["en", "id"] {
        std::fs::remove_dir_all(root.join(lang)).unwrap();
    }
    let at = root.to_str().unwrap();
    assert_eq!(
        risalah(&["--packs", at, "pack", "new", "ms"], b"")
            .status
            .code(),
        Some(0)
    );
    let again = risalah(&["--packs", at, "pack", "new", "ms"], b"");
    assert_eq!(again.status.code(), Some(2));
    let output = risalah(&["pack", "check", root.join("ms").to_str().unwrap()], b"");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    let output = risalah(
        &["--packs", at, "code", "--lang", "ms", "-"],
        b"Menteri itu tiba.",
    );
    assert_eq!(lines(&output)[0]["sentences"], serde_json::json!([[0, 17]]));
}

#[test]
fn equal_packs_code_nothing_differently() {
    let at = packs();
    let at = at.to_str().unwrap();
    let output = risalah(
        &["pack", "diff", at, at, "-"],
        b"Israel menyerang Gaza pada Senin.",
    );
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A site on this machine with a feed of one entry, its page, and a clock in the page's head.
fn site() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let here = base.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut asked = [0; 2048];
            let len = std::io::Read::read(&mut stream, &mut asked).unwrap();
            let asked = String::from_utf8_lossy(&asked[..len]).into_owned();
            let (status, content) = match asked.split(' ').nth(1) {
                Some("/feed") => (200, format!("<rss><channel><item><guid>a1</guid><title>Banjir</title><link>{here}/a1</link><pubDate>Wed, 12 Jan 2022 19:30:00 +0700</pubDate></item></channel></rss>")),
                Some("/a1") => (200, "<html lang='id'><h1>Banjir</h1><div class='article-body'><p>Polisi menembak dua pengunjuk rasa di Medan pada hari Rabu, kata seorang saksi mata kepada wartawan.</p></div></html>".to_owned()),
                _ => (404, String::new()),
            };
            let head = format!(
                "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                content.len()
            );
            let _ = stream.write_all((head + &content).as_bytes());
        }
    });
    base
}

#[test]
fn news_is_watched_and_can_be_coded() {
    let state = folder("watch").join("state.toml");
    let (state, feed) = (state.to_string_lossy(), site() + "/feed");
    let args = [
        "watch", "--quiet", "--once", "--delay", "0", "--state", &state, &feed,
    ];
    let mut private = [&args[..], &["--private"]].concat();
    assert_eq!(risalah(&args, b"").status.code(), Some(2));
    let state = folder("watch").join("other.toml");
    let state = state.to_string_lossy();
    private[6] = &state;
    let output = risalah(&private, b"");
    let article = &lines(&output)[0];
    assert_eq!(article["id"], "a1");
    assert_eq!(article["title"], "Banjir");
    assert_eq!(article["published"], "2022-01-12T19:30:00+07:00");
    let (records, _) = code(&[], &output.stdout);
    assert_eq!(records[0]["published"], "2022-01-12T19:30:00+07:00");
    assert_eq!(records[0]["events"][0]["type"], "ASSAULT");
    // Nothing is new the second time: the feed is not due.
    assert_eq!(risalah(&private, b"").status.code(), Some(1));
}

#[test]
fn news_is_watched_into_a_store() {
    let store = folder("watched").join("news.db");
    let (store, feed) = (store.to_string_lossy(), site() + "/feed");
    let args = [
        "watch",
        "--quiet",
        "--once",
        "--delay",
        "0",
        "--private",
        "--store",
        &store,
        &feed,
    ];
    let output = risalah(&args, b"");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(told, "a1: 1 events\n");
    // Nothing is new the second time; the state lies beside the store.
    assert_eq!(risalah(&args, b"").status.code(), Some(1));
    assert!(Path::new(&format!("{store}.watch")).is_file());
    let stats = risalah(&["store", "stats", "--to", "json", "--store", &store], b"");
    let stats = &lines(&stats)[0];
    assert_eq!(
        (&stats["reports"], &stats["events"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn an_installed_program_finds_the_packs_of_its_sources() {
    // `cargo install` puts the program where no folder above it holds packs.
    let elsewhere = tempfile::tempdir().unwrap();
    let installed = elsewhere.path().join("risalah");
    std::fs::copy(env!("CARGO_BIN_EXE_risalah"), &installed).unwrap();
    let report = packs().join("../examples/brussels.txt");
    let output = Command::new(&installed)
        .args(["code", "--quiet"])
        .arg(report.canonicalize().unwrap())
        .current_dir(elsewhere.path())
        .env_remove("RISALAH_PACKS")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(!lines(&output)[0]["events"].as_array().unwrap().is_empty());
}

#[test]
fn man_pages_and_completions_are_written_for_those_who_pack_the_program() {
    let out = folder("generated");
    let output = risalah(&["generate", out.to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(0));
    let read = |name: &str| std::fs::read_to_string(out.join(name)).unwrap();
    assert!(read("man/risalah.1").contains("code(1)"));
    assert!(read("man/risalah-store-export.1").contains("parquet"));
    for file in ["risalah.bash", "risalah.fish", "_risalah"] {
        let completions = read(&format!("completions/{file}"));
        assert!(completions.contains("explain"), "{file}");
    }
}
