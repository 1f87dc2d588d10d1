//! A dialog over a veiled screen.

use egui::{Context, Frame, Id, Key, Margin, Modal, Role, UiKind};

use super::arrange::column_start;
use crate::theme::Look;

/// Shows a dialog in the middle; nothing behind it can be pressed. `id` tells dialogs apart; `name` is read out when
/// it opens.
///
/// Returns what `add` returned, and whether Escape was pressed. Touching beside the dialog does nothing: a
/// question that matters is not answered by accident.
pub fn dialog<R>(
    ctx: &Context,
    look: &Look,
    id: &str,
    name: &str,
    add: impl FnOnce(&mut egui::Ui) -> R,
) -> (R, bool) {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let frame = Frame::new()
        .fill(palette.surface)
        .corner_radius(sizes.radius)
        .inner_margin(Margin::same((sizes.padding * 1.5).min(120.0) as i8));
    let width = (ctx.content_rect().width() - 4.0 * sizes.margin).min(sizes.column * 0.75);
    let id = Id::unique(("dialog", id));
    // there at once: a fade would be painted a dozen times, and could be touched before it is seen
    let [above, below] = sizes.out_of_reach;
    let middle = egui::vec2(0.0, (above - below) / 2.0);
    let area = Modal::default_area(id).anchor(egui::Align2::CENTER_CENTER, middle);
    let modal = Modal::new(id).area(area.fade_in(false));
    let shown = modal.frame(frame).backdrop_color(palette.veil).show(ctx, |ui| {
        describe(ui, name);
        ui.set_width(width.max(0.0));
        column_start(ui, look.direction, add)
    });
    let escaped = ctx.input(|input| input.key_pressed(Key::Escape));
    (shown.inner, escaped)
}

/// Tells assistive technology that what is behind cannot be used.
fn describe(ui: &egui::Ui, name: &str) {
    let modal = ui.stack().iter().find(|stack| stack.info.kind == Some(UiKind::Modal));
    let Some(modal) = modal else { return };
    ui.ctx().accesskit_node_builder(modal.unique_id, |node| {
        node.set_role(Role::Dialog);
        node.set_modal();
        node.set_label(name);
    });
}
