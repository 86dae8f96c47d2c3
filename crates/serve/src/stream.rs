//! Tables of any length: made a piece at a time, as fast as they are taken.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header;
use axum::response::Response;
use hyper::body::Frame;
use risalah_store::{Ask, Page, Store};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::answer::{Form, Row, as_file, csv};
use crate::problem::Problem;
use crate::readers::Readers;

/// So many rows are read at once.
const ROWS: usize = 2_000;
/// A piece has so many bytes or more.
const PIECE: usize = 64 << 10;
/// So many pieces wait for a slow client.
const WAITING: usize = 2;
/// A client that takes nothing for so long is given up.
const STALL: Duration = Duration::from_secs(30);

/// The body of an answer in the making.
struct Pieces {
    first: Option<Bytes>,
    rest: Receiver<Result<Bytes, Problem>>,
}

/// What a broken answer is to hyper: it closes the connection, so that the client sees that the
/// table is not whole.
#[derive(Debug, thiserror::Error)]
#[error("the answer could not be finished")]
struct Broken;

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        let piece = self.rest.poll_recv(cx);
        piece.map(|p| p.map(|p| p.map(Frame::data).map_err(|_| Broken)))
    }
}

/// Where a table is written; it waits for the client.
pub(crate) struct Pipe {
    send: Sender<Result<Bytes, Problem>>,
    runtime: Handle,
    piece: Vec<u8>,
}

impl Pipe {
    fn send(&self, piece: Result<Bytes, Problem>) -> io::Result<()> {
        // The clock is the runtime's, and the thread that writes may be none of its own.
        let sent = async { timeout(STALL, self.send.send(piece)).await };
        let sent = self.runtime.block_on(sent);
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            let piece = std::mem::take(&mut self.piece);
            self.send(Ok(piece.into()))?;
        }
        Ok(bytes.len())
    }

    // A piece goes when it is full, and the last one at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file that `make` writes.
///
/// The first piece is made before the answer begins, so what is wrong with the question is told
/// as a problem.
pub(crate) async fn file(
    exports: &Arc<Readers>,
    (name, form): (&str, Form),
    make: impl FnOnce(&Store, &mut Pipe) -> Result<(), Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let store = exports.lend().await?;
    let (send, mut rest) = channel(WAITING);
    let runtime = Handle::current();
    spawn_blocking(move || {
        let mut pipe = Pipe {
            send,
            runtime,
            piece: Vec::new(),
        };
        let last = make(&store, &mut pipe).map(|()| std::mem::take(&mut pipe.piece).into());
        // Nobody may be there any more to take it.
        let _ = pipe.send(last);
    });
    let first = rest.recv().await.ok_or_else(Problem::fault)??;
    let pieces = Pieces {
        first: Some(first),
        rest,
    };
    let mut response = Response::new(Body::new(pieces));
    let kind = form.content_type();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(as_file(response, name, form))
}

/// All rows of a list as CSV, a page of the store at a time.
pub(crate) async fn table<T: 'static, R: Row>(
    exports: &Arc<Readers>,
    name: &str,
    mut ask: Ask,
    list: impl Fn(&Store, &Ask) -> Result<Page<T>, Problem> + Send + 'static,
    form: impl Fn(&Store, Vec<T>) -> Result<Vec<R>, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    ask.limit = ROWS;
    let make = move |store: &Store, pipe: &mut Pipe| {
        let mut head = true;
        loop {
            let page = list(store, &ask)?;
            let rows = csv(head, &form(store, page.rows)?);
            if pipe.write_all(&rows).is_err() || page.next.is_none() {
                return Ok(());
            }
            ask.after = page.next;
            head = false;
        }
    };
    file(exports, (name, Form::Csv), make).await
}
