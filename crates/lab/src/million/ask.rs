//! What is asked of the store, and how long the answers take.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::ToSpan;
use jiff::civil::date;
use risalah_doc::Status;
use risalah_store::{Ask, By, Error, Filter, Step, Store};

use super::invent::{country_code, name};

/// How often each kind of question is asked.
const TIMES: u64 = 40;

/// A kind of question; the number makes each a different one.
type Question = (&'static str, fn(u64) -> Filter);

/// First pages of events, by filter.
const FILTERED: [Question; 16] = [
    ("everything", |_| Filter::default()),
    ("type", |n| typed(n)),
    ("type and days", |n| days(n, 30, typed(n))),
    ("days", |n| days(n, 7, Filter::default())),
    ("actor", |n| acts(n)),
    ("dyad", |n| Filter {
        recipient: Some(country(n / 7)),
        ..acts(n)
    }),
    ("dyad and type", |n| Filter {
        types: typed(n).types,
        recipient: Some(country(n / 5)),
        ..acts(n)
    }),
    ("dyad and days", |n| {
        days(
            n,
            365,
            Filter {
                recipient: Some(country(n / 5)),
                ..acts(n)
            },
        )
    }),
    ("name", |n| Filter {
        party: Some(name(n as usize * 97 % 20_000)),
        ..Filter::default()
    }),
    ("place", |n| Filter {
        place: Some((1_000_000 + n * n % 4_000).to_string()),
        ..Filter::default()
    }),
    ("country of place", |n| Filter {
        place: Some(country(n)),
        ..Filter::default()
    }),
    ("outlet", |n| Filter {
        outlet: Some(format!("outlet{}.example", n * 5 % 200)),
        ..Filter::default()
    }),
    ("status", |n| Filter {
        statuses: vec![Status::ALL[n as usize % 8]],
        ..Filter::default()
    }),
    ("quad and status", |n| Filter {
        quads: vec![1 + (n % 4) as u8],
        statuses: vec![Status::Denied],
        ..Filter::default()
    }),
    ("confidence", |n| Filter {
        min_confidence: Some(0.9 + (n % 10) as f32 / 100.0),
        ..Filter::default()
    }),
    ("type, actor, place", |n| Filter {
        types: typed(n).types,
        place: Some(country(n / 3)),
        ..acts(n)
    }),
];

/// First pages of events, by words.
const WORDS: [Question; 6] = [
    ("a rare word", |n| words(n, 30_000, 1)),
    ("a word", |n| words(n, 2_000, 1)),
    ("a common word", |n| words(n, 20, 1)),
    ("two words", |n| words(n, 100, 2)),
    ("a word and a type", |n| Filter {
        types: typed(n).types,
        ..words(n, 300, 1)
    }),
    ("a word and an actor", |n| Filter {
        actor: Some(country(n)),
        ..words(n, 300, 1)
    }),
];

fn country(n: u64) -> String {
    country_code((n * 13 % 180) as usize)
}

fn acts(n: u64) -> Filter {
    Filter {
        actor: Some(country(n)),
        ..Filter::default()
    }
}

fn typed(n: u64) -> Filter {
    const TYPES: [&str; 5] = ["CONSULT", "CONCEDE", "ASSAULT", "MOBILIZE", "PROTEST"];
    Filter {
        types: vec![TYPES[n as usize % 5].to_owned()],
        ..Filter::default()
    }
}

fn days(n: u64, span: i64, filter: Filter) -> Filter {
    let from = date(2013, 1, 1).saturating_add(((n * 331 % 3_600) as i64).days());
    Filter {
        from: Some(from),
        to: Some(from.saturating_add(span.days())),
        ..filter
    }
}

/// Words around this rank, by their common text.
fn words(n: u64, rank: usize, count: usize) -> Filter {
    static INVENTOR: std::sync::LazyLock<super::invent::Inventor> =
        std::sync::LazyLock::new(|| super::invent::Inventor::new(1, super::invent::Span::SHUFFLED));
    let inventor = &*INVENTOR;
    let word = |k: usize| inventor.word_at(rank + n as usize + k * 7).to_owned();
    Filter {
        words: Some((0..count).map(word).collect::<Vec<_>>().join(" ")),
        ..Filter::default()
    }
}

/// What an answer took: by the clock, and of this thread's processor time, which stands still
/// while others run.
#[derive(Clone, Copy)]
struct Took {
    clock: f64,
    cpu: f64,
}

impl Took {
    /// Runs `ask` and gives what it took, in milliseconds.
    fn by<T>(ask: impl FnOnce() -> Result<T, Error>) -> Result<(T, Self), Error> {
        let (start, cpu) = (Instant::now(), used());
        let answer = ask()?;
        let took = Self {
            clock: ms(start.elapsed()),
            cpu: (used() - cpu) / 1e6,
        };
        Ok((answer, took))
    }
}

/// Nanoseconds that this thread has run, where the system tells.
fn used() -> f64 {
    scheduled()[0]
}

/// Nanoseconds that this thread has run and has waited for a processor, where the system tells.
pub(super) fn scheduled() -> [f64; 2] {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let mut numbers = stat.split_whitespace().map(|ns| ns.parse().unwrap_or(0.0));
    [0; 2].map(|_| numbers.next().unwrap_or(0.0))
}

/// Prints how long answers take.
pub(super) fn measure(store: &Store) -> anyhow::Result<()> {
    pages(
        store,
        ("filtered", " (goal p95 50 by the clock)"),
        &FILTERED,
    )?;
    pages(store, ("words", " (goal p95 100 by the clock)"), &WORDS)?;
    let mut all = Vec::new();
    for (step, by) in [
        (Step::Day, By::Quad),
        (Step::Day, By::Type),
        (Step::Month, By::Quad),
        (Step::Month, By::Status),
        (Step::Year, By::Type),
    ] {
        let mut times = Vec::new();
        for _ in 0..5 {
            times.push(Took::by(|| store.series(&Filter::default(), step, by))?.1);
        }
        line(
            "series",
            &format!("{step:?} by {by:?}").to_lowercase(),
            &mut times,
            "",
        );
        all.extend(times);
    }
    line("series", "all", &mut all, " (goal p95 100 by the clock)");
    once("dyads", || store.dyads(&Filter::default()).map(|d| d.len()))?;
    once("places", || {
        store.places(&Filter::default()).map(|p| p.places.len())
    })?;
    once("stats", || store.stats().map(|_| 1))?;
    once("entities", || store.entities(None, 50).map(|e| e.len()))?;
    once("quotes", || {
        store
            .quotes(&Filter::default(), &Ask::default())
            .map(|q| q.rows.len())
    })?;
    once("episodes", || {
        store
            .episodes(&Filter::default(), &Ask::default())
            .map(|e| e.rows.len())
    })?;
    once("articles", || {
        store
            .articles(&Filter::default(), &Ask::default())
            .map(|a| a.rows.len())
    })?;
    let mut count = 0;
    let ((), took) = Took::by(|| {
        store.each_event(&Filter::default(), |_| {
            count += 1;
            std::ops::ControlFlow::Continue(())
        })
    })?;
    let speed = |ms: f64| f64::from(count) / ms * 1e3;
    let (clock, cpu) = (speed(took.clock), speed(took.cpu));
    println!(
        "stream   {count} events, {clock:.0} events/s by the clock, {cpu:.0} by processor time"
    );
    Ok(())
}

fn once(what: &str, ask: impl Fn() -> Result<usize, Error>) -> anyhow::Result<()> {
    let (rows, took) = Took::by(ask)?;
    let Took { clock, cpu } = took;
    println!("{what:<8} {clock:.1} ms by the clock, {cpu:.1} of processor time, {rows} rows");
    Ok(())
}

fn pages(store: &Store, (what, goal): (&str, &str), questions: &[Question]) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for (kind, question) in questions {
        let mut times = Vec::new();
        for n in 0..TIMES {
            let filter = question(n);
            times.push(Took::by(|| store.events(&filter, &Ask::default()))?.1);
        }
        line(what, kind, &mut times, "");
        all.extend(times);
    }
    line(what, "all", &mut all, goal);
    Ok(())
}

