mod bad_input;
mod commands;
mod compat;
mod corpus;
mod desk;
mod diff;
mod example;
mod export;
#[cfg(feature = "fetch")]
mod fetch;
mod import;
mod languages;
mod matching;
mod merge;
mod pages;
mod quotes;
mod record;
mod review;
