//! The flat table of events: one row a mention, no nested columns.

use std::borrow::Cow;

use risalah_store::PartyView;

use crate::Row;
use crate::cells::{
    contexts, country, day, latitude, longitude, name, outlet, place, published, schemes,
};
use crate::table::Kind::{Code, Day, Flag, Real, Text, Whole};
use crate::table::{Cell, Column, column};

/// The columns of `csv` and of flat Parquet, in their order.
pub const FLAT: &[Column] = &[
    column(
        "event",
        Text,
        "Name of this mention of an event: 16 hexadecimal digits, the same in every store.",
        |r| Cell::Key(r.event.key),
    ),
    column(
        "episode",
        Text,
        "Name of the occasion of which this is a mention; mentions with the same name count as one event.",
        |r| r.event.episode.map_or(Cell::None, Cell::Key),
    ),
    column("type", Code, "PLOVER 2.0 type.", |r| {
        Cell::text(r.event.kind)
    }),
    column("mode", Code, "PLOVER mode of the type.", |r| {
        Cell::maybe(r.event.mode)
    }),
    column(
        "contexts",
        Code,
        "PLOVER contexts, joined by `;`.",
        contexts,
    ),
    column(
        "cameo",
        Code,
        "CAMEO 1.1b3 code; text, for leading zeros matter.",
        |r| Cell::maybe(r.event.cameo),
    ),
    column(
        "quad",
        Whole,
        "Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        |r| Cell::whole(r.event.quad),
    ),
    column(
        "goldstein",
        Real,
        "Goldstein value of the CAMEO code, -10 to 10.",
        |r| Cell::real(r.event.goldstein),
    ),
    column(
        "status",
        Code,
        "Whether the act took place: actual, said, demanded, promised, planned, threatened, denied, hypothetical.",
        |r| Cell::text(r.event.status),
    ),
    column(
        "negated",
        Flag,
        "Whether the sentence says that it did not take place.",
        |r| Cell::Flag(r.event.negated),
    ),
    column(
        "date",
        Day,
        "First day of the event; empty where unknown, never filled with the day of the report in silence: see date_from.",
        day,
    ),
    column("date_end", Day, "Last day of the event.", |r| {
        Cell::maybe(r.event.day_end)
    }),
    column(
        "date_from",
        Code,
        "How the day is known: text, dateline, or publication (the report gives no other).",
        |r| Cell::maybe(r.event.time_from),
    ),
    column("published", Day, "Day of the report.", published),
    column(
        "actors",
        Text,
        "Names of those who act, joined by `;`; of a mutual act all parties.",
        |r| Cell::text(Row::joined(r.event.actors, name)),
    ),
    column(
        "actor_codes",
        Code,
        "Their codes, in the same order: country (ISO 3166-1 alpha-3 or a stand-in) and sectors.",
        |r| Cell::text(Row::joined(r.event.actors, code)),
    ),
    column(
        "actor_countries",
        Code,
        "Their countries or stand-ins, in the same order.",
        |r| Cell::text(Row::joined(r.event.actors, country)),
    ),
    column(
        "actor_cow",
        Code,
        "Their states' Correlates of War numbers, in the same order; empty for what is no state.",
        |r| cow(r, r.event.actors),
    ),
    column(
        "recipients",
        Text,
        "Names of those acted on, joined by `;`.",
        |r| Cell::text(Row::joined(r.event.recipients, name)),
    ),
    column(
        "recipient_codes",
        Code,
        "Their codes, in the same order.",
        |r| Cell::text(Row::joined(r.event.recipients, code)),
    ),
    column(
        "recipient_countries",
        Code,
        "Their countries or stand-ins, in the same order.",
        |r| Cell::text(Row::joined(r.event.recipients, country)),
    ),
    column(
        "recipient_cow",
        Code,
        "Their states' Correlates of War numbers, in the same order.",
        |r| cow(r, r.event.recipients),
    ),
    column(
        "place",
        Text,
        "Where it took place, by its name; empty where the report does not say.",
        |r| place(r, |p| Cell::text(p.name)),
    ),
    column("geonameid", Whole, "GeoNames id of the place.", |r| {
        place(r, |p| p.geonameid.map_or(Cell::None, Cell::Whole))
    }),
    column(
        "latitude",
        Real,
        "Degrees north; of a country no point is given.",
        latitude,
    ),
    column("longitude", Real, "Degrees east.", longitude),
    column(
        "place_country",
        Code,
        "Country of the place, ISO 3166-1 alpha-3.",
        |r| place(r, |p| Cell::maybe(p.country)),
    ),
    column(
        "place_resolution",
        Code,
        "How fine the place is known: subcity, city, district, province, country.",
        |r| place(r, |p| Cell::maybe(p.resolution)),
    ),
    column(
        "confidence",
        Real,
        "Probability, 0 to 1, that the event is right.",
        |r| Cell::Real(r.event.confidence),
    ),
    column("why", Code, "The pattern that coded it.", |r| {
        Cell::text(r.event.why)
    }),
    column("article", Text, "The report's own id.", |r| {
        Cell::text(&*r.event.article.name)
    }),
    column("url", Text, "Where the report was published.", |r| {
        Cell::maybe(r.event.article.url.as_deref())
    }),
    column(
        "outlet",
        Code,
        "The host of that address, else the site's name.",
        outlet,
    ),
    column(
        "language",
        Code,
        "Language of the report, ISO 639-1.",
        |r| Cell::maybe(r.event.article.lang.as_deref()),
    ),
    column("title", Text, "Headline of the report.", |r| {
        Cell::maybe(r.event.article.title.as_deref())
    }),
    column(
        "sentence_number",
        Whole,
        "Number of the sentence in the article, from 0.",
        |r| Cell::whole(r.event.sentence),
    ),
    column(
        "sentence",
        Text,
        "The sentence that shows the event.",
        |r| Cell::maybe(r.event.said.as_ref().map(|s| s.text)),
    ),
    column("trigger", Text, "The words that show the act.", |r| {
        Cell::maybe(r.words(r.event.trigger))
    }),
    column(
        "trigger_start",
        Whole,
        "Where they begin in the article's text, in code points from 0.",
        |r| Cell::whole(r.event.trigger[0]),
    ),
    column("trigger_end", Whole, "Where they end, half open.", |r| {
        Cell::whole(r.event.trigger[1])
    }),
];

fn code<'a>(party: &PartyView<'a>) -> Cow<'a, str> {
    Cow::Borrowed(party.code)
}

fn cow<'a>(row: &Row<'a>, parties: &'a [PartyView<'a>]) -> Cell<'a> {
    schemes(row, parties, |s| {
        let number = s.cow_number.map(|n| n.to_string());
        Cow::Owned(number.unwrap_or_default())
    })
}
