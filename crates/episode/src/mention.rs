//! Event mentions, as they are held against each other.

use jiff::civil::{Date, date};
use risalah_doc::{
    Coded, EntityId, EntityKind, Event, MentionKind, Resolution, Role, TimeFrom, TokenId, Upos,
};

use crate::figures::Figure;
use crate::measure::Measure;
use crate::words::{Bag, Word, hash, mix};

/// The name of a mention, the same in every run and on every machine.
pub type Key = [u8; 8];

/// An event as one report tells it: what it needs to be recognised in other reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mention {
    /// Its name; sorts before ties.
    pub key: Key,
    /// The report, by a number that is the same wherever and whenever it is added.
    pub article: u64,
    /// The type, and whether it is denied; only equal ones are of one occasion.
    pub kind: u32,
    /// The mode; 0 where there is none.
    pub mode: u32,
    /// The word that shows it.
    pub trigger: u32,
    /// The status' number.
    pub status: u8,
    /// When.
    pub window: Window,
    /// The day of the report.
    pub published: Option<i32>,
    /// Who did it.
    pub actors: Party,
    /// To whom.
    pub recipients: Party,
    /// Where.
    pub place: Option<Spot>,
    /// The words of its sentence.
    pub words: Bag,
    /// The words of its report.
    pub topic: Bag,
    /// Numbers that its sentence gives.
    pub figures: Vec<Figure>,
}

/// Days that an occasion may have been on, counted from 1970-01-01; both ends are in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub first: i32,
    /// The last day.
    pub last: i32,
    /// Whether the text tells the day.
    pub told: bool,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            first: i32::MIN / 2,
            last: i32::MAX / 2,
            told: false,
        }
    }
}

/// The parties on one side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The words of their names.
    pub names: Bag,
    /// Their codes, sorted.
    pub codes: Vec<u32>,
    /// Their countries or stand-ins, sorted.
    pub countries: Vec<u32>,
    /// Whether all of them are persons that the report names.
    pub people: bool,
}

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Tells it from other places.
    pub id: u32,
    /// Hundredths of degrees north and east; none for states and regions as a whole.
    pub point: Option<(i16, i16)>,
}

impl Measure {
    /// The mentions of a report's events: `keys` names them, one for each event in order.
    ///
    /// `article` has to be the same number whenever this report is added.
    pub fn mentions(&self, coded: &Coded, article: u64, keys: &[Key]) -> Vec<Mention> {
        if coded.events.is_empty() {
            return Vec::new();
        }
        let topic = self.topic(coded);
        let published = coded.resolved.parsed.article.published.as_ref();
        let published = published.map(|p| days(p.day));
        let mention = |(event, key): (&Event, &Key)| Mention {
            key: *key,
            article,
            kind: hash(&event.kind) as u32 ^ u32::from(event.negated),
            mode: event.mode.as_ref().map_or(0, |m| hash(m) as u32 | 1),
            trigger: hash(coded.resolved.parsed.lemma(event.anchor)) as u32,
            status: event.status as u8,
            window: self.window(event, published),
            published,
            actors: self.party(coded, &event.actors),
            recipients: self.party(coded, &event.recipients),
            place: spot(coded, event),
            words: self.sentence(coded, event),
            topic: topic.clone(),
            figures: self.figures(coded, event),
        };
        coded.events.iter().zip(keys).map(mention).collect()
    }

    /// The words that the report is about: rare ones, and those that come often.
    fn topic(&self, coded: &Coded) -> Bag {
        let parsed = &coded.resolved.parsed;
        let title = parsed.article.title.as_deref().unwrap_or_default();
        let title = title.split(|c: char| !c.is_alphanumeric());
        // A word of the headline counts as two of the text.
        let title = title.filter(|w| !w.is_empty()).flat_map(|w| [w, w]);
        let text = (0..parsed.tokens.len() as TokenId).filter(|t| is_word(coded, *t));
        let text = text.map(|t| parsed.lemma(t));
        let mut words: Vec<Word> = title.chain(text).map(|w| self.word(w)).collect();
        words.sort_unstable_by_key(|w| w.bits());
        let often = words.chunk_by(|a, b| a == b).filter_map(|same| {
            let word = same.first()?;
            Some(Word::new(
                u64::from(word.id()),
                word.weight() * rise(same.len()) / 8,
            ))
        });
        Bag::new(often, self.bars.topic_words)
    }

    fn sentence(&self, coded: &Coded, event: &Event) -> Bag {
        let parsed = &coded.resolved.parsed;
        let tokens = parsed.sentences.get(event.sentence as usize);
        let tokens = tokens.map_or(0..0, |s| s.tokens.clone());
        let words = tokens.filter(|t| is_word(coded, *t));
        let words = words.map(|t| self.word(parsed.lemma(t)));
        Bag::new(words, self.bars.sentence_words)
    }

