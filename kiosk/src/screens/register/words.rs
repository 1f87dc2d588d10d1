//! The sections of the form that are written: fields side by side, what belongs to them, and the keyboard beneath.

use egui::{Rect, Ui, pos2, vec2};
use shared::domain::Code;

use super::with_none;
use crate::action::{Action, FormAction};
use crate::flow::{FormField, StaffVisitForm};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::{field_height, in_rect};
use crate::screens::tiles::{compact_tiles, tile_of};
use crate::screens::view::{Choice, View};
use crate::theme::{Look, TextKind};
use crate::widgets::{Keyboard, TileKind, TouchButton, announce, answers, grid, scroll};

/// The codes of the groups that are suggested; a group is a free code (P-4).
const GROUPS: [&str; 7] =
    ["elderly", "disability", "orphans", "widows", "divorced", "low_income", "prisoner_families"];

/// The words of a written section.
#[derive(Clone, Debug, PartialEq)]
pub struct WordsData {
    /// The fields.
    pub fields: Vec<FieldData>,
    /// What looks doubtful in them.
    pub warnings: Vec<String>,
    /// Sentences beneath them.
    pub notes: Vec<String>,
    /// The group, to be chosen.
    pub group: Option<GroupData>,
    /// A choice of yes or no.
    pub toggle: Option<Choice<FormAction>>,
    /// A button that fills fields; stands beside them, as the choice of yes or no does.
    pub button: Option<(String, Action)>,
    /// The keyboard.
    pub keyboard: KeyboardData,
}

/// The group whose needs are counted: its name and choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupData {
    name: String,
    choices: Vec<Choice<Option<Code>>>,
}

impl GroupData {
    /// Reads the words and what is chosen.
    pub fn new(view: &View<'_>, form: &StaffVisitForm) -> Self {
        let chosen = form.group.as_ref();
        let known = GROUPS.iter().filter_map(|code| Code::new(*code).ok());
        let unknown = chosen.filter(|code| !GROUPS.contains(&code.as_str())).cloned();
        let choices = known.chain(unknown).map(|code| Choice {
            name: view.words.word("group", code.as_str()),
            about: None,
            picture: None,
            chosen: Some(&code) == chosen,
            value: code,
        });
        Self {
            name: view.tr("register-group"),
            choices: with_none(choices.collect(), view.tr("register-group-none")),
        }
    }
}

/// Returns the groups to choose one of, by code; the first is none.
pub fn group_choices(view: &View<'_>, chosen: &str) -> Vec<Choice<String>> {
    let none = (String::new(), view.tr("register-group-none"));
    let known = GROUPS.iter().map(|code| ((*code).to_owned(), view.words.word("group", code)));
    let unknown = (!chosen.is_empty() && !GROUPS.contains(&chosen))
        .then(|| (chosen.to_owned(), view.words.word("group", chosen)));
    let choice = |(value, name): (String, String)| Choice {
        chosen: value == chosen,
        value,
        name,
        about: None,
        picture: None,
    };
    std::iter::once(none).chain(known).chain(unknown).map(choice).collect()
}

impl WordsData {
    /// Reads the words and texts of some fields.
    pub fn new(view: &View<'_>, form: &StaffVisitForm, fields: &[FormField]) -> Self {
        let field = |field: &FormField| FieldData {
            input: Input::Form(*field),
            name: name_of(view, *field),
            hint: String::new(),
            text: form.text(*field).to_owned(),
        };
        Self {
            fields: fields.iter().map(field).collect(),
            warnings: Vec::new(),
            notes: Vec::new(),
            group: None,
            toggle: None,
            button: None,
            keyboard: KeyboardData::new(view),
        }
    }
}

pub(super) fn name_of(view: &View<'_>, field: FormField) -> String {
    match field {
        FormField::NationalId => view.tr("register-national-id"),
        FormField::Mobile => view.tr("register-mobile"),
        FormField::Name => view.tr("register-name"),
        FormField::Purpose => view.tr("register-purpose"),
        FormField::Answers => view.tr("register-answers"),
        FormField::Note => view.tr("register-note"),
        FormField::Date => view.tr("register-date"),
        FormField::Time => view.tr("register-time"),
        FormField::EndTime => view.tr("register-ended-at"),
        FormField::Birth => view.tr("profile-birth"),
        FormField::IdExpiry => view.tr("profile-id-expiry"),
        FormField::Address => view.tr("profile-address"),
        FormField::Capacity => view.tr("register-capacity"),
        FormField::Proof => view.tr("register-proof"),
        FormField::Place => view.tr("register-place"),
        FormField::Report => view.tr("register-report"),
    }
}

