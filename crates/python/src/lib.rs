//! The native half of the Python package `risalah`: convert, call, convert back.
//!
//! Python's half (`python/risalah`) turns what users give into rows and wraps the lines of JSON
//! that come out into objects; here rows become reports, go through the engine outside Python's
//! lock, and come back as the same lines that `risalah code` writes.

mod arrow;
mod engine;
mod events;
mod report;
mod stream;

use pyo3::prelude::*;

/// The native half of `risalah`.
#[pymodule]
mod _risalah {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::arrow::Batches;
    #[pymodule_export]
    use super::engine::{Engine, PackError};
    #[pymodule_export]
    use super::events::{Table, events};
    #[pymodule_export]
    use super::stream::Stream;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
