//! Which files are one person's, by what they hold: looked at once a push is answered, so that neither an answer nor its time
//! tells a device whether another branch has a file of somebody.
//!
//! At one branch a national id is enough. Where branches made files of it without knowing of each other, a second value must
//! agree, and each of them gets the others' too: whoever guesses an id must not be handed its person.
//!
//! What a branch holds and its devices hold no longer comes back to them by a number that one of them looked for, or by a new
//! file of its own person, within a budget.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Day, HEAD_OFFICE};
use super::joining::are_parted;
use super::people::{Crosses, Logs};
use super::{Office, OfficeError};
use crate::domain::{FileId, FilePair, ProfileField, index_form_of_mobile};
use crate::locale::name_words;
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::people::{OpenedFile, open_file};
use crate::store::index::{self, Digest};
use crate::store::matching::{self, ToMatch, Waits};
use crate::store::office::{self, CrossedBy, DeviceRow, NewCrossing};
use crate::store::scope::people_of;
use crate::store::{StoreError, Turn, Tx, changes};

/// How many files are compared in one transaction: other devices' pushes wait for it.
const FILES_TOGETHER: u64 = 50;

/// Most that the files weigh which are opened in one transaction, but for the first one's.
const BYTES_TOGETHER: usize = 8 * 1024 * 1024;

/// Most files of one number that a file is compared with.
const TWINS_MAX: usize = 64;

/// Most of them of one device. One of ours finds its own file by the number; a self-service kiosk makes one a visit.
const TWINS_OF_DEVICE_MAX: usize = 8;

/// Most files that a file is said to be one person's with: what more there is of one id, devices show by the id.
const SAID_OF_FILE_MAX: usize = 8;

/// Most files that come back by one number that a device looks for: more than branches make of one person, fewer than give one
/// mobile.
const BROUGHT_BACK_MAX: usize = 8;

/// One run of comparisons.
struct Matching<'a> {
    office: &'a Office,
    facts: &'a Facts<'a>,
    logs: Logs<'a>,
    days: BTreeMap<i64, Day>,
    one_person: BTreeSet<(String, FilePair)>,
    left: usize,
}

impl Office {
    /// Compares files that came with those of the same national id, some at a time; joins those that are one person's. Returns
    /// whether there are more. To be called after a push was answered, until it returns false.
    ///
    /// # Errors
    /// [`OfficeError::Store`]; what was not compared waits.
    pub fn match_files(&self, act: &mut Act) -> Result<bool, OfficeError> {
        if !self.db.read(matching::any_due)? {
            return Ok(false);
        }
        // most numbers are of one file: to see that, nobody has to wait; what comes meanwhile is looked at after the push that brought it
        let is_any_shared = self.db.write_in::<_, OfficeError>(Turn::Rows, |tx| {
            matching::drop_alone(tx)?;
            Ok(matching::any_shared(tx)?)
        })?;
        if !is_any_shared {
            return Ok(false);
        }
        self.db.write::<_, OfficeError>(|tx| {
            matching::drop_alone(tx)?;
            let facts = Facts::new(tx, &self.secrets);
            let mut run = Matching {
                office: self,
                facts: &facts,
                logs: Logs::new(tx, Self::epoch(tx)?),
                days: BTreeMap::new(),
                one_person: BTreeSet::new(),
                left: BYTES_TOGETHER,
            };
            for row in matching::due(tx, FILES_TOGETHER)? {
                match run.compare(act, &row)? {
                    None => matching::done(tx, row.id)?,
                    Some(waits) => matching::wait(tx, row.id, waits)?,
                }
                if run.left == 0 {
                    break;
                }
            }
            let Matching { logs, days, one_person, .. } = run;
            let joined = logs.finish()?;
            self.tell_joined(&facts, act, &joined)?;
            days.values().try_for_each(|day| day.keep(tx))?;
            self.say_one_person(&facts, act, &one_person)?;
            Ok(matching::any_due(tx)?)
        })
    }
}

