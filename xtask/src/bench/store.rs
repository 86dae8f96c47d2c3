//! `cargo xtask bench store`: a store of a million events filled and asked, and a program killed
//! while it adds.

use std::fs;
use std::process::Command;

use anyhow::{Context, ensure};

use crate::folders::target;
use crate::steps::cargo;

/// How often the program that adds is killed.
const KILLS: &str = "200";

/// Prints reports added a second, how long answers take, and that kills lose nothing.
pub(super) fn run() -> anyhow::Result<()> {
    cargo(&["build", "--release", "--locked", "--package", "risalah-lab"])?;
    let work = target().join("bench");
    fs::create_dir_all(&work)?;
    let store = work.join("million.db");
    for end in ["", "-wal", "-shm"] {
        let mut path = store.clone().into_os_string();
        path.push(end);
        let _ = fs::remove_file(path);
    }
    let lab = target().join("release/risalah-lab");
    let status = Command::new(lab).arg("store-million").arg(&store).status();
    ensure!(
        status.context("risalah-lab")?.success(),
        "the store of a million events"
    );
    let mut kills = Command::new(env!("CARGO"));
    kills.args([
        "test",
        // The libraries are those that were built above.
        "--release",
        "--package",
        "risalah-store",
        "--test",
        "killed",
        "--",
        "--nocapture",
    ]);
    let status = kills.env("RISALAH_KILLS", KILLS).status();
    ensure!(
        status.context("cargo test")?.success(),
        "a kill lost something"
    );
    Ok(())
}
