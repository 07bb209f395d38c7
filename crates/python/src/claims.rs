//! Claim sets and claims as objects. A claim is a view into its set: nothing is copied until it is looked at.

use crate::error::{bytes_of, refused};
use crate::part::{Spans, pairs, part, plain, word};
use crate::{capsule, columns};
use dixit::claim::{self, format};
use pyo3::exceptions::{PyIndexError, PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PySlice, PyTuple};
use std::path::PathBuf;
use std::sync::Arc;

part! {
    /// Who said it.
    Speaker {
        /// The fullest name that the article gives; None while unresolved.
        name: Option<String>,
        /// "resolved", "unresolved", or "narrator" for the article's own statements.
        resolution: String,
        /// The words that stand for the speaker here.
        mention: Option<String>,
        /// The role that the article gives.
        role: Option<String>,
        /// Where the mention stands.
        spans: Spans,
    }
}

part! {
    /// The reporting words.
    Cue {
        /// The words.
        text: String,
        /// The dictionary form of the head word.
        lemma: String,
        /// The reporter's distance: "neutral", "doubting", ...
        stance: String,
        /// Where they stand.
        spans: Spans,
    }
}

part! {
    /// The reported words.
    Content {
        /// The words, pieces joined by " […] ".
        text: String,
        /// Where the pieces stand.
        spans: Spans,
    }
}

part! {
    /// A date that the claim is about, or on which it was made.
    When {
        /// "statement" or "event".
        of: String,
        /// An ISO 8601 date or interval.
        value: String,
        /// The words it came from.
        text: String,
        /// Where they stand.
        spans: Spans,
    }
}

part! {
    /// A person, place, organisation, number or date in the content.
    Mention {
        /// "person", "country", "place", "organisation", "number" or "date".
        kind: String,
        /// The words.
        text: String,
        /// What two mentions of the same thing share: ISO code, full name, number, ISO date.
        value: String,
        /// Where the words stand.
        spans: Spans,
    }
}

part! {
    /// A named part of a score.
    Point {
        /// What was seen.
        name: String,
        /// What it adds.
        value: f64,
    }
}

part! {
    /// How much the claim is worth a fact-checker's time.
    CheckWorthiness {
        /// 0 (nothing to check) to 1.
        score: f64,
        /// What makes it up.
        points: Vec<Point>,
    }
}

part! {
    /// Where the claim stands: the W3C text quote and text position selectors in one.
    Selector {
        /// The words from the first to the last piece of the content.
        exact: String,
        /// Up to 32 code points before them.
        prefix: String,
        /// Up to 32 code points after them.
        suffix: String,
        /// Index of the first code point.
        start: u32,
        /// Index after the last code point.
        end: u32,
    }
}

part! {
    /// Why a claim was extracted.
    Provenance {
        /// 0 to 1.
        confidence: f64,
        /// The steps that led here, in words.
        why: Vec<String>,
    }
}

part! {
    /// The program that made a claim set.
    Extractor {
        /// "dixit".
        name: String,
        /// Its version.
        version: String,
    }
}

fn point(point: &claim::Point) -> Point {
    Point { name: point.name.clone(), value: point.value }
}

/// One attributed claim: who said what, with which words.
#[pyclass(frozen, eq, module = "dixit", from_py_object)]
#[derive(Clone)]
pub(crate) struct Claim {
    set: Arc<claim::ClaimSet>,
    at: usize,
}

impl PartialEq for Claim {
    fn eq(&self, other: &Claim) -> bool {
        self.claim() == other.claim()
    }
}

impl Claim {
    /// The claim itself.
    pub(crate) fn claim(&self) -> &claim::Claim {
        &self.set.claims[self.at]
    }

    /// The language of its set.
    pub(crate) fn lang(&self) -> &str {
        &self.set.header.lang
    }
}

#[pymethods]
impl Claim {
    /// Its name in its set.
    #[getter]
    fn id(&self) -> &str {
        &self.claim().id.0
    }

    /// Who said it; None when the text names nobody.
    #[getter]
    fn speaker(&self) -> Option<Speaker> {
        self.claim().speaker.as_ref().map(|it| Speaker {
            name: it.name.clone(),
            resolution: word(it.resolution),
            mention: it.mention.clone(),
            role: it.role.clone(),
            spans: pairs(&it.spans),
        })
    }

    /// The reporting words; None for a quotation without any.
    #[getter]
    fn cue(&self) -> Option<Cue> {
        self.claim().cue.as_ref().map(|it| Cue {
            text: it.text.clone(),
            lemma: it.lemma.clone(),
            stance: word(it.stance),
            spans: pairs(&it.spans),
        })
    }

    /// What was said.
    #[getter]
    fn content(&self) -> Content {
        let content = &self.claim().content;
        Content { text: content.text.clone(), spans: pairs(&content.spans) }
    }

