//! Errors as a person reads them: what was wrong, and the mend.

use crate::store::StoreError;
use std::fmt;

/// A request or an input that is wrong: exit code 2.
#[derive(Debug)]
pub(crate) enum CliError {
    /// The reader of our output went away.
    BrokenPipe,
    /// What was read is of two times: the command has to begin again.
    Superseded { message: String },
    /// Anything else.
    Message { message: String, help: Option<String> },
}

impl CliError {
    pub(crate) fn new(message: impl Into<String>) -> CliError {
        CliError::Message { message: message.into(), help: None }
    }

    /// What was wrong, without the mend and without colour.
    #[cfg(feature = "fetch")]
    pub(crate) fn message(self) -> String {
        match self {
            CliError::BrokenPipe => String::new(),
            CliError::Superseded { message } | CliError::Message { message, .. } => message,
        }
    }

    /// Adds the mend.
    pub(crate) fn help(self, help: impl Into<String>) -> CliError {
        match self {
            CliError::BrokenPipe | CliError::Superseded { .. } => self,
            CliError::Message { message, .. } => CliError::Message { message, help: Some(help.into()) },
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CliError::BrokenPipe => Ok(()),
            CliError::Superseded { message } => {
                write!(f, "{} {message}", console::style("error:").red().bold().for_stderr())
            }
            CliError::Message { message, help } => {
                write!(f, "{} {message}", console::style("error:").red().bold().for_stderr())?;
                match help {
                    Some(help) => write!(f, "\n{} {help}", console::style("help:").cyan().for_stderr()),
                    None => Ok(()),
                }
            }
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> CliError {
        match error {
            StoreError::Superseded { .. } => CliError::Superseded { message: error.to_string() },
            _ => CliError::new(error.to_string()),
        }
    }
}
