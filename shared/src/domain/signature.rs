//! A signature written by hand: strokes of places with their times, as vectors. Paints nothing.

/// Most strokes of a signature: an Arabic name of eight parts with all its dots has about forty.
pub const SIGNATURE_STROKES_MAX: usize = 64;

/// Most places of a signature: at least 0.4 mm apart, they are 1.6 m of ink.
pub const SIGNATURE_POINTS_MAX: usize = 4_000;

/// Longest time between the first touch and a place, in milliseconds: ten minutes.
pub const SIGNATURE_MILLIS_MAX: u32 = 600_000;

/// Longest form as bytes: 4,000 places × (3 + 3 + 5) bytes + 64 strokes × 2 + 16 at most, rounded up to 45 KiB. A change
/// holds 64 KiB.
pub const SIGNATURE_BYTES_MAX: usize = 45 * 1024;

const VERSION: u8 = 1;

/// A place that the finger or pen touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignaturePoint {
    /// From the pad's left edge, in hundredths of a millimetre.
    pub x: u16,
    /// From the pad's top edge, in hundredths of a millimetre.
    pub y: u16,
    /// Since the first touch, in milliseconds.
    pub at_millis: u32,
}

/// A signature: what was written on a pad between one clearing and the next. Never empty, within its limits, every place
/// on the pad, times in order.
///
/// Its form as bytes is frozen, since version 1; the test `the_form_of_version_1_is_frozen` holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    width: u16,
    height: u16,
    strokes: Vec<Vec<SignaturePoint>>,
}

/// Why strokes or bytes are no signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Nothing was written.
    #[error("read signature: it holds no stroke, or an empty one; ask for it again")]
    Empty,
    /// More strokes, places or bytes than the limits.
    #[error("read signature: it is longer than its limits; ask for a shorter one")]
    TooLong,
    /// A place beside the pad, or a time before the one before it or past the limit.
    #[error("read signature: a point is outside the pad or out of order; ask for it again")]
    OutOfPlace,
    /// Bytes of a later version.
    #[error("read signature: it has form {0}, this program reads 1; update this program")]
    Version(u8),
    /// Bytes that end early, go on, or hold a number in a longer form than it needs.
    #[error("read signature: its bytes are damaged; ask for it again")]
    Damaged,
}

impl Signature {
    /// Makes a signature of strokes on a pad of `width` by `height` hundredths of a millimetre.
    ///
    /// # Errors
    /// Why they are none; see [`SignatureError`].
    pub fn new(width: u16, height: u16, strokes: Vec<Vec<SignaturePoint>>) -> Result<Self, SignatureError> {
        if strokes.is_empty() || strokes.iter().any(Vec::is_empty) {
            return Err(SignatureError::Empty);
        }
        let points: usize = strokes.iter().map(Vec::len).sum();
        if strokes.len() > SIGNATURE_STROKES_MAX || points > SIGNATURE_POINTS_MAX {
            return Err(SignatureError::TooLong);
        }
        let mut last_millis = 0;
        for point in strokes.iter().flatten() {
            let on_pad = point.x <= width && point.y <= height;
            if !on_pad || point.at_millis < last_millis || point.at_millis > SIGNATURE_MILLIS_MAX {
                return Err(SignatureError::OutOfPlace);
            }
            last_millis = point.at_millis;
        }
        Ok(Self { width, height, strokes })
    }

    /// Returns the pad's width and height in hundredths of a millimetre.
    pub fn size(&self) -> (u16, u16) {
        (self.width, self.height)
    }

    /// Returns the strokes, each from the touch to the lifting.
    pub fn strokes(&self) -> &[Vec<SignaturePoint>] {
        &self.strokes
    }

    /// Returns how many places it has.
    pub fn points(&self) -> usize {
        self.strokes.iter().map(Vec::len).sum()
    }

