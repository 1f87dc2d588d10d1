//! A QR code, painted as rectangles: dark on white with its quiet zone.

use std::sync::Arc;

use egui::cache::{ComputerMut, FrameCache};
use egui::{Mesh, Rect, Response, Role, Sense, Shape, Ui, Vec2, WidgetInfo, vec2};
use qrcode::{Color, EcLevel, QrCode};

use crate::theme::Look;

/// Modules of white around a code (ISO/IEC 18004).
const QUIET_MODULES: usize = 4;

/// The payload does not fit into a QR code of error correction level M (2,331 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("encode QR code: the payload is longer than 2,331 bytes; shorten it")]
pub struct CodeTooLong;

/// Adds the QR code of `payload`, at most `side` points large; `name` is what assistive technology reads.
///
/// Modules are whole pixels, so the code may come out a little smaller.
///
/// # Errors
/// [`CodeTooLong`] if the payload does not fit; nothing is added then.
pub fn qr_code(
    ui: &mut Ui,
    look: &Look,
    payload: &str,
    name: &str,
    side: f32,
) -> Result<Response, CodeTooLong> {
    let encoded =
        ui.memory_mut(|memory| memory.caches.cache::<FrameCache<_, Encoder>>().get(payload).clone());
    let code = encoded.ok_or(CodeTooLong)?;
    let count = code.width + 2 * QUIET_MODULES;
    let pixels_per_point = ui.ctx().pixels_per_point();
    let module = (side * pixels_per_point / count as f32).floor().max(1.0) / pixels_per_point;
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(module * count as f32), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let painter = ui.painter();
    painter.rect_filled(rect, look.sizes.radius_small, look.palette.code_light);
    let origin = (rect.min.to_vec2() * pixels_per_point).round() / pixels_per_point;
    let mut dark = Mesh::default();
    for (row, start, length) in &code.runs {
        let min = origin + vec2((start + QUIET_MODULES) as f32, (row + QUIET_MODULES) as f32) * module;
        let run = Rect::from_min_size(min.to_pos2(), vec2(*length as f32, 1.0) * module);
        dark.add_colored_rect(run, look.palette.code_dark);
    }
    painter.add(Shape::mesh(dark));
    Ok(response)
}

/// A code's dark modules: row, first column, how many.
struct Encoded {
    width: usize,
    runs: Vec<(usize, usize, usize)>,
}

/// Encodes a payload once for as long as it is shown; egui drops it, and with it the payload's code, in the first pass
/// that does not show it.
#[derive(Default)]
struct Encoder;

impl ComputerMut<&str, Option<Arc<Encoded>>> for Encoder {
    fn compute(&mut self, payload: &str) -> Option<Arc<Encoded>> {
        let code = QrCode::with_error_correction_level(payload, EcLevel::M).ok()?;
        let (width, colors) = (code.width(), code.to_colors());
        let rows = colors.chunks(width).enumerate();
        let runs =
            rows.flat_map(|(row, modules)| dark_runs(modules).into_iter().map(move |(at, n)| (row, at, n)));
        Some(Arc::new(Encoded { width, runs: runs.collect() }))
    }
}

/// Runs of dark modules in a row: (start, length).
fn dark_runs(modules: &[Color]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (column, module) in modules.iter().enumerate() {
        if *module == Color::Light {
            continue;
        }
        match runs.last_mut() {
            Some((start, length)) if *start + *length == column => *length += 1,
            _ => runs.push((column, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_modules_side_by_side_become_one_run() {
        use Color::{Dark, Light};
        assert_eq!(dark_runs(&[Dark, Dark, Light, Dark, Light]), [(0, 2), (3, 1)]);
    }
}
