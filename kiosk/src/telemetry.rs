//! The log: readable lines on standard error, never personal data. `SILA_LOG` sets what is shown.

use tracing_subscriber::EnvFilter;

/// What is shown where `SILA_LOG` asks for nothing: our own warnings, and what goes wrong in the window's libraries,
/// which warn of many a display that works.
const SHOWN: &str = "error,kiosk=warn,shared=warn";

/// Installs the log for this process; quiet but for warnings unless `SILA_LOG` asks for more. A fault in the program is
/// told by its place alone: its message may quote what somebody entered.
pub fn install() {
    let filter = EnvFilter::try_from_env("SILA_LOG").unwrap_or_else(|_| EnvFilter::new(SHOWN));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        // it would say with a panic that nobody reads the log any more
        .log_internal_errors(false);
    // another log that was installed before, such as a test's, stays
    drop(log.try_init());
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        tracing::error!(place, thread = thread.name(), "the program failed here; please report this place");
    }));
}
