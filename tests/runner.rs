//! Tests through the real binary, in one test program.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

mod cli;
#[cfg(feature = "serve")]
mod web;