    /// "direct", "indirect" or "mixed".
    #[getter]
    fn quotation(&self) -> String {
        word(self.claim().quotation)
    }

    /// "affirmed" or "denied".
    #[getter]
    fn polarity(&self) -> String {
        word(self.claim().polarity)
    }

    /// "assertion", "belief", "opinion", "prediction", "request", "hearsay", "intention" or "wish".
    #[getter]
    fn modality(&self) -> String {
        word(self.claim().modality)
    }

    /// Dates, the statement's first.
    #[getter]
    fn when(&self) -> Vec<When> {
        let each = self.claim().when.iter();
        each.map(|it| When { of: word(it.of), value: it.value.clone(), text: it.text.clone(), spans: pairs(&it.spans) })
            .collect()
    }

    /// People, places, organisations and numbers in the content.
    #[getter]
    fn mentions(&self) -> Vec<Mention> {
        let each = self.claim().mentions.iter();
        each.map(|it| Mention {
            kind: word(it.kind),
            text: it.text.clone(),
            value: it.value.clone(),
            spans: pairs(&it.spans),
        })
        .collect()
    }

    /// How much it is worth checking, and why.
    #[getter]
    fn check_worthiness(&self) -> CheckWorthiness {
        let found = &self.claim().check_worthiness;
        CheckWorthiness { score: found.score, points: found.points.iter().map(point).collect() }
    }

    /// The revision of the article, where a file names one.
    #[getter]
    fn revision(&self) -> Option<u32> {
        self.claim().revision
    }

    /// The id of the claim that this one is nested in.
    #[getter]
    fn inside(&self) -> Option<&str> {
        self.claim().inside.as_ref().map(|id| id.0.as_str())
    }

    /// Where it stands.
    #[getter]
    fn selector(&self) -> Selector {
        let it = &self.claim().selector;
        Selector {
            exact: it.exact.clone(),
            prefix: it.prefix.clone(),
            suffix: it.suffix.clone(),
            start: it.start,
            end: it.end,
        }
    }

    /// Why it was extracted.
    #[getter]
    fn extractor(&self) -> Provenance {
        let it = &self.claim().extractor;
        Provenance { confidence: it.confidence, why: it.why.clone() }
    }

    /// The claim as in a claims file: dicts, lists, str, numbers.
    fn to_dict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        plain(py, self.claim())
    }

    fn __repr__(&self) -> String {
        let claim = self.claim();
        let speaker = claim.speaker.as_ref().map(|it| it.name.as_ref().or(it.mention.as_ref()));
        format!(
            "<Claim {} {:?}: {:?}>",
            claim.id,
            speaker.flatten().map_or("nobody named", String::as_str),
            claim.content.text
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let alone = claim::ClaimSet { header: self.set.header.clone(), claims: vec![self.claim().clone()] };
        let bytes = serde_json::to_vec(&alone).map_err(refused)?;
        Ok((py.get_type::<Claim>().getattr("_restore")?, PyTuple::new(py, [PyBytes::new(py, &bytes)])?))
    }

    #[staticmethod]
    fn _restore(bytes: &[u8]) -> PyResult<Claim> {
        let set: claim::ClaimSet = serde_json::from_slice(bytes).map_err(refused)?;
        if set.claims.is_empty() {
            return Err(refused("these are not the bytes of a claim"));
        }
        Ok(Claim { set: Arc::new(set), at: 0 })
    }
}

/// The claims of one text, in the order of their place, with what is known of the text.
///
/// A sequence: `len(claims)`, `claims[0]`, `claims["c1"]`, `for claim in claims`. For readers of Arrow it is a record batch,
/// one record a claim: `pyarrow.record_batch(claims)`.
///
/// >>> import dixit
/// >>> claims = dixit.extract("« Oui », dit Ana Ruiz. « Non », dit Bo Li.", lang="fr")
/// >>> [claim.speaker.name for claim in claims]
/// ['Ana Ruiz', 'Bo Li']
/// >>> dixit.ClaimSet.from_json(claims.to_json()) == claims
/// True
#[pyclass(frozen, sequence, module = "dixit")]
pub(crate) struct ClaimSet {
    pub(crate) set: Arc<claim::ClaimSet>,
    /// What the article was called when many were given.
    id: Option<Py<PyAny>>,
}

impl ClaimSet {
    pub(crate) fn of(set: claim::ClaimSet, id: Option<Py<PyAny>>) -> ClaimSet {
        ClaimSet { set: Arc::new(set), id }
    }

    /// All claims.
    pub(crate) fn each(&self) -> impl ExactSizeIterator<Item = Claim> {
        (0..self.set.claims.len()).map(|at| Claim { set: Arc::clone(&self.set), at })
    }

