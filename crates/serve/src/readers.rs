//! Connections that read, lent to one request at a time.

use std::fmt;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use risalah_store::{Error, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::problem::Problem;

/// Read-only connections to one store.
///
/// There are as many as queries may run at once. Whoever comes while all are lent waits a little;
/// whoever asks for too much is stopped, and the connection is free again.
pub(crate) struct Readers {
    free: Mutex<Vec<Store>>,
    permits: Arc<Semaphore>,
    limit: Duration,
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Readers {
    /// Opens this many connections; a query that takes longer than `limit` is stopped.
    pub(crate) fn open(path: &Path, count: usize, limit: Duration) -> Result<Self, Error> {
        let open = |_| Store::open_read_only(path);
        let free: Vec<Store> = (0..count.max(1)).map(open).collect::<Result<_, _>>()?;
        Ok(Self {
            permits: Arc::new(Semaphore::new(free.len())),
            free: Mutex::new(free),
            limit,
        })
    }

    /// Runs `work` on a connection, on a thread where waiting harms nobody.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let lent = self.lend().await?;
        let running = lent.running.clone();
        let task = spawn_blocking(move || work(&lent));
        match timeout(self.limit, task).await {
            Ok(done) => done.map_err(|_| Problem::fault())?,
            Err(_) => {
                running.stop();
                Err(Problem::slow())
            }
        }
    }

    /// A connection for as long as the value lives.
    pub(crate) async fn lend(self: &Arc<Self>) -> Result<Lent, Problem> {
        let permit = timeout(self.limit, self.permits.clone().acquire_owned()).await;
        let permit = permit
            .map_err(|_| Problem::busy())?
            .map_err(|_| Problem::busy())?;
        let store = lock(&self.free).pop().ok_or_else(Problem::busy)?;
        Ok(Lent {
            running: Arc::new(Running(Mutex::new(Some(store.stopper())))),
            store: Some(store),
            home: self.clone(),
            _permit: permit,
        })
    }
}

/// A connection that goes back where it came from, also when the work on it panics.
pub(crate) struct Lent {
    running: Arc<Running>,
    // Invariant: it is there until the value is dropped.
    store: Option<Store>,
    home: Arc<Readers>,
    // Given back last, when the connection is there again.
    _permit: OwnedSemaphorePermit,
}

impl Deref for Lent {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.store.as_ref().expect("it is there until the drop")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.running.over();
        lock(&self.home.free).extend(self.store.take());
    }
}

/// A query that may still run: only then may it be stopped, for afterwards the connection is
/// somebody else's.
struct Running(Mutex<Option<risalah_store::Stopper>>);

impl Running {
    fn stop(&self) {
        if let Some(stopper) = &*lock(&self.0) {
            stopper.stop();
        }
    }

    fn over(&self) {
        *lock(&self.0) = None;
    }
}

/// What a panicking holder left is whole: nothing here is changed in two steps.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
