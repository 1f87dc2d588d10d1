//! A text in one's own words, with the keyboard beneath: a rating's comment and a suggestion are instances of
//! [`WritingScreen`].

use egui::{Ui, vec2};
use shared::domain::TEXT_CHARS_MAX;
use shared::locale::key;

use super::inputs::{FieldData, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::title;
use super::page::{Foot, page};
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::theme::Look;
use crate::widgets::{Keyboard, notice};

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
    page(ui, look, &data.foot, |ui| {
        match &data.fault {
            Some(fault) => notice(ui, look, fault),
            None => title(ui, look, &data.title, Some(&data.hint)),
        }
        let height = ui.available_height() - Keyboard::height(look) - look.sizes.gap * 2.0;
        let size = vec2(ui.available_width(), height.max(look.sizes.touch));
        let typed = inputs.write(ui, look, &data.field, size);
        ui.add_space(look.sizes.gap);
        typed.or(inputs.keys(ui, look, &data.keyboard))
    })
}
