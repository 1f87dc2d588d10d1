//! What follows from all steps of a request: its state, what may come next, what is missing, and what must be settled.

use jiff::civil::Date;

use super::amount::Tally;
use super::duty::{DUTIES, Desk, Duty, roles_for};
use super::paper::{PaperStands, has_expired};
use super::state::target;
use super::step::{AnswerResult, Matter, StepFault};
use super::{
    Amount, AnswerChannel, Decision, Grant, GrantItem, Match, Outcome, Registration, RequestStep, State,
    Step, StepKind, Terms,
};
use crate::domain::{Code, FactId, Role};
use crate::locale::dates::HijriDate;

/// Of which kind a contradiction is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ContradictionKind {
    /// A step that could not follow there.
    Order,
    /// Steps that moved the request on in different ways, none knowing of the other.
    Apart,
    /// Members decided in different ways.
    Decision,
    /// More of an entitlement was handed over than there was.
    Delivery,
    /// Somebody did what they must not do after another step of theirs.
    Duty,
    /// Settlements that say different things, none knowing of the other.
    Settlement,
}

impl ContradictionKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Order, Self::Apart, Self::Decision, Self::Delivery, Self::Duty, Self::Settlement];

    /// Returns the code that exports have.
    pub fn code(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Apart => "apart",
            Self::Decision => "decision",
            Self::Delivery => "delivery",
            Self::Duty => "duty",
            Self::Settlement => "settlement",
        }
    }
}

/// Steps that contradict each other, or the rules, and are to be settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contradiction {
    /// Of which kind.
    pub kind: ContradictionKind,
    /// The steps, in their order.
    pub facts: Vec<FactId>,
}

/// Something without which a request does not go on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Missing {
    /// A paper that was not matched, or has expired.
    Paper(Code),
    /// One of these papers.
    OneOf(Vec<Code>),
    /// An attestation that covers what was given (P-44).
    Attestation,
    /// The regulatory side has to be explained to somebody who was referred (P-43).
    Explanation,
    /// Somebody else's approval of what was prepared.
    Approval,
    /// A study.
    Study,
    /// Another member's decision.
    Decision,
    /// The registration (P-46).
    Registration,
    /// The answer, which the applicant does not have yet (P-45).
    Answer,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Paper(code) => write!(f, "paper:{code}"),
            Self::OneOf(codes) => {
                write!(f, "paper:{}", codes.iter().map(Code::as_str).collect::<Vec<_>>().join("|"))
            }
            Self::Attestation => f.write_str("attestation"),
            Self::Explanation => f.write_str("explanation"),
            Self::Approval => f.write_str("approval"),
            Self::Study => f.write_str("study"),
            Self::Decision => f.write_str("decision"),
            Self::Registration => f.write_str("registration"),
            Self::Answer => f.write_str("answer"),
        }
    }
}

/// Why somebody may not record a step.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {why}")]
pub struct Refusal {
    /// The field at fault.
    pub field: &'static str,
    /// Why.
    pub why: Why,
}

