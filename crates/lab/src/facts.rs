//! `risalah-lab facts`: the world pack's holders of office held against tables of leaders kept
//! beside the project. Nothing is copied: what differs is listed for people to look up.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use risalah_engine::Engine;
use risalah_pack::world::World;
use serde::Deserialize;

/// Checks holders of office.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A table with the columns country, positionLabel, officeholderLabel, start_year and end_year
    #[arg(default_value = "../shared/facts/leaders_wikidata_2022-10.csv")]
    table: PathBuf,
    /// Terms that began before this year are left aside
    #[arg(long, default_value_t = 2000, value_name = "YEAR")]
    since: i16,
    /// The packs
    #[arg(long, default_value = "packs", value_name = "DIR")]
    packs: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Row {
    country: String,
    #[serde(rename = "positionLabel")]
    position: String,
    #[serde(rename = "officeholderLabel")]
    holder: String,
    start_year: Option<i16>,
    end_year: Option<i16>,
}

/// What the pack knows of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Agrees,
    OtherYears,
    Missing,
}

/// Lists what the pack lacks or has other years for; exits with 1 if there is any.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let engine = Engine::open(Some(&args.packs))?;
    let world = &engine.packs().world;
    let mut table = csv::Reader::from_path(&args.table)
        .with_context(|| format!("cannot read {}", args.table.display()))?;
    let mut out = io::stdout().lock();
    let mut counts: BTreeMap<Known, usize> = BTreeMap::new();
    for row in table.deserialize() {
        let row: Row = row.with_context(|| format!("{}", args.table.display()))?;
        let Some(known) = row
            .start_year
            .filter(|y| *y >= args.since)
            .and_then(|start| {
                let country = country(world, &row.country)?;
                Some(known(world, country, &row.holder, start, row.end_year))
            })
        else {
            continue;
        };
        *counts.entry(known).or_default() += 1;
        if known != Known::Agrees {
            let years = (row.start_year, row.end_year);
            writeln!(
                out,
                "{known:?}  {}  {}  {years:?}",
                row.position, row.holder
            )?;
        }
    }
    writeln!(out, "{counts:?}")?;
    let differs = counts.keys().any(|k| *k != Known::Agrees);
    Ok(ExitCode::from(u8::from(differs)))
}

/// The state of this name in any language.
fn country(world: &World, name: &str) -> Option<u32> {
    let name = name.strip_prefix("The ").unwrap_or(name);
    let named = |c: &risalah_pack::world::Country| c.names.iter().any(|n| n == name);
    Some(world.countries.iter().position(named)? as u32)
}

/// What the pack knows: someone of this last or first name who holds an office of the country, and
/// in which years.
fn known(world: &World, country: u32, holder: &str, start: i16, end: Option<i16>) -> Known {
    let words = |name: &str| -> Vec<String> {
        let parts = name.split(|c: char| !c.is_alphanumeric());
        let long = parts.filter(|w| w.chars().count() > 2);
        long.map(str::to_lowercase).collect()
    };
    let theirs = words(holder);
    let mut found = Known::Missing;
    for term in world.terms.iter().filter(|t| t.country == Some(country)) {
        let ours = words(&world.people[term.person as usize].name);
        if !ours.iter().any(|w| theirs.contains(w)) {
            continue;
        }
        let began = term.from.map_or(start, |f| f.0.year());
        let ended = term.to.map(|t| t.1.year());
        let same_end = match (ended, end) {
            (Some(a), Some(b)) => a.abs_diff(b) <= 1,
            // Who was in office when the table was made may have left since.
            _ => true,
        };
        found = match began.abs_diff(start) <= 1 && same_end {
            true => return Known::Agrees,
            false => Known::OtherYears,
        };
    }
    found
}
