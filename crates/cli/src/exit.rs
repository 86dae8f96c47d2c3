//! What a command's end is to the caller.

use std::io;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// All was done.
    Well,
    /// All was done and nothing was found, where finding is the point.
    NothingFound,
    /// Nothing could be read, or a pack is at fault.
    Nothing,
    /// All was done but for inputs that were refused.
    SomeRefused,
}

impl Done {
    /// How a search ended, by whether it found anything, as `grep` tells it.
    pub(crate) fn found(found: bool) -> Self {
        match found {
            true => Self::Well,
            false => Self::NothingFound,
        }
    }
}

/// The exit code; errors are told on standard error first.
pub(crate) fn code(done: anyhow::Result<Done>, quiet: bool) -> ExitCode {
    let code = match done {
        Ok(Done::Well) => 0,
        Ok(Done::NothingFound) => 1,
        Ok(Done::Nothing) => 2,
        Ok(Done::SomeRefused) => 3,
        Err(err) if reader_is_gone(&err) => 0,
        Err(err) => {
            if !quiet {
                eprintln!("risalah: {err:#}");
            }
            2
        }
    };
    ExitCode::from(code)
}

/// Whether whoever read our output has read enough (`risalah code … | head`).
fn reader_is_gone(err: &anyhow::Error) -> bool {
    let io = err
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    io.is_some_and(|io| io.kind() == io::ErrorKind::BrokenPipe)
}
