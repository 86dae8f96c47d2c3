//! Cities of the world, and counties: a table of bytes that is looked up where it lies.
//!
//! `cargo xtask world` compiles it from GeoNames and the Census Bureau. Layout, all numbers little endian:
//! the magic, four counts (regions, cities, names, bytes of text), regions (two letters of the
//! country, one byte of length, three of the first-level division), cities (24 bytes), names
//! (8 bytes: 40 bits of hash, 24 bits of city, sorted), text.

use super::phrase::{Phrase, Piece, Shown};
use super::seek::Beginnings;

const MAGIC: &[u8; 8] = b"RSLCITY1";
const HEADER: usize = 8 + 4 * 4;
const REGION: usize = 6;
const CITY: usize = 24;
const NAME: usize = 8;
const INDEX_BITS: u32 = 24;

/// The longest city names that are looked for, in pieces.
const LONGEST: usize = 5;

/// The table.
#[derive(Debug, Default)]
pub struct Cities {
    bytes: Vec<u8>,
    regions: usize,
    cities: usize,
    names: usize,
    beginnings: Beginnings,
}

/// A city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct City<'a> {
    /// GeoNames id; 0 for a county, which comes from another list.
    pub geonameid: u32,
    /// Its usual name.
    pub name: &'a str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2.
    pub iso2: &'a str,
    /// GeoNames' code of the first-level division.
    pub region: &'a str,
    /// Inhabitants.
    pub population: u32,
}

impl City<'_> {
    /// Whether it is no town but a county.
    pub fn is_county(&self) -> bool {
        self.geonameid == 0
    }
}

/// A city to be compiled, with the other names it goes by.
#[derive(Clone, Debug)]
pub struct Row {
    /// GeoNames id; 0 for a county.
    pub geonameid: u32,
    /// All names, the usual one first.
    pub names: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2.
    pub iso2: String,
    /// GeoNames' code of the first-level division.
    pub region: String,
    /// Inhabitants.
    pub population: u32,
}

