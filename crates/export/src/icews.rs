//! ICEWS coded events (20 columns), tab-separated with a header and no quoting.
//!
//! Names and order are those of Dataverse doi:10.7910/DVN/28075 as the R package `icews` reads
//! them. One row for each pair of a source and a target, so an event's number is not unique, as
//! in ICEWS itself.

use risalah_store::PartyView;

use crate::Row;
use crate::cells::{city, day, district, latitude, longitude, outlet, province};
use crate::row::{number, sectors};
use crate::table::Kind::{Code, Day, Real, Text, Whole};
use crate::table::{Cell, Column, column};

/// The columns of an events file.
pub const ICEWS: &[Column] = &[
    column(
        "Event ID",
        Whole,
        "The first 53 bits of the event's name; the same for all its pairs.",
        |r| Cell::Whole(number(r.event.key)),
    ),
    column("Event Date", Day, "First day of the event.", day),
    column("Source Name", Text, "Who acts.", |r| name(r.actor)),
    column(
        "Source Sectors",
        Code,
        "PLOVER sectors, joined by `,` (ICEWS has names of sectors here).",
        |r| joined(r.actor),
    ),
    column(
        "Source Country",
        Text,
        "English name of the country.",
        |r| country(r, r.actor),
    ),
    column("Event Text", Text, "Label of the CAMEO code.", |r| {
        Cell::maybe(label(r))
    }),
    column(
        "CAMEO Code",
        Code,
        "CAMEO 1.1b3; text, for leading zeros matter.",
        |r| Cell::maybe(r.event.cameo),
    ),
    column(
        "Intensity",
        Real,
        "Goldstein value of the CAMEO code.",
        |r| Cell::real(r.event.goldstein),
    ),
    column(
        "Target Name",
        Text,
        "On whom; of a mutual act the other party.",
        |r| name(r.recipient),
    ),
    column(
        "Target Sectors",
        Code,
        "PLOVER sectors, joined by `,`.",
        |r| joined(r.recipient),
    ),
    column(
        "Target Country",
        Text,
        "English name of the country.",
        |r| country(r, r.recipient),
    ),
    column(
        "Story ID",
        Whole,
        "Number of the report in the store.",
        |r| Cell::Whole(r.event.article.id),
    ),
    column(
        "Sentence Number",
        Whole,
        "Number of the sentence, from 1.",
        |r| Cell::whole(i64::from(r.event.sentence) + 1),
    ),
    column("Publisher", Text, "The outlet.", outlet),
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
        Text,
        "English name of the place's country.",
        |r| {
            let place = r.event.place.as_ref().and_then(|p| p.country);
            Cell::maybe(place.and_then(|c| r.scheme(c)).map(|s| &*s.name))
        },
    ),
    column(
        "Latitude",
        Real,
        "Degrees north; of a country no point is given.",
        latitude,
    ),
    column("Longitude", Real, "Degrees east.", longitude),
];

fn name<'a>(party: Option<&'a PartyView<'a>>) -> Cell<'a> {
    Cell::maybe(party.map(|p| p.name))
}

fn joined<'a>(party: Option<&'a PartyView<'a>>) -> Cell<'a> {
    let all: Vec<&str> = party.into_iter().flat_map(sectors).collect();
    Cell::text(all.join(","))
}

fn country<'a>(row: &Row<'a>, party: Option<&'a PartyView<'a>>) -> Cell<'a> {
    let scheme = party.and_then(|p| row.scheme(p.country));
    Cell::maybe(scheme.map(|s| &*s.name))
}

/// The label of the event's CAMEO code.
fn label<'a>(row: &Row<'a>) -> Option<&'a str> {
    let code = row.event.cameo?;
    row.ontology.code(code).map(|c| &*c.label)
}
