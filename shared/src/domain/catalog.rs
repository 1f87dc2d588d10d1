//! What kiosks show: services, departments, reasons, branches, staff, tools. Head office publishes it entry by entry;
//! the last publication of an entry stands, and the earlier ones are kept (P-1).

use std::collections::BTreeMap;

use super::codes;
use super::{Code, Text};

/// What an entry describes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CatalogKind {
    /// A service that can be asked for and rated.
    Service,
    /// A department that serves (P-12).
    Department,
    /// A reason offered with a rating.
    Reason,
    /// A branch office.
    Branch,
    /// A member of staff; the names are sealed.
    Staff,
    /// One of the six tools of a beneficiary relations officer (P-30).
    Tool,
    /// The association itself: its name.
    Association,
    /// A kind of a newer program, kept as it came.
    Other(String),
}

impl CatalogKind {
    /// Reads a stored code.
    pub fn from_code(code: &str) -> Self {
        match code {
            "service" => Self::Service,
            "department" => Self::Department,
            "reason" => Self::Reason,
            "branch" => Self::Branch,
            "staff" => Self::Staff,
            "tool" => Self::Tool,
            "association" => Self::Association,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Returns the stored code.
    pub fn code(&self) -> &str {
        match self {
            Self::Service => "service",
            Self::Department => "department",
            Self::Reason => "reason",
            Self::Branch => "branch",
            Self::Staff => "staff",
            Self::Tool => "tool",
            Self::Association => "association",
            Self::Other(code) => code,
        }
    }
}

/// One publication of one entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CatalogEntry {
    /// What it describes.
    pub kind: CatalogKind,
    /// Its code within the kind; what visits and ratings name.
    pub code: Code,
    /// Its name in Arabic.
    pub name_ar: Text,
    /// Its name in English.
    pub name_en: Text,
    /// A line of explanation in Arabic.
    pub about_ar: Option<Text>,
    /// A line of explanation in English.
    pub about_en: Option<Text>,
    /// The department that a service or member of staff belongs to.
    pub department: Option<Code>,
    /// What a member of staff may do.
    pub role: Option<codes::Role>,
    /// Where it stands in a list; smaller comes first.
    pub position: i64,
    /// False where it is no longer offered; records that name it still show its name.
    pub active: bool,
    /// Who approved this publication.
    pub approved_by: Option<Text>,
}

/// The catalog as it stands: the last publication of each entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Catalog {
    entries: BTreeMap<(CatalogKind, Code), CatalogEntry>,
}

impl Catalog {
    /// Takes in a publication; a later one of the same entry replaces an earlier one.
    pub fn publish(&mut self, entry: CatalogEntry) {
        self.entries.insert((entry.kind.clone(), entry.code.clone()), entry);
    }

    /// Returns the entries of a kind that are offered, in their order.
    pub fn offered<'a>(&'a self, kind: &CatalogKind) -> Vec<&'a CatalogEntry> {
        let mut offered: Vec<_> = self.entries.values().filter(|e| e.active && &e.kind == kind).collect();
        offered.sort_by_key(|e| (e.position, e.code.clone()));
        offered
    }

    /// Returns all entries of a kind, in the order of their codes.
    pub fn all<'a>(&'a self, kind: &'a CatalogKind) -> impl Iterator<Item = &'a CatalogEntry> {
        self.entries.values().filter(move |e| &e.kind == kind)
    }

    /// Returns every entry, by kind and code.
    pub fn entries(&self) -> impl Iterator<Item = &CatalogEntry> {
        self.entries.values()
    }

    /// Finds an entry; `None` for a code that the catalog doesn't know, which is then shown as it is.
    pub fn find(&self, kind: &CatalogKind, code: &str) -> Option<&CatalogEntry> {
        let code = Code::new(code).ok()?;
        self.entries.get(&(kind.clone(), code))
    }
}
