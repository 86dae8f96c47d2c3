//! A program that is killed while it adds loses nothing it acknowledged and doubles nothing.
//!
//! The test starts itself as the program that adds, and kills it. `RISALAH_KILLS=200` asks for
//! more rounds than the few of every test run.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use common::{BEAT, CROWD, JAKARTA, KUALA, MEET, POLICE, Writer, add};
use risalah_doc::Coded;
use risalah_store::{Ask, Filter, Negated, Order, Store};

/// Says to the program that it is the one to be killed, and where the store is.
const CHILD: &str = "RISALAH_KILLED_CHILD";
/// Reports in a batch.
const BATCH: u64 = 20;

/// The `n`-th report; every one says something else.
fn report(n: u64) -> Coded {
    let (month, day) = (1 + n / 28 % 12, 1 + n % 28);
    let day = format!("2022-{month:02}-{day:02}");
    Writer::new(&format!("r{n}"), &day)
        .event(JAKARTA, MEET, Some(KUALA), Some(&day))
        .says(&format!("Word{n} was said, and word{} too.", n * 7))
        .event(POLICE, BEAT, Some(CROWD), None)
        .quote("Enough", KUALA)
        .coded()
}

/// Adds batches without end, and writes to a file beside the store how many are acknowledged.
#[test]
fn child_that_adds() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let path = Path::new(&path);
    let mut store = Store::open_or_create(path).unwrap();
    let coding = store.coding("0.1.0", "en 0.1.0").unwrap();
    let mut told = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path.with_extension("told"))
        .unwrap();
    // It begins before what is there already, so that known reports come again.
    let mut n = store.stats().unwrap().reports.saturating_sub(BATCH / 2);
    loop {
        let batch: Vec<Coded> = (n..n + BATCH).map(report).collect();
        add(&mut store, coding, &batch);
        n += BATCH;
        // At once, so that no kill comes between a number and its end, to which the next would be added.
        told.write_all(format!("{n}\n").as_bytes()).unwrap();
    }
}

#[test]
fn what_was_acknowledged_is_there_and_nothing_is_doubled() {
    let rounds = std::env::var("RISALAH_KILLS").ok();
    let rounds: u64 = rounds.and_then(|r| r.parse().ok()).unwrap_or(4);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_adds", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Now early, while the store is made or opened, now in the middle of a batch.
        thread::sleep(Duration::from_millis(30 + round * 7919 % 400));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), None, "it ended by itself: {status}");
        let told = fs::read_to_string(path.with_extension("told")).unwrap_or_default();
        let acknowledged = told
            .lines()
            .filter_map(|n| n.parse().ok())
            .max()
            .unwrap_or(0);
        check(&path, acknowledged);
    }
    let told = fs::read_to_string(path.with_extension("told")).unwrap_or_default();
    println!(
        "{rounds} kills, {} batches acknowledged",
        told.lines().count()
    );
}

/// Holds the store against what was acknowledged.
fn check(path: &Path, acknowledged: u64) {
    if acknowledged == 0 && !path.exists() {
        return;
    }
    let store = match Store::open(path) {
        Ok(store) => store,
        // Killed before the first table was there.
        Err(err) => {
            assert_eq!(acknowledged, 0, "{err}");
            return;
        }
    };
    store.check().unwrap();
    let stats = store.stats().unwrap();
    let reports = stats.reports;
    assert!(
        reports >= acknowledged,
        "{reports} of {acknowledged} are there"
    );
    assert_eq!(reports % (BATCH / 2), 0, "a batch is kept in part");
    assert_eq!(stats.events, reports * 2);
    assert_eq!(stats.quotes, reports);
    let mut keys = BTreeSet::new();
    let filter = Filter {
        negated: Negated::With,
        ..Filter::default()
    };
    let mut events = 0;
    let each = store.each_event(&filter, |event| {
        events += 1;
        assert!(keys.insert(event.key), "{} is there twice", event.key);
        std::ops::ControlFlow::Continue(())
    });
    each.unwrap();
    assert_eq!(events, reports * 2);
    let dyads: u64 = store
        .dyads(&Filter::default())
        .unwrap()
        .iter()
        .map(|d| d.events)
        .sum();
    assert_eq!(dyads, reports * 2);
    let mut names = BTreeSet::new();
    let mut ask = Ask {
        limit: 500,
        after: None,
        order: Order::Oldest,
    };
    loop {
        let page = store.articles(&Filter::default(), &ask).unwrap();
        names.extend(page.rows.iter().map(|a| a.name.clone()));
        ask.after = page.next;
        if ask.after.is_none() {
            break;
        }
    }
    assert_eq!(names.len() as u64, reports);
    assert!((0..acknowledged).all(|n| names.contains(&format!("r{n}"))));
    if reports > 0 {
        let words = Filter {
            words: Some(format!("word{}", (reports - 1) * 7)),
            ..Filter::default()
        };
        assert!(
            !store
                .articles(&words, &Ask::default())
                .unwrap()
                .rows
                .is_empty()
        );
    }
}
