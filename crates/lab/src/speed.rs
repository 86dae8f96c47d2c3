//! `risalah-lab speed`: how fast one language's text becomes trees, in one process and on one
//! thread, so that neither start-up nor writing counts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, ensure};
use risalah_doc::{Article, Lang};
use risalah_pack::words::Words;
use risalah_pack::{Files, Packs};
use serde::Serialize;
use serde_json::Value;

/// Times loading a language and parsing with it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// JSON Lines with a `text`
    file: PathBuf,
    /// The language
    #[arg(long, default_value = "id")]
    lang: String,
    /// How often all is parsed; the fastest counts
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// The packs
    #[arg(long, default_value = "packs", value_name = "DIR")]
    packs: PathBuf,
}

/// What is printed, as one line of JSON.
#[derive(Debug, Serialize)]
struct Speed {
    /// Seconds from text to trees.
    seconds: f64,
    /// The same in processor time, which stands still while others run.
    cpu: f64,
    /// Words as trees have them: clitics and marks are words.
    words: usize,
    sentences: usize,
    /// Seconds to load what parsing needs of the language: words, rules, weights.
    load: f64,
    /// Memory in MB that this takes, where the system tells.
    memory: f64,
    /// Seconds to load every pack.
    load_all: f64,
}

/// Prints the figures as JSON.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let lang = Lang::parse(&args.lang).context("no such language")?;
    let articles = articles(&args.file)?;
    let (load, memory) = load(&args.packs, lang)?;
    let start = Instant::now();
    let packs = Packs::open(&args.packs)?;
    let load_all = start.elapsed().as_secs_f64();
    let pack = packs.language(lang).context("there is no such pack")?;
    let mut speed = Speed {
        seconds: f64::INFINITY,
        cpu: f64::INFINITY,
        words: 0,
        sentences: 0,
        load,
        memory,
        load_all,
    };
    for _ in 0..args.runs.max(1) {
        let texts = articles.clone();
        (speed.words, speed.sentences) = (0, 0);
        let (start, cpu) = (Instant::now(), processor());
        for article in texts {
            let parsed = risalah_parse::article(pack, article);
            speed.words += parsed.tokens.len();
            speed.sentences += parsed.sentences.len();
        }
        speed.seconds = speed.seconds.min(start.elapsed().as_secs_f64());
        speed.cpu = speed.cpu.min(processor() - cpu);
    }
    println!("{}", serde_json::to_string(&speed)?);
    Ok(ExitCode::SUCCESS)
}

fn articles(file: &Path) -> anyhow::Result<Vec<Article>> {
    let rows =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let article = |line: &str| -> anyhow::Result<Article> {
        let row: Value = serde_json::from_str(line)?;
        Ok(Article {
            text: row["text"].as_str().unwrap_or_default().to_owned(),
            ..Article::default()
        })
    };
    rows.lines().map(article).collect()
}

/// Seconds and MB that the language's words, rules and weights take to load; the fastest of a few
/// times, the memory of the first.
fn load(packs: &Path, lang: Lang) -> anyhow::Result<(f64, f64)> {
    let (mut seconds, mut memory) = (f64::INFINITY, None);
    for _ in 0..5 {
        let before = resident();
        let start = Instant::now();
        let mut files = Files::new(packs);
        let words = Words::load(&mut files, lang);
        seconds = seconds.min(start.elapsed().as_secs_f64());
        memory.get_or_insert(resident() - before);
        ensure!(words.model.is_some(), "the language has no weights");
        ensure!(files.into_faults().is_empty(), "the pack has faults");
    }
    Ok((seconds, memory.unwrap_or_default()))
}

/// Linux' count of a process' memory, in MB; 0 elsewhere.
fn resident() -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|l| l.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

/// Linux' count of this process' seconds on the processor, in hundredths; 0 elsewhere.
fn processor() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, in parentheses, may hold blanks; user and system time are the 12th and 13th after.
    let after = text.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks = after.split_whitespace().skip(11).take(2);
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}
