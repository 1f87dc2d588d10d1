//! The welcome: two ways in, the staff's door.

use egui::{Color32, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};
use shared::locale::dates;

use super::choice::Choice;
use super::layout::{sink, tile_columns};
use super::page::{Foot, page};
use super::spoken::choices;
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};
use crate::widgets::{ButtonKind, Picture, TouchButton, announce, grid, row_start_to_end};

/// The welcome's words.
#[derive(Clone, Debug, PartialEq)]
pub struct WelcomeData {
    /// The greeting.
    pub title: String,
    /// A line beneath it.
    pub subtitle: String,
    /// Who is called: the words and the number; in place of the greeting.
    pub called: Option<(String, String)>,
    /// The date in both calendars, and the time.
    pub date: String,
    /// The two ways in.
    pub ways: [Choice<Action>; 2],
    /// Further ways in, smaller than these two.
    pub more: Vec<Choice<Action>>,
    /// Whether the branch is open, where the catalog says when it is.
    pub opening: Option<String>,
    /// The staff's door.
    pub foot: Foot,
}

impl WelcomeData {
    /// Reads the welcome's words.
    pub fn new(view: &View<'_>) -> Self {
        let way = |words: String, picture: Picture, action: Action| {
            Choice::new(action, words, false).with_picture(view, Some(picture))
        };
        Self {
            title: view.tr("welcome-title"),
            subtitle: view.tr("welcome-subtitle"),
            called: view.called.map(|number| (view.tr("waiting-now"), number.to_string())),
            date: dates::both(view.words, view.now.date()),
            ways: [
                way(view.tr("welcome-new-visit"), Picture::Chat, Action::StartVisit),
                way(view.tr("welcome-rate"), Picture::Star, Action::StartRating),
            ],
            more: vec![
                way(view.tr("welcome-guide"), Picture::Book, Action::OpenGuide),
                way(view.tr("welcome-suggest"), Picture::Lamp, Action::StartSuggestion),
            ],
            opening: view.opening_line(),
            foot: Foot::new().end(ButtonKind::Quiet, view.tr("staff-sign-in"), Action::OpenStaff),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = match &self.called {
            Some((words, number)) => Script::new().say(words).spell(number),
            None => Script::new().say(&self.title).say(&self.subtitle),
        };
        let script = script.say(&self.date).say_if(self.opening.as_ref());
        choices(view, script, self.ways.iter().chain(&self.more))
    }
}

/// Adds the welcome.
pub fn welcome_ui(ui: &mut Ui, look: &Look, data: &WelcomeData) -> Option<Action> {
    page(ui, look, &data.foot, |ui| body(ui, look, data))
}

fn body(ui: &mut Ui, look: &Look, data: &WelcomeData) -> Option<Action> {
    let sizes = &look.sizes;
    let columns = tile_columns(ui, 2);
    let rows = 2.0 / columns as f32;
    let more_columns = data.more.len().min(columns);
    let more_rows = data.more.len().div_ceil(more_columns.max(1)) as f32;
    let more_height = more_rows * (sizes.button + sizes.gap);
    let space = ui.available_rect_before_wrap();
    let lines = [TextKind::Display, TextKind::Heading, TextKind::Body, TextKind::Body];
    let lines = &lines[..if data.opening.is_some() { 4 } else { 3 }];
    let greeting: f32 = lines.iter().map(|kind| look.style(*kind).line_height + sizes.gap).sum();
    let needed = greeting + (sizes.button * 2.0 + sizes.gap) * rows + more_height;
    ui.add_space((space.height() * 0.08).min(space.height() - needed).max(0.0).round());
    match &data.called {
        Some(called) => called_ui(ui, look, called),
        None => {
            look.label(ui, TextKind::Display, &data.title);
            look.label_colored(ui, TextKind::Heading, look.palette.ink_soft, &data.subtitle);
        }
    }
    look.label(ui, TextKind::Body, &data.date);
    if let Some(opening) = &data.opening {
        look.label_colored(ui, TextKind::Body, look.palette.primary, opening);
    }
    let left = ui.available_height() - more_height - sizes.gap * rows;
    let height = (left / rows).min(sizes.button * 3.0).max(sizes.button * 1.3).floor();
    sink(ui, (height + sizes.gap) * rows + more_height);
    let above_tiles = space.with_max_y(ui.available_rect_before_wrap().top() - look.sizes.section);
    ornament(ui, look, above_tiles);
    let mut action = None;
    // words that would take more than the tile are written smaller
    let large = look.style(TextKind::Title).line_height * 2.0 + sizes.gap <= height;
    let text = if large { TextKind::Title } else { TextKind::Button };
    grid(ui, look, columns, height, data.ways.len(), |ui, index| {
        let way = &data.ways[index];
        let kind = if index == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
        let button = TouchButton::new(kind, &way.name).width(ui.available_width()).height(height);
        if button.picture(way.picture).text(text).choice().show(ui, look).clicked() {
            action = Some(way.value.clone());
        }
    });
    ui.add_space(sizes.gap);
    grid(ui, look, more_columns, sizes.button, data.more.len(), |ui, index| {
        let way = &data.more[index];
        let button = TouchButton::secondary(&way.name).width(ui.available_width()).height(sizes.button);
        if button.picture(way.picture).choice().show(ui, look).clicked() {
            action = Some(way.value.clone());
        }
    });
    action
}

/// Who is called, as large as the greeting's place allows: it is read from a chair across the room.
fn called_ui(ui: &mut Ui, look: &Look, (words, number): &(String, String)) {
    let heading = look.style(TextKind::Heading);
    let display = look.style(TextKind::Display);
    let height = display.line_height + heading.line_height + look.sizes.gap;
    let style = TextStyle { size: height / 1.3, line_height: height, ..display };
    let style = style.direction(Direction::Ltr);
    let number_width = look.text.galley(ui.ctx(), &style, None, number).size().x;
    row_start_to_end(ui, look.direction, height, |ui| {
        let room = ui.available_width() - number_width - look.sizes.section;
        let galley = look.text.galley(ui.ctx(), &heading, None, words);
        announce(&look.text.label(ui, &heading, Some(galley.size().x.min(room)), words));
        ui.add_space(look.sizes.gap);
        announce(&look.text.label(ui, &style, None, number));
    });
}

/// A quiet band of eight-pointed stars at the end side, beside the greeting: the pattern of a carved screen.
fn ornament(ui: &Ui, look: &Look, space: Rect) {
    let step = look.sizes.button;
    let rows = ((space.height() / step).floor().max(0.0) as usize).min(4);
    let top = space.bottom() - step * rows as f32;
    let columns = 6;
    let painter = ui.painter();
    for index in 0..rows * columns {
        let (row, column) = (index / columns, index % columns);
        let along = (column as f32 + 0.5) * step;
        let x = if look.direction.is_rtl() { space.left() + along } else { space.right() - along };
        let center = pos2(x, top + (row as f32 + 0.5) * step);
        // fades towards the words
        let strength = 1.0 - column as f32 / columns as f32;
        star(
            painter,
            center,
            step * 0.5,
            look.palette.border.gamma_multiply(0.5 * strength),
            look.sizes.border,
        );
    }
}

/// Two squares, one turned by 45 degrees.
fn star(painter: &egui::Painter, center: Pos2, radius: f32, color: Color32, width: f32) {
    for turn in [0.0, std::f32::consts::FRAC_PI_4] {
        let corners = (0..4).map(|corner| {
            let angle = turn + corner as f32 * std::f32::consts::FRAC_PI_2;
            center + radius * vec2(angle.cos(), angle.sin())
        });
        painter.add(Shape::closed_line(corners.collect(), Stroke::new(width * 0.75, color)));
    }
}
