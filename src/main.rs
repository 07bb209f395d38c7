//! The `dixit` command.

fn main() -> std::process::ExitCode {
    dixit::cli::run(std::env::args_os())
}
