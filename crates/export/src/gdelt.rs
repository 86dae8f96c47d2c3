//! GDELT 2.0: events (61 columns) and mentions (16), tab-separated, without a header.
//!
//! Names, order and types are those of the header file that scripts use
//! (`GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv`), meanings those of the Event Codebook
//! V2.0. One row an episode; its mentions are the events of its reports. A column of which we know
//! nothing is empty, as GDELT leaves it.

use std::borrow::Cow;

use risalah_doc::Resolution;
use risalah_store::{EventView, PartyView};

use crate::Row;
use crate::cells::{is, nothing, outlet, place};
use crate::row::{civil, number, sectors};
use crate::table::Kind::{Code, Real, Text, Whole};
use crate::table::{Cell, Column, column};

/// FIPS of the one state whose places GDELT types apart.
const OWN: &str = "US";

/// The columns of an events file.
pub const EVENTS: &[Column] = &[
    column(
        "GLOBALEVENTID",
        Whole,
        "Number of the episode: the first 53 bits of its name.",
        |r| Cell::Whole(event_id(r)),
    ),
    column("SQLDATE", Whole, "First day of the event, YYYYMMDD.", |r| {
        day(r, |[y, m, d]| Cell::Whole(y * 10_000 + m * 100 + d))
    }),
    column("MonthYear", Whole, "YYYYMM.", |r| {
        day(r, |[y, m, _]| Cell::Whole(y * 100 + m))
    }),
    column("Year", Whole, "YYYY.", |r| {
        day(r, |[y, _, _]| Cell::Whole(y))
    }),
    column(
        "FractionDate",
        Real,
        "YYYY.FFFF, the fraction being (MONTH*30+DAY)/365, as GDELT computes it.",
        |r| {
            day(r, |[y, m, d]| {
                Cell::text(format!("{:.4}", y as f64 + (m * 30 + d) as f64 / 365.0))
            })
        },
    ),
    column(
        "Actor1Code",
        Code,
        "Country or stand-in and sectors of the first actor.",
        |r| actor(r, |p| Cell::text(p.code)),
    ),
    column("Actor1Name", Text, "Name in capitals.", |r| {
        actor(r, |p| Cell::text(p.name.to_uppercase()))
    }),
    column("Actor1CountryCode", Code, "ISO 3166-1 alpha-3.", |r| {
        state(r, r.actor)
    }),
    column(
        "Actor1KnownGroupCode",
        Code,
        "What stands in for a country (IGO, UNO …).",
        |r| standin(r, r.actor),
    ),
    column("Actor1EthnicCode", Code, "Not coded.", nothing),
    column("Actor1Religion1Code", Code, "Not coded.", nothing),
    column("Actor1Religion2Code", Code, "Not coded.", nothing),
    column("Actor1Type1Code", Code, "First sector.", |r| {
        sector(r.actor, 0)
    }),
    column("Actor1Type2Code", Code, "Second sector.", |r| {
        sector(r.actor, 1)
    }),
    column("Actor1Type3Code", Code, "Third sector.", |r| {
        sector(r.actor, 2)
    }),
    column(
        "Actor2Code",
        Code,
        "The same of the first recipient; of a mutual act, of the second actor.",
        |r| recipient(r, |p| Cell::text(p.code)),
    ),
    column("Actor2Name", Text, "Name in capitals.", |r| {
        recipient(r, |p| Cell::text(p.name.to_uppercase()))
    }),
    column("Actor2CountryCode", Code, "ISO 3166-1 alpha-3.", |r| {
        state(r, r.recipient)
    }),
    column(
        "Actor2KnownGroupCode",
        Code,
        "What stands in for a country.",
        |r| standin(r, r.recipient),
    ),
    column("Actor2EthnicCode", Code, "Not coded.", nothing),
    column("Actor2Religion1Code", Code, "Not coded.", nothing),
    column("Actor2Religion2Code", Code, "Not coded.", nothing),
    column("Actor2Type1Code", Code, "First sector.", |r| {
        sector(r.recipient, 0)
    }),
    column("Actor2Type2Code", Code, "Second sector.", |r| {
        sector(r.recipient, 1)
    }),
    column("Actor2Type3Code", Code, "Third sector.", |r| {
        sector(r.recipient, 2)
    }),
    column(
        "IsRootEvent",
        Whole,
        "1 if in the first sentence of the report, else 0.",
        |r| Cell::whole(r.event.sentence == 0),
    ),
    column("EventCode", Code, "CAMEO 1.1b3.", |r| {
        Cell::text(cameo(r, 4))
    }),
    column(
        "EventBaseCode",
        Code,
        "Its first three digits, or two where it has no more.",
        |r| Cell::text(cameo(r, 3)),
    ),
    column("EventRootCode", Code, "Its first two digits.", |r| {
        Cell::text(cameo(r, 2))
    }),
    column(
        "QuadClass",
        Whole,
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        |r| Cell::whole(r.event.quad),
    ),
    column(
        "GoldsteinScale",
        Real,
        "Goldstein value of the CAMEO code.",
        |r| Cell::real(r.event.goldstein),
    ),
    column(
        "NumMentions",
        Whole,
        "Mentions of the episode in the whole store, not in the first quarter of an hour.",
        |r| Cell::Whole(r.episode[0] as i64),
    ),
    column("NumSources", Whole, "Outlets that report it.", |r| {
        Cell::Whole(r.episode[1] as i64)
    }),
    column("NumArticles", Whole, "Reports of it.", |r| {
        Cell::Whole(r.episode[2] as i64)
    }),
    column("AvgTone", Real, "Not coded.", nothing),
    column(
        "Actor1Geo_Type",
        Whole,
        "0: where an actor is, is not coded.",
        zero,
    ),
    column("Actor1Geo_FullName", Text, "Not coded.", nothing),
    column("Actor1Geo_CountryCode", Code, "Not coded.", nothing),
    column("Actor1Geo_ADM1Code", Code, "Not coded.", nothing),
    column("Actor1Geo_ADM2Code", Code, "Not coded.", nothing),
    column("Actor1Geo_Lat", Real, "Not coded.", nothing),
    column("Actor1Geo_Long", Real, "Not coded.", nothing),
    column("Actor1Geo_FeatureID", Code, "Not coded.", nothing),
    column(
        "Actor2Geo_Type",
        Whole,
        "0: where a recipient is, is not coded.",
        zero,
    ),
    column("Actor2Geo_FullName", Text, "Not coded.", nothing),
    column("Actor2Geo_CountryCode", Code, "Not coded.", nothing),
    column("Actor2Geo_ADM1Code", Code, "Not coded.", nothing),
    column("Actor2Geo_ADM2Code", Code, "Not coded.", nothing),
    column("Actor2Geo_Lat", Real, "Not coded.", nothing),
    column("Actor2Geo_Long", Real, "Not coded.", nothing),
    column("Actor2Geo_FeatureID", Code, "Not coded.", nothing),
    column(
        "ActionGeo_Type",
        Whole,
        "0 unknown, 1 country, 2 US state, 3 US city, 4 city elsewhere, 5 state elsewhere.",
        |r| Cell::Whole(geo_type(r)),
    ),
    column("ActionGeo_FullName", Text, "Name of the place.", |r| {
        place(r, |p| Cell::text(p.name))
    }),
    column("ActionGeo_CountryCode", Code, "FIPS 10-4.", |r| {
        Cell::text(fips(r))
    }),
    column(
        "ActionGeo_ADM1Code",
        Code,
        "FIPS 10-4 of the country: its divisions are not coded.",
        |r| Cell::text(fips(r)),
    ),
    column("ActionGeo_ADM2Code", Code, "Not coded.", nothing),
    column(
        "ActionGeo_Lat",
        Real,
        "Degrees north; type 1 is the state as a whole.",
        |r| place(r, |p| Cell::real(p.point.map(|p| p.0))),
    ),
    column("ActionGeo_Long", Real, "Degrees east.", |r| {
        place(r, |p| Cell::real(p.point.map(|p| p.1)))
    }),
    column(
        "ActionGeo_FeatureID",
        Code,
        "GeoNames id (GDELT has a GNS or GNIS id here).",
        |r| {
            place(r, |p| {
                Cell::text(p.geonameid.map(|id| id.to_string()).unwrap_or_default())
            })
        },
    ),
    column(
        "DATEADDED",
        Whole,
        "Day of the report, YYYYMMDD000000: the hour is not kept.",
        published,
    ),
    column(
        "SOURCEURL",
        Text,
        "Address of the report, else its id.",
        |r| Cell::text(address(r.event)),
    ),
];

