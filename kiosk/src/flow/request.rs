//! A support request at the desk (P-41 to P-47): it is asked, looked at, and each step is entered part by part. What may follow and who may
//! do it is told by the request's case alone.

use std::collections::BTreeMap;

use jiff::civil::Date;
use shared::domain::request::{
    Amount, AnswerChannel, AnswerResult, Case, Desk, Grant, PaperRule, Recommendation, Refusal, Request,
    RequestStep, Step, StepFields, StepKind, Why, day_of,
};
use shared::domain::{Channel, Code, FactId, Person, ProfileField, Signature, StatedDate, Text};
use shared::locale::{TypedDate, TypedDateFault};

use super::{Ask, FollowReceipt, Here, Paper, PeopleFlow, stated_of};
use crate::link::{Command, NotSaved, OpenedRequest, PersonView, Save};

/// What the pages of a request ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestAction {
    /// Begins a request for the person whose page is open.
    Ask,
    /// Opens a request of theirs.
    Open(FactId),
    /// Begins a step of the request that is open.
    Begin(StepKind),
    /// Chooses the answer of a part, by its code.
    Choose(String),
    /// The words of a part, as they stand.
    Write(String),
    /// What is signed.
    Sign(Option<Box<Signature>>),
    /// Goes on to the next part; records after the last one.
    Next,
    /// Shows what the applicant takes along.
    ShowReceipt,
    /// Prints it.
    PrintReceipt,
    /// Leaves for the screen on which the applicant rates the service.
    Rate,
    /// Goes one step back.
    Back,
}

/// Why nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestFault {
    /// It does not follow, or something is missing.
    Refused(Refusal),
    /// It is no date.
    Date(TypedDateFault),
    /// The device did not save it.
    NotSaved(NotSaved),
}

/// The answer of a part that is a yes or a no.
pub const YES: &str = "yes";

/// The other.
pub const NO: &str = "no";

fn refused(field: &'static str, why: Why) -> RequestFault {
    RequestFault::Refused(Refusal { field, why })
}

/// A part of what is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestPart {
    /// What is asked for.
    Service,
    /// How it was asked.
    Channel,
    /// Which paper.
    Paper,
    /// Until when a paper is valid.
    ValidUntil,
    /// When a paper was issued that counts for some days.
    Issued,
    /// Whether the original was seen.
    Original,
    /// What a paper was compared with.
    Against,
    /// What the researcher recommends.
    Recommendation,
    /// How the answer was given.
    AnswerChannel,
    /// What came of it.
    AnswerResult,
    /// The number of a letter.
    Letter,
    /// What is handed over.
    Entitlement,
    /// Who takes it.
    Collector,
    /// Why, or what about.
    Reason,
    /// A signature.
    Signature,
    /// A last look before it is recorded.
    Check,
}

/// How a part is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// One of several.
    Choice,
    /// Words.
    Words,
    /// A date.
    Date,
    /// On the pad.
    Signature,
    /// By looking.
    Check,
}

impl RequestPart {
    /// Tells how it is entered.
    pub fn kind(self) -> PartKind {
        match self {
            Self::Service | Self::Channel | Self::Paper | Self::Original | Self::Recommendation => {
                PartKind::Choice
            }
            Self::AnswerChannel | Self::AnswerResult | Self::Entitlement => PartKind::Choice,
            Self::Against | Self::Letter | Self::Collector | Self::Reason => PartKind::Words,
            Self::ValidUntil | Self::Issued => PartKind::Date,
            Self::Signature => PartKind::Signature,
            Self::Check => PartKind::Check,
        }
    }
}

/// Returns the parts of a step, in the order in which they are entered; none for one that is not recorded at the desk. `None` is the
/// request itself.
fn parts_of(step: Option<StepKind>) -> &'static [RequestPart] {
    use RequestPart as P;
    use StepKind as K;
    match step {
        None => &[P::Service, P::Channel, P::Check],
        Some(K::Received | K::Came | K::Completed | K::Submitted | K::Prepared) => &[P::Check],
        Some(K::Given) => &[P::Paper, P::ValidUntil],
        Some(K::Matched) => &[P::Paper, P::ValidUntil, P::Issued, P::Original, P::Against],
        Some(K::NotValid) => &[P::Paper, P::Reason],
        Some(K::Answered | K::Referred | K::Explained | K::Withdrawn | K::Objected) => &[P::Reason],
        Some(K::Attested) => &[P::Check, P::Signature],
        Some(K::Studied) => &[P::Recommendation, P::Reason],
        Some(K::AnswerAttempted) => &[P::AnswerChannel, P::AnswerResult, P::Letter, P::Check],
        Some(K::Delivered) => &[P::Entitlement, P::Collector, P::Reason, P::Check, P::Signature],
        // head office's own, and what names another step
        Some(K::Numbered | K::Allowed | K::Decided | K::Registered | K::Approved) => &[],
        Some(K::ObjectionDecided) => &[],
        Some(K::Returned | K::Corrected | K::Settled) => &[],
    }
}

