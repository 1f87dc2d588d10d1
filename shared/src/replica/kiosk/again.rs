//! Enrolling a device anew that keeps what it recorded: new keys and a new id, with the head office of before or with another one. What
//! head office has not got is written again under the new identity, under the same ids. All of it is one transaction; the
//! secrets lie beside the old ones until it is durable.

use std::collections::BTreeSet;
use std::path::Path;

use minicbor::bytes::{ByteArray, ByteVec};

use super::enrolment::{keep_identity, request_of, signed};
use super::pin::{NewPin, Opens, Whose};
use super::pulled::forget_everything_pulled;
use super::record::Recorder;
use super::reissue::NEW_INCARNATION;
use super::reply::REISSUES;
use super::set_aside::KEY;
use super::share::ShareKept;
use super::view::records;
use super::{Identity, Kiosk, KioskError, shut_out};
use crate::doc::{Dice, DocumentName, FileHistory, KeyOwner};
use crate::domain::{DeviceMode, FileId, ProfileField};
use crate::replica::facts::Facts;
use crate::replica::journals::{AppendError, requeue_after};
use crate::replica::keyring::{Wrapping, taken_over};
use crate::replica::secrets::Secrets;
use crate::replica::{Act, incarnation};
use crate::store::people::FileChangeRow;
use crate::store::{StoreError, Tx, changes, facts, held, index, keys, meta, outbox, pending, people, pins};
use crate::sync::{EnrolReply, EnrolRequest, EnrolmentCode, Former, former_statement, from_cbor, sign};

/// An enrolment anew that is under way: what to send, and what to keep until the answer comes.
pub struct EnrolmentAgain {
    /// The body to post to `/v1/enrol`.
    pub body: Vec<u8>,
    server: String,
    tls_pin: Option<[u8; 16]>,
    secrets: Secrets,
}

/// What became of what a device had recorded when it was enrolled anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnrolledAgain {
    /// Records that wait to be sent under the new identity.
    pub waiting: u64,
    /// What could not be written again, since nobody here opens it and the new head office does not either: it is set aside.
    pub set_aside: u64,
}

/// What stays as it was.
#[derive(Clone, Copy)]
struct Stays {
    /// Head office is the one of before: it keeps what it acknowledged, and its keys.
    office: bool,
    /// What reads here: everything here opens as before.
    reader: bool,
}

impl Kiosk {
    /// Begins to enrol this device anew with a code. The new secrets lie beside the old ones, and are the same when this is begun
    /// again. `without_reading` gives up what opens what was recorded before, where reading is locked.
    ///
    /// # Errors
    /// [`KioskError::ReadLocked`] for a device that reads and whose reading is locked: nothing here would open any more.
    pub fn begin_enrolment_again(
        &mut self,
        dice: &mut Dice,
        server: &str,
        code: &EnrolmentCode,
        without_reading: bool,
        program: &str,
    ) -> Result<EnrolmentAgain, KioskError> {
        let identity = self.identity()?;
        let mut secrets = Secrets::made_beside(&self.dir, dice)?;
        match self.secrets.read_secret() {
            Some(read) => drop(secrets.open_reading(*read)),
            None if without_reading || self.is_write_only() || self.is_revoked()? => {
                secrets.make_reader(dice)
            }
            None => return Err(KioskError::ReadLocked),
        }
        let former = identity.certified(&self.secrets).map(|_| Former {
            certificate: ByteVec::from(identity.certificate.clone()),
            signature: ByteArray::from(sign(
                self.secrets.signing(),
                &former_statement(&secrets.signing_public()),
            )),
        });
        let request = EnrolRequest { former, ..request_of(&secrets, &code.secret, program) };
        let body = signed(request, &secrets);
        Ok(EnrolmentAgain { body, server: server.to_owned(), tls_pin: code.tls_pin, secrets })
    }

