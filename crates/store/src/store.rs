//! The file, opened.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use risalah_episode::Measure;
use rusqlite::Connection;

use crate::entities::Entities;
use crate::records::{Grow, Shrink};
use crate::{Error, schema};

/// One store, opened for writing or for reading.
///
/// A store can be sent to another thread but not shared: each reader opens its own.
pub struct Store {
    pub(crate) path: PathBuf,
    // For reading while the other one writes; opened when it is first needed. It stands before that
    // one so that it is closed first: whoever writes and closes last takes the log away.
    pub(crate) beside: Option<Connection>,
    pub(crate) connection: Connection,
    pub(crate) grow: Grow,
    // What made the records of the last batch small; of a dictionary that is on the disk.
    pub(crate) shrink: Option<Shrink>,
    pub(crate) entities: Entities,
    pub(crate) measure: Measure,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Store").field(&self.path).finish()
    }
}

impl Store {
    /// Makes a new store and opens it for writing.
    ///
    /// # Errors
    ///
    /// Where there is a file already, or none can be made.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        if path.exists() {
            return Err(Error::AlreadyThere(path.to_owned()));
        }
        Ok(Self::over(path, schema::writer(path, true)?))
    }

    /// Opens a store for writing; one of an earlier version is brought up to date.
    ///
    /// # Errors
    ///
    /// Where the file is not there, is no store, is of a later version (then it is left as it
    /// is), is damaged, or may not be written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Ok(Self::over(path, schema::writer(path, false)?))
    }

    /// Opens a store for writing, or makes one where there is no file.
    ///
    /// # Errors
    ///
    /// As [`Store::open`] and [`Store::create`].
    pub fn open_or_create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Ok(Self::over(path, schema::writer(path, true)?))
    }

    /// Opens a store for reading; another program may write it meanwhile.
    ///
    /// # Errors
    ///
    /// Where the file is not there, is no store, is of another version, or is damaged.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Ok(Self::over(path, schema::reader(path)?))
    }

    fn over(path: &Path, connection: Connection) -> Self {
        Self {
            path: path.to_owned(),
            connection,
            beside: None,
            grow: Grow::default(),
            shrink: None,
            entities: Entities::default(),
            measure: Measure::standard(),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long to wait while another program writes, before [`Error::Locked`]; 10 seconds where
    /// nothing is said.
    ///
    /// # Errors
    ///
    /// Never where the store is sound.
    pub fn patience(&self, time: Duration) -> Result<(), Error> {
        self.connection
            .busy_timeout(time)
            .map_err(|err| self.told(err))
    }

    /// Lets the file grow to so many pages of 8 KiB and no further, as a full disk would.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn most_pages(&self, pages: u64) -> Result<(), Error> {
        let set = format!("PRAGMA max_page_count = {pages}");
        self.connection
            .query_row(&set, [], |_| Ok(()))
            .map_err(|err| self.told(err))
    }

    /// Reads the whole file for damage.
    ///
    /// # Errors
    ///
    /// Where there is any; it says what the first is.
    pub fn check(&self) -> Result<(), Error> {
        let check = "PRAGMA integrity_check(1)";
        let said: String = self
            .connection
            .query_row(check, [], |row| row.get(0))
            .map_err(|err| self.told(err))?;
        if said == "ok" {
            return Ok(());
        }
        Err(Error::Corrupt {
            path: self.path.clone(),
            what: said,
        })
    }

    /// What an error of SQLite means, with the file's name.
    pub(crate) fn told(&self, err: rusqlite::Error) -> Error {
        Error::of(&self.path, err)
    }
}