impl Matching<'_> {
    /// Compares a file; returns why it must wait where it must.
    fn compare(&mut self, act: &Act, row: &ToMatch) -> Result<Option<Waits>, StoreError> {
        if let (true, Some(number)) = (row.document < 0, row.digest) {
            return self.bring_back(act, (-row.document, row.device), &number);
        }
        let Some(file) = self.open(row.document)? else { return Ok(None) };
        let mut ids = self.office.ids_in(self.facts, &file);
        if let Some(digest) = row.digest {
            ids.retain(|id| *id == digest);
        }
        for id in ids {
            if let Some(waits) = self.compare_by(act, row.device, &file, &id)? {
                return Ok(Some(waits));
            }
        }
        Ok(None)
    }

    fn open(&mut self, document: i64) -> Result<Option<OpenedFile>, StoreError> {
        let opened = open_file(self.facts, changes::file_of(self.facts.tx, document)?)?;
        let weight = opened.as_ref().map_or(0, |opened| opened.history.weight());
        self.left = self.left.saturating_sub(weight);
        Ok(opened)
    }

    fn compare_by(
        &mut self,
        act: &Act,
        device: i64,
        file: &OpenedFile,
        id: &Digest,
    ) -> Result<Option<Waits>, StoreError> {
        let mut n_said = 0;
        for (twin, _) in twins(self.facts.tx, id)?.into_iter().filter(|(twin, _)| *twin != file.document) {
            let Some(other) = self.open(twin)? else { continue };
            // the index also has the ids that a file no longer holds
            if !self.office.ids_in(self.facts, &other).contains(id) {
                continue;
            }
            let Some(files) = FilePair::new(file.file, other.file) else { continue };
            let (mut here, there) = (self.logs.holders_of(file.document)?, self.logs.holders_of(twin)?);
            let are_parted = are_parted(self.facts, files)?;
            for branch in here.intersection(&there).filter(|_| !are_parted) {
                let at = act.now.unix_millis();
                if self.logs.is_away(branch, twin, at)? && !self.logs.is_away(branch, file.document, at)? {
                    if !self.may(act, device, Day::bring_back)? {
                        return Ok(Some(Waits::Looked));
                    }
                    self.wake(act, device, branch, twin)?;
                }
            }
            if agree_in_a_second_value(file, &other) && !are_parted {
                if here != there && !self.may(act, device, Day::join)? {
                    return Ok(Some(Waits::Joins));
                }
                here.extend(there);
                let (at, why) = (act.now.unix_millis(), CrossedBy::Match);
                let crosses = Crosses { at, why, device, by: None };
                for branch in &here {
                    self.logs.join(branch, twin, &crosses)?;
                    self.logs.join(branch, file.document, &crosses)?;
                }
            } else {
                here.retain(|branch| there.contains(branch));
            }
            if n_said < SAID_OF_FILE_MAX {
                n_said += usize::from(!here.is_empty());
                self.one_person.extend(here.into_iter().map(|branch| (branch, files)));
            }
        }
        Ok(None)
    }

    /// Brings back to the devices of a device's branch whoever of the branch's people has a number that it looks for. The number was
    /// counted; each file beyond the first that comes back by it counts as well, for the device or for head office. Returns why the
    /// rest must wait where it must.
    fn bring_back(
        &mut self,
        act: &Act,
        (device, counts_for): (i64, i64),
        number: &Digest,
    ) -> Result<Option<Waits>, StoreError> {
        let (tx, at) = (self.facts.tx, act.now.unix_millis());
        let Some(DeviceRow { branch, .. }) = office::device_in(tx, device)? else { return Ok(None) };
        let mut any = false;
        for (document, _) in index::latest_of_branch(tx, number, &people_of(&branch), BROUGHT_BACK_MAX)? {
            // the index also has the numbers that a file no longer holds
            let holds = self.open(document)?.is_some_and(|file| {
                [ProfileField::NationalId, ProfileField::Mobile].into_iter().any(|field| {
                    file.of(field).any(|value| {
                        self.facts.digest_of(field, value.text.as_str()).as_ref() == Some(number)
                    })
                })
            });
            if !holds {
                continue;
            }
            if self.logs.is_away(&branch, document, at)? {
                if any && !self.may(act, counts_for, Day::bring_back)? {
                    return Ok(Some(Waits::Looked));
                }
                any = true;
            }
            self.wake(act, device, &branch, document)?;
        }
        Ok(None)
    }

    /// Brings a file back to the devices of a branch that holds it, and accounts for that where they did not.
    fn wake(&self, act: &Act, device: i64, branch: &str, document: i64) -> Result<(), StoreError> {
        let at = act.now.unix_millis();
        if self.logs.serve(branch, document, at, None, &mut |_| true)? {
            let crossing = NewCrossing { at, document, branch, why: CrossedBy::Looked, device, by: None };
            office::add_crossing(self.facts.tx, &crossing)?;
        }
        Ok(())
    }

    /// Tells whether a device may do something within its day; head office may do anything.
    fn may(&mut self, act: &Act, device: i64, count: fn(&mut Day) -> bool) -> Result<bool, StoreError> {
        if device == HEAD_OFFICE {
            return Ok(true);
        }
        let day = match self.days.entry(device) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(unknown) => unknown.insert(Day::of(self.facts.tx, device, act.now.unix_millis())?),
        };
        Ok(count(day))
    }
}

/// Returns the files behind a number that are looked at: the latest of each device.
pub(super) fn twins(tx: &Tx<'_>, id: &Digest) -> Result<Vec<(i64, FileId)>, StoreError> {
    index::latest_of_each_writer(tx, id, TWINS_OF_DEVICE_MAX, TWINS_MAX)
}

/// The form in which a value is compared; `None` where nothing can be compared.
type Form = fn(&str) -> Option<String>;

/// Tells whether two files of one national id agree in something else as well: the mobile, the date of birth, or a name of
/// two words or more, in any spelling. A first name alone is guessed too easily.
fn agree_in_a_second_value(one: &OpenedFile, other: &OpenedFile) -> bool {
    let name: Form =
        |text| Some(name_words(text)).filter(|words| words.len() > 1).map(|words| words.join(" "));
    let birth: Form = |text| Some(text.to_owned()).filter(|text| !text.is_empty());
    let forms = |opened: &OpenedFile, field, form: Form| -> BTreeSet<String> {
        opened.of(field).filter_map(|value| form(value.text.as_str())).collect()
    };
    [(ProfileField::Name, name), (ProfileField::Mobile, index_form_of_mobile), (ProfileField::Birth, birth)]
        .into_iter()
        .any(|(field, form)| !forms(one, field, form).is_disjoint(&forms(other, field, form)))
}
