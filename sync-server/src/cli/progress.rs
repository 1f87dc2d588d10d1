//! Long work shows on a terminal that it goes on; a file or a pipe in the terminal's place gets nothing of it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// How often the sign of life moves.
const TICK: Duration = Duration::from_millis(120);

/// A sign of life on standard error, gone when it is dropped.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// Begins work that is counted by records.
    pub(super) fn of_records() -> Self {
        Self::begin("{spinner} {human_pos} records, {elapsed}")
    }

    /// Begins work whose size nobody knows.
    pub(super) fn of_work() -> Self {
        Self::begin("{spinner} {elapsed}")
    }

    /// Begins work of which it is known how much there is.
    pub(super) fn of_rows() -> Self {
        Self::begin("{wide_bar} {percent}% {msg}, {eta} left")
    }

    /// Tells how far it has come, and at what it is.
    pub(super) fn reach(&self, done: u64, of: u64, at: &str) {
        self.0.set_length(of);
        self.0.set_position(done);
        if self.0.message() != at {
            self.0.set_message(at.to_owned());
        }
    }

    fn begin(template: &str) -> Self {
        let style = ProgressStyle::with_template(template).expect("a fixed template with known keys");
        let bar = ProgressBar::new_spinner().with_style(style);
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Counts a record.
    pub(super) fn count(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
