//! What a staff PIN looks like, and which ones are nobody's.

/// Tells whether a PIN is 4 to 8 ASCII digits.
pub fn is_pin(pin: &str) -> bool {
    (4..=8).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit())
}

/// Tells whether a PIN is among those that are tried first, and is therefore nobody's: a piece that repeats (0000, 2525,
/// 123123), a run up or down (1234, 8765, 8901), or a year, Gregorian or Hijri.
pub fn is_tried_first(pin: &str) -> bool {
    let digits = pin.as_bytes();
    let repeats = |of: usize| digits.len().is_multiple_of(of) && digits[of..] == digits[..digits.len() - of];
    let runs = |step: u8| digits.windows(2).all(|two| (two[0] - b'0' + step) % 10 == two[1] - b'0');
    let is_year =
        digits.len() == 4 && [b"13", b"14", b"19", b"20"].iter().any(|begin| digits.starts_with(*begin));
    is_pin(pin) && ((1..=digits.len() / 2).any(repeats) || runs(1) || runs(9) || is_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_to_eight_digits() {
        for bad in ["", "123", "123456789", "12a4", "١٢٣٤"] {
            assert!(!is_pin(bad), "{bad}");
        }
        assert!(is_pin("0000"));
    }

    #[test]
    fn pins_that_are_tried_first_are_nobodys() {
        let first = "0000 11111 99999999 1234 4321 8901 2109 12345678 987654 2525 123123 12341234 1990 2026 1446 1399";
        for pin in first.split(' ') {
            assert!(is_tried_first(pin), "{pin}");
        }
        for pin in ["2468", "135790", "482913", "0001", "12340", "20260", "198715", "3141", "112"] {
            assert!(!is_tried_first(pin), "{pin}");
        }
        let all: Vec<String> = (0..10_000).map(|n| format!("{n:04}")).collect();
        assert_eq!(
            all.iter().filter(|pin| is_tried_first(pin)).count(),
            516,
            "one PIN of four digits in twenty"
        );
    }
}
