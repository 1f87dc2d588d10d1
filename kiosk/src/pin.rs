//! The device's PIN and the representatives' own: kept as argon2id hashes in the replica, wrong ones counted for each
//! PIN by itself and across restarts. All of it works without a network (P-7).

use argon2::{Algorithm, Argon2, Params, Version};
use shared::doc::{Dice, random};
use shared::domain::{Code, UnixMillis};
use shared::hex::{from_hex, to_hex};
use shared::replica::{Kiosk, KioskError};

use crate::link::PinOutcome;

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

/// Whose PIN it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose<'a> {
    /// The device's own, which opens staff mode for the staff of the branch.
    Device,
    /// A representative's.
    Representative(&'a Code),
}

/// Sets the device's PIN and forgets wrong attempts.
///
/// # Errors
/// [`KioskError`] where it could not be kept.
pub fn set(kiosk: &mut Kiosk, dice: &mut Dice, pin: &str) -> Result<(), KioskError> {
    kiosk.keep_setting("pin", &to_hex(&salted(dice, pin)))?;
    count(kiosk, Whose::Device, 0, 0)
}

/// Forgets the device's PIN: none matches until another one is set.
///
/// # Errors
/// [`KioskError`] where it is still the same.
pub fn forget(kiosk: &mut Kiosk) -> Result<(), KioskError> {
    kiosk.keep_setting("pin", "")
}

/// Tells whether the device has a PIN.
///
/// # Errors
/// [`KioskError`] where that can't be read.
pub fn is_set(kiosk: &Kiosk) -> Result<bool, KioskError> {
    Ok(kiosk.setting("pin")?.is_some_and(|kept| !kept.is_empty()))
}

/// Adds a representative with a PIN, or gives one another PIN, and forgets wrong attempts.
///
/// # Errors
/// [`KioskError`] where it could not be kept.
pub fn set_representative(
    kiosk: &mut Kiosk,
    dice: &mut Dice,
    code: &Code,
    pin: &str,
) -> Result<(), KioskError> {
    kiosk.set_representative(code, &salted(dice, pin))
}

/// Checks a PIN. The attempt is counted before the answer is known, so that a power cut gives no free one.
///
/// # Errors
/// [`KioskError`] where the attempt could not be counted: nothing is checked then.
pub fn check(
    kiosk: &mut Kiosk,
    now: UnixMillis,
    whose: Whose<'_>,
    pin: &str,
) -> Result<PinOutcome, KioskError> {
    let Kept { hash, wrong, wait_until } = read(kiosk, whose)?;
    // a clock that was set back must not make the wait longer than it ever is
    let wait = (wait_until - now.0).min(LONGEST_WAIT_MILLIS);
    if wait > 0 {
        return Ok(PinOutcome::Wait { seconds: u64::try_from(wait.div_euclid(1_000) + 1).unwrap_or(1) });
    }
    let wrong = wrong.saturating_add(1);
    count(kiosk, whose, wrong, now.0 + wait_after(wrong))?;
    if is_right(&hash, pin) {
        count(kiosk, whose, 0, 0)?;
        return Ok(PinOutcome::Right);
    }
    match wait_after(wrong) {
        0 => Ok(PinOutcome::Wrong),
        millis => Ok(PinOutcome::Wait { seconds: u64::try_from(millis / 1_000).unwrap_or(1) }),
    }
}

/// What is kept of a PIN.
struct Kept {
    /// Salt and hash; empty where there is no such PIN, which none matches then.
    hash: Vec<u8>,
    wrong: u32,
    wait_until: i64,
}

fn read(kiosk: &Kiosk, whose: Whose<'_>) -> Result<Kept, KioskError> {
    match whose {
        Whose::Device => {
            let number = |name: &str| -> Result<i64, KioskError> {
                Ok(kiosk.setting(name)?.and_then(|text| text.parse().ok()).unwrap_or(0))
            };
            Ok(Kept {
                hash: kiosk.setting("pin")?.and_then(|text| from_hex(&text)).unwrap_or_default(),
                wrong: u32::try_from(number("pin_wrong")?).unwrap_or(0),
                wait_until: number("pin_wait_until")?,
            })
        }
        Whose::Representative(code) => Ok(match kiosk.representative_pin(code)? {
            Some(pin) => Kept { hash: pin.kept, wrong: pin.wrong, wait_until: pin.wait_until.0 },
            None => Kept { hash: Vec::new(), wrong: 0, wait_until: 0 },
        }),
    }
}

