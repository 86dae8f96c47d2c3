//! `cargo xtask bench`: speed and memory, beside a yardstick of the same moment.
//!
//! The speed of a shared machine is not stable, so each figure stands beside `xz -6` over the
//! same bytes in the same run; their ratio is what compares from day to day.

mod parse;
mod python;
mod read;
mod spark;
mod store;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::folders::{BIN, SHARED, target};
use crate::steps::cargo;

/// How often each is run; the fastest run counts.
const RUNS: usize = 3;

/// What one run took.
#[derive(Clone, Copy)]
struct Run {
    seconds: f64,
    /// Seconds of all cores together, where the system tells: they stand still while others run.
    cpu: f64,
    /// Peak memory in MB, where the system tells.
    peak: f64,
}

/// What is measured.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Coding reports, reading pages, parsing text, coding from Python or on Spark, or keeping events.
    #[arg(value_enum, default_value = "code")]
    what: What,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum What {
    /// Speed and memory on ../shared/raw/news_id.jsonl beside xz -6.
    Code,
    /// Pages of ../shared/pages a second beside resiliparse and trafilatura.
    Read,
    /// Words of ../shared/raw/news_id.jsonl parsed a second, beside xz -6 and UDPipe 1.
    Parse,
    /// Reports of ../shared/raw/news_id.jsonl coded a second from Python and by the program.
    Python,
    /// 20,000 reports on two local workers of Spark beside the program.
    Spark,
    /// A store of a million events: adding, asking, readers beside, and 200 kills.
    Store,
}

/// Measures what the arguments name.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    match args.what {
        What::Code => code(),
        What::Read => read::run(),
        What::Parse => parse::run(),
        What::Python => python::run(),
        What::Spark => spark::run(),
        What::Store => store::run(),
    }
}

/// Prints start-up time, articles, words and MB a second, and peak memory.
fn code() -> anyhow::Result<()> {
    let Some(news) = news() else {
        return Ok(());
    };
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
    line("risalah code", ours, bytes);
    line("  four times over", four, bytes * 4.0);
    line("xz -6", theirs, bytes);
    let (articles, words) = (articles / ours.seconds, words / ours.seconds);
    println!("risalah code   {articles:.0} articles/s, {words:.0} words/s");
    let (wall, cpu) = (theirs.seconds / ours.seconds, theirs.cpu / ours.cpu);
    println!("xz / risalah   {wall:.2} by the clock, {cpu:.2} by processor time");
    let (clock, cpu) = (start.seconds * 1000.0, start.cpu * 1000.0);
    println!("start-up       {clock:.0} ms by the clock, {cpu:.0} ms of processor time");
    Ok(())
}

/// The reports that are measured on, where they are here; else it is told that they are not.
fn news() -> Option<PathBuf> {
    let news = Path::new(SHARED).join("raw/news_id.jsonl");
    if !news.is_file() {
        println!("{} is not here: nothing to measure on", news.display());
        return None;
    }
    Some(news)
}

fn line(name: &str, run: Run, bytes: f64) {
    let Run { seconds, cpu, peak } = run;
    let speed = bytes / seconds / 1e6;
    println!("{name:<17} {seconds:7.2} s {cpu:7.2} s cpu {speed:7.2} MB/s {peak:6.0} MB peak");
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
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut peak, mut cpu) = (0.0f64, 0.0f64);
    let done = loop {
        if let Some(done) = child.try_wait()? {
            break done;
        }
        // Both only rise, so the last sample is short of the truth by what came in the last
        // milliseconds.
        peak = peak.max(high_water(&process).unwrap_or(0.0));
        cpu = cpu.max(processor(&process).unwrap_or(0.0));
        thread::sleep(Duration::from_millis(1));
    };
    ensure!(done.success(), "ended with {done}");
    Ok(Run {
        seconds: start.elapsed().as_secs_f64(),
        cpu,
        peak,
    })
}

/// Linux' high-water mark of a process' memory, in MB.
fn high_water(process: &Path) -> Option<f64> {
    let text = fs::read_to_string(process.join("status")).ok()?;
    let line = text.lines().find(|l| l.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

/// Linux' count of a process' seconds on all cores, in hundredths.
fn processor(process: &Path) -> Option<f64> {
    let text = fs::read_to_string(process.join("stat")).ok()?;
    // The name, in parentheses, may hold blanks; user and system time are the 12th and 13th after.
    let mut fields = text.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) / 100.0)
}

fn fastest(runs: &[Run]) -> Run {
    let mut best = Run {
        seconds: f64::INFINITY,
        cpu: f64::INFINITY,
        peak: 0.0,
    };
    for run in runs {
        best.seconds = best.seconds.min(run.seconds);
        best.cpu = best.cpu.min(run.cpu);
        best.peak = best.peak.max(run.peak);
    }
    best
}
