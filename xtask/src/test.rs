//! `cargo xtask test`: every check of the project.

use crate::page;
use crate::python;
use crate::r;
use crate::steps::{self, cargo};

/// Format, lints with warnings denied, all tests, the page in a browser; then the Python package,
/// as a user has it, and R.
pub(crate) fn run() -> anyhow::Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ])?;
    cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])?;
    page::run()?;
    let program = steps::program()?;
    python::test(&program, &python::Args::default())?;
    r::test(&program)
}
