//! A visit being planned: the day, why, who is to make it.

use egui::{Ui, vec2};
use shared::domain::CatalogKind;
use shared::locale::ltr;

use crate::action::{Action, PeopleAction, PlanAction};
use crate::flow::Planning;
use crate::link::PersonView;
use crate::screens::choice::{ChoiceScreen, Choices, with_none};
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::{field_height, title};
use crate::screens::page::{Foot, still_page};
use crate::screens::people::person::person_name;
use crate::screens::planned::{fault_words, representative_words};
use crate::screens::stated_date::echo;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::ButtonKind::Primary;
use crate::widgets::{TouchButton, cell_width, grid, notice};

/// The words of a visit being planned.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanData {
    title: String,
    /// Whom it is to.
    person: String,
    day: FieldData,
    reason: FieldData,
    /// What the choice of who makes it is called, and who is chosen.
    whom: [String; 2],
    fault: Option<String>,
    /// The day in both calendars, or what is wrong with it.
    note: Option<String>,
    keyboard: KeyboardData,
    foot: Foot,
}

impl PlanData {
    /// Reads the words and the plan.
    pub fn new(view: &View<'_>, person: &PersonView, planning: &Planning) -> Self {
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
            person: person_name(view, person),
            day: field(Input::PlanDate, "plan-day", day_hint(view), planning.date_text()),
            reason: field(Input::PlanReason, "plan-reason", String::new(), planning.reason()),
            whom: [view.tr("plan-whom"), representative_words(view, planning.representative())],
            note: if fault.is_none() { note } else { None },
            fault,
            keyboard: KeyboardData::new(view),
            foot: foot(view, planning),
        }
    }
}

/// The way back is that of the pages about people.
fn foot(view: &View<'_>, planning: &Planning) -> Foot {
    let is_open = !planning.is_saving();
    let cancel = Action::People(PeopleAction::Back);
    let foot = Foot::new().back(view.tr("common-cancel"), cancel).enabled(is_open);
    foot.end(Primary, view.tr("plan-save"), Action::Plan(PlanAction::Save)).enabled(is_open)
}

/// Returns the question who is to make the visit: anybody of the branch, or a member of staff.
pub fn whom(view: &View<'_>, person: &PersonView, planning: &Planning) -> ChoiceScreen {
    let choose = |whom| Action::Plan(PlanAction::Choose(whom));
    let chosen = planning.representative().map_or(&[][..], std::slice::from_ref);
    let staff = view.choices(&CatalogKind::Staff, chosen);
    let choices = with_none(view.tr("plan-anybody"), staff).into_iter();
    ChoiceScreen {
        title: view.tr("plan-whom"),
        hint: Some(person_name(view, person)),
        fault: None,
        choices: Choices::Listed(choices.map(|choice| choice.map(choose)).collect()),
        foot: view.foot(Action::People(PeopleAction::Back)).enabled(!planning.is_saving()),
    }
}

/// A day in either calendar, each date kept together between the words of either direction.
fn day_hint(view: &View<'_>) -> String {
    let dates = [("gregorian", ltr("30/11/2026").into()), ("hijri", ltr("20/6/1448").into())];
    view.format("plan-day-hint", &dates)
}

/// Adds the visit being planned.
pub fn plan_ui(ui: &mut Ui, look: &Look, data: &PlanData, inputs: &mut Inputs) -> Option<Action> {
    still_page(ui, look, &data.foot, |ui| fields_ui(ui, look, data, inputs))
}

fn fields_ui(ui: &mut Ui, look: &Look, data: &PlanData, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[data.day.input, data.reason.input]);
    let mut asked = false;
    let typed = inputs.above_keys(ui, look, &data.keyboard, |ui, inputs| {
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
                typed = inputs.write(ui, look, field, size).or(typed.take());
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
    typed.or(asked.then_some(Action::Plan(PlanAction::AskWhom)))
}

/// How many cells stand side by side, and the heights of a cell's name and of its field.
fn cell_sizes(ui: &Ui, look: &Look, names: &[&str; 3]) -> (usize, (f32, f32)) {
    let gap = look.sizes.gap;
    let least = look.sizes.text_body * 12.0;
    let columns = (((ui.available_width() + gap) / (least + gap)).floor() as usize).clamp(1, names.len());
    let width = cell_width(ui, look, columns);
    let name =
        |words: &&str| look.text.galley(ui.ctx(), &look.style(TextKind::Small), Some(width), words).size().y;
    let names = names.iter().map(name).fold(0.0, f32::max);
    (columns, (names, field_height(look, 1.0)))
}
