//! What a step that writes is given from outside: a replica asks no clock, rolls no dice of its own, and knows of nobody's
//! sign-in.

use rand::SeedableRng as _;

use super::Reading;
use crate::doc::Dice;
use crate::domain::Code;

/// One step: when, with which dice, and by whom.
pub struct Act {
    /// What the clocks say.
    pub now: Reading,
    /// Dice of this step alone.
    pub dice: Dice,
    /// Whose own PIN or sign-in opened the step; `None` for what a visitor does alone, and for what nobody signed in to do.
    pub by: Option<Code>,
}

impl Act {
    /// Makes a step that nobody signed in for; its dice are rolled by `dice`.
    pub fn new(now: impl Into<Reading>, dice: &mut Dice) -> Self {
        Self { now: now.into(), dice: Dice::from_rng(dice), by: None }
    }
}
