//! Taking the answer to a push: acknowledgements, holds, forks, a server that was restored.

use std::collections::BTreeSet;

use super::carried;
use super::office_keys::{self, TakenKeys};
use super::outgoing::{Push, note_got_through};
use super::pulled::forget_cursors;
use super::reissue::FORKED;
use super::set_aside::{builds_on_lost, trusting};
use super::share::{self, ShareKept};
use super::{Kiosk, KioskError, shut_out, unread};
use crate::doc::{DocumentName, Entry, KeyOwner, Meaning, Refusal, file_in};
use crate::replica::facts::Facts;
use crate::replica::log::end_after;
use crate::replica::{Act, journals};
use crate::store::changes::{Acknowledgement, whole};
use crate::store::{self, StoreError, Tx, changes, held, keys, looked_for, meta, outbox, people};
use crate::sync::{DocumentState, FileState, Held, PushReply, Standing, WITHHELD, from_cbor, unpack_answer};

/// How often facts were written again since anything was received.
pub(super) const REISSUES: &str = "reissues";

/// Most times that facts are written again in vain: once for a fork, once for what a fork left behind.
const REISSUES_MAX: i64 = 2;

/// What to do after an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncStep {
    /// More waits: push (or pull) again.
    Again,
    /// Nothing is left to do.
    Done,
}

impl Kiosk {
    /// Takes the answer to a push. Everything it acknowledges leaves the outbox, durably.
    ///
    /// # Errors
    /// [`KioskError::BadReply`] where it is no answer; nothing changed then.
    pub fn take_push_reply(
        &mut self,
        act: &mut Act,
        sent: &Push,
        reply: &[u8],
    ) -> Result<SyncStep, KioskError> {
        let reply: PushReply = unpack_answer(reply)
            .ok()
            .and_then(|b| from_cbor(&b))
            .ok_or(KioskError::BadReply("push reply"))?;
        let taken = match self.note_reply(act, sent, &reply) {
            Err(KioskError::Store(StoreError::Damaged { .. })) if !trusting() => {
                // where a table is damaged too, it is read as far as it goes
                self.db.make_indexes_again().unwrap_or_default();
                self.note_reply(act, sent, &reply)?
            }
            taken => taken?,
        };
        if let Some(public) = taken.keys.seals_to {
            self.seal_to(public)?;
        }
        self.take_share(&mut act.dice, &reply.reading)?;
        if !taken.for_good.is_empty() {
            self.set_aside_of_files(act, &taken.for_good)?;
        }
        if !taken.begun.is_empty() {
            self.give_up_beginnings(act, &taken.begun)?;
        }
        if taken.must_reissue {
            self.reissue_unless_in_vain(act, &taken.refused)?;
        }
        let (left, locked) = (self.db.read(outbox::count)?, self.keys_wait_for_reader());
        if left == 0 {
            // everything is received: what is wrong with the disk is said by the next one who needs it
            self.db.shrink().unwrap_or_default();
        }
        let carries = self.db.read(store::carried::count)?.lines > 0;
        let waits = left > 0 || carries || self.db.read(|tx| keys::has_unsent_of_nobody(tx, locked))?;
        let went_on = taken.moved
            || taken.must_reissue
            || taken.keys.is_due
            || !taken.for_good.is_empty()
            || !taken.begun.is_empty();
        match (waits, went_on) {
            (true, true) => Ok(SyncStep::Again),
            // nothing of what it was sent did anything: to send it again would do no more
            (true, false) if left > 0 && !sent.changes.is_empty() => Err(KioskError::Refused),
            (true | false, _) if *reply.epoch != sent.epoch || taken.keys.is_due => Ok(SyncStep::Again),
            (true | false, _) => Ok(SyncStep::Done),
        }
    }

