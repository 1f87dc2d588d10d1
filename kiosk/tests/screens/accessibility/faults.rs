//! What the walk looks for. Each check tells what it found wrong, and nothing where all is well.

use std::collections::BTreeMap;

use egui::accesskit::{Rect, Role};
use shared::locale::Language;

use super::walk::Part;

/// Points by which neighbours may overlap.
const SLACK: f64 = 2.0;

/// A part that is used and has no name of letters or digits, or has a role that says too little.
pub fn unnamed(parts: &[Part]) -> Vec<String> {
    let is_part = |part: &&Part| part.is_used() || part.can_be_pressed || part.role == Role::Image;
    let mut faults = Vec::new();
    for part in parts.iter().filter(is_part).filter(|part| part.role != Role::Window) {
        // a key may be a mark: that is what it types
        if !part.is_key() && !part.name.chars().any(char::is_alphanumeric) {
            faults.push(format!("{:?} at {:?} has no name: {:?}", part.role, part.bounds, part.name));
        }
        if !part.is_used() && part.role != Role::Image {
            faults.push(format!("{} can be pressed, yet is a {:?}", part.name, part.role));
        }
        let is_choice = matches!(part.role, Role::RadioButton | Role::CheckBox | Role::Switch);
        if is_choice && part.toggled.is_none() {
            faults.push(format!("{} does not say whether it is chosen", part.name));
        }
        if part.can_be_pressed && !part.can_have_focus {
            faults.push(format!("{} can be pressed, yet not be reached with Tab", part.name));
        }
    }
    faults
}

/// Parts that are used and cannot be told apart: of the same role and name, in the same groups.
pub fn alike(parts: &[Part]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.is_used()) {
        *counts.entry(format!("{:?} «{}» in {:?}", part.role, part.name, part.groups)).or_default() += 1;
    }
    let alike = counts.into_iter().filter(|(_, count)| *count > 1);
    alike.map(|(part, count)| format!("{count} × {part}")).collect()
}

/// Parts that are read before one which stands above them, or nearer the start in the same row. What stands in columns
/// side by side is read column by column.
pub fn out_of_order(parts: &[Part], language: Language) -> Vec<String> {
    let mut faults = Vec::new();
    let parts: Vec<&Part> =
        parts.iter().filter(|part| !matches!(part.role, Role::Group | Role::Dialog)).collect();
    for (index, second) in parts.iter().enumerate() {
        for first in &parts[..index] {
            if first.is_key() && second.is_key() || first.is_dialog() != second.is_dialog() {
                continue;
            }
            let (a, b) = seen_places(first, second);
            if wrong(a, b, language) {
                faults.push(format!("«{}» {a:?} is read before «{}» {b:?}", first.words(), second.words()));
            }
        }
    }
    faults
}

/// Where two parts are seen: one within a scrolled list stands, for a part outside it, where the list stands.
fn seen_places(first: &Part, second: &Part) -> (Rect, Rect) {
    let list = |part: &Part| part.scroll.map(|(id, _)| id);
    if list(first) == list(second) {
        return (first.bounds, second.bounds);
    }
    let place = |part: &Part| part.scroll.map_or(part.bounds, |(_, list)| within(part.bounds, list));
    (place(first), place(second))
}

fn within(part: Rect, list: Rect) -> Rect {
    let x = |x: f64| x.clamp(list.x0, list.x1);
    let y = |y: f64| y.clamp(list.y0, list.y1);
    Rect { x0: x(part.x0), x1: x(part.x1), y0: y(part.y0), y1: y(part.y1) }
}

fn wrong(first: Rect, second: Rect, language: Language) -> bool {
    let (is_after, is_before) = match language {
        Language::Arabic => (second.x1 <= first.x0 + SLACK, second.x0 + SLACK >= first.x1),
        Language::English => (second.x0 + SLACK >= first.x1, second.x1 <= first.x0 + SLACK),
    };
    let is_above = second.y1 <= first.y0 + SLACK;
    let is_below = second.y0 + SLACK >= first.y1;
    if is_above { !is_after } else { !is_below && is_before }
}

/// Parts that Tab reaches in another order than that in which they are read.
pub fn focused_out_of_order(parts: &[Part], focused: &[egui::accesskit::NodeId]) -> Vec<String> {
    let place = |id| parts.iter().position(|part| part.id == id);
    let places: Vec<_> = focused.iter().filter_map(|id| place(*id)).collect();
    let wrong = places.windows(2).filter(|pair| pair[0] >= pair[1]);
    let name = |index: usize| parts[index].words();
    wrong.map(|pair| format!("Tab goes from «{}» to «{}»", name(pair[0]), name(pair[1]))).collect()
}

/// Words in the letters of the other language of which nothing says that they are.
pub fn in_no_language(parts: &[Part], language: Language) -> Vec<String> {
    let other = match language {
        Language::Arabic => "English",
        Language::English => "العربية",
    };
    let switches = parts.iter().filter(|part| part.role == Role::Button && part.name == other);
    let silent = switches.filter(|part| part.language.as_deref() != Some(language.other().code()));
    silent.map(|part| format!("«{}» is said to be in {:?}", part.name, part.language)).collect()
}

/// Secrets that are read out.
pub fn told_secrets(parts: &[Part]) -> Vec<String> {
    let secrets = parts.iter().filter(|part| part.role == Role::PasswordInput);
    let told = secrets.filter(|part| part.value.chars().any(char::is_alphanumeric));
    told.map(|part| format!("«{}» is read out", part.name)).collect()
}
