//! The service guide (P-6, P-9, P-10, P-30): which page is open, how one came there, what is searched for. The same for
//! visitors and for staff; what each of them sees of the catalog is the screens' to choose.

use shared::domain::{CatalogKind, Code};

/// Most characters of a search.
pub const QUERY_CHARS_MAX: usize = 120;

/// Most pages that the way back remembers; a reader who goes on and on returns to where they began all the same.
const TRAIL_MAX: usize = 32;

/// A page of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuidePage {
    /// The ways in.
    Home,
    /// What the association offers.
    Services,
    /// Common questions.
    Questions,
    /// Right or wrong? (P-9)
    Notions,
    /// You said, we did (P-10).
    Improvements,
    /// The six tools (P-30), for staff.
    Tools,
    /// The search.
    Search,
    /// One entry: a service, a question, a tool, a tool's page, an improvement.
    Entry(CatalogKind, Code),
    /// One notion, and what the reader guessed.
    Notion(Code, Option<bool>),
}

/// The guide as it stands before a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideFlow {
    trail: Vec<GuidePage>,
    query: String,
}

impl Default for GuideFlow {
    fn default() -> Self {
        Self::opened_at(GuidePage::Home)
    }
}

impl GuideFlow {
    /// Opens the guide at a page, from which the way back leads out.
    pub fn opened_at(page: GuidePage) -> Self {
        Self { trail: vec![page], query: String::new() }
    }

    /// Returns the page that is open.
    pub fn page(&self) -> &GuidePage {
        self.trail.last().unwrap_or(&GuidePage::Home)
    }

    /// Returns what is searched for.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Opens a page; the way back leads to the one that was open.
    pub fn open(&mut self, page: GuidePage) {
        if self.trail.len() == TRAIL_MAX {
            // the page that the guide was opened at stays
            self.trail.remove(1);
        }
        self.trail.push(page);
    }

    /// Opens a page in place of the one that is open.
    pub fn swap(&mut self, page: GuidePage) {
        self.trail.pop();
        self.trail.push(page);
    }

    /// Takes the reader's guess on the open notion; a second one changes nothing.
    pub fn guess(&mut self, right: bool) {
        if let Some(GuidePage::Notion(_, guess @ None)) = self.trail.last_mut() {
            *guess = Some(right);
        }
    }

    /// Takes what is searched for as it stands.
    pub fn write(&mut self, query: String) {
        self.query = query;
    }

    /// Goes back a page; false where that leaves the guide. A search that is left is forgotten.
    #[must_use]
    pub fn back(&mut self) -> bool {
        if self.trail.len() < 2 {
            return false;
        }
        if self.trail.pop() == Some(GuidePage::Search) {
            self.query.clear();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Code::new(text).unwrap()
    }

    #[test]
    fn the_way_back_leads_through_every_page_and_then_out() {
        let mut flow = GuideFlow::default();
        flow.open(GuidePage::Services);
        flow.open(GuidePage::Entry(CatalogKind::Service, code("support")));
        assert!(flow.back() && *flow.page() == GuidePage::Services);
        assert!(flow.back() && *flow.page() == GuidePage::Home);
        assert!(!flow.back());
    }

    #[test]
    fn a_search_stays_behind_its_results_and_is_forgotten_when_it_is_left() {
        let mut flow = GuideFlow::default();
        flow.open(GuidePage::Search);
        flow.write("سكن".to_owned());
        flow.open(GuidePage::Entry(CatalogKind::Service, code("housing")));
        assert!(flow.back());
        assert_eq!((flow.page(), flow.query()), (&GuidePage::Search, "سكن"));
        assert!(flow.back());
        assert_eq!(flow.query(), "");
    }

    #[test]
    fn a_notion_is_guessed_once() {
        let mut flow = GuideFlow::opened_at(GuidePage::Notion(code("n"), None));
        flow.guess(false);
        flow.guess(true);
        assert_eq!(flow.page(), &GuidePage::Notion(code("n"), Some(false)));
        flow.swap(GuidePage::Notion(code("m"), None));
        assert!(!flow.back());
    }

    #[test]
    fn a_long_way_in_ends_where_it_began() {
        let mut flow = GuideFlow::default();
        (0..200).for_each(|_| flow.open(GuidePage::Services));
        let steps = std::iter::from_fn(|| flow.back().then_some(())).count();
        assert!(steps < TRAIL_MAX && *flow.page() == GuidePage::Home);
    }
}
