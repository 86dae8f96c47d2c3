//! The form of the file: its versions, and the way from one to the next.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::records::{self, Grow};
use crate::{Error, sought, texts};

/// "RSLH": what marks a file as a store.
const APPLICATION: i64 = 0x5253_4C48;
/// What brings a store from each version to the next; the first makes it from nothing.
const STEPS: [&str; 6] = [
    include_str!("schema/v1.sql"),
    include_str!("schema/v2.sql"),
    include_str!("schema/v3.sql"),
    include_str!("schema/v4.sql"),
    include_str!("schema/v5.sql"),
    include_str!("schema/v6.sql"),
];
/// The version this program writes.
const VERSION: i64 = STEPS.len() as i64;
/// Bytes of a page in new stores.
const PAGE: i64 = 8_192;
/// So many pages of the log are written to the file at a time: 128 MiB.
const LOG: i64 = 16_384;
/// KiB of pages that a reader holds in memory at most.
const READING: i64 = 65_536;
/// The same for whoever writes: where the pages that a batch changes do not fit, they are written
/// again and again.
const WRITING: i64 = 262_144;
/// Bytes of the file that are read in place by whoever reads most of its pages again and again.
pub(crate) const IN_PLACE: i64 = 2 << 30;
/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a file is, before anything of it is used.
enum Found {
    /// No table and no mark: a new file.
    Empty,
    /// A store of this version.
    Store(i64),
}

/// Opens a file for writing and brings it to the newest version; an empty or missing one becomes
/// a store where `new` allows it.
pub(crate) fn writer(path: &Path, new: bool) -> Result<Connection, Error> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if new {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    } else if !path.exists() {
        return Err(Error::NotThere(path.to_owned()));
    }
    let told = |err| Error::of(path, err);
    let mut connection = Connection::open_with_flags(path, flags).map_err(told)?;
    connection.busy_timeout(PATIENCE).map_err(told)?;
    let version = match found(path, &connection)? {
        Found::Empty if new => 0,
        Found::Empty => return Err(Error::Foreign(path.to_owned())),
        Found::Store(version) => version,
    };
    if connection.is_readonly(rusqlite::MAIN_DB).map_err(told)? {
        return Err(Error::ReadOnly(path.to_owned()));
    }
    durable(&connection).map_err(told)?;
    if version < VERSION {
        migrate(path, &mut connection)?;
    }
    Ok(connection)
}

/// Opens a store for reading.
pub(crate) fn reader(path: &Path) -> Result<Connection, Error> {
    if !path.exists() {
        return Err(Error::NotThere(path.to_owned()));
    }
    let told = |err| Error::of(path, err);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> Result<(Connection, Found), Error> {
        let connection = Connection::open_with_flags(path, flags).map_err(told)?;
        connection.busy_timeout(PATIENCE).map_err(told)?;
        let found = found(path, &connection)?;
        Ok((connection, found))
    };
    let (connection, found) = match open() {
        // In a folder that may not be written there can be no log to share; where there is none
        // to read either, the file alone is the whole store.
        Err(Error::Io { .. } | Error::ReadOnly(_)) if !beside(path, "-wal").exists() => {
            still(path)?
        }
        other => other?,
    };
    match found {
        Found::Store(VERSION) => {}
        Found::Store(version) => {
            let path = path.to_owned();
            return Err(Error::Older { path, version });
        }
        Found::Empty => return Err(Error::Foreign(path.to_owned())),
    }
    settings(&connection).map_err(told)?;
    Ok(connection)
}

/// The same for whoever reads all over the file again and again between batches of another: what it
/// holds in memory is worth nothing after each, and to copy it anew takes longer than to read it.
pub(crate) fn reader_in_place(path: &Path) -> Result<Connection, Error> {
    let connection = reader(path)?;
    let set = connection.pragma_update(None, "mmap_size", IN_PLACE);
    set.map_err(|err| Error::of(path, err))?;
    Ok(connection)
}

/// Opens a file that nobody can be writing.
fn still(path: &Path) -> Result<(Connection, Found), Error> {
    let told = |err| Error::of(path, err);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            b if b.is_ascii_alphanumeric() => uri.push(char::from(*b)),
            b => uri.push_str(&format!("%{b:02x}")),
        }
    }
    uri.push_str("?immutable=1");
    let connection = Connection::open_with_flags(uri, flags).map_err(told)?;
    let found = found(path, &connection)?;
    Ok((connection, found))
}

/// The file of this name with more at its end.
pub(crate) fn beside(path: &Path, end: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// Looks at a file without changing it.
fn found(path: &Path, connection: &Connection) -> Result<Found, Error> {
    let told = |err| Error::of(path, err);
    let application = pragma(connection, "application_id").map_err(told)?;
    let version = pragma(connection, "user_version").map_err(told)?;
    match (application, version) {
        (APPLICATION, 1..=VERSION) => Ok(Found::Store(version)),
        (APPLICATION, _) => Err(Error::Newer {
            path: path.to_owned(),
            version,
            known: VERSION,
        }),
        (0, 0) => {
            let tables = "SELECT count(*) FROM sqlite_schema";
            let tables: i64 = connection
                .query_row(tables, [], |row| row.get(0))
                .map_err(told)?;
            match tables {
                0 => Ok(Found::Empty),
                _ => Err(Error::Foreign(path.to_owned())),
            }
        }
        _ => Err(Error::Foreign(path.to_owned())),
    }
}

/// What is committed is on the disk when the call returns.
fn durable(connection: &Connection) -> rusqlite::Result<()> {
    // Only a new file takes it: records fill larger pages better.
    connection.pragma_update(None, "page_size", PAGE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // A batch changes pages all over the file, and the next ones change many of them again.
    connection.pragma_update(None, "wal_autocheckpoint", LOG)?;
    settings(connection)?;
    connection.pragma_update(None, "cache_size", -WRITING)
}

fn settings(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(64);
    // Else statements over a table with an index on a part of it are planned anew whenever a
    // value is bound: a sixth of the time of adding.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // In KiB where negative.
    connection.pragma_update(None, "cache_size", -READING)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// Takes the steps that are left, all in one transaction.
fn migrate(path: &Path, connection: &mut Connection) -> Result<(), Error> {
    let told = |err| Error::of(path, err);
    let behavior = TransactionBehavior::Immediate;
    let tx = connection
        .transaction_with_behavior(behavior)
        .map_err(told)?;
    // Another program may have been faster.
    let from = pragma(&tx, "user_version").map_err(told)?;
    for step in STEPS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        tx.execute_batch(step).map_err(told)?;
    }
    if from == 0 {
        records::begin(&tx).map_err(told)?;
    } else if from < 5 {
        texts::fill(&tx, &Grow::default()).map_err(told)?;
        sought::settle(&tx).map_err(told)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION)
        .map_err(told)?;
    tx.pragma_update(None, "user_version", VERSION)
        .map_err(told)?;
    tx.commit().map_err(told)
}
