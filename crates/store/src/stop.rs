//! Ending a query from another thread.

use std::fmt;

use rusqlite::InterruptHandle;

use crate::Store;

/// Ends what a store is doing, from another thread.
pub struct Stopper(InterruptHandle);

impl Stopper {
    /// Ends the query that runs, if one does: it fails, and nothing is changed.
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

impl fmt::Debug for Stopper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stopper")
    }
}

impl Store {
    /// What ends this store's query from another thread, as when it takes too long.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.connection.get_interrupt_handle())
    }
}
