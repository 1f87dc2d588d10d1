//! Who may do what (P-1): one table of steps and roles, and the duties that must not meet in one person. Windows,
//! pages and lines read these; nothing else refuses anybody.

use super::{Refusal, StepKind, Why};
use crate::domain::Role;

/// Where somebody works. What can be done at a branch can be done at head office too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Desk {
    /// At a branch or in the field.
    Branch,
    /// At head office.
    HeadOffice,
}

const FRONT: &[Role] = &[Role::Representative, Role::Relations, Role::SocialResearch];

/// Returns the roles that may do a step, and the first desk at which it can be done. What the applicant may do alone is told by [`StepKind::is_the_applicants`].
pub fn roles_for(step: StepKind) -> (Desk, &'static [Role]) {
    use StepKind as K;
    match step {
        K::Received | K::Answered | K::Given | K::Matched | K::NotValid | K::Referred | K::Came => {
            (Desk::Branch, FRONT)
        }
        K::Attested | K::Submitted | K::AnswerAttempted | K::Completed => (Desk::Branch, FRONT),
        K::Prepared | K::Delivered | K::Returned | K::Withdrawn | K::Objected => (Desk::Branch, FRONT),
        K::Corrected => (Desk::Branch, FRONT),
        // the research officer's own: P-43, and the study
        K::Explained | K::Studied => (Desk::Branch, &[Role::SocialResearch]),
        K::Decided | K::ObjectionDecided => (Desk::HeadOffice, &[Role::Committee]),
        K::Allowed | K::Approved => (Desk::HeadOffice, &[Role::Committee, Role::Administrator]),
        K::Numbered | K::Registered => (Desk::HeadOffice, &[Role::Relations, Role::Administrator]),
        K::Settled => (Desk::HeadOffice, &[Role::Relations, Role::Administrator]),
    }
}

/// Tells whether somebody in a role may record that a person asks for support, by which they receive the request.
///
/// # Errors
/// [`Refusal`].
pub fn may_ask(role: &Role) -> Result<(), Refusal> {
    let (_, roles) = roles_for(StepKind::Received);
    if roles.contains(role) { Ok(()) } else { Err(Refusal::new("by", Why::Role(roles))) }
}

impl StepKind {
    /// Tells whether an applicant who is alone at a kiosk may do it. Attesting, withdrawing and collecting need somebody who signed in.
    pub fn is_the_applicants(self) -> bool {
        self == Self::Objected
    }
}

/// Two steps that one person must not both do of one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duty {
    /// What is refused.
    pub step: StepKind,
    /// To whoever did this before.
    pub after: StepKind,
}

/// The duties that are kept apart.
pub const DUTIES: &[Duty] = &[
    // whoever studied a request does not decide it
    Duty { step: StepKind::Decided, after: StepKind::Studied },
    // each member decides once
    Duty { step: StepKind::Decided, after: StepKind::Decided },
    // whoever decides hands nothing over, and whoever handed over decides nothing
    Duty { step: StepKind::Delivered, after: StepKind::Decided },
    Duty { step: StepKind::Decided, after: StepKind::Delivered },
    // whoever allows help before a decision does not hand it over
    Duty { step: StepKind::Delivered, after: StepKind::Allowed },
    // an objection is decided by none who decided first, nor by whoever studied
    Duty { step: StepKind::ObjectionDecided, after: StepKind::Decided },
    Duty { step: StepKind::ObjectionDecided, after: StepKind::Studied },
    // what somebody prepares another one approves
    Duty { step: StepKind::Approved, after: StepKind::Prepared },
];
