//! Nobody watches the kiosk: its window stays, a fault in a screen ends that screen alone, settings are staff's.

use egui::{OutputCommand, ViewportCommand, ViewportEvent};
use kiosk::app::Planted;
use kiosk::config::{Config, PrinterKind};
use kiosk::flow::FormDraft;
use kiosk::gallery::sample_setting;
use kiosk::link::{Command, Event, OutOfOrder, PinOutcome, StartFault};
use kiosk::printing::PrintOutcome;
use shared::locale::Language;

use crate::harness::Kiosk;

fn at_number(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::enrolled(language);
    for key in ["welcome-new-visit", "need-other"] {
        kiosk.touch_key(key);
    }
    kiosk.type_text("1000000008");
    kiosk
}

#[test]
fn a_screen_that_fails_asks_for_staff_and_the_next_visitor_finds_the_welcome() {
    for language in Language::ALL {
        let mut kiosk = at_number(language);
        kiosk.commands();
        kiosk.app().plant(Planted { painting_fails: true, ..Planted::default() });
        kiosk.wait_until(1.0);
        assert!(kiosk.says(&kiosk.tr("error-call-staff")), "{:?}", kiosk.spoken());
        assert!(kiosk.says("9200\u{a0}00000") && !kiosk.says("1000000008"));
        let commands = kiosk.commands();
        let [Command::KeepDraft { owner: None, content, .. }] = commands.as_slice() else {
            panic!("what was entered is kept for staff, of whom nobody owns it: {commands:?}")
        };
        assert!(FormDraft::read(content).is_some());
        assert!(String::from_utf8_lossy(content).contains("1000000008"));
        kiosk.app().plant(Planted::default());
        kiosk.wait_until(30.0);
        assert!(kiosk.says(&kiosk.tr("error-call-staff")));
        kiosk.wait_until(31.5);
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
    }
}

#[test]
fn staff_get_in_after_a_fault() {
    let mut kiosk = at_number(Language::Arabic);
    kiosk.app().plant(Planted { painting_fails: true, ..Planted::default() });
    kiosk.wait_until(1.0);
    kiosk.touch_key("staff-sign-in");
    assert!(kiosk.says(&kiosk.tr("pin-prompt")));
}

#[test]
fn the_window_is_closed_by_staff_alone() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.window_event(ViewportEvent::Close);
    assert!(kiosk.window_commands().contains(&ViewportCommand::CancelClose));

    let mut kiosk = Kiosk::in_settings(Language::Arabic, sample_setting());
    kiosk.touch_key("leave-program");
    assert!(kiosk.says(&kiosk.tr("leave-title")));
    kiosk.touch_key("leave-stay");
    kiosk.window_event(ViewportEvent::Close);
    assert!(kiosk.window_commands().contains(&ViewportCommand::CancelClose), "nobody left it yet");
    kiosk.touch_key("leave-program");
    kiosk.touch_key("leave-go");
    assert!(kiosk.app().is_leaving(), "staff may leave");
    kiosk.window_event(ViewportEvent::Close);
    assert!(!kiosk.window_commands().contains(&ViewportCommand::CancelClose));
}

#[test]
fn a_window_on_a_desk_closes_by_its_own_means() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.app().let_close();
    kiosk.window_event(ViewportEvent::Close);
    assert!(!kiosk.window_commands().contains(&ViewportCommand::CancelClose));
}

#[test]
fn a_link_opens_nothing() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    let opens = |command: &OutputCommand| matches!(command, OutputCommand::OpenUrl(_));
    assert!(!kiosk.open_link().iter().any(opens));
}

#[test]
fn settings_are_changed_and_saved_and_the_printer_is_tried() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::in_settings(language, sample_setting());
        kiosk.touch_key("settings-little-larger");
        kiosk.touch_key("settings-visitors");
        kiosk.touch_key("settings-dark");
        kiosk.touch_key("settings-printer");
        kiosk.touch_key("settings-printer-file");
        kiosk.touch_key("settings-save");
        assert!(kiosk.commands().is_empty() && kiosk.says(&kiosk.tr("settings-no-path")));
        kiosk.focus(&kiosk.tr("settings-printer-path"));
        kiosk.type_text("/tmp/receipts");
        kiosk.touch_key("settings-save");
        let commands = kiosk.commands();
        let [Command::SaveConfig(config)] = commands.as_slice() else { panic!("not saved: {commands:?}") };
        let expected: Config = {
            let mut config = Config::default();
            config.screen.diagonal_inches = kiosk::config::Inches::nearest(23.9);
            config.appearance.theme = kiosk::config::ThemeSetting::Dark;
            config.printer.kind = PrinterKind::File;
            config.printer.path = "/tmp/receipts".into();
            config.appearance.language = language;
            config
        };
        assert_eq!(**config, expected);
        kiosk.tell(Event::ConfigSaved(Box::new(expected)));
        assert!(kiosk.says(&kiosk.tr("settings-saved")));
        kiosk.touch_key("settings-test-page");
        assert!(matches!(kiosk.commands().as_slice(), [Command::Print(_)]));
        kiosk.tell(Event::Printed(PrintOutcome::Printed));
        assert!(kiosk.says(&kiosk.tr("printing-done")));
    }
}

#[test]
fn a_wrong_settings_file_asks_for_staff_until_it_is_mended() {
    let mut kiosk = Kiosk::with_wrong_settings(Language::Arabic, 7);
    let line = kiosk.words().format("error-settings", &[("line", 7.into())]);
    assert!(kiosk.says(&kiosk.tr("error-call-staff")) && !kiosk.says(&line));
    kiosk.touch_key("staff-sign-in");
    kiosk.type_text("1357");
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    assert!(kiosk.says(&line), "staff are told which line it is");
    kiosk.touch_key("staff-sign-out");
    assert!(kiosk.says(&kiosk.tr("error-call-staff")) && !kiosk.says(&line));
    kiosk.tell(Event::ConfigSaved(Box::default()));
    kiosk.touch_key("staff-sign-in");
    kiosk.wait_until(200.0);
    assert!(kiosk.says(&kiosk.tr("welcome-title")));
}

#[test]
fn a_kiosk_that_cannot_start_says_so_in_every_language_and_closes_once_it_can() {
    for language in Language::ALL {
        for fault in StartFault::ALL {
            let mut kiosk = Kiosk::new(language);
            let setting = sample_setting();
            let phone = setting.catalog.phone_of(&setting.branch).cloned();
            kiosk.tell(Event::CannotStart(OutOfOrder { fault, phone }));
            for words in Language::ALL.map(kiosk::words::messages) {
                for key in ["out-of-order-title", "out-of-order-body"] {
                    assert!(kiosk.says(&words.text(key)), "{fault:?} {:?}", kiosk.spoken());
                }
            }
            let numbers = kiosk.spoken().iter().filter(|words| words.contains("9200\u{a0}00000")).count();
            assert_eq!(numbers, 2, "at which number to call, in every language");
            let number = fault.number().to_string();
            assert!(kiosk.spoken().iter().filter(|words| words.contains(&number)).count() >= 2, "{fault:?}");
            kiosk.wait_until(500.0);
            assert!(kiosk.says(&kiosk.tr("out-of-order-title")), "it stays while nobody touches it");
            assert!(kiosk.commands().is_empty() && !kiosk.app().is_leaving());
            kiosk.tell(Event::CanStart);
            assert!(kiosk.app().is_leaving());
        }
    }
}
