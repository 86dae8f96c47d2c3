//! Where things lie.

use std::path::PathBuf;

/// The folder that holds gold and scorer, beside the project.
pub(crate) const SHARED: &str = "../shared";
/// The program that is measured, below [`target`].
pub(crate) const BIN: &str = "release/risalah";

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), Into::into)
}
