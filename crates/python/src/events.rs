//! Events as a flat table of Arrow, one a row.

mod form;
mod row;

use arrow_array::RecordBatch;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule};

use self::form::Record;

/// A table that anything that speaks Arrow's PyCapsule interface takes without a copy.
#[pyclass(frozen, module = "risalah._risalah")]
pub(crate) struct Table {
    batch: RecordBatch,
}

#[pymethods]
impl Table {
    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        let schema = self.batch.schema();
        schema.fields().iter().map(|f| f.name().clone()).collect()
    }

    /// How many rows there are.
    #[getter]
    fn num_rows(&self) -> usize {
        self.batch.num_rows()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __repr__(&self) -> String {
        let (rows, columns) = (self.batch.num_rows(), self.batch.num_columns());
        format!("<risalah.Table of {rows} rows and {columns} columns>")
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        crate::arrow::export_schema(py, &self.batch.schema())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a table disregard a schema that it cannot give.
        drop(requested_schema);
        crate::arrow::export(py, self.batch.clone())
    }
}

/// The events of records, which are lines of JSON. Lines that tell a failure have none.
#[pyfunction]
pub(crate) fn events(py: Python<'_>, lines: Vec<Bound<'_, PyBytes>>) -> PyResult<Table> {
    let mut records = Vec::new();
    for line in &lines {
        let record: Record = serde_json::from_slice(line.as_bytes())
            .map_err(|err| PyValueError::new_err(format!("no record: {err}")))?;
        records.push(record);
        py.check_signals()?;
    }
    let batch = row::table(&records).map_err(|err| PyValueError::new_err(err.to_string()))?;
    Ok(Table { batch })
}
