//! The door: what the server notes of those who come to it, in a database of its own beside head office's. Nothing in it
//! outlives its use, so that a damaged one is put aside and begun again; and nothing in it waits for a push.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::incarnation::Opening;
use super::{Office, OfficeError};
use crate::domain::{DeviceId, UnixMillis};
use crate::store::door::{
    self, AccountEvent, Attempts, DayTraffic, EventKind, Served, SessionRow, SessionsOpen, add_traffic,
    browser_generation,
};
use crate::store::{Db, Part, StoreError, Turn, Tx, Value};

/// What was counted is forgotten once nobody tried for a day.
const FORGOTTEN_AFTER_MILLIS: i64 = 24 * 60 * 60_000;

/// How long a browser is known without being used: half a year.
const BROWSER_KNOWN_MILLIS: i64 = 180 * 24 * 60 * 60_000;

/// Browsers that are known of one account: an office, a home, a telephone, many times over.
const BROWSERS_MAX: u32 = 20;

/// The database of the door, open; from any thread.
pub struct Door {
    db: Db,
    put_aside: Option<PathBuf>,
}

/// Attempts that are counted together.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// A hash of what they have in common.
    pub key: [u8; 32],
    /// A hash of the name that was typed, where they have that in common.
    pub name: Option<[u8; 32]>,
    /// The milliseconds to wait after so many without a right password.
    pub wait: fn(u32) -> i64,
}

/// Somebody who gave the right password.
#[derive(Clone, Debug)]
pub struct LetIn<'a> {
    /// The account's number.
    pub account: i64,
    /// The account's generation.
    pub generation: u64,
    /// The hash of the new session's token.
    pub session: [u8; 32],
    /// The hash of the browser's token.
    pub browser: [u8; 32],
    /// From where.
    pub address: &'a str,
    /// What the attempt was counted under.
    pub counted: &'a [Counted],
    /// Sessions begun before this time have ended.
    pub begun: UnixMillis,
    /// Sessions unused since this time have ended.
    pub unused: UnixMillis,
}

