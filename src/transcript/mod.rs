//! Was it said so? Quotations of an article against the transcript of what was said.
//!
//! [`read`] reads a transcript (text, SubRip, WebVTT), [`Quotes`] finds quotations in it and grades them.
//!
//! ```
//! use dixit::transcript::{Grade, Quotes, read};
//!
//! let said = read("ANN LEE: The, uh, old bridge will stay closed until June.")?;
//! let quotes = Quotes::new(&said);
//! assert_eq!(quotes.grade("The old bridge will stay closed", Some("Ann Lee")).grade, Grade::Cleaned);
//! assert_eq!(quotes.grade("The old bridge will stay open until June", None).grade, Grade::Altered);
//! assert_eq!(quotes.grade("will stay closed until June", Some("Bob Roe")).grade, Grade::OtherSpeaker);
//! # Ok::<(), dixit::transcript::TranscriptError>(())
//! ```

mod quote;
mod read;

pub use quote::{Grade, Graded, Quotes};
pub use read::{Transcript, TranscriptError, Word, read};
