//! The guided first start: language, enrolment, screen, printer, staff PIN; and going on after a restart.

use std::sync::Arc;

use kiosk::config::{Config, PrinterKind};
use kiosk::gallery::sample_setting;
use kiosk::link::{
    Command, EnrolFailure, Event, NotSaved, PinOutcome, Pulled, Setting, SetupStep, SyncState,
};
use kiosk::printing::PrintOutcome;
use shared::domain::DeviceMode;
use shared::locale::Language;

use crate::harness::Kiosk;

fn type_pin(kiosk: &mut Kiosk, pin: &str) {
    pin.chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.touch_key("common-confirm");
}

fn fresh(language: Language) -> Kiosk {
    let mut kiosk = Kiosk::new(language);
    kiosk.tell(Event::Ready(None));
    kiosk
}

/// A kiosk that was started again at a step.
fn resumed(step: SetupStep) -> Kiosk {
    resumed_as(step, sample_setting())
}

fn resumed_as(step: SetupStep, setting: Setting) -> Kiosk {
    let mut kiosk = Kiosk::new(Language::Arabic);
    kiosk.tell(Event::SettingUp(step));
    kiosk.tell(Event::Ready(step.is_after_enrolment().then(|| Arc::new(setting))));
    kiosk
}

/// Answers that the settings are saved, as asked; returns them.
fn save(kiosk: &mut Kiosk) -> Config {
    let saved = kiosk.commands().into_iter().find_map(|command| match command {
        Command::SaveConfig(config) => Some(config),
        _ => None,
    });
    let config = saved.expect("the settings are to be saved");
    kiosk.tell(Event::ConfigSaved(config.clone()));
    *config
}

fn keeps(commands: &[Command], step: SetupStep) -> bool {
    commands.iter().any(|command| matches!(command, Command::KeepSetup(kept) if *kept == step))
}

fn choose_language(kiosk: &mut Kiosk) {
    let own = match kiosk.app().language() {
        Language::Arabic => "language-ar",
        Language::English => "language-en",
    };
    kiosk.touch_key(own);
    save(kiosk);
}

fn connect(kiosk: &mut Kiosk) {
    kiosk.type_text("https://sila.example.org");
    kiosk.focus(&kiosk.tr("setup-code"));
    kiosk.type_text("AAAA-BBBB");
    kiosk.touch_key("setup-connect");
}

#[test]
fn a_device_is_led_from_its_language_to_its_pin() {
    for language in Language::ALL {
        let mut kiosk = fresh(language);
        assert!(kiosk.says(&kiosk.tr("setup-language")));
        choose_language(&mut kiosk);
        assert!(keeps(&kiosk.commands(), SetupStep::Choose));
        kiosk.touch_key_beginning("setup-enrol");
        assert!(keeps(&kiosk.commands(), SetupStep::Connect));
        connect(&mut kiosk);
        let commands = kiosk.commands();
        let [Command::Enrol { server, code }] = commands.as_slice() else { panic!("{commands:?}") };
        assert_eq!((server.as_str(), code.as_str()), ("https://sila.example.org", "AAAA-BBBB"));
        kiosk.tell(Event::Enrolled);
        kiosk.tell(Event::Ready(Some(Arc::new(sample_setting()))));
        assert!(keeps(&kiosk.commands(), SetupStep::Screen));
        assert!(!kiosk.says(&kiosk.tr("welcome-title")), "no welcome before there is a PIN");
        kiosk.touch_key("common-next");
        kiosk.touch_key("settings-much-larger");
        kiosk.touch_key("common-next");
        assert_eq!(save(&mut kiosk).screen.diagonal_inches.get(), 23.0);
        assert!(keeps(&kiosk.commands(), SetupStep::Printer));
        kiosk.touch_key("settings-printer-file");
        kiosk.touch_key("common-next");
        assert!(kiosk.says(&kiosk.tr("settings-no-path")) && kiosk.commands().is_empty());
        kiosk.focus(&kiosk.tr("settings-printer-path"));
        kiosk.type_text("/tmp/receipts");
        kiosk.touch_key("settings-test-page");
        assert_eq!(save(&mut kiosk).printer.kind, PrinterKind::File);
        assert!(matches!(kiosk.commands().as_slice(), [Command::Print(_)]));
        kiosk.tell(Event::Printed(PrintOutcome::Printed));
        assert!(kiosk.says(&kiosk.tr("printing-done")));
        kiosk.touch_key("common-next");
        save(&mut kiosk);
        assert!(keeps(&kiosk.commands(), SetupStep::Pin));
        type_pin(&mut kiosk, "2468");
        type_pin(&mut kiosk, "2468");
        assert!(matches!(kiosk.commands().as_slice(), [Command::SetPin(pin)] if **pin == "2468"));
        kiosk.tell(Event::PinSet);
        assert!(kiosk.says(&kiosk.tr("setup-done")));
        kiosk.touch_key("setup-begin");
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
    }
}

