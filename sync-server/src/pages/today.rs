//! Today: what waits for whoever signed in, by their role, and how much of it is overdue. Everybody starts here.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use shared::domain::Role;
use shared::domain::request::{State as RequestState, StepKind, roles_for};
use shared::domain::session::Minutes;
use shared::locale::{Messages, dates, without_marks};
use shared::replica::Office;

use super::cells::hijri_of;
use super::frame::Frame;
use super::{PageError, Viewer, page};
use crate::access::Right;
use crate::state::AppState;

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    frame: Frame,
    day: (String, String),
    tasks: Vec<Task>,
}

/// Something that waits.
struct Task {
    href: String,
    label: String,
    about: String,
    count: u64,
    overdue: Option<String>,
}

/// What comes next in each state, and so for whom requests in it wait.
const WORK: [(RequestState, StepKind); 11] = [
    (RequestState::NeedsSettling, StepKind::Settled),
    (RequestState::Referred, StepKind::Explained),
    (RequestState::Ready, StepKind::Submitted),
    (RequestState::Submitted, StepKind::Studied),
    (RequestState::Studied, StepKind::Decided),
    (RequestState::Postponed, StepKind::Decided),
    (RequestState::Returned, StepKind::Completed),
    (RequestState::Accepted, StepKind::AnswerAttempted),
    (RequestState::Refused, StepKind::AnswerAttempted),
    (RequestState::Answered, StepKind::Registered),
    (RequestState::Delivering, StepKind::Delivered),
];

/// Shows what waits.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn today(State(state): State<AppState>, viewer: Viewer) -> Result<Response, PageError> {
    let (words, today, role) = (viewer.words(), state.today(), viewer.role());
    let may_see = viewer.may(Right::SeeRequests);
    let read = move |office: &Office| {
        let counts = office.count_requests(None)?;
        Ok::<_, PageError>((
            counts,
            office.count_requests(Some(today))?,
            if may_see { office.sessions()? } else { Vec::new() },
            office.count_held()?,
        ))
    };
    let (counts, overdue, sessions, held) = state.read(read).await??;
    let mine = WORK.iter().filter(|(_, step)| may_see && roles_for(*step).1.contains(role));
    let of_state = |(state, step): &(RequestState, StepKind)| {
        let count = counts.get(state).copied().unwrap_or_default();
        let overdue = overdue.get(state).copied().unwrap_or_default();
        (count > 0).then(|| Task {
            href: format!("/requests?state={}", state.code()),
            label: words.word("request-step", step.code()),
            about: words.word("request-state", state.code()),
            count,
            overdue: (overdue > 0)
                .then(|| without_marks(&words.format("today-overdue", &[("count", overdue.into())]))),
        })
    };
    let mut tasks: Vec<Task> = mine.filter_map(of_state).collect();
    tasks.extend(of_sessions(words, &viewer, &sessions)?);
    if *role == Role::Administrator && held > 0 {
        tasks.push(Task::new(words, "/held", "nav-held", "today-held", held));
    }
    page(&TodayPage {
        frame: viewer.frame(),
        day: (without_marks(&dates::short(today)), hijri_of(words, today)),
        tasks,
    })
}

/// The sessions in which the viewer is: those that are open, and minutes that they have not signed.
fn of_sessions(words: &Messages, viewer: &Viewer, all: &[Minutes]) -> Result<Vec<Task>, PageError> {
    let me = viewer.name()?;
    let mut tasks = Vec::new();
    for minutes in all.iter().filter(|minutes| minutes.present.contains(&me)) {
        let about = match &minutes.closed {
            None => "session-is-open",
            Some(_) if minutes.unsigned().contains(&&me) => "today-unsigned",
            Some(_) => continue,
        };
        let href = format!("/session?id={}", minutes.id);
        let number = minutes.number().map(ToString::to_string).unwrap_or_default();
        let task = Task::new(words, &href, "session-title", about, minutes.items.len() as u64);
        tasks.push(Task { about: format!("{number} · {}", task.about), ..task });
    }
    Ok(tasks)
}

impl Task {
    fn new(words: &Messages, href: &str, label: &str, about: &str, count: u64) -> Self {
        let text = |key: &str| words.text(key).into_owned();
        Self { href: href.to_owned(), label: text(label), about: text(about), count, overdue: None }
    }
}
