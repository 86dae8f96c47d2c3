//! Connections: taken, limited, and closed when the server ends.

use std::future::{Future, pending};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::router::router;

/// How long a client may take to send its question's head, also between two questions.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long answers that have begun may take when the server ends.
const LEAVE: Duration = Duration::from_secs(10);
/// How long to wait when the system gives no connection, as when too many files are open.
const AGAIN: Duration = Duration::from_millis(100);

/// Answers requests until `stop` is ready, and then those that have begun.
pub(crate) async fn answer(app: &Arc<App>, listener: TcpListener, stop: impl Future<Output = ()>) {
    let router = router(app);
    let places = Arc::new(Semaphore::new(app.limits.connections));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        // Where all places are taken, new connections wait in the system's queue.
        let place = select! {
            place = places.clone().acquire_owned() => place,
            () = &mut stop => break,
        };
        let taken = select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        let Ok((stream, _)) = taken else {
            sleep(AGAIN).await;
            continue;
        };
        let connection = open.watch(connection(stream, router.clone()));
        tokio::spawn(async move {
            // A connection that breaks is the client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(LEAVE, open.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    router: Router,
) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    // Answers go out at once; small ones would else wait for more.
    let _ = stream.set_nodelay(true);
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_headers(64)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}

/// Ready when the program is told to end.
pub(crate) async fn told_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Where nobody can tell, nobody does.
            pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = pending::<()>();
    select! {
        () = interrupt => {},
        () = terminate => {},
    }
}
