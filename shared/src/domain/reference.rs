//! Codes that are read out: base 32 without look-alikes, and the reference code on a receipt.

use sha2::{Digest as _, Sha256};

use super::FactId;

/// Crockford's base 32: no I, L, O, U.
pub(crate) const BASE32_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The letters of a reference code, without its hyphen.
const REFERENCE_LETTERS: usize = 10;

/// Writes bytes as base 32, most significant bit first, padded with zero bits.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let bits = bytes.len() * 8;
    let bit = |i: usize| i < bits && bytes[i / 8] >> (7 - i % 8) & 1 == 1;
    let value = |at: usize| (0..5).fold(0, |v, i| v << 1 | usize::from(bit(at * 5 + i)));
    (0..bits.div_ceil(5)).map(|at| char::from(BASE32_ALPHABET[value(at)])).collect()
}

/// Returns the reference code (الرقم المرجعي) of a visit: `XXXXX-XXXXX`, 50 bits of a hash of its id. It is made where
/// the visit is, without a network, and tells nothing. Among a million visits two share a code once in some 2,000
/// societies; a look-up by code shows both.
pub fn reference_of(visit: FactId) -> String {
    let digest = Sha256::digest([b"sila/1 reference\0".as_slice(), visit.as_bytes()].concat());
    let text = base32(&digest[..7]);
    format!("{}-{}", &text[..5], &text[5..10])
}

/// Returns the number behind a reference code as people type it: in either case, with or without the hyphen and
/// spaces, `O` for `0`, `I` and `L` for `1`; `None` for anything that is no such code.
pub fn reference_number(typed: &str) -> Option<u64> {
    let mut number = 0_u64;
    let mut n_letters = 0;
    for c in typed.chars().filter(|c| *c != '-' && !c.is_whitespace()) {
        let letter = match c.to_ascii_uppercase() {
            'O' => b'0',
            'I' | 'L' => b'1',
            other => u8::try_from(other).ok()?,
        };
        let value = BASE32_ALPHABET.iter().position(|known| *known == letter)?;
        (number, n_letters) = (number << 5 | value as u64, n_letters + 1);
        if n_letters > REFERENCE_LETTERS {
            return None;
        }
    }
    (n_letters == REFERENCE_LETTERS).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_code_is_the_same_everywhere_and_easy_to_read_out() {
        let code = reference_of(FactId::from_random([1; 16]));
        assert_eq!(code, reference_of(FactId::from_random([1; 16])));
        assert_ne!(code, reference_of(FactId::from_random([2; 16])));
        assert_eq!(code.len(), 11);
        assert!(code.bytes().all(|b| b == b'-' || BASE32_ALPHABET.contains(&b)));
    }

    #[test]
    fn a_reference_code_is_known_however_it_is_typed() {
        let number = reference_number("01ABC-DE0FG");
        assert!(number.is_some());
        for typed in ["01abcde0fg", " O1ABC DE0FG ", "0LABC-DEOFG", "0IABC-DE0FG"] {
            assert_eq!(reference_number(typed), number, "{typed}");
        }
        for other in ["", "01ABC-DE0F", "01ABC-DE0FGH", "01ABC-DE0F*", "عبد الله", "01ABC-DE0FH"] {
            assert_ne!(reference_number(other), number, "{other}");
        }
    }
}
