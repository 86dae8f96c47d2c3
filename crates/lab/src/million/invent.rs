//! Invented reports with the frequencies of news.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use risalah_doc::{
    Article, Code, Coded, Entity, EntityKind, Event, EventTime, Lang, Mention, MentionKind, Origin,
    Parsed, Place, Published, Quote, QuoteKind, Resolution, Resolved, Role, Sentence,
    Span as Bytes, Speaker, Status, TimeFrom,
};

/// How many words there are.
const WORDS: usize = 60_000;
/// How many countries act.
const COUNTRIES: usize = 180;
/// How many people, bodies and groups have a name.
const NAMES: usize = 20_000;
/// How many places.
const PLACES: usize = 4_000;
/// How many outlets.
const OUTLETS: usize = 200;
/// The days that are reported on, where nothing else is asked for: ten years.
pub(super) const DAYS: u32 = 3_652;
/// How many sentences a report has at most; half as many at least.
const SENTENCES: u64 = 16;

/// PLOVER's types with their quad class and how many of a thousand events are of it.
const TYPES: [(&str, u8, u64); 16] = [
    ("CONSULT", 1, 220),
    ("SUPPORT", 1, 80),
    ("CONCEDE", 1, 15),
    ("AGREE", 1, 45),
    ("COOPERATE", 2, 50),
    ("AID", 2, 40),
    ("RETREAT", 2, 15),
    ("REQUEST", 3, 90),
    ("ACCUSE", 3, 110),
    ("REJECT", 3, 50),
    ("THREATEN", 3, 25),
    ("PROTEST", 4, 55),
    ("SANCTION", 4, 20),
    ("MOBILIZE", 4, 15),
    ("COERCE", 4, 80),
    ("ASSAULT", 4, 90),
];

/// When reports are of, and in which order they come.
#[derive(Clone, Copy)]
pub(super) struct Span {
    /// Over so many days.
    pub days: u32,
    /// So many reports fill them, in the order of days; `None` where each comes of any day, which
    /// no feed and no archive does.
    pub in_order: Option<u64>,
}

impl Span {
    /// Ten years in no order.
    pub(super) const SHUFFLED: Self = Self {
        days: DAYS,
        in_order: None,
    };
}

/// Makes reports one after the other.
pub(super) struct Inventor {
    state: u64,
    words: Vec<String>,
    number: u64,
    seed: u64,
    span: Span,
}

impl Inventor {
    /// Reports over this span; another seed says other things.
    pub(super) fn new(seed: u64, span: Span) -> Self {
        // Words, names and countries are the same for every seed.
        let mut own = Self {
            state: 0x9e37_79b9,
            words: Vec::new(),
            number: 0,
            seed,
            span,
        };
        own.words = (0..WORDS).map(|n| own.word(n)).collect();
        own.state = seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1;
        own
    }

    /// So many reports.
    pub(super) fn reports(&mut self, count: usize) -> Vec<Coded> {
        (0..count).map(|_| self.report()).collect()
    }

    /// The word of this rank.
    pub(super) fn word_at(&self, rank: usize) -> &str {
        &self.words[rank % WORDS]
    }

    /// Xorshift: fast, and the same everywhere.
    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state >> 11
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn chance(&mut self, of_hundred: u64) -> bool {
        self.below(100) < of_hundred
    }

    /// A rank, of which each is the rarer the higher it is (nearly Zipf's law).
    fn rank(&mut self, end: usize) -> usize {
        let x = self.below(1 << 30) as f64 / f64::from(1 << 30);
        ((end as f64).powf(x) - 1.0) as usize
    }

    fn word(&mut self, n: usize) -> String {
        const SYLLABLES: [&str; 40] = [
            "ba", "ka", "ra", "men", "di", "ter", "an", "kan", "pe", "sa", "lu", "ti", "mo", "ne",
            "gu", "ing", "ber", "se", "ko", "la", "ri", "ma", "ju", "do", "per", "hi", "ya", "wa",
            "tu", "su", "ni", "me", "po", "li", "da", "ha", "ru", "te", "si", "bu",
        ];
        // Common words are short.
        let mut word = String::new();
        for _ in 0..(2 + n / 20_000 + self.below(2) as usize) {
            word.push_str(SYLLABLES[self.below(40) as usize]);
        }
        word
    }

