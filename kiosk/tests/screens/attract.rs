//! While nobody stands before the welcome, and staff who are called.

use egui::vec2;
use kiosk::gallery::{AttractScene, Scene, Stage};
use kiosk::link::{Event, PinOutcome};
use shared::domain::read_catalog_line;
use shared::locale::Language;

use crate::harness::Kiosk;

#[test]
fn a_touch_brings_the_welcome_back_and_chooses_nothing() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        let welcome = kiosk.tr("welcome-new-visit");
        kiosk.wait_until(119.0);
        assert!(kiosk.says(&welcome));
        kiosk.wait_until(121.0);
        assert!(kiosk.says(&kiosk.tr("welcome-touch")) && !kiosk.says(&welcome));
        for index in 0..40_u8 {
            let place = |step: u8| f32::from(step) / 8.0 + 0.06;
            kiosk.tap_at(vec2(1280.0 * place(index % 8), 800.0 * place(index / 8).min(0.95)));
            assert!(kiosk.says(&welcome), "touch {index}");
            assert!(kiosk.commands().is_empty());
            kiosk.wait_until(121.0 * f64::from(index + 2));
            assert!(kiosk.says(&kiosk.tr("welcome-touch")), "after touch {index}");
        }
        kiosk.press_escape();
        assert!(kiosk.says(&welcome));
    }
}

#[test]
fn each_thing_that_was_done_has_its_turn() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    let said = |kiosk: &Kiosk| kiosk.spoken().join("\n");
    kiosk.wait_until(121.0);
    let first = said(&kiosk);
    kiosk.wait_until(129.0);
    assert_eq!(said(&kiosk), first);
    kiosk.wait_until(131.5);
    assert_ne!(said(&kiosk), first);
}

#[test]
fn a_screen_that_nobody_stands_before_is_painted_when_it_changes() {
    let mut stage = Stage::new(Language::Arabic, vec2(1280.0, 800.0));
    Scene::Attract(AttractScene::Open).play(&mut stage);
    let (mut now, mut passes) = (200.0, 0);
    for _ in 0..20 {
        stage.frame(now, Vec::new());
        now += 1.0 / 30.0;
    }
    while now < 300.0 {
        now += stage.frame(now, Vec::new()).repaint_after.as_secs_f64().max(1.0 / 60.0);
        passes += 1;
    }
    assert!((9..=40).contains(&passes), "{passes}");
}

#[test]
fn staff_are_called_taken_back_and_see_that_somebody_called() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        let told = kiosk.tr("call-staff-done");
        kiosk.touch_key("common-call-staff");
        assert!(kiosk.says(&told));
        kiosk.touch_key("common-call-staff");
        assert!(!kiosk.says(&told), "a second touch takes it back");
        kiosk.touch_key("common-call-staff");
        kiosk.wait_until(62.0);
        assert!(!kiosk.says(&told), "it goes after a minute");
        sign_in(&mut kiosk);
        let seen = kiosk.tr("call-staff-seen");
        assert!(kiosk.says(&seen), "staff see that somebody called");
        kiosk.touch_key("call-staff-seen");
        assert!(!kiosk.says(&seen));
    }
}

fn sign_in(kiosk: &mut Kiosk) {
    kiosk.touch_key("staff-sign-in");
    kiosk.type_text("1357");
    kiosk.touch_key("common-confirm");
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
}

#[test]
fn where_no_staff_are_nobody_is_promised_to_come() {
    let setting = kiosk::link::Setting {
        mode: shared::domain::DeviceMode::SelfService,
        ..kiosk::gallery::sample_setting()
    };
    let mut kiosk = Kiosk::with_setting(Language::Arabic, setting);
    kiosk.touch_key("call-staff-away");
    assert!(kiosk.says(&kiosk.tr("call-staff-none")) && !kiosk.says(&kiosk.tr("call-staff-done")));
    assert!(kiosk.says("9200\u{a0}00000"));
}

#[test]
fn a_closed_branch_says_at_which_number_it_is_called_and_an_open_one_does_not() {
    for (day, is_open) in [("monday", false), ("sunday", true)] {
        let line = format!(
            r#"{{"kind":"hours","code":"everywhere","name_ar":"أ","name_en":"A","hours":["{day} 08:00-14:00"]}}"#
        );
        let mut setting = kiosk::gallery::sample_setting();
        setting.catalog.publish(read_catalog_line(line.as_bytes()).unwrap());
        for language in Language::ALL {
            let mut kiosk = Kiosk::with_setting(language, setting.clone());
            kiosk.wait_until(121.0);
            assert!(kiosk.says(&kiosk.tr("welcome-touch")));
            assert_eq!(kiosk.says("9200\u{a0}00000"), !is_open, "{:?}", kiosk.spoken());
        }
    }
}