/// What is being entered: a request, or a step of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    step: Option<StepKind>,
    at: usize,
    answers: BTreeMap<RequestPart, String>,
    /// What the service asks of the paper that was chosen.
    rule: Option<PaperRule>,
    /// What is handed over passes the family's ceiling of a year: it is said why.
    passes_ceiling: bool,
    signature: Option<Box<Signature>>,
    running: Option<FactId>,
    fault: Option<RequestFault>,
}

impl Entry {
    /// Returns which step it is; `None` for the request itself.
    pub fn step(&self) -> Option<StepKind> {
        self.step
    }

    /// Returns the part that is being entered.
    pub fn part(&self) -> RequestPart {
        parts_of(self.step).get(self.at).copied().unwrap_or(RequestPart::Check)
    }

    /// Tells whether it is recorded after this part.
    pub fn is_last(&self) -> bool {
        self.following(1).is_none()
    }

    /// Returns the answer of a part as it stands; empty where there is none.
    pub fn answer(&self, part: RequestPart) -> &str {
        self.answers.get(&part).map_or("", String::as_str)
    }

    /// Returns the answers so far, in the order of the parts.
    pub fn answers(&self) -> impl Iterator<Item = (RequestPart, &str)> {
        let parts = parts_of(self.step).iter().filter(|part| !self.skips(**part));
        parts.map(|part| (*part, self.answer(*part))).filter(|(_, answer)| !answer.is_empty())
    }

    /// Returns what is signed.
    pub fn signature(&self) -> Option<&Signature> {
        self.signature.as_deref()
    }

    /// Tells whether it is being saved.
    pub fn is_saving(&self) -> bool {
        self.running.is_some()
    }

    /// Returns why it was not recorded.
    pub fn fault(&self) -> Option<&RequestFault> {
        self.fault.as_ref()
    }

    /// Returns what the service asks of the paper that was chosen; `None` before one is, and of one that it does not ask for.
    pub fn rule(&self) -> Option<&PaperRule> {
        self.rule.as_ref()
    }

    /// Reads the date of a part as it stands there; `None` where nothing does.
    pub fn date(&self, part: RequestPart) -> Option<Result<TypedDate, TypedDateFault>> {
        let typed = self.answer(part);
        (part.kind() == PartKind::Date && !typed.trim().is_empty()).then(|| TypedDate::read(typed))
    }

    /// Only a letter has a number; a paper is valid until a date, or for some days after it was issued.
    fn skips(&self, part: RequestPart) -> bool {
        let is_dated = self.rule.as_ref().is_some_and(|rule| rule.days.is_some());
        match part {
            RequestPart::Letter => self.answer(RequestPart::AnswerChannel) != AnswerChannel::Letter.code(),
            RequestPart::ValidUntil => is_dated,
            RequestPart::Issued => !is_dated,
            RequestPart::Reason => self.step == Some(StepKind::Delivered) && !self.passes_ceiling,
            RequestPart::Original => !self.rule.as_ref().is_some_and(|rule| rule.original),
            _ => false,
        }
    }

    /// Returns the place of the next part that is entered, or of the one before.
    fn following(&self, by: isize) -> Option<usize> {
        let parts = parts_of(self.step);
        let mut at = self.at.checked_add_signed(by)?;
        while self.skips(*parts.get(at)?) {
            at = at.checked_add_signed(by)?;
        }
        Some(at)
    }

    /// Returns the answer of a part as it is kept: of one that is not asked for, because of another answer, nothing.
    fn kept(&self, part: RequestPart) -> &str {
        if self.skips(part) { "" } else { self.answer(part).trim() }
    }

