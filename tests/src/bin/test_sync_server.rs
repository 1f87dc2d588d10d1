//! Head office's command line as a program of its own, so that tests can start it. Nothing of its own.

use std::process::ExitCode;

fn main() -> ExitCode {
    sync_server::cli::run(std::env::args_os())
}
