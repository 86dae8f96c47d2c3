//! `cargo xtask bench`: speed and memory, beside a yardstick of the same moment.
//!
//! The speed of a shared machine is not stable, so each figure stands beside `xz -6` over the
//! same bytes in the same run; their ratio is what compares from day to day.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::eval::{BIN, SHARED, target};
use crate::steps::cargo;

/// How often each is run; the fastest run counts.
const RUNS: usize = 3;

/// What one run took.
#[derive(Clone, Copy)]
struct Run {
    seconds: f64,
    /// Peak memory in MB, where the system tells.
    peak: f64,
}

/// Prints start-up time, articles, words and MB a second, and peak memory.
pub(crate) fn run() -> anyhow::Result<()> {
    let news = Path::new(SHARED).join("raw/news_id.jsonl");
    if !news.is_file() {
        println!("{} is not here: nothing to measure on", news.display());
        return Ok(());
    }
    cargo(&["build", "--release", "--locked", "--package", "risalah-cli"])?;
    let bin = target().join(BIN);
    let work = target().join("bench");
    fs::create_dir_all(&work)?;
    let (texts, articles, words) = texts(&news)?;
    let input = work.join("news.jsonl");
    fs::copy(&news, &input)?;
    let empty = work.join("empty.jsonl");
    fs::write(&empty, "")?;
    let long = work.join("news4.jsonl");
    fs::write(&long, fs::read(&news)?.repeat(4))?;

    let code = |file: &Path| program(&bin, &["code", "--quiet", "--from", "jsonl"], file);
    let xz = |file: &Path| program(Path::new("xz"), &["-6", "--keep", "--stdout"], file);
    let bytes = fs::metadata(&input)?.len() as f64;
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..RUNS {
        theirs.push(measure(xz(&input)).context("xz")?);
        ours.push(measure(code(&input))?);
    }
    let start = fastest(
        &(0..RUNS * 2)
            .map(|_| measure(code(&empty)))
            .collect::<Result<Vec<_>, _>>()?,
    );
    let (ours, theirs) = (fastest(&ours), fastest(&theirs));
    let four = measure(code(&long))?;
    println!(
        "{articles} articles, {words} words, {:.2} MB of text, {:.2} MB of JSON Lines",
        texts / 1e6,
        bytes / 1e6
    );
    println!(
        "risalah code   {:8.2} s  {:8.0} articles/s  {:9.0} words/s  {:6.2} MB/s  {:5.0} MB peak",
        ours.seconds,
        articles / ours.seconds,
        words / ours.seconds,
        bytes / ours.seconds / 1e6,
        ours.peak
    );
    println!(
        "  four times as much: {:.2} s, {:.0} MB peak",
        four.seconds, four.peak
    );
    println!(
        "xz -6          {:8.2} s  {:40} {:6.2} MB/s  {:5.0} MB peak",
        theirs.seconds,
        "",
        bytes / theirs.seconds / 1e6,
        theirs.peak
    );
    println!(
        "ratio          {:8.2}    (time of xz / time of risalah)",
        theirs.seconds / ours.seconds
    );
    println!("start-up       {:8.0} ms", start.seconds * 1000.0);
    Ok(())
}

/// Bytes of text, articles and words of the file.
fn texts(news: &Path) -> anyhow::Result<(f64, f64, f64)> {
    let (mut bytes, mut articles, mut words) = (0, 0, 0);
    for line in fs::read_to_string(news)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        let text = row["text"].as_str().unwrap_or_default();
        bytes += text.len();
        articles += 1;
        words += text.split_whitespace().count();
    }
    Ok((bytes as f64, f64::from(articles), words as f64))
}

fn program(bin: &Path, args: &[&str], file: &Path) -> Command {
    let mut command = Command::new(bin);
    command.args(args).arg(file).stdout(Stdio::null());
    command
}

fn measure(mut command: Command) -> anyhow::Result<Run> {
    let start = Instant::now();
    let mut child = command.spawn().context("cannot run")?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0.0f64;
    let done = loop {
        if let Some(done) = child.try_wait()? {
            break done;
        }
        // The high-water mark only rises, so the last sample is short of the truth by what came
        // in the last milliseconds.
        peak = peak.max(high_water(&status).unwrap_or(0.0));
        thread::sleep(Duration::from_millis(1));
    };
    ensure!(done.success(), "ended with {done}");
    Ok(Run {
        seconds: start.elapsed().as_secs_f64(),
        peak,
    })
}

/// Linux' high-water mark of a process' memory, in MB.
fn high_water(status: &Path) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

fn fastest(runs: &[Run]) -> Run {
    let mut best = Run {
        seconds: f64::INFINITY,
        peak: 0.0,
    };
    for run in runs {
        best.seconds = best.seconds.min(run.seconds);
        best.peak = best.peak.max(run.peak);
    }
    best
}
