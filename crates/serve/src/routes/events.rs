//! Mentions of events, and why they were coded.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use risalah_export::Source;
use risalah_store::{EventRow, Store};

use super::{key, next};
use crate::answer::{self, Form};
use crate::app::App;
use crate::forms::{Event, Events, Explained};
use crate::problem::Problem;
use crate::query::{Asked, Filters, Format, Long, Nothing, One, Paging};
use crate::stream::{self, Pipe};

/// Events, newest first; tables have the rows and columns of `risalah store export`.
#[utoipa::path(get, path = "/api/v1/events", params(Filters, Paging, Format), responses(
    (status = 200, body = Events, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn events(
    State(app): State<Arc<App>>,
    asked: Asked<(Filters, Paging), Long>,
) -> Result<Response, Problem> {
    let (filters, paging) = asked.of;
    let (filter, ask) = (filters.filter()?, paging.ask()?);
    if let Some(format) = format(asked.form).filter(|_| !paging.is_given()) {
        let shared = app.clone();
        let make = move |store: &Store, out: &mut Pipe| {
            source(&shared, store).write(&filter, format, out)?;
            Ok(())
        };
        return stream::file(&app.exports, ("events", asked.form), make).await;
    }
    if let Some(format) = format(asked.form) {
        let list = move |store: &Store| Ok(store.events(&filter, &ask)?.rows);
        return table(&app, ("events", asked.form), format, list).await;
    }
    let read = app.readers.read(move |store| {
        let page = store.events(&filter, &ask)?;
        Ok((Event::of(store, page.rows)?, page.next))
    });
    let (events, cursor) = read.await?;
    Ok(answer::json(&Events {
        events,
        next: next(cursor),
    }))
}

/// One event.
#[utoipa::path(get, path = "/api/v1/events/{id}", params(("id" = String, Path, description = "16 hexadecimal digits"), Format), responses(
    (status = 200, body = Event, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn event(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    asked: Asked<Nothing, Long>,
) -> Result<Response, Problem> {
    let key = key(&id, "such event")?;
    let one = move |store: &Store| {
        let row = store.event(key)?;
        row.map(|row| vec![row])
            .ok_or_else(|| Problem::missing("such event"))
    };
    if let Some(format) = format(asked.form) {
        return table(&app, ("event", asked.form), format, one).await;
    }
    let read = app.readers.read(move |store| Event::of(store, one(store)?));
    Ok(answer::json(&read.await?.pop()))
}

/// The export's format of a table; `None` for what is no table.
fn format(form: Form) -> Option<risalah_export::Format> {
    match form {
        Form::Json => None,
        Form::Csv => Some(risalah_export::Format::Csv),
        Form::Arrow => Some(risalah_export::Format::Arrow),
        Form::Parquet => Some(risalah_export::Format::Parquet),
    }
}

/// What exports are made of.
fn source<'a>(app: &'a App, store: &'a Store) -> Source<'a> {
    let packs = app.engine.packs();
    Source {
        store,
        world: &packs.world,
        ontology: &packs.ontology,
        engine: risalah_engine::VERSION,
    }
}

/// Some events as a table.
async fn table(
    app: &Arc<App>,
    (name, form): (&str, Form),
    format: risalah_export::Format,
    list: impl FnOnce(&Store) -> Result<Vec<EventRow>, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let shared = app.clone();
    let read = app.readers.read(move |store| {
        let mut rows = list(store)?;
        Ok(source(&shared, store).page(&mut rows, format)?)
    });
    Ok(answer::table(form, name, read.await?))
}

/// Why an event was coded: the report's kept text is coded anew to tell.
#[utoipa::path(get, path = "/api/v1/events/{id}/explain", params(("id" = String, Path, description = "16 hexadecimal digits"), Format), responses(
    (status = 200, body = Explained, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn explain(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    _: Asked<Nothing, One>,
) -> Result<Response, Problem> {
    let key = key(&id, "such event")?;
    let shared = app.clone();
    let read = app.readers.read(move |store| {
        let row = store
            .event(key)?
            .ok_or_else(|| Problem::missing("such event"))?;
        let record = store.record(row.article.id)?.unwrap_or_default();
        let article = risalah_record::article(&record).unwrap_or_default();
        let coded = shared.engine.code(article);
        Ok(Explained::new(&row, &coded, &record))
    });
    Ok(answer::json(&read.await?))
}
