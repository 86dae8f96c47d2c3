//! Answers that the client has already.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// Gives 304 and no body where `If-None-Match` names the answer's ETag.
pub(crate) async fn not_modified(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let known: Vec<String> = known(request.headers());
    let mut response = next.run(request).await;
    let tag = response.headers().get(header::ETAG);
    let same = tag.and_then(|t| t.to_str().ok()).is_some_and(|tag| {
        let tag = bare(tag);
        known.iter().any(|k| k == "*" || k == tag)
    });
    if reads && same && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    response
}

fn known(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(header::IF_NONE_MATCH).iter();
    let values = values.filter_map(|v| v.to_str().ok());
    let tags = values.flat_map(|v| v.split(','));
    tags.map(|tag| bare(tag.trim()).to_owned()).collect()
}

/// Tags are compared weakly: by what stands in them.
fn bare(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}