    fn window(&self, event: &Event, published: Option<i32>) -> Window {
        let bars = &self.bars;
        let told = event.time.filter(|t| t.from != TimeFrom::Publication);
        let told = told.map(|t| (days(t.interval.0), days(t.interval.1)));
        match (told, published) {
            (Some((first, last)), _) => Window {
                first,
                last,
                told: last - first <= bars.vague,
            },
            (None, Some(day)) => Window {
                first: day - bars.before,
                last: day + bars.after,
                told: false,
            },
            (None, None) => Window::default(),
        }
    }

    fn party(&self, coded: &Coded, roles: &[Role]) -> Party {
        let entities = roles
            .iter()
            .filter_map(|r| coded.resolved.entities.get(r.entity as usize));
        let names = entities
            .clone()
            .flat_map(|e| e.name.split(|c: char| !c.is_alphanumeric()));
        let names = names.filter(|w| !w.is_empty()).map(|w| self.word(w));
        let sorted = |mut all: Vec<u32>| {
            all.sort_unstable();
            all.dedup();
            all
        };
        let codes = entities.clone().filter(|e| !e.code.is_empty());
        let codes = codes.map(|e| hash(&e.code.to_string()) as u32);
        let countries = entities.filter_map(|e| e.code.country().map(|c| hash(c) as u32));
        Party {
            names: Bag::new(names, NAMES),
            codes: sorted(codes.collect()),
            countries: sorted(countries.collect()),
            people: !roles.is_empty() && roles.iter().all(|r| is_person(coded, r.entity)),
        }
    }

    /// Numbers in the event's sentence whose noun, or what that hangs on or has hanging on it,
    /// says what is counted.
    fn figures(&self, coded: &Coded, event: &Event) -> Vec<Figure> {
        let parsed = &coded.resolved.parsed;
        let tokens = parsed.sentences.get(event.sentence as usize);
        let tokens = tokens.map_or(0..0, |s| s.tokens.clone());
        let mut figures: Vec<Figure> = Vec::new();
        for number in tokens.clone() {
            let Some(token) = parsed.tokens.get(number as usize) else {
                continue;
            };
            let Some(value) = self
                .value(parsed.form(number))
                .filter(|_| token.upos == Upos::Num)
            else {
                continue;
            };
            let noun = token.head;
            let above = parsed.tokens.get(noun as usize).map_or(noun, |t| t.head);
            let below = tokens.clone().filter(|t| {
                let token = parsed.tokens.get(*t as usize);
                *t > noun && token.is_some_and(|x| x.head == noun)
            });
            let near = [noun].into_iter().chain(below).chain([above]);
            let what = near.into_iter().find_map(|t| self.counts(parsed.lemma(t)));
            figures.extend(what.map(|what| Figure { what, value }));
        }
        figures.sort_unstable();
        figures.dedup();
        // A sentence that gives several numbers of one thing tells parts and sums, or others'.
        let things = figures.chunk_by(|a, b| a.what == b.what);
        things.filter(|t| t.len() == 1).flatten().copied().collect()
    }

    /// A number in digits or in a word; marks between thousands are passed over.
    fn value(&self, form: &str) -> Option<u32> {
        if !form.starts_with(|c: char| c.is_ascii_digit()) {
            return self.number(form);
        }
        let groups = form.split(['.', ',']);
        let whole = groups.clone().skip(1).all(|g| g.len() == 3);
        let digits: String = groups.collect();
        digits.parse().ok().filter(|_| whole)
    }
}

/// How many words of parties' names are kept.
const NAMES: usize = 6;

/// How much more a word tells that comes `times` times, in eighths.
fn rise(times: usize) -> u32 {
    8 + 4 * (times.min(255) as u32).ilog2()
}

/// Whether the entity is a person whom the report calls by name.
fn is_person(coded: &Coded, entity: EntityId) -> bool {
    let resolved = &coded.resolved;
    let known = resolved.entities.get(entity as usize);
    let mut names = resolved.mentions.iter();
    known.is_some_and(|e| e.kind == EntityKind::Person)
        && names.any(|m| m.entity == entity && m.kind == MentionKind::Name)
}

fn is_word(coded: &Coded, token: TokenId) -> bool {
    let token = coded.resolved.parsed.tokens.get(token as usize);
    token.is_some_and(|t| !matches!(t.upos, Upos::Punct | Upos::Sym) && t.span.len() > 1)
}

/// Where the event took place, by the gazetteer's number or else by name.
fn spot(coded: &Coded, event: &Event) -> Option<Spot> {
    let place = coded.resolved.places.get(event.place? as usize)?;
    let fine = place.resolution.is_some_and(|r| r >= Resolution::District);
    let point = place.point.filter(|_| fine);
    let hundredths = |degrees: f64| (degrees * 100.0).round() as i16;
    Some(Spot {
        id: match place.geonameid {
            Some(id) => mix(u64::from(id)) as u32,
            None => hash(&place.name) as u32,
        },
        point: point.map(|(lat, lon)| (hundredths(lat), hundredths(lon))),
    })
}

/// Days since 1970-01-01.
pub(crate) fn days(day: Date) -> i32 {
    let since = day.since(date(1970, 1, 1));
    since.map_or(0, |span| span.get_days())
}
