//! The device's status.

use std::collections::BTreeMap;

use egui::Ui;
use shared::doc::Meaning;
use shared::locale::{Value, dates, ltr};

use super::fault::not_saved_words;
use super::lists::facts_grid;
use super::tabs::{Tab, TabsData, tabs_ui};
use super::view::View;
use crate::action::{Action, RepresentativesAction, SettingsAction};
use crate::flow::{StaffFlow, Who};
use crate::link::DeviceStatus;
use crate::theme::{Look, TextKind};
use crate::widgets::{StatusKind, TouchButton, announce, card, cell_width, grid, scroll, status};

/// The words of the device's status.
#[derive(Clone, Debug, PartialEq)]
pub struct DeviceData {
    /// The tabs.
    pub tabs: TabsData,
    /// What only a person who knows the device's PIN may open.
    pub doors: Vec<(String, Action)>,
    /// Why a PIN that was chosen was not kept.
    pub fault: Option<String>,
    /// What each row is called, and what stands in it; empty until the status is loaded.
    pub rows: Vec<(String, String)>,
    /// Why some ratings are sent later.
    pub ratings_hint: Option<String>,
    /// What waits for head office's word, records held for review, and what is set aside: title, and a line a reason.
    pub held: Vec<(String, Vec<String>)>,
}

impl DeviceData {
    /// Reads the words and the status.
    pub fn new(view: &View<'_>, flow: &StaffFlow) -> Self {
        let status = flow.status();
        Self {
            tabs: TabsData::new(view, Tab::Device),
            doors: doors(view, flow.field.who()),
            fault: flow.not_kept().map(|why| not_saved_words(view, why)),
            rows: status.map(|status| facts(view, status)).unwrap_or_default(),
            ratings_hint: status
                .filter(|status| status.waiting_hour > 0)
                .map(|_| view.tr("device-waiting-hour-hint")),
            held: status.map(|status| held(view, status)).unwrap_or_default(),
        }
    }
}

fn doors(view: &View<'_>, who: Option<&Who>) -> Vec<(String, Action)> {
    match who {
        Some(Who::Staff) => vec![
            (view.tr("representatives-title"), Action::Representatives(RepresentativesAction::Show)),
            (view.tr("settings-title"), Action::Settings(SettingsAction::Show)),
        ],
        Some(Who::Representative(me)) => {
            let choose = Action::Representatives(RepresentativesAction::ChoosePin(me.clone()));
            vec![(view.tr("representatives-own-pin"), choose)]
        }
        None => Vec::new(),
    }
}

fn facts(view: &View<'_>, status: &DeviceStatus) -> Vec<(String, String)> {
    let records = |n: u64| view.format("count-records", &[("n", n.into())]);
    let ratings = |n: u64| view.format("count-ratings", &[("n", n.into())]);
    let last = match status.last_exchange {
        Some(then) => {
            let at = dates::date_time(view.words, then, view.now.time_zone());
            format!("{} ({at})", dates::age(view.words, then, view.now.timestamp()))
        }
        None => view.tr("sync-never"),
    };
    let branch = view.branch().unwrap_or_else(|| status.branch.clone());
    let device = status.device.to_string();
    let held = u64::try_from(status.quarantined.len()).unwrap_or(u64::MAX);
    let set_aside = u64::try_from(status.set_aside.len()).unwrap_or(u64::MAX);
    let mut facts = vec![
        (view.tr("device-branch"), branch),
        (view.tr("device-name"), ltr(device.get(..8).unwrap_or(&device))),
        (view.tr("device-saved"), records(status.saved)),
        (view.tr("device-received"), records(status.received)),
        (view.tr("device-waiting"), records(status.waiting)),
        (view.tr("device-waiting-hour"), ratings(status.waiting_hour)),
        (view.tr("device-quarantined"), records(held)),
        (view.tr("device-set-aside"), records(set_aside)),
        (view.tr("device-last-exchange"), last),
        (view.tr("device-server"), ltr(&status.server)),
        (view.tr("device-version"), ltr(env!("CARGO_PKG_VERSION"))),
    ];
    if view.rating.exit {
        facts.push((view.tr("device-plays"), view.format("device-plays-today", &[("n", view.plays.into())])));
    }
    facts
}

