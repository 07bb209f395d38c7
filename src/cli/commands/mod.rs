//! One file a command: its arguments, whose comments are the help text, and one function.

pub(crate) mod add;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod extract;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod mark;
pub(crate) mod matching;
pub(crate) mod merge;
pub(crate) mod publish;
pub(crate) mod quotes;
pub(crate) mod reference;
pub(crate) mod repair;
pub(crate) mod resolve;
pub(crate) mod review;
pub(crate) mod schema;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod status;
