//! `cargo xtask eval`: the scorer that judges, over the development gold, held against floors.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::cases;
use crate::folders::{BIN, SHARED, target};
use crate::points;
use crate::steps::{cargo, said, shown};

const WORK: &str = "eval/work";

/// Scores the development gold.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The scorer's tasks, `read` for that of pages, `points` or `episodes` [default: all]
    #[arg(value_name = "TASK")]
    tasks: Vec<String>,
    /// Tighten the bounds in eval/floors.toml to just short of what was reached; none is loosened
    #[arg(long)]
    raise: bool,
}

/// What figures must reach: `eval/floors.toml`.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Floors {
    /// Figures that must not fall below.
    #[serde(default)]
    floors: BTreeMap<String, f64>,
    /// Figures that must not rise above: false alarms.
    #[serde(default)]
    ceilings: BTreeMap<String, f64>,
}

/// Builds the program, scores it, prints figures beside their floors; fails where one is missed.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    let scorer = Path::new(SHARED).join("tools/score.py");
    if !scorer.is_file() {
        println!("{SHARED} is not here: nothing to evaluate on, so nothing is wrong");
        return Ok(());
    }
    cargo(&["build", "--release", "--locked", "--package", "risalah-cli"])?;
    let bin = target()
        .join(BIN)
        .canonicalize()
        .context("the program was not built")?;
    let mut tasks = args.tasks.clone();
    if tasks.is_empty() {
        tasks = TASKS.map(str::to_owned).to_vec();
    }
    // The scorer names the reading of pages after what they are written in.
    for task in tasks.iter_mut().filter(|t| *t == "read") {
        *task = "html".to_owned();
    }
    let mut missed = 0;
    // Points are checked where all is, or by their name.
    if args.tasks.is_empty() || args.tasks.iter().any(|t| t == "points") {
        missed += points::check(&bin, Path::new("eval"))?;
        tasks.retain(|t| t != "points");
    }
    fs::create_dir_all(WORK).with_context(|| format!("cannot make {WORK}"))?;
    let mut reached = BTreeMap::new();
    if args.tasks.is_empty() || args.tasks.iter().any(|t| t == "episodes") {
        reached = episodes()?;
        tasks.retain(|t| t != "episodes");
    }
    if !tasks.is_empty() {
        let mut command = Command::new("python3");
        command
            .arg(&scorer)
            .arg(&bin)
            .args(&tasks)
            .args(["--work", WORK]);
        shown(command, &format!("score.py {}", tasks.join(" ")))?;
        cases::write(Path::new(WORK))?;
        reached.extend(scores()?);
    }
    if tasks.iter().any(|t| t == "parse") {
        reached.extend(raw(&bin)?);
    }
    let bounds = bounds()?;
    missed += compare(&reached, &bounds);
    if args.raise {
        raise(&reached, bounds)?;
    }
    if missed > 0 {
        bail!("{missed} below what eval/floors.toml or a point demands");
    }
    Ok(())
}

const TASKS: [&str; 14] = [
    "gsr", "gsr_id", "plv", "neutral", "manual", "raters", "fresh", "quotes", "ner", "time", "geo",
    "coref", "parse", "html",
];

/// Holds episodes against eval/episode_pairs.tsv; gives the figures by name.
fn episodes() -> anyhow::Result<BTreeMap<String, f64>> {
    let path = Path::new(WORK).join("episodes.scores.json");
    let lab = [
        "run",
        "--profile",
        "quick",
        "--locked",
        "--package",
        "risalah-lab",
        "--",
    ];
    let scores = path.to_string_lossy();
    cargo(&[&lab[..], &["episodes", "--scores", &scores]].concat())?;
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// Sentences and words of treebanks from raw text, as eval/parse_raw.py counts them.
fn raw(bin: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let mut command = Command::new("python3");
    let treebanks = Path::new(SHARED).join("ud");
    command.arg("eval/parse_raw.py").arg(bin).arg(treebanks);
    said(command).context("eval/parse_raw.py")
}

/// What the scorer measured.
fn scores() -> anyhow::Result<BTreeMap<String, f64>> {
    let path = Path::new(WORK).join("dev.scores.json");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn bounds() -> anyhow::Result<Floors> {
    let text = fs::read_to_string(FLOORS).with_context(|| format!("cannot read {FLOORS}"))?;
    toml::from_str(&text).context(FLOORS)
}

/// Prints figures beside floors and ceilings; gives how many are missed.
fn compare(scores: &BTreeMap<String, f64>, bounds: &Floors) -> usize {
    println!("\n{:<44} {:>7} {:>9}", "figure", "value", "bound");
    let mut missed = 0;
    for (name, value) in scores {
        let floor = bounds.floors.get(name);
        let floor = floor.map(|b| (">=", *b, *value + SLACK >= *b));
        let ceiling = bounds.ceilings.get(name);
        let ceiling = ceiling.map(|b| ("<=", *b, *value - SLACK <= *b));
        match floor.or(ceiling) {
            Some((sign, bound, holds)) => {
                let verdict = if holds { "" } else { "  MISSED" };
                println!("{name:<44} {value:>7.3} {sign} {bound:>6.3}{verdict}");
                missed += usize::from(!holds);
            }
            None => println!("{name:<44} {value:>7.3}"),
        }
    }
    missed
}

/// Writes bounds just short of what was reached, where they are stricter than before. Figures
/// without a bound get none: whether one is steady enough to be held is for people to say.
fn raise(scores: &BTreeMap<String, f64>, mut bounds: Floors) -> anyhow::Result<()> {
    let thousandths = |x: f64| (x * 1000.0).round() / 1000.0;
    for (name, bound) in &mut bounds.floors {
        let value = scores.get(name).copied().unwrap_or(0.0);
        *bound = thousandths(bound.max(value - MARGIN));
    }
    for (name, bound) in &mut bounds.ceilings {
        let value = scores.get(name).copied().unwrap_or(1.0);
        *bound = thousandths(bound.min(value + MARGIN));
    }
    let before = fs::read_to_string(FLOORS)?;
    let comment = before.lines().take_while(|line| line.starts_with('#'));
    let mut text: String = comment.flat_map(|line| [line, "\n"]).collect();
    text.push('\n');
    text.push_str(&toml::to_string(&bounds)?);
    fs::write(FLOORS, text).with_context(|| format!("cannot write {FLOORS}"))
}

const FLOORS: &str = "eval/floors.toml";
/// How far under what was reached a bound is set: a sentence more or less in the small sets.
const MARGIN: f64 = 0.01;
/// Floors are written to three decimals.
const SLACK: f64 = 0.0005;
