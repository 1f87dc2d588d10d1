//! Support requests of a replica: their facts, folded to cases, and who may record a step. Once for both replicas.

use jiff::civil::Date;

use super::facts::Facts;
use super::people::files_of_person;
use crate::doc::{DocumentName, FactKind};
use crate::domain::request::{
    Case, Desk, FACTS_NAMED_MAX, Family, Match, Refusal, Request, RequestStep, Said, Step, StepKind, day_of,
    fold,
};
use crate::domain::{Body, Code, Fact, FactId, FileId, FollowCode, Moment, Role, reference_of};
use crate::store::{StoreError, facts, requests};

/// Most requests of a file that are shown.
const REQUESTS_SHOWN_MAX: u64 = 100;

/// A request with all that is known of it here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenedRequest {
    /// The request as it was asked.
    pub request: Request,
    /// Its fact: branch, file, by whom.
    pub fact: Fact,
    /// Its steps, in the order in which they came.
    pub steps: Vec<OpenedStep>,
    /// What follows from them.
    pub case: Case,
}

/// A step with what its fact tells of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenedStep {
    /// The step.
    pub step: RequestStep,
    /// Whose own PIN or sign-in opened it; `None` for the applicant alone, and for what head office's program does by itself.
    pub by: Option<Code>,
    /// It was recorded at head office.
    pub at_head_office: bool,
}

impl OpenedRequest {
    /// Returns what it is called: its number, or its code while it has none.
    pub fn name(&self) -> String {
        self.case.request_no.as_ref().map_or_else(|| reference_of(self.request.id), ToString::to_string)
    }

    /// Tells whether somebody may record a step of it now.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn may(&self, step: &RequestStep, by: Option<(&Code, &Role)>, at: Desk) -> Result<(), Refusal> {
        step.step.is_told(&step.said)?;
        self.case.may(step, by, at, day_of(&step.at))
    }

    /// Returns the code with which it is followed up.
    pub fn follow_code(&self) -> FollowCode {
        FollowCode::of(self.request.id, self.fact.file)
    }

    /// Returns the day of its last step, or on which it was asked.
    pub(super) fn changed(&self) -> Date {
        let steps = self.steps.iter().map(|step| day_of(&step.step.at));
        steps.max().unwrap_or_else(|| day_of(&self.request.at))
    }

    /// Returns it without what people said and who they are.
    #[must_use]
    pub fn masked(mut self) -> Self {
        self.request.beneficiary = None;
        if let Body::Request(request) = &mut self.fact.body {
            request.beneficiary = None;
        }
        self.steps.iter_mut().for_each(|step| step.step.said = Said::default());
        self
    }

    /// Returns the steps by which papers that the family has on file count for this request (P-42), if somebody may record them now;
    /// they are recorded before `next`, which is about none of them.
    pub fn carried(
        &self,
        by: Option<(&Code, &Role)>,
        at: Desk,
        moment: &Moment,
        next: Option<&Step>,
        mut new_id: impl FnMut() -> FactId,
    ) -> Vec<RequestStep> {
        let today = day_of(moment);
        let may = self.case.may_by(StepKind::Matched, by, at).is_ok();
        if !may || by.is_none() || !self.case.next(today).contains(&StepKind::Matched) {
            return Vec::new();
        }
        let mut seen = self.ends();
        let matches = self.case.on_file(today).into_iter().map(|paper| paper.to_match());
        let others = matches.filter(|one| next.and_then(Step::matter) != Some(&one.matter));
        let step = |matched: Match| {
            let id = new_id();
            let seen = Some(std::mem::replace(&mut seen, vec![id]));
            let (request, at, step) = (self.request.id, moment.clone(), Step::Matched(matched));
            RequestStep { id, request, at, seen, on_paper_by: None, step, said: Said::default() }
        };
        others.map(step).collect()
    }

    /// Returns the step as it is recorded: with what was known here when it was.
    #[must_use]
    pub fn seen_by(&self, step: &RequestStep) -> RequestStep {
        let seen = step.seen.clone().unwrap_or_else(|| self.ends());
        RequestStep { seen: Some(seen), ..step.clone() }
    }

    /// Returns what the next step has seen.
    fn ends(&self) -> Vec<FactId> {
        self.case.ends.iter().copied().take(FACTS_NAMED_MAX).collect()
    }
}

