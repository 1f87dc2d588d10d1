//! A text in one's own words, with the keyboard beneath: a rating's comment and a suggestion are instances of
//! [`WritingScreen`].

use egui::{Ui, vec2};
use shared::domain::TEXT_CHARS_MAX;
use shared::locale::key;

use super::inputs::{FieldData, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::{field_height, is_upright, push_down, title, title_height};
use super::page::{Foot, still_page};
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::theme::Look;
use crate::widgets::notice;

/// Most lines of a field before the page leaves the rest empty.
const MOST_LINES: f32 = 7.0;

/// A field to write in.
#[derive(Clone, Debug, PartialEq)]
pub struct WritingScreen {
    /// The question.
    pub title: String,
    /// That names and numbers are better left out.
    pub hint: String,
    /// Why nothing was saved; in place of the question.
    pub fault: Option<String>,
    /// The field.
    pub field: FieldData,
    /// The keyboard.
    pub keyboard: KeyboardData,
    /// The ways back and on.
    pub foot: Foot,
}

impl WritingScreen {
    /// Returns what it says; never what was written.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say_if(self.fault.as_ref()).say(&self.title).say(&self.hint);
        buttons(view, script.say(&view.tr("speech-keyboard")), self.foot.words())
    }
}

/// Returns what stands under the question: `hint`, or that the field takes no more.
pub fn writing_hint(view: &View<'_>, written: &str, hint: &str) -> String {
    let is_full = written.chars().count() >= TEXT_CHARS_MAX;
    view.tr(if is_full { key("writing-full") } else { hint })
}

/// Adds the field above the keyboard.
pub fn writing_ui(ui: &mut Ui, look: &Look, data: &WritingScreen, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[data.field.input]);
    still_page(ui, look, &data.foot, |ui| {
        inputs.above_keys(ui, look, &data.keyboard, |ui, inputs| {
            let room = ui.available_height();
            let gap = look.sizes.gap;
            let whole = title_height(ui, look, &data.title, Some(&data.hint)) + gap;
            // a low screen has the hint in the field, where it is read before anything is written
            let is_low = whole + field_height(look, 1.0) > room;
            let (hint, placeholder) = if is_low {
                (None, data.hint.clone())
            } else {
                (Some(data.hint.as_str()), data.field.hint.clone())
            };
            let above = if is_low { title_height(ui, look, &data.title, None) + gap } else { whole };
            let height =
                (room - above).min(field_height(look, MOST_LINES)).max(field_height(look, 1.0)).floor();
            if is_upright(ui) {
                push_down(ui, above + height);
            }
            match &data.fault {
                Some(fault) => notice(ui, look, fault),
                None => title(ui, look, &data.title, hint),
            }
            let size = vec2(ui.available_width(), height);
            inputs.write(ui, look, &FieldData { hint: placeholder, ..data.field.clone() }, size)
        })
    })
}
