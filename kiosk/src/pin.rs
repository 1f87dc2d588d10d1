//! The staff PIN: kept as an argon2id hash in the replica, wrong ones counted across restarts.

use argon2::{Algorithm, Argon2, Params, Version};
use shared::doc::{Dice, random};
use shared::domain::UnixMillis;
use shared::hex::{from_hex, to_hex};
use shared::replica::{Kiosk, KioskError};

use crate::worker::event::PinOutcome;

/// Wrong PINs before the first wait.
const FREE_ATTEMPTS: u32 = 5;

/// The first wait; each further wrong PIN doubles it.
const FIRST_WAIT_MILLIS: i64 = 30 * 1_000;

/// The longest wait.
const LONGEST_WAIT_MILLIS: i64 = 60 * 60 * 1_000;

/// Tells whether a PIN is 4 to 8 ASCII digits.
pub fn is_pin(pin: &str) -> bool {
    (4..=8).contains(&pin.len()) && pin.bytes().all(|b| b.is_ascii_digit())
}

/// Makes a PIN of six digits.
pub fn generate(dice: &mut Dice) -> String {
    let number = u64::from_le_bytes(random(dice)) % 1_000_000;
    format!("{number:06}")
}

/// Sets the PIN and forgets wrong attempts.
///
/// # Errors
/// [`KioskError`] where it could not be kept.
pub fn set(kiosk: &mut Kiosk, dice: &mut Dice, pin: &str) -> Result<(), KioskError> {
    let salt: [u8; 16] = random(dice);
    let kept = [salt.as_slice(), &hash(pin, &salt)].concat();
    kiosk.keep_setting("pin", &to_hex(&kept))?;
    kiosk.keep_setting("pin_wrong", "0")?;
    kiosk.keep_setting("pin_wait_until", "0")
}

/// Checks a PIN. The attempt is counted before the answer is known, so that a power cut gives no free one.
///
/// # Errors
/// [`KioskError`] where the attempt could not be counted: nothing is checked then.
pub fn check(kiosk: &mut Kiosk, now: UnixMillis, pin: &str) -> Result<PinOutcome, KioskError> {
    let number = |kiosk: &Kiosk, name: &str| -> Result<i64, KioskError> {
        Ok(kiosk.setting(name)?.and_then(|text| text.parse().ok()).unwrap_or(0))
    };
    // a clock that was set back must not make the wait longer than it ever is
    let wait = (number(kiosk, "pin_wait_until")? - now.0).min(LONGEST_WAIT_MILLIS);
    if wait > 0 {
        return Ok(PinOutcome::Wait { seconds: u64::try_from(wait.div_euclid(1_000) + 1).unwrap_or(1) });
    }
    let wrong = u32::try_from(number(kiosk, "pin_wrong")?).unwrap_or(0) + 1;
    kiosk.keep_setting("pin_wrong", &wrong.to_string())?;
    kiosk.keep_setting("pin_wait_until", &(now.0 + wait_after(wrong)).to_string())?;
    let kept = kiosk.setting("pin")?.unwrap_or_default();
    if is_right(&kept, pin) {
        kiosk.keep_setting("pin_wrong", "0")?;
        kiosk.keep_setting("pin_wait_until", "0")?;
        return Ok(PinOutcome::Right);
    }
    match wait_after(wrong) {
        0 => Ok(PinOutcome::Wrong),
        millis => Ok(PinOutcome::Wait { seconds: u64::try_from(millis / 1_000).unwrap_or(1) }),
    }
}

fn wait_after(wrong: u32) -> i64 {
    match wrong.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(more) => FIRST_WAIT_MILLIS.saturating_mul(1 << more.min(10)).min(LONGEST_WAIT_MILLIS),
    }
}

fn is_right(kept: &str, pin: &str) -> bool {
    let bytes = from_hex(kept).unwrap_or_default();
    match bytes.split_first_chunk::<16>() {
        Some((salt, expected)) if expected.len() == 32 => {
            hash(pin, salt).iter().zip(expected).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
        }
        Some(_) | None => false,
    }
}

/// 19 MiB and two passes: some 50 ms on a small machine.
fn hash(pin: &str, salt: &[u8; 16]) -> [u8; 32] {
    let params = Params::new(19 * 1_024, 2, 1, Some(32)).expect("the parameters are within argon2's limits");
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, &mut out)
        .expect("the lengths of salt and output are within argon2's limits");
    out
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;

    #[test]
    fn wrong_pins_back_off_and_the_count_survives_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let mut dice = Dice::seed_from_u64(1);
        let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
        set(&mut kiosk, &mut dice, "482913").unwrap();
        let now = UnixMillis(1_000_000);
        assert_eq!(check(&mut kiosk, now, "482913").unwrap(), PinOutcome::Right);
        for _ in 0..FREE_ATTEMPTS - 1 {
            assert_eq!(check(&mut kiosk, now, "000000").unwrap(), PinOutcome::Wrong);
        }
        assert_eq!(check(&mut kiosk, now, "000000").unwrap(), PinOutcome::Wait { seconds: 30 });
        drop(kiosk);
        let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
        assert!(matches!(check(&mut kiosk, now, "482913").unwrap(), PinOutcome::Wait { .. }));
        let later = UnixMillis(now.0 + 31_000);
        assert_eq!(check(&mut kiosk, later, "111111").unwrap(), PinOutcome::Wait { seconds: 60 });
        let much_later = UnixMillis(later.0 + 61_000);
        assert_eq!(check(&mut kiosk, much_later, "482913").unwrap(), PinOutcome::Right);
    }

    #[test]
    fn a_pin_is_four_to_eight_digits() {
        for bad in ["", "123", "123456789", "12a4", "١٢٣٤"] {
            assert!(!is_pin(bad), "{bad}");
        }
        assert!(is_pin("0000"));
        assert!(is_pin(&generate(&mut Dice::seed_from_u64(3))));
    }
}
