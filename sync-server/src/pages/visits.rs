//! The list of contacts of all branches, newest first. Shows nothing that names a beneficiary.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::domain::{Direction, Origin};
use shared::locale::Messages;
use shared::replica::Office;
use shared::store::office::ListedVisit;

use super::cells::{When, hijri_of, reference};
use super::frame::Frame;
use super::names::Names;
use super::paging::{AskedPage, Links, Paging, ROWS};
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
    from_hijri: Option<String>,
    to_hijri: Option<String>,
    notices: Vec<String>,
    lines: Vec<Line>,
    showing: String,
    links: Option<Links>,
}

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

/// A short remark on a contact.
struct Mark {
    text: String,
    tone: &'static str,
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
        frame,
        branches: asked.branches(&names),
        channels: asked.channels(words),
        services: asked.services(&names, services_named),
        from_hijri: asked.filter.from.as_deref().and_then(|date| hijri_of(words, date)),
        to_hijri: asked.filter.to.as_deref().and_then(|date| hijri_of(words, date)),
        notices: asked.notices(words),
        lines: rows.into_iter().map(|row| Line::new(words, &names, row)).collect(),
        showing: paging.showing(words),
        links: Links::new(words, &paging, |number| asked.address(number)),
        asked,
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
            reference: reference(row.fact),
            marks: marks(words, &row),
            superseded: row.corrected,
        }
    }
}

fn marks(words: &Messages, row: &ListedVisit) -> Vec<Mark> {
    let mark = |text: std::borrow::Cow<'_, str>, tone| Mark { text: text.into_owned(), tone };
    let mut marks = Vec::new();
    if row.corrected {
        marks.push(mark(words.text("visits-corrected"), "warn"));
    }
    if row.corrects {
        marks.push(mark(words.text("visits-is-correction"), "good"));
    }
    if row.late {
        marks.push(mark(words.text("visits-late"), "warn"));
    }
    match &row.origin {
        Origin::SelfService | Origin::Staff | Origin::Record => {
            marks.push(Mark { text: words.word("origin", row.origin.code()), tone: "quiet" });
        }
        Origin::Other(_) => {}
    }
    marks
}
