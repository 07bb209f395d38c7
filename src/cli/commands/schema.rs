use crate::cli::{CliError, Outcome, print};

/// Print the JSON Schema of the claims file.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {}

pub(crate) fn run(_args: &Args) -> Result<Outcome, CliError> {
    print(crate::claim::format::SCHEMA)?;
    Ok(Outcome::Fine)
}

/// Print completions for a shell.
#[derive(clap::Args, Debug)]
pub(crate) struct CompletionArgs {
    /// The shell.
    shell: clap_complete::Shell,
}

pub(crate) fn completions(args: &CompletionArgs, command: &mut clap::Command) -> Result<Outcome, CliError> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, command, "dixit", &mut out);
    print(&String::from_utf8_lossy(&out))?;
    Ok(Outcome::Fine)
}

/// Print the manual page, or that of one command.
#[derive(clap::Args, Debug)]
pub(crate) struct ManArgs {
    /// The command.
    command: Option<String>,
}

pub(crate) fn man(args: &ManArgs, command: &clap::Command) -> Result<Outcome, CliError> {
    let page = match &args.command {
        None => clap_mangen::Man::new(command.clone()),
        Some(name) => {
            let found = command.get_subcommands().find(|sub| sub.get_name() == name);
            let sub = found.ok_or_else(|| {
                CliError::new(format!("no command {name:?}")).help("`dixit --help` lists the commands")
            })?;
            clap_mangen::Man::new(sub.clone())
        }
    };
    let mut out = Vec::new();
    page.render(&mut out).map_err(|error| CliError::new(error.to_string()))?;
    print(&String::from_utf8_lossy(&out))?;
    Ok(Outcome::Fine)
}
