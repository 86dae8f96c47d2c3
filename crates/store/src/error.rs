//! Why a store could not do what was asked.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a store could not do what was asked; each message names the file and the cure.
///
/// Whatever the error, what was acknowledged before is still there: a batch is kept whole or not
/// at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("{p}: there is no such store; `risalah store add --store {p} FILE` makes one", p = .0.display())]
    NotThere(PathBuf),
    /// A new store was to be made where a file is.
    #[error("{}: there is a file already; give another name, or open it", .0.display())]
    AlreadyThere(PathBuf),
    /// The file is something else; it was not touched.
    #[error("{}: this is no store of Risalah and was left as it is; give another file", .0.display())]
    Foreign(PathBuf),
    /// A later version of the program made it; it was not touched.
    #[error("{}: this store is of version {version}, and this program knows up to {known}; it was left as it is; use a newer risalah", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// An earlier version of the program made it, and it was opened for reading only.
    #[error("{}: this store is of version {version}; open it once for writing (`risalah store add`) to bring it up to date", path.display())]
    Older {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: i64,
    },
    /// It may not be written.
    #[error("{}: the store cannot be written; allow writing to the file and its folder (chmod u+w), or copy it", .0.display())]
    ReadOnly(PathBuf),
    /// Another program writes it.
    #[error("{}: another program is writing this store; try again when it is done", .0.display())]
    Locked(PathBuf),
    /// No room is left.
    #[error("{}: no room is left where the store is; what was acknowledged is kept: free some space and run again", .0.display())]
    Full(PathBuf),
    /// The file is damaged.
    #[error("{p}: the store is damaged ({what}); take its last copy, or save what can be read with `sqlite3 {p} .recover`", p = path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        what: String,
    },
    /// The system refused.
    #[error("{}: the store cannot be read or written: {what}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        what: String,
    },
    /// A cursor that no page gave.
    #[error("`{0}` is no cursor of this store; begin again without one")]
    Cursor(String),
    /// The words to search for hold no word.
    #[error("`{0}` holds no word to search for")]
    NoWords(String),
    /// What the caller names is not there.
    #[error("{}: there is no {what} in this store", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// What was asked for.
        what: String,
    },
    /// A fault of this program.
    #[error("{}: {source}", path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

impl Error {
    /// What an error of SQLite means for the person who named this file.
    pub(crate) fn of(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let what = source.to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(path),
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::NotADatabase) => Self::Foreign(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Corrupt { path, what },
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => Self::Io { path, what },
            _ => Self::Sql { path, source },
        }
    }
}
