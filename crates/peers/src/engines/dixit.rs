//! dixit itself, as `dixit match` uses it: the index of the set's file, one thread.

use super::Engine;
use dixit::lang::Language;
use dixit::retrieval::{Asked, Searcher, answers};
use dixit::store::ReferenceFile;
use std::path::Path;

struct Dixit {
    file: &'static ReferenceFile,
    searcher: Searcher<'static>,
    /// Whether the best records are compared with the claim as `dixit match` does.
    whole: bool,
}

pub(super) fn open(set: &Path) -> Result<Box<dyn Engine>, String> {
    with(set, true)
}

pub(super) fn open_first_stage(set: &Path) -> Result<Box<dyn Engine>, String> {
    with(set, false)
}

fn with(set: &Path, whole: bool) -> Result<Box<dyn Engine>, String> {
    // Lives as long as the process, which measures one engine.
    let file: &'static ReferenceFile =
        Box::leak(Box::new(ReferenceFile::index_anew(set, 1).map_err(|error| error.to_string())?));
    Ok(Box::new(Dixit { file, searcher: file.searcher(), whole }))
}

impl Engine for Dixit {
    fn search(&mut self, text: &str, count: usize) -> Result<Vec<u32>, String> {
        if !self.whole {
            return Ok(self.searcher.search(text, Language::English, count).iter().map(|hit| hit.number).collect());
        }
        let asked = Asked { text, lang: None, speaker: None };
        let found = answers(&mut self.searcher, asked, count, |number| self.file.record(number));
        Ok(found.map_err(|error| error.to_string())?.iter().map(|answer| answer.hit.number).collect())
    }
}
