//! Choosing a PIN: it is typed twice alike, and is none of those that are tried first.

use std::time::Duration;

use shared::domain::is_tried_first;

use super::{DigitKey, PinPad};
use crate::link::Hidden;

/// Why a PIN is asked for from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinFault {
    /// The two that were typed differ.
    Differs,
    /// Whoever guesses tries it first.
    TriedFirst,
}

/// A PIN being chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPin {
    pad: PinPad,
    first: Option<Hidden<String>>,
    fault: Option<PinFault>,
}

impl NewPin {
    /// Returns the digits being typed.
    pub fn pad(&self) -> &PinPad {
        &self.pad
    }

    /// Tells whether it is typed again.
    pub fn is_repeated(&self) -> bool {
        self.first.is_some()
    }

    /// Returns why it is asked for from the start.
    pub fn fault(&self) -> Option<PinFault> {
        self.fault
    }

    /// Tells whether something was typed.
    pub fn is_begun(&self) -> bool {
        !self.pad.is_empty() || self.is_repeated()
    }

    /// Takes a key.
    pub fn key(&mut self, key: &DigitKey) {
        self.fault = None;
        self.pad.key(key, Duration::ZERO);
    }

    /// Takes it as typed; returns it once it was typed twice alike.
    pub fn submit(&mut self) -> Option<Hidden<String>> {
        let typed = self.pad.submit(Duration::ZERO)?;
        self.pad = PinPad::default();
        match self.first.take() {
            None if is_tried_first(&typed) => self.fault = Some(PinFault::TriedFirst),
            None => self.first = Some(typed),
            Some(first) if first != typed => self.fault = Some(PinFault::Differs),
            Some(_) => return Some(typed),
        }
        None
    }
}
