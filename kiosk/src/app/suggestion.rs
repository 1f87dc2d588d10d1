//! What the app does when a suggestion's screen asks for it.

use egui::Context;
use shared::domain::{FactId, Moment};

use super::KioskApp;
use crate::action::{DigitKey, SuggestionAction};
use crate::route::Route;
use crate::worker::command::Command;

impl KioskApp {
    pub(super) fn apply_suggestion(&mut self, action: SuggestionAction, ctx: &Context) {
        let Route::Suggestion(flow) = &mut self.route else { return };
        match action {
            SuggestionAction::ChooseAbout(service) => flow.choose_about(service),
            SuggestionAction::Write(words) => flow.write(words),
            SuggestionAction::Key(DigitKey::Digits(digits)) => {
                digits.chars().for_each(|digit| flow.press(digit));
            }
            SuggestionAction::Key(DigitKey::Delete) => flow.delete(),
            SuggestionAction::SkipReply => flow.skip_reply(),
            SuggestionAction::Edit(step) => flow.edit(step),
            SuggestionAction::Next => flow.next(),
            SuggestionAction::Back => {
                if !flow.back() {
                    self.wipe(ctx);
                }
            }
            SuggestionAction::Save => self.save_suggestion(),
        }
    }

    fn save_suggestion(&mut self) {
        let (id, at) = (self.timed_id(), Moment::from_zoned(&self.now));
        let Route::Suggestion(flow) = &mut self.route else { return };
        if let Some(suggestion) = flow.submit(id, at) {
            self.send(Command::SaveSuggestion(Box::new(suggestion)));
        }
    }

    pub(super) fn take_saved_suggestion(&mut self, suggestion: FactId) {
        self.disk_full = false;
        if let Route::Suggestion(flow) = &mut self.route
            && flow.saved(suggestion)
        {
            self.inputs.wipe();
        }
    }
}
