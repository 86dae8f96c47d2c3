//! API and page over a store.
//!
//! The server reads a store while others may write it, and answers only this machine unless told
//! otherwise. It writes only for whoever holds its token: verdicts on events, and new reports.
//! Everything the page needs is in the program; no request leaves the machine.
//!
//! Handlers convert what is asked, call the store or the engine, and convert what comes back.
//! What a route takes and gives stands in `/openapi.json`, shown at `/docs`.

mod answer;
mod app;
mod assets;
mod etag;
mod forms;
mod guard;
mod keep;
mod listen;
mod metrics;
mod problem;
mod query;
mod readers;
mod router;
mod routes;
mod stream;
mod unread;
mod write;

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread::available_parallelism;
use std::time::Duration;

use risalah_engine::Engine;
use tokio::runtime::{self, Runtime};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::guard::Hosts;
use crate::readers::Readers;

pub use guard::Token;
pub use keep::keep;

/// Why a server could not be started or had to end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] risalah_store::Error),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; give another with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The system refused what a server needs.
    #[error("cannot serve: {0}")]
    Io(#[from] io::Error),
}

/// What is served, to whom.
#[derive(Clone, Debug)]
pub struct Options {
    /// The store.
    pub store: PathBuf,
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What allows writing; without it nothing can be written.
    pub token: Option<Token>,
    /// Names besides this machine's own under which the server may be asked, as behind a proxy.
    pub hosts: Vec<String>,
    /// How much may be asked.
    pub limits: Limits,
}

impl Options {
    /// Serves this store to this machine only, for reading.
    pub fn new(store: impl Into<PathBuf>) -> Self {
        Self {
            store: store.into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8484)),
            token: None,
            hosts: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// How much may be asked of a server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long a question may take.
    pub time: Duration,
    /// How long a body may take to come.
    pub upload: Duration,
    /// The longest body, in bytes.
    pub body: usize,
    /// How many connections may be open.
    pub connections: usize,
    /// How many requests may be answered at once.
    pub requests: usize,
    /// How many of them may read the store at once; the others wait.
    pub readers: usize,
    /// How many tables of any length may be made at once.
    pub exports: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = available_parallelism().map_or(2, usize::from);
        Self {
            time: Duration::from_secs(10),
            upload: Duration::from_secs(60),
            body: 16 << 20,
            connections: 512,
            requests: 256,
            readers: cores.clamp(2, 8),
            exports: 2,
        }
    }
}

/// A server that has its address and waits to be run.
#[derive(Debug)]
pub struct Server {
    app: Arc<App>,
    listener: TcpListener,
    runtime: Runtime,
}

impl Server {
    /// Opens the store and takes the address.
    ///
    /// # Errors
    ///
    /// Where the store cannot be opened for reading, or the address is taken.
    pub fn bind(engine: Engine, options: Options) -> Result<Self, Error> {
        let Options {
            store: path,
            listen,
            token,
            hosts,
            limits,
        } = options;
        let readers = Readers::open(&path, limits.readers, limits.time)?;
        let exports = Readers::open(&path, limits.exports, limits.time)?;
        let refused = |source| Error::Listen {
            address: listen,
            source,
        };
        let listener = TcpListener::bind(listen).map_err(refused)?;
        listener.set_nonblocking(true)?;
        let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
        let app = App {
            engine,
            path,
            readers: Arc::new(readers),
            exports: Arc::new(exports),
            writer: Mutex::new(None),
            writing: Semaphore::new(1),
            token,
            hosts: Arc::new(Hosts::new(listener.local_addr()?, &hosts)),
            requests: Semaphore::new(limits.requests),
            metrics: Arc::default(),
            limits,
        };
        Ok(Self {
            app: Arc::new(app),
            listener,
            runtime,
        })
    }

    /// The address it has.
    ///
    /// # Errors
    ///
    /// Where the system does not tell.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers requests until `stop` is ready, and then those that have begun.
    ///
    /// # Errors
    ///
    /// Where the system takes the address away.
    pub fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), Error> {
        let Self {
            app,
            listener,
            runtime,
        } = self;
        let done = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            listen::answer(&app, listener, stop).await;
            Ok(())
        });
        // A query that is not done by then is not waited for.
        runtime.shutdown_timeout(Duration::from_secs(1));
        done
    }

    /// Answers requests until the program is told to end (interrupt or terminate).
    ///
    /// # Errors
    ///
    /// Where the system takes the address away.
    pub fn run(self) -> Result<(), Error> {
        self.run_until(listen::told_to_end())
    }
}

/// The document of the API, by OpenAPI 3.1, as JSON.
pub fn openapi() -> String {
    serde_json::to_string_pretty(&router::document()).expect("the document is JSON")
}
