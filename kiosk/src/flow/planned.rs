//! A visit that is to be made, opened: it is made now, or it is not to be made any more (P-3, P-7).

use shared::domain::{FactId, Text};

use super::PeopleFlow;
use super::planning::{PlanFault, text_of};
use crate::link::{NotSaved, PlannedRow};

/// A visit that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedFlow {
    row: PlannedRow,
    person: Option<Box<PeopleFlow>>,
    reason: Option<String>,
    saving: Option<FactId>,
    fault: Option<PlanFault>,
}

impl PlannedFlow {
    /// Opens it; `person` is the page that it was opened from, if it was a person's.
    pub fn new(row: PlannedRow, person: Option<Box<PeopleFlow>>) -> Self {
        Self { row, person, reason: None, saving: None, fault: None }
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
        self.saving.is_some()
    }

    /// Returns why it was not dropped.
    pub fn fault(&self) -> Option<PlanFault> {
        self.fault
    }

    /// Asks why it is not to be made any more.
    pub fn ask_why(&mut self) {
        self.reason.get_or_insert_default();
    }

    /// Takes the reason as it stands in its field.
    pub fn write_reason(&mut self, text: String) {
        (self.reason, self.fault) = (Some(text), None);
    }

    /// Goes one step back: from the reason to the plan; false where there is none.
    pub fn back(&mut self) -> bool {
        self.fault = None;
        self.reason.take().is_some()
    }

    /// Returns the person's page that it was opened from.
    pub fn take_person(&mut self) -> Option<Box<PeopleFlow>> {
        self.person.take()
    }

    /// Hands over why it is dropped; `None` where nothing says why, which is told, or it is being saved.
    pub fn submit(&mut self, id: FactId) -> Option<Text> {
        let typed = self.reason.as_deref().filter(|_| self.saving.is_none())?;
        let reason = text_of(typed)
            .and_then(|text| if text.as_str().is_empty() { Err(PlanFault::NoReason) } else { Ok(text) });
        (self.saving, self.fault) = (reason.is_ok().then_some(id), reason.as_ref().err().copied());
        reason.ok()
    }

    /// Tells whether it is this dropping that is durable.
    pub fn saved(&self, id: FactId) -> bool {
        self.saving == Some(id)
    }

    /// Takes in that it was not saved: everything stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        if self.saving.take().is_some() {
            self.fault = Some(PlanFault::NotSaved(why));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        flow.not_saved(NotSaved::Failed);
        assert!(flow.submit(id).is_some());
        assert!(flow.back() && !flow.back());
    }
}
