//! Sealed lines: what waits here, for another device to carry to head office unopened. Nothing is marked as sent; what this device
//! sends itself later head office knows already.

use minicbor::bytes::{ByteArray, ByteVec};

use super::outgoing::Packing;
use super::set_aside::{is_sendable, trusting};
use super::{Kiosk, KioskError};
use crate::doc::{DocumentName, Entry};
use crate::replica::Act;
use crate::store::outbox::{self, WaitingRow};
use crate::store::{Damage, StoreError, Tx, changes, pending};
use crate::sync::{
    KeysHeld, PROTOCOL, PushRequest, Sealed, body_digest, leaves_of, pack_tight, push_statement, sign,
    to_cbor,
};

/// Most changes of a line: a damaged line costs so many.
const LINE_CHANGES_MAX: usize = 8;

/// Bytes of changes at which a line ends. The largest change is 68 KiB, and is a line by itself.
const LINE_CHANGE_BYTES: usize = 12 * 1024;

/// What was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SealedLines {
    /// Lines.
    pub lines: u64,
    /// Records, and what else waits, in them.
    pub changes: u64,
    /// Ratings that wait for their hour, and are in none.
    pub waiting_hour: u64,
}

impl Kiosk {
    /// Calls `each` for a sealed line of everything that head office has not acknowledged, in the order in which they are to be
    /// recorded. It needs no PIN and opens nothing. The same things waiting give the same lines. What is damaged of it is set aside.
    ///
    /// # Errors
    /// [`KioskError`], or what `each` returns.
    pub fn sealed_lines<E: From<KioskError> + From<StoreError>>(
        &mut self,
        act: &mut Act,
        mut each: impl FnMut(String) -> Result<(), E>,
    ) -> Result<SealedLines, E> {
        if !trusting() && !self.db.read(all_can_be_sent)? && !self.db.looks() {
            self.set_aside_damaged(act)?;
        }
        self.db.read(|tx| {
            // head office believes no line without it
            let identity = self.identity()?;
            let is_certified = identity.certified(&self.secrets).is_some();
            let certificate = is_certified.then_some(&identity.certificate);
            let certificate = certificate.ok_or(KioskError::from(uncertified()))?;
            let mut written = SealedLines { waiting_hour: pending::count(tx)?, ..SealedLines::default() };
            // ratings by themselves, as in a push
            for ratings in [false, true] {
                for rows in lines_of(outbox::waiting_of(tx, ratings, u64::from(u32::MAX), 0)?) {
                    written.lines += 1;
                    written.changes += rows.len() as u64;
                    let push = self.sealed_push(act, tx, rows)?;
                    each(self.signed_line(certificate, &push))?;
                }
            }
            Ok(written)
        })
    }

    /// Makes the push of a line. It is the same in every life of head office, and says nothing of the moment.
    fn sealed_push(
        &self,
        act: &mut Act,
        tx: &Tx<'_>,
        rows: Vec<WaitingRow>,
    ) -> Result<PushRequest, KioskError> {
        let mut request = nothing();
        let most = rows.len() as u64;
        let mut packing = Packing::new(self, self.wrapping()?, &mut act.dice, tx, most)?;
        let mut by_document: Vec<(i64, Vec<WaitingRow>)> = Vec::new();
        for row in rows {
            let document = row.change.document;
            match by_document.iter_mut().find(|(known, _)| *known == document) {
                Some((_, rows)) => rows.push(row),
                None => by_document.push((document, vec![row])),
            }
        }
        for (document, rows) in by_document {
            let document = changes::document_by_id(tx, document)?;
            if let Some(name) = DocumentName::parse(&document.name).filter(|name| !name.is_file()) {
                let entries = rows.iter().filter_map(|row| Entry::from_bytes(&row.change.bytes));
                for entry in entries {
                    packing.add_keys_of(&name, &entry, &mut request)?;
                }
            }
            packing.add_document(&document, rows, &mut request)?;
        }
        request.sessions = packing.sessions.iter().map(|sender| ByteArray::from(*sender)).collect();
        Ok(request)
    }

    fn signed_line(&self, certificate: &[u8], push: &PushRequest) -> String {
        let body = pack_tight(&to_cbor(push));
        let statement = push_statement(&body_digest(&body), &leaves_of(push));
        let signature = sign(self.secrets.signing(), &statement).into();
        let certificate = ByteVec::from(certificate.to_vec());
        Sealed { certificate, signature, body: ByteVec::from(body) }.to_line()
    }
}

fn uncertified() -> StoreError {
    Damage::Setting("the certificate of the device").into()
}

/// A push that says nothing.
fn nothing() -> PushRequest {
    PushRequest {
        protocol: PROTOCOL,
        epoch: ByteArray::from([0; 16]),
        acknowledged: Vec::new(),
        journals: Vec::new(),
        files: Vec::new(),
        sessions: Vec::new(),
        keys: Vec::new(),
        waiting: 0,
        wall_millis: 0,
        program: String::new(),
        people: None,
        opening_taken: None,
        set_aside: 0,
        shut_out_known: None,
        shut_out: None,
        incarnation: ByteArray::from([0; 16]),
        office_keys: KeysHeld::default(),
        carried: Vec::new(),
        looked_for: Vec::new(),
    }
}

/// Tells whether everything that waits is there and is what was written.
fn all_can_be_sent(tx: &Tx<'_>) -> Result<bool, StoreError> {
    if outbox::lacks_some(tx)? {
        return Ok(false);
    }
    for (id, checksum) in outbox::all(tx)? {
        let row = changes::whole(outbox::change(tx, id))?.flatten();
        let Some(change) = row else { return Ok(false) };
        let document = changes::document_by_id(tx, change.document)?;
        let Some(name) = DocumentName::parse(&document.name) else { return Ok(false) };
        if !is_sendable(&name, &WaitingRow { change, checksum, goes_last: false }) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Parts what waits into lines.
fn lines_of(waiting: Vec<WaitingRow>) -> Vec<Vec<WaitingRow>> {
    let mut lines: Vec<Vec<WaitingRow>> = Vec::new();
    let mut bytes = 0;
    for row in waiting {
        bytes += row.change.bytes.len();
        match lines.last_mut() {
            // what may be refused again stands alone
            Some(line) if line.len() < LINE_CHANGES_MAX && bytes <= LINE_CHANGE_BYTES && !row.goes_last => {
                line.push(row);
            }
            _ => {
                bytes = row.change.bytes.len();
                lines.push(vec![row]);
            }
        }
    }
    lines
}
