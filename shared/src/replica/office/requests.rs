//! Support requests at head office: what is recorded here, the numbers that are given, and how the branches that hold the family's file
//! get the facts: copied into head office's journal for each of them, under the same ids.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::budget::HEAD_OFFICE;
use super::people::{Crosses, Joined, Logs};
use super::plans::append_error;
use super::{Office, OfficeError};
use crate::doc::{DocumentName, Entry, FactKind, KeyOwner, random, seal_fact};
use crate::domain::request::{Desk, Refusal, Request, RequestStep, Said, State, Step, Why, day_of, may_ask};
use crate::domain::session::AGENDA_MAX;
use crate::domain::{Body, BranchId, Code, Fact, FactId, Moment, Role};
use crate::locale::dates::{HijriDate, riyadh};
use crate::replica::facts::{Facts, Under};
use crate::replica::journals::AppendError;
use crate::replica::{Act, OpenedRequest, RecordOutcome};
use crate::store::office::{self, CrossedBy, series};
use crate::store::{Damage, StoreError, changes, facts, matching, requests, scope};

/// What is said of an id that stands for something else.
pub(super) const ID_TAKEN: &str = "belongs to another record already";

/// Most requests of a file that a branch is told when it comes to hold the file.
const REQUESTS_OF_FILE_MAX: u64 = 1_000;

