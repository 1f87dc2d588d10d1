//! Daily copies of the database in the second place that the settings name, on a thread of its own: nobody waits for it.

use std::time::Duration;

use shared::replica::{Copies, Reading};
use tracing::{info, warn};

/// How often it is looked whether a day has passed.
const LOOK: Duration = Duration::from_secs(60 * 60);

/// Keeps copies until the program ends. What keeps one from being made is told in the log, and tried again.
///
/// # Errors
/// The machine gives no more threads.
pub fn start(copies: Copies, clock: fn() -> Reading) -> std::io::Result<()> {
    let thread = std::thread::Builder::new().name("copies".to_owned());
    thread.spawn(move || {
        loop {
            match copies.keep(&clock()) {
                Ok(Some(copy)) => info!(copy = %copy.display(), "the database was copied"),
                Ok(None) => {}
                Err(e) => warn!(error = %e, "the database was not copied"),
            }
            std::thread::sleep(LOOK);
        }
    })?;
    Ok(())
}
