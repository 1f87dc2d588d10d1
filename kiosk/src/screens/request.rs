//! A support request: how it stands, what was done, what may follow, and each step's parts.

use egui::Ui;
use jiff::civil::Date;
use shared::domain::request::{
    AnswerChannel, AnswerResult, Case, Missing, Recommendation, RequestWords, State, StepKind, day_of,
};
use shared::domain::{CatalogKind, Channel, Code, ProfileField, Signature, reference_of};
use shared::locale::{dates, isolate, ltr, unbroken};

use super::asked_words::{AskedWords, asked_words_ui};
use super::button_rows::{RowButton, button_rows};
use super::choice::{Choice, ChoiceScreen, Choices, choice_ui};
use super::fault::not_saved_words;
use super::follow_receipt::{FollowReceiptData, follow_receipt_ui};
use super::inputs::{FieldData, Input, Inputs};
use super::keyboard_words::KeyboardData;
use super::layout::{lead, title};
use super::lists::{fact_ui, facts_grid};
use super::page::{Foot, page, still_page};
use super::people::{field_name, person_name, value_words};
use super::stated_date;
use super::view::View;
use crate::action::{Action, RequestAction};
use crate::flow::{Entry, NO, PartKind, RequestFault, RequestFlow, RequestPart, YES};
use crate::link::{FieldValue, OpenedRequest, OpenedStep};
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, SignatureWords, StatusKind, announce, card, notice, status};

/// The words of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestData {
    /// Whose it is, and what is asked for.
    title: [String; 2],
    /// A good outcome.
    saved: Option<String>,
    /// What the applicant is asked for, and the way there.
    rate: Option<[String; 2]>,
    /// How it stands.
    states: Vec<(StatusKind, String)>,
    /// What is known of it: a name and a value each.
    facts: Vec<(String, String)>,
    /// The title of what may follow, and each step.
    next_title: String,
    next: Vec<(StepKind, String)>,
    /// Why nothing can be recorded.
    nothing: Option<String>,
    /// The title of what was done, and each step: when and by whom, and what.
    history_title: String,
    history: Vec<(String, String)>,
    foot: Foot,
}

/// The words of a part that is signed.
struct SignatureData {
    title: [String; 2],
    fault: Option<String>,
    pad: [String; 5],
    signature: Option<Signature>,
    foot: Foot,
}

/// The words of the last look.
struct CheckData {
    title: [String; 2],
    fault: Option<String>,
    /// What the person is told before it is recorded.
    told: Vec<String>,
    facts: Vec<(String, String)>,
    foot: Foot,
}

fn act(action: RequestAction) -> Action {
    Action::Request(action)
}

/// What a paper is called here.
fn paper_name(view: &View<'_>, code: &Code) -> String {
    view.entry_name(&CatalogKind::Paper, code.as_str()).unwrap_or_else(|| isolate(code.as_str()))
}

/// Returns the services of which head office said what a request takes; all of them where it said so of none.
fn services(view: &View<'_>) -> Vec<String> {
    let codes: Vec<Code> =
        view.choices(&CatalogKind::Service, &[]).into_iter().map(|choice| choice.value).collect();
    let has_terms = |code: &&Code| view.catalog().is_some_and(|catalog| catalog.terms_of(code).is_some());
    let with_terms: Vec<String> = codes.iter().filter(has_terms).map(ToString::to_string).collect();
    if with_terms.is_empty() { codes.iter().map(ToString::to_string).collect() } else { with_terms }
}

/// Returns the papers that a request needs, then all others that head office named.
fn papers(view: &View<'_>, flow: &RequestFlow) -> Vec<String> {
    let terms = flow.request().and_then(|known| known.request.terms.as_ref());
    let rules = terms.iter().flat_map(|terms| &terms.papers);
    let needed: Vec<Code> = rules.map(|rule| rule.paper.clone()).collect();
    let others = view.choices(&CatalogKind::Paper, &[]).into_iter().map(|choice| choice.value);
    let others: Vec<Code> = others.filter(|code| !needed.contains(code)).collect();
    needed.iter().chain(&others).map(ToString::to_string).collect()
}

/// Says the state of a request in the person's list of them: when it was asked, for what, how it stands.
pub fn request_row(view: &View<'_>, known: &OpenedRequest) -> [String; 3] {
    let day = dates::short(day_of(&known.request.at));
    [day, view.service(&known.request.service), state_words(view, &known.case)]
}

fn state_words(view: &View<'_>, case: &Case) -> String {
    view.words.word("request-state", case.state.code())
}

