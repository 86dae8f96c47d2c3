//! The world: states, bodies, offices and who holds them, places, cities, and all their names.
//!
//! The tables stand in `world/*.tsv` (`packs/README.md` describes them); cities come compiled
//! from GeoNames. Codes of sectors and stand-ins for countries stand in `world/codes.tsv`.

mod check;
mod dates;
mod load;
pub(crate) mod seek;

pub mod callnames;
pub mod cities;
pub mod names;
pub mod phrase;
pub mod rows;

use std::sync::Arc;

use jiff::civil::Date;
use risalah_doc::{Code, Lang};

pub use callnames::{CallName, CallNames};
pub use cities::{Cities, City};
pub use names::{Entry, Found, Names};
pub use phrase::{Piece, pieces, pieces_cut};
pub use rows::{Body, Country, Office, Person, Place, Scheme, Term};

use crate::Files;

/// What the engine knows of the world, the same for all languages but for the names.
#[derive(Debug, Default)]
pub struct World {
    /// States, in the order of the file.
    pub countries: Vec<Country>,
    /// Bodies and groups.
    pub bodies: Vec<Body>,
    /// Offices.
    pub offices: Vec<Office>,
    /// Terms of office.
    pub terms: Vec<Term>,
    /// Holders of offices.
    pub people: Vec<Person>,
    /// Places below the level of states.
    pub places: Vec<Place>,
    /// Cities.
    pub cities: Cities,
    /// Given names and family names.
    pub callnames: CallNames,
    /// The sector of officials, which gives way to that of the body they speak for.
    pub official: Option<Arc<str>>,
    /// The sector of those who were officials.
    pub past: Option<Arc<str>>,
    /// Sectors that who has left them is a past official of.
    pub public: Vec<Arc<str>>,
    /// The sector of people of whom nothing else is known.
    pub individual: Option<Arc<str>>,
    /// Sectors of armed bands: who leads one or fights for it is coded as it is.
    pub bands: Vec<Arc<str>>,
    /// The sector of workers, which says nothing of whoever works for a body across borders.
    pub workers: Option<Arc<str>>,
    // Places of countries, in the order of their codes.
    by_code: Vec<u32>,
    // For each country, the name of its capital in each language.
    capitals: Vec<Vec<String>>,
    // Sorted.
    standins: Vec<Arc<str>>,
    // Sorted.
    sectors: Vec<Arc<str>>,
    names: Vec<(Lang, Names)>,
}

impl World {
    /// The code of who held an office or served in a body of this code and does no longer: a past
    /// official's, but former executives, priests and rebels stay what they were.
    pub fn past_of(&self, code: Code) -> Code {
        let served = |sector: &str| {
            let public = self.public.iter().any(|p| **p == *sector);
            public || self.official.as_deref() == Some(sector)
        };
        match self.past.as_deref() {
            Some(past) if code.sectors().next().is_none_or(served) => {
                Code::new(code.country(), [past])
            }
            _ => code,
        }
    }
    /// Loads `world/`; faults go to `files`.
    pub fn load(files: &mut Files) -> Self {
        let mut world = load::Loader::new(files).load();
        world.callnames = CallNames::load(files);
        let path = "world/cities.bin";
        if files.has(path)
            && let Some(bytes) = files.bytes(path)
        {
            match Cities::read(bytes) {
                Some(cities) => world.cities = cities,
                None => files.fault(
                    Files::at(path, 0),
                    "is no table of cities: `cargo xtask world` compiles one",
                ),
            }
        }
        world
    }

    /// The names in a language.
    pub fn names(&self, lang: Lang) -> Option<&Names> {
        self.names.iter().find(|n| n.0 == lang).map(|n| &n.1)
    }

    /// The place of a language in lists of usual names.
    pub fn lang(&self, lang: Lang) -> usize {
        let at = self.names.iter().position(|n| n.0 == lang);
        at.unwrap_or_default()
    }

    /// Whether the code stands in for a country (`IGO`, `NGO` …).
    pub fn is_standin(&self, code: &str) -> bool {
        self.standins.binary_search_by(|s| (**s).cmp(code)).is_ok()
    }

    /// Whether the code is a sector's (`GOV`, `MIL` …).
    pub fn is_sector(&self, code: &str) -> bool {
        self.sectors.binary_search_by(|s| (**s).cmp(code)).is_ok()
    }

    /// A country by its code of three letters.
    pub fn country(&self, code: &str) -> Option<&Country> {
        let of = |at: &u32| &self.countries[*at as usize];
        let at = self.by_code.binary_search_by(|at| (*of(at).code).cmp(code));
        at.ok().map(|at| of(&self.by_code[at]))
    }

    /// A country by its code of two letters.
    pub fn country_by_iso2(&self, iso2: &str) -> Option<&Country> {
        self.countries.iter().find(|c| c.iso2 == iso2)
    }

    /// The first-level division of GeoNames that a place is, with its country.
    pub fn division_of(&self, place: u32) -> Option<(&str, &str)> {
        let place = &self.places[place as usize];
        let country = self.country(place.country.as_deref()?)?;
        Some((&country.iso2, place.division.as_deref()?))
    }

    /// The name of a country's capital.
    pub fn capital(&self, country: u32, lang: usize) -> Option<&str> {
        let name = self.capitals.get(country as usize)?.get(lang)?;
        Some(name.as_str()).filter(|n| !n.is_empty())
    }

    /// The office a person holds on the day; the first where there are several. Without a day,
    /// one that lasts.
    pub fn held(&self, person: u32, day: Option<Date>) -> Option<&Term> {
        self.terms_of(person).find(|t| t.covers(day))
    }

    /// All terms of a person.
    pub fn terms_of(&self, person: u32) -> impl Iterator<Item = &Term> {
        let terms = self.people.get(person as usize).map(|p| p.terms.as_slice());
        terms
            .unwrap_or_default()
            .iter()
            .map(|&t| &self.terms[t as usize])
    }

    /// Who holds the office on the day, in this country or body.
    pub fn holder(
        &self,
        office: u32,
        country: Option<u32>,
        body: Option<u32>,
        day: Option<Date>,
    ) -> Option<u32> {
        self.terms
            .iter()
            .find(|t| {
                t.office == office
                    && (country.is_some() && t.country == country
                        || body.is_some() && t.body == body)
                    && t.covers(day)
            })
            .map(|t| t.person)
    }

    /// Country and sectors of a term's holder.
    pub fn code_of(&self, term: &Term) -> Code {
        let office = &self.offices[term.office as usize];
        let sectors = office.sectors.sectors();
        if let Some(country) = term.country {
            return Code::new(Some(&self.countries[country as usize].code), sectors);
        }
        let Some(body) = term.body.and_then(|b| self.bodies.get(b as usize)) else {
            return office.sectors;
        };
        let official = office
            .sectors
            .sectors()
            .all(|s| Some(s) == self.official.as_deref());
        if official && office.sectors.country().is_none() {
            return body.code;
        }
        Code::new(office.sectors.country().or(body.code.country()), sectors)
    }
}