/// Why a step may not be recorded. Its text is for whoever writes lines; people are told in the words of its code.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Why {
    /// Nobody signed in.
    #[error("is missing: sign in with a PIN of your own (--as)")]
    NotSignedIn,
    /// It is done at head office.
    #[error("is done only at head office")]
    OnlyHeadOffice,
    /// Somebody's role may not do it.
    #[error("may not do this step: it takes {}", .0.iter().map(Role::code).collect::<Vec<_>>().join(" or "))]
    Role(&'static [Role]),
    /// They did another step after which they must not do this one.
    #[error("did the step {} of this request: somebody else must do this one", .0.code())]
    Duty(StepKind),
    /// Something contradicts.
    #[error("waits until head office has settled what contradicts")]
    Unsettled,
    /// It does not follow in the state.
    #[error("does not follow in the state {}: see docs/requests.md", .0.code())]
    State(State),
    /// Something must be there first.
    #[error("needs {0} first")]
    Needs(Missing),
    /// It is done once.
    #[error("was done before, and is done once")]
    Once,
    /// The decision grants nothing.
    #[error("needs a decision that grants something")]
    NothingGranted,
    /// There is no objection.
    #[error("needs an objection that was not decided yet")]
    NoObjection,
    /// There is nothing to settle.
    #[error("finds nothing to settle")]
    NothingToSettle,
    /// Head office gives it.
    #[error("is given by head office's own series: leave it out")]
    GivenByHeadOffice,
    /// It is before the earliest day.
    #[error("is before {0}, the earliest day of an answer")]
    BeforeEarliest(Date),
    /// The paper has expired.
    #[error("has passed: an expired paper does not count, record not_valid")]
    Expired,
    /// The original of the paper must be seen.
    #[error("is missing: the original of this paper must be seen")]
    OriginalNotSeen,
    /// It is none of this request's.
    #[error("is none of this request")]
    Unknown,
    /// It moved the request on.
    #[error("moved the request on, and stands")]
    Stands,
    /// All facts of a contradiction must be named.
    #[error("are not what must be settled: name all facts of one contradiction")]
    NotWhole,
    /// A decision that is earlier than the applicant was told needs a reason.
    #[error("is missing: the decision is earlier than the applicant was told")]
    EarlyNeedsReason,
    /// Another member decided otherwise.
    #[error(
        "is not what the member before decided: members who disagree postpone, and decide in another session"
    )]
    Otherwise,
    /// The family would get more in a year than head office said, and nobody said why.
    #[error("is missing: with this the family gets more in a Hijri year than the ceiling")]
    OverCeiling,
    /// Such requests are decided in a session alone.
    #[error("is missing: such requests are decided in a session of the committee")]
    NeedsSession,
    /// There is no such session.
    #[error("is no session's number")]
    UnknownSession,
    /// The request is not dealt with in the session.
    #[error("has another agenda: the request is not on it")]
    NotOnAgenda,
    /// They are not in the session.
    #[error("is not among the members who are present")]
    NotPresent,
    /// They take no part in the request.
    #[error("takes no part in this request")]
    Recused,
    /// They do not chair it.
    #[error("does not chair the session")]
    NotChair,
    /// Too few members are there.
    #[error("has too few members present to decide this request")]
    NoQuorum,
    /// The session is closed.
    #[error("is not possible: the session is closed, and its minutes are not changed")]
    Closed,
    /// The session is still open.
    #[error("is not possible: the session is still open")]
    NotClosed,
    /// It is more than can be allowed before a decision.
    #[error("is more than this service allows before a decision")]
    NotUrgent,
    /// It is more than there is.
    #[error("is more than is left")]
    TooMuch,
    /// It is outside the time of the grant.
    #[error("is outside the time for which it was granted")]
    OutsideTime,
    /// A field is missing or says what cannot be.
    #[error("{0}")]
    Field(&'static str),
    /// Somebody did something since it was looked at.
    #[error("is not what stands here: somebody did something meanwhile")]
    Meanwhile,
}

impl Why {
    /// Returns the code under which people are told it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::OnlyHeadOffice => "only_head_office",
            Self::Role(_) => "role",
            Self::Duty(_) => "duty",
            Self::Unsettled => "unsettled",
            Self::State(_) => "state",
            Self::Needs(_) => "needs",
            Self::Once => "once",
            Self::NothingGranted => "nothing_granted",
            Self::NoObjection => "no_objection",
            Self::NothingToSettle => "nothing_to_settle",
            Self::GivenByHeadOffice => "given_by_head_office",
            Self::BeforeEarliest(_) => "before_earliest",
            Self::Expired => "expired",
            Self::OriginalNotSeen => "original_not_seen",
            Self::Unknown => "unknown",
            Self::Stands => "stands",
            Self::NotWhole => "not_whole",
            Self::EarlyNeedsReason => "early_needs_reason",
            Self::Otherwise => "otherwise",
            Self::NeedsSession => "needs_session",
            Self::UnknownSession => "unknown_session",
            Self::NotOnAgenda => "not_on_agenda",
            Self::NotPresent => "not_present",
            Self::Recused => "recused",
            Self::NotChair => "not_chair",
            Self::NoQuorum => "no_quorum",
            Self::Closed => "closed",
            Self::NotClosed => "not_closed",
            Self::OverCeiling => "over_ceiling",
            Self::NotUrgent => "not_urgent",
            Self::TooMuch => "too_much",
            Self::OutsideTime => "outside_time",
            Self::Field(_) => "field",
            Self::Meanwhile => "meanwhile",
        }
    }
}

impl Refusal {
    pub(super) fn new(field: &'static str, why: Why) -> Self {
        Self { field, why }
    }
}

impl From<StepFault> for Refusal {
    fn from(StepFault { field, reason }: StepFault) -> Self {
        Self::new(field, Why::Field(reason))
    }
}

