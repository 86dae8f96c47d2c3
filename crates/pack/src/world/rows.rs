//! Rows of the world's tables, as read.

use std::sync::Arc;

use jiff::civil::Date;
use risalah_doc::{Code, EntityKind, Resolution};

/// A state.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub code: Arc<str>,
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// Its usual name in each language of the world, in the world's order of languages.
    pub names: Vec<String>,
    /// GeoNames id.
    pub geonameid: Option<u32>,
    /// Degrees north and east of the state as a whole.
    pub point: Option<(f64, f64)>,
    /// What other schemes call it.
    pub scheme: Scheme,
}

/// What other schemes call a state; empty where they have none of it.
#[derive(Clone, Debug, Default)]
pub struct Scheme {
    /// Its name in English.
    pub name: String,
    /// FIPS 10-4, two letters.
    pub fips: String,
    /// The Correlates of War's abbreviation.
    pub cow: String,
    /// The Correlates of War's number.
    pub cow_number: Option<u16>,
}

/// A body or group.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its id.
    pub id: Arc<str>,
    /// Its usual name in each language.
    pub names: Vec<String>,
    /// Country or stand-in, and sectors.
    pub code: Code,
    /// Organization or group.
    pub kind: EntityKind,
    /// What kind of body: `igo`, `ministry`, `party` …
    pub class: String,
    /// Its country.
    pub country: Option<Arc<str>>,
    /// The city it sits in.
    pub seat: Option<String>,
}

/// Classes of bodies that every state has: their names are shared by many.
const OF_STATES: [&str; 8] = [
    "agency",
    "army",
    "bank",
    "court",
    "government",
    "ministry",
    "parliament",
    "police",
];

impl Body {
    /// Whether it is of a class that every state has.
    pub fn is_of_state(&self) -> bool {
        OF_STATES.contains(&self.class.as_str())
    }
}

/// An office that persons hold.
#[derive(Clone, Debug)]
pub struct Office {
    /// Its id.
    pub id: Arc<str>,
    /// Its usual title in each language.
    pub names: Vec<String>,
    /// The sectors of whoever holds it.
    pub sectors: Code,
    /// The body it is of; `None` where it is a country's.
    pub body: Option<u32>,
    /// What kind of office.
    pub class: String,
}

/// A term of office.
#[derive(Clone, Debug)]
pub struct Term {
    /// The office.
    pub office: u32,
    /// The country it is held in.
    pub country: Option<u32>,
    /// The body it is held in.
    pub body: Option<u32>,
    /// The holder.
    pub person: u32,
    /// The earliest and the latest day it may have begun.
    pub from: Option<(Date, Date)>,
    /// The earliest and the latest day it may have ended; `None` while it lasts.
    pub to: Option<(Date, Date)>,
}

impl Term {
    /// Whether it covers the day; without a day, whether it lasts.
    pub fn covers(&self, day: Option<Date>) -> bool {
        match day {
            Some(day) => self.from.is_none_or(|f| f.0 <= day) && self.to.is_none_or(|t| day <= t.1),
            None => self.to.is_none(),
        }
    }
}

/// Someone who holds or held offices.
#[derive(Clone, Debug)]
pub struct Person {
    /// The full name.
    pub name: String,
    /// The terms, in the order of the file.
    pub terms: Vec<u32>,
}

/// A place below the level of states.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: Arc<str>,
    /// Its usual name in each language.
    pub names: Vec<String>,
    /// The state it belongs to; `None` for seas and the like.
    pub country: Option<Arc<str>>,
    /// How fine it is; `None` for a region larger than that.
    pub level: Option<Resolution>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The place it lies in.
    pub parent: Option<u32>,
    /// The first-level division of GeoNames that it is.
    pub division: Option<Arc<str>>,
}
