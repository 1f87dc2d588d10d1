//! The kiosk without a touch: arrow keys and OK lead everywhere, and back.

use egui::Key;
use egui::accesskit::NodeId;
use kiosk::gallery::{PICTURE_SIZE, SCENES, Stage, sample_receipt};
use kiosk::link::{Command, Event, PinOutcome, Save};
use kiosk::route::Route;
use kiosk::text::Direction;
use kiosk::widgets::{Arrow, Stop, TouchButton, next_stop, unreached};
use shared::domain::{Channel, Score};
use shared::locale::{Language, without_marks};

use crate::accessibility::painted_by;
use crate::accessibility::walk::{Part, parts};
use crate::harness::Kiosk;

fn direction(language: Language) -> Direction {
    if language.is_rtl() { Direction::Rtl } else { Direction::Ltr }
}

fn can_have_focus(stage: &mut Stage) -> Vec<Part> {
    let output = stage.show();
    let tree = output.platform_output.accesskit_update.expect("the tree is switched on");
    parts(&tree).into_iter().filter(|part| part.can_have_focus).collect()
}

/// The parts that are no stops; what stands beneath a question is not to be reached.
fn no_stops<'p>(parts: &'p [Part], stops: &[Stop]) -> Vec<&'p Part> {
    let is_stop = |id: NodeId| stops.iter().any(|stop| stop.id.accesskit_id() == id);
    let over = parts.iter().any(Part::is_dialog);
    parts.iter().filter(|part| !over || part.is_dialog()).filter(|part| !is_stop(part.id)).collect()
}

