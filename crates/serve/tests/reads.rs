//! What can be asked, over a real connection.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::collections::BTreeSet;

use common::Served;
use serde_json::Value;

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|r| r["id"].as_str().unwrap()).collect()
}

#[test]
fn lists_come_whole_in_pages_of_any_size() {
    let served = Served::start();
    let whole = served.all("/api/v1/events", "events", 500);
    assert!(whole.len() > 100, "{}", whole.len());
    for limit in [1, 7, 50] {
        let paged = served.all("/api/v1/events", "events", limit);
        assert_eq!(ids(&paged), ids(&whole), "{limit}");
    }
    let distinct: BTreeSet<&str> = ids(&whole).into_iter().collect();
    assert_eq!(distinct.len(), whole.len());
    let mut turned = served.all("/api/v1/events?sort=oldest", "events", 13);
    turned.reverse();
    assert_eq!(ids(&turned), ids(&whole));

    for (path, name) in [
        ("episodes", "episodes"),
        ("articles", "articles"),
        ("quotations", "quotations"),
    ] {
        let path = format!("/api/v1/{path}");
        let whole = served.all(&path, name, 500);
        assert!(!whole.is_empty(), "{name}");
        assert_eq!(served.all(&path, name, 3), whole, "{name}");
    }
}

#[test]
fn an_event_brings_its_words_with_it() {
    let served = Served::start();
    for event in served.all("/api/v1/events?negated=true", "events", 500) {
        let article = served.get(&format!("/api/v1/articles/{}", event["article"]["id"]));
        let text: Vec<char> = article["record"]["text"]
            .as_str()
            .unwrap()
            .chars()
            .collect();
        let cut = |span: &Value| -> String {
            let at = |n: usize| usize::try_from(span[n].as_u64().unwrap()).unwrap();
            text[at(0)..at(1)].iter().collect()
        };
        assert_eq!(cut(&event["sentence"]["span"]), event["sentence"]["text"]);
        for party in event["actors"]
            .as_array()
            .unwrap()
            .iter()
            .chain(event["recipients"].as_array().unwrap())
        {
            assert_eq!(cut(&party["span"]), party["text"]);
        }
        assert!(article["events"].as_array().unwrap().contains(&event["id"]));
        let one = served.get(&format!("/api/v1/events/{}", event["id"].as_str().unwrap()));
        assert_eq!(one, event);
    }
}

#[test]
fn the_record_is_the_one_that_code_writes() {
    let served = Served::start();
    let engine = common::engine();
    let report = common::reports().swap_remove(0);
    let id = report.id.clone();
    let coded = engine.code(engine.read(report));
    let mut line = Vec::new();
    risalah_record::json(&coded, &mut line).unwrap();
    let articles = served.all("/api/v1/articles", "articles", 500);
    let article = articles.iter().find(|a| a["name"] == *id).unwrap();
    let text = served.text(&format!("/api/v1/articles/{}", article["id"]));
    assert!(text.contains(std::str::from_utf8(&line).unwrap().trim_end()));
}

#[test]
fn filters_keep_what_they_say() {
    let served = Served::start();
    let events = |query: &str| served.all(&format!("/api/v1/events?{query}"), "events", 500);
    let all = events("");
    type Holds = fn(&Value) -> bool;
    let cases: [(&str, Holds); 11] = [
        ("article=khartoum-talks-3", |e| {
            e["article"]["name"] == "khartoum-talks-3"
        }),
        ("article=https://berita3.test/khartoum-talks-3", |e| {
            e["article"]["name"] == "khartoum-talks-3"
        }),
        ("type=ASSAULT,CONSULT", |e| {
            e["type"] == "ASSAULT" || e["type"] == "CONSULT"
        }),
        ("quad=3,4", |e| e["quad"].as_u64() >= Some(3)),
        ("status=actual", |e| e["status"] == "actual"),
        ("lang=id", |e| e["article"]["lang"] == "id"),
        ("outlet=berita3.test", |e| {
            e["article"]["outlet"] == "berita3.test"
        }),
        ("min_confidence=0.7", |e| {
            e["confidence"].as_f64() >= Some(0.7)
        }),
        ("from=2024-03-01&to=2024-03-31", |e| {
            let day = e["day"]
                .as_str()
                .or(e["article"]["published"].as_str())
                .unwrap();
            ("2024-03-01"..="2024-03-31").contains(&day)
        }),
        ("actor=IDN", |e| {
            e["actors"]
                .as_array()
                .unwrap()
                .iter()
                .any(|p| p["code"].as_str().is_some_and(|c| c.starts_with("IDN")))
        }),
        ("place=IDN", |e| e["place"]["country"] == "IDN"),
    ];
    for (query, holds) in cases {
        let found = events(query);
        let expected: Vec<&str> = ids(&all)
            .into_iter()
            .zip(&all)
            .filter(|(_, e)| holds(e))
            .map(|(id, _)| id)
            .collect();
        assert!(!expected.is_empty(), "{query} tests nothing");
        assert_eq!(ids(&found), expected, "{query}");
    }
    let words = events("q=Latvia");
    assert!(!words.is_empty());
    assert!(
        words
            .iter()
            .all(|e| e["sentence"]["text"].as_str().unwrap().contains("Latvia"))
    );
    assert!(events("type=AID&type=").iter().all(|e| e["type"] == "AID"));
}

