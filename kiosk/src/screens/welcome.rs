//! The welcome: the ways in. They are laid out first, so that all of them are seen on any screen; the greeting takes what is left.

use egui::{Ui, vec2};
use shared::domain::{CatalogKind, Code};
use shared::locale::dates;

use super::choice::Choice;
use super::layout::{is_upright, sink};
use super::spoken::choices;
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    ButtonKind, Picture, TouchButton, announce, cell_width, grid, row_start_to_end, scroll,
};

/// The catalog's service that is a complaint or an objection, where it offers one.
const COMPLAINT: &str = "complaint";

/// The welcome's words.
#[derive(Clone, Debug, PartialEq)]
pub struct WelcomeData {
    /// The greeting.
    pub title: String,
    /// A line beneath it.
    pub subtitle: String,
    /// Who is called: the words and the number; in place of the greeting.
    pub called: Option<(String, String)>,
    /// The date in both calendars.
    pub date: String,
    /// The two ways in.
    pub ways: [Choice<Action>; 2],
    /// Further ways in, smaller than these two.
    pub more: Vec<Choice<Action>>,
}

impl WelcomeData {
    /// Reads the welcome's words.
    pub fn new(view: &View<'_>) -> Self {
        let way = |words: String, picture: Picture, action: Action| Choice {
            picture: Some(picture),
            ..Choice::new(action, words, false)
        };
        let complaint = complaint(view)
            .map(|code| way(view.tr("welcome-complain"), Picture::Scales, Action::StartVisitFor(code)));
        let mut more = vec![
            way(view.tr("welcome-guide"), Picture::Book, Action::OpenGuide),
            way(view.tr("welcome-suggest"), Picture::Lamp, Action::StartSuggestion),
        ];
        if view.setting.is_some_and(|setting| setting.follows) {
            more.push(way(view.tr("welcome-follow"), Picture::Document, Action::StartFollow));
        }
        more.extend(complaint);
        Self {
            title: view.tr("welcome-title"),
            subtitle: view.tr("welcome-subtitle"),
            called: view.called.map(|number| (view.tr("waiting-now"), number.to_string())),
            date: dates::both(view.words, view.now.date()),
            ways: [
                way(view.tr("welcome-new-visit"), Picture::Chat, Action::StartVisit),
                way(view.tr("welcome-rate"), Picture::Star, Action::StartRating),
            ],
            more,
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = match &self.called {
            Some((words, number)) => Script::new().say(words).spell(number),
            None => Script::new().say(&self.title).say(&self.subtitle),
        };
        let opening = view.opening().map(|opening| opening.words);
        let script = script.say(&self.date).say_if(opening.as_ref());
        choices(view, script, self.ways.iter().chain(&self.more))
    }
}

/// The code of the service that is a complaint, where the catalog offers it.
fn complaint(view: &View<'_>) -> Option<Code> {
    let offered = view.catalog()?.offered(&CatalogKind::Service);
    offered.iter().find(|entry| entry.code.as_str() == COMPLAINT).map(|entry| entry.code.clone())
}

/// Adds the welcome.
pub fn welcome_ui(ui: &mut Ui, look: &Look, data: &WelcomeData) -> Option<Action> {
    scroll(ui, look, "body", |ui| body(ui, look, data))
}

fn body(ui: &mut Ui, look: &Look, data: &WelcomeData) -> Option<Action> {
    let room = ui.available_height();
    let ways = Ways::new(ui, look, data);
    let greeting = Greeting::fitting(ui, look, data, room - ways.least_height());
    let free = room - greeting.height(ui, look, data) - ways.least_height();
    let ways = ways.grown(ui, look, data, free);
    let free = free - ways.grown_by();
    let share = if is_upright(ui) { 0.9 } else { 0.3 };
    ui.add_space((free * share).max(0.0).floor());
    greeting.show(ui, look, data);
    if greeting != Greeting::Nothing {
        ui.add_space((look.sizes.section - ui.spacing().item_spacing.y).max(0.0));
    }
    sink(ui, ways.height());
    ways.show(ui, look, data)
}

/// How much of the greeting there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Greeting {
    /// Greeting, a line beneath it, the date.
    Whole,
    /// Greeting and date.
    Short,
    /// The greeting and the date in one line, or the greeting alone.
    Line,
    /// None: the ways in take all of the screen.
    Nothing,
}

