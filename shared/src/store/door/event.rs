//! What happened: who signed in, was refused, signed out, what was changed of accounts, which devices were enrolled, and what was done by
//! command that somebody may ask after. Of a person it holds the account's number and the address, nothing else.

use std::collections::BTreeMap;

use crate::domain::{DeviceId, UnixMillis};
use crate::store::{FromValue, StoreError, Tx, Value, values};

/// How long an account of what happened is kept: 400 days, a year and a month to look into it.
const KEPT_MILLIS: i64 = 400 * 24 * 60 * 60_000;

/// Most rows of a kind that happens at will: equal ones of an hour are one, so that nobody can push the others out by guessing. At 60
/// bytes each, some 6 MB.
const AT_WILL_MAX: u32 = 100_000;

/// What happens at will, of one account or device from one address, is one row within this time: an hour.
const AT_WILL_TOGETHER_MILLIS: i64 = 60 * 60_000;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $code:literal),+ $(,)?) => {
        /// What happened.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum EventKind {
            $($(#[$doc])* $kind),+
        }

        impl EventKind {
            /// Returns the word for it, in rows and in what commands print.
            pub fn code(self) -> &'static str {
                match self { $(Self::$kind => $code),+ }
            }
        }

        impl FromValue for EventKind {
            fn from_value(value: Value<'_>) -> Option<Self> {
                let Value::Text(code) = value else { return None };
                match &*code { $($code => Some(Self::$kind),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// Somebody gave the right password.
    SignedIn = "signed_in",
    /// Somebody gave a wrong password, a name that nobody has, or tried while waiting.
    Refused = "refused",
    /// Somebody signed out.
    SignedOut = "signed_out",
    /// The account was made.
    Added = "added",
    /// The password was changed.
    PasswordChanged = "password_changed",
    /// The role was changed.
    RoleChanged = "role_changed",
    /// The account was shut out.
    Disabled = "disabled",
    /// The account was let in again.
    Enabled = "enabled",
    /// What was counted of wrong attempts was forgotten.
    Unlocked = "unlocked",
    /// Every session of the account was ended by a command.
    SessionsEnded = "sessions_ended",
    /// A code that enrols a device was made by a command.
    CodeMade = "code_made",
    /// A device was enrolled.
    Enrolled = "enrolled",
    /// A device showed the certificate of its enrolment, and is received again where head office had lost it.
    KnownAgain = "known_again",
    /// Somebody showed an enrolment code that was wrong, used or over, or a certificate of no use.
    EnrolmentRefused = "enrolment_refused",
    /// A device was shut out.
    DeviceRevoked = "device_revoked",
    /// A device that showed its certificate was confirmed.
    DeviceConfirmed = "device_confirmed",
    /// A device was let in again.
    DeviceRestored = "device_restored",
    /// A device is handed back what reads on it, under a new PIN.
    DeviceOpened = "device_opened",
    /// What a device did to people's files counts for nothing.
    DeviceUndone = "device_undone",
    /// The same, and it left the logs.
    DeviceRejected = "device_rejected",
    /// What a device did to people's files counts again.
    DeviceCounts = "device_counts",
    /// What waited beyond a device's budget was let through.
    DeviceLetThrough = "device_let_through",
    /// A full copy was made by a command.
    Exported = "exported",
    /// Head office's sealing key was replaced.
    KeyReplaced = "key_replaced",
    /// Another recovery key was made.
    RecoveryKeyMade = "recovery_key_made",
}

impl EventKind {
    /// Tells whether it happens as often as a stranger or a device likes.
    fn is_at_will(self) -> bool {
        matches!(self, Self::Refused | Self::EnrolmentRefused | Self::KnownAgain)
    }
}

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountEvent {
    /// When; of several that are one row, the last.
    pub at: UnixMillis,
    /// What.
    pub kind: EventKind,
    /// The account's number; `None` where nobody has the name that was typed, and where it is about no account.
    pub account: Option<i64>,
    /// The device that it is about.
    pub device: Option<DeviceId>,
    /// From where; `None` for what was done at the server's command line.
    pub address: Option<String>,
    /// How often: more than 1 for refusals, and for a device that is known again, within one hour alone.
    pub n: u64,
}

/// Counts something that happened, once, and forgets what is older than is kept.
pub(crate) fn count_event(tx: &Tx<'_>, event: &AccountEvent) -> Result<(), StoreError> {
    let AccountEvent { at, kind, account, device, address, n: _ } = event;
    let together = if kind.is_at_will() { AT_WILL_TOGETHER_MILLIS } else { 1 };
    let slot = at.0.div_euclid(together);
    let address = address.as_deref().unwrap_or_default();
    let device = device.as_ref().map_or(&[][..], |device| device.as_bytes());
    let values = values![kind.code(), account.unwrap_or(0), device, address, slot, *at];
    let sql = "UPDATE account_event SET n = n + 1, at_millis = ?6
               WHERE kind = ?1 AND account = ?2 AND device = ?3 AND address = ?4 AND slot = ?5";
    if tx.run(sql, &values)? == 0 {
        // an insert that meets a row would use up a number on some engines, and numbers say below which rows are forgotten
        let sql = "INSERT INTO account_event (kind, account, device, address, slot, at_millis, n)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)";
        tx.run(sql, &values)?;
    }
    tx.run("DELETE FROM account_event WHERE at_millis < ?1", values![at.0.saturating_sub(KEPT_MILLIS)])?;
    if !kind.is_at_will() {
        return Ok(());
    }
    let sql = "DELETE FROM account_event WHERE kind = ?1 AND id <= (SELECT MAX(id) FROM account_event) - ?2";
    tx.put(sql, values![kind.code(), AT_WILL_MAX])
}

/// Lists what happened since a time, the earliest first; of one account or device alone where one is named.
pub(crate) fn events(
    tx: &Tx<'_>,
    since: UnixMillis,
    account: Option<i64>,
    device: Option<DeviceId>,
) -> Result<Vec<AccountEvent>, StoreError> {
    let sql = "SELECT at_millis, kind, account, device, address, n FROM account_event
               WHERE at_millis >= ?1 AND (account = ?2 OR ?2 IS NULL) AND (device = ?3 OR ?3 IS NULL)
               ORDER BY at_millis, id";
    tx.all(sql, values![since, account, device], |row| {
        let (account, address): (i64, String) = (row.get("account")?, row.get("address")?);
        Ok(AccountEvent {
            at: row.get("at_millis")?,
            kind: row.get("kind")?,
            account: Some(account).filter(|account| *account != 0),
            device: DeviceId::from_slice(&row.get::<Vec<u8>>("device")?),
            address: Some(address).filter(|address| !address.is_empty()),
            n: row.get("n")?,
        })
    })
}

/// Returns when each account last signed in.
pub(crate) fn last_signed_in(tx: &Tx<'_>) -> Result<BTreeMap<i64, UnixMillis>, StoreError> {
    let sql = "SELECT account, MAX(at_millis) AS at FROM account_event WHERE kind = ?1 GROUP BY account";
    let last =
        tx.all(sql, values![EventKind::SignedIn.code()], |row| Ok((row.get("account")?, row.get("at")?)));
    Ok(last?.into_iter().collect())
}
