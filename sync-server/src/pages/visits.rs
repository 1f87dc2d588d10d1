//! The list of contacts of all branches, newest first. Shows nothing that names a beneficiary.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::domain::{Direction, Origin, reference_of};
use shared::locale::{Messages, key};
use shared::replica::Office;
use shared::store::office::ListedVisit;

use super::cells::{Mark, When};
use super::frame::Frame;
use super::list::{AskedPage, Column, Links, List, Paging, ROWS};
use super::names::Names;
use super::visit_filter::{AskedVisits, Choice};
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "visits.html")]
struct VisitsPage {
    frame: Frame,
    branches: Vec<Choice>,
    channels: Vec<Choice>,
    services: Vec<Choice>,
    asked: AskedVisits,
    from_both: Option<String>,
    to_both: Option<String>,
    notices: Vec<String>,
    list: List<Line>,
}

const COLUMNS: [Column; 8] = [
    Column(key("visits-column-at"), None),
    Column(key("visits-column-branch"), None),
    Column(key("visits-column-channel"), None),
    Column(key("visits-column-services"), None),
    Column(key("visits-column-party"), None),
    Column(key("visits-column-received-by"), None),
    Column(key("visits-column-reference"), None),
    Column(key("visits-column-marks"), None),
];

/// A contact as a row of the table.
struct Line {
    when: When,
    branch: String,
    channel: String,
    direction: String,
    outgoing: bool,
    services: Vec<String>,
    party: String,
    received_by: String,
    reference: String,
    marks: Vec<Mark>,
    superseded: bool,
}

/// Shows a page of the list.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn visits(
    State(state): State<AppState>,
    viewer: Viewer,
    asked: AskedVisits,
    number: AskedPage,
) -> Result<Response, PageError> {
    let (frame, words) = (viewer.frame(), viewer.words());
    let filter = asked.filter.clone();
    let read = move |office: &Office| {
        let paging = Paging::new(number, office.count_visits(&filter)?);
        let rows = office.list_visits(&filter, paging.skip(), ROWS)?;
        Ok::<_, PageError>((paging, rows, office.services_named()?, Names::read(office, viewer.language)?))
    };
    let (paging, rows, services_named, names) = state.read(read).await??;
    page(&VisitsPage {
        branches: asked.branches(&names),
        channels: asked.channels(words),
        services: asked.services(&names, services_named),
        from_both: asked.from.in_both_calendars(words),
        to_both: asked.to.in_both_calendars(words),
        notices: asked.notices(words),
        list: List {
            class: "visits",
            caption: key("visits-caption"),
            columns: &COLUMNS,
            empty: if asked.is_active() { key("visits-empty-filtered") } else { key("visits-empty") },
            count: paging.showing(words),
            lines: rows.into_iter().map(|row| Line::new(words, &names, row)).collect(),
            links: Links::new(words, &paging, |number| asked.address(frame.path(), number)),
        },
        asked,
        frame,
    })
}

impl Line {
    fn new(words: &Messages, names: &Names, row: ListedVisit) -> Self {
        Self {
            when: When::stated(words, &row.at),
            branch: names.branch(&row.branch),
            channel: words.word("channel", row.channel.code()),
            direction: words.word("direction", row.direction.code()),
            outgoing: row.direction == Direction::Out,
            services: row.services.iter().map(|code| names.service(code)).collect(),
            party: words.word("party", row.party.code()),
            received_by: row.received_by.as_deref().map(|code| names.staff(code)).unwrap_or_default(),
            reference: reference_of(row.fact),
            marks: marks(words, &row),
            superseded: row.corrected,
        }
    }
}

fn marks(words: &Messages, row: &ListedVisit) -> Vec<Mark> {
    let mut marks = Vec::new();
    if row.corrected {
        marks.push(Mark::new(words.text("visits-corrected"), "warn"));
    }
    if row.corrects {
        marks.push(Mark::new(words.text("visits-is-correction"), "good"));
    }
    if row.late {
        marks.push(Mark::new(words.text("visits-late"), "warn"));
    }
    match &row.origin {
        Origin::SelfService | Origin::Staff | Origin::Record => {
            marks.push(Mark::new(words.word("origin", row.origin.code()), "quiet"));
        }
        Origin::Other(_) => {}
    }
    marks
}
