//! The list of suggestions of all branches, newest first, for those who turn them into improvements or answer them.
//! The words may name people, and a number is shown to those alone who reply.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::locale::{Messages, key, ltr, without_marks};
use shared::replica::{ListedSuggestion, Office};

use super::cells::When;
use super::frame::Frame;
use super::list::{AskedPage, Column, Links, List, Paging, ROWS};
use super::names::Names;
use super::{PageError, Viewer, page};
use crate::access::Right;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "suggestions.html")]
struct SuggestionsPage {
    frame: Frame,
    list: List<Line>,
}

const COLUMNS: [Column; 6] = [
    Column(key("visits-column-at"), None),
    Column(key("visits-column-branch"), None),
    Column(key("visits-column-channel"), None),
    Column(key("suggestions-column-about"), None),
    Column(key("suggestions-column-words"), None),
    Column(key("suggestions-column-reply"), None),
];

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

/// Shows a page of the list.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn suggestions(
    State(state): State<AppState>,
    viewer: Viewer,
    number: AskedPage,
) -> Result<Response, PageError> {
    let (frame, words, may_reply) = (viewer.frame(), viewer.words(), viewer.may(Right::Reply));
    let read = move |office: &Office| {
        let paging = Paging::new(number, office.count_suggestions()?);
        let rows = office.list_suggestions(paging.skip(), ROWS)?;
        Ok::<_, PageError>((paging, rows, Names::read(office, viewer.language)?))
    };
    let (paging, rows, names) = state.read(read).await??;
    page(&SuggestionsPage {
        list: List {
            class: "suggestions",
            caption: key("suggestions-caption"),
            columns: &COLUMNS,
            empty: key("suggestions-empty"),
            count: paging.showing(words),
            lines: rows.into_iter().map(|row| Line::new(words, &names, row, may_reply)).collect(),
            links: Links::new(words, &paging, |number| format!("{}?page={number}", frame.path())),
        },
        frame,
    })
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
            when: When::stated(words, &suggestion.at),
            branch: names.branch(&branch),
            channel: words.word("channel", suggestion.channel.code()),
            service: suggestion.service.map(|code| names.service(code.as_str())),
            words: suggestion.text.as_str().to_owned(),
            reply,
        }
    }
}
