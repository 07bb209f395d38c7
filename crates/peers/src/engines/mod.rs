//! Search engines that look a claim up in a reference set, each with what is usual for it.

mod bm25;
mod dixit;
#[cfg(feature = "engines")]
mod fts5;
#[cfg(feature = "engines")]
mod tantivy;
mod words;

use ::dixit::reference::{Line, ReferenceClaim, SetLines};
use std::io::BufReader;
use std::path::Path;

/// A set that is indexed.
pub(crate) trait Engine {
    /// The numbers of the `count` best records for a claim, best first; the first record of the set is 0.
    fn search(&mut self, text: &str, count: usize) -> Result<Vec<u32>, String>;
}

/// How an engine is made.
type Open = fn(&Path) -> Result<Box<dyn Engine>, String>;

/// The engines of this build, by name.
pub(crate) const ALL: &[(&str, Open)] = &[
    ("dixit", dixit::open),
    ("dixit, first stage", dixit::open_first_stage),
    ("plain BM25", bm25::open),
    #[cfg(feature = "engines")]
    ("Tantivy BM25", tantivy::open),
    #[cfg(feature = "engines")]
    ("SQLite FTS5", fts5::open),
];

/// Gives each record of a set to `take`, in order, without holding the set.
pub(crate) fn each_record(
    set: &Path,
    mut take: impl FnMut(u32, ReferenceClaim) -> Result<(), String>,
) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("cannot read {}: {error}", set.display());
    let mut lines = SetLines::new(BufReader::new(std::fs::File::open(set).map_err(fail)?), 0, 0);
    let mut number = 0;
    while let Some(Line { record, .. }) = lines.next_line().map_err(fail)? {
        take(number, record?)?;
        number += 1;
    }
    Ok(())
}
