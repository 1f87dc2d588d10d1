//! What kiosks show: services, departments, reasons, branches, staff, the service guide, opening hours, the
//! association's face. Head office publishes it entry by entry; the last publication of an entry stands, and the
//! earlier ones are kept (P-1).

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::codes::{Asked, Role, open_enum};
use super::request::Terms;
use super::{Article, Audience, Bilingual, BilingualList, Branding, Code, Hours, Telephone, Text};
use crate::locale::Language;

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
        /// A group of beneficiaries whose needs are counted (P-4).
        Group = "group",
        /// What a contact can lead to.
        Outcome = "outcome",
        /// A paper that support requests need (P-42).
        Paper = "paper",
    }
}

/// The code of the opening hours that hold where a branch has none of its own.
pub const EVERYWHERE: &str = "everywhere";

/// The code of what is asked for where no service fits; a kiosk offers it whether or not the catalog has it.
pub const OTHER_SERVICE: &str = "other";

/// The pictures that kiosks have, by the codes that entries name them by: codes are never given another meaning. A newer kiosk may
/// have more.
pub const PICTURES: [&str; 44] = [
    "person",
    "woman",
    "family",
    "elder",
    "wheelchair",
    "care",
    "volunteer",
    "identity",
    "home",
    "basket",
    "money",
    "medical",
    "book",
    "work",
    "phone",
    "letter",
    "car",
    "clothes",
    "utilities",
    "document",
    "pen",
    "gift",
    "mosque",
    "calendar",
    "printer",
    "lamp",
    "bell",
    "lock",
    "chat",
    "clock",
    "scales",
    "star",
    "hands",
    "question",
    "more",
    "info",
    "search",
    "check",
    "cancel",
    "place",
    "sound",
    "text_size",
    "contrast",
    "pictures",
];

/// What an entry describes: each kind with the values that it alone has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Described {
    /// [`CatalogKind::Service`].
    Service {
        /// The department that it belongs to.
        department: Option<Code>,
        /// Who may have it.
        who: Bilingual,
        /// The papers that it needs (المستندات المطلوبة), one a line.
        papers: BilingualList,
        /// What a self-service kiosk asks for beside it.
        asks: Vec<Asked>,
        /// What a request for it takes (P-42 to P-46); `None` where it is none that is decided.
        terms: Option<Terms>,
        /// All about it.
        article: Article,
    },
    /// [`CatalogKind::Department`].
    Department,
    /// [`CatalogKind::Reason`].
    Reason,
    /// [`CatalogKind::Branch`].
    Branch {
        /// The number at which it is called.
        phone: Option<Telephone>,
    },
    /// [`CatalogKind::Staff`].
    Staff {
        /// The department that they belong to.
        department: Option<Code>,
        /// What they may do.
        role: Option<Role>,
    },
    /// [`CatalogKind::Tool`].
    Tool,
    /// [`CatalogKind::Association`].
    Association(Branding),
    /// [`CatalogKind::Question`].
    Question {
        /// The service that it is about.
        belongs_to: Option<Code>,
        /// The answer.
        article: Article,
    },
    /// [`CatalogKind::Notion`].
    Notion {
        /// The service that it is about.
        belongs_to: Option<Code>,
        /// Whether it is right.
        verdict: bool,
        /// Why.
        article: Article,
    },
    /// [`CatalogKind::Improvement`].
    Improvement {
        /// Since when it holds.
        since: Option<Date>,
        /// What was done.
        article: Article,
    },
    /// [`CatalogKind::ToolPage`].
    ToolPage {
        /// The tool.
        belongs_to: Code,
        /// What stands on it.
        article: Article,
    },
    /// [`CatalogKind::Hours`].
    Hours(Hours),
    /// [`CatalogKind::Group`].
    Group,
    /// [`CatalogKind::Outcome`].
    Outcome,
    /// [`CatalogKind::Paper`].
    Paper {
        /// Its name tells something of a person's life: whoever follows a request up is told of it only that it is missing.
        discreet: bool,
    },
    /// What a newer head office describes: shown by its name, and read by the version that knows the kind.
    Other(String),
}