/// Adds a written section.
pub fn words_ui(ui: &mut Ui, look: &Look, data: &WordsData, inputs: &mut Inputs) -> Option<Action> {
    let shown: Vec<Input> = data.fields.iter().map(|field| field.input).collect();
    inputs.show_only(look, &shown);
    let space = ui.available_rect_before_wrap();
    let keyboard_top = space.bottom() - Keyboard::height(look);
    let upper = Rect::from_min_max(space.min, pos2(space.right(), keyboard_top - look.sizes.gap));
    let lower = Rect::from_min_max(pos2(space.left(), keyboard_top), space.max);
    let first = in_rect(ui, look, "fields", upper, |ui| {
        scroll(ui, look, "fields", |ui| fields_and_choices(ui, look, data, inputs))
    });
    let pressed = in_rect(ui, look, "keyboard", lower, |ui| inputs.keyboard(ui, look, &data.keyboard));
    first.or(pressed.and_then(|(input, text)| write(input, text)))
}

fn fields_and_choices(ui: &mut Ui, look: &Look, data: &WordsData, inputs: &mut Inputs) -> Option<Action> {
    let mut action = None;
    let is_long = |field: &FieldData| {
        matches!(
            field.input,
            Input::Form(FormField::Purpose | FormField::Answers | FormField::Note | FormField::Report)
        )
    };
    let lines = if data.fields.iter().any(is_long) { 2.6 } else { 1.0 };
    let cells = data.fields.len() + usize::from(data.toggle.is_some() || data.button.is_some());
    let (columns, width) = field_columns(ui, look, cells);
    let label_height = |field: &FieldData| {
        look.text.galley(ui.ctx(), &look.style(TextKind::Small), Some(width), &field.name).size().y
    };
    let label = data.fields.iter().map(label_height).fold(0.0, f32::max);
    let tile = data
        .toggle
        .as_ref()
        .map_or(0.0, |toggle| tile_of(TileKind::Multi, toggle).least_height(ui.ctx(), look, width));
    let height = field_height(look, lines).max(tile);
    grid(ui, look, columns, label + height, cells, |ui, index| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let Some(field) = data.fields.get(index) else {
            ui.add_space(label);
            let toggled = data.toggle.as_ref().and_then(|toggle| toggle_ui(ui, look, toggle));
            let pressed = data.button.as_ref().and_then(|button| button_ui(ui, look, button));
            action = toggled.or(pressed).or(action.take());
            return;
        };
        let below = ui.cursor().top() + label;
        look.label(ui, TextKind::Small, &field.name);
        ui.add_space((below - ui.cursor().top()).max(0.0));
        let size = vec2(ui.available_width(), height);
        if let Some(text) = inputs.field(ui, look, field, size) {
            action = write(field.input, text);
        }
    });
    for warning in &data.warnings {
        announce(&look.label_colored(ui, TextKind::Small, look.palette.warning, warning));
    }
    for note in &data.notes {
        look.label(ui, TextKind::Body, note);
    }
    if let Some(group) = &data.group {
        look.label(ui, TextKind::Small, &group.name);
        let chosen =
            answers(ui, &group.name, |ui| compact_tiles(ui, look, TileKind::Single, 4, &group.choices));
        action = action.or(chosen.map(|code| Action::Form(FormAction::Group(code))));
    }
    action
}

/// How many fields stand side by side, so that a number of ten digits fits into each; and the width of one.
fn field_columns(ui: &Ui, look: &Look, cells: usize) -> (usize, f32) {
    let gap = look.sizes.gap;
    let least = look.sizes.text_body * 8.0;
    let fitting = ((ui.available_width() + gap) / (least + gap)).floor() as usize;
    let columns = fitting.clamp(1, cells.max(1));
    (columns, ((ui.available_width() - (columns - 1) as f32 * gap) / columns as f32).floor())
}

fn toggle_ui(ui: &mut Ui, look: &Look, toggle: &Choice<FormAction>) -> Option<Action> {
    let width = ui.available_width();
    let tile = tile_of(TileKind::Multi, toggle);
    let size = vec2(width, tile.least_height(ui.ctx(), look, width));
    let pressed = tile.show(ui, look, size).clicked();
    pressed.then(|| Action::Form(toggle.value.clone()))
}

fn button_ui(ui: &mut Ui, look: &Look, (words, does): &(String, Action)) -> Option<Action> {
    let button = TouchButton::secondary(words).width(ui.available_width()).height(look.sizes.touch);
    button.show(ui, look).clicked().then(|| does.clone())
}

fn write(input: Input, text: String) -> Option<Action> {
    match input {
        Input::Form(field) => Some(Action::Form(FormAction::Write(field, text))),
        Input::Server
        | Input::Code
        | Input::PrinterPath
        | Input::Comment
        | Input::Suggestion
        | Input::People
        | Input::Query
        | Input::Profile(_)
        | Input::PlanDate
        | Input::PlanReason
        | Input::PlanDropReason => None,
    }
}
