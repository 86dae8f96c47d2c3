//! Some events of a filter: a few large pieces of memory for thousands of events, and not a dozen
//! small ones for each.

use std::collections::BTreeMap;
use std::ops::Range;

use risalah_record::Sentences;

use crate::records::Grow;
use crate::{ArticleRow, CodingId, Error, EventRow, Key, PartyRow, SentenceRow};

/// A text of a part: where it begins and ends among its texts.
pub(crate) type Text = Range<u32>;

/// Some events of a filter, in the order of days.
#[derive(Debug, Default)]
pub struct Part {
    texts: String,
    pub(crate) events: Vec<Lean>,
    // Places of events, by their days.
    pub(crate) order: Vec<u32>,
    pub(crate) parties: Vec<LeanParty>,
    pub(crate) entities: Vec<[Text; 3]>,
    pub(crate) articles: Vec<ArticleRow>,
    pub(crate) packed: Vec<u8>,
    // Of each article its record: the dictionary, and where it lies among the packed.
    pub(crate) records: Vec<(i64, Range<usize>)>,
}

/// An event, its texts elsewhere.
#[derive(Debug)]
pub(crate) struct Lean {
    pub(crate) key: Key,
    pub(crate) id: i64,
    pub(crate) article: u32,
    pub(crate) coding: CodingId,
    pub(crate) n: u32,
    pub(crate) day: Option<Text>,
    pub(crate) day_end: Option<Text>,
    pub(crate) time_from: Option<Text>,
    pub(crate) sort: Text,
    pub(crate) kind: Text,
    pub(crate) mode: Option<Text>,
    pub(crate) contexts: Text,
    pub(crate) cameo: Option<Text>,
    pub(crate) quad: u8,
    pub(crate) goldstein: Option<f64>,
    pub(crate) status: Text,
    pub(crate) negated: bool,
    pub(crate) place: Option<LeanPlace>,
    pub(crate) sentence: u32,
    pub(crate) trigger: [u32; 2],
    pub(crate) confidence: f64,
    pub(crate) why: Text,
    pub(crate) episode: Option<Key>,
    // Among the part's parties: its actors, and its recipients behind them.
    pub(crate) parties: Range<u32>,
    pub(crate) actors: u32,
    pub(crate) said: Option<([u32; 2], Text)>,
}

#[derive(Debug)]
pub(crate) struct LeanPlace {
    pub(crate) name: Text,
    pub(crate) geonameid: Option<i64>,
    pub(crate) point: Option<(f64, f64)>,
    pub(crate) country: Option<Text>,
    pub(crate) resolution: Option<Text>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct LeanParty {
    pub(crate) entity: i64,
    // Among the part's entities.
    pub(crate) at: u32,
    pub(crate) span: [u32; 2],
}

/// An event of a part, as [`EventRow`] tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `EventRow`")]
pub struct EventView<'a> {
    pub key: Key,
    pub id: i64,
    pub article: &'a ArticleRow,
    pub coding: CodingId,
    pub n: u32,
    pub day: Option<&'a str>,
    pub day_end: Option<&'a str>,
    pub time_from: Option<&'a str>,
    pub sort: &'a str,
    pub kind: &'a str,
    pub mode: Option<&'a str>,
    pub contexts: &'a str,
    pub cameo: Option<&'a str>,
    pub quad: u8,
    pub goldstein: Option<f64>,
    pub status: &'a str,
    pub negated: bool,
    pub place: Option<PlaceView<'a>>,
    pub sentence: u32,
    pub trigger: [u32; 2],
    pub confidence: f64,
    pub why: &'a str,
    pub episode: Option<Key>,
    pub actors: &'a [PartyView<'a>],
    pub recipients: &'a [PartyView<'a>],
    pub said: Option<SentenceView<'a>>,
}

/// Where an event took place, as [`PlaceRow`](crate::PlaceRow) tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `PlaceRow`")]
pub struct PlaceView<'a> {
    pub name: &'a str,
    pub geonameid: Option<i64>,
    pub point: Option<(f64, f64)>,
    pub country: Option<&'a str>,
    pub resolution: Option<&'a str>,
}

