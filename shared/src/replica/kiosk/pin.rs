//! PINs: the device's own and those of the members of staff who sign in on it. All of it works without a network (P-7).
//!
//! What opens reading is wrapped once for each person, under their PIN and head office's share; for a representative with what
//! opens their drafts, which is nobody else's:
//!
//! ```text
//! stretched = argon2id(PIN, salt)
//! wrap      = AES-256-GCM-SIV(HKDF-SHA-256(stretched ‖ share, "sila/1 reading"), read secret [‖ draft secret])
//!   nonce     = 12 zero bytes: a salt, and with it a key, is used once
//!   bound to  = "sila/1 reading\0" ‖ whose; the share is this device's alone
//! hint      = the first 10 bits of HKDF-SHA-256(stretched, "sila/1 pin hint")
//! ```
//!
//! A right PIN is one whose wrap opens. While the share is not here, or a PIN opens nothing, the hint decides: it lets staff
//! record, and of a thousand PINs it leaves one to a thief who tries them on a copy, of a million a thousand, without telling
//! which it is. After [`WRONG_PINS_MAX`] wrong ones what somebody's PIN opens reading and drafts with is destroyed; signing in, and
//! with it recording, goes on. A new PIN that its owner sets, signed in with the one before, opens the same drafts; one that is set for
//! them opens none of those before, which are removed with it.

use aes_gcm_siv::aead::{Aead as _, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit as _, Nonce};
use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::share::DAY_MILLIS;
use super::{Kiosk, KioskError};
use crate::doc::{Dice, random};
use crate::domain::{Code, DeviceId, PASS_DAYS, Role, UnixMillis, is_tried_first, pass_proof};
use crate::replica::facts::Facts;
use crate::replica::passes::Pass;
use crate::replica::secrets::public_half;
use crate::store::pins::PinRow;
use crate::store::{StoreError, Tx, drafts, meta, pins};
use crate::sync::EnrolmentCode;

/// Wrong PINs after which what the PIN opens reading with is destroyed.
pub const WRONG_PINS_MAX: u32 = 10;

/// Wrong PINs before the first wait.
const FREE_ATTEMPTS: u32 = 5;

/// The first wait; each further wrong PIN doubles it.
const FIRST_WAIT_MILLIS: i64 = 30 * 1_000;

/// The longest wait.
const LONGEST_WAIT_MILLIS: i64 = 60 * 60 * 1_000;

/// Bytes of the secret that reads, which comes first of what a PIN opens.
const READ_BYTES: usize = 32;

/// Bits of a stretched PIN that are kept to know it by while it opens nothing: one wrong PIN in 1,024 passes.
const HINT_BITS: u32 = 10;

/// What trying a PIN costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl PinCost {
    /// What each PIN of a member of staff costs: 64 MiB and three passes.
    pub const STAFF: Self = Self { memory_kib: 64 * 1_024, passes: 3 };
}

/// Whose PIN it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose<'a> {
    /// The device's own, which opens staff mode for the staff of the branch.
    Device,
    /// A representative's.
    Representative(&'a Code),
}

impl Whose<'_> {
    /// Under what it is kept. No code is empty.
    fn code(&self) -> &str {
        match self {
            Self::Device => "",
            Self::Representative(code) => code.as_str(),
        }
    }
}

/// What becomes of a PIN in whose place another is set.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum PinBefore {
    /// There is none: one that opens drafts stays as it is.
    #[default]
    None,
    /// Its owner, who signed in with it, changes it and keeps their drafts.
    Own,
    /// It is given up, with the drafts that it alone opens.
    GivenUp,
}

/// What came of a PIN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PinOutcome {
    /// Right.
    Right,
    /// Wrong.
    Wrong,
    /// Too many wrong ones: nothing is checked before so many seconds have passed.
    Wait {
        /// Seconds to wait.
        seconds: u64,
    },
}

/// Makes a PIN of six digits that is not tried first.
pub fn generate_pin(dice: &mut Dice) -> String {
    loop {
        let number = u64::from_le_bytes(random(dice)) % 1_000_000;
        let pin = format!("{number:06}");
        if !is_tried_first(&pin) {
            return pin;
        }
    }
}

/// A PIN that is to be set: what is dear of it is done.
pub struct NewPin {
    row: PinRow,
    stretched: Zeroizing<[u8; 32]>,
    /// What is to open its owner's drafts, where they have no draft key yet.
    drafts: Zeroizing<[u8; 32]>,
}

