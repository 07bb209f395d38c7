//! The clock, the environment and the user: read here and nowhere else.

use super::CliError;
use crate::store::Keyring;
use chrono::{DateTime, SecondsFormat, Utc};
use std::io::IsTerminal;
use std::path::PathBuf;

/// What the process knows of its surroundings.
pub(crate) struct Environment {
    now: DateTime<Utc>,
    reviewer: Option<String>,
    no_color: bool,
    configuration: Option<PathBuf>,
}

impl Environment {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock and the environment")]
    pub(crate) fn new() -> Environment {
        // DIXIT_NOW fixes the clock, so that a transcript can be made twice with the same bytes.
        let fixed = std::env::var("DIXIT_NOW").ok().and_then(|text| DateTime::parse_from_rfc3339(&text).ok());
        Environment {
            now: fixed.map_or_else(Utc::now, |time| time.with_timezone(&Utc)),
            reviewer: std::env::var("DIXIT_REVIEWER").ok().filter(|name| !name.trim().is_empty()),
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            configuration: configuration(|name| std::env::var_os(name).filter(|value| !value.is_empty())),
        }
    }

    /// The secret keys of this user.
    pub(crate) fn keyring(&self) -> Keyring {
        match &self.configuration {
            Some(directory) => Keyring::in_directory(directory.join("keys")),
            None => Keyring::default(),
        }
    }

    /// Where the hash of the workbench's token is kept.
    #[cfg(feature = "serve")]
    pub(crate) fn token_file(&self) -> Option<PathBuf> {
        self.configuration.as_ref().map(|directory| directory.join("serve.token"))
    }

    /// Now, RFC 3339 in UTC, to the second.
    pub(crate) fn now(&self) -> String {
        self.now.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// Today, ISO 8601.
    pub(crate) fn today(&self) -> String {
        self.now.date_naive().to_string()
    }

    /// The current directory.
    pub(crate) fn directory(&self) -> Result<PathBuf, CliError> {
        std::env::current_dir().map_err(|error| CliError::new(format!("cannot tell the current directory: {error}")))
    }

    /// Whether to use colour when nobody says.
    pub(crate) fn wants_color(&self) -> bool {
        !self.no_color && std::io::stdout().is_terminal()
    }

    /// Whether somebody looks on while long work is done, and nothing is `printed` on the same screen.
    pub(crate) fn shows_progress(&self, printed: bool) -> bool {
        std::io::stderr().is_terminal() && !(printed && std::io::stdout().is_terminal())
    }

    /// Whether a person sits at both ends.
    pub(crate) fn is_interactive(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
    }

    /// Who decides: the name given, else the environment's, else git's.
    pub(crate) fn reviewer(&self, given: Option<&str>) -> Result<String, CliError> {
        if let Some(name) = given.or(self.reviewer.as_deref()).map(str::trim).filter(|name| !name.is_empty()) {
            return Ok(name.to_owned());
        }
        let git = std::process::Command::new("git").args(["config", "user.name"]).output();
        let name = git
            .ok()
            .filter(|out| out.status.success())
            .map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned());
        name.filter(|name| !name.is_empty()).ok_or_else(|| {
            CliError::new("who decides? a decision is signed with a name")
                .help("say --reviewer \"Your Name\", or set DIXIT_REVIEWER, or git config user.name")
        })
    }
}

/// Where this user's configuration of dixit is, by the variables of the environment.
fn configuration(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Option<PathBuf> {
    if let Some(directory) = variable("DIXIT_CONFIG") {
        return Some(PathBuf::from(directory));
    }
    let base = variable("XDG_CONFIG_HOME").or_else(|| variable("APPDATA")).map(PathBuf::from);
    let base = base.or_else(|| variable("HOME").map(|home| PathBuf::from(home).join(".config")));
    base.map(|base| base.join("dixit"))
}
