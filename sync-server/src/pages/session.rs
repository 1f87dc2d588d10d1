//! One session of the committee: its minutes (محضر) as they stand, and what whoever looks at it may do. Printed, it is the paper that
//! members sign; names of applicants stand nowhere in it.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use shared::domain::request::{RequestWords, Step};
use shared::domain::session::{
    Item, Minutes, SECRETARY, SessionAct, SessionActKind, SessionFields, SessionStep, Vote,
};
use shared::domain::{Code, FactId, Text};
use shared::locale::{Messages, key, without_marks};
use shared::replica::{Office, OpenedRequest};

use super::cells::{Mark, When};
use super::frame::Frame;
use super::input::{Asked, Sent, stated};
use super::names::Names;
use super::request::{Choice, ChoosePage};
use super::sessions::{about_request, marks, moment, record};
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "session.html")]
struct SessionPage {
    frame: Frame,
    id: String,
    number: String,
    marks: Vec<Mark>,
    rows: Vec<(String, String)>,
    items: Vec<ItemShown>,
    signatures: Vec<(String, String)>,
    unsigned: Vec<String>,
    annexes: Vec<(String, String)>,
    digest: Option<String>,
    /// Those who can still come.
    absent: Vec<Choice>,
    may_write: bool,
    may_close: bool,
    may_annex: bool,
    /// Those for whom the viewer can sign, who first.
    may_sign_for: Vec<Choice>,
    notice: Option<String>,
}

/// A request on the agenda.
struct ItemShown {
    href: String,
    request: String,
    number: String,
    label: String,
    recommended: Option<String>,
    discussed: Vec<String>,
    outcome: Option<String>,
    votes: String,
    said: Vec<(String, String)>,
    may_vote: bool,
}

/// Which session.
#[derive(Deserialize)]
pub(super) struct AskedSession {
    #[serde(default)]
    id: String,
}

/// What a form sends: the session, the step, and its fields.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct SessionForm {
    id: String,
    /// The code of a step.
    act: String,
    request: String,
    vote: String,
    member: String,
    on_behalf_of: String,
    text: String,
}

/// Shows a session.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown one; the store cannot be read.
pub(super) async fn session(
    State(state): State<AppState>,
    viewer: Viewer,
    Asked(asked): Asked<AskedSession>,
) -> Result<Response, PageError> {
    if asked.id.is_empty() {
        let (frame, advice) = (viewer.frame(), key("session-choose"));
        let list_title = key("sessions-title");
        return page(&ChoosePage { frame, advice, list: "/sessions", list_title });
    }
    show(&state, &viewer, &asked.id, None).await
}

/// Records a step of a session.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown session; the store cannot be written.
pub(super) async fn act_in_session(
    State(state): State<AppState>,
    viewer: Viewer,
    Sent(form): Sent<SessionForm>,
) -> Result<Response, PageError> {
    let session = FactId::parse(&form.id).ok_or(PageError::NotFound)?;
    let code = |text: &str| stated(text).and_then(|text| Code::new(text).ok());
    let me = viewer.name()?;
    let fields = SessionFields {
        member: code(&form.member),
        request: FactId::parse(&form.request),
        vote: stated(&form.vote).map(Vote::from_code),
        on_behalf_of: code(&form.on_behalf_of).filter(|member| *member != me),
        ..SessionFields::default()
    };
    let kind = SessionActKind::from_code(&form.act).ok_or(PageError::BadRequest)?;
    let done = SessionAct::from_fields(kind, fields).map_err(|_| PageError::BadRequest)?;
    let mut act = state.act();
    let text = stated(&form.text).map(Text::new).transpose().map_err(|_| PageError::BadRequest)?;
    let step = SessionStep { id: act.new_id(), session, at: moment(&act), act: done, text };
    match record(&state, &viewer, step).await? {
        Ok(()) => Ok(Redirect::to(&format!("/session?id={session}")).into_response()),
        Err(notice) => show(&state, &viewer, &form.id, Some(notice)).await,
    }
}

async fn show(
    state: &AppState,
    viewer: &Viewer,
    id: &str,
    notice: Option<String>,
) -> Result<Response, PageError> {
    let id = FactId::parse(id).ok_or(PageError::NotFound)?;
    let language = viewer.language;
    let read = move |office: &Office| {
        let Some(minutes) = office.minutes(id)? else { return Ok(None) };
        let requests = minutes.items.iter().map(|item| office.open_request(item.request));
        let requests = requests.collect::<Result<Vec<Option<OpenedRequest>>, _>>()?;
        Ok::<_, PageError>(Some((minutes, requests, Names::read(office, language)?)))
    };
    let (minutes, requests, names) = state.read(read).await??.ok_or(PageError::NotFound)?;
    let painter = Painter { words: viewer.words(), names: &names, minutes: &minutes };
    let (me, is_open) = (viewer.name()?, minutes.closed.is_none());
    let may_write = SECRETARY.contains(viewer.role());
    let is_here = minutes.present.contains(&me);
    let choice = |member: &Code| Choice { value: member.to_string(), label: names.staff(member.as_str()) };
    let absent = minutes.opening.absent.iter().filter(|member| !minutes.present.contains(member));
    let mut may_sign_for: Vec<&Code> = if is_here && !is_open { minutes.unsigned() } else { Vec::new() };
    may_sign_for.sort_by_key(|member| **member != me);
    let item = |(item, opened): (&Item, &Option<OpenedRequest>)| {
        painter.item(item, opened.as_ref(), is_open && is_here && !item.has_said(&me))
    };
    page(&SessionPage {
        frame: viewer.frame(),
        id: id.to_string(),
        number: minutes.number().map(ToString::to_string).unwrap_or_default(),
        marks: marks(painter.words, &minutes).into_iter().chain(painter.changed()).collect(),
        rows: painter.rows(),
        items: minutes.items.iter().zip(&requests).map(item).collect(),
        signatures: painter.signatures(),
        unsigned: match is_open {
            true => Vec::new(),
            false => minutes.unsigned().into_iter().map(|member| names.staff(member.as_str())).collect(),
        },
        annexes: painter.annexes(),
        digest: minutes.closed.as_ref().and_then(|(_, digest)| digest.as_ref()).map(ToString::to_string),
        absent: if may_write && is_open { absent.map(choice).collect() } else { Vec::new() },
        may_write: may_write && is_open,
        may_close: is_open && me == minutes.opening.chair,
        may_annex: may_write && !is_open,
        may_sign_for: may_sign_for.into_iter().map(choice).collect(),
        notice,
    })
}