    /// Reads an answer; `None` where nothing stands there, and the field at fault where it cannot be kept as it stands.
    fn read<T, E>(
        &self,
        part: RequestPart,
        field: &'static str,
        read: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<Option<T>, RequestFault> {
        let typed = self.kept(part);
        let refused = |_| refused(field, Why::Field("cannot be kept"));
        if typed.is_empty() { Ok(None) } else { read(typed).map(Some).map_err(refused) }
    }

    fn text(&self, part: RequestPart, field: &'static str) -> Result<Option<Text>, RequestFault> {
        self.read(part, field, |typed| Text::new(typed))
    }

    fn code(&self, part: RequestPart, field: &'static str) -> Result<Option<Code>, RequestFault> {
        self.read(part, field, |typed| Code::new(typed))
    }

    /// Reads the answer of a choice, which is a code.
    fn chosen<T>(&self, part: RequestPart, known: impl FnOnce(&str) -> T) -> Option<T> {
        Some(self.kept(part)).filter(|code| !code.is_empty()).map(known)
    }

    /// Reads a date of a paper.
    fn stated(&self, part: RequestPart) -> Result<Option<StatedDate>, RequestFault> {
        match self.date(part).filter(|_| !self.skips(part)) {
            None => Ok(None),
            Some(Err(fault)) => Err(RequestFault::Date(fault)),
            Some(Ok(typed)) => Ok(stated_of(&typed)),
        }
    }

    /// Makes the step of what was entered.
    fn made(
        &self,
        kind: StepKind,
        case: &Case,
        today: Date,
    ) -> Result<(Step, shared::domain::request::Said), RequestFault> {
        use RequestPart as P;
        let mut fields = StepFields {
            paper: self.code(P::Paper, "paper")?,
            valid_until: self.stated(P::ValidUntil)?,
            issued: self.stated(P::Issued)?,
            original: self.chosen(P::Original, |answer| answer == YES),
            against: self.text(P::Against, "against")?,
            recommendation: self.chosen(P::Recommendation, Recommendation::from_code),
            channel: self.chosen(P::AnswerChannel, AnswerChannel::from_code),
            result: self.chosen(P::AnswerResult, AnswerResult::from_code),
            letter: self.code(P::Letter, "letter")?,
            collector: self.text(P::Collector, "collector")?,
            reason: self.text(P::Reason, "reason")?,
            signature: self.signature.clone(),
            ..StepFields::default()
        };
        match kind {
            StepKind::Submitted => fields.told_date = case.earliest_after(today),
            StepKind::Delivered => {
                let chosen = FactId::parse(self.answer(P::Entitlement));
                let known = case.entitlements().find(|(id, _, _)| Some(*id) == chosen);
                fields.entitlement = chosen;
                if let Some((_, amount, items)) = known {
                    // money and goods are never mixed in what was prepared
                    let goods = Grant::of_items(items);
                    match (amount, goods) {
                        (Some(amount), _) => fields.amount = Some(amount),
                        (None, Some(Grant::Items(items))) => fields.lines = Some(items),
                        (None, _) => {}
                    }
                }
            }
            _ => {}
        }
        if matches!(kind, StepKind::Attested | StepKind::Delivered) && fields.signature.is_none() {
            return Err(refused("signature", Why::Field("is missing")));
        }
        Step::from_fields(kind, fields).map_err(|fault| RequestFault::Refused(fault.into()))
    }
}

/// A request of a person whose page it was opened from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestFlow {
    person: Box<PeopleFlow>,
    request: Option<FactId>,
    entry: Option<Entry>,
    /// What was recorded last: a step, or the request itself.
    recorded: Option<Option<StepKind>>,
    shows_receipt: bool,
}

impl RequestFlow {
    /// Begins a request.
    pub(super) fn asking(person: Box<PeopleFlow>) -> Self {
        let channel = (RequestPart::Channel, Channel::Interview.code().to_owned());
        let entry = Entry { answers: BTreeMap::from([channel]), ..Entry::default() };
        Self { person, request: None, entry: Some(entry), recorded: None, shows_receipt: false }
    }

    /// Opens one.
    pub(super) fn opened(person: Box<PeopleFlow>, request: FactId) -> Self {
        Self { person, request: Some(request), entry: None, recorded: None, shows_receipt: false }
    }

    /// Returns whose it is.
    pub fn person(&self) -> Option<&PersonView> {
        self.person.person()
    }

    /// Returns the request that is open, with what follows from its steps; `None` while it is being asked.
    pub fn request(&self) -> Option<&OpenedRequest> {
        self.person.requests().iter().find(|known| Some(known.request.id) == self.request)
    }

    /// Returns what the applicant takes along, where that is shown.
    pub fn receipt(&self) -> Option<FollowReceipt> {
        self.request().filter(|_| self.shows_receipt).map(FollowReceipt::from)
    }

    /// Returns what is being entered.
    pub fn entry(&self) -> Option<&Entry> {
        self.entry.as_ref()
    }

    /// Tells whether the last step was recorded.
    pub fn is_saved(&self) -> bool {
        self.recorded.is_some()
    }

    /// Tells whether the applicant is asked now to rate the service: something was handed over (P-8, P-47).
    pub fn offers_rating(&self) -> bool {
        self.recorded == Some(Some(StepKind::Delivered))
    }