impl Facts<'_> {
    /// Opens a request; `None` where it is unknown here.
    pub fn open_request(&self, request: FactId) -> Result<Option<OpenedRequest>, StoreError> {
        let Some((_, fact)) = self.find(request, FactKind::Request)? else { return Ok(None) };
        let Body::Request(asked) = &fact.body else { return Ok(None) };
        let request = (**asked).clone();
        let mut steps = Vec::new();
        for row in facts::about(self.tx, FactKind::Step.code(), request.id)? {
            let place = DocumentName::parse(&row.place.name);
            let at_head_office = matches!(place, Some(DocumentName::HeadOffice { .. }));
            let fact = self.fact_of(&row)?;
            if let Body::Step(step) = fact.body {
                steps.push(OpenedStep { step: *step, by: fact.by, at_head_office });
            }
        }
        let done: Vec<_> = steps.iter().map(|known| (known.step.clone(), known.by.clone())).collect();
        let case = fold(&request, &done);
        Ok(Some(OpenedRequest { request, fact, steps, case }))
    }

    /// Opens the requests of a person, who has these files, that are known here, the latest first. What one of them
    /// says of the family counts for all.
    pub fn requests_of(&self, files: &[FileId]) -> Result<Vec<OpenedRequest>, StoreError> {
        let mut all = Vec::new();
        for file in files {
            for row in facts::of_file(self.tx, FactKind::Request.code(), *file, REQUESTS_SHOWN_MAX)? {
                all.extend(self.open_request(row.fact)?);
            }
        }
        all.sort_by_key(|known| std::cmp::Reverse((known.request.at.unix_millis(), known.request.id)));
        let family = Family::of(all.iter().map(|known| &known.case));
        all.iter_mut().for_each(|known| known.case.count_family(&family));
        Ok(all)
    }

    /// Opens a request in which the family's other requests count too; `None` where it is unknown here.
    pub fn open_in_family(&self, request: FactId) -> Result<Option<OpenedRequest>, StoreError> {
        let Some((_, fact)) = self.find(request, FactKind::Request)? else { return Ok(None) };
        let Some(file) = fact.file else { return self.open_request(request) };
        let files = match self.secrets.is_locked() {
            true => vec![file],
            false => files_of_person(self, file)?.into_iter().map(|opened| opened.file).collect(),
        };
        let mut all = self.requests_of(&files)?;
        if let Some(at) = all.iter().position(|known| known.request.id == request) {
            return Ok(Some(all.swap_remove(at)));
        }
        // one of so many that not all are looked through
        let Some(mut opened) = self.open_request(request)? else { return Ok(None) };
        opened.case.count_family(&Family::of(all.iter().map(|known| &known.case)));
        Ok(Some(opened))
    }

    /// Fills in what a request takes: what it says itself, else what was filled in when it was recorded, else what the catalog says of
    /// its service; of that what its beneficiary's group is asked for.
    pub fn fill_in_terms(&self, request: &mut Request, recorded: Option<&Request>) -> Result<(), StoreError> {
        let terms = match (request.terms.take(), recorded) {
            (Some(given), _) => Some(given),
            (None, Some(recorded)) => recorded.terms.clone(),
            (None, None) => self.catalog()?.terms_of(&request.service),
        };
        let group = request.beneficiary.as_ref().and_then(|person| person.group.as_ref());
        request.terms = terms.map(|terms| terms.of_group(group));
        Ok(())
    }

    /// Notes how a request stands, for head office's lists.
    pub fn note_case(&self, opened: &OpenedRequest) -> Result<(), StoreError> {
        let (case, kind) = (&opened.case, FactKind::Request.code());
        requests::put(self.tx, &self.codes, opened.request.id, kind, case.state, case.due())
    }

    /// Calls `each` for every request that is known here, in the order in which they came.
    pub fn each_request<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(OpenedRequest) -> Result<(), E>,
    ) -> Result<(), E> {
        facts::each(self.tx, FactKind::Request.code(), |row| match self.open_request(row.fact)? {
            Some(opened) => each(opened),
            None => Ok(()),
        })
    }
}
