//! What leaves a replica, line by line, opened: the owner's full copy.

use std::collections::BTreeMap;

use super::OpenedRequest;
use super::facts::Facts;
use super::people::open_file;
use crate::doc::{DocumentName, FactKind};
use crate::domain::{Body, BranchId, Catalog, Fact, Line, LineKind, Told};
use crate::hex::to_hex;
use crate::store::office::audit::{self, AuditRow};
use crate::store::office::series;
use crate::store::{StoreError, facts, people, ratings, scope};

impl Facts<'_> {
    /// Calls `each` for every record or file of a kind: in the order of arrival, ratings in the order of their random ids. A
    /// suggestion whose key is gone has nothing to say and stays out. Files are head office's to export.
    pub fn each_line<E: From<StoreError>>(
        &self,
        kind: LineKind,
        mut each: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut each_of = |fact: Fact| line_of(&fact).map_or(Ok(()), &mut each);
        match kind {
            LineKind::Visit => self.each(FactKind::Visit, |mut fact| {
                if let Body::Visit(visit) = &mut fact.body
                    && visit.ticket.is_some()
                {
                    visit.called_at = self.called_at(visit.supersedes.unwrap_or(fact.id))?;
                }
                each_of(fact)
            }),
            LineKind::Suggestion => self.each(FactKind::Suggestion, each_of),
            LineKind::Request => self.each_of_request(FactKind::Request, each),
            LineKind::RequestStep => self.each_of_request(FactKind::Step, each),
            LineKind::Case(today) => self.each_request(|OpenedRequest { request, fact, case, .. }| {
                each(Line::of_case(&request, fact.branch.as_ref().map(BranchId::as_str), &case, today))
            }),
            LineKind::Rating => {
                for place in ratings::all(self.tx)? {
                    each_of(self.fact_at(FactKind::Rating, &place)?)?;
                }
                Ok(())
            }
            LineKind::SessionStep => self.each(FactKind::Session, |fact| match &fact.body {
                Body::Session(step) => each(step.to_line(&Told { by: fact.by.as_ref(), ..Told::default() })),
                _ => Ok(()),
            }),
            LineKind::Minutes => {
                let mut all = self.sessions()?;
                all.reverse();
                for session in all {
                    let Some(minutes) = self.minutes(session.id)? else { continue };
                    let mut names = BTreeMap::new();
                    for item in &minutes.items {
                        let opened = self.open_request(item.request)?;
                        names.extend(opened.map(|opened| (item.request, opened.name())));
                    }
                    each(Line::of_minutes(&minutes, |id| names.get(&id).cloned().unwrap_or_default()))?;
                }
                Ok(())
            }
            LineKind::Audit => audit::each(self.tx, |row| each(audit_line(row))),
            LineKind::Series => {
                let rows = series::all(self.tx)?;
                rows.iter().try_for_each(|row| each(Line::of_series(&row.name, row.year, row.last)))
            }
            LineKind::Beneficiary => {
                for (document, file) in people::files(self.tx)? {
                    let Some(opened) = open_file(self, file)? else { continue };
                    let branches = scope::branches_of(self.tx, document)?;
                    each(Line::of_file(file, branches, |field| opened.of(field).map(|value| &value.text)))?;
                }
                Ok(())
            }
        }
    }

    /// Calls `each` for every fact of requests of a kind, with the device that recorded it, in the order of arrival.
    fn each_of_request<E: From<StoreError>>(
        &self,
        kind: FactKind,
        mut each: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<(), E> {
        facts::each(self.tx, kind.code(), |row| {
            let device = DocumentName::parse(&row.place.name).and_then(|name| name.device());
            let device = device.map(|device| device.to_string());
            line_of_request(&self.fact_of(&row)?, device.as_deref()).map_or(Ok(()), &mut each)
        })
    }

    /// Reads the catalog out of the publications, in their order.
    pub fn catalog(&self) -> Result<Catalog, StoreError> {
        let mut catalog = Catalog::default();
        self.each(FactKind::Published, |fact| {
            if let Body::Published(entry) = fact.body {
                catalog.publish(*entry);
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(catalog)
    }
}

fn audit_line(row: AuditRow) -> Line {
    let AuditRow { id, at, by, what, about, purpose, hash } = row;
    let at = jiff::Timestamp::from_millisecond(at.0).ok().map(|at| at.to_string());
    let about = about.map(|about| about.to_string());
    Line::of_audit(id, [at, Some(by.to_string()), Some(what), about, purpose, Some(to_hex(&hash))])
}

/// Returns a request or a step as its line; `None` for anything else.
pub(super) fn line_of_request(fact: &Fact, device: Option<&str>) -> Option<Line> {
    let told = Told { branch: fact.branch.as_ref().map(BranchId::as_str), device, by: fact.by.as_ref() };
    match &fact.body {
        Body::Request(request) => Some(request.to_line(&told)),
        Body::Step(step) => Some(step.to_line(&told)),
        _ => None,
    }
}

/// Returns a record as its line; `None` for a fact that is none, or has nothing to say.
pub(super) fn line_of(fact: &Fact) -> Option<Line> {
    let branch = fact.branch.as_ref().map(BranchId::as_str).unwrap_or_default();
    if let Body::Visit(visit) = &fact.body {
        return Some(visit.to_line(Some(branch), fact.by.as_ref()));
    }
    if let Body::Rating(rating) = &fact.body {
        return Some(rating.to_line(Some(branch)));
    }
    if let Some(line) = line_of_request(fact, None) {
        return Some(line);
    }
    let Body::Suggestion(suggestion) = &fact.body else { return None };
    (!suggestion.text.as_str().is_empty()).then(|| suggestion.to_line(Some(branch)))
}
