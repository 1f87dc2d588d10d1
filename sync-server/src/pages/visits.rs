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
use super::paging::{Links, Paging, ROWS};
use super::visit_filter::{Asked, Choice};
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "visits.html")]
struct VisitsPage {
    frame: Frame,
    branches: Vec<Choice>,
    channels: Vec<Choice>,
    services: Vec<Choice>,
    asked: Asked,
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

struct Found {
    asked: Asked,
    paging: Paging,
    rows: Vec<ListedVisit>,
    names: Names,
    services_named: Vec<String>,
}

/// Shows a page of the list.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn visits(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let frame = viewer.frame();
    let words = viewer.words();
    let found = state.read(move |office| find(office, &viewer)).await??;
    let Found { asked, paging, rows, names, services_named } = found;
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

fn find(office: &Office, viewer: &Viewer) -> Result<Found, PageError> {
    let asked = Asked::read(viewer);
    let catalog = office.catalog()?;
    let paging = Paging::new(viewer.query("page").as_deref(), office.count_visits(&asked.filter)?);
    let rows = office.list_visits(&asked.filter, paging.skip(), u32::try_from(ROWS).unwrap_or(u32::MAX))?;
    let names = Names::new(viewer.language, catalog, office.branches()?);
    Ok(Found { asked, paging, rows, names, services_named: office.services_named()? })
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
