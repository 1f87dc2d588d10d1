//! A visitor asks for a service or information: need → notice → who → summary → receipt, each answer editable from
//! the summary. Identification is optional at every point (P-4, P-41).

use shared::domain::{
    Channel, Code, Doubt, Origin, Party, Person, Text, Visit, mobile_doubt, national_id_doubt,
};

use super::{Ask, DigitKey, FormDraft, Here, Saving, StaffVisitForm, toggle};
use crate::link::{Command, NotSaved, Receipt, Save};

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

/// What the screens of a visit ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitAction {
    /// Chooses a service or takes it back.
    ToggleService(Code),
    /// Chooses which number to enter; digits of the other kind are dropped.
    ChooseNumberKind(NumberKind),
    /// A key of the number pad.
    Key(DigitKey),
    /// Acts for someone else, or not.
    ToggleForOther,
    /// Asks for a woman to serve, or not.
    ToggleAsksForWoman,
    /// Goes on without a number.
    SkipNumber,
    /// Chooses the capacity and returns to the summary.
    ChooseParty(Party),
    /// Opens an answer of the summary to be changed.
    Edit(VisitStep),
    /// Goes to the next step, where the current one allows it.
    Next,
    /// Goes back a step, or leaves.
    Back,
    /// Saves the visit.
    Save,
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
    saving: Saving,
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
            saving: Saving::Not,
            receipt: None,
        }
    }
}

impl VisitFlow {
    /// Begins with a service chosen.
    pub fn asking_for(service: Code) -> Self {
        Self { step: VisitStep::Notice, services: vec![service], ..Self::default() }
    }

    /// Does what a screen asks for; nothing while the visit is being saved.
    pub fn act(&mut self, action: VisitAction, here: &mut Here<'_>) {
        if self.is_saving() {
            return;
        }
        match action {
            VisitAction::ToggleService(code) => toggle(&mut self.services, code),
            VisitAction::ChooseNumberKind(kind) => {
                if self.number_kind != kind {
                    (self.number_kind, self.number) = (kind, String::new());
                }
            }
            VisitAction::Key(key) => key.type_into(&mut self.number, NUMBER_DIGITS_MAX),
            VisitAction::ToggleForOther => self.for_other = !self.for_other,
            VisitAction::ToggleAsksForWoman => self.asks_for_woman = !self.asks_for_woman,
            VisitAction::SkipNumber => {
                self.number.clear();
                self.next();
            }
            VisitAction::ChooseParty(party) => {
                self.party = party;
                self.show_summary();
            }
            VisitAction::Edit(step) => {
                if self.step == VisitStep::Summary {
                    (self.step, self.editing) = (step, true);
                }
            }
            VisitAction::Next => self.next(),
            VisitAction::Back => self.back(here),
            VisitAction::Save => self.save(here),
        }
    }

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

    /// Tells whether the visit is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving.is_running()
    }

    /// Returns why the last attempt saved nothing.
    pub fn fault(&self) -> Option<NotSaved> {
        self.saving.fault()
    }

    /// Returns what the visitor takes along, once the visit is saved.
    pub fn receipt(&self) -> Option<&Receipt> {
        self.receipt.as_ref()
    }

    /// Tells whether a single answer is being changed, after which the summary comes back.
    pub fn is_editing(&self) -> bool {
        self.editing
    }

    /// Tells whether something was entered that is not saved yet.
    pub fn has_entries(&self) -> bool {
        self.receipt.is_none() && (!self.services.is_empty() || !self.number.is_empty())
    }

    /// Tells whether leaving now would lose more than a first choice.
    pub fn would_lose(&self) -> bool {
        let is_under_way = self.step != VisitStep::Need || self.editing || !self.number.is_empty();
        is_under_way && self.has_entries()
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

    fn next(&mut self) {
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

    fn back(&mut self, here: &mut Here<'_>) {
        if self.editing && self.can_go_on() {
            return self.show_summary();
        }
        self.step = match self.step {
            VisitStep::Need | VisitStep::Receipt => return here.ask(Ask::Leave),
            VisitStep::Notice => VisitStep::Need,
            VisitStep::Who => VisitStep::Notice,
            VisitStep::Party => VisitStep::Summary,
            VisitStep::Summary => VisitStep::Who,
        };
    }

    fn save(&mut self, here: &mut Here<'_>) {
        if self.step != VisitStep::Summary {
            return;
        }
        let id = here.timed_id();
        self.saving = Saving::Running(id);
        let party = self.party.clone();
        here.ask(Command::Save(Save::visit(Visit {
            services: self.services.clone(),
            department: here.department_of(&self.services),
            beneficiary: self.person(),
            for_other: self.for_other,
            asks_for_woman: self.asks_for_woman,
            ..Visit::begun(id, here.moment(), party, Channel::Interview, Origin::SelfService)
        })));
    }

    /// Keeps what was entered as a draft that any member of staff may open, where a fault ends the screen.
    pub fn keep_for_staff(&self, here: &mut Here<'_>) {
        if self.receipt.is_none() && !self.is_saving() {
            let content = FormDraft::of(&StaffVisitForm::taken_over(self, here.now)).to_bytes().into();
            let id = here.draft_id();
            here.ask(Command::KeepDraft { id, owner: None, content });
        }
    }

    /// Takes in that a visit is durable; an answer about another visit changes nothing.
    pub fn saved(&mut self, receipt: Receipt) {
        if self.saving == Saving::Running(receipt.visit) {
            self.saving = Saving::Not;
            self.receipt = Some(receipt);
            self.step = VisitStep::Receipt;
            // what was entered is not needed any more, so it does not wait for the visitor to leave
            self.number.clear();
        }
    }

    /// Takes in that nothing was saved: every answer stays, the summary shows why.
    pub fn not_saved(&mut self, why: NotSaved) {
        self.saving.not_saved(why);
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
