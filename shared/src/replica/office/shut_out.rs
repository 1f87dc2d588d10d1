//! Who was shut out: devices that were revoked and accounts that were disabled, in a list that head office signs. It stands in the
//! database, in a file beside it, and on every kiosk: a database that is put back from a backup forgets nobody.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Office, OfficeError};
use crate::domain::{DeviceId, UnixMillis};
use crate::hex::{from_hex, to_hex};
use crate::replica::secrets::{SecretsError, write_private};
use crate::store::{StoreError, Tx, meta, office};
use crate::sync::{shut_out_statement, sign, verify};

/// The file beside the database, and the setting in it.
pub(in crate::replica) const SHUT_OUT: &str = "shut_out";

/// The first line of the list.
const HEADER: &str = "sila shut out 1";

/// Largest list that is taken from a kiosk, in bytes: 2,000 entries.
const SHUT_OUT_BYTES_MAX: usize = 160 * 1024;

/// Whom an entry is about: a device by its id, an account by a hash of its name under a key of this server's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Who {
    Device([u8; 16]),
    Account([u8; 16]),
}

/// How somebody stands since when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Entry {
    is_out: bool,
    since: UnixMillis,
}

/// The list. Of two entries on one the later holds; of the same time, that somebody is out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct ShutOut(BTreeMap<Who, Entry>);

impl ShutOut {
    fn note(&mut self, who: Who, entry: Entry) {
        let known = self.0.entry(who).or_insert(entry);
        if (entry.since, entry.is_out) > (known.since, known.is_out) {
            *known = entry;
        }
    }