/// Something prepared to be handed over, and what was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entitlement {
    pub id: FactId,
    /// The place of the step that prepared it.
    pub place: usize,
    pub prepared_by: Option<Code>,
    /// Who approved it.
    pub approved_by: Option<Code>,
    /// It was approved.
    pub is_approved: bool,
    /// It is help that was allowed before the decision.
    pub is_provisional: bool,
    /// All of it; nothing where that was settled away.
    pub whole: Tally,
    pub handed_over: Tally,
    pub deliveries: Vec<usize>,
}

/// What follows from the steps of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The state.
    pub state: State,
    /// The state that would be if nothing had to be settled.
    pub(super) within: State,
    /// An objection waits to be decided.
    pub objected: bool,
    /// The objection came after the days in which the applicant can object.
    pub objected_late: bool,
    pub(super) objected_on: Option<Date>,
    pub(super) answered_on: Option<Date>,
    /// The most help that was allowed before the decision.
    pub(super) allowed: Tally,
    /// What was handed over and came back, with its day.
    pub(super) given: Vec<(Date, Tally)>,
    /// The number that head office gave it.
    pub request_no: Option<Code>,
    /// The number of its registration.
    pub registration_no: Option<Code>,
    /// The date that the applicant was told.
    pub told_date: Option<Date>,
    /// The day on which it was submitted.
    pub submitted_on: Option<Date>,
    /// The decision of the members so far.
    pub(super) decision: Option<Decision>,
    /// What must be settled, in the order of its first step.
    pub settle: Vec<Contradiction>,
    /// The steps that no other one saw: what the next one names as seen.
    pub ends: Vec<FactId>,
    pub(super) terms: Terms,
    pub(super) papers: Vec<PaperStands>,
    pub(super) is_attested: bool,
    pub(super) is_covered: bool,
    pub(super) waits_for_decider: bool,
    pub(super) entitlements: Vec<Entitlement>,
    pub(super) did: Vec<(StepKind, Code)>,
    pub(super) steps: Vec<(FactId, StepKind)>,
}

impl Case {
    /// The first day on which an answer may be given: the submission and the terms' days (P-45).
    pub fn earliest(&self) -> Option<Date> {
        self.earliest_after(self.submitted_on?)
    }

    /// Returns that day for a submission on a day.
    pub fn earliest_after(&self, submitted: Date) -> Option<Date> {
        days_after(submitted, self.terms.floor_days)
    }

    /// The day from which the applicant expects an answer: the one that they were told, else the first one.
    pub fn answer_from(&self) -> Option<Date> {
        self.told_date.or(self.earliest())
    }

    /// The last day on which an answer should be given, if head office set one (P-45).
    pub fn latest(&self) -> Option<Date> {
        days_after(self.submitted_on?, self.terms.latest_days?)
    }

    /// The last day on which the applicant can object, once the answer was given.
    pub fn objection_until(&self) -> Option<Date> {
        days_after(self.answered_on?, self.terms.objection_days)
    }

    /// The day by which somebody should do what comes next: decide the objection, or give the answer.
    pub fn due(&self) -> Option<Date> {
        match self.objected_on.filter(|_| self.objected) {
            Some(objected) => days_after(objected, self.terms.reply_days),
            None => self.answer_from(),
        }
    }

    /// Tells whether the committee can decide it.
    pub fn can_be_decided(&self) -> bool {
        self.settle.is_empty() && target(self.within, StepKind::Decided).is_some()
    }

    /// Returns how many members must be present where it is decided; 0 where it is decided without a session.
    pub fn quorum(&self) -> i64 {
        self.terms.quorum
    }

    /// Help was handed over before a decision, and none has granted it since.
    pub fn is_provisional(&self) -> bool {
        let is_given = |known: &Entitlement| known.is_provisional && !known.handed_over.is_nothing();
        !self.is_granted() && self.entitlements.iter().any(is_given)
    }

    /// Returns the money that was handed over in a year of the Hijra, in halalas, what came back taken off.
    pub fn money_in(&self, year: i32) -> i64 {
        let in_year = self.given.iter().filter(|(day, _)| HijriDate::from(*day).year == year);
        in_year.map(|(_, given)| given.money()).sum()
    }

