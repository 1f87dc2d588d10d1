//! Numbers of seven bits a byte, low ones first (LEB128), and a strict reader: of each number it takes the shortest form
//! alone, so that what was read is written back byte for byte.

/// Appends an unsigned number.
pub(crate) fn put_unsigned(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends a signed number (two's complement).
pub(crate) fn put_signed(out: &mut Vec<u8>, mut number: i64) {
    loop {
        let bits = (number & 0x7f) as u8;
        number >>= 7;
        let sign_is_kept = (number == 0 && bits & 0x40 == 0) || (number == -1 && bits & 0x40 != 0);
        if sign_is_kept {
            return out.push(bits);
        }
        out.push(bits | 0x80);
    }
}

/// Appends a length and that many bytes.
pub(crate) fn put_prefixed(out: &mut Vec<u8>, bytes: &[u8]) {
    put_unsigned(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Returns how many bytes [`put_unsigned`] appends.
pub(crate) fn unsigned_bytes(number: u64) -> usize {
    (64 - (number | 1).leading_zeros()).div_ceil(7) as usize
}

/// Returns how many bytes [`put_signed`] appends.
pub(crate) fn signed_bytes(number: i64) -> usize {
    let magnitude = if number < 0 { !number } else { number };
    (65 - magnitude.leading_zeros()).div_ceil(7) as usize
}

/// What is left to read. Every method returns `None` where the bytes end early or hold a number in a longer form than it
/// needs, and reserves nothing.
pub(crate) struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    pub fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                let is_shortest = byte != 0 || shift == 0;
                return is_shortest.then_some(number);
            }
        }
        None
    }

    pub fn signed(&mut self) -> Option<i64> {
        let (start, mut number) = (self.0, 0_i64);
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= i64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                if byte & 0x40 != 0 && shift + 7 < 64 {
                    number |= -1 << (shift + 7);
                }
                let read = start.len() - self.0.len();
                let last_is_whole = shift < 63 || byte == 0 || byte == 0x7f;
                return (last_is_whole && read == signed_bytes(number)).then_some(number);
            }
        }
        None
    }

    pub fn length(&mut self) -> Option<usize> {
        usize::try_from(self.unsigned()?).ok()
    }

    pub fn prefixed(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_one_form_and_comes_back_from_it() {
        let powers = (0..64).flat_map(|bit| [1_u64 << bit, (1 << bit) - 1, (1_u64 << bit).wrapping_neg()]);
        for number in powers.chain([0, u64::MAX]) {
            let mut bytes = Vec::new();
            put_unsigned(&mut bytes, number);
            assert_eq!(bytes.len(), unsigned_bytes(number), "{number}");
            assert_eq!(Input(&bytes).unsigned(), Some(number));
            if let Some(last) = bytes.last_mut() {
                *last |= 0x80;
            }
            bytes.push(0);
            assert_eq!(Input(&bytes).unsigned(), None, "{number} in a longer form");

            let number = number.cast_signed();
            let mut bytes = Vec::new();
            put_signed(&mut bytes, number);
            assert_eq!(bytes.len(), signed_bytes(number), "{number}");
            assert_eq!(Input(&bytes).signed(), Some(number));
            if let Some(last) = bytes.last_mut() {
                *last |= 0x80;
            }
            bytes.push(if number < 0 { 0x7f } else { 0 });
            assert_eq!(Input(&bytes).signed(), None, "{number} in a longer form");
        }
    }

    #[test]
    fn no_two_forms_of_up_to_three_bytes_are_one_number() {
        let thirds = [0_u32, 1, 0x3f, 0x40, 0x7f, 0x80, 0xff];
        for raw in thirds.into_iter().flat_map(|third| (0..1 << 16).map(move |low| third << 16 | low)) {
            let bytes = &raw.to_le_bytes()[..3];
            let mut input = Input(bytes);
            if let Some(number) = input.signed() {
                let mut again = Vec::new();
                put_signed(&mut again, number);
                assert_eq!(again, bytes[..3 - input.0.len()]);
            }
            let mut input = Input(bytes);
            if let Some(number) = input.unsigned() {
                let mut again = Vec::new();
                put_unsigned(&mut again, number);
                assert_eq!(again, bytes[..3 - input.0.len()]);
            }
        }
    }

    #[test]
    fn a_number_of_more_than_64_bits_is_none() {
        assert_eq!(Input(&[0xff; 12]).unsigned(), None);
        assert_eq!(Input(&[0xff; 12]).signed(), None);
        let beyond = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2];
        assert_eq!(Input(&beyond).unsigned(), None);
        assert_eq!(Input(&beyond).signed(), None);
    }
}
