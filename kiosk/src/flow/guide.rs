//! The service guide (P-6, P-9, P-10, P-30): which page is open, how one came there, what is searched for. The same for
//! visitors and for staff; what each of them sees of the catalog is the screens' to choose.

use shared::domain::{CatalogKind, Code};

use super::{Ask, Here, Paper, WayIn};
use crate::guide::Reader;

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

/// A request of a page of the guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuideAction {
    /// Opens a page; the way back leads to the one that was open.
    Open(GuidePage),
    /// Opens a page in place of the one that is open.
    Swap(GuidePage),
    /// Guesses whether the open notion is right; a second guess changes nothing.
    Guess(bool),
    /// What is searched for as it stands.
    Write(String),
    /// Goes back a page, or leaves the guide. A search that is left is forgotten.
    Back,
    /// Begins a visit with a service chosen.
    AskFor(Code),
    /// Prints the open page.
    Print,
    /// Leaves staff mode with the open page before the visitor.
    Show,
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

    /// Does what a page asks for; false where that leaves the guide.
    #[must_use]
    pub fn act(&mut self, action: GuideAction, reader: Reader, here: &mut Here<'_>) -> bool {
        match action {
            GuideAction::Open(page) => self.open(page),
            GuideAction::Swap(page) => {
                self.trail.pop();
                self.trail.push(page);
            }
            GuideAction::Guess(right) => {
                if let Some(GuidePage::Notion(_, guess @ None)) = self.trail.last_mut() {
                    *guess = Some(right);
                }
            }
            GuideAction::Write(query) => self.query = query,
            GuideAction::Back => return self.back(),
            GuideAction::AskFor(code) => {
                if reader == Reader::Visitor {
                    here.ask(Ask::BeginVisit(vec![code], WayIn::Guide(Box::new(self.clone()))));
                }
            }
            GuideAction::Print => {
                if let GuidePage::Entry(kind, code) = self.page() {
                    here.ask(Ask::Print(Paper::Entry(kind.clone(), code.clone(), reader)));
                }
            }
            GuideAction::Show => {
                if let (Reader::Staff, page @ GuidePage::Entry(..)) = (reader, self.page()) {
                    here.ask(Ask::ShowToVisitor(page.clone()));
                }
            }
        }
        true
    }

    fn open(&mut self, page: GuidePage) {
        if self.trail.len() == TRAIL_MAX {
            // the page that the guide was opened at stays
            self.trail.remove(1);
        }
        self.trail.push(page);
    }

    fn back(&mut self) -> bool {
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
    use crate::flow::Stand;

    fn code(text: &str) -> Code {
        Code::new(text).unwrap()
    }

    fn act(flow: &mut GuideFlow, action: GuideAction) -> bool {
        let mut stays = true;
        let asks = Stand::new().asks(|here| stays = flow.act(action, Reader::Visitor, here));
        assert!(asks.is_empty());
        stays
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
        act(&mut flow, GuideAction::Write("سكن".to_owned()));
        flow.open(GuidePage::Entry(CatalogKind::Service, code("housing")));
        assert!(flow.back());
        assert_eq!((flow.page(), flow.query()), (&GuidePage::Search, "سكن"));
        assert!(flow.back());
        assert_eq!(flow.query(), "");
    }

    #[test]
    fn a_notion_is_guessed_once() {
        let mut flow = GuideFlow::opened_at(GuidePage::Notion(code("n"), None));
        act(&mut flow, GuideAction::Guess(false));
        act(&mut flow, GuideAction::Guess(true));
        assert_eq!(flow.page(), &GuidePage::Notion(code("n"), Some(false)));
        act(&mut flow, GuideAction::Swap(GuidePage::Notion(code("m"), None)));
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
