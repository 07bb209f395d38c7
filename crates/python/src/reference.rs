//! Was this checked before? Reference sets, indexed once and asked often.

use crate::article::kind;
use crate::claims::{Claim, ClaimSet};
use crate::diff::{Detail, detail};
use crate::error::{bytes_of, refused};
use crate::part::{Json, part};
use dixit::lang::Language;
use dixit::reference::{ReferenceClaim, ReferenceSet};
use dixit::retrieval::{Answer, Asked, Index, Searcher, answers};
use dixit::store::{IndexState, ReferenceFile};
use pyo3::exceptions::{PyTypeError, PyUserWarning};
use pyo3::prelude::*;
use pyo3::types::{PyMapping, PyString};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::CString;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread::{available_parallelism, scope};

part! {
    /// A claim that was checked before.
    Record {
        /// Its name in the set.
        id: String,
        /// What is claimed.
        text: String,
        /// The headline of the check.
        title: Option<String>,
        /// Who claimed it.
        speaker: Option<String>,
        /// When, ISO 8601.
        date: Option<String>,
        /// The verdict.
        label: Option<String>,
        /// Language code.
        lang: Option<String>,
        /// Where the check stands.
        url: Option<String>,
    }
}

part! {
    /// A record that may say the same as a claim.
    Match {
        /// The record's id.
        id: String,
        /// The probability that both say the same, 0 to 1.
        score: f64,
        /// "identical", "reworded", "changed", "contradicted" or "unrelated".
        relation: String,
        /// What differs.
        details: Vec<Detail>,
        /// Why it was found, as `dixit match --jsonl` says it.
        why: Json,
        /// The record.
        record: Record,
    }
}

/// Claims that were checked before, with an index: made once, asked often, by several threads if need be.
///
/// Made of records, which are mappings with "id", "text" and, where known, "title", "speaker", "date", "label", "lang", "url"; or by
/// `Reference.open(path)` of a file of such.
#[pyclass(frozen, module = "dixit")]
pub(crate) struct Reference {
    set: Set,
}

enum Set {
    /// On disk.
    File(ReferenceFile),
    /// In memory, indexed in the same order.
    Memory(Index, ReferenceSet),
}

/// A claim that is looked up.
struct Wanted {
    text: String,
    lang: Option<Language>,
    speaker: Option<String>,
}

fn threads() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

impl Reference {
    fn index(&self) -> &Index {
        match &self.set {
            Set::File(file) => &file.index,
            Set::Memory(index, _) => index,
        }
    }

    fn problems(&self) -> Vec<String> {
        match &self.set {
            Set::File(file) => file.index.problems.clone(),
            Set::Memory(_, set) => set.problems.clone(),
        }
    }

    /// The records as claims.
    pub(crate) fn claims(&self) -> PyResult<dixit::claim::ClaimSet> {
        match &self.set {
            Set::Memory(_, set) => Ok(set.claims()),
            Set::File(file) => {
                let name = file.path.display().to_string();
                Ok(dixit::reference::read(&name, &bytes_of(&file.path)?).map_err(refused)?.claims())
            }
        }
    }

    fn record(&self, number: u32) -> PyResult<ReferenceClaim> {
        match &self.set {
            Set::File(file) => file.record(number).map_err(refused),
            Set::Memory(_, set) => {
                set.records.get(number as usize).cloned().ok_or_else(|| refused("the index names no such record"))
            }
        }
    }

    fn found(&self, searcher: &mut Searcher<'_>, wanted: &Wanted, top: usize) -> PyResult<Vec<Match>> {
        let asked = Asked { text: &wanted.text, lang: wanted.lang, speaker: wanted.speaker.as_deref() };
        Ok(answers(searcher, asked, top, |number| self.record(number))?.iter().map(of_answer).collect())
    }

    /// The best records for each claim, on all cores.
    fn find(&self, wanted: &[Wanted], top: usize) -> PyResult<Vec<Vec<Match>>> {
        let share = wanted.len().div_ceil(threads()).max(1);
        let look = |part: &[Wanted]| {
            let mut searcher = Searcher::new(self.index());
            part.iter().map(|one| self.found(&mut searcher, one, top)).collect::<PyResult<Vec<_>>>()
        };
        if wanted.len() <= share {
            return look(wanted);
        }
        let look = &look;
        let parts: Vec<_> = scope(|scope| {
            let parts: Vec<_> = wanted.chunks(share).map(|part| scope.spawn(move || look(part))).collect();
            let broken = |_| Err(refused("dixit broke down on these claims; please report it"));
            parts.into_iter().map(|part| part.join().unwrap_or_else(broken)).collect()
        });
        Ok(parts.into_iter().collect::<PyResult<Vec<_>>>()?.into_iter().flatten().collect())
    }

