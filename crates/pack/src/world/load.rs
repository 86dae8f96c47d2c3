//! Reading and checking the world's tables.

mod offices;
mod places;

use std::sync::Arc;

use hashbrown::HashMap;
use risalah_doc::{Code, EntityKind, Lang};

use super::World;
use super::names::{Builder, Entry};
use super::rows::{Body, Country, Scheme};
use crate::{At, Files, Row, Table};

type Ids = HashMap<String, u32, foldhash::fast::FixedState>;

/// What the loaders share: the files, the languages, and the names found so far.
pub(super) struct Loader<'a> {
    files: &'a mut Files,
    langs: Vec<Lang>,
    world: World,
    names: Vec<Builder>,
    countries: Ids,
    bodies: Ids,
    offices: Ids,
    places: Ids,
    people: Ids,
    // Where each term stands.
    lines: Vec<At>,
}

/// Columns of a table: the fixed ones first, then one for each kind of name and language.
struct Columns {
    fixed: usize,
    langs: usize,
}

impl Columns {
    /// The column of the `kind`-th kind of name in the `lang`-th language.
    fn at(&self, kind: usize, lang: usize) -> usize {
        self.fixed + kind * self.langs + lang
    }
}

impl<'a> Loader<'a> {
    pub(super) fn new(files: &'a mut Files) -> Self {
        let langs = langs(files);
        Self {
            files,
            world: World::default(),
            names: langs.iter().map(|_| Builder::default()).collect(),
            langs,
            countries: Ids::default(),
            bodies: Ids::default(),
            offices: Ids::default(),
            places: Ids::default(),
            people: Ids::default(),
            lines: Vec::new(),
        }
    }

    /// Reads everything.
    pub(super) fn load(mut self) -> World {
        self.codes();
        self.read_countries();
        self.read_points();
        self.read_schemes();
        self.read_bodies();
        self.read_offices();
        self.read_holders();
        self.read_places();
        self.read_divisions();
        super::check::terms(self.files, &self.world, &self.lines);
        let names = self.names.into_iter().map(Builder::finish);
        self.world.names = self.langs.iter().copied().zip(names).collect();
        self.world
    }

    fn fault(&mut self, at: &At, what: impl Into<String>) {
        self.files.fault(at.clone(), what);
    }

    fn table(&mut self, name: &str, fixed: &[&str], kinds: &[&str]) -> (Table, Columns) {
        let path = format!("world/{name}.tsv");
        let columns = Columns {
            fixed: fixed.len(),
            langs: self.langs.len(),
        };
        if !self.files.has(&path) {
            return (Table::default(), columns);
        }
        let named: Vec<String> = kinds
            .iter()
            .flat_map(|kind| self.langs.iter().map(move |lang| format!("{kind}_{lang}")))
            .collect();
        let all: Vec<&str> = fixed
            .iter()
            .copied()
            .chain(named.iter().map(String::as_str))
            .collect();
        (self.files.table(&path, &all), columns)
    }

    /// Registers a row's id; a fault where it is missing or taken.
    fn register(&mut self, row: &Row, next: usize, ids: fn(&mut Self) -> &mut Ids) -> Option<u32> {
        let id = row.cell(0);
        if id.is_empty() {
            self.fault(&row.at, "has no id");
            return None;
        }
        let next = next as u32;
        match ids(self).try_insert(id.to_owned(), next) {
            Ok(_) => Some(next),
            Err(_) => {
                self.fault(&row.at, format!("id `{id}` is taken by an earlier line"));
                None
            }
        }
    }

    /// Adds a row's names in every language and gives the usual ones.
    fn add(&mut self, row: &Row, columns: &Columns, kind: usize, entry: Entry) -> Vec<String> {
        let mut usual = Vec::with_capacity(self.langs.len());
        for (lang, names) in self.names.iter_mut().enumerate() {
            let column = columns.at(kind, lang);
            usual.push(row.values(column).next().unwrap_or_default().to_owned());
            for name in row.values(column) {
                names.add(name, entry);
            }
        }
        usual
    }

