//! All that a place's name may be.

use std::sync::Arc;

use risalah_doc::{Place, Resolution, TokenId};
use risalah_pack::world::{City, Entry};

use crate::names::{Name, has_seat};
use crate::sight::Sight;

/// Somewhere a name may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    name: &'a str,
    pub(super) geonameid: Option<u32>,
    pub(super) point: Option<(f64, f64)>,
    pub(super) country: Option<&'a Arc<str>>,
    pub(super) resolution: Option<Resolution>,
    pub(super) population: u32,
    /// Country and first-level division of a town.
    pub(super) region: Option<(&'a str, &'a str)>,
    /// Country and first-level division that it is itself.
    pub(super) division: Option<(&'a str, &'a str)>,
}

impl Candidate<'_> {
    pub(super) fn place(&self) -> Place {
        Place {
            name: self.name.to_owned(),
            geonameid: self.geonameid,
            point: self.point,
            country: self.country.cloned(),
            resolution: self.resolution,
            ..Place::default()
        }
    }

    /// Whether it is a town.
    pub(super) fn is_town(&self) -> bool {
        self.resolution == Some(Resolution::City)
    }

    /// Whether this is its usual name, accents aside.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || is_alike(self.name, name)
    }

    /// Whether its usual name is this one or a longer one: "Newcastle" is Newcastle upon Tyne.
    pub(super) fn is_named(&self, name: &str) -> bool {
        let rest = |a: &str| !a.starts_with(char::is_alphanumeric);
        let opens = self.name.strip_prefix(name).is_some_and(rest);
        let ends = self
            .name
            .strip_suffix(name)
            .is_some_and(|a| a.ends_with(' '));
        opens || ends || self.is_called(name)
    }

    pub(super) fn is_state(&self) -> bool {
        self.resolution == Some(Resolution::Country)
    }

    /// Whether it is a part of a state and no town.
    pub(super) fn is_part(&self) -> bool {
        let part = matches!(
            self.resolution,
            Some(Resolution::Province | Resolution::District)
        );
        part && self.country.is_some()
    }

    /// Whether it lies clearly outside the part of a state.
    pub(super) fn is_outside(&self, part: &Self) -> bool {
        if !part.is_part() {
            return false;
        }
        match (self.region, part.division) {
            (Some(own), Some(division)) => own != division,
            _ if part.resolution == Some(Resolution::Province) => false,
            _ => {
                let points = self.point.zip(part.point);
                points.is_some_and(|(a, b)| distance(a, b) > FAR)
            }
        }
    }
}

/// Farther from a district's middle nothing lies in it, in kilometres.
const FAR: f64 = 150.0;

/// A town within a longer name is looked at from this size on.
const INNER: u32 = 10_000;

/// Of several towns of its name each has so many.
const LEAST: u32 = 1_000;

/// A state counts as much as a city of so many inhabitants.
const STATE: u32 = 20_000_000;

/// A place of our own list counts as much as a city of so many inhabitants.
const ROW: u32 = 1_000_000;

/// A first-level division counts as much as a city of so many inhabitants.
const PROVINCE: u32 = 5_000_000;

/// A division that is called like the seat of its state's government ("Washington") counts as much as
/// a city of so many inhabitants: the seat is meant, unless something else says so.
const NAMESAKE: u32 = 100_000;

/// A town whose inhabitants nobody has counted has about so many.
const UNCOUNTED: u32 = 1_000;

/// All that the name may be by itself.
pub(super) fn homonyms<'a>(
    sight: &Sight<'a>,
    name: &Name,
    of_kind: Option<&str>,
) -> Vec<Candidate<'a>> {
    let world = sight.world;
    let mut out: Vec<Candidate<'a>> = name.entries.iter().filter_map(|e| row(sight, *e)).collect();
    if has_seat(&name.entries) {
        let part = out.iter_mut().filter(|c| c.is_part());
        part.for_each(|c| c.population = NAMESAKE);
    }
    if name.country().is_some() {
        // England is a part of the state that it names, Georgia a state or a part of another.
        let part = |c: &Candidate<'_>| {
            !c.is_state() && out.iter().any(|s| s.is_state() && s.country == c.country)
        };
        if let Some(part) = out.iter().copied().find(|c| part(c)) {
            out.retain(|c| c.country != part.country || !c.is_state());
        }
        return out;
    }
    let text = name.span.of(&sight.parsed.article.text);
    if let Some(kind) = of_kind {
        let whole = world.cities.exactly(&kinded(text, kind));
        out.extend(whole.iter().map(|c| city(sight, c)));
        if !whole.is_empty() {
            return out;
        }
    }
    out.extend(towns(sight, text));
    out
}

/// The towns and counties of a name.
pub(super) fn towns<'a>(sight: &Sight<'a>, name: &str) -> Vec<Candidate<'a>> {
    let cities = sight.world.cities.exactly(name);
    cities.iter().map(|c| city(sight, c)).collect()
}

/// The name with the word behind a list of names that says what they are: "Love" of "Cooke and
/// Love counties" is Love County.
fn kinded(name: &str, kind: &str) -> String {
    let mut letters = kind.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    format!("{name} {}{}", first.collect::<String>(), letters.as_str())
}

/// Whether the token says what kind of place a name is of ("Kabupaten", "Province").
pub(super) fn is_kind(sight: &Sight<'_>, token: TokenId) -> bool {
    let form = sight.form(token).to_lowercase();
    sight.pack.naming.place_kinds.has(&form)
}

