//! The first start's rules.

use super::*;
use crate::config::PrinterKind;
use crate::flow::Stand;
use crate::link::NotSaved;

fn at(step: SetupStep) -> FirstStartFlow {
    FirstStartFlow::new(Some(step), Config::default())
}

fn act(flow: &mut FirstStartFlow, action: FirstStartAction) -> Vec<Ask> {
    Stand::new().asks(|here| flow.act(action, here))
}

fn tell(flow: &mut FirstStartFlow, event: &Event) -> Vec<Ask> {
    Stand::new().asks(|here| flow.told(event, here))
}

fn settings_saved() -> Event {
    Event::ConfigSaved(Box::default())
}

fn type_pin(flow: &mut FirstStartFlow, pin: &str) -> Option<String> {
    act(flow, FirstStartAction::Key(DigitKey::Digits(pin.to_owned())));
    act(flow, FirstStartAction::SubmitPin).into_iter().find_map(|ask| match ask {
        Ask::Worker(Command::SetPin(Hidden(pin))) => Some(pin),
        _ => None,
    })
}

/// The settings that were asked to be saved.
fn config_of(asks: Vec<Ask>) -> Option<Config> {
    asks.into_iter().find_map(|ask| match ask {
        Ask::Worker(Command::SaveConfig(config)) => Some(*config),
        _ => None,
    })
}

#[test]
fn the_pin_is_kept_once_it_was_typed_twice_alike() {
    let mut flow = at(SetupStep::Pin);
    assert_eq!(type_pin(&mut flow, "2468"), None);
    assert_eq!(type_pin(&mut flow, "2469"), None);
    assert_eq!(flow.pin_fault(), Some(PinFault::Differs));
    assert_eq!(type_pin(&mut flow, "0000"), None);
    assert_eq!((flow.page(), flow.pin_fault()), (FirstStartPage::ChoosePin, Some(PinFault::TriedFirst)));
    assert_eq!(type_pin(&mut flow, "2468"), None);
    assert_eq!(type_pin(&mut flow, "2468").as_deref(), Some("2468"));
    assert_eq!(flow.page(), FirstStartPage::RepeatPin, "not before it is kept");
    assert_eq!(type_pin(&mut flow, "2468"), None, "one at a time");
    assert_eq!(flow.page(), FirstStartPage::RepeatPin);
    tell(&mut flow, &Event::NotSaved(NotSaved::Failed));
    assert_eq!((flow.page(), flow.pin_not_kept()), (FirstStartPage::ChoosePin, true));
    type_pin(&mut flow, "2468");
    type_pin(&mut flow, "2468");
    tell(&mut flow, &Event::PinSet);
    assert_eq!(flow.page(), FirstStartPage::Done);
}

#[test]
fn a_failed_enrolment_keeps_address_and_code() {
    let mut flow = at(SetupStep::Connect);
    assert!(act(&mut flow, FirstStartAction::Next).is_empty(), "nothing is typed");
    act(&mut flow, FirstStartAction::WriteServer(" https://sila.example ".to_owned()));
    act(&mut flow, FirstStartAction::WriteCode("ABCD-1234".to_owned()));
    let asks = act(&mut flow, FirstStartAction::Next);
    let [Ask::Worker(Command::Enrol { server, code })] = asks.as_slice() else { panic!("{asks:?}") };
    assert_eq!((server.as_str(), code.as_str()), ("https://sila.example", "ABCD-1234"));
    assert!(!format!("{flow:?}").contains("ABCD"), "a code is no matter for a log");
    tell(&mut flow, &Event::EnrolFailed(EnrolFailure::ExpiredCode));
    assert_eq!((flow.page(), flow.can_go_on()), (FirstStartPage::Connect, true));
    act(&mut flow, FirstStartAction::Back);
    assert_eq!(flow.page(), FirstStartPage::Choose);
    assert_eq!(flow.code(), "ABCD-1234", "what was entered stays");
}

#[test]
fn no_way_leads_back_to_the_code_once_the_device_is_enrolled() {
    let mut flow = at(SetupStep::Pin);
    let mut pages = Vec::new();
    for _ in 0..4 {
        act(&mut flow, FirstStartAction::Back);
        pages.push(flow.page());
    }
    let expected =
        [FirstStartPage::Printer, FirstStartPage::Screen, FirstStartPage::Enrolled, FirstStartPage::Language];
    assert_eq!(pages, expected);
    assert_eq!(flow.step(), Some(SetupStep::Screen), "a restart asks for no second code");
    assert!(config_of(act(&mut flow, FirstStartAction::ChooseLanguage(Language::English))).is_some());
    tell(&mut flow, &settings_saved());
    assert_eq!(flow.page(), FirstStartPage::Enrolled);
}

#[test]
fn a_printer_without_its_path_holds_up_its_own_step_alone() {
    let mut flow = at(SetupStep::Printer);
    act(&mut flow, FirstStartAction::Change(SettingsChange::Printer(PrinterKind::Device)));
    assert!(act(&mut flow, FirstStartAction::Next).is_empty());
    assert_eq!(flow.settings().outcome, Some(SettingsOutcome::NoPath));
    act(&mut flow, FirstStartAction::Back);
    let config = config_of(act(&mut flow, FirstStartAction::Next)).expect("the screen is saved");
    assert!(!config.printer.is_set());
    tell(&mut flow, &settings_saved());
    assert_eq!(flow.settings().config().printer.kind, PrinterKind::Device, "what was entered stays");
    act(&mut flow, FirstStartAction::Change(SettingsChange::Path("/dev/usb/lp0".to_owned())));
    assert!(config_of(act(&mut flow, FirstStartAction::TestPage)).is_some());
    assert!(matches!(tell(&mut flow, &settings_saved()).as_slice(), [Ask::Print(Paper::TestPage)]));
    assert_eq!(flow.page(), FirstStartPage::Printer);
}

#[test]
fn settings_that_are_not_saved_hold_the_step() {
    let mut flow = at(SetupStep::Screen);
    act(&mut flow, FirstStartAction::Next);
    assert!(tell(&mut flow, &Event::ConfigNotSaved).is_empty());
    assert_eq!(flow.page(), FirstStartPage::Screen);
    assert_eq!(flow.settings().outcome, Some(SettingsOutcome::NotSaved));
}
