//! `cargo xtask bench parse`: text to trees on one thread, beside `xz -6` and UDPipe 1.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::{RUNS, fastest, measure, news, program};
use crate::folders::{SHARED, target};
use crate::steps::{cargo, said};

/// The release of UDPipe 1 that is compared.
const UDPIPE: &str = "ufal.udpipe==1.4.0.1";
/// UDPipe parses each so-manieth article only, for it takes minutes over all.
const EVERY: usize = 10;

/// What a parser says of its run.
#[derive(Deserialize)]
struct Speed {
    seconds: f64,
    /// Seconds of processor time: they stand still while others run.
    cpu: f64,
    words: f64,
    /// Seconds to load the language.
    load: f64,
    /// MB that it takes.
    memory: f64,
    /// Seconds to load all packs.
    #[serde(default)]
    load_all: f64,
}

impl Speed {
    fn line(&self, name: &str) {
        let (clock, cpu) = (self.words / self.seconds, self.words / self.cpu);
        let (load, memory) = (self.load * 1000.0, self.memory);
        println!(
            "{name:<12} {clock:8.0} words/s by the clock, {cpu:8.0} by processor time, \
             loads in {load:.0} ms, {memory:.0} MB"
        );
    }
}

/// Prints words a second, time to load and memory beside the yardsticks.
pub(super) fn run() -> anyhow::Result<()> {
    let Some(news) = news() else {
        return Ok(());
    };
    cargo(&["build", "--release", "--locked", "--package", "risalah-lab"])?;
    let work = target().join("bench");
    fs::create_dir_all(&work)?;
    let texts = work.join("news.txt");
    let bytes = write_texts(&news, &texts)?;
    let mut xz = Vec::new();
    for _ in 0..RUNS {
        let yardstick = program(Path::new("xz"), &["-6", "--keep", "--stdout"], &texts);
        xz.push(measure(yardstick).context("xz")?);
    }
    let xz = fastest(&xz);
    let ours = ours(&news)?;
    println!("{:.2} MB of text, {:.0} words", bytes / 1e6, ours.words);
    ours.line("risalah");
    let all = ours.load_all * 1000.0;
    println!("             all packs load in {all:.0} ms");
    let (seconds, cpu) = (xz.seconds, xz.cpu);
    println!("xz -6        {seconds:.2} s by the clock, {cpu:.2} s of processor time");
    let (clock, cpu) = (xz.seconds / ours.seconds, xz.cpu / ours.cpu);
    println!("xz / risalah {clock:.2} by the clock, {cpu:.2} by processor time");
    match udpipe(&work, &news) {
        Ok(theirs) => {
            theirs.line("UDPipe 1");
            let clock = ours.words / ours.seconds / (theirs.words / theirs.seconds);
            let cpu = ours.words / ours.cpu / (theirs.words / theirs.cpu);
            println!("times UDPipe {clock:.1} by the clock, {cpu:.1} by processor time");
            println!(
                "UDPipe: every {EVERY}th article, its own tokeniser, tagger and parser (beam 5) at \
                 their usual sizes, trained for a minute on ../shared/ud/id_csui-ud-train.conllu"
            );
        }
        Err(why) => println!("UDPipe 1 is not compared: {why:#}"),
    }
    Ok(())
}

fn ours(news: &Path) -> anyhow::Result<Speed> {
    let mut command = Command::new(target().join("release/risalah-lab"));
    command.arg("speed").arg(news);
    said(command).context("risalah-lab speed")
}

/// UDPipe in an environment of its own, made at the first run with its model.
fn udpipe(work: &Path, news: &Path) -> anyhow::Result<Speed> {
    let treebank = Path::new(SHARED).join("ud/id_csui-ud-train.conllu");
    ensure!(
        treebank.is_file(),
        "{} is not here: nothing to train on",
        treebank.display()
    );
    let home = work.join("udpipe");
    let python = home.join("bin/python");
    if !has_udpipe(&python) {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(&home);
        done(make).context("no Python environment")?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", UDPIPE]);
        done(install).with_context(|| format!("{UDPIPE} cannot be had"))?;
    }
    let mut command = Command::new(&python);
    command
        .arg("eval/parse_speed.py")
        .arg(treebank)
        .arg(home.join("id_csui-small.udpipe"))
        .arg(news)
        .arg(EVERY.to_string());
    said(command).context("eval/parse_speed.py")
}

fn has_udpipe(python: &PathBuf) -> bool {
    let mut command = Command::new(python);
    command
        .args(["-c", "import ufal.udpipe"])
        .stderr(Stdio::null());
    command.status().is_ok_and(|s| s.success())
}

fn done(mut command: Command) -> anyhow::Result<()> {
    let status = command.stdout(Stdio::null()).status()?;
    ensure!(status.success(), "ended with {status}");
    Ok(())
}

/// Writes the articles' text alone, which is what is parsed, and tells its bytes.
fn write_texts(news: &Path, to: &Path) -> anyhow::Result<f64> {
    let mut all = String::new();
    for line in fs::read_to_string(news)?.lines() {
        let row: Value = serde_json::from_str(line)?;
        all.push_str(row["text"].as_str().unwrap_or_default());
        all.push('\n');
    }
    fs::write(to, &all)?;
    Ok(all.len() as f64)
}