    fn report(&mut self) -> Coded {
        self.number += 1;
        let day = date(2013, 1, 1).saturating_add(self.day().days());
        let outlet = self.rank(OUTLETS);
        let id = format!("{}-{}", self.seed, self.number);
        let title = self.phrase(7);
        let article = Article {
            url: Some(format!("https://www.outlet{outlet}.example/{day}/{id}")),
            id,
            lang: Lang::parse(if self.chance(60) { "id" } else { "en" }),
            title: Some(title),
            published: Some(Published {
                day,
                stamp: None,
                origin: Origin::Given,
            }),
            ..Article::default()
        };
        let parsed = Parsed {
            lang: article.lang,
            article,
            ..Parsed::default()
        };
        let coded = Coded {
            resolved: Resolved {
                parsed,
                ..Resolved::default()
            },
            ..Coded::default()
        };
        let mut draft = Draft {
            by: self,
            coded,
            day,
        };
        let sentences = SENTENCES / 2 + draft.by.below(SENTENCES / 2 + 1);
        for _ in 0..sentences {
            draft.sentence();
        }
        draft.coded
    }

    /// The day of the next report: later ones have more.
    ///
    /// Nine in ten come on their day, one in twenty within the week, and one in twenty whenever: an
    /// archive, a page found late.
    fn day(&mut self) -> i64 {
        let any = self.below(1 << 20) as f64 / f64::from(1 << 20);
        let (come, late) = (self.number as f64, self.below(20));
        let share = match self.span.in_order {
            Some(all) if late > 0 => (come / all as f64).min(1.0),
            Some(all) => any * (come / all as f64).min(1.0),
            None => any,
        };
        let behind = match self.span.in_order {
            Some(_) if late == 1 => self.below(7),
            _ => 0,
        };
        let day = (share.sqrt() * f64::from(self.span.days - 1)) as i64;
        (day - behind as i64).max(0)
    }

    fn phrase(&mut self, words: usize) -> String {
        let mut phrase = String::new();
        for n in 0..words {
            if n > 0 {
                phrase.push(' ');
            }
            let rank = self.rank(WORDS);
            phrase.push_str(&self.words[rank]);
        }
        phrase
    }
}

/// A report in the making.
struct Draft<'a> {
    by: &'a mut Inventor,
    coded: Coded,
    day: Date,
}

