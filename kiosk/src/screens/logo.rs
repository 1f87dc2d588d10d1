//! The association's logo as a screen paints it.

use egui::{Color32, Rect, Sense, TextureId, Ui, Vec2, pos2, vec2};

use crate::theme::Look;

/// Share of the height that the light ground beneath a logo is larger, on a dark screen.
const PLATE_SHARE: f32 = 0.08;

/// A logo that lies in a texture. Its name stands in words beside it, so it has none of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogoPicture {
    /// The texture.
    pub texture: TextureId,
    /// Its size in pixels.
    pub size: Vec2,
}

impl LogoPicture {
    /// Returns the size at a height, in points; at most three times as wide as it is high.
    pub fn size_at(&self, height: f32) -> Vec2 {
        let scale = (height / self.size.y).min(3.0 * height / self.size.x);
        self.size * scale
    }

    /// Adds the logo, as high as `height` or less. Logos are drawn for paper: on a dark screen it stands on a light ground.
    pub fn show(&self, ui: &mut Ui, look: &Look, height: f32) {
        let size = self.size_at(height);
        let (rect, _) = ui.allocate_exact_size(vec2(size.x, height), Sense::hover());
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let mut place = Rect::from_center_size(rect.center(), size);
        if look.is_dark() {
            ui.painter().rect_filled(place, look.sizes.radius_small, Color32::WHITE);
            place = place.shrink(height * PLATE_SHARE);
        }
        ui.painter().image(self.texture, place, whole, Color32::WHITE);
    }
}