#[test]
fn arrows_lead_to_every_part_of_every_screen() {
    let mut wrong = Vec::new();
    for scene in SCENES {
        for language in Language::ALL {
            let mut stage = Stage::new(language, PICTURE_SIZE);
            scene.play(&mut stage);
            stage.pass(2);
            let named = can_have_focus(&mut stage);
            let stops = stage.stops();
            for part in no_stops(&named, &stops) {
                wrong.push(format!("{} {language:?}: «{}» is no stop", scene.name(), part.words()));
            }
            for lost in unreached(&stops, direction(language)) {
                let id = stops[lost].id.accesskit_id();
                let name = named.iter().find(|part| part.id == id).map(Part::words).unwrap_or_default();
                wrong.push(format!("{} {language:?}: no arrow leads to «{name}»", scene.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}

fn stop(name: u8, left: f32, top: f32, width: f32) -> Stop {
    let rect = egui::Rect::from_min_size(egui::pos2(left, top), egui::vec2(width, 40.0));
    let clip = egui::Rect::from_min_size(egui::Pos2::ZERO, PICTURE_SIZE);
    Stop { id: egui::Id::unique(name), rect, clip, layer: egui::LayerId::background(), keeps: Vec::new() }
}

#[test]
fn a_part_to_which_no_arrow_leads_is_found() {
    let places = [100.0, 300.0, 300.0, 500.0];
    let row = |places: &[f32]| -> Vec<Stop> {
        places.iter().zip(0..).map(|(left, name)| stop(name, *left, 100.0, 100.0)).collect()
    };
    assert_eq!(unreached(&row(&places), Direction::Ltr), [2], "the one beneath another");
    assert!(unreached(&row(&[100.0, 300.0, 500.0]), Direction::Ltr).is_empty());
}

#[test]
fn a_part_that_is_no_stop_is_found() {
    let (ctx, parts) = painted_by(|ui, look| {
        TouchButton::primary("Next").show(ui, look);
        ui.button("…").clicked();
    });
    let parts: Vec<Part> = parts.into_iter().filter(|part| part.can_have_focus).collect();
    let lost = no_stops(&parts, &kiosk::widgets::stops(&ctx));
    assert_eq!((parts.len(), lost.len()), (2, 1));
}

#[test]
fn arrows_go_where_they_point_and_at_the_end_of_a_row_reading_goes_on() {
    let grid = [
        stop(0, 600.0, 100.0, 100.0),
        stop(1, 400.0, 100.0, 100.0),
        stop(2, 600.0, 200.0, 100.0),
        stop(3, 400.0, 200.0, 100.0),
        stop(4, 200.0, 400.0, 600.0),
    ];
    let to = |at, arrow| next_stop(&grid, at, arrow, Direction::Rtl);
    assert_eq!([to(0, Arrow::Left), to(0, Arrow::Down), to(0, Arrow::Up)], [Some(1), Some(2), None]);
    assert_eq!([to(1, Arrow::Left), to(2, Arrow::Right), to(3, Arrow::Right)], [Some(2), Some(1), Some(2)]);
    assert_eq!([to(3, Arrow::Down), to(4, Arrow::Up)], [Some(4), Some(3)]);
}

/// Goes with arrows to the part of this name, by the shortest way, and presses OK.
fn go_and_press(kiosk: &mut Kiosk, name: &str) {
    if kiosk.focused_name().is_none() {
        kiosk.press(Key::ArrowDown);
    }
    for arrow in way_to(kiosk, name) {
        kiosk.press(match arrow {
            Arrow::Up => Key::ArrowUp,
            Arrow::Down => Key::ArrowDown,
            Arrow::Left => Key::ArrowLeft,
            Arrow::Right => Key::ArrowRight,
        });
    }
    assert_eq!(kiosk.focused_name().as_deref(), Some(name));
    kiosk.press(Key::Enter);
}

fn way_to(kiosk: &mut Kiosk, name: &str) -> Vec<Arrow> {
    let (stops, focused) = (kiosk.stops(), kiosk.focused());
    let target = kiosk.id_of(name);
    let at = |id| stops.iter().position(|stop| stop.id.accesskit_id() == id);
    let (Some(from), Some(to)) = (focused.and_then(at), at(target)) else { panic!("{name} is no stop") };
    let mut ways = std::collections::BTreeMap::from([(from, Vec::new())]);
    let mut left = std::collections::VecDeque::from([from]);
    while let Some(here) = left.pop_front() {
        for arrow in Arrow::ALL {
            let Some(next) = next_stop(&stops, here, arrow, direction(kiosk.language())) else { continue };
            if !ways.contains_key(&next) {
                let way = [ways[&here].clone(), vec![arrow]].concat();
                ways.insert(next, way);
                left.push_back(next);
            }
        }
    }
    ways.remove(&to).unwrap_or_else(|| panic!("no arrow leads to {name}"))
}

#[test]
fn a_visit_is_walked_from_the_welcome_to_the_receipt_with_arrows_and_ok_alone() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        let press = |kiosk: &mut Kiosk, key: &str| {
            let name = kiosk.tr(key);
            go_and_press(kiosk, &name);
        };
        press(&mut kiosk, "welcome-new-visit");
        assert!(kiosk.focused_name().is_some(), "the focus is on the new screen");
        let support = if language == Language::Arabic { "طلب دعم" } else { "Request for support" };
        go_and_press(&mut kiosk, support);
        for digit in ["1", "0", "1"] {
            go_and_press(&mut kiosk, digit);
        }
        press(&mut kiosk, "common-clear-all");
        press(&mut kiosk, "who-skip");
        // back and on again
        kiosk.press(Key::Escape);
        assert!(kiosk.says(&kiosk.tr("who-title")));
        press(&mut kiosk, "who-skip");
        press(&mut kiosk, "summary-confirm");
        let visit = kiosk.commands().into_iter().find_map(|command| match command {
            Command::Save(save) => Some(save.id()),
            _ => None,
        });
        kiosk.tell(Event::visit_saved(sample_receipt(visit.expect("the visit is saved"))));
        press(&mut kiosk, "common-finish");
        assert!(matches!(kiosk.app().route(), Route::Welcome));
    }
}

#[test]
fn a_suggestion_is_written_and_sent_with_arrows_and_ok_alone() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    let press = |kiosk: &mut Kiosk, key: &str| {
        let name = kiosk.tr(key);
        go_and_press(kiosk, &name);
    };
    press(&mut kiosk, "welcome-suggest");
    press(&mut kiosk, "suggestion-general");
    for letter in ["ش", "ك"] {
        go_and_press(&mut kiosk, letter);
    }
    assert!(kiosk.says("شك"));
    press(&mut kiosk, "common-next");
    press(&mut kiosk, "suggestion-no-reply");
    press(&mut kiosk, "suggestion-save");
    assert!(matches!(kiosk.commands().as_slice(), [Command::Save(_)]));
}

#[test]
fn escape_leads_back_step_by_step_and_a_question_over_the_screen_first() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    kiosk.touch_key("welcome-new-visit");
    kiosk.touch("طلب دعم");
    kiosk.press(Key::Escape);
    assert!(kiosk.says(&kiosk.tr("need-title")));
    kiosk.wait_until(70.0);
    assert!(kiosk.says(&kiosk.tr("idle-title")));
    kiosk.press(Key::Escape);
    assert!(kiosk.says(&kiosk.tr("need-title")), "what is beneath the question is not left");
}

/// Goes to the parts whose names messages give, one after the other, and presses OK on each.
fn press_each(kiosk: &mut Kiosk, keys: &[&str]) {
    for key in keys {
        let name = kiosk.tr(key);
        go_and_press(kiosk, &name);
    }
}

#[test]
fn a_rating_is_given_and_sent_with_arrows_and_ok_alone() {
    for language in Language::ALL {
        let mut kiosk = Kiosk::enrolled(language);
        press_each(&mut kiosk, &["welcome-rate", "need-other", "scale-service-good"]);
        // the tick is seen before the next question comes
        kiosk.wait_until(1.0);
        press_each(&mut kiosk, &["scale-provider-excellent"]);
        kiosk.wait_until(2.0);
        press_each(&mut kiosk, &["rating-send"]);
        let saved = kiosk.commands().into_iter().filter_map(|command| match command {
            Command::Save(Save::RatingSoFar(rating) | Save::Rating(rating)) => Some(*rating),
            _ => None,
        });
        let rating = saved.last().expect("a rating is saved");
        assert_eq!((rating.score, rating.provider_score), (Score::Good, Some(Score::Excellent)));
    }
}

#[test]
fn the_guide_is_read_and_a_service_asked_for_with_arrows_and_ok_alone() {
    for (language, support) in [(Language::Arabic, "طلب دعم"), (Language::English, "Request for support")]
    {
        let mut kiosk = Kiosk::enrolled(language);
        press_each(&mut kiosk, &["welcome-guide", "guide-services"]);
        let row = kiosk.spoken().into_iter().find(|spoken| spoken.starts_with(support)).unwrap();
        go_and_press(&mut kiosk, &row);
        press_each(&mut kiosk, &["guide-ask"]);
        assert!(kiosk.says(&kiosk.tr("who-title")));
        kiosk.press(Key::Escape);
        assert!(kiosk.says(&kiosk.tr("guide-who")), "back on the page");
        for _ in 0..3 {
            kiosk.press(Key::Escape);
        }
        assert!(matches!(kiosk.app().route(), Route::Welcome));
    }
}

#[test]
fn staff_sign_in_and_register_a_contact_with_arrows_and_ok_alone() {
    let mut kiosk = Kiosk::enrolled(Language::Arabic);
    press_each(&mut kiosk, &["staff-sign-in"]);
    for digit in ["2", "4", "6", "8"] {
        go_and_press(&mut kiosk, digit);
    }
    press_each(&mut kiosk, &["common-confirm"]);
    kiosk.tell(Event::PinChecked(PinOutcome::Right));
    kiosk.tell(Event::Today(Vec::new()));
    press_each(&mut kiosk, &["staff-register", "channel-phone-call"]);
    let section = kiosk.tr("register-services");
    let next = kiosk.words().format("register-next", &[("section", section.into())]);
    let next = kiosk.spoken().into_iter().find(|spoken| without_marks(spoken) == without_marks(&next));
    go_and_press(&mut kiosk, &next.expect("the way on says where it leads"));
    go_and_press(&mut kiosk, "استفسار");
    press_each(&mut kiosk, &["register-save"]);
    let saved = kiosk.commands().into_iter().find_map(|command| match command {
        Command::Save(Save::Visit { visit, .. }) => Some(*visit),
        _ => None,
    });
    let visit = saved.expect("the contact is saved");
    assert_eq!((visit.channel, visit.services.len()), (Channel::PhoneCall, 1));
}
