//! The first start step by step.

use super::*;
use crate::config::PrinterKind;

fn at_pin() -> FirstStartFlow {
    FirstStartFlow::new(Some(SetupStep::Pin), Config::default())
}

fn type_pin(flow: &mut FirstStartFlow, pin: &str) -> Option<FirstStartAsk> {
    pin.chars().for_each(|d| flow.press(d));
    flow.submit_pin()
}

#[test]
fn the_pin_is_kept_once_it_was_typed_twice_alike() {
    let mut flow = at_pin();
    assert!(type_pin(&mut flow, "2468").is_none());
    assert!(type_pin(&mut flow, "2469").is_none());
    assert!(flow.pins_differ());
    assert!(type_pin(&mut flow, "2468").is_none());
    assert!(type_pin(&mut flow, "2468") == Some(FirstStartAsk::SetPin("2468".to_owned())));
    assert_eq!(flow.page(), FirstStartPage::RepeatPin, "not before it is kept");
    flow.not_saved();
    assert_eq!((flow.page(), flow.pin_not_kept()), (FirstStartPage::ChoosePin, true));
    type_pin(&mut flow, "2468");
    type_pin(&mut flow, "2468");
    flow.pin_kept();
    assert_eq!(flow.page(), FirstStartPage::Done);
}

#[test]
fn a_failed_enrolment_keeps_address_and_code() {
    let mut flow = FirstStartFlow::new(Some(SetupStep::Connect), Config::default());
    assert!(flow.go_on().is_none(), "nothing is typed");
    flow.write_server(" https://sila.example ".to_owned());
    flow.write_code("ABCD-1234".to_owned());
    let (server, code) = ("https://sila.example".to_owned(), "ABCD-1234".to_owned());
    assert!(flow.go_on() == Some(FirstStartAsk::Enrol { server, code }));
    flow.failed(EnrolFailure::ExpiredCode);
    assert_eq!((flow.page(), flow.can_go_on()), (FirstStartPage::Connect, true));
    flow.back();
    assert_eq!(flow.page(), FirstStartPage::Choose);
    assert_eq!(flow.code(), "ABCD-1234", "what was entered stays");
}

#[test]
fn no_way_leads_back_to_the_code_once_the_device_is_enrolled() {
    let mut flow = at_pin();
    let mut pages = Vec::new();
    for _ in 0..4 {
        flow.back();
        pages.push(flow.page());
    }
    let expected =
        [FirstStartPage::Printer, FirstStartPage::Screen, FirstStartPage::Enrolled, FirstStartPage::Language];
    assert_eq!(pages, expected);
    assert_eq!(flow.step(), Some(SetupStep::Screen), "a restart asks for no second code");
    assert!(flow.choose_language(Language::English).is_some());
    assert!(!flow.settings_told(SettingsOutcome::Saved));
    assert_eq!(flow.page(), FirstStartPage::Enrolled);
}

#[test]
fn a_printer_without_its_path_holds_up_its_own_step_alone() {
    let mut flow = FirstStartFlow::new(Some(SetupStep::Printer), Config::default());
    flow.change(SettingsChange::Printer(PrinterKind::Device));
    assert!(flow.go_on().is_none());
    assert_eq!(flow.settings().outcome, Some(SettingsOutcome::NoPath));
    flow.back();
    let Some(FirstStartAsk::SaveConfig(config)) = flow.go_on() else { panic!("the screen is saved") };
    assert!(!config.printer.is_set());
    flow.settings_told(SettingsOutcome::Saved);
    assert_eq!(flow.settings().config().printer.kind, PrinterKind::Device, "what was entered stays");
    flow.change(SettingsChange::Path("/dev/usb/lp0".to_owned()));
    assert!(flow.try_printer().is_some());
    assert!(flow.settings_told(SettingsOutcome::Saved), "the test page is printed");
    assert_eq!(flow.page(), FirstStartPage::Printer);
}

#[test]
fn settings_that_are_not_saved_hold_the_step() {
    let mut flow = FirstStartFlow::new(Some(SetupStep::Screen), Config::default());
    flow.go_on();
    assert!(!flow.settings_told(SettingsOutcome::NotSaved));
    assert_eq!(flow.page(), FirstStartPage::Screen);
    assert_eq!(flow.settings().outcome, Some(SettingsOutcome::NotSaved));
}
