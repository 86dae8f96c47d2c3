//! Records one after another, in the order of the reports.

use std::sync::{Mutex, TryLockError};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator};
use risalah_engine::{Failed, Input, Pool, Pulled, Reports, Taken, pulled, size};

use crate::arrow;
use crate::report::{self, Known, Report};

/// How long to wait for a result before Python's signals are looked at.
const PATIENCE: Duration = Duration::from_millis(50);

/// Where reports come from.
pub(crate) enum Source {
    /// An iterator of Python's half.
    Rows(Py<PyIterator>),
    /// A table or stream of Arrow.
    Arrow(Box<arrow::Reports>),
    /// A file.
    Reports(Reports),
}

impl Source {
    /// The next report; `row` counts from 1.
    fn next(&mut self, py: Python<'_>, row: u64) -> PyResult<Option<Report>> {
        match self {
            Self::Rows(rows) => match rows.bind(py).clone().next() {
                Some(given) => report::of(row, &given?).map(Some),
                None => Ok(None),
            },
            Self::Arrow(reports) => reports.next(py, row),
            Self::Reports(reports) => Ok(py.detach(|| reports.next())),
        }
    }
}

/// An iterator of lines of JSON, one for each report, in their order.
///
/// Reports are taken from their source in `__next__`, on the thread that calls it; they are
/// worked on by threads that know nothing of Python.
#[pyclass(frozen, module = "risalah._risalah")]
pub(crate) struct Stream {
    inner: Mutex<Inner>,
}

struct Inner {
    // None once it has ended or failed.
    source: Option<Source>,
    row: u64,
    known: Known,
    // What the source failed with; it is raised when all results before it are taken.
    failed: Option<PyErr>,
    line: Pulled<Report, Result<Vec<u8>, Failed>>,
}

impl Stream {
    pub(crate) fn new(
        source: Source,
        pool: Pool,
        work: impl Fn(Input) -> Vec<u8> + Send + Sync + 'static,
        known: Known,
    ) -> Self {
        let inner = Inner {
            source: Some(source),
            row: 0,
            known,
            failed: None,
            line: pulled(pool, work),
        };
        Self {
            inner: Mutex::new(inner),
        }
    }
}

#[pymethods]
impl Stream {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let mut inner = match self.inner.try_lock() {
            Ok(inner) => inner,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                let what = "the records are already being taken by another thread";
                return Err(PyRuntimeError::new_err(what));
            }
        };
        let result = inner.next(py)?;
        Ok(result.map(|result| report::line(py, result)))
    }
}

impl Inner {
    /// The next result. A report is taken from the source for each result that is given, so that
    /// the threads have work while the caller is elsewhere.
    fn next(&mut self, py: Python<'_>) -> PyResult<Option<Result<Vec<u8>, Failed>>> {
        loop {
            let fed = self.feed(py);
            let wait = if fed { Duration::ZERO } else { PATIENCE };
            let line = &mut self.line;
            let taken = py.detach(|| line.take(wait));
            match taken {
                Taken::Result(result) => return Ok(Some(result)),
                Taken::NotYet => py.check_signals()?,
                Taken::Nothing if self.source.is_some() => {}
                Taken::Nothing => return self.failed.take().map_or(Ok(None), Err),
            }
        }
    }

    /// Gives the threads one more report, where there is one and room for it.
    fn feed(&mut self, py: Python<'_>) -> bool {
        let Some(source) = self.source.as_mut().filter(|_| self.line.has_room()) else {
            return false;
        };
        self.row += 1;
        match source.next(py, self.row) {
            Ok(Some(mut report)) => {
                if let Ok(input) = &mut report {
                    self.known.fill(input);
                }
                self.line.give(size(&report), report);
            }
            Ok(None) => self.source = None,
            Err(err) => {
                self.source = None;
                self.failed = Some(err);
            }
        }
        true
    }
}