/// What a PIN is to open.
pub(super) struct Opens<'a> {
    pub share: &'a [u8; 32],
    pub read: &'a [u8; 32],
    /// What opened its owner's drafts so far; `None` where they are not open.
    pub drafts: Option<&'a [u8; 32]>,
}

impl NewPin {
    /// Stretches a PIN.
    pub fn new(dice: &mut Dice, pin: &str, cost: PinCost) -> Self {
        let salt = random(dice);
        let stretched = stretched(pin, &salt, cost);
        let hint = hint_of(&stretched);
        let PinCost { memory_kib, passes } = cost;
        let row = PinRow {
            memory_kib,
            passes,
            salt,
            hint,
            wrap: None,
            drafts: None,
            wrong: 0,
            wait_until: 0,
            pass: None,
        };
        Self { row, stretched, drafts: Zeroizing::new(random(dice)) }
    }

    /// Keeps the PIN; it opens reading from then on where the secret that reads is at hand, and the share.
    pub(super) fn keep(
        self,
        tx: &Tx<'_>,
        whose: Whose<'_>,
        opens: Option<Opens<'_>>,
    ) -> Result<(), StoreError> {
        let Some(Opens { share, read, drafts }) = opens else {
            return pins::set(tx, whose.code(), &self.row);
        };
        let drafts = match whose {
            Whose::Device => None,
            Whose::Representative(_) => Some(drafts.unwrap_or(&self.drafts)),
        };
        let opened = Zeroizing::new([read.as_slice(), drafts.map_or(&[], <[u8; 32]>::as_slice)].concat());
        let payload = Payload { msg: &opened, aad: &place_of(whose) };
        let wrapped = wrapping(&self.stretched, share).encrypt(&Nonce::default(), payload);
        let wrap = Some(wrapped.expect("64 bytes are within the cipher's limits"));
        pins::set(tx, whose.code(), &PinRow { wrap, drafts: drafts.map(public_half), ..self.row })
    }
}

impl Kiosk {
    /// Sets a PIN and forgets wrong attempts. It opens reading where reading is open now; otherwise it lets staff record alone. The
    /// drafts of a representative stay theirs where they signed in with the PIN before; those that a PIN which is given up alone
    /// opens are removed in the same transaction.
    ///
    /// # Errors
    /// [`KioskError::DraftsClosed`] for a PIN that its owner changes while it opens nothing, [`KioskError::HasPin`] where there
    /// should be none, [`KioskError::Store`]; the PIN before and the drafts are as they were.
    pub fn set_pin(
        &mut self,
        whose: Whose<'_>,
        mut pin: NewPin,
        before: PinBefore,
    ) -> Result<(), KioskError> {
        let drafts = self.secrets.draft_secret(whose.code());
        let opens = self.share_bytes().zip(self.secrets.read_secret());
        let opens = opens.map(|(share, read)| Opens { share, read, drafts });
        let opens_drafts = opens.is_some() && drafts.is_some();
        if before == PinBefore::Own && !opens_drafts {
            return Err(KioskError::DraftsClosed);
        }
        self.db.write::<_, KioskError>(|tx| {
            let earlier = pins::find(tx, whose.code())?;
            if before == PinBefore::Own {
                pin.row.pass = earlier.as_ref().and_then(|row| row.pass);
            }
            let is_live = earlier.is_some_and(|row| row.drafts.is_some());
            if before == PinBefore::None && is_live {
                return Err(KioskError::HasPin);
            }
            if !opens_drafts {
                drafts::remove_own_of(tx, whose.code())?;
            }
            Ok(pin.keep(tx, whose, opens)?)
        })
    }

