//! What the app does when a visitor asks for larger text, stronger contrast, simpler words or a voice.

use super::KioskApp;
use crate::access::{Access, AccessAction};

impl KioskApp {
    /// Returns what is switched on for the person in front of the screen.
    pub fn access(&self) -> Access {
        self.access
    }

    pub(super) fn apply_access(&mut self, action: AccessAction) {
        let access = &mut self.access;
        match action {
            AccessAction::ToggleLargerText => access.larger_text = !access.larger_text,
            AccessAction::ToggleHighContrast => access.high_contrast = !access.high_contrast,
            AccessAction::ToggleSimpleWords => access.simple_words = !access.simple_words,
            AccessAction::ToggleListen => {}
        }
    }

    /// Goes back to how every visitor finds the kiosk.
    pub(super) fn forget_visitor(&mut self) {
        let appearance = &self.settings.config.appearance;
        self.language = appearance.language;
        self.access = Access::new(appearance);
    }
}