fn line(what: &str, kind: &str, times: &mut [Took], goal: &str) {
    let mut side = |of: fn(&Took) -> f64| {
        times.sort_by(|a, b| of(a).total_cmp(&of(b)));
        let at = |share: usize| times.get(times.len() * share / 100).or(times.last());
        let at = |share: usize| at(share).map_or(0.0, of);
        format!("p50 {:6.1} p95 {:6.1} most {:6.1}", at(50), at(95), at(100))
    };
    let (clock, cpu) = (side(|t| t.clock), side(|t| t.cpu));
    println!("{what:<8} {kind:<20} ms by the clock {clock}; of processor time {cpu}{goal}");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Asks until it is `done`; gives how often, and how often it failed.
pub(super) fn until(path: &Path, reader: u64, done: &AtomicBool) -> (u64, u64) {
    let (mut asked, mut failed) = (0, 0);
    let mut told = false;
    while !done.load(Ordering::Relaxed) {
        let answer = Store::open_read_only(path).and_then(|store| {
            for n in 0..20 {
                let n = reader * 20 + n;
                let (_, question) = FILTERED[n as usize % FILTERED.len()];
                store.events(&question(n), &Ask::default())?;
                store.series(&Filter::default(), Step::Month, By::Quad)?;
                asked += 2;
                if done.load(Ordering::Relaxed) {
                    break;
                }
            }
            Ok(())
        });
        if let Err(err) = answer {
            failed += 1;
            if !told {
                told = true;
                eprintln!("{err}");
            }
        }
    }
    (asked, failed)
}
