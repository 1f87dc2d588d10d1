//! What a step that writes is given from outside: a replica asks no clock, rolls no dice of its own, and knows of nobody's
//! sign-in.

use rand::SeedableRng as _;

use super::Reading;
use crate::doc::{Dice, random};
use crate::domain::{Code, FactId};

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
    /// Makes the id of something that is written down now.
    pub fn new_id(&mut self) -> FactId {
        let millis = u64::try_from(self.now.unix_millis().0).unwrap_or_default();
        FactId::from_time(millis, random(&mut self.dice))
    }

    /// Makes a step that nobody signed in for; its dice are rolled by `dice`.
    pub fn new(now: impl Into<Reading>, dice: &mut Dice) -> Self {
        Self { now: now.into(), dice: Dice::from_rng(dice), by: None }
    }
}
