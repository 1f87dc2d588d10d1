//! Which branch holds which beneficiary file, and the logs out of which its devices pull them: `people/<branch>`.
//!
//! A file is a branch's where one of its devices wrote to it or recorded a visit with it. Devices hold those of which that was
//! lately; one that comes back to them is told whole again, at the end of the log.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::budget::{Day, HEAD_OFFICE};
use super::plans::News;
use super::requests::request_of;
use super::working_set::{DAY_MILLIS, SLACK_MILLIS, WorkingSet};
use super::{Office, OfficeError};
use crate::doc::{Entry, FactKind, SEALED};
use crate::domain::{Body, DeviceMode, Fact, FactId, FileId, Incarnation, ProfileField, SureId, UnixMillis};
use crate::replica::Act;
use crate::replica::facts::Facts;
use crate::replica::files::sure_ids;
use crate::replica::log::{rolled, start_of};
use crate::replica::people::OpenedFile;
use crate::store::index::Digest;
use crate::store::matching::{self, Waits};
use crate::store::office::{self, CrossedBy, DeviceRow, NewCrossing};
use crate::store::scope::{self, Holding, ScopeEnd, ScopeRow, follow_of, people_of};
use crate::store::{StoreError, Tx, Value, changes, facts, people};

/// How many bytes of a file that comes back to devices count as one.
const BROUGHT_BYTES: u64 = 16 * 1024;

/// Longest that a visit is planned ahead of, in milliseconds: it counts as if it were to be made then.
const PLANNED_AHEAD_MAX: i64 = 366 * DAY_MILLIS;

/// The scopes besides the catalog that a device may pull: the branch's people, and what is told of its requests to whoever brings
/// their codes, once there are any. A self-service kiosk looks nobody up, and nothing is handed to a device that waits to be confirmed.
pub(super) fn scopes_of(tx: &Tx<'_>, device: &DeviceRow) -> Result<Vec<String>, StoreError> {
    if device.unconfirmed.is_some() {
        return Ok(Vec::new());
    }
    let people = match device.mode {
        DeviceMode::Branch | DeviceMode::Field => Some(people_of(&device.branch)),
        DeviceMode::SelfService | DeviceMode::Other(_) => None,
    };
    let follow = follow_of(&device.branch);
    let follow = scope::end(tx, &follow)?.map(|_| follow);
    Ok(people.into_iter().chain(follow).collect())
}

/// When, why and by whom files cross to other branches.
pub(super) struct Crosses<'a> {
    pub at: UnixMillis,
    pub why: CrossedBy,
    /// The row of the device whose push it was, or head office.
    pub device: i64,
    /// Who at head office did it.
    pub by: Option<&'a str>,
}

/// How the branches hold a file, by their ids.
type Holders = BTreeMap<String, Holding>;

/// The changes of a file: row and hash, in the order in which they came.
type ChangesOfFile = Vec<(i64, [u8; 32])>;

/// The logs that a transaction appends to. Their ends and who holds which file are looked up once, and what is new is
/// written together.
pub(super) struct Logs<'a> {
    tx: &'a Tx<'a>,
    epoch: Incarnation,
    ends: RefCell<BTreeMap<String, ScopeEnd>>,
    holders: RefCell<BTreeMap<i64, Holders>>,
    /// Since when a person must have been served for all devices of a branch to hold them.
    held_since: RefCell<BTreeMap<String, i64>>,
    /// How many of a branch's people come before all others, since a visit is planned to them.
    ahead: RefCell<BTreeMap<String, u64>>,
    rows: RefCell<Vec<ScopeRow>>,
    joined: RefCell<Vec<Joined>>,
    /// The changes of files that were looked up together, to be told whole.
    changes: RefCell<BTreeMap<i64, ChangesOfFile>>,
    /// Whether changes of any file are withheld; `None` where nobody looked yet.
    some_are_withheld: Cell<Option<bool>>,
}

/// A file that became a branch's.
pub(super) struct Joined {
    pub branch: String,
    pub document: i64,
}