    fn look_up<'py>(&self, claim: &Bound<'py, PyAny>, top: usize, lang: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        let py = claim.py();
        let lang = lang.map(str::parse::<Language>).transpose().map_err(refused)?;
        let many = if let Ok(set) = claim.cast::<ClaimSet>() {
            set.get().each().map(|one| of_claim(&one, lang)).collect()
        } else if let Some(one) = wanted(claim, lang)? {
            let found = py.detach(|| self.find(&[one], top))?;
            return found.into_iter().next().unwrap_or_default().into_pyobject(py);
        } else {
            let mut many = Vec::new();
            for one in claim.try_iter()? {
                let one = one?;
                let wrong = || PyTypeError::new_err(format!("a claim is a str or a Claim, not {}", kind(&one)));
                many.push(wanted(&one, lang)?.ok_or_else(wrong)?);
            }
            many
        };
        py.detach(|| self.find(&many, top))?.into_pyobject(py)
    }
}

#[pymethods]
impl Reference {
    #[new]
    fn new(py: Python<'_>, records: &Bound<'_, PyAny>) -> PyResult<Reference> {
        if records.is_instance_of::<PyString>() || records.hasattr("__fspath__")? {
            return Err(PyTypeError::new_err("Reference takes records; Reference.open takes the path of a set"));
        }
        let records = self::records(records)?;
        let set = py.detach(|| Set::Memory(Index::of(&records), ReferenceSet { records, problems: Vec::new() }));
        Ok(Reference { set })
    }

    /// Opens a reference set (JSON Lines); an index beside it, made by `dixit reference index`, is used.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Reference> {
        opened(py, path)
    }

    /// The lines of the set that could not be read.
    #[getter(problems)]
    fn problems_of_lines(&self) -> Vec<String> {
        self.problems()
    }

    /// The codes of the languages of the records.
    #[getter]
    fn languages(&self) -> Vec<&str> {
        self.index().languages()
    }

    fn __len__(&self) -> usize {
        self.index().len()
    }

    fn __bool__(&self) -> bool {
        true
    }

    /// The `top` records that most probably say the same, best first.
    #[pyo3(name = "match", signature = (claim, *, top=5, lang=None))]
    fn match_<'py>(&self, claim: &Bound<'py, PyAny>, top: usize, lang: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
        self.look_up(claim, top, lang)
    }

    fn __repr__(&self) -> String {
        format!("<Reference: {} records>", self.index().len())
    }
}

fn opened(py: Python<'_>, path: PathBuf) -> PyResult<Reference> {
    // What the disk refuses is Python's own error.
    drop(std::fs::File::open(&path).map_err(|_| bytes_of(&path).err().unwrap_or_else(|| refused(path.display())))?);
    let file = py.detach(|| ReferenceFile::open(&path, threads())).map_err(refused)?;
    warn(py, &file.index.problems)?;
    if file.state == IndexState::Outdated {
        let name = path.display();
        warn(py, &[format!("the index of {name} is of another state of the set; it was indexed in memory")])?;
    }
    Ok(Reference { set: Set::File(file) })
}

/// Looks claims up in a reference set: were they checked before?
///
/// `claim` is the words of a claim or a Claim, and the answer is a list of the `top` best records, best first; or it is a
/// ClaimSet or an iterable of claims, and the answer is such a list for each, found on all cores. `reference` is a Reference,
/// the path of a set, or records; whoever asks more than once makes a Reference once. A record that scores below 0.35 does not
/// say the same: its relation is "unrelated".
///
/// >>> import dixit
/// >>> checked = dixit.Reference([{"id": "b3", "text": "Turkey is reinforcing Azerbaijan.", "lang": "en"}])
/// >>> found = dixit.match("La Turquie renforce l’Azerbaïdjan", checked, lang="fr")
/// >>> found[0].id, found[0].why[0]
/// ('b3', {'what': 'names and places', 'shared': ['AZ', 'TR']})
#[pyfunction]
#[pyo3(name = "match", signature = (claim, reference, *, top=5, lang=None))]
pub(crate) fn match_<'py>(
    claim: &Bound<'py, PyAny>,
    reference: &Bound<'py, PyAny>,
    top: usize,
    lang: Option<&str>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = claim.py();
    if let Ok(reference) = reference.cast::<Reference>() {
        return reference.get().look_up(claim, top, lang);
    }
    match reference.extract::<PathBuf>() {
        Ok(path) => opened(py, path)?.look_up(claim, top, lang),
        Err(_) => Reference::new(py, reference)?.look_up(claim, top, lang),
    }
}

