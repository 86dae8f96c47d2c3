//! PLOVER's JSON form, that of its gold standard records: one array of events.

use std::io::Write;

use risalah_store::PartyView;
use serde_json::{Value, json};

use crate::row::sectors;
use crate::{Error, Row, Sink};

/// Writes one JSON array.
pub(crate) struct Plover<W> {
    out: W,
    begun: bool,
}

impl<W: Write> Plover<W> {
    /// Begins an array.
    pub(crate) fn new(out: W) -> Self {
        Self { out, begun: false }
    }
}

impl<W: Write + Send> Sink for Plover<W> {
    fn rows(&mut self, rows: &[Row]) -> Result<(), Error> {
        for row in rows {
            self.out
                .write_all(if self.begun { b",\n" } else { b"[\n" })?;
            self.begun = true;
            serde_json::to_writer(&mut self.out, &record(row)).map_err(std::io::Error::from)?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        self.out
            .write_all(if self.begun { b"\n]\n" } else { b"[]\n" })?;
        Ok(self.out.flush()?)
    }
}

fn record(row: &Row) -> Value {
    let event = row.event;
    let party = |party: &PartyView| {
        let sectors: Vec<&str> = sectors(party).collect();
        let text = row.words(party.span).unwrap_or(party.name);
        json!({ "actorText": text, "code": party.country, "sector": sectors.join(" "), "name": party.name })
    };
    let source: Vec<Value> = event.actors.iter().map(party).collect();
    let target: Vec<Value> = event.recipients.iter().map(party).collect();
    let place = event.place.as_ref();
    json!({
        "id": event.key.to_string(),
        "date": event.day,
        "source": source,
        "target": target,
        "event": event.kind,
        "mode": event.mode,
        "context": event.contexts.split_whitespace().collect::<Vec<_>>(),
        "eventText": row.words(event.trigger),
        "eventLoc": place.map(|p| json!({
            "locText": p.name, "geonameid": p.geonameid, "country": p.country,
            "lat": p.point.map(|p| p.0), "lon": p.point.map(|p| p.1), "resolution": p.resolution,
        })),
        "text": event.said.as_ref().map(|s| s.text),
        "textInfo": {
            "span": event.said.as_ref().map(|s| s.span), "event": event.trigger,
            "source": event.actors.iter().map(|p| p.span).collect::<Vec<_>>(),
            "target": event.recipients.iter().map(|p| p.span).collect::<Vec<_>>(),
        },
        "status": event.status,
        "negated": event.negated,
        "confidence": event.confidence,
        "publication": event.article.outlet,
        "publicationDate": event.article.published,
        "url": event.article.url,
        "coder": "risalah",
        "version": row.engine,
        "comment": event.why,
    })
}