impl<'a> Logs<'a> {
    pub fn new(tx: &'a Tx<'a>, epoch: Incarnation) -> Self {
        let (ends, holders, rows) = (RefCell::default(), RefCell::default(), RefCell::default());
        let (held_since, ahead, joined) = (RefCell::default(), RefCell::default(), RefCell::default());
        let (changes, some_are_withheld) = (RefCell::default(), Cell::default());
        Self { tx, epoch, ends, holders, held_since, ahead, rows, joined, changes, some_are_withheld }
    }

    /// Adds a change to a scope's log.
    pub fn add(&self, scope: &str, change: i64, hash: &[u8; 32]) -> Result<(), StoreError> {
        self.put(scope, (change, hash), false).map(drop)
    }

    /// Adds a change to a scope's log, which stood there before where it is told `again`; returns its place.
    pub fn put(&self, scope: &str, (change, hash): (i64, &[u8; 32]), again: bool) -> Result<u64, StoreError> {
        self.at_end(scope, |end| {
            let (position, checksum) = (end.position + 1, rolled(&end.checksum, hash));
            self.rows.borrow_mut().push(ScopeRow { scope: end.id, position, change, again, checksum });
            *end = ScopeEnd { position, checksum, ..*end };
            position
        })
    }

    /// Runs work at the end of a scope's log, which begins where there is none.
    fn at_end<T>(&self, scope: &str, work: impl FnOnce(&mut ScopeEnd) -> T) -> Result<T, StoreError> {
        let mut ends = self.ends.borrow_mut();
        if let Some(end) = ends.get_mut(scope) {
            return Ok(work(end));
        }
        // several branches may append to the log of one
        self.tx.hold("scope", "name", [scope.into()])?;
        let end = match scope::end(self.tx, scope)? {
            Some(end) => end,
            None => scope::begin(self.tx, scope, &start_of(scope, self.epoch))?,
        };
        Ok(work(ends.entry(scope.to_owned()).or_insert(end)))
    }

    /// Looks up together which branches hold files.
    pub fn look_up_holders(&self, documents: impl IntoIterator<Item = i64>) -> Result<(), StoreError> {
        let mut holders = self.holders.borrow_mut();
        let documents: BTreeSet<i64> =
            documents.into_iter().filter(|one| !holders.contains_key(one)).collect();
        holders.extend(documents.iter().map(|document| (*document, Holders::new())));
        for (document, branch, holding) in scope::holders(self.tx, documents)? {
            holders.entry(document).or_default().insert(branch, holding);
        }
        Ok(())
    }

    /// Returns the branches that hold a file.
    pub fn holders_of(&self, document: i64) -> Result<BTreeSet<String>, StoreError> {
        self.look_up_holders([document])?;
        Ok(self
            .holders
            .borrow()
            .get(&document)
            .into_iter()
            .flatten()
            .map(|(branch, _)| branch.clone())
            .collect())
    }

    /// Returns how a branch holds a file; `None` where it does not.
    pub fn holding(&self, branch: &str, document: i64) -> Result<Option<Holding>, StoreError> {
        self.look_up_holders([document])?;
        Ok(self.holders.borrow().get(&document).and_then(|holders| holders.get(branch)).copied())
    }

    /// Makes a file a branch's; its log gets the whole file then, but for what is withheld of it. Returns false where it was the
    /// branch's before. Where another branch held it, that is accounted for.
    pub fn join(&self, branch: &str, document: i64, crosses: &Crosses<'_>) -> Result<bool, StoreError> {
        if self.holding(branch, document)?.is_some() {
            return Ok(false);
        }
        let is_elsewhere = !self.holders_of(document)?.is_empty();
        let served = self.next_moment(branch, crosses.at)?;
        self.tell_whole(branch, document, served, false)?;
        let crosses = Some(crosses).filter(|_| is_elsewhere);
        self.joined.borrow_mut().push(Joined { branch: branch.to_owned(), document });
        if let Some(Crosses { at, why, device, by }) = crosses {
            let (at, why, device, by) = (*at, *why, *device, *by);
            office::add_crossing(self.tx, &NewCrossing { at, document, branch, why, device, by })?;
        }
        Ok(true)
    }

