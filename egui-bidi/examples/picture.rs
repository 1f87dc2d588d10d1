//! Labels, a button, a wrapped paragraph and two fields, painted into a PNG file. Needs no window and no display.
//!
//! `cargo run -p egui-bidi --example picture -- picture.png`

use std::path::PathBuf;

use egui::{Button, Color32, Event, Key, Modifiers, Stroke, Vec2, vec2};
use egui_bidi::paint::{OffscreenPainter, PaintError, write_png};
use egui_bidi::{Direction, FieldLook, Fonts, Text, TextField, TextStyle, isolate, isolate_ltr};

const SIZE: Vec2 = vec2(860.0, 520.0);
const MARGIN: f32 = 30.0;

/// What the page keeps between passes.
struct Page {
    text: Text,
    arabic: TextField,
    english: TextField,
}

impl Page {
    fn new(ctx: &egui::Context) -> Self {
        let text = Text::install(ctx, &Fonts::plex());
        let mut arabic = TextField::new(&text, &style(Direction::Rtl));
        arabic.insert("السيد أحمد Smith (الرياض) 2024-118 حضر");
        arabic.set_active(true);
        let mut english = TextField::new(&text, &style(Direction::Ltr));
        english.insert("Mr Ahmad أحمد الغامدي (Riyadh) ");
        Self { text, arabic, english }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        let (rtl, width) = (style(Direction::Rtl), SIZE.x - 2.0 * MARGIN);
        ui.add_space(MARGIN);
        ui.horizontal(|ui| {
            ui.add_space(MARGIN);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 14.0;
                let title = TextStyle::new(34.0, Direction::Rtl).semi_bold();
                self.text.label(ui, &title, Some(width), "أهلًا وسهلًا بكم – Welcome");
                let number = format!("رقم الطلب {} بتاريخ {}", isolate_ltr("2024-118"), isolate_ltr("12/05/2026"));
                self.text.label(ui, &rtl, Some(width), &number);
                let visitor = format!("Visitor: {} (Riyadh)", isolate("محمد بن عبد الله"));
                self.text.label(ui, &style(Direction::Ltr), Some(width), &visitor);
                let paragraph = "السَّلَامُ عَلَيْكُمْ، تلتزم الجمعية باستقبال المستفيد بأدب واحترام (نموذج رقم 4-ب)، ثم \
                     يُعرض الطلب على لجنة البحث Research Committee خلال ١٤ يومًا.";
                self.text.label(ui, &rtl, Some(width), paragraph);
                // stock widgets take a galley as they take any text
                let name = self.text.galley(ui.ctx(), &rtl.color(Color32::WHITE), None, "تسجيل زيارة (42)");
                ui.add(Button::new(name).fill(Color32::from_rgb(0, 95, 80)));
                self.arabic.ui(ui, &look(Direction::Rtl), "الاسم", "", vec2(width, 60.0));
                self.english.ui(ui, &look(Direction::Ltr), "Name", "", vec2(width, 60.0));
            });
        });
    }
}

fn style(direction: Direction) -> TextStyle {
    TextStyle::new(24.0, direction)
}

fn look(direction: Direction) -> FieldLook {
    FieldLook {
        style: style(direction),
        hint_color: Color32::from_gray(90),
        background: Color32::WHITE,
        border: Stroke::new(1.0, Color32::GRAY),
        active_border: Stroke::new(2.0, Color32::from_rgb(0, 95, 80)),
        selection: Color32::from_rgb(180, 225, 215),
        caret: Color32::from_rgb(0, 95, 80),
        radius: 6.0,
        padding: vec2(14.0, 8.0),
    }
}

fn main() -> Result<(), PaintError> {
    let path = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "picture.png".to_owned()));
    let ctx = egui::Context::default();
    ctx.set_theme(egui::Theme::Light);
    let mut page = Page::new(&ctx);
    let mut painter = OffscreenPainter::new();
    // two words and two letters are selected: the selection falls into pieces where the direction changes
    let key =
        |key, modifiers| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let mut events = vec![key(Key::Home, Modifiers::NONE)];
    events.extend(vec![key(Key::ArrowLeft, Modifiers::COMMAND | Modifiers::SHIFT); 2]);
    events.extend(vec![key(Key::ArrowLeft, Modifiers::SHIFT); 2]);
    painter.run(&ctx, SIZE, 1.0, events, |ui| page.ui(ui));
    let picture = painter.render_to_image(&ctx, SIZE, 1.0, 2, |ui| page.ui(ui));
    write_png(&picture, &path)
}
