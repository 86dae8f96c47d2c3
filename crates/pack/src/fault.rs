//! Why packs did not load.

use std::fmt;
use std::path::PathBuf;

use risalah_doc::Lang;

/// A place in a data file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// The file, relative to the packs' folder.
    pub file: PathBuf,
    /// The line, from 1; 0 where the fault is the file's as a whole.
    pub line: usize,
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}", self.file.display())
        } else {
            write!(f, "{}:{}", self.file.display(), self.line)
        }
    }
}

/// One fault of a data file: where, what, and by its wording how to cure it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where.
    pub at: At,
    /// What is wrong, for the person who edits the file.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

/// Why packs did not load.
///
/// The reader of these messages is editing the files, so each names the file and the line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no folder of packs where one was looked for.
    #[error("no packs at {}: give --packs DIR or set RISALAH_PACKS", .0.display())]
    NoPacks(PathBuf),
    /// There is no pack for a language that was asked for.
    #[error("no pack for the language `{lang}` in {}", root.display())]
    NoLanguage {
        /// The language.
        lang: Lang,
        /// The folder of packs.
        root: PathBuf,
    },
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Files hold faults; all of them are here, sorted.
    #[error("{} in the packs:\n{}", count(.0.len()), list(.0))]
    Faults(Vec<Fault>),
}

fn count(n: usize) -> String {
    if n == 1 {
        "1 fault".to_owned()
    } else {
        format!("{n} faults")
    }
}

fn list(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|f| format!("  {f}"))
        .collect::<Vec<_>>()
        .join("\n")
}
