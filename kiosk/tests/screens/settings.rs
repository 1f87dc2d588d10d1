//! The settings in the window: what staff set there is what the file says, and no setting needs the file alone.

use kiosk::config::Config;
use kiosk::gallery::sample_setting;
use kiosk::link::{Command, Event, Setting};
use shared::domain::DeviceMode;
use shared::locale::Language;

use crate::harness::Kiosk;

fn in_settings(language: Language, mode: DeviceMode) -> Kiosk {
    Kiosk::in_settings(language, Setting { mode, ..sample_setting() })
}

/// Saves, and answers that it is saved; returns the settings.
fn saved(kiosk: &mut Kiosk) -> Config {
    kiosk.touch_key("settings-save");
    let Some(Command::SaveConfig(config)) = kiosk.commands().pop() else { panic!("nothing is saved") };
    kiosk.tell(Event::ConfigSaved(config.clone()));
    assert!(kiosk.says(&kiosk.tr("settings-saved")));
    *config
}

#[test]
fn staff_set_who_is_called_where_and_by_which_numbers() {
    for language in Language::ALL {
        let mut kiosk = in_settings(language, DeviceMode::Branch);
        kiosk.touch_key("settings-queue");
        assert!(kiosk.says(&kiosk.tr("settings-digit-alone")));
        for _ in 0..3 {
            kiosk.touch_key("settings-digit-more");
        }
        kiosk.touch_key("settings-less-time");
        // visitors get a number, it is printed, the board is shown: yes or no
        kiosk.touch_nth_key("settings-no", 1);
        kiosk.touch_key("common-scroll-down");
        kiosk.touch_nth_key("settings-yes", 2);
        kiosk.touch_key("common-scroll-up");
        kiosk.focus(&kiosk.tr("settings-desk"));
        kiosk.type_text("Desk 2 ");
        let queue = saved(&mut kiosk).queue;
        assert_eq!((queue.device.get(), queue.desk.as_str()), (3, "Desk 2"));
        assert_eq!(queue.next_without_pin_seconds.get(), 50);
        assert_eq!((queue.tickets, queue.print, queue.board), (true, false, true));
    }
}

#[test]
fn a_device_from_which_nobody_calls_has_no_settings_for_calling() {
    let kiosk = in_settings(Language::Arabic, DeviceMode::SelfService);
    assert!(kiosk.says(&kiosk.tr("settings-rating")) && !kiosk.says(&kiosk.tr("settings-queue")));
}

#[test]
fn staff_make_a_device_ask_for_nothing_but_a_rating_and_of_what() {
    let mut kiosk = in_settings(Language::Arabic, DeviceMode::Branch);
    kiosk.touch_key("settings-rating");
    assert!(!kiosk.says(&kiosk.tr("settings-rated")), "nothing is rated in passing");
    kiosk.touch_key("settings-yes");
    assert!(kiosk.says(&kiosk.tr("settings-rated-overall")));
    kiosk.touch("طلب دعم");
    kiosk.touch_key("settings-fewer");
    let rating = saved(&mut kiosk).rating;
    assert_eq!((rating.exit, rating.service.as_str(), rating.plays_a_minute.get()), (true, "support", 11));
    kiosk.touch_key("settings-rated-overall");
    assert_eq!(saved(&mut kiosk).rating.service.as_str(), "overall");
    kiosk.touch_key("common-back");
    kiosk.touch_key("staff-sign-out");
    assert!(kiosk.says(&kiosk.tr("exit-question")), "the faces are the welcome");
}

#[test]
fn staff_say_how_high_the_screen_stands() {
    let mut kiosk = in_settings(Language::English, DeviceMode::Branch);
    assert!(kiosk.says(&kiosk.tr("settings-reach-unknown")));
    for _ in 0..15 {
        kiosk.touch_key("settings-higher");
    }
    assert_eq!(saved(&mut kiosk).screen.reach.get(), 75);
}