impl Cities {
    /// Reads a compiled table; `None` if it is none or is cut short.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let count = |n: usize| number(&bytes, 8 + 4 * n).map(|x| x as usize);
        let (regions, cities, names, text) = (count(0)?, count(1)?, count(2)?, count(3)?);
        let size = HEADER + regions * REGION + cities * CITY + names * NAME + text;
        if bytes.get(..8)? != MAGIC || bytes.len() != size {
            return None;
        }
        let mut read = Self {
            bytes,
            regions,
            cities,
            names,
            beginnings: Beginnings::default(),
        };
        read.beginnings = Beginnings::new(names, |n| read.name(n).unwrap_or(u64::MAX));
        Some(read)
    }

    /// How many cities there are.
    pub fn len(&self) -> usize {
        self.cities
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cities == 0
    }

    /// The longest name of cities that starts at the first of these pieces: its number of
    /// pieces, and the cities, largest first.
    pub fn longest(&self, pieces: &[Piece]) -> Option<(usize, Vec<City<'_>>)> {
        let mut best = None;
        let mut shown = Shown::start(pieces.first()?);
        for (n, piece) in pieces.iter().enumerate().take(LONGEST) {
            if n > 0 {
                shown = shown.then(piece);
            }
            let found = self.shown(&shown);
            if !found.is_empty() {
                best = Some((n + 1, found));
            }
        }
        best
    }

    /// The cities of this name, largest first.
    pub fn exactly(&self, name: &str) -> Vec<City<'_>> {
        Shown::of(name).map_or_else(Vec::new, |shown| self.shown(&shown))
    }

    fn shown(&self, shown: &Shown) -> Vec<City<'_>> {
        let found = self.named(shown.usual);
        match shown.loud().filter(|_| found.is_empty()) {
            Some(loud) => self.named(loud),
            None => found,
        }
    }

    fn named(&self, phrase: Phrase) -> Vec<City<'_>> {
        let key = phrase.titled >> INDEX_BITS;
        let hash = |n: usize| self.name(n).unwrap_or(u64::MAX);
        let first = self.beginnings.first_from(key << INDEX_BITS, hash);
        let mut found: Vec<City<'_>> = (first..self.names)
            .map_while(|n| self.name(n).filter(|n| n >> INDEX_BITS == key))
            .filter_map(|n| self.city((n & ((1 << INDEX_BITS) - 1)) as usize))
            .collect();
        // No city is listed twice under a name, and those of one size keep the table's order.
        found.sort_by_key(|c| std::cmp::Reverse(c.population));
        found
    }

    fn name(&self, n: usize) -> Option<u64> {
        let at = HEADER + self.regions * REGION + self.cities * CITY + n * NAME;
        let bytes = self.bytes.get(at..at + NAME)?;
        Some(u64::from_le_bytes(bytes.try_into().ok()?))
    }

    fn city(&self, n: usize) -> Option<City<'_>> {
        let at = HEADER + self.regions * REGION + n * CITY;
        let field = |k: usize| number(&self.bytes, at + 4 * k);
        let region = HEADER + (field(4)? >> 8) as usize * REGION;
        let region = self.bytes.get(region..region + REGION)?;
        let texts = HEADER + self.regions * REGION + self.cities * CITY + self.names * NAME;
        let (start, len) = (texts + field(5)? as usize, (field(4)? & 0xff) as usize);
        let degrees = |x: u32| f64::from(x as i32) / 1e5;
        Some(City {
            geonameid: field(0)?,
            lat: degrees(field(1)?),
            lon: degrees(field(2)?),
            population: field(3)?,
            iso2: std::str::from_utf8(&region[..2]).ok()?,
            region: std::str::from_utf8(region.get(3..3 + usize::from(region[2]))?).ok()?,
            name: std::str::from_utf8(self.bytes.get(start..start + len)?).ok()?,
        })
    }

    /// Compiles a table. Regions' codes longer than three bytes and names longer than 255 are cut
    /// off, as no city has any.
    pub fn compile(rows: &[Row]) -> Vec<u8> {
        let mut regions: Vec<(&str, &str)> = rows
            .iter()
            .map(|r| (r.iso2.as_str(), r.region.as_str()))
            .collect();
        regions.sort_unstable();
        regions.dedup();
        let (mut cities, mut names, mut text) = (Vec::new(), Vec::new(), Vec::<u8>::new());
        for (index, row) in rows.iter().enumerate() {
            let region = regions
                .binary_search(&(&row.iso2, &row.region))
                .unwrap_or_default() as u32;
            let name = row.names.first().map_or("", String::as_str);
            let degrees = |x: f64| ((x * 1e5).round() as i32) as u32;
            let len = name.len().min(255) as u32;
            let (lat, lon) = (degrees(row.lat), degrees(row.lon));
            let start = text.len() as u32;
            for field in [
                row.geonameid,
                lat,
                lon,
                row.population,
                region << 8 | len,
                start,
            ] {
                cities.extend(field.to_le_bytes());
            }
            text.extend(&name.as_bytes()[..len as usize]);
            for name in row.names.iter().filter_map(|n| Phrase::of(n)) {
                names.push(name.0.titled >> INDEX_BITS << INDEX_BITS | index as u64);
            }
        }
        names.sort_unstable();
        names.dedup();
        let mut out = MAGIC.to_vec();
        for count in [regions.len(), rows.len(), names.len(), text.len()] {
            out.extend((count as u32).to_le_bytes());
        }
        for (iso2, region) in regions {
            let mut bytes = [0; REGION];
            let (iso2, region) = (iso2.as_bytes(), &region.as_bytes()[..region.len().min(3)]);
            bytes[..iso2.len().min(2)].copy_from_slice(&iso2[..iso2.len().min(2)]);
            bytes[2] = region.len() as u8;
            bytes[3..3 + region.len()].copy_from_slice(region);
            out.extend(bytes);
        }
        out.extend(cities);
        out.extend(names.iter().flat_map(|n| n.to_le_bytes()));
        out.extend(text);
        out
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::phrase::pieces;

    fn row(geonameid: u32, names: &[&str], population: u32) -> Row {
        Row {
            geonameid,
            names: names.iter().map(|&n| n.to_owned()).collect(),
            lat: -6.25,
            lon: 106.5,
            iso2: "XY".to_owned(),
            region: "04".to_owned(),
            population,
        }
    }

    #[test]
    fn what_is_compiled_is_found_again_largest_first() {
        let rows = [row(1, &["Alpha"], 5), row(2, &["Alpha", "Alpha Beta"], 9)];
        let cities = Cities::read(Cities::compile(&rows)).expect("a table");
        let ids = |name| {
            cities
                .exactly(name)
                .iter()
                .map(|c| c.geonameid)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids("Alpha"), [2, 1]);
        assert_eq!(ids("ALPHA BETA"), [2]);
        assert!(ids("alpha").is_empty());
        let (n, found) = cities.longest(&pieces("Alpha Beta Gamma")).expect("found");
        assert_eq!((n, found[0].name, found[0].lat), (2, "Alpha", -6.25));
        assert_eq!((found[0].iso2, found[0].region), ("XY", "04"));
    }

    #[test]
    fn counties_of_one_name_are_all_found() {
        let rows = [row(0, &["Alpha County"], 3), row(0, &["Alpha County"], 3)];
        let cities = Cities::read(Cities::compile(&rows)).expect("a table");
        let found = cities.exactly("Alpha County");
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(City::is_county));
    }

    #[test]
    fn a_table_cut_short_is_refused() {
        let mut bytes = Cities::compile(&[row(1, &["Alpha"], 5)]);
        bytes.pop();
        assert!(Cities::read(bytes).is_none());
        assert!(Cities::read(Vec::new()).is_none());
    }
}