/// Whether the word is one that names of bodies and places are made of, whatever town it is: "Center",
/// "University".
fn is_word(sight: &Sight<'_>, token: TokenId) -> bool {
    let naming = &sight.pack.naming;
    let form = sight.form(token).to_lowercase();
    naming.seated.has(&form) || is_kind(sight, token)
}

/// Whether the token says that a name is of a street, a building or the like within a town.
pub(super) fn is_inner(sight: &Sight<'_>, token: TokenId) -> bool {
    let form = sight.form(token).to_lowercase();
    sight.pack.naming.inner_places.has(&form)
}

/// Cities of the name without the words that say what it is ("Kabupaten", "Province"). What is
/// called after a town is not its size: only where it lies counts.
pub(super) fn stripped<'a>(sight: &Sight<'a>, name: &Name) -> Vec<Candidate<'a>> {
    let mut tokens = name.tokens.clone();
    if tokens.len() > 1 && is_kind(sight, tokens.start) {
        tokens.start += 1;
    } else if tokens.len() > 1 && is_kind(sight, tokens.end - 1) {
        tokens.end -= 1;
    } else {
        return Vec::new();
    }
    let text = sight.span(&tokens).of(&sight.parsed.article.text);
    let cities = sight.world.cities.exactly(text);
    let small = |c: &City<'a>| Candidate {
        population: 1 + c.population / 1000,
        ..city(sight, c)
    };
    cities.iter().map(small).collect()
}

/// The listed place that a longer name holds: "RSUD Tulungagung", "North Queensland".
///
/// Of a word within a name, which may be any word, only the usual name of a town counts, and only
/// in a country that the article speaks of.
pub(super) fn within<'a>(
    sight: &Sight<'a>,
    name: &Name,
    spoken: impl Fn(&str) -> bool,
) -> Vec<Candidate<'a>> {
    let known = name.tokens.clone().rev().find_map(|t| {
        let known = sight.known_at(t)?;
        if known.tokens.len() == 1 && known.entries.is_empty() && is_word(sight, t) {
            return None;
        }
        (known.city.is_some_and(|n| n >= INNER)
            || known.entries.iter().any(|e| row(sight, *e).is_some()))
        .then_some(known)
    });
    let Some(known) = known else {
        return Vec::new();
    };
    // "Washington Avenue" is called by neither the seat of the government nor the state.
    let seat = has_seat(&known.entries);
    let rows = known.entries.iter().filter_map(|e| row(sight, *e));
    let text = known.span.of(&sight.parsed.article.text);
    let cities = || sight.world.cities.exactly(text);
    let around = |c: &Candidate<'_>| {
        let seat = cities().first().map(|c| (c.lat, c.lon));
        let apart = c.point.zip(seat).map(|(a, b)| distance(a, b));
        apart.is_some_and(|d| d < FAR)
    };
    let rows = rows.filter(|c| !seat || !c.is_part() || around(c));
    let rows: Vec<Candidate<'a>> = rows.collect();
    if !rows.is_empty() {
        return rows;
    }
    let cities = cities();
    let usual = cities
        .iter()
        .filter(|c| c.name == text && c.population >= LEAST);
    usual
        .map(|c| city(sight, c))
        .filter(|c| c.country.is_some_and(|c| spoken(c)))
        .collect()
}

fn row<'a>(sight: &Sight<'a>, entry: Entry) -> Option<Candidate<'a>> {
    let world = sight.world;
    let called = |names: &'a [String]| names.get(sight.lang).map_or("", String::as_str);
    match entry {
        Entry::Country(c) => {
            let row = &world.countries[c as usize];
            Some(Candidate {
                name: called(&row.names),
                geonameid: row.geonameid,
                point: row.point,
                country: Some(&row.code),
                resolution: Some(Resolution::Country),
                population: STATE,
                region: None,
                division: None,
            })
        }
        Entry::Place(p) => {
            let row = &world.places[p as usize];
            let province = row.level == Some(Resolution::Province);
            Some(Candidate {
                name: called(&row.names),
                geonameid: None,
                point: row.point,
                country: row.country.as_ref(),
                resolution: row.level,
                population: if province { PROVINCE } else { ROW },
                region: None,
                division: world.division_of(p),
            })
        }
        _ => None,
    }
}

fn city<'a>(sight: &Sight<'a>, city: &City<'a>) -> Candidate<'a> {
    let country = sight.world.country_by_iso2(city.iso2);
    let (id, level) = match city.is_county() {
        true => (None, Resolution::District),
        false => (Some(city.geonameid), Resolution::City),
    };
    Candidate {
        name: city.name,
        geonameid: id,
        point: Some((city.lat, city.lon)),
        country: country.map(|c| &c.code),
        resolution: Some(level),
        population: match city.population {
            0 => UNCOUNTED,
            counted => counted,
        },
        region: Some((city.iso2, city.region)),
        division: None,
    }
}

/// Whether two names differ by no more than accents: "Cancún" and "Cancun".
fn is_alike(one: &str, other: &str) -> bool {
    let letters = |name| str::chars(name).filter(|c| c.is_alphanumeric());
    let same = |(x, y): (char, char)| {
        let foreign = !x.is_ascii() || !y.is_ascii();
        foreign || x.eq_ignore_ascii_case(&y)
    };
    (!one.is_ascii() || !other.is_ascii())
        && letters(one).count() == letters(other).count()
        && letters(one).zip(letters(other)).all(same)
}

/// Kilometres between two points.
pub(super) fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat2 - lat1) + lat1.cos() * lat2.cos() * half((b.1 - a.1).to_radians());
    12742.0 * h.clamp(0.0, 1.0).sqrt().asin()
}
