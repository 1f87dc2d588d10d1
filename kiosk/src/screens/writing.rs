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
use crate::theme::{Look, TextKind};
use crate::widgets::{Keyboard, notice, notice_height};

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

/// What stands above the field: all of it, or as much as a low screen leaves room for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    /// Question and hint.
    Whole,
    /// The question; the hint stands in the field, where it is read before anything is written.
    Title,
    /// The question, as small as a name.
    Name,
    /// Nothing: the question stands in the field.
    Nothing,
}

impl Above {
    const ALL: [Self; 4] = [Self::Whole, Self::Title, Self::Name, Self::Nothing];

    fn height(self, ui: &Ui, look: &Look, data: &WritingScreen) -> f32 {
        let gap = ui.spacing().item_spacing.y;
        match (self, &data.fault) {
            (Self::Nothing, None) => 0.0,
            (_, Some(fault)) => notice_height(ui, look, fault) + gap,
            (Self::Whole, None) => title_height(ui, look, &data.title, Some(&data.hint)) + gap,
            (Self::Title, None) => title_height(ui, look, &data.title, None) + gap,
            (Self::Name, None) => {
                let (style, width) = (look.style(TextKind::Strong), ui.available_width());
                look.text.galley(ui.ctx(), &style, Some(width), &data.title).size().y + (gap * 0.5).round()
            }
        }
    }

    fn show(self, ui: &mut Ui, look: &Look, data: &WritingScreen) {
        match (self, &data.fault) {
            (_, Some(fault)) => notice(ui, look, fault),
            (Self::Whole, None) => {
                title(ui, look, &data.title, Some(&data.hint));
            }
            (Self::Title, None) => {
                title(ui, look, &data.title, None);
            }
            (Self::Name, None) => {
                ui.spacing_mut().item_spacing.y = (ui.spacing().item_spacing.y * 0.5).round();
                look.label_colored(ui, TextKind::Strong, look.palette.primary, &data.title);
            }
            (Self::Nothing, None) => {}
        }
    }
}

/// Adds the field above the keyboard; the keyboard stays in sight as long as a line of the field does too.
pub fn writing_ui(ui: &mut Ui, look: &Look, data: &WritingScreen, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[data.field.input]);
    still_page(ui, look, &data.foot, |ui| {
        let line = field_height(look, 1.0);
        let room = (ui.available_height() - Keyboard::height(look) - look.sizes.gap).floor();
        let fits =
            |lines: f32, above: &Above| above.height(ui, look, data) + field_height(look, lines) <= room;
        let [asked @ .., _] = Above::ALL;
        let of_two_lines = asked.into_iter().find(|above| fits(2.0, above));
        let of_one = || Above::ALL.into_iter().find(|above| fits(1.0, above));
        let above = of_two_lines.or_else(of_one).unwrap_or(Above::Nothing);
        inputs.at_least_above_keys(ui, look, &data.keyboard, line, |ui, inputs| {
            let taken = above.height(ui, look, data);
            let height = (room - taken).min(field_height(look, MOST_LINES)).max(line).floor();
            if is_upright(ui) {
                push_down(ui, taken + height);
            }
            above.show(ui, look, data);
            let placeholder = match above {
                Above::Whole => &data.field.hint,
                Above::Title | Above::Name => &data.hint,
                Above::Nothing => &data.title,
            };
            let field = FieldData { hint: placeholder.clone(), ..data.field.clone() };
            let size = vec2(ui.available_width(), height);
            inputs.write(ui, look, &field, size)
        })
    })
}
