//! The words of the on-screen keyboard, read from the message files.

use super::view::View;
use crate::widgets::{KeyWords, KeyboardWords};

/// The words of the on-screen keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyboardData {
    space: String,
    backspace: String,
    arabic: [String; 2],
    latin: [String; 2],
    digits: [String; 2],
    shift: String,
    marks: String,
    mark_names: [String; 9],
}

impl KeyboardData {
    /// Reads the words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            space: view.tr("keyboard-space"),
            backspace: view.tr("keyboard-delete"),
            arabic: [view.tr("keyboard-arabic"), view.tr("keyboard-to-arabic")],
            latin: [view.tr("keyboard-latin"), view.tr("keyboard-to-latin")],
            digits: [view.tr("keyboard-digits"), view.tr("keyboard-to-digits")],
            shift: view.tr("keyboard-shift"),
            marks: view.tr("keyboard-marks"),
            mark_names: [
                view.tr("keyboard-mark-fatha"),
                view.tr("keyboard-mark-fathatan"),
                view.tr("keyboard-mark-damma"),
                view.tr("keyboard-mark-dammatan"),
                view.tr("keyboard-mark-kasra"),
                view.tr("keyboard-mark-kasratan"),
                view.tr("keyboard-mark-sukun"),
                view.tr("keyboard-mark-shadda"),
                view.tr("keyboard-mark-dagger-alef"),
            ],
        }
    }

    /// Returns them as the keyboard takes them.
    pub fn words(&self) -> KeyboardWords<'_> {
        KeyboardWords {
            space: &self.space,
            backspace: &self.backspace,
            arabic: switch(&self.arabic),
            latin: switch(&self.latin),
            digits: switch(&self.digits),
            shift: &self.shift,
            marks: &self.marks,
            mark_names: self.mark_names.each_ref().map(String::as_str),
        }
    }
}

fn switch([shown, name]: &[String; 2]) -> KeyWords<'_> {
    KeyWords { shown, name }
}
