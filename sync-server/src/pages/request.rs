//! One support request: how it stands, what was done, what contradicts, and what whoever looks at it may do next. Who it is for and
//! what people said is masked until somebody opens it and says what for; a row of the account says that they did.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use shared::domain::request::{
    Amount, AnswerChannel, AnswerResult, Case, Desk, GrantItem, ObjectionOutcome, Outcome, PaperRule,
    Recommendation, Refusal, Request, RequestStep, RequestWords, Step, StepKind, Why,
};
use shared::domain::session::Minutes;
use shared::domain::{BranchId, Code, Fact, FactId, Moment, Purpose, Record, RecordLine, reference_of};
use shared::locale::{Messages, dates, fold_signs, key, without_marks};
use shared::replica::{Act, Office, OpenedRequest, OpenedStep};

use super::cells::{Mark, When, hijri_of};
use super::frame::Frame;
use super::input::{Asked, Sent};
use super::names::Names;
use super::requests::marks;
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "request.html")]
struct RequestPage {
    frame: Frame,
    id: String,
    name: String,
    seen: String,
    marks: Vec<Mark>,
    rows: Vec<(String, String)>,
    missing: Vec<String>,
    contradictions: Vec<Contradiction>,
    steps: Vec<StepRow>,
    is_open: bool,
    purposes: Vec<Choice>,
    forms: Vec<StepForm>,
    notice: Option<String>,
}

/// A page of one thing where none is named: what to do, and the list that it is chosen from.
#[derive(Template)]
#[template(path = "choose.html")]
pub(super) struct ChoosePage {
    pub(super) frame: Frame,
    pub(super) advice: &'static str,
    pub(super) list: &'static str,
    pub(super) list_title: &'static str,
}

/// Something that contradicts, and the form that settles it where the viewer may.
struct Contradiction {
    title: String,
    facts: String,
    sides: Vec<Side>,
    may_settle: bool,
}

/// One side of a contradiction.
struct Side {
    id: String,
    text: String,
}

/// A step in the order of its time.
struct StepRow {
    id: String,
    when: When,
    title: String,
    said: Vec<String>,
    who: String,
    is_contradicting: bool,
}

/// A step that the viewer may record now, with its fields.
struct StepForm {
    code: &'static str,
    title: String,
    fields: Vec<Field>,
}

/// A field of a form.
struct Field {
    name: &'static str,
    label: String,
    value: String,
    input: Input,
}

/// How a field is filled in.
enum Input {
    Choice(Vec<Choice>),
    Words,
    Line,
    Day,
    Yes,
}

/// A choice of a field.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// Which request.
#[derive(Deserialize)]
pub(super) struct AskedRequest {
    #[serde(default)]
    id: String,
}

/// What a form sends: the request, what is to be done, and the fields of that.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RequestForm {
    id: String,
    /// `open`, or the code of a step.
    act: String,
    /// The ends of the history that the page showed.
    seen: String,
    purpose: String,
    paper: String,
    against: String,
    valid_until: String,
    issued: String,
    original: String,
    told_date: String,
    recommendation: String,
    session: String,
    outcome: String,
    amount: String,
    channel: String,
    result: String,
    letter: String,
    entitlement: String,
    collector: String,
    facts: String,
    keeps: String,
    reason: String,
}

/// What the form of each step asks for.
fn fields_of(kind: StepKind) -> &'static [&'static str] {
    match kind {
        StepKind::Answered | StepKind::Explained => &["reason"],
        StepKind::Matched => &["paper", "against", "valid_until", "issued", "original"],
        StepKind::NotValid => &["paper", "reason"],
        StepKind::Referred | StepKind::Withdrawn | StepKind::Objected => &["reason"],
        StepKind::Submitted => &["told_date"],
        StepKind::Studied => &["recommendation", "reason"],
        StepKind::Decided => &["session", "outcome", "amount", "reason"],
        StepKind::AnswerAttempted => &["channel", "result", "letter"],
        StepKind::Allowed => &["amount", "reason"],
        StepKind::Prepared => &["amount"],
        StepKind::Approved => &["entitlement"],
        StepKind::Delivered => &["entitlement", "amount", "collector", "reason"],
        StepKind::Returned => &["entitlement", "amount", "reason"],
        StepKind::ObjectionDecided => &["outcome", "reason"],
        StepKind::Settled => &["facts", "keeps", "reason"],
        StepKind::Received | StepKind::Came | StepKind::Completed | StepKind::Registered => &[],
        StepKind::Given | StepKind::Attested | StepKind::Numbered | StepKind::Corrected => &[],
    }
}

