//! The page and the document's own page, out of the program itself.

use std::sync::Arc;

use axum::extract::{Extension, Path};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::get};
use rust_embed::{Embed, EmbeddedFile};
use utoipa::openapi::OpenApi;

use crate::answer::{json, whole};
use crate::problem::Problem;

/// The page, as `npm run build` made it.
#[derive(Embed)]
#[folder = "assets"]
struct Page;

/// The page that shows the API's document.
#[derive(Embed)]
#[folder = "docs"]
struct Docs;

/// Every address of a page.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            "/",
            get(|| async { file(Page::get("index.html"), "index.html") }),
        )
        .route("/{*path}", get(page))
        .route(
            "/docs",
            get(|| async { file(Docs::get("index.html"), "index.html") }),
        )
        .route("/docs/{name}", get(docs))
}

/// The API's document.
pub(crate) async fn document(Extension(document): Extension<Arc<OpenApi>>) -> Response {
    json(&*document)
}

async fn page(Path(path): Path<String>) -> Response {
    let mut response = file(Page::get(&path), &path);
    // Vite puts a digest of the content into these names.
    if path.starts_with("a/") && response.status().is_success() {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, forever);
    }
    response
}

async fn docs(Path(name): Path<String>) -> Response {
    file(Docs::get(&name), &name)
}

fn file(found: Option<EmbeddedFile>, name: &str) -> Response {
    match found {
        Some(file) => whole(kind(name), file.data.into_owned()),
        None => Problem::missing("such address").into_response(),
    }
}

fn kind(name: &str) -> HeaderValue {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    HeaderValue::from_static(match end {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    })
}
