//! The columns of the table of events.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float32Array, Float64Array, RecordBatch, StringArray,
    UInt8Array, UInt32Array,
};
use arrow_schema::ArrowError;
use jiff::civil::{self, Date};
use risalah_doc::Resolution;

use super::form::{Entity, Event, Place, Points, Record, Role};

/// Between several values in one cell.
const AND: &str = ";";

/// One event with the record that it is of.
struct Row<'a> {
    record: &'a Record,
    event: &'a Event,
    place: Option<&'a Place>,
    trigger: String,
    sentence: String,
}

/// The events of these records, in their order. Names and meanings are those of the tables that
/// stores export; `event` is the event's name within its article.
pub(super) fn table(records: &[Record]) -> Result<RecordBatch, ArrowError> {
    let rows: Vec<Row> = records.iter().flat_map(rows).collect();
    let r = &rows[..];
    let columns: [(&str, ArrayRef, bool); 36] = [
        ("article", text(r, |r| Some(r.record.id.clone())), false),
        ("event", text(r, |r| Some(r.event.id.clone())), false),
        ("type", text(r, |r| Some(r.event.r#type.clone())), false),
        ("mode", text(r, |r| r.event.mode.clone()), true),
        (
            "contexts",
            text(r, |r| joined(r.event.contexts.iter())),
            true,
        ),
        ("cameo", text(r, |r| r.event.cameo.clone()), true),
        ("quad", array(r, |r| r.event.quad, UInt8Array::from), false),
        (
            "goldstein",
            array(r, |r| r.event.goldstein, Float32Array::from),
            true,
        ),
        ("status", text(r, |r| Some(r.event.status.clone())), false),
        (
            "negated",
            array(r, |r| r.event.negated, BooleanArray::from),
            false,
        ),
        (
            "date",
            day(r, |r| Some(&r.event.time.as_ref()?.start)),
            true,
        ),
        (
            "date_end",
            day(r, |r| Some(&r.event.time.as_ref()?.end)),
            true,
        ),
        (
            "date_from",
            text(r, |r| Some(r.event.time.as_ref()?.from.clone())),
            true,
        ),
        ("published", day(r, |r| r.record.published.as_deref()), true),
        (
            "actors",
            text(r, |r| names(r.record, &r.event.actors)),
            true,
        ),
        ("actor_codes", text(r, |r| codes(&r.event.actors)), true),
        (
            "recipients",
            text(r, |r| names(r.record, &r.event.recipients)),
            true,
        ),
        (
            "recipient_codes",
            text(r, |r| codes(&r.event.recipients)),
            true,
        ),
        ("place", text(r, |r| Some(r.place?.name.clone())), true),
        (
            "geonameid",
            array(r, |r| r.place?.geonameid, UInt32Array::from),
            true,
        ),
        (
            "latitude",
            array(r, |r| point(r)?.lat, Float64Array::from),
            true,
        ),
        (
            "longitude",
            array(r, |r| point(r)?.lon, Float64Array::from),
            true,
        ),
        ("place_country", text(r, |r| r.place?.country.clone()), true),
        (
            "place_resolution",
            text(r, |r| r.place?.resolution.clone()),
            true,
        ),
        (
            "confidence",
            array(r, |r| r.event.confidence, Float32Array::from),
            false,
        ),
        ("why", text(r, |r| Some(r.event.why.clone())), false),
        ("speaker", text(r, |r| Some(speaker(r)?.name.clone())), true),
        ("speaker_code", text(r, |r| speaker(r)?.code.clone()), true),
        ("url", text(r, |r| r.record.url.clone()), true),
        ("language", text(r, |r| r.record.lang.clone()), true),
        ("title", text(r, |r| r.record.title.clone()), true),
        (
            "sentence_number",
            array(r, |r| r.event.sentence, UInt32Array::from),
            false,
        ),
        ("sentence", text(r, |r| Some(r.sentence.clone())), false),
        ("trigger", text(r, |r| Some(r.trigger.clone())), false),
        (
            "trigger_start",
            array(r, |r| r.event.trigger[0], UInt32Array::from),
            false,
        ),
        (
            "trigger_end",
            array(r, |r| r.event.trigger[1], UInt32Array::from),
            false,
        ),
    ];
    RecordBatch::try_from_iter_with_nullable(columns)
}

fn rows(record: &Record) -> impl Iterator<Item = Row<'_>> {
    let words = Words::of(&record.text);
    record.events.iter().map(move |event| Row {
        record,
        event,
        place: record.place(event),
        trigger: words.at(event.trigger),
        sentence: record
            .sentences
            .get(event.sentence as usize)
            .map_or_else(String::new, |s| words.at(*s)),
    })
}

/// A text with the bytes at which its characters begin.
struct Words<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at);
        let starts = starts.chain([text.len()]).collect();
        Self { text, starts }
    }

    /// The words of a span in code points.
    fn at(&self, [start, end]: Points) -> String {
        let byte = |n: u32| self.starts.get(n as usize).copied();
        let words = byte(start)
            .zip(byte(end))
            .and_then(|(s, e)| self.text.get(s..e));
        words.unwrap_or_default().to_owned()
    }
}

fn array<T, A: arrow_array::Array + 'static>(
    rows: &[Row],
    value: impl Fn(&Row) -> T,
    of: impl Fn(Vec<T>) -> A,
) -> ArrayRef {
    Arc::new(of(rows.iter().map(value).collect()))
}

fn text(rows: &[Row], value: impl Fn(&Row) -> Option<String>) -> ArrayRef {
    array(rows, value, StringArray::from)
}

/// Days, of which ISO 8601 has the first ten characters.
fn day<'a>(rows: &'a [Row<'a>], value: impl Fn(&'a Row<'a>) -> Option<&'a str>) -> ArrayRef {
    let days = rows.iter().map(|row| {
        let day: Date = value(row)?.get(..10)?.parse().ok()?;
        Some((day - civil::date(1970, 1, 1)).get_days())
    });
    Arc::new(days.collect::<Date32Array>())
}

fn joined(values: impl Iterator<Item = impl AsRef<str>>) -> Option<String> {
    // The joint is no part of a name.
    let values: Vec<String> = values.map(|v| v.as_ref().replace(AND, ",")).collect();
    (!values.is_empty()).then(|| values.join(AND))
}

fn names(record: &Record, roles: &[Role]) -> Option<String> {
    let name = |r: &Role| record.entity(&r.entity).map(|e| e.name.as_str());
    joined(roles.iter().map(|r| name(r).unwrap_or_default()))
}

/// The parties' codes; one without a code leaves its place empty.
fn codes(roles: &[Role]) -> Option<String> {
    joined(roles.iter().map(|r| r.code.as_deref().unwrap_or_default()))
}

/// The place as a point; a state's centre is no place where something happened.
fn point<'a>(row: &'a Row) -> Option<&'a Place> {
    row.place
        .filter(|p| p.resolution.as_deref() != Some(Resolution::Country.name()))
}

/// Who reports the event.
fn speaker<'a>(row: &'a Row) -> Option<&'a Entity> {
    let reported = row.event.reported_by.as_ref()?;
    row.record.entity(reported.entity.as_deref()?)
}
