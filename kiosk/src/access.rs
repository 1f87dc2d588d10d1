//! [`Access`]: what a visitor switched on to see, read and understand the screens. Paints nothing, keeps nothing: it is
//! gone with the visitor's session.

use crate::config::{AppearanceSettings, ContrastSetting, TextSetting};

/// How a person wants the screens to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Text one and a half times as large.
    pub larger_text: bool,
    /// Black and white, and strong borders.
    pub high_contrast: bool,
    /// Short everyday words, and pictures beside them.
    pub simple_words: bool,
}

impl Access {
    /// Reads what every visitor finds switched on.
    pub fn new(settings: &AppearanceSettings) -> Self {
        Self {
            larger_text: settings.text == TextSetting::Large,
            high_contrast: settings.contrast == ContrastSetting::High,
            simple_words: settings.simple_words,
        }
    }
}

/// What the bar beneath every visitor's screen asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessAction {
    /// Larger text, or the usual one.
    ToggleLargerText,
    /// High contrast, or the usual one.
    ToggleHighContrast,
    /// Simple words with pictures, or the usual ones.
    ToggleSimpleWords,
    /// Reads the screens out, or falls silent.
    ToggleListen,
    /// Hides the screen from whoever stands beside a person who listens.
    DrawCurtain,
}
