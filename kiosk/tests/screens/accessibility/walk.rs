//! The tree of a screen as assistive technology walks it: its parts in reading order, each with what it is told by.

use egui::accesskit::{Action, Live, Node, NodeId, Rect, Role, Toggled, TreeUpdate};
use shared::locale::without_marks;

/// What can be pressed, chosen, typed into or drawn on.
const USED: [Role; 9] = [
    Role::Button,
    Role::RadioButton,
    Role::CheckBox,
    Role::Switch,
    Role::TextInput,
    Role::MultilineTextInput,
    Role::PasswordInput,
    Role::Canvas,
    Role::Link,
];

/// A part of a screen.
#[derive(Clone, Debug)]
pub struct Part {
    pub id: NodeId,
    pub role: Role,
    pub name: String,
    pub value: String,
    pub bounds: Rect,
    /// The scrolled list that holds it, with that list's place on the screen.
    pub scroll: Option<(NodeId, Rect)>,
    /// The named groups and dialogs that hold it, outermost first.
    pub groups: Vec<String>,
    pub can_be_pressed: bool,
    pub can_have_focus: bool,
    pub toggled: Option<Toggled>,
    pub live: Option<Live>,
    pub language: Option<String>,
    pub is_modal: bool,
}

impl Part {
    /// Tells whether a person uses it, instead of only reading it.
    pub fn is_used(&self) -> bool {
        USED.contains(&self.role)
    }

    /// Its name, or what it reads where it is only read.
    pub fn words(&self) -> &str {
        if self.name.is_empty() { &self.value } else { &self.name }
    }

    /// Tells whether it stands over the screen, in a question.
    pub fn is_dialog(&self) -> bool {
        self.role == Role::Dialog || self.groups.iter().any(|group| group.starts_with(DIALOG))
    }

    /// Tells whether it is a key of a keyboard or a number pad, which stand in an order of their own.
    pub fn is_key(&self) -> bool {
        self.groups.iter().any(|group| group == KEYS)
    }
}

/// Stands among a part's groups where a keyboard or a number pad holds it.
pub const KEYS: &str = "keys";

/// Stands before a dialog's name among the groups of its parts.
const DIALOG: &str = "dialog ";

/// Returns the parts in the order in which they are read out.
pub fn parts(tree: &TreeUpdate) -> Vec<Part> {
    let root = tree.tree.as_ref().expect("a whole tree is sent").root;
    let mut parts = Vec::new();
    descend(tree, root, None, &[], &mut parts);
    parts
}

/// Returns the language that the whole screen is said to be in.
pub fn language_of_root(tree: &TreeUpdate) -> Option<&str> {
    node(tree, tree.tree.as_ref()?.root).language()
}

fn node(tree: &TreeUpdate, id: NodeId) -> &Node {
    tree.nodes.iter().find(|(other, _)| *other == id).map(|(_, node)| node).expect("a child is in the tree")
}

fn descend(
    tree: &TreeUpdate,
    id: NodeId,
    scroll: Option<(NodeId, Rect)>,
    groups: &[String],
    parts: &mut Vec<Part>,
) {
    let here = node(tree, id);
    let part = part(id, here, scroll, groups);
    let scroll = match here.role() {
        Role::ScrollView => Some((id, part.bounds)),
        _ => scroll,
    };
    let mut groups = groups.to_vec();
    match here.role() {
        Role::Keyboard => groups.push(KEYS.to_owned()),
        Role::Group => groups.push(part.name.clone()),
        Role::Dialog => groups.push(format!("{DIALOG}{}", part.name)),
        _ => {}
    }
    if part.is_used() || !part.words().trim().is_empty() || part.can_be_pressed || part.can_have_focus {
        parts.push(part);
    }
    for child in here.children() {
        descend(tree, *child, scroll, &groups, parts);
    }
}

fn part(id: NodeId, node: &Node, scroll: Option<(NodeId, Rect)>, groups: &[String]) -> Part {
    Part {
        id,
        role: node.role(),
        name: without_marks(node.label().unwrap_or_default()),
        value: without_marks(node.value().unwrap_or_default()),
        bounds: node.bounds().unwrap_or_default(),
        scroll,
        groups: groups.to_vec(),
        can_be_pressed: node.supports_action(Action::Click),
        can_have_focus: node.supports_action(Action::Focus),
        toggled: node.toggled(),
        live: node.live(),
        language: node.language().map(str::to_owned),
        is_modal: node.is_modal(),
    }
}
