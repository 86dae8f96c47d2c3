//! Who, where and when: entities and their mentions, places, times.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use crate::{Origin, Parsed, Span, TokenId};

/// The place of an entity in [`Resolved::entities`].
pub type EntityId = u32;

/// A parsed article whose parties, places and times are known.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// The parse, untouched.
    pub parsed: Parsed,
    /// Parties, in the order of their first mention.
    pub entities: Vec<Entity>,
    /// All mentions, in the order of the text; no two have the same head token.
    pub mentions: Vec<Mention>,
    /// For each token the place of its mention in `mentions` plus one, 0 where it heads none.
    pub heads: Vec<u32>,
    /// Mentions of places, in the order of the text.
    pub places: Vec<Place>,
    /// Expressions of time, in the order of the text.
    pub times: Vec<Time>,
    /// The day that relative times count from, and how it is known.
    pub anchor: Option<(Date, Origin)>,
}

/// A person, body, state, group or place that the article speaks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// The full name as known from the article or the pack; for a nominal its words.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Country and sectors by PLOVER's scheme; empty where unknown.
    pub code: Code,
    /// How much of the code no word of the article tells.
    pub presumed: Presumed,
    /// Title held on the article's day, in the words of the article or the pack.
    pub office: Option<String>,
    /// The body or state the office is of.
    pub body: Option<String>,
    /// Wikidata id, where the pack has one.
    pub wikidata: Option<String>,
    /// The row of the world pack it was found in.
    pub listed: Option<Arc<str>>,
}

impl Entity {
    /// Whether the article or the world tells anything of its country or sectors.
    pub fn is_known(&self) -> bool {
        !self.code.is_empty() && self.presumed != Presumed::Code
    }
}

/// How much of a code is presumed because the story is at home in a country.
///
/// "Residents" in a report about Panama are Panamanians though nobody says so; a coder of the
/// report writes it down, and whoever reads the record can tell it from what was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presumed {
    /// All of it was told.
    #[default]
    Nothing,
    /// The country; the sectors were told.
    Country,
    /// Country and sectors: of a person or body that only has a name.
    Code,
}

impl Presumed {
    /// The word for it in the record, none where all was told.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Country => Some("country"),
            Self::Code => Some("code"),
        }
    }
}

/// What an entity is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// One human being.
    Person,
    /// A body with a name.
    #[default]
    Organization,
    /// A state.
    Country,
    /// People acting or suffering together.
    Group,
    /// A place that is no state.
    Place,
}

impl EntityKind {
    /// The kind's name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Country => "country",
            Self::Group => "group",
            Self::Place => "place",
        }
    }

    /// Reads the record's name.
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Person,
            Self::Organization,
            Self::Country,
            Self::Group,
            Self::Place,
        ]
        .into_iter()
        .find(|k| k.name() == name)
    }
}

/// Country and sectors of a party: `RUSGOV` is Russia's government, `IGO` an international body.
///
/// Up to five parts of three capital letters. The first is a country (ISO 3166-1 alpha-3) or one
/// of PLOVER's stand-ins (IGO, UNO, EUR, NGO, ISM, IMG, MNC); where no country is known the
/// sectors stand alone, and [`Code::country`] is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    // Zeroes where there is no country.
    country: [u8; 3],
    // Zeroes after the last sector.
    sectors: [[u8; 3]; 4],
}

impl Code {
    /// A code of this country (three letters, or none) and these sectors; what is no three
    /// ASCII letters is left out, and so is a fifth sector.
    pub fn new<'a>(country: Option<&str>, sectors: impl IntoIterator<Item = &'a str>) -> Self {
        let mut code = Self {
            country: country.and_then(three).unwrap_or_default(),
            ..Self::default()
        };
        for sector in sectors {
            code.push(sector);
        }
        code
    }

    /// Adds a sector that it does not have yet.
    pub fn push(&mut self, sector: &str) {
        let Some(sector) = three(sector) else { return };
        if !self.sectors.contains(&sector)
            && let Some(free) = self.sectors.iter_mut().find(|s| **s == [0; 3])
        {
            *free = sector;
        }
    }

    /// The same sectors under another country.
    pub fn with_country(self, country: &str) -> Self {
        Self {
            country: three(country).unwrap_or(self.country),
            ..self
        }
    }

    /// The country or its stand-in.
    pub fn country(&self) -> Option<&str> {
        letters(&self.country)
    }

    /// The sectors, in order.
    pub fn sectors(&self) -> impl Iterator<Item = &str> {
        self.sectors.iter().map_while(letters)
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn three(text: &str) -> Option<[u8; 3]> {
    let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_uppercase).then_some(bytes)
}

fn letters(part: &[u8; 3]) -> Option<&str> {
    std::str::from_utf8(part)
        .ok()
        .filter(|s| !s.starts_with('\0'))
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.country().unwrap_or_default())?;
        self.sectors().try_for_each(|s| f.write_str(s))
    }
}

/// Words that stand for an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name alone, the nominal's noun phrase, or the pronoun's own characters.
    pub span: Span,
    /// The shortest words that name the party, with title or office where they stand together.
    pub phrase: Span,
    /// The token that heads it in the tree.
    pub head: TokenId,
    /// The entity it stands for.
    pub entity: EntityId,
    /// How it names it.
    pub kind: MentionKind,
}

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By a common noun.
    Nominal,
    /// By a pronoun or clitic.
    Pronoun,
}

impl MentionKind {
    /// The kind's name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Nominal => "nominal",
            Self::Pronoun => "pronoun",
        }
    }
}

impl Resolved {
    /// The mention headed by this token.
    pub fn mention_at(&self, token: TokenId) -> Option<&Mention> {
        let at = *self.heads.get(token as usize)?;
        self.mentions.get(at.checked_sub(1)? as usize)
    }
}

/// A mention of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// The name.
    pub span: Span,
    /// The token that heads it.
    pub head: TokenId,
    /// The name in the gazetteer.
    pub name: String,
    /// GeoNames id, where the gazetteer has one.
    pub geonameid: Option<u32>,
    /// Degrees north and east (WGS 84).
    pub point: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<Arc<str>>,
    /// How fine it is.
    pub resolution: Option<Resolution>,
    /// Whether the name stands for a government or people.
    pub metonymic: bool,
}

/// How fine a place is known, by PLOVER's five levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// A state as a whole: its point is no event's place.
    Country,
    /// A first-level division.
    Province,
    /// A second-level division.
    District,
    /// A town.
    City,
    /// Something inside a town.
    Subcity,
}

impl Resolution {
    /// The level's name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Province => "province",
            Self::District => "district",
            Self::City => "city",
            Self::Subcity => "subcity",
        }
    }
}

/// An expression of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// Its words.
    pub span: Span,
    /// TIMEX3's type.
    pub kind: TimeKind,
    /// TIMEX3's value: ISO 8601 and its extensions (`2014-W52`, `P3D`, `PRESENT_REF`).
    pub value: Option<String>,
    /// First and last day of the interval, both in it.
    pub interval: Option<(Date, Date)>,
    /// How fine the interval is.
    pub granularity: Granularity,
    /// Whether the anchor was needed to know it.
    pub relative: bool,
    /// Whether it tells no day of its own, as a clock alone, and has that of another time.
    pub borrowed: bool,
}

/// TIMEX3's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the types are TIMEX3's own")]
pub enum TimeKind {
    Date,
    Time,
    Duration,
    Set,
}

impl TimeKind {
    /// TIMEX3's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// How fine an interval is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Granularity {
    Hour,
    #[default]
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Longer,
}

impl Granularity {
    /// The name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Longer => "longer",
        }
    }
}
