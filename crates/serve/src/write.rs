//! The one connection that writes.

use std::sync::{Arc, PoisonError};

use risalah_store::Store;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::problem::Problem;

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
