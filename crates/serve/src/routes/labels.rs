//! What people say of events.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use risalah_store::{self as store, Key, Verdict};

use super::taken;
use crate::answer;
use crate::app::App;
use crate::forms::{Given, Label, Labels};
use crate::problem::Problem;
use crate::query::{Asked, Format, Nothing};
use crate::write::Allowed;

/// The longest verdict with its fix and note, in bytes.
const LONGEST: usize = 64 << 10;

/// Every verdict, in the order in which they were given.
#[utoipa::path(get, path = "/api/v1/labels", params(Format), responses(
    (status = 200, body = Labels, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn labels(
    State(app): State<Arc<App>>,
    asked: Asked<Nothing>,
) -> Result<Response, Problem> {
    let rows = app.readers.read(|store| Ok(store.all_labels()?)).await?;
    let labels = Labels {
        labels: rows.iter().map(Label::from).collect(),
    };
    Ok(answer::rows(asked.form, "labels", &labels.labels, &labels))
}

/// Keeps a verdict on an event; the last one counts.
#[utoipa::path(post, path = "/api/v1/labels", request_body = Given, security(("token" = [])), responses(
    (status = 201, body = Label, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn label(
    State(app): State<Arc<App>>,
    _: Allowed,
    body: Body,
) -> Result<Response, Problem> {
    let body = taken(&app, body, LONGEST).await?;
    let given: Given = serde_json::from_slice(&body)
        .map_err(|err| Problem::bad(format!("the body is no verdict: {err}")))?;
    let label = kept(given)?;
    let shown = Label::from(&label);
    app.write(move |store| Ok(store.label(&label)?)).await?;
    let mut response = answer::json(&shown);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

fn kept(given: Given) -> Result<store::Label, Problem> {
    let key = Key::parse(&given.event).ok_or_else(|| Problem::missing("such event"))?;
    let verdict = Verdict::parse(&given.verdict)
        .ok_or_else(|| Problem::parameter("verdict", "accept, reject or fix"))?;
    let now = jiff::Timestamp::now();
    Ok(store::Label {
        key,
        verdict,
        fix: given.fix.map(|fix| fix.to_string()),
        note: given.note,
        coder: given.coder,
        at: format!("{now:.0}"),
    })
}
