//! What leaves a replica, line by line, opened: the owner's full copy.

use super::facts::Facts;
use super::people::open_file;
use crate::doc::FactKind;
use crate::domain::{Body, BranchId, Catalog, Fact, Line, LineKind};
use crate::store::{StoreError, people, ratings, scope};

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
            LineKind::Rating => {
                for place in ratings::all(self.tx)? {
                    each_of(self.fact_at(FactKind::Rating, &place)?)?;
                }
                Ok(())
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

/// Returns a record as its line; `None` for a fact that is none, or has nothing to say.
pub(super) fn line_of(fact: &Fact) -> Option<Line> {
    let branch = fact.branch.as_ref().map(BranchId::as_str).unwrap_or_default();
    if let Body::Visit(visit) = &fact.body {
        return Some(visit.to_line(Some(branch), fact.by.as_ref()));
    }
    if let Body::Rating(rating) = &fact.body {
        return Some(rating.to_line(Some(branch)));
    }
    let Body::Suggestion(suggestion) = &fact.body else { return None };
    (!suggestion.text.as_str().is_empty()).then(|| suggestion.to_line(Some(branch)))
}
