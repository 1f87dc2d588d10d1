//! A visitor asks for a service or information: need → who → summary → receipt, each answer editable from the summary. How
//! data are used is said with the question for them, and a page on it is a touch away. One service is chosen with a touch that
//! goes on at once; several are ticked on a page of their own. Identification is optional
//! (P-4, P-41) wherever somebody is at hand; at a kiosk that stands alone, a service that asks for words is sent with words or
//! with a number: with neither, nobody could act on it (P-6, P-15).

use shared::domain::{
    Asked, Channel, Code, DeviceMode, Doubt, Origin, Party, Person, Text, Visit, mobile_doubt,
    national_id_doubt,
};

use super::{Ask, DigitKey, FormDraft, Here, Paper, Saving, Scan, StaffVisitForm, WayIn, toggle};
use crate::link::{Command, NotSaved, Receipt, Save};

/// Most digits that the number pad takes: the longest international number (E.164).
pub const NUMBER_DIGITS_MAX: usize = 15;

/// Where a visitor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitStep {
    /// What brings them here: one service.
    Need,
    /// What brings them here: any number of services.
    Needs,
    /// What it is about, in their own words; at a kiosk that stands alone, for services that ask for it.
    Words,
    /// Who they are.
    Who,
    /// How their data are used; reached from the question for them.
    Notice,
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
    /// Chooses the one service and goes on.
    ChooseService(Code),
    /// Goes to where any number of services is chosen.
    ChooseSeveral,
    /// Chooses one of several services or takes it back.
    ToggleService(Code),
    /// Chooses which number to enter; digits of the other kind are dropped.
    ChooseNumberKind(NumberKind),
    /// A key of the number pad.
    Key(DigitKey),
    /// What it is about as it stands in its field.
    Write(String),
    /// Goes on without words; a number is then needed.
    SkipWords,
    /// What a scanner or a card reader read: a number is taken whole, and the next step comes.
    Scanned(Scan),
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
    way_in: WayIn,
    first: VisitStep,
    step: VisitStep,
    services: Vec<Code>,
    party: Party,
    number_kind: NumberKind,
    number: String,
    words: String,
    asks: Vec<Asked>,
    card_unread: bool,
    for_other: bool,
    asks_for_woman: bool,
    editing: bool,
    saving: Saving,
    receipt: Option<Receipt>,
}

impl Default for VisitFlow {
    fn default() -> Self {
        Self {
            way_in: WayIn::Welcome,
            first: VisitStep::Need,
            step: VisitStep::Need,
            services: Vec::new(),
            party: Party::Beneficiary,
            number_kind: NumberKind::NationalId,
            number: String::new(),
            words: String::new(),
            asks: Vec::new(),
            card_unread: false,
            for_other: false,
            asks_for_woman: false,
            editing: false,
            saving: Saving::Not,
            receipt: None,
        }
    }
}

impl VisitFlow {
    /// Begins with services chosen, and the need told with them; without any, with the question for them. The way back from
    /// there leads to where it began.
    pub fn asking_for(services: Vec<Code>, way_in: WayIn, here: &Here<'_>) -> Self {
        let mut flow = Self { services, way_in, ..Self::default() };
        flow.next(here);
        flow.first = flow.step;
        flow
    }

    /// Begins with the number of a card that was read before anything was asked.
    pub fn of_card(card: Scan) -> Self {
        let mut flow = Self::default();
        flow.read_card(card);
        flow
    }