    /// Sets the PIN of a person to whom head office gave a pass for this device, who types the code that came with it: the one way to a
    /// name of one's own here. A code is used once. Drafts that only a PIN before opens are removed.
    ///
    /// # Errors
    /// [`KioskError::NoPass`] where there is none that has not ended, its time is over or its code was used, and for another code;
    /// [`KioskError::Store`].
    pub fn set_pin_with_pass(
        &mut self,
        now: UnixMillis,
        staff: &Code,
        code: &EnrolmentCode,
        mut pin: NewPin,
    ) -> Result<(), KioskError> {
        let whose = Whose::Representative(staff);
        let opens = self.share_bytes().zip(self.secrets.read_secret());
        let opens = opens.map(|(share, read)| Opens { share, read, drafts: None });
        self.db.write::<_, KioskError>(|tx| {
            let passes = Facts::new(tx, &self.secrets).passes_for(self.device()?, staff)?;
            let fits = |pass: &&Pass| {
                !pass.has_ended && pass.code_until >= now && pass.proof == pass_proof(pass.id, &code.secret)
            };
            let used = pins::find(tx, whose.code())?.and_then(|row| row.pass);
            let pass = passes.iter().find(fits).filter(|pass| used != Some(pass.id));
            pin.row.pass = Some(pass.ok_or(KioskError::NoPass)?.id);
            drafts::remove_own_of(tx, whose.code())?;
            Ok(pin.keep(tx, whose, opens)?)
        })
    }

    /// Returns what a person may do here under their own name: the role of the pass under which they set their PIN.
    ///
    /// # Errors
    /// [`KioskError::NoPass`] without one, [`KioskError::PassEnded`] once head office ended it, [`KioskError::PassTooOld`] where this
    /// device has heard nothing of head office for [`PASS_DAYS`] days; [`KioskError::Store`].
    pub fn role_of(&self, now: UnixMillis, staff: &Code) -> Result<Role, KioskError> {
        let device = self.device()?;
        self.db.read(|tx| role_in(&Facts::new(tx, &self.secrets), device, now, staff))
    }

    /// Closes what was open of one person alone, once they signed out: their drafts.
    pub fn sign_out(&mut self) {
        self.secrets.close_drafts();
    }

    /// Tells whether the device has a PIN.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn has_pin(&self) -> Result<bool, KioskError> {
        Ok(self.db.read(|tx| pins::find(tx, Whose::Device.code()))?.is_some())
    }

    /// Removes a PIN. The drafts of a representative that their PIN alone opens are removed with it; any others are left to every
    /// member of staff.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn remove_pin(&mut self, whose: Whose<'_>) -> Result<(), KioskError> {
        Ok(self.db.write::<_, StoreError>(|tx| {
            if let Whose::Representative(code) = whose {
                drafts::remove_own_of(tx, code.as_str())?;
                drafts::release(tx, code.as_str())?;
            }
            pins::remove(tx, whose.code())
        })?)
    }

    /// Returns the codes of the representatives, in order.
    ///
    /// # Errors
    /// [`KioskError::Store`].
    pub fn representatives(&self) -> Result<Vec<Code>, KioskError> {
        let codes = self.db.read(pins::codes)?;
        Ok(codes.into_iter().filter_map(|code| Code::new(code).ok()).collect())
    }

    /// Checks a PIN; reading is open after a right one that opens it. The attempt is counted before the answer is known, so
    /// that a power cut gives no free one.
    ///
    /// # Errors
    /// [`KioskError`] where the attempt could not be counted: nothing is checked then.
    pub fn check_pin(
        &mut self,
        now: UnixMillis,
        whose: Whose<'_>,
        pin: &str,
    ) -> Result<PinOutcome, KioskError> {
        let Some(mut row) = self.db.read(|tx| pins::find(tx, whose.code()))? else {
            return Ok(PinOutcome::Wrong);
        };
        // a clock that was set back must not make the wait longer than it ever is
        let wait = (row.wait_until - now.0).min(LONGEST_WAIT_MILLIS);
        if wait > 0 {
            return Ok(PinOutcome::Wait { seconds: u64::try_from(wait.div_euclid(1_000) + 1).unwrap_or(1) });
        }
        if row.wrong >= WRONG_PINS_MAX {
            row.wrap = None;
        }
        let wrong = row.wrong.saturating_add(1);
        let wait = wait_after(wrong);
        self.count_pin(whose, wrong, if wait > 0 { now.0 + wait } else { 0 })?;
        if self.is_right(now, whose, &row, pin)? {
            self.count_pin(whose, 0, 0)?;
            return Ok(PinOutcome::Right);
        }
        if wrong >= WRONG_PINS_MAX && !self.db.looks() {
            self.db.write::<_, StoreError>(|tx| pins::close(tx, whose.code()))?;
            self.db.checkpoint()?;
        }
        match wait {
            0 => Ok(PinOutcome::Wrong),
            millis => Ok(PinOutcome::Wait { seconds: u64::try_from(millis / 1_000).unwrap_or(1) }),
        }
    }

    /// Notes an attempt. On a disk that can only be read nothing counts: a copy of it tells as much.
    fn count_pin(&self, whose: Whose<'_>, wrong: u32, wait_until: i64) -> Result<(), KioskError> {
        if self.db.looks() {
            return Ok(());
        }
        Ok(self.db.write::<_, StoreError>(|tx| {
            // what is destroyed is so before the attempt is judged that follows the last one
            if wrong > WRONG_PINS_MAX {
                pins::close(tx, whose.code())?;
            }
            pins::count(tx, whose.code(), wrong, wait_until)
        })?)
    }

    /// Judges a PIN: by what it opens, or by its hint where nothing is to be opened.
    fn is_right(
        &mut self,
        now: UnixMillis,
        whose: Whose<'_>,
        row: &PinRow,
        pin: &str,
    ) -> Result<bool, KioskError> {
        let cost = PinCost { memory_kib: row.memory_kib, passes: row.passes };
        let stretched = stretched(pin, &row.salt, cost);
        if hint_of(&stretched) != row.hint {
            return Ok(false);
        }
        self.mind_share(now)?;
        let (Some(wrap), Some(share)) = (&row.wrap, self.share_bytes()) else {
            self.secrets.close_drafts();
            return Ok(true);
        };
        let payload = Payload { msg: wrap.as_slice(), aad: &place_of(whose) };
        let Ok(opened) = wrapping(&stretched, share).decrypt(&Nonce::default(), payload).map(Zeroizing::new)
        else {
            return Ok(false);
        };
        // whoever was signed in before
        self.secrets.close_drafts();
        if self.share_holds(now)? {
            let (read, drafts) = opened.split_at_checked(READ_BYTES).ok_or(KioskError::ForeignSecret)?;
            self.open_reading(read)?;
            if let Ok(secret) = drafts.try_into() {
                self.secrets.open_drafts(whose.code(), secret);
            }
        }
        Ok(true)
    }
}

