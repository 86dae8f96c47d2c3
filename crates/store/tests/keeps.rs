//! What is put into a store comes out of it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{add, record, reports, store};
use risalah_store::{Ask, By, EventRow, Filter, Key, Label, Negated, Order, Step, Store, Verdict};

fn told(event: &EventRow) -> String {
    let names = |parties: &[risalah_store::PartyRow]| {
        let names: Vec<&str> = parties.iter().map(|p| &*p.name).collect();
        names.join("+")
    };
    let (actors, recipients) = (names(&event.actors), names(&event.recipients));
    let day = &event.sort;
    format!("{day} {} {actors} -> {recipients}", event.kind)
}

fn all(store: &Store, filter: &Filter) -> Vec<String> {
    let page = store.events(filter, &Ask::default()).unwrap();
    page.rows.iter().map(told).collect()
}

#[test]
fn events_come_out_as_they_were_put_in() {
    let (_folder, mut store, coding) = store();
    let added = add(&mut store, coding, &reports());
    assert_eq!((added.new, added.known, added.events), (3, 0, 5));
    let expected = [
        "2022-02-01 CONSULT Malaysia -> Indonesia",
        "2022-01-12 ASSAULT Police -> Protesters",
        "2022-01-11 CONSULT Indonesia -> Malaysia",
        " ASSAULT Police -> ",
    ];
    assert_eq!(all(&store, &Filter::default()), expected);
    let filter = Filter {
        actor: Some("IDNGOV".to_owned()),
        ..Filter::default()
    };
    let mut page = store.events(&filter, &Ask::default()).unwrap();
    store.sentences(&mut page.rows).unwrap();
    let event = &page.rows[0];
    assert_eq!(event.trigger, [10, 13]);
    assert_eq!(event.said.as_ref().unwrap().text, "Indonesia met Malaysia.");
    assert_eq!(event.contexts, "diplomatic legal");
    assert_eq!(event.actors[0].span, [0, 9]);
    assert_eq!(event.place.as_ref().unwrap().geonameid, Some(1_642_911));
    assert_eq!(event.article.outlet.as_deref(), Some("a.example"));
    assert_eq!(store.event(event.key).unwrap().unwrap().id, event.id);
    store.check().unwrap();
}

#[test]
fn the_same_report_twice_is_one() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let before = store.stats().unwrap();
    let added = add(&mut store, coding, &reports());
    assert_eq!((added.new, added.known), (0, 3));
    let newer = store.coding("0.2.0", "en 0.1.0 abc").unwrap();
    let added = add(&mut store, newer, &reports());
    assert_eq!((added.new, added.known), (0, 3));
    let after = store.stats().unwrap();
    assert_eq!((after.reports, after.events, after.negated), (3, 5, 1));
    assert_eq!(before.types, after.types);
}

#[test]
fn a_record_comes_back_byte_for_byte() {
    let (_folder, mut store, coding) = store();
    let reports = reports();
    add(&mut store, coding, &reports);
    for report in &reports {
        let mut line = record(report);
        assert_eq!(line.pop(), Some(b'\n'));
        let id = &report.resolved.parsed.article.id;
        let ask = Ask::default();
        let rows = store.articles(&Filter::default(), &ask).unwrap().rows;
        let article = rows.iter().find(|a| a.name == *id).unwrap();
        assert_eq!(store.record(article.id).unwrap().unwrap(), line);
    }
}

#[test]
fn a_store_learns_from_its_records_and_keeps_the_older_ones() {
    let (_folder, mut store, coding) = store();
    let report = |n: u32| {
        let words = format!("In town {n} the mayor opened bridge {}.", n * 7919 % 10_007);
        common::Writer::new(&format!("t{n}"), "2022-01-12")
            .says(&words)
            .coded()
    };
    let reports: Vec<_> = (0..3_200).map(report).collect();
    for batch in reports.chunks(800) {
        add(&mut store, coding, batch);
    }
    for (n, report) in (1..).zip(&reports) {
        let line = record(report);
        assert_eq!(store.record(n).unwrap().unwrap(), line[..line.len() - 1]);
    }
    let file = rusqlite::Connection::open(store.path()).unwrap();
    let size = |dictionary: i64| -> f64 {
        let select = "SELECT avg(length(body)) FROM records WHERE dictionary = ?1";
        file.query_row(select, [dictionary], |row| row.get(0))
            .unwrap()
    };
    assert!(size(2) < size(1));
}

