//! What happened to accounts: who signed in, was refused, signed out, and what was changed of them. Of a person it holds the
//! account's number and the address, nothing else.

use std::collections::BTreeMap;

use crate::domain::UnixMillis;
use crate::store::{FromValue, StoreError, Tx, Value, values};

/// How long an account of what happened is kept: 400 days, a year and a month to look into it.
const KEPT_MILLIS: i64 = 400 * 24 * 60 * 60_000;

/// Most rows of refusals: equal ones of an hour are one, so that nobody can push the others out by guessing. At 60 bytes each,
/// some 6 MB.
const REFUSALS_MAX: u32 = 100_000;

/// Refusals of one account from one address within this time are one row: an hour.
const REFUSALS_TOGETHER_MILLIS: i64 = 60 * 60_000;

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
}

/// Something that happened to an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountEvent {
    /// When; of refusals that are one row, the last.
    pub at: UnixMillis,
    /// What.
    pub kind: EventKind,
    /// The account's number; `None` where nobody has the name that was typed.
    pub account: Option<i64>,
    /// From where; `None` for what was done at the server's command line.
    pub address: Option<String>,
    /// How often: more than 1 for refusals of one hour alone.
    pub n: u64,
}

/// Counts something that happened, once, and forgets what is older than is kept.
pub(crate) fn count_event(tx: &Tx<'_>, event: &AccountEvent) -> Result<(), StoreError> {
    let AccountEvent { at, kind, account, address, n: _ } = event;
    let together = if *kind == EventKind::Refused { REFUSALS_TOGETHER_MILLIS } else { 1 };
    let slot = at.0.div_euclid(together);
    let address = address.as_deref().unwrap_or_default();
    let sql = "INSERT INTO account_event (kind, account, address, slot, at_millis, n) VALUES (?1, ?2, ?3, ?4, ?5, 1)
               ON CONFLICT (kind, account, address, slot)
               DO UPDATE SET n = account_event.n + 1, at_millis = excluded.at_millis";
    tx.run(sql, values![kind.code(), account.unwrap_or(0), address, slot, *at])?;
    tx.run("DELETE FROM account_event WHERE at_millis < ?1", values![at.0.saturating_sub(KEPT_MILLIS)])?;
    let sql = "DELETE FROM account_event WHERE kind = ?1 AND id <= (SELECT MAX(id) FROM account_event) - ?2";
    tx.run(sql, values![EventKind::Refused.code(), REFUSALS_MAX]).map(drop)
}

/// Lists what happened since a time, the earliest first; of one account alone where one is named.
pub(crate) fn events(
    tx: &Tx<'_>,
    since: UnixMillis,
    account: Option<i64>,
) -> Result<Vec<AccountEvent>, StoreError> {
    let sql = "SELECT at_millis, kind, account, address, n FROM account_event
               WHERE at_millis >= ?1 AND (?2 IS NULL OR account = ?2) ORDER BY at_millis, id";
    tx.all(sql, values![since, account], |row| {
        let (account, address): (i64, String) = (row.get("account")?, row.get("address")?);
        Ok(AccountEvent {
            at: row.get("at_millis")?,
            kind: row.get("kind")?,
            account: Some(account).filter(|account| *account != 0),
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