/// The columns of a mentions file.
pub const MENTIONS: &[Column] = &[
    column("GLOBALEVENTID", Whole, "Number of the episode.", |r| {
        Cell::Whole(event_id(r))
    }),
    column(
        "EventTimeDate",
        Whole,
        "First day of the event, YYYYMMDD000000.",
        |r| {
            day(r, |[y, m, d]| {
                Cell::Whole((y * 10_000 + m * 100 + d) * 1_000_000)
            })
        },
    ),
    column(
        "MentionTimeDate",
        Whole,
        "Day of the report, YYYYMMDD000000.",
        published,
    ),
    column(
        "MentionType",
        Whole,
        "1: from the web; 2 where the report has no address.",
        |r| Cell::whole(1 + i64::from(r.event.article.url.is_none())),
    ),
    column("MentionSourceName", Text, "The outlet.", outlet),
    column(
        "MentionIdentifier",
        Text,
        "Address of the report, else its id.",
        |r| Cell::text(address(r.event)),
    ),
    column(
        "SentenceID",
        Whole,
        "Number of the sentence, from 1.",
        |r| Cell::whole(i64::from(r.event.sentence) + 1),
    ),
    column(
        "Actor1CharOffset",
        Whole,
        "Where the actor's words begin in the text of the record, in code points; -1 without one.",
        |r| offset(r.actor),
    ),
    column(
        "Actor2CharOffset",
        Whole,
        "The same of the recipient.",
        |r| offset(r.recipient),
    ),
    column("ActionCharOffset", Whole, "The same of the act.", |r| {
        Cell::whole(r.event.trigger[0])
    }),
    column(
        "InRawText",
        Whole,
        "1: always found in the text as it stands.",
        |_| Cell::Whole(1),
    ),
    column("Confidence", Whole, "Probability in percent.", |r| {
        Cell::Whole((r.event.confidence * 100.0).round() as i64)
    }),
    column("MentionDocLen", Whole, "Not kept.", nothing),
    column("MentionDocTone", Real, "Not coded.", nothing),
    column(
        "MentionDocTranslationInfo",
        Text,
        "Empty: nothing is translated.",
        nothing,
    ),
    column("Extras", Text, "Empty.", nothing),
];

