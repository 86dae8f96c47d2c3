//! Arrow's PyCapsule interface: tables that change hands without a copy.
//!
//! This is the one place of the package that trusts a pointer: what a capsule holds is known by
//! its name alone, as the interface has it.
#![allow(unsafe_code, reason = "Arrow's C interface is made of pointers")]

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchIterator, StructArray};
use arrow_schema::{ArrowError, DataType, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

const STREAM: &std::ffi::CStr = c"arrow_array_stream";
const ARRAY: &std::ffi::CStr = c"arrow_array";
const SCHEMA: &std::ffi::CStr = c"arrow_schema";

/// The stream of an object that has `__arrow_c_stream__`.
///
/// # Errors
///
/// Where the object fails to give one, or its rows have no named columns.
pub(super) fn stream(object: &Bound<'_, PyAny>) -> PyResult<RecordBatchStreamReader> {
    let capsule = object.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast_into::<PyCapsule>()?;
    let pointer = capsule.pointer_checked(Some(STREAM))?;
    // SAFETY: a capsule of this name holds such a stream, which `from_raw` takes out of it: what
    // stays behind is marked as released, so that the capsule's end does not release it again.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer.cast().as_ptr()) };
    RecordBatchStreamReader::try_new(stream).map_err(|err| no_table(&err))
}

/// The batch of an object that has `__arrow_c_array__`.
///
/// # Errors
///
/// Where the object fails to give one, or its rows have no named columns.
pub(super) fn batch(object: &Bound<'_, PyAny>) -> PyResult<RecordBatch> {
    let pair = object.call_method0("__arrow_c_array__")?;
    let (schema, array) = pair.extract::<(Bound<'_, PyCapsule>, Bound<'_, PyCapsule>)>()?;
    let schema = schema.pointer_checked(Some(SCHEMA))?;
    let array = array.pointer_checked(Some(ARRAY))?;
    // SAFETY: a capsule of this name holds such a schema, which lives as long as the capsule.
    let schema = unsafe { schema.cast::<FFI_ArrowSchema>().as_ref() };
    // SAFETY: as in `stream`; and the array is of the schema, since both are of one object.
    let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(array.cast().as_ptr()), schema) };
    let data = data.map_err(|err| no_table(&err))?;
    if !matches!(data.data_type(), DataType::Struct(_)) {
        let what = ArrowError::SchemaError(format!("it is of {}", data.data_type()));
        return Err(no_table(&what));
    }
    if data.nulls().is_some_and(|nulls| nulls.null_count() > 0) {
        return Err(PyValueError::new_err(
            "a row of the table is null as a whole",
        ));
    }
    Ok(RecordBatch::from(StructArray::from(data)))
}

fn no_table(err: &ArrowError) -> PyErr {
    PyTypeError::new_err(format!("no table with named columns: {err}"))
}

/// The capsule of a stream of one batch.
///
/// # Errors
///
/// Where Python has no memory left.
pub(crate) fn export<'py>(py: Python<'py>, batch: RecordBatch) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = batch.schema();
    let batches = RecordBatchIterator::new([Ok(batch)], schema);
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), STREAM)
}

/// The capsule of a schema.
///
/// # Errors
///
/// Where the schema cannot be told in C, or Python has no memory left.
pub(crate) fn export_schema<'py>(
    py: Python<'py>,
    schema: &Schema,
) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema);
    let schema = schema.map_err(|err| PyValueError::new_err(err.to_string()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