    /// Does what a screen asks for; nothing while the visit is being saved.
    pub fn act(&mut self, action: VisitAction, here: &mut Here<'_>) {
        if self.is_saving() {
            return;
        }
        self.card_unread = false;
        match action {
            VisitAction::Write(words) => self.words = words,
            VisitAction::SkipWords => {
                if self.step == VisitStep::Words {
                    self.words.clear();
                    self.step = VisitStep::Who;
                }
            }
            VisitAction::ChooseService(code) => {
                if self.step == VisitStep::Need {
                    self.services = vec![code];
                    self.next(here);
                }
            }
            VisitAction::ChooseSeveral => {
                if self.step == VisitStep::Need {
                    self.step = VisitStep::Needs;
                }
            }
            VisitAction::ToggleService(code) => {
                if self.step == VisitStep::Needs {
                    toggle(&mut self.services, code);
                }
            }
            VisitAction::ChooseNumberKind(kind) => {
                if self.number_kind != kind {
                    (self.number_kind, self.number) = (kind, String::new());
                }
            }
            VisitAction::Key(key) => key.type_into(&mut self.number, NUMBER_DIGITS_MAX),
            VisitAction::Scanned(scan) => self.scanned(scan, here),
            VisitAction::ToggleForOther => self.for_other = !self.for_other,
            VisitAction::ToggleAsksForWoman => self.asks_for_woman = !self.asks_for_woman,
            VisitAction::SkipNumber => {
                if !self.needs_number() {
                    self.number.clear();
                    self.next(here);
                }
            }
            VisitAction::ChooseParty(party) => {
                self.party = party;
                self.show_summary();
            }
            VisitAction::Edit(step) => {
                match self.step {
                    VisitStep::Summary if step == VisitStep::Need => {
                        (self.step, self.editing) = (self.need(), true);
                    }
                    VisitStep::Summary => (self.step, self.editing) = (step, true),
                    // how data are used is read, and leads back
                    VisitStep::Who if step == VisitStep::Notice => self.step = step,
                    _ => {}
                }
            }
            VisitAction::Next => self.next(here),
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

    /// Returns what it is about, in the visitor's words; `None` where no service asks for it.
    pub fn words(&self) -> Option<&str> {
        self.asks.contains(&Asked::Words).then_some(self.words.as_str())
    }

    /// Tells whether a service asks for a number at which the visitor is answered.
    pub fn is_to_be_answered(&self) -> bool {
        self.asks.contains(&Asked::Mobile)
    }

    /// Tells whether nobody could act on it without a number.
    pub fn needs_number(&self) -> bool {
        self.words().is_some_and(|words| words.trim().is_empty())
    }

    /// Tells whether the visitor acts for someone else.
    pub fn for_other(&self) -> bool {
        self.for_other
    }

    /// Tells whether the visitor would like a woman to serve them.
    pub fn asks_for_woman(&self) -> bool {
        self.asks_for_woman
    }

    /// Tells whether a card was just read that holds no number.
    pub fn card_unread(&self) -> bool {
        self.card_unread
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
        let is_empty = self.services.is_empty() && self.number.is_empty() && self.words.is_empty();
        self.receipt.is_none() && !is_empty
    }

    /// Tells whether leaving now would lose more than a first choice.
    pub fn would_lose(&self) -> bool {
        let is_at_first = matches!(self.step, VisitStep::Need | VisitStep::Needs);
        let is_under_way = !is_at_first || self.editing || !self.number.is_empty();
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
            VisitStep::Need | VisitStep::Needs => !self.services.is_empty(),
            VisitStep::Words => !self.needs_number(),
            VisitStep::Who => !self.needs_number() || !self.number.is_empty(),
            VisitStep::Notice | VisitStep::Party => true,
            VisitStep::Summary | VisitStep::Receipt => false,
        }
    }

    /// Takes a card's number and goes on, where the number is asked for.
    fn scanned(&mut self, scan: Scan, here: &Here<'_>) {
        if self.step != VisitStep::Who {
            return;
        }
        if self.read_card(scan) {
            self.next(here);
        } else {
            self.card_unread = true;
        }
    }

    fn read_card(&mut self, scan: Scan) -> bool {
        let (kind, number) = match scan {
            Scan::NationalId(number) => (NumberKind::NationalId, number),
            Scan::Mobile(number) => (NumberKind::Mobile, number),
            Scan::Receipt(_) | Scan::FollowUp(_) | Scan::Other => return false,
        };
        (self.number_kind, self.number) = (kind, number);
        true
    }

    fn next(&mut self, here: &Here<'_>) {
        if !self.can_go_on() {
            return;
        }
        if matches!(self.step, VisitStep::Need | VisitStep::Needs) {
            self.ask_what_services_ask(here);
        }
        let is_whole = !self.needs_number() || !self.number.is_empty();
        self.step = match self.step {
            VisitStep::Notice => VisitStep::Who,
            VisitStep::Receipt => VisitStep::Receipt,
            VisitStep::Need | VisitStep::Needs if self.needs_number() => VisitStep::Words,
            VisitStep::Need | VisitStep::Needs | VisitStep::Words if !self.editing || !is_whole => {
                VisitStep::Who
            }
            VisitStep::Need | VisitStep::Needs | VisitStep::Words => return self.show_summary(),
            VisitStep::Who | VisitStep::Party | VisitStep::Summary => return self.show_summary(),
        };
    }

    /// Takes in what the services ask for, where nobody is at hand who would.
    fn ask_what_services_ask(&mut self, here: &Here<'_>) {
        let alone = here.setting.filter(|setting| setting.mode == DeviceMode::SelfService);
        self.asks = alone.map_or_else(Vec::new, |setting| {
            self.services.iter().flat_map(|service| setting.catalog.asks(service)).cloned().collect()
        });
        if self.is_to_be_answered() && self.number.is_empty() {
            self.number_kind = NumberKind::Mobile;
        }
    }

    fn back(&mut self, here: &mut Here<'_>) {
        if self.step == VisitStep::Notice {
            self.step = VisitStep::Who;
            return;
        }
        if self.editing && self.can_go_on() {
            return self.show_summary();
        }
        // what was typed is not lost on the way back to where it began
        if self.step == self.first && self.number.is_empty() && self.words.is_empty() {
            return here.ask(Ask::BackTo(self.way_in.clone()));
        }
        self.step = match self.step {
            VisitStep::Need | VisitStep::Needs => return here.ask(Ask::BackTo(self.way_in.clone())),
            VisitStep::Receipt => return here.ask(Ask::Leave),
            VisitStep::Words => self.need(),
            VisitStep::Who if self.words().is_some() => VisitStep::Words,
            VisitStep::Notice | VisitStep::Who => self.need(),
            VisitStep::Party => VisitStep::Summary,
            VisitStep::Summary => VisitStep::Who,
        };
    }

    /// The question for what brings them here, as it was answered.
    fn need(&self) -> VisitStep {
        if self.services.len() > 1 { VisitStep::Needs } else { VisitStep::Need }
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
            purpose: self
                .words()
                .filter(|words| !words.trim().is_empty())
                .and_then(|words| Text::new(words).ok()),
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

    /// Takes in that a visit is durable, and has a ticket printed where that is set; an answer about another visit changes nothing.
    pub fn saved(&mut self, receipt: Receipt, here: &mut Here<'_>) {
        if self.saving == Saving::Running(receipt.visit) {
            self.saving = Saving::Not;
            if receipt.ticket.is_some() && here.config.queue.print && here.config.printer.is_set() {
                here.ask(Ask::Print(Paper::Receipt(Box::new(receipt.clone()))));
            }
            self.receipt = Some(receipt);
            self.step = VisitStep::Receipt;
            // what was entered is not needed any more, so it does not wait for the visitor to leave
            self.number.clear();
            self.words.clear();
            self.way_in = WayIn::Welcome;
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
