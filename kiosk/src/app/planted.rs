//! Faults that a test plants to see that it would catch them. Nothing in the program sets one.

use super::KioskApp;

/// What is to go wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planted {
    /// The screen of a visit or a rating fails while it is painted.
    pub painting_fails: bool,
    /// Fields are not wiped.
    pub fields_stay: bool,
}

impl KioskApp {
    /// Plants faults.
    pub fn plant(&mut self, planted: Planted) {
        self.planted = planted;
    }

    /// Tells whether a field or the text layer still holds a text.
    pub fn still_holds(&self, part: &str) -> bool {
        self.inputs.hold(part) || self.look.text.keeps(part)
    }

    /// Tells whether the pad still holds what was signed.
    pub fn still_holds_strokes(&self) -> bool {
        self.inputs.hold_strokes()
    }

    pub(super) fn fail_where_planted(&self) {
        use crate::route::Route;
        let is_visitors = matches!(self.route, Route::Visit(_) | Route::Rating(_));
        assert!(!(self.planted.painting_fails && is_visitors), "planted");
    }
}
