//! Black and white dots. Knows nothing of pages or printers.

use image::{GrayImage, Luma};

/// A page in dots: each is black or white.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    width: u32,
    height: u32,
    dots: Vec<bool>,
}

impl Bitmap {
    /// Makes white paper.
    pub fn new(width: u32, height: u32) -> Self {
        Self { width, height, dots: vec![false; width as usize * height as usize] }
    }

    /// Returns the width in dots.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Returns the height in dots.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Tells whether a dot is black; outside the paper none is.
    pub fn is_black(&self, x: u32, y: u32) -> bool {
        x < self.width && y < self.height && self.dots[self.at(x, y)]
    }

    /// Blackens a dot, or whitens it; outside the paper nothing happens.
    pub fn set(&mut self, x: u32, y: u32, black: bool) {
        if x < self.width && y < self.height {
            let at = self.at(x, y);
            self.dots[at] = black;
        }
    }

    /// Blackens a rectangle.
    pub fn fill(&mut self, x: u32, y: u32, width: u32, height: u32) {
        for row in y..y.saturating_add(height) {
            (x..x.saturating_add(width)).for_each(|column| self.set(column, row, true));
        }
    }

    /// Puts a picture of greys at a place: its error is spread to the neighbours (Floyd and Steinberg), so that greys
    /// come out as denser and thinner dots.
    pub fn put_greys(&mut self, picture: &GrayImage, x: u32, y: u32) {
        let (width, height) = picture.dimensions();
        let mut levels: Vec<i32> = picture.pixels().map(|pixel| i32::from(pixel.0[0])).collect();
        let index = |column: u32, row: u32| row as usize * width as usize + column as usize;
        for row in 0..height {
            for column in 0..width {
                let level = levels[index(column, row)];
                let black = level < 128;
                self.set(x + column, y + row, black);
                let error = if black { level } else { level - 255 };
                let mut spread = |column: Option<u32>, row: u32, sixteenths: i32| {
                    if let Some(column) = column.filter(|column| *column < width && row < height) {
                        levels[index(column, row)] += error * sixteenths / 16;
                    }
                };
                spread(Some(column + 1), row, 7);
                spread(column.checked_sub(1), row + 1, 3);
                spread(Some(column), row + 1, 5);
                spread(Some(column + 1), row + 1, 1);
            }
        }
    }

    /// Returns the dots as a picture, for people and for tests.
    pub fn picture(&self) -> GrayImage {
        GrayImage::from_fn(self.width, self.height, |x, y| Luma([if self.is_black(x, y) { 0 } else { 255 }]))
    }

    fn at(&self, x: u32, y: u32) -> usize {
        y as usize * self.width as usize + x as usize
    }
}