    fn some_are_withheld(&self) -> Result<bool, StoreError> {
        if self.some_are_withheld.get().is_none() {
            self.some_are_withheld.set(Some(office::any_withheld(self.tx)?));
        }
        Ok(self.some_are_withheld.get() == Some(true))
    }

    /// Looks up together the changes of files that a branch does not hold, before they become its own.
    pub fn look_up_changes(&self, branch: &str, documents: &[i64]) -> Result<(), StoreError> {
        let holders = self.holders.borrow();
        let is_held = |document: &&i64| holders.get(document).is_some_and(|held| held.contains_key(branch));
        let others = documents.iter().filter(|document| !is_held(document)).copied();
        let mut known = self.changes.borrow_mut();
        for (document, change, hash) in changes::changes_of_all(self.tx, others)? {
            known.entry(document).or_default().push((change, hash));
        }
        Ok(())
    }

    /// Tells a branch's devices all of a file, at the end of its log, but for what is withheld.
    fn tell_whole(&self, branch: &str, document: i64, served: i64, again: bool) -> Result<(), StoreError> {
        let scope = people_of(branch);
        let (row, told) = self.at_end(&scope, |end| (end.id, end.position + 1))?;
        let withheld = match self.some_are_withheld()? {
            true => office::withheld_of(self.tx, document)?,
            false => Vec::new(),
        };
        let known = self.changes.borrow_mut().remove(&document);
        for (change, hash) in known.map_or_else(|| changes::changes_of(self.tx, document), Ok)? {
            if withheld.iter().all(|row| row.change != change) {
                self.put(&scope, (change, &hash), again)?;
            }
        }
        self.hold(branch, (row, document), Holding { served, told })
    }

    /// Tells whoever holds a file all of it again: its keys come with it.
    pub fn tell_again(&self, document: i64) -> Result<(), StoreError> {
        for holder in self.holders_of(document)? {
            if let Some(known) = self.holding(&holder, document)? {
                self.tell_whole(&holder, document, known.served, true)?;
            }
        }
        Ok(())
    }

    fn hold(&self, branch: &str, (scope, document): (i64, i64), holding: Holding) -> Result<(), StoreError> {
        scope::hold(self.tx, scope, document, &holding)?;
        self.holders.borrow_mut().entry(document).or_default().insert(branch.to_owned(), holding);
        Ok(())
    }

    /// Returns the moment for which a file of a branch is noted as served now: another one for each, so that a limit cuts between
    /// two of them.
    fn next_moment(&self, branch: &str, now: UnixMillis) -> Result<i64, StoreError> {
        self.at_end(&people_of(branch), |end| {
            end.served = end.served.saturating_add(1).max(now.0);
            end.served
        })
    }

    /// Notes that somebody of a branch has to do with a file's person now, or that a visit is planned for a later moment: then the
    /// person comes before all others, unless these are as many as may be. Where devices of the branch may not hold the file any
    /// more, they are told all of it again. Nothing is noted where `may` refuses what that costs them. Returns whether they did not.
    pub fn serve(
        &self,
        branch: &str,
        document: i64,
        now: UnixMillis,
        planned: Option<UnixMillis>,
        may: &mut dyn FnMut(u64) -> bool,
    ) -> Result<bool, StoreError> {
        let Some(known) = self.holding(branch, document)? else { return Ok(false) };
        let held_since = self.held_since(branch, now)?;
        let is_away = known.served < held_since;
        let is_news =
            |from: i64| from > known.served && (is_away || from >= known.served.saturating_add(DAY_MILLIS));
        let most = now.0.saturating_add(PLANNED_AHEAD_MAX);
        let mut from = planned.map_or(now.0, |at| at.0.clamp(now.0, most));
        let takes_a_place = from > now.0 && known.served <= self.latest(branch, now)?;
        if takes_a_place && !self.has_room_ahead(branch, now)? {
            from = now.0;
        }
        if !is_news(from) {
            return Ok(false);
        }
        let row = self.at_end(&people_of(branch), |end| end.id)?;
        let is_told_now = self.begun_at(row).is_some_and(|begun| known.told >= begun);
        let is_told = !is_told_now && known.served < held_since.saturating_add(SLACK_MILLIS);
        let costs = if is_told {
            1 + changes::bytes_of(self.tx, document)? / BROUGHT_BYTES
        } else {
            u64::from(from > now.0)
        };
        if costs > 0 && !may(costs) {
            if is_told || !is_news(now.0) {
                return Ok(false);
            }
            from = now.0;
        }
        let moment = self.next_moment(branch, now)?;
        let served = if from > now.0 { from.saturating_add(moment.rem_euclid(DAY_MILLIS)) } else { moment };
        if from > now.0 && takes_a_place {
            *self.ahead.borrow_mut().entry(branch.to_owned()).or_default() += 1;
        }
        if is_told {
            self.tell_whole(branch, document, served, true)?;
        } else {
            self.hold(branch, (row, document), Holding { served, ..known })?;
        }
        Ok(is_away)
    }

