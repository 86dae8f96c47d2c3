//! Who is spoken of, and what they said.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use risalah_store::{Ask, Store};
use serde::Deserialize;
use utoipa::IntoParams;

use super::next;
use crate::answer::{self, Form};
use crate::app::App;
use crate::forms::{Entities, Entity, Quotation, Quotations};
use crate::problem::Problem;
use crate::query::{Asked, Filters, Format, Paging, one};
use crate::stream;

/// How many entities.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Ranked {
    /// Those in most reports first (articles, the default), or those with most quotations of the
    /// filter (quotations); then `q` is looked for in the quotations' sentences.
    sort: Option<String>,
    /// How many, 1 to 500; 50 where none is given.
    #[param(value_type = Option<u16>)]
    limit: Option<String>,
}

/// Whose words.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Spoken {
    /// The speaker: the beginning of a code in capitals, a Wikidata id, or words of a name.
    speaker: Option<String>,
}

/// Persons, bodies, states, groups and places whose names have the words of `q`.
#[utoipa::path(get, path = "/api/v1/entities", params(Filters, Ranked, Format), responses(
    (status = 200, body = Entities, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn entities(
    State(app): State<Arc<App>>,
    asked: Asked<(Filters, Ranked)>,
) -> Result<Response, Problem> {
    let (filters, ranked) = asked.of;
    let filter = filters.filter()?;
    let speakers = one(
        "sort",
        "articles or quotations",
        ranked.sort,
        |name| match name {
            "articles" => Some(false),
            "quotations" => Some(true),
            _ => None,
        },
    )?;
    let limit = one("limit", "a whole number from 1 to 500", ranked.limit, |n| {
        n.parse().ok().filter(|n| (1..=500).contains(n))
    })?;
    let limit = limit.unwrap_or(50);
    let read = app.readers.read(move |store| {
        if speakers == Some(true) {
            let rows = store.speakers(&filter, limit)?.into_iter();
            return Ok(rows.map(|(row, n)| Entity::new(row, Some(n))).collect());
        }
        let rows = store.entities(filter.words.as_deref(), limit)?.into_iter();
        Ok(rows.map(|row| Entity::new(row, None)).collect())
    });
    let entities = Entities {
        entities: read.await?,
    };
    Ok(answer::rows(
        asked.form,
        "entities",
        &entities.entities,
        &entities,
    ))
}

/// Quotations, newest report first. What only events have (type, place, …) is passed over.
#[utoipa::path(get, path = "/api/v1/quotations", params(Spoken, Filters, Paging, Format), responses(
    (status = 200, body = Quotations, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn quotations(
    State(app): State<Arc<App>>,
    asked: Asked<(Spoken, Filters, Paging)>,
) -> Result<Response, Problem> {
    let (spoken, filters, paging) = asked.of;
    let (mut filter, ask) = (filters.filter()?, paging.ask()?);
    filter.actor = spoken.speaker.or(filter.actor);
    if asked.form == Form::Csv && !paging.is_given() {
        let list = move |store: &Store, ask: &Ask| Ok(store.quotes(&filter, ask)?);
        return stream::table(&app.exports, "quotations", ask, list, Quotation::of).await;
    }
    let read = app.readers.read(move |store| {
        let page = store.quotes(&filter, &ask)?;
        Ok((Quotation::of(store, page.rows)?, page.next))
    });
    let (quotations, cursor) = read.await?;
    let page = Quotations {
        quotations,
        next: next(cursor),
    };
    Ok(answer::rows(
        asked.form,
        "quotations",
        &page.quotations,
        &page,
    ))
}
