//! A visitor asks for a service or information: need → notice → who → summary → receipt, each answer editable from
//! the summary. Identification is optional at every point (P-4, P-41).

use shared::domain::{
    Channel, Code, Direction, Doubt, FactId, Moment, Origin, Party, Person, Text, Visit, mobile_doubt,
    national_id_doubt,
};

use super::toggle;
use crate::link::{NotSaved, Receipt};

/// Most digits that the number pad takes: the longest international number (E.164).
pub const NUMBER_DIGITS_MAX: usize = 15;

/// Where a visitor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitStep {
    /// What brings them here.
    Need,
    /// How their data are used.
    Notice,
    /// Who they are.
    Who,
    /// In what capacity they come; reached from the summary, as most come as beneficiaries.
    Party,
    /// What they entered, to be confirmed.
    Summary,
    /// What they take along.
    Receipt,
}

/// Which number is being entered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberKind {
    /// National id or iqama number.
    #[default]
    NationalId,
    /// Mobile number.
    Mobile,
}

/// One visitor's answers so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitFlow {
    step: VisitStep,
    services: Vec<Code>,
    party: Party,
    number_kind: NumberKind,
    number: String,
    for_other: bool,
    asks_for_woman: bool,
    editing: bool,
    saving: Option<FactId>,
    fault: Option<NotSaved>,
    receipt: Option<Receipt>,
}

impl Default for VisitFlow {
    fn default() -> Self {
        Self {
            step: VisitStep::Need,
            services: Vec::new(),
            party: Party::Beneficiary,
            number_kind: NumberKind::NationalId,
            number: String::new(),
            for_other: false,
            asks_for_woman: false,
            editing: false,
            saving: None,
            fault: None,
            receipt: None,
        }
    }
}

impl VisitFlow {
    /// Returns where the visitor stands.
    pub fn step(&self) -> VisitStep {
        self.step
    }

    /// Returns the services chosen, in the order they were chosen.
    pub fn services(&self) -> &[Code] {
        &self.services
    }

    /// Returns the capacity.
    pub fn party(&self) -> &Party {
        &self.party
    }

    /// Returns which number is entered, and its digits.
    pub fn number(&self) -> (NumberKind, &str) {
        (self.number_kind, &self.number)
    }

    /// Tells whether the visitor acts for someone else.
    pub fn for_other(&self) -> bool {
        self.for_other
    }

    /// Tells whether the visitor would like a woman to serve them.
    pub fn asks_for_woman(&self) -> bool {
        self.asks_for_woman
    }

    /// Asks for a woman to serve, or takes it back; nothing while the visit is being saved.
    pub fn toggle_asks_for_woman(&mut self) {
        if self.saving.is_none() {
            self.asks_for_woman = !self.asks_for_woman;
        }
    }

    /// Tells whether the visit is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Returns why the last attempt saved nothing.
    pub fn fault(&self) -> Option<NotSaved> {
        self.fault
    }

