//! How strongly two colours stand out from each other (WCAG 2.2), and making a colour stand out as much as is needed.

use egui::Color32;

/// Steps from a colour to black or white in which [`toward_contrast`] looks for the nearest that stands out.
const STEPS: u16 = 50;

/// The contrast of two opaque colours, 1 … 21 (WCAG 2.2, "contrast ratio").
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance (WCAG 2.2).
fn luminance(color: Color32) -> f32 {
    let [r, g, b, _] = color.to_array().map(|channel| {
        let value = f32::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Tells whether `ink` stands out from each of `grounds` by `ratio` or more.
pub(super) fn stands_out(ink: Color32, grounds: &[Color32], ratio: f32) -> bool {
    grounds.iter().all(|ground| contrast(ink, *ground) >= ratio)
}

/// Returns the colour nearest to `color` on its way to `limit` (black or white) that stands out from each of
/// `grounds` by `ratio`; `limit` itself if none does.
pub(super) fn toward_contrast(color: Color32, limit: Color32, grounds: &[Color32], ratio: f32) -> Color32 {
    (0..=STEPS)
        .map(|step| mix(color, limit, f32::from(step) / f32::from(STEPS)))
        .find(|tried| stands_out(*tried, grounds, ratio))
        .unwrap_or(limit)
}

/// Returns `from` with `share` (0 … 1) of `to` in it.
pub(super) fn mix(from: Color32, to: Color32, share: f32) -> Color32 {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Color32::from_rgb(channel(from.r(), to.r()), channel(from.g(), to.g()), channel(from.b(), to.b()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_twenty_one_to_one() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
    }

    #[test]
    fn a_colour_that_stands_out_already_is_left_as_it_is() {
        let green = Color32::from_rgb(0x0D, 0x4F, 0x3C);
        assert_eq!(toward_contrast(green, Color32::BLACK, &[Color32::WHITE], 7.0), green);
    }

    #[test]
    fn a_colour_that_does_not_is_moved_no_further_than_needed() {
        let yellow = Color32::from_rgb(0xFF, 0xE0, 0x00);
        let moved = toward_contrast(yellow, Color32::BLACK, &[Color32::WHITE], 7.0);
        let ratio = contrast(moved, Color32::WHITE);
        assert!((7.0..8.0).contains(&ratio), "{moved:?}: {ratio:.2}");
    }
}
