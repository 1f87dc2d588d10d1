//! What kiosks show: services, departments, reasons, branches, staff, the service guide, opening hours, the
//! association's face. Head office publishes it entry by entry; the last publication of an entry stands, and the
//! earlier ones are kept (P-1).

use std::collections::BTreeMap;

use super::codes::{self, open_enum};
use super::{Audience, Branding, Code, Guide, Hours, Text};

open_enum! {
    /// What an entry describes.
    CatalogKind {
        /// A service that can be asked for and rated.
        Service = "service",
        /// A department that serves (P-12).
        Department = "department",
        /// A reason offered with a rating.
        Reason = "reason",
        /// A branch office.
        Branch = "branch",
        /// A member of staff; the names are sealed.
        Staff = "staff",
        /// One of the six tools of a beneficiary relations officer (P-30).
        Tool = "tool",
        /// The association itself: its name, colours and logo.
        Association = "association",
        /// A question and its answer (P-6).
        Question = "question",
        /// A notion about the services that is right or wrong, and why (P-9).
        Notion = "notion",
        /// What was said and what was done because of it (P-10).
        Improvement = "improvement",
        /// A page of one of the six tools (P-30).
        ToolPage = "tool_page",
        /// When the association, or one branch, is open; the code is the branch's, or [`EVERYWHERE`].
        Hours = "hours",
    }
}

/// The code of the opening hours that hold where a branch has none of its own.
pub const EVERYWHERE: &str = "everywhere";

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
    /// The picture that stands for it, by the name of one that the kiosk has.
    pub picture: Option<Code>,
    /// What the service guide says of it.
    pub guide: Guide,
    /// When it is open: of a [`CatalogKind::Hours`] alone.
    pub hours: Option<Hours>,
    /// Colours and logo: of a [`CatalogKind::Association`] alone.
    pub branding: Branding,
}

impl CatalogEntry {
    /// Makes an entry that says nothing but its names, offered, at the head of its list.
    pub fn new(kind: CatalogKind, code: Code, name_ar: Text, name_en: Text) -> Self {
        Self {
            kind,
            code,
            name_ar,
            name_en,
            about_ar: None,
            about_en: None,
            department: None,
            role: None,
            position: 0,
            active: true,
            approved_by: None,
            picture: None,
            guide: Guide::default(),
            hours: None,
            branding: Branding::default(),
        }
    }

    /// Tells whether visitors may see it. The tools are the staff's unless their entry says otherwise (P-30).
    pub fn is_for_everybody(&self) -> bool {
        let unsaid = match self.kind {
            CatalogKind::Tool | CatalogKind::ToolPage | CatalogKind::Staff => Audience::Staff,
            CatalogKind::Service
            | CatalogKind::Department
            | CatalogKind::Reason
            | CatalogKind::Branch
            | CatalogKind::Association
            | CatalogKind::Question
            | CatalogKind::Notion
            | CatalogKind::Improvement
            | CatalogKind::Hours
            | CatalogKind::Other(_) => Audience::Everybody,
        };
        *self.guide.audience.as_ref().unwrap_or(&unsaid) == Audience::Everybody
    }
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

    /// Returns the entries of a kind that are offered and belong to another entry, in their order.
    pub fn belonging_to<'a>(&'a self, kind: &CatalogKind, code: &Code) -> Vec<&'a CatalogEntry> {
        let mut found = self.offered(kind);
        found.retain(|entry| entry.guide.belongs_to.as_ref() == Some(code));
        found
    }

    /// Returns when a branch is open: its own hours, else those that hold everywhere; `None` where nothing is said.
    pub fn hours_of(&self, branch: &str) -> Option<&Hours> {
        let offered = |code| self.find(&CatalogKind::Hours, code).filter(|entry| entry.active);
        offered(branch).or_else(|| offered(EVERYWHERE))?.hours.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: CatalogKind, code: &str) -> CatalogEntry {
        let text = |words: &str| Text::new(words).unwrap();
        CatalogEntry::new(kind, Code::new(code).unwrap(), text("اسم"), text("Name"))
    }

    #[test]
    fn every_kind_reads_back_and_a_newer_programs_kind_is_kept() {
        assert_eq!(CatalogKind::KNOWN.len(), 12);
        for kind in CatalogKind::KNOWN {
            assert_eq!(&CatalogKind::from_code(kind.code()), kind);
        }
        assert_eq!(CatalogKind::from_code("hologram"), CatalogKind::Other("hologram".to_owned()));
    }

    #[test]
    fn a_branch_has_its_own_hours_or_those_of_everywhere() {
        let hours = |week: &str| Some(Hours { week: week.parse().unwrap(), ..Hours::default() });
        let mut catalog = Catalog::default();
        assert_eq!(catalog.hours_of("abha"), None);
        for (code, week) in [(EVERYWHERE, "sunday 08:00-14:00"), ("abha", "sunday 09:00-12:00")] {
            catalog.publish(CatalogEntry { hours: hours(week), ..entry(CatalogKind::Hours, code) });
        }
        assert_eq!(catalog.hours_of("abha"), hours("sunday 09:00-12:00").as_ref());
        assert_eq!(catalog.hours_of("riyadh"), hours("sunday 08:00-14:00").as_ref());
    }

    #[test]
    fn the_tools_are_the_staffs_unless_their_entry_says_otherwise() {
        let tool = entry(CatalogKind::Tool, "bylaw");
        assert!(!tool.is_for_everybody());
        assert!(entry(CatalogKind::Question, "q").is_for_everybody());
        let guide = Guide { audience: Some(Audience::Everybody), ..Guide::default() };
        assert!(CatalogEntry { guide, ..tool }.is_for_everybody());
    }
}
