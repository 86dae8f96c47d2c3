//! A recode is seen whole or not at all, and can be compared with what was before.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{BEAT, JAKARTA, POLICE, Writer, add, record, reports, store};
use risalah_doc::Coded;
use risalah_store::{Ask, Filter, Recoded, State, Store};

fn types(store: &Store) -> Vec<String> {
    let rows = store
        .events(&Filter::default(), &Ask::default())
        .unwrap()
        .rows;
    rows.into_iter().map(|e| e.kind).collect()
}

/// The first report as a better engine codes it; the others lose their events.
fn anew(name: &str) -> Coded {
    match name {
        "a1" => Writer::new("a1", "2022-01-12")
            .event(POLICE, BEAT, Some(JAKARTA), None)
            .coded(),
        other => Writer::new(other, "2022-02-01")
            .says("Nothing new.")
            .coded(),
    }
}

fn recode(store: &mut Store, coding: risalah_store::CodingId, limit: usize) -> usize {
    let uncoded = store.uncoded(coding, 0, limit).unwrap();
    let coded: Vec<(Coded, Vec<u8>)> = uncoded
        .iter()
        .map(|u| {
            let article = risalah_record::article(&u.record).unwrap();
            let coded = anew(&article.id);
            let line = record(&coded);
            (coded, line)
        })
        .collect();
    let all: Vec<Recoded> = uncoded
        .iter()
        .zip(&coded)
        .map(|(u, (coded, record))| Recoded {
            article: u.article,
            digest: u.digest,
            coded,
            record,
        })
        .collect();
    store.add_recoded(coding, &all).unwrap();
    all.len()
}

#[test]
fn the_old_coding_is_seen_until_the_new_one_is_whole() {
    let (folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let before = types(&store);
    let new = store.begin_recode("0.2.0", "en 0.2.0").unwrap();
    assert_eq!(recode(&mut store, new, 2), 2);
    assert!(!store.finish_recode(new).unwrap());
    assert_eq!(types(&store), before);
    assert_eq!(store.stats().unwrap().events, 5);
    // Another run goes on; a report that came meanwhile is coded too.
    drop(store);
    let mut store = Store::open(folder.path().join("news.db")).unwrap();
    let coding = store.coding("0.1.0", "en 0.1.0 abc").unwrap();
    let late = Writer::new("d4", "2022-02-01").event(POLICE, BEAT, None, None);
    assert_eq!(add(&mut store, coding, &[late.coded()]).new, 1);
    let new = store.begin_recode("0.2.0", "en 0.2.0").unwrap();
    assert_eq!(recode(&mut store, new, 10), 2);
    assert!(store.finish_recode(new).unwrap());
    assert_eq!(types(&store), ["ASSAULT"]);
    let stats = store.stats().unwrap();
    assert_eq!((stats.reports, stats.events, stats.episodes), (4, 1, 1));
    assert_eq!(stats.codings.len(), 1);
    store.check().unwrap();
    // Both records are there; words are those of the new sentences alone.
    let ask = Ask::default();
    let articles = store.articles(&Filter::default(), &ask).unwrap().rows;
    let first = articles.iter().find(|a| a.name == "a1").unwrap().id;
    let old = store.record_under(first, coding).unwrap().unwrap();
    assert_ne!(store.record(first).unwrap().unwrap(), old);
    assert_eq!(
        risalah_record::changes(&old, &store.record(first).unwrap().unwrap()).len(),
        3
    );
    let words = |words: &str| {
        let filter = Filter {
            words: Some(words.to_owned()),
            ..Filter::default()
        };
        store.articles(&filter, &ask).unwrap().rows.len()
    };
    assert_eq!((words("met"), words("nothing")), (0, 3));
}

#[test]
fn a_recode_left_unfinished_by_other_packs_goes() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let first = store.begin_recode("0.2.0", "en 0.2.0").unwrap();
    recode(&mut store, first, 2);
    let second = store.begin_recode("0.3.0", "en 0.3.0").unwrap();
    let states: Vec<State> = store.codings().unwrap().iter().map(|c| c.state).collect();
    assert_eq!(states, [State::Live, State::Building]);
    assert_eq!(recode(&mut store, second, 10), 3);
    assert!(store.finish_recode(second).unwrap());
    assert_eq!(store.stats().unwrap().events, 1);
    store.check().unwrap();
}

#[test]
fn of_past_records_only_the_last_stay() {
    let (_folder, mut store, first) = store();
    add(&mut store, first, &reports());
    let mut last = first;
    for version in ["0.2.0", "0.3.0"] {
        let coding = store.begin_recode(version, "en").unwrap();
        recode(&mut store, coding, 10);
        assert!(store.finish_recode(coding).unwrap());
        assert!(store.record_under(1, last).unwrap().is_some());
        last = coding;
    }
    assert!(store.record_under(1, first).unwrap().is_none());
    assert!(store.record_under(1, last).unwrap().is_some());
    // What was coded before is known, also to the engine that coded it first.
    let again = store.coding("0.1.0", "en 0.1.0 abc").unwrap();
    assert_eq!(add(&mut store, again, &reports()).known, 3);
}
