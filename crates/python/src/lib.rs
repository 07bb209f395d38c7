//! *dixit* for Python. What is found out is the library's; here stands how Python asks and how it is answered.
//!
//! [`claims`] has the objects that are handed out, [`article`] reads what is handed in, [`many`] extracts from many
//! articles on all cores ([`pool`]), [`columns`] gives the answers as Arrow record batches through [`capsule`], [`diff`] compares,
//! [`reference`] looks up. No lock of the interpreter is held while dixit works.

mod article;
mod capsule;
mod claims;
mod columns;
mod diff;
mod error;
mod many;
mod part;
mod pool;
mod reference;

use pyo3::prelude::*;

/// The compiled part of the package `dixit`.
#[pymodule]
mod _dixit {
    #[pymodule_export]
    use super::article::extract;
    #[pymodule_export]
    use super::claims::{
        CheckWorthiness, Claim, ClaimSet, Content, Cue, Extractor, Mention, Point, Provenance, Selector, Speaker, When,
    };
    #[pymodule_export]
    use super::columns::{ClaimsSchema, claims_schema};
    #[pymodule_export]
    use super::diff::{Detail, Diff, Matched, Merge, Pair, Part, Split, diff};
    #[pymodule_export]
    use super::many::{Extraction, extract_many};
    #[pymodule_export]
    use super::reference::{Match, Record, Reference, match_};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
