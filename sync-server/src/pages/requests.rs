//! Work: the support requests of all branches, by their state, those first whose applicants wait for an answer soonest. Nobody is
//! named: whom a request is for stands on its own page, once somebody says what for.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use shared::domain::request::{RequestWords, State as RequestState};
use shared::domain::{BranchId, Code};
use shared::locale::{Messages, dates, key, without_marks};
use shared::replica::{Office, OpenedRequest};

use super::cells::{Mark, When, hijri_of};
use super::frame::Frame;
use super::input::Asked;
use super::list::{AskedPage, Column, Links, List, Paging, ROWS};
use super::names::Names;
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "requests.html")]
struct RequestsPage {
    frame: Frame,
    list: List<Line>,
    tabs: Vec<Tab>,
}

const COLUMNS: [Column; 7] = [
    Column(key("requests-column-asked"), None),
    Column(key("requests-column-request"), None),
    Column(key("requests-column-branch"), None),
    Column(key("requests-column-service"), None),
    Column(key("requests-column-state"), None),
    Column(key("requests-column-missing"), None),
    Column(key("requests-column-due"), Some(key("requests-column-due-note"))),
];

/// A state with how many requests are in it.
struct Tab {
    href: String,
    label: String,
    count: u64,
    is_current: bool,
}

/// A request as a row of the table.
struct Line {
    href: String,
    when: When,
    name: String,
    branch: String,
    service: String,
    state: Vec<Mark>,
    missing: String,
    due: Option<(String, String)>,
}

/// What the address asks for.
#[derive(Deserialize)]
pub(super) struct AskedState {
    #[serde(default)]
    state: String,
}

/// Shows a page of the requests of a state, or of all that somebody still has to do something about.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn requests(
    State(state): State<AppState>,
    viewer: Viewer,
    Asked(asked): Asked<AskedState>,
    number: AskedPage,
) -> Result<Response, PageError> {
    let (frame, words) = (viewer.frame(), viewer.words());
    let chosen = RequestState::from_code(&asked.state);
    let read = move |office: &Office| {
        let counts = office.count_requests(None)?;
        let of = |wanted: Option<RequestState>| match wanted {
            Some(state) => counts.get(&state).copied().unwrap_or_default(),
            None => counts.iter().filter(|(state, _)| state.is_open()).map(|(_, n)| n).sum(),
        };
        let (open, paging) = (of(None), Paging::new(number, of(chosen)));
        let rows = office.list_requests(chosen, paging.skip(), ROWS)?;
        Ok::<_, PageError>((counts, open, paging, rows, Names::read(office, viewer.language)?))
    };
    let today = state.today();
    let (counts, open, paging, rows, names) = state.read(read).await??;
    let address = |state: Option<RequestState>| match state {
        None => frame.path().to_owned(),
        Some(state) => format!("{}?state={}", frame.path(), state.code()),
    };
    let all = Tab {
        href: address(None),
        label: words.text("requests-open").into_owned(),
        count: open,
        is_current: chosen.is_none(),
    };
    let of_state = |(state, count): (RequestState, u64)| Tab {
        href: address(Some(state)),
        label: words.word("request-state", state.code()),
        count,
        is_current: chosen == Some(state),
    };
    page(&RequestsPage {
        tabs: std::iter::once(all).chain(counts.into_iter().map(of_state)).collect(),
        list: List {
            class: "requests",
            caption: key("requests-caption"),
            columns: &COLUMNS,
            empty: key("requests-empty"),
            count: paging.showing(words),
            lines: rows.into_iter().map(|row| Line::new(words, &names, row, today)).collect(),
            links: Links::new(words, &paging, |number| {
                let address = address(chosen);
                let sign = if address.contains('?') { '&' } else { '?' };
                format!("{address}{sign}page={number}")
            }),
        },
        frame,
    })
}

impl Line {
    fn new(words: &Messages, names: &Names, row: OpenedRequest, today: jiff::civil::Date) -> Self {
        let name = row.name();
        let OpenedRequest { request, fact, case, .. } = row;
        let paper = |code: &Code| names.paper(code.as_str());
        let requests = RequestWords { words, paper: &paper };
        let missing: Vec<String> =
            case.missing(today).iter().map(|missing| without_marks(&requests.missing(missing))).collect();
        let due = case.due();
        Self {
            href: format!("/request?id={}", request.id),
            when: When::stated(words, &request.at),
            name,
            branch: names.branch(fact.branch.as_ref().map(BranchId::as_str).unwrap_or_default()),
            service: names.service(request.service.as_str()),
            state: marks(words, &case),
            missing: missing.join(words.text("list-separator").as_ref()),
            due: due.map(|due| (without_marks(&dates::short(due)), hijri_of(words, due))),
        }
    }
}

/// Returns the state of a request and its flags as remarks.
pub(super) fn marks(words: &Messages, case: &shared::domain::request::Case) -> Vec<Mark> {
    let tone = match case.state {
        RequestState::NeedsSettling => "bad",
        RequestState::Delivered | RequestState::Closed | RequestState::Withdrawn => "quiet",
        RequestState::Accepted | RequestState::Refused | RequestState::Returned => "warn",
        _ => "good",
    };
    let state = Mark::new(words.word("request-state", case.state.code()), tone);
    let flags = case.flags().into_iter().map(|flag| Mark::new(words.word("request-flag", flag), "warn"));
    std::iter::once(state).chain(flags).collect()
}
