//! Passwords and their hashes (argon2id). Holds no account and no request.

use std::fmt;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::Rng;
use thiserror::Error;

/// Fewest characters of a password (ASVS 5.0, 6.2.1).
pub const PASSWORD_CHARS_MIN: usize = 8;

/// Most characters of a password: longer than any sentence that people type.
pub const PASSWORD_CHARS_MAX: usize = 256;

/// Memory of a hash, 46 MiB, with one pass and one lane: the least that ASVS 5.0, appendix C, asks for.
const MEMORY_KIB: u32 = 46 * 1024;

/// A new password that is long enough. Never shown, not even in debug output.
pub struct Password(String);

/// A password that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WeakPassword {
    /// Too short.
    #[error("the password has fewer than {PASSWORD_CHARS_MIN} characters; choose a longer one")]
    Short,
    /// Too long.
    #[error("the password has more than {PASSWORD_CHARS_MAX} characters; choose a shorter one")]
    Long,
}

impl Password {
    /// Takes a password as it was typed.
    ///
    /// # Errors
    /// [`WeakPassword`] outside 8 to 256 characters.
    pub fn new(text: String) -> Result<Self, WeakPassword> {
        match text.chars().count() {
            ..PASSWORD_CHARS_MIN => Err(WeakPassword::Short),
            PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX => Ok(Self(text)),
            _ => Err(WeakPassword::Long),
        }
    }

    /// Hashes the password with a fresh salt into a PHC string.
    pub fn hash(&self, rng: &mut impl Rng) -> String {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        hash(self.0.as_bytes(), &salt)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Tells whether a password is the one of a hash. `None` stands for an account that is not there or has to wait: it
/// takes as long, and the answer is no.
pub fn is_right(password: &str, hash: Option<&str>) -> bool {
    static NOBODY: LazyLock<String> = LazyLock::new(|| self::hash(b"", &[0; 16]));
    let judged = hash.unwrap_or(&NOBODY);
    let Ok(parsed) = PasswordHash::new(judged) else { return false };
    let right = password.chars().count() <= PASSWORD_CHARS_MAX
        && argon2().verify_password(password.as_bytes(), &parsed).is_ok();
    right && hash.is_some()
}

fn hash(password: &[u8], salt: &[u8; 16]) -> String {
    let hash: PasswordHash = argon2()
        .hash_password_with_salt(password, salt)
        .expect("a salt of 16 bytes and fixed parameters are valid");
    hash.to_string()
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 1, 1, None).expect("fixed parameters within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn a_password_is_right_for_its_own_hash_alone() {
        let password = Password::new("كلمة مرور طويلة".to_owned()).unwrap();
        let hash = password.hash(&mut StdRng::seed_from_u64(1));
        assert!(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{hash}");
        assert!(is_right("كلمة مرور طويلة", Some(&hash)));
        assert!(!is_right("كلمة مرور قصيرة", Some(&hash)));
        assert!(!is_right("", None));
        assert!(!is_right("anything", Some("not a hash")));
    }

    #[test]
    fn a_password_has_8_to_256_characters_and_never_shows() {
        assert_eq!(Password::new("7 chars".to_owned()).unwrap_err(), WeakPassword::Short);
        assert_eq!(Password::new("x".repeat(257)).unwrap_err(), WeakPassword::Long);
        assert!(!format!("{:?}", Password::new("secret secret".to_owned()).unwrap()).contains("secret"));
    }
}
