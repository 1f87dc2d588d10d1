//! What stands around every screen: whose kiosk this is, the way out, the language switch, the progress.

use egui::{Frame, Margin, Rect, Ui, Vec2, vec2};
use shared::locale::{Language, dates, ltr};

use super::access_bar::{AccessBarData, access_bar_height, access_bar_ui};
use super::layout::in_rect;
use super::logo::LogoPicture;
use super::opening::Opening;
use super::view::View;
use crate::action::Action;
use crate::flow::{
    FIRST_START_STEPS, RatingFlow, RatingStep, StaffFlow, StaffPage, SuggestionFlow, SuggestionStep,
    VisitFlow, VisitStep,
};
use crate::link::Locked;
use crate::route::Route;
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};
use crate::widgets::{
    Picture, StatusKind, TouchButton, announce, column_start, icon_button, in_language, notice, row_at_end,
    row_end_to_start, row_start_to_end, status, status_width, step_progress,
};

/// The frame's words.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameData {
    /// The association's logo.
    pub logo: Option<LogoPicture>,
    /// The association's name.
    pub association: String,
    /// The branch's name and, where a form fills the screen, what is being done.
    pub place: Option<String>,
    /// The language that the switch offers, in its own letters.
    pub other_language: (Language, String),
    /// The staff's door, where nothing was begun.
    pub door: Option<String>,
    /// The time, and whether the branch is open, where nothing was begun.
    pub hours: Option<(String, Option<Opening>)>,
    /// The way out, where something was begun.
    pub finish: Option<WayOut>,
    /// How far the visitor has come: step, steps, and the same in words.
    pub progress: Option<(usize, usize, String)>,
    /// The bar beneath the screen, where a visitor stands before it.
    pub access: Option<AccessBarData>,
    /// On every screen of a trial: that it is one, and the way out of it.
    pub trial: Option<[String; 2]>,
    /// On staff's screens: at which line the settings file can't be read.
    pub settings_fault: Option<String>,
    /// What a visitor who called staff is told.
    pub call: Option<String>,
    /// On staff's screens: that a visitor called, and the button that says that it was seen.
    pub called: Option<[String; 2]>,
    /// On staff's screens of what was recorded: that nothing of it can be opened, and what goes on all the same.
    pub locked: Option<String>,
    /// That the voice could not be heard.
    pub unheard: Option<String>,
}

/// The way out of what was begun.
#[derive(Clone, Debug, PartialEq)]
pub struct WayOut {
    /// What it is called.
    pub words: String,
    /// What it is called where there is little room.
    pub short: String,
    /// A picture of it.
    pub picture: Option<Picture>,
}

impl WayOut {
    fn new(words: String) -> Self {
        Self { short: words.clone(), words, picture: None }
    }

    /// Leaves without saving.
    fn cancel(view: &View<'_>) -> Self {
        Self { words: view.tr("leave-cancel"), short: view.tr("leave-short"), picture: Some(Picture::Cancel) }
    }

    fn button<'w>(&self, words: &'w str) -> TouchButton<'w> {
        TouchButton::quiet(words).picture(self.picture)
    }
}

/// Least size of the association's name, in shares of its usual one: it is written smaller before it takes two lines.
const LEAST_NAME: f32 = 0.8;

