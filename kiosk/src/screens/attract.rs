//! What is shown while nobody stands before the welcome: what was said and done, the hours, and how to begin. Nothing on it
//! is chosen: any touch brings the welcome back.

use egui::{Ui, vec2};
use jiff::civil::DateTime;
use shared::domain::{CatalogKind, OpenState};
use shared::locale::{Language, dates};

use super::guide::ImprovementData;
use super::layout::{is_upright, push_down};
use super::logo::LogoPicture;
use super::opening::Opening;
use super::view::View;
use crate::action::Action;
use crate::guide::Reader;
use crate::theme::{Look, TextKind};
use crate::widgets::{Picture, TouchButton, card, column_start, picture, row_start_to_end};

/// The words of a screen that nobody stands before.
#[derive(Clone, Debug, PartialEq)]
pub struct AttractData {
    /// The association's logo.
    pub logo: Option<LogoPicture>,
    /// The association's name.
    pub association: String,
    /// The branch's name.
    pub branch: Option<String>,
    /// The time.
    pub time: String,
    /// The date in both calendars.
    pub date: String,
    /// Whether the branch is open, where the catalog says when it is.
    pub opening: Option<Opening>,
    /// While it is closed: how long yet and at which number to call, and what can be done here all the same.
    pub closed: Option<(Option<String>, String)>,
    /// What was said and what was done, under its heading, where something was published.
    pub improvement: Option<(String, ImprovementData)>,
    /// What is shown where there is nothing else, or no room for it.
    pub greeting: [String; 2],
    /// How to begin.
    pub touch: String,
    /// The languages that the kiosk speaks, each in its own letters.
    pub languages: String,
}

impl AttractData {
    /// Reads the words of a turn.
    pub fn new(view: &View<'_>, turn: usize) -> Self {
        let improvements = view.guide_entries(&CatalogKind::Improvement, Reader::Visitor);
        let entry = improvements.get(turn % improvements.len().max(1));
        let improvement =
            entry.map(|entry| (view.tr("guide-you-said-we-did"), ImprovementData::new(view, entry)));
        let names = Language::ALL.map(|language| match language {
            Language::Arabic => view.tr("language-ar"),
            Language::English => view.tr("language-en"),
        });
        Self {
            logo: view.logo,
            association: view.association(),
            branch: view.branch(),
            time: dates::time(view.now.time()),
            date: dates::both(view.words, view.now.date()),
            opening: view.opening(),
            closed: closed(view),
            improvement,
            greeting: [view.tr("welcome-title"), view.tr("welcome-subtitle")],
            touch: view.tr("welcome-touch"),
            languages: names.join(" · "),
        }
    }
}

/// While the branch is closed: how long yet, where that is a matter of hours, at which number to call, and what can be done here all
/// the same.
fn closed(view: &View<'_>) -> Option<(Option<String>, String)> {
    let OpenState::Closed { opens } = view.open_state()? else { return None };
    let wait = opens.and_then(|opens| wait_words(view, opens));
    let reach: Vec<String> = wait.into_iter().chain(view.phone_words()).collect();
    Some(((!reach.is_empty()).then(|| reach.join(" ")), view.tr("closed-meanwhile")))
}

/// Hours within which people are told how long it is yet.
const TOLD_HOURS: i64 = 12;

fn wait_words(view: &View<'_>, opens: DateTime) -> Option<String> {
    let seconds = opens.duration_since(view.now.datetime()).as_secs();
    let minutes = (seconds.max(0) + 59) / 60;
    let (key, count) =
        if minutes <= 90 { ("closed-minutes", minutes) } else { ("closed-hours", (minutes + 30) / 60) };
    (minutes <= TOLD_HOURS * 60).then(|| view.format(key, &[("n", count.into())]))
}

/// Adds the screen.
pub fn attract_ui(ui: &mut Ui, look: &Look, data: &AttractData) -> Option<Action> {
    let sizes = &look.sizes;
    ui.spacing_mut().item_spacing.y = (sizes.gap * 0.5).round();
    head(ui, look, data);
    let button = TouchButton::primary(&data.touch).text(TextKind::Title).width(ui.available_width());
    let gap = ui.spacing().item_spacing.y;
    let foot = button.size(ui.ctx(), look).y + look.style(TextKind::Heading).line_height + gap * 2.0;
    let room = ui.available_height() - foot - sizes.section;
    let parts = Parts::fitting(ui, look, data, room);
    let free = (room - parts.height(ui, look)).max(0.0);
    let share = if is_upright(ui) { 0.8 } else { 0.5 };
    ui.add_space((free * share).floor());
    parts.show(ui, look);
    push_down(ui, foot);
    look.label_centered(ui, TextKind::Heading, &data.languages);
    // a touch anywhere does the same; this is what a screen reader finds
    button.show(ui, look);
    None
}

/// A line: how it is written, in which of three inks.
type Line<'d> = (TextKind, Ink, &'d str);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ink {
    Plain,
    Soft,
    Good,
    Late,
}

/// What fits of the hours and of what was said and done.
struct Parts<'d> {
    hours: Vec<Line<'d>>,
    is_closed: bool,
    heading: Option<&'d str>,
    shown: Vec<Line<'d>>,
    is_card: bool,
}

impl<'d> Parts<'d> {
    /// All of it as large as fits, since it is read from afar; else with the greeting in place of what was said and done, else
    /// the hours alone, at last without what can be done meanwhile.
    fn fitting(ui: &Ui, look: &Look, data: &'d AttractData, room: f32) -> Self {
        let words = [TextKind::Display, TextKind::Title, TextKind::Heading];
        let whole = words.into_iter().flat_map(|words| {
            let forms = [(true, true), (false, true), (false, false)];
            forms
                .into_iter()
                .filter_map(move |(heading, since)| Self::improvement(data, words, heading, since))
        });
        let forms = whole.chain([Self::greeting(data), Self::hours(data)]);
        let mut forms = forms.filter(|parts| parts.height(ui, look) <= room);
        forms.next().unwrap_or_else(|| {
            let hours = Self::hours(data);
            Self { hours: hours.hours.into_iter().take(2).collect(), ..hours }
        })
    }