    /// Returns the steps that may follow, and be recorded here by whoever is signed in.
    pub fn next(&self, me: Option<&Code>, today: Date) -> Vec<StepKind> {
        let (Some(me), Some(known)) = (me, self.request()) else { return Vec::new() };
        let Some(role) = self.person.role() else { return Vec::new() };
        let may = |kind: &StepKind| known.case.may_by(*kind, Some((me, role)), Desk::Branch).is_ok();
        let was_received = known.steps.iter().any(|known| known.step.step == Step::Received);
        let is_over = |kind: &StepKind| *kind == StepKind::Received && was_received;
        let here = |kind: &StepKind| !is_over(kind) && !parts_of(Some(*kind)).is_empty();
        known.case.next(today).into_iter().filter(|kind| here(kind) && may(kind)).collect()
    }

    /// Tells whether a step is about a paper.
    pub fn asks_for_paper(&self, kind: StepKind) -> bool {
        parts_of(Some(kind)).contains(&RequestPart::Paper)
    }

    /// Tells whether whoever is signed in has a name of their own here, under which steps are recorded.
    pub fn has_name(&self) -> bool {
        self.person.role().is_some()
    }

    /// Returns the person's page.
    pub(super) fn people(&self) -> &PeopleFlow {
        &self.person
    }

    /// Returns the person's page, to be changed.
    pub(super) fn person_mut(&mut self) -> &mut Box<PeopleFlow> {
        &mut self.person
    }

    /// Does what a page asks for; false where that goes back to the person.
    #[must_use]
    pub(super) fn act(&mut self, action: RequestAction, me: Option<&Code>, here: &mut Here<'_>) -> bool {
        match action {
            RequestAction::Ask | RequestAction::Open(_) => {}
            RequestAction::Begin(kind) => {
                if self.next(me, here.now.date()).contains(&kind) {
                    self.begin(kind, here);
                }
            }
            // nothing of it leads to the request (P-11)
            RequestAction::Rate => here.ask(Ask::BeginRating),
            RequestAction::ShowReceipt => self.shows_receipt = self.entry.is_none(),
            RequestAction::PrintReceipt => {
                if let Some(receipt) = self.receipt() {
                    here.ask(Ask::Print(Paper::FollowUp(Box::new(receipt))));
                }
            }
            RequestAction::Back if self.shows_receipt => self.shows_receipt = false,
            RequestAction::Back => return self.back(here),
            action => {
                let rule = self.rule_chosen(&action);
                let Some(entry) = self.entry.as_mut().filter(|entry| !entry.is_saving()) else { return true };
                entry.fault = None;
                match action {
                    RequestAction::Choose(code) => {
                        if entry.part() == RequestPart::Paper {
                            entry.rule = rule;
                        }
                        entry.answers.insert(entry.part(), code);
                        self.go_on(me, here);
                    }
                    RequestAction::Write(text) => {
                        entry.answers.insert(entry.part(), text);
                    }
                    RequestAction::Sign(signature) => entry.signature = signature,
                    _ => self.go_on(me, here),
                }
            }
        }
        true
    }

    /// Returns what the service asks of a paper that is being chosen.
    fn rule_chosen(&self, action: &RequestAction) -> Option<PaperRule> {
        let RequestAction::Choose(code) = action else { return None };
        let code = Code::new(code.as_str()).ok()?;
        self.request()?.case.rule_of(&code).cloned()
    }

    fn begin(&mut self, kind: StepKind, here: &mut Here<'_>) {
        let mut entry = Entry { step: Some(kind), ..Entry::default() };
        if kind == StepKind::Delivered {
            let left: Vec<FactId> = self
                .request()
                .into_iter()
                .flat_map(|known| known.case.entitlements())
                .filter(|(_, amount, items)| amount.is_some() || !items.is_empty())
                .map(|(id, _, _)| id)
                .collect();
            entry.passes_ceiling = self.passes_ceiling(here.now.date());
            if let [only] = left.as_slice() {
                entry.answers.insert(RequestPart::Entitlement, only.to_string());
            }
            if let Some(name) = self.person().and_then(|person| person.single(ProfileField::Name)) {
                entry.answers.insert(RequestPart::Collector, name.as_str().to_owned());
            }
        }
        (self.entry, self.recorded) = (Some(entry), None);
        here.ask(Ask::ClearFields);
    }

    /// Tells whether the family gets more in a year than the ceiling once all that is prepared is handed over.
    fn passes_ceiling(&self, today: Date) -> bool {
        let Some(known) = self.request() else { return false };
        let money = known.case.entitlements().filter_map(|(_, amount, _)| amount);
        let all = Amount::of_halalas(money.map(Amount::halalas).sum());
        all.is_some_and(|all| known.case.passes_ceiling(&Grant::Amount(all), today))
    }

    /// Goes one step back: from a part to the one before, from the first one to the request, or to the person.
    fn back(&mut self, here: &mut Here<'_>) -> bool {
        here.ask(Ask::ClearFields);
        self.recorded = None;
        let Some(entry) = &mut self.entry else { return false };
        entry.fault = None;
        match entry.following(-1) {
            Some(before) => entry.at = before,
            None => self.entry = None,
        }
        self.entry.is_some() || self.request.is_some()
    }

