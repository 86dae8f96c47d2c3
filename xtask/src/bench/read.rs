//! `cargo xtask bench read`: pages a second, beside resiliparse and trafilatura in the same run.
//!
//! Ours and theirs take turns, so that what else the machine does falls on all of them; each is
//! one process on one thread, and loading pages, packs and libraries is not counted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use crate::folders::{SHARED, target};
use crate::steps::cargo;

use super::RUNS;

/// The page sets, and their files in `../shared/pages`.
const SETS: [(&str, &str); 2] = [
    ("AEB", "pages_aeb.jsonl.gz"),
    ("Traf", "pages_traf.jsonl.gz"),
];

/// Who reads: ourselves first.
const READERS: [&str; 3] = ["risalah", "resiliparse", "trafilatura"];

/// The archives that are read, and who reads each: ourselves first. What is packed is read no
/// faster than it is unpacked, so the speed of that alone stands beside.
const ARCHIVES: [(&str, &[&str]); 2] = [
    ("pages.warc", &["risalah", "fastwarc"]),
    ("pages.warc.gz", &["risalah", "fastwarc", "gunzip"]),
];

/// The libraries of PyPI that the script wants.
const LIBRARIES: [&str; 4] = ["resiliparse", "fastwarc", "trafilatura", "lxml_html_clean"];

/// The fastest of several runs over a page set.
#[derive(Clone, Copy)]
struct Best {
    pages: f64,
    seconds: f64,
    /// Milliseconds for the slowest page, in the run where it took least.
    worst: f64,
}

/// Prints pages a second, the slowest page, and how fast an archive of the pages is read.
pub(super) fn run() -> anyhow::Result<()> {
    let files = SETS.map(|(_, file)| Path::new(SHARED).join("pages").join(file));
    if let Some(file) = files.iter().find(|f| !f.is_file()) {
        println!("{} is not here: nothing to measure on", file.display());
        return Ok(());
    }
    cargo(&[
        "build",
        "--release",
        "--locked",
        "--package",
        "risalah-read",
        "--example",
        "speed",
    ])?;
    let ours = target().join("release/examples/speed");
    let work = target().join("bench");
    fs::create_dir_all(&work)?;
    let python = peers(&work);
    let readers = &READERS[..if python.is_some() { READERS.len() } else { 1 }];
    for ((set, _), file) in SETS.iter().zip(&files) {
        for (reader, best) in readers.iter().zip(pages(&ours, python.as_deref(), file)?) {
            let speed = best.pages / best.seconds;
            let Best { pages, worst, .. } = best;
            println!(
                "{set:<5} {reader:<12} {pages:4.0} pages {speed:7.1} pages/s {worst:8.1} ms worst"
            );
        }
    }
    for (name, readers) in ARCHIVES {
        archive(&ours, python.as_deref(), &work.join(name), readers, &files)?;
    }
    Ok(())
}

/// A Python with the others' libraries; `None`, with a line that says so, where they cannot be had.
fn peers(work: &Path) -> Option<PathBuf> {
    let folder = work.join("venv");
    let python = folder.join("bin/python");
    let quiet = |command: &mut Command| command.status().is_ok_and(|s| s.success());
    let ready = (python.is_file()
        || quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder)))
        && quiet(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--retries", "1"])
                .args(LIBRARIES),
        );
    if !ready {
        println!("resiliparse and trafilatura cannot be had from PyPI: only ours is measured");
    }
    ready.then_some(python)
}

/// The best run of each reader over a page set, in the readers' order.
fn pages(ours: &Path, python: Option<&Path>, file: &Path) -> anyhow::Result<Vec<Best>> {
    let readers = &READERS[..if python.is_some() { READERS.len() } else { 1 }];
    let mut all = vec![
        Best {
            pages: 0.0,
            seconds: f64::INFINITY,
            worst: f64::INFINITY
        };
        readers.len()
    ];
    for _ in 0..RUNS {
        for (reader, best) in readers.iter().zip(&mut all) {
            let mut command = match python {
                Some(python) if *reader != READERS[0] => script(python, reader),
                _ => own(ours, "pages"),
            };
            let [pages, seconds, worst] = figures(command.arg(file))?;
            *best = Best {
                pages,
                seconds: best.seconds.min(seconds),
                worst: best.worst.min(worst),
            };
        }
    }
    Ok(all)
}

/// Prints how fast an archive of all pages is read as a stream, in MB of unpacked pages.
fn archive(
    ours: &Path,
    python: Option<&Path>,
    warc: &Path,
    readers: &[&str],
    files: &[PathBuf],
) -> anyhow::Result<()> {
    let mut best = vec![(0.0, f64::INFINITY); readers.len()];
    for _ in 0..RUNS {
        for (reader, best) in readers.iter().zip(&mut best) {
            let mut command = match python {
                Some(python) if *reader != READERS[0] => script(python, reader),
                None if *reader != READERS[0] => continue,
                _ => own(ours, "warc"),
            };
            command.arg(warc);
            if *reader == READERS[0] {
                command.args(files);
            }
            let [_, bytes, seconds] = figures(&mut command)?;
            *best = (bytes, best.1.min(seconds));
        }
    }
    fs::remove_file(warc)?;
    let packed = warc.extension().is_some_and(|e| e == "gz");
    let name = if packed { "WARC.gz" } else { "WARC" };
    for (reader, (bytes, seconds)) in readers.iter().zip(best) {
        if seconds.is_finite() {
            let (size, speed) = (bytes / 1e6, bytes / seconds / 1e6);
            println!("{name:<8} {reader:<12} {size:4.0} MB    {speed:7.0} MB/s");
        }
    }
    Ok(())
}

fn own(ours: &Path, what: &str) -> Command {
    let mut command = Command::new(ours);
    command.arg(what);
    command
}

fn script(python: &Path, reader: &str) -> Command {
    let mut command = Command::new(python);
    command.args(["eval/read_speed.py", reader]);
    command
}

/// The three numbers that a run prints.
fn figures(command: &mut Command) -> anyhow::Result<[f64; 3]> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run")?;
    ensure!(output.status.success(), "{command:?}: {}", output.status);
    let text = String::from_utf8(output.stdout)?;
    let numbers: Result<Vec<f64>, _> = text.split_whitespace().map(str::parse).collect();
    let numbers = numbers.with_context(|| format!("{command:?}: {text}"))?;
    <[f64; 3]>::try_from(numbers)
        .ok()
        .with_context(|| format!("{command:?}: {text}"))
}