fn held(view: &View<'_>, status: &DeviceStatus) -> Vec<(String, Vec<String>)> {
    let held = by_reason(view, &status.quarantined, |reason| {
        view.words.word("held-reason", Meaning::code_of(reason))
    });
    let set_aside = by_reason(view, &status.set_aside, |reason| view.words.word("set-aside-reason", reason));
    let titled = |title: &str, mut lines: Vec<String>, hint: &str| {
        lines.push(view.tr(hint));
        (view.tr(title), lines)
    };
    let mut cards = Vec::new();
    if status.people_wait {
        cards.push(titled("device-people-wait-title", Vec::new(), "device-people-wait-hint"));
    }
    if !set_aside.is_empty() {
        cards.push(titled("device-set-aside-title", set_aside, "device-set-aside-hint"));
    }
    if !held.is_empty() {
        cards.push(titled("device-quarantine-title", held, "device-quarantine-hint"));
    }
    cards
}

/// Counts reasons, a line each.
fn by_reason(view: &View<'_>, reasons: &[String], words: impl Fn(&str) -> String) -> Vec<String> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in reasons {
        *counted.entry(reason).or_default() += 1;
    }
    let lines = counted.into_iter().map(|(reason, n)| {
        let values: [(&str, Value<'_>); 2] = [("reason", words(reason).into()), ("n", n.into())];
        view.format("device-quarantine-row", &values)
    });
    lines.collect()
}

/// Adds the device's status.
pub fn device_ui(ui: &mut Ui, look: &Look, data: &DeviceData) -> Option<Action> {
    let tab = tabs_ui(ui, look, &data.tabs);
    let opened = scroll(ui, look, "status", |ui| {
        let opened = doors_ui(ui, look, &data.doors);
        if let Some(words) = &data.fault {
            announce(&status(ui, look, StatusKind::Problem, words));
        }
        if !data.rows.is_empty() {
            card(ui, look, |ui| facts_grid(ui, look, 3, &data.rows));
        }
        for (title, lines) in &data.held {
            card(ui, look, |ui| {
                look.label_colored(ui, TextKind::Strong, look.palette.problem, title);
                lines.iter().for_each(|line| {
                    look.label(ui, TextKind::Body, line);
                });
            });
        }
        if let Some(words) = &data.ratings_hint {
            look.label(ui, TextKind::Small, words);
        }
        opened
    });
    tab.or(opened)
}

fn doors_ui(ui: &mut Ui, look: &Look, doors: &[(String, Action)]) -> Option<Action> {
    let gap = look.sizes.gap;
    let widths = doors.iter().map(|(words, _)| door(look, words).size(ui.ctx(), look).x + gap);
    // side by side where they fit, else one beneath the other
    let columns = if widths.sum::<f32>() - gap <= ui.available_width() { doors.len() } else { 1 };
    let mut opened = None;
    let cell = cell_width(ui, look, columns);
    let height_of = |(words, _): &(String, Action)| door(look, words).width(cell).size(ui.ctx(), look).y;
    let height = doors.iter().map(height_of).fold(look.sizes.touch, f32::max);
    grid(ui, look, columns, height, doors.len(), |ui, index| {
        let (words, action) = &doors[index];
        if door(look, words).width(ui.available_width()).show(ui, look).clicked() {
            opened = Some(action.clone());
        }
    });
    opened
}

fn door<'w>(look: &Look, words: &'w str) -> TouchButton<'w> {
    TouchButton::secondary(words).height(look.sizes.touch).text(TextKind::Strong)
}
