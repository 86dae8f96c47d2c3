//! What cannot be done is told with the file and the cure, and the store is left as it was.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::Path;

use common::{Writer, add, record, reports};
use risalah_store::{Ask, Digest, Error, Filter, Kept, Store};
use rusqlite::Connection;

/// A closed store of three reports.
fn closed() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    let mut store = Store::create(&path).unwrap();
    let coding = store.coding("0.1.0", "en 0.1.0").unwrap();
    add(&mut store, coding, &reports());
    drop(store);
    assert!(!folder.path().join("news.db-wal").exists());
    (folder, path)
}

/// Opens the file in every way; each must fail as `is` says and leave it byte for byte.
fn refused(path: &Path, is: impl Fn(&Error) -> bool) {
    let before = fs::read(path).unwrap();
    let opened = [
        Store::open(path),
        Store::open_or_create(path),
        Store::open_read_only(path),
    ];
    for opened in opened {
        let err = opened.unwrap_err();
        assert!(is(&err), "{err:?}");
        assert!(err.to_string().contains("news.db"), "{err}");
    }
    assert!(fs::read(path).unwrap() == before);
}

#[test]
fn what_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    for opened in [Store::open(&path), Store::open_read_only(&path)] {
        let err = opened.unwrap_err();
        assert!(matches!(err, Error::NotThere(_)), "{err:?}");
        assert!(err.to_string().contains("risalah store add"), "{err}");
    }
    assert!(!path.exists());
    let nowhere = folder.path().join("none/news.db");
    assert!(matches!(
        Store::create(&nowhere).unwrap_err(),
        Error::Io { .. }
    ));
}

#[test]
fn a_file_that_is_there_is_not_made_anew() {
    let (_folder, path) = closed();
    assert!(matches!(
        Store::create(&path).unwrap_err(),
        Error::AlreadyThere(_)
    ));
}

#[test]
fn foreign_files_are_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("news.db");
    let text = "This is a letter and no store. ".repeat(50);
    fs::write(&path, text).unwrap();
    refused(&path, |err| matches!(err, Error::Foreign(_)));
    fs::remove_file(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE bills(id)").unwrap();
    drop(other);
    refused(&path, |err| matches!(err, Error::Foreign(_)));
}

#[test]
fn a_newer_store_is_left_as_it_is() {
    let (_folder, path) = closed();
    let newer = Connection::open(&path).unwrap();
    newer.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(newer);
    refused(&path, |err| matches!(err, Error::Newer { version: 99, .. }));
}

#[test]
fn a_cut_or_overwritten_file_is_told_as_damaged() {
    let (_folder, path) = closed();
    let whole = fs::read(&path).unwrap();
    // Every page but the first is overwritten.
    let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all_at(&vec![0xa5; whole.len() - 8192], 8192)
        .unwrap();
    let told = Store::open_read_only(&path).and_then(|store| {
        store.check()?;
        store.events(&Filter::default(), &Ask::default())
    });
    let err = told.unwrap_err();
    assert!(matches!(err, Error::Corrupt { .. }), "{err:?}");
    let said = err.to_string();
    assert!(
        said.contains("news.db") && said.contains(".recover"),
        "{said}"
    );
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let told = Store::open_read_only(&path).and_then(|store| store.check());
    assert!(matches!(told.unwrap_err(), Error::Corrupt { .. }));
}

#[test]
fn one_flipped_page_does_no_harm_to_what_is_elsewhere() {
    let (_folder, path) = closed();
    let mut bytes = fs::read(&path).unwrap();
    // A record of ours, wherever it lies: the answer is an error or the right bytes.
    let at = bytes.len() - 3_000;
    bytes[at..at + 64].fill(0xff);
    fs::write(&path, bytes).unwrap();
    let Ok(store) = Store::open_read_only(&path) else {
        return;
    };
    for article in 1..=3 {
        let expected = record(&reports()[article as usize - 1]);
        match store.record(article) {
            Ok(Some(line)) => assert!(line == expected[..expected.len() - 1]),
            Ok(None) => panic!("a record went without an error"),
            Err(err) => assert!(matches!(err, Error::Corrupt { .. }), "{err:?}"),
        }
    }
}