    /// Sets aside changes of files that head office takes from nobody or not from this device, with what builds on them: what was
    /// given stays with its visit, and nothing is written again.
    fn set_aside_of_files(&self, act: &mut Act, refused: &[(i64, String)]) -> Result<(), KioskError> {
        self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            for (change, reason) in refused {
                let Some(row) = outbox::change(tx, *change)? else { continue };
                let name = DocumentName::File(changes::file_of(tx, row.document)?);
                recorder.lose(row.id, Some((row.document, row.seq)), Some(&name), &row.bytes, reason)?;
                recorder.lose_what_builds_on_lost(row.document, reason)?;
            }
            Ok(())
        })
    }

    /// Gives up beginnings of files that head office has, with what was written on them: what was given stays with its visit, and
    /// the file comes whole with the pull.
    fn give_up_beginnings(&self, act: &mut Act, begun: &[i64]) -> Result<(), KioskError> {
        self.recording(act, |recorder| {
            let tx = recorder.facts.tx;
            for change in begun {
                let Some(row) = outbox::change(tx, *change)? else { continue };
                changes::remove_change(tx, *change)?;
                let rest = builds_on_lost(people::file_changes(tx, row.document)?, &BTreeSet::new()).1;
                rest.iter().try_for_each(|row| changes::remove_change(tx, row.id))?;
            }
            recorder.facts.forget_all();
            forget_cursors(tx)?;
            Ok(())
        })
    }

    /// Notes which keys the server has; the others go out again, wrapped anew where they open here. Returns whether it has any.
    fn mark_sent(&self, tx: &Tx<'_>, sent: &Push, reply: &PushReply) -> Result<bool, StoreError> {
        let left_out: BTreeSet<u32> = reply.keys_left_out.iter().copied().collect();
        let mut any = false;
        for (place, (row, key)) in (0..).zip(&sent.keys) {
            if !left_out.contains(&place) {
                keys::mark_sent(tx, *row, *key)?;
                any = true;
            } else if !self.is_locked() {
                keys::wrap_again(tx, *row, *key)?;
            }
        }
        Ok(any)
    }

    /// Notes what the other side says of a push.
    fn note_reply(&self, act: &mut Act, sent: &Push, reply: &PushReply) -> Result<Taken, KioskError> {
        self.db.write::<_, KioskError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            self.keep_up(&facts)?;
            if *reply.epoch != sent.epoch {
                let is_damaged = take_new_epoch(tx, reply)?;
                let formers = &self.identity()?.formers;
                let refused = people::without_receipt(tx, formers)?;
                // what went out under a former id is taken from nobody any more: it is written again under this one
                return Ok(Taken {
                    moved: true,
                    must_reissue: is_damaged || !formers.is_empty(),
                    refused,
                    ..Taken::default()
                });
            }
            let mut taken = Taken::default();
            take_states(tx, &reply.documents, &mut taken)?;
            take_file_states(tx, &sent.files, &reply.files, &mut taken)?;
            if !taken.refused.is_empty() {
                // each is written again once under the present id, however many pushes that takes
                taken.moved |=
                    !people::without_receipt(tx, &self.identity()?.formers)?.is_disjoint(&taken.refused);
            }
            if taken.moved {
                meta::set(tx, REISSUES, "0")?;
            }
            taken.moved |= self.mark_sent(tx, sent, reply)?;
            self.take_log_end(tx, sent, reply, &taken.received)?;
            note_got_through(tx, sent)?;
            looked_for::remove(tx, &sent.looked_for)?;
            taken.moved |= carried::take_answer(tx, act.now.unix_millis(), &sent.carried, &reply.carried)?;
            taken.keys = self.take_office_keys(tx, &mut act.dice, reply.office_keys.as_ref())?;
            take_held(&facts, &reply.held, (taken.keys.seals_to.is_some(), self.keys_wait_for_reader()))?;
            let kept = self.share_kept.unwrap_or(ShareKept::of(self.mode()?));
            share::note(tx, &self.secrets, act, kept, &reply.reading)?;
            shut_out::take(tx, reply.shut_out.as_ref())?;
            meta::set(tx, "last_exchange", act.now.unix_millis().0.to_string())?;
            let offset = act.now.unix_millis().0.saturating_sub(reply.server_millis);
            meta::set(tx, "clock_offset", offset.to_string())?;
            Ok(taken)
        })
    }

    /// Writes refused facts again, unless that was done before without anything being received since: then the server
    /// refuses what this program writes, and writing it again would only make the replica grow.
    /// `refused` are the rows of file changes that are in the way.
    pub(super) fn reissue_unless_in_vain(
        &mut self,
        act: &mut Act,
        refused: &BTreeSet<i64>,
    ) -> Result<(), KioskError> {
        let before = self.db.read(|tx| meta::get_number(tx, REISSUES))?.unwrap_or(0);
        if before >= REISSUES_MAX {
            return Err(KioskError::Refused);
        }
        self.db.write::<_, StoreError>(|tx| meta::set(tx, REISSUES, (before + 1).to_string()))?;
        self.begin_incarnation(act, refused)
    }

    /// Moves the cursor of the branch's people on over the file changes that a push brought, by row and hash, where the server's
    /// log did so and holds nothing else: nothing of it is pulled then.
    fn take_log_end(
        &self,
        tx: &Tx<'_>,
        sent: &Push,
        reply: &PushReply,
        received: &[(i64, [u8; 32])],
    ) -> Result<(), KioskError> {
        let (Some(before), Some(end)) = (sent.people, reply.people) else { return Ok(()) };
        let hashes: Vec<[u8; 32]> = received.iter().map(|(_, hash)| *hash).collect();
        // another program may have pulled meanwhile
        if end_after(before, &hashes) == end && self.log_of_people(tx)? == Some(before) {
            self.move_log_of_people(tx, &end)?;
            received.iter().try_for_each(|(change, _)| people::confirm(tx, *change, None))?;
        }
        Ok(())
    }
}

