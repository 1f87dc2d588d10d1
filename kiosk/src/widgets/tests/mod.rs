//! Every part in both directions: names, roles, places, presses.

mod page;
mod press;

use egui::accesskit::{Role, Toggled};
use egui::{Color32, Context, FullOutput, Vec2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, TestRenderer};
use image::RgbaImage;

use self::page::Page;
use super::*;
use crate::paint::OffscreenPainter;
use crate::text::Direction;
use crate::text::guard::{laid_out_by_egui, laid_out_by_us};
use crate::theme::{Appearance, DEFAULT_DIAGONAL_INCHES, Look, Screen, TextKind};

const SIZE: Vec2 = vec2(1920.0, 1080.0);

#[derive(Default)]
struct Cpu(OffscreenPainter);

impl TestRenderer for Cpu {
    fn handle_delta(&mut self, delta: &mut egui::TexturesDelta) {
        self.0.update(delta);
        delta.clear();
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        Ok(self.0.paint(ctx, output, ctx.content_rect().size(), Color32::WHITE))
    }
}

fn harness(direction: Direction) -> Harness<'static, Option<Page>> {
    let mut harness = Harness::builder().with_size(SIZE).renderer(Cpu::default()).build_ui_state(
        move |ui, page: &mut Option<Page>| {
            page.get_or_insert_with(|| Page::new(ui.ctx(), direction)).ui(ui);
        },
        None,
    );
    harness.run();
    harness
}

#[test]
fn parts_are_found_and_pressed_by_their_names_in_logical_order() {
    let mut harness = harness(Direction::Rtl);
    harness.get_by_label("التالي").click();
    harness.run();
    harness.get_by_label("ضعيفة جدًا").click();
    harness.get_by_label("وقت الانتظار").click();
    harness.run();
    for key in ["ش", "ك", "ر", "مسافة", "حذف", "7", "مسح رقم", "9"] {
        harness.get_by_label(key).click();
        harness.run();
    }
    let page = harness.state().as_ref().unwrap();
    assert_eq!(page.pressed, 1);
    assert_eq!(page.face, Some(Face::VeryBad));
    assert_eq!(page.choices, [false, false, false]);
    assert_eq!(page.field.text(), "شكر");
    assert_eq!(page.digits, "05569");
    let face = harness.get_by_label("ضعيفة جدًا");
    assert_eq!(face.accesskit_node().role(), Role::RadioButton);
    assert_eq!(face.accesskit_node().toggled(), Some(Toggled::True));
}

#[test]
fn the_switch_shows_other_letters_and_shift_makes_one_capital() {
    let mut harness = harness(Direction::Rtl);
    for key in ["ABC", "كبير", "Q", "w", "123", "&"] {
        harness.get_by_label(key).click();
        harness.run();
    }
    assert_eq!(harness.state().as_ref().unwrap().field.text(), "Qw&");
}

#[test]
fn every_key_and_button_is_a_touch_target() {
    for direction in [Direction::Rtl, Direction::Ltr] {
        let harness = harness(direction);
        let touch = harness.state().as_ref().unwrap().look.sizes.touch;
        let mut count = 0;
        for node in harness.root().children_recursive() {
            let access = node.accesskit_node();
            if matches!(access.role(), Role::Button | Role::RadioButton | Role::CheckBox) {
                let rect = node.rect();
                assert!(rect.height() >= touch - 0.5, "{:?}: {rect:?}", access.label());
                // the page squeezes the keyboard into half its width
                assert!(rect.width() >= touch * 0.85, "{:?}: {rect:?}", access.label());
                count += 1;
            }
        }
        assert!(count > 40, "{count}");
    }
}

#[test]
fn the_page_is_mirrored_but_digits_keep_their_order() {
    let place = |direction, label: &str| harness(direction).get_by_label(label).rect().center().x;
    let middle = SIZE.x / 2.0;
    assert!(place(Direction::Rtl, "التالي") > middle && place(Direction::Ltr, "Next") < middle);
    for direction in [Direction::Rtl, Direction::Ltr] {
        let harness = harness(direction);
        let x = |label: &str| harness.get_by_label(label).rect().center().x;
        assert!(x("1") < x("2") && x("2") < x("3"));
    }
}

#[test]
fn everything_shown_went_through_the_text_layer() {
    for direction in [Direction::Rtl, Direction::Ltr] {
        let harness = harness(direction);
        assert_eq!(laid_out_by_egui(&harness.output().shapes), Vec::<String>::new());
        assert!(laid_out_by_us(&harness.output().shapes).len() > 50);
    }
}

