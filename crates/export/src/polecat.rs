//! POLECAT events (40 columns), tab-separated with a header.
//!
//! Names and order are those of Dataverse doi:10.7910/DVN/AJGVIT. Several actors or recipients
//! stand in one row, joined by `;`.

use std::borrow::Cow;

use risalah_store::PartyView;

use crate::Row;
use crate::cells::{
    city, contexts, country, day, district, latitude, longitude, name, nothing, outlet, place,
    province, published, schemes,
};
use crate::row::sectors;
use crate::table::Kind::{Code, Day, Real, Text, Whole};
use crate::table::{Cell, Column, column};

/// What POLECAT calls quad classes 1 to 4.
const QUADS: [&str; 4] = [
    "VERBAL COOPERATION",
    "MATERIAL COOPERATION",
    "VERBAL CONFLICT",
    "MATERIAL CONFLICT",
];

/// The columns of an events file.
pub const POLECAT: &[Column] = &[
    column(
        "Event ID",
        Code,
        "Name of the event: 16 hexadecimal digits.",
        |r| Cell::Key(r.event.key),
    ),
    column("Event Date", Day, "First day of the event.", day),
    column("Event Type", Code, "PLOVER 2.0 type.", |r| {
        Cell::text(r.event.kind)
    }),
    column("Event Mode", Code, "PLOVER mode.", |r| {
        Cell::maybe(r.event.mode)
    }),
    column("Intensity", Real, "Goldstein value.", |r| {
        Cell::real(r.event.goldstein)
    }),
    column("Quad Code", Code, "Quad class in words.", |r| {
        Cell::maybe(quad(r.event.quad))
    }),
    column(
        "Contexts",
        Code,
        "PLOVER contexts, joined by `;`.",
        contexts,
    ),
    column("Actor Name", Text, "Names of those who act.", |r| {
        Cell::text(Row::joined(r.event.actors, name))
    }),
    column(
        "Actor Country",
        Code,
        "Their countries or stand-ins.",
        |r| Cell::text(Row::joined(r.event.actors, country)),
    ),
    column(
        "Actor COW",
        Code,
        "Their states' Correlates of War abbreviations.",
        |r| cow(r, r.event.actors),
    ),
    column(
        "Primary Actor Sector",
        Code,
        "First sector of the first actor.",
        |r| primary(r.actor),
    ),
    column("Actor Sectors", Code, "Sectors of all actors.", |r| {
        Cell::text(all_sectors(r.event.actors))
    }),
    column(
        "Actor Title",
        Text,
        "Not in the store's rows; the record has offices.",
        nothing,
    ),
    column(
        "Actor Name Raw",
        Text,
        "The words that stand for them in the sentence.",
        |r| Cell::text(raw(r, r.event.actors)),
    ),
    column("Wikipedia Actor ID", Code, "Not coded.", nothing),
    column("Recipient Name", Text, "Names of those acted on.", |r| {
        Cell::text(Row::joined(r.event.recipients, name))
    }),
    column(
        "Recipient Country",
        Code,
        "Their countries or stand-ins.",
        |r| Cell::text(Row::joined(r.event.recipients, country)),
    ),
    column(
        "Recipient COW",
        Code,
        "Their states' Correlates of War abbreviations.",
        |r| cow(r, r.event.recipients),
    ),
    column(
        "Primary Recipient Sector",
        Code,
        "First sector of the first recipient.",
        |r| primary(r.event.recipients.first()),
    ),
    column(
        "Recipient Sectors",
        Code,
        "Sectors of all recipients.",
        |r| Cell::text(all_sectors(r.event.recipients)),
    ),
    column("Recipient Title", Text, "Not in the store's rows.", nothing),
    column(
        "Recipient Name Raw",
        Text,
        "The words that stand for them in the sentence.",
        |r| Cell::text(raw(r, r.event.recipients)),
    ),
    column("Wikipedia Recipient ID", Code, "Not coded.", nothing),
    column("Placename", Text, "Where it took place.", |r| {
        place(r, |p| Cell::text(p.name))
    }),
    column(
        "City",
        Text,
        "The place, where it is a city or within one.",
        city,
    ),
    column(
        "District",
        Text,
        "The place, where it is a district.",
        district,
    ),
    column(
        "Province",
        Text,
        "The place, where it is a province.",
        province,
    ),
    column(
        "Country",
        Code,
        "Country of the place, ISO 3166-1 alpha-3.",
        |r| place(r, |p| Cell::maybe(p.country)),
    ),
    column(
        "Latitude",
        Real,
        "Degrees north; of a country no point is given.",
        latitude,
    ),
    column("Longitude", Real, "Degrees east.", longitude),
    column("GeoNames ID", Whole, "GeoNames id of the place.", |r| {
        place(r, |p| p.geonameid.map_or(Cell::None, Cell::Whole))
    }),
    column(
        "Raw Placename",
        Text,
        "Not in the store's rows; the record has the words.",
        nothing,
    ),
    column("Feature Type", Code, "How fine the place is known.", |r| {
        place(r, |p| Cell::maybe(p.resolution))
    }),
    column("Source", Text, "The outlet.", outlet),
    column("Publication Date", Day, "Day of the report.", published),
    column(
        "Story People",
        Text,
        "Not in the store's rows; the record has them.",
        nothing,
    ),
    column(
        "Story Organizations",
        Text,
        "Not in the store's rows.",
        nothing,
    ),
    column("Story Locations", Text, "Not in the store's rows.", nothing),
    column(
        "Language",
        Code,
        "Language of the report, ISO 639-1.",
        |r| Cell::maybe(r.event.article.lang.as_deref()),
    ),
    column("Version", Code, "Version of the engine.", |r| {
        Cell::text(r.engine)
    }),
];

fn quad(class: u8) -> Option<&'static str> {
    QUADS.get(usize::from(class).checked_sub(1)?).copied()
}

fn cow<'a>(row: &Row<'a>, parties: &'a [PartyView<'a>]) -> Cell<'a> {
    schemes(row, parties, |s| Cow::Borrowed(&*s.cow))
}

fn primary<'a>(party: Option<&'a PartyView<'a>>) -> Cell<'a> {
    Cell::maybe(party.and_then(|p| sectors(p).next()))
}

fn all_sectors<'a>(parties: &'a [PartyView<'a>]) -> Cow<'a, str> {
    let mut all: Vec<&str> = Vec::new();
    for sector in parties.iter().flat_map(sectors) {
        if !all.contains(&sector) {
            all.push(sector);
        }
    }
    Cow::Owned(all.join(";"))
}

fn raw<'a>(row: &Row<'a>, parties: &'a [PartyView<'a>]) -> Cow<'a, str> {
    // A party's words may stand in another sentence; then its name shows it.
    Row::joined(parties, |p| {
        row.words(p.span).map_or_else(|| name(p), Cow::Borrowed)
    })
}