    /// Returns the latest moment for which anybody of a branch was noted as served, or now: whoever is noted for a later one is planned.
    fn latest(&self, branch: &str, now: UnixMillis) -> Result<i64, StoreError> {
        self.at_end(&people_of(branch), |end| end.served.max(now.0))
    }

    /// Tells whether somebody more of a branch may come before all others: half of those whom each of its devices may hold.
    fn has_room_ahead(&self, branch: &str, now: UnixMillis) -> Result<bool, StoreError> {
        let most = WorkingSet::read(self.tx)?.ahead();
        if let Some(known) = self.ahead.borrow().get(branch) {
            return Ok(*known < most);
        }
        let scope = self.at_end(&people_of(branch), |end| end.id)?;
        let known = scope::count_after(self.tx, scope, self.latest(branch, now)?, most)?;
        self.ahead.borrow_mut().insert(branch.to_owned(), known);
        Ok(known < most)
    }

    /// Notes that a visit planned to a file's person has ended or counts for nothing: they come before others no longer than until the
    /// last day that is still planned, and else count as served now.
    pub fn end_plan(
        &self,
        branch: &str,
        document: i64,
        now: UnixMillis,
        planned: Option<UnixMillis>,
    ) -> Result<(), StoreError> {
        let Some(known) = self.holding(branch, document)? else { return Ok(()) };
        if known.served <= self.latest(branch, now)?
            || planned.is_some_and(|at| at.0.saturating_add(DAY_MILLIS) > known.served)
        {
            return Ok(());
        }
        let moment = self.next_moment(branch, now)?;
        let served = match planned.filter(|at| at.0 > now.0) {
            Some(at) => at.0.saturating_add(moment.rem_euclid(DAY_MILLIS)),
            None => moment,
        };
        self.ahead.borrow_mut().remove(branch);
        let row = self.at_end(&people_of(branch), |end| end.id)?;
        self.hold(branch, (row, document), Holding { served, ..known })
    }

    /// Has a file be the next that leaves a branch's devices, after so many others that go before it.
    pub fn put_last(
        &self,
        branch: &str,
        document: i64,
        now: UnixMillis,
        others: i64,
    ) -> Result<(), StoreError> {
        let Some(known) = self.holding(branch, document)? else { return Ok(()) };
        let served = self.held_since(branch, now)?.saturating_add(others).min(known.served);
        let row = self.at_end(&people_of(branch), |end| end.id)?;
        self.hold(branch, (row, document), Holding { served, ..known })
    }

    /// Tells whether a branch holds a file that some of its devices do not.
    pub fn is_away(&self, branch: &str, document: i64, now: UnixMillis) -> Result<bool, StoreError> {
        let held_since = self.held_since(branch, now)?;
        Ok(self.holding(branch, document)?.is_some_and(|known| known.served < held_since))
    }

