//! Stores of every version open forever.
//!
//! `stores/v1.db.zst` and its like are stores as each version wrote them. None is ever written
//! again; where that of the newest version is missing, `UPDATE_GOLDEN=1` writes it, and fails.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{add, record, reports};
use risalah_store::{Ask, By, Filter, Label, Step, Store, Verdict};
use rusqlite::Connection;

fn kept(version: i64) -> PathBuf {
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    stores.join(format!("v{version}.db.zst"))
}

fn version(path: &Path) -> i64 {
    let connection = Connection::open(path).unwrap();
    let pragma = |row: &rusqlite::Row| row.get(0);
    connection
        .pragma_query_value(None, "user_version", pragma)
        .unwrap()
}

/// Writes a store of the reports with one label.
fn write(path: &Path) {
    let mut store = Store::create(path).unwrap();
    let coding = store.coding("0.1.0", "en 0.1.0").unwrap();
    add(&mut store, coding, &reports());
    let key = store
        .events(&Filter::default(), &Ask::default())
        .unwrap()
        .rows[0]
        .key;
    let label = Label {
        key,
        verdict: Verdict::Accept,
        fix: None,
        note: None,
        coder: Some("A. Reader".to_owned()),
        at: "2022-03-01T00:00:00Z".to_owned(),
    };
    store.label(&label).unwrap();
}

fn schema(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let select = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name";
    let mut select = connection.prepare(select).unwrap();
    let rows = select.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn stores_of_every_version_open_and_take_more() {
    let folder = tempfile::tempdir().unwrap();
    let new = folder.path().join("new.db");
    write(&new);
    let newest = version(&new);
    if std::env::var_os("UPDATE_GOLDEN").is_some() && !kept(newest).exists() {
        let packed = zstd::encode_all(&*fs::read(&new).unwrap(), 19).unwrap();
        fs::write(kept(newest), packed).unwrap();
        panic!("written: it stays as it is from now on");
    }
    for version in 1..=newest {
        opens(&folder.path().join(format!("v{version}.db")), version, &new);
    }
}

/// Unpacks the store of this version to `path` and holds it against a new one.
fn opens(path: &Path, version: i64, new: &Path) {
    let packed = fs::read(kept(version)).unwrap();
    fs::write(path, zstd::decode_all(&*packed).unwrap()).unwrap();
    assert_eq!(self::version(path), version);
    let mut store = Store::open(path).unwrap();
    assert_eq!(schema(path), schema(new));
    let fresh = Store::open_read_only(new).unwrap();
    assert_eq!(store.stats().unwrap(), fresh.stats().unwrap());
    let (filter, ask) = (Filter::default(), Ask::default());
    let events = |store: &Store| store.events(&filter, &ask).unwrap().rows;
    assert_eq!(events(&store), events(&fresh));
    let episodes = |store: &Store| store.episodes(&filter, &ask).unwrap().rows;
    assert_eq!(episodes(&store), episodes(&fresh));
    for by in [By::Quad, By::Type, By::Status] {
        let series = |store: &Store| store.series(&filter, Step::Day, by).unwrap();
        assert_eq!(series(&store), series(&fresh));
    }
    let day = Filter {
        to: "2022-01-12".parse().ok(),
        ..Filter::default()
    };
    for filter in [&filter, &day] {
        assert_eq!(store.dyads(filter).unwrap(), fresh.dyads(filter).unwrap());
        assert_eq!(store.places(filter).unwrap(), fresh.places(filter).unwrap());
    }
    let entities = |store: &Store| store.entities(None, 50).unwrap();
    assert_eq!(entities(&store), entities(&fresh));
    for word in ["jakarta", "police", "enough", "border"] {
        let filter = Filter {
            words: Some(word.to_owned()),
            ..Filter::default()
        };
        let found = |store: &Store| {
            let events = store.events(&filter, &ask).unwrap().rows;
            let articles = store.articles(&filter, &ask).unwrap().rows;
            (events, articles, store.quotes(&filter, &ask).unwrap().rows)
        };
        assert_eq!(found(&store), found(&fresh), "{word}");
    }
    for (n, report) in (1..).zip(reports()) {
        let line = record(&report);
        assert_eq!(store.record(n).unwrap().unwrap(), line[..line.len() - 1]);
    }
    // What the old store has is held against what comes, as in a new one.
    let again = common::Writer::new("a2", "2022-01-12")
        .event(
            common::JAKARTA,
            common::MEET,
            Some(common::KUALA),
            Some("2022-01-11"),
        )
        .at("Jakarta", 1_642_911, "IDN")
        .coded();
    let copy = path.with_extension("new");
    fs::copy(new, &copy).unwrap();
    let mut copy = Store::open(copy).unwrap();
    for store in [&mut store, &mut copy] {
        let coding = store.coding("0.1.0", "en 0.1.0").unwrap();
        assert_eq!(add(store, coding, std::slice::from_ref(&again)).new, 1);
    }
    let all = |store: &Store| store.episodes(&Filter::default(), &ask).unwrap().rows;
    assert_eq!(all(&store), all(&copy));
    let coding = store.coding("0.2.0", "en 0.2.0").unwrap();
    let more = common::Writer::new("d4", "2022-05-01")
        .says("More.")
        .coded();
    assert_eq!(add(&mut store, coding, &[more]).new, 1);
    store.check().unwrap();
}