impl RequestData {
    /// Reads the words and the request.
    pub fn new(view: &View<'_>, flow: &RequestFlow, me: Option<&Code>) -> Self {
        let today = view.now.date();
        let name = flow.person().map(|person| person_name(view, person)).unwrap_or_default();
        let service = flow.request().map(|known| view.service(&known.request.service));
        let paper = |code: &Code| paper_name(view, code);
        let words = RequestWords { words: view.words, paper: &paper };
        let has_papers = !papers(view, flow).is_empty();
        let fits = |kind: &StepKind| has_papers || !flow.asks_for_paper(*kind);
        let next: Vec<StepKind> = flow.next(me, today).into_iter().filter(fits).collect();
        let nothing = match flow.request() {
            _ if !flow.has_name() => Some(view.tr("request-no-name")),
            Some(known) if !known.case.settle.is_empty() => Some(view.tr("request-unsettled")),
            Some(_) if next.is_empty() => Some(view.tr("request-no-step")),
            Some(_) | None => None,
        };
        Self {
            title: [name, service.unwrap_or_default()],
            saved: flow.is_saved().then(|| view.tr("request-saved")),
            rate: flow
                .offers_rating()
                .then(|| ["request-rate-about", "request-rate"].map(|key| view.tr(key))),
            states: flow.request().map(|known| states(view, &words, &known.case, today)).unwrap_or_default(),
            facts: flow.request().map(|known| facts(view, &words, known, today)).unwrap_or_default(),
            next_title: view.tr("request-next"),
            next: next.iter().map(|kind| (*kind, words.step(*kind))).collect(),
            nothing,
            history_title: view.tr("request-history"),
            history: flow.request().map(|known| history(view, &words, known)).unwrap_or_default(),
            foot: view.foot(act(RequestAction::Back)).end(
                ButtonKind::Secondary,
                view.tr("follow-receipt"),
                act(RequestAction::ShowReceipt),
            ),
        }
    }
}

/// The state, what is missing, what contradicts.
fn states(view: &View<'_>, words: &RequestWords<'_>, case: &Case, today: Date) -> Vec<(StatusKind, String)> {
    let kind = match case.state {
        State::NeedsSettling => StatusKind::Problem,
        State::Delivered | State::Withdrawn | State::Closed => StatusKind::Good,
        _ => StatusKind::Waiting,
    };
    let mut states = vec![(kind, state_words(view, case))];
    let flag = |flag: &str| (StatusKind::Problem, view.words.word("request-flag", flag));
    states.extend(case.flags().into_iter().map(flag));
    let missing: Vec<String> =
        case.missing(today).iter().map(|missing: &Missing| words.missing(missing)).collect();
    if !missing.is_empty() {
        let missing = missing.join(&view.tr("list-separator"));
        let missing = view.format("request-missing", &[("missing", missing.into())]);
        states.push((StatusKind::Waiting, missing));
    }
    let settle = |open: &shared::domain::request::Contradiction| {
        (StatusKind::Problem, view.words.word("request-settle", open.kind.code()))
    };
    states.extend(case.settle.iter().map(settle));
    states
}

fn facts(
    view: &View<'_>,
    words: &RequestWords<'_>,
    known: &OpenedRequest,
    today: Date,
) -> Vec<(String, String)> {
    let OpenedRequest { request, case, .. } = known;
    let (amount, items) = case.delivered();
    let delivered = (amount.is_some() || !items.is_empty()).then(|| words.goods(amount, &items));
    let number = |number: &Code| unbroken(number.as_str());
    let on_file: Vec<String> = case.on_file(today).iter().map(|paper| (words.paper)(paper.paper())).collect();
    // the code names it until head office gave it a number
    let name = match &case.request_no {
        Some(given) => ("request-row-number", Some(number(given))),
        None => ("request-row-code", Some(unbroken(&reference_of(request.id)))),
    };
    let facts = [
        name,
        ("request-row-asked", Some(dates::both(view.words, day_of(&request.at)))),
        ("request-row-channel", Some(view.words.word("channel", request.channel.code()))),
        ("request-row-on-file", (!on_file.is_empty()).then(|| on_file.join(&view.tr("list-separator")))),
        ("request-row-told", case.told_date.map(|date| dates::both(view.words, date))),
        ("request-row-outcome", case.decided().map(|decision| words.decision(decision))),
        ("request-row-objection-until", case.objection_until().map(|date| dates::both(view.words, date))),
        ("request-row-registration", case.registration_no.as_ref().map(number)),
        ("request-row-delivered", delivered),
    ];
    let facts = facts.into_iter().filter_map(|(key, value)| Some((view.tr(key), value?)));
    facts.chain(words.aid(case, today)).collect()
}

