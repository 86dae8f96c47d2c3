//! Reports of our own writing, coded by hand.

#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::Arc;

use jiff::civil::Date;
use risalah_doc::{
    Article, Code, Coded, Entity, EntityKind, Event, EventTime, Lang, Link, LinkKind, Mention,
    MentionKind, Origin, Parsed, Place, Published, Quote, QuoteKind, Resolution, Resolved, Role,
    Sentence, Span, Speaker, TimeFrom,
};
use risalah_store::{Added, CodingId, Digest, Kept, Store};

/// A report whose every sentence reads `actor verb recipient.`; each is one event.
pub(crate) struct Writer {
    coded: Coded,
}

impl Writer {
    pub(crate) fn new(id: &str, published: &str) -> Self {
        let article = Article {
            id: id.to_owned(),
            url: Some(format!("https://www.{}.example/{id}", &id[..1])),
            lang: Lang::parse("en"),
            title: Some(format!("Report {id}")),
            published: published.parse().ok().map(|day: Date| Published {
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
        Self { coded }
    }

    fn write(&mut self, words: &str) -> Span {
        let text = &mut self.coded.resolved.parsed.article.text;
        let start = text.len();
        text.push_str(words);
        Span::new(start, text.len())
    }

    /// Adds words that are no event.
    pub(crate) fn says(mut self, words: &str) -> Self {
        let span = self.write(words);
        self.sentence(span);
        self
    }

    fn sentence(&mut self, span: Span) {
        self.write(" ");
        let parsed = &mut self.coded.resolved.parsed;
        parsed.sentences.push(Sentence {
            span,
            tokens: 0..0,
            paragraph: 0,
        });
    }

    fn party(&mut self, name: &str, code: (&str, &str)) -> Role {
        let span = self.write(name);
        let resolved = &mut self.coded.resolved;
        let known = resolved.entities.iter().position(|e| e.name == name);
        let entity = known.unwrap_or_else(|| {
            resolved.entities.push(Entity {
                name: name.to_owned(),
                kind: EntityKind::Country,
                code: Code::new(Some(code.0), [code.1]),
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

    /// Adds `actor verb recipient.` as an event of this type on this day.
    pub(crate) fn event(
        mut self,
        actor: (&str, &str, &str),
        (verb, kind, quad): (&str, &str, u8),
        recipient: Option<(&str, &str, &str)>,
        day: Option<&str>,
    ) -> Self {
        let start = self.coded.resolved.parsed.article.text.len();
        let actors = vec![self.party(actor.0, (actor.1, actor.2))];
        self.write(" ");
        let trigger = self.write(verb);
        self.write(" ");
        let recipients = recipient.map(|r| vec![self.party(r.0, (r.1, r.2))]);
        self.write(".");
        let end = self.coded.resolved.parsed.article.text.len();
        let sentence = self.coded.resolved.parsed.sentences.len() as u32;
        self.sentence(Span::new(start, end));
        let day: Option<Date> = day.and_then(|d| d.parse().ok());
        self.coded.events.push(Event {
            kind: Arc::from(kind),
            mode: None,
            contexts: vec![Arc::from("diplomatic"), Arc::from("legal")],
            cameo: Some(Arc::from("040")),
            quad,
            goldstein: Some(1.5),
            status: Default::default(),
            negated: false,
            actors,
            recipients: recipients.unwrap_or_default(),
            place: None,
            time: day.map(|day| EventTime {
                interval: (day, day),
                from: TimeFrom::Text,
                span: None,
            }),
            trigger,
            anchor: 0,
            sentence,
            reported_by: None,
            confidence: 0.75,
            why: Arc::from("consult/meet"),
            grounds: Vec::new(),
        });
        self
    }

    /// Puts the last event at a place.
    pub(crate) fn at(mut self, name: &str, geonameid: u32, country: &str) -> Self {
        let places = &mut self.coded.resolved.places;
        places.push(Place {
            name: name.to_owned(),
            geonameid: Some(geonameid),
            point: Some((-6.2, 106.8)),
            country: Some(Arc::from(country)),
            resolution: Some(Resolution::City),
            ..Place::default()
        });
        let at = places.len() as u32 - 1;
        self.last(|event| event.place = Some(at))
    }

    /// Changes the last event.
    pub(crate) fn last(mut self, change: impl FnOnce(&mut Event)) -> Self {
        if let Some(event) = self.coded.events.last_mut() {
            change(event);
        }
        self
    }

    /// Adds words of this person.
    pub(crate) fn quote(mut self, words: &str, speaker: (&str, &str, &str)) -> Self {
        let content = self.write(words);
        self.write(", said ");
        let role = self.party(speaker.0, (speaker.1, speaker.2));
        let end = self.write(".");
        self.sentence(content.cover(end));
        self.coded.quotes.push(Quote {
            kind: QuoteKind::Direct,
            content: vec![content],
            cue: None,
            speaker: Some(Speaker {
                span: Some(role.span),
                entity: Some(role.entity),
            }),
            addressee: None,
        });
        self
    }

    /// Links the last event to the one before.
    pub(crate) fn linked(mut self) -> Self {
        let last = self.coded.events.len() as u32 - 1;
        self.coded.links.push(Link {
            kind: LinkKind::Answers,
            from: last,
            to: last - 1,
            span: None,
        });
        self
    }

    pub(crate) fn coded(self) -> Coded {
        self.coded
    }
}

/// The line that `risalah code` writes.
pub(crate) fn record(coded: &Coded) -> Vec<u8> {
    let mut line = Vec::new();
    risalah_record::json(coded, &mut line).unwrap();
    line
}

/// Adds these reports in one batch.
pub(crate) fn add(store: &mut Store, coding: CodingId, reports: &[Coded]) -> Added {
    let records: Vec<_> = reports.iter().map(record).collect();
    let kept: Vec<_> = reports
        .iter()
        .zip(&records)
        .map(|(coded, record)| Kept {
            coded,
            record,
            source: Some("reports.jsonl"),
            input: Digest::of(record),
        })
        .collect();
    store.add(coding, &kept).unwrap()
}

/// A store in a folder that goes when the test is over.
pub(crate) fn store() -> (tempfile::TempDir, Store, CodingId) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(folder.path().join("news.db")).unwrap();
    let coding = store.coding("0.1.0", "en 0.1.0 abc").unwrap();
    (folder, store, coding)
}

pub(crate) const JAKARTA: (&str, &str, &str) = ("Indonesia", "IDN", "GOV");
pub(crate) const KUALA: (&str, &str, &str) = ("Malaysia", "MYS", "GOV");
pub(crate) const POLICE: (&str, &str, &str) = ("Police", "IDN", "COP");
pub(crate) const CROWD: (&str, &str, &str) = ("Protesters", "IDN", "CVL");
pub(crate) const MEET: (&str, &str, u8) = ("met", "CONSULT", 1);
pub(crate) const BEAT: (&str, &str, u8) = ("beat", "ASSAULT", 4);

/// Three reports of five events.
pub(crate) fn reports() -> Vec<Coded> {
    let one = Writer::new("a1", "2022-01-12")
        .event(JAKARTA, MEET, Some(KUALA), Some("2022-01-11"))
        .at("Jakarta", 1_642_911, "IDN")
        .event(POLICE, BEAT, Some(CROWD), None)
        .quote("Ça suffit: enough of this", KUALA);
    let two = Writer::new("b2", "2022-02-01")
        .says("Nothing happened here.")
        .event(KUALA, MEET, Some(JAKARTA), Some("2022-02-01"))
        .event(KUALA, MEET, None, None)
        .last(|e| e.negated = true)
        .linked();
    let three = Writer::new("c3", "").event(POLICE, BEAT, None, None);
    [one, two, three].map(Writer::coded).into()
}