    /// Notes from where on in a branch's log a file is told whole, once the log was written again.
    pub fn move_told(&self, branch: &str, document: i64, told: u64) -> Result<(), StoreError> {
        let Some(known) = self.holding(branch, document)? else { return Ok(()) };
        let row = self.at_end(&people_of(branch), |end| end.id)?;
        self.hold(branch, (row, document), Holding { told, ..known })
    }

    /// Returns the first place that this transaction adds to a log, by its scope's row.
    fn begun_at(&self, scope: i64) -> Option<u64> {
        self.rows.borrow().iter().find(|row| row.scope == scope).map(|row| row.position)
    }

    /// Returns since when a person must have been served for every device of a branch to hold them, whatever its mode.
    fn held_since(&self, branch: &str, now: UnixMillis) -> Result<i64, StoreError> {
        if let Some(known) = self.held_since.borrow().get(branch) {
            return Ok(*known);
        }
        let scope = self.at_end(&people_of(branch), |end| end.id)?;
        let (set, mut since) = (WorkingSet::read(self.tx)?, i64::MIN);
        for mode in office::modes_of(self.tx, branch)? {
            if matches!(mode, DeviceMode::Branch | DeviceMode::Field) {
                since = since.max(set.since(self.tx, scope, &mode, now)?);
            }
        }
        self.held_since.borrow_mut().insert(branch.to_owned(), since);
        Ok(since)
    }

    /// Puts what is withheld of a file into the logs of the branches that hold it. Returns how many changes that were.
    pub fn let_through(&self, document: i64) -> Result<u64, StoreError> {
        let withheld = office::withheld_of(self.tx, document)?;
        for holder in self.holders_of(document)? {
            let scope = people_of(&holder);
            withheld.iter().try_for_each(|row| self.add(&scope, row.change, &row.hash))?;
        }
        office::let_through(self.tx, document)?;
        matching::add(self.tx, HEAD_OFFICE, [(document, None, None)])?;
        Ok(withheld.len() as u64)
    }

    /// Counts what was added.
    pub fn rows(&self) -> u64 {
        self.rows.borrow().len() as u64
    }

    /// Writes what was added. Returns which files became whose.
    pub fn finish(self) -> Result<Vec<Joined>, StoreError> {
        scope::add(self.tx, &self.rows.into_inner(), self.ends.into_inner().values())?;
        Ok(self.joined.into_inner())
    }
}

/// What a push touched of people.
#[derive(Default)]
pub(super) struct Touched {
    changed: BTreeMap<i64, ChangesOfFile>,
    /// The files that were changed, in the order in which they came.
    order: Vec<i64>,
    writers: BTreeSet<(String, i64)>,
    /// Files of which others build on what head office took out of the logs.
    told_again: BTreeSet<i64>,
    /// What is to be compared with files of other branches: the national ids that came, or all that a file holds.
    to_match: BTreeMap<(i64, Option<Digest>), Option<Waits>>,
    /// Files of whose persons something was recorded.
    visited: BTreeMap<FileId, Visited>,
    news: Vec<News>,
    /// Requests of which something was received.
    requests: BTreeSet<FactId>,
    /// Planned visits that were made or dropped.
    ended: BTreeSet<FactId>,
}

/// What was recorded of a file's person.
#[derive(Clone, Copy, Default)]
struct Visited {
    /// A key of the file opened some of it: whoever knows the file's id alone is given nothing.
    has_key: bool,
    /// For when a visit is planned.
    planned: Option<UnixMillis>,
}

impl Touched {
    /// A change of a file was received, to be put into the logs of the branches that hold it: its row and hash.
    pub fn changed(&mut self, document: i64, change: (i64, [u8; 32]), branch: &str) {
        let changes = self.changed.entry(document).or_default();
        if changes.is_empty() {
            self.order.push(document);
        }
        changes.push(change);
        self.writers.insert((branch.to_owned(), document));
    }

    /// Others build on what head office took out of the logs of a file.
    pub fn tell_again(&mut self, document: i64) {
        self.told_again.insert(document);
    }