fn history(view: &View<'_>, words: &RequestWords<'_>, known: &OpenedRequest) -> Vec<(String, String)> {
    let mut steps: Vec<&OpenedStep> = known.steps.iter().collect();
    steps.sort_by_key(|known| std::cmp::Reverse((known.step.at.unix_millis(), known.step.id)));
    let row = |OpenedStep { step, by, at_head_office }: &OpenedStep| {
        let who = by.as_ref().map(|by| view.member_of_staff(by));
        let place = at_head_office.then(|| view.tr("people-by-head-office"));
        let about: Vec<String> =
            std::iter::once(view.when(&step.at, " · ")).chain(who).chain(place).collect();
        let what: Vec<String> =
            std::iter::once(words.step(step.step.kind())).chain(words.said(step)).collect();
        (about.join(" · "), what.join("\n"))
    };
    steps.into_iter().map(row).collect()
}

/// Returns what a part is called.
fn part_name(view: &View<'_>, part: RequestPart) -> String {
    view.tr(match part {
        RequestPart::Service => "request-row-service",
        RequestPart::Channel => "request-row-channel",
        RequestPart::Paper => "request-field-paper",
        RequestPart::ValidUntil => "request-part-valid-until",
        RequestPart::Issued => "request-part-issued",
        RequestPart::Original => "request-part-original",
        RequestPart::Against => "request-field-against",
        RequestPart::Recommendation => "request-field-recommendation",
        RequestPart::AnswerChannel => "request-field-channel",
        RequestPart::AnswerResult => "request-field-result",
        RequestPart::Letter => "request-field-letter",
        RequestPart::Entitlement => "request-field-entitlement",
        RequestPart::Collector => "request-field-collector",
        RequestPart::Reason => "request-field-reason",
        RequestPart::Signature => "request-field-signature",
        RequestPart::Check => "request-check",
    })
}

/// Everything that the parts of an entry are painted from.
struct Painter<'a> {
    view: &'a View<'a>,
    words: RequestWords<'a>,
    flow: &'a RequestFlow,
    entry: &'a Entry,
}

