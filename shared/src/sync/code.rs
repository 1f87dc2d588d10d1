//! The enrolment code: a one-time secret and the pin of the server's certificate, in letters that can be read out.

use sha2::{Digest as _, Sha256};

use crate::domain::{BASE32_ALPHABET as ALPHABET, base32};

const SECRET_CHARS: usize = 16;
const PIN_CHARS: usize = 26;
const CHECK_CHARS: usize = 2;
const GROUP_CHARS: usize = 4;

/// A code as head office hands it out: 80 bits of secret, the first 16 bytes of the SHA-256 of the server's public key
/// where it serves TLS, and two check characters against mistyping.
#[derive(Clone, PartialEq, Eq)]
pub struct EnrolmentCode {
    /// The one-time secret.
    pub secret: String,
    /// The pin; `None` for a server without TLS on the same machine.
    pub tls_pin: Option<[u8; 16]>,
}

/// A code that was mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an enrolment code: compare it letter by letter with the one from head office")]
pub struct InvalidCode;

impl EnrolmentCode {
    /// Makes a code from 10 bytes of randomness.
    pub fn new(random: [u8; 10], tls_pin: Option<[u8; 16]>) -> Self {
        Self { secret: base32(&random), tls_pin }
    }

    /// Reads a code as typed: spaces, hyphens and case don't matter, and O, I, L pass for 0, 1, 1.
    ///
    /// # Errors
    /// [`InvalidCode`] where its check characters don't fit.
    pub fn parse(typed: &str) -> Result<Self, InvalidCode> {
        let plain: String = typed.chars().filter_map(normal).collect();
        if !plain.bytes().all(|b| ALPHABET.contains(&b)) {
            return Err(InvalidCode);
        }
        let (body, check) =
            plain.split_at_checked(plain.len().saturating_sub(CHECK_CHARS)).ok_or(InvalidCode)?;
        if check_of(body) != check {
            return Err(InvalidCode);
        }
        let tls_pin = match body.len() {
            SECRET_CHARS => None,
            n if n == SECRET_CHARS + PIN_CHARS => Some(pin_from(&body[SECRET_CHARS..])?),
            _ => return Err(InvalidCode),
        };
        Ok(Self { secret: body[..SECRET_CHARS].to_owned(), tls_pin })
    }

    /// Returns the code as it is handed out, in groups of four.
    pub fn to_text(&self) -> String {
        let mut plain = self.secret.clone();
        if let Some(pin) = &self.tls_pin {
            plain.push_str(&base32(pin));
        }
        plain.push_str(&check_of(&plain));
        let groups: Vec<&str> = plain
            .as_bytes()
            .chunks(GROUP_CHARS)
            .map(|g| std::str::from_utf8(g).unwrap_or_default())
            .collect();
        groups.join("-")
    }
}

fn normal(c: char) -> Option<char> {
    match c.to_ascii_uppercase() {
        '-' | ' ' | '\t' | '\n' | '\r' => None,
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        other => Some(other),
    }
}

fn check_of(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    digest[..CHECK_CHARS].iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect()
}

fn pin_from(text: &str) -> Result<[u8; 16], InvalidCode> {
    let mut pin = [0_u8; 16];
    for (at, letter) in text.bytes().enumerate() {
        let value = ALPHABET.iter().position(|b| *b == letter).ok_or(InvalidCode)?;
        for i in 0..5 {
            let to = at * 5 + i;
            if value >> (4 - i) & 1 == 1 {
                *pin.get_mut(to / 8).ok_or(InvalidCode)? |= 1 << (7 - to % 8);
            }
        }
    }
    Ok(pin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_being_read_out_and_typed() {
        for pin in [None, Some([0xA7; 16])] {
            let code = EnrolmentCode::new([0x5C; 10], pin);
            let text = code.to_text();
            assert!(
                text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-'),
                "{text}"
            );
            let typed = text.to_lowercase().replace('-', " ").replace('0', "o");
            assert!(EnrolmentCode::parse(&typed).unwrap() == code);
        }
    }

    #[test]
    fn a_mistyped_code_is_told_before_anything_is_sent() {
        let text = EnrolmentCode::new([9; 10], None).to_text();
        let swapped: String = text.replacen(&text[..1], if &text[..1] == "2" { "3" } else { "2" }, 1);
        for bad in ["", "ABC", &swapped, &text[1..], "ABCD-EFGH-UUUU-0000-00"] {
            assert!(EnrolmentCode::parse(bad).is_err(), "{bad}");
        }
    }
}
