//! What devices of a branch learn of each other: facts about planned visits and requests are copied into head office's journal
//! `h/<epoch>/<branch>/…` under the same ids, and pulled with the branch's people.

use super::people::Logs;
use super::requests::request_of;
use super::{Office, OfficeError};
use crate::doc::{
    DocumentName, Entry, FactKind, KeyOwner, Month, Opened, SEALED, Scalar, SealingKey, seal_fact, sealed_in,
};
use crate::domain::{Body, BranchId, Fact, FactId, PlanDone};
use crate::replica::Act;
use crate::replica::facts::{Arrived, Facts, TakeError};
use crate::replica::journals::{self, AppendError, OpenJournal};
use crate::store::{Damage, StoreError, changes, scope};

/// A fact that a device's push brought and other devices are to learn of: the journal it stands in, its entry, and what it is.
pub(super) struct News {
    document: DocumentName,
    entry: Entry,
    what: What,
}

/// What other devices are to learn.
#[derive(Clone, Copy)]
enum What {
    /// A planned visit, or that one was dropped.
    Plan,
    /// A visit carried a plan out.
    Done(PlanDone),
    /// Something of this support request.
    Request(FactId),
}

/// Returns what other devices are to learn of a fact: a plan, one dropped, a visit that carries one out, or something of a request.
pub(super) fn news_of(document: &DocumentName, entry: &Entry, fact: &Fact) -> Option<News> {
    let what = if let Body::Visit(visit) = &fact.body {
        What::Done(PlanDone { plan: visit.planned?, visit: visit.id })
    } else if matches!(fact.body, Body::Planned(_) | Body::PlanDropped(_)) {
        What::Plan
    } else if matches!(fact.body, Body::Request(_) | Body::Step(_)) {
        What::Request(request_of(fact))
    } else {
        return None;
    };
    Some(News { document: document.clone(), entry: entry.clone(), what })
}

impl Office {
    /// Copies facts about planned visits for the other devices of their branch, and those of requests for all that hold the file. One
    /// that was copied before is left, and so is one that is too long for a copy, which says when it was made: none of ours is near
    /// it.
    pub(super) fn copy_news(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        branch: &str,
        news: &[News],
    ) -> Result<(), OfficeError> {
        let Ok(branch) = BranchId::parse(branch) else { return Ok(()) };
        for News { document, entry, what } in news {
            if let What::Request(request) = what {
                self.copy_request_fact(facts, act, (document, entry), *request)?;
                continue;
            }
            if !scope::note_copy(facts.tx, entry.id)? {
                continue;
            }
            let copy = match what {
                What::Done(done) => {
                    let body = Body::PlanDone(*done);
                    let branch = Some(branch.clone());
                    let fact = Fact { id: entry.id, branch, by: None, recorded: None, file: None, body };
                    let key = self.office_key(facts, act, &branch_owner(&fact))?;
                    let sealed = seal_fact(&fact, act.now.seconds(), &key);
                    Some(sealed.map_err(AppendError::from).map_err(append_error)?)
                }
                What::Plan | What::Request(_) => self.copied(facts, act, document, entry, &branch)?,
            };
            let Some(copy) = copy else { continue };
            let mut journal = self.branch_journal(facts, act, &branch)?;
            self.append_for(facts, act, &branch, &mut journal, &copy)?;
        }
        Ok(())
    }

    /// Opens the part of the branch's journal that the next fact belongs in.
    pub(super) fn branch_journal(
        &self,
        facts: &Facts<'_>,
        act: &Act,
        branch: &BranchId,
    ) -> Result<OpenJournal, OfficeError> {
        // devices of several branches may have something for it
        facts.tx.hold("scope", "name", [scope::people_of(branch.as_str()).into()])?;
        let epoch = Self::epoch(facts.tx)?;
        let month = Month::of(&act.now.moment());
        let name_of = |month| DocumentName::HeadOffice { epoch, scope: branch.to_string(), month };
        Ok(journals::current(facts.tx, facts.secrets, epoch, month, name_of)?)
    }

