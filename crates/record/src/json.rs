//! The record as one line of JSON.

use std::fmt::Display;
use std::io::{self, Write};

use risalah_doc::{
    Article, Block, BlockKind, Code, Coded, EntityId, Event, EventTime, Image, Link, Mention, Note,
    Operation, Origin, Place, Published, Quote, Recovery, Reported, Resolved, Role, Span, Speaker,
    Time,
};
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::{Offsets, VERSION};

/// What an input that could not be read is called in its error object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// By the caller's name for it.
    Id(&'a str),
    /// By its line in the input, from 1.
    Line(u64),
}

/// Writes the record of a coded article as one line of JSON.
///
/// # Errors
///
/// Where the writer fails.
pub fn json(coded: &Coded, out: &mut impl Write) -> io::Result<()> {
    line(&Record::new(coded), out)
}

/// The record of a coded article as [`json`] writes it.
pub fn json_line(coded: &Coded) -> Vec<u8> {
    let mut line = Vec::new();
    json(coded, &mut line).expect("a vector takes every byte");
    line
}

/// Writes a clean article as one line of JSON: what `risalah read` gives.
///
/// # Errors
///
/// Where the writer fails.
pub fn article_json(article: &Article, out: &mut impl Write) -> io::Result<()> {
    let offsets = Offsets::new(&article.text);
    let form = ArticleForm {
        risalah: VERSION,
        id: &article.id,
        url: article.url.as_deref(),
        site: article.site.as_deref(),
        section: article.section.as_deref(),
        lang: article.lang.map(Shown),
        title: article.title.as_deref(),
        byline: article.byline.as_deref(),
        dateline: article.dateline.map(|d| d.of(&article.text)),
        published: article.published.as_ref().map(published),
        text: &article.text,
        blocks: article.blocks.iter().map(|b| block(b, &offsets)).collect(),
        images: article.images.iter().map(ImageForm::new).collect(),
        links: &article.links,
        from: FromForm::new(article),
        notes: notes(&article.notes, &offsets),
    };
    line(&form, out)
}

/// Writes the object that stands in the place of an input that could not be read.
///
/// # Errors
///
/// Where the writer fails.
pub fn error_json(whose: Whose, error: &str, out: &mut impl Write) -> io::Result<()> {
    let (id, at) = match whose {
        Whose::Id(id) => (Some(id), None),
        Whose::Line(n) => (None, Some(n)),
    };
    line(
        &ErrorForm {
            id,
            line: at,
            error,
        },
        out,
    )
}

fn line(form: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, form)?;
    out.write_all(b"\n")
}

/// Stand-ins for a country in a party's code, by the record's definition.
const STAND_INS: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

/// Two code points, half open.
type Points = [u32; 2];

#[derive(Serialize)]
struct ErrorForm<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    error: &'a str,
}

#[derive(Serialize)]
struct ArticleForm<'a> {
    risalah: u32,
    id: &'a str,
    url: Option<&'a str>,
    site: Option<&'a str>,
    section: Option<&'a str>,
    lang: Option<Shown<risalah_doc::Lang>>,
    title: Option<&'a str>,
    byline: Option<&'a str>,
    dateline: Option<&'a str>,
    published: Option<Shown<&'a dyn Display>>,
    text: &'a str,
    blocks: Vec<BlockForm>,
    images: Vec<ImageForm<'a>>,
    links: &'a [String],
    from: FromForm,
    notes: Vec<NoteForm>,
}

/// A stretch of the text that is no plain paragraph.
#[derive(Serialize)]
struct BlockForm {
    span: Points,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
}

fn block(block: &Block, offsets: &Offsets) -> BlockForm {
    let (kind, level) = match block.kind {
        BlockKind::Heading(level) => ("heading", Some(level)),
        BlockKind::Item => ("item", None),
        BlockKind::Quote => ("quote", None),
    };
    BlockForm {
        span: offsets.span(block.span),
        kind,
        level,
    }
}

/// Where a page said each of these.
#[derive(Serialize)]
struct FromForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byline: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'static str>,
}

impl FromForm {
    fn new(article: &Article) -> Self {
        let from = article.origins;
        Self {
            title: from.title.map(origin),
            byline: from.byline.map(origin),
            published: article.published.as_ref().map(|p| origin(p.origin)),
            site: from.site.map(origin),
            section: from.section.map(origin),
            url: from.url.map(origin),
            image: from.image.map(origin),
        }
    }
}

