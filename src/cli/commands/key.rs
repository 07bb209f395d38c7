use crate::cli::{CliError, Context, Format, Outcome, print, print_json};

/// Sign what you decide, so that nobody else can decide in your name.
///
/// The secret key stays in your configuration ($XDG_CONFIG_HOME/dixit/keys, or $DIXIT_CONFIG/keys); the public one goes
/// into the journal. From then on dixit signs each of your events, and `dixit check` reports those that are not.
#[derive(clap::Subcommand, Debug)]
pub(crate) enum Args {
    /// Make a key for the reviewer, who signs from now on.
    New,
    /// List the keys of the workspace: whose they are, and whether they are in use.
    List,
    /// Say that a key counts no more, because it was lost or somebody else may know it.
    Retire {
        /// The first digits of the key's id.
        key: String,
        /// Why; it goes into the journal.
        #[arg(long)]
        reason: String,
    },
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    match args {
        Args::New => {
            let by = context.reviewer()?;
            let key = context.writer()?.add_key(&context.environment.now(), &by)?;
            if context.format == Format::Json {
                print_json(&serde_json::json!({ "reviewer": by, "key": key }))?;
            } else {
                print(&format!("{by} signs with key {key} from now on; keep a copy of the secret key file\n"))?;
            }
        }
        Args::List => {
            let workspace = context.open()?;
            let keys = &workspace.ledger.keys;
            if context.format == Format::Json {
                let value = |(id, key): (&crate::decision::KeyId, &crate::decision::Key)| serde_json::json!({ "key": id, "reviewer": key.reviewer, "public": key.public, "retired": key.retired });
                print_json(&keys.iter().map(value).collect::<Vec<_>>())?;
            } else if keys.is_empty() {
                print("no keys; make yours with `dixit key new`\n")?;
            } else {
                for (id, key) in keys {
                    let retired = if key.retired { "  retired" } else { "" };
                    print(&format!("{id}  {}{retired}\n", console::style(&key.reviewer).bold()))?;
                }
            }
        }
        Args::Retire { key, reason } => {
            let by = context.reviewer()?;
            let key = context.writer()?.retire_key(key, reason, &context.environment.now(), &by)?;
            if context.format == Format::Json {
                print_json(&serde_json::json!({ "retired": key }))?;
            } else {
                print(&format!("key {key} is retired\n"))?;
            }
        }
    }
    Ok(Outcome::Fine)
}
