//! The one door to people's values at head office: whoever opens them says what for, and a row of the account says that they did.
//! The rows are a chain of hashes, so that nobody takes one out of the middle unseen.

use sha2::{Digest as _, Sha256};

use super::{Office, OfficeError};
use crate::domain::{FactId, Purpose};
use crate::replica::facts::Facts;
use crate::replica::{Act, OpenedRequest};
use crate::store::office::audit::{self, AuditRow};
use crate::store::{StoreError, Tx};

/// A request with what people said and who they are. Only [`Office::open_values`] makes one.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenValues(OpenedRequest);

impl OpenValues {
    /// Returns the request.
    pub fn request(&self) -> &OpenedRequest {
        &self.0
    }
}

/// What the account of openings comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AuditState {
    /// How many rows there are.
    pub rows: u64,
    /// The hash of the last one; that of nothing where there is none.
    pub head: [u8; 32],
    /// The first row that does not fit.
    pub bad: Option<u64>,
    /// A head that was asked for stands among them.
    pub has_head: bool,
}

/// What the chain begins with.
fn start() -> [u8; 32] {
    Sha256::digest(b"sila/1 audit").into()
}

impl Office {
    /// Opens what people said in a request and who they are, for a purpose. The row of the account is durable when it returns; without
    /// it nothing is opened. `None` for an unknown request.
    ///
    /// # Errors
    /// [`OfficeError::Store`] where the row could not be written, or nobody signed in.
    pub fn open_values(
        &self,
        act: &Act,
        request: FactId,
        purpose: &Purpose,
    ) -> Result<Option<OpenValues>, OfficeError> {
        let by = act.by.clone().ok_or(OfficeError::NotSignedIn)?;
        self.db.write::<_, OfficeError>(|tx| {
            let Some(opened) = Facts::new(tx, &self.secrets).open_in_family(request)? else {
                return Ok(None);
            };
            let last = audit::last(tx)?;
            let (id, before) = last.map_or((1, start()), |last| (last.id + 1, last.hash));
            let mut row = AuditRow {
                id,
                at: act.now.unix_millis(),
                by,
                what: OPENED.to_owned(),
                about: Some(request),
                purpose: Some(purpose.code().to_owned()),
                hash: before,
            };
            row.hash = hash_of(&before, &row);
            audit::add(tx, &row)?;
            Ok(Some(OpenValues(opened)))
        })
    }

    /// Goes through the account: whether each row fits the one before it, and whether a head that somebody noted stands in it. An end
    /// that was cut off is noticed only by such a head.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn verify_audit(&self, head: Option<[u8; 32]>) -> Result<AuditState, StoreError> {
        self.db.read(|tx| state_of(tx, head))
    }

    /// Calls `each` for every row of the account, in order.
    ///
    /// # Errors
    /// The database's, or what `each` returns.
    pub fn each_audit_row<E: From<StoreError>>(
        &self,
        each: impl FnMut(AuditRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.db.read(|tx| audit::each(tx, each))
    }
}

/// What the account calls opening a request's values.
const OPENED: &str = "request_opened";

fn state_of(tx: &Tx<'_>, head: Option<[u8; 32]>) -> Result<AuditState, StoreError> {
    let mut state = AuditState { rows: 0, head: start(), bad: None, has_head: head == Some(start()) };
    audit::each(tx, |row| {
        let fits = row.id == state.rows + 1 && row.hash == hash_of(&state.head, &row);
        if !fits && state.bad.is_none() {
            state.bad = Some(row.id);
        }
        state.rows = row.id;
        state.head = row.hash;
        state.has_head |= head == Some(row.hash);
        Ok::<(), StoreError>(())
    })?;
    Ok(state)
}

/// The hash over a row and the one before it; each text with its length, so that no two rows read alike.
fn hash_of(before: &[u8; 32], row: &AuditRow) -> [u8; 32] {
    let AuditRow { id, at, by, what, about, purpose, hash: _ } = row;
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(id.to_be_bytes());
    hash.update(at.0.to_be_bytes());
    let about = about.map(|about| about.to_string());
    for text in [Some(by.as_str()), Some(what.as_str()), about.as_deref(), purpose.as_deref()] {
        match text {
            None => hash.update(u64::MAX.to_be_bytes()),
            Some(text) => {
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
        }
    }
    hash.finalize().into()
}
