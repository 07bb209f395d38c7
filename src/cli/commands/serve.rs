use crate::cli::environment::Environment;
use crate::cli::{CliError, Context, Outcome, print};
use crate::web::{Options, new_secret, secret_hash, serve};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

/// Serve the workbench to a browser on this machine.
///
/// Nobody else can reach it, and it asks nothing of any other host. Who decides is asked once, at sign-in. To let
/// colleagues in, say --listen with an address of this machine: they sign in with a token, which is printed when it is
/// made and kept as a hash. The connection is not encrypted; put a proxy with TLS before it on a network that you do not
/// trust.
///
/// Example: dixit serve, or dixit serve --listen 192.168.1.20:7348
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The port on this machine; 0 takes a free one.
    #[arg(long, default_value_t = 7348, conflicts_with = "listen")]
    port: u16,
    /// An address and port to listen on instead; asks visitors for the token.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// A host name by which browsers may call this server; may be given again.
    #[arg(long, value_name = "HOST")]
    name: Vec<String>,
    /// Ask for the token on this machine too.
    #[arg(long)]
    token: bool,
    /// Make a new token; the old one counts no more.
    #[arg(long)]
    new_token: bool,
}

pub(crate) fn run(context: &Context, args: &Args) -> Result<Outcome, CliError> {
    let root = context.root()?;
    let address = args.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], args.port)));
    let listener = TcpListener::bind(address).map_err(|error| {
        CliError::new(format!("cannot listen on {address}: {error}"))
            .help("say another --port, or --port 0 for a free one")
    })?;
    let place = listener.local_addr().map_err(|error| CliError::new(format!("cannot listen on {address}: {error}")))?;
    let mut said = String::new();
    let token = if args.token || args.new_token || !place.ip().is_loopback() {
        let file = context.environment.token_file().ok_or_else(|| {
            CliError::new("there is no directory for the token's hash").help("set HOME or XDG_CONFIG_HOME")
        })?;
        Some(token(&file, args.new_token, &mut said)?)
    } else {
        None
    };
    said.push_str(&format!("dixit serves {} on http://{place}/ (Ctrl-C ends it)\n", root.display()));
    let options = Options {
        root,
        reviewer: context.reviewer().ok(),
        names: args.name.clone(),
        token,
        keyring: context.environment.keyring(),
        now: Arc::new(|| Environment::new().now()),
    };
    print(&said)?;
    serve(listener, options)?;
    Ok(Outcome::Fine)
}

/// The hash of the token; a new token is made, kept as its hash, and said this once.
fn token(file: &Path, new: bool, said: &mut String) -> Result<String, CliError> {
    let failed =
        |what: &str, error: std::io::Error| CliError::new(format!("cannot {what} {}: {error}", file.display()));
    match std::fs::read_to_string(file) {
        Ok(hash) if !new && hash.trim().len() == 64 => {
            said.push_str("sign in with the token that was printed when it was made; --new-token makes another\n");
            return Ok(hash.trim().to_owned());
        }
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed("read", error)),
        _ => {}
    }
    let token = new_secret();
    if let Some(directory) = file.parent() {
        std::fs::create_dir_all(directory).map_err(|error| failed("make the directory of", error))?;
    }
    std::fs::write(file, format!("{}\n", secret_hash(&token))).map_err(|error| failed("write", error))?;
    said.push_str(&format!("token, printed this once: {token}\n"));
    Ok(secret_hash(&token))
}