/// Says what could not be read of a set whose rest could.
pub(crate) fn warn(py: Python<'_>, problems: &[String]) -> PyResult<()> {
    for problem in problems {
        let message = CString::new(problem.replace('\0', " ")).unwrap_or_default();
        PyErr::warn(py, &py.get_type::<PyUserWarning>(), &message, 1)?;
    }
    Ok(())
}

/// The records that an iterable of mappings holds.
pub(crate) fn records(object: &Bound<'_, PyAny>) -> PyResult<Vec<ReferenceClaim>> {
    let (mut records, mut ids) = (Vec::new(), BTreeSet::new());
    for (number, item) in object.try_iter()?.enumerate() {
        let wrong = |what: String| refused(format!("record {number}: {what}"));
        let item = item?;
        let record = if let Ok(record) = item.extract::<Record>() {
            let Record { id, text, title, speaker, date, label, lang, url } = record;
            ReferenceClaim { id, text, title, speaker, date, label, lang, url }
        } else if let Ok(mapping) = item.cast::<PyMapping>() {
            let field = |name: &str| -> PyResult<Option<String>> {
                match mapping.get_item(name).ok().filter(|value| !value.is_none()) {
                    None => Ok(None),
                    Some(value) if name == "id" => Ok(Some(value.str()?.to_string())),
                    Some(value) => {
                        value.extract().map(Some).map_err(|_| wrong(format!("{name:?} is {}, not a str", kind(&value))))
                    }
                }
            };
            ReferenceClaim {
                id: field("id")?.ok_or_else(|| wrong("there is no id".to_owned()))?,
                text: field("text")?.ok_or_else(|| wrong("there is no text".to_owned()))?,
                title: field("title")?,
                speaker: field("speaker")?,
                date: field("date")?,
                label: field("label")?,
                lang: field("lang")?,
                url: field("url")?,
            }
        } else {
            return Err(PyTypeError::new_err(format!(
                "record {number} is {}; a record is a mapping with \"id\" and \"text\", or a Record",
                kind(&item)
            )));
        };
        if record.text.trim().is_empty() {
            return Err(wrong("the text is empty".to_owned()));
        }
        if !ids.insert(record.id.clone()) {
            return Err(wrong(format!("the id {:?} was there before; give every record its own", record.id)));
        }
        records.push(record);
    }
    Ok(records)
}

/// The claim that a str or a `Claim` is.
fn wanted(claim: &Bound<'_, PyAny>, lang: Option<Language>) -> PyResult<Option<Wanted>> {
    if let Ok(text) = claim.cast::<PyString>() {
        return Ok(Some(Wanted { text: text.to_cow()?.into_owned(), lang, speaker: None }));
    }
    Ok(claim.cast::<Claim>().ok().map(|claim| of_claim(claim.get(), lang)))
}

fn of_claim(claim: &Claim, lang: Option<Language>) -> Wanted {
    let of_set = || claim.lang().parse::<Language>().ok().filter(|lang| !lang.is_generic());
    let it = claim.claim();
    Wanted {
        text: it.content.text.clone(),
        lang: lang.or_else(of_set),
        speaker: it.speaker.as_ref().and_then(|speaker| speaker.name.clone()),
    }
}

fn of_answer(answer: &Answer) -> Match {
    let record = answer.record.clone();
    let ReferenceClaim { id, text, title, speaker, date, label, lang, url } = record;
    Match {
        id: id.clone(),
        score: answer.score,
        relation: answer.relation.name().to_owned(),
        details: answer.details.iter().map(detail).collect(),
        why: Json(Value::Array(answer.why())),
        record: Record { id, text, title, speaker, date, label, lang, url },
    }
}
