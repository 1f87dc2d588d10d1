//! Adding and removing the representatives of this device, by whoever knows the device's PIN (P-7).

use std::time::Duration;

use shared::domain::Code;

use super::PinPad;

/// What the page of the representatives is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RepresentativesStep {
    /// Who there is, and whom to add.
    #[default]
    List,
    /// The representative types a PIN.
    ChoosePin(Code),
    /// And types it again.
    RepeatPin(Code),
    /// Whether one is to be removed.
    AskToRemove(Code),
}

/// The page of the representatives.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RepresentativesFlow {
    step: RepresentativesStep,
    pin: PinPad,
    first_pin: Option<String>,
    pins_differ: bool,
}

impl std::fmt::Debug for RepresentativesFlow {
    /// Shows no PIN: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RepresentativesFlow").field("step", &self.step).finish_non_exhaustive()
    }
}

impl RepresentativesFlow {
    /// Returns what the page is about.
    pub fn step(&self) -> &RepresentativesStep {
        &self.step
    }

    /// Returns the PIN being typed.
    pub fn pin(&self) -> &PinPad {
        &self.pin
    }

    /// Tells whether the two PINs differed, so that both are asked for again.
    pub fn pins_differ(&self) -> bool {
        self.pins_differ
    }

    /// Goes back to the list; a PIN typed so far is dropped.
    pub fn show_list(&mut self) {
        *self = Self::default();
    }

    /// Lets somebody choose a PIN.
    pub fn choose_pin(&mut self, code: Code) {
        *self = Self { step: RepresentativesStep::ChoosePin(code), ..Self::default() };
    }

    /// Asks whether somebody is to be removed.
    pub fn ask_to_remove(&mut self, code: Code) {
        *self = Self { step: RepresentativesStep::AskToRemove(code), ..Self::default() };
    }

    /// Takes a digit of the PIN.
    pub fn press(&mut self, digit: char) {
        self.pins_differ = false;
        self.pin.press(digit, Duration::ZERO);
    }

    /// Takes the PIN's last digit away.
    pub fn delete(&mut self) {
        self.pin.delete();
    }

    /// Takes the PIN as typed; once it was typed twice alike, returns whose it is and what it is.
    pub fn submit_pin(&mut self) -> Option<(Code, String)> {
        let typed = self.pin.submit(Duration::ZERO)?;
        self.pin = PinPad::default();
        match (std::mem::take(&mut self.step), self.first_pin.take()) {
            (RepresentativesStep::ChoosePin(code), _) => {
                (self.step, self.first_pin) = (RepresentativesStep::RepeatPin(code), Some(typed));
                None
            }
            (RepresentativesStep::RepeatPin(code), Some(first)) if first == typed => Some((code, typed)),
            (RepresentativesStep::RepeatPin(code), _) => {
                (self.step, self.pins_differ) = (RepresentativesStep::ChoosePin(code), true);
                None
            }
            (step @ (RepresentativesStep::List | RepresentativesStep::AskToRemove(_)), _) => {
                self.step = step;
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_pin(flow: &mut RepresentativesFlow, pin: &str) -> Option<(Code, String)> {
        pin.chars().for_each(|digit| flow.press(digit));
        flow.submit_pin()
    }

    #[test]
    fn a_pin_is_set_once_it_was_typed_twice_alike() {
        let mut flow = RepresentativesFlow::default();
        assert_eq!(type_pin(&mut flow, "2468"), None, "nobody was chosen");
        let sara = Code::new("staff-01").unwrap();
        flow.choose_pin(sara.clone());
        assert_eq!(type_pin(&mut flow, "2468"), None);
        assert_eq!(type_pin(&mut flow, "2469"), None);
        assert!(flow.pins_differ());
        assert_eq!(flow.step(), &RepresentativesStep::ChoosePin(sara.clone()));
        assert_eq!(type_pin(&mut flow, "2468"), None);
        assert_eq!(type_pin(&mut flow, "2468"), Some((sara, "2468".to_owned())));
        assert_eq!(flow.step(), &RepresentativesStep::List);
        assert!(!format!("{flow:?}").contains("2468"));
    }
}
