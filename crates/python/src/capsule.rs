//! Arrow's PyCapsule interface: columns lent to and borrowed from other libraries, without copying.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

use crate::error::refused;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, RecordBatch, RecordBatchReader, StructArray};
use arrow_schema::{ArrowError, DataType};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use std::ffi::CStr;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// Whoever reads record batches one after the other.
pub(crate) type Reader = Box<dyn RecordBatchReader + Send>;

/// Lends a type; of a schema, that of its records.
pub(crate) fn schema<'py, T>(py: Python<'py>, of: T) -> PyResult<Bound<'py, PyAny>>
where
    T: TryInto<FFI_ArrowSchema, Error = ArrowError>,
{
    Ok(PyCapsule::new_with_value(py, of.try_into().map_err(refused)?, SCHEMA)?.into_any())
}

/// Lends the records of one batch.
pub(crate) fn array<'py>(py: Python<'py>, records: &StructArray) -> PyResult<Bound<'py, PyTuple>> {
    let kind = schema(py, records.data_type())?;
    let values = PyCapsule::new_with_value(py, FFI_ArrowArray::new(&records.to_data()), ARRAY)?;
    PyTuple::new(py, [kind, values.into_any()])
}

/// Lends batches that are made as they are asked for.
pub(crate) fn stream<'py>(py: Python<'py>, batches: Reader) -> PyResult<Bound<'py, PyAny>> {
    Ok(PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(batches), STREAM)?.into_any())
}

/// What an object gives when it speaks the interface.
pub(crate) enum Borrowed {
    /// Batches, one after the other.
    Stream(Reader),
    /// One batch.
    Batch(RecordBatch),
}

/// The type that an object names (`pyarrow.int64()`, a schema, a field).
pub(crate) fn data_type(object: &Bound<'_, PyAny>) -> PyResult<DataType> {
    let ask = object
        .getattr(intern!(object.py(), "__arrow_c_schema__"))
        .map_err(|_| PyTypeError::new_err("a type is an object with __arrow_c_schema__, such as pyarrow.int64()"))?;
    let capsule = ask.call0()?;
    let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    // The capsule stays the owner: it is only looked at.
    #[expect(
        unsafe_code,
        reason = "a capsule of this name holds this struct, by the interface; it lives until the end of this function"
    )]
    let lent = unsafe { pointer.as_ref() };
    DataType::try_from(lent).map_err(refused)
}

/// The batches of an object that speaks the interface; `None` when it does not, or when what it has are no records.
pub(crate) fn borrow(object: &Bound<'_, PyAny>) -> PyResult<Option<Borrowed>> {
    let py = object.py();
    if let Ok(ask) = object.getattr(intern!(py, "__arrow_c_stream__")) {
        let capsule = ask.call0()?;
        let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        #[expect(
            unsafe_code,
            reason = "a capsule of this name holds this struct, by the interface; taking it leaves it marked as taken"
        )]
        let taken = unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr()) };
        return match RecordBatchStreamReader::try_new(taken) {
            Ok(batches) => Ok(Some(Borrowed::Stream(Box::new(batches)))),
            // One column (a Series) and no records.
            Err(ArrowError::CDataInterface(_)) => Ok(None),
            Err(error) => Err(refused(error)),
        };
    }
    Ok(borrow_batch(object)?.map(Borrowed::Batch))
}

/// The batch that an object is, when it is one.
pub(crate) fn borrow_batch(object: &Bound<'_, PyAny>) -> PyResult<Option<RecordBatch>> {
    let py = object.py();
    let Ok(ask) = object.getattr(intern!(py, "__arrow_c_array__")) else { return Ok(None) };
    let (kind, values): (Bound<'_, PyAny>, Bound<'_, PyAny>) = ask.call0()?.extract()?;
    let kind = kind.cast::<PyCapsule>()?.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    let values = values.cast::<PyCapsule>()?.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
    #[expect(
        unsafe_code,
        reason = "capsules of these names hold these structs, by the interface; taking the array leaves it marked as taken"
    )]
    let data = unsafe { from_ffi(FFI_ArrowArray::from_raw(values.as_ptr()), kind.as_ref()) }.map_err(refused)?;
    if !matches!(data.data_type(), DataType::Struct(_)) {
        return Ok(None);
    }
    let records = StructArray::from(data);
    if records.null_count() > 0 {
        return Err(refused("a batch has records that are null; give the articles as a table"));
    }
    Ok(Some(RecordBatch::from(records)))
}
