//! The engine as Python's half sees it.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use risalah_doc::Lang;
use risalah_engine::{From, Input, Pool, Refused, Why, outcome, source};

use crate::arrow::Batches;
use crate::report::{self, Known};
use crate::stream::{Source, Stream};

create_exception!(
    risalah,
    PackError,
    PyValueError,
    "The packs cannot be loaded; the message names every file and line at fault."
);

/// Packs, loaded and checked, and the work that can be done with them.
#[pyclass(frozen, module = "risalah._risalah")]
pub(crate) struct Engine {
    inner: Arc<risalah_engine::Engine>,
}

/// What is done with a report.
type Work = fn(&risalah_engine::Engine, Input) -> Vec<u8>;

#[pymethods]
impl Engine {
    #[new]
    fn new(py: Python<'_>, packs: PathBuf, langs: Option<Vec<String>>) -> PyResult<Self> {
        let langs: Option<Vec<Lang>> = match langs {
            Some(codes) => Some(
                codes
                    .iter()
                    .map(|c| report::language(c))
                    .collect::<PyResult<_>>()?,
            ),
            None => None,
        };
        let opened = py.detach(|| match &langs {
            Some(langs) => risalah_engine::Engine::open_only(&packs, langs),
            None => risalah_engine::Engine::open(Some(&packs)),
        });
        let engine = opened.map_err(|err| PackError::new_err(err.to_string()))?;
        Ok(Self {
            inner: Arc::new(engine),
        })
    }

    /// Codes of the languages that are loaded.
    fn langs(&self) -> Vec<String> {
        let packs = self.inner.packs().languages.iter();
        packs.map(|pack| pack.lang.to_string()).collect()
    }

    /// The record of one row as a line of JSON.
    fn code<'py>(&self, py: Python<'py>, row: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
        self.one(py, row, report::coded)
    }

    /// The clean article of one row as a line of JSON.
    fn read<'py>(&self, py: Python<'py>, row: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
        self.one(py, row, report::read)
    }

    /// The records of rows that an iterator gives.
    #[pyo3(signature = (rows, threads=None, lang=None, date=None))]
    fn code_rows(
        &self,
        rows: &Bound<'_, PyAny>,
        threads: Option<usize>,
        lang: Option<&str>,
        date: Option<String>,
    ) -> PyResult<Stream> {
        let source = Source::Rows(rows.try_iter()?.unbind());
        self.stream(source, report::coded, threads, Known::new(lang, date)?)
    }

    /// The records of the rows of a table or stream of Arrow; `columns` gives the column of each
    /// part of a report, or None.
    #[pyo3(signature = (batches, columns, threads=None, lang=None, date=None))]
    fn code_arrow(
        &self,
        batches: &Batches,
        columns: [Option<String>; 8],
        threads: Option<usize>,
        lang: Option<&str>,
        date: Option<String>,
    ) -> PyResult<Stream> {
        let source = Source::Arrow(Box::new(batches.reports(columns)?));
        self.stream(source, report::coded, threads, Known::new(lang, date)?)
    }

    /// The records of the reports of a file.
    #[pyo3(signature = (path, form, threads=None, lang=None, date=None))]
    fn code_file(
        &self,
        path: PathBuf,
        form: &str,
        threads: Option<usize>,
        lang: Option<&str>,
        date: Option<String>,
    ) -> PyResult<Stream> {
        let source = file(path, form)?;
        self.stream(source, report::coded, threads, Known::new(lang, date)?)
    }

    /// The clean articles of a file.
    #[pyo3(signature = (path, form, threads=None))]
    fn read_file(&self, path: PathBuf, form: &str, threads: Option<usize>) -> PyResult<Stream> {
        self.stream(file(path, form)?, report::read, threads, Known::default())
    }

    /// The clean article of a page whose bytes are not yet decoded; the row has all but the page.
    fn read_page<'py>(
        &self,
        py: Python<'py>,
        page: &[u8],
        row: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let page = std::io::Cursor::new(page.to_vec());
        let report = report::of(1, row)?.and_then(|input| decoded(input, page));
        let engine = &*self.inner;
        let result = py.detach(|| outcome(report, &|input| report::read(engine, input)));
        Ok(report::line(py, result))
    }
}

/// The report with this page as its body.
fn decoded(input: Input, page: std::io::Cursor<Vec<u8>>) -> Result<Input, Refused> {
    let refused = |why| Refused {
        id: Some(input.id.clone()),
        line: None,
        why,
    };
    let read = source::reports(From::Html, &input.id, page);
    let mut reports = read.map_err(|err| refused(Why::Io(err.to_string())))?;
    let read = reports
        .next()
        .unwrap_or_else(|| Err(refused(Why::NoBody)))?;
    Ok(Input {
        body: read.body,
        notes: read.notes,
        ..input
    })
}

impl Engine {
    fn one<'py>(
        &self,
        py: Python<'py>,
        row: &Bound<'py, PyAny>,
        work: Work,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let report = report::of(1, row)?;
        let engine = &*self.inner;
        let result = py.detach(|| outcome(report, &|input| work(engine, input)));
        Ok(report::line(py, result))
    }

    fn stream(
        &self,
        source: Source,
        work: Work,
        threads: Option<usize>,
        known: Known,
    ) -> PyResult<Stream> {
        let mut pool = Pool::default();
        if let Some(threads) = threads {
            let wrong = || PyValueError::new_err("`threads` must be 1 or more");
            pool.threads = NonZeroUsize::new(threads).ok_or_else(wrong)?;
        }
        let engine = self.inner.clone();
        let work = move |input| work(&engine, input);
        Ok(Stream::new(source, pool, work, known))
    }
}

fn form(name: &str) -> PyResult<From> {
    let wrong = || format!("`format` is {name:?}, not auto, text, html, jsonl, csv, warc or feed");
    From::parse(name).ok_or_else(|| PyValueError::new_err(wrong()))
}

fn file(path: PathBuf, form: &str) -> PyResult<Source> {
    let from = self::form(form)?;
    let opened = source::open(from, &path);
    let told = |err: std::io::Error| {
        let said = err.to_string();
        match err.raw_os_error() {
            Some(number) => {
                // Python tells the number itself.
                let said = said.split(" (os error").next().map(str::to_owned);
                PyOSError::new_err((number, said, path.clone().into_os_string()))
            }
            None => PyOSError::new_err(format!("{}: {said}", path.display())),
        }
    };
    Ok(Source::Reports(opened.map_err(told)?))
}
