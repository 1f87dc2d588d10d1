//! Making head office's secret files again with the recovery code, from what is wrapped for it in a database.

use std::collections::BTreeMap;
use std::path::Path;

use zeroize::Zeroizing;

use super::keys::list_in;
use crate::domain::UnixMillis;
use crate::replica::Home;
use crate::replica::office_keys::{OfficeKey, OfficeKeyId, OfficeKeys};
use crate::replica::secrets::{
    BELONGS_TO, IDENTITY_AND_WRITE, READ, SecretsError, Serving, identity_and_write, public_half, put_aside,
    read_secrets, signing_public_of, write_identity_and_write, write_read_secrets,
};
use crate::store::{Db, Part, StoreError, make_private_dir, meta};
use crate::sync::RecoveryCode;

/// Why the secrets were not made again. Nothing is lost by it.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secret files.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Nothing is wrapped in the database.
    #[error(
        "{path} holds no secrets that a recovery code opens: without secret.key and read.key nothing that is sealed in it opens; try another copy of the database"
    )]
    NothingWrapped {
        /// The database.
        path: String,
    },
    /// The code is another recovery key's.
    #[error(
        "this code is that of recovery key {given}, and what is in the database opens with recovery key {needed}, made {made}: take the paper with that name"
    )]
    OtherCode {
        /// Whose code was given.
        given: OfficeKeyId,
        /// Whose is needed.
        needed: OfficeKeyId,
        /// When that was made, in milliseconds since 1970.
        made: MadeAt,
    },
}

/// A moment in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MadeAt(pub UnixMillis);

impl std::fmt::Display for MadeAt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let stamp = jiff::Timestamp::from_millisecond(self.0.0).unwrap_or_default();
        write!(f, "{}", stamp.strftime("%Y-%m-%dT%H:%M:%SZ"))
    }
}

/// What was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The sealing keys whose secrets `read.key` got.
    pub found: Vec<OfficeKeyId>,
    /// Those that are known and stay lost: their secrets are wrapped for another recovery key.
    pub lost: Vec<OfficeKeyId>,
    /// Whether `secret.key` was made.
    pub has_made_identity: bool,
}

/// Makes what is missing of `secret.key` and `read.key` in a data directory, out of a database of head office's: its own, or, if one is named, a copy
/// that is about to be put in its place. Files that are there and are others are kept beside as `….replaced`.
///
/// # Errors
/// [`RecoverError`]; nothing was written then. [`SecretsError::Served`] while a server runs.
pub fn recover_secrets(
    home: &Home,
    copy: Option<&Path>,
    code: &RecoveryCode,
) -> Result<Recovered, RecoverError> {
    let data = home.dir();
    make_private_dir(data)?;
    let _alone = Serving::begin_alone(data)?;
    let db = match copy {
        Some(copy) => Db::look_at(copy, Part::Office)?,
        None => home.look(Part::Office)?,
    };
    let (signing, list) = db.read::<_, StoreError>(|tx| Ok((meta::get(tx, BELONGS_TO)?, list_in(tx)?)))?;
    let signing = signing.and_then(|public| <[u8; 32]>::try_from(public).ok());
    let list =
        signing.zip(list).and_then(|(signing, list)| Some((signing, OfficeKeys::parse(&list, &signing)?)));
    let Some((signing, list)) = list else {
        return Err(RecoverError::NothingWrapped { path: db.place() });
    };
    let identity = list.open_identity(code, &signing).ok();
    let mut opened: BTreeMap<[u8; 32], Zeroizing<[u8; 32]>> = BTreeMap::new();
    for key in &list.keys {
        // one that does not belong to its public half would open nothing
        let fits = |secret: &Zeroizing<[u8; 32]>| public_half(secret) == *key.public;
        opened.extend(key.open(code).ok().filter(fits).map(|secret| (*key.public, secret)));
    }
    let there = identity_and_write(data).ok().flatten();
    let is_ours = |secret: &Zeroizing<Vec<u8>>| signing_public_of(secret) == Some(signing);
    let has_identity = there.as_ref().is_some_and(is_ours);
    let identity = identity.filter(is_ours);
    if opened.is_empty() || (identity.is_none() && !has_identity) {
        let (given, needed) = (public_half(&code.secret()), list.recovery);
        let (given, needed) = (OfficeKeyId::of(&given), OfficeKeyId::of(&needed));
        return Err(RecoverError::OtherCode { given, needed, made: MadeAt(UnixMillis(list.recovery_since)) });
    }
    let held = read_secrets(data);
    if held.is_err() {
        put_aside(data, READ)?;
    }
    let in_file: Vec<([u8; 32], Zeroizing<[u8; 32]>)> =
        held.unwrap_or_default().into_iter().map(|secret| (public_half(&secret), secret)).collect();
    // what the database does not know yet is newer than all that it knows
    let newer = in_file.iter().filter(|(public, _)| !list.has(public)).map(|(_, secret)| secret.clone());
    let held: BTreeMap<[u8; 32], &Zeroizing<[u8; 32]>> =
        in_file.iter().map(|(public, secret)| (*public, secret)).collect();
    let secret_of = |key: &OfficeKey| held.get(&*key.public).copied().or_else(|| opened.get(&*key.public));
    let known = list.keys.iter().rev().filter_map(secret_of).cloned();
    write_read_secrets(data, &newer.chain(known).collect::<Vec<_>>())?;
    if let Some(identity) = identity.filter(|_| !has_identity) {
        if there.is_some() {
            put_aside(data, IDENTITY_AND_WRITE)?;
        }
        write_identity_and_write(data, &identity)?;
    }
    let ids = |is_of: &dyn Fn(&[u8; 32]) -> bool| {
        list.keys.iter().filter(|key| is_of(&key.public)).map(|key| key.id()).collect()
    };
    Ok(Recovered {
        found: ids(&|public| opened.contains_key(public) && !held.contains_key(public)),
        lost: ids(&|public| !opened.contains_key(public) && !held.contains_key(public)),
        has_made_identity: !has_identity,
    })
}
