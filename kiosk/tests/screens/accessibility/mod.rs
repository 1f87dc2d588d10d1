//! Every screen in both languages as assistive technology walks it: names, roles, order, languages, what is announced.

mod faults;
pub mod walk;

use egui::FullOutput;
use egui::accesskit::{Live, Role, TreeUpdate};
use kiosk::gallery::{PICTURE_SIZE, SCENES, Scene, Stage, VisitScene};
use kiosk::text::Direction;
use kiosk::theme::{Appearance, Look, Screen};
use kiosk::widgets::TouchButton;
use shared::locale::Language;

use faults::{alike, focused_out_of_order, in_no_language, out_of_order, told_secrets, unnamed};
use walk::{Part, language_of_root, parts};

fn screen(scene: Scene, language: Language) -> (Stage, FullOutput) {
    let mut stage = Stage::new(language, PICTURE_SIZE);
    scene.play(&mut stage);
    stage.show();
    let output = stage.show();
    (stage, output)
}

fn tree(output: &FullOutput) -> &TreeUpdate {
    output.platform_output.accesskit_update.as_ref().expect("the tree is switched on")
}

/// Walks every screen, and fails with all that is wrong on any.
fn walk(check: impl Fn(&mut Stage, &FullOutput, &[Part], Language) -> Vec<String>) {
    let mut wrong = Vec::new();
    // under the curtain all goes on; its one line lies over the whole screen, in no order with the rest
    for scene in SCENES.iter().filter(|scene| **scene != Scene::Visit(VisitScene::Curtain)) {
        for language in Language::ALL {
            let (mut stage, output) = screen(*scene, language);
            let found = check(&mut stage, &output, &parts(tree(&output)), language);
            wrong.extend(found.into_iter().map(|fault| format!("{} {language:?}: {fault}", scene.name())));
        }
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_can_be_used_has_a_name_and_a_fitting_role_and_is_read_in_the_order_in_which_it_stands() {
    walk(|_, output, parts, language| {
        let mut wrong = [unnamed(parts), alike(parts), told_secrets(parts), in_no_language(parts, language)];
        wrong[0].extend(out_of_order(parts, language));
        let root = language_of_root(tree(output)).filter(|code| *code != language.code());
        wrong[0].extend(root.map(|code| format!("the screen is said to be in {code}")));
        wrong.concat()
    });
}

#[test]
fn tab_goes_where_reading_goes() {
    walk(|stage, _, parts, _| {
        let mut focused = Vec::new();
        for _ in 0..parts.iter().filter(|part| part.can_have_focus).count() {
            stage.focus_next();
            let output = stage.show();
            focused.push(tree(&output).focus);
        }
        focused_out_of_order(parts, &focused)
    });
}

#[test]
fn a_question_over_the_screen_is_a_modal_dialog_and_is_announced() {
    for language in Language::ALL {
        let (_, output) = screen(Scene::Idle, language);
        let parts = parts(tree(&output));
        let question = kiosk::words::messages(language).text("idle-title").into_owned();
        let dialog = parts.iter().find(|part| part.role == Role::Dialog).unwrap();
        assert!(dialog.is_modal && dialog.name == question, "{dialog:?}");
        let title = parts.iter().find(|part| part.role == Role::Heading && part.name == question);
        assert_eq!(title.unwrap().live, Some(Live::Assertive));
    }
}

#[test]
fn a_fault_and_a_saved_state_are_announced() {
    for scene in [Scene::NotSaved, Scene::Receipt] {
        let (_, output) = screen(scene, Language::Arabic);
        let announced =
            parts(tree(&output)).into_iter().filter(|part| part.live == Some(Live::Polite)).count();
        assert_eq!(announced, 1, "{scene:?}");
    }
}

/// The parts of a screen of one's own, and the context in which it was painted.
pub fn painted_by(mut add: impl FnMut(&mut egui::Ui, &Look)) -> (egui::Context, Vec<Part>) {
    let ctx = egui::Context::default();
    ctx.enable_accesskit();
    let mut paint = || {
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, PICTURE_SIZE);
        let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| {
            let look =
                Look::new(ui.ctx(), &Screen::new(PICTURE_SIZE, 24.0), Direction::Ltr, &Appearance::default());
            add(ui, &look);
        });
        output.textures_delta.clear();
        output
    };
    // the first pass brings the fonts
    paint();
    let parts = parts(tree(&paint()));
    (ctx, parts)
}

/// The parts of a screen that has these buttons, each so far from the top.
fn painted(buttons: &[(f32, &str)]) -> Vec<Part> {
    let (_, parts) = painted_by(|ui, look| {
        for (index, (top, name)) in buttons.iter().enumerate() {
            let rect = egui::Rect::from_min_size(egui::pos2(20.0, *top), egui::vec2(300.0, 60.0));
            let place = egui::UiBuilder::new().id_salt(index).max_rect(rect);
            TouchButton::primary(name).show(&mut ui.new_child(place), look);
        }
    });
    parts
}

#[test]
fn a_button_without_a_name_is_found() {
    assert_eq!(unnamed(&painted(&[(20.0, "…")])).len(), 1);
    assert!(unnamed(&painted(&[(20.0, "Next")])).is_empty());
}

#[test]
fn two_buttons_of_one_name_are_found() {
    assert_eq!(alike(&painted(&[(20.0, "Delete"), (120.0, "Delete")])).len(), 1);
    assert!(alike(&painted(&[(20.0, "Delete: A"), (120.0, "Delete: B")])).is_empty());
}

#[test]
fn a_button_that_is_read_before_what_stands_above_it_is_found() {
    let falling = painted(&[(20.0, "First"), (120.0, "Second")]);
    assert!(out_of_order(&falling, Language::English).is_empty());
    let rising = painted(&[(120.0, "First"), (20.0, "Second")]);
    assert_eq!(out_of_order(&rising, Language::English).len(), 1);
    let backwards: Vec<_> = falling.iter().rev().map(|part| part.id).collect();
    assert_eq!(focused_out_of_order(&falling, &backwards).len(), 1);
}