#[derive(Serialize)]
struct Record<'a> {
    risalah: u32,
    id: &'a str,
    url: Option<&'a str>,
    lang: Option<Shown<risalah_doc::Lang>>,
    title: Option<&'a str>,
    published: Option<Shown<&'a dyn Display>>,
    byline: Option<&'a str>,
    dateline: Option<&'a str>,
    text: &'a str,
    sentences: Vec<Points>,
    images: Vec<ImageForm<'a>>,
    entities: Vec<EntityForm<'a>>,
    places: Vec<PlaceForm<'a>>,
    times: Vec<TimeForm<'a>>,
    quotes: Vec<QuoteForm>,
    events: Vec<EventForm<'a>>,
    links: Vec<LinkForm>,
    anchor: Option<AnchorForm>,
    notes: Vec<NoteForm>,
}

impl<'a> Record<'a> {
    fn new(coded: &'a Coded) -> Self {
        let resolved = &coded.resolved;
        let parsed = &resolved.parsed;
        let article = &parsed.article;
        let offsets = Offsets::new(&article.text);
        let o = &offsets;
        Self {
            risalah: VERSION,
            id: &article.id,
            url: article.url.as_deref(),
            lang: article.lang.or(parsed.lang).map(Shown),
            title: article.title.as_deref(),
            published: article.published.as_ref().map(published),
            byline: article.byline.as_deref(),
            dateline: article.dateline.map(|d| d.of(&article.text)),
            text: &article.text,
            sentences: parsed.sentences.iter().map(|s| o.span(s.span)).collect(),
            images: article.images.iter().map(ImageForm::new).collect(),
            entities: entities(resolved, o),
            places: resolved
                .places
                .iter()
                .map(|p| PlaceForm::new(p, o))
                .collect(),
            times: resolved.times.iter().map(|t| TimeForm::new(t, o)).collect(),
            quotes: numbered(&coded.quotes)
                .map(|(n, q)| QuoteForm::new(n, q, o))
                .collect(),
            events: numbered(&coded.events)
                .map(|(n, e)| EventForm::new(n, e, resolved, o))
                .collect(),
            links: coded.links.iter().map(|l| LinkForm::new(l, o)).collect(),
            anchor: resolved.anchor.map(|(day, from)| AnchorForm {
                day: Shown(day),
                from: origin(from),
            }),
            notes: notes(&article.notes, o),
        }
    }
}

fn numbered<T>(items: &[T]) -> impl Iterator<Item = (u32, &T)> {
    (0..).zip(items)
}

/// The whole stamp where it begins with the day, else the day.
fn published(published: &Published) -> Shown<&dyn Display> {
    match &published.stamp {
        Some(stamp) if stamp.starts_with(&published.day.to_string()) => Shown(stamp),
        _ => Shown(&published.day),
    }
}

/// Where a date was found, in the record's words.
pub(crate) fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Given => "given",
        Origin::JsonLd => "json-ld",
        Origin::OpenGraph => "open-graph",
        Origin::Meta => "meta",
        Origin::Microdata => "microdata",
        Origin::TimeElement => "time-element",
        Origin::Url => "url",
        Origin::Visible => "text",
        Origin::Feed => "feed",
    }
}

/// A value written as the string it shows.
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// A name within the record: `e1` is the first entity.
#[derive(Clone, Copy)]
struct Id(char, u32);

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{}{}", self.0, u64::from(self.1) + 1))
    }
}

fn entity(id: EntityId) -> Id {
    Id('e', id)
}

/// A party's code as a string, or null where nothing is known.
fn code(code: Code) -> Option<Shown<Code>> {
    (!code.is_empty()).then_some(Shown(code))
}

/// A number to three decimals.
fn rounded(x: f32) -> f32 {
    (x * 1000.0).round() / 1000.0
}

#[derive(Serialize)]
struct AnchorForm {
    day: Shown<jiff::civil::Date>,
    from: &'static str,
}

#[derive(Serialize)]
struct NoteForm {
    note: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<Points>,
}

fn notes(notes: &[Note], o: &Offsets) -> Vec<NoteForm> {
    let form = |n: &Note| NoteForm {
        note: n.kind.name(),
        span: n.span.map(|s| o.span(s)),
    };
    notes.iter().map(form).collect()
}