    /// Takes the server's answer: from here on the device has its new identity, durably, with everything that it had recorded.
    /// `pin` opens its reading; without one the PIN of before stays and opens nothing. Those of representatives open nothing either.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where the answer can't be used, [`KioskError::Waits`] where the code is of another branch or for
    /// another use and something waits that only the old identity can send. The old identity is in force then.
    pub fn finish_enrolment_again(
        &mut self,
        act: &mut Act,
        again: EnrolmentAgain,
        reply: &[u8],
        pin: Option<NewPin>,
    ) -> Result<EnrolledAgain, KioskError> {
        let EnrolmentAgain { server, tls_pin, mut secrets, .. } = again;
        let reply: EnrolReply = from_cbor(reply).ok_or(KioskError::BadReply("enrolment"))?;
        let before = self.identity()?.clone();
        let mode = DeviceMode::from_code(&reply.mode);
        let is_of_branch = reply.branch == before.branch.as_str();
        let reader = !self.is_locked() && is_of_branch && mode != DeviceMode::SelfService;
        if mode == DeviceMode::SelfService {
            secrets.lock_reading();
            secrets.know_reader(None);
        }
        let stays = Stays { office: *reply.signing_key == before.server_signing, reader };
        if !reader && (!is_of_branch || !self.is_locked()) {
            let waiting = self.db.read(|tx| Ok::<_, StoreError>(outbox::count(tx)? + pending::count(tx)?))?;
            if waiting > 0 {
                return Err(KioskError::Waits { waiting, branch: reply.branch.clone() });
            }
        }
        let kept = self.share_kept.unwrap_or(ShareKept::of(&mode));
        let (begun, enrolled) = self.db.write::<_, KioskError>(|tx| {
            self.keep_up(&Facts::new(tx, &self.secrets))?;
            lock_pending_again(tx, &self.secrets, &secrets, &mut act.dice)?;
            keep_identity(tx, &secrets, act, kept, (&server, tls_pin), &reply)?;
            secrets.note(tx)?;
            pins::close_all(tx)?;
            if let Some(pin) = pin {
                let share = &*reply.reading.share;
                let opens = secrets.read_secret().map(|read| Opens { share, read, drafts: None });
                pin.keep(tx, Whose::Device, opens)?;
            }
            let identity = Identity::load(tx, &secrets)?.ok_or(KioskError::BadReply("enrolment"))?;
            let wrapping = Wrapping::new(identity.server_sealing, secrets.read_public());
            let begun = incarnation::begin(tx, &mut act.dice)?;
            let facts = Facts::new(tx, &secrets);
            let mut recorder = Recorder::new(facts, &identity, &wrapping, &mut *act, begun);
            recorder.write_as_another(&before, stays)?;
            recorder.finish()?;
            let set_aside = recorder.n_set_aside;
            Ok((begun, EnrolledAgain { waiting: records(tx)?.0, set_aside }))
        })?;
        incarnation::write_beside(&self.dir, begun)?;
        Secrets::take_over(&self.dir)?;
        self.secrets = secrets;
        self.write_as_itself();
        let identity = self.db.read(|tx| Identity::load(tx, &self.secrets))?;
        self.take_identity(identity);
        self.share = None;
        self.take_share(&mut act.dice, &reply.reading)?;
        // what the old secrets locked is gone from the disk with the log
        self.db.checkpoint()?;
        Ok(enrolled)
    }
}

/// Returns the secrets that a database belongs to: those beside the others, where an enrolment anew was cut off behind its
/// transaction. `in_their_place` puts them there.
pub(super) fn secrets_of(
    tx: &Tx<'_>,
    dir: &Path,
    secrets: Secrets,
    in_their_place: bool,
) -> Result<Secrets, KioskError> {
    if !secrets.are_foreign(tx)? {
        return Ok(secrets);
    }
    match Secrets::beside(dir)? {
        Some(beside) if !beside.are_foreign(tx)? => {
            if in_their_place {
                Secrets::take_over(dir)?;
            }
            Ok(beside)
        }
        Some(_) | None => Ok(secrets),
    }
}

/// Locks ratings that wait for their hour with the new secrets.
fn lock_pending_again(
    tx: &Tx<'_>,
    before: &Secrets,
    secrets: &Secrets,
    dice: &mut Dice,
) -> Result<(), StoreError> {
    for row in pending::all(tx)? {
        // one that can't be read stays as it is
        if let Ok(line) = before.unlock(&row.fact, &row.content) {
            pending::remove(tx, &row.fact)?;
            let content = secrets.lock(dice, &row.fact, &line);
            pending::add(tx, &pending::PendingRow { content, ..row })?;
        }
    }
    Ok(())
}

