//! What a token allows.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use common::{Served, TOKEN};
use serde_json::json;

#[test]
fn a_verdict_is_shown_with_its_event() {
    let served = Served::start();
    let event = served.get("/api/v1/events?limit=1")["events"][0].clone();
    assert!(event["label"].is_null());
    let id = event["id"].as_str().unwrap();
    let give =
        |body: serde_json::Value| served.post("/api/v1/labels", Some(TOKEN), &body.to_string());
    let (status, label) = give(json!({"event": id, "verdict": "reject", "note": "bukan <b>"}));
    assert_eq!((status, &label["verdict"]), (201, &json!("reject")));
    let fix = json!({"event": id, "verdict": "fix", "fix": {"type": "AID", "actors": ["IDN"]}, "coder": "ani"});
    assert_eq!(give(fix).0, 201);
    let event = served.get(&format!("/api/v1/events/{id}"));
    assert_eq!(event["label"]["verdict"], "fix");
    assert_eq!(event["label"]["fix"]["actors"][0], "IDN");
    let labels = served.get("/api/v1/labels");
    assert_eq!(labels["labels"].as_array().unwrap().len(), 2);
    let stats = served.get("/api/v1/stats");
    let types = stats["types"].as_array().unwrap();
    let judged = types.iter().find(|t| t["type"] == event["type"]).unwrap();
    assert_eq!(
        (&judged["right"], &judged["wrong"], &judged["precision"]),
        (&json!(0), &json!(1), &json!(0.0))
    );

    for wrong in [
        json!({"event": "0000000000000000", "verdict": "accept"}),
        json!({"event": "no id", "verdict": "accept"}),
    ] {
        assert_eq!(give(wrong).0, 404);
    }
    for wrong in [
        json!({"event": id, "verdict": "perhaps"}),
        json!({"event": id}),
        json!([]),
        json!({"event": id, "verdict": "fix", "more": 1}),
    ] {
        assert_eq!(give(wrong).0, 400);
    }
}

#[test]
fn reports_that_are_sent_are_kept_once() {
    let served = Served::start();
    let before = served.get("/api/v1/stats")["reports"].as_u64().unwrap();
    let lines = "{\"id\": \"baru\", \"lang\": \"en\", \"date\": \"2024-05-06\", \"text\": \"France praised Germany on Monday.\"}\nno json\n{\"id\": \"leer\"}\n";
    let (status, taken) = served.post("/api/v1/reports", Some(TOKEN), lines);
    assert_eq!(status, 200, "{taken}");
    assert_eq!((&taken["new"], &taken["known"]), (&json!(1), &json!(0)));
    assert_eq!(taken["refused"].as_array().unwrap().len(), 2, "{taken}");
    let (_, taken) = served.post("/api/v1/reports", Some(TOKEN), lines);
    assert_eq!((&taken["new"], &taken["known"]), (&json!(0), &json!(1)));
    assert_eq!(served.get("/api/v1/stats")["reports"], before + 1);
    let found = served.get("/api/v1/events?actor=FRA&q=praised");
    assert_eq!(found["events"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["events"][0]["article"]["name"], "baru");
}

#[test]
fn readers_read_while_reports_are_added() {
    let served = Served::start();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for n in 0..12 {
            let (served, done) = (&served, &done);
            scope.spawn(move || {
                let paths = [
                    "events?limit=20",
                    "episodes?q=the",
                    "stats",
                    "series?step=month",
                    "dyads",
                    "places",
                    "events?format=csv",
                ];
                let mut at = n;
                while !done.load(Ordering::Relaxed) {
                    let path = format!("/api/v1/{}", paths[at % paths.len()]);
                    let mut response = served.ask(&path, &[]);
                    assert_eq!(response.status(), 200, "{path}");
                    response.body_mut().read_to_string().unwrap();
                    at += 1;
                }
            });
        }
        for n in 0..20 {
            let line = format!(
                "{{\"id\": \"n{n}\", \"lang\": \"en\", \"date\": \"2023-01-01\", \"text\": \"Russia condemned Ukraine on Sunday. Ruritania published note {n}.\"}}"
            );
            let (status, taken) = served.post("/api/v1/reports", Some(TOKEN), &line);
            assert_eq!((status, &taken["new"]), (200, &json!(1)), "{taken}");
        }
        done.store(true, Ordering::Relaxed);
    });
    let found = served.all(
        "/api/v1/events?from=2022-12-01&to=2023-01-31&actor=RUS",
        "events",
        500,
    );
    assert_eq!(found.len(), 20);
}

#[test]
fn two_codings_are_compared() {
    let served = Served::start();
    let codings = served.get("/api/v1/codings");
    let id = codings["codings"][0]["id"].to_string();
    let same = served.get(&format!("/api/v1/compare?left={id}&right={id}"));
    assert_eq!(same["articles"], json!([]));
    assert!(same["next"].is_null());
}