/// Returns what a person may do on a device under their own name, likewise.
pub(super) fn role_in(
    facts: &Facts<'_>,
    device: DeviceId,
    now: UnixMillis,
    staff: &Code,
) -> Result<Role, KioskError> {
    let set = pins::find(facts.tx, staff.as_str())?.and_then(|row| row.pass);
    let passes = facts.passes_for(device, staff)?;
    let pass = passes.into_iter().find(|pass| Some(pass.id) == set).ok_or(KioskError::NoPass)?;
    if pass.has_ended {
        return Err(KioskError::PassEnded);
    }
    let heard = meta::get_number(facts.tx, "last_exchange")?.unwrap_or(i64::MIN);
    if now.0 > heard.saturating_add(PASS_DAYS * DAY_MILLIS) {
        return Err(KioskError::PassTooOld);
    }
    Ok(pass.role)
}

fn wait_after(wrong: u32) -> i64 {
    match wrong.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(more) => FIRST_WAIT_MILLIS.saturating_mul(1 << more.min(10)).min(LONGEST_WAIT_MILLIS),
    }
}

fn stretched(pin: &str, salt: &[u8; 16], cost: PinCost) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    // a cost that no PIN was ever set with makes a key that nothing opens
    if let Ok(params) = Params::new(cost.memory_kib, cost.passes, 1, Some(32)) {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(pin.as_bytes(), salt, &mut *out)
            .expect("the lengths of salt and output are within argon2's limits");
    }
    out
}

fn hint_of(stretched: &[u8; 32]) -> u32 {
    let mut first = [0; 4];
    Hkdf::<Sha256>::new(None, stretched)
        .expand(b"sila/1 pin hint", &mut first)
        .expect("4 bytes is a length that HKDF-SHA-256 gives");
    u32::from_be_bytes(first) >> (u32::BITS - HINT_BITS)
}

fn wrapping(stretched: &[u8; 32], share: &[u8; 32]) -> Aes256GcmSiv {
    let both = Zeroizing::new([*stretched, *share].concat());
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, &both)
        .expand(b"sila/1 reading", &mut *key)
        .expect("32 bytes is a length that HKDF-SHA-256 gives");
    Aes256GcmSiv::new(&(*key).into())
}

fn place_of(whose: Whose<'_>) -> Vec<u8> {
    [b"sila/1 reading\0".as_slice(), whose.code().as_bytes()].concat()
}

#[cfg(test)]
mod tests;
