//! Adding and removing the representatives of this device, by whoever knows the device's PIN (P-7).

use shared::domain::Code;
use shared::sync::EnrolmentCode;

use super::{Ask, DigitKey, Here, NewPin, PinFault, PinPad};
use crate::link::{Command, Hidden, NotSaved};

/// What the page of the representatives is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RepresentativesStep {
    /// Who there is, and whom to add.
    #[default]
    List,
    /// The code of the pass that head office gave somebody is typed.
    TypeCode(Code),
    /// The representative types a PIN.
    ChoosePin(Code),
    /// And types it again.
    RepeatPin(Code),
    /// Whether one who has a PIN is to be given another.
    AskToReset(Code),
    /// Whether one is to be removed.
    AskToRemove(Code),
}

/// What the page of the representatives asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepresentativesAction {
    /// Opens the page, or goes back to its list; a PIN typed so far is dropped.
    Show,
    /// Asks whether somebody who has a PIN is to be given another: their drafts go with the one before.
    AskToReset(Code),
    /// Lets somebody choose a PIN.
    ChoosePin(Code),
    /// The code of the pass, as it stands.
    WriteCode(String),
    /// The code is typed.
    SubmitCode,
    /// A key of the PIN pad.
    Key(DigitKey),
    /// The PIN is typed.
    SubmitPin,
    /// Asks whether somebody is to be removed.
    AskToRemove(Code),
    /// Removes somebody.
    Remove(Code),
}

/// The page of the representatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RepresentativesFlow {
    step: RepresentativesStep,
    pin: NewPin,
    pass: Hidden<String>,
    is_no_code: bool,
    not_kept: Option<NotSaved>,
}

impl RepresentativesFlow {
    /// Returns what the page is about.
    pub fn step(&self) -> &RepresentativesStep {
        &self.step
    }

    /// Returns the PIN being typed.
    pub fn pin(&self) -> &PinPad {
        self.pin.pad()
    }

    /// Returns why the PIN is asked for from the start.
    pub fn pin_fault(&self) -> Option<PinFault> {
        self.pin.fault()
    }

    /// Returns the code of the pass as it stands in its field.
    pub fn pass(&self) -> &str {
        &self.pass
    }

    /// Tells whether what was typed is no code of a pass.
    pub fn is_no_code(&self) -> bool {
        self.is_no_code
    }

    /// Returns why a PIN that was chosen here was not kept.
    pub fn not_kept(&self) -> Option<NotSaved> {
        self.not_kept
    }

    /// Takes why a PIN that was chosen here was not kept.
    pub(super) fn tell(&mut self, why: NotSaved) {
        self.not_kept = Some(why);
    }

    /// Does what the page asks for.
    pub(super) fn act(&mut self, action: RepresentativesAction, here: &mut Here<'_>) {
        match action {
            RepresentativesAction::Show => *self = Self::default(),
            RepresentativesAction::ChoosePin(code) => {
                *self = Self::at(RepresentativesStep::TypeCode(code));
                here.ask(Ask::ClearFields);
            }
            RepresentativesAction::WriteCode(text) => {
                (self.pass, self.is_no_code) = (text.into(), false);
            }
            RepresentativesAction::SubmitCode => {
                if let RepresentativesStep::TypeCode(code) = &self.step {
                    self.is_no_code = EnrolmentCode::parse(&self.pass).is_err();
                    if !self.is_no_code {
                        self.step = RepresentativesStep::ChoosePin(code.clone());
                        here.ask(Ask::ClearFields);
                    }
                }
            }
            RepresentativesAction::AskToReset(code) => {
                *self = Self::at(RepresentativesStep::AskToReset(code))
            }
            RepresentativesAction::AskToRemove(code) => {
                *self = Self::at(RepresentativesStep::AskToRemove(code));
            }
            RepresentativesAction::Key(key) => {
                if let RepresentativesStep::ChoosePin(_) | RepresentativesStep::RepeatPin(_) = self.step {
                    self.pin.key(&key);
                }
            }
            RepresentativesAction::SubmitPin => self.submit_pin(here),
            RepresentativesAction::Remove(code) => {
                *self = Self::default();
                here.ask(Command::RemoveRepresentative(code));
            }
        }
    }

