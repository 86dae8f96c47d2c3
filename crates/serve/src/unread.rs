//! Questions that are answered before all of their body has come, as those that are refused.
//!
//! What is left of such a body would stand before the next question of the same connection. A
//! client that is not told so asks its next question on a connection that is about to end.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::time::timeout;

/// How much of a body is read to keep its connection, in bytes.
const MOST: usize = 64 << 10;
/// How long that may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// Reads what is left of a short body, and says that the connection ends where more is left.
pub(crate) async fn read_or_closed(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    // Whoever waits to be told to go on has sent nothing that would be left.
    let waits = request.headers().contains_key(header::EXPECT);
    let (parts, body) = request.into_parts();
    let body = Shared::new(body);
    let request = Request::from_parts(parts, Body::new(body.clone()));
    let mut response = next.run(request).await;
    if !body.ended() && !waits {
        let _ = timeout(PATIENCE, to_bytes(Body::new(body.clone()), MOST)).await;
    }
    if !body.ended() {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

/// A body that can still be read when whoever it was given to has left it.
#[derive(Clone, Debug)]
struct Shared(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    body: Body,
    ended: bool,
}

impl Shared {
    fn new(body: Body) -> Self {
        let inner = Inner { body, ended: false };
        Self(Arc::new(Mutex::new(inner)))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self) -> bool {
        let inner = self.inner();
        inner.ended || inner.body.is_end_stream()
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut inner = self.inner();
        let frame = Pin::new(&mut inner.body).poll_frame(context);
        inner.ended |= matches!(frame, Poll::Ready(None));
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.ended()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner().body.size_hint()
    }
}
