//! What the worker keeps and prints besides records: the settings file, pages for the printer.

use tracing::error;

use super::Worker;
use crate::config::{self, Config};
use crate::link::Event;
use crate::printing::Page;

impl Worker {
    /// Prints a page; what became of it is told from the printer's thread, so that a printer that takes nothing holds no
    /// record up.
    pub(super) fn print(&self, page: Page) {
        let (events, wake) = (self.events.clone(), std::sync::Arc::clone(&self.wake));
        self.spool.print(page, &self.config.printer, move |outcome| {
            // the window is gone: nobody waits for the outcome
            if events.send(Event::Printed(outcome)).is_ok() {
                wake();
            }
        });
    }

    /// Writes the settings; told only once they are durable.
    pub(super) fn save_config(&mut self, config: Box<Config>) {
        match config::save(&self.dir, &config) {
            Ok(()) => {
                self.config = (*config).clone();
                self.tell(Event::ConfigSaved(config));
            }
            Err(e) => {
                error!(error = %e, "the settings were not saved");
                self.tell(Event::ConfigNotSaved);
            }
        }
    }
}
