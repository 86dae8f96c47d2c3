//! Who may write, and the one connection that does.

use std::sync::{Arc, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use risalah_store::Store;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::problem::Problem;

/// Shows that the request may write.
pub(crate) struct Allowed;

impl FromRequestParts<Arc<App>> for Allowed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let Some(token) = &app.token else {
            let detail = "this server only reads; start it with a token to allow writing";
            return Err(Problem::new(StatusCode::FORBIDDEN, detail));
        };
        match bearer(&parts.headers) {
            None => {
                let detail = "writing needs `Authorization: Bearer TOKEN`";
                Err(Problem::new(StatusCode::UNAUTHORIZED, detail))
            }
            Some(given) if token.is(given) => Ok(Self),
            Some(_) => Err(Problem::new(
                StatusCode::FORBIDDEN,
                "the token is not the right one",
            )),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get(header::AUTHORIZATION)?.as_bytes();
    let (scheme, token) = value.split_at_checked("Bearer ".len())?;
    scheme
        .eq_ignore_ascii_case(b"Bearer ")
        .then(|| token.trim_ascii())
}

impl App {
    /// Runs `work` on the connection that writes; others wait until it is done.
    pub(crate) async fn write<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        let task = spawn_blocking(move || {
            // What a panic left undone, the store takes back itself.
            let mut writer = app.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let store = match &mut *writer {
                Some(store) => store,
                none => none.insert(Store::open(&app.path)?),
            };
            work(store)
        });
        task.await.map_err(|_| Problem::fault())?
    }
}
