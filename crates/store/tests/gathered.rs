//! Events of one occasion are one episode, in whatever order reports come.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::collections::BTreeSet;

use common::{BEAT, CROWD, JAKARTA, KUALA, MEET, POLICE, Writer, add, store};
use risalah_doc::{Coded, Span, Token, Upos};
use risalah_store::{Ask, Filter, Key, Store};

/// Who acts, what, and on whom.
type Act<'a> = (
    (&'a str, &'a str, &'a str),
    (&'a str, &'a str, u8),
    (&'a str, &'a str, &'a str),
);

/// A report of one act: more words stand before it, `object` is what its verb takes.
fn report(id: &str, published: &str, act: Act, day: Option<&str>, words: &str) -> Coded {
    let (actor, verb, recipient) = act;
    let report = Writer::new(id, published).event(actor, verb, Some(recipient), day);
    read(report.says(words).coded())
}

/// The report with its words as tokens; those of the second sentence are read as of the first,
/// so that the event has them around it.
fn read(mut coded: Coded) -> Coded {
    let parsed = &mut coded.resolved.parsed;
    let text = parsed.article.text.clone();
    for (at, word) in text.split(' ').filter(|w| !w.is_empty()).map(|w| {
        let word = w.trim_end_matches(['.', ',']);
        (word.as_ptr() as usize - text.as_ptr() as usize, word)
    }) {
        let lemma = parsed.lemmas.len();
        parsed.lemmas.push_str(word);
        let number = word.bytes().all(|b| b.is_ascii_digit());
        let n = parsed.tokens.len() as u32;
        parsed.tokens.push(Token {
            span: Span::new(at, at + word.len()),
            lemma: Span::new(lemma, parsed.lemmas.len()),
            // A number hangs on the noun behind it.
            head: if number { n + 1 } else { n },
            upos: if number { Upos::Num } else { Upos::Noun },
            ..Token::default()
        });
    }
    let all = 0..parsed.tokens.len() as u32;
    parsed
        .sentences
        .iter_mut()
        .for_each(|s| s.tokens = all.clone());
    coded
}

const TALKS: &str =
    "The ministers Marsudi and Saifuddin spoke about the Ambalat sea border treaty.";
const MARCH: &str = "Teargas drifted over Senayan where 5 wounded students of Trisakti fled.";
const AGAIN: &str = "Teargas drifted over Senayan where 8 wounded students of Trisakti fled.";
const OTHER: &str = "Farmers from Kendeng blocked a cement plant in Rembang.";

/// Reports of three occasions, over eight days and four outlets.
fn reports() -> Vec<Coded> {
    let (meet, beat) = ((JAKARTA, MEET, KUALA), (POLICE, BEAT, CROWD));
    vec![
        report("a1", "2022-01-12", meet, Some("2022-01-11"), TALKS),
        report("b2", "2022-01-12", meet, Some("2022-01-11"), TALKS),
        report("c3", "2022-01-14", meet, None, TALKS),
        report("a4", "2022-01-12", beat, Some("2022-01-12"), MARCH),
        report("b5", "2022-01-13", beat, Some("2022-01-12"), AGAIN),
        report("d6", "2022-01-15", beat, None, MARCH),
        report("a7", "2022-01-18", beat, Some("2022-01-18"), OTHER),
        report("c8", "2022-01-19", beat, Some("2022-01-18"), OTHER),
        report("d9", "", beat, Some("2022-01-18"), OTHER),
    ]
}

/// All that is told of the episodes, and which events are of them.
fn told(store: &Store) -> BTreeSet<String> {
    let ask = Ask {
        limit: 1000,
        ..Ask::default()
    };
    let episodes = store.episodes(&Filter::default(), &ask).unwrap().rows;
    let events = store.events(&Filter::default(), &ask).unwrap().rows;
    assert!(events.iter().all(|e| e.episode.is_some()));
    let one = |episode: &risalah_store::EpisodeRow| {
        let of = events.iter().filter(|e| e.episode == Some(episode.key));
        let keys: BTreeSet<Key> = of.map(|e| e.key).collect();
        assert_eq!(keys.first(), Some(&episode.key));
        assert_eq!(keys.len() as u64, episode.events);
        format!("{episode:?} {keys:?}")
    };
    episodes.iter().map(one).collect()
}

#[test]
fn mentions_of_one_occasion_are_one_episode() {
    let (_folder, mut store, coding) = store();
    add(&mut store, coding, &reports());
    let rows = store
        .episodes(&Filter::default(), &Ask::default())
        .unwrap()
        .rows;
    let counts: Vec<_> = rows
        .iter()
        .map(|e| (&*e.kind, e.reports, e.outlets, e.events))
        .collect();
    assert_eq!(
        counts,
        [
            ("ASSAULT", 3, 3, 3),
            ("ASSAULT", 3, 3, 3),
            ("CONSULT", 3, 3, 3)
        ]
    );
    let march = &rows[1];
    assert_eq!(march.day.as_deref(), Some("2022-01-12"));
    assert_eq!(march.first_seen.as_deref(), Some("2022-01-12"));
    assert_eq!(march.last_seen.as_deref(), Some("2022-01-15"));
    let disagree = store.disagreements(march.key).unwrap();
    assert_eq!(disagree.len(), 1);
    assert_eq!(disagree[0].what, "injured");
    let values: Vec<_> = disagree[0]
        .values
        .iter()
        .map(|(n, events)| (*n, events.len()))
        .collect();
    assert_eq!(values, [(5, 2), (8, 1)]);
    assert!(store.disagreements(rows[2].key).unwrap().is_empty());
    store.check().unwrap();
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let reports = reports();
    let (_folder, mut at_once, coding) = store();
    add(&mut at_once, coding, &reports);
    let expected = told(&at_once);
    for (turn, size) in [(1, 1), (4, 2), (7, 3), (5, 4)] {
        let (_folder, mut store, coding) = store();
        // Steps of `turn` go through all nine in another order.
        let order: Vec<Coded> = (0..9).map(|n| reports[n * turn % 9].clone()).collect();
        for batch in order.chunks(size) {
            add(&mut store, coding, batch);
        }
        assert_eq!(told(&store), expected, "steps of {turn}, batches of {size}");
    }
}

/// Reports that hold one sentence among words of their own come by the thousand when news breaks.
#[test]
fn thousands_of_reports_of_one_sentence_are_one_episode() {
    let (_folder, mut store, coding) = store();
    let act = (POLICE, BEAT, CROWD);
    let told = |n: usize| {
        let id = format!("{}{n}", char::from(b'a' + (n % 9) as u8));
        report(&id, "2022-01-12", act, Some("2022-01-12"), MARCH)
    };
    let reports: Vec<Coded> = (0..1_500).map(told).collect();
    for batch in reports.chunks(500) {
        add(&mut store, coding, batch);
    }
    let rows = store
        .episodes(&Filter::default(), &Ask::default())
        .unwrap()
        .rows;
    let counts: Vec<_> = rows.iter().map(|e| (e.reports, e.events)).collect();
    assert_eq!(counts, [(1_500, 1_500)]);
}

#[test]
fn a_copy_counts_as_a_report_and_not_as_an_outlet() {
    let wire = format!("{TALKS} {MARCH} {OTHER} They said so in Jakarta on Tuesday evening.");
    let act = (JAKARTA, MEET, KUALA);
    let copies = [
        ("b1", "2022-01-13"),
        ("a1", "2022-01-12"),
        ("c1", "2022-01-13"),
    ];
    let copies = copies.map(|(id, day)| report(id, day, act, Some("2022-01-11"), &wire));
    for order in [[0, 1, 2], [0, 2, 1], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
        let in_order = order.map(|n| copies[n].clone());
        // They meet in the store, in a batch, or in both.
        for size in 1..=3 {
            let (_folder, mut store, coding) = store();
            for batch in in_order.chunks(size) {
                add(&mut store, coding, batch);
            }
            let rows = store
                .episodes(&Filter::default(), &Ask::default())
                .unwrap()
                .rows;
            let counts: Vec<_> = rows.iter().map(|e| (e.reports, e.outlets)).collect();
            assert_eq!(counts, [(3, 1)], "{order:?} by {size}");
        }
    }
}
