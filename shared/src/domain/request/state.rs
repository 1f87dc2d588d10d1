//! The states of a request, and the one table that says which step may follow in which, and where it leads.

use super::StepKind;

/// The state of a request: always exactly one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// Data and papers are being received and matched.
    Receiving,
    /// The applicant is with the research officer (P-43).
    Referred,
    /// The data are attested (P-44).
    Ready,
    /// With the research committee (P-45).
    Submitted,
    /// Studied, to be decided.
    Studied,
    /// Sent back for something to be completed.
    Returned,
    /// Put off to another session, or another body is asked.
    Postponed,
    /// Accepted, and the applicant does not know yet.
    Accepted,
    /// Refused, likewise.
    Refused,
    /// The answer was given.
    Answered,
    /// Registered (P-46).
    Registered,
    /// Something is prepared to be handed over, or handed over in part (P-47).
    Delivering,
    /// All of it was handed over.
    Delivered,
    /// Withdrawn by the applicant.
    Withdrawn,
    /// Nothing more is to be done.
    Closed,
    /// Steps contradict each other, and somebody must settle that.
    NeedsSettling,
}

impl State {
    /// All states, in the order in which a request goes through them.
    pub const ALL: [Self; 16] = [
        Self::Receiving,
        Self::Referred,
        Self::Ready,
        Self::Submitted,
        Self::Studied,
        Self::Returned,
        Self::Postponed,
        Self::Accepted,
        Self::Refused,
        Self::Answered,
        Self::Registered,
        Self::Delivering,
        Self::Delivered,
        Self::Withdrawn,
        Self::Closed,
        Self::NeedsSettling,
    ];

    /// Returns the code that exports have.
    pub fn code(self) -> &'static str {
        match self {
            Self::Receiving => "receiving",
            Self::Referred => "referred",
            Self::Ready => "ready",
            Self::Submitted => "submitted",
            Self::Studied => "studied",
            Self::Returned => "returned",
            Self::Postponed => "postponed",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Answered => "answered",
            Self::Registered => "registered",
            Self::Delivering => "delivering",
            Self::Delivered => "delivered",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
            Self::NeedsSettling => "needs_settling",
        }
    }

    /// Tells whether somebody still has something to do about it.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Delivered | Self::Withdrawn | Self::Closed)
    }

    /// Tells whether the committee is still to decide.
    pub(super) fn is_undecided(self) -> bool {
        matches!(
            self,
            Self::Receiving
                | Self::Referred
                | Self::Ready
                | Self::Submitted
                | Self::Studied
                | Self::Returned
                | Self::Postponed
        )
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Where a step leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepTarget {
    /// The state stays.
    Stays,
    /// To this state.
    To(State),
    /// Where the step's own content says: a decision, an answer, a registration, a delivery, what became of an objection.
    AsItSays,
}

/// The table: what a step does in a state; `None` where it may not follow. It is the same for every service; what a service asks
/// for beside it stands in its terms.
pub fn target(state: State, step: StepKind) -> Option<StepTarget> {
    use State::{
        Accepted, Answered, Delivered, Delivering, Postponed, Ready, Receiving, Referred, Refused,
        Registered, Returned, Studied, Submitted, Withdrawn,
    };
    use StepKind as K;
    use StepTarget::{AsItSays, Stays, To};
    let is_before_submission = matches!(state, Receiving | Referred | Ready);
    let is_at_head_office = matches!(state, Submitted | Studied | Returned | Postponed);
    let is_undecided = state.is_undecided();
    let is_decided = matches!(state, Accepted | Refused | Answered | Registered | Delivering);
    match step {
        K::Received => (state == Receiving).then_some(Stays),
        K::Answered => (is_before_submission || is_at_head_office || is_decided).then_some(Stays),
        K::Given | K::Matched | K::NotValid => (is_before_submission || is_at_head_office).then_some(Stays),
        K::Referred => matches!(state, Receiving | Ready).then_some(To(Referred)),
        K::Came => (state == Referred).then_some(Stays),
        K::Explained if state == Referred => Some(To(Receiving)),
        K::Explained => is_before_submission.then_some(Stays),
        K::Allowed => (is_before_submission || is_at_head_office).then_some(Stays),
        K::Attested if state == Receiving => Some(To(Ready)),
        K::Attested => matches!(state, Ready | Returned).then_some(Stays),
        K::Submitted => (state == Ready).then_some(To(Submitted)),
        // it was submitted, whatever became of it since
        K::Numbered => (is_at_head_office || is_decided || state == Withdrawn).then_some(Stays),
        K::Studied => match state {
            Submitted => Some(To(Studied)),
            Studied => Some(Stays),
            _ => None,
        },
        K::Decided => matches!(state, Submitted | Studied | Postponed).then_some(AsItSays),
        K::AnswerAttempted => matches!(state, Accepted | Refused).then_some(AsItSays),
        K::Completed => (state == Returned).then_some(To(Submitted)),
        K::Registered => matches!(state, Submitted | Studied | Postponed | Answered).then_some(AsItSays),
        K::Prepared => match state {
            Answered | Registered => Some(To(Delivering)),
            Delivering => Some(Stays),
            // of help that was allowed before the decision
            _ => is_undecided.then_some(Stays),
        },
        K::Approved => (state == Delivering || is_undecided).then_some(Stays),
        K::Delivered => (state == Delivering || is_undecided).then_some(AsItSays),
        K::Returned => (matches!(state, Delivering | Delivered) || is_undecided).then_some(AsItSays),
        K::Withdrawn => {
            let is_open = is_before_submission || is_at_head_office;
            (is_open || matches!(state, Accepted | Refused | Answered | Registered)).then_some(To(Withdrawn))
        }
        K::Objected => matches!(state, Refused | Answered | Registered).then_some(Stays),
        K::ObjectionDecided => matches!(state, Refused | Answered | Registered).then_some(AsItSays),
        K::Corrected => Some(Stays),
        K::Settled => Some(Stays),
    }
}
