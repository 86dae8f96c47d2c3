//! Two codings of the same reports by packs that code differently, told event by event.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::path::Path;

use common::{Served, engine};
use risalah_engine::Engine;
use risalah_store::{Recoded, Store};
use serde_json::Value;

/// Copies the packs, with some words of one file put otherwise.
fn other_packs(to: &Path, file: &str, changes: &[(&str, &str)]) {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    copy(&packs, to);
    let file = to.join(file);
    let mut text = fs::read_to_string(&file).unwrap();
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replace(old, new);
    }
    fs::write(file, text).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &to),
            false => drop(fs::copy(&path, &to).unwrap()),
        }
    }
}

/// Codes all reports of a store anew, as `risalah store recode` does.
fn recode(store: &Path, engine: &Engine) {
    let mut store = Store::open(store).unwrap();
    let coding = store.begin_recode("0.1.0", "en 0.1.0 other").unwrap();
    for one in store.uncoded(coding, 0, usize::MAX >> 1).unwrap() {
        let coded = engine.code(risalah_record::article(&one.record).unwrap());
        let again = Recoded {
            article: one.article,
            digest: one.digest,
            record: &risalah_record::json_line(&coded),
            coded: &coded,
        };
        store.add_recoded(coding, &[again]).unwrap();
    }
    assert!(store.finish_recode(coding).unwrap());
}

/// The values of a field over events.
fn each<'a>(events: &'a Value, field: &str) -> Vec<&'a str> {
    let events = events.as_array().unwrap().iter();
    events.map(|e| e[field].as_str().unwrap_or("-")).collect()
}

#[test]
fn codings_that_differ_are_told_event_by_event() {
    let served = Served::start();
    let folder = tempfile::tempdir().unwrap();
    // One pattern says another mode, and one no longer knows the verb of the report.
    let bombs = "id        = \"bomb-verb\"\ncodes     = \"ASSAULT\"\nmode      = \"aerial\"";
    let guns = bombs.replace("aerial", "firearms");
    other_packs(
        folder.path(),
        "en/patterns/assault.toml",
        &[
            (bombs, &guns),
            (
                "violate|break|breach[VERB] > obj:@truce",
                "breach[VERB] > obj:@truce",
            ),
        ],
    );
    recode(&served.store, &Engine::open(Some(folder.path())).unwrap());

    let codings = served.get("/api/v1/codings");
    assert_eq!(each(&codings["codings"], "state"), ["past", "live"]);
    let [past, live] = [0, 1].map(|n| codings["codings"][n]["id"].as_i64().unwrap());
    let compared = |left: i64, right: i64| {
        let path = format!("/api/v1/compare?left={left}&right={right}");
        served.all(&path, "articles", 3)
    };
    let told = compared(past, live);
    // The report and its nine copies, each once, whatever the size of pages.
    let mut names: Vec<&str> = told
        .iter()
        .map(|a| a["article"]["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!((names.len(), told.len()), (10, 10));
    assert!(
        names.iter().all(|n| n.starts_with("khartoum-talks")),
        "{names:?}"
    );
    for article in &told {
        let changed = &article["changed"];
        assert_eq!(changed.as_array().unwrap().len(), 1, "{article}");
        let (left, right) = (&changed[0]["left"], &changed[0]["right"]);
        assert_eq!(
            (&left["mode"], &right["mode"]),
            (&"aerial".into(), &"firearms".into())
        );
        assert_eq!(left["trigger"], right["trigger"]);
        assert_eq!(
            each(&article["left_only"], "why"),
            ["assault/violate-ceasefire"]
        );
        assert_eq!(each(&article["right_only"], "why"), [] as [&str; 0]);
        // What queries see can be asked for.
        let id = right["id"].as_str().unwrap();
        assert_eq!(
            served.get(&format!("/api/v1/events/{id}"))["mode"],
            "firearms"
        );
    }
    // The other way round what went has come.
    for article in compared(live, past) {
        assert_eq!(
            each(&article["right_only"], "why"),
            ["assault/violate-ceasefire"]
        );
        assert_eq!(each(&article["left_only"], "why"), [] as [&str; 0]);
        assert_eq!(article["changed"][0]["right"]["mode"], "aerial");
    }
    // Coded anew with the packs as they were, nothing differs from the first but the coding.
    recode(&served.store, &engine());
    let codings = served.get("/api/v1/codings");
    let newest = codings["codings"].as_array().unwrap().last().unwrap()["id"].as_i64();
    assert_eq!(compared(live, newest.unwrap()).len(), 10);
}