impl Draft<'_> {
    fn write(&mut self, words: &str) -> Bytes {
        let text = &mut self.coded.resolved.parsed.article.text;
        let start = text.len();
        text.push_str(words);
        let span = Bytes::new(start, text.len());
        text.push(' ');
        span
    }

    fn words(&mut self, count: usize) -> Bytes {
        let words = self.by.phrase(count);
        self.write(&words)
    }

    /// A sentence: one in three tells an event, one in five quotes somebody.
    fn sentence(&mut self) {
        let start = self.coded.resolved.parsed.article.text.len();
        let count = 3 + self.by.below(7) as usize;
        self.words(count);
        if self.by.chance(33) {
            self.event();
        } else if self.by.chance(30) {
            self.quote();
        }
        let count = 3 + self.by.below(8) as usize;
        let end = self.words(count).end();
        let parsed = &mut self.coded.resolved.parsed;
        parsed.sentences.push(Sentence {
            span: Bytes::new(start, end),
            tokens: 0..0,
            paragraph: 0,
        });
    }

    fn party(&mut self) -> Role {
        let rank = self.by.rank(NAMES);
        // The first names are those of countries.
        let country = if rank < COUNTRIES {
            rank
        } else {
            (rank * 7919) % COUNTRIES / (1 + rank % 5)
        };
        let country = country_code(country);
        let sectors = ["GOV", "MIL", "COP", "CVL", "OPP", "LEG", "JUD", "REB"];
        let sector = (rank >= COUNTRIES).then(|| sectors[rank % sectors.len()]);
        let name = name(rank);
        let span = self.write(&name);
        let resolved = &mut self.coded.resolved;
        let known = resolved.entities.iter().position(|e| e.name == name);
        let entity = known.unwrap_or_else(|| {
            resolved.entities.push(Entity {
                name,
                kind: match rank {
                    0..COUNTRIES => EntityKind::Country,
                    n if n % 2 == 0 => EntityKind::Person,
                    _ => EntityKind::Organization,
                },
                code: Code::new(Some(&country), sector),
                office: rank.is_multiple_of(9).then(|| "minister".to_owned()),
                wikidata: rank.is_multiple_of(4).then(|| format!("Q{rank}")),
                ..Entity::default()
            });
            resolved.entities.len() - 1
        }) as u32;
        resolved.mentions.push(Mention {
            span,
            phrase: span,
            head: 0,
            entity,
            kind: MentionKind::Name,
        });
        Role { span, entity }
    }

    fn parties(&mut self, few: u64) -> Vec<Role> {
        let count = few + u64::from(self.by.chance(15));
        (0..count).map(|_| self.party()).collect()
    }

    fn event(&mut self) {
        let mut left = self.by.below(1_000);
        let found = TYPES.iter().position(|(_, _, share)| {
            let here = left < *share;
            left = left.saturating_sub(*share);
            here
        });
        let (kind, quad, _) = TYPES[found.unwrap_or(0)];
        let actors = self.parties(1);
        let trigger = self.words(1);
        let few = u64::from(self.by.chance(70));
        let recipients = self.parties(few);
        let place = self.by.chance(45).then(|| self.place());
        let first = self.day.saturating_sub((self.by.below(4) as i64).days());
        let sentence = self.coded.resolved.parsed.sentences.len() as u32;
        let pattern = self.by.rank(300);
        self.coded.events.push(Event {
            kind: Arc::from(kind),
            mode: self
                .by
                .chance(50)
                .then(|| Arc::from(["arrest", "meet", "firearms", "disapprove"][pattern % 4])),
            contexts: if self.by.chance(40) {
                vec![Arc::from("diplomatic")]
            } else {
                Vec::new()
            },
            cameo: Some(Arc::from(format!("{:03}", 10 + pattern % 190))),
            quad,
            goldstein: Some((pattern % 21) as f32 - 10.0),
            status: match self.by.below(100) {
                0..70 => Status::Actual,
                70..85 => Status::Said,
                n => Status::ALL[n as usize % 8],
            },
            negated: self.by.chance(3),
            actors,
            recipients,
            place,
            time: self.by.chance(60).then_some(EventTime {
                interval: (first, first),
                from: TimeFrom::Text,
                span: None,
            }),
            trigger,
            anchor: 0,
            sentence,
            reported_by: None,
            confidence: 0.4 + self.by.below(600) as f32 / 1000.0,
            why: Arc::from(format!("{}/pattern-{pattern}", kind.to_lowercase())),
            grounds: Vec::new(),
        });
    }

    fn place(&mut self) -> u32 {
        let rank = self.by.rank(PLACES);
        let name = format!("Kota {}", self.by.words[rank + 1_000]);
        let span = self.write(&name);
        let places = &mut self.coded.resolved.places;
        places.push(Place {
            span,
            name,
            geonameid: Some(1_000_000 + rank as u32),
            point: Some(((rank % 170) as f64 - 85.0, (rank * 7 % 350) as f64 - 175.0)),
            country: Some(Arc::from(country_code(rank % COUNTRIES / (1 + rank % 7)))),
            resolution: Some(Resolution::City),
            ..Place::default()
        });
        places.len() as u32 - 1
    }

    fn quote(&mut self) {
        let content = self.words(6);
        let speaker = self.party();
        self.coded.quotes.push(Quote {
            kind: QuoteKind::Direct,
            content: vec![content],
            cue: None,
            speaker: Some(Speaker {
                span: Some(speaker.span),
                entity: Some(speaker.entity),
            }),
            addressee: None,
        });
    }
}

/// Three letters for a country; no real one is meant.
pub(super) fn country_code(n: usize) -> String {
    let letter = |x: usize| char::from(b'A' + (x % 26) as u8);
    [letter(n * 5 + 8), letter(n / 26 + 3), letter(n * 3 + 13)]
        .iter()
        .collect()
}

/// The name of a party.
pub(super) fn name(rank: usize) -> String {
    // As common as first names are in news.
    const FIRST: [&str; 12] = [
        "Ahmad", "John", "Robert", "Putri", "David", "Indah", "James", "Muhammad", "Michael",
        "Peter", "Thomas", "Paul",
    ];
    format!("{} Tokoh{rank}", FIRST[rank % 12])
}