    fn columns(&self) -> PyResult<arrow_array::StructArray> {
        let claims: Vec<&claim::Claim> = self.set.claims.iter().collect();
        dixit::columnar::claims::array(&claims).map_err(refused)
    }
}

#[pymethods]
impl ClaimSet {
    /// The id that was given with the article, when many were given; None otherwise.
    #[getter]
    fn id(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.id.as_ref().map(|id| id.clone_ref(py))
    }

    /// The language of the text, by code.
    #[getter]
    fn lang(&self) -> &str {
        &self.set.header.lang
    }

    /// Day of publication, ISO 8601.
    #[getter]
    fn date(&self) -> Option<&str> {
        self.set.header.date.as_deref()
    }

    /// Headline.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.set.header.title.as_deref()
    }

    /// Where the article comes from.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.set.header.source.as_deref()
    }

    /// The article's short name in its workspace.
    #[getter]
    fn article(&self) -> Option<&str> {
        self.set.header.article.as_deref()
    }

    /// The revision of the article, from 1.
    #[getter]
    fn revision(&self) -> Option<u32> {
        self.set.header.revision
    }

    /// SHA-256 of the text in UTF-8.
    #[getter]
    fn text_sha256(&self) -> &str {
        &self.set.header.text_sha256
    }

    /// Who made the set.
    #[getter]
    fn extractor(&self) -> Extractor {
        let made = &self.set.header.extractor;
        Extractor { name: made.name.clone(), version: made.version.clone() }
    }

    /// What could not be done in full, and why.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.set.header.notes.clone()
    }

    /// The claims as a list.
    #[getter]
    fn claims(&self) -> Vec<Claim> {
        self.each().collect()
    }

    fn __len__(&self) -> usize {
        self.set.claims.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyList::new(py, self.each())?.try_iter()?.into_any())
    }

    fn __getitem__<'py>(&self, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = key.py();
        let view = |at: usize| Claim { set: Arc::clone(&self.set), at }.into_pyobject(py).map(Bound::into_any);
        if let Ok(id) = key.extract::<String>() {
            let at = self.set.claims.iter().position(|claim| claim.id.0 == id);
            return view(at.ok_or_else(|| PyKeyError::new_err(id))?);
        }
        if let Ok(slice) = key.cast::<PySlice>() {
            return PyList::new(py, self.each())?.as_any().get_item(slice);
        }
        let Ok(index) = key.extract::<isize>() else {
            return Err(PyTypeError::new_err("a claim is looked up by its place, a slice or its id"));
        };
        let length = self.set.claims.len() as isize;
        let at = if index < 0 { index + length } else { index };
        if at < 0 || at >= length {
            return Err(PyIndexError::new_err(format!("there are {length} claims")));
        }
        view(at.unsigned_abs())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<ClaimSet>().is_ok_and(|other| *other.get().set == *self.set)
    }

    fn __repr__(&self) -> String {
        let count = self.set.claims.len();
        format!("<ClaimSet {}: {count} claim{}>", self.lang(), if count == 1 { "" } else { "s" })
    }

    /// The claims file: the same text that `dixit extract --out` writes.
    fn to_json(&self) -> String {
        format::write(&self.set)
    }

    /// The claims file as dicts, lists, str and numbers.
    fn to_dict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(py.import("json")?.call_method1("loads", (self.to_json(),))?.unbind())
    }

    /// Reads the text of a claims file.
    #[staticmethod]
    fn from_json(text: &str) -> PyResult<ClaimSet> {
        let file = format::read("the text", text.as_bytes()).map_err(refused)?;
        Ok(ClaimSet::of(file.set, None))
    }

    /// Reads a claims file.
    #[staticmethod]
    fn read(path: PathBuf) -> PyResult<ClaimSet> {
        let file = format::read(&path.display().to_string(), &bytes_of(&path)?).map_err(refused)?;
        Ok(ClaimSet::of(file.set, None))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let bytes = PyBytes::new(py, &serde_json::to_vec(&*self.set).map_err(refused)?).into_any();
        let id = self.id(py).unwrap_or_else(|| py.None()).into_bound(py);
        Ok((py.get_type::<ClaimSet>().getattr("_restore")?, PyTuple::new(py, [bytes, id])?))
    }

    #[staticmethod]
    fn _restore(bytes: &[u8], id: Option<Py<PyAny>>) -> PyResult<ClaimSet> {
        Ok(ClaimSet::of(serde_json::from_slice(bytes).map_err(refused)?, id))
    }

    /// Arrow's PyCapsule interface: the type of a claim.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        capsule::schema(py, columns::claim_type()?)
    }

    /// Arrow's PyCapsule interface: the claims as a batch of records, one a claim.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        // The interface lets a producer give its own types.
        let _ = requested_schema;
        let columns = py.detach(|| self.columns())?;
        capsule::array(py, &columns)
    }
}
