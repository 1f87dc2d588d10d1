//! Where a page's parts stand and how large they are: dots of an eighth of a millimetre, from the paper's top.

use std::sync::Arc;

use egui::{Color32, Context, Galley, Pos2, Vec2, pos2, vec2};
use image::GrayImage;
use image::imageops::{FilterType, resize};
use qrcode::{Color, EcLevel, QrCode};

use super::bitmap::Bitmap;
use super::page::{Block, Page};
use crate::config::PaperWidth;
use crate::paint::OffscreenPainter;
use crate::text::{Direction, Fonts, Text, TextStyle};

/// Longest page: two metres of paper.
pub const PAGE_DOTS_MAX: u32 = 16_000;

/// Space at each side of the paper, 1.5 mm.
const MARGIN: f32 = 12.0;

/// Space between two parts, 1.25 mm.
const GAP: f32 = 10.0;

/// Modules of white around a QR code (ISO/IEC 18004).
const QUIET_MODULES: u32 = 4;

/// Largest side of a QR code: 40 mm, which any telephone reads.
const QR_DOTS_MAX: u32 = 320;

/// A page that is longer than [`PAGE_DOTS_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the page is longer than two metres of paper: print it in parts")]
pub struct PageTooLong;

/// A part with its place.
enum Placed {
    Words(Pos2, Arc<Galley>),
    Greys(u32, u32, GrayImage),
    Modules { x: u32, y: u32, dots: u32, code: QrCode },
    Rule(u32),
}

/// Makes a page into dots.
///
/// # Errors
/// [`PageTooLong`].
pub fn lay_out(page: &Page, paper: PaperWidth) -> Result<Bitmap, PageTooLong> {
    let ctx = Context::default();
    let text = Text::install(&ctx, &Fonts::plex());
    let mut painter = OffscreenPainter::new();
    let width = paper.dots();
    let size = |height: u32| vec2(width as f32, height as f32);
    // the fonts are there from the second pass on
    painter.run(&ctx, size(1), 1.0, Vec::new(), |_| ());
    let mut layout = Layout { ctx: &ctx, text: &text, width, direction: page.direction, y: GAP };
    let mut placed = Vec::new();
    painter.run(&ctx, size(1), 1.0, Vec::new(), |_| {
        layout.y = GAP;
        placed = page.blocks.iter().flat_map(|block| layout.place(block)).collect();
    });
    let height = (layout.y + GAP).ceil() as u32;
    if height > PAGE_DOTS_MAX {
        return Err(PageTooLong);
    }
    Ok(paint(&ctx, &mut painter, size(height), &placed))
}

fn paint(ctx: &Context, painter: &mut OffscreenPainter, size: Vec2, placed: &[Placed]) -> Bitmap {
    let output = painter.run(ctx, size, 1.0, Vec::new(), |ui| {
        let screen = ui.painter().with_clip_rect(egui::Rect::from_min_size(Pos2::ZERO, size));
        for part in placed {
            if let Placed::Words(at, galley) = part {
                screen.galley(*at, Arc::clone(galley), Color32::BLACK);
            }
        }
    });
    let picture = painter.paint(ctx, &output, size, Color32::WHITE);
    let mut bitmap = Bitmap::new(picture.width(), picture.height());
    for (x, y, pixel) in picture.enumerate_pixels() {
        bitmap.set(x, y, pixel.0[0] < 128);
    }
    for part in placed {
        match part {
            Placed::Words(..) => {}
            Placed::Greys(x, y, picture) => bitmap.put_greys(picture, *x, *y),
            Placed::Modules { x, y, dots, code } => modules(&mut bitmap, *x, *y, *dots, code),
            Placed::Rule(y) => {
                let margin = MARGIN as u32;
                let width = bitmap.width() - 2 * margin;
                bitmap.fill(margin, *y, width, 2);
            }
        }
    }
    bitmap
}

fn modules(bitmap: &mut Bitmap, x: u32, y: u32, dots: u32, code: &QrCode) {
    for (index, module) in (0_u32..).zip(code.to_colors()) {
        let (row, column) = (index / code.width() as u32, index % code.width() as u32);
        if module == Color::Dark {
            bitmap.fill(x + column * dots, y + row * dots, dots, dots);
        }
    }
}

struct Layout<'a> {
    ctx: &'a Context,
    text: &'a Text,
    width: u32,
    direction: Direction,
    y: f32,
}

