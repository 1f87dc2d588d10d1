//! The exit rating: one question and four faces in place of the welcome; once a face is pressed and its score is saved, for a
//! few seconds the reasons and the second question, which are answered without a way on.

use egui::Ui;
use shared::domain::CatalogKind;
use shared::locale::key;

use super::choice::{Choice, Group, group_ui};
use super::faces::{row_of_faces, small_faces};
use super::fault::not_saved_words;
use super::layout::{is_upright, title, title_height, two_parts};
use super::page::{Foot, page};
use super::rating::{promise, provider_answer, provider_faces, reasons_title, service_faces};
use super::spoken::choices;
use super::tiles::{compact_height, compact_tiles};
use super::view::View;
use crate::action::{Action, RatingAction};
use crate::flow::{ProviderAnswer, RatingFlow};
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{Face, TileKind, announce, answers, notice};

/// Least height of a face that is seen from a step away, in heights of a button.
const LEAST_FACE: f32 = 2.5;

/// Rows of faces on an upright screen.
const UPRIGHT_ROWS: f32 = 2.0;

/// The faces at the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct ExitData {
    /// The branch.
    pub branch: String,
    /// The question.
    pub title: String,
    /// What is rated, where the catalog has a name for it.
    pub about: Option<String>,
    /// What a rating is for, and what it does not do (P-11).
    pub promise: String,
    /// That the last press was not counted.
    pub not_counted: Option<String>,
    /// Faces from the reading start on, the happiest first.
    pub faces: Vec<(Face, Choice<Action>)>,
}

impl ExitData {
    /// Reads the words.
    pub fn new(view: &View<'_>) -> Self {
        Self {
            branch: view.branch().unwrap_or_default(),
            title: view.tr("exit-question"),
            about: view.entry_name(&CatalogKind::Service, view.rating.service.as_str()),
            promise: promise(view),
            not_counted: view.is_play.then(|| view.tr("exit-not-counted")),
            faces: service_faces(view, None, Action::RateAtExit),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say_if(self.not_counted.as_ref()).say(&self.branch).say(&self.promise);
        let script = script.say(&self.title).say_if(self.about.as_ref());
        choices(view, script, self.faces.iter().map(|(_, choice)| choice))
    }
}

/// Adds the faces at the way out.
pub fn exit_ui(ui: &mut Ui, look: &Look, data: &ExitData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let (has_branch, kind) = above_faces(ui, look, data);
        if has_branch {
            look.label(ui, TextKind::Display, &data.branch);
        }
        title(ui, look, &data.title, data.about.as_deref());
        // the notice takes the place of what was read before
        match &data.not_counted {
            Some(words) => notice(ui, look, words),
            None => {
                look.label(ui, kind, &data.promise);
            }
        }
        row_of_faces(ui, look, 1.0, &data.faces)
    };
    // with the notice it is as high as another page
    ui.push_id(data.not_counted.is_some(), |ui| page(ui, look, &Foot::new(), body)).inner
}

/// Tells whether the branch's name, which stands in the frame too, leaves the faces room, and how large the promise does.
fn above_faces(ui: &Ui, look: &Look, data: &ExitData) -> (bool, TextKind) {
    let rows = if is_upright(ui) { UPRIGHT_ROWS } else { 1.0 };
    let (width, gap) = (ui.available_width(), ui.spacing().item_spacing.y);
    let height_of =
        |kind, words: &str| look.text.galley(ui.ctx(), &look.style(kind), Some(width), words).size().y + gap;
    let words = data.not_counted.as_ref().unwrap_or(&data.promise);
    let title = title_height(ui, look, &data.title, data.about.as_deref()) + gap;
    let faces = look.sizes.button * LEAST_FACE * rows + 2.0 * look.sizes.section;
    let fits = |(has_branch, kind): &(bool, TextKind)| {
        let branch = if *has_branch { height_of(TextKind::Display, &data.branch) } else { 0.0 };
        branch + title + height_of(*kind, words) + faces <= ui.available_height()
    };
    let ways = [(true, TextKind::Body), (false, TextKind::Body)];
    ways.into_iter().find(fits).unwrap_or((false, TextKind::Small))
}

/// What follows the score at the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct ExitThanksData {
    /// Thanks, once the score is saved; else that it is being saved.
    pub title: String,
    /// Why it was not saved.
    pub fault: Option<String>,
    /// When the faces come back.
    pub closes: Option<String>,
    /// The reasons.
    pub reasons: Group<Action>,
    /// The question on the provider's performance.
    pub provider: String,
    /// Its faces from the reading start on, the happiest first.
    pub faces: Vec<(Face, Choice<Action>)>,
    /// Nobody served.
    pub nobody: Choice<Action>,
}

impl ExitThanksData {
    /// Reads the words and the answers.
    pub fn new(view: &View<'_>, flow: &RatingFlow) -> Self {
        let toggle = |code| Action::Rating(RatingAction::ToggleReason(code));
        let reasons = view.choices(&CatalogKind::Reason, flow.reasons()).into_iter();
        let title = if flow.is_kept() { key("exit-thanks") } else { key("rating-saving") };
        let closes = |seconds: u64| view.format("exit-closes", &[("n", seconds.into())]);
        Self {
            title: view.tr(title),
            fault: flow.fault().map(|fault| not_saved_words(view, fault)),
            closes: view.closes_in.map(closes),
            reasons: Group {
                name: reasons_title(view, flow),
                kind: TileKind::Multi,
                columns: 2,
                choices: reasons.map(|choice| Choice { about: None, ..choice.map(toggle) }).collect(),
            },
            provider: view.tr("exit-provider-question"),
            faces: provider_faces(view, flow),
            nobody: provider_answer(flow, ProviderAnswer::NobodyServed, view.tr("rating-provider-none")),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say_if(self.fault.as_ref()).say(&self.reasons.name);
        let script = choices(view, script, &self.reasons.choices).say(&self.provider);
        let faces = self.faces.iter().map(|(_, choice)| choice);
        choices(view, script, faces.chain(std::iter::once(&self.nobody)))
    }
}

/// Adds what follows the score.
pub fn exit_thanks_ui(ui: &mut Ui, look: &Look, data: &ExitThanksData) -> Option<Action> {
    page(ui, look, &Foot::new(), |ui| {
        match &data.fault {
            Some(words) => notice(ui, look, words),
            None => announce(&title(ui, look, &data.title, data.closes.as_deref())),
        }
        let room = ui.available_height();
        let reasons = |ui: &mut Ui| group_ui(ui, look, TextKind::Strong, &data.reasons);
        two_parts(ui, look, 0.5, reasons, |ui| provider_ui(ui, look, data, room))
    })
}

fn provider_ui(ui: &mut Ui, look: &Look, data: &ExitThanksData, room: f32) -> Option<Action> {
    let gap = ui.spacing().item_spacing.y;
    let asked = look.label(ui, TextKind::Strong, &data.provider).rect.height() + gap;
    let nobody = std::slice::from_ref(&data.nobody);
    let below = compact_height(ui, look, 1, nobody) + gap;
    let room = if is_upright(ui) { f32::INFINITY } else { room - asked - below };
    answers(ui, &data.provider, |ui| {
        let scored = small_faces(ui, look, room, &data.faces);
        scored.or(compact_tiles(ui, look, TileKind::Single, 1, nobody))
    })
}
