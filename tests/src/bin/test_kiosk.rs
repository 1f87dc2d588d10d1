//! The kiosk's command line as a program of its own, so that tests can start it and kill it. Nothing of its own.

use std::process::ExitCode;

fn main() -> ExitCode {
    kiosk::cli::run(std::env::args_os())
}
