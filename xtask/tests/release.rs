//! What a release says of itself: one version, and a changelog that can be trusted.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

/// The version of the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// Numbers of a version, to be compared.
fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map(|n| n.parse().unwrap()).collect()
}

#[test]
fn the_version_stands_in_one_place() {
    let folders = fs::read_dir(root().join("crates")).unwrap().flatten();
    for folder in folders.map(|e| e.path()).chain([root().join("xtask")]) {
        let Ok(manifest) = fs::read_to_string(folder.join("Cargo.toml")) else {
            continue;
        };
        let table: toml::Table = manifest.parse().unwrap();
        let version = &table["package"]["version"];
        let inherited = version.get("workspace").and_then(toml::Value::as_bool);
        assert_eq!(inherited, Some(true), "{}", folder.display());
    }
    let python: toml::Table = read("crates/python/pyproject.toml").parse().unwrap();
    let project = &python["project"];
    assert!(project.get("version").is_none(), "pyproject.toml says one");
    assert_eq!(project["dynamic"][0].as_str(), Some("version"));
    // Citations need it in their own file, which is held to the first place here.
    let cited = read("CITATION.cff");
    assert!(
        cited.contains(&format!("\nversion: {VERSION}\n")),
        "{cited}"
    );
}

#[test]
fn the_changelog_tells_of_every_version() {
    let text = read("CHANGELOG.md");
    let sections: Vec<(&str, &str)> = text
        .split("\n## ")
        .skip(1)
        .map(|section| section.split_once('\n').unwrap())
        .collect();
    let (first, pending) = sections[0];
    assert_eq!(first, "TBD", "what has no version yet comes first");
    let mut newest = None;
    for (heading, notes) in &sections[1..] {
        let (version, day) = heading.split_once(" (").expect("## VERSION (YYYY-MM-DD)");
        assert_eq!(day.len(), "2026-01-31)".len(), "{heading}");
        assert!(notes.contains("- "), "{heading} tells nothing");
        if let Some(newer) = newest {
            assert!(
                numbers(newer) > numbers(version),
                "{heading} is not in order"
            );
        }
        newest = newest.or(Some(version));
    }
    match newest {
        // The version of the workspace is that last told of, or the next, of which TBD tells.
        Some(told) if told == VERSION => {}
        Some(told) => assert!(numbers(VERSION) > numbers(told) && pending.contains("- ")),
        None => assert!(pending.contains("- "), "nothing stands under TBD"),
    }
}

#[test]
fn changes_are_told_in_whole_sentences() {
    let text = read("CHANGELOG.md");
    for entry in text.split("\n- ").skip(1) {
        let entry = entry.split("\n\n").next().unwrap_or_default().trim();
        assert!(entry.ends_with(['.', ')']), "no full stop: {entry}");
    }
}
