//! R: the vignette, run over a store and an export of the example reports.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::debian;
use crate::folders::target;
use crate::steps::shown;

/// The vignette.
const VIGNETTE: &str = "docs/r.Rmd";
/// Packages of R that it needs, and Debian's packages that bring them.
const NEEDED: [&str; 4] = ["DBI", "RSQLite", "dplyr", "knitr"];
const DEBIAN: [&str; 4] = [
    "r-base-core",
    "r-cran-dplyr",
    "r-cran-knitr",
    "r-cran-rsqlite",
];

/// Runs the vignette with what this program has made.
///
/// A machine without R is told so, and what was not run for want of arrow.
pub(crate) fn test(program: &Path) -> anyhow::Result<()> {
    if !debian::provide(|| has(&NEEDED), &DEBIAN) {
        let packages = DEBIAN.join(" ");
        println!(
            "== {VIGNETTE}: skipped, for R or a package of it is not here (Debian: {packages})"
        );
        return Ok(());
    }
    if !has(&["arrow"]) {
        println!(
            "== {VIGNETTE}: its part on Parquet is left out, for R's package arrow is not here"
        );
    }
    let work = target().join("r");
    if work.is_dir() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    let work = work.canonicalize()?;
    let (store, events) = (work.join("news.db"), work.join("events"));
    let panel = work.join("panel.csv");
    let run = |name: &str, args: &[&str]| {
        let mut run = Command::new(program);
        run.args(["--quiet", "store", name, "--store"]).arg(&store);
        run.args(args).env("RISALAH_PACKS", "packs");
        shown(run, &format!("risalah store {name}"))
    };
    run("add", &["examples"])?;
    let out = events.to_string_lossy();
    run("export", &["--to", "parquet", "--out", &out])?;
    let out = panel.to_string_lossy();
    run("export", &["--panel", "country-month", "--out", &out])?;
    let mut knit = Command::new("Rscript");
    knit.args(["--vanilla", "xtask/src/r.R", VIGNETTE])
        .arg(work.join("r.md"))
        .arg(&panel)
        .env("RISALAH_STORE", &store)
        .env("RISALAH_EVENTS", &events);
    shown(knit, &format!("Rscript {VIGNETTE}"))
}

/// Whether R and these packages of it are installed.
fn has(packages: &[&str]) -> bool {
    let asks = format!(
        "quit(status = !all(sapply(c('{}'), requireNamespace, quietly = TRUE)))",
        packages.join("', '")
    );
    let asked = Command::new("Rscript")
        .args(["--vanilla", "-e", &asks])
        .output();
    asked.is_ok_and(|told| told.status.success())
}