    /// Returns what the visitor takes along, once the visit is saved.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.receipt.as_ref()
    }

    /// Tells whether a single answer is being changed, after which the summary comes back.
    pub fn is_editing(&self) -> bool {
        self.editing
    }

    /// Chooses a service or takes it back.
    pub fn toggle_service(&mut self, code: Code) {
        toggle(&mut self.services, code);
    }

    /// Chooses the capacity and returns to the summary.
    pub fn choose_party(&mut self, party: Party) {
        self.party = party;
        self.show_summary();
    }

    /// Chooses which number to enter; digits of the other kind are dropped.
    pub fn choose_number_kind(&mut self, kind: NumberKind) {
        if self.number_kind != kind {
            self.number_kind = kind;
            self.number.clear();
        }
    }

    /// Takes a digit.
    pub fn press(&mut self, digit: char) {
        if digit.is_ascii_digit() && self.number.len() < NUMBER_DIGITS_MAX {
            self.number.push(digit);
        }
    }

    /// Takes the last digit away.
    pub fn delete(&mut self) {
        self.number.pop();
    }

    /// Tells, or takes back, that the visitor acts for someone else.
    pub fn toggle_for_other(&mut self) {
        self.for_other = !self.for_other;
    }

    /// Tells whether the number as it stands cannot be right. It is kept all the same: border numbers exist.
    pub fn doubt(&self) -> Option<Doubt> {
        if self.number.is_empty() {
            return None;
        }
        match self.number_kind {
            NumberKind::NationalId => national_id_doubt(&self.number),
            NumberKind::Mobile => mobile_doubt(&self.number),
        }
    }

    /// Tells whether to warn while digits are still being typed: only once no further digit can mend the number.
    pub fn warns_while_typing(&self) -> bool {
        let starts_right = match self.number_kind {
            NumberKind::NationalId => self.number.starts_with(['1', '2']),
            NumberKind::Mobile => self.number.starts_with(['0', '5', '9']),
        };
        self.doubt().is_some() && (!starts_right || self.number.len() >= 10)
    }

    /// Tells whether the current step can be left forwards.
    pub fn can_go_on(&self) -> bool {
        match self.step {
            VisitStep::Need => !self.services.is_empty(),
            VisitStep::Notice | VisitStep::Who | VisitStep::Party => true,
            VisitStep::Summary | VisitStep::Receipt => false,
        }
    }

    /// Goes to the next step, where the current one allows it.
    pub fn next(&mut self) {
        if !self.can_go_on() {
            return;
        }
        if self.editing {
            return self.show_summary();
        }
        self.step = match self.step {
            VisitStep::Need => VisitStep::Notice,
            VisitStep::Notice => VisitStep::Who,
            VisitStep::Who | VisitStep::Party | VisitStep::Summary => VisitStep::Summary,
            VisitStep::Receipt => VisitStep::Receipt,
        };
    }

    /// Goes on without a number.
    pub fn skip_number(&mut self) {
        self.number.clear();
        self.next();
    }

    /// Goes back a step; false where that leaves the visit.
    #[must_use]
    pub fn back(&mut self) -> bool {
        if self.saving.is_some() {
            return true;
        }
        if self.editing && self.can_go_on() {
            self.show_summary();
            return true;
        }
        self.step = match self.step {
            VisitStep::Need | VisitStep::Receipt => return false,
            VisitStep::Notice => VisitStep::Need,
            VisitStep::Who => VisitStep::Notice,
            VisitStep::Party => VisitStep::Summary,
            VisitStep::Summary => VisitStep::Who,
        };
        true
    }

    /// Opens one answer of the summary to be changed.
    pub fn edit(&mut self, step: VisitStep) {
        if self.step == VisitStep::Summary && self.saving.is_none() {
            self.step = step;
            self.editing = true;
        }
    }

    /// Makes the visit to be saved; `None` where one is being saved or the summary is not open.
    pub fn submit(&mut self, id: FactId, at: Moment, department: Option<Code>) -> Option<Visit> {
        if self.step != VisitStep::Summary || self.saving.is_some() {
            return None;
        }
        (self.saving, self.fault) = (Some(id), None);
        Some(Visit {
            id,
            at,
            ended_at: None,
            party: self.party.clone(),
            channel: Channel::Interview,
            direction: Direction::In,
            services: self.services.clone(),
            department,
            received_by: None,
            beneficiary: self.person(),
            purpose: None,
            answers: None,
            note: None,
            late: false,
            for_other: self.for_other,
            acting: None,
            asks_for_woman: self.asks_for_woman,
            place: None,
            report: None,
            signature: None,
            led_to: Vec::new(),
            planned: None,
            supersedes: None,
            origin: Origin::SelfService,
        })
    }

    /// Takes in that a visit is durable; an answer about another visit changes nothing.
    pub fn saved(&mut self, receipt: Receipt) {
        if self.saving == Some(receipt.visit) {
            self.saving = None;
            self.receipt = Some(receipt);
            self.step = VisitStep::Receipt;
            // what was entered is not needed any more, so it does not wait for the visitor to leave
            self.number.clear();
        }
    }

    /// Takes in that nothing was saved: every answer stays, the summary shows why.
    pub fn not_saved(&mut self, why: NotSaved) {
        if self.saving.take().is_some() {
            self.fault = Some(why);
        }
    }

    fn show_summary(&mut self) {
        self.step = VisitStep::Summary;
        self.editing = false;
    }

    fn person(&self) -> Option<Person> {
        if self.number.is_empty() {
            return None;
        }
        let number = Text::new(self.number.clone()).expect("15 digits are within the limit of a text");
        Some(match self.number_kind {
            NumberKind::NationalId => Person { national_id: Some(number), ..Person::default() },
            NumberKind::Mobile => Person { mobile: Some(number), ..Person::default() },
        })
    }
}

#[cfg(test)]
mod tests;
