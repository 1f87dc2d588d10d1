//! What the board shows: numbers and desks, and nothing of anybody.

use jiff::civil::Date;
use shared::domain::WaitingNumber;

/// How many numbers the board shows: those that fit beneath each other and are read from across a room.
pub const CALLS_SHOWN: u32 = 5;

/// A number that was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardCall {
    /// The number.
    pub number: WaitingNumber,
    /// The desk to which it was called; empty for none.
    pub desk: String,
}

/// What the board knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BoardState {
    /// The kiosk's window is shown on this machine.
    pub is_running: bool,
    /// The day of the calls; `None` where there were none yet.
    pub day: Option<Date>,
    /// How many calls there were on the day, each again counted: a new one raises it.
    pub calls_made: u64,
    /// The numbers that were called last, the latest first.
    pub calls: Vec<BoardCall>,
}
