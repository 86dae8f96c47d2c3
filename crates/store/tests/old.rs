//! Stores of every version open forever.
//!
//! `stores/v1.db.zst` is a store as version 1 wrote it. It is never written again once a version
//! is released; until then `UPDATE_GOLDEN=1` writes it anew, and fails.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{add, record, reports};
use risalah_store::{Ask, Filter, Label, Store, Verdict};
use rusqlite::Connection;

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores/v1.db.zst")
}

/// Writes a store of the reports with one label.
fn write(path: &Path) {
    let mut store = Store::create(path).unwrap();
    let coding = store.coding("0.1.0", "en 0.1.0").unwrap();
    add(&mut store, coding, &reports());
    let key = store.events(&Filter::default(), &Ask::default()).unwrap().rows[0].key;
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
fn a_store_of_version_1_opens_and_takes_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    let new = folder.path().join("new.db");
    write(&new);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let packed = zstd::encode_all(&*fs::read(&new).unwrap(), 19).unwrap();
        fs::write(kept(), packed).unwrap();
        panic!("written anew: look at what changed");
    }
    let packed = fs::read(kept()).unwrap();
    fs::write(&path, zstd::decode_all(&*packed).unwrap()).unwrap();
    let mut store = Store::open(&path).unwrap();
    assert_eq!(schema(&path), schema(&new));
    let fresh = Store::open_read_only(&new).unwrap();
    assert_eq!(store.stats().unwrap(), fresh.stats().unwrap());
    let (filter, ask) = (Filter::default(), Ask::default());
    let events = |store: &Store| store.events(&filter, &ask).unwrap().rows;
    assert_eq!(events(&store), events(&fresh));
    for (n, report) in (1..).zip(reports()) {
        let line = record(&report);
        assert_eq!(store.record(n).unwrap().unwrap(), line[..line.len() - 1]);
    }
    let coding = store.coding("0.2.0", "en 0.2.0").unwrap();
    let more = common::Writer::new("d4", "2022-05-01").says("More.").coded();
    assert_eq!(add(&mut store, coding, &[more]).new, 1);
    store.check().unwrap();
}
