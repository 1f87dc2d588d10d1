//! What the app does when a suggestion's screen asks for it.

use egui::Context;
use shared::domain::Moment;

use super::KioskApp;
use crate::action::{DigitKey, SuggestionAction};
use crate::link::{Command, Save};
use crate::route::Route;

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
            self.send(Command::Save(Save::Suggestion(Box::new(suggestion))));
        }
    }
}
