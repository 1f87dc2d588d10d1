//! A support request (طلب دعم, P-40 to P-47): what was asked, what was done about it, step by step, and the state that follows.
//! Steps are facts that never change; the state is a pure fold over them, the same on every replica.

mod amount;
mod case;
mod duty;
mod fold;
mod order;
mod paper;
mod state;
mod step;
mod words;

pub use amount::{AMOUNT_HALALAS_MAX, Amount, GRANT_ITEMS_MAX, Grant, GrantItem};
pub use case::{Case, Contradiction, ContradictionKind, Missing, Refusal, Why};
pub use duty::{DUTIES, Desk, Duty, may_ask, roles_for};
pub use fold::{day_of, fold};
pub use paper::{
    Family, Match, PAPER_DAYS_MAX, PAPER_GROUPS_MAX, PAPERS_MAX, PaperNeed, PaperOnFile, PaperRule,
};
pub use state::{State, StepTarget, target};
pub use step::{
    AnswerChannel, AnswerResult, Decision, FACTS_NAMED_MAX, Matter, ObjectionOutcome, Outcome,
    Recommendation, RequestStep, Said, Step, StepFault, StepFields, StepKind,
};
pub use words::RequestWords;
pub(in crate::domain) use words::one_of_words;

use super::codes::open_enum;
use super::{Channel, Code, FactId, Moment, Person};

/// The days between a submission and the earliest answer, where head office set none (P-45).
pub const FLOOR_DAYS: i64 = 14;

/// The most days of any of a request's terms: a year.
pub const DAYS_MAX: i64 = 366;

/// The days within which an applicant can object, and those within which an objection is decided, where head office set none.
pub const OBJECTION_DAYS: i64 = 30;

/// Most members who must decide alike.
pub const DECIDERS_MAX: i64 = 9;

/// Members who must decide alike, where head office set no number.
pub const DECIDERS: i64 = 2;

open_enum! {
    /// When the registration procedures are completed (P-46): the policy does not say, so each service does.
    Registration {
        /// Before the committee decides.
        BeforeDecision = "before_decision",
        /// Once the answer was given.
        AfterDecision = "after_decision",
    }
}

/// What head office asked of a service when a request for it began: it holds for that request, whatever the catalog says later.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// The papers that are asked for (P-42).
    pub papers: Vec<PaperRule>,
    /// The committee decides only after a study (P-43).
    pub study: bool,
    /// When it is registered.
    pub registration: Registration,
    /// Days between the submission and the earliest answer (P-45), 0 to 366.
    pub floor_days: i64,
    /// Days between the submission and the latest answer, 1 to 366.
    pub latest_days: Option<i64>,
    /// Members who must decide alike, 1 to 9.
    pub deciders: i64,
    /// Members who must be present in the session that decides it, 0 to 9; 0: it is decided without a session.
    pub quorum: i64,
    /// Days after the answer within which the applicant can object, 0 to 366; later objections are kept and marked.
    pub objection_days: i64,
    /// Days within which an objection is decided, 0 to 366.
    pub reply_days: i64,
    /// Money above which preparing, approving and handing over take three people.
    pub approve_over: Option<Amount>,
    /// The most that can be allowed as help before a decision; none where nothing can.
    pub provisional: Option<Amount>,
    /// Money above which a family's aid of a Hijri year is passed only with a reason.
    pub ceiling: Option<Amount>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            papers: Vec::new(),
            study: false,
            registration: Registration::AfterDecision,
            floor_days: FLOOR_DAYS,
            latest_days: None,
            deciders: DECIDERS,
            quorum: 0,
            objection_days: OBJECTION_DAYS,
            reply_days: OBJECTION_DAYS,
            approve_over: None,
            provisional: None,
            ceiling: None,
        }
    }
}

impl Terms {
    /// Tells whether the numbers are within their limits: the field at fault.
    pub fn fault(&self) -> Option<&'static str> {
        let days = [
            ("floor_days", self.floor_days, 0),
            ("latest_days", self.latest_days.unwrap_or(1), 1),
            ("objection_days", self.objection_days, 0),
            ("reply_days", self.reply_days, 0),
        ];
        if let Some((field, ..)) = days.iter().find(|(_, days, least)| !(*least..=DAYS_MAX).contains(days)) {
            return Some(field);
        }
        let days = |rule: &PaperRule| rule.days.is_none_or(|days| (1..=PAPER_DAYS_MAX).contains(&days));
        if !self.papers.iter().all(days) || PaperRule::twice(&self.papers).is_some() {
            return Some("papers");
        }
        if !(0..=DECIDERS_MAX).contains(&self.quorum) {
            return Some("quorum");
        }
        (!(1..=DECIDERS_MAX).contains(&self.deciders)).then_some("deciders")
    }

    /// Returns what is asked of somebody of a group: the papers of other groups are left out.
    #[must_use]
    pub fn of_group(mut self, group: Option<&Code>) -> Self {
        let group = group.map(Code::listed);
        let is_asked = |rule: &PaperRule| {
            rule.groups.is_empty() || group.as_ref().is_some_and(|group| rule.groups.contains(group))
        };
        self.papers.retain(is_asked);
        self.papers.iter_mut().for_each(|rule| rule.groups.clear());
        self
    }
}

/// Somebody asks for support: the first fact of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Its id on every replica, and the request's.
    pub id: FactId,
    /// When it was asked.
    pub at: Moment,
    /// The channel it came through.
    pub channel: Channel,
    /// The service asked for.
    pub service: Code,
    /// Whom it is for, as they were given; `None` once the person is erased.
    pub beneficiary: Option<Person>,
    /// What head office asked of the service then; `None` where it set nothing: [`Terms::default`].
    pub terms: Option<Terms>,
}

#[cfg(test)]
mod tests;
