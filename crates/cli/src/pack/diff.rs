//! `risalah pack diff`: what two versions of the packs code differently.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use risalah_engine::{Engine, Input};

use crate::Global;
use crate::exit::Done;
use crate::reports::{self, To};

/// Compares two folders of packs.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The older folder of packs
    a: PathBuf,
    /// The newer folder of packs
    b: PathBuf,
    #[command(flatten)]
    reports: reports::Args,
}

/// Writes the lines of the events that only one of the two codes, under the report's title.
pub(crate) fn run(global: &Global, args: &Args) -> anyhow::Result<Done> {
    let a = Engine::open(Some(&args.a))?;
    let b = Engine::open(Some(&args.b))?;
    let differs = AtomicBool::new(false);
    let done = args.reports.run(global, To::Text, |input| {
        let (before, after) = (text(&a, input.clone()), text(&b, input));
        let found = difference(&before, &after);
        if !found.is_empty() {
            differs.store(true, Ordering::Relaxed);
        }
        found
    })?;
    Ok(match done {
        Done::Well if !differs.into_inner() => Done::NothingFound,
        done => done,
    })
}

fn text(engine: &Engine, input: Input) -> String {
    let mut out = Vec::new();
    let coded = engine.code(engine.read(input));
    risalah_record::text(&coded, &mut out).expect("a vector takes every byte");
    String::from_utf8_lossy(&out).into_owned()
}

/// The title, then what stands only in the first and what only in the second; empty where equal.
fn difference(before: &str, after: &str) -> Vec<u8> {
    if before == after {
        return Vec::new();
    }
    let entries = |text: &str| -> Vec<String> {
        // An event takes two lines, the second further in than the first.
        let mut entries: Vec<String> = Vec::new();
        for line in text.lines().skip(2).filter(|l| !l.is_empty()) {
            match entries.last_mut() {
                Some(last) if line.starts_with("    ") => {
                    last.push('\n');
                    last.push_str(line);
                }
                _ => entries.push(line.to_owned()),
            }
        }
        entries
    };
    let (old, new) = (entries(before), entries(after));
    let mut out = after.lines().take(2).collect::<Vec<_>>().join("\n");
    let mut put = |sign: char, entry: &str| {
        for line in entry.lines() {
            out.push_str(&format!("\n{sign} {line}"));
        }
    };
    for entry in old.iter().filter(|e| !new.contains(e)) {
        put('-', entry);
    }
    for entry in new.iter().filter(|e| !old.contains(e)) {
        put('+', entry);
    }
    out.push_str("\n\n");
    out.into_bytes()
}
