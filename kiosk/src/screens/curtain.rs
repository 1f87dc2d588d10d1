//! The screen, hidden from whoever stands beside a person who listens (508 §405). Nothing of it is shown; keys and the voice go on.

use egui::{Area, Color32, Context, Id, Order, Sense, UiBuilder};

use crate::theme::{Look, TextKind};

/// Covers the whole screen, and says how it is shown again; returns whether it was touched, which presses nothing beneath.
pub fn curtain_ui(ctx: &Context, look: &Look, words: &str) -> bool {
    let screen = ctx.content_rect();
    let area = Area::new(Id::unique("curtain")).order(Order::Foreground).fixed_pos(screen.min).fade_in(false);
    let shown = area.show(ctx, |ui| {
        // keys go on to what is beneath
        let response = ui.allocate_rect(screen, Sense::CLICK);
        ui.painter().rect_filled(screen, 0.0, Color32::BLACK);
        let style = look.style(TextKind::Body).color(Color32::WHITE).centered();
        let width = screen.width() * 0.8;
        let galley = look.text.galley(ui.ctx(), &style, Some(width), words);
        let place = egui::Rect::from_center_size(screen.center(), galley.size());
        look.text.label(&mut ui.new_child(UiBuilder::new().max_rect(place)), &style, Some(width), words);
        response.clicked()
    });
    shown.inner
}
