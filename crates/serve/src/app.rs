//! What all requests share.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use risalah_engine::Engine;
use risalah_store::Store;
use tokio::sync::Semaphore;

use crate::Limits;
use crate::guard::{Hosts, Token};
use crate::metrics::Metrics;
use crate::readers::Readers;

/// What all requests share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) engine: Engine,
    pub(crate) path: PathBuf,
    pub(crate) readers: Arc<Readers>,
    /// For tables of any length, so that they never keep the page waiting.
    pub(crate) exports: Arc<Readers>,
    /// The one connection that writes, where a token allows it; opened when it is first needed.
    pub(crate) writer: Mutex<Option<Store>>,
    /// One batch is coded at a time.
    pub(crate) writing: Semaphore,
    pub(crate) token: Option<Token>,
    pub(crate) hosts: Arc<Hosts>,
    pub(crate) limits: Limits,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) requests: Semaphore,
}
