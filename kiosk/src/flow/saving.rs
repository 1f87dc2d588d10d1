//! Where the saving of what was entered stands: one at a time, and nothing is dropped before it is durable.

use shared::domain::FactId;

use crate::link::NotSaved;

/// Where a saving stands; `F` is what may be wrong with what was entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving<F = NotSaved> {
    /// Nothing is being saved.
    #[default]
    Not,
    /// This record is being saved.
    Running(FactId),
    /// It could not be saved, or was not.
    Failed(F),
}

impl<F: Copy + From<NotSaved>> Saving<F> {
    /// Returns the record that is being saved.
    pub fn running(self) -> Option<FactId> {
        match self {
            Self::Running(id) => Some(id),
            Self::Not | Self::Failed(_) => None,
        }
    }

    /// Tells whether something is being saved.
    pub fn is_running(self) -> bool {
        self.running().is_some()
    }

    /// Returns what is wrong.
    pub fn fault(self) -> Option<F> {
        match self {
            Self::Failed(fault) => Some(fault),
            Self::Not | Self::Running(_) => None,
        }
    }

    /// Tells what is wrong, unless something is being saved.
    pub fn tell(&mut self, fault: F) {
        if !self.is_running() {
            *self = Self::Failed(fault);
        }
    }

    /// Forgets what was wrong.
    pub fn forget_fault(&mut self) {
        if !self.is_running() {
            *self = Self::Not;
        }
    }

    /// Takes in that nothing was saved: everything that was entered stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        if self.is_running() {
            *self = Self::Failed(why.into());
        }
    }
}