impl Painter<'_> {
    /// What is recorded, and whose it is.
    fn title(&self) -> [String; 2] {
        let name = self.flow.person().map(|person| person_name(self.view, person)).unwrap_or_default();
        let what = match self.entry.step() {
            None => self.view.tr("request-ask"),
            Some(kind) => self.words.step(kind),
        };
        [what, name]
    }

    fn fault(&self) -> Option<String> {
        let words = |fault: &RequestFault| match fault {
            RequestFault::Refused(refusal) => self.words.refusal(refusal),
            RequestFault::Date(fault) => stated_date::fault_words(self.view, *fault),
            RequestFault::NotSaved(why) => not_saved_words(self.view, *why),
        };
        self.entry.fault().map(words)
    }

    /// Back, and on: to the next part, or recording.
    fn foot(&self) -> Foot {
        let is_open = !self.entry.is_saving();
        let foot = self.view.foot(act(RequestAction::Back)).enabled(is_open);
        let words = self.view.tr(if self.entry.is_last() { "request-record" } else { "common-next" });
        foot.end(ButtonKind::Primary, words, act(RequestAction::Next)).enabled(is_open)
    }

    fn choice(&self, part: RequestPart) -> ChoiceScreen {
        let [what, name] = self.title();
        let chosen = self.entry.answer(part);
        let choose = |(code, words): (String, String)| {
            let is_chosen = code == chosen;
            Choice::new(act(RequestAction::Choose(code)), words, is_chosen)
        };
        ChoiceScreen {
            title: part_name(self.view, part),
            hint: Some(format!("{what} · {name}")),
            fault: self.fault(),
            choices: Choices::Listed(self.offered(part).into_iter().map(choose).collect()),
            foot: self.view.foot(act(RequestAction::Back)),
        }
    }

    /// What a part is chosen from: codes, and what they are called.
    fn offered(&self, part: RequestPart) -> Vec<(String, String)> {
        fn of<T>(known: &[T], code: fn(&T) -> &str) -> Vec<String> {
            known.iter().map(|one| code(one).to_owned()).collect()
        }
        let codes = match part {
            RequestPart::Service => services(self.view),
            RequestPart::Channel => of(Channel::KNOWN, Channel::code),
            RequestPart::Paper => papers(self.view, self.flow),
            RequestPart::Original => [YES, NO].map(str::to_owned).to_vec(),
            RequestPart::Recommendation => of(Recommendation::KNOWN, Recommendation::code),
            RequestPart::AnswerChannel => of(AnswerChannel::KNOWN, AnswerChannel::code),
            RequestPart::AnswerResult => of(AnswerResult::KNOWN, AnswerResult::code),
            RequestPart::Entitlement => {
                let left = self.flow.request().into_iter().flat_map(|known| known.case.entitlements());
                left.map(|(id, _, _)| id.to_string()).collect()
            }
            _ => Vec::new(),
        };
        let named = |code: String| {
            let words = self.answer_words(part, &code);
            (code, words)
        };
        codes.into_iter().map(named).collect()
    }

    /// Returns an answer as people read it.
    fn answer_words(&self, part: RequestPart, answer: &str) -> String {
        let (view, code) = (self.view, Code::new(answer));
        match (part, code) {
            (RequestPart::Service, Ok(code)) => view.service(&code),
            (RequestPart::Paper, Ok(code)) => {
                let rule = self.flow.request().and_then(|known| known.case.rule_of(&code));
                let rule = rule.map(|rule| self.words.paper_rule(rule)).unwrap_or_default();
                std::iter::once(paper_name(view, &code)).chain(rule).collect::<Vec<_>>().join(" · ")
            }
            (RequestPart::Channel, _) => view.words.word("channel", answer),
            (RequestPart::Original, _) => view.words.word("request-original", answer),
            (RequestPart::Recommendation, _) => view.words.word("request-outcome", answer),
            (RequestPart::AnswerChannel, _) => view.words.word("request-channel", answer),
            (RequestPart::AnswerResult, _) => view.words.word("request-result", answer),
            (RequestPart::Entitlement, _) => {
                let mut known = self.flow.request().into_iter().flat_map(|known| known.case.entitlements());
                let found = known.find(|(id, _, _)| id.to_string() == answer);
                found.map(|(_, amount, items)| self.words.goods(amount, &items)).unwrap_or_default()
            }
            _ => isolate(answer),
        }
    }

    fn written(&self, part: RequestPart) -> AskedWords {
        let view = self.view;
        let is_date = part.kind() == PartKind::Date;
        let read = self.entry.date(part);
        let note = read.map(|read| stated_date::echo(view, read).unwrap_or_else(|fault| fault));
        let fault = self.fault();
        let [title, about] = self.title();
        AskedWords {
            title,
            about,
            field: FieldData {
                input: Input::Request(part),
                name: part_name(view, part),
                hint: view.tr(if is_date { "date-hint" } else { "request-words-hint" }),
                text: self.entry.answer(part).to_owned(),
            },
            note: if fault.is_none() { note } else { None },
            fault,
            keyboard: KeyboardData::new(view),
            foot: self.foot(),
        }
    }

    fn signature(&self) -> SignatureData {
        let view = self.view;
        SignatureData {
            title: self.title(),
            fault: self.fault(),
            pad: [
                "request-field-signature",
                "attest-sign-here",
                "register-signed",
                "register-sign-full",
                "attest-clear",
            ]
            .map(|key| view.tr(key)),
            signature: self.entry.signature().cloned(),
            foot: self.foot(),
        }
    }

    /// What the person is told, or reads, before a step is recorded.
    fn told(&self) -> Vec<String> {
        let view = self.view;
        match self.entry.step() {
            Some(StepKind::Submitted) => vec![view.tr("answer-told")],
            Some(StepKind::Attested) => {
                let person = self.flow.person();
                let id = person.and_then(|person| person.single(ProfileField::NationalId));
                let id = id.map(|text| ltr(text.as_str()));
                let id = id.unwrap_or_else(|| view.tr("people-not-given"));
                let [_, name] = self.title();
                let values = [("name", name.into()), ("id", id.into())];
                vec![view.tr("attest-before"), view.format("attest-text", &values)]
            }
            _ => Vec::new(),
        }
    }

    fn check(&self) -> CheckData {
        let view = self.view;
        let mut facts: Vec<(String, String)> = self
            .entry
            .answers()
            .map(|(part, answer)| (part_name(view, part), self.answer_words(part, answer)))
            .collect();
        let known = self.flow.request();
        if self.entry.step() == Some(StepKind::Submitted) {
            let earliest = known.and_then(|known| known.case.earliest_after(view.now.date()));
            let date = earliest.map(|date| dates::both(view.words, date)).unwrap_or_default();
            facts.push((view.tr("answer-earliest"), date));
        }
        if self.entry.step() == Some(StepKind::Attested) {
            // all that is known of them, each value where several contradict each other
            for values in self.flow.person().iter().flat_map(|person| &person.fields) {
                let text = |value: &FieldValue| value_words(view, values.field, value.text.as_str());
                let texts: Vec<String> = values.values.iter().map(text).collect();
                if !texts.is_empty() {
                    facts.push((field_name(view, values.field), texts.join("\n")));
                }
            }
        }
        if self.entry.step() == Some(StepKind::Prepared) {
            let decision = known.and_then(|known| known.case.decided());
            let decision = decision.map(|decision| self.words.decision(decision)).unwrap_or_default();
            facts.push((view.tr("request-row-outcome"), decision));
        }
        CheckData { title: self.title(), fault: self.fault(), told: self.told(), facts, foot: self.foot() }
    }
}

