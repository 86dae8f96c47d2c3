//! Whether the server is well, for those who watch it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer;
use crate::app::App;
use crate::problem::Problem;

/// All is well.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    status: &'static str,
    /// The program's version.
    version: &'static str,
}

/// Whether the store can be read.
#[utoipa::path(get, path = "/healthz", responses(
    (status = 200, body = Health, content_type = "application/json"), (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn healthz(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    app.readers.read(|store| Ok(store.codings()?)).await?;
    Ok(answer::json(&Health {
        status: "ok",
        version: risalah_engine::VERSION,
    }))
}

/// What the server has done, in the text form of Prometheus.
#[utoipa::path(get, path = "/metrics", responses((status = 200, body = String, content_type = "text/plain")))]
pub(crate) async fn metrics(State(app): State<Arc<App>>) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], app.metrics.text()).into_response()
}