    fn to_text(&self, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> String {
        let mut text = format!("{HEADER}\n");
        for (who, Entry { is_out, since }) in &self.0 {
            let (kind, id) = match who {
                Who::Device(id) => ("device", id),
                Who::Account(id) => ("account", id),
            };
            let state = if *is_out { "out" } else { "in" };
            text.push_str(&format!("{kind} {} {state} {}\n", to_hex(id), since.0));
        }
        let signature = to_hex(&sign(text.as_bytes()));
        text + "signature " + &signature + "\n"
    }

    /// Reads a list that this key signed; `None` for anything else.
    fn parse(text: &str, public_key: &[u8; 32]) -> Option<Self> {
        let (body, signature) = text.split_at_checked(text.rfind("signature ")?)?;
        let signature = from_hex(signature.strip_prefix("signature ")?.trim_end())?.try_into().ok()?;
        if !verify(public_key, &shut_out_statement(body.as_bytes()), &signature) {
            return None;
        }
        let mut list = Self::default();
        for line in body.strip_prefix(HEADER)?.lines().filter(|line| !line.is_empty()) {
            let mut parts = line.split(' ');
            let (kind, id) = (parts.next()?, from_hex(parts.next()?)?.try_into().ok()?);
            let who = match kind {
                "device" => Who::Device(id),
                "account" => Who::Account(id),
                _ => return None,
            };
            let is_out = parts.next()? == "out";
            list.note(who, Entry { is_out, since: UnixMillis(parts.next()?.parse().ok()?) });
        }
        Some(list)
    }
}

impl Office {
    /// Shuts a device out from now on; returns false where it already was. Durable in the list before it is in the database.
    ///
    /// # Errors
    /// The list or the database can't be written.
    pub fn revoke_device(&self, device: DeviceId, now: UnixMillis) -> Result<bool, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let is_news = office::revoke_device(tx, device, now)?;
            let since = self.note_stands(tx, Who::Device(*device.as_bytes()), true, now)?;
            office::begin_generation(tx, device, since)?;
            Ok(is_news)
        })
    }

    /// Lets a device in again that was shut out; returns false where it was not. Its share is another one than before: what
    /// reads there is handed back by [`Office::open_device`].
    ///
    /// # Errors
    /// As for [`Office::revoke_device`].
    pub fn restore_device(&self, device: DeviceId, now: UnixMillis) -> Result<bool, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            if !office::restore_device(tx, device)? {
                return Ok(false);
            }
            let since = self.note_stands(tx, Who::Device(*device.as_bytes()), false, now)?;
            office::begin_generation(tx, device, since)?;
            Ok(true)
        })
    }

    /// Notes that an account was disabled, or `None` that it was enabled.
    pub(super) fn note_account(
        &self,
        tx: &Tx<'_>,
        name: &str,
        disabled: Option<UnixMillis>,
    ) -> Result<(), OfficeError> {
        let since = disabled.unwrap_or(UnixMillis(i64::MIN));
        self.note_stands(tx, self.account(name), disabled.is_some(), since).map(drop)
    }

    fn account(&self, name: &str) -> Who {
        Who::Account(self.secrets.receipt(format!("sila/1 account\0{name}").as_bytes()))
    }

    /// Notes how somebody stands, and returns since when that is said to be.
    fn note_stands(
        &self,
        tx: &Tx<'_>,
        who: Who,
        is_out: bool,
        now: UnixMillis,
    ) -> Result<UnixMillis, OfficeError> {
        let mut list = self.list(tx)?;
        // a clock that was set back since makes no word older than the one before it
        let before = list.0.get(&who).map_or(i64::MIN, |entry| entry.since.0);
        let since = UnixMillis(now.0.max(before.saturating_add(1)));
        list.note(who, Entry { is_out, since });
        self.keep_list(tx, &list)?;
        Ok(since)
    }

    /// Has a device that was just put into the database stand as the list has it.
    pub(super) fn stand_as_listed(&self, tx: &Tx<'_>, device: DeviceId) -> Result<(), OfficeError> {
        let list = self.list(tx)?;
        let Some(Entry { is_out, since }) = list.0.get(&Who::Device(*device.as_bytes())) else {
            return Ok(());
        };
        office::begin_generation(tx, device, *since)?;
        if *is_out {
            office::revoke_device(tx, device, *since)?;
        }
        Ok(())
    }

    /// Brings the database up to what the list says, and the list up to what the database says: after a backup was put back the
    /// list knows more, where the file was lost the database does.
    pub(super) fn merge_shut_out(&self) -> Result<(), OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let list = self.list(tx)?;
            self.apply(tx, list)
        })
    }

    /// Takes in a list that a kiosk brought back; one that this server did not sign changes nothing.
    pub(super) fn take_shut_out(&self, bytes: &[u8]) -> Result<(), OfficeError> {
        let text = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= SHUT_OUT_BYTES_MAX);
        let Some(brought) = text.and_then(|text| ShutOut::parse(text, &self.secrets.signing_public())) else {
            return Ok(());
        };
        self.db.write::<_, OfficeError>(|tx| {
            let mut list = self.list(tx)?;
            brought.0.into_iter().for_each(|(who, entry)| list.note(who, entry));
            self.apply(tx, list)
        })
    }

    /// Returns the signed list as it stands in the database.
    pub(super) fn shut_out_text(tx: &Tx<'_>) -> Result<Option<Vec<u8>>, StoreError> {
        meta::get(tx, SHUT_OUT)
    }

    /// Writes the list as it stands in the database beside the secrets, where another server changed it since.
    ///
    /// # Errors
    /// [`OfficeError`]; it is tried again.
    pub fn copy_shut_out(&self) -> Result<(), OfficeError> {
        let there = self.db.read(Self::shut_out_text)?;
        if !self.db.is_shared() || there.is_none() || there == std::fs::read(self.file()).ok() {
            return Ok(());
        }
        self.merge_shut_out()
    }

    fn file(&self) -> PathBuf {
        self.dir().join(SHUT_OUT)
    }

    /// The list of the file and that of the database, as one.
    fn list(&self, tx: &Tx<'_>) -> Result<ShutOut, OfficeError> {
        let path = self.file();
        let beside = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(e) => {
                return Err(OfficeError::ShutOut { path: path.display().to_string(), why: e.to_string() });
            }
        };
        let public = self.secrets.signing_public();
        let mut list = match ShutOut::parse(&beside, &public) {
            Some(list) => list,
            None if beside.is_empty() => ShutOut::default(),
            None => {
                let why = "it is damaged, or of another head office".to_owned();
                return Err(OfficeError::ShutOut { path: path.display().to_string(), why });
            }
        };
        let kept = meta::get_text(tx, SHUT_OUT)?.unwrap_or_default();
        for (who, entry) in ShutOut::parse(&kept, &public).unwrap_or_default().0 {
            list.note(who, entry);
        }
        Ok(list)
    }

    fn apply(&self, tx: &Tx<'_>, mut list: ShutOut) -> Result<(), OfficeError> {
        for device in office::devices(tx)? {
            let who = Who::Device(*device.device.as_bytes());
            if let Some(word) = list.0.get(&who) {
                office::begin_generation(tx, device.device, word.since)?;
            }
            match (list.0.get(&who).copied(), device.revoked) {
                (Some(Entry { is_out: true, since }), None) => {
                    office::revoke_device(tx, device.device, since)?;
                }
                (Some(Entry { is_out: false, .. }), Some(_)) => {
                    office::restore_device(tx, device.device)?;
                }
                (None, Some(since)) => list.note(who, Entry { is_out: true, since }),
                (Some(_), _) | (None, None) => {}
            }
        }
        for mut user in office::users(tx)? {
            let who = self.account(&user.name);
            match (list.0.get(&who).copied(), user.disabled) {
                (Some(Entry { is_out: true, since }), None) => {
                    user.disabled = Some(since);
                    office::change_user(tx, &user)?;
                }
                (Some(Entry { is_out: false, .. }), Some(_)) => {
                    user.disabled = None;
                    office::change_user(tx, &user)?;
                }
                (None, Some(since)) => list.note(who, Entry { is_out: true, since }),
                (Some(_), _) | (None, None) => {}
            }
        }
        self.keep_list(tx, &list)
    }

    /// Writes the list beside the database, durably, and into it with the transaction.
    fn keep_list(&self, tx: &Tx<'_>, list: &ShutOut) -> Result<(), OfficeError> {
        if list.0.is_empty() {
            return Ok(());
        }
        let text = list.to_text(|body| sign(self.secrets.signing(), &shut_out_statement(body)));
        let path = self.file();
        if std::fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            write_private(&path, &text).map_err(SecretsError::from)?;
        }
        if meta::get(tx, SHUT_OUT)?.as_deref() != Some(text.as_bytes()) {
            meta::set(tx, SHUT_OUT, &text)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::*;

    #[test]
    fn a_list_comes_back_as_it_was_and_nobody_elses_is_believed() {
        let (key, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let mut list = ShutOut::default();
        list.note(Who::Device([7; 16]), Entry { is_out: true, since: UnixMillis(5) });
        list.note(Who::Account([7; 16]), Entry { is_out: false, since: UnixMillis(-1) });
        let text = list.to_text(|body| sign(&key, &shut_out_statement(body)));
        let public = key.verifying_key().to_bytes();
        assert_eq!(ShutOut::parse(&text, &public), Some(list.clone()));
        assert_eq!(ShutOut::parse(&text, &other.verifying_key().to_bytes()), None);
        assert_eq!(ShutOut::parse(&text.replace(" out ", " in "), &public), None);
        for length in 0..text.len() - 1 {
            assert_eq!(ShutOut::parse(&text[..length], &public), None, "{length}");
        }
    }

    #[test]
    fn the_later_word_holds_whatever_the_order_and_of_one_time_the_stricter() {
        let entry = |is_out, since| Entry { is_out, since: UnixMillis(since) };
        for (words, holds) in [
            ([entry(true, 1), entry(false, 2)], entry(false, 2)),
            ([entry(false, 2), entry(true, 1)], entry(false, 2)),
            ([entry(false, 2), entry(true, 2)], entry(true, 2)),
            ([entry(true, 2), entry(false, 2)], entry(true, 2)),
        ] {
            let mut list = ShutOut::default();
            words.into_iter().for_each(|word| list.note(Who::Device([1; 16]), word));
            assert_eq!(list.0[&Who::Device([1; 16])], holds);
        }
    }
}
