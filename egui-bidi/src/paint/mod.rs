//! Painting without a window, display or graphics driver: egui's shapes to pixels on the processor.
//!
//! Deterministic: the same shapes give the same bytes on every machine of the same floating-point format.

mod offscreen;
mod raster;
mod shade;
#[cfg(test)]
mod tests;

pub use offscreen::{OffscreenPainter, PaintError, write_png};
