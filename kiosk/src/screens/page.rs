//! How most screens are built: a body, and a foot with the ways back and on. Where larger text leaves too little room,
//! the body is paged through with buttons and the foot takes another line.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use super::layout::{enter_pressed, escape_pressed, in_rect, settled};
use crate::action::Action;
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, TouchButton, scroll};

/// A button of the foot.
#[derive(Clone, Debug, PartialEq)]
struct FootButton {
    kind: ButtonKind,
    words: String,
    action: Action,
    enabled: bool,
    takes_enter: bool,
    takes_escape: bool,
}

impl FootButton {
    /// Makes a button that is pressed by touch alone.
    fn new(kind: ButtonKind, words: String, action: Action) -> Self {
        Self { kind, words, action, enabled: true, takes_enter: false, takes_escape: false }
    }
}

/// The buttons at the bottom of a screen: ways back at the start side, ways on from the end side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Foot {
    start: Vec<FootButton>,
    end: Vec<FootButton>,
    last_is_start: bool,
}

impl Foot {
    /// Makes a foot without buttons.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the way back, at the start side; Escape on a physical keyboard presses it too.
    pub fn back(mut self, words: String, action: Action) -> Self {
        self = self.start(ButtonKind::Secondary, words, action);
        if let Some(button) = self.start.last_mut() {
            button.takes_escape = true;
        }
        self
    }

    /// Adds a button at the start side.
    pub fn start(mut self, kind: ButtonKind, words: String, action: Action) -> Self {
        self.start.push(FootButton::new(kind, words, action));
        self.last_is_start = true;
        self
    }

    /// Adds the way on, at the end side; Enter on a physical keyboard presses it too.
    pub fn next(mut self, words: String, action: Action) -> Self {
        self = self.end(ButtonKind::Primary, words, action);
        if let Some(button) = self.end.last_mut() {
            button.takes_enter = true;
        }
        self
    }

    /// Adds a button at the end side; the first one added stands outermost.
    pub fn end(mut self, kind: ButtonKind, words: String, action: Action) -> Self {
        self.end.push(FootButton::new(kind, words, action));
        self.last_is_start = false;
        self
    }

    /// Sets whether the button that was added last can be pressed.
    pub fn enabled(mut self, enabled: bool) -> Self {
        let side = if self.last_is_start { &mut self.start } else { &mut self.end };
        if let Some(button) = side.last_mut() {
            button.enabled = enabled;
        }
        self
    }

    /// Returns the words of its buttons, from the start side on.
    pub fn words(&self) -> impl Iterator<Item = &String> {
        self.start.iter().chain(self.end.iter().rev()).map(|button| &button.words)
    }
}

/// Adds a screen's body, which is paged through where it is too high, and its foot.
pub fn page(
    ui: &mut Ui,
    look: &Look,
    foot: &Foot,
    body: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    still_page(ui, look, foot, |ui| scroll(ui, look, "body", |ui| settled(ui, look, body)))
}

/// Adds a screen's foot, and a body that has exactly the space above it. The body comes first in reading order.
pub fn still_page(
    ui: &mut Ui,
    look: &Look,
    foot: &Foot,
    body: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    let space = ui.available_rect_before_wrap();
    let lines = lines_of(ui, look, foot, space.width());
    let gap = look.sizes.gap;
    let height: f32 = lines.iter().map(|line| line.height).sum::<f32>() + gap * (lines.len() as f32 - 1.0);
    let above = if lines.is_empty() { 0.0 } else { gap * 1.5 };
    let foot_top = space.bottom() - height.max(0.0);
    let body_rect = Rect::from_min_max(space.min, pos2(space.right(), foot_top - above));
    let first = in_rect(ui, look, "body", body_rect, body);
    if lines.is_empty() {
        return first;
    }
    let foot_rect = Rect::from_min_max(pos2(space.left(), foot_top), space.max);
    first.or(in_rect(ui, look, "foot", foot_rect, |ui| foot_ui(ui, look, &lines, foot_rect)))
}

