//! All routes in one place, and what every request goes through.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::Problem;
use crate::{assets, guard, metrics, routes};

/// What the document says of the whole.
#[derive(OpenApi)]
#[openapi(info(
    title = "Risalah",
    description = "Political events coded from news, with the words that show each of them. \
        Lists come in pages: give `next` back as `cursor`. Every list is a table too: ask for \
        `text/csv`, or `?format=csv`; without `limit` it holds all rows. Errors are \
        `application/problem+json` (RFC 9457). Writing needs a token."
))]
struct About;

/// The routes of version 1, each with its place in the document.
fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(About::openapi())
        .routes(routes!(routes::events::events))
        .routes(routes!(routes::events::event))
        .routes(routes!(routes::events::explain))
        .routes(routes!(routes::episodes::episodes))
        .routes(routes!(routes::episodes::episode))
        .routes(routes!(routes::articles::articles))
        .routes(routes!(routes::articles::article))
        .routes(routes!(routes::people::entities))
        .routes(routes!(routes::people::quotations))
        .routes(routes!(routes::counts::places))
        .routes(routes!(routes::counts::series))
        .routes(routes!(routes::counts::dyads))
        .routes(routes!(routes::codings::codings))
        .routes(routes!(routes::codings::compare))
        .routes(routes!(routes::codings::stats))
        .routes(routes!(routes::labels::labels, routes::labels::label))
        .routes(routes!(routes::reports::reports))
        .routes(routes!(routes::health::healthz))
        .routes(routes!(routes::health::metrics))
}

/// The document of the API.
pub(crate) fn document() -> Document {
    api().split_for_parts().1
}

/// Every route, with all that guards them.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let (api, document) = api().split_for_parts();
    let fallback = || async { Problem::missing("such address").into_response() };
    let wrong_method = || async {
        let detail = "the address does not take this method";
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail).into_response()
    };
    api.route("/openapi.json", get(assets::document))
        .merge(assets::routes())
        .fallback(fallback)
        .method_not_allowed_fallback(wrong_method)
        .layer(Extension(Arc::new(document)))
        .layer(DefaultBodyLimit::max(app.limits.body))
        .layer(from_fn(crate::etag::not_modified))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), few))
        .layer(from_fn_with_state(app.hosts.clone(), guard::right_host))
        .route_layer(from_fn_with_state(app.metrics.clone(), metrics::count))
        .layer(from_fn(guard::headers))
        .layer(from_fn(crate::unread::read_or_closed))
        .with_state(app.clone())
}

/// Lets only so many requests in at once; the others are asked to come again.
async fn few(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match app.requests.try_acquire() {
        Ok(_permit) => next.run(request).await,
        Err(_) => Problem::busy().into_response(),
    }
}

/// A panic is this program's fault, and costs only the request. What it said is on standard error.
fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Problem::fault().into_response()
}