#[test]
fn filters_leave_what_was_asked_for() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let articles = |report: &str| {
        let filter = Filter {
            report: Some(report.to_owned()),
            ..Filter::default()
        };
        let rows = store.articles(&filter, &Ask::default()).unwrap().rows;
        rows.into_iter().map(|a| a.id).collect::<Vec<_>>()
    };
    assert_eq!(articles("b2"), [2]);
    assert_eq!(articles("3"), [3]);
    let count = |change: &dyn Fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        let rows = store.events(&filter, &Ask::default()).unwrap().rows.len();
        let mut streamed = 0;
        let each = store.each_event(&filter, |_| {
            streamed += 1;
            std::ops::ControlFlow::Continue(())
        });
        each.unwrap();
        assert_eq!(rows, streamed);
        let counted = store.series(&filter, Step::Year, By::Quad).unwrap();
        assert_eq!(counted.iter().map(|p| p.count).sum::<u64>(), rows as u64);
        rows
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(count(&|f| f.words = some("beat")), 2);
    assert_eq!(count(&|f| f.words = some("\"beat protesters\"")), 1);
    assert_eq!(count(&|f| f.words = some("met -malaysia")), 0);
    assert_eq!(count(&|f| f.party = some("MYS")), 2);
    assert_eq!(count(&|f| f.actor = some("MYS")), 1);
    assert_eq!(count(&|f| f.recipient = some("malaysia")), 1);
    assert_eq!(count(&|f| f.actor = some("IDNCOP")), 2);
    assert_eq!(count(&|f| f.types = vec!["CONSULT".to_owned()]), 2);
    assert_eq!(count(&|f| f.quads = vec![4]), 2);
    assert_eq!(count(&|f| f.from = "2022-01-12".parse().ok()), 2);
    assert_eq!(count(&|f| f.to = "2022-01-12".parse().ok()), 3);
    assert_eq!(count(&|f| f.place = some("IDN")), 1);
    assert_eq!(count(&|f| f.place = some("1642911")), 1);
    assert_eq!(count(&|f| f.place = some("jakarta")), 1);
    assert_eq!(count(&|f| f.outlet = some("b.example")), 1);
    assert_eq!(count(&|f| f.min_confidence = Some(0.76)), 0);
    assert_eq!(count(&|f| f.min_confidence = Some(0.75)), 4);
    assert_eq!(count(&|f| f.contexts = vec!["legal".to_owned()]), 4);
    assert_eq!(count(&|f| f.negated = Negated::Only), 1);
    assert_eq!(count(&|f| f.negated = Negated::With), 5);
    assert_eq!(count(&|f| f.bbox = Some([100.0, -10.0, 110.0, 0.0])), 1);
    assert_eq!(count(&|f| f.article = Some(2)), 1);
    // An article by its id, its address, or else its number.
    assert_eq!(count(&|f| f.report = some("a1")), 2);
    assert_eq!(count(&|f| f.report = some("https://www.a.example/a1")), 2);
    assert_eq!(count(&|f| f.report = some("2")), 1);
    assert_eq!(count(&|f| f.report = some("a")), 0);
}

#[test]
fn pages_follow_each_other_without_gap() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    for order in [Order::Newest, Order::Oldest] {
        let mut ask = Ask {
            limit: 1,
            after: None,
            order,
        };
        let (mut events, mut episodes) = (Vec::new(), Vec::new());
        loop {
            let page = store.events(&Filter::default(), &ask).unwrap();
            events.extend(page.rows.iter().map(told));
            ask.after = page.next;
            if ask.after.is_none() {
                break;
            }
        }
        loop {
            let page = store.episodes(&Filter::default(), &ask).unwrap();
            episodes.extend(page.rows.iter().map(|o| o.key));
            ask.after = page.next;
            if ask.after.is_none() {
                break;
            }
        }
        let mut whole = all(&store, &Filter::default());
        if order == Order::Oldest {
            whole.reverse();
        }
        assert_eq!(events, whole);
        assert_eq!(episodes.len() as u64, store.stats().unwrap().episodes);
    }
}