#[test]
fn counts_agree_with_the_events() {
    let served = Served::start();
    let all = served.all("/api/v1/events", "events", 500).len() as u64;
    for by in ["quad", "type", "status"] {
        for step in ["day", "month", "year"] {
            let series = served.get(&format!("/api/v1/series?by={by}&step={step}"));
            let lines = series["series"].as_array().unwrap();
            let points = lines.iter().flat_map(|l| l["points"].as_array().unwrap());
            let sum: u64 = points.map(|p| p[1].as_u64().unwrap()).sum();
            assert_eq!(sum, all, "{by} {step}");
        }
    }
    let episodes = served.all("/api/v1/episodes", "episodes", 500).len() as u64;
    let series = served.get("/api/v1/series?count=episodes&step=year");
    let lines = series["series"].as_array().unwrap();
    let points = lines.iter().flat_map(|l| l["points"].as_array().unwrap());
    assert_eq!(
        points.map(|p| p[1].as_u64().unwrap()).sum::<u64>(),
        episodes
    );

    let places = served.get("/api/v1/places");
    let placed = places["places"].as_array().unwrap().iter();
    let placed: u64 = placed.map(|p| p["events"].as_u64().unwrap()).sum();
    assert_eq!(placed + places["unplaced"].as_u64().unwrap(), all);

    let dyads = served.get("/api/v1/dyads");
    let dyad = &dyads["dyads"][0];
    let quads: u64 = dyad["by_quad"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert_eq!(dyad["events"].as_u64().unwrap(), quads);

    let stats = served.get("/api/v1/stats");
    assert_eq!(stats["reports"], common::reports().len() as u64);
    assert_eq!(
        stats["events"].as_u64().unwrap() - stats["negated"].as_u64().unwrap(),
        all
    );
    assert_eq!(stats["episodes"], episodes);
    assert!(
        stats["packs"]
            .as_array()
            .unwrap()
            .iter()
            .any(|p| p["name"] == "en")
    );
}

#[test]
fn an_episode_has_its_mentions() {
    let served = Served::start();
    for episode in served.all("/api/v1/episodes", "episodes", 500) {
        let id = episode["id"].as_str().unwrap();
        let whole = served.get(&format!("/api/v1/episodes/{id}"));
        assert_eq!(whole["headline"], episode["headline"]);
        let members = whole["members"].as_array().unwrap();
        assert_eq!(members.len() as u64, episode["events"].as_u64().unwrap());
        assert!(members.iter().all(|m| m["episode"] == id));
    }
}

#[test]
fn the_engine_says_why() {
    let served = Served::start();
    let events = served.all("/api/v1/events", "events", 500);
    let mut grounds = 0;
    for event in events.iter().take(40) {
        let why = served.get(&format!(
            "/api/v1/events/{}/explain",
            event["id"].as_str().unwrap()
        ));
        assert_eq!(why["pattern"], event["why"]);
        assert_eq!(why["same"], true, "{event}");
        grounds += why["grounds"].as_array().unwrap().len();
    }
    assert!(grounds > 0);
}

#[test]
fn people_and_their_words_are_found() {
    let served = Served::start();
    let found = served.get("/api/v1/entities?q=Latvia");
    assert!(
        found["entities"][0]["name"]
            .as_str()
            .unwrap()
            .contains("Latvia")
    );
    let speakers = served.get("/api/v1/entities?sort=quotations&limit=5");
    let first = &speakers["entities"][0];
    assert!(first["quotations"].as_u64().unwrap() > 0);
    let path = format!(
        "/api/v1/quotations?speaker={}",
        first["name"].as_str().unwrap().replace(' ', "%20")
    );
    let quotations = served.all(&path, "quotations", 2);
    assert!(!quotations.is_empty());
    assert!(
        quotations
            .iter()
            .all(|q| q["text"].as_str().is_some_and(|t| !t.is_empty()))
    );
}

#[test]
fn every_list_is_a_table_too() {
    let served = Served::start();
    for (path, name) in [
        ("events?", "events"),
        ("episodes?", "episodes"),
        ("articles?", "articles"),
        ("quotations?", "quotations"),
        ("entities?limit=500&", "entities"),
        ("places?", "places"),
        ("dyads?", "dyads"),
        ("codings?", "codings"),
        ("labels?", "labels"),
        ("series?", ""),
        ("stats?", "types"),
    ] {
        let mut response = served.ask(&format!("/api/v1/{path}"), &[("accept", "text/csv")]);
        assert_eq!(response.status(), 200, "{path}");
        assert!(
            response.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/csv")
        );
        assert!(
            response.headers()["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment")
        );
        let text = response.body_mut().read_to_string().unwrap();
        let mut table = csv::Reader::from_reader(text.as_bytes());
        assert!(table.headers().unwrap().len() > 2, "{path}");
        let rows = table
            .records()
            .collect::<Result<Vec<_>, _>>()
            .unwrap()
            .len();
        let expected = match name {
            "" => continue,
            "events" | "episodes" | "articles" | "quotations" => {
                served.all(&format!("/api/v1/{name}"), name, 500).len()
            }
            name => served.get(&format!("/api/v1/{path}"))[name]
                .as_array()
                .unwrap()
                .len(),
        };
        assert_eq!(rows, expected, "{path}");
    }
    let page = served.text("/api/v1/events?format=csv&limit=3");
    assert_eq!(
        csv::Reader::from_reader(page.as_bytes()).records().count(),
        3
    );
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let served = Served::start();
    for path in [
        "/",
        "/api/v1/events?limit=5",
        "/api/v1/stats",
        "/openapi.json",
    ] {
        let first = served.ask(path, &[]);
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        let mut second = served.ask(path, &[("if-none-match", &tag)]);
        assert_eq!(second.status(), 304, "{path}");
        assert_eq!(second.body_mut().read_to_string().unwrap(), "");
        assert_eq!(second.headers()["etag"].to_str().unwrap(), tag);
        let third = served.ask(path, &[("if-none-match", "W/\"other\"")]);
        assert_eq!(third.status(), 200, "{path}");
    }
}

#[test]
fn the_document_names_every_route() {
    let served = Served::start();
    let document = served.get("/openapi.json");
    let document_paths: BTreeSet<&str> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(|k| &**k)
        .collect();
    let expected: BTreeSet<&str> = [
        "/api/v1/events",
        "/api/v1/events/{id}",
        "/api/v1/events/{id}/explain",
        "/api/v1/episodes",
        "/api/v1/episodes/{id}",
        "/api/v1/articles",
        "/api/v1/articles/{id}",
        "/api/v1/entities",
        "/api/v1/quotations",
        "/api/v1/places",
        "/api/v1/series",
        "/api/v1/dyads",
        "/api/v1/codings",
        "/api/v1/compare",
        "/api/v1/stats",
        "/api/v1/labels",
        "/api/v1/reports",
        "/healthz",
        "/metrics",
    ]
    .into();
    assert_eq!(document_paths, expected);
    let parameters = document["paths"]["/api/v1/events"]["get"]["parameters"]
        .as_array()
        .unwrap();
    assert!(parameters.iter().any(|p| p["name"] == "min_confidence"));
    assert!(document["paths"]["/api/v1/labels"]["post"].is_object());
    assert!(document["components"]["schemas"]["Event"].is_object());
    assert!(served.text("/docs").contains("docs/docs.js"));
    assert!(served.text("/docs/docs.js").contains("openapi.json"));
}

#[test]
fn those_who_watch_are_told() {
    let served = Served::start();
    assert_eq!(served.get("/healthz")["status"], "ok");
    served.get("/api/v1/stats");
    let (status, _) = served.try_get("/api/v1/events?limit=0");
    assert_eq!(status, 400);
    let text = served.text("/metrics");
    assert!(
        text.contains("risalah_requests_total{route=\"GET /api/v1/stats\",status=\"200\"} 1"),
        "{text}"
    );
    assert!(
        text.contains("risalah_requests_total{route=\"GET /api/v1/events\",status=\"400\"} 1"),
        "{text}"
    );
    assert!(text.contains("risalah_request_seconds_bucket"), "{text}");
}