/// The steps that have a form here: those that need a paper, a signature or another step named are done at the desk or by line.
const WITH_FORM: [StepKind; 21] = [
    StepKind::Received,
    StepKind::Answered,
    StepKind::Matched,
    StepKind::NotValid,
    StepKind::Referred,
    StepKind::Came,
    StepKind::Explained,
    StepKind::Allowed,
    StepKind::Submitted,
    StepKind::Studied,
    StepKind::Decided,
    StepKind::AnswerAttempted,
    StepKind::Completed,
    StepKind::Registered,
    StepKind::Prepared,
    StepKind::Approved,
    StepKind::Delivered,
    StepKind::Returned,
    StepKind::Objected,
    StepKind::ObjectionDecided,
    StepKind::Withdrawn,
];

/// Shows a request.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown one; the store cannot be read.
pub(super) async fn request(
    State(state): State<AppState>,
    viewer: Viewer,
    Asked(asked): Asked<AskedRequest>,
) -> Result<Response, PageError> {
    if asked.id.is_empty() {
        let (frame, advice) = (viewer.frame(), key("request-choose"));
        let list_title = key("requests-title");
        return page(&ChoosePage { frame, advice, list: "/requests", list_title });
    }
    show(&state, &viewer, &asked.id, None, &RequestForm::default()).await
}

/// Opens what is masked, or records a step.
///
/// # Errors
/// [`PageError::NotFound`] for an unknown request; the store cannot be written.
pub(super) async fn act_on_request(
    State(state): State<AppState>,
    viewer: Viewer,
    Sent(form): Sent<RequestForm>,
) -> Result<Response, PageError> {
    let id = FactId::parse(&form.id).ok_or(PageError::NotFound)?;
    let by = Some(viewer.name()?);
    if form.act == "open" {
        let Some(purpose) = Purpose::known(&form.purpose) else { return Err(PageError::BadRequest) };
        let open = move |office: &Office, act: &mut Act| {
            act.by = by;
            office.open_values(act, id, &purpose)
        };
        let opened = state.write(open).await??.ok_or(PageError::NotFound)?;
        return show_opened(&state, &viewer, opened.request().clone(), true, None, &form).await;
    }
    let step = match step_in(&form, id, &mut state.act()) {
        Ok(step) => step,
        Err(refusal) => {
            return show(&state, &viewer, &form.id, Some(refusal), &form).await;
        }
    };
    let seen: Vec<FactId> = form.seen.split(',').filter_map(FactId::parse).collect();
    let role = viewer.role().clone();
    let record = move |office: &Office, act: &mut Act| {
        act.by = by;
        office.record_step_seen(act, &role, &step, &seen)
    };
    match state.write(record).await?? {
        Ok(_) => Ok(Redirect::to(&format!("/request?id={id}")).into_response()),
        Err(refusal) => show(&state, &viewer, &form.id, Some(refusal), &form).await,
    }
}

async fn show(
    state: &AppState,
    viewer: &Viewer,
    id: &str,
    refused: Option<Refusal>,
    form: &RequestForm,
) -> Result<Response, PageError> {
    let id = FactId::parse(id).ok_or(PageError::NotFound)?;
    let opened = state.read(move |office: &Office| office.open_request_in_family(id)).await??;
    show_opened(state, viewer, opened.ok_or(PageError::NotFound)?, false, refused, form).await
}