impl Office {
    /// Opens a support request with what follows from its steps, but for what people said and who they are
    /// ([`Office::open_values`]); `None` where it is unknown.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn open_request(&self, request: FactId) -> Result<Option<OpenedRequest>, StoreError> {
        let opened = self.db.read(|tx| Facts::new(tx, &self.secrets).open_request(request))?;
        Ok(opened.map(OpenedRequest::masked))
    }

    /// Opens it with what the family's other requests say of its papers and its aid.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn open_request_in_family(&self, request: FactId) -> Result<Option<OpenedRequest>, StoreError> {
        let opened = self.db.read(|tx| Facts::new(tx, &self.secrets).open_in_family(request))?;
        Ok(opened.map(OpenedRequest::masked))
    }

    /// Counts requests by state, or those alone that were due before a day; states that none is in are left out.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn count_requests(&self, due_before: Option<Date>) -> Result<BTreeMap<State, u64>, StoreError> {
        self.db.read(|tx| requests::count(tx, due_before))
    }

    /// Lists requests in a state, or all about which somebody still has something to do, those due first at the front, after skipping
    /// some. Nobody is named.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list_requests(
        &self,
        state: Option<State>,
        skip: u64,
        at_most: u32,
    ) -> Result<Vec<OpenedRequest>, StoreError> {
        let is_meant = |known: &State| state.map_or(known.is_open(), |state| *known == state);
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let ids = requests::list(tx, State::ALL.into_iter().filter(is_meant), skip, at_most)?;
            let opened = ids.into_iter().map(|id| facts.open_request(id));
            opened.filter_map(|opened| Some(opened.transpose()?.map(OpenedRequest::masked))).collect()
        })
    }

    /// Lists the requests that the committee can decide now, those due first at the front: at most [`AGENDA_MAX`]. Nobody is named.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list_requests_to_decide(&self) -> Result<Vec<OpenedRequest>, StoreError> {
        let mut all = Vec::new();
        for state in [State::Studied, State::Submitted, State::Postponed] {
            all.extend(self.list_requests(Some(state), 0, AGENDA_MAX as u32)?);
        }
        all.retain(|opened| opened.case.can_be_decided());
        all.truncate(AGENDA_MAX);
        Ok(all)
    }

    /// Records a step that somebody did at head office, if `seen` is still all that is known of the request. Durable when it returns.
    ///
    /// # Errors
    /// [`OfficeError::Store`] where nothing was saved.
    pub fn record_step_seen(
        &self,
        act: &mut Act,
        role: &Role,
        step: &RequestStep,
        seen: &[FactId],
    ) -> Result<Result<FactId, Refusal>, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let Some(opened) = facts.open_in_family(step.request)? else {
                return Ok(Err(Refusal { field: "request", why: Why::Unknown }));
            };
            if opened.case.ends != seen {
                return Ok(Err(Refusal { field: "seen", why: Why::Meanwhile }));
            }
            self.write_checked(&facts, act, role, &opened, step)
        })
    }

    /// Records that somebody asks for support, for a branch: it then holds the person's file. Durable when it returns.
    ///
    /// # Errors
    /// [`OfficeError::UnknownBranch`], [`OfficeError::Store`]; nothing was saved then.
    pub fn record_request(
        &self,
        act: &mut Act,
        role: &Role,
        branch: &BranchId,
        request: &Request,
    ) -> Result<RecordOutcome, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            let mut request = request.clone();
            let refused =
                |field, reason: &str| Ok(RecordOutcome::Refused { field, reason: reason.to_owned() });
            if office::branch(tx, branch.as_str())?.is_none() {
                return Err(OfficeError::UnknownBranch { branch: branch.to_string() });
            }
            match facts.under(request.id, FactKind::Request)? {
                Under::Nothing => {}
                Under::AnotherKind => return refused("id", ID_TAKEN),
                Under::Same(place) => {
                    let known = facts.fact_at(FactKind::Request, &place)?;
                    let Body::Request(known) = known.body else { return refused("id", ID_TAKEN) };
                    facts.fill_in_terms(&mut request, Some(&known))?;
                    return match *known == request {
                        true => Ok(RecordOutcome::Repeated(request.id)),
                        false => refused("id", ID_TAKEN),
                    };
                }
            }
            if let Err(refusal) = may_ask(role) {
                return Ok(refusal.into());
            }
            let Some(person) = &request.beneficiary else { return refused("beneficiary", "is missing") };
            let (file, _) = self.file_for(&facts, act, person)?;
            let document = changes::file_document(tx, file)?;
            let document = document.ok_or_else(|| StoreError::from(Damage::Document(format!("f/{file}"))))?;
            let (logs, by, at) =
                (Logs::new(tx, Self::epoch(tx)?), act.by.as_ref().map(Code::as_str), act.now.unix_millis());
            let crosses = Crosses { at, why: CrossedBy::Plan, device: HEAD_OFFICE, by };
            logs.join(branch.as_str(), document, &crosses)?;
            logs.serve(branch.as_str(), document, at, None, &mut |_| true)?;
            let joined = logs.finish()?;
            self.tell_joined(&facts, act, &joined)?;
            matching::add(tx, HEAD_OFFICE, [(document, None, None)])?;
            facts.fill_in_terms(&mut request, None)?;
            let at = request.at.clone();
            let id = request.id;
            let fact = Fact {
                id,
                branch: Some(branch.clone()),
                by: act.by.clone(),
                recorded: Some(act.now.recorded()),
                file: Some(file),
                body: Body::Request(Box::new(request)),
            };
            self.write_request_fact(&facts, act, fact)?;
            if let Some(opened) = facts.open_in_family(id)? {
                self.carry(&facts, act, &opened, role, &at, None)?;
            }
            Ok(RecordOutcome::Saved(id))
        })
    }

    /// Records steps of requests in one transaction, `act.by` being who signed in and `role` theirs. Numbers are given here. The branches
    /// that hold the family's file learn of each at their next exchange. All of them are durable when it returns.
    ///
    /// # Errors
    /// [`OfficeError::Store`] where nothing of it was saved.
    pub fn record_steps(
        &self,
        act: &mut Act,
        role: &Role,
        steps: &[RequestStep],
    ) -> Result<Vec<RecordOutcome>, OfficeError> {
        self.db.write::<_, OfficeError>(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            steps.iter().map(|step| self.record_step(&facts, act, role, step)).collect()
        })
    }

    fn record_step(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        role: &Role,
        step: &RequestStep,
    ) -> Result<RecordOutcome, OfficeError> {
        let refused = |field, reason: &str| Ok(RecordOutcome::Refused { field, reason: reason.to_owned() });
        match facts.under(step.id, FactKind::Step)? {
            Under::Nothing => {}
            Under::AnotherKind => return refused("id", ID_TAKEN),
            Under::Same(place) => {
                let known = facts.fact_at(FactKind::Step, &place)?;
                return match &known.body {
                    Body::Step(known) if is_same(known, step) => Ok(RecordOutcome::Repeated(step.id)),
                    _ => refused("id", ID_TAKEN),
                };
            }
        }
        let Some(opened) = facts.open_in_family(step.request)? else {
            return refused("request", "is not known here: its branch has to sync first");
        };
        let written = self.write_checked(facts, act, role, &opened, step)?;
        Ok(written.map_or_else(RecordOutcome::from, RecordOutcome::Saved))
    }

    /// Writes a step that `act.by` may do now.
    fn write_checked(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        role: &Role,
        opened: &OpenedRequest,
        step: &RequestStep,
    ) -> Result<Result<FactId, Refusal>, OfficeError> {
        let by = act.by.clone();
        if let Err(refusal) = opened.may(step, by.as_ref().map(|by| (by, role)), Desk::HeadOffice) {
            return Ok(Err(refusal));
        }
        if let Err(refusal) = Self::may_decide_in_session(facts, opened, step, by.as_ref())? {
            return Ok(Err(refusal));
        }
        let carried = self.carry(facts, act, opened, role, &step.at, Some(&step.step))?;
        let now = if carried { facts.open_request(step.request)? } else { None };
        let mut step = now.as_ref().unwrap_or(opened).seen_by(step);
        if let Step::Registered(number @ None) = &mut step.step {
            *number = Some(self.next_number(facts, act, None)?);
        }
        let id = step.id;
        // what is settled can be that it was submitted
        let can_submit = matches!(step.step, Step::Submitted(_) | Step::Settled(_));
        self.write_step(facts, act, opened, step, by)?;
        if can_submit {
            self.took_request(facts, act, opened.request.id)?;
        }
        Ok(Ok(id))
    }

    /// Lets papers that the family has on file count for a request, as whoever signed in; tells whether there were any.
    fn carry(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        opened: &OpenedRequest,
        role: &Role,
        at: &Moment,
        next: Option<&Step>,
    ) -> Result<bool, OfficeError> {
        let by = act.by.clone();
        let who = by.as_ref().map(|by| (by, role));
        let steps = opened.carried(who, Desk::HeadOffice, at, next, || act.new_id());
        let are_any = !steps.is_empty();
        for step in steps {
            self.write_step(facts, act, opened, step, by.clone())?;
        }
        Ok(are_any)
    }

    /// Writes a step of head office's own for the branches that hold the family's file.
    fn write_step(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        opened: &OpenedRequest,
        step: RequestStep,
        by: Option<Code>,
    ) -> Result<(), OfficeError> {
        let Fact { branch, file, .. } = &opened.fact;
        let fact = Fact {
            id: step.id,
            branch: branch.clone(),
            by,
            recorded: Some(act.now.recorded()),
            file: *file,
            body: Body::Step(Box::new(step)),
        };
        self.write_request_fact(facts, act, fact)
    }

    /// Writes a fact about a request into head office's journal for its branch, and for the others that hold the file.
    pub(super) fn write_request_fact(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        mut fact: Fact,
    ) -> Result<(), OfficeError> {
        let Some(branch) = fact.branch.clone() else { return Ok(()) };
        let key = match fact.file.map(|file| facts.keys.current(&KeyOwner::File(file))).transpose()?.flatten()
        {
            Some(key) => key,
            None => {
                // the person was erased: what is said from here on is said of nobody
                fact.file = None;
                self.office_key(facts, act, &KeyOwner::Office(branch.to_string()))?
            }
        };
        let entry =
            seal_fact(&fact, act.now.seconds(), &key).map_err(AppendError::from).map_err(append_error)?;
        let mut journal = self.branch_journal(facts, act, &branch)?;
        scope::note_request_copy(facts.tx, fact.id, branch.as_str())?;
        self.append_for(facts, act, &branch, &mut journal, &entry)?;
        let name = journal.name.clone();
        self.copy_request_fact(facts, act, (&name, &entry), request_of(&fact))?;
        match facts.open_request(request_of(&fact))? {
            Some(opened) => self.note_request(facts, act, &opened),
            None => Ok(()),
        }
    }

    /// Notes how a request stands now: for the lists, and for whoever follows it up.
    fn note_request(&self, facts: &Facts<'_>, act: &Act, opened: &OpenedRequest) -> Result<(), OfficeError> {
        facts.note_case(opened)?;
        self.note_follow_up(facts, act, opened)
    }

    /// Copies a fact about a request for the branches that hold the file of the request, and its own; not twice for one.
    pub(super) fn copy_request_fact(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        (document, entry): (&DocumentName, &Entry),
        request: FactId,
    ) -> Result<(), OfficeError> {
        let Some(asked) = facts::find(facts.tx, request, FactKind::Request.code())? else { return Ok(()) };
        let mut branches: BTreeSet<String> = asked.branch.into_iter().collect();
        if let Some(file) = asked.file
            && let Some(row) = changes::file_document(facts.tx, file)?
        {
            branches.extend(scope::branches_of(facts.tx, row)?);
        }
        for branch in branches {
            let Ok(branch) = BranchId::parse(&branch) else { continue };
            self.copy_request_fact_to(facts, act, (document, entry), &branch)?;
        }
        Ok(())
    }

    fn copy_request_fact_to(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        (document, entry): (&DocumentName, &Entry),
        branch: &BranchId,
    ) -> Result<(), OfficeError> {
        if !scope::note_request_copy(facts.tx, entry.id, branch.as_str())? {
            return Ok(());
        }
        let Some(copy) = self.copied(facts, act, document, entry, branch)? else { return Ok(()) };
        let mut journal = self.branch_journal(facts, act, branch)?;
        self.append_for(facts, act, branch, &mut journal, &copy)
    }

    /// Has branches that came to hold a file learn what they could not know of it: which changes count for nothing, and its requests.
    pub(super) fn tell_joined(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        joined: &[Joined],
    ) -> Result<(), OfficeError> {
        self.tell_rejected(facts, act, joined)?;
        self.tell_requests(facts, act, joined)
    }

    fn tell_requests(&self, facts: &Facts<'_>, act: &mut Act, joined: &[Joined]) -> Result<(), OfficeError> {
        for Joined { branch, document } in joined {
            let Ok(branch) = BranchId::parse(branch) else { continue };
            let file = changes::file_of(facts.tx, *document)?;
            let asked = facts::of_file(facts.tx, FactKind::Request.code(), file, REQUESTS_OF_FILE_MAX)?;
            for request in asked {
                let steps = facts::about(facts.tx, FactKind::Step.code(), request.fact)?;
                for row in std::iter::once(request).chain(steps) {
                    let entry = facts.entry_at(&row.place)?;
                    let name = DocumentName::parse(&row.place.name)
                        .ok_or_else(|| changes::damaged(&row.place.name))?;
                    self.copy_request_fact_to(facts, act, (&name, &entry), &branch)?;
                }
            }
        }
        Ok(())
    }

    /// Takes note of what a push brought of a request: it is listed as it stands now, and gets its number once it was submitted.
    pub(super) fn took_request(
        &self,
        facts: &Facts<'_>,
        act: &mut Act,
        request: FactId,
    ) -> Result<(), OfficeError> {
        let Some(opened) = facts.open_request(request)? else { return Ok(()) };
        if opened.case.submitted_on.is_none() || opened.case.request_no.is_some() {
            return self.note_request(facts, act, &opened);
        }
        let branch = opened.fact.branch.as_ref().map(BranchId::as_str).unwrap_or_default().to_owned();
        let number = self.next_number(facts, act, Some(&branch))?;
        let id = FactId::from_random(random(&mut act.dice));
        let step = RequestStep {
            id,
            request,
            at: Moment::from_zoned(&act.now.wall.with_time_zone(riyadh())),
            seen: None,
            on_paper_by: None,
            step: Step::Numbered(Some(number)),
            said: Said::default(),
        };
        self.write_step(facts, act, &opened, opened.seen_by(&step), None)
    }

    /// Gives the next number: of a branch's requests, or of the registrations of the association. The year is that of the Hijra, by the
    /// date in Riyadh. After a restored copy each number names the life of the database that gave it: what was given since that copy is
    /// nowhere here.
    fn next_number(&self, facts: &Facts<'_>, act: &Act, branch: Option<&str>) -> Result<Code, OfficeError> {
        let name = branch.map_or_else(|| "registration".to_owned(), |branch| format!("request/{branch}"));
        self.next_number_of(facts, act, &name, branch)
    }

    /// Gives the next number of a series, in front of which a word stands.
    pub(super) fn next_number_of(
        &self,
        facts: &Facts<'_>,
        act: &Act,
        series: &str,
        of: Option<&str>,
    ) -> Result<Code, OfficeError> {
        let year = HijriDate::from(day_of(&act.now.moment())).year;
        let number = series::next(facts.tx, series, i64::from(year))?;
        let of = of.map(|of| format!("{of}/")).unwrap_or_default();
        let mut text = format!("{of}{year}/{number:06}");
        if let Some(mark) = self.mark_of_life(facts)? {
            text = format!("{text}-{mark}");
        }
        Ok(Code::new(text).map_err(|_| StoreError::from(Damage::Row("a number".to_owned())))?)
    }

    /// Returns what marks numbers of a database that was restored; `None` in its first life.
    fn mark_of_life(&self, facts: &Facts<'_>) -> Result<Option<String>, StoreError> {
        let epoch = Self::epoch(facts.tx)?;
        let lives = changes::count_of_kind(facts.tx, "k")?;
        Ok((lives > 1).then(|| crate::domain::base32(&epoch.0)[..4].to_owned()))
    }
}

/// Returns the request that a fact is about.
pub(super) fn request_of(fact: &Fact) -> FactId {
    match &fact.body {
        Body::Step(step) => step.request,
        _ => fact.id,
    }
}

/// Tells whether a step that is given again is the one that stands: what was filled in when it was recorded is not compared.
fn is_same(known: &RequestStep, given: &RequestStep) -> bool {
    let seen = given.seen.clone().or_else(|| known.seen.clone());
    let mut given = RequestStep { seen, ..given.clone() };
    if let (Step::Registered(number), Step::Registered(empty @ None)) = (&known.step, &mut given.step) {
        *empty = number.clone();
    }
    *known == given
}
