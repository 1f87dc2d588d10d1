//! The association's face: its colour and its logo. Holds no decoder: a picture is decoded where it is shown.

use std::fmt;
use std::sync::Arc;

/// Longest logo, in bytes: with the rest of its entry it stays below the 68 KiB of a change.
pub const LOGO_BYTES_MAX: usize = 48 * 1024;

/// Largest side of a logo, in pixels: twice what the largest kiosk screen shows it at. Decoded it takes up to 4 MiB.
pub const LOGO_SIDE_MAX: u32 = 1_024;

/// What every PNG file begins with.
const PNG_SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];

/// Colour and logo, each where the association has published one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Branding {
    /// The main colour: of the main button, of titles.
    pub colour: Option<Colour>,
    /// The logo.
    pub logo: Option<Logo>,
}

/// An opaque colour: red, green, blue (sRGB).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Colour(pub [u8; 3]);

/// A text that is not a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a colour such as #0d4f3c")]
pub struct InvalidColour;

impl Colour {
    /// Reads `#rrggbb`.
    ///
    /// # Errors
    /// [`InvalidColour`] for any other form.
    pub fn parse(text: &str) -> Result<Self, InvalidColour> {
        let digits = text.strip_prefix('#').ok_or(InvalidColour)?;
        let bytes = crate::hex::from_hex(digits).ok_or(InvalidColour)?;
        bytes.try_into().map(Self).map_err(|_| InvalidColour)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", crate::hex::to_hex(&self.0))
    }
}

/// A PNG file of at most [`LOGO_BYTES_MAX`] whose header names sides of at most [`LOGO_SIDE_MAX`]. Whether the rest of
/// it can be decoded shows when it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo(Arc<[u8]>);

/// Why bytes are no logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLogo {
    /// Longer than the limit.
    #[error("is longer than {} KiB: make the picture smaller", LOGO_BYTES_MAX / 1024)]
    TooLong,
    /// Not a PNG file.
    #[error("is not a PNG file: save the picture as PNG")]
    NotPng,
    /// A side of it is zero.
    #[error("has a side of no pixel: save the picture as PNG again")]
    NoSide,
    /// A side of it is above the limit.
    #[error("has a side of more than {LOGO_SIDE_MAX} pixels: make the picture smaller")]
    TooLarge,
}

impl Logo {
    /// Takes a PNG file.
    ///
    /// # Errors
    /// [`InvalidLogo`] for anything else, or one beyond the limits.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Result<Self, InvalidLogo> {
        let bytes = bytes.into();
        if bytes.len() > LOGO_BYTES_MAX {
            return Err(InvalidLogo::TooLong);
        }
        let (width, height) = sides(&bytes).ok_or(InvalidLogo::NotPng)?;
        match (width.min(height), width.max(height)) {
            (0, _) => Err(InvalidLogo::NoSide),
            (_, longer) if longer > LOGO_SIDE_MAX => Err(InvalidLogo::TooLarge),
            _ => Ok(Self(bytes)),
        }
    }

    /// Returns the PNG file.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logo({} bytes)", self.0.len())
    }
}

/// Width and height as the first chunk (`IHDR`) names them.
fn sides(png: &[u8]) -> Option<(u32, u32)> {
    let header = png.strip_prefix(&PNG_SIGNATURE)?.get(4..)?.strip_prefix(b"IHDR")?;
    let side = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((side(0)?, side(4)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, length: usize) -> Vec<u8> {
        let mut bytes = PNG_SIGNATURE.to_vec();
        bytes.extend([0, 0, 0, 13]);
        bytes.extend(b"IHDR");
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.resize(length, 0);
        bytes
    }

    #[test]
    fn a_logo_is_a_png_file_within_its_limits() {
        assert!(Logo::new(png(512, 256, LOGO_BYTES_MAX)).is_ok());
        assert_eq!(Logo::new(png(512, 256, LOGO_BYTES_MAX + 1)), Err(InvalidLogo::TooLong));
        assert_eq!(Logo::new(png(LOGO_SIDE_MAX + 1, 1, 64)), Err(InvalidLogo::TooLarge));
        for (width, height) in [(0, 1), (1, 0), (0, LOGO_SIDE_MAX + 1)] {
            assert_eq!(Logo::new(png(width, height, 64)), Err(InvalidLogo::NoSide));
        }
        for not_png in [&b"GIF89a"[..], &[], &png(1, 1, 64)[..20]] {
            assert_eq!(Logo::new(not_png), Err(InvalidLogo::NotPng));
        }
    }

    #[test]
    fn a_colour_reads_back_and_nothing_else_is_one() {
        assert_eq!(Colour::parse("#0D4f3C").unwrap().to_string(), "#0d4f3c");
        for bad in ["0d4f3c", "#0d4f3", "#0d4f3c00", "#0d4f3x", "green", ""] {
            assert_eq!(Colour::parse(bad), Err(InvalidColour), "{bad}");
        }
    }
}
