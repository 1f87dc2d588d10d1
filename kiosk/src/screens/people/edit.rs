//! A value being corrected: what stands there, the new value, the keyboard or the choices.

use egui::{Ui, vec2};
use shared::domain::{Doubt, ProfileField, mobile_doubt, national_id_doubt};

use super::person::{fault_words, field_name, value_words};
use crate::action::PeopleAction;
use crate::flow::{Editing, is_date};
use crate::link::PersonView;
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::{body_and_foot, foot_button, foot_row, title};
use crate::screens::register::group_choices;
use crate::screens::stated_date::echo;
use crate::screens::tiles::compact_tiles;
use crate::screens::view::{Choice, View};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{Keyboard, TileKind, notice};

/// The words of a value being corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditData {
    title: String,
    /// The values as they stand.
    now: String,
    field: FieldData,
    /// The choices of a field that is not typed.
    choices: Option<Vec<Choice<String>>>,
    fault: Option<String>,
    /// What the value means, or why it is doubtful.
    note: Option<String>,
    cancel: String,
    save: String,
    can_save: bool,
    keyboard: KeyboardData,
}

impl EditData {
    /// Reads the words and the value.
    pub fn new(view: &View<'_>, person: &PersonView, editing: &Editing) -> Self {
        let field = editing.field;
        let values = person.field(field).map(|values| values.values.as_slice()).unwrap_or_default();
        let values: Vec<String> =
            values.iter().map(|value| value_words(view, field, value.text.as_str())).collect();
        let now = if values.is_empty() {
            view.tr("people-not-given")
        } else {
            view.format("people-now", &[("values", values.join(&view.tr("list-separator")).into())])
        };
        let fault = editing.fault().map(|fault| fault_words(view, fault));
        Self {
            title: field_name(view, field),
            now,
            field: FieldData {
                input: Input::Profile(field),
                name: field_name(view, field),
                hint: if is_date(field) { view.tr("date-hint") } else { String::new() },
                text: editing.text.clone(),
            },
            choices: (field == ProfileField::Group).then(|| group_choices(view, &editing.text)),
            note: if fault.is_none() { note(view, editing) } else { None },
            fault,
            cancel: view.tr("common-cancel"),
            save: view.tr("common-save"),
            can_save: !editing.is_saving(),
            keyboard: KeyboardData::new(view),
        }
    }
}

/// A date in both calendars, or what is doubtful about a number, which is kept all the same.
fn note(view: &View<'_>, editing: &Editing) -> Option<String> {
    if let Some(read) = editing.date() {
        return Some(echo(view, read).unwrap_or_else(|fault| fault));
    }
    let text = Some(editing.text.as_str()).filter(|text| !text.trim().is_empty())?;
    let doubt = match editing.field {
        ProfileField::NationalId => national_id_doubt(text),
        ProfileField::Mobile => mobile_doubt(text),
        _ => None,
    };
    doubt.map(|doubt| match doubt {
        Doubt::NationalId => view.tr("register-doubtful-national-id"),
        Doubt::Mobile => view.tr("register-doubtful-mobile"),
    })
}

/// Adds the value being corrected.
pub fn edit_ui(ui: &mut Ui, look: &Look, data: &EditData, inputs: &mut Inputs) -> Option<PeopleAction> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.now));
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        match &data.choices {
            Some(choices) => {
                compact_tiles(ui, look, TileKind::Single, 3, choices).map(PeopleAction::WriteValue)
            }
            None => typed_ui(ui, look, data, inputs),
        }
    };
    let foot = |ui: &mut Ui| {
        let cancel = |ui: &mut Ui| {
            foot_button(ui, look, Secondary, &data.cancel, data.can_save).then_some(PeopleAction::Back)
        };
        let save = |ui: &mut Ui| {
            foot_button(ui, look, Primary, &data.save, data.can_save).then_some(PeopleAction::Save)
        };
        foot_row(ui, look, cancel, save)
    };
    let (first, second) = body_and_foot(ui, look, body, foot);
    first.or(second)
}

fn typed_ui(ui: &mut Ui, look: &Look, data: &EditData, inputs: &mut Inputs) -> Option<PeopleAction> {
    inputs.show_only(look, &[data.field.input]);
    let size = vec2(ui.available_width(), look.sizes.touch);
    let typed = inputs.field(ui, look, &data.field, size);
    if let Some(note) = &data.note {
        look.label(ui, TextKind::Body, note);
    }
    let free = ui.available_height() - Keyboard::height(look);
    ui.add_space(free.max(0.0).floor());
    let pressed = inputs.keyboard(ui, look, &data.keyboard).map(|(_, text)| text);
    typed.or(pressed).map(PeopleAction::WriteValue)
}
