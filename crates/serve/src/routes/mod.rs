//! The handlers: convert, call, convert back.

pub(crate) mod articles;
pub(crate) mod codings;
pub(crate) mod counts;
pub(crate) mod episodes;
pub(crate) mod events;
pub(crate) mod health;
pub(crate) mod labels;
pub(crate) mod people;
pub(crate) mod reports;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::StatusCode;
use risalah_store::{Cursor, Key};
use tokio::time::timeout;

use crate::app::App;
use crate::problem::Problem;

/// The cursor as the answer has it.
fn next(cursor: Option<Cursor>) -> Option<String> {
    cursor.map(|c| c.as_str().to_owned())
}

/// The key in an address; what is none names nothing.
fn key(text: &str, what: &str) -> Result<Key, Problem> {
    Key::parse(text).ok_or_else(|| Problem::missing(what))
}

/// A body up to this size, sent within the time that a request may take.
async fn taken(app: &App, body: Body, most: usize) -> Result<Bytes, Problem> {
    let sent = timeout(app.limits.upload, to_bytes(body, most)).await;
    let late = || {
        let detail = "the body was not sent in time";
        Problem::new(StatusCode::REQUEST_TIMEOUT, detail)
    };
    sent.map_err(|_| late())?.map_err(|_| {
        let detail = format!("the body is longer than {most} bytes, or was cut");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)
    })
}
