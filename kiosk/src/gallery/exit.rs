//! The faces at the way out.

use std::sync::Arc;

use shared::domain::{Code, Score};

use super::Stage;
use super::sample::sample_setting;
use crate::action::{Action, RatingAction};
use crate::config::{Bounded, Config, RatingSettings};
use crate::flow::ProviderAnswer;
use crate::link::Event;

/// Seconds after which the faces are back, and seconds from then on after which a press is somebody else's.
const BACK_AFTER: [u32; 2] = [8, 3];

/// A screen of a kiosk at the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitScene {
    /// The faces.
    Faces,
    /// A press that was one too many.
    NotCounted,
    /// What follows a score.
    Thanks,
    /// What follows a score, answered.
    Answered,
}

impl ExitScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Faces => "exit",
            Self::NotCounted => "exit-not-counted",
            Self::Thanks => "exit-thanks",
            Self::Answered => "exit-answered",
        }
    }

    /// Plays the scene up to its screen.
    pub fn play(self, stage: &mut Stage) {
        stage.tell(Event::Ready(Some(Arc::new(sample_setting()))));
        let rating = RatingSettings { exit: true, plays_a_minute: Bounded::nearest(1), ..Default::default() };
        let config = Config { rating, ..stage.config().clone() };
        stage.tell(Event::ConfigSaved(Box::new(config)));
        match self {
            Self::Faces => {}
            Self::NotCounted => {
                score(stage, Score::Good);
                BACK_AFTER.into_iter().for_each(|seconds| stage.wait(seconds));
                stage.act(Action::RateAtExit(Score::VeryBad));
            }
            Self::Thanks => score(stage, Score::Good),
            Self::Answered => {
                score(stage, Score::Bad);
                let reason = Code::new("clarity").expect("the sample's codes are short words");
                rate(stage, RatingAction::ToggleReason(reason));
                rate(stage, RatingAction::RateProvider(ProviderAnswer::NobodyServed));
            }
        }
    }
}

fn score(stage: &mut Stage, score: Score) {
    stage.act(Action::RateAtExit(score));
    answered(stage);
}

fn rate(stage: &mut Stage, action: RatingAction) {
    stage.act(Action::Rating(action));
    answered(stage);
}

fn answered(stage: &mut Stage) {
    while let Some(id) = stage.record_being_saved() {
        stage.tell(Event::Saved { id, receipt: None });
    }
    // pictures take their time
    stage.act(Action::MoreTime);
}
