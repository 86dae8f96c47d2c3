//! Reports.

use risalah_store::ArticleRow;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::answer::{Row, cell};

/// A report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Article {
    /// Its number in this store.
    id: i64,
    /// The report's own id.
    name: String,
    /// Where it was published.
    url: Option<String>,
    /// The host of its address, else the site's name.
    outlet: Option<String>,
    /// Its language.
    lang: Option<String>,
    /// The headline.
    title: Option<String>,
    /// The day it was published.
    published: Option<String>,
    /// The file or address it came from.
    source: Option<String>,
    /// The report of which this is a copy.
    copy_of: Option<i64>,
}

impl Article {
    pub(crate) fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    pub(crate) fn id(&self) -> i64 {
        self.id
    }

    /// Cells that say which report a row is of.
    pub(crate) fn brief(&self) -> [String; 7] {
        [
            self.id.to_string(),
            self.name.clone(),
            cell(&self.url),
            cell(&self.outlet),
            cell(&self.lang),
            cell(&self.title),
            cell(&self.published),
        ]
    }
}

impl From<&ArticleRow> for Article {
    fn from(row: &ArticleRow) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            url: row.url.clone(),
            outlet: row.outlet.clone(),
            lang: row.lang.clone(),
            title: row.title.clone(),
            published: row.published.clone(),
            source: row.source.clone(),
            copy_of: row.wire,
        }
    }
}

impl Row for Article {
    const COLUMNS: &[&str] = &[
        "article",
        "article_name",
        "url",
        "outlet",
        "lang",
        "title",
        "published",
        "source",
        "copy_of",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = self.brief().to_vec();
        cells.extend([cell(&self.source), cell(&self.copy_of)]);
        cells
    }
}

/// A page of reports.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Articles {
    pub(crate) articles: Vec<Article>,
    /// Where the next page begins.
    pub(crate) next: Option<String>,
}

/// A report with its record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeArticle {
    pub(crate) article: Article,
    /// The record, byte for byte as `risalah code` writes it.
    #[schema(value_type = Object)]
    pub(crate) record: Box<RawValue>,
    /// The ids of its events, in the record's order.
    pub(crate) events: Vec<String>,
}