async fn show_opened(
    state: &AppState,
    viewer: &Viewer,
    opened: OpenedRequest,
    is_open: bool,
    refused: Option<Refusal>,
    form: &RequestForm,
) -> Result<Response, PageError> {
    let language = viewer.language;
    let (id, can_be_decided) = (opened.request.id, opened.case.can_be_decided());
    let read = move |office: &Office| {
        let sessions = if can_be_decided { sessions_for(&office.sessions()?, id) } else { Vec::new() };
        Ok::<_, PageError>((Names::read(office, language)?, sessions))
    };
    let (names, sessions) = state.read(read).await??;
    let paper = |code: &Code| names.paper(code.as_str());
    let requests = RequestWords { words: viewer.words(), paper: &paper };
    let (words, today) = (viewer.words(), state.today());
    let painter =
        Painter { words, names: &names, requests: &requests, opened: &opened, today, sessions: &sessions };
    let OpenedRequest { request, case, .. } = &opened;
    let (name, role) = (viewer.name()?, viewer.role());
    let by = Some((&name, role));
    let next = case.next(today);
    let may = |kind: &StepKind| next.contains(kind) && case.may_by(*kind, by, Desk::HeadOffice).is_ok();
    let ends: Vec<String> = case.ends.iter().map(FactId::to_string).collect();
    let purpose = |purpose: &Purpose| Choice {
        value: purpose.code().to_owned(),
        label: painter.words.word("purpose", purpose.code()),
    };
    page(&RequestPage {
        id: request.id.to_string(),
        name: opened.name(),
        seen: ends.join(","),
        marks: marks(painter.words, case),
        rows: painter.rows(),
        missing: case
            .missing(today)
            .iter()
            .map(|missing| without_marks(&requests.missing(missing)))
            .collect(),
        contradictions: painter.contradictions(may(&StepKind::Settled)),
        steps: painter.steps(),
        is_open,
        purposes: Purpose::KNOWN.iter().map(purpose).collect(),
        forms: WITH_FORM.iter().filter(|kind| may(kind)).map(|kind| painter.form(*kind, form)).collect(),
        notice: refused.map(|refusal| without_marks(&requests.refusal(&refusal))),
        frame: viewer.frame(),
    })
}

/// Reads the step of a form through the line that says the same.
fn step_in(form: &RequestForm, request: FactId, act: &mut Act) -> Result<RequestStep, Refusal> {
    let refused = |field, reason| Refusal { field, why: Why::Field(reason) };
    let kind = StepKind::from_code(&form.act).ok_or(refused("step", "is none"))?;
    let now = act.now.wall.with_time_zone(dates::riyadh());
    let mut line = Map::new();
    let id = act.new_id();
    for (name, value) in [
        ("type", json!("request_step")),
        ("id", json!(id.to_string())),
        ("request", json!(request.to_string())),
        ("at", json!(Moment::from_zoned(&now).as_str())),
        ("step", json!(kind.code())),
    ] {
        line.insert(name.to_owned(), value);
    }
    for name in fields_of(kind) {
        let typed = form.field(name).trim();
        if typed.is_empty() {
            continue;
        }
        let value = match *name {
            "amount" => {
                let number = fold_signs(typed).replace([',', '\u{66C}'], "").parse::<f64>();
                json!(number.map_err(|_| refused("amount", "is no amount"))?)
            }
            "original" => json!(true),
            "facts" => Value::Array(typed.split(',').map(|id| json!(id)).collect()),
            _ => json!(typed),
        };
        line.insert((*name).to_owned(), value);
    }
    let parsed = RecordLine::parse(Value::Object(line).to_string().as_bytes());
    match parsed.map(|line| line.record) {
        Ok(Record::Step(step)) => Ok(*step),
        Ok(_) => Err(refused("step", "is none")),
        Err(fault) => {
            let known = fields_of(kind).iter().copied().find(|name| *name == fault.field);
            Err(refused(known.unwrap_or("step"), "is not right"))
        }
    }
}

impl RequestForm {
    fn field(&self, name: &str) -> &str {
        match name {
            "paper" => &self.paper,
            "against" => &self.against,
            "valid_until" => &self.valid_until,
            "issued" => &self.issued,
            "original" => &self.original,
            "told_date" => &self.told_date,
            "recommendation" => &self.recommendation,
            "session" => &self.session,
            "outcome" => &self.outcome,
            "amount" => &self.amount,
            "channel" => &self.channel,
            "result" => &self.result,
            "letter" => &self.letter,
            "entitlement" => &self.entitlement,
            "collector" => &self.collector,
            "facts" => &self.facts,
            "keeps" => &self.keeps,
            "reason" => &self.reason,
            _ => "",
        }
    }
}

/// Puts a request into words.
struct Painter<'a> {
    words: &'static Messages,
    names: &'a Names,
    requests: &'a RequestWords<'a>,
    opened: &'a OpenedRequest,
    today: jiff::civil::Date,
    /// The numbers of the open sessions that have it on their agenda.
    sessions: &'a [String],
}