    /// Returns the page on which somebody who is signed in chooses another PIN.
    pub(super) fn choosing_own(me: Code) -> Self {
        Self::at(RepresentativesStep::ChoosePin(me))
    }

    fn at(step: RepresentativesStep) -> Self {
        Self { step, ..Self::default() }
    }

    fn submit_pin(&mut self, here: &mut Here<'_>) {
        let (RepresentativesStep::ChoosePin(code) | RepresentativesStep::RepeatPin(code)) = &self.step else {
            return;
        };
        let code = code.clone();
        self.step = match self.pin.submit() {
            Some(pin) => {
                let pass = std::mem::take(&mut self.pass);
                let pass = Some(pass).filter(|typed| !typed.is_empty());
                here.ask(Command::SetRepresentative { code, pin, pass });
                RepresentativesStep::List
            }
            None if self.pin.is_repeated() => RepresentativesStep::RepeatPin(code),
            None => RepresentativesStep::ChoosePin(code),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Stand;

    fn act(flow: &mut RepresentativesFlow, action: RepresentativesAction) -> Vec<Ask> {
        Stand::new().asks(|here| flow.act(action, here))
    }

    fn type_pin(flow: &mut RepresentativesFlow, pin: &str) -> Option<(Code, String)> {
        act(flow, RepresentativesAction::Key(DigitKey::Digits(pin.to_owned())));
        match act(flow, RepresentativesAction::SubmitPin).pop()? {
            Ask::Worker(Command::SetRepresentative { code, pin: Hidden(pin), pass: Some(pass) }) => {
                assert_eq!(pass, pass_code().into());
                Some((code, pin))
            }
            other => panic!("{other:?}"),
        }
    }

    fn pass_code() -> String {
        EnrolmentCode::new([9; 10], None).to_text()
    }

    #[test]
    fn a_pin_is_set_with_the_code_of_a_pass_once_it_was_typed_twice_alike() {
        let mut flow = RepresentativesFlow::default();
        assert_eq!(type_pin(&mut flow, "2468"), None, "nobody was chosen");
        let sara = Code::new("staff-01").unwrap();
        act(&mut flow, RepresentativesAction::ChoosePin(sara.clone()));
        assert_eq!(type_pin(&mut flow, "2468"), None, "no code was typed");
        for typed in ["", "12345"] {
            act(&mut flow, RepresentativesAction::WriteCode(typed.to_owned()));
            act(&mut flow, RepresentativesAction::SubmitCode);
            assert_eq!(flow.step(), &RepresentativesStep::TypeCode(sara.clone()));
            assert!(flow.is_no_code(), "{typed}");
        }
        act(&mut flow, RepresentativesAction::WriteCode(pass_code().to_lowercase()));
        assert!(!flow.is_no_code());
        act(&mut flow, RepresentativesAction::WriteCode(pass_code()));
        act(&mut flow, RepresentativesAction::SubmitCode);
        assert_eq!(type_pin(&mut flow, "2468"), None);
        assert_eq!(type_pin(&mut flow, "2469"), None);
        assert_eq!(flow.pin_fault(), Some(PinFault::Differs));
        assert_eq!(flow.step(), &RepresentativesStep::ChoosePin(sara.clone()));
        assert_eq!(type_pin(&mut flow, "1234"), None);
        assert_eq!(flow.pin_fault(), Some(PinFault::TriedFirst));
        assert_eq!(flow.step(), &RepresentativesStep::ChoosePin(sara.clone()));
        assert_eq!(type_pin(&mut flow, "2468"), None);
        assert_eq!(type_pin(&mut flow, "2468"), Some((sara, "2468".to_owned())));
        assert_eq!(flow.step(), &RepresentativesStep::List);
        let debug = format!("{flow:?}");
        assert!(!debug.contains("2468") && !debug.contains(&pass_code()));
    }
}