impl FrameData {
    /// Reads the frame's words.
    pub fn new(view: &View<'_>, route: &Route) -> Self {
        let other = view.language().other();
        let other_name = match other {
            Language::Arabic => view.tr("language-ar"),
            Language::English => view.tr("language-en"),
        };
        let at_welcome = *route == Route::Welcome;
        let finish = match route {
            Route::Visit(flow) if flow.receipt().is_none() => Some(WayOut::cancel(view)),
            Route::Rating(flow) if flow.step() == RatingStep::Thanks => None,
            // what has a score is kept
            Route::Rating(flow) if flow.score().is_some() => Some(WayOut::new(view.tr("common-finish"))),
            Route::Rating(_) => Some(WayOut::cancel(view)),
            Route::Suggestion(flow) if flow.step() != SuggestionStep::Thanks => Some(WayOut::cancel(view)),
            Route::Guide(_) => {
                Some(WayOut { short: view.tr("leave-short"), ..WayOut::new(view.tr("leave-guide")) })
            }
            Route::Returned(_) | Route::Follow(_) => Some(WayOut::new(view.tr("common-finish"))),
            // a form is left by its own cancel, which asks first
            Route::Staff(flow) if flow.is_signed_in() && !matches!(flow.page(), StaffPage::Form(_)) => {
                Some(WayOut::new(view.tr("staff-sign-out")))
            }
            Route::Starting
            | Route::FirstStart(_)
            | Route::Welcome
            | Route::Visit(_)
            | Route::Suggestion(_)
            | Route::Calling(_)
            | Route::Board(_)
            | Route::OutOfOrder(_)
            | Route::Staff(_)
            | Route::Trouble(_) => None,
        };
        Self {
            logo: view.logo,
            association: view.association(),
            place: place(view, route),
            other_language: (other, other_name),
            door: at_welcome.then(|| view.tr("staff-sign-in")),
            hours: at_welcome.then(|| (dates::time(view.now.time()), view.opening())),
            finish,
            progress: progress(route).map(|(step, total)| {
                let values = [("step", step.into()), ("total", total.into())];
                (step, total, view.format("common-progress", &values))
            }),
            access: AccessBarData::new(view, route),
            trial: view.setting.and_then(|setting| setting.trial_pin).map(|pin| {
                let words = view.format("setup-sample-banner", &[("pin", ltr(pin).into())]);
                [words, view.tr("setup-try-end")]
            }),
            settings_fault: view
                .settings_fault
                .filter(|_| route.is_for_staff())
                .map(|line| view.format("error-settings", &[("line", line.into())])),
            call: view.call_words().filter(|_| route.is_for_visitors()),
            called: view.staff_call.filter(|_| route.is_for_staff()).map(|at| {
                let words = view.format("call-staff-called", &[("time", dates::time(at).into())]);
                [words, view.tr("call-staff-seen")]
            }),
            unheard: view.is_unheard.then(|| view.tr("speech-failed")),
            locked: view.locked().filter(|_| shows_records(route)).map(|why| locked_words(view, why)),
        }
    }
}

/// Says why nothing can be opened, what goes on all the same, and what to do.
fn locked_words(view: &View<'_>, why: Locked) -> String {
    view.tr(match why {
        Locked::Pin => "staff-locked-pin",
        Locked::Share => "staff-locked-share",
        Locked::Clock => "staff-locked-clock",
        Locked::Revoked => "staff-locked-revoked",
        Locked::WriteOnly => "staff-locked-write-only",
    })
}

/// Tells whether a screen shows what was recorded of people, or looks for them.
fn shows_records(route: &Route) -> bool {
    let Route::Staff(flow) = route else { return false };
    match flow.page() {
        StaffPage::Today | StaffPage::Field | StaffPage::Drafts => true,
        StaffPage::People(_) | StaffPage::Planned(_) | StaffPage::Request(_) => true,
        StaffPage::Pin | StaffPage::Form(_) | StaffPage::Device | StaffPage::Settings(_) => false,
        StaffPage::Tools(_) | StaffPage::Waiting | StaffPage::Representatives(_) => false,
    }
}