/// One publication of one entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CatalogEntry {
    /// Its code within the kind; what visits and ratings name.
    pub code: Code,
    /// Its name in Arabic.
    pub name_ar: Text,
    /// Its name in English.
    pub name_en: Text,
    /// Its name in simple words, for those who read little; a member of staff has none.
    pub simple_name: Bilingual,
    /// A line of explanation in Arabic.
    pub about_ar: Option<Text>,
    /// A line of explanation in English.
    pub about_en: Option<Text>,
    /// Where it stands in a list; smaller comes first.
    pub position: i64,
    /// False where it is no longer offered; records that name it still show its name.
    pub active: bool,
    /// Who approved this publication.
    pub approved_by: Option<Text>,
    /// The picture that stands for it, by the name of one that the kiosk has.
    pub picture: Option<Code>,
    /// Who may see it; `None` leaves it to the kind.
    pub audience: Option<Audience>,
    /// What it describes.
    pub what: Described,
}

impl CatalogKind {
    /// The kinds of which each thing has one code, however it was written ([`Code::listed`]). A catalog of version 1 has none of
    /// them: those of the default one stand for them.
    pub const LISTED: [Self; 2] = [Self::Group, Self::Outcome];
}

impl CatalogEntry {
    /// Makes an entry that says nothing else, offered, at the head of its list.
    pub fn new(what: Described, code: Code, name_ar: Text, name_en: Text) -> Self {
        Self {
            code,
            name_ar,
            name_en,
            simple_name: Bilingual::default(),
            about_ar: None,
            about_en: None,
            position: 0,
            active: true,
            approved_by: None,
            picture: None,
            audience: None,
            what,
        }
    }

    /// Returns the kind of what it describes.
    pub fn kind(&self) -> CatalogKind {
        match &self.what {
            Described::Service { .. } => CatalogKind::Service,
            Described::Department => CatalogKind::Department,
            Described::Reason => CatalogKind::Reason,
            Described::Branch { .. } => CatalogKind::Branch,
            Described::Staff { .. } => CatalogKind::Staff,
            Described::Tool => CatalogKind::Tool,
            Described::Association(_) => CatalogKind::Association,
            Described::Question { .. } => CatalogKind::Question,
            Described::Notion { .. } => CatalogKind::Notion,
            Described::Improvement { .. } => CatalogKind::Improvement,
            Described::ToolPage { .. } => CatalogKind::ToolPage,
            Described::Hours(_) => CatalogKind::Hours,
            Described::Group => CatalogKind::Group,
            Described::Outcome => CatalogKind::Outcome,
            Described::Paper { .. } => CatalogKind::Paper,
            Described::Other(kind) => CatalogKind::Other(kind.clone()),
        }
    }

    /// Returns its name in a language; the simple one where that is wanted and written.
    pub fn name(&self, language: Language, is_simple: bool) -> &Text {
        let Bilingual { ar, en } = &self.simple_name;
        let (name, simple) = match language {
            Language::Arabic => (&self.name_ar, ar),
            Language::English => (&self.name_en, en),
        };
        simple.as_ref().filter(|_| is_simple).unwrap_or(name)
    }

    /// Returns its long text, where its kind has one.
    pub fn article(&self) -> Option<&Article> {
        match &self.what {
            Described::Service { article, .. }
            | Described::Question { article, .. }
            | Described::Notion { article, .. }
            | Described::Improvement { article, .. }
            | Described::ToolPage { article, .. } => Some(article),
            _ => None,
        }
    }

    /// Returns its texts: the names, the lines about it, the long text.
    pub fn texts(&self) -> [Vec<&Text>; 3] {
        let mut lines: Vec<_> = self.about_ar.iter().chain(&self.about_en).collect();
        if let Described::Service { who, papers, .. } = &self.what {
            lines.extend(who.texts().chain(&papers.ar).chain(&papers.en));
        }
        let long = self
            .article()
            .into_iter()
            .flat_map(|Article { body, simple }| body.texts().chain(simple.texts()));
        let names = [&self.name_ar, &self.name_en].into_iter().chain(self.simple_name.texts());
        [names.collect(), lines, long.collect()]
    }

