//! `cargo demo`: everything at once, on one machine, from made-up data.

fn main() -> std::process::ExitCode {
    tests::demo::run(std::env::args_os())
}
