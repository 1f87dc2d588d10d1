//! The `sync-server` program: its command line is the library's.

use std::process::ExitCode;

fn main() -> ExitCode {
    sync_server::cli::run(std::env::args_os())
}