    fn go_on(&mut self, me: Option<&Code>, here: &mut Here<'_>) {
        let Some(entry) = &mut self.entry else { return };
        if entry.part().kind() == PartKind::Choice && entry.answer(entry.part()).is_empty() {
            return;
        }
        if let Some(Err(fault)) = entry.date(entry.part()) {
            entry.fault = Some(RequestFault::Date(fault));
            return;
        }
        if let Some(at) = entry.following(1) {
            entry.at = at;
            return here.ask(Ask::ClearFields);
        }
        let Some(me) = me.cloned() else { return };
        let id = here.timed_id();
        let made = match entry.step {
            None => self.request_made(id, me, here),
            Some(kind) => self.step_made(kind, id, me, here),
        };
        let Some(entry) = &mut self.entry else { return };
        match made {
            Ok(save) => {
                entry.running = Some(id);
                here.ask(Command::Save(save));
            }
            Err(fault) => entry.fault = Some(fault),
        }
    }

    fn request_made(&self, id: FactId, by: Code, here: &Here<'_>) -> Result<Save, RequestFault> {
        let missing = |field| refused(field, Why::Field("is missing"));
        let (Some(entry), Some(person)) = (&self.entry, self.person()) else { return Err(missing("step")) };
        let request = Request {
            id,
            at: here.moment(),
            channel: Channel::from_code(entry.answer(RequestPart::Channel)),
            service: entry.code(RequestPart::Service, "step")?.ok_or_else(|| missing("step"))?,
            beneficiary: Some(given(person)),
            terms: None,
        };
        let file = person.files.first().copied().ok_or_else(|| missing("step"))?;
        Ok(Save::Request { request: Box::new(request), file, by })
    }

    fn step_made(&self, kind: StepKind, id: FactId, by: Code, here: &Here<'_>) -> Result<Save, RequestFault> {
        let (Some(entry), Some(known)) = (&self.entry, self.request()) else {
            return Err(refused("step", Why::Unknown));
        };
        let at = here.moment();
        let (step, said) = entry.made(kind, &known.case, day_of(&at))?;
        let (request, on_paper_by) = (known.request.id, None);
        let step = RequestStep { id, request, at, seen: None, on_paper_by, step, said };
        let role = self.person.role().ok_or_else(|| refused("by", Why::NotSignedIn))?;
        known.may(&step, Some((&by, role)), Desk::Branch).map_err(RequestFault::Refused)?;
        Ok(Save::Step { step: Box::new(known.seen_by(&step)), by })
    }

    /// Takes in that a record is durable: the request is shown, with what was recorded.
    pub(super) fn saved(&mut self, id: FactId, here: &mut Here<'_>) {
        let Some(entry) = self.entry.as_ref().filter(|entry| entry.running == Some(id)) else { return };
        if entry.step.is_none() {
            self.request = Some(id);
        }
        self.recorded = Some(entry.step);
        self.entry = None;
        here.ask(Ask::ClearFields);
    }

    /// Takes in that nothing was saved: everything that was entered stays.
    pub(super) fn not_saved(&mut self, why: NotSaved) {
        if let Some(entry) = self.entry.as_mut().filter(|entry| entry.is_saving()) {
            entry.running = None;
            entry.fault = Some(match why {
                NotSaved::ChangedMeanwhile if entry.step.is_some() => refused("seen", Why::Meanwhile),
                why => RequestFault::NotSaved(why),
            });
        }
    }
}

/// Returns what is known of a person as they give it; what contradicts is left out.
fn given(person: &PersonView) -> Person {
    let single = |field| person.single(field).cloned();
    let date = |field| single(field).and_then(|text| StatedDate::parse(text.as_str()).ok());
    Person {
        national_id: single(ProfileField::NationalId),
        name: single(ProfileField::Name),
        mobile: single(ProfileField::Mobile),
        birth: date(ProfileField::Birth),
        id_expiry: date(ProfileField::IdExpiry),
        address: single(ProfileField::Address),
        group: single(ProfileField::Group).and_then(|text| Code::new(text.as_str()).ok()),
    }
}

#[cfg(test)]
mod tests {
    use crate::link::OpenedStep;
    use shared::domain::request::{DUTIES, Decision, Matter, Outcome, Said, fold, roles_for};
    use shared::domain::{CODE_CHARS_MAX, Role};

    use super::*;
    use crate::flow::Stand;
    use crate::gallery::{sample_person, sample_requests};

    /// The step that a flow asked to be saved.
    fn recorded(asked: &[Ask]) -> RequestStep {
        match asked {
            [Ask::Worker(Command::Save(Save::Step { step, .. }))] => (**step).clone(),
            other => panic!("{other:?}"),
        }
    }

