//! Making columns: each function takes values and gives them with their type.

use arrow_array::{Array, ArrayRef, Float64Array, Int32Array, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, Field, Fields};
use serde::Serialize;
use std::sync::Arc;

/// Whether a field may be null.
pub(crate) const NULLABLE: bool = true;
pub(crate) const NEVER_NULL: bool = false;

/// Structs of these fields: name, values, whether they may be null.
pub(crate) fn structs(
    fields: Vec<(&str, ArrayRef, bool)>,
    nulls: Option<NullBuffer>,
) -> Result<StructArray, ArrowError> {
    let types: Fields =
        fields.iter().map(|(name, values, null)| Field::new(*name, values.data_type().clone(), *null)).collect();
    StructArray::try_new(types, fields.into_iter().map(|(_, values, _)| values).collect(), nulls)
}

/// Structs of which those are null that `there` says are not there.
pub(crate) fn optional_structs(fields: Vec<(&str, ArrayRef, bool)>, there: NullBuffer) -> Result<ArrayRef, ArrowError> {
    Ok(Arc::new(structs(fields, Some(there))?))
}

/// Lists of what `make` makes of all items together.
pub(crate) fn lists<'i, T: 'i>(
    lists: impl Iterator<Item = &'i [T]> + Clone,
    make: impl FnOnce(&[&'i T]) -> Result<ArrayRef, ArrowError>,
) -> Result<ArrayRef, ArrowError> {
    let lengths = OffsetBuffer::from_lengths(lists.clone().map(<[T]>::len));
    let items: Vec<&T> = lists.flatten().collect();
    let values = make(&items)?;
    let item = Arc::new(Field::new_list_field(values.data_type().clone(), NEVER_NULL));
    Ok(Arc::new(ListArray::try_new(item, lengths, values, None)?))
}

pub(crate) fn words<'w>(words: impl Iterator<Item = &'w String>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(words))
}

pub(crate) fn optional_words<W: AsRef<str>>(words: impl Iterator<Item = Option<W>>) -> ArrayRef {
    Arc::new(words.collect::<StringArray>())
}

pub(crate) fn names(values: impl Iterator<Item = impl Serialize>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values.map(name)))
}

/// The word that files have for a value.
pub(crate) fn name(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(crate) fn counts(values: impl Iterator<Item = u32>) -> ArrayRef {
    Arc::new(Int32Array::from_iter_values(values.map(count)))
}

/// Signed, since Spark reads no other numbers; no text has more code points than fit.
pub(crate) fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

pub(crate) fn floats(values: impl Iterator<Item = f64>) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(values))
}
