//! How do people use it in a browser? The workbench: the same workspace, the same rules, served from this machine.
//!
//! Pages are made on the server and can be read without a script. Nothing is asked of another host, and nothing that an
//! article, a name or a file says is ever taken for mark-up: the templates escape all of it, and the
//! Content-Security-Policy forbids the rest.
//!
//! `guard.rs` decides who may ask, `snapshot.rs` what the pages see of the workspace, `pages/` shows it, `actions/` changes
//! it, one file a page or an action. The clock and the reviewer's name come from outside, as everywhere.

mod actions;
mod answer;
mod app;
mod ask;
mod assets;
mod guard;
mod guesses;
mod live;
mod matches;
mod pages;
mod refusal;
mod routes;
mod server;
mod session;
mod snapshot;
mod view;
mod visit;
mod words;

pub use server::{Options, serve};
pub use session::{new_secret, secret_hash};