#[test]
fn the_first_pull_is_shown_once_the_device_is_enrolled_and_at_the_end() {
    let mut kiosk = fresh(Language::Arabic);
    choose_language(&mut kiosk);
    kiosk.touch_key_beginning("setup-enrol");
    connect(&mut kiosk);
    kiosk.tell(Event::Enrolled);
    kiosk.tell(Event::Ready(Some(Arc::new(sample_setting()))));
    let words = "وصل 500 من أصل 70,000 تغيير";
    let pulled = Pulled { taken: 500, all: 70_000 };
    kiosk.tell(Event::Sync(SyncState::Running(Some(pulled))));
    assert!(kiosk.says_words(words), "{:?}", kiosk.spoken());
    let mut kiosk = resumed(SetupStep::Pin);
    kiosk.tell(Event::PinSet);
    kiosk.tell(Event::Sync(SyncState::Running(Some(pulled))));
    assert!(kiosk.says(&kiosk.tr("setup-done")) && kiosk.says_words(words), "{:?}", kiosk.spoken());
}

#[test]
fn whoever_can_begin_is_told_so() {
    let modes = [
        (DeviceMode::Branch, "setup-done-hint"),
        (DeviceMode::SelfService, "setup-done-hint"),
        (DeviceMode::Field, "setup-done-field"),
    ];
    for (mode, words) in modes {
        let mut kiosk = resumed_as(SetupStep::Pin, Setting { mode, ..sample_setting() });
        kiosk.tell(Event::PinSet);
        assert!(kiosk.says(&kiosk.tr(words)), "{words}");
    }
}

#[test]
fn a_used_code_is_said_and_what_was_entered_stays_when_the_step_is_left() {
    let mut kiosk = fresh(Language::Arabic);
    choose_language(&mut kiosk);
    kiosk.touch_key_beginning("setup-enrol");
    connect(&mut kiosk);
    kiosk.tell(Event::EnrolFailed(EnrolFailure::UsedCode));
    assert!(kiosk.says(&kiosk.tr("enrol-error-used-code")));
    kiosk.touch_key("common-back");
    kiosk.touch_key("common-back");
    assert!(kiosk.says(&kiosk.tr("setup-language")));
    choose_language(&mut kiosk);
    kiosk.touch_key_beginning("setup-enrol");
    assert!(kiosk.says("https://sila.example.org") && kiosk.says("AAAA-BBBB"));
}

#[test]
fn the_language_that_is_chosen_is_the_one_that_every_visitor_begins_with() {
    let mut kiosk = fresh(Language::Arabic);
    // on its tile, and in the frame
    kiosk.touch_nth_key("language-en", 1);
    assert_eq!(save(&mut kiosk).appearance.language, Language::English);
    assert_eq!(kiosk.app().language(), Language::English);
}

#[test]
fn a_restart_goes_on_at_the_open_step_and_shows_no_welcome_before_there_is_a_pin() {
    for (step, shown) in [
        (SetupStep::Choose, "setup-welcome"),
        (SetupStep::Connect, "setup-server-address"),
        (SetupStep::Screen, "settings-screen"),
        (SetupStep::Printer, "settings-printer"),
        (SetupStep::Pin, "setup-pin-title"),
    ] {
        let mut kiosk = resumed(step);
        assert!(kiosk.says(&kiosk.tr(shown)), "{step:?}: {:?}", kiosk.spoken());
        kiosk.wait_until(400.0);
        assert!(kiosk.says(&kiosk.tr(shown)), "{step:?} is still open after a while");
    }
}

#[test]
fn a_pin_that_could_not_be_kept_is_asked_for_again() {
    let mut kiosk = resumed(SetupStep::Pin);
    type_pin(&mut kiosk, "2468");
    type_pin(&mut kiosk, "2468");
    kiosk.tell(Event::NotSaved(NotSaved::DiskFull));
    assert!(kiosk.says(&kiosk.tr("settings-not-saved")) && kiosk.says(&kiosk.tr("setup-pin-title")));
}

