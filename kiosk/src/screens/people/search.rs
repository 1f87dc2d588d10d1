//! The search: a field, the people found, the keyboard.

use egui::{Rect, Ui, pos2, vec2};
use shared::domain::{FileId, Text};
use shared::locale::{isolate, ltr};

use crate::action::PeopleAction;
use crate::flow::PeopleFlow;
use crate::screens::inputs::{FieldData, Input, Inputs};
use crate::screens::keyboard_words::KeyboardData;
use crate::screens::layout::in_rect;
use crate::screens::view::View;
use crate::theme::{Look, TextKind};
use crate::widgets::{Column, Keyboard, TouchButton, row_start_to_end, scroll, table_row};

/// Shares of a hit's width: name, number, mobile, mark.
const SHARES: [f32; 4] = [2.6, 1.4, 1.4, 1.6];

/// The words of the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchData {
    field: FieldData,
    hint: String,
    hits: Vec<(FileId, [String; 4])>,
    back: String,
    keyboard: KeyboardData,
}

impl SearchData {
    /// Reads the words and who was found.
    pub fn new(view: &View<'_>, flow: &PeopleFlow) -> Self {
        let hits = flow.hits().unwrap_or_default();
        let is_asked = !flow.query().trim().is_empty();
        let text =
            |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default();
        let row = |hit: &crate::link::PersonHit| {
            let name = text(&hit.name);
            let name = if name.is_empty() { view.tr("people-no-name") } else { isolate(&name) };
            let mark = if hit.differs { view.tr("people-differs") } else { String::new() };
            (hit.file, [name, ltr_or_empty(&text(&hit.national_id)), ltr_or_empty(&text(&hit.mobile)), mark])
        };
        Self {
            field: FieldData {
                input: Input::People,
                name: view.tr("people-search"),
                hint: view.tr("people-search-hint"),
                text: flow.query().to_owned(),
            },
            hint: match (is_asked, flow.hits()) {
                (true, Some([])) => view.tr("people-nobody"),
                (true, Some(_)) => view.tr("people-choose"),
                (true, None) => view.tr("people-looking"),
                (false, _) => view.tr("people-search-about"),
            },
            hits: if is_asked { hits.iter().map(row).collect() } else { Vec::new() },
            back: view.tr("common-back"),
            keyboard: KeyboardData::new(view),
        }
    }
}

fn ltr_or_empty(text: &str) -> String {
    if text.is_empty() { String::new() } else { ltr(text) }
}

/// Adds the search.
pub fn search_ui(ui: &mut Ui, look: &Look, data: &SearchData, inputs: &mut Inputs) -> Option<PeopleAction> {
    inputs.show_only(look, &[Input::People]);
    let height = look.sizes.touch;
    let action = row_start_to_end(ui, look.direction, height, |ui| {
        let back = TouchButton::quiet(&data.back).height(height).text(TextKind::Strong);
        let room = ui.available_width() - back.size(ui.ctx(), look).x - ui.spacing().item_spacing.x;
        let typed = inputs.field(ui, look, &data.field, vec2(room, height)).map(PeopleAction::Write);
        typed.or(back.show(ui, look).clicked().then_some(PeopleAction::Back))
    });
    look.label(ui, TextKind::Body, &data.hint);
    let space = ui.available_rect_before_wrap();
    let keyboard_top = space.bottom() - Keyboard::height(look);
    let upper = Rect::from_min_max(space.min, pos2(space.right(), keyboard_top - look.sizes.gap));
    let lower = Rect::from_min_max(pos2(space.left(), keyboard_top), space.max);
    let opened =
        in_rect(ui, look, "hits", upper, |ui| scroll(ui, look, "hits", |ui| hits_ui(ui, look, &data.hits)));
    let pressed = in_rect(ui, look, "keyboard", lower, |ui| inputs.keyboard(ui, look, &data.keyboard));
    action.or(opened).or(pressed.map(|(_, text)| PeopleAction::Write(text)))
}

fn hits_ui(ui: &mut Ui, look: &Look, hits: &[(FileId, [String; 4])]) -> Option<PeopleAction> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut opened = None;
    for (file, cells) in hits {
        let cells: [Column<'_>; 4] = std::array::from_fn(|index| Column::new(&cells[index], SHARES[index]));
        if ui.push_id(file, |ui| table_row(ui, look, &cells)).inner.clicked() {
            opened = Some(PeopleAction::Open(*file));
        }
    }
    opened
}