/// A line of the foot: its buttons at the start side, and those at the end side, each from the start side on.
#[derive(Default)]
struct Line<'f> {
    start: Vec<Placed<'f>>,
    end: Vec<Placed<'f>>,
    height: f32,
}

struct Placed<'f> {
    button: &'f FootButton,
    width: f32,
}

impl<'f> Line<'f> {
    fn width(&self, gap: f32) -> f32 {
        self.start.iter().chain(&self.end).map(|placed| placed.width + gap).sum()
    }
}

/// Fills lines with the ways on, the foremost first, and puts the ways back on the last line that has room.
fn lines_of<'f>(ui: &Ui, look: &Look, foot: &'f Foot, width: f32) -> Vec<Line<'f>> {
    let gap = look.sizes.gap;
    let mut lines: Vec<Line<'f>> = Vec::new();
    for (button, at_start) in
        foot.end.iter().map(|button| (button, false)).chain(foot.start.iter().map(|button| (button, true)))
    {
        let (needed, height) = size_of(ui, look, button, width);
        if lines.last().is_none_or(|line| line.width(gap) + needed > width) {
            lines.push(Line::default());
        }
        let Some(line) = lines.last_mut() else { continue };
        line.height = line.height.max(height);
        let placed = Placed { button, width: needed };
        if at_start {
            line.start.push(placed);
        } else {
            line.end.insert(0, placed);
        }
    }
    lines
}

/// The width that a button's words need, at most `widest`, and the height that they then need.
fn size_of(ui: &Ui, look: &Look, button: &FootButton, widest: f32) -> (f32, f32) {
    let sizes = &look.sizes;
    let lowest = if button.kind == ButtonKind::Primary { sizes.button * 3.2 } else { sizes.button * 2.0 };
    let mut style = look.style(TextKind::Button);
    style.line_height = (style.size * 1.4).round();
    let side = sizes.gap * 2.0;
    let words_width = look.text.galley(ui.ctx(), &style, None, &button.words).size().x;
    let width = (words_width + 2.0 * side).max(lowest).min(widest).ceil();
    let words = look.text.galley(ui.ctx(), &style, Some(width - 2.0 * side), &button.words);
    (width, sizes.button.max(words.size().y + sizes.gap))
}

fn foot_ui(ui: &mut Ui, look: &Look, lines: &[Line<'_>], space: Rect) -> Option<Action> {
    let gap = look.sizes.gap;
    let mut asked = None;
    let mut top = space.top();
    for line in lines {
        let mut along = 0.0;
        let end_width: f32 = line.end.iter().map(|placed| placed.width + gap).sum::<f32>() - gap;
        for (index, placed) in line.start.iter().chain(&line.end).enumerate() {
            if index == line.start.len() {
                along = space.width() - end_width;
            }
            let left = if look.direction.is_rtl() {
                space.right() - along - placed.width
            } else {
                space.left() + along
            };
            let rect = Rect::from_min_size(pos2(left, top), vec2(placed.width, line.height));
            asked = asked.or(button_ui(ui, look, placed, rect));
            along += placed.width + gap;
        }
        top += line.height + gap;
    }
    asked
}

fn button_ui(ui: &mut Ui, look: &Look, placed: &Placed<'_>, rect: Rect) -> Option<Action> {
    let FootButton { kind, words, action, enabled, takes_enter, takes_escape } = placed.button;
    let mut place = ui.new_child(UiBuilder::new().id_salt(words).max_rect(rect));
    let button = TouchButton::new(*kind, words).width(rect.width()).height(rect.height()).enabled(*enabled);
    let pressed = button.show(&mut place, look).clicked();
    let entered = *takes_enter && *enabled && enter_pressed(ui);
    let escaped = *takes_escape && *enabled && escape_pressed(ui);
    (pressed || entered || escaped).then(|| action.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foot_is_said_in_the_order_in_which_it_is_read() {
        let words = |words: &str| words.to_owned();
        let foot = Foot::new().back(words("back"), Action::Finish).next(words("next"), Action::Finish).end(
            ButtonKind::Quiet,
            words("skip"),
            Action::Finish,
        );
        assert_eq!(foot.words().collect::<Vec<_>>(), ["back", "skip", "next"]);
    }
}
