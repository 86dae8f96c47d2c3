//! `cargo xtask bench spark`: 20,000 reports on two local workers of Spark beside the program with
//! two threads, in the same run. The workers are warm: they have coded some reports before.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::folders::{BIN, target};
use crate::steps::cargo;
use crate::wheel::Venv;

use super::{Run, line, measure, news, program};

/// Codes on Spark and tells what it took.
const CODE: &str = include_str!("spark.py");
/// How many reports.
const REPORTS: usize = 20_000;

/// What the run on Spark tells.
#[derive(Deserialize)]
struct Told {
    seconds: f64,
    cpu: f64,
    peak: f64,
}

/// Prints reports a second on Spark and by the program, and a worker's memory.
pub(super) fn run() -> anyhow::Result<()> {
    let Some(news) = news() else {
        return Ok(());
    };
    cargo(&["build", "--release", "--locked", "--package", "risalah-cli"])?;
    let folder = target().join("python/spark");
    fs::create_dir_all(&folder)?;
    let venv = Venv::new(&folder, "requirements.txt")?;
    venv.require("requirements-spark.txt")?;
    venv.install(&["--release", "--compatibility", "linux"])?;
    let input = folder.join("reports.jsonl");
    fs::write(&input, many(&fs::read_to_string(&news)?)?)?;

    let command = ["code", "--quiet", "--threads", "2"];
    let ours = measure(program(&target().join(BIN), &command, &input))?;
    let told = spark(venv.python(), &input)?;
    let spark = Run {
        seconds: told.seconds,
        cpu: told.cpu,
        peak: told.peak,
    };
    let bytes = fs::metadata(&input)?.len() as f64;
    for (name, run) in [("risalah code", ours), ("Spark, local[2]", spark)] {
        line(name, run, bytes);
        let speed = REPORTS as f64 / run.seconds;
        let core = REPORTS as f64 / run.cpu;
        let (clock, cpu) = (ours.seconds / run.seconds, ours.cpu / run.cpu);
        println!(
            "               {speed:.0} articles/s, {core:.0} a core; {:.1} % of the program's by the clock, {:.1} % by processor time",
            clock * 100.0,
            cpu * 100.0
        );
    }
    Ok(())
}

fn spark(mut python: Command, input: &Path) -> anyhow::Result<Told> {
    let done = python.args(["-c", CODE]).arg(input).output()?;
    let why = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "Spark: {why}");
    let out = String::from_utf8(done.stdout)?;
    let last = out.lines().last().context("Spark told nothing")?;
    Ok(serde_json::from_str(last)?)
}

/// The reports over and over, under names of their own.
fn many(news: &str) -> anyhow::Result<String> {
    let mut out = String::new();
    for (number, row) in news.lines().cycle().take(REPORTS).enumerate() {
        let mut row: Value = serde_json::from_str(row)?;
        row["id"] = number.to_string().into();
        writeln!(out, "{row}")?;
    }
    Ok(out)
}