#[derive(Serialize)]
struct ImageForm<'a> {
    url: &'a str,
    original: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery: Option<&'static str>,
    operations: Vec<OperationForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caption: Option<&'a str>,
}

#[derive(Serialize)]
struct OperationForm<'a> {
    name: &'a str,
    args: &'a [String],
}

impl<'a> ImageForm<'a> {
    fn new(image: &'a Image) -> Self {
        let operation = |o: &'a Operation| OperationForm {
            name: &o.name,
            args: &o.args,
        };
        Self {
            url: &image.url,
            original: image.original.as_deref(),
            recovery: image.recovery.map(|r| match r {
                Recovery::Exact => "exact",
                Recovery::SameHost => "same-host",
                Recovery::Guess => "guess",
            }),
            operations: image.operations.iter().map(operation).collect(),
            caption: image.caption.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct EntityForm<'a> {
    id: Id,
    name: &'a str,
    kind: &'static str,
    code: Option<Shown<Code>>,
    country: Option<&'a str>,
    sectors: Sectors<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    presumed: Option<&'static str>,
    office: Option<&'a str>,
    body: Option<&'a str>,
    wikidata: Option<&'a str>,
    mentions: Vec<(u32, u32, &'static str)>,
}

struct Sectors<'a>(&'a Code);

impl Serialize for Sectors<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(None)?;
        for sector in self.0.sectors() {
            list.serialize_element(sector)?;
        }
        list.end()
    }
}

fn entities<'a>(resolved: &'a Resolved, o: &Offsets) -> Vec<EntityForm<'a>> {
    let mut forms: Vec<EntityForm> = numbered(&resolved.entities)
        .map(|(n, e)| EntityForm {
            id: entity(n),
            name: &e.name,
            kind: e.kind.name(),
            code: code(e.code),
            country: e.code.country().filter(|c| !STAND_INS.contains(c)),
            sectors: Sectors(&e.code),
            presumed: e.presumed.name(),
            office: e.office.as_deref(),
            body: e.body.as_deref(),
            wikidata: e.wikidata.as_deref(),
            mentions: Vec::new(),
        })
        .collect();
    for mention in &resolved.mentions {
        if let Some(form) = forms.get_mut(mention.entity as usize) {
            form.mentions.push(mention_form(mention, o));
        }
    }
    forms
}

fn mention_form(mention: &Mention, o: &Offsets) -> (u32, u32, &'static str) {
    let [start, end] = o.span(mention.span);
    (start, end, mention.kind.name())
}

#[derive(Serialize)]
struct PlaceForm<'a> {
    span: Points,
    name: &'a str,
    geonameid: Option<u32>,
    lat: Option<f64>,
    lon: Option<f64>,
    country: Option<&'a str>,
    resolution: Option<&'static str>,
    metonymic: bool,
}

impl<'a> PlaceForm<'a> {
    fn new(place: &'a Place, o: &Offsets) -> Self {
        Self {
            span: o.span(place.span),
            name: &place.name,
            geonameid: place.geonameid,
            lat: place.point.map(|p| p.0),
            lon: place.point.map(|p| p.1),
            country: place.country.as_deref(),
            resolution: place.resolution.map(|r| r.name()),
            metonymic: place.metonymic,
        }
    }
}

#[derive(Serialize)]
struct TimeForm<'a> {
    span: Points,
    start: Option<Shown<jiff::civil::Date>>,
    end: Option<Shown<jiff::civil::Date>>,
    granularity: &'static str,
    value: Option<&'a str>,
    r#type: &'static str,
}

impl<'a> TimeForm<'a> {
    fn new(time: &'a Time, o: &Offsets) -> Self {
        Self {
            span: o.span(time.span),
            start: time.interval.map(|i| Shown(i.0)),
            end: time.interval.map(|i| Shown(i.1)),
            granularity: time.granularity.name(),
            value: time.value.as_deref(),
            r#type: time.kind.name(),
        }
    }
}

#[derive(Serialize)]
struct QuoteForm {
    id: Id,
    kind: &'static str,
    content: Vec<Points>,
    cue: Option<Points>,
    speaker: Option<SpeakerForm>,
    addressee: Option<SpeakerForm>,
}

