//! Two claim sets compared.

use crate::claims::ClaimSet;
use crate::error::{bytes_of, refused};
use crate::part::{part, plain};
use crate::reference::{self, Reference};
use dixit::align;
use dixit::claim::{self, format};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

part! {
    /// One difference, as it stands on both sides.
    Detail {
        /// "speaker", "number", "date", "hedge", ...
        kind: String,
        /// In the base.
        base: String,
        /// In the head.
        head: String,
    }
}

part! {
    /// Words of one claim that answer words of another without being the same.
    Matched {
        /// In the base.
        base: String,
        /// In the head.
        head: String,
        /// Why: "value", "form", "concept", ...
        by: String,
    }
}

part! {
    /// A named part of a score.
    Part {
        /// What was compared.
        name: String,
        /// How alike, 0 to 1.
        value: f64,
        /// How much it counts.
        weight: f64,
    }
}

part! {
    /// One claim that became several.
    Split {
        /// The id in the base.
        base: String,
        /// The ids in the head.
        head: Vec<String>,
    }
}

part! {
    /// Several claims that became one.
    Merge {
        /// The ids in the base.
        base: Vec<String>,
        /// The id in the head.
        head: String,
    }
}

/// Two claims that belong together.
#[pyclass(frozen, eq, module = "dixit", from_py_object)]
#[derive(Clone, PartialEq)]
pub(crate) struct Pair {
    pair: align::Pair,
}

#[pymethods]
impl Pair {
    /// The id in the base.
    #[getter]
    fn base(&self) -> &str {
        &self.pair.base.0
    }

    /// The id in the head.
    #[getter]
    fn head(&self) -> &str {
        &self.pair.head.0
    }

    /// "identical", "reworded", "changed", "contradicted" or "unrelated".
    #[getter]
    fn relation(&self) -> &'static str {
        self.pair.relation.name()
    }

    /// 0 to 1.
    #[getter]
    fn score(&self) -> f64 {
        self.pair.score
    }

    /// What differs.
    #[getter]
    fn details(&self) -> Vec<Detail> {
        self.pair.details.iter().map(detail).collect()
    }

    /// The words that answer each other without being the same.
    #[getter]
    fn matched(&self) -> Vec<Matched> {
        let each = self.pair.matched.iter();
        each.map(|it| Matched { base: it.base.clone(), head: it.head.clone(), by: it.by.to_owned() }).collect()
    }

    /// What the score is made of.
    #[getter]
    fn why(&self) -> Vec<Part> {
        let each = self.pair.why.iter();
        each.map(|it| Part { name: it.name.to_owned(), value: it.value, weight: it.weight }).collect()
    }

    /// Whether an identical claim stands in another place.
    #[getter]
    fn moved(&self) -> bool {
        self.pair.moved
    }

    fn __repr__(&self) -> String {
        let pair = &self.pair;
        format!("<Pair {} {} {} ({})>", pair.base, pair.relation.name(), pair.head, pair.score)
    }
}

/// A difference.
pub(crate) fn detail(detail: &align::Detail) -> Detail {
    Detail { kind: detail.kind.name().to_owned(), base: detail.base.clone(), head: detail.head.clone() }
}

/// Two claim sets compared.
#[pyclass(frozen, eq, module = "dixit")]
#[derive(PartialEq)]
pub(crate) struct Diff {
    diff: align::ClaimDiff,
}

fn ids(ids: &[claim::ClaimId]) -> Vec<String> {
    ids.iter().map(|id| id.0.clone()).collect()
}

#[pymethods]
impl Diff {
    /// Claims of both, in the order of the base.
    #[getter]
    fn pairs(&self) -> Vec<Pair> {
        self.diff.pairs.iter().map(|pair| Pair { pair: pair.clone() }).collect()
    }

    /// The ids of claims of the base alone.
    #[getter]
    fn removed(&self) -> Vec<String> {
        ids(&self.diff.removed)
    }

    /// The ids of claims of the head alone.
    #[getter]
    fn added(&self) -> Vec<String> {
        ids(&self.diff.added)
    }

    /// Claims of the base that several of the head stand for.
    #[getter]
    fn split(&self) -> Vec<Split> {
        let each = self.diff.split.iter();
        each.map(|it| Split { base: it.base.0.clone(), head: ids(&it.head) }).collect()
    }

    /// Claims of the head that stand for several of the base.
    #[getter]
    fn merged(&self) -> Vec<Merge> {
        let each = self.diff.merged.iter();
        each.map(|it| Merge { base: ids(&it.base), head: it.head.0.clone() }).collect()
    }

    /// Whether nothing differs.
    #[getter]
    fn is_empty(&self) -> bool {
        self.diff.is_empty()
    }

    /// What `dixit diff --format json` prints: dicts, lists, str and numbers.
    fn to_dict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        plain(py, &self.diff)
    }

    fn __repr__(&self) -> String {
        let (pairs, removed, added) = (self.diff.pairs.len(), self.diff.removed.len(), self.diff.added.len());
        format!("<Diff: {pairs} pairs, {removed} removed, {added} added>")
    }
}

/// Compares two claim sets: what is new, gone, reworded, changed in a detail, or contradicted.
///
/// A side is a ClaimSet, a Reference, records, or the path of a claims file (.json) or of a reference set (.jsonl).
///
/// >>> import dixit
/// >>> before = dixit.extract("Il y a 600 blessés, a affirmé la maire.", lang="fr")
/// >>> after = dixit.extract("Il y a 900 blessés, a affirmé la maire.", lang="fr")
/// >>> dixit.diff(before, after).pairs[0].details
/// [Detail(kind='number', base='600', head='900')]
#[pyfunction]
pub(crate) fn diff(py: Python<'_>, base: &Bound<'_, PyAny>, head: &Bound<'_, PyAny>) -> PyResult<Diff> {
    let (base, head) = (side(base)?, side(head)?);
    Ok(Diff { diff: py.detach(|| align::diff(&base, &head)) })
}

/// The claims that an object stands for: a claim set, a reference set, the path of either, or records.
fn side(object: &Bound<'_, PyAny>) -> PyResult<Arc<claim::ClaimSet>> {
    let py = object.py();
    if let Ok(set) = object.cast::<ClaimSet>() {
        return Ok(Arc::clone(&set.get().set));
    }
    if let Ok(reference) = object.cast::<Reference>() {
        let reference = reference.get();
        return py.detach(|| reference.claims()).map(Arc::new);
    }
    if let Ok(path) = object.extract::<PathBuf>() {
        let (bytes, name) = (bytes_of(&path)?, path.display().to_string());
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            let set = dixit::reference::read(&name, &bytes).map_err(refused)?;
            reference::warn(py, &set.problems)?;
            return Ok(Arc::new(py.detach(|| set.claims())));
        }
        return Ok(Arc::new(format::read(&name, &bytes).map_err(refused)?.set));
    }
    let records = reference::records(object)?;
    Ok(Arc::new(py.detach(|| dixit::reference::ReferenceSet { records, problems: Vec::new() }.claims())))
}