impl Greeting {
    fn fitting(ui: &Ui, look: &Look, data: &WelcomeData, room: f32) -> Self {
        let forms = [Self::Whole, Self::Short, Self::Line];
        forms.into_iter().find(|form| form.height(ui, look, data) <= room).unwrap_or(Self::Nothing)
    }

    /// The lines, one beneath the other.
    fn lines(self, data: &WelcomeData) -> Vec<(TextKind, &str)> {
        let date = (TextKind::Body, data.date.as_str());
        match self {
            Self::Whole => vec![(TextKind::Display, &data.title), (TextKind::Heading, &data.subtitle), date],
            Self::Short => vec![(TextKind::Display, &data.title), date],
            Self::Line => vec![(TextKind::Title, &data.title)],
            Self::Nothing => Vec::new(),
        }
    }

    /// Points that it takes, with the distance to the ways in.
    fn height(self, ui: &Ui, look: &Look, data: &WelcomeData) -> f32 {
        if self == Self::Nothing {
            return 0.0;
        }
        let (width, gap) = (ui.available_width(), ui.spacing().item_spacing.y);
        let line = |(kind, words): (TextKind, &str)| {
            look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y + gap
        };
        self.lines(data).into_iter().map(line).sum::<f32>() + look.sizes.section - gap
    }

    fn show(self, ui: &mut Ui, look: &Look, data: &WelcomeData) {
        if self == Self::Nothing {
            return;
        }
        let lines = self.lines(data);
        if let Some(called) = &data.called {
            let gap = ui.spacing().item_spacing.y;
            let height = self.height(ui, look, data) - look.sizes.section;
            let is_dated = self != Self::Line;
            let date = if is_dated { look.style(TextKind::Body).line_height + gap } else { 0.0 };
            called_ui(ui, look, called, height - date);
            if is_dated {
                look.label(ui, TextKind::Body, &data.date);
            }
            return;
        }
        if self == Self::Line {
            return line_ui(ui, look, data);
        }
        for (kind, words) in lines {
            match kind {
                TextKind::Heading => look.label_colored(ui, kind, look.palette.ink_soft, words),
                _ => look.label(ui, kind, words),
            };
        }
    }
}

/// The greeting, and the date beside it where it fits.
fn line_ui(ui: &mut Ui, look: &Look, data: &WelcomeData) {
    let title = look.style(TextKind::Title);
    let width_of =
        |style: &TextStyle, words: &str| look.text.galley(ui.ctx(), style, None, words).size().x.ceil();
    let title_width = width_of(&title, &data.title);
    let date_width = width_of(&look.style(TextKind::Body), &data.date);
    let fits = title_width + look.sizes.section + date_width <= ui.available_width();
    row_start_to_end(ui, look.direction, title.line_height, |ui| {
        look.text.label(ui, &title, Some(title_width), &data.title);
        if fits {
            ui.add_space(look.sizes.gap);
            look.label_inline(ui, TextKind::Body, &data.date);
        }
    });
}

