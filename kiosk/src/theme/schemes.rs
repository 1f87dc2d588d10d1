//! The four palettes as they are designed: light and dark, each in normal and in high contrast.

use egui::Color32;

use super::palette::Palette;

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// Warm white, deep green.
pub(super) fn light() -> Palette {
    Palette {
        ground: rgb(0xFAF7F1),
        surface: rgb(0xFFFFFF),
        band: rgb(0xEEF1EA),
        ink: rgb(0x1B2722),
        ink_soft: rgb(0x45514B),
        primary: rgb(0x0D4F3C),
        primary_pressed: rgb(0x083629),
        on_primary: rgb(0xFFFFFF),
        accent: rgb(0xBFE0D2),
        selected: rgb(0xE3F0E8),
        line: rgb(0xDDDFD6),
        border: rgb(0x6F7D76),
        focus: rgb(0x123E9C),
        text_selection: rgb(0xBFE0D2),
        warning: rgb(0x6B3A00),
        warning_ground: rgb(0xFFF2D9),
        problem: rgb(0x8C1D18),
        good: rgb(0x0D4F3C),
        veil: Color32::from_rgba_premultiplied(8, 16, 13, 150),
        shadow: Color32::from_black_alpha(14),
        disabled: rgb(0x45514B),
        scores: [rgb(0x1C6E3D), rgb(0x5F9E3F), rgb(0xD9693A), rgb(0xA82620)],
        score_marks: [rgb(0xFFFFFF), rgb(0x1B2722), rgb(0x1B2722), rgb(0xFFFFFF)],
        code_dark: Color32::BLACK,
        code_light: Color32::WHITE,
    }
}

/// Near black, pale green.
pub(super) fn dark() -> Palette {
    Palette {
        ground: rgb(0x111816),
        surface: rgb(0x1A2320),
        band: rgb(0x24302C),
        ink: rgb(0xF1F4EE),
        ink_soft: rgb(0xC6D0CA),
        primary: rgb(0x8FDBBB),
        primary_pressed: rgb(0xB9ECD6),
        on_primary: rgb(0x0A1F17),
        accent: rgb(0x1F4E3E),
        selected: rgb(0x163A2E),
        line: rgb(0x33403B),
        border: rgb(0x8B9992),
        focus: rgb(0x9CC0FF),
        text_selection: rgb(0x1F4E3E),
        warning: rgb(0xFFCF8A),
        warning_ground: rgb(0x3A2A0C),
        problem: rgb(0xFFB4A8),
        good: rgb(0x8FDBBB),
        veil: Color32::from_black_alpha(180),
        shadow: Color32::TRANSPARENT,
        disabled: rgb(0xC6D0CA),
        scores: [rgb(0x35A05C), rgb(0xA9DA8E), rgb(0xF3AE8C), rgb(0xE2574C)],
        score_marks: [rgb(0x0A1F17); 4],
        code_dark: Color32::BLACK,
        code_light: Color32::WHITE,
    }
}

/// Black on white.
pub(super) fn light_high() -> Palette {
    Palette {
        ground: rgb(0xFFFFFF),
        surface: rgb(0xFFFFFF),
        band: rgb(0xF2F2F2),
        ink: rgb(0x000000),
        ink_soft: rgb(0x000000),
        primary: rgb(0x003526),
        primary_pressed: rgb(0x001A12),
        on_primary: rgb(0xFFFFFF),
        accent: rgb(0xC4E8D8),
        selected: rgb(0xE6F4EC),
        line: rgb(0x595959),
        border: rgb(0x2E2E2E),
        focus: rgb(0x0000B4),
        text_selection: rgb(0xC4E8D8),
        warning: rgb(0x4A2600),
        warning_ground: rgb(0xFFF6E3),
        problem: rgb(0x6A0000),
        good: rgb(0x003526),
        veil: Color32::from_black_alpha(190),
        shadow: Color32::TRANSPARENT,
        disabled: rgb(0x2E2E2E),
        scores: [rgb(0x11592E), rgb(0x3C7A22), rgb(0xB0481B), rgb(0x8E120C)],
        score_marks: [rgb(0xFFFFFF); 4],
        code_dark: Color32::BLACK,
        code_light: Color32::WHITE,
    }
}

/// White on black.
pub(super) fn dark_high() -> Palette {
    Palette {
        ground: rgb(0x000000),
        surface: rgb(0x0B0B0B),
        band: rgb(0x1E1E1E),
        ink: rgb(0xFFFFFF),
        ink_soft: rgb(0xFFFFFF),
        primary: rgb(0x9DF5CF),
        primary_pressed: rgb(0x6FD8AC),
        on_primary: rgb(0x000000),
        accent: rgb(0x00573B),
        selected: rgb(0x00301F),
        line: rgb(0x9A9A9A),
        border: rgb(0xD8D8D8),
        focus: rgb(0xFFE14D),
        text_selection: rgb(0x00402B),
        warning: rgb(0xFFE0A3),
        warning_ground: rgb(0x2A1D00),
        problem: rgb(0xFFCCC4),
        good: rgb(0x9DF5CF),
        veil: Color32::from_black_alpha(210),
        shadow: Color32::TRANSPARENT,
        disabled: rgb(0xD8D8D8),
        scores: [rgb(0x45C273), rgb(0xBDEBA3), rgb(0xFFC3A3), rgb(0xFF7A6E)],
        score_marks: [rgb(0x000000); 4],
        code_dark: Color32::BLACK,
        code_light: Color32::WHITE,
    }
}
