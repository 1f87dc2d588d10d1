//! The sessions of the research committee, the latest first, and the form that opens one.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use shared::domain::request::{Refusal, RequestWords};
use shared::domain::session::{Minutes, Opening, SECRETARY, SessionAct, SessionStep};
use shared::domain::{Code, FactId, Moment, Role, Text};
use shared::locale::{Messages, dates, key, without_marks};
use shared::replica::{Act, Office, OpenedRequest};

use super::cells::{Mark, When};
use super::frame::Frame;
use super::input::{Sent, stated};
use super::list::{Column, List};
use super::names::Names;
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage {
    frame: Frame,
    list: List<Line>,
    form: Option<Form>,
    notice: Option<String>,
}

/// The form that opens a session.
struct Form {
    place: String,
    members: Vec<Choice>,
    requests: Vec<Choice>,
}

/// Something that can be ticked.
struct Choice {
    value: String,
    label: String,
    /// The number of a request.
    number: String,
    is_chosen: bool,
    is_chair: bool,
}

const COLUMNS: [Column; 5] = [
    Column(key("sessions-column-at"), None),
    Column(key("sessions-column-number"), None),
    Column(key("sessions-column-chair"), None),
    Column(key("sessions-column-agenda"), None),
    Column(key("sessions-column-state"), None),
];

/// A session as a row.
struct Line {
    href: String,
    when: When,
    number: String,
    chair: String,
    agenda: String,
    state: Vec<Mark>,
}

/// What the form sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct OpeningForm {
    place: String,
    chair: String,
    present: Vec<String>,
    agenda: Vec<String>,
}

/// Shows the sessions.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn sessions(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    show(&state, &viewer, None, &OpeningForm::default()).await
}

/// Opens a session.
///
/// # Errors
/// The store cannot be written.
pub(super) async fn open_session(
    State(state): State<AppState>,
    viewer: Viewer,
    Sent(form): Sent<OpeningForm>,
) -> Result<Response, PageError> {
    let code = |text: &String| Code::new(text.as_str()).ok();
    let members = committee(&state).await?;
    let present: Vec<Code> = form.present.iter().filter_map(code).collect();
    let absent = members.into_iter().filter(|member| !present.contains(member)).collect();
    let opening = Opening {
        number: None,
        place: stated(&form.place).and_then(|place| Text::new(place).ok()),
        chair: code(&form.chair).ok_or(PageError::BadRequest)?,
        present,
        absent,
        agenda: form.agenda.iter().filter_map(|id| FactId::parse(id)).collect(),
    };
    let mut act = state.act();
    let id = act.new_id();
    let step = SessionStep {
        id,
        session: id,
        at: moment(&act),
        act: SessionAct::Opened(Box::new(opening)),
        text: None,
    };
    match record(&state, &viewer, step).await? {
        Ok(()) => Ok(Redirect::to(&format!("/session?id={id}")).into_response()),
        Err(notice) => show(&state, &viewer, Some(notice), &form).await,
    }
}

/// Returns the moment of an act as the association's clocks show it.
pub(super) fn moment(act: &Act) -> Moment {
    Moment::from_zoned(&act.now.wall.with_time_zone(dates::riyadh()))
}

/// Records a step of a session as the viewer; the words of a refusal.
pub(super) async fn record(
    state: &AppState,
    viewer: &Viewer,
    step: SessionStep,
) -> Result<Result<(), String>, PageError> {
    let (by, role) = (viewer.name()?, viewer.role().clone());
    let write = move |office: &Office, act: &mut Act| {
        act.by = Some(by);
        office.record_session_step(act, &role, &step)
    };
    Ok(match state.write(write).await?? {
        Ok(_) => Ok(()),
        Err(refusal) => Err(refusal_words(viewer.words(), &refusal)),
    })
}

/// Says why a step of a session was not recorded.
fn refusal_words(words: &Messages, refusal: &Refusal) -> String {
    let paper = |code: &Code| code.to_string();
    without_marks(&RequestWords { words, paper: &paper }.refusal(refusal))
}

/// Returns the members of the committee who can sign in.
async fn committee(state: &AppState) -> Result<Vec<Code>, PageError> {
    let users = state.read(|office: &Office| office.users()).await??;
    let members = users.into_iter().filter(|user| user.disabled.is_none() && user.role == Role::Committee);
    Ok(members.filter_map(|user| Code::new(user.name).ok()).collect())
}

async fn show(
    state: &AppState,
    viewer: &Viewer,
    notice: Option<String>,
    typed: &OpeningForm,
) -> Result<Response, PageError> {
    let words = viewer.words();
    let language = viewer.language;
    let read = move |office: &Office| {
        let to_decide = office.list_requests_to_decide()?;
        Ok::<_, PageError>((office.sessions()?, to_decide, Names::read(office, language)?))
    };
    let (all, to_decide, names) = state.read(read).await??;
    let may_open = SECRETARY.contains(viewer.role());
    let members = if may_open { committee(state).await? } else { Vec::new() };
    let member = |code: &Code| Choice {
        value: code.to_string(),
        label: names.staff(code.as_str()),
        number: String::new(),
        is_chosen: typed.present.iter().any(|one| one == code.as_str()),
        is_chair: typed.chair == code.as_str(),
    };
    let request = |opened: &OpenedRequest| Choice {
        value: opened.request.id.to_string(),
        label: about_request(&names, opened),
        number: opened.name(),
        is_chosen: typed.agenda.iter().any(|one| *one == opened.request.id.to_string()),
        is_chair: false,
    };
    let form = may_open.then(|| Form {
        place: typed.place.clone(),
        members: members.iter().map(member).collect(),
        requests: to_decide.iter().map(request).collect(),
    });
    page(&SessionsPage {
        frame: viewer.frame(),
        list: List {
            class: "sessions",
            caption: key("sessions-caption"),
            columns: &COLUMNS,
            empty: key("sessions-empty"),
            count: String::new(),
            lines: all.iter().map(|minutes| Line::new(words, &names, minutes)).collect(),
            links: None,
        },
        form,
        notice,
    })
}

/// Says what a request on an agenda is for, and from which branch it comes. Nobody is named.
pub(super) fn about_request(names: &Names, opened: &OpenedRequest) -> String {
    let branch = opened.fact.branch.as_ref().map(|branch| names.branch(branch.as_str()));
    let service = names.service(opened.request.service.as_str());
    std::iter::once(service).chain(branch).collect::<Vec<_>>().join(" · ")
}

/// Says how a session stands.
pub(super) fn marks(words: &Messages, minutes: &Minutes) -> Vec<Mark> {
    let state = match &minutes.closed {
        None => Mark::new(words.text("session-is-open"), "good"),
        Some(_) if minutes.unsigned().is_empty() => Mark::new(words.text("session-is-signed"), "quiet"),
        Some(_) => Mark::new(words.text("session-is-closed"), "warn"),
    };
    vec![state]
}

impl Line {
    fn new(words: &Messages, names: &Names, minutes: &Minutes) -> Self {
        Self {
            href: format!("/session?id={}", minutes.id),
            when: When::stated(words, &minutes.at),
            number: minutes.number().map(ToString::to_string).unwrap_or_default(),
            chair: names.staff(minutes.opening.chair.as_str()),
            agenda: minutes.items.len().to_string(),
            state: marks(words, minutes),
        }
    }
}