fn zero<'a>(_: &Row<'a>) -> Cell<'a> {
    Cell::Whole(0)
}

fn event_id(row: &Row) -> i64 {
    number(row.event.episode.unwrap_or(row.event.key))
}

fn day<'a>(row: &Row<'a>, of: impl FnOnce([i64; 3]) -> Cell<'a>) -> Cell<'a> {
    let day = row.event.day.and_then(civil);
    day.map_or(Cell::None, of)
}

fn published<'a>(row: &Row<'a>) -> Cell<'a> {
    let day = row.event.article.published.as_deref().and_then(civil);
    day.map_or(Cell::None, |[y, m, d]| {
        Cell::Whole((y * 10_000 + m * 100 + d) * 1_000_000)
    })
}

fn actor<'a>(row: &Row<'a>, of: impl FnOnce(&'a PartyView<'a>) -> Cell<'a>) -> Cell<'a> {
    row.actor.map_or(Cell::None, of)
}

fn recipient<'a>(row: &Row<'a>, of: impl FnOnce(&'a PartyView<'a>) -> Cell<'a>) -> Cell<'a> {
    row.recipient.map_or(Cell::None, of)
}

fn state<'a>(row: &Row<'a>, party: Option<&'a PartyView<'a>>) -> Cell<'a> {
    let country = party.map(|p| p.country);
    Cell::maybe(country.filter(|c| !row.world.is_standin(c)))
}

fn standin<'a>(row: &Row<'a>, party: Option<&'a PartyView<'a>>) -> Cell<'a> {
    let country = party.map(|p| p.country);
    Cell::maybe(country.filter(|c| row.world.is_standin(c)))
}

fn sector<'a>(party: Option<&'a PartyView<'a>>, n: usize) -> Cell<'a> {
    Cell::maybe(party.and_then(|p| sectors(p).nth(n)))
}

fn cameo<'a>(row: &Row<'a>, digits: usize) -> &'a str {
    let code = row.event.cameo.unwrap_or_default();
    code.get(..digits).unwrap_or(code)
}

fn fips<'a>(row: &Row<'a>) -> &'a str {
    let country = row.event.place.as_ref().and_then(|p| p.country);
    let scheme = country.and_then(|c| row.scheme(c));
    scheme.map_or("", |s| &s.fips)
}

fn geo_type(row: &Row) -> i64 {
    let Some(place) = &row.event.place else {
        return 0;
    };
    let own = fips(row) == OWN;
    match (
        is(place, Resolution::Country),
        is(place, Resolution::Province),
    ) {
        (true, _) => 1,
        (_, true) if own => 2,
        (_, true) => 5,
        _ if own => 3,
        _ => 4,
    }
}

fn offset<'a>(party: Option<&'a PartyView<'a>>) -> Cell<'a> {
    Cell::Whole(party.map_or(-1, |p| i64::from(p.span[0])))
}

fn address<'a>(event: &'a EventView<'a>) -> Cow<'a, str> {
    let article = &event.article;
    Cow::Borrowed(article.url.as_deref().unwrap_or(&article.name))
}
