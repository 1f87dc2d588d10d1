//! A visit being planned: the day, why, who is to make it.

use egui::{Ui, vec2};
use shared::domain::{CatalogKind, Code, ProfileField};
use shared::locale::isolate;

use crate::action::{Action, PlanAction};
use crate::flow::Planning;
use crate::link::{FieldValues, PersonView};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::{body_and_foot, field_height, foot_button, foot_row, title};
use crate::screens::planned::{fault_words, representative_words, written_ui};
use crate::screens::stated_date::echo;
use crate::screens::tiles::compact_tiles;
use crate::screens::view::{Choice, View};
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::{Primary, Secondary};
use crate::widgets::{TileKind, TouchButton, grid, notice, scroll};

/// The words of a visit being planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanData {
    title: String,
    /// Whom it is to.
    person: String,
    day: FieldData,
    reason: FieldData,
    /// What the choice of who makes it is called, and who is chosen.
    whom: [String; 2],
    /// Whom to choose from, while that is being chosen.
    choices: Option<Vec<Choice<Option<Code>>>>,
    fault: Option<String>,
    /// The day in both calendars, or what is wrong with it.
    note: Option<String>,
    back: String,
    save: String,
    can_save: bool,
    keyboard: KeyboardData,
}

impl PlanData {
    /// Reads the words and the plan.
    pub fn new(view: &View<'_>, person: &PersonView, planning: &Planning) -> Self {
        let name = person.field(ProfileField::Name).and_then(FieldValues::single);
        let field = |input, key: &str, hint: String, text: &str| FieldData {
            input,
            name: view.tr(key),
            hint,
            text: text.to_owned(),
        };
        let fault = planning.fault().map(|fault| fault_words(view, fault));
        let note = planning.date().map(|read| echo(view, read).unwrap_or_else(|fault| fault));
        Self {
            title: view.tr("plan-title"),
            person: name.map_or_else(|| view.tr("people-no-name"), |name| isolate(name.as_str())),
            day: field(Input::PlanDate, "plan-day", view.tr("plan-day-hint"), planning.date_text()),
            reason: field(Input::PlanReason, "plan-reason", String::new(), planning.reason()),
            whom: [view.tr("plan-whom"), representative_words(view, planning.representative())],
            choices: planning.is_choosing().then(|| choices(view, planning.representative())),
            note: if fault.is_none() { note } else { None },
            fault,
            back: if planning.is_choosing() { view.tr("common-back") } else { view.tr("common-cancel") },
            save: view.tr("plan-save"),
            can_save: !planning.is_saving(),
            keyboard: KeyboardData::new(view),
        }
    }
}

/// Anybody of the branch, then each member of staff.
fn choices(view: &View<'_>, chosen: Option<&Code>) -> Vec<Choice<Option<Code>>> {
    let chosen: Vec<Code> = chosen.into_iter().cloned().collect();
    let anybody = Choice {
        value: None,
        name: view.tr("plan-anybody"),
        about: None,
        picture: None,
        chosen: chosen.is_empty(),
    };
    let staff = view.choices(&CatalogKind::Staff, &chosen).into_iter().map(|choice| Choice {
        value: Some(choice.value),
        name: choice.name,
        about: None,
        picture: None,
        chosen: choice.chosen,
    });
    std::iter::once(anybody).chain(staff).collect()
}

/// Adds the visit being planned.
pub fn plan_ui(ui: &mut Ui, look: &Look, data: &PlanData, inputs: &mut Inputs) -> Option<Action> {
    let mut body = |ui: &mut Ui| match &data.choices {
        Some(choices) => scroll(ui, look, "whom", |ui| {
            title(ui, look, &data.whom[0], Some(&data.person));
            compact_tiles(ui, look, TileKind::Single, 3, choices).map(PlanAction::Choose)
        }),
        None => fields_ui(ui, look, data, inputs),
    };
    let foot = |ui: &mut Ui| {
        let back =
            |ui: &mut Ui| foot_button(ui, look, Secondary, &data.back, data.can_save).then_some(leave());
        let save = |ui: &mut Ui| {
            let pressed = data.choices.is_none() && foot_button(ui, look, Primary, &data.save, data.can_save);
            pressed.then_some(Action::Plan(PlanAction::Save))
        };
        foot_row(ui, look, back, save)
    };
    let (first, second) = body_and_foot(ui, look, |ui| body(ui).map(Action::Plan), foot);
    first.or(second)
}

/// The way back is that of the pages about people.
fn leave() -> Action {
    Action::People(crate::action::PeopleAction::Back)
}

fn fields_ui(ui: &mut Ui, look: &Look, data: &PlanData, inputs: &mut Inputs) -> Option<PlanAction> {
    inputs.show_only(look, &[data.day.input, data.reason.input]);
    let mut asked = false;
    let typed = written_ui(ui, look, &data.keyboard, inputs, |ui, inputs| {
        // what is wrong takes the place of the name: the fields stay in sight in larger text too
        title(ui, look, &data.title, Some(data.person.as_str()).filter(|_| data.fault.is_none()));
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let mut typed = None;
        let cells: [&str; 3] = [&data.day.name, &data.reason.name, &data.whom[0]];
        let (columns, height) = cell_sizes(ui, look, &cells);
        grid(ui, look, columns, height.0 + height.1, cells.len(), |ui, index| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let below = ui.cursor().top() + height.0;
            look.label(ui, TextKind::Small, cells[index]);
            ui.add_space((below - ui.cursor().top()).max(0.0));
            let size = vec2(ui.available_width(), height.1);
            if let Some(field) = [&data.day, &data.reason].get(index) {
                let text = inputs.field(ui, look, field, size).map(|text| (field.input, text));
                typed = text.or(typed.take());
            } else {
                let button = TouchButton::quiet(&data.whom[1]).width(size.x).height(size.y);
                asked = button.text(TextKind::Strong).show(ui, look).clicked();
            }
        });
        if let Some(note) = &data.note {
            look.label(ui, TextKind::Body, note);
        }
        typed
    });
    let written = typed.map(|(input, text)| {
        if input == data.day.input { PlanAction::WriteDate(text) } else { PlanAction::WriteReason(text) }
    });
    written.or(asked.then_some(PlanAction::AskWhom))
}

/// How many cells stand side by side, and the heights of a cell's name and of its field.
fn cell_sizes(ui: &Ui, look: &Look, names: &[&str; 3]) -> (usize, (f32, f32)) {
    let gap = look.sizes.gap;
    let least = look.sizes.text_body * 12.0;
    let columns = (((ui.available_width() + gap) / (least + gap)).floor() as usize).clamp(1, names.len());
    let width = ((ui.available_width() - (columns - 1) as f32 * gap) / columns as f32).floor();
    let name =
        |words: &&str| look.text.galley(ui.ctx(), &look.style(TextKind::Small), Some(width), words).size().y;
    let names = names.iter().map(name).fold(0.0, f32::max);
    (columns, (names, field_height(look, 1.0)))
}
