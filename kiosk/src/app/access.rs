//! What the app does when a visitor asks for larger text, stronger contrast, simpler words or a voice.

use egui::Context;

use super::KioskApp;
use crate::access::{Access, AccessAction};
use crate::widgets::ScrollWords;

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
            AccessAction::ToggleListen => self.toggle_listening(),
            AccessAction::DrawCurtain => self.is_curtained = self.listening() == Some(true),
        }
    }

    /// Names the parts that have no words of their own, and the language that all words are in.
    pub(super) fn name_parts(&self, ctx: &Context) {
        let view = self.view();
        ScrollWords { up: view.tr("common-scroll-up"), down: view.tr("common-scroll-down") }.set(ctx);
    }

    /// Tells assistive technology in which language the screen is.
    pub(super) fn tell_language(&self, ctx: &Context) {
        let code = self.language.code();
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |root| root.set_language(code));
    }

    /// Goes back to how every visitor finds the kiosk.
    pub(super) fn forget_visitor(&mut self) {
        self.forget_listener();
        let appearance = &self.settings.config.appearance;
        self.language = appearance.language;
        self.access = Access::new(appearance);
    }
}
