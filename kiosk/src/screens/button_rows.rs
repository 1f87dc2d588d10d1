//! Small buttons side by side, on as many lines as their words need.

use egui::{Rect, Sense, Ui, UiBuilder, pos2, vec2};

use super::choice::Choice;
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, Picture, TouchButton, name_with_object};

/// A button of a row.
#[derive(Clone, Copy, Debug)]
pub struct RowButton<'a> {
    /// How much it stands out.
    pub kind: ButtonKind,
    /// Its words.
    pub words: &'a str,
    /// What it is about, where several rows have the same button: read out after its words.
    pub about: Option<&'a str>,
    /// A picture before its words.
    pub picture: Option<Picture>,
    /// Whether it can be pressed.
    pub enabled: bool,
}

impl<'a> RowButton<'a> {
    /// Makes a button that can be pressed.
    pub fn new(kind: ButtonKind, words: &'a str) -> Self {
        Self { kind, words, about: None, picture: None, enabled: true }
    }

    /// Makes the button of one of several pages; the open one stands out.
    pub fn tab<T>(page: &'a Choice<T>) -> Self {
        let kind = if page.chosen { ButtonKind::Primary } else { ButtonKind::Quiet };
        Self { picture: page.picture, ..Self::new(kind, &page.name) }
    }

    /// Says what it is about to those who cannot see beside what it stands.
    pub fn about(self, about: &'a str) -> Self {
        Self { about: Some(about), ..self }
    }
}

/// Adds buttons: `start` at the start side, `end` at the end side where all fit on one line, else one after the other.
/// Returns the place of the one that was pressed, counted through both from 0.
pub fn button_rows(
    ui: &mut Ui,
    look: &Look,
    start: &[RowButton<'_>],
    end: &[RowButton<'_>],
) -> Option<usize> {
    let gap = look.sizes.gap;
    let width = ui.available_width();
    let all: Vec<RowButton<'_>> = start.iter().chain(end).copied().collect();
    let widths: Vec<f32> = all.iter().map(|button| width_of(ui, look, button).min(width)).collect();
    let is_one = flow(&widths, width, gap, 0).last().is_none_or(|place| place.line == 0);
    // where all do not fit, what is done stands on a line of its own beneath the pages, if these fit on one
    let pages = flow(&widths[..start.len()], width, gap, 0).last().map_or(0, |place| place.line);
    let breaks_at = if is_one || pages > 0 { 0 } else { start.len() };
    let mut places = flow(&widths, width, gap, breaks_at);
    let lines = places.last().map_or(0, |place| place.line + 1);
    if lines == 1 {
        let total: f32 = widths.iter().sum::<f32>() + gap * (widths.len() - 1) as f32;
        places.iter_mut().skip(start.len()).for_each(|place| place.along += width - total);
    }
    let line_height = look.sizes.touch;
    let height = lines as f32 * line_height + lines.saturating_sub(1) as f32 * gap;
    let (space, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let mut pressed = None;
    for (index, (button, place)) in all.iter().zip(&places).enumerate() {
        let own = widths[index];
        let left = if look.direction.is_rtl() {
            space.right() - place.along - own
        } else {
            space.left() + place.along
        };
        let top = space.top() + place.line as f32 * (line_height + gap);
        let rect = Rect::from_min_size(pos2(left, top), vec2(own, line_height));
        let mut cell = ui.new_child(UiBuilder::new().id_salt(("row", index)).max_rect(rect));
        let shown = TouchButton::new(button.kind, button.words).width(own).height(line_height);
        let shown = shown.text(TextKind::Strong).picture(button.picture).enabled(button.enabled);
        let mut shown = shown.show(&mut cell, look);
        if let Some(about) = button.about {
            shown = shown.accessible_name(name_with_object(button.words, about));
        }
        if shown.clicked() {
            pressed = Some(index);
        }
    }
    pressed
}

/// Returns how wide buttons side by side are.
pub fn button_rows_width(ui: &Ui, look: &Look, buttons: &[RowButton<'_>]) -> f32 {
    let gaps = look.sizes.gap * buttons.len().saturating_sub(1) as f32;
    buttons.iter().map(|button| width_of(ui, look, button)).sum::<f32>() + gaps
}

/// Adds a button for each choice, of which one is open; returns the one that was pressed.
pub fn tab_row<'c, T>(ui: &mut Ui, look: &Look, choices: &'c [Choice<T>]) -> Option<&'c T> {
    let buttons: Vec<RowButton<'_>> = choices.iter().map(RowButton::tab).collect();
    button_rows(ui, look, &buttons, &[]).and_then(|index| choices.get(index)).map(|choice| &choice.value)
}

struct Place {
    line: usize,
    along: f32,
}

/// Fills lines of `width` points one after the other; the one at `breaks_at` begins a line.
fn flow(widths: &[f32], width: f32, gap: f32, breaks_at: usize) -> Vec<Place> {
    let (mut line, mut along) = (0, 0.0);
    let mut places = Vec::new();
    for (index, own) in widths.iter().enumerate() {
        if along > 0.0 && (index == breaks_at || along + own > width) {
            (line, along) = (line + 1, 0.0);
        }
        places.push(Place { line, along });
        along += own + gap;
    }
    places
}

fn width_of(ui: &Ui, look: &Look, button: &RowButton<'_>) -> f32 {
    let words = look.text.galley(ui.ctx(), &look.style(TextKind::Strong), None, button.words).size().x;
    let picture = button.picture.map_or(0.0, |_| look.style(TextKind::Strong).line_height + look.sizes.gap);
    (words + picture + look.sizes.gap * 3.0 + 1.0).max(look.sizes.touch).ceil()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_takes_what_fits_and_the_rest_goes_on_the_next() {
        let places = flow(&[100.0, 100.0, 100.0, 400.0], 250.0, 10.0, 0);
        let lines: Vec<usize> = places.iter().map(|place| place.line).collect();
        assert_eq!(lines, [0, 0, 1, 2]);
        assert_eq!(places[1].along, 110.0);
        let parted: Vec<usize> = flow(&[60.0; 4], 250.0, 10.0, 2).iter().map(|place| place.line).collect();
        assert_eq!(parted, [0, 0, 1, 1]);
    }
}
