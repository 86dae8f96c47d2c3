//! Reports with their records.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use risalah_store::{ArticleRow, Ask, Filter, Negated, Order, Store};
use serde_json::value::RawValue;

use super::next;
use crate::answer::{self, Form};
use crate::app::App;
use crate::forms::{Article, Articles, WholeArticle};
use crate::problem::Problem;
use crate::query::{Asked, Filters, Format, Nothing, Paging};
use crate::stream;

/// No report has as many events.
const EVENTS: usize = 100_000;

/// Reports, newest first.
#[utoipa::path(get, path = "/api/v1/articles", params(Filters, Paging, Format), responses(
    (status = 200, body = Articles, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn articles(
    State(app): State<Arc<App>>,
    asked: Asked<(Filters, Paging)>,
) -> Result<Response, Problem> {
    let (filters, paging) = asked.of;
    let (filter, ask) = (filters.filter()?, paging.ask()?);
    let form = |_: &Store, rows: Vec<ArticleRow>| Ok(rows.iter().map(Article::from).collect());
    if asked.form == Form::Csv && !paging.is_given() {
        let list = move |store: &Store, ask: &Ask| Ok(store.articles(&filter, ask)?);
        return stream::table(&app.exports, "articles", ask, list, form).await;
    }
    let read = app
        .readers
        .read(move |store| Ok(store.articles(&filter, &ask)?));
    let page = read.await?;
    let page = Articles {
        articles: page.rows.iter().map(Article::from).collect(),
        next: next(page.next),
    };
    Ok(answer::rows(asked.form, "articles", &page.articles, &page))
}

/// One report with its record, as `risalah code` writes it.
#[utoipa::path(get, path = "/api/v1/articles/{id}", params(("id" = i64, Path, description = "The report's number in this store"), Format), responses(
    (status = 200, body = WholeArticle, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn article(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    asked: Asked<Nothing>,
) -> Result<Response, Problem> {
    let missing = || Problem::missing("such article");
    let id: i64 = id.parse().map_err(|_| missing())?;
    let read = app.readers.read(move |store| {
        let row = store.article(id)?.ok_or_else(missing)?;
        let record = store.record(id)?.ok_or_else(missing)?;
        let mut events = store.events(&all_of(id), &ask())?.rows;
        events.sort_by_key(|e| e.n);
        let record = String::from_utf8(record).map_err(|_| Problem::fault())?;
        Ok(WholeArticle {
            article: Article::from(&row),
            record: RawValue::from_string(record).map_err(|_| Problem::fault())?,
            events: events.iter().map(|e| e.key.to_string()).collect(),
        })
    });
    let whole = read.await?;
    let rows = std::slice::from_ref(&whole.article);
    Ok(answer::rows(asked.form, "article", rows, &whole))
}

/// Every event of an article.
pub(crate) fn all_of(article: i64) -> Filter {
    Filter {
        article: Some(article),
        negated: Negated::With,
        ..Filter::default()
    }
}

/// All rows at once.
pub(crate) fn ask() -> Ask {
    Ask {
        limit: EVENTS,
        after: None,
        order: Order::Oldest,
    }
}
