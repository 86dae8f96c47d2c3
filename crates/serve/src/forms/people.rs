//! Who is spoken of, and what they said.

use risalah_store::{EntityRow, QuoteRow, Store};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Row, cell};
use crate::forms::Article;
use crate::forms::kept::{self, Record};
use crate::problem::Problem;

/// A person, body, state, group or place that reports speak of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entity {
    /// Its number in this store.
    id: i64,
    name: String,
    /// person, organization, country, group or place.
    kind: String,
    /// Country and sectors.
    code: Option<String>,
    /// The country, or what stands in for one.
    country: Option<String>,
    office: Option<String>,
    /// What the office is of.
    body: Option<String>,
    wikidata: Option<String>,
    /// In how many reports it appears.
    articles: u64,
    /// In how many events it takes part.
    events: u64,
    /// How many quotations of the filter are its words; only where speakers are asked for.
    quotations: Option<u64>,
}

/// Entities.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entities {
    pub(crate) entities: Vec<Entity>,
}

impl Entity {
    pub(crate) fn new(row: EntityRow, quotations: Option<u64>) -> Self {
        Self {
            id: row.id,
            name: row.name,
            kind: row.kind,
            code: Some(row.code).filter(|c| !c.is_empty()),
            country: row.country,
            office: row.office,
            body: row.body,
            wikidata: row.wikidata,
            articles: row.articles,
            events: row.events,
            quotations,
        }
    }
}

impl Row for Entity {
    const COLUMNS: &[&str] = &[
        "entity",
        "name",
        "kind",
        "code",
        "country",
        "office",
        "body",
        "wikidata",
        "articles",
        "events",
        "quotations",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.kind.clone(),
            cell(&self.code),
            cell(&self.country),
            cell(&self.office),
            cell(&self.body),
            cell(&self.wikidata),
            self.articles.to_string(),
            self.events.to_string(),
            cell(&self.quotations),
        ]
    }
}

/// Words of somebody.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quotation {
    /// Its number in this store.
    id: i64,
    /// `q<n>` in the record, from 1.
    n: u32,
    /// direct, indirect or mixed.
    kind: String,
    /// What was said, in code points of the report's text; several parts where it is split.
    content: Vec<[u32; 2]>,
    /// These words, with “ … ” between the parts.
    text: String,
    /// The word that shows it is speech.
    cue: Option<Words>,
    /// Who spoke.
    speaker: Option<Speaker>,
    article: Article,
}

/// Words of a report.
#[derive(Debug, Serialize, ToSchema)]
struct Words {
    /// In code points.
    span: [u32; 2],
    text: String,
}

/// Who spoke.
#[derive(Debug, Serialize, ToSchema)]
struct Speaker {
    /// The entity's number in this store.
    entity: Option<i64>,
    name: Option<String>,
    /// The words that stand for the speaker here.
    text: Option<String>,
    code: Option<String>,
    office: Option<String>,
    /// What the office is of.
    body: Option<String>,
}

/// A page of quotations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quotations {
    pub(crate) quotations: Vec<Quotation>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
}

impl Quotation {
    /// Quotations with their words, out of the reports' records.
    pub(crate) fn of(store: &Store, rows: Vec<QuoteRow>) -> Result<Vec<Self>, Problem> {
        let mut last: Option<(i64, Option<Record>)> = None;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let article = row.article.id;
            if last.as_ref().is_none_or(|(id, _)| *id != article) {
                let line = store.record(article)?;
                last = Some((article, line.and_then(|l| Record::read(&l))));
            }
            let record = last.as_ref().and_then(|(_, record)| record.as_ref());
            all.push(Self::new(row, record));
        }
        Ok(all)
    }

    fn new(row: &QuoteRow, record: Option<&Record>) -> Self {
        let at = (row.n as usize).wrapping_sub(1);
        let kept = record.and_then(|r| Some((r, r.quotes.get(at)?)));
        let words = |(record, quote): (&Record, &kept::Quote)| {
            let cue = quote.cue.map(|span| Words {
                span,
                text: record.words(span),
            });
            let parts: Vec<String> = quote.content.iter().map(|s| record.words(*s)).collect();
            (quote.content.clone(), parts.join(" … "), cue)
        };
        let nothing = || (vec![row.span], String::new(), None);
        let (content, text, cue) = kept.map_or_else(nothing, words);
        Self {
            id: row.id,
            n: row.n,
            kind: row.kind.clone(),
            content,
            text,
            cue,
            speaker: kept.and_then(|(r, q)| Some(Speaker::new(row, r, q.speaker.as_ref()?))),
            article: Article::from(&*row.article),
        }
    }
}

impl Speaker {
    fn new(row: &QuoteRow, record: &Record, speaker: &kept::Speaker) -> Self {
        let entity = speaker.entity.as_ref().and_then(|id| record.entity(id));
        Self {
            entity: row.speaker,
            name: entity.map(|e| e.name.clone()),
            text: speaker.span.map(|s| record.words(s)),
            code: entity.and_then(|e| e.code.clone()),
            office: entity.and_then(|e| e.office.clone()),
            body: entity.and_then(|e| e.body.clone()),
        }
    }
}

impl Row for Quotation {
    const COLUMNS: &[&str] = &[
        "quotation",
        "kind",
        "speaker",
        "speaker_code",
        "speaker_words",
        "text",
        "cue",
        "start",
        "end",
        "article",
        "article_name",
        "url",
        "outlet",
        "lang",
        "title",
        "published",
    ];

    fn cells(&self) -> Vec<String> {
        let speaker = self.speaker.as_ref();
        let of = |part: fn(&Speaker) -> &Option<String>| {
            speaker.map_or_else(String::new, |s| cell(part(s)))
        };
        let first = self.content.first().copied().unwrap_or_default();
        let mut cells = vec![
            self.id.to_string(),
            self.kind.clone(),
            of(|s| &s.name),
            of(|s| &s.code),
            of(|s| &s.text),
            self.text.clone(),
            self.cue
                .as_ref()
                .map_or_else(String::new, |c| c.text.clone()),
            first[0].to_string(),
            first[1].to_string(),
        ];
        cells.extend(self.article.brief());
        cells
    }
}