impl Painter<'_> {
    fn text(&self, key: &str) -> String {
        self.words.text(key).into_owned()
    }

    fn date(&self, date: jiff::civil::Date) -> String {
        format!("{} · {}", without_marks(&dates::short(date)), hijri_of(self.words, date))
    }

    fn rows(&self) -> Vec<(String, String)> {
        let OpenedRequest { request, fact, case, .. } = self.opened;
        let Request { at, channel, service, beneficiary, .. } = request;
        let asked = When::stated(self.words, at);
        let mut rows = vec![
            (key("request-row-code"), reference_of(request.id)),
            (key("request-row-asked"), format!("{} · {} · {}", asked.date, asked.hijri, asked.time)),
            (key("request-row-branch"), self.names.branch(branch_of(fact))),
            (key("request-row-service"), self.names.service(service.as_str())),
            (key("request-row-channel"), self.words.word("channel", channel.code())),
        ];
        let maybe = |name, text: Option<String>| text.map(|text| (name, text));
        let Case { registration_no, told_date, .. } = case;
        rows.extend(maybe(
            key("request-row-registration"),
            registration_no.as_ref().map(ToString::to_string),
        ));
        let on_file: Vec<String> =
            case.on_file(self.today).iter().map(|paper| self.names.paper(paper.paper().as_str())).collect();
        let on_file = (!on_file.is_empty()).then(|| on_file.join(&self.text("list-separator")));
        rows.extend(maybe(key("request-row-on-file"), on_file));
        rows.extend(maybe(key("request-row-told"), told_date.map(|date| self.date(date))));
        rows.extend(maybe(key("request-row-earliest"), case.earliest().map(|date| self.date(date))));
        rows.extend(maybe(key("request-row-latest"), case.latest().map(|date| self.date(date))));
        rows.extend(maybe(
            key("request-row-outcome"),
            case.decided().map(|known| self.requests.decision(known)),
        ));
        let until = case.objection_until().map(|date| self.date(date));
        rows.extend(maybe(key("request-row-objection-until"), until));
        let (amount, items) = case.delivered();
        if amount.is_some() || !items.is_empty() {
            rows.push((key("request-row-delivered"), self.requests.goods(amount, &items)));
        }
        if let Some(person) = beneficiary {
            for (name, value) in [
                (key("request-row-name"), &person.name),
                (key("request-row-national-id"), &person.national_id),
                (key("request-row-mobile"), &person.mobile),
            ] {
                rows.extend(maybe(name, value.as_ref().map(|text| text.as_str().to_owned())));
            }
        }
        let rows = rows.into_iter().map(|(name, value)| (self.text(name), value));
        let rows = rows.chain(self.requests.aid(case, self.today));
        rows.map(|(name, value)| (without_marks(&name), without_marks(&value))).collect()
    }

    /// Who did a step, and whether at head office.
    fn who(&self, OpenedStep { step, by, at_head_office }: &OpenedStep) -> String {
        let place = at_head_office.then(|| self.text("place-head-office"));
        let who = match by {
            Some(by) => Some(self.names.staff(by.as_str())),
            None if matches!(step.step, Step::Numbered(_)) => None,
            None => Some(self.text("request-by-nobody")),
        };
        who.into_iter().chain(place).collect::<Vec<_>>().join(" · ")
    }

    fn steps(&self) -> Vec<StepRow> {
        let contradicting: Vec<FactId> =
            self.opened.case.settle.iter().flat_map(|open| open.facts.iter().copied()).collect();
        let mut steps: Vec<&OpenedStep> = self.opened.steps.iter().collect();
        steps.sort_by_key(|known| (known.step.at.unix_millis(), known.step.id));
        let row = |known: &OpenedStep| StepRow {
            id: known.step.id.to_string(),
            when: When::stated(self.words, &known.step.at),
            title: self.words.word("request-step", known.step.step.kind().code()),
            said: self.requests.said(&known.step).iter().map(|line| without_marks(line)).collect(),
            who: self.who(known),
            is_contradicting: contradicting.contains(&known.step.id),
        };
        steps.into_iter().map(row).collect()
    }

    fn contradictions(&self, may_settle: bool) -> Vec<Contradiction> {
        let side = |id: &FactId| {
            let known = self.opened.steps.iter().find(|known| known.step.id == *id);
            let text = known.map_or_else(String::new, |known| {
                let title = self.words.word("request-step", known.step.step.kind().code());
                let when = When::stated(self.words, &known.step.at);
                format!("{title} · {} · {} {}", self.who(known), when.date, when.time)
            });
            Side { id: id.to_string(), text }
        };
        let contradiction = |open: &shared::domain::request::Contradiction| Contradiction {
            title: self.words.word("request-settle", open.kind.code()),
            facts: open.facts.iter().map(FactId::to_string).collect::<Vec<_>>().join(","),
            sides: open.facts.iter().map(side).collect(),
            may_settle,
        };
        self.opened.case.settle.iter().map(contradiction).collect()
    }

    fn form(&self, kind: StepKind, typed: &RequestForm) -> StepForm {
        let typed = |name: &str| match typed.act == kind.code() {
            true => typed.field(name).to_owned(),
            false => String::new(),
        };
        let field = |name: &&'static str| Field {
            name,
            label: self.words.word("request-field", name),
            value: match (typed(name), *name) {
                (given, "told_date") if given.is_empty() => self.first_answer_day(),
                (given, _) => given,
            },
            input: self.input(kind, name),
        };
        StepForm {
            code: kind.code(),
            title: self.words.word("request-step", kind.code()),
            fields: fields_of(kind).iter().map(field).collect(),
        }
    }

    fn first_answer_day(&self) -> String {
        self.opened.case.earliest().map(|date| date.to_string()).unwrap_or_default()
    }

    fn input(&self, kind: StepKind, name: &str) -> Input {
        let of = |family: &str, codes: Vec<&str>| {
            let choice = |code: &str| Choice { value: code.to_owned(), label: self.words.word(family, code) };
            Input::Choice(codes.into_iter().map(choice).collect())
        };
        match name {
            "session" => {
                let none = (self.opened.case.quorum() == 0)
                    .then(|| Choice { value: String::new(), label: self.text("request-no-session") });
                let session = |number: &String| Choice { value: number.clone(), label: number.clone() };
                Input::Choice(self.sessions.iter().map(session).chain(none).collect())
            }
            "recommendation" => {
                of("request-outcome", Recommendation::KNOWN.iter().map(Recommendation::code).collect())
            }
            "outcome" if kind == StepKind::ObjectionDecided => {
                of("request-outcome", ObjectionOutcome::KNOWN.iter().map(ObjectionOutcome::code).collect())
            }
            "outcome" => of("request-outcome", Outcome::KNOWN.iter().map(Outcome::code).collect()),
            "channel" => {
                of("request-channel", AnswerChannel::KNOWN.iter().map(AnswerChannel::code).collect())
            }
            "result" => of("request-result", AnswerResult::KNOWN.iter().map(AnswerResult::code).collect()),
            "paper" => {
                let rules = self.opened.request.terms.iter().flat_map(|terms| &terms.papers);
                let choice = |rule: &PaperRule| {
                    let name = std::iter::once(self.names.paper(rule.paper.as_str()));
                    let words: Vec<String> = name.chain(self.requests.paper_rule(rule)).collect();
                    Choice { value: rule.paper.to_string(), label: without_marks(&words.join(" · ")) }
                };
                Input::Choice(rules.map(choice).collect())
            }
            "entitlement" => {
                let of = |(id, amount, items): (FactId, Option<Amount>, Vec<GrantItem>)| Choice {
                    value: id.to_string(),
                    label: without_marks(&self.requests.goods(amount, &items)),
                };
                Input::Choice(self.opened.case.entitlements().map(of).collect())
            }
            "told_date" | "valid_until" | "issued" => Input::Day,
            "original" => Input::Yes,
            "reason" | "against" => Input::Words,
            _ => Input::Line,
        }
    }
}

/// Returns the numbers of the open sessions that have a request on their agenda.
fn sessions_for(all: &[Minutes], request: FactId) -> Vec<String> {
    let has_it = |minutes: &&Minutes| {
        minutes.closed.is_none() && minutes.items.iter().any(|item| item.request == request)
    };
    all.iter().filter(has_it).filter_map(|minutes| Some(minutes.number()?.to_string())).collect()
}

fn branch_of(fact: &Fact) -> &str {
    fact.branch.as_ref().map(BranchId::as_str).unwrap_or_default()
}
