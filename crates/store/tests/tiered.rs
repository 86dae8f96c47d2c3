//! What lies in two tables is found wherever it lies.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::ops::ControlFlow;
use std::path::Path;

use common::{add, reports};
use risalah_store::{Ask, By, EventRow, Filter, Order, Step, Store, Words};
use rusqlite::Connection;

/// Moves all that is in small tables to the large ones.
fn move_all(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let select = "SELECT substr(name, 5) FROM sqlite_schema
        WHERE type = 'table' AND substr(name, 1, 4) = 'new_' ORDER BY name";
    let mut select = connection.prepare(select).unwrap();
    let tables = select.query_map([], |row| row.get(0)).unwrap();
    let tables: Vec<String> = tables.map(Result::unwrap).collect();
    assert!(tables.len() >= 10, "{tables:?}");
    for table in tables {
        let all = format!("INSERT INTO {table} SELECT * FROM new_{table}; DELETE FROM new_{table}");
        connection.execute_batch(&all).unwrap();
    }
}

/// What the store answers to each of many questions.
fn answers(store: &Store) -> Vec<String> {
    let mut all = Vec::new();
    let mut filters = vec![Filter::default()];
    for kind in ["CONSULT", "ASSAULT", "PROTEST"] {
        filters.push(Filter {
            types: vec![kind.to_owned()],
            ..Filter::default()
        });
    }
    for party in ["IDN", "COP", "Kuala", "police"] {
        filters.push(Filter {
            party: Some(party.to_owned()),
            ..Filter::default()
        });
        filters.push(Filter {
            actor: Some(party.to_owned()),
            ..Filter::default()
        });
    }
    for word in ["jakarta", "police", "border"] {
        filters.push(Filter {
            words: Some(word.to_owned()),
            types: vec!["CONSULT".to_owned()],
            ..Filter::default()
        });
    }
    filters.push(Filter {
        place: Some("IDN".to_owned()),
        ..Filter::default()
    });
    filters.push(Filter {
        from: "2022-01-11".parse().ok(),
        to: "2022-01-12".parse().ok(),
        ..Filter::default()
    });
    let events = store.events(&Filter::default(), &Ask::default()).unwrap();
    filters.push(Filter {
        episode: events.rows.first().and_then(|e| e.episode),
        ..Filter::default()
    });
    for filter in &filters {
        all.push(format!("{filter:?}\n{:?}", each(store, filter)));
        for order in [Order::Oldest, Order::Newest] {
            let (mut ask, mut keys) = (
                Ask {
                    limit: 1,
                    after: None,
                    order,
                },
                Vec::new(),
            );
            loop {
                let page = store.events(filter, &ask).unwrap();
                keys.extend(page.rows.iter().map(|e| e.key));
                ask.after = page.next;
                if ask.after.is_none() {
                    break;
                }
            }
            all.push(format!("{keys:?}"));
        }
        all.push(format!("{:?}", store.dyads(filter).unwrap()));
        all.push(format!("{:?}", store.places(filter).unwrap()));
        all.push(format!(
            "{:?}",
            store.episodes(filter, &Ask::default()).unwrap().rows
        ));
        all.push(format!(
            "{:?}",
            store.series(filter, Step::Day, By::Type).unwrap()
        ));
    }
    for event in &events.rows {
        assert_eq!(store.event(event.key).unwrap().as_ref(), Some(event));
    }
    all.push(format!("{:?}", store.stats().unwrap()));
    all
}

/// All events of a filter, as rows and as parts tell them.
fn each(store: &Store, filter: &Filter) -> Vec<EventRow> {
    let mut rows = Vec::new();
    let each = store.each_event(filter, |event| {
        rows.push(event);
        ControlFlow::Continue(())
    });
    each.unwrap();
    store.sentences(&mut rows).unwrap();
    let (unpack, mut views) = (store.unpack().unwrap(), Vec::new());
    let each = store.each_part(filter, Words::With, |mut part| {
        part.unpack(&unpack).unwrap();
        let parties = part.parties(0..part.len());
        let events = part.events(0..part.len(), &parties);
        views.extend(events.iter().map(|event| format!("{event:?}")));
        ControlFlow::Continue(())
    });
    each.unwrap();
    let part = risalah_store::Part::of(&rows);
    let parties = part.parties(0..part.len());
    let events = part.events(0..part.len(), &parties);
    let told: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
    assert_eq!(views, told);
    rows
}

#[test]
fn answers_do_not_depend_on_what_has_moved() {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["still", "moved"].map(|name| folder.path().join(name));
    for batch in reports().chunks(1) {
        for path in &paths {
            let mut store = Store::open_or_create(path).unwrap();
            let coding = store.coding("0.1.0", "en 0.1.0").unwrap();
            add(&mut store, coding, batch);
            drop(store);
        }
        move_all(&paths[1]);
    }
    let [still, moved] = paths.map(|path| answers(&Store::open_read_only(path).unwrap()));
    assert_eq!(still, moved);
}