/// Puts minutes into words.
struct Painter<'a> {
    words: &'static Messages,
    names: &'a Names,
    minutes: &'a Minutes,
}

impl Painter<'_> {
    /// Tells that the minutes are not as they were signed.
    fn changed(&self) -> Option<Mark> {
        (!self.minutes.is_whole()).then(|| Mark::new(self.words.text("session-is-changed"), "bad"))
    }

    fn text(&self, key: &str) -> String {
        self.words.text(key).into_owned()
    }

    fn staff(&self, members: &[Code]) -> String {
        let names: Vec<String> = members.iter().map(|member| self.names.staff(member.as_str())).collect();
        names.join(self.words.text("list-separator").as_ref())
    }

    fn when(&self, at: &shared::domain::Moment) -> String {
        let When { date, hijri, time, .. } = When::stated(self.words, at);
        format!("{date} · {hijri} · {time}")
    }

    fn rows(&self) -> Vec<(String, String)> {
        let Minutes { at, opening, secretary, present, closed, .. } = self.minutes;
        let absent: Vec<Code> =
            opening.absent.iter().filter(|member| !present.contains(member)).cloned().collect();
        let rows = [
            ("session-row-opened", Some(self.when(at))),
            ("session-row-closed", closed.as_ref().map(|(at, _)| self.when(at))),
            ("session-row-place", opening.place.as_ref().map(|place| place.as_str().to_owned())),
            ("session-row-chair", Some(self.names.staff(opening.chair.as_str()))),
            ("session-row-secretary", secretary.as_ref().map(|by| self.names.staff(by.as_str()))),
            ("session-row-present", Some(self.staff(present))),
            ("session-row-absent", Some(self.staff(&absent)).filter(|_| !absent.is_empty())),
        ];
        rows.into_iter().filter_map(|(key, value)| Some((self.text(key), value?))).collect()
    }

    fn item(&self, item: &Item, opened: Option<&OpenedRequest>, may_vote: bool) -> ItemShown {
        let paper = |code: &Code| self.names.paper(code.as_str());
        let requests = RequestWords { words: self.words, paper: &paper };
        let studied =
            opened.into_iter().flat_map(|opened| &opened.steps).rev().find_map(|known| {
                match &known.step.step {
                    Step::Studied(recommendation) => {
                        Some(self.words.word("request-outcome", recommendation.code()))
                    }
                    _ => None,
                }
            });
        let [votes_for, against, abstained] = item.count();
        let votes = [("for", votes_for), ("against", against), ("abstained", abstained)];
        let vote = |(name, count): (&str, usize)| {
            without_marks(&self.words.format(
                "session-votes",
                &[("vote", self.words.word("session-vote", name).into()), ("count", count.into())],
            ))
        };
        let said = |member: &Code, word: String| (self.names.staff(member.as_str()), word);
        let decided = item
            .decided
            .iter()
            .map(|(member, decision)| said(member, without_marks(&requests.decision(decision))));
        let voted = item
            .votes
            .iter()
            .map(|(member, vote)| said(member, self.words.word("session-vote", vote.code())));
        let recused = item.recused.iter().map(|member| said(member, self.text("session-vote-recused")));
        let first = item.decided.first().map(|(_, decision)| without_marks(&requests.decision(decision)));
        ItemShown {
            href: format!("/request?id={}", item.request),
            request: item.request.to_string(),
            number: opened.map(OpenedRequest::name).unwrap_or_default(),
            label: opened.map(|opened| about_request(self.names, opened)).unwrap_or_default(),
            recommended: studied,
            discussed: item.discussed.iter().map(|text| text.as_str().to_owned()).collect(),
            outcome: first,
            votes: votes.map(vote).join(" · "),
            said: decided.chain(voted).chain(recused).collect(),
            may_vote,
        }
    }

    fn signatures(&self) -> Vec<(String, String)> {
        let row = |one: &shared::domain::session::MinutesSignature| {
            let by = self.names.staff(one.by.as_str());
            let who = match &one.on_behalf_of {
                None => by,
                Some(member) => without_marks(&self.words.format(
                    "session-on-behalf",
                    &[("member", self.names.staff(member.as_str()).into()), ("by", by.into())],
                )),
            };
            (who, self.when(&one.at))
        };
        self.minutes.signatures.iter().map(row).collect()
    }

    fn annexes(&self) -> Vec<(String, String)> {
        let row = |(by, at, text): &(Option<Code>, shared::domain::Moment, Text)| {
            let by = by.as_ref().map(|by| self.names.staff(by.as_str())).unwrap_or_default();
            (format!("{by} · {}", self.when(at)), text.as_str().to_owned())
        };
        self.minutes.annexes.iter().map(row).collect()
    }
}
