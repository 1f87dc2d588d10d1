//! Choosing a PIN: it is typed twice alike.

use std::time::Duration;

use super::{DigitKey, PinPad};
use crate::link::Hidden;

/// A PIN being chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPin {
    pad: PinPad,
    first: Option<Hidden<String>>,
    differed: bool,
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

    /// Tells whether the two differed, so that both are asked for again.
    pub fn differed(&self) -> bool {
        self.differed
    }

    /// Tells whether something was typed.
    pub fn is_begun(&self) -> bool {
        !self.pad.is_empty() || self.is_repeated()
    }

    /// Takes a key.
    pub fn key(&mut self, key: &DigitKey) {
        self.differed = false;
        self.pad.key(key, Duration::ZERO);
    }

    /// Takes it as typed; returns it once it was typed twice alike.
    pub fn submit(&mut self) -> Option<Hidden<String>> {
        let typed = self.pad.submit(Duration::ZERO)?;
        self.pad = PinPad::default();
        match self.first.take() {
            None => {
                self.first = Some(typed);
                None
            }
            Some(first) => {
                self.differed = first != typed;
                (!self.differed).then_some(typed)
            }
        }
    }
}
