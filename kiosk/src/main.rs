//! The kiosk program.

fn main() -> std::process::ExitCode {
    kiosk::telemetry::install();
    kiosk::cli::run(std::env::args_os())
}
