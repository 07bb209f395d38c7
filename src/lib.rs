//! *dixit* finds who said what, with which words, in news articles, compares the claims with other claim
//! sets, and follows each one from unverified to a decision that a newsroom can sign and defend.
//!
//! Data flows one way: [`input`] reads a document, [`text`] cuts it into tokens, sentences and quotations,
//! [`tagging`] says what each word is, [`attribution`] finds who said what, [`claim`] turns that into a claim
//! set, [`align`] compares two sets, [`decision`] holds what people decided, [`export`] writes it for others, [`store`] keeps it all in a
//! workspace, and [`cli`] and [`web`] are how people use it. A module uses only modules named before it.
//!
//! Everything above `store` is pure: text and options in, values out. The time, the reviewer's name and the
//! place on disk are arguments.

mod cores;

pub mod text;

pub mod input;

pub mod lang;

pub mod tagging;

pub mod attribution;

pub mod claim;

#[cfg(feature = "arrow")]
pub mod columnar;

pub mod evaluation;

pub mod reference;

pub mod align;

pub mod retrieval;

pub mod transcript;

pub mod decision;

pub mod export;

#[cfg(feature = "fetch")]
pub mod fetch;

pub mod store;

#[cfg(feature = "serve")]
pub mod web;

#[cfg(feature = "cli")]
pub mod cli;