impl Recorder<'_> {
    /// Writes what head office has not got as the new identity.
    fn write_as_another(&mut self, before: &Identity, stays: Stays) -> Result<(), KioskError> {
        let tx = self.facts.tx;
        meta::remove(tx, REISSUES)?;
        held::clear_own(tx)?;
        changes::own_under(tx, self.identity.device)?;
        if stays.reader {
            self.take_keys_over(before, stays)?;
        } else if [&before.mode, &self.identity.mode].iter().any(|mode| **mode != DeviceMode::SelfService) {
            keys::destroy_readable(tx)?;
            index::clear(tx)?;
        }
        if stays.office {
            let refused = self.waiting_in_files(before)?;
            self.write_waiting_again(&refused)?;
        } else {
            self.forget_office()?;
            if stays.reader {
                self.write_files_anew()?;
                for journal in changes::own_journals(tx)? {
                    requeue_after(tx, &journal, 0, None)?;
                }
                self.write_waiting_again(&BTreeSet::new())?;
            } else {
                self.set_all_aside()?;
            }
        }
        Ok(forget_everything_pulled(tx)?)
    }

    /// Takes the keys of the device's former id over to its new one. What sealed them stays under the old one, for what stands there.
    fn take_keys_over(&mut self, before: &Identity, stays: Stays) -> Result<(), StoreError> {
        let (tx, device) = (self.facts.tx, self.identity.device);
        if !stays.office {
            keys::wrap_all_again(tx)?;
        }
        for (from, to) in taken_over(before.device, device) {
            let Some(number) = keys::number_of(tx, &from.to_bytes())? else { continue };
            let unsent = keys::unsent_among(tx, number)?;
            for record in keys::of_owner(tx, number)? {
                let Ok(key) = self.facts.secrets.open_key(&from.to_bytes(), &record) else { continue };
                let is_unsent = unsent.contains(&record.key);
                let alone = Wrapping::new(self.identity.server_sealing, self.facts.secrets.read_public());
                let wrapping = if matches!(to, KeyOwner::Ratings(_)) { &alone } else { self.wrapping };
                self.facts.keys.take_over(&mut self.act.dice, &to, &key, wrapping, is_unsent)?;
            }
            keys::give_up_all(tx, number)?;
        }
        Ok(())
    }

    /// The rows of the changes of files that the former identity wrote and head office has not got.
    fn waiting_in_files(&self, before: &Identity) -> Result<BTreeSet<i64>, StoreError> {
        let tx = self.facts.tx;
        let mut waiting = BTreeSet::new();
        for (document, _) in people::files(tx)? {
            let own =
                |change: &FileChangeRow| change.waits && change.writer.device == *before.device.as_bytes();
            waiting
                .extend(people::file_changes(tx, document)?.into_iter().filter(own).map(|change| change.id));
        }
        Ok(waiting)
    }

    /// Forgets what another head office published.
    fn forget_office(&mut self) -> Result<(), StoreError> {
        let tx = self.facts.tx;
        for row in changes::documents(tx)? {
            let name = DocumentName::parse(&row.name);
            if matches!(name, Some(DocumentName::Catalog { .. } | DocumentName::HeadOffice { .. })) {
                facts::clear_of(tx, row.id)?;
                changes::remove_document(tx, row.id)?;
            }
        }
        self.facts.forget_all();
        shut_out::forget(tx)
    }

    /// Begins each file anew with what is known of its person today, whoever wrote it: the new head office has none of the
    /// changes before, and takes none of other devices from this one.
    fn write_files_anew(&mut self) -> Result<(), KioskError> {
        for (document, file) in people::files(self.facts.tx)? {
            match self.write_file_anew(document, file) {
                // what does not open here can't be said to anybody
                Ok(()) | Err(AppendError::Key) => {}
                Err(e) => return Err(e.into()),
            }
        }
        Ok(())
    }

    fn write_file_anew(&mut self, document: i64, file: FileId) -> Result<(), AppendError> {
        let tx = self.facts.tx;
        let Some(opened) = self.facts.file(file)? else { return Ok(()) };
        let known = |field: ProfileField| Some((field, opened.of(field).next()?.text.as_str().to_owned()));
        let values: Vec<(ProfileField, String)> = ProfileField::ALL.into_iter().filter_map(known).collect();
        for (change, _) in changes::changes_of(tx, document)? {
            changes::remove_change(tx, change)?;
        }
        self.facts.forget_file(file);
        if values.is_empty() {
            return Ok(());
        }
        self.with_files(|files, _| {
            let key = files.must_key_of(file)?;
            files.write(file, document, &FileHistory::default(), &key, &values)
        })
    }

    /// Sets aside all that waits: neither this device nor the new head office opens it.
    fn set_all_aside(&mut self) -> Result<(), StoreError> {
        let tx = self.facts.tx;
        for change in outbox::waiting(tx)? {
            let document = changes::document_by_id(tx, change.document)?;
            let name = DocumentName::parse(&document.name);
            self.lose(change.id, Some((change.document, change.seq)), name.as_ref(), &change.bytes, KEY)?;
            self.n_set_aside += 1;
        }
        changes::stop_own(tx, NEW_INCARNATION)?;
        keys::mark_all_sent(tx)
    }
}
