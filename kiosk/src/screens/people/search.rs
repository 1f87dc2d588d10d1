//! The search: a field, the people found, the keyboard.

use egui::{Ui, vec2};
use shared::domain::{FileId, Text};
use shared::locale::ltr;

use crate::action::{Action, PeopleAction};
use crate::flow::PeopleFlow;
use crate::link::PersonHit;
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::field_height;
use crate::screens::lists::table_rows;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::{TouchButton, row_start_to_end};

/// Shares of a hit's width: name, number, mobile, mark.
const SHARES: [f32; 4] = [2.6, 1.4, 1.4, 1.6];

/// The words of the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchData {
    field: FieldData,
    hint: String,
    hits: Vec<(FileId, [String; 4])>,
    register: Option<String>,
    back: String,
    keyboard: KeyboardData,
}

impl SearchData {
    /// Reads the words and who was found.
    pub fn new(view: &View<'_>, flow: &PeopleFlow) -> Self {
        let hits = flow.hits().unwrap_or_default();
        let is_asked = !flow.query().trim().is_empty();
        let number = |number: &Option<Text>| {
            let number = number.as_ref().map(Text::as_str).filter(|number| !number.is_empty());
            number.map(ltr).unwrap_or_default()
        };
        let row = |hit: &PersonHit| {
            let mark = if hit.differs { view.tr("people-differs") } else { String::new() };
            let name = view.person(hit.name.as_ref());
            (hit.file, [name, number(&hit.national_id), number(&hit.mobile), mark])
        };
        Self {
            field: FieldData {
                input: Input::People,
                name: view.tr("people-search"),
                hint: view.tr("people-search-hint"),
                text: flow.query().to_owned(),
            },
            hint: match (is_asked, flow.hits()) {
                _ if view.is_locked() => String::new(),
                (true, Some([])) if flow.is_asked_for() => view.tr("people-not-here"),
                (true, Some([])) => view.tr("people-nobody"),
                (true, Some(_)) => view.tr("people-choose"),
                (true, None) => view.tr("people-looking"),
                (false, _) => view.tr("people-search-about"),
            },
            hits: if is_asked { hits.iter().map(row).collect() } else { Vec::new() },
            register: (is_asked && flow.is_asked_for()).then(|| view.tr("people-register-new")),
            back: view.tr("common-back"),
            keyboard: KeyboardData::new(view),
        }
    }
}

/// Adds the search.
pub fn search_ui(ui: &mut Ui, look: &Look, data: &SearchData, inputs: &mut Inputs) -> Option<Action> {
    inputs.show_only(look, &[Input::People]);
    let height = field_height(look, 1.0);
    let asked = row_start_to_end(ui, look.direction, height, |ui| {
        let back = TouchButton::quiet(&data.back).height(height).text(TextKind::Strong);
        let room = ui.available_width() - back.size(ui.ctx(), look).x - ui.spacing().item_spacing.x;
        let typed = inputs.write(ui, look, &data.field, vec2(room, height));
        typed.or(back.show(ui, look).clicked().then_some(Action::People(PeopleAction::Back)))
    });
    asked.or(inputs.above_keys(ui, look, &data.keyboard, |ui, _| {
        look.label(ui, TextKind::Body, &data.hint);
        if let Some(words) = &data.register {
            let register = TouchButton::secondary(words).width(ui.available_width()).show(ui, look);
            return register.clicked().then_some(Action::People(PeopleAction::RegisterNew));
        }
        table_rows(ui, look, &SHARES, &data.hits).map(|file| Action::People(PeopleAction::Open(file)))
    }))
}
