//! One question, four faces with words.

use egui::{Ui, vec2};
use shared::domain::Score;

use super::layout::{sink, title};
use super::page::{Foot, page};
use super::view::View;
use crate::action::{Action, RatingAction};
use crate::flow::{ProviderAnswer, RatingFlow};
use crate::theme::Look;
use crate::widgets::ButtonKind::{Quiet, Secondary};
use crate::widgets::{Face, face_button, grid};

/// A face, its word, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceChoice {
    /// The drawing.
    pub face: Face,
    /// The word beneath it.
    pub word: String,
    /// What is asked for when it is pressed.
    pub action: Action,
    /// Whether it was chosen before.
    pub chosen: bool,
}

/// The words of a question with four faces.
#[derive(Clone, Debug, PartialEq)]
pub struct FacesData {
    /// The question.
    pub title: String,
    /// The service being rated.
    pub service: String,
    /// The four faces, the happiest first.
    pub faces: Vec<FaceChoice>,
    /// Other answers: in words, and what they mean.
    pub others: Vec<(String, Action)>,
    /// The way back.
    pub back: String,
}

impl FacesData {
    /// Reads the question on the service.
    pub fn service(view: &View<'_>, flow: &RatingFlow) -> Self {
        let face = |(face, score): (Face, Score)| FaceChoice {
            face,
            word: view.words.word("scale-service", score.code()),
            chosen: flow.score() == Some(&score),
            action: Action::Rating(RatingAction::RateService(score)),
        };
        Self {
            title: view.tr("rating-service-question"),
            service: service_of(view, flow),
            faces: SCALE.map(face).into(),
            others: Vec::new(),
            back: view.tr("common-back"),
        }
    }

    /// Reads the question on the provider's performance.
    pub fn provider(view: &View<'_>, flow: &RatingFlow) -> Self {
        let answer = |answer| Action::Rating(RatingAction::RateProvider(answer));
        let face = |(face, score): (Face, Score)| {
            let scored = ProviderAnswer::Scored(score.clone());
            FaceChoice {
                face,
                word: view.words.word("scale-provider", score.code()),
                chosen: *flow.provider() == scored,
                action: answer(scored),
            }
        };
        Self {
            title: view.tr("rating-provider-question"),
            service: service_of(view, flow),
            faces: SCALE.map(face).into(),
            others: vec![
                (view.tr("rating-provider-none"), answer(ProviderAnswer::NobodyServed)),
                (view.tr("common-skip-step"), answer(ProviderAnswer::Unanswered)),
            ],
            back: view.tr("common-back"),
        }
    }
}

/// The scale from the reading start on, and what each face means.
const SCALE: [(Face, Score); 4] = [
    (Face::Excellent, Score::Excellent),
    (Face::Good, Score::Good),
    (Face::Bad, Score::Bad),
    (Face::VeryBad, Score::VeryBad),
];

fn service_of(view: &View<'_>, flow: &RatingFlow) -> String {
    flow.service().map(|code| view.service(code)).unwrap_or_default()
}

/// Adds a question with four faces.
pub fn faces_ui(ui: &mut Ui, look: &Look, data: &FacesData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        title(ui, look, &data.title, Some(&data.service));
        let width = (ui.available_width() - 3.0 * look.sizes.gap) / 4.0;
        let height = (width * 0.92).min(ui.available_height());
        sink(ui, height);
        let mut action = None;
        grid(ui, look, data.faces.len(), height, data.faces.len(), |ui, index| {
            let choice = &data.faces[index];
            let size = vec2(ui.available_width(), height);
            if face_button(ui, look, choice.face, &choice.word, choice.chosen, size).clicked() {
                action = Some(choice.action.clone());
            }
        });
        action
    };
    let mut foot = Foot::new().back(&data.back, Action::Rating(RatingAction::Back));
    for (index, (words, answer)) in data.others.iter().enumerate() {
        foot = foot.end(if index == 0 { Secondary } else { Quiet }, words, answer.clone());
    }
    page(ui, look, foot, body)
}
