//! The list of suggestions of all branches, newest first, for those who turn them into improvements or answer them.
//! The words may name people, and a number is shown to those alone who reply.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::locale::{Messages, ltr, without_marks};
use shared::replica::{ListedSuggestion, Office};

use super::cells::When;
use super::frame::Frame;
use super::names::Names;
use super::paging::{Links, Paging, ROWS};
use super::{PageError, Viewer, page};
use crate::access::Right;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "suggestions.html")]
struct SuggestionsPage {
    frame: Frame,
    lines: Vec<Line>,
    showing: String,
    links: Option<Links>,
}

/// A suggestion as a row of the table.
struct Line {
    when: When,
    branch: String,
    channel: String,
    service: Option<String>,
    words: String,
    reply: Reply,
}

/// Whether the person wants a reply, and where.
enum Reply {
    NotWanted,
    Wanted,
    To(String),
}

struct Found {
    paging: Paging,
    rows: Vec<ListedSuggestion>,
    names: Names,
}

/// Shows a page of the list.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn suggestions(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let frame = viewer.frame();
    let (words, may_reply) = (viewer.words(), viewer.may(Right::Reply));
    let found = state.read(move |office| find(office, &viewer)).await??;
    let Found { paging, rows, names } = found;
    page(&SuggestionsPage {
        frame,
        lines: rows.into_iter().map(|row| Line::new(words, &names, row, may_reply)).collect(),
        showing: paging.showing(words),
        links: Links::new(words, &paging, |number| format!("/suggestions?page={number}")),
    })
}

fn find(office: &Office, viewer: &Viewer) -> Result<Found, PageError> {
    let paging = Paging::new(viewer.query("page").as_deref(), office.count_suggestions()?);
    let rows = office.list_suggestions(paging.skip(), u32::try_from(ROWS).unwrap_or(u32::MAX))?;
    let names = Names::new(viewer.language, office.catalog()?, office.branches()?);
    Ok(Found { paging, rows, names })
}

impl Line {
    fn new(words: &Messages, names: &Names, row: ListedSuggestion, may_reply: bool) -> Self {
        let ListedSuggestion { branch, suggestion } = row;
        let reply = match suggestion.mobile {
            None => Reply::NotWanted,
            Some(mobile) if may_reply => Reply::To(without_marks(&ltr(mobile.as_str()))),
            Some(_) => Reply::Wanted,
        };
        Self {
            when: When::stated(words, suggestion.at.as_str()),
            branch: names.branch(&branch),
            channel: words.word("channel", suggestion.channel.code()),
            service: suggestion.service.map(|code| names.service(code.as_str())),
            words: suggestion.text.as_str().to_owned(),
            reply,
        }
    }
}
