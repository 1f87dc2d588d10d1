//! First start: the server's address and the enrolment code, then the staff PIN twice. Talks to nobody itself.

use std::time::Duration;

use super::PinPad;
use crate::worker::event::EnrolFailure;

/// Longest server address that the field takes: more than any host name (253) with its port.
pub const SERVER_CHARS_MAX: usize = 300;

/// Which page of the first start is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirstStartPage {
    /// Address and code.
    #[default]
    Connect,
    /// The PIN, the first time.
    ChoosePin,
    /// The PIN again.
    RepeatPin,
    /// Waiting for the server's answer.
    Enrolling,
}

/// What was entered so far.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FirstStartFlow {
    page: FirstStartPage,
    server: String,
    code: String,
    pin: PinPad,
    first_pin: Option<String>,
    pins_differ: bool,
    failure: Option<EnrolFailure>,
}

impl std::fmt::Debug for FirstStartFlow {
    /// Shows neither code nor PIN: debug output ends up in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FirstStartFlow").field("page", &self.page).finish_non_exhaustive()
    }
}

/// What an enrolment needs, complete.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The server's address, as typed.
    pub server: String,
    /// The code, as typed.
    pub code: String,
    /// The PIN, typed twice alike.
    pub pin: String,
}

impl FirstStartFlow {
    /// Returns which page is shown.
    pub fn page(&self) -> FirstStartPage {
        self.page
    }

    /// Returns the address as it stands.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// Returns the code as it stands.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Returns the PIN being typed.
    pub fn pin(&self) -> &PinPad {
        &self.pin
    }

    /// Tells whether the two PINs differed, so that both are asked for again.
    pub fn pins_differ(&self) -> bool {
        self.pins_differ
    }

    /// Returns why the last attempt failed.
    pub fn failure(&self) -> Option<EnrolFailure> {
        self.failure
    }

    /// Takes the address as it stands in its field.
    pub fn write_server(&mut self, server: String) {
        self.server = server;
    }

    /// Takes the code as it stands in its field.
    pub fn write_code(&mut self, code: String) {
        self.code = code;
    }

    /// Tells whether address and code were entered.
    pub fn can_go_on(&self) -> bool {
        !self.server.trim().is_empty() && !self.code.trim().is_empty()
    }

    /// Goes from address and code to the PIN.
    pub fn next(&mut self) {
        if self.page == FirstStartPage::Connect && self.can_go_on() {
            self.failure = None;
            self.page = FirstStartPage::ChoosePin;
        }
    }

    /// Goes back to address and code, which stay; a PIN typed so far is dropped.
    pub fn back(&mut self) {
        if self.page != FirstStartPage::Enrolling {
            self.forget_pin(FirstStartPage::Connect);
        }
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

    /// Takes the PIN as typed; once it was typed twice alike, returns what the enrolment needs.
    pub fn submit_pin(&mut self) -> Option<Enrolment> {
        let typed = self.pin.submit(Duration::ZERO)?;
        self.pin = PinPad::default();
        match self.first_pin.take() {
            None => {
                self.first_pin = Some(typed);
                self.page = FirstStartPage::RepeatPin;
                None
            }
            Some(first) if first == typed => {
                self.page = FirstStartPage::Enrolling;
                Some(Enrolment {
                    server: self.server.trim().to_owned(),
                    code: self.code.trim().to_owned(),
                    pin: typed,
                })
            }
            Some(_) => {
                self.page = FirstStartPage::ChoosePin;
                self.pins_differ = true;
                None
            }
        }
    }

    /// Takes in that the enrolment failed: back to what has to be mended.
    pub fn failed(&mut self, failure: EnrolFailure) {
        let page = match failure {
            EnrolFailure::Pin => FirstStartPage::ChoosePin,
            EnrolFailure::Address
            | EnrolFailure::NoNetwork
            | EnrolFailure::WrongCode
            | EnrolFailure::UsedCode
            | EnrolFailure::ExpiredCode
            | EnrolFailure::OtherServer
            | EnrolFailure::Failed => FirstStartPage::Connect,
        };
        self.forget_pin(page);
        self.failure = Some(failure);
    }

    fn forget_pin(&mut self, page: FirstStartPage) {
        self.page = page;
        self.pin = PinPad::default();
        self.first_pin = None;
        self.pins_differ = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_pin() -> FirstStartFlow {
        let mut flow = FirstStartFlow::default();
        flow.next();
        assert_eq!(flow.page(), FirstStartPage::Connect);
        flow.write_server(" https://sila.example ".to_owned());
        flow.write_code("ABCD-1234".to_owned());
        flow.next();
        flow
    }

    fn type_pin(flow: &mut FirstStartFlow, pin: &str) -> Option<Enrolment> {
        pin.chars().for_each(|d| flow.press(d));
        flow.submit_pin()
    }

    #[test]
    fn a_device_is_enrolled_once_the_pin_was_typed_twice_alike() {
        let mut flow = at_pin();
        assert!(type_pin(&mut flow, "2468").is_none());
        assert!(type_pin(&mut flow, "2469").is_none());
        assert!(flow.pins_differ());
        assert!(type_pin(&mut flow, "2468").is_none());
        let enrolment = type_pin(&mut flow, "2468").unwrap();
        assert_eq!((enrolment.server.as_str(), enrolment.pin.as_str()), ("https://sila.example", "2468"));
        assert_eq!(flow.page(), FirstStartPage::Enrolling);
    }

    #[test]
    fn a_failed_enrolment_keeps_address_and_code_and_drops_the_pin() {
        let mut flow = at_pin();
        type_pin(&mut flow, "2468");
        type_pin(&mut flow, "2468");
        flow.failed(EnrolFailure::ExpiredCode);
        assert_eq!((flow.page(), flow.can_go_on()), (FirstStartPage::Connect, true));
        flow.next();
        assert!(type_pin(&mut flow, "1357").is_none(), "both PINs are asked for again");
        assert_eq!(flow.page(), FirstStartPage::RepeatPin);
    }
}
