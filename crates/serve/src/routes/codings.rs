//! What coded the reports, and what it comes to.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use risalah_record::{Change, changes};
use risalah_store::{ArticleRow, CodingId, Cursor, Filter, Store};
use serde::Deserialize;
use utoipa::IntoParams;

use super::articles::{all_of, ask as all};
use super::next;
use crate::answer;
use crate::app::App;
use crate::forms::{Article, Changed, Codings, Compared, Comparison, Event, Record, Stats};
use crate::problem::Problem;
use crate::query::{Asked, Format, Nothing, One, Paging, one};

/// So many reports are compared in one request at most.
const SCANNED: usize = 5_000;
/// So many reports that differ are shown at most, where fewer are not asked for.
const SHOWN: usize = 50;

/// Which codings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sides {
    /// The left coding's number.
    #[param(value_type = i64)]
    left: Option<String>,
    /// The right coding's number.
    #[param(value_type = i64)]
    right: Option<String>,
}

/// All codings, oldest first.
#[utoipa::path(get, path = "/api/v1/codings", params(Format), responses(
    (status = 200, body = Codings, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn codings(
    State(app): State<Arc<App>>,
    asked: Asked<Nothing>,
) -> Result<Response, Problem> {
    let rows = app.readers.read(|store| Ok(store.codings()?)).await?;
    let codings = Codings {
        codings: rows.iter().map(Into::into).collect(),
    };
    Ok(answer::rows(
        asked.form,
        "codings",
        &codings.codings,
        &codings,
    ))
}

/// Reports on which two codings differ, and how.
#[utoipa::path(get, path = "/api/v1/compare", params(Sides, Paging, Format), responses(
    (status = 200, body = Comparison, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn compare(
    State(app): State<Arc<App>>,
    asked: Asked<(Sides, Paging), One>,
) -> Result<Response, Problem> {
    let (sides, paging) = asked.of;
    let mut ask = paging.ask()?;
    let shown = paging.limit()?.unwrap_or(SHOWN);
    ask.limit = shown;
    let side = |name: &str, value: Option<String>| {
        let takes = "a coding's number, as `/api/v1/codings` has it";
        let read = one(name, takes, value, |n| n.parse().ok())?;
        read.map(CodingId)
            .ok_or_else(|| Problem::parameter(name, takes))
    };
    let (left, right) = (side("left", sides.left)?, side("right", sides.right)?);
    let read = app.readers.read(move |store| {
        let mut articles = Vec::new();
        for _ in 0..SCANNED.div_ceil(shown) {
            let page = store.articles(&Filter::default(), &ask)?;
            for row in &page.rows {
                articles.extend(compared(store, row, left, right)?);
            }
            ask.after = page.next;
            if ask.after.is_none() || articles.len() >= shown {
                break;
            }
        }
        Ok((articles, ask.after))
    });
    let (articles, cursor): (_, Option<Cursor>) = read.await?;
    Ok(answer::json(&Comparison {
        articles,
        next: next(cursor),
    }))
}

/// What two codings say differently of one report; `None` where nothing.
fn compared(
    store: &Store,
    row: &ArticleRow,
    left: CodingId,
    right: CodingId,
) -> Result<Option<Compared>, Problem> {
    let (l, r) = (
        store.record_under(row.id, left)?,
        store.record_under(row.id, right)?,
    );
    let (Some(l), Some(r)) = (l, r) else {
        return Ok(None);
    };
    if l == r {
        return Ok(None);
    }
    let changes = changes(&l, &r);
    if changes.is_empty() {
        return Ok(None);
    }
    let (l, r) = (Record::read(&l), Record::read(&r));
    let (Some(l), Some(r)) = (l, r) else {
        return Ok(None);
    };
    let article = Article::from(row);
    let mut found = Compared {
        left_only: Vec::new(),
        right_only: Vec::new(),
        changed: Vec::new(),
        article: article.clone(),
    };
    // Events that queries see have ids that can be asked for.
    let live = Event::of(store, store.events(&all_of(row.id), &all())?.rows)?;
    let event = |coding: CodingId, record: &Record, at: usize| {
        let seen = live.iter().find(|e| e.is(coding.0, at));
        seen.cloned()
            .or_else(|| Event::of_record(&article, coding.0, record, at))
    };
    for Change { left: a, right: b } in changes {
        let a = a.and_then(|(at, _)| event(left, &l, at));
        let b = b.and_then(|(at, _)| event(right, &r, at));
        match (a, b) {
            (Some(left), Some(right)) => found.changed.push(Changed { left, right }),
            (Some(left), None) => found.left_only.push(left),
            (None, Some(right)) => found.right_only.push(right),
            (None, None) => {}
        }
    }
    Ok(Some(found))
}

/// What is in the store, and how precise each type is as far as people have looked.
#[utoipa::path(get, path = "/api/v1/stats", params(Format), responses(
    (status = 200, body = Stats, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn stats(
    State(app): State<Arc<App>>,
    asked: Asked<Nothing>,
) -> Result<Response, Problem> {
    let read = app
        .readers
        .read(|store| Ok((store.stats()?, store.verdicts()?)));
    let (stats, verdicts) = read.await?;
    let types = app.engine.packs().ontology.types.iter();
    let quads: BTreeMap<String, u8> = types.map(|t| (t.id.to_string(), t.quad)).collect();
    let name = app.path.file_name().unwrap_or_default().to_string_lossy();
    let stats = Stats::new(&name, &stats, &verdicts, &quads, app.token.is_some());
    Ok(answer::rows(asked.form, "stats", stats.types(), &stats))
}