    /// Adds the names of every language to all languages, as bodies go by foreign names too.
    fn add_everywhere(&mut self, row: &Row, columns: &Columns, kind: usize, entry: Entry) {
        for lang in 0..self.langs.len() {
            for name in row.values(columns.at(kind, lang)) {
                // A short name may be a word of the other language.
                let long = name.contains(char::is_whitespace);
                for (other, names) in self.names.iter_mut().enumerate() {
                    if other != lang && long {
                        names.add(name, entry);
                    }
                }
            }
        }
    }

    fn codes(&mut self) {
        let (table, _) = self.table("codes", &["code", "kind", "meaning"], &[]);
        for row in &table.rows {
            let code: Arc<str> = row.cell(0).into();
            match row.cell(1) {
                "standin" => {
                    self.world.standins.push(code);
                    continue;
                }
                "sector" => {}
                "band" => self.world.bands.push(code.clone()),
                "workers" => self.world.workers = Some(code.clone()),
                "public" => self.world.public.push(code.clone()),
                "official" => self.world.official = Some(code.clone()),
                "past" => self.world.past = Some(code.clone()),
                "individual" => self.world.individual = Some(code.clone()),
                other => {
                    let what = format!(
                        "kind `{other}` is not standin, sector, band, workers, public, official, past or individual"
                    );
                    self.fault(&row.at, what);
                }
            }
            self.world.sectors.push(code);
        }
        self.world.sectors.sort();
        self.world.standins.sort();
    }

    fn read_countries(&mut self) {
        let kinds = ["names", "adj", "capital", "meton"];
        let (table, columns) = self.table("countries", &["code", "iso2", "region_code"], &kinds);
        for row in &table.rows {
            let code = row.cell(0);
            if Code::new(Some(code), []).country() != Some(code) {
                self.fault(
                    &row.at,
                    format!("`{code}` is no code of three capital letters"),
                );
            }
            let next = self.world.countries.len();
            let Some(id) = self.register(row, next, |s| &mut s.countries) else {
                continue;
            };
            for former in row.values(2) {
                self.countries.insert(former.to_owned(), id);
            }
            let names = self.add(row, &columns, 0, Entry::Country(id));
            if names.iter().any(String::is_empty) {
                self.fault(
                    &row.at,
                    format!("`{code}` lacks a name in one of the languages"),
                );
            }
            self.add(row, &columns, 1, Entry::Adjective(id));
            let capital = self.add(row, &columns, 2, Entry::Seat(id));
            self.add(row, &columns, 3, Entry::Seat(id));
            self.world.capitals.push(capital);
            self.world.countries.push(Country {
                code: code.into(),
                iso2: row.cell(1).to_owned(),
                names,
                geonameid: None,
                point: None,
                scheme: Scheme::default(),
            });
        }
        let countries = &self.world.countries;
        let mut by_code: Vec<u32> = (0..countries.len() as u32).collect();
        by_code.sort_unstable_by_key(|at| &countries[*at as usize].code);
        self.world.by_code = by_code;
    }

    /// Where states lie.
    fn read_points(&mut self) {
        let (table, _) = self.table("points", &["code", "lat", "lon", "geonameid"], &[]);
        for row in &table.rows {
            let Some(&id) = self.countries.get(row.cell(0)) else {
                let what = format!("country `{}` is not in countries.tsv", row.cell(0));
                self.fault(&row.at, what);
                continue;
            };
            let point = self.point(row, 1);
            let country = &mut self.world.countries[id as usize];
            country.point = point;
            country.geonameid = row.cell(3).parse().ok();
            if country.geonameid.is_none() {
                self.fault(&row.at, format!("`{}` is no GeoNames id", row.cell(3)));
            }
        }
    }

