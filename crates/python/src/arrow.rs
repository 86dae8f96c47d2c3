//! Reports out of tables and streams of Arrow.

mod capsule;
mod column;

use std::sync::{Mutex, PoisonError};

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::SchemaRef;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use self::column::Column;
use crate::report::{self, Report};

pub(crate) use self::capsule::{export, export_schema};

/// A table or stream of Arrow, before it is known which columns are wanted.
#[pyclass(frozen, module = "risalah._risalah")]
pub(crate) struct Batches {
    schema: SchemaRef,
    // None once its reports are taken.
    source: Mutex<Option<Source>>,
}

enum Source {
    Stream(Box<RecordBatchStreamReader>),
    // One batch, until it is taken.
    Batch(Option<RecordBatch>),
}

#[pymethods]
impl Batches {
    /// Takes what speaks Arrow's PyCapsule interface.
    #[new]
    fn new(table: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (source, schema) = if table.hasattr("__arrow_c_stream__")? {
            let reader = capsule::stream(table)?;
            let schema = reader.schema();
            (Source::Stream(Box::new(reader)), schema)
        } else {
            let batch = capsule::batch(table)?;
            let schema = batch.schema();
            (Source::Batch(Some(batch)), schema)
        };
        let source = Mutex::new(Some(source));
        Ok(Self { schema, source })
    }

    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema
            .fields()
            .iter()
            .map(|f| f.name().clone())
            .collect()
    }
}

impl Batches {
    /// The reports, one a row; `names` are the columns of the parts of a report, in the order of
    /// [`report::made`].
    ///
    /// # Errors
    ///
    /// Where they were taken before, or a column cannot be read.
    pub(crate) fn reports(&self, names: [Option<String>; 8]) -> PyResult<Reports> {
        let mut places = [None; 8];
        for (place, name) in places.iter_mut().zip(names) {
            *place = name.map(|name| self.place(&name)).transpose()?;
        }
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = || PyValueError::new_err("the table's rows were taken before");
        Ok(Reports {
            source: source.take().ok_or_else(taken)?,
            places,
            columns: Default::default(),
            rows: 0,
            next: 0,
        })
    }

    fn place(&self, name: &str) -> PyResult<usize> {
        let wrong = |what: &str| PyValueError::new_err(format!("{what} {name:?}"));
        let mut found = (0..)
            .zip(self.schema.fields())
            .filter(|(_, f)| f.name() == name);
        let (place, field) = found.next().ok_or_else(|| wrong("there is no column"))?;
        if found.next().is_some() {
            return Err(wrong("there are several columns"));
        }
        column::check(name, field.data_type())?;
        Ok(place)
    }
}

/// The reports of a stream of batches, one a row.
pub(crate) struct Reports {
    source: Source,
    // Where each part of a report stands in a batch.
    places: [Option<usize>; 8],
    columns: [Option<Column>; 8],
    rows: usize,
    next: usize,
}

impl Reports {
    /// The next row's report; `row` is its number from 1.
    pub(crate) fn next(&mut self, py: Python<'_>, row: u64) -> PyResult<Option<Report>> {
        while self.next == self.rows {
            let Some(batch) = self.batch(py)? else {
                return Ok(None);
            };
            for (column, place) in self.columns.iter_mut().zip(self.places) {
                *column = place
                    .map(|n| Column::new(py, batch.column(n).clone()))
                    .transpose()?;
            }
            (self.rows, self.next) = (batch.num_rows(), 0);
        }
        let at = self.next;
        self.next += 1;
        let mut parts: [Option<String>; 8] = Default::default();
        for (part, column) in parts.iter_mut().zip(&self.columns) {
            if let Some(column) = column {
                *part = column.get(py, at)?;
            }
        }
        Ok(Some(report::made(row, parts)))
    }

    /// The next batch. Whoever makes it may need Python's lock on another thread.
    fn batch(&mut self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        match &mut self.source {
            Source::Batch(batch) => Ok(batch.take()),
            Source::Stream(stream) => {
                let batch = py.detach(|| stream.next()).transpose();
                batch.map_err(|err| PyValueError::new_err(format!("the stream failed: {err}")))
            }
        }
    }
}