impl Layout<'_> {
    fn place(&mut self, block: &Block) -> Vec<Placed> {
        let style = |size: f32| TextStyle::new(size, self.direction);
        match block {
            Block::Picture(picture) => self.greys(picture),
            Block::Title(words) => self.words(style(38.0).semi_bold().line_height(52.0).centered(), words),
            Block::Centred(words) => self.words(style(28.0).line_height(40.0).centered(), words),
            Block::Heading(words) => self.words(style(30.0).semi_bold().line_height(44.0), words),
            Block::Text(words) => self.words(style(28.0).line_height(42.0), words),
            Block::Small(words) => self.words(style(24.0).line_height(36.0), words),
            Block::Pair(name, value) => self.pair(name, value),
            Block::Code(words) => self.code(1.0, words),
            Block::Number(words) => self.code(3.0, words),
            Block::Qr(payload) => self.qr(payload),
            Block::Rule => {
                let y = self.y as u32 + GAP as u32 / 2;
                self.y += GAP + 2.0 + GAP;
                vec![Placed::Rule(y)]
            }
            Block::Feed(lines) => {
                self.y += f32::from(*lines) * 30.0;
                Vec::new()
            }
        }
    }

    fn room(&self) -> f32 {
        self.width as f32 - 2.0 * MARGIN
    }

    fn words(&mut self, style: TextStyle, words: &str) -> Vec<Placed> {
        let galley = self.text.galley(self.ctx, &style, Some(self.room()), words);
        let at = pos2(MARGIN, self.y.round());
        self.y += galley.size().y + GAP;
        vec![Placed::Words(at, galley)]
    }

    /// A code in the middle, `scale` times as large as a reference, and never wider than the paper.
    fn code(&mut self, scale: f32, words: &str) -> Vec<Placed> {
        let wanted = scale * if self.width < 500 { 50.0 } else { 68.0 };
        let style = TextStyle::new(wanted, Direction::Ltr).semi_bold().centered();
        let width = self.text.galley(self.ctx, &style, None, words).size().x;
        let size = (wanted * (self.room() / width).min(1.0)).floor();
        self.words(TextStyle { size, ..style }.line_height((size * 1.3).round()), words)
    }

    /// Name at the start side, value at the end side; one under the other where they don't fit on a line.
    fn pair(&mut self, name: &str, value: &str) -> Vec<Placed> {
        let plain = TextStyle::new(26.0, self.direction).line_height(40.0);
        let strong = plain.semi_bold();
        let first = self.text.galley(self.ctx, &plain, None, name);
        let second = self.text.galley(self.ctx, &strong, None, value);
        let widths = (first.size().x, second.size().x);
        if widths.0 + widths.1 + 2.0 * GAP > self.room() {
            let mut parts = self.words(plain, name);
            self.y -= GAP;
            parts.extend(self.words(strong, value));
            return parts;
        }
        let (left, right) = (MARGIN, |width: f32| self.width as f32 - MARGIN - width);
        let (x_first, x_second) =
            if self.direction.is_rtl() { (right(widths.0), left) } else { (left, right(widths.1)) };
        let y = self.y.round();
        self.y += first.size().y.max(second.size().y) + GAP / 2.0;
        vec![Placed::Words(pos2(x_first.round(), y), first), Placed::Words(pos2(x_second.round(), y), second)]
    }

    fn greys(&mut self, picture: &GrayImage) -> Vec<Placed> {
        let (width, height) = picture.dimensions();
        if width == 0 || height == 0 {
            return Vec::new();
        }
        let scale = (self.room() / width as f32).min(200.0 / height as f32).min(1.0);
        let side = |length: u32| ((length as f32 * scale).round() as u32).max(1);
        let small = resize(picture, side(width), side(height), FilterType::Triangle);
        let (x, y) = (self.width.saturating_sub(small.width()) / 2, self.y as u32);
        self.y += small.height() as f32 + GAP;
        vec![Placed::Greys(x, y, small)]
    }

    fn qr(&mut self, payload: &str) -> Vec<Placed> {
        let Ok(code) = QrCode::with_error_correction_level(payload, EcLevel::M) else { return Vec::new() };
        let modules = code.width() as u32 + 2 * QUIET_MODULES;
        let dots = (QR_DOTS_MAX.min(self.width) / modules).max(2);
        let side = dots * modules;
        let inner = QUIET_MODULES * dots;
        let (x, y) = (self.width.saturating_sub(side) / 2 + inner, self.y as u32 + inner);
        self.y += side as f32;
        vec![Placed::Modules { x, y, dots, code }]
    }
}