    /// Returns head office's own key of an owner, making it where there is none.
    pub(super) fn office_key(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        owner: &KeyOwner,
    ) -> Result<SealingKey, StoreError> {
        match facts.keys.current(owner)? {
            Some(key) => Ok(key),
            None => facts.keys.make_own(&mut act.dice, owner),
        }
    }

    /// Appends an entry to the branch's journal and to the log that its devices pull.
    pub(super) fn append_for(
        &self,
        facts: &Facts<'_>,
        act: &Act,
        branch: &BranchId,
        journal: &mut OpenJournal,
        entry: &Entry,
    ) -> Result<(), OfficeError> {
        let entry = Entry { time_seconds: act.now.seconds(), ..entry.clone() };
        let appended = journals::append_entry(facts.tx, &mut journal.row, &entry);
        let (change, hash, _) = appended.map_err(|error| match error {
            AppendError::TooLarge(_) | AppendError::SealedTooLarge(_) => {
                OfficeError::Plan { id: entry.id, reason: "is too long: shorten its texts" }
            }
            error @ (AppendError::Store(_) | AppendError::Key) => append_error(error),
        })?;
        changes::move_end(facts.tx, &journal.row)?;
        let arrived = Arrived {
            document: &journal.name,
            document_row: journal.row.id,
            seq: journal.row.last_seq,
            entry: &entry,
            branch: None,
            keys_must_be_here: false,
        };
        // a copy that says other than what stands is held like anything else
        facts.take_in_or_hold(&arrived)?;
        let logs = Logs::new(facts.tx, Self::epoch(facts.tx)?);
        logs.add(&scope::people_of(branch.as_str()), change, &hash)?;
        logs.finish()?;
        Ok(())
    }

    /// The entry of a device's fact in head office's journal: the same, where the person's key seals it; what is of nobody's
    /// file is sealed with the branch's own. `None` where it is too long then.
    pub(super) fn copied(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        from: &DocumentName,
        entry: &Entry,
        branch: &BranchId,
    ) -> Result<Option<Entry>, OfficeError> {
        let fits = |copy: Entry| copy.to_bytes().is_ok().then_some(copy);
        let same = Entry { time_seconds: act.now.seconds(), ..entry.clone() };
        let is_sealed = sealed_in(&entry.fields).is_ok_and(|sealed| sealed.is_some());
        let is_of_a_file = entry.fields.get("file").is_some();
        if !is_sealed || is_of_a_file {
            return Ok(fits(same));
        }
        let kind = FactKind::in_document(&entry.fields, from).map_err(TakeError::from)?;
        let Opened::Values(values) = facts.opened(kind, from, entry)? else { return Ok(fits(same)) };
        let key = self.office_key(facts, act, &KeyOwner::Office(branch.to_string()))?;
        // as it is, with what a newer program put in it
        let Ok(sealed) = key.seal_fact(kind.code(), entry.id, &values) else { return Ok(None) };
        let mut copy = same;
        copy.fields.insert(SEALED, Scalar::Bytes(sealed.into_bytes()));
        Ok(fits(copy))
    }
}

fn branch_owner(fact: &Fact) -> KeyOwner {
    KeyOwner::Office(fact.branch.as_ref().map(BranchId::to_string).unwrap_or_default())
}

pub(super) fn append_error(error: AppendError) -> OfficeError {
    match error {
        AppendError::Store(e) => OfficeError::Store(e),
        // foreign secrets are noticed when the replica is opened
        AppendError::Key => StoreError::from(Damage::Row("a key that does not open".to_owned())).into(),
        // what was taken in from a device fits again; only damage can make it larger
        AppendError::TooLarge(e) => StoreError::from(Damage::Row(format!("a fact ({e})"))).into(),
        AppendError::SealedTooLarge(e) => StoreError::from(Damage::Row(format!("a fact ({e})"))).into(),
    }
}
