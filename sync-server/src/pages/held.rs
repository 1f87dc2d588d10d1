//! Records that are held for review: from where, why, and what people name them by on the server's command line. What they say is
//! shown there alone.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::doc::Meaning;
use shared::locale::{Messages, key};
use shared::replica::{Accepting, HeldRecord, Office};

use super::cells::{When, short_id};
use super::frame::Frame;
use super::list::{AskedPage, Column, Links, List, Paging, ROWS};
use super::names::Names;
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "held.html")]
struct HeldPage {
    frame: Frame,
    list: List<Line>,
}

const COLUMNS: [Column; 6] = [
    Column(key("held-column-name"), None),
    Column(key("visits-column-branch"), None),
    Column(key("devices-column-device"), None),
    Column(key("held-column-written"), Some(key("held-written-note"))),
    Column(key("held-column-reason"), None),
    Column(key("held-column-accepting"), None),
];

/// A held record as a row of the table.
struct Line {
    id: String,
    full_id: String,
    branch: String,
    device: String,
    when: Option<When>,
    reason: String,
    accepting: String,
}

/// Shows a page of the list.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn held(
    State(state): State<AppState>,
    viewer: Viewer,
    number: AskedPage,
) -> Result<Response, PageError> {
    let (frame, words) = (viewer.frame(), viewer.words());
    let read = move |office: &Office| {
        let paging = Paging::new(number, office.count_held()?);
        let rows = office.list_held(paging.skip(), ROWS)?;
        Ok::<_, PageError>((paging, rows, Names::read(office, viewer.language)?))
    };
    let (paging, rows, names) = state.read(read).await??;
    page(&HeldPage {
        list: List {
            class: "held",
            caption: key("held-caption"),
            columns: &COLUMNS,
            empty: key("held-empty"),
            count: paging.showing(words),
            lines: rows.into_iter().map(|row| Line::new(words, &names, row)).collect(),
            links: Links::new(words, &paging, |number| format!("{}?page={number}", frame.path())),
        },
        frame,
    })
}

impl Line {
    fn new(words: &Messages, names: &Names, row: HeldRecord) -> Self {
        let accepting = match row.accepting {
            Accepting::AsItIs => words.text("held-accept-as-it-is"),
            Accepting::UnderNewId => words.text("held-accept-under-new-id"),
            Accepting::Not(_) => words.text("held-accept-not"),
        };
        let full_id = row.id.to_string();
        Self {
            id: full_id.chars().take(8).collect(),
            full_id,
            branch: row.branch.map(|branch| names.branch(&branch)).unwrap_or_default(),
            device: row.device.map(short_id).unwrap_or_default(),
            when: row.at.and_then(|at| When::at(words, at)),
            reason: words.word("held-reason", Meaning::code_of(&row.reason)),
            accepting: accepting.into_owned(),
        }
    }
}
