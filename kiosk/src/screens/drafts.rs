//! Forms that were begun and not saved.

use egui::Ui;
use jiff::Timestamp;
use shared::domain::DraftId;
use shared::locale::{dates, isolate, ltr};

use super::lists::columns;
use super::question::{Question, question_ui};
use super::tabs::{Tab, TabsData, tabs_ui};
use super::view::View;
use crate::action::{Action, FieldAction};
use crate::flow::{DraftContent, DraftEntry, FormField, StaffFlow};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    TouchButton, column_start, name_with_object, row_start_to_end, scroll, table_header, table_row,
};

/// A draft of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: DraftId,
    /// Its cells, in the order of the headings.
    pub cells: [String; 3],
    /// Whether this program can open it.
    pub opens: bool,
}

/// The words of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftsData {
    /// The tabs.
    pub tabs: TabsData,
    /// The title.
    pub title: String,
    /// What pressing a row does, or that there is none.
    pub hint: String,
    /// The headings.
    pub headings: [String; 3],
    /// The drafts, newest first.
    pub rows: Vec<DraftRow>,
    /// The button that deletes one.
    pub delete: String,
    /// The question before one is deleted.
    pub dropping: Option<Question>,
}

impl DraftsData {
    /// Reads the words and the drafts.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let drafts = flow.field.drafts().unwrap_or_default();
        let is_empty = flow.field.drafts().is_some_and(<[_]>::is_empty);
        Self {
            tabs: TabsData::new(view, Tab::Field),
            title: view.tr("drafts-title"),
            hint: if is_empty { view.tr("drafts-empty") } else { view.tr("drafts-hint") },
            headings: [view.tr("drafts-when"), view.tr("drafts-person"), view.tr("today-services")],
            rows: drafts.iter().map(|draft| row(view, draft)).collect(),
            delete: view.tr("drafts-delete"),
            dropping: flow.field.dropping().map(|id| Question {
                id: "drop-draft",
                title: view.tr("drafts-delete-title"),
                body: view.tr("drafts-delete-body"),
                answers: vec![
                    (view.tr("drafts-keep"), Action::Field(FieldAction::AskToDrop(None))),
                    (view.tr("drafts-delete-confirm"), Action::Field(FieldAction::DropDraft(id))),
                ],
            }),
        }
    }
}

fn row(view: &View<'_>, draft: &DraftEntry) -> DraftRow {
    let at = Timestamp::from_millisecond(draft.updated.0).unwrap_or_default();
    let when = dates::date_time(view.words, at, view.now.time_zone());
    let closed = |why: &str| DraftRow {
        id: draft.id,
        cells: [when.clone(), view.tr(why), String::new()],
        opens: false,
    };
    let form = match &draft.content {
        DraftContent::Form(form) => form,
        DraftContent::Newer => return closed("drafts-unreadable"),
        DraftContent::Closed => return closed("drafts-closed"),
    };
    let name = form.text(FormField::Name);
    let number = [FormField::NationalId, FormField::Mobile].map(|field| form.text(field));
    let person = if !name.trim().is_empty() {
        isolate(name)
    } else if let Some(number) = number.into_iter().find(|number| !number.trim().is_empty()) {
        ltr(number)
    } else {
        view.tr("drafts-nobody")
    };
    let mark = form.corrects().map(|_| view.tr("today-is-correction"));
    let person = [Some(person), mark].into_iter().flatten().collect::<Vec<_>>().join("\n");
    DraftRow { id: draft.id, cells: [when, person, view.services(&form.services())], opens: true }
}

/// Shares of the row's width, in the order of the headings.
const SHARES: [f32; 3] = [1.4, 2.2, 2.4];

/// Adds the list.
pub fn drafts_ui(ui: &mut Ui, look: &Look, data: &DraftsData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    look.label(ui, TextKind::Heading, &data.title);
    look.label(ui, TextKind::Body, &data.hint);
    let mut asked = None;
    if !data.rows.is_empty() {
        let width = delete_width(ui, look, &data.delete);
        asked = scroll(ui, look, "drafts", |ui| {
            // as wide as the rows, beside the buttons that scroll
            let header = |ui: &mut Ui| {
                let cells = data.rows.iter().map(|row| columns(&SHARES, &row.cells));
                table_header(ui, look, &columns(&SHARES, &data.headings), cells);
            };
            beside_button(ui, look, width, 0.0, header, |_| ());
            let pressed = data.rows.iter().map(|row| row_ui(ui, look, data, row, width));
            pressed.fold(None, Option::or)
        });
    }
    let answer = data.dropping.as_ref().and_then(|question| question_ui(ui, look, question));
    answer.or(asked.map(Action::Field)).or(tab)
}

fn row_ui(ui: &mut Ui, look: &Look, data: &DraftsData, row: &DraftRow, width: f32) -> Option<FieldAction> {
    let mut action = None;
    ui.push_id(row.id, |ui| {
        let (opened, dropped) = beside_button(
            ui,
            look,
            width,
            look.sizes.touch,
            |ui| table_row(ui, look, &columns(&SHARES, &row.cells)).clicked(),
            |ui| {
                TouchButton::quiet(&data.delete)
                    .height(look.sizes.touch)
                    .text(TextKind::Strong)
                    .show(ui, look)
                    .accessible_name(name_with_object(&data.delete, &words_of(row)))
            },
        );
        action = (opened && row.opens).then_some(FieldAction::OpenDraft(row.id));
        if dropped.clicked() {
            action = Some(FieldAction::AskToDrop(Some(row.id)));
        }
    });
    action
}

/// What a row says, as part of its button's name.
fn words_of(row: &DraftRow) -> String {
    let said = row.cells.iter().filter(|cell| !cell.is_empty()).cloned();
    said.collect::<Vec<_>>().join(" · ")
}

/// Lays out a row beside a button of `width` points at the end side.
fn beside_button<A, B>(
    ui: &mut Ui,
    look: &Look,
    width: f32,
    height: f32,
    row: impl FnOnce(&mut Ui) -> A,
    button: impl FnOnce(&mut Ui) -> B,
) -> (A, B) {
    let gap = look.sizes.gap;
    row_start_to_end(ui, look.direction, height, |ui| {
        let first = ui
            .scope(|ui| {
                let room = ui.available_width() - width - gap;
                ui.set_max_width(room);
                column_start(ui, look.direction, row)
            })
            .inner;
        (first, button(ui))
    })
}

fn delete_width(ui: &Ui, look: &Look, words: &str) -> f32 {
    let words = look.text.galley(ui.ctx(), &look.style(TextKind::Strong), None, words);
    (words.size().x + look.sizes.gap * 3.0).max(look.sizes.touch)
}
