//! Reports that are sent: coded, and kept.

use std::io::Cursor;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use risalah_engine::{Failed, From, source};
use tokio::task::spawn_blocking;

use super::taken;
use crate::app::App;
use crate::forms::{Refused, Taken};
use crate::problem::Problem;
use crate::write::Allowed;
use crate::{answer, keep};

/// Codes reports and keeps them: JSON Lines as `risalah code` takes them. When the answer comes,
/// they are on the disk. The same report twice is one.
#[utoipa::path(post, path = "/api/v1/reports", request_body(content = String, content_type = "application/jsonl",
    description = "One report a line: id, text or html, url, date, lang, title"), security(("token" = [])), responses(
    (status = 200, body = Taken, content_type = "application/json"), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reports(
    State(app): State<Arc<App>>,
    _: Allowed,
    body: Body,
) -> Result<Response, Problem> {
    // One batch at a time: coding takes all cores.
    let one = app.writing.try_acquire().map_err(|_| Problem::busy())?;
    let body = taken(&app, body, app.limits.body).await?;
    let shared = app.clone();
    let coded = spawn_blocking(move || -> Result<_, Problem> {
        let reports = source::reports(From::Jsonl, "report", Cursor::new(body))
            .map_err(|err| Problem::bad(format!("the body cannot be read: {err}")))?;
        Ok(keep::code(&shared.engine, reports))
    });
    let (ready, failed) = coded.await.map_err(|_| Problem::fault())??;
    let packs = app.engine.versions().map_err(|err| {
        eprintln!("risalah: the packs cannot be read: {err}");
        Problem::fault()
    })?;
    let write = app.write(move |store| Ok(keep::add(store, &packs, &ready)?));
    let added = write.await?;
    drop(one);
    Ok(answer::json(&Taken {
        new: added.new,
        known: added.known,
        events: added.events,
        refused: failed.into_iter().map(told).collect(),
    }))
}

fn told(failed: Failed) -> Refused {
    let error = failed.to_string();
    let (id, line) = match failed {
        Failed::Refused(refused) => (refused.id, refused.line),
        Failed::Panicked { id, .. } => (Some(id), None),
        _ => (None, None),
    };
    Refused { id, line, error }
}
