//! `cargo xtask test`: every check of the project.

use crate::page;
use crate::steps::cargo;
use crate::wheel;

/// Format, lints with warnings denied, the page in a browser, all tests; then the Python package,
/// as a user has it.
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
    page::run()?;
    cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])?;
    wheel::test()
}
