//! `cargo xtask bench python`: reports a second from Python beside the program, in the same run.
//!
//! Both are whole processes over the same file that write every record to nowhere, and they take
//! turns; so Python's own start and the packs' loading count on its side too.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use crate::folders::{BIN, target};
use crate::steps::cargo;
use crate::wheel::Venv;

use super::{RUNS, Run, fastest, line, measure, news, program, texts};

/// Codes the file it is given, as a user would.
const CODE: &str = "
import json, os, sys, risalah
rows = map(json.loads, open(sys.argv[1]))
with open(os.devnull, 'w') as out:
    for record in risalah.Engine().code_many(rows):
        out.write(record.to_json() + '\\n')
";

/// The same from a table of Arrow, which takes no Python for each report.
const TABLE: &str = "
import os, sys, risalah, pyarrow.json
table = pyarrow.json.read_json(sys.argv[1])
with open(os.devnull, 'w') as out:
    for record in risalah.Engine().code_many(table):
        out.write(record.to_json() + '\\n')
";

/// Prints how long importing takes.
const IMPORT: &str = "
import time
start = time.perf_counter()
import risalah
print(time.perf_counter() - start)
";

/// Prints how long loading all packs takes.
const ENGINE: &str = "
import time, risalah
start = time.perf_counter()
risalah.Engine()
print(time.perf_counter() - start)
";

/// Prints reports a second from Python and by the program, time to import, and memory.
pub(super) fn run() -> anyhow::Result<()> {
    let Some(news) = news() else {
        return Ok(());
    };
    cargo(&["build", "--release", "--locked", "--package", "risalah-cli"])?;
    let bin = target().join(BIN);
    let folder = target().join("python/bench");
    fs::create_dir_all(&folder)?;
    let venv = Venv::new(&folder, "requirements.txt")?;
    let wheel = venv.install(&["--release", "--compatibility", "linux"])?;
    let from = |script: &str| {
        let mut command = venv.python();
        command
            .args(["-c", script])
            .arg(&news)
            .stdout(Stdio::null());
        command
    };
    let command = || program(&bin, &["code", "--quiet", "--from", "jsonl"], &news);
    let mut runs: [Vec<Run>; 3] = Default::default();
    for _ in 0..RUNS {
        runs[0].push(measure(command())?);
        runs[1].push(measure(from(CODE))?);
        runs[2].push(measure(from(TABLE))?);
    }
    let [ours, dicts, table] = runs.map(|runs| fastest(&runs));
    let (_, articles, _) = texts(&news)?;
    let bytes = fs::metadata(&news)?.len() as f64;
    println!(
        "the wheel      {:.1} MB",
        fs::metadata(&wheel)?.len() as f64 / 1e6
    );
    println!("import         {:.0} ms", least(|| from(IMPORT))? * 1000.0);
    println!("Engine()       {:.0} ms", least(|| from(ENGINE))? * 1000.0);
    for (name, run) in [
        ("risalah code", ours),
        ("Python, dicts", dicts),
        ("Python, Arrow", table),
    ] {
        line(name, run, bytes);
        let (clock, cpu) = (ours.seconds / run.seconds, ours.cpu / run.cpu);
        let speed = articles / run.seconds;
        println!(
            "               {speed:.0} articles/s, {:.1} % of the program's by the clock, {:.1} % by processor time",
            clock * 100.0,
            cpu * 100.0
        );
    }
    Ok(())
}

/// The least of the numbers that several runs print.
fn least(command: impl Fn() -> Command) -> anyhow::Result<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..RUNS {
        let done = command().stdout(Stdio::piped()).output()?;
        ensure!(done.status.success(), "Python ended with {}", done.status);
        let text = String::from_utf8(done.stdout)?;
        least = least.min(text.trim().parse().context("Python printed no number")?);
    }
    Ok(least)
}
