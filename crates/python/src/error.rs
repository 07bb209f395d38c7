//! What is wrong, as Python says it.

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use std::path::Path;

pyo3::import_exception!(dixit._errors, DixitError);

/// A `DixitError` that says what `error` says.
pub(crate) fn refused(error: impl std::fmt::Display) -> PyErr {
    DixitError::new_err(error.to_string())
}

/// The bytes of a file, or the `OSError` (`FileNotFoundError`, …) that Python itself would raise.
pub(crate) fn bytes_of(path: &Path) -> PyResult<Vec<u8>> {
    std::fs::read(path).map_err(|error| match error.raw_os_error() {
        // Of an errno, a message and a name, Python makes the fitting kind of OSError.
        Some(code) => PyOSError::new_err((code, reason(&error), path.to_owned())),
        None => error.into(),
    })
}

/// The system's words, without the number that Rust puts behind them.
fn reason(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or_default().to_owned()
}
