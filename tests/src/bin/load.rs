//! Many branches at once against servers that run: `tests::load`.

fn main() -> std::process::ExitCode {
    tests::load::run(std::env::args_os())
}
