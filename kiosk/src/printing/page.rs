//! What is to be printed, from top to bottom: plain, comparable, without sizes in it.

use std::sync::Arc;

use image::GrayImage;

use crate::text::Direction;

/// A page for a receipt printer. Paper has no pages: it is as long as what stands on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The reading direction of its texts.
    pub direction: Direction,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A picture in the middle, such as a logo; its greys become dots. One wider than the paper is made smaller.
    Picture(Arc<GrayImage>),
    /// A title, in the middle.
    Title(String),
    /// A line in the middle.
    Centred(String),
    /// A heading at the start side.
    Heading(String),
    /// A paragraph at the start side.
    Text(String),
    /// A small paragraph that explains.
    Small(String),
    /// A name and its value, on one line where they fit.
    Pair(String, String),
    /// A code that is read out, large, left to right, in the middle.
    Code(String),
    /// The number that calls a visitor: as a code, three times as large.
    Number(String),
    /// A QR code; one that is too long for it is left out, since the texts say the same.
    Qr(String),
    /// A line across the paper.
    Rule,
    /// Empty space of so many lines.
    Feed(u8),
}

impl Page {
    /// Makes an empty page.
    pub fn new(direction: Direction) -> Self {
        Self { direction, blocks: Vec::new() }
    }

    /// Adds a part.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}