fn place(view: &View<'_>, route: &Route) -> Option<String> {
    let task = if let Route::Staff(flow) = route { task(view, flow) } else { None };
    let parts: Vec<String> = view.branch().into_iter().chain(task).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What is being done in staff mode, or by whom.
fn task(view: &View<'_>, flow: &StaffFlow) -> Option<String> {
    match flow.page() {
        StaffPage::Form(form) if form.serves().is_some() => {
            let number = form.serves().map(|number| number.to_string()).unwrap_or_default();
            Some(view.format("waiting-serving", &[("number", ltr(&number).into())]))
        }
        StaffPage::Form(form) if form.corrects().is_some() => Some(view.tr("correct-title")),
        StaffPage::Form(_) => Some(view.tr("register-title")),
        StaffPage::Tools(_) => Some(view.tr("guide-tools")),
        StaffPage::Settings(_) => Some(view.tr("settings-title")),
        StaffPage::Pin | StaffPage::Today | StaffPage::Device | StaffPage::Waiting => None,
        StaffPage::Field
        | StaffPage::Drafts
        | StaffPage::Representatives(_)
        | StaffPage::People(_)
        | StaffPage::Planned(_)
        | StaffPage::Request(_) => view.who(flow.field.who()),
    }
}

fn progress(route: &Route) -> Option<(usize, usize)> {
    match route {
        Route::Visit(flow) => visit_progress(flow).map(|step| (step, 3)),
        Route::Rating(flow) => rating_progress(flow).map(|step| (step, 3)),
        Route::Suggestion(flow) => suggestion_progress(flow).map(|step| (step, 4)),
        Route::FirstStart(flow) => flow.page().step().map(|step| (step, FIRST_START_STEPS)),
        Route::Starting | Route::Welcome | Route::Follow(_) | Route::Guide(_) | Route::Returned(_) => None,
        Route::Calling(_) | Route::Board(_) | Route::Staff(_) => None,
        Route::Trouble(_) | Route::OutOfOrder(_) => None,
    }
}

fn visit_progress(flow: &VisitFlow) -> Option<usize> {
    match flow.step() {
        VisitStep::Need | VisitStep::Needs => Some(1),
        VisitStep::Words | VisitStep::Who | VisitStep::Notice => Some(2),
        VisitStep::Party | VisitStep::Summary => Some(3),
        VisitStep::Receipt => None,
    }
}

fn suggestion_progress(flow: &SuggestionFlow) -> Option<usize> {
    match flow.step() {
        SuggestionStep::About => Some(1),
        SuggestionStep::Words => Some(2),
        SuggestionStep::Reply => Some(3),
        SuggestionStep::Check => Some(4),
        SuggestionStep::Thanks => None,
    }
}

fn rating_progress(flow: &RatingFlow) -> Option<usize> {
    match flow.step() {
        RatingStep::Service => Some(1),
        RatingStep::Score | RatingStep::Provider => Some(2),
        RatingStep::Reasons | RatingStep::Comment => Some(3),
        RatingStep::AtExit | RatingStep::Thanks => None,
    }
}

/// Adds the ground alone.
pub fn blank_frame<R>(ui: &mut Ui, look: &Look, add: impl FnOnce(&mut Ui) -> R) -> R {
    let [above, below] = look.sizes.out_of_reach;
    let (side, end) = (look.sizes.margin, look.sizes.margin * 0.6);
    let frame = Frame::new().fill(look.palette.ground);
    frame
        .show(ui, |ui| {
            let rect = ui.available_rect_before_wrap().shrink2(vec2(side, end));
            let rect = Rect::from_min_max(rect.min + vec2(0.0, above), rect.max - vec2(0.0, below));
            ui.set_min_size(ui.available_size().max(egui::Vec2::ZERO));
            in_rect(ui, look, "screen", rect, add)
        })
        .inner
}

/// Adds the frame around `screen`.
pub fn frame_ui(
    ui: &mut Ui,
    look: &Look,
    data: &FrameData,
    screen: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    blank_frame(ui, look, |ui| {
        let first = header(ui, look, data);
        if let Some((step, total, words)) = &data.progress {
            step_progress(ui, look, *step, *total, words);
        } else {
            let line = vec2(ui.available_width(), look.sizes.border);
            let (rect, _) = ui.allocate_exact_size(line, egui::Sense::hover());
            ui.painter().rect_filled(rect, 0.0, look.palette.line);
        }
        ui.add_space(look.sizes.gap);
        let first = match &data.trial {
            Some(words) => first.or(band_ui(ui, look, words, Action::EndTrial)),
            None => first,
        };
        let first = match &data.called {
            Some(words) => first.or(band_ui(ui, look, words, Action::AnswerCall)),
            None => first,
        };
        if let Some(words) = &data.settings_fault {
            status(ui, look, StatusKind::Problem, words);
            ui.add_space(look.sizes.gap);
        }
        if let Some(words) = &data.call {
            notice(ui, look, words);
            ui.add_space(look.sizes.gap);
        }
        if let Some(words) = data.locked.as_ref().or(data.unheard.as_ref()) {
            announce(&status(ui, look, StatusKind::Problem, words));
            ui.add_space(look.sizes.gap);
        }
        let second = match &data.access {
            Some(bar) => above_bar(ui, look, bar, screen),
            None => {
                let rect = ui.available_rect_before_wrap();
                in_rect(ui, look, "content", rect, screen)
            }
        };
        first.or(second)
    })
}

/// Adds a screen and the bar beneath it.
fn above_bar(
    ui: &mut Ui,
    look: &Look,
    bar: &AccessBarData,
    screen: impl FnOnce(&mut Ui) -> Option<Action>,
) -> Option<Action> {
    let space = ui.available_rect_before_wrap();
    let bar_top = space.bottom() - access_bar_height(ui, look, bar);
    let content = space.with_max_y(bar_top - look.sizes.gap);
    let first = in_rect(ui, look, "content", content, screen);
    first.or(in_rect(ui, look, "access", space.with_min_y(bar_top), |ui| access_bar_ui(ui, look, bar)))
}

fn header(ui: &mut Ui, look: &Look, data: &FrameData) -> Option<Action> {
    let (height, gap) = (look.sizes.button, ui.spacing().item_spacing.x);
    let (language, name) = &data.other_language;
    let direction = if language.is_rtl() { Direction::Rtl } else { Direction::Ltr };
    let switch = || TouchButton::secondary(name).direction(direction).text(TextKind::Heading);
    let door_width = if data.door.is_some() { look.sizes.touch + gap } else { 0.0 };
    let switch_width = switch().size(ui.ctx(), look).x + door_width;
    let logo_width = data.logo.map_or(0.0, |logo| logo.size_at(height).x + gap);
    let width_of = |button: &TouchButton<'_>| button.size(ui.ctx(), look).x + gap;
    let names_width = names_width(ui, look, data);
    let finish = data.finish.as_ref().map(|way| {
        let button = way.button(&way.words);
        let names = ui.available_width() - logo_width - switch_width - width_of(&button) - gap;
        if names < names_width { way.button(&way.short) } else { button }
    });
    let end_width = finish.as_ref().map_or(0.0, width_of) + switch_width;
    let room = ui.available_width() - logo_width - end_width - gap;
    let hours_width = data.hours.as_ref().map_or(0.0, |hours| hours_width(ui, look, hours) + 2.0 * gap);
    // where all of it does not fit, the hours stand on a line of their own
    let is_beside = names_width + hours_width <= room;
    let asked = row_start_to_end(ui, look.direction, height, |ui| {
        if let Some(logo) = &data.logo {
            logo.show(ui, look, height);
        }
        ui.scope(|ui| {
            let width = if is_beside { names_width } else { room.max(0.0) };
            ui.set_max_width(width);
            ui.set_min_size(vec2(width, height).max(egui::Vec2::ZERO));
            column_start(ui, look.direction, |ui| names(ui, look, data, height));
        });
        if let Some(hours) = data.hours.as_ref().filter(|_| is_beside) {
            let width = ui.available_width() - end_width - gap;
            row_in_middle(ui, look, vec2(width, height), hours_width, |ui| hours_ui(ui, look, hours));
        }
        row_at_end(ui, look.direction, height, end_width, |ui| {
            let finished = finish.is_some_and(|finish| finish.show(ui, look).clicked());
            let switch = switch().show(ui, look);
            in_language(&switch, language.code());
            let entered = data.door.as_ref().is_some_and(|name| {
                icon_button(ui, look, Picture::Lock, name, vec2(look.sizes.touch, height)).clicked()
            });
            let switched = switch.clicked().then_some(Action::ChooseLanguage(*language));
            let entered = entered.then_some(Action::OpenStaff);
            switched.or(finished.then_some(Action::Leave)).or(entered)
        })
    });
    if let Some(hours) = data.hours.as_ref().filter(|_| !is_beside) {
        let height = look.style(TextKind::Heading).line_height;
        row_start_to_end(ui, look.direction, height, |ui| hours_ui(ui, look, hours));
    }
    asked
}

/// Lays out a row of `size` whose parts, `width` points wide, stand in its middle.
fn row_in_middle(ui: &mut Ui, look: &Look, size: Vec2, width: f32, add: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.set_max_width(size.x);
        row_start_to_end(ui, look.direction, size.y, |ui| {
            ui.add_space(((size.x - width) / 2.0).max(0.0).floor());
            add(ui);
        });
    });
}