/// What a reply's states come to.
#[derive(Default)]
struct Taken {
    /// Something was refused for its structure, or forked.
    must_reissue: bool,
    /// Something was received.
    moved: bool,
    /// What head office told of its sealing keys.
    keys: TakenKeys,
    /// The rows of file changes that were refused.
    refused: BTreeSet<i64>,
    /// The file changes that were received and stand here still, by row and hash, in the push's order.
    received: Vec<(i64, [u8; 32])>,
    /// The rows of file changes that are refused however often they are written again, and why.
    for_good: Vec<(i64, String)>,
    /// The rows of changes that begin a file which head office has, though its end was lost here.
    begun: Vec<i64>,
}

/// Notes what is held for review. Where a key is missing there, the file that it belongs to goes out again, once; and once more
/// where this device seals to another key from now on, since head office may have lost the secret of the one before, or when
/// somebody opens it who can wrap it anew.
fn take_held(
    facts: &Facts<'_>,
    told: &[Held],
    (seals_anew, waits_for_reader): (bool, bool),
) -> Result<(), StoreError> {
    let tx = facts.tx;
    let known = if seals_anew { Vec::new() } else { held::all(tx)? };
    let known: BTreeSet<(String, u64)> =
        known.into_iter().map(|row| (row.place.name, row.place.seq)).collect();
    held::clear_own(tx)?;
    for row in told {
        let Some(document) = changes::document(tx, &row.document)? else { continue };
        held::hold(tx, document.id, row.seq, None, &row.reason)?;
        let is_news = !known.contains(&(row.document.clone(), row.seq));
        if row.reason != Meaning::SealedWithoutKey.to_string() {
            continue;
        }
        if is_news {
            send_keys_again(facts, &row.document, document.id, row.seq)?;
        }
        if waits_for_reader {
            unread::note_keys_missing(tx)?;
        }
    }
    Ok(())
}

/// Has the keys of an entry go out again, and the file that it names.
fn send_keys_again(facts: &Facts<'_>, document: &str, row: i64, seq: u64) -> Result<(), StoreError> {
    let entry = changes::entry_at(facts.tx, row, seq)?.and_then(|bytes| Entry::from_bytes(&bytes));
    let (Some(entry), Some(name)) = (entry, DocumentName::parse(document)) else { return Ok(()) };
    let Ok(file) = file_in(&entry.fields) else { return Ok(()) };
    facts.keys.mark_unsent(&KeyOwner::of(&name, file))?;
    let document = file.map_or(Ok(None), |file| facts.rows.find(file))?;
    document.map_or(Ok(()), |document| changes::requeue_file(facts.tx, document))
}