/// Who is called, as large as the greeting's place allows: it is read from a chair across the room.
fn called_ui(ui: &mut Ui, look: &Look, (words, number): &(String, String), height: f32) {
    let heading = look.style(TextKind::Heading);
    let display = look.style(TextKind::Display);
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

/// Where the ways in stand: two large tiles, and lower ones beneath them.
struct Ways {
    columns: usize,
    text: TextKind,
    /// Whether there is room for pictures above the words of the large tiles.
    pictured: bool,
    /// Least height of a large tile, and the one it has.
    least: f32,
    tile: f32,
    more_columns: usize,
    more_text: TextKind,
    /// Whether there is room for pictures beside their words.
    more_pictured: bool,
    more_tile: f32,
    more_rows: usize,
    gap: f32,
}

impl Ways {
    fn new(ui: &Ui, look: &Look, data: &WelcomeData) -> Self {
        let sizes = &look.sizes;
        let upright = is_upright(ui);
        let columns = if upright { 1 } else { 2 };
        let more = data.more.len();
        let more_columns = if upright && more != 2 { 1 } else { more.max(1) };
        let cell = |columns: usize| cell_width(ui, look, columns);
        let highest =
            |ways: &[Choice<Action>], columns: usize, text: TextKind, least: f32, pictured: bool| {
                let height_of = |way: &Choice<Action>| {
                    let size = vec2(cell(columns), least);
                    way_button(ButtonKind::Secondary, way, text, size, pictured).size(ui.ctx(), look).y
                };
                ways.iter().map(height_of).fold(least, f32::max)
            };
        let least = (sizes.button * 1.3).round();
        let more_of = |(text, pictured)| highest(&data.more, more_columns, text, sizes.button, pictured);
        let forms = [(TextKind::Button, true), (TextKind::Strong, true), (TextKind::Strong, false)];
        let fits = |form: &(TextKind, bool)| more_of(*form) <= sizes.button;
        let (more_text, more_pictured) = forms.into_iter().find(fits).unwrap_or((TextKind::Strong, false));
        // words that would take more than the tile are written smaller
        let large = highest(&data.ways, columns, TextKind::Title, least, true);
        let text = if large > least { TextKind::Button } else { TextKind::Title };
        let least = highest(&data.ways, columns, text, least, true);
        Self {
            columns,
            text,
            pictured: true,
            least,
            tile: least,
            more_columns,
            more_text,
            more_pictured,
            more_tile: more_of((more_text, more_pictured)),
            more_rows: more.div_ceil(more_columns),
            gap: sizes.gap,
        }
    }

    fn rows(&self) -> f32 {
        if self.columns == 2 { 1.0 } else { 2.0 }
    }

    fn height_with(&self, tile: f32) -> f32 {
        let more_rows = self.more_rows as f32;
        self.rows() * (tile + self.gap) + more_rows * (self.more_tile + self.gap)
    }

    fn least_height(&self) -> f32 {
        self.height_with(self.least)
    }

    fn height(&self) -> f32 {
        self.height_with(self.tile)
    }

    /// Returns them as high as `free` points more allow, and as looks well.
    fn grown(self, ui: &Ui, look: &Look, data: &WelcomeData, free: f32) -> Self {
        let tile = (self.least + (free / self.rows()).max(0.0)).min(look.sizes.button * 3.4);
        let tile = tile.max(self.least).floor();
        let size = vec2(cell_width(ui, look, self.columns), tile);
        let fits = |way: &Choice<Action>| {
            way_button(ButtonKind::Secondary, way, self.text, size, true).size(ui.ctx(), look).y <= tile
        };
        Self { tile, pictured: data.ways.iter().all(fits), ..self }
    }

    fn grown_by(&self) -> f32 {
        self.height() - self.least_height()
    }

    fn show(&self, ui: &mut Ui, look: &Look, data: &WelcomeData) -> Option<Action> {
        ui.spacing_mut().item_spacing.y = self.gap;
        let mut action = None;
        grid(ui, look, self.columns, self.tile, data.ways.len(), |ui, index| {
            let kind = if index == 0 { ButtonKind::Primary } else { ButtonKind::Secondary };
            let size = vec2(ui.available_width(), self.tile);
            let way = &data.ways[index];
            if way_button(kind, way, self.text, size, self.pictured).show(ui, look).clicked() {
                action = Some(way.value.clone());
            }
        });
        grid(ui, look, self.more_columns, self.more_tile, data.more.len(), |ui, index| {
            let size = vec2(ui.available_width(), self.more_tile);
            let way = &data.more[index];
            let button = way_button(ButtonKind::Secondary, way, self.more_text, size, self.more_pictured);
            if button.show(ui, look).clicked() {
                action = Some(way.value.clone());
            }
        });
        action
    }
}

fn way_button(
    kind: ButtonKind,
    way: &Choice<Action>,
    text: TextKind,
    size: egui::Vec2,
    pictured: bool,
) -> TouchButton<'_> {
    let picture = way.picture.filter(|_| pictured);
    TouchButton::new(kind, &way.name).width(size.x).height(size.y).picture(picture).text(text).choice()
}
