//! A visit that is to be made, opened: it is made now, or it is not to be made any more (P-3, P-7).

use shared::domain::{FactId, Text};

use super::planning::{PlanFault, text_of};
use super::{PeopleFlow, Saving};
use crate::link::PlannedRow;

/// A visit that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFlow {
    row: PlannedRow,
    person: Option<Box<PeopleFlow>>,
    reason: Option<String>,
    pub(super) saving: Saving<PlanFault>,
}

impl PlannedFlow {
    /// Opens it; `person` is the page that it was opened from, if it was a person's.
    pub fn new(row: PlannedRow, person: Option<Box<PeopleFlow>>) -> Self {
        Self { row, person, reason: None, saving: Saving::Not }
    }

    /// Returns it.
    pub fn row(&self) -> &PlannedRow {
        &self.row
    }

    /// Returns why it is not to be made any more, as it stands; `None` where that is not said.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Tells whether it is being saved that it is dropped.
    pub fn is_saving(&self) -> bool {
        self.saving.is_running()
    }

    /// Returns why it was not dropped.
    pub fn fault(&self) -> Option<PlanFault> {
        self.saving.fault()
    }

    /// Asks why it is not to be made any more.
    pub fn ask_why(&mut self) {
        self.reason.get_or_insert_default();
    }

    /// Takes the reason as it stands in its field.
    pub fn write_reason(&mut self, text: String) {
        self.reason = Some(text);
        self.saving.forget_fault();
    }

    /// Goes one step back: from the reason to the plan; false where there is none.
    pub fn back(&mut self) -> bool {
        self.saving.forget_fault();
        self.reason.take().is_some()
    }

    /// Returns the person's page that it was opened from.
    pub fn take_person(&mut self) -> Option<Box<PeopleFlow>> {
        self.person.take()
    }

    /// Hands over why it is dropped; `None` where nothing says why, which is told, or it is being saved.
    pub fn submit(&mut self, id: FactId) -> Option<Text> {
        let typed = self.reason.as_deref().filter(|_| !self.is_saving())?;
        let reason = text_of(typed)
            .and_then(|text| if text.as_str().is_empty() { Err(PlanFault::NoReason) } else { Ok(text) });
        self.saving = match &reason {
            Ok(_) => Saving::Running(id),
            Err(fault) => Saving::Failed(*fault),
        };
        reason.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::NotSaved;

    #[test]
    fn a_plan_is_dropped_with_a_reason_alone() {
        let id = FactId::from_random([1; 16]);
        let row = crate::gallery::sample_planned().remove(0);
        let mut flow = PlannedFlow::new(row, None);
        assert_eq!(flow.submit(id), None, "nobody was asked");
        flow.ask_why();
        flow.write_reason("  ".to_owned());
        assert_eq!((flow.submit(id), flow.fault()), (None, Some(PlanFault::NoReason)));
        flow.write_reason("انتقل إلى مدينة أخرى".to_owned());
        assert_eq!(flow.submit(id).unwrap().as_str(), "انتقل إلى مدينة أخرى");
        assert_eq!(flow.submit(id), None, "it is being saved");
        flow.saving.not_saved(NotSaved::Failed);
        assert!(flow.submit(id).is_some());
        assert!(flow.back() && !flow.back());
    }
}