impl Office {
    /// Opens the door's database beside head office's, making one where there is none. One that is damaged is put aside, and
    /// another is begun: people sign in once more, and the account of what happened before is in the file that was put aside.
    ///
    /// # Errors
    /// [`OfficeError`] where it can't be opened or made, or a newer program wrote it.
    pub fn door(&self) -> Result<Door, OfficeError> {
        let dir = self.dir();
        let _opening = Opening::begin(dir)?;
        match self.home().open_or_create(Part::Door) {
            Ok(db) => Ok(Door { db, put_aside: None }),
            // on a server it is everybody's, and no file of one program's takes its place
            Err(StoreError::Damaged { .. }) if self.home().database()?.is_none() => {
                let aside = put_aside(dir)?;
                Ok(Door { db: Db::open_or_create(dir, Part::Door)?, put_aside: Some(aside) })
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// Moves a damaged database out of the way, over one that was put aside before.
fn put_aside(dir: &Path) -> Result<PathBuf, StoreError> {
    let name = Part::Door.file_name();
    let fault = |path: &Path, source| StoreError::File {
        operation: "put aside",
        path: path.display().to_string(),
        source,
    };
    let aside = dir.join(format!("{name}.damaged"));
    for end in ["", "-wal", "-shm"] {
        let (from, to) = (dir.join(format!("{name}{end}")), dir.join(format!("{name}.damaged{end}")));
        match std::fs::rename(&from, &to) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(fault(&from, e)),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(aside)
}

impl Door {
    /// Returns where a damaged database was put when this one was begun.
    pub fn put_aside(&self) -> Option<&Path> {
        self.put_aside.as_deref()
    }

    /// Counts an attempt to sign in before its password is judged, so that attempts made at once all count. Returns the
    /// milliseconds to wait first, in which case it was not counted; 0 where it may be judged. A wait is never longer than it
    /// was meant to be, whatever the clock did since.
    ///
    /// # Errors
    /// The database refuses a row: nothing may be judged then.
    pub fn count_attempt(&self, together: &[Counted], now: UnixMillis) -> Result<i64, StoreError> {
        self.db.write_in(Turn::Rows, |tx| {
            hold(tx, together)?;
            let mut longest = 0;
            let mut counts = Vec::with_capacity(together.len());
            for counted in together {
                let before = counted_before(tx, counted, now)?;
                longest = longest.max(before.wait_until.0 - now.0);
                counts.push(before);
            }
            for (counted, before) in together.iter().zip(counts) {
                let attempts = if longest > 0 {
                    before
                } else {
                    let wrong = before.wrong.saturating_add(1);
                    Attempts { wrong, wait_until: UnixMillis(now.0 + (counted.wait)(wrong)), last: now }
                };
                door::note_attempts(tx, &counted.key, counted.name.as_ref(), &attempts)?;
            }
            Ok(longest)
        })
    }

    /// Tells whether anybody was wrong lately of those who are counted together.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn was_wrong(&self, counted: &Counted, now: UnixMillis) -> Result<bool, StoreError> {
        self.db.read(|tx| Ok(counted_before(tx, counted, now)?.wrong > 0))
    }

    /// Tells whether somebody gave the account's right password in a browser before, since the account was last changed.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn knows(
        &self,
        account: i64,
        generation: u64,
        browser: &[u8; 32],
        now: UnixMillis,
    ) -> Result<bool, StoreError> {
        let kept = self.db.read(|tx| browser_generation(tx, account, browser))?;
        Ok(kept.is_some_and(|(kept, seen)| kept == generation && now.0 - seen.0 < BROWSER_KNOWN_MILLIS))
    }

    /// Lets somebody in who gave the right password: begins the session, knows the browser, forgets what was counted of the
    /// name here, and takes this attempt back of what was counted of others too.
    ///
    /// # Errors
    /// The database refuses a row: nobody is let in then.
    pub fn let_in(&self, who: &LetIn<'_>, now: UnixMillis) -> Result<(), StoreError> {
        let LetIn { account, generation, session, browser, address, counted, begun, unused } = who;
        self.db.write_in(Turn::Rows, |tx| {
            hold(tx, counted)?;
            for counted in *counted {
                if counted.name.is_some() {
                    door::forget_attempts(tx, &counted.key)?;
                } else if let Some(before) = door::attempts(tx, &counted.key)? {
                    let wrong = before.wrong.saturating_sub(1);
                    let attempts = Attempts { wrong, wait_until: now, last: before.last };
                    door::note_attempts(tx, &counted.key, None, &attempts)?;
                }
            }
            door::end_stale_sessions(tx, *begun, *unused)?;
            door::forget_browsers(tx, UnixMillis(now.0 - BROWSER_KNOWN_MILLIS))?;
            door::begin_session(tx, session, *account, *generation, now)?;
            door::keep_browser(tx, *account, browser, *generation, now, BROWSERS_MAX)?;
            count(tx, now, EventKind::SignedIn, (Some(*account), None), Some(address))
        })
    }

    /// Notes something that happened to an account; `None` for a name that nobody has, and for the command line's address.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn note(
        &self,
        now: UnixMillis,
        kind: EventKind,
        account: Option<i64>,
        address: Option<&str>,
    ) -> Result<(), StoreError> {
        self.db.write_in(Turn::Rows, |tx| count(tx, now, kind, (account, None), address))
    }

    /// Notes something that happened to a device; `None` where it is about no device in particular, and for the command line's
    /// address.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn note_device(
        &self,
        now: UnixMillis,
        kind: EventKind,
        device: Option<DeviceId>,
        address: Option<&str>,
    ) -> Result<(), StoreError> {
        self.db.write_in(Turn::Rows, |tx| count(tx, now, kind, (None, device), address))
    }

    /// Forgets what was counted of a name, wherever it was typed, and of every address, because of something that happened to the
    /// account.
    ///
    /// # Errors
    /// The database refuses.
    pub fn unlock(
        &self,
        now: UnixMillis,
        because: EventKind,
        account: i64,
        name: &[u8; 32],
    ) -> Result<(), StoreError> {
        self.db.write_in(Turn::Rows, |tx| {
            count(tx, now, because, (Some(account), None), None)?;
            door::forget_name(tx, name)
        })
    }

    /// Finds a session.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn session(&self, token_hash: &[u8; 32]) -> Result<Option<SessionRow>, StoreError> {
        self.db.read(|tx| door::session(tx, token_hash))
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn touch_session(&self, token_hash: &[u8; 32], now: UnixMillis) -> Result<(), StoreError> {
        self.db.write_in(Turn::Rows, |tx| door::touch_session(tx, token_hash, now))
    }

    /// Ends a session that is over by itself; one that is already gone is fine.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn end_session(&self, token_hash: &[u8; 32]) -> Result<(), StoreError> {
        self.db.write_in(Turn::Rows, |tx| door::end_session(tx, token_hash)).map(drop)
    }