/// The time, and whether the branch is open.
fn hours_ui(ui: &mut Ui, look: &Look, (time, opening): &(String, Option<Opening>)) {
    look.label_inline(ui, TextKind::Heading, time);
    if let Some(opening) = opening {
        status(ui, look, opening.kind(), &opening.words);
    }
}

fn hours_width(ui: &Ui, look: &Look, (time, opening): &(String, Option<Opening>)) -> f32 {
    let gap = ui.spacing().item_spacing.x;
    let time = look.text.galley(ui.ctx(), &look.style(TextKind::Heading), None, time).size().x.ceil();
    let opening = opening.as_ref();
    time + opening.map_or(0.0, |opening| gap + status_width(ui.ctx(), look, opening.kind(), &opening.words))
}

/// How the association's and the place's names are set.
fn name_styles(look: &Look) -> [TextStyle; 2] {
    let name = look.style(TextKind::Strong).color(look.palette.primary);
    [name, look.style(TextKind::Small)].map(|style| {
        let line_height = (style.size * 1.5).round();
        style.line_height(line_height)
    })
}

fn names_width(ui: &Ui, look: &Look, data: &FrameData) -> f32 {
    let words = [Some(&data.association), data.place.as_ref()];
    let width = |(style, words): (TextStyle, Option<&String>)| {
        words.map_or(0.0, |words| look.text.galley(ui.ctx(), &style, None, words).size().x.ceil())
    };
    name_styles(look).into_iter().zip(words).map(width).fold(0.0, f32::max)
}