#[test]
fn a_pin_half_typed_is_gone_once_nobody_is_there() {
    let mut kiosk = resumed(SetupStep::Pin);
    "246".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
    kiosk.wait_until(180.0);
    assert!(kiosk.says(&kiosk.tr("idle-title")));
    kiosk.wait_until(200.0);
    assert!(kiosk.says(&kiosk.words().format("pin-entered", &[("n", 0.into())])), "{:?}", kiosk.spoken());
}

fn trial() -> Event {
    Event::Ready(Some(Arc::new(Setting { trial_pin: Some("2468"), ..sample_setting() })))
}

#[test]
fn a_trial_says_on_every_screen_that_it_is_one_and_leads_back_to_the_first_start() {
    for language in Language::ALL {
        let mut kiosk = fresh(language);
        choose_language(&mut kiosk);
        kiosk.commands();
        kiosk.touch_key_beginning("setup-try");
        assert!(matches!(kiosk.commands().as_slice(), [Command::BeginTrial]));
        kiosk.tell(trial());
        assert!(kiosk.says(&kiosk.tr("welcome-title")));
        let pin = ("pin", shared::locale::ltr("2468"));
        let banner = kiosk.words().format("setup-sample-banner", &[(pin.0, pin.1.as_str().into())]);
        assert!(kiosk.says(&banner), "{:?}", kiosk.spoken());
        for way in ["welcome-new-visit", "staff-sign-in"] {
            kiosk.touch_key(way);
            assert!(kiosk.says(&banner), "{way}: {:?}", kiosk.spoken());
            kiosk.touch_key(if way == "staff-sign-in" { "common-back" } else { "leave-cancel" });
        }
        kiosk.commands();
        kiosk.touch_key("setup-try-end");
        assert!(matches!(kiosk.commands().last(), Some(Command::EndTrial)));
        kiosk.tell(Event::SettingUp(SetupStep::Choose));
        kiosk.tell(Event::Ready(None));
        assert!(kiosk.says(&kiosk.tr("setup-welcome")) && !kiosk.says(&banner));
    }
}

#[test]
fn what_was_typed_in_a_trial_is_kept_before_the_trial_ends_and_never_after_it() {
    let mut kiosk = fresh(Language::Arabic);
    kiosk.tell(trial());
    kiosk.touch_key("staff-sign-in");
    type_pin(&mut kiosk, "2468");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.touch_key("staff-register");
    kiosk.commands();
    kiosk.touch_key("setup-try-end");
    assert!(matches!(kiosk.commands().last(), Some(Command::EndTrial)), "nothing follows the end");
    kiosk.tell(Event::Ready(None));
    assert!(!kiosk.commands().iter().any(|command| matches!(command, Command::KeepDraft { .. })));
}

#[test]
fn a_trial_that_cannot_begin_says_so() {
    let mut kiosk = resumed(SetupStep::Choose);
    kiosk.touch_key_beginning("setup-try");
    kiosk.tell(Event::TrialNotBegun);
    assert!(kiosk.says(&kiosk.tr("setup-try-failed")));
}

#[test]
fn a_device_that_asks_for_nothing_but_a_rating_is_told_of_what_at_the_first_start() {
    let mut kiosk = Kiosk::new(Language::Arabic);
    let mut config = Config::default();
    config.rating.exit = true;
    kiosk.tell(Event::ConfigSaved(Box::new(config)));
    kiosk.tell(Event::SettingUp(SetupStep::Printer));
    kiosk.tell(Event::Ready(Some(Arc::new(sample_setting()))));
    kiosk.touch_key("common-next");
    save(&mut kiosk);
    assert!(kiosk.says(&kiosk.tr("setup-rating-hint")) && kiosk.says(&kiosk.tr("settings-rated-overall")));
    kiosk.touch_key("common-back");
    assert!(kiosk.says(&kiosk.tr("settings-printer-kind")));
    kiosk.touch_key("common-next");
    save(&mut kiosk);
    kiosk.touch("طلب دعم");
    kiosk.touch_key("common-next");
    let rating = save(&mut kiosk).rating;
    assert_eq!((rating.exit, rating.service.as_str()), (true, "support"));
    assert!(keeps(&kiosk.commands(), SetupStep::Pin));
    kiosk.touch_key("common-back");
    assert!(kiosk.says(&kiosk.tr("setup-rating-hint")));
}
