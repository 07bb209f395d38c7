//! Was this checked before? An index over reference sets, and the records that say the same as a claim, best first.
//!
//! [`Index`] holds the terms of the records ([`reader`](self) says what a term is), [`Searcher`] looks a claim up. Terms
//! are of two sides: words by their stems, which find records in the claim's language, and meanings (places, names,
//! numbers, dates, concepts), which find them in any.
//!
//! ```
//! use dixit::reference::read;
//! use dixit::retrieval::{Index, Searcher};
//!
//! let set = read("set.jsonl", br#"{"id": "a", "text": "The town hall closed the old bridge.", "lang": "en"}"#)?;
//! let index = Index::of(&set.records);
//! let mut searcher = Searcher::new(&index);
//! let hits = searcher.search("Is the old bridge closed by the town hall?", dixit::lang::Language::English, 5);
//! assert_eq!(hits[0].number, 0);
//! # Ok::<(), dixit::reference::ReferenceError>(())
//! ```

mod answer;
mod compare;
mod dictionary;
mod file;
mod grams;
mod index;
mod message;
mod query;
mod rank;
mod reader;
mod segment;
mod weights;

pub use answer::{Answer, Asked, CUTOFF, answers};
pub use file::IndexError;
pub use index::{ExtendError, Index, Source};
pub use rank::{Hit, Searcher, Shared};
pub use weights::{Feature, Features};
