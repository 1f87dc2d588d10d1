//! What the page of the representatives shows.

use shared::domain::{CatalogKind, Code};

use crate::flow::{RepresentativesFlow, RepresentativesStep};
use crate::screens::today::{Tab, TabsData};
use crate::screens::view::{Choice, View};

/// The words of the page's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepresentativesData {
    /// The tabs.
    pub tabs: TabsData,
    /// The title, and what the page is for.
    pub heading: [String; 2],
    /// Those who are there: code and name.
    pub there: Vec<(Code, String)>,
    /// That nobody is there yet.
    pub nobody: Option<String>,
    /// The buttons beside each: another PIN, remove.
    pub buttons: [String; 2],
    /// What stands above those who can be added, or that nobody is left.
    pub add: String,
    /// Those who can be added.
    pub others: Vec<Choice<Code>>,
    /// The question before one is removed: title, body, keep, remove; and who.
    pub removing: Option<(Code, [String; 4])>,
}

impl RepresentativesData {
    /// Reads the words and the names.
    pub fn new(view: &View<'_>, flow: &RepresentativesFlow) -> Self {
        let codes = view.setting.map(|setting| setting.representatives.as_slice()).unwrap_or_default();
        let mut others = view.choices(&CatalogKind::Staff, &[]);
        others.retain(|choice| !codes.contains(&choice.value));
        let add = if others.is_empty() {
            view.tr("representatives-no-more")
        } else {
            view.tr("representatives-add")
        };
        Self {
            tabs: TabsData::new(view, Tab::Device),
            heading: [view.tr("representatives-title"), view.tr("representatives-body")],
            there: codes.iter().map(|code| (code.clone(), view.member_of_staff(code))).collect(),
            nobody: codes.is_empty().then(|| view.tr("representatives-none")),
            buttons: [view.tr("representatives-new-pin"), view.tr("representatives-remove")],
            add,
            others,
            removing: removing(view, flow.step()),
        }
    }
}

fn removing(view: &View<'_>, step: &RepresentativesStep) -> Option<(Code, [String; 4])> {
    let RepresentativesStep::AskToRemove(code) = step else { return None };
    let name = view.member_of_staff(code);
    let words = [
        view.format("representatives-remove-title", &[("name", name.into())]),
        view.tr("representatives-remove-body"),
        view.tr("common-cancel"),
        view.tr("representatives-remove"),
    ];
    Some((code.clone(), words))
}