#[test]
fn a_store_that_may_not_be_written_can_be_read() {
    let (folder, path) = closed();
    let mode = |path: &Path, mode: u32| {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(&path, 0o444);
    mode(folder.path(), 0o555);
    let writes = fs::write(folder.path().join("probe"), "").is_ok();
    let before = fs::read(&path).unwrap();
    let store = Store::open_read_only(&path).unwrap();
    assert_eq!(store.stats().unwrap().reports, 3);
    drop(store);
    // Whoever runs as root may write everything.
    if !writes {
        let err = Store::open(&path).unwrap_err();
        assert!(matches!(err, Error::ReadOnly(_)), "{err:?}");
    }
    assert!(fs::read(&path).unwrap() == before);
    mode(folder.path(), 0o755);
}

#[test]
fn a_store_opened_for_reading_takes_nothing() {
    let (_folder, path) = closed();
    let before = fs::read(&path).unwrap();
    let mut store = Store::open_read_only(&path).unwrap();
    let err = store.coding("0.2.0", "en 0.2.0").unwrap_err();
    assert!(matches!(err, Error::ReadOnly(_)), "{err:?}");
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn a_locked_store_is_told_and_can_still_be_read() {
    let (_folder, path) = closed();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut store = Store::open(&path).unwrap();
    store
        .patience(std::time::Duration::from_millis(50))
        .unwrap();
    let err = store.coding("0.2.0", "en 0.2.0").unwrap_err();
    assert!(matches!(err, Error::Locked(_)), "{err:?}");
    assert!(err.to_string().contains("news.db"), "{err}");
    let reader = Store::open_read_only(&path).unwrap();
    assert_eq!(reader.stats().unwrap().reports, 3);
    other.execute_batch("ROLLBACK").unwrap();
    store.coding("0.2.0", "en 0.2.0").unwrap();
}

#[test]
fn a_full_disk_takes_back_the_batch_and_keeps_what_was_acknowledged() {
    let (_folder, path) = closed();
    let mut store = Store::open(&path).unwrap();
    let coding = store.coding("0.1.0", "en 0.1.0").unwrap();
    store
        .most_pages(fs::metadata(&path).unwrap().len() / 8192 + 4)
        .unwrap();
    let long = |n: usize| {
        let words: String = (0..3_000).map(|k| format!("word{n}x{k} ")).collect();
        Writer::new(&format!("z{n}"), "2022-05-01")
            .says(&words)
            .coded()
    };
    let coded: Vec<_> = (0..5).map(long).collect();
    let records: Vec<_> = coded.iter().map(record).collect();
    let kept: Vec<_> = coded
        .iter()
        .zip(&records)
        .map(|(coded, record)| Kept {
            coded,
            record,
            source: None,
            input: Digest::of(record),
        })
        .collect();
    let err = store.add(coding, &kept).unwrap_err();
    assert!(matches!(err, Error::Full(_)), "{err:?}");
    assert!(err.to_string().contains("news.db"), "{err}");
    assert_eq!(store.stats().unwrap().reports, 3);
    store.check().unwrap();
    // Where there is room again, the same batch goes in.
    store.most_pages(1 << 20).unwrap();
    assert_eq!(store.add(coding, &kept).unwrap().new, 5);
    assert_eq!(store.stats().unwrap().reports, 8);
    store.check().unwrap();
}

#[test]
fn a_cursor_of_another_make_is_refused() {
    use risalah_store::Cursor;
    for wrong in [
        "",
        "x",
        "2022-01-12",
        "2022-01-12.",
        ".'; DROP TABLE events",
    ] {
        assert!(Cursor::parse(wrong).is_err(), "{wrong}");
    }
    let cursor = Cursor::parse("2022-01-12.7").unwrap();
    assert_eq!(cursor.as_str(), "2022-01-12.7");
}
