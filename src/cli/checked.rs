//! Was this checked before? What the commands that look claims up have in common.

use super::CliError;
use crate::lang::Language;
use crate::retrieval::{Asked, Searcher};
use crate::store::{Found, ReferenceFileError, ReferenceSets};
use serde_json::{Value, json};
use std::path::PathBuf;

impl From<ReferenceFileError> for CliError {
    fn from(error: ReferenceFileError) -> CliError {
        CliError::new(error.to_string())
    }
}

pub(crate) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Opens sets.
pub(crate) fn open(paths: &[PathBuf]) -> Result<ReferenceSets, CliError> {
    Ok(ReferenceSets::open(paths, threads())?)
}

/// The best record that says the same as a claim, for programs; null when none does.
pub(crate) fn best(
    sets: &ReferenceSets,
    searchers: &mut [Searcher<'_>],
    asked: Asked<'_>,
) -> Result<Value, ReferenceFileError> {
    let found = sets.find(searchers, asked, 1)?;
    let best = found.first().filter(|found| found.answer.is_match());
    Ok(best.map_or(Value::Null, |found| value(sets, found)))
}

/// A record that was found, for programs.
pub(crate) fn value(sets: &ReferenceSets, found: &Found<'_>) -> Value {
    let answer = &found.answer;
    let mut value =
        json!({ "id": answer.record.id, "score": answer.score, "relation": answer.relation, "why": answer.why() });
    if sets.len() > 1
        && let Some(object) = value.as_object_mut()
    {
        object.insert("set".to_owned(), json!(found.set));
    }
    value
}

/// The language of a code, or what is wrong with it.
pub(crate) fn language(code: Option<&str>) -> Result<Option<Language>, String> {
    code.map(|code| code.parse().map_err(|error: crate::lang::UnknownLanguage| error.to_string())).transpose()
}
