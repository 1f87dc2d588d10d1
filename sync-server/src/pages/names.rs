//! What codes are called: services and staff by the catalog, branches by head office's list. A code that nobody knows
//! is shown as it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::domain::{Catalog, CatalogEntry, CatalogKind};
use shared::locale::Language;
use shared::replica::Office;
use shared::store::office::BranchRow;

use super::PageError;

/// Names in the reader's language.
pub(super) struct Names {
    language: Language,
    catalog: Arc<Catalog>,
    branches: BTreeMap<String, String>,
}

impl Names {
    /// Reads the names that a page needs.
    pub(super) fn read(office: &Office, language: Language) -> Result<Self, PageError> {
        let named = |row: BranchRow| match language {
            Language::Arabic => (row.id, row.name_ar),
            Language::English => (row.id, row.name_en),
        };
        let branches = office.branches()?.into_iter().map(named).collect();
        Ok(Self { language, catalog: office.catalog()?, branches })
    }

    /// Returns a branch's name.
    pub(super) fn branch(&self, id: &str) -> String {
        self.branches.get(id).filter(|name| !name.is_empty()).map_or_else(|| id.to_owned(), Clone::clone)
    }

    /// Returns a service's name.
    pub(super) fn service(&self, code: &str) -> String {
        self.entry(&CatalogKind::Service, code)
    }

    /// Returns a paper's name.
    pub(super) fn paper(&self, code: &str) -> String {
        self.entry(&CatalogKind::Paper, code)
    }

    /// Returns the name of a member of staff.
    pub(super) fn staff(&self, code: &str) -> String {
        self.entry(&CatalogKind::Staff, code)
    }

    /// Lists the branches' ids in the order of their names.
    pub(super) fn branch_ids(&self) -> Vec<String> {
        let mut ids: Vec<_> = self.branches.iter().collect();
        ids.sort_by_key(|(id, name)| (name.as_str(), id.as_str()));
        ids.into_iter().map(|(id, _)| id.clone()).collect()
    }

    /// Lists the services' codes in the order of the catalog, those no longer offered last.
    pub(super) fn service_codes(&self) -> Vec<String> {
        let mut services: Vec<_> = self.catalog.all(&CatalogKind::Service).collect();
        services.sort_by_key(|entry| (!entry.active, entry.position, entry.code.as_str().to_owned()));
        services.into_iter().map(|entry| entry.code.as_str().to_owned()).collect()
    }

    fn entry(&self, kind: &CatalogKind, code: &str) -> String {
        let name = |entry: &CatalogEntry| match self.language {
            Language::Arabic => entry.name_ar.as_str().to_owned(),
            Language::English => entry.name_en.as_str().to_owned(),
        };
        self.catalog
            .find(kind, code)
            .map(name)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| code.to_owned())
    }
}
