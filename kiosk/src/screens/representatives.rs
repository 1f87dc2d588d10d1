//! Who signs in on this device with a PIN of their own: added, given another PIN, removed.

use egui::Ui;
use shared::domain::{CatalogKind, Code};

use super::asked_words::{AskedWords, asked_words_ui};
use super::choice::Choice;
use super::fault::not_saved_words;
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::pin::{PinData, pin_ui};
use super::question::{Question, question_ui};
use super::tabs::{Tab, TabsData, tabs_ui};
use super::tiles::compact_tiles;
use super::view::View;
use crate::action::{Action, RepresentativesAction};
use crate::flow::{RepresentativesFlow, RepresentativesStep};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    StatusKind, TileKind, TouchButton, announce, card, name_with_object, row_at_end, row_start_to_end,
    scroll, status,
};

/// The words of the page's list.
#[derive(Clone, Debug, PartialEq)]
pub struct RepresentativesData {
    /// The tabs.
    pub tabs: TabsData,
    /// The title, and what the page is for.
    pub heading: [String; 2],
    /// Why a PIN that was chosen was not kept.
    pub fault: Option<String>,
    /// Those who are there: code and name.
    pub there: Vec<(Code, String)>,
    /// That nobody is there yet.
    pub nobody: Option<String>,
    /// The buttons beside each: another PIN, remove.
    pub buttons: [String; 2],
    /// What stands above those who can be added, or that nobody is left.
    pub add: String,
    /// Those who can be added.
    pub others: Vec<Choice<Code>>,
    /// The question before one is removed, or given another PIN.
    pub asking: Option<Question>,
}

impl RepresentativesData {
    /// Reads the words and the names.
    pub fn new(view: &View<'_>, flow: &RepresentativesFlow) -> Self {
        let codes = view.setting.map(|setting| setting.representatives.as_slice()).unwrap_or_default();
        let mut others = view.choices(&CatalogKind::Staff, &[]);
        others.retain(|choice| !codes.contains(&choice.value));
        let add = if others.is_empty() {
            view.tr("representatives-no-more")
        } else {
            view.tr("representatives-add")
        };
        Self {
            tabs: TabsData::new(view, Tab::Device),
            heading: [view.tr("representatives-title"), view.tr("representatives-body")],
            fault: flow.not_kept().map(|why| not_saved_words(view, why)),
            there: codes.iter().map(|code| (code.clone(), view.member_of_staff(code))).collect(),
            nobody: codes.is_empty().then(|| view.tr("representatives-none")),
            buttons: [view.tr("representatives-new-pin"), view.tr("representatives-remove")],
            add,
            others,
            asking: asking(view, flow.step()),
        }
    }
}

fn asking(view: &View<'_>, step: &RepresentativesStep) -> Option<Question> {
    let (code, id, [title, body, answer], action) = match step {
        RepresentativesStep::AskToRemove(code) => (
            code,
            "remove-representative",
            ["representatives-remove-title", "representatives-remove-body", "representatives-remove"],
            RepresentativesAction::Remove(code.clone()),
        ),
        RepresentativesStep::AskToReset(code) => (
            code,
            "reset-representative",
            ["representatives-reset-title", "representatives-reset-body", "representatives-reset"],
            RepresentativesAction::ChoosePin(code.clone()),
        ),
        RepresentativesStep::List
        | RepresentativesStep::TypeCode(_)
        | RepresentativesStep::ChoosePin(_)
        | RepresentativesStep::RepeatPin(_) => return None,
    };
    Some(Question {
        id,
        title: view.format(title, &[("name", view.member_of_staff(code).into())]),
        body: view.tr(body),
        answers: vec![
            (view.tr("common-cancel"), Action::Representatives(RepresentativesAction::Show)),
            (view.tr(answer), Action::Representatives(action)),
        ],
    })
}

/// Returns the question for the code of the pass that head office gave somebody.
fn pass_code(view: &View<'_>, flow: &RepresentativesFlow, code: &Code) -> AskedWords {
    let next = Action::Representatives(RepresentativesAction::SubmitCode);
    AskedWords {
        title: view.tr("representatives-code-title"),
        about: view.member_of_staff(code),
        fault: flow.is_no_code().then(|| view.tr("representatives-code-wrong")),
        field: FieldData {
            input: Input::PassCode,
            name: view.tr("representatives-code"),
            hint: String::new(),
            text: flow.pass().to_owned(),
        },
        note: None,
        keyboard: KeyboardData::new(view),
        foot: view
            .foot(Action::Representatives(RepresentativesAction::Show))
            .next(view.tr("common-next"), next),
    }
}

/// Adds the page: the list, the code of a pass, or the PIN that somebody sets.
pub fn representatives_ui(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    flow: &RepresentativesFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    match flow.step() {
        RepresentativesStep::TypeCode(code) => asked_words_ui(ui, look, &pass_code(view, flow, code), inputs),
        RepresentativesStep::ChoosePin(code) | RepresentativesStep::RepeatPin(code) => {
            pin_ui(ui, look, &PinData::representative(view, flow, &view.member_of_staff(code)))
        }
        RepresentativesStep::List
        | RepresentativesStep::AskToRemove(_)
        | RepresentativesStep::AskToReset(_) => list_ui(ui, look, &RepresentativesData::new(view, flow)),
    }
}

fn list_ui(ui: &mut Ui, look: &Look, data: &RepresentativesData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    let [title, body] = &data.heading;
    look.label(ui, TextKind::Heading, title);
    look.label(ui, TextKind::Body, body);
    let pressed = scroll(ui, look, "representatives", |ui| {
        if let Some(words) = &data.fault {
            announce(&status(ui, look, StatusKind::Problem, words));
        }
        let there = card(ui, look, |ui| there_ui(ui, look, data));
        look.label(ui, TextKind::Strong, &data.add);
        let added = compact_tiles(ui, look, TileKind::Single, 3, &data.others);
        there.or(added.map(RepresentativesAction::ChoosePin))
    });
    let answer = data.asking.as_ref().and_then(|question| question_ui(ui, look, question));
    answer.or(pressed.map(Action::Representatives)).or(tab)
}

fn there_ui(ui: &mut Ui, look: &Look, data: &RepresentativesData) -> Option<RepresentativesAction> {
    if let Some(nobody) = &data.nobody {
        look.label(ui, TextKind::Body, nobody);
    }
    let [new_pin, remove] = &data.buttons;
    let height = look.sizes.touch;
    let mut pressed = None;
    for (code, name) in &data.there {
        ui.push_id(code, |ui| {
            row_start_to_end(ui, look.direction, height, |ui| {
                look.label_inline(ui, TextKind::Strong, name);
                let [first, second] = [new_pin, remove]
                    .map(|words| TouchButton::quiet(words).height(height).text(TextKind::Strong));
                let sizes = [&first, &second].map(|button| button.size(ui.ctx(), look).x);
                let width = sizes[0] + ui.spacing().item_spacing.x + sizes[1];
                row_at_end(ui, look.direction, height, width, |ui| {
                    let first = first.show(ui, look).accessible_name(name_with_object(new_pin, name));
                    if first.clicked() {
                        pressed = Some(RepresentativesAction::AskToReset(code.clone()));
                    }
                    let second = second.show(ui, look).accessible_name(name_with_object(remove, name));
                    if second.clicked() {
                        pressed = Some(RepresentativesAction::AskToRemove(code.clone()));
                    }
                });
            });
        });
    }
    pressed
}
