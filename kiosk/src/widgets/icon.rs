//! A small button that shows a picture alone, for ways that few people look for. Its name is read out.

use egui::epaint::StrokeKind;
use egui::{Color32, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::parts::focus_ring;
use super::picture::{Picture, picture as paint_picture};
use super::stops::stop;
use crate::theme::Look;

/// Adds a button of `size` points (never smaller than a touch target) that shows a picture and is called `name`.
pub fn icon_button(ui: &mut Ui, look: &Look, picture: Picture, name: &str, size: Vec2) -> Response {
    let (sizes, palette) = (&look.sizes, &look.palette);
    let (rect, response) = ui.allocate_exact_size(size.max(Vec2::splat(sizes.touch)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    stop(ui, &response);
    if ui.is_rect_visible(rect) {
        let fill = if response.is_pointer_button_down_on() { palette.band } else { Color32::TRANSPARENT };
        let stroke = Stroke::new(sizes.border, palette.border);
        ui.painter().rect(rect, sizes.radius_small, fill, stroke, StrokeKind::Inside);
        let place = Rect::from_center_size(rect.center(), Vec2::splat((sizes.touch * 0.5).round()));
        paint_picture(ui.painter(), place, picture, palette.ink_soft);
        focus_ring(ui, look, &response, rect);
    }
    response
}
