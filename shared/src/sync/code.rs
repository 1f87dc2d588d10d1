//! Codes in letters that can be read out and written down: the enrolment code, a one-time secret and the pin of the server's
//! certificate, and the recovery code, which opens what is wrapped for head office's recovery key.

use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::domain::{BASE32_ALPHABET as ALPHABET, base32, normal_base32};

const SECRET_CHARS: usize = 16;
/// What 16 bytes make: a pin, or what a recovery key is made from.
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
        let body = body_of(typed).ok_or(InvalidCode)?;
        let tls_pin = match body.len() {
            SECRET_CHARS => None,
            n if n == SECRET_CHARS + PIN_CHARS => Some(bytes_from(&body[SECRET_CHARS..]).ok_or(InvalidCode)?),
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
        grouped(&plain)
    }
}

/// What opens everything of head office: kept on paper alone, and asked for where its secrets are lost. 128 bits, from which
/// the secret half of its recovery key follows, and two check characters.
///
/// ```text
/// recovery secret = HKDF-SHA-256(16 bytes, "sila/1 recovery")
/// ```
///
/// Frozen with version 1 (2026-11); the test `a_recovery_code_is_frozen` holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; 16]>);

/// A recovery code that was mistyped or miscopied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a recovery code: compare it letter by letter with the paper; nothing was tried with it")]
pub struct InvalidRecoveryCode;

impl RecoveryCode {
    /// Makes a code from 16 bytes of randomness.
    pub fn new(random: [u8; 16]) -> Self {
        Self(Zeroizing::new(random))
    }

    /// Reads a code as typed, as [`EnrolmentCode::parse`] does.
    ///
    /// # Errors
    /// [`InvalidRecoveryCode`] where its check characters don't fit.
    pub fn parse(typed: &str) -> Result<Self, InvalidRecoveryCode> {
        let body = body_of(typed).map(Zeroizing::new).filter(|body| body.len() == PIN_CHARS);
        body.and_then(|body| bytes_from(&body)).map(Self::new).ok_or(InvalidRecoveryCode)
    }

    /// Returns the code as it is written down, in groups of four.
    pub fn to_text(&self) -> String {
        grouped(&base32(&*self.0))
    }

    /// Returns the secret half of the recovery key.
    pub fn secret(&self) -> Zeroizing<[u8; 32]> {
        let mut secret = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, &*self.0)
            .expand(b"sila/1 recovery", &mut *secret)
            .expect("32 bytes is a length that HKDF-SHA-256 gives");
        secret
    }
}

/// Reads what was typed as far as its check characters; `None` where they don't fit.
fn body_of(typed: &str) -> Option<String> {
    let mut plain = normal_base32(typed);
    if !plain.bytes().all(|b| ALPHABET.contains(&b)) {
        return None;
    }
    let (body, check) = plain.split_at_checked(plain.len().checked_sub(CHECK_CHARS)?)?;
    let (length, fits) = (body.len(), check_of(body) == check);
    plain.truncate(length);
    fits.then_some(plain)
}

/// Adds check characters and parts the whole into groups.
fn grouped(body: &str) -> String {
    let plain = format!("{body}{}", check_of(body));
    let groups = plain.as_bytes().chunks(GROUP_CHARS).map(|g| std::str::from_utf8(g).unwrap_or_default());
    groups.collect::<Vec<_>>().join("-")
}

fn check_of(body: &str) -> String {
    let digest = Sha256::digest(body.as_bytes());
    digest[..CHECK_CHARS].iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect()
}

fn bytes_from(text: &str) -> Option<[u8; 16]> {
    let mut bytes = [0_u8; 16];
    for (at, letter) in text.bytes().enumerate() {
        let value = ALPHABET.iter().position(|b| *b == letter)?;
        for i in 0..5 {
            let to = at * 5 + i;
            if value >> (4 - i) & 1 == 1 {
                *bytes.get_mut(to / 8)? |= 1 << (7 - to % 8);
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::dressing::dressed;

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
            for dice in 0..500 {
                let typed = dressed(&text.replace('-', ""), dice);
                assert!(EnrolmentCode::parse(&typed).unwrap() == code, "{typed:?}");
            }
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

    #[test]
    fn a_recovery_code_is_frozen() {
        let code = RecoveryCode::new(std::array::from_fn(|n| n as u8));
        assert_eq!(code.to_text(), GOLDEN_CODE);
        assert_eq!(crate::hex::to_hex(&*code.secret()), GOLDEN_SECRET);
    }

    #[test]
    fn a_recovery_code_survives_paper_and_a_miscopied_one_is_told_apart() {
        let code = RecoveryCode::new([0xB3; 16]);
        let text = code.to_text();
        assert!(
            RecoveryCode::parse(&text.to_lowercase().replace('-', "\n").replace('0', "o")).unwrap() == code
        );
        for dice in 0..500 {
            let typed = dressed(&text.replace('-', ""), dice);
            assert!(RecoveryCode::parse(&typed).unwrap() == code, "{typed:?}");
        }
        let mut missed = 0;
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
            missed += usize::from(RecoveryCode::parse(&String::from_utf8(bytes).unwrap()).is_ok());
        }
        assert_eq!(missed, 0);
        let enrolment = EnrolmentCode::new([9; 10], None).to_text();
        for bad in ["", &enrolment, &text[..text.len() - 1], &format!("{text}7")] {
            assert!(RecoveryCode::parse(bad).is_err(), "{bad}");
        }
    }

    const GOLDEN_CODE: &str = "000G-40R4-0M30-E209-185G-R38E-1WR0";
    const GOLDEN_SECRET: &str = "86099daae0649387993392f5694c1af50a283106139681b0cc647f21d56ffd46";
}