    fn hours(data: &'d AttractData) -> Self {
        let mut hours = Vec::new();
        if let Some(opening) = &data.opening {
            let kind = if data.closed.is_some() { TextKind::Title } else { TextKind::Heading };
            hours.push((kind, if opening.is_open { Ink::Good } else { Ink::Late }, opening.words.as_str()));
        }
        if let Some((reach, meanwhile)) = &data.closed {
            hours.extend(reach.iter().map(|reach| (TextKind::Heading, Ink::Plain, reach.as_str())));
            hours.push((TextKind::Body, Ink::Plain, meanwhile));
        }
        let is_closed = data.closed.is_some();
        Self { hours, is_closed, heading: None, shown: Vec::new(), is_card: false }
    }

    fn greeting(data: &'d AttractData) -> Self {
        let [title, subtitle] = &data.greeting;
        let shown =
            vec![(TextKind::Display, Ink::Plain, title.as_str()), (TextKind::Heading, Ink::Soft, subtitle)];
        Self { shown, ..Self::hours(data) }
    }

    /// What was said and done in `words`, with or without the heading above and the date beneath.
    fn improvement(
        data: &'d AttractData,
        words: TextKind,
        has_heading: bool,
        has_since: bool,
    ) -> Option<Self> {
        let (heading, improvement) = data.improvement.as_ref()?;
        let [said, did] = &improvement.headings;
        let name = if words == TextKind::Heading { TextKind::Body } else { TextKind::Heading };
        let mut shown = vec![
            (name, Ink::Soft, said.as_str()),
            (words, Ink::Plain, &improvement.said),
            (name, Ink::Good, did),
            (words, Ink::Plain, &improvement.did),
        ];
        let since = improvement.since.as_ref().filter(|_| has_since);
        shown.extend(since.map(|since| (TextKind::Body, Ink::Soft, since.as_str())));
        let heading = has_heading.then_some(heading.as_str());
        Some(Self { heading, shown, is_card: true, ..Self::hours(data) })
    }

    fn height(&self, ui: &Ui, look: &Look) -> f32 {
        let (gap, padding) = (ui.spacing().item_spacing.y, look.sizes.padding);
        let lines = |lines: &[Line<'_>], width: f32| {
            let height = |(kind, _, words): &Line<'_>| {
                look.text.galley(ui.ctx(), &look.style(*kind), Some(width), words).size().y + gap
            };
            lines.iter().map(height).sum::<f32>()
        };
        let width = ui.available_width();
        let card = |part: &[Line<'_>]| lines(part, width - 2.0 * padding) + 2.0 * padding;
        let hours = if self.is_closed { card(&self.hours) } else { lines(&self.hours, width) };
        let heading = self.heading.map_or(0.0, |_| look.style(TextKind::Title).line_height + gap);
        let shown = if self.is_card { card(&self.shown) } else { lines(&self.shown, width) };
        hours + heading + shown + look.sizes.gap
    }

    fn show(&self, ui: &mut Ui, look: &Look) {
        if self.is_closed {
            card(ui, look, |ui| lines_ui(ui, look, &self.hours));
        } else {
            lines_ui(ui, look, &self.hours);
        }
        ui.add_space(look.sizes.gap);
        if let Some(heading) = self.heading {
            look.label(ui, TextKind::Title, heading);
        }
        if self.is_card {
            card(ui, look, |ui| lines_ui(ui, look, &self.shown));
        } else {
            lines_ui(ui, look, &self.shown);
        }
    }
}

fn lines_ui(ui: &mut Ui, look: &Look, lines: &[Line<'_>]) {
    for (kind, ink, words) in lines {
        let color = match ink {
            Ink::Plain => look.style(*kind).color,
            Ink::Soft => look.palette.ink_soft,
            Ink::Good => look.palette.good,
            Ink::Late => look.palette.warning,
        };
        if *ink != Ink::Late {
            look.label_colored(ui, *kind, color, words);
            continue;
        }
        let style = look.style(*kind).color(color);
        let side = style.line_height;
        row_start_to_end(ui, look.direction, side, |ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(side * 0.8, side), egui::Sense::hover());
            picture(ui.painter(), rect, Picture::Clock, color);
            let width = ui.available_width();
            look.text.label(ui, &style, Some(width), words);
        });
    }
}

fn head(ui: &mut Ui, look: &Look, data: &AttractData) {
    let height = look.sizes.button * 1.3;
    row_start_to_end(ui, look.direction, height, |ui| {
        if let Some(logo) = &data.logo {
            logo.show(ui, look, height);
        }
        let time =
            look.text.galley(ui.ctx(), &look.style(TextKind::Display), None, &data.time).size().x.ceil();
        let width = (ui.available_width() - time - look.sizes.section).max(0.0);
        ui.scope(|ui| {
            ui.set_max_width(width);
            ui.set_min_width(width);
            column_start(ui, look.direction, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                look.label_colored(ui, TextKind::Heading, look.palette.primary, &data.association);
                if let Some(branch) = &data.branch {
                    look.label_colored(ui, TextKind::Body, look.palette.ink_soft, branch);
                }
            });
        });
        look.label_inline(ui, TextKind::Display, &data.time);
    });
    look.label_colored(ui, TextKind::Body, look.palette.ink_soft, &data.date);
}