#[derive(Serialize)]
struct SpeakerForm {
    span: Option<Points>,
    entity: Option<Id>,
}

impl SpeakerForm {
    fn new(speaker: Speaker, o: &Offsets) -> Self {
        Self {
            span: speaker.span.map(|s| o.span(s)),
            entity: speaker.entity.map(entity),
        }
    }
}

impl QuoteForm {
    fn new(n: u32, quote: &Quote, o: &Offsets) -> Self {
        let points = |s: &Span| o.span(*s);
        Self {
            id: Id('q', n),
            kind: quote.kind.name(),
            content: quote.content.iter().map(points).collect(),
            cue: quote.cue.as_ref().map(points),
            speaker: quote.speaker.map(|s| SpeakerForm::new(s, o)),
            addressee: quote.addressee.map(|s| SpeakerForm::new(s, o)),
        }
    }
}

#[derive(Serialize)]
struct EventForm<'a> {
    id: Id,
    r#type: &'a str,
    mode: Option<&'a str>,
    contexts: Vec<&'a str>,
    cameo: Option<&'a str>,
    quad: u8,
    goldstein: Option<f32>,
    status: &'static str,
    negated: bool,
    actors: Vec<RoleForm>,
    recipients: Vec<RoleForm>,
    place: Option<EventPlaceForm>,
    time: Option<EventTimeForm>,
    trigger: Points,
    sentence: u32,
    reported_by: Option<ReportedForm>,
    confidence: f32,
    why: &'a str,
}

#[derive(Serialize)]
struct RoleForm {
    span: Points,
    entity: Id,
    code: Option<Shown<Code>>,
}

#[derive(Serialize)]
struct EventPlaceForm {
    span: Points,
    geonameid: Option<u32>,
}

#[derive(Serialize)]
struct EventTimeForm {
    start: Shown<jiff::civil::Date>,
    end: Shown<jiff::civil::Date>,
    from: &'static str,
    span: Option<Points>,
}

#[derive(Serialize)]
struct ReportedForm {
    quote: Option<Id>,
    entity: Option<Id>,
}

impl<'a> EventForm<'a> {
    fn new(n: u32, event: &'a Event, resolved: &Resolved, o: &Offsets) -> Self {
        let role = |r: &Role| RoleForm {
            span: o.span(r.span),
            entity: entity(r.entity),
            code: resolved
                .entities
                .get(r.entity as usize)
                .and_then(|e| code(e.code)),
        };
        let place = event.place.and_then(|p| resolved.places.get(p as usize));
        Self {
            id: Id('v', n),
            r#type: &event.kind,
            mode: event.mode.as_deref(),
            contexts: event.contexts.iter().map(|c| &**c).collect(),
            cameo: event.cameo.as_deref(),
            quad: event.quad,
            goldstein: event.goldstein.map(rounded),
            status: event.status.name(),
            negated: event.negated,
            actors: event.actors.iter().map(role).collect(),
            recipients: event.recipients.iter().map(role).collect(),
            place: place.map(|p| EventPlaceForm {
                span: o.span(p.span),
                geonameid: p.geonameid,
            }),
            time: event.time.map(|t| EventTimeForm::new(t, o)),
            trigger: o.span(event.trigger),
            sentence: event.sentence,
            reported_by: event.reported_by.map(ReportedForm::new),
            confidence: rounded(event.confidence),
            why: &event.why,
        }
    }
}

impl EventTimeForm {
    fn new(time: EventTime, o: &Offsets) -> Self {
        Self {
            start: Shown(time.interval.0),
            end: Shown(time.interval.1),
            from: time.from.name(),
            span: time.span.map(|s| o.span(s)),
        }
    }
}

impl ReportedForm {
    fn new(reported: Reported) -> Self {
        Self {
            quote: reported.quote.map(|q| Id('q', q)),
            entity: reported.entity.map(entity),
        }
    }
}

#[derive(Serialize)]
struct LinkForm {
    kind: &'static str,
    from: Id,
    to: Id,
    span: Option<Points>,
}

impl LinkForm {
    fn new(link: &Link, o: &Offsets) -> Self {
        Self {
            kind: link.kind.name(),
            from: Id('v', link.from),
            to: Id('v', link.to),
            span: link.span.map(|s| o.span(s)),
        }
    }
}
