//! A clock that shows what a test sets. It never moves by itself.

use jiff::{Span, Zoned};
use shared::domain::UnixMillis;
use shared::replica::Reading;
use uuid::Uuid;

/// A settable clock.
#[derive(Clone, Debug)]
pub struct TestClock {
    wall: Zoned,
    monotonic_millis: i64,
    boot: Uuid,
}

impl TestClock {
    /// Makes a clock that shows a time such as `2026-05-12T08:00:00+03:00[Asia/Riyadh]`.
    ///
    /// # Panics
    /// For a text that is no such time.
    pub fn at(text: &str) -> Self {
        let wall = text.parse().expect("a zoned time");
        Self { wall, monotonic_millis: 1_000, boot: Uuid::from_u128(7) }
    }

    /// Makes the clock of most tests: a Tuesday morning in Riyadh.
    pub fn morning() -> Self {
        Self::at("2026-05-12T08:10:00+03:00[Asia/Riyadh]")
    }

    /// Moves the wall clock, forward or back; the monotonic one goes forward all the same.
    ///
    /// # Panics
    /// Beyond the years that a clock can show.
    pub fn advance(&mut self, span: Span) {
        self.wall = self.wall.checked_add(span).expect("a time that a clock can show");
        self.monotonic_millis += 1_000;
    }

    /// Sets the wall clock, as [`TestClock::at`] does.
    pub fn set(&mut self, text: &str) {
        self.wall = Self::at(text).wall;
    }

    /// Reads the clock.
    pub fn reading(&self) -> Reading {
        Reading { wall: self.wall.clone(), monotonic_millis: self.monotonic_millis, boot: self.boot }
    }

    /// Reads the wall clock in milliseconds.
    pub fn unix_millis(&self) -> UnixMillis {
        self.reading().unix_millis()
    }

    /// Returns the wall clock as a record line states it.
    pub fn stated(&self) -> String {
        self.reading().moment().as_str().to_owned()
    }
}
