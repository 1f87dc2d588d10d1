//! A visitor follows an earlier request up (P-7) with the code on its receipt: typing or scanning it, and where the request is. Nobody is
//! named, no PIN is asked for, and nothing is kept of the code once the screen is left.

use jiff::civil::Date;
use shared::domain::FollowCode;
use shared::domain::request::day_of;

use super::{Ask, Here};
use crate::link::{Command, OpenedRequest, ToldHere};

/// What the screens ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowAction {
    /// The code as it stands in its field.
    Write(String),
    /// Looks the code up.
    Look,
    /// Looks a code up that was scanned.
    Scanned(FollowCode),
    /// Goes back to the field, or leaves.
    Back,
}

/// What an applicant takes along of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowReceipt {
    /// The code with which it is followed up.
    pub code: FollowCode,
    /// The day on which it was asked.
    pub asked: Date,
    /// The earliest day of an answer, once it was told.
    pub earliest: Option<Date>,
}

impl From<&OpenedRequest> for FollowReceipt {
    fn from(known: &OpenedRequest) -> Self {
        let earliest = known.case.answer_from();
        Self { code: known.follow_code(), asked: day_of(&known.request.at), earliest }
    }
}

/// A request being followed up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowFlow {
    typed: String,
    told: Option<ToldHere>,
}

impl FollowFlow {
    /// Begins with what is told of a code that was scanned.
    pub fn told_at_once(told: ToldHere) -> Self {
        Self { typed: String::new(), told: Some(told) }
    }

    /// Returns the code as it stands in its field.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Returns what is told; `None` while the code is being typed.
    pub fn told(&self) -> Option<&ToldHere> {
        self.told.as_ref()
    }

    /// Tells whether what was typed is a code.
    pub fn can_look(&self) -> bool {
        FollowCode::parse(&self.typed).is_some()
    }

    /// Does what a screen asks for.
    pub fn act(&mut self, action: FollowAction, here: &mut Here<'_>) {
        match (action, &self.told) {
            (FollowAction::Write(typed), None) => self.typed = typed,
            (FollowAction::Look, None) => {
                if let Some(code) = FollowCode::parse(&self.typed) {
                    here.ask(Command::FollowUp(code));
                }
            }
            (FollowAction::Scanned(code), None) => here.ask(Command::FollowUp(code)),
            (FollowAction::Back, None) => here.ask(Ask::Leave),
            (FollowAction::Back, Some(_)) => {
                *self = Self::default();
                here.ask(Ask::ClearFields);
            }
            // of a page that is not open
            (FollowAction::Write(_) | FollowAction::Look | FollowAction::Scanned(_), Some(_)) => {}
        }
    }

    /// Takes in what is told of the code that was asked for.
    pub fn take(&mut self, told: ToldHere, here: &mut Here<'_>) {
        if self.told.is_none() {
            *self = Self::told_at_once(told);
            here.ask(Ask::ClearFields);
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::domain::UnixMillis;

    use super::*;
    use crate::flow::Stand;

    const CODE: &str = "7K3M-9Q2X-4TNB-H5WD";

    fn act(flow: &mut FollowFlow, action: FollowAction) -> Vec<Ask> {
        Stand::new().asks(|here| flow.act(action, here))
    }

    fn unknown() -> ToldHere {
        ToldHere { told: None, as_of: None }
    }

    #[test]
    fn only_a_whole_code_is_looked_up_and_nothing_is_left_of_it_once_it_was() {
        let mut flow = FollowFlow::default();
        for typed in ["", "7K3M", "7K3M-9Q2X-4TNB-H5W"] {
            act(&mut flow, FollowAction::Write(typed.to_owned()));
            assert!(!flow.can_look() && act(&mut flow, FollowAction::Look).is_empty(), "{typed}");
        }
        act(&mut flow, FollowAction::Write(CODE.to_lowercase()));
        let asks = act(&mut flow, FollowAction::Look);
        let [Ask::Worker(Command::FollowUp(code))] = asks.as_slice() else { panic!("{asks:?}") };
        assert_eq!(code.to_string(), CODE);
        let asks = Stand::new().asks(|here| flow.take(unknown(), here));
        assert!(matches!(asks.as_slice(), [Ask::ClearFields]));
        assert_eq!((flow.typed(), flow.told()), ("", Some(&unknown())));
    }

    #[test]
    fn the_way_back_leads_to_an_empty_field_and_then_out() {
        let mut flow = FollowFlow::told_at_once(unknown());
        assert!(act(&mut flow, FollowAction::Write(CODE.to_owned())).is_empty());
        assert!(matches!(act(&mut flow, FollowAction::Back).as_slice(), [Ask::ClearFields]));
        assert_eq!(flow, FollowFlow::default());
        assert!(matches!(act(&mut flow, FollowAction::Back).as_slice(), [Ask::Leave]));
    }

    #[test]
    fn a_late_answer_changes_nothing_that_is_told_already() {
        let mut flow = FollowFlow::told_at_once(ToldHere { as_of: Some(UnixMillis(1)), ..unknown() });
        let before = flow.clone();
        assert!(Stand::new().asks(|here| flow.take(unknown(), here)).is_empty());
        assert_eq!(flow, before);
    }
}