/// The server lost what it had acknowledged (it was restored): everything it lacks goes out again. Returns whether something is
/// damaged, and has to be written again for that.
fn take_new_epoch(tx: &Tx<'_>, reply: &PushReply) -> Result<bool, StoreError> {
    let held = |name: &str| reply.documents.iter().find(|d| d.document == name);
    changes::requeue_files(tx)?;
    let mut is_damaged = false;
    for id in changes::own_journal_ids(tx)? {
        let Some(row) = whole(changes::document_by_id(tx, id))? else {
            changes::requeue_damaged(tx, id)?;
            is_damaged = true;
            continue;
        };
        // where it holds other changes under the same numbers (a copy of this device came first), it has none of these
        let state = held(&row.name).and_then(|state| Some((state.seq, **state.hash.as_ref()?)));
        let (seq, hash) = match state {
            Some((seq, hash)) if whole(journals::hash_at(tx, &row, seq))?.flatten() == Some(hash) => {
                (seq, Some(hash))
            }
            Some(_) | None => (0, None),
        };
        is_damaged |= !journals::requeue_after(tx, &row, seq, hash.as_ref())?;
    }
    keys::mark_nothing_sent(tx)?;
    // where it lost what others wrote, their lines may be recorded once more
    store::carried::forget_received(tx)?;
    shut_out::note_new_epoch(tx)?;
    office_keys::note_new_epoch(tx)?;
    // the new epoch begins its logs again
    forget_cursors(tx)?;
    meta::set(tx, "epoch", reply.epoch.as_slice())?;
    Ok(is_damaged)
}

/// Notes acknowledgements.
fn take_states(tx: &Tx<'_>, states: &[DocumentState], taken: &mut Taken) -> Result<(), StoreError> {
    for state in states {
        let Some(row) = changes::document(tx, &state.document)? else { continue };
        let mine = journals::hash_at(tx, &row, state.seq)?;
        let agrees = match (&mine, &state.hash) {
            (Some(mine), Some(theirs)) => *mine == **theirs,
            (Some(_) | None, None) => true,
            (None, Some(_)) => false,
        };
        if let (true, Some(hash), Some(receipt)) = (agrees, &state.hash, &state.receipt) {
            changes::acknowledge(tx, &row, &Acknowledgement { seq: state.seq, hash, receipt })?;
            taken.moved |= state.seq > row.acked_seq;
        }
        let is_refused = match state.standing {
            Standing::Received | Standing::Later => false,
            Standing::Forked | Standing::Stopped => true,
        };
        if is_refused || !agrees {
            let reason = state.reason.as_deref().unwrap_or(FORKED);
            changes::stop(tx, row.id, reason, state.refused)?;
            taken.must_reissue = true;
        }
    }
    Ok(())
}

/// Tells whether a change of a file is refused for good, however often it is written again.
fn is_final(reason: Option<&str>) -> bool {
    let is = |refusal: Refusal| reason == Some(refusal.to_string().as_str());
    is(Refusal::Full) || is(Refusal::Foreign)
}

/// Notes what became of file changes.
fn take_file_states(
    tx: &Tx<'_>,
    sent: &[(i64, [u8; 32])],
    states: &[FileState],
    taken: &mut Taken,
) -> Result<(), StoreError> {
    for ((change, hash), state) in sent.iter().zip(states) {
        if !changes::is_hash_of(tx, *change, hash)? {
            continue;
        }
        match state.standing {
            // the log that is pulled does not tell of it yet
            Standing::Received if state.reason.as_deref() == Some(WITHHELD) => {
                people::confirm(tx, *change, None)?;
                taken.moved = true;
            }
            Standing::Received => {
                outbox::dequeue(tx, *change)?;
                taken.moved = true;
                taken.received.push((*change, *hash));
            }
            // it waits here for the next push
            Standing::Later => {}
            Standing::Forked | Standing::Stopped if state.reason == Some(Refusal::Begun.to_string()) => {
                taken.begun.push(*change);
            }
            // the file takes nothing more, of nobody or of this device
            Standing::Forked | Standing::Stopped if is_final(state.reason.as_deref()) => {
                taken.for_good.push((*change, state.reason.clone().unwrap_or_default()));
            }
            Standing::Forked | Standing::Stopped => {
                if state.reason == Some(Refusal::Chain.to_string()) {
                    // it builds on changes that the server once received and lost, or on one that is refused itself:
                    // the whole file goes out again
                    let document = changes::document_of(tx, *change)?;
                    changes::requeue_file(tx, document)?;
                    keys::mark_unsent(tx, document)?;
                } else {
                    taken.refused.insert(*change);
                }
                taken.must_reissue = true;
            }
        }
    }
    Ok(())
}
