//! Numbers: over places, over time, between parties.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use risalah_store::{By, Step};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::answer;
use crate::app::App;
use crate::forms::{Dyads, Places, SeriesOf};
use crate::problem::Problem;
use crate::query::{Asked, Filters, Format, one};

/// Which lines and steps.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Lines {
    /// What tells the lines apart: quad (the default), type or status.
    by: Option<String>,
    /// How long a step is: day (the default), month or year.
    step: Option<String>,
    /// What is counted: events (the default) or episodes.
    count: Option<String>,
}

/// Events by place, and how many have none.
#[utoipa::path(get, path = "/api/v1/places", params(Filters, Format), responses(
    (status = 200, body = Places, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn places(
    State(app): State<Arc<App>>,
    asked: Asked<(Filters,)>,
) -> Result<Response, Problem> {
    let filter = asked.of.0.filter()?;
    let read = app.readers.read(move |store| Ok(store.places(&filter)?));
    let places = Places::from(read.await?);
    Ok(answer::rows(asked.form, "places", &places.places, &places))
}

/// Events or episodes over time.
#[utoipa::path(get, path = "/api/v1/series", params(Lines, Filters, Format), responses(
    (status = 200, body = SeriesOf, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn series(
    State(app): State<Arc<App>>,
    asked: Asked<(Lines, Filters)>,
) -> Result<Response, Problem> {
    let (lines, filters) = asked.of;
    let filter = filters.filter()?;
    let by = one("by", "quad, type or status", lines.by, |name| match name {
        "quad" => Some(By::Quad),
        "type" => Some(By::Type),
        "status" => Some(By::Status),
        _ => None,
    })?
    .unwrap_or(By::Quad);
    let step = one(
        "step",
        "day, month or year",
        lines.step,
        |name| match name {
            "day" => Some(Step::Day),
            "month" => Some(Step::Month),
            "year" => Some(Step::Year),
            _ => None,
        },
    )?
    .unwrap_or(Step::Day);
    let episodes = one(
        "count",
        "events or episodes",
        lines.count,
        |name| match name {
            "events" => Some(false),
            "episodes" => Some(true),
            _ => None,
        },
    )?;
    let read = app.readers.read(move |store| {
        Ok(match episodes {
            Some(true) => store.series_of_episodes(&filter, step, by)?,
            _ => store.series(&filter, step, by)?,
        })
    });
    let series = SeriesOf::new(read.await?, step);
    Ok(answer::rows(
        asked.form,
        "series",
        &series.points(),
        &series,
    ))
}

/// Who acts on whom, by country; those with most events first.
#[utoipa::path(get, path = "/api/v1/dyads", params(Filters, Format), responses(
    (status = 200, body = Dyads, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn dyads(
    State(app): State<Arc<App>>,
    asked: Asked<(Filters,)>,
) -> Result<Response, Problem> {
    let filter = asked.of.0.filter()?;
    let read = app.readers.read(move |store| Ok(store.dyads(&filter)?));
    let dyads = Dyads {
        dyads: read.await?.into_iter().map(Into::into).collect(),
    };
    Ok(answer::rows(asked.form, "dyads", &dyads.dyads, &dyads))
}
