//! The sections of the form that are written: fields side by side, what belongs to them, and the keyboard beneath.

use egui::{Ui, vec2};
use shared::locale::Messages;

use super::toggle_ui;
use crate::action::{Action, FormAction};
use crate::flow::{FormField, FormSection, StaffVisitForm, Writing};
use crate::screens::choice::{Choice, Group, group_ui};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::{field_height, tile_columns};
use crate::screens::tiles::tile_of;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::{TileKind, TouchButton, announce, cell_width, grid};

/// The words of a written section.
#[derive(Clone, Debug, PartialEq)]
pub struct WordsData {
    /// The fields.
    pub fields: Vec<FieldData>,
    /// What looks doubtful in them.
    pub warnings: Vec<String>,
    /// Sentences beneath them.
    pub notes: Vec<String>,
    /// The group whose needs are counted.
    pub group: Option<Group<FormAction>>,
    /// A choice of yes or no.
    pub toggle: Option<Choice<FormAction>>,
    /// A button that fills fields; stands beside them, as the choice of yes or no does.
    pub button: Option<(String, FormAction)>,
    /// The keyboard.
    pub keyboard: KeyboardData,
}

impl WordsData {
    /// Reads the words and texts of some fields.
    pub fn new(view: &View<'_>, form: &StaffVisitForm, fields: impl IntoIterator<Item = FormField>) -> Self {
        let field = |field: FormField| FieldData {
            input: Input::Form(field),
            name: name_of(view.words, field),
            hint: String::new(),
            text: form.text(field).to_owned(),
        };
        Self {
            fields: fields.into_iter().map(field).collect(),
            warnings: Vec::new(),
            notes: Vec::new(),
            group: None,
            toggle: None,
            button: None,
            keyboard: KeyboardData::new(view),
        }
    }
}

/// Returns what a field is called: one of the person's papers as on their page.
pub fn name_of(words: &Messages, field: FormField) -> String {
    let family = if field.section() == FormSection::Papers { "profile" } else { "register" };
    words.word(family, field.code())
}

/// Adds a written section.
pub fn words_ui(ui: &mut Ui, look: &Look, data: &WordsData, inputs: &mut Inputs) -> Option<Action> {
    let shown: Vec<Input> = data.fields.iter().map(|field| field.input).collect();
    inputs.show_only(look, &shown);
    inputs.above_keys(ui, look, &data.keyboard, |ui, inputs| fields_and_choices(ui, look, data, inputs))
}

fn fields_and_choices(ui: &mut Ui, look: &Look, data: &WordsData, inputs: &mut Inputs) -> Option<Action> {
    let mut action = None;
    let is_long =
        |field: &FieldData| matches!(field.input, Input::Form(field) if field.writing() == Writing::Lines);
    let cells = data.fields.len() + usize::from(data.toggle.is_some() || data.button.is_some());
    let (lines, most) =
        if data.fields.iter().any(is_long) { (2.6, tile_columns(ui, cells)) } else { (1.0, cells) };
    let (columns, width) = field_columns(ui, look, most);
    let label_height = |field: &FieldData| {
        look.text.galley(ui.ctx(), &look.style(TextKind::Small), Some(width), &field.name).size().y
    };
    let label = data.fields.iter().map(label_height).fold(0.0, f32::max);
    let tile = data
        .toggle
        .as_ref()
        .map_or(0.0, |toggle| tile_of(TileKind::Multi, toggle).least_height(ui.ctx(), look, width));
    // a low screen has fewer lines, so that the keyboard stays in sight
    let room = (ui.available_height() - label).max(field_height(look, 1.0));
    let height = field_height(look, lines).min(room).max(tile).floor();
    grid(ui, look, columns, label + height, cells, |ui, index| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let Some(field) = data.fields.get(index) else {
            ui.add_space(label);
            let toggled = data.toggle.as_ref().and_then(|toggle| toggle_ui(ui, look, toggle));
            let pressed = data.button.as_ref().and_then(|button| button_ui(ui, look, button));
            action = toggled.or(pressed).map(Action::Form).or(action.take());
            return;
        };
        let below = ui.cursor().top() + label;
        look.label(ui, TextKind::Small, &field.name);
        ui.add_space((below - ui.cursor().top()).max(0.0));
        let size = vec2(ui.available_width(), height);
        action = inputs.write(ui, look, field, size).or(action.take());
    });
    for warning in &data.warnings {
        announce(&look.label_colored(ui, TextKind::Small, look.palette.warning, warning));
    }
    for note in &data.notes {
        look.label(ui, TextKind::Body, note);
    }
    let chosen = data.group.as_ref().and_then(|group| group_ui(ui, look, TextKind::Small, group));
    action.or(chosen.map(Action::Form))
}

/// How many fields stand side by side, `most` or fewer, so that a number of ten digits fits into each; and the width of one.
fn field_columns(ui: &Ui, look: &Look, most: usize) -> (usize, f32) {
    let gap = look.sizes.gap;
    let least = look.sizes.text_body * 8.0;
    let fitting = ((ui.available_width() + gap) / (least + gap)).floor() as usize;
    let columns = fitting.clamp(1, most.max(1));
    (columns, cell_width(ui, look, columns))
}

fn button_ui(ui: &mut Ui, look: &Look, (words, does): &(String, FormAction)) -> Option<FormAction> {
    let button = TouchButton::secondary(words).width(ui.available_width()).height(look.sizes.touch);
    button.show(ui, look).clicked().then(|| does.clone())
}

#[cfg(test)]
mod tests {
    use shared::locale::Language;

    use super::*;

    #[test]
    fn every_field_has_a_name_in_both_languages() {
        for (language, field) in Language::ALL.into_iter().flat_map(|l| FormField::ALL.map(|f| (l, f))) {
            let name = name_of(crate::words::messages(language), field);
            assert_ne!(name, field.code(), "{language:?}");
        }
    }
}