    fn sara() -> Code {
        Code::new("sara").unwrap()
    }

    /// The page of a request, before somebody in a role.
    fn flow_of(rows: Vec<OpenedRequest>, role: &Role) -> RequestFlow {
        let (person, id) = (sample_person(), rows[0].request.id);
        let mut people = PeopleFlow::default();
        let file = person.files[0];
        Stand::new().asks(|here| assert!(people.act(super::super::PeopleAction::Open(file), here)));
        people.opened(Box::new(person.clone()));
        people.loaded_requests(&person.files, Some(role.clone()), rows);
        RequestFlow::opened(Box::new(people), id)
    }

    /// A request whose history is these steps, each by somebody.
    fn known(steps: &[(Step, &str)]) -> OpenedRequest {
        let mut known = sample_requests().swap_remove(0);
        known.request.terms = None;
        let mut seen = Vec::new();
        let done: Vec<(RequestStep, Option<Code>)> = (100_u8..)
            .zip(steps)
            .map(|(n, (step, by))| {
                let id = FactId::from_random([n; 16]);
                let seen = Some(std::mem::replace(&mut seen, vec![id]));
                let at = known.request.at.clone();
                let (request, on_paper_by, said) = (known.request.id, None, Said::default());
                let step = RequestStep { id, request, at, seen, on_paper_by, step: step.clone(), said };
                (step, Some(Code::new(*by).unwrap()))
            })
            .collect();
        known.case = fold(&known.request, &done);
        let opened = |(step, by)| OpenedStep { step, by, at_head_office: false };
        known.steps = done.into_iter().map(opened).collect();
        known
    }

    /// The steps of a request up to what is handed over; of the one that `by` names somebody else's instead.
    fn history(by: &dyn Fn(StepKind) -> &'static str) -> Vec<(Step, &'static str)> {
        let amount = shared::domain::request::Amount::of_halalas(100_000);
        let grant = amount.map(Grant::Amount);
        let decided = || {
            let outcome = Outcome::Accept;
            Step::Decided(Decision { outcome, grant: grant.clone(), from: None, to: None, session: None })
        };
        let told = jiff::civil::date(2026, 12, 30);
        let answered = (AnswerChannel::PhoneCall, AnswerResult::Reached, None);
        let allowed = shared::domain::request::Amount::of_halalas(10_000).unwrap();
        let steps = [
            Step::Allowed(allowed),
            Step::Attested((None, None)),
            Step::Submitted(told),
            Step::Studied(Recommendation::Accept),
            decided(),
            decided(),
            Step::AnswerAttempted(answered),
            Step::Registered(Code::new("1448/000001").ok()),
            Step::Prepared(grant),
        ];
        let members = ["omar", "huda"];
        let mut decisions = 0;
        let whose = |step: Step| {
            let kind = step.kind();
            let usual = by(kind);
            if kind != StepKind::Decided {
                return (step, usual);
            }
            decisions += 1;
            let is_first = decisions == 1;
            (step, if is_first && !usual.is_empty() { usual } else { members[decisions - 1] })
        };
        steps.into_iter().map(whose).collect()
    }

