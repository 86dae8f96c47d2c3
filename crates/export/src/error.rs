//! Why an export did not come to its end.

use std::io;
use std::path::PathBuf;

/// Why an export did not come to its end. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] risalah_store::Error),
    /// The output could not be written.
    #[error("cannot write {}: {cause}", path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Why it could not.
        cause: io::Error,
    },
    /// The stream did not take what was written.
    #[error("cannot write: {0}")]
    Stream(#[from] io::Error),
    /// There is a folder of this name already.
    #[error("{} is there already: name another folder, or move it away", .0.display())]
    Exists(PathBuf),
    /// This build has no Parquet.
    #[error("this build writes no Parquet or Arrow: build with `--features parquet`")]
    WithoutParquet,
    /// The library that writes Parquet failed.
    #[cfg(feature = "parquet")]
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The library that holds columns failed.
    #[cfg(feature = "parquet")]
    #[error("cannot write columns: {0}")]
    Arrow(#[from] arrow::error::ArrowError),
}