    /// Ends a session because its person asks for it; one that is already gone is fine.
    ///
    /// # Errors
    /// The database refuses the change.
    pub fn sign_out(&self, token_hash: &[u8; 32], address: &str, now: UnixMillis) -> Result<(), StoreError> {
        self.db.write_in(Turn::Rows, |tx| match door::end_session(tx, token_hash)? {
            Some(account) => count(tx, now, EventKind::SignedOut, (Some(account), None), Some(address)),
            None => Ok(()),
        })
    }

    /// Counts the sessions begun and used since two times, by account and generation.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn open_sessions(&self, begun: UnixMillis, used: UnixMillis) -> Result<SessionsOpen, StoreError> {
        self.db.read(|tx| door::open_sessions(tx, begun, used))
    }

    /// Takes a device's lease for a server process until a time, or keeps it longer. Returns the time at which another process's ends where
    /// that holds it.
    ///
    /// # Errors
    /// The database refuses the row.
    pub fn take_lease(
        &self,
        device: DeviceId,
        process: &[u8; 16],
        now: UnixMillis,
        until: UnixMillis,
    ) -> Result<Option<UnixMillis>, StoreError> {
        self.db.write_in(Turn::Rows, |tx| door::take(tx, device, process, now, until))
    }

    /// Gives a lease back that was taken until a time, and adds the request that it was for to the device's day, in which it may
    /// cost so many bytes.
    ///
    /// # Errors
    /// The database refuses; the lease then ends by itself.
    pub fn end_lease(
        &self,
        device: DeviceId,
        (process, until): (&[u8; 16], UnixMillis),
        now: UnixMillis,
        address: &str,
        (served, a_day): (Served, u64),
    ) -> Result<(), StoreError> {
        self.db.write_in(Turn::Rows, |tx| {
            door::give_back(tx, device, process, until)?;
            add_traffic(tx, device, now, address, served, a_day)
        })
    }

    /// Returns for how many seconds a device is to wait before its next request, because it has cost more than so many bytes a day:
    /// ten minutes at most, and less the sooner enough of it has come back. 0 where it need not.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn budget_wait_secs(&self, device: DeviceId, now: UnixMillis, a_day: u64) -> Result<u64, StoreError> {
        self.db.read(|tx| door::wait_secs(tx, device, now, a_day))
    }

    /// Lists what happened since a time, the earliest first; to one account or device alone where one is named.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn events(
        &self,
        since: UnixMillis,
        account: Option<i64>,
        device: Option<DeviceId>,
    ) -> Result<Vec<AccountEvent>, StoreError> {
        self.db.read(|tx| door::events(tx, since, account, device))
    }

    /// Returns when each account last signed in.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn last_signed_in(&self) -> Result<BTreeMap<i64, UnixMillis>, StoreError> {
        self.db.read(door::last_signed_in)
    }

    /// Lists what devices asked for and were given since a day, the earliest first; of one device alone where one is named.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn traffic(
        &self,
        since: UnixMillis,
        device: Option<DeviceId>,
    ) -> Result<Vec<DayTraffic>, StoreError> {
        self.db.read(|tx| door::traffic(tx, since, device))
    }
}

/// Has whoever counts the same at another server wait.
fn hold(tx: &Tx<'_>, together: &[Counted]) -> Result<(), StoreError> {
    let keys: BTreeSet<&[u8; 32]> = together.iter().map(|counted| &counted.key).collect();
    keys.iter().try_for_each(|key| tx.hold_name(*key))?;
    // whoever forgets them waits too
    tx.hold("attempt", "key", keys.into_iter().map(|key| Value::from(key.as_slice())))
}

/// Returns what was counted before, within what it may be now: a wait that would last longer than was meant was made by a
/// clock that has been set back since, and begins now.
fn counted_before(tx: &Tx<'_>, counted: &Counted, now: UnixMillis) -> Result<Attempts, StoreError> {
    let none = Attempts { wrong: 0, wait_until: now, last: now };
    let kept = door::attempts(tx, &counted.key)?.unwrap_or(none);
    if now.0 - kept.last.0 >= FORGOTTEN_AFTER_MILLIS {
        return Ok(none);
    }
    let longest = now.0 + (counted.wait)(kept.wrong);
    let wait_until = UnixMillis(kept.wait_until.0.min(longest));
    Ok(Attempts { wait_until, last: kept.last.min(now), ..kept })
}

fn count(
    tx: &Tx<'_>,
    at: UnixMillis,
    kind: EventKind,
    (account, device): (Option<i64>, Option<DeviceId>),
    address: Option<&str>,
) -> Result<(), StoreError> {
    let address = address.map(str::to_owned);
    door::count_event(tx, &AccountEvent { at, kind, account, device, address, n: 1 })
}

#[cfg(test)]
mod tests;
