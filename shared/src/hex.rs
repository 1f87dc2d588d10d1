//! Bytes as hexadecimal digits, in headers, files and addresses.

/// Writes bytes as lower-case hexadecimal digits, two a byte.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads hexadecimal digits of either case; `None` for anything else and for an odd number of them.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let pairs = digits.chunks_exact(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_their_digits_and_nothing_else_is_read() {
        assert_eq!(from_hex(&to_hex(&[0, 9, 0xAB, 0xFF])), Some(vec![0, 9, 0xAB, 0xFF]));
        for bad in ["0", "0g", "+1", "٠٠"] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }
}
