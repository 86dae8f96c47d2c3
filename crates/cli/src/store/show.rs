//! Events of a store as text, JSON Lines and CSV.

use std::io::{self, Write};

use risalah_store::{EventRow, PartyRow, PlaceRow};
use serde_json::{Value, json};

/// How found events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Jsonl,
    /// For spreadsheets: one row an event.
    Csv,
}

/// The columns of CSV.
const COLUMNS: [&str; 22] = [
    "id",
    "date",
    "day_end",
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "goldstein",
    "status",
    "negated",
    "actors",
    "actor_names",
    "recipients",
    "recipient_names",
    "place",
    "place_country",
    "confidence",
    "sentence",
    "title",
    "url",
    "outlet",
];

/// Writes events one after the other.
pub(crate) struct Show<W: Write> {
    form: Form,
    out: W,
    // The last article's number, so that its events stand under one title.
    last: Option<i64>,
    first: bool,
}

impl<W: Write> Show<W> {
    pub(crate) fn new(form: Form, out: W) -> Self {
        Self {
            form,
            out,
            last: None,
            first: true,
        }
    }

    pub(crate) fn event(&mut self, event: &EventRow) -> io::Result<()> {
        match self.form {
            Form::Text => self.text(event),
            Form::Jsonl => writeln!(self.out, "{}", object(event)),
            Form::Csv => self.row(event),
        }
    }

    pub(crate) fn end(mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn text(&mut self, event: &EventRow) -> io::Result<()> {
        let article = &event.article;
        if self.last != Some(article.id) {
            self.last = Some(article.id);
            let title = article.title.as_deref().unwrap_or(&article.name);
            write!(self.out, "{}", one_line(title))?;
            for more in [&article.published, &article.outlet].into_iter().flatten() {
                write!(self.out, "  {more}")?;
            }
            writeln!(self.out)?;
        }
        let who = |parties: &[PartyRow]| -> String {
            let each = |p: &PartyRow| match &*p.code {
                "" => one_line(&p.name),
                code => format!("{} ({code})", one_line(&p.name)),
            };
            parties.iter().map(each).collect::<Vec<_>>().join(", ")
        };
        let mut kind = event.kind.clone();
        for more in event
            .mode
            .iter()
            .map(|m| &**m)
            .chain(event.contexts.split_whitespace())
        {
            kind.push(' ');
            kind.push_str(more);
        }
        let (actors, recipients) = (who(&event.actors), who(&event.recipients));
        write!(self.out, "  {}  {kind}  {actors}", event.sort)?;
        if !recipients.is_empty() {
            write!(self.out, " -> {recipients}")?;
        }
        if let Some(place) = &event.place {
            write!(self.out, "  at {}", one_line(&place.name))?;
        }
        if event.status != "actual" {
            write!(self.out, "  {}", event.status)?;
        }
        if event.negated {
            write!(self.out, "  negated")?;
        }
        writeln!(self.out, "  {:.2}  {}", event.confidence, event.key)?;
        match &event.said {
            Some(said) => writeln!(self.out, "    {}", one_line(&said.text)),
            None => Ok(()),
        }
    }

    fn row(&mut self, event: &EventRow) -> io::Result<()> {
        if self.first {
            self.first = false;
            writeln!(self.out, "{}", COLUMNS.join(","))?;
        }
        let codes = |parties: &[PartyRow]| join(parties.iter().map(|p| &*p.code));
        let names = |parties: &[PartyRow]| join(parties.iter().map(|p| &*p.name));
        let place = event.place.as_ref();
        let number = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
        let known = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells: [String; 22] = [
            event.key.to_string(),
            event.sort.clone(),
            known(&event.day_end),
            event.kind.clone(),
            known(&event.mode),
            event.contexts.clone(),
            known(&event.cameo),
            event.quad.to_string(),
            number(event.goldstein),
            event.status.clone(),
            event.negated.to_string(),
            codes(&event.actors),
            names(&event.actors),
            codes(&event.recipients),
            names(&event.recipients),
            place.map_or_else(String::new, |p| p.name.clone()),
            place.and_then(|p| p.country.clone()).unwrap_or_default(),
            number(Some(event.confidence)),
            event
                .said
                .as_ref()
                .map_or_else(String::new, |s| s.text.clone()),
            known(&event.article.title),
            known(&event.article.url),
            known(&event.article.outlet),
        ];
        writeln!(
            self.out,
            "{}",
            cells.map(|cell: String| quoted(&cell)).join(",")
        )
    }
}

/// An event as the API gives it.
fn object(event: &EventRow) -> Value {
    let party = |p: &PartyRow| json!({ "name": &*p.name, "code": &*p.code, "country": &*p.country, "span": p.span });
    let parties = |all: &[PartyRow]| all.iter().map(party).collect::<Vec<_>>();
    let place = event.place.as_ref().map(place);
    let said = event.said.as_ref();
    let article = &event.article;
    json!({
        "id": event.key.to_string(), "type": event.kind, "mode": event.mode,
        "contexts": event.contexts.split_whitespace().collect::<Vec<_>>(), "cameo": event.cameo,
        "quad": event.quad, "goldstein": event.goldstein, "status": event.status,
        "negated": event.negated, "day": event.day, "day_end": event.day_end,
        "time_from": event.time_from, "place": place, "actors": parties(&event.actors),
        "recipients": parties(&event.recipients), "trigger": event.trigger,
        "sentence": {
            "n": event.sentence, "span": said.map(|s| s.span), "text": said.map(|s| &s.text),
        },
        "confidence": event.confidence, "why": event.why,
        "episode": event.episode.map(|e| e.to_string()),
        "article": {
            "id": article.id, "name": article.name, "url": article.url, "outlet": article.outlet,
            "lang": article.lang, "title": article.title, "published": article.published,
        },
    })
}

/// A place as the API gives it.
pub(super) fn place(place: &PlaceRow) -> Value {
    json!({
        "name": place.name, "geonameid": place.geonameid, "lat": place.point.map(|p| p.0),
        "lon": place.point.map(|p| p.1), "country": place.country, "resolution": place.resolution,
    })
}

fn join<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join("|")
}

/// A cell of CSV, in quotation marks where it needs them.
pub(super) fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

/// Words with line breaks as blanks, and nothing that moves a terminal's cursor.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(char::is_control, "")
}