/// Who took part, as [`PartyRow`] tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `PartyRow`")]
pub struct PartyView<'a> {
    pub entity: i64,
    pub name: &'a str,
    pub code: &'a str,
    pub country: &'a str,
    pub span: [u32; 2],
}

/// A sentence, as [`SentenceRow`] tells it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields of `SentenceRow`")]
pub struct SentenceView<'a> {
    pub span: [u32; 2],
    pub text: &'a str,
}

impl<'a> SentenceView<'a> {
    /// The words between two code points of the article; `None` where they are not in this
    /// sentence.
    pub fn words(&self, [start, end]: [u32; 2]) -> Option<&'a str> {
        let [from, to] = self.span;
        if start < from || end <= start || end > to {
            return None;
        }
        let (first, count) = ((start - from) as usize, (end - start) as usize);
        if self.text.len() == (to - from) as usize {
            // One byte a code point.
            return self.text.get(first..first + count);
        }
        let mut bytes = self.text.char_indices().map(|(byte, _)| byte);
        let first = bytes.nth(first)?;
        let last = bytes.nth(count - 1);
        self.text.get(first..last.unwrap_or(self.text.len()))
    }
}

/// What unpacks the sentences of parts, on whatever thread.
pub struct Unpack(pub(crate) Grow);

impl std::fmt::Debug for Unpack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpack")
    }
}