/// Adds a request, or the part that is being entered.
pub fn request_ui(
    ui: &mut Ui,
    look: &Look,
    view: &View<'_>,
    me: Option<&Code>,
    flow: &RequestFlow,
    inputs: &mut Inputs,
) -> Option<Action> {
    if let Some(receipt) = flow.receipt() {
        return follow_receipt_ui(ui, look, &FollowReceiptData::new(view, &receipt));
    }
    let Some(entry) = flow.entry() else {
        return stands_ui(ui, look, &RequestData::new(view, flow, me));
    };
    let paper = |code: &Code| paper_name(view, code);
    let words = RequestWords { words: view.words, paper: &paper };
    let (painter, part) = (Painter { view, words, flow, entry }, entry.part());
    match part.kind() {
        PartKind::Choice => choice_ui(ui, look, &painter.choice(part)),
        PartKind::Words | PartKind::Date => asked_words_ui(ui, look, &painter.written(part), inputs),
        PartKind::Signature => signature_ui(ui, look, &painter.signature(), inputs),
        PartKind::Check => check_ui(ui, look, &painter.check()),
    }
}

fn stands_ui(ui: &mut Ui, look: &Look, data: &RequestData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        let [name, service] = &data.title;
        title(ui, look, name, Some(service));
        if let Some(words) = &data.saved {
            announce(&status(ui, look, StatusKind::Good, words));
        }
        for (kind, words) in &data.states {
            status(ui, look, *kind, words);
        }
        card(ui, look, |ui| facts_grid(ui, look, 2, &data.facts));
        let mut asked = None;
        if let Some([about, rate]) = &data.rate {
            look.label(ui, TextKind::Body, about);
            let buttons = [RowButton::new(ButtonKind::Primary, rate)];
            asked = button_rows(ui, look, &buttons, &[]).map(|_| act(RequestAction::Rate));
        }
        if !data.next.is_empty() {
            look.label(ui, TextKind::Heading, &data.next_title);
            let words = data.next.iter().map(|(_, words)| words);
            let buttons: Vec<RowButton<'_>> =
                words.map(|words| RowButton::new(ButtonKind::Secondary, words)).collect();
            let pressed = button_rows(ui, look, &buttons, &[]).and_then(|index| data.next.get(index));
            asked = asked.or(pressed.map(|(kind, _)| act(RequestAction::Begin(*kind))));
        }
        if let Some(words) = &data.nothing {
            look.label(ui, TextKind::Body, words);
        }
        if !data.history.is_empty() {
            look.label(ui, TextKind::Heading, &data.history_title);
            card(ui, look, |ui| {
                for fact in &data.history {
                    ui.scope(|ui| fact_ui(ui, look, fact));
                }
            });
        }
        asked
    })
}

fn signature_ui(ui: &mut Ui, look: &Look, data: &SignatureData, inputs: &mut Inputs) -> Option<Action> {
    still_page(ui, look, &data.foot, |ui| {
        let [what, whose] = &data.title;
        title(ui, look, what, Some(whose.as_str()).filter(|_| data.fault.is_none()));
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        let [name, hint, signed, full, clear] = &data.pad;
        let words = SignatureWords { name, hint, signed, full, clear, notice: None };
        let size = ui.available_size();
        let changed = inputs.sign(ui, look, &words, data.signature.as_ref(), size)?;
        Some(act(RequestAction::Sign(changed)))
    })
}

fn check_ui(ui: &mut Ui, look: &Look, data: &CheckData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| {
        let [what, name] = &data.title;
        title(ui, look, what, Some(name));
        if let Some(fault) = &data.fault {
            notice(ui, look, fault);
        }
        for told in &data.told {
            lead(ui, look, told);
        }
        if !data.facts.is_empty() {
            card(ui, look, |ui| {
                for fact in &data.facts {
                    ui.scope(|ui| fact_ui(ui, look, fact));
                }
            });
        }
        None
    })
}
