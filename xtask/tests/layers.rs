//! Who may use whom. A new line here is a change of design, and its commit says why.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each crate with the crates of ours that it may use. Stages never use each other.
const LAYERS: [(&str, &[&str]); 18] = [
    ("doc", &[]),
    ("learn", &[]),
    ("golden", &[]),
    ("pack", &["doc", "learn"]),
    ("read", &["doc", "pack"]),
    ("parse", &["doc", "pack", "learn"]),
    ("resolve", &["doc", "pack", "learn"]),
    ("code", &["doc", "pack", "learn"]),
    ("record", &["doc"]),
    // The only one that knows SQL.
    ("store", &["doc", "record", "episode"]),
    ("episode", &["doc"]),
    (
        "engine",
        &["doc", "pack", "read", "parse", "resolve", "code"],
    ),
    // It reads feeds, so as to know what to fetch; nothing else of the engine.
    ("fetch", &["read"]),
    ("export", &["doc", "pack", "store"]),
    ("serve", &["doc", "engine", "record", "store", "export"]),
    (
        "cli",
        &[
            "doc", "pack", "engine", "parse", "record", "store", "export", "serve", "fetch",
        ],
    ),
    ("python", &["doc", "pack", "engine", "record"]),
    (
        "lab",
        &[
            "doc", "pack", "learn", "read", "parse", "resolve", "code", "engine", "record",
            "episode", "store", "export",
        ],
    ),
];
/// What tests may use besides: golden cases and the stages before.
const TESTS_ONLY: [&str; 5] = ["golden", "doc", "pack", "record", "engine"];
/// Who may use `anyhow`; everybody else has errors with types.
const ANYHOW: [&str; 3] = ["cli", "lab", "xtask"];
/// Who may know JSON; `cli` shows what a store says.
const JSON: [&str; 8] = [
    "record", "export", "serve", "read", "lab", "xtask", "python", "cli",
];

struct Manifest {
    uses: BTreeSet<String>,
    tests_use: BTreeSet<String>,
}

fn manifests() -> BTreeMap<String, Manifest> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let crates = fs::read_dir(root.join("crates")).unwrap().flatten();
    let folders = crates.map(|e| e.path()).chain([root.join("xtask")]);
    let mut all = BTreeMap::new();
    for folder in folders.filter(|f| f.join("Cargo.toml").is_file()) {
        let text = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let keys = |name: &str| {
            let section = table.get(name).and_then(|t| t.as_table());
            section
                .into_iter()
                .flat_map(|t| t.keys().cloned())
                .collect()
        };
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let manifest = Manifest {
            uses: keys("dependencies"),
            tests_use: keys("dev-dependencies"),
        };
        all.insert(name, manifest);
    }
    all
}

fn ours(uses: &BTreeSet<String>) -> impl Iterator<Item = &str> {
    uses.iter().filter_map(|d| d.strip_prefix("risalah-"))
}

#[test]
fn crates_use_only_what_lies_below_them() {
    for (name, manifest) in manifests() {
        if name == "xtask" {
            continue;
        }
        let layer = LAYERS.iter().find(|l| l.0 == name);
        let (_, allowed) = layer.unwrap_or_else(|| panic!("crate `{name}` has no layer"));
        for used in ours(&manifest.uses) {
            assert!(allowed.contains(&used), "`{name}` may not use `{used}`");
        }
        for used in ours(&manifest.tests_use) {
            let fine = allowed.contains(&used) || TESTS_ONLY.contains(&used);
            assert!(fine, "the tests of `{name}` may not use `{used}`");
        }
    }
}

#[test]
fn only_the_edges_use_anyhow() {
    for (name, manifest) in manifests() {
        let fine = ANYHOW.contains(&&*name) || !manifest.uses.contains("anyhow");
        assert!(fine, "`{name}` has errors with types, not anyhow");
    }
}

#[test]
fn only_the_edges_know_json() {
    for (name, manifest) in manifests() {
        let fine = JSON.contains(&&*name) || !manifest.uses.contains("serde_json");
        assert!(fine, "`{name}` may not know JSON");
    }
}

#[test]
fn no_stage_may_do_network() {
    const NETWORK: [&str; 5] = ["reqwest", "ureq", "hyper", "curl", "tokio"];
    // To fetch and to serve is what these two are for.
    const EDGES: [&str; 2] = ["fetch", "serve"];
    for (name, manifest) in manifests() {
        for client in NETWORK.iter().filter(|_| !EDGES.contains(&&*name)) {
            assert!(
                !manifest.uses.contains(*client),
                "`{name}` may not use `{client}`"
            );
        }
    }
}
