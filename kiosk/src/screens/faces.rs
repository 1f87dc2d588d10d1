//! The two questions of a rating, on one screen and kept apart (P-8): the service first; once it is answered, its row folds
//! to the chosen face and the provider's performance opens under it, in smaller faces.

use egui::{Ui, vec2};
use shared::domain::Score;

use super::choice::Choice;
use super::layout::{is_upright, sink, tile_columns, title};
use super::page::{Foot, page};
use super::spoken::{buttons, choices};
use super::view::View;
use crate::action::Action;
use crate::speech::Script;
use crate::theme::{Look, TextKind};
use crate::widgets::{Face, StatusKind, cell_width, chosen_face, face_button, grid, notice, status};

/// The share of the space that smaller faces take at most.
const SMALLER: f32 = 0.72;

/// Least height of a box with a face: its word, and a face that is told from the others.
fn least_face(look: &Look) -> f32 {
    look.style(TextKind::Button).size * 1.4 + look.sizes.touch * 0.7 + look.sizes.gap
}

/// The scale from the reading start on, and what each face means.
pub(super) const SCALE: [(Face, Score); 4] = [
    (Face::Excellent, Score::Excellent),
    (Face::Good, Score::Good),
    (Face::Bad, Score::Bad),
    (Face::VeryBad, Score::VeryBad),
];

/// Returns each face with the choice that is made of its meaning.
pub(super) fn scale(choice: impl Fn(&Score) -> Choice<Action>) -> Vec<(Face, Choice<Action>)> {
    SCALE.iter().map(|(face, score)| (*face, choice(score))).collect()
}

/// An answer that was given, folded.
#[derive(Clone, Debug, PartialEq)]
pub struct Folded {
    /// The chosen face.
    pub face: Face,
    /// What was asked, and the answer.
    pub words: String,
    /// The word for choosing anew.
    pub change: String,
    /// Opens the question again.
    pub open: Action,
    /// That the answer is saved, once it is.
    pub saved: Option<String>,
}

/// A question that is answered with a face.
#[derive(Clone, Debug, PartialEq)]
pub struct FacesScreen {
    /// The question before, once it is answered.
    pub before: Option<Folded>,
    /// The question.
    pub title: String,
    /// What is rated.
    pub about: Option<String>,
    /// What a rating is for, and what it does not do (P-11); before the first question.
    pub promise: Option<String>,
    /// Why nothing was saved.
    pub fault: Option<String>,
    /// Faces from the reading start on, the happiest first; each carries its meaning in words.
    pub faces: Vec<(Face, Choice<Action>)>,
    /// The ways back and on.
    pub foot: Foot,
}

impl FacesScreen {
    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let before = self.before.as_ref();
        let script = Script::new().say_if(before.map(|before| &before.words));
        let script = script.say_if(before.and_then(|before| before.saved.as_ref()));
        let script = script.say_if(self.promise.as_ref()).say(&self.title).say_if(self.about.as_ref());
        let script = choices(view, script, self.faces.iter().map(|(_, choice)| choice));
        buttons(view, script, self.foot.words())
    }
}

/// Adds the question, and the answer before it.
pub fn faces_ui(ui: &mut Ui, look: &Look, data: &FacesScreen) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let opened = data.before.as_ref().and_then(|before| folded_ui(ui, look, before));
        if let Some(words) = &data.fault {
            notice(ui, look, words);
        }
        title(ui, look, &data.title, data.about.as_deref());
        let promise = data.promise.as_ref();
        let is_above = promise.is_none_or(|words| leaves_room(ui, look, words));
        if let Some(words) = promise.filter(|_| is_above) {
            ui.add_space(look.sizes.gap);
            look.label(ui, TextKind::Body, words);
        }
        let share = if data.before.is_some() { SMALLER } else { 1.0 };
        let faced = row_of_faces(ui, look, share, &data.faces);
        if let Some(words) = promise.filter(|_| !is_above) {
            look.label(ui, TextKind::Body, words);
        }
        opened.or(faced)
    };
    ui.push_id(&data.title, |ui| page(ui, look, &data.foot, body)).inner
}

/// Tells whether words above the faces leave them their least height; else they stand beneath, where they are paged to.
fn leaves_room(ui: &Ui, look: &Look, words: &str) -> bool {
    let width = ui.available_width();
    let height = look.text.galley(ui.ctx(), &look.style(TextKind::Body), Some(width), words).size().y;
    is_upright(ui) || height + 2.0 * look.sizes.gap + least_face(look) <= ui.available_height()
}

fn folded_ui(ui: &mut Ui, look: &Look, before: &Folded) -> Option<Action> {
    let pressed = chosen_face(ui, look, before.face, &before.words, &before.change).clicked();
    if let Some(words) = &before.saved {
        status(ui, look, StatusKind::Good, words);
    }
    ui.add_space(look.sizes.gap);
    pressed.then(|| before.open.clone())
}

/// Adds faces in the lower part of the space, smaller by `share`.
pub(super) fn row_of_faces(
    ui: &mut Ui,
    look: &Look,
    share: f32,
    faces: &[(Face, Choice<Action>)],
) -> Option<Action> {
    let gap = look.sizes.gap;
    let columns = tile_columns(ui, faces.len());
    let rows = faces.len().div_ceil(columns) as f32;
    let width = cell_width(ui, look, columns);
    let room = (ui.available_height() - (rows - 1.0) * gap) / rows;
    let height = (width * 0.92 * share).min(room).max(look.sizes.button).floor();
    sink(ui, rows * height + (rows - 1.0) * gap);
    faces_grid(ui, look, columns, height, faces)
}

/// Greatest height of a face under a question of a form, in heights of a button.
const MOST_SMALL: f32 = 2.5;

/// Adds faces under a question of a form, beside which something else is asked: in a row where their words fit, else in two, in
/// `room` points where they can be so low.
pub(super) fn small_faces(
    ui: &mut Ui,
    look: &Look,
    room: f32,
    faces: &[(Face, Choice<Action>)],
) -> Option<Action> {
    let cell = |columns: usize| cell_width(ui, look, columns);
    let style = look.style(TextKind::Button);
    let words = |words: &str| look.text.galley(ui.ctx(), &style, None, words).size().x;
    let widest = faces.iter().map(|(_, choice)| words(&choice.name)).fold(0.0, f32::max);
    let fits = cell(faces.len()) > widest + 2.5 * look.sizes.gap;
    let columns = if fits { faces.len() } else { faces.len().div_ceil(2) };
    let rows = faces.len().div_ceil(columns) as f32;
    let (least, most) = (least_face(look), look.sizes.button * MOST_SMALL);
    let room = (room - (rows - 1.0) * look.sizes.gap) / rows;
    let height = (cell(columns) * 0.92).min(room.clamp(least, most.max(least))).floor();
    faces_grid(ui, look, columns, height, faces)
}

fn faces_grid(
    ui: &mut Ui,
    look: &Look,
    columns: usize,
    height: f32,
    faces: &[(Face, Choice<Action>)],
) -> Option<Action> {
    let mut pressed = None;
    grid(ui, look, columns, height, faces.len(), |ui, index| {
        let (face, choice) = &faces[index];
        let size = vec2(ui.available_width(), height);
        if face_button(ui, look, *face, &choice.name, choice.chosen, size).clicked() {
            pressed = Some(choice.value.clone());
        }
    });
    pressed
}
