//! The association's face: its colour, its logo, and where requests are followed up. Holds no decoder: a picture is decoded where it
//! is shown.

use std::fmt;
use std::sync::Arc;

use super::follow::{FOLLOW_PATH, FollowCode};

/// Longest logo, in bytes: with the rest of its entry it stays below the 68 KiB of a change.
pub const LOGO_BYTES_MAX: usize = 48 * 1024;

/// Largest side of a logo, in pixels: twice what the largest kiosk screen shows it at. Decoded it takes up to 4 MiB.
pub const LOGO_SIDE_MAX: u32 = 1_024;

/// What every PNG file begins with.
const PNG_SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];

/// Days for which a request that has ended is still told of, where head office set none.
pub const FOLLOW_DAYS: i64 = 30;

/// Most of them: ten years.
pub const FOLLOW_DAYS_MAX: i64 = 3_660;

/// Longest address of the public page, in bytes: with the code behind it a QR code of 61 modules holds it.
const FOLLOW_ADDRESS_BYTES_MAX: usize = 200;

/// Colour, logo and the public page's address, each where the association has published one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Branding {
    /// The main colour: of the main button, of titles.
    pub colour: Option<Colour>,
    /// The logo.
    pub logo: Option<Logo>,
    /// Where applicants follow their requests up.
    pub follow_address: Option<FollowAddress>,
    /// For how many days a request that has ended is told of there, 0 to 3,660.
    pub follow_days: i64,
}

impl Default for Branding {
    fn default() -> Self {
        Self { colour: None, logo: None, follow_address: None, follow_days: FOLLOW_DAYS }
    }
}

/// The address in front of `/r/<code>`: `https://`, a host, and a path where there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowAddress(String);

/// A text that is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an address such as https://requests.example.org")]
pub struct InvalidFollowAddress;

impl FollowAddress {
    /// Reads an address; a slash at its end is left out.
    ///
    /// # Errors
    /// [`InvalidFollowAddress`] for another scheme, for a question or a fragment, and for what is longer than 200 bytes.
    pub fn parse(text: &str) -> Result<Self, InvalidFollowAddress> {
        let text = text.trim().trim_end_matches('/');
        let rest = text.strip_prefix("https://").ok_or(InvalidFollowAddress)?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/[]%".contains(c);
        let is_address = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && rest.chars().all(is_plain)
            && text.len() <= FOLLOW_ADDRESS_BYTES_MAX;
        is_address.then(|| Self(text.to_owned())).ok_or(InvalidFollowAddress)
    }

    /// Returns the address of a request's page.
    pub fn of(&self, code: &FollowCode) -> String {
        format!("{}{FOLLOW_PATH}{code}", self.0)
    }
}

impl fmt::Display for FollowAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
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
    use crate::domain::FactId;

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
    fn the_public_page_has_an_address_without_a_question_or_a_script() {
        let code = FollowCode::of(FactId::from_random([1; 16]), None);
        let page = FollowAddress::parse("https://sila.example.org/").unwrap().of(&code);
        assert_eq!(page, format!("https://sila.example.org/r/{code}"));
        let long = format!("https://{}", "a".repeat(FOLLOW_ADDRESS_BYTES_MAX));
        for bad in [
            "",
            "sila.example.org",
            "http://a.org",
            "javascript:a",
            "https://",
            "https://a.org/?x",
            "https://a b",
            &long,
        ] {
            assert_eq!(FollowAddress::parse(bad), Err(InvalidFollowAddress), "{bad}");
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
