//! The catalog that a new data directory begins with, a line an entry in `defaults.ndjson`: the policy's tools (P-30), the
//! departments it names, reasons of a rating, a few services, and what the policy itself lets the guide say of them.
//! All of it is the association's to change.

use super::OfficeError;
use crate::domain::{BranchId, CatalogEntry, Code, Described, InvalidText, Text, read_catalog_line};

const LINES: &str = include_str!("defaults.ndjson");

/// Returns the entries of a new catalog.
pub fn default_catalog() -> Vec<CatalogEntry> {
    let entry = |line: &str| read_catalog_line(line.as_bytes()).expect("a test reads every default line");
    LINES.lines().map(entry).collect()
}

/// Returns the entry of a branch.
pub(super) fn branch(id: &BranchId, name_ar: &str, name_en: &str) -> Result<CatalogEntry, OfficeError> {
    let fault = |e: InvalidText| OfficeError::Entry { code: id.to_string(), reason: e.to_string() };
    let code = Code::new(id.as_str()).map_err(fault)?;
    let [name_ar, name_en] = [name_ar, name_en].map(Text::new);
    let what = Described::Branch { phone: None };
    Ok(CatalogEntry::new(what, code, name_ar.map_err(fault)?, name_en.map_err(fault)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CatalogKind;

    #[test]
    fn the_default_catalog_has_the_six_tools_and_a_guide_in_both_languages() {
        let entries = default_catalog();
        let of = |kind: CatalogKind| entries.iter().filter(move |entry| entry.kind() == kind);
        assert_eq!(of(CatalogKind::Tool).count(), 6);
        for kind in [CatalogKind::Service, CatalogKind::Question, CatalogKind::Notion, CatalogKind::ToolPage]
        {
            assert!(of(kind.clone()).count() >= 6, "{kind:?}");
            for entry in of(kind) {
                let body = &entry.article().unwrap().body;
                assert!(body.ar.is_some() && body.en.is_some(), "{}", entry.code);
            }
        }
        // what an association did because of what it was told is for itself to say
        assert_eq!(of(CatalogKind::Improvement).count(), 0);
    }

    #[test]
    fn whatever_belongs_to_an_entry_belongs_to_one_that_is_there() {
        let entries = default_catalog();
        for (kind, owner) in [
            (CatalogKind::ToolPage, CatalogKind::Tool),
            (CatalogKind::Question, CatalogKind::Service),
            (CatalogKind::Notion, CatalogKind::Service),
        ] {
            for owned in entries.iter().filter(|entry| entry.kind() == kind) {
                let Some(code) = owned.belongs_to() else { continue };
                assert!(entries.iter().any(|e| e.kind() == owner && e.code == *code), "{}", owned.code);
            }
        }
    }
}