    /// Returns it with at most `points_max` places: of each stroke the first, the last and evenly many between them. What
    /// is short enough stays as it is. At least two places a stroke stay, 128 at most.
    #[must_use]
    pub fn thinned(self, points_max: usize) -> Self {
        let kept = |length: usize, step: usize| {
            length.div_ceil(step) + usize::from(!(length - 1).is_multiple_of(step))
        };
        let total = |step: usize| self.strokes.iter().map(|stroke| kept(stroke.len(), step)).sum::<usize>();
        let step = (1..SIGNATURE_POINTS_MAX).find(|step| total(*step) <= points_max);
        let step = step.unwrap_or(SIGNATURE_POINTS_MAX);
        let thin = |stroke: &Vec<SignaturePoint>| {
            let last = stroke.len() - 1;
            let stays = |at: usize| at == last || at.is_multiple_of(step);
            stroke.iter().enumerate().filter(|(at, _)| stays(*at)).map(|(_, point)| *point).collect()
        };
        Self { strokes: self.strokes.iter().map(thin).collect(), ..self }
    }

    /// Returns the form in which it is kept: version, width, height, strokes; each a count and its places, as differences to
    /// the place before, in numbers of seven bits a byte, low ones first (signed ones as zigzag).
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for number in [u32::from(self.width), u32::from(self.height), self.strokes.len() as u32] {
            put(&mut bytes, number);
        }
        let mut last = SignaturePoint { x: 0, y: 0, at_millis: 0 };
        for stroke in &self.strokes {
            put(&mut bytes, stroke.len() as u32);
            for point in stroke {
                put(&mut bytes, zigzag(i32::from(point.x) - i32::from(last.x)));
                put(&mut bytes, zigzag(i32::from(point.y) - i32::from(last.y)));
                put(&mut bytes, point.at_millis - last.at_millis);
                last = *point;
            }
        }
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// Why the bytes are no signature; see [`SignatureError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SignatureError> {
        if bytes.len() > SIGNATURE_BYTES_MAX {
            return Err(SignatureError::TooLong);
        }
        let (version, mut rest) = bytes.split_first().ok_or(SignatureError::Damaged)?;
        if *version != VERSION {
            return Err(SignatureError::Version(*version));
        }
        let width = take_small(&mut rest)?;
        let height = take_small(&mut rest)?;
        let count = limited(take(&mut rest)?, SIGNATURE_STROKES_MAX)?;
        let mut last = SignaturePoint { x: 0, y: 0, at_millis: 0 };
        let mut strokes = Vec::with_capacity(count);
        for _ in 0..count {
            let length = limited(take(&mut rest)?, SIGNATURE_POINTS_MAX)?;
            let mut stroke = Vec::new();
            for _ in 0..length {
                last = take_point(&mut rest, last)?;
                stroke.push(last);
            }
            strokes.push(stroke);
        }
        if !rest.is_empty() {
            return Err(SignatureError::Damaged);
        }
        Self::new(width, height, strokes)
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(rest: &mut &[u8]) -> Result<u32, SignatureError> {
    let mut number: u32 = 0;
    for shift in (0..32).step_by(7) {
        let (byte, after) = rest.split_first().ok_or(SignatureError::Damaged)?;
        *rest = after;
        let bits = u32::from(byte & 0x7F);
        let placed = bits.checked_shl(shift).filter(|placed| placed >> shift == bits);
        number |= placed.ok_or(SignatureError::Damaged)?;
        if byte & 0x80 == 0 {
            // one number has one form
            return if *byte == 0 && shift > 0 { Err(SignatureError::Damaged) } else { Ok(number) };
        }
    }
    Err(SignatureError::Damaged)
}

fn take_small(rest: &mut &[u8]) -> Result<u16, SignatureError> {
    u16::try_from(take(rest)?).map_err(|_| SignatureError::Damaged)
}

fn take_point(rest: &mut &[u8], last: SignaturePoint) -> Result<SignaturePoint, SignatureError> {
    let moved = |from: u16, by: u32| {
        let place = i64::from(from) + i64::from(unzigzag(by));
        u16::try_from(place).map_err(|_| SignatureError::OutOfPlace)
    };
    let x = moved(last.x, take(rest)?)?;
    let y = moved(last.y, take(rest)?)?;
    let at_millis = last.at_millis.checked_add(take(rest)?).ok_or(SignatureError::OutOfPlace)?;
    Ok(SignaturePoint { x, y, at_millis })
}

fn limited(count: u32, most: usize) -> Result<usize, SignatureError> {
    let count = count as usize;
    if count > most { Err(SignatureError::TooLong) } else { Ok(count) }
}

fn zigzag(number: i32) -> u32 {
    ((number << 1) ^ (number >> 31)) as u32
}

fn unzigzag(number: u32) -> i32 {
    (number >> 1) as i32 ^ -((number & 1) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: u16, y: u16, at_millis: u32) -> SignaturePoint {
        SignaturePoint { x, y, at_millis }
    }

    fn signature() -> Signature {
        let strokes = vec![
            vec![point(1_000, 2_000, 0), point(1_040, 1_990, 16), point(1_100, 1_900, 33)],
            vec![point(500, 500, 900)],
        ];
        Signature::new(12_000, 5_000, strokes).unwrap()
    }

    #[test]
    fn the_form_of_version_1_is_frozen() {
        let hex = hex(&signature().to_bytes());
        assert_eq!(hex, "01e05d882702 03 d00fa01f00 501310 78b30111 01 af09ef15e306".replace(' ', ""));
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn a_signature_is_read_as_it_was_written() {
        let longest = (0..SIGNATURE_POINTS_MAX as u32)
            .map(|n| if n % 2 == 0 { point(0, u16::MAX, n * 150) } else { point(u16::MAX, 0, n * 150) })
            .collect();
        let longest = Signature::new(u16::MAX, u16::MAX, vec![longest]).unwrap();
        assert!(longest.to_bytes().len() <= SIGNATURE_BYTES_MAX);
        for signature in [signature(), longest] {
            assert_eq!(Signature::from_bytes(&signature.to_bytes()), Ok(signature));
        }
    }

    #[test]
    fn a_thinned_signature_keeps_the_ends_of_every_stroke() {
        let line = |n: u32| (0..n).map(|at| point(at as u16, 0, at)).collect::<Vec<_>>();
        let long = Signature::new(4_000, 10, vec![line(3_990)]).unwrap().thinned(1_000);
        assert!((900..=1_000).contains(&long.points()), "{}", long.points());
        assert_eq!(long.strokes()[0].first(), Some(&point(0, 0, 0)));
        assert_eq!(long.strokes()[0].last(), Some(&point(3_989, 0, 3_989)));
        assert_eq!(Signature::from_bytes(&long.to_bytes()), Ok(long));

        let mut strokes = vec![vec![point(1, 1, 0)]; 60];
        strokes.extend([vec![point(1, 1, 0), point(2, 2, 0)], vec![point(1, 1, 0); 3_000]]);
        let dots = Signature::new(10, 10, strokes).unwrap().thinned(100);
        assert!(dots.points() <= 100);
        assert_eq!(dots.strokes().len(), 62);
        assert_eq!(dots.strokes()[60].len(), 2);
        assert_eq!(signature().thinned(1_000), signature());
        assert_eq!(signature().thinned(0).points(), 3, "the ends of the first, the dot of the second");
    }

    #[test]
    fn what_is_no_signature_is_refused() {
        let of = |strokes| Signature::new(100, 100, strokes);
        assert_eq!(of(Vec::new()), Err(SignatureError::Empty));
        assert_eq!(of(vec![Vec::new()]), Err(SignatureError::Empty));
        assert_eq!(of(vec![vec![point(101, 0, 0)]]), Err(SignatureError::OutOfPlace));
        assert_eq!(of(vec![vec![point(1, 1, 5), point(1, 1, 4)]]), Err(SignatureError::OutOfPlace));
        let late = point(1, 1, SIGNATURE_MILLIS_MAX + 1);
        assert_eq!(of(vec![vec![late]]), Err(SignatureError::OutOfPlace));
        assert_eq!(of(vec![vec![point(1, 1, 0)]; SIGNATURE_STROKES_MAX + 1]), Err(SignatureError::TooLong));
        let many = vec![point(1, 1, 0); SIGNATURE_POINTS_MAX + 1];
        assert_eq!(of(vec![many]), Err(SignatureError::TooLong));
    }

    #[test]
    fn damaged_bytes_are_refused_and_none_is_read_in_two_forms() {
        let bytes = signature().to_bytes();
        for length in 0..bytes.len() {
            assert!(Signature::from_bytes(&bytes[..length]).is_err(), "{length}");
        }
        assert_eq!(Signature::from_bytes(&[bytes.clone(), vec![0]].concat()), Err(SignatureError::Damaged));
        assert_eq!(Signature::from_bytes(&[2]), Err(SignatureError::Version(2)));
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                if let Ok(read) = Signature::from_bytes(&changed) {
                    assert_eq!(read.to_bytes(), changed, "byte {at}, bit {bit}");
                }
            }
        }
    }
}