    fn usual(kind: StepKind) -> &'static str {
        match kind {
            StepKind::Decided => "",
            StepKind::Studied => "salma",
            _ => "rana",
        }
    }

    #[test]
    fn what_somebody_must_not_do_after_another_step_of_theirs_is_not_offered() {
        let today = jiff::civil::date(2026, 12, 31);
        let mut at_the_desk = 0;
        for duty in DUTIES {
            let whose = |kind: StepKind| if kind == duty.after { "sara" } else { usual(kind) };
            let flow = |role: &Role| flow_of(vec![known(&history(&whose))], role);
            let (desk, roles) = roles_for(duty.step);
            for role in roles {
                let next = flow(role).next(Some(&sara()), today);
                assert!(!next.contains(&duty.step), "{duty:?} as {}", role.code());
                let another = flow(role).next(Code::new("laila").ok().as_ref(), today);
                // what is done at head office alone is never offered here
                let is_here = desk == Desk::Branch && !parts_of(Some(duty.step)).is_empty();
                assert_eq!(another.contains(&duty.step), is_here, "{duty:?} as {}", role.code());
                at_the_desk += usize::from(is_here);
            }
        }
        assert!(at_the_desk > 0, "something of the table is done here");
    }

    #[test]
    fn each_role_is_offered_its_own_steps_alone() {
        let rows = || vec![sample_requests().swap_remove(0)];
        let today = jiff::civil::date(2026, 11, 22);
        let next = |role| flow_of(rows(), &role).next(Some(&sara()), today);
        assert!(next(Role::Relations).contains(&StepKind::Matched));
        assert!(!next(Role::Relations).contains(&StepKind::Explained));
        assert!(next(Role::SocialResearch).contains(&StepKind::Explained));
        assert_eq!(next(Role::Committee), []);
        assert_eq!(flow_of(rows(), &Role::Relations).next(None, today), [], "nobody signed in by name");
        assert!(!next(Role::Relations).contains(&StepKind::Received), "it was received");
    }

    #[test]
    fn every_step_that_is_entered_here_ends_with_a_part_that_records_it() {
        for kind in StepKind::ALL.iter().copied().map(Some).chain([None]) {
            if let Some(last) = parts_of(kind).last() {
                assert_ne!(last.kind(), PartKind::Choice, "{kind:?}: a touch too many would record it");
            }
        }
    }

    #[test]
    fn all_that_is_left_is_handed_over_to_whom_it_is_for_unless_another_name_is_typed() {
        let steps = history(&usual);
        let rows = || vec![known(&steps)];
        let mut stand = Stand::new();
        let sara = sara();
        let mut flow = flow_of(rows(), &Role::Relations);
        let mut act =
            |flow: &mut RequestFlow, action| stand.asks(|here| assert!(flow.act(action, Some(&sara), here)));
        act(&mut flow, RequestAction::Begin(StepKind::Delivered));
        let entitlement = flow.entry().unwrap().answer(RequestPart::Entitlement).to_owned();
        assert_eq!(flow.entry().unwrap().part(), RequestPart::Entitlement);
        act(&mut flow, RequestAction::Choose(entitlement));
        assert_eq!(flow.entry().unwrap().answer(RequestPart::Collector), "محمد بن عبد الله");
        act(&mut flow, RequestAction::Next);
        assert_eq!(flow.entry().unwrap().part(), RequestPart::Check);
        act(&mut flow, RequestAction::Next);
        act(&mut flow, RequestAction::Next);
        let fault = flow.entry().unwrap().fault().cloned();
        assert!(
            matches!(fault, Some(RequestFault::Refused(Refusal { field: "signature", .. }))),
            "{fault:?}"
        );
        let signature = Box::new(crate::gallery::sample_signature());
        act(&mut flow, RequestAction::Sign(Some(signature)));
        let step = recorded(&act(&mut flow, RequestAction::Next));
        let Step::Delivered((_, Grant::Amount(amount))) = &step.step else { panic!("{step:?}") };
        assert_eq!(amount.halalas(), 100_000);
        assert!(step.said.collector.is_some() && step.said.signature.is_some());
        // one at a time
        assert!(act(&mut flow, RequestAction::Next).is_empty());
        flow.not_saved(NotSaved::DiskFull);
        assert_eq!(flow.entry().unwrap().fault(), Some(&RequestFault::NotSaved(NotSaved::DiskFull)));
    }

    #[test]
    fn once_something_was_handed_over_the_applicant_is_asked_to_rate_and_nothing_is_told_of_the_request() {
        let mut stand = Stand::new();
        let sara = sara();
        let mut flow = flow_of(vec![known(&history(&usual))], &Role::Relations);
        let mut act =
            |flow: &mut RequestFlow, action| stand.asks(|here| assert!(flow.act(action, Some(&sara), here)));
        act(&mut flow, RequestAction::Begin(StepKind::Delivered));
        assert!(!flow.offers_rating());
        let entitlement = flow.entry().unwrap().answer(RequestPart::Entitlement).to_owned();
        act(&mut flow, RequestAction::Choose(entitlement));
        (0..2).for_each(|_| drop(act(&mut flow, RequestAction::Next)));
        let signature = Box::new(crate::gallery::sample_signature());
        act(&mut flow, RequestAction::Sign(Some(signature)));
        let step = recorded(&act(&mut flow, RequestAction::Next));
        stand.asks(|here| flow.saved(step.id, here));
        assert!(flow.is_saved() && flow.offers_rating());
        let mut act =
            |flow: &mut RequestFlow, action| stand.asks(|here| assert!(flow.act(action, Some(&sara), here)));
        assert!(matches!(act(&mut flow, RequestAction::Rate).as_slice(), [Ask::BeginRating]));
        act(&mut flow, RequestAction::Begin(StepKind::Answered));
        assert!(!flow.offers_rating(), "once");
    }

    #[test]
    fn only_a_letter_has_a_number() {
        let mut steps = history(&usual);
        steps.truncate(6);
        let mut flow = flow_of(vec![known(&steps)], &Role::Relations);
        let (mut stand, sara) = (Stand::new(), sara());
        let mut act =
            |flow: &mut RequestFlow, action| stand.asks(|here| assert!(flow.act(action, Some(&sara), here)));
        let choose = |code: &str| RequestAction::Choose(code.to_owned());
        act(&mut flow, RequestAction::Begin(StepKind::AnswerAttempted));
        act(&mut flow, choose("phone_call"));
        act(&mut flow, choose("no_answer"));
        assert_eq!(flow.entry().unwrap().part(), RequestPart::Check);
        (0..2).for_each(|_| drop(act(&mut flow, RequestAction::Back)));
        act(&mut flow, choose("letter"));
        act(&mut flow, choose("reached"));
        assert_eq!(flow.entry().unwrap().part(), RequestPart::Letter);
        act(&mut flow, RequestAction::Write("1".repeat(CODE_CHARS_MAX + 1)));
        act(&mut flow, RequestAction::Next);
        assert!(
            act(&mut flow, RequestAction::Next).is_empty(),
            "a number that cannot be kept is not left out"
        );
        let fault = flow.entry().unwrap().fault().cloned();
        assert!(matches!(fault, Some(RequestFault::Refused(Refusal { field: "letter", .. }))), "{fault:?}");
        act(&mut flow, RequestAction::Back);
        act(&mut flow, RequestAction::Write("1448/17".to_owned()));
        act(&mut flow, RequestAction::Next);
        let step = recorded(&act(&mut flow, RequestAction::Next));
        let Step::AnswerAttempted((_, _, Some(letter))) = &step.step else { panic!("{step:?}") };
        assert_eq!(letter.as_str(), "1448/17");
    }

    #[test]
    fn a_paper_is_asked_for_as_the_service_asks_for_it() {
        let mut flow = flow_of(vec![sample_requests().swap_remove(0)], &Role::Relations);
        let (mut stand, sara) = (Stand::new(), sara());
        let mut act =
            |flow: &mut RequestFlow, action| stand.asks(|here| assert!(flow.act(action, Some(&sara), here)));
        let choose = |code: &str| RequestAction::Choose(code.to_owned());
        act(&mut flow, RequestAction::Begin(StepKind::Matched));
        act(&mut flow, choose("income_proof"));
        assert_eq!(flow.entry().unwrap().part(), RequestPart::ValidUntil);
        act(&mut flow, RequestAction::Write("1/1/1455".to_owned()));
        act(&mut flow, RequestAction::Back);
        // another paper, which counts for some days and whose original is seen
        act(&mut flow, choose("family_register"));
        assert_eq!(flow.entry().unwrap().part(), RequestPart::Issued);
        act(&mut flow, RequestAction::Write("1/6/1448".to_owned()));
        act(&mut flow, RequestAction::Next);
        act(&mut flow, choose(NO));
        act(&mut flow, RequestAction::Write("الأصل".to_owned()));
        act(&mut flow, RequestAction::Next);
        let fault = flow.entry().unwrap().fault().cloned();
        assert!(matches!(fault, Some(RequestFault::Refused(Refusal { field: "original", .. }))), "{fault:?}");
        act(&mut flow, RequestAction::Back);
        act(&mut flow, choose(YES));
        let step = recorded(&act(&mut flow, RequestAction::Next));
        let Step::Matched(matched) = &step.step else { panic!("{step:?}") };
        assert_eq!(
            (matched.valid_until, matched.original),
            (None, true),
            "of the other paper nothing is left"
        );
        assert_eq!(matched.issued.map(|day| day.to_string()), Some("h1448-06-01".to_owned()));
        flow.not_saved(NotSaved::Failed);
        (0..3).for_each(|_| drop(act(&mut flow, RequestAction::Back)));
        // the paper of before, of which neither is asked
        act(&mut flow, choose("income_proof"));
        act(&mut flow, RequestAction::Next);
        let step = recorded(&act(&mut flow, RequestAction::Next));
        let Step::Matched(matched) = &step.step else { panic!("{step:?}") };
        assert_eq!((matched.issued, matched.original), (None, false));
        assert_eq!(matched.valid_until.map(|day| day.to_string()), Some("h1455-01-01".to_owned()));
    }

    #[test]
    fn a_paper_that_is_given_names_it_and_its_date() {
        let mut flow = flow_of(vec![sample_requests().swap_remove(0)], &Role::Relations);
        let (mut stand, sara) = (Stand::new(), sara());
        let mut act =
            |flow: &mut RequestFlow, action| stand.asks(|here| assert!(flow.act(action, Some(&sara), here)));
        act(&mut flow, RequestAction::Begin(StepKind::Given));
        act(&mut flow, RequestAction::Next);
        assert_eq!(flow.entry().unwrap().part(), RequestPart::Paper, "one is chosen first");
        act(&mut flow, RequestAction::Choose("income_proof".to_owned()));
        let step = recorded(&act(&mut flow, RequestAction::Next));
        assert_eq!(step.step, Step::Given((Matter::Paper(Code::new("income_proof").unwrap()), None)));
    }
}
