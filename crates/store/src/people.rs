//! Who is spoken of, and who spoke.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use crate::clause::Clause;
use crate::filter::query;
use crate::reports::{ARTICLE, ARTICLE_COLUMNS, article};
use crate::row::SentenceRow;
use crate::{ArticleRow, Ask, Cursor, Error, Filter, Page, Store};

/// A person, body, state, group or place that articles speak of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRow {
    /// Its number in this store.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What it is, in the record's words.
    pub kind: String,
    /// Country and sectors; empty where nothing is known.
    pub code: String,
    /// The country, or a stand-in such as IGO.
    pub country: Option<String>,
    /// The title held.
    pub office: Option<String>,
    /// What the office is of.
    pub body: Option<String>,
    /// Wikidata id.
    pub wikidata: Option<String>,
    /// In how many articles it appears.
    pub articles: u64,
    /// In how many events it takes part.
    pub events: u64,
}

/// Words of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteRow {
    /// Its number in this store.
    pub id: i64,
    /// The report.
    pub article: Arc<ArticleRow>,
    /// `q<n>` in the record, from 1.
    pub n: u32,
    /// direct, indirect or mixed.
    pub kind: String,
    /// The first part of what was said, in code points.
    pub span: [u32; 2],
    /// The sentence in which it begins, from 0.
    pub sentence: Option<u32>,
    /// Who spoke: the entity's number.
    pub speaker: Option<i64>,
    /// The speaker's name.
    pub speaker_name: Option<String>,
    /// The speaker's code.
    pub speaker_code: Option<String>,
    /// What was said, out of the record.
    pub said: Option<SentenceRow>,
}

/// The columns of `entities n` that [`entity`] reads, before those of its counts.
pub(crate) const ENTITY: &str =
    "n.id, n.name, n.kind, n.code, n.country, n.office, n.body, n.wikidata";

pub(crate) fn entity(row: &Row) -> rusqlite::Result<EntityRow> {
    let known = |text: String| Some(text).filter(|t| !t.is_empty());
    Ok(EntityRow {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: row.get(2)?,
        code: row.get(3)?,
        country: known(row.get(4)?),
        office: known(row.get(5)?),
        body: known(row.get(6)?),
        wikidata: known(row.get(7)?),
        articles: row.get(8)?,
        events: row.get(9)?,
    })
}

impl Store {
    /// Entities whose name has these words, those in most articles first; without words, all.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read.
    pub fn entities(&self, words: Option<&str>, limit: usize) -> Result<Vec<EntityRow>, Error> {
        let words = words.map(query).transpose()?;
        let which = match &words {
            Some(_) => "AND k.entity IN (SELECT rowid FROM names WHERE names MATCH ?)",
            None => "",
        };
        // The rank is taken from the counts, so that only the rows that are shown are read whole.
        let select = format!(
            "WITH known AS (SELECT k.entity, sum(k.articles) AS articles, sum(k.events) AS events
               FROM spoken_of k
               WHERE k.coding IN (SELECT id FROM codings WHERE state = 'live') {which}
               GROUP BY k.entity ORDER BY 2 DESC, 1 LIMIT {limit})
             SELECT {ENTITY}, k.articles, k.events
             FROM known k JOIN entities n ON n.id = k.entity ORDER BY k.articles DESC, n.id"
        );
        let read = || {
            let mut statement = self.connection.prepare_cached(&select)?;
            let rows = statement.query_map(params_from_iter(&words), entity)?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|err| self.told(err))
    }

    /// Quotations, by the day of the report. Of the filter the words are looked for in the
    /// sentence, `actor` (or `party`) is the speaker; days, outlet, language and article hold of
    /// the report; what only events have is passed over.
    ///
    /// # Errors
    ///
    /// Where the store cannot be read, or the cursor is of another store's making.
    pub fn quotes(&self, filter: &Filter, ask: &Ask) -> Result<Page<QuoteRow>, Error> {
        let mut sql = self.quotes_matching(filter)?;
        if let Some(after) = &ask.after {
            let (sort, id) = after.row()?;
            let beyond = ask.order.beyond();
            let values = [Value::Text(sort.to_owned()), Value::Integer(id)];
            let holds = format!("(coalesce(a.published, ''), q.id) {beyond} (?, ?)");
            sql.and(Clause::new(holds, values));
        }
        let order = ask.order.sql();
        let limit = ask.limit + 1;
        sql.sql +=
            &format!(" ORDER BY coalesce(a.published, '') {order}, q.id {order} LIMIT {limit}");
        let read = || {
            let mut statement = self.connection.prepare_cached(&sql.sql)?;
            let rows = statement.query_map(params_from_iter(&sql.values), |row| {
                let at = ARTICLE_COLUMNS;
                Ok(QuoteRow {
                    article: Arc::new(article(row)?),
                    id: row.get(at)?,
                    n: row.get(at + 1)?,
                    kind: row.get(at + 2)?,
                    span: [row.get(at + 3)?, row.get(at + 4)?],
                    sentence: row.get(at + 5)?,
                    speaker: row.get(at + 6)?,
                    speaker_name: row.get(at + 7)?,
                    speaker_code: row.get(at + 8)?,
                    said: None,
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = read().map_err(|err| self.told(err))?;
        let mut page = Page::cut(rows, ask.limit, |q| {
            Cursor::new(q.article.published.as_deref().unwrap_or_default(), q.id)
        });
        for quote in &mut page.rows {
            let record = self.record(quote.article.id)?.unwrap_or_default();
            quote.said = risalah_record::words(&record, quote.span).map(|text| SentenceRow {
                span: quote.span,
                text,
            });
        }
        Ok(page)
    }

    fn quotes_matching(&self, filter: &Filter) -> Result<Clause, Error> {
        let speaker = filter.actor.as_ref().or(filter.party.as_ref());
        // Days are gone through in order, unless few quotations can be meant.
        let from = match speaker.is_some() || filter.words.is_some() {
            true => "quotes q CROSS JOIN articles a ON a.id = q.article",
            false => "articles a CROSS JOIN quotes q ON q.article = a.id",
        };
        let mut sql = Clause::new(
            format!(
                "SELECT {ARTICLE}, q.id, q.n, q.kind, q.start, q.\"end\", q.sentence, q.speaker,
                   n.name, n.code
                 FROM {from}
                 LEFT JOIN entities n ON n.id = q.speaker
                 WHERE q.coding IN (SELECT id FROM codings WHERE state = 'live')"
            ),
            [],
        );
        filter.on_reports("q.said", &mut sql)?;
        if let Some(speaker) = speaker {
            sql.and(crate::filter::entity_is("q.speaker", speaker)?);
        }
        Ok(sql)
    }
}
