//! Running other programs and telling what is run.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use serde::de::DeserializeOwned;

use crate::folders::target;

/// Runs cargo with these arguments, its output shown.
pub(crate) fn cargo(args: &[&str]) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(args);
    shown(command, &format!("cargo {}", args.join(" ")))
}

/// The program, built with the whole workspace, so that what its tests have built is not built once
/// more.
pub(crate) fn program() -> anyhow::Result<PathBuf> {
    cargo(&["build", "--locked", "--workspace", "--bin", "risalah"])?;
    let program = target().join("debug/risalah").canonicalize();
    program.context("the program was not built")
}

/// Runs a command, its output shown, with a line before it that names it and one after it.
pub(crate) fn shown(mut command: Command, name: &str) -> anyhow::Result<()> {
    println!("== {name}");
    let start = Instant::now();
    let status = command
        .status()
        .with_context(|| format!("cannot run {name}"))?;
    if !status.success() {
        bail!("{name}: {status}");
    }
    println!(
        "== {name}: passed in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Runs a command and reads the JSON in the last line that it prints.
pub(crate) fn said<T: DeserializeOwned>(mut command: Command) -> anyhow::Result<T> {
    let out = command.stderr(Stdio::null()).output()?;
    ensure!(out.status.success(), "ended with {}", out.status);
    let text = String::from_utf8(out.stdout)?;
    let last = text.lines().next_back().context("it printed nothing")?;
    Ok(serde_json::from_str(last)?)
}
