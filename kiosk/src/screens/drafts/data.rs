//! What the list of drafts shows.

use jiff::Timestamp;
use shared::domain::DraftId;
use shared::locale::{dates, isolate, ltr};

use crate::flow::{DraftEntry, FormField, StaffFlow};
use crate::screens::today::{Tab, TabsData};
use crate::screens::view::View;

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The question before one is deleted: title, body, keep, delete; and which one.
    pub dropping: Option<(DraftId, [String; 4])>,
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
            dropping: flow.field.dropping().map(|id| {
                let words = [
                    view.tr("drafts-delete-title"),
                    view.tr("drafts-delete-body"),
                    view.tr("drafts-keep"),
                    view.tr("drafts-delete-confirm"),
                ];
                (id, words)
            }),
        }
    }
}

fn row(view: &View<'_>, draft: &DraftEntry) -> DraftRow {
    let at = Timestamp::from_millisecond(draft.updated.0).unwrap_or_default();
    let when = dates::date_time(view.words, at, view.now.time_zone());
    let Some(form) = &draft.form else {
        return DraftRow {
            id: draft.id,
            cells: [when, view.tr("drafts-unreadable"), String::new()],
            opens: false,
        };
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