    /// Returns the flags beside the state, by their codes.
    pub fn flags(&self) -> Vec<&'static str> {
        let all = [
            (self.objected, "objected"),
            (self.objected && self.objected_late, "objected_late"),
            (self.is_provisional(), "provisional"),
        ];
        all.into_iter().filter(|(is, _)| *is).map(|(_, code)| code).collect()
    }

    /// Returns what was decided; `None` while another member has to decide alike.
    pub fn decided(&self) -> Option<&Decision> {
        self.decision.as_ref().filter(|_| !self.waits_for_decider)
    }

    /// Returns the outcome of what was decided.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.decided().map(|decision| &decision.outcome)
    }

    /// Returns what was handed over in all, what came back taken off: money and goods. What must be settled is counted too.
    pub fn delivered(&self) -> (Option<Amount>, Vec<GrantItem>) {
        let mut all = Tally::default();
        self.entitlements.iter().for_each(|entitlement| all.join(&entitlement.handed_over));
        all.into_parts()
    }

    /// Returns what is prepared to be handed over and was not yet: each entitlement with what is left of it, money and goods.
    pub fn entitlements(&self) -> impl Iterator<Item = (FactId, Option<Amount>, Vec<GrantItem>)> {
        self.entitlements.iter().map(|known| {
            let mut left = known.whole.clone();
            left.take(&known.handed_over);
            let (amount, items) = left.into_parts();
            (known.id, amount, items)
        })
    }

    /// Returns what is missing on a day, without which the request does not go on.
    pub fn missing(&self, today: Date) -> Vec<Missing> {
        let mut missing = Vec::new();
        match self.within {
            State::Receiving | State::Referred | State::Ready | State::Returned => {
                if self.within == State::Referred {
                    missing.push(Missing::Explanation);
                }
                missing.extend(self.papers_missing(today));
                if !self.is_attested || !self.is_covered {
                    missing.push(Missing::Attestation);
                }
            }
            State::Submitted | State::Studied | State::Postponed => {
                if self.terms.study && self.within == State::Submitted {
                    missing.push(Missing::Study);
                }
                if self.needs_registration() {
                    missing.push(Missing::Registration);
                }
                if self.waits_for_decider {
                    missing.push(Missing::Decision);
                }
            }
            State::Accepted | State::Refused => missing.push(Missing::Answer),
            State::Answered if self.needs_registration() => missing.push(Missing::Registration),
            State::Delivering if self.entitlements.iter().any(|known| self.lacks_approval(known)) => {
                missing.push(Missing::Approval);
            }
            State::Answered | State::Registered | State::Delivering | State::Delivered => {}
            State::Withdrawn | State::Closed | State::NeedsSettling => {}
        }
        missing
    }

    fn needs_registration(&self) -> bool {
        if self.registration_no.is_some() {
            return false;
        }
        match self.within {
            State::Answered => self.is_granted(),
            _ => self.terms.registration == Registration::BeforeDecision,
        }
    }

    fn is_granted(&self) -> bool {
        matches!(self.outcome(), Some(Outcome::Accept | Outcome::Part))
    }

    /// Returns the steps that may follow on a day, whoever does them.
    pub fn next(&self, today: Date) -> Vec<StepKind> {
        if !self.settle.is_empty() {
            return vec![StepKind::Settled];
        }
        let may = |kind: &StepKind| *kind != StepKind::Settled && self.may_follow(*kind, today).is_ok();
        StepKind::ALL.iter().copied().filter(may).collect()
    }

    /// Tells whether a step may follow on a day, whatever it says and whoever does it.
    fn may_follow(&self, kind: StepKind, today: Date) -> Result<(), Refusal> {
        let state = self.within;
        let lacks = |missing: Vec<Missing>| match missing.first() {
            None => Ok(()),
            Some(first) => Err(Refusal::new("step", Why::Needs(first.clone()))),
        };
        if kind != StepKind::Settled && target(state, kind).is_none() {
            return Err(Refusal::new("step", Why::State(state)));
        }
        match kind {
            StepKind::Submitted | StepKind::Completed => lacks(self.missing(today)),
            StepKind::Numbered if self.request_no.is_some() => Err(Refusal::new("step", Why::Once)),
            StepKind::Registered if self.registration_no.is_some() => Err(Refusal::new("step", Why::Once)),
            StepKind::Registered if !self.needs_registration() => {
                Err(Refusal::new("step", Why::Needs(Missing::Answer)))
            }
            StepKind::Decided if self.terms.study && state == State::Submitted => {
                Err(Refusal::new("step", Why::Needs(Missing::Study)))
            }
            StepKind::Decided if self.needs_registration() => {
                Err(Refusal::new("step", Why::Needs(Missing::Registration)))
            }
            StepKind::Prepared | StepKind::Approved | StepKind::Delivered | StepKind::Returned
                if !self.is_granted() && self.allowed.is_nothing() =>
            {
                Err(Refusal::new("step", Why::NothingGranted))
            }
            StepKind::Allowed if self.terms.provisional.is_none() => {
                Err(Refusal::new("step", Why::NotUrgent))
            }
            StepKind::Delivered | StepKind::Approved if self.entitlements.is_empty() => {
                Err(Refusal::new("step", Why::Unknown))
            }
            StepKind::Prepared if self.granted().is_within(&self.prepared()) => {
                Err(Refusal::new("step", Why::TooMuch))
            }
            StepKind::Returned if self.entitlements.iter().all(|known| known.handed_over.is_nothing()) => {
                Err(Refusal::new("step", Why::TooMuch))
            }
            StepKind::Prepared if self.is_granted() && self.registration_no.is_none() => {
                Err(Refusal::new("step", Why::Needs(Missing::Registration)))
            }
            StepKind::ObjectionDecided if !self.objected => Err(Refusal::new("step", Why::NoObjection)),
            StepKind::Objected if self.objected => Err(Refusal::new("step", Why::Once)),
            StepKind::Settled if self.settle.is_empty() => Err(Refusal::new("step", Why::NothingToSettle)),
            _ => Ok(()),
        }
    }

    /// Tells whether somebody may record a step now, `day` being the day on which it was done. `by` is whose own PIN or sign-in
    /// opened it, with their role; `None` for the applicant alone.
    ///
    /// # Errors
    /// [`Refusal`] with the field and what to do.
    pub fn may(
        &self,
        step: &RequestStep,
        by: Option<(&Code, &Role)>,
        at: Desk,
        day: Date,
    ) -> Result<(), Refusal> {
        let kind = step.step.kind();
        self.may_by(kind, by, at)?;
        if !self.settle.is_empty() && step.step.moves() {
            return Err(Refusal::new("step", Why::Unsettled));
        }
        self.may_follow(kind, day)?;
        self.may_say(step, by.map(|(person, _)| person), day)
    }

    /// Tells whether somebody may do a step of this request, whatever it says.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn may_by(&self, kind: StepKind, by: Option<(&Code, &Role)>, at: Desk) -> Result<(), Refusal> {
        let Some((person, role)) = by else {
            let refused = Refusal::new("by", Why::NotSignedIn);
            return if kind.is_the_applicants() { Ok(()) } else { Err(refused) };
        };
        let (desk, roles) = roles_for(kind);
        if desk > at {
            return Err(Refusal::new("step", Why::OnlyHeadOffice));
        }
        if !roles.contains(role) {
            return Err(Refusal::new("by", Why::Role(roles)));
        }
        match self.duty_against(kind, person) {
            None => Ok(()),
            Some(after) => Err(Refusal::new("by", Why::Duty(after))),
        }
    }

    /// Returns the earlier step for which a person must not do this one.
    pub(super) fn duty_against(&self, kind: StepKind, person: &Code) -> Option<StepKind> {
        let did = |after: StepKind| self.did.iter().any(|(kind, by)| *kind == after && by == person);
        DUTIES.iter().find(|duty| duty.step == kind && did(duty.after)).map(|Duty { after, .. }| *after)
    }

    fn may_say(&self, step: &RequestStep, by: Option<&Code>, day: Date) -> Result<(), Refusal> {
        match &step.step {
            Step::Numbered(Some(_)) | Step::Registered(Some(_)) => {
                Err(Refusal::new("number", Why::GivenByHeadOffice))
            }
            Step::Submitted(told) => match self.earliest_after(day) {
                Some(earliest) if *told < earliest => {
                    Err(Refusal::new("told_date", Why::BeforeEarliest(earliest)))
                }
                Some(_) | None => Ok(()),
            },
            Step::Matched(Match { matter: Matter::Paper(_), valid_until, .. })
                if has_expired(*valid_until, day) =>
            {
                Err(Refusal::new("valid_until", Why::Expired))
            }
            Step::Matched(Match { matter, on_file: Some(fact), .. })
                if !self.stands_on_file(matter, *fact) =>
            {
                Err(Refusal::new("fact", Why::Unknown))
            }
            Step::Matched(Match { matter: Matter::Paper(paper), original: false, .. })
                if self.rule_of(paper).is_some_and(|rule| rule.original) =>
            {
                Err(Refusal::new("original", Why::OriginalNotSeen))
            }
            Step::Decided(decision) => self.may_decide(decision, step, day),
            Step::Prepared(grant) => self.may_prepare(grant.as_ref()),
            Step::Allowed(amount) => self.may_allow(*amount),
            Step::Delivered((_, grant)) if !step.said.has_reason() && self.passes_ceiling(grant, day) => {
                Err(Refusal::new("reason", Why::OverCeiling))
            }
            Step::Delivered((id, grant)) => self.may_hand_over(*id, grant, by, day),
            Step::Approved(Some(id)) => self.entitlement(*id).map(drop),
            Step::Returned((id, grant)) => self.may_come_back(*id, grant),
            Step::Corrected(id) => match self.steps.iter().find(|(known, _)| known == id) {
                Some((_, kind)) if kind.can_be_corrected() => Ok(()),
                Some(_) => Err(Refusal::new("fact", Why::Stands)),
                None => Err(Refusal::new("fact", Why::Unknown)),
            },
            Step::Settled((facts, _)) => {
                let is_one = |named: &Contradiction| named.facts.iter().all(|fact| facts.contains(fact));
                if self.settle.iter().any(is_one) {
                    Ok(())
                } else {
                    Err(Refusal::new("facts", Why::NotWhole))
                }
            }
            _ => Ok(()),
        }
    }

    /// Tells whether the family got, or would get with so much more of this request, more money in the year of a day than the ceiling.
    pub fn passes_ceiling(&self, more: &Grant, day: Date) -> bool {
        let Some(ceiling) = self.terms.ceiling else { return false };
        let more = Tally::of(more).money();
        let so_far = self.money_in(HijriDate::from(day).year);
        more > 0 && so_far.saturating_add(more) > ceiling.halalas()
    }

    fn may_decide(&self, decision: &Decision, step: &RequestStep, day: Date) -> Result<(), Refusal> {
        let is_answer = matches!(decision.outcome, Outcome::Accept | Outcome::Part | Outcome::Refuse);
        if is_answer && !(self.is_attested && self.is_covered) {
            return Err(Refusal::new("step", Why::Needs(Missing::Attestation)));
        }
        if is_answer && !step.said.has_reason() && self.earliest().is_some_and(|earliest| day < earliest) {
            return Err(Refusal::new("reason", Why::EarlyNeedsReason));
        }
        if let Some(grant) = &decision.grant
            && !step.said.has_reason()
            && self.passes_ceiling(grant, day)
        {
            return Err(Refusal::new("reason", Why::OverCeiling));
        }
        match &self.decision {
            Some(earlier) if self.waits_for_decider && earlier != decision => {
                Err(Refusal::new("outcome", Why::Otherwise))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn may_prepare(&self, grant: Option<&Grant>) -> Result<(), Refusal> {
        let whole = self.granted();
        let mut prepared = self.prepared();
        prepared.join(&grant.map_or_else(|| self.to_prepare(), Tally::of));
        if prepared.is_within(&whole) { Ok(()) } else { Err(Refusal::new("amount", Why::TooMuch)) }
    }

    /// Returns what was prepared to be handed over, money and goods.
    pub(super) fn prepared(&self) -> Tally {
        let mut prepared = Tally::default();
        self.entitlements.iter().for_each(|known| prepared.join(&known.whole));
        prepared
    }

    fn may_allow(&self, amount: Amount) -> Result<(), Refusal> {
        let most = self.terms.provisional.map_or(0, Amount::halalas);
        let all = self.allowed.money().saturating_add(amount.halalas());
        if all <= most { Ok(()) } else { Err(Refusal::new("amount", Why::NotUrgent)) }
    }

    /// Returns what was granted, money and goods: before a decision what was allowed. What was prepared of that counts as granted
    /// once something is.
    pub(super) fn granted(&self) -> Tally {
        let grant = self.decided().and_then(|decision| decision.grant.as_ref());
        let Some(grant) = grant else { return self.allowed.clone() };
        let mut granted = Tally::of(grant);
        granted.raise_to(&self.prepared_before());
        granted
    }

    /// Returns what was prepared before a decision.
    fn prepared_before(&self) -> Tally {
        let mut before = Tally::default();
        let provisional = self.entitlements.iter().filter(|known| known.is_provisional);
        provisional.for_each(|known| before.join(&known.whole));
        before
    }

    /// Returns what is prepared where nothing is said of how much: all that was granted, but for what was prepared before.
    pub(super) fn to_prepare(&self) -> Tally {
        let mut all = self.granted();
        if self.is_granted() {
            all.take(&self.prepared_before());
        }
        all
    }

    /// Tells whether more money is handed over than two people may alone, and nobody approved it.
    pub(super) fn lacks_approval(&self, entitlement: &Entitlement) -> bool {
        self.takes_three(entitlement) && !entitlement.is_approved
    }

    pub(super) fn takes_three(&self, entitlement: &Entitlement) -> bool {
        self.terms.approve_over.is_some_and(|over| entitlement.whole.money() > over.halalas())
    }

    /// Returns the step after which a person must not hand an entitlement over, which takes three people.
    pub(super) fn third_is(&self, entitlement: &Entitlement, by: Option<&Code>) -> Option<StepKind> {
        let by = by.filter(|_| self.takes_three(entitlement))?;
        let did =
            [(&entitlement.prepared_by, StepKind::Prepared), (&entitlement.approved_by, StepKind::Approved)];
        did.into_iter().find(|(person, _)| person.as_ref() == Some(by)).map(|(_, step)| step)
    }

    fn may_hand_over(&self, id: FactId, grant: &Grant, by: Option<&Code>, day: Date) -> Result<(), Refusal> {
        let entitlement = self.entitlement(id)?;
        if self.lacks_approval(entitlement) {
            return Err(Refusal::new("step", Why::Needs(Missing::Approval)));
        }
        if let Some(after) = self.third_is(entitlement, by) {
            return Err(Refusal::new("by", Why::Duty(after)));
        }
        let (from, to) = self.decision.as_ref().map_or((None, None), |decision| (decision.from, decision.to));
        if from.is_some_and(|from| day < from) || to.is_some_and(|to| day > to) {
            return Err(Refusal::new("at", Why::OutsideTime));
        }
        let mut all = entitlement.handed_over.clone();
        all.add(grant, 1);
        if all.is_within(&entitlement.whole) { Ok(()) } else { Err(Refusal::new("amount", Why::TooMuch)) }
    }

    fn may_come_back(&self, id: FactId, grant: &Grant) -> Result<(), Refusal> {
        let mut back = Tally::default();
        back.add(grant, 1);
        if back.is_within(&self.entitlement(id)?.handed_over) {
            Ok(())
        } else {
            Err(Refusal::new("amount", Why::TooMuch))
        }
    }

    fn entitlement(&self, id: FactId) -> Result<&Entitlement, Refusal> {
        let known = self.entitlements.iter().find(|entitlement| entitlement.id == id);
        known.ok_or_else(|| Refusal::new("entitlement", Why::Unknown))
    }
}

impl Step {
    /// Tells whether it can move a request to another state, or uses an entitlement: two such steps of which neither saw the other
    /// contradict each other.
    pub fn moves(&self) -> bool {
        match self {
            Self::AnswerAttempted((channel, result, _)) => answers(channel, result),
            step => step.kind().can_move(),
        }
    }
}

/// Tells whether an attempt gave the answer.
pub(super) fn answers(channel: &AnswerChannel, result: &AnswerResult) -> bool {
    *result == AnswerResult::Reached && !matches!(channel, AnswerChannel::Sms | AnswerChannel::Whatsapp)
}

impl StepKind {
    fn can_move(self) -> bool {
        use StepKind as K;
        match self {
            K::Received | K::Answered | K::Given | K::Matched | K::NotValid | K::Came | K::Numbered => false,
            K::Allowed | K::Approved | K::Objected | K::Corrected | K::Settled => false,
            K::Referred | K::Explained | K::Attested | K::Submitted | K::Studied | K::Decided => true,
            K::AnswerAttempted | K::Completed | K::Registered | K::Prepared => true,
            K::Delivered | K::Returned | K::Withdrawn | K::ObjectionDecided => true,
        }
    }

    /// Tells whether a mistake in it can be corrected: it moved nothing on.
    pub(super) fn can_be_corrected(self) -> bool {
        use StepKind as K;
        matches!(
            self,
            K::Received | K::Answered | K::Given | K::Matched | K::NotValid | K::Came | K::Explained
        )
    }
}

fn days_after(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}