fn count(kiosk: &mut Kiosk, whose: Whose<'_>, wrong: u32, wait_until: i64) -> Result<(), KioskError> {
    match whose {
        Whose::Device => {
            kiosk.keep_setting("pin_wrong", &wrong.to_string())?;
            kiosk.keep_setting("pin_wait_until", &wait_until.to_string())
        }
        Whose::Representative(code) => kiosk.count_representative_pin(code, wrong, UnixMillis(wait_until)),
    }
}

fn salted(dice: &mut Dice, pin: &str) -> Vec<u8> {
    let salt: [u8; 16] = random(dice);
    [salt.as_slice(), &hash(pin, &salt)].concat()
}

fn wait_after(wrong: u32) -> i64 {
    match wrong.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(more) => FIRST_WAIT_MILLIS.saturating_mul(1 << more.min(10)).min(LONGEST_WAIT_MILLIS),
    }
}

fn is_right(kept: &[u8], pin: &str) -> bool {
    match kept.split_first_chunk::<16>() {
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
        assert_eq!(check(&mut kiosk, now, Whose::Device, "482913").unwrap(), PinOutcome::Right);
        for _ in 0..FREE_ATTEMPTS - 1 {
            assert_eq!(check(&mut kiosk, now, Whose::Device, "000000").unwrap(), PinOutcome::Wrong);
        }
        assert_eq!(
            check(&mut kiosk, now, Whose::Device, "000000").unwrap(),
            PinOutcome::Wait { seconds: 30 }
        );
        drop(kiosk);
        let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
        assert!(matches!(check(&mut kiosk, now, Whose::Device, "482913").unwrap(), PinOutcome::Wait { .. }));
        let later = UnixMillis(now.0 + 31_000);
        assert_eq!(
            check(&mut kiosk, later, Whose::Device, "111111").unwrap(),
            PinOutcome::Wait { seconds: 60 }
        );
        let much_later = UnixMillis(later.0 + 61_000);
        assert_eq!(check(&mut kiosk, much_later, Whose::Device, "482913").unwrap(), PinOutcome::Right);
    }

    #[test]
    fn a_representatives_wrong_pins_back_off_across_a_restart_and_hold_nobody_else_up() {
        let dir = tempfile::tempdir().unwrap();
        let mut dice = Dice::seed_from_u64(2);
        let (sara, khalid) = (Code::new("staff-01").unwrap(), Code::new("staff-03").unwrap());
        let (his, hers) = (Whose::Representative(&khalid), Whose::Representative(&sara));
        let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
        set_representative(&mut kiosk, &mut dice, &sara, "1357").unwrap();
        set_representative(&mut kiosk, &mut dice, &khalid, "2468").unwrap();
        let now = UnixMillis(1_000_000);
        assert_eq!(check(&mut kiosk, now, hers, "2468").unwrap(), PinOutcome::Wrong, "his PIN");
        for _ in 0..FREE_ATTEMPTS - 2 {
            assert_eq!(check(&mut kiosk, now, hers, "0000").unwrap(), PinOutcome::Wrong);
        }
        assert_eq!(check(&mut kiosk, now, hers, "0000").unwrap(), PinOutcome::Wait { seconds: 30 });
        drop(kiosk);
        let (mut kiosk, _) = Kiosk::open_or_create(dir.path(), &mut dice).unwrap();
        assert!(matches!(check(&mut kiosk, now, hers, "1357").unwrap(), PinOutcome::Wait { .. }));
        assert_eq!(check(&mut kiosk, now, his, "2468").unwrap(), PinOutcome::Right);
        let later = UnixMillis(now.0 + 31_000);
        assert_eq!(check(&mut kiosk, later, hers, "1357").unwrap(), PinOutcome::Right);
        kiosk.remove_representative(&sara).unwrap();
        assert_eq!(check(&mut kiosk, later, hers, "1357").unwrap(), PinOutcome::Wrong);
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