#[test]
fn counts_are_the_same_by_roll_up_and_by_scan() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let scan = Filter {
        min_confidence: Some(0.0),
        ..Filter::default()
    };
    for by in [By::Quad, By::Type, By::Status] {
        let counted = store.series(&Filter::default(), Step::Day, by).unwrap();
        assert_eq!(counted, store.series(&scan, Step::Day, by).unwrap());
    }
    let places = store.places(&Filter::default()).unwrap();
    assert_eq!(places, store.places(&scan).unwrap());
    assert_eq!((places.places.len(), places.unplaced), (1, 3));
    let by_kind = Filter {
        statuses: risalah_doc::Status::ALL.to_vec(),
        ..Filter::default()
    };
    let dyads = store.dyads(&Filter::default()).unwrap();
    assert_eq!(dyads, store.dyads(&scan).unwrap());
    assert_eq!(dyads, store.dyads(&by_kind).unwrap());
    let told: Vec<String> = dyads
        .iter()
        .map(|d| format!("{}>{} {}", d.actor, d.recipient, d.events))
        .collect();
    assert_eq!(told, ["IDN> 1", "IDN>IDN 1", "IDN>MYS 1", "MYS>IDN 1"]);
}

#[test]
fn who_spoke_and_who_is_spoken_of() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let quotes = store
        .quotes(&Filter::default(), &Ask::default())
        .unwrap()
        .rows;
    assert_eq!(quotes.len(), 1);
    assert_eq!(quotes[0].speaker_name.as_deref(), Some("Malaysia"));
    let said = &quotes[0].said.as_ref().unwrap().text;
    assert_eq!(said, "Ça suffit: enough of this");
    let by = |words: &str, actor: &str| {
        let filter = Filter {
            words: Some(words.to_owned()),
            actor: Some(actor.to_owned()),
            ..Filter::default()
        };
        store.quotes(&filter, &Ask::default()).unwrap().rows.len()
    };
    assert_eq!(
        (by("enough", "MYS"), by("enough", "IDN"), by("met", "MYS")),
        (1, 0, 0)
    );
    let entities = store.entities(Some("malay*"), 10).unwrap();
    assert_eq!((entities[0].articles, entities[0].events), (2, 3));
}

#[test]
fn what_is_said_of_an_event_is_kept() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let key = store
        .events(&Filter::default(), &Ask::default())
        .unwrap()
        .rows[0]
        .key;
    let mut label = Label {
        key,
        verdict: Verdict::Reject,
        fix: None,
        note: Some("no meeting".to_owned()),
        coder: None,
        at: "2022-03-01T00:00:00Z".to_owned(),
    };
    store.label(&label).unwrap();
    label.verdict = Verdict::Accept;
    store.label(&label).unwrap();
    assert_eq!(store.labels(&[key]).unwrap()[&key], label);
    assert_eq!(store.stats().unwrap().judged["CONSULT"], (1, 0));
    label.key = Key::parse("0000000000000000").unwrap();
    assert!(
        store
            .label(&label)
            .unwrap_err()
            .to_string()
            .contains("news.db")
    );
}

#[test]
fn keys_are_the_same_in_every_store() {
    let keys = |backwards: bool| {
        let (_folder, mut store, coding) = store();
        let mut reports = reports();
        if backwards {
            reports.reverse();
        }
        add(&mut store, coding, &reports);
        let rows = store
            .events(&Filter::default(), &Ask::default())
            .unwrap()
            .rows;
        let mut keys: Vec<Key> = rows.iter().map(|e| e.key).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(false), keys(true));
}