    /// A file came to hold national ids; without one given all that it holds are looked at, since another value came, which
    /// may agree with that of another file. It waits where its device made too many.
    pub fn compare(&mut self, document: i64, id: Option<Digest>, waits: Option<Waits>) {
        self.to_match.insert((document, id), waits);
    }

    /// Tells whether a change of a file was received.
    pub fn is_changed(&self, document: i64) -> bool {
        self.changed.contains_key(&document)
    }

    /// A fact was received that may be about a file or a planned visit.
    pub fn fact(&mut self, entry: &Entry, fact: &Fact) {
        if let Body::PlanDropped(dropped) = &fact.body {
            self.ended.insert(dropped.plan);
        } else if let Body::Visit(visit) = &fact.body {
            self.ended.extend(visit.planned);
        } else if matches!(fact.body, Body::Request(_) | Body::Step(_)) {
            self.requests.insert(request_of(fact));
        }
        let Some(file) = fact.file else { return };
        let visited = self.visited.entry(file).or_default();
        visited.has_key |= entry.fields.get(SEALED).is_some();
        if let Body::Planned(planned) = &fact.body {
            visited.planned = visited.planned.max(planned_at(planned.visit.date));
        }
    }

    /// Other devices are to learn of a fact.
    pub fn news(&mut self, news: News) {
        self.news.push(news);
    }
}

/// Returns for when a person counts as served whom a visit is planned to: the day's beginning, in UTC.
pub(super) fn planned_at(date: Date) -> Option<UnixMillis> {
    let at = date.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(UnixMillis(at.as_millisecond()))
}

/// Returns since when people must have been served for a device to hold them, in milliseconds since 1970: looked up once in a push,
/// since all whom it may hold are counted.
pub(super) fn held_since(tx: &Tx<'_>, device: &DeviceRow, now: UnixMillis) -> Result<i64, StoreError> {
    match scope::end(tx, &people_of(&device.branch))? {
        Some(log) => WorkingSet::read(tx)?.since(tx, log.id, &device.mode, now),
        None => Ok(i64::MIN),
    }
}

/// Tells whether a device may hold a file: one of its branch's that it began itself, or that was served since a moment. Of another it
/// has to show the key.
pub(super) fn is_on_device(
    tx: &Tx<'_>,
    device: &DeviceRow,
    document: i64,
    since: i64,
) -> Result<bool, StoreError> {
    let Some(known) = scope::holding(tx, &device.branch, document)? else { return Ok(false) };
    Ok(is_of_set(device, &known, since) || people::is_begun_by(tx, document, device.device)?)
}

/// Tells whether a device is told a file of its branch: a self-service kiosk is told none.
fn is_of_set(device: &DeviceRow, known: &Holding, since: i64) -> bool {
    match device.mode {
        DeviceMode::Branch | DeviceMode::Field => known.served >= since,
        DeviceMode::SelfService | DeviceMode::Other(_) => false,
    }
}