fn names(ui: &mut Ui, look: &Look, data: &FrameData, height: f32) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let [name, place] = name_styles(look);
    let width = ui.available_width();
    let needed = look.text.galley(ui.ctx(), &name, None, &data.association).size().x.ceil();
    let share = (width / needed).clamp(LEAST_NAME, 1.0);
    let name = TextStyle { size: (name.size * share).floor(), ..name };
    let words = [(&name, Some(&data.association)), (&place, data.place.as_ref())];
    let height_of = |(style, words): &(&TextStyle, Option<&String>)| {
        words.map_or(0.0, |words| look.text.galley(ui.ctx(), style, Some(width), words).size().y)
    };
    let lines: f32 = words.iter().map(height_of).sum();
    ui.add_space(((height - lines) / 2.0).max(0.0).round());
    for (style, words) in words {
        if let Some(words) = words {
            look.text.label(ui, style, Some(width), words);
        }
    }
}

/// Adds a band with words and a button that asks for `action`.
fn band_ui(ui: &mut Ui, look: &Look, [words, leave]: &[String; 2], action: Action) -> Option<Action> {
    let margin = look.sizes.gap;
    let room = ui.available_width() - 2.0 * margin;
    let button = TouchButton::secondary(leave).text(TextKind::Strong);
    let words_width = (room - button.size(ui.ctx(), look).x - look.sizes.gap).max(1.0).floor();
    let style = look.style(TextKind::Strong);
    let words_height = look.text.galley(ui.ctx(), &style, Some(words_width), words).size().y;
    let height = words_height.max(look.sizes.touch);
    let band = Frame::new()
        .fill(look.palette.band)
        .corner_radius(look.sizes.radius)
        .inner_margin(Margin::symmetric(margin as i8, (margin / 2.0) as i8));
    let shown = band.show(ui, |ui| {
        ui.set_width(room.max(0.0));
        row_start_to_end(ui, look.direction, height, |ui| {
            ui.scope(|ui| {
                ui.set_max_width(words_width);
                ui.set_min_size(vec2(words_width, height));
                column_start(ui, look.direction, |ui| {
                    ui.add_space(((height - words_height) / 2.0).max(0.0).round());
                    look.text.label(ui, &style, Some(words_width), words);
                });
            });
            row_end_to_start(ui, look.direction, height, |ui| {
                button.height(height).show(ui, look).clicked().then_some(action)
            })
        })
    });
    ui.add_space(look.sizes.gap);
    shown.inner
}
