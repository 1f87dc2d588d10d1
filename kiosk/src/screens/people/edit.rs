//! A value being corrected: what stands there, the new value, the keyboard or the choices.

use egui::{Ui, vec2};
use shared::domain::{Doubt, ProfileField, mobile_doubt, national_id_doubt};

use super::person::{fault_words, field_name, value_words};
use crate::action::{Action, PeopleAction};
use crate::flow::{Editing, is_date};
use crate::link::PersonView;
use crate::screens::choice::Choice;
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::{field_height, title};
use crate::screens::page::{Foot, page, still_page};
use crate::screens::register::group_choices;
use crate::screens::stated_date::echo;
use crate::screens::tiles::compact_tiles;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Primary;
use crate::widgets::{TileKind, notice};

/// The words of a value being corrected.
#[derive(Clone, Debug, PartialEq)]
pub struct EditData {
    title: String,
    /// The values as they stand.
    now: String,
    field: FieldData,
    /// The choices of a field that is not typed.
    choices: Option<Vec<Choice<Action>>>,
    fault: Option<String>,
    /// What the value means, or why it is doubtful.
    note: Option<String>,
    keyboard: KeyboardData,
    foot: Foot,
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
            choices: (field == ProfileField::Group).then(|| groups(view, &editing.text)),
            note: if fault.is_none() { note(view, editing) } else { None },
            fault,
            keyboard: KeyboardData::new(view),
            foot: Foot::new()
                .back(view.tr("common-cancel"), Action::People(PeopleAction::Back))
                .enabled(!editing.is_saving())
                .end(Primary, view.tr("common-save"), Action::People(PeopleAction::Save))
                .enabled(!editing.is_saving()),
        }
    }
}

fn groups(view: &View<'_>, chosen: &str) -> Vec<Choice<Action>> {
    let write = |code| Action::People(PeopleAction::WriteValue(code));
    group_choices(view, chosen).into_iter().map(|choice| choice.map(write)).collect()
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
pub fn edit_ui(ui: &mut Ui, look: &Look, data: &EditData, inputs: &mut Inputs) -> Option<Action> {
    let head = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.now));
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
    };
    let Some(choices) = &data.choices else {
        let typed = |ui: &mut Ui, inputs: &mut Inputs| {
            head(ui);
            typed_ui(ui, look, data, inputs)
        };
        inputs.show_only(look, &[data.field.input]);
        return still_page(ui, look, &data.foot, |ui| inputs.above_keys(ui, look, &data.keyboard, typed));
    };
    page(ui, look, &data.foot, |ui| {
        head(ui);
        compact_tiles(ui, look, TileKind::Single, 3, choices)
    })
}

fn typed_ui(ui: &mut Ui, look: &Look, data: &EditData, inputs: &mut Inputs) -> Option<Action> {
    let size = vec2(ui.available_width(), field_height(look, 1.0));
    let typed = inputs.write(ui, look, &data.field, size);
    if let Some(note) = &data.note {
        look.label(ui, TextKind::Body, note);
    }
    typed
}
