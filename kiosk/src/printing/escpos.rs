//! ESC/POS, the commands that receipt printers of most makers understand: start, raster in bands (`GS v 0`), feed, cut.
//! The reader of them is here as well, so that what was printed can be looked at.

use super::bitmap::Bitmap;

/// Puts the printer back to its beginning.
const START: [u8; 2] = [0x1b, b'@'];

/// Raster of normal size; width in bytes and height in dots follow, low byte first.
const RASTER: [u8; 4] = [0x1d, b'v', b'0', 0];

/// Rows of a band: 576 dots wide they are 72 × 128 = 9,216 bytes, which the small buffers of cheap printers hold.
const BAND_ROWS: u32 = 128;

/// Feeds the paper out to where it is torn off.
const FEED: [u8; 3] = [0x1b, b'd', 4];

/// Feeds the paper to the knife and cuts it but for a bridge.
const CUT: [u8; 4] = [0x1d, b'V', 66, 0];

/// Writes a page as a printer takes it.
pub fn encode(page: &Bitmap, cut: bool) -> Vec<u8> {
    let mut bytes = START.to_vec();
    let row_bytes = page.width().div_ceil(8);
    for top in (0..page.height()).step_by(BAND_ROWS as usize) {
        let rows = BAND_ROWS.min(page.height() - top);
        bytes.extend(RASTER);
        for number in [row_bytes, rows] {
            bytes.extend([(number & 0xff) as u8, (number >> 8 & 0xff) as u8]);
        }
        for y in top..top + rows {
            bytes.extend((0..row_bytes).map(|byte| packed(page, byte * 8, y)));
        }
    }
    bytes.extend(if cut { CUT.as_slice() } else { FEED.as_slice() });
    bytes
}

/// Eight dots from `x` on, the first one in the highest bit.
fn packed(page: &Bitmap, x: u32, y: u32) -> u8 {
    (0..8).fold(0, |byte, dot| byte << 1 | u8::from(page.is_black(x + dot, y)))
}

/// Bytes that are not what [`encode`] writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {0} is not part of a page in ESC/POS raster")]
pub struct NotEscPos(pub usize);

/// Reads the first page out of bytes for a printer; returns it and whether it is cut off.
///
/// # Errors
/// [`NotEscPos`] at the first byte that is no part of a page.
pub fn decode(bytes: &[u8]) -> Result<(Bitmap, bool), NotEscPos> {
    let wrong = |rest: &[u8]| NotEscPos(bytes.len() - rest.len());
    let mut rest = bytes.strip_prefix(&START).ok_or(NotEscPos(0))?;
    let (mut width, mut rows) = (0, Vec::new());
    while let Some(band) = rest.strip_prefix(&RASTER) {
        let ([xl, xh, yl, yh], band) = band.split_first_chunk().ok_or_else(|| wrong(rest))?;
        let row_bytes = usize::from(u16::from_le_bytes([*xl, *xh]));
        let length = row_bytes * usize::from(u16::from_le_bytes([*yl, *yh]));
        let (band, after) = band.split_at_checked(length).ok_or_else(|| wrong(rest))?;
        if row_bytes == 0 || (width != 0 && width != row_bytes) {
            return Err(wrong(rest));
        }
        width = row_bytes;
        rows.extend(band.chunks_exact(row_bytes));
        rest = after;
    }
    let cut = rest.starts_with(&CUT);
    if !cut && !rest.starts_with(&FEED) {
        return Err(wrong(rest));
    }
    let mut page = Bitmap::new(width as u32 * 8, rows.len() as u32);
    for (y, row) in (0..).zip(rows) {
        for x in 0..page.width() {
            page.set(x, y, row[x as usize / 8] >> (7 - x % 8) & 1 == 1);
        }
    }
    Ok((page, cut))
}
