//! Plain objects: a name, fields, and all that Python expects of such.

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde::Serialize;
use serde_json::Value;

/// A class of read-only fields, made from its fields in order: it compares, prints and pickles by them.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* } $({ $($method:tt)* })?) => {
        $(#[$doc])*
        #[pyo3::pyclass(frozen, eq, get_all, from_py_object, module = "dixit")]
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct $name { $($(#[$field_doc])* pub(crate) $field: $type,)* }

        #[pyo3::pymethods]
        impl $name {
            #[new]
            fn new($($field: $type),*) -> $name {
                $name { $($field),* }
            }

            fn __repr__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                let fields = [$(format!("{}={}", stringify!($field), $crate::part::repr(py, self.$field.clone())?)),*];
                Ok(format!("{}({})", stringify!($name), fields.join(", ")))
            }

            fn __reduce__<'py>(
                this: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<(pyo3::Bound<'py, pyo3::types::PyType>, pyo3::Bound<'py, pyo3::types::PyTuple>)> {
                use pyo3::IntoPyObjectExt;
                use pyo3::types::PyAnyMethods;
                let (py, fields) = (this.py(), this.get());
                let fields = [$(fields.$field.clone().into_bound_py_any(py)?),*];
                Ok((this.as_any().get_type(), pyo3::types::PyTuple::new(py, fields)?))
            }

            $($($method)*)?
        }
    };
}
pub(crate) use part;

/// A value as Python prints it.
pub(crate) fn repr<'py>(py: Python<'py>, value: impl IntoPyObjectExt<'py>) -> PyResult<String> {
    Ok(value.into_bound_py_any(py)?.repr()?.to_string())
}

/// The word that files have for a value.
pub(crate) fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What `json.loads` makes of the value's JSON.
pub(crate) fn plain(py: Python<'_>, value: &impl Serialize) -> PyResult<Py<PyAny>> {
    let text = serde_json::to_string(value).map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(py.import("json")?.call_method1("loads", (text,))?.unbind())
}

/// A JSON value that Python sees as dict, list, str, number, bool or None.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Json(pub(crate) Value);

impl<'py> IntoPyObject<'py> for Json {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(plain(py, &self.0)?.into_bound(py))
    }
}

impl FromPyObject<'_, '_> for Json {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, '_, PyAny>) -> PyResult<Json> {
        let text: String = object.py().import("json")?.call_method1("dumps", (object,))?.extract()?;
        serde_json::from_str(&text).map(Json).map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

/// Spans as pairs of indices.
pub(crate) type Spans = Vec<(u32, u32)>;

/// The pairs of spans.
pub(crate) fn pairs(spans: &[dixit::text::CharSpan]) -> Spans {
    spans.iter().map(|span| (span.start, span.end)).collect()
}
