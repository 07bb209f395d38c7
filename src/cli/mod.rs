//! How do people use it? The command line.
//!
//! One file a command in `commands/`; what is printed is made by pure functions in `render`. Exit codes: 0 fine, 1 there
//! is something to look at, 2 the request or the input is wrong.

mod checked;
mod commands;
mod corpus;
mod difference;
mod environment;
mod error;
#[cfg(feature = "feed")]
mod feed;
mod in_order;
mod lookup;
mod progress;
mod read;
mod render;
mod stream;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use environment::Environment;
use error::CliError;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Find who said what in news articles, compare claims, and follow each one to a decision.
///
/// Exit codes: 0 fine; 1 there is something to look at (differences, pending changes, stale decisions); 2 the request
/// or the input is wrong, and nothing was changed.
#[derive(Parser, Debug)]
#[command(name = "dixit", version, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    /// Directory of the workspace; else the one that holds the current directory, or ./claims.
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// How to print.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Who decides; else DIXIT_REVIEWER, else git's user.name.
    #[arg(long, global = true, value_name = "NAME")]
    reviewer: Option<String>,
    #[command(subcommand)]
    command: Command,
}

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A diff for a pull request.
    Markdown,
    /// A diff as a page that stands alone.
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Subcommand, Debug)]
enum Command {
    Init(commands::init::Args),
    Extract(commands::extract::Args),
    Add(commands::add::Args),
    Status(commands::status::Args),
    List(commands::list::Args),
    Show(commands::show::Args),
    Diff(commands::diff::Args),
    Match(commands::matching::Args),
    Reference(commands::reference::Args),
    Quotes(commands::quotes::Args),
    Review(commands::review::Args),
    Accept(commands::resolve::Args),
    /// Reject pending changes: the accepted claims stay, and the same proposal does not come again.
    Reject(commands::resolve::Args),
    Mark(commands::mark::Args),
    Evidence(commands::evidence::Args),
    Publish(commands::publish::Args),
    Export(commands::export::Args),
    Import(commands::import::Args),
    #[command(subcommand)]
    Key(commands::key::Args),
    Log(commands::log::Args),
    Check(commands::check::Args),
    Merge(commands::merge::Args),
    Repair(commands::repair::Args),
    #[cfg(feature = "serve")]
    Serve(commands::serve::Args),
    Eval(commands::eval::Args),
    Schema(commands::schema::Args),
    Completions(commands::schema::CompletionArgs),
    Man(commands::schema::ManArgs),
}

/// Whether a command that did its work found something to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit code 0.
    Fine,
    /// Exit code 1.
    Look,
}

/// What every command gets.
pub(crate) struct Context {
    pub(crate) format: Format,
    pub(crate) environment: Environment,
    workspace: Option<PathBuf>,
    reviewer: Option<String>,
}

impl Context {
    /// The root of the workspace.
    pub(crate) fn root(&self) -> Result<PathBuf, CliError> {
        match &self.workspace {
            Some(path) => Ok(path.clone()),
            None => Ok(crate::store::Workspace::find(&self.environment.directory()?)?),
        }
    }

    /// The workspace, for reading.
    pub(crate) fn open(&self) -> Result<crate::store::Workspace, CliError> {
        Ok(crate::store::Workspace::open(&self.root()?)?)
    }

    /// The workspace, for writing.
    pub(crate) fn writer(&self) -> Result<crate::store::Writer, CliError> {
        let mut writer = crate::store::Writer::open(&self.root()?)?;
        writer.keyring = self.environment.keyring();
        Ok(writer)
    }

    /// Who decides.
    pub(crate) fn reviewer(&self) -> Result<String, CliError> {
        self.environment.reviewer(self.reviewer.as_deref())
    }

    /// The directory that `init` uses when none is named.
    pub(crate) fn workspace_or(&self, default: &str) -> PathBuf {
        self.workspace.clone().unwrap_or_else(|| PathBuf::from(default))
    }
}

/// Prints to standard output; a reader that went away ends the program quietly.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Err(CliError::BrokenPipe),
        Err(error) => Err(CliError::new(format!("cannot write to standard output: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Prints a value as JSON with a line feed.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<(), CliError> {
    let value = serde_json::to_value(value).map_err(|error| CliError::new(error.to_string()))?;
    print(&crate::claim::format::layout(&value))
}

/// How often a command begins again because somebody wrote while it was reading.
const SECOND_TRIES: u32 = 50;

/// Runs the program with the arguments of the process.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let environment = Environment::new();
    let colored = match cli.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => environment.wants_color(),
    };
    console::set_colors_enabled(colored);
    let pages = matches!(cli.format, Format::Markdown | Format::Html);
    if pages && !matches!(cli.command, Command::Diff(_)) {
        let _ = writeln!(
            std::io::stderr(),
            "--format markdown and --format html are for `dixit diff`; here there are text and json"
        );
        return ExitCode::from(2);
    }
    let context =
        Context { format: cli.format, environment, workspace: cli.workspace.clone(), reviewer: cli.reviewer.clone() };
    let mut result = dispatch(&cli.command, &context);
    // A command that reads prints when it has read all, so it can begin again when a writer came in between.
    let mut tries = 0;
    while matches!(result, Err(CliError::Superseded { .. })) && tries < SECOND_TRIES {
        tries += 1;
        result = dispatch(&cli.command, &context);
    }
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Look) => ExitCode::from(1),
        Err(CliError::BrokenPipe) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

/// Does what the command line asks for.
fn dispatch(command: &Command, context: &Context) -> Result<Outcome, CliError> {
    match command {
        Command::Init(args) => commands::init::run(context, args),
        Command::Extract(args) => commands::extract::run(context, args),
        Command::Add(args) => commands::add::run(context, args),
        Command::Status(args) => commands::status::run(context, args),
        Command::List(args) => commands::list::run(context, args),
        Command::Show(args) => commands::show::run(context, args),
        Command::Diff(args) => commands::diff::run(context, args),
        Command::Match(args) => commands::matching::run(context, args),
        Command::Reference(args) => commands::reference::run(context, args),
        Command::Quotes(args) => commands::quotes::run(context, args),
        Command::Review(args) => commands::review::run(context, args),
        Command::Accept(args) => commands::resolve::run(context, args, true),
        Command::Reject(args) => commands::resolve::run(context, args, false),
        Command::Mark(args) => commands::mark::run(context, args),
        Command::Evidence(args) => commands::evidence::run(context, args),
        Command::Publish(args) => commands::publish::run(context, args),
        Command::Export(args) => commands::export::run(context, args),
        Command::Import(args) => commands::import::run(context, args),
        Command::Key(args) => commands::key::run(context, args),
        Command::Log(args) => commands::log::run(context, args),
        Command::Check(args) => commands::check::run(context, args),
        Command::Merge(args) => commands::merge::run(context, args),
        Command::Repair(args) => commands::repair::run(context, args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => commands::serve::run(context, args),
        Command::Eval(args) => commands::eval::run(context, args),
        Command::Schema(args) => commands::schema::run(args),
        Command::Completions(args) => commands::schema::completions(args, &mut Cli::command()),
        Command::Man(args) => commands::schema::man(args, &Cli::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_help_text() {
        let mut command = Cli::command();
        command.build();
        let mut reference = command.render_long_help().to_string();
        for sub in command.get_subcommands_mut() {
            let help = sub.render_long_help();
            reference.push_str(&format!("\n=== dixit {}\n{help}", sub.get_name()));
        }
        insta::assert_snapshot!("help", reference);
    }
}
