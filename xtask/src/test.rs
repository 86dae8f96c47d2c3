//! `cargo xtask test`: every check of the project.

use crate::steps::cargo;

/// Format, lints with warnings denied, all tests; the lines of `cargo test` come last.
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
    cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])
}
