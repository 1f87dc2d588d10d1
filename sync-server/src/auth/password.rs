//! Passwords and their hashes (argon2id). Holds no account and no request.

use std::fmt;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::Rng;
use shared::domain::Role;
use thiserror::Error;

use super::common::guesses;

/// Fewest characters of a password: two more than ASVS 5.0 (6.2.1) asks for.
pub const PASSWORD_CHARS_MIN: usize = 10;

/// Fewest characters of an administrator's password.
pub const ADMINISTRATOR_CHARS_MIN: usize = 12;

/// Most characters of a password: longer than any sentence that people type.
pub const PASSWORD_CHARS_MAX: usize = 256;

/// Least that is left to guess of a password: seven characters that nobody would try first, or four common words and what stands
/// between them.
const GUESSES_MIN: usize = 7;

/// Memory of a hash, 46 MiB, with one pass and one lane: the least that ASVS 5.0, appendix C, asks for.
const MEMORY_KIB: u32 = 46 * 1024;

/// A new password that is good enough for its account. Never shown, not even in debug output.
pub struct Password(String);

/// A password that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WeakPassword {
    /// Too short.
    #[error("the password has fewer than {0} characters: choose a longer one, four words for instance")]
    Short(usize),
    /// Too long.
    #[error("the password has more than {PASSWORD_CHARS_MAX} characters: choose a shorter one")]
    Long,
    /// Nothing but blanks.
    #[error("the password is blank: choose one that has letters in it")]
    Blank,
    /// Made of what is tried first.
    #[error(
        "the password is made of words, names, dates or runs that are tried first: choose four words that do not belong together"
    )]
    Common,
}

impl Password {
    /// Takes a password as it was typed, blanks included. `known` is what everybody knows of the account and the association.
    ///
    /// # Errors
    /// [`WeakPassword`].
    pub fn new(text: String, role: &Role, known: &[&str]) -> Result<Self, WeakPassword> {
        let least = if *role == Role::Administrator { ADMINISTRATOR_CHARS_MIN } else { PASSWORD_CHARS_MIN };
        let length = text.chars().count();
        if text.chars().all(char::is_whitespace) {
            Err(WeakPassword::Blank)
        } else if length < least {
            Err(WeakPassword::Short(least))
        } else if length > PASSWORD_CHARS_MAX {
            Err(WeakPassword::Long)
        } else if guesses(&text, known) < GUESSES_MIN {
            Err(WeakPassword::Common)
        } else {
            Ok(Self(text))
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

/// Tells whether a password is the one of a hash. `None` stands for an account that is not there or shut out: it takes as long, and
/// the answer is no.
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

    fn weak(text: &str, role: &Role) -> WeakPassword {
        Password::new(text.to_owned(), role, &["noura", "Sila"]).unwrap_err()
    }

    #[test]
    fn a_password_is_right_for_its_own_hash_alone() {
        let password = Password::new("كلمات مرور طويلة جدا".to_owned(), &Role::Auditor, &[]).unwrap();
        let hash = password.hash(&mut StdRng::seed_from_u64(1));
        assert!(hash.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{hash}");
        assert!(is_right("كلمات مرور طويلة جدا", Some(&hash)));
        assert!(!is_right(" كلمات مرور طويلة جدا", Some(&hash)), "blanks count");
        assert!(!is_right("", None));
        assert!(!is_right("anything", Some("not a hash")));
    }

    #[test]
    fn a_password_that_is_short_long_blank_or_tried_first_is_not_taken_and_never_shows() {
        let [admin, auditor] = [Role::Administrator, Role::Auditor];
        assert_eq!(weak("teapot", &auditor), WeakPassword::Short(10));
        assert_eq!(weak("teapot roof", &admin), WeakPassword::Short(12));
        assert!(Password::new("teapot roof".to_owned(), &auditor, &[]).is_ok());
        assert_eq!(weak(&"x ".repeat(129), &auditor), WeakPassword::Long);
        assert_eq!(weak(&" ".repeat(20), &auditor), WeakPassword::Blank);
        for common in ["aaaaaaaaaaaa", "password1234", "1234567890123", "NouraSila2026", "qwertyuiop12"] {
            assert_eq!(weak(common, &admin), WeakPassword::Common, "{common}");
        }
        let taken = Password::new("secret secret tokens".to_owned(), &auditor, &[]).unwrap();
        assert!(!format!("{taken:?}").contains("secret"));
    }
}
