//! The scenes of a suggestion.

use shared::domain::Code;

use super::Stage;
use super::scenes::Scene;
use crate::action::{Action, DigitKey, SuggestionAction};
use crate::link::Event;

const SAMPLE_MOBILE: &str = "0556880045";

/// Plays a suggestion up to a scene's screen.
pub(super) fn play(scene: Scene, stage: &mut Stage) {
    let about = Code::new("support").expect("a short word is a code");
    let words = super::sample::SAMPLE_SUGGESTION.to_owned();
    let key = DigitKey::Digits(SAMPLE_MOBILE.to_owned());
    let asks = Action::Suggestion;
    let steps = [
        (Scene::SuggestionAbout, Action::StartSuggestion),
        (Scene::SuggestionWords, asks(SuggestionAction::ChooseAbout(Some(about)))),
        (Scene::SuggestionWords, asks(SuggestionAction::Write(words))),
        (Scene::SuggestionReply, asks(SuggestionAction::Next)),
        (Scene::SuggestionReply, asks(SuggestionAction::Key(key))),
        (Scene::SuggestionCheck, asks(SuggestionAction::Next)),
        (Scene::SuggestionThanks, asks(SuggestionAction::Save)),
    ];
    let last = steps.iter().rposition(|(reached, _)| *reached == scene).unwrap_or_default();
    for (reached, action) in steps.into_iter().take(last + 1) {
        if reached == Scene::SuggestionThanks {
            // thanks close soon, and pictures take their time
            stage.act(Action::MoreTime);
        }
        stage.act(action);
    }
    if scene == Scene::SuggestionThanks
        && let Some(suggestion) = stage.record_being_saved()
    {
        stage.tell(Event::Saved { id: suggestion, receipt: None });
    }
}