    /// Returns the entry that it belongs to: a question's or a notion's service, a page's tool.
    pub fn belongs_to(&self) -> Option<&Code> {
        match &self.what {
            Described::Question { belongs_to, .. } | Described::Notion { belongs_to, .. } => {
                belongs_to.as_ref()
            }
            Described::ToolPage { belongs_to, .. } => Some(belongs_to),
            _ => None,
        }
    }

    /// Tells whether visitors may see it. The tools are the staff's unless their entry says otherwise (P-30).
    pub fn is_for_everybody(&self) -> bool {
        let is_staffs =
            matches!(self.what, Described::Tool | Described::ToolPage { .. } | Described::Staff { .. });
        self.audience.as_ref().map_or(!is_staffs, |audience| *audience == Audience::Everybody)
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
        self.entries.insert((entry.kind(), entry.code.clone()), entry);
    }

    /// Returns the entries of a kind that are offered, in their order.
    pub fn offered(&self, kind: &CatalogKind) -> Vec<&CatalogEntry> {
        let mut offered: Vec<_> = self.all(kind).filter(|entry| entry.active).collect();
        offered.sort_by_key(|e| (e.position, e.code.clone()));
        offered
    }

    /// Returns all entries of a kind, in the order of their codes.
    pub fn all(&self, kind: &CatalogKind) -> impl Iterator<Item = &CatalogEntry> {
        self.entries.iter().filter(move |((of, _), _)| of == kind).map(|(_, entry)| entry)
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

    /// Returns what a self-service kiosk asks for beside a service; for words where it is none of the catalog's.
    pub fn asks(&self, service: &Code) -> &[Asked] {
        match self.find(&CatalogKind::Service, service.as_str()).map(|entry| &entry.what) {
            Some(Described::Service { asks, .. }) => asks,
            _ if service.as_str() == OTHER_SERVICE => &[Asked::Words],
            _ => &[],
        }
    }

    /// Returns the kinds that a catalog of version 1 has none of.
    pub fn lacking(&self) -> Vec<CatalogKind> {
        CatalogKind::LISTED.into_iter().filter(|kind| self.all(kind).next().is_none()).collect()
    }

    /// Takes the entries of the kinds that it lacks.
    pub fn fill_in(&mut self, entries: Vec<CatalogEntry>) {
        let lacking = self.lacking();
        entries
            .into_iter()
            .filter(|entry| lacking.contains(&entry.kind()))
            .for_each(|entry| self.publish(entry));
    }

    /// Returns the code under which the catalog knows something, however it was written ([`Code::listed`]); as it is where it knows
    /// none, or more than one that reads so.
    pub fn listed(&self, kind: &CatalogKind, code: &Code) -> Code {
        if self.find(kind, code.as_str()).is_some() {
            return code.clone();
        }
        let listed = code.listed();
        let mut alike = self.all(kind).map(|entry| &entry.code).filter(|known| known.listed() == listed);
        match (alike.next(), alike.next()) {
            (Some(known), None) => known.clone(),
            _ => code.clone(),
        }
    }

    /// Returns the number at which a branch is called.
    pub fn phone_of(&self, branch: &str) -> Option<&Telephone> {
        match &self.find(&CatalogKind::Branch, branch)?.what {
            Described::Branch { phone } => phone.as_ref(),
            _ => None,
        }
    }

    /// Returns what a request for a service takes; `None` where the catalog says nothing of it.
    pub fn terms_of(&self, service: &Code) -> Option<Terms> {
        match &self.find(&CatalogKind::Service, service.as_str())?.what {
            Described::Service { terms, .. } => terms.clone(),
            _ => None,
        }
    }

    /// Returns the association's own entry; `None` where none is offered.
    pub fn association(&self) -> Option<&CatalogEntry> {
        self.offered(&CatalogKind::Association).first().copied()
    }

    /// Returns the association's face; `None` where it published none.
    pub fn branding(&self) -> Option<&Branding> {
        match &self.association()?.what {
            Described::Association(branding) => Some(branding),
            _ => None,
        }
    }

    /// Returns what a missing paper is called towards whoever follows a request up; `None` where it is discreet, or not known here.
    pub fn paper_told(&self, code: &Code, language: Language, is_simple: bool) -> Option<&Text> {
        let entry = self.find(&CatalogKind::Paper, code.as_str())?;
        let is_told = matches!(entry.what, Described::Paper { discreet: false });
        is_told.then(|| entry.name(language, is_simple))
    }

    /// Returns when a branch is open: its own hours, else those that hold everywhere; `None` where nothing is said.
    pub fn hours_of(&self, branch: &str) -> Option<&Hours> {
        let offered = |code| self.find(&CatalogKind::Hours, code).filter(|entry| entry.active);
        match &offered(branch).or_else(|| offered(EVERYWHERE))?.what {
            Described::Hours(hours) => Some(hours),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(what: Described, code: &str) -> CatalogEntry {
        let text = |words: &str| Text::new(words).unwrap();
        CatalogEntry::new(what, Code::new(code).unwrap(), text("اسم"), text("Name"))
    }

    #[test]
    fn every_kind_reads_back_and_a_newer_programs_kind_is_kept() {
        assert_eq!(CatalogKind::KNOWN.len(), 15);
        for kind in CatalogKind::KNOWN {
            assert_eq!(&CatalogKind::from_code(kind.code()), kind);
        }
        assert_eq!(CatalogKind::from_code("hologram"), CatalogKind::Other("hologram".to_owned()));
    }

    #[test]
    fn a_branch_has_its_own_hours_or_those_of_everywhere() {
        let hours = |week: &str| Hours { week: week.parse().unwrap(), ..Hours::default() };
        let mut catalog = Catalog::default();
        assert_eq!(catalog.hours_of("abha"), None);
        for (code, week) in [(EVERYWHERE, "sunday 08:00-14:00"), ("abha", "sunday 09:00-12:00")] {
            catalog.publish(entry(Described::Hours(hours(week)), code));
        }
        assert_eq!(catalog.hours_of("abha"), Some(&hours("sunday 09:00-12:00")));
        assert_eq!(catalog.hours_of("riyadh"), Some(&hours("sunday 08:00-14:00")));
    }

    #[test]
    fn a_name_is_in_simple_words_where_these_are_wanted_and_written() {
        let mut named = entry(Described::Reason, "speed");
        named.simple_name.en = Some(Text::new("Fast").unwrap());
        let shown = |language, is_simple| named.name(language, is_simple).as_str();
        assert_eq!(shown(Language::English, true), "Fast");
        assert_eq!(shown(Language::English, false), "Name");
        assert_eq!(shown(Language::Arabic, true), "اسم");
    }

    #[test]
    fn what_is_none_of_the_services_is_asked_for_in_words() {
        let code = |code: &str| Code::new(code).unwrap();
        let (department, who, papers, article) = Default::default();
        let asks = vec![Asked::Words, Asked::Mobile];
        let mut catalog = Catalog::default();
        let service =
            Described::Service { department, who, papers, asks: asks.clone(), terms: None, article };
        catalog.publish(entry(service, "complaint"));
        assert_eq!(catalog.asks(&code("complaint")), asks);
        assert_eq!(catalog.asks(&code(OTHER_SERVICE)), [Asked::Words]);
        assert_eq!(catalog.asks(&code("support")), []);
    }

    #[test]
    fn the_tools_are_the_staffs_unless_their_entry_says_otherwise() {
        let tool = entry(Described::Tool, "bylaw");
        assert!(!tool.is_for_everybody());
        assert!(
            entry(Described::Question { belongs_to: None, article: Article::default() }, "q")
                .is_for_everybody()
        );
        assert!(CatalogEntry { audience: Some(Audience::Everybody), ..tool }.is_for_everybody());
    }
}