impl Office {
    /// Puts what a push of a branch's device touched into the logs of the branches that hold it. What is to be compared with
    /// other files is noted, and done once the push is answered. Whom it brings back to the branch's devices counts for the device's
    /// day; without one nobody comes back.
    pub(super) fn share(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        from: (&str, i64),
        mut day: Option<&mut Day>,
        touched: &Touched,
    ) -> Result<(), OfficeError> {
        let ((branch, device), epoch) = (from, Self::epoch(facts.tx)?);
        let crosses = Crosses { at: act.now.unix_millis(), why: CrossedBy::Key, device, by: None };
        let (logs, now) = (Logs::new(facts.tx, epoch), act.now.unix_millis());
        let visited = changes::file_documents(facts.tx, touched.visited.keys().copied())?;
        // what another branch's push adds to them goes to this branch too, or is seen here
        facts.tx.hold("document", "id", visited.values().map(|document| Value::from(*document)))?;
        logs.look_up_holders(touched.changed.keys().chain(visited.values()).copied())?;
        logs.look_up_changes(branch, &touched.order)?;
        let device_row = office::device_in(facts.tx, device)?;
        let since = OnceCell::new();
        let since_of = |row: &DeviceRow| match since.get() {
            Some(known) => Ok(*known),
            None => held_since(facts.tx, row, now).map(|known| *since.get_or_init(|| known)),
        };
        let mut serve = |document, planned| -> Result<(), StoreError> {
            // what comes back to others alone is its branch's ordinary work
            let is_of_its_own = match (logs.holding(branch, document)?, &device_row) {
                (Some(known), Some(row)) if logs.is_away(branch, document, now)? => {
                    is_of_set(row, &known, since_of(row)?)
                }
                (_, _) => true,
            };
            let mut may = |costs| day.as_deref_mut().is_some_and(|day| day.bring(costs));
            if logs.serve(branch, document, now, planned, &mut may)? && !is_of_its_own {
                let (at, why) = (now, CrossedBy::Served);
                office::add_crossing(facts.tx, &NewCrossing { at, document, branch, why, device, by: None })?;
            }
            Ok(())
        };
        for document in &touched.told_again {
            logs.let_through(*document)?;
        }
        for document in &touched.order {
            for holder in logs.holders_of(*document)? {
                let scope = people_of(&holder);
                let received = touched.changed.get(document).into_iter().flatten();
                received.into_iter().try_for_each(|(change, hash)| logs.add(&scope, *change, hash))?;
            }
            if !logs.join(branch, *document, &crosses)? && !self.is_enough(&logs) {
                serve(*document, None)?;
            }
        }
        for (writers_branch, document) in &touched.writers {
            if !writers_branch.is_empty() {
                logs.join(writers_branch, *document, &crosses)?;
            }
        }
        let mut to_match = touched.to_match.clone();
        for (file, document) in visited {
            // devices record of files that they hold: one that is left comes with the next record of its person
            if self.is_enough(&logs) {
                break;
            }
            let Visited { has_key, planned } = touched.visited.get(&file).copied().unwrap_or_default();
            let is_here = match &device_row {
                Some(row) if !has_key => is_on_device(facts.tx, row, document, since_of(row)?)?,
                Some(_) | None => has_key,
            };
            if !is_here {
                continue;
            }
            if logs.join(branch, document, &crosses)? && !touched.changed.contains_key(&document) {
                to_match.insert((document, None), None);
            }
            serve(document, planned)?;
        }
        for plan in &touched.ended {
            let Some(plan) = facts::find(facts.tx, *plan, FactKind::Planned.code())? else { continue };
            let file = plan.file.filter(|_| plan.branch.as_deref() == Some(branch));
            let document = file.map(|file| changes::file_document(facts.tx, file)).transpose()?.flatten();
            if let Some(document) = document {
                let left = facts::planned_until(facts.tx, document, branch, None)?;
                logs.end_plan(branch, document, now, left.and_then(planned_at))?;
            }
        }
        let joined = logs.finish()?;
        self.tell_joined(facts, act, &joined)?;
        let to_match = to_match.into_iter().map(|((document, id), waits)| (document, id, waits));
        matching::add(facts.tx, device, to_match)?;
        // after the files: a device that pulls a plan has its person then
        self.copy_news(facts, act, branch, &touched.news)?;
        touched.requests.iter().try_for_each(|request| self.took_request(facts, act, *request))
    }

    /// Tells whether a push has added as many rows to logs as it may have read of files: its records make no further file their
    /// branch's then, and bring none back to its devices.
    fn is_enough(&self, logs: &Logs<'_>) -> bool {
        logs.rows() > 0 && logs.rows() >= self.loads_most.changes
    }

    /// Returns the digests of the national ids that a file holds today, as far as they look like one: neither the «none» of a
    /// paper register nor an id that was corrected since joins anybody.
    pub(super) fn ids_in(&self, facts: &Facts<'_>, opened: &OpenedFile) -> BTreeSet<Digest> {
        let digest = |id: &SureId| facts.digest_of(ProfileField::NationalId, id.as_str());
        sure_ids(opened).iter().filter_map(digest).collect()
    }
}
