//! `risalah store episodes`: occasions, with the reports and outlets that tell of them.

use std::io::{self, BufWriter, Write};

use risalah_store::{Disagreement, EpisodeRow};
use serde_json::{Value, json};

use super::list::Listing;
use super::show::{Form, one_line, place, quoted};
use crate::exit::Done;

/// Finds episodes of which an event is asked for, the newest day first.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    listing: Listing,
}

/// Exits with 0 if any episode was found and 1 if none was, as `grep` does.
pub(crate) fn run(args: &Args) -> anyhow::Result<Done> {
    let store = args.listing.open()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut first = true;
    let found = args.listing.each(
        |filter, ask| store.episodes(filter, ask),
        |episode| {
            if std::mem::take(&mut first) && args.listing.to == Form::Csv {
                writeln!(out, "{}", COLUMNS.join(","))?;
            }
            let disagree = store.disagreements(episode.key)?;
            match args.listing.to {
                Form::Text => text(&mut out, episode, &disagree)?,
                Form::Jsonl => writeln!(out, "{}", object(episode, &disagree))?,
                Form::Csv => writeln!(out, "{}", row(episode, &disagree))?,
            }
            Ok(())
        },
    )?;
    out.flush()?;
    Ok(Done::found(found))
}

fn text(out: &mut impl Write, episode: &EpisodeRow, disagree: &[Disagreement]) -> io::Result<()> {
    let (actors, recipients) = (episode.actors.join(", "), episode.recipients.join(", "));
    write!(out, "{}  {}  {actors}", episode.sort, episode.kind)?;
    if !recipients.is_empty() {
        write!(out, " -> {recipients}")?;
    }
    if let Some(place) = &episode.place {
        write!(out, "  at {}", one_line(&place.name))?;
    }
    if episode.status != "actual" {
        write!(out, "  {}", episode.status)?;
    }
    writeln!(out, "  {}", episode.key)?;
    write!(
        out,
        "    reports {}, outlets {}, events {}",
        episode.reports, episode.outlets, episode.events
    )?;
    if let (Some(first), Some(last)) = (&episode.first_seen, &episode.last_seen) {
        write!(out, ", {first} to {last}")?;
    }
    writeln!(out)?;
    for thing in disagree {
        writeln!(out, "    {} {}", thing.what, values(thing, " or "))?;
    }
    Ok(())
}

/// The numbers that are told of one thing.
fn values(thing: &Disagreement, between: &str) -> String {
    let values = thing.values.iter().map(|(value, _)| value.to_string());
    values.collect::<Vec<_>>().join(between)
}

/// The columns of CSV.
const COLUMNS: [&str; 18] = [
    "id",
    "date",
    "day",
    "day_end",
    "type",
    "quad",
    "status",
    "actors",
    "recipients",
    "place",
    "lat",
    "lon",
    "reports",
    "outlets",
    "events",
    "first_seen",
    "last_seen",
    "disagreements",
];

fn row(episode: &EpisodeRow, disagree: &[Disagreement]) -> String {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let place = episode.place.as_ref();
    let degrees = |which: fn((f64, f64)) -> f64| {
        let point = place.and_then(|p| p.point);
        point.map_or_else(String::new, |p| which(p).to_string())
    };
    let things = disagree.iter();
    let things = things.map(|thing| format!("{}={}", thing.what, values(thing, "/")));
    let cells: [String; 18] = [
        episode.key.to_string(),
        episode.sort.clone(),
        known(&episode.day),
        known(&episode.day_end),
        episode.kind.clone(),
        episode.quad.to_string(),
        episode.status.clone(),
        episode.actors.join("|"),
        episode.recipients.join("|"),
        place.map_or_else(String::new, |p| p.name.clone()),
        degrees(|p| p.0),
        degrees(|p| p.1),
        episode.reports.to_string(),
        episode.outlets.to_string(),
        episode.events.to_string(),
        known(&episode.first_seen),
        known(&episode.last_seen),
        things.collect::<Vec<_>>().join("|"),
    ];
    cells.map(|cell| quoted(&cell)).join(",")
}

fn object(episode: &EpisodeRow, disagree: &[Disagreement]) -> Value {
    let place = episode.place.as_ref().map(place);
    let disagree = disagree.iter().map(|thing| {
        let values = thing.values.iter().map(|(value, events)| {
            let events: Vec<String> = events.iter().map(ToString::to_string).collect();
            json!({ "value": value, "events": events })
        });
        json!({ "what": thing.what, "values": values.collect::<Vec<_>>() })
    });
    json!({
        "id": episode.key.to_string(), "type": episode.kind, "quad": episode.quad,
        "day": episode.day, "day_end": episode.day_end, "status": episode.status,
        "actors": episode.actors, "recipients": episode.recipients, "place": place,
        "reports": episode.reports, "outlets": episode.outlets, "events": episode.events,
        "first_seen": episode.first_seen, "last_seen": episode.last_seen,
        "disagreements": disagree.collect::<Vec<_>>(),
    })
}