    /// What other schemes call states.
    fn read_schemes(&mut self) {
        let fixed = ["code", "name", "fips", "cow", "cow_number"];
        let (table, _) = self.table("schemes", &fixed, &[]);
        for row in &table.rows {
            let Some(&id) = self.countries.get(row.cell(0)) else {
                let what = format!("country `{}` is not in countries.tsv", row.cell(0));
                self.fault(&row.at, what);
                continue;
            };
            let number = row.cell(4);
            let cow_number = number.parse().ok();
            if cow_number.is_none() && !number.is_empty() {
                self.fault(&row.at, format!("`{number}` is no number"));
            }
            self.world.countries[id as usize].scheme = Scheme {
                name: row.cell(1).to_owned(),
                fips: row.cell(2).to_owned(),
                cow: row.cell(3).to_owned(),
                cow_number,
            };
        }
    }

    /// The country of a cell, by its code; a fault where there is none of it.
    fn country(&mut self, row: &Row, code: &str) -> Option<Arc<str>> {
        if code.is_empty() {
            return None;
        }
        match self.countries.get(code) {
            Some(&id) => Some(self.world.countries[id as usize].code.clone()),
            None => {
                self.fault(&row.at, format!("country `{code}` is not in countries.tsv"));
                None
            }
        }
    }

    /// Reads a code such as `IDNCOP` or `GOV|MIL`; a fault for each part that is not known.
    fn code(&mut self, row: &Row, text: &str) -> Code {
        let mut code = Code::default();
        let parts = text.split('|').flat_map(|part| part.as_bytes().chunks(3));
        for (n, part) in parts.enumerate() {
            let part = std::str::from_utf8(part).unwrap_or_default();
            let state = self.countries.contains_key(part) || self.world.is_standin(part);
            if n == 0 && state {
                code = Code::new(Some(part), []);
            } else if self.world.is_sector(part) {
                code.push(part);
            } else {
                let what = format!("`{part}` in code `{text}` is no country or sector");
                self.fault(&row.at, what);
            }
        }
        code
    }

    fn read_bodies(&mut self) {
        let fixed = ["id", "code", "kind", "class", "country", "seat"];
        let (table, columns) = self.table("bodies", &fixed, &["names", "head"]);
        for row in &table.rows {
            let next = self.world.bodies.len();
            let Some(id) = self.register(row, next, |s| &mut s.bodies) else {
                continue;
            };
            let names = self.add(row, &columns, 0, Entry::Body(id));
            if names.iter().all(String::is_empty) {
                self.fault(&row.at, format!("`{}` has no name", row.cell(0)));
            }
            self.add_everywhere(row, &columns, 0, Entry::Body(id));
            self.add(row, &columns, 1, Entry::Head(id));
            let kind = match row.cell(2) {
                "organization" => EntityKind::Organization,
                "group" => EntityKind::Group,
                other => {
                    self.fault(
                        &row.at,
                        format!("kind `{other}` is not organization or group"),
                    );
                    EntityKind::Organization
                }
            };
            let code = self.code(row, row.cell(1));
            let country = self.country(row, row.cell(4));
            self.world.bodies.push(Body {
                id: row.cell(0).into(),
                names,
                code,
                kind,
                class: row.cell(3).to_owned(),
                country,
                seat: row.known(5).map(str::to_owned),
            });
        }
    }

    fn point(&mut self, row: &Row, cell: usize) -> Option<(f64, f64)> {
        let (lat, lon) = (row.known(cell)?, row.known(cell + 1)?);
        let within = |x: &str, most: f64| x.parse::<f64>().ok().filter(|x| x.abs() <= most);
        let point = within(lat, 90.0).zip(within(lon, 180.0));
        if point.is_none() {
            self.fault(
                &row.at,
                format!("`{lat}` and `{lon}` are no degrees north and east"),
            );
        }
        point
    }
}

/// The languages that `countries.tsv` has names in; the other tables must have the same.
fn langs(files: &mut Files) -> Vec<Lang> {
    let path = "world/countries.tsv";
    if !files.has(path) {
        return Vec::new();
    }
    let text = files.text(path).unwrap_or_default();
    let mut lines = text.lines();
    let header = lines.find(|line| !line.starts_with('#') && !line.trim().is_empty());
    let columns = header.unwrap_or_default().split('\t');
    columns
        .filter_map(|column| Lang::parse(column.trim().strip_prefix("names_")?))
        .collect()
}