#[test]
fn the_keyboard_reaches_every_part_and_space_presses_it() {
    let mut harness = harness(Direction::Ltr);
    harness.get_by_label("Next").focus();
    harness.run();
    harness.key_press(egui::Key::Space);
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().pressed, 1);
}

#[test]
fn a_qr_code_has_its_quiet_zone_and_finder_patterns() {
    let ctx = Context::default();
    let look =
        Look::new(&ctx, &Screen::new(SIZE, DEFAULT_DIAGONAL_INCHES), Direction::Rtl, &Appearance::default());
    let mut painter = OffscreenPainter::new();
    let size = vec2(300.0, 300.0);
    let image = painter.render_to_image(&ctx, size, 1.0, 2, |ui| {
        ui.scope_builder(
            egui::UiBuilder::new().max_rect(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
            |ui| {
                qr_code(ui, &look, "SILA-7F3K-22", "SILA-7F3K-22", 290.0).unwrap();
            },
        );
    });
    // version 1: 21 modules and twice 4 of quiet zone; 290 / 29 = 10 pixels a module
    let module = |x: u32, y: u32| image.get_pixel((x + 4) * 10 + 5, (y + 4) * 10 + 5).0[0];
    assert!((0..7).all(|x| module(x, 0) == 0 && module(x, 6) == 0 && module(14 + x, 0) == 0));
    assert!((1..6).all(|x| module(x, 1) == 255) && module(3, 3) == 0);
    assert!((0..29_u32).all(|x| image.get_pixel(x * 10 + 5, 5).0[0] == 255));
}

#[test]
fn what_is_behind_a_dialog_cannot_be_pressed() {
    let mut harness = Harness::builder().with_size(SIZE).renderer(Cpu::default()).build_ui_state(
        |ui, presses: &mut [u32; 2]| {
            let look = Look::new(
                ui.ctx(),
                &Screen::new(SIZE, DEFAULT_DIAGONAL_INCHES),
                Direction::Rtl,
                &Appearance::default(),
            );
            look.apply(ui.ctx());
            presses[0] += u32::from(TouchButton::primary("التالي").show(ui, &look).clicked());
            dialog(ui.ctx(), &look, "idle", "هل تحتاجون إلى مزيد من الوقت؟", |ui| {
                look.label(ui, TextKind::Title, "هل تحتاجون إلى مزيد من الوقت؟");
                presses[1] += u32::from(TouchButton::primary("نعم").show(ui, &look).clicked());
            });
        },
        [0, 0],
    );
    harness.run();
    harness.get_by_label("نعم").click();
    harness.run();
    harness.get_by_label("التالي").click();
    harness.run();
    assert_eq!(*harness.state(), [0, 1]);
    assert_eq!(laid_out_by_egui(&harness.output().shapes), Vec::<String>::new());
}

#[test]
fn a_secret_is_neither_shown_nor_read_out() {
    let mut harness = Harness::builder().with_size(SIZE).renderer(Cpu::default()).build_ui(|ui| {
        let look = Look::new(
            ui.ctx(),
            &Screen::new(SIZE, DEFAULT_DIAGONAL_INCHES),
            Direction::Rtl,
            &Appearance::default(),
        );
        DigitDisplay::new("الرمز السري", "7319", "أدخلوا الرمز").secret().show(ui, &look, 480.0);
    });
    harness.run();
    assert_eq!(harness.get_by_label("الرمز السري").value().unwrap(), "••••");
    assert_eq!(laid_out_by_us(&harness.output().shapes), ["••••"]);
}

#[test]
fn a_tile_says_how_high_its_words_make_it_with_and_without_a_picture() {
    let mut harness = Harness::builder().with_size(SIZE).renderer(Cpu::default()).build_ui(|ui| {
        let look = Look::new(
            ui.ctx(),
            &Screen::new(SIZE, DEFAULT_DIAGONAL_INCHES),
            Direction::Rtl,
            &Appearance::default(),
        );
        let height = |picture, width| {
            let tile = ChoiceTile::multi("طلب دعم مستفيد للأسر المنتجة", false);
            tile.picture(picture).least_height(ui.ctx(), &look, width)
        };
        assert_eq!(height(None, 900.0), look.sizes.touch);
        assert!(height(None, 360.0) > look.sizes.touch);
        assert!(height(Some(Picture::Money), 420.0) > height(None, 900.0));
    });
    harness.run();
}
