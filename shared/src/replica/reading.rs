//! One reading of the machine's clocks, taken at the edge and passed in.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use uuid::Uuid;

use crate::domain::{Moment, Recorded, UnixMillis};

/// What the clocks say at the start of an operation.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The wall clock with its time zone; may be wrong.
    pub wall: Zoned,
    /// Milliseconds since the machine (or, where that is unknown, the program) started.
    pub monotonic_millis: i64,
    /// The machine's run.
    pub boot: Uuid,
}

impl From<UnixMillis> for Reading {
    /// Reads a server's clock, which tells of no machine and keeps UTC.
    fn from(now: UnixMillis) -> Self {
        let wall = Timestamp::from_millisecond(now.0).unwrap_or_default().to_zoned(TimeZone::UTC);
        Self { wall, monotonic_millis: 0, boot: Uuid::nil() }
    }
}

impl Reading {
    /// Returns the wall clock in milliseconds.
    pub fn unix_millis(&self) -> UnixMillis {
        UnixMillis(self.wall.timestamp().as_millisecond())
    }

    /// Returns the wall clock as a moment, to the second.
    pub fn moment(&self) -> Moment {
        Moment::from_zoned(&self.wall)
    }

    /// Returns the wall clock in whole seconds, as commit times are.
    pub(crate) fn seconds(&self) -> i64 {
        self.wall.timestamp().as_second()
    }

    /// Returns what a fact carries of this reading.
    pub fn recorded(&self) -> Recorded {
        Recorded { wall: self.unix_millis(), monotonic_millis: self.monotonic_millis, boot: self.boot }
    }
}