impl Part {
    /// A part of these events, in their order.
    pub fn of(events: &[EventRow]) -> Self {
        let mut part = Self::default();
        let mut known = BTreeMap::new();
        for (event, place) in events.iter().zip(0..) {
            part.push_row(event, &mut known);
            part.order.push(place);
        }
        part
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The parties of some events, by their places in the order of days.
    pub fn parties(&self, of: Range<usize>) -> Vec<PartyView<'_>> {
        let order = self.order.get(of).unwrap_or_default().iter();
        let events = order.filter_map(|at| self.events.get(*at as usize));
        let parties = events.filter_map(|event| {
            let Range { start, end } = event.parties;
            self.parties.get(start as usize..end as usize)
        });
        let of = |party: &'_ LeanParty| {
            let texts = self.entities.get(party.at as usize);
            let text = |n: usize| texts.map_or("", |t| self.text(&t[n]));
            PartyView {
                entity: party.entity,
                name: text(0),
                code: text(1),
                country: text(2),
                span: party.span,
            }
        };
        parties.flatten().map(of).collect()
    }

    /// These events, with their [`Part::parties`].
    pub fn events<'a>(
        &'a self,
        of: Range<usize>,
        mut parties: &'a [PartyView<'a>],
    ) -> Vec<EventView<'a>> {
        let order = self.order.get(of).unwrap_or_default().iter();
        let events = order.filter_map(|at| self.events.get(*at as usize));
        let view = |lean: &'a Lean| {
            let (own, rest) = parties.split_at_checked(lean.parties.len())?;
            parties = rest;
            self.event(lean, own)
        };
        events.filter_map(view).collect()
    }

    fn event<'a>(&'a self, lean: &'a Lean, parties: &'a [PartyView<'a>]) -> Option<EventView<'a>> {
        let text = |text: &Text| self.text(text);
        let maybe = |text: &Option<Text>| text.as_ref().map(|t| self.text(t));
        let (actors, recipients) = parties.split_at_checked(lean.actors as usize)?;
        Some(EventView {
            key: lean.key,
            id: lean.id,
            article: self.articles.get(lean.article as usize)?,
            coding: lean.coding,
            n: lean.n,
            day: maybe(&lean.day),
            day_end: maybe(&lean.day_end),
            time_from: maybe(&lean.time_from),
            sort: text(&lean.sort),
            kind: text(&lean.kind),
            mode: maybe(&lean.mode),
            contexts: text(&lean.contexts),
            cameo: maybe(&lean.cameo),
            quad: lean.quad,
            goldstein: lean.goldstein,
            status: text(&lean.status),
            negated: lean.negated,
            place: lean.place.as_ref().map(|place| PlaceView {
                name: text(&place.name),
                geonameid: place.geonameid,
                point: place.point,
                country: maybe(&place.country),
                resolution: maybe(&place.resolution),
            }),
            sentence: lean.sentence,
            trigger: lean.trigger,
            confidence: lean.confidence,
            why: text(&lean.why),
            episode: lean.episode,
            actors,
            recipients,
            said: lean.said.as_ref().map(|(span, words)| SentenceView {
                span: *span,
                text: text(words),
            }),
        })
    }

    /// Reads the sentences out of the records; without it none are known.
    ///
    /// # Errors
    ///
    /// Where a record is damaged.
    pub fn unpack(&mut self, with: &Unpack) -> Result<(), Error> {
        let mut said: Option<(u32, Option<Sentences>)> = None;
        let packed = std::mem::take(&mut self.packed);
        let records = std::mem::take(&mut self.records);
        let mut events = std::mem::take(&mut self.events);
        for event in &mut events {
            if said
                .as_ref()
                .is_none_or(|(article, _)| *article != event.article)
            {
                let of = records.get(event.article as usize);
                let body = of.and_then(|(number, at)| Some((*number, packed.get(at.clone())?)));
                let record = match body {
                    Some((number, body)) if !body.is_empty() => with.0.grown(number, body),
                    _ => Ok(Vec::new()),
                };
                let record = record.map_err(|err| Error::of("".as_ref(), err))?;
                said = Some((event.article, Sentences::read(&record)));
            }
            let all = said.as_ref().and_then(|(_, all)| all.as_ref());
            let found = all.and_then(|all| all.get(event.sentence as usize));
            event.said = found.map(|(span, words)| (span, self.put(words)));
        }
        self.events = events;
        Ok(())
    }

    fn text(&self, at: &Text) -> &str {
        let at = at.start as usize..at.end as usize;
        self.texts.get(at).unwrap_or_default()
    }

    pub(crate) fn put(&mut self, text: &str) -> Text {
        let start = self.texts.len() as u32;
        self.texts.push_str(text);
        start..self.texts.len() as u32
    }

    fn put_some(&mut self, text: Option<&str>) -> Option<Text> {
        text.map(|text| self.put(text))
    }

    fn push_row(&mut self, event: &EventRow, known: &mut BTreeMap<i64, u32>) {
        let last = self.articles.last().map(|a| a.id);
        if last != Some(event.article.id) {
            self.articles.push((*event.article).clone());
        }
        let start = self.parties.len() as u32;
        for party in event.actors.iter().chain(&event.recipients) {
            let PartyRow {
                entity,
                name,
                code,
                country,
                span,
            } = party;
            let at = *known.entry(*entity).or_insert_with(|| {
                let texts = [name, code, country].map(|t| self.put(t));
                self.entities.push(texts);
                self.entities.len() as u32 - 1
            });
            self.parties.push(LeanParty {
                entity: *entity,
                at,
                span: *span,
            });
        }
        let said = event.said.as_ref();
        let said = said.map(|SentenceRow { span, text }| (*span, self.put(text)));
        let place = event.place.as_ref().map(|place| LeanPlace {
            name: self.put(&place.name),
            geonameid: place.geonameid,
            point: place.point,
            country: self.put_some(place.country.as_deref()),
            resolution: self.put_some(place.resolution.as_deref()),
        });
        let lean = Lean {
            key: event.key,
            id: event.id,
            article: self.articles.len() as u32 - 1,
            coding: event.coding,
            n: event.n,
            day: self.put_some(event.day.as_deref()),
            day_end: self.put_some(event.day_end.as_deref()),
            time_from: self.put_some(event.time_from.as_deref()),
            sort: self.put(&event.sort),
            kind: self.put(&event.kind),
            mode: self.put_some(event.mode.as_deref()),
            contexts: self.put(&event.contexts),
            cameo: self.put_some(event.cameo.as_deref()),
            quad: event.quad,
            goldstein: event.goldstein,
            status: self.put(&event.status),
            negated: event.negated,
            place,
            sentence: event.sentence,
            trigger: event.trigger,
            confidence: event.confidence,
            why: self.put(&event.why),
            episode: event.episode,
            parties: start..self.parties.len() as u32,
            actors: event.actors.len() as u32,
            said,
        };
        self.events.push(lean);
    }
}
