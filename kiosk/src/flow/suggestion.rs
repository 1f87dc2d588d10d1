//! A visitor makes a suggestion (P-2, P-13): what it is about → the words → a number, where a reply is wanted → what was
//! entered → thanks. Holds nothing that could join it to a file or a rating.

use shared::domain::{Channel, Code, FactId, Suggestion, Text, mobile_doubt};

use super::{Ask, DigitKey, Here, NUMBER_DIGITS_MAX, Saving};
use crate::link::{Command, NotSaved, Save};

/// Where a suggestion stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SuggestionStep {
    /// What it is about.
    #[default]
    About,
    /// Its words.
    Words,
    /// Whether a reply is wanted, and where.
    Reply,
    /// What was entered, to be confirmed.
    Check,
    /// Saved.
    Thanks,
}

/// What the screens of a suggestion ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestionAction {
    /// Says which service it is about, and goes on; `None`: none in particular.
    ChooseAbout(Option<Code>),
    /// The words as they stand in their field.
    Write(String),
    /// A key of the number pad.
    Key(DigitKey),
    /// Goes on without a number: no reply is wanted.
    SkipReply,
    /// Opens an answer to be changed.
    Edit(SuggestionStep),
    /// Goes to the next step, where the current one allows it.
    Next,
    /// Goes back a step, or leaves.
    Back,
    /// Saves the suggestion.
    Save,
}

/// One suggestion's answers so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuggestionFlow {
    step: SuggestionStep,
    about: Option<Code>,
    words: String,
    mobile: String,
    editing: bool,
    saving: Saving,
}

impl SuggestionFlow {
    /// Does what a screen asks for; nothing while the suggestion is being saved.
    pub fn act(&mut self, action: SuggestionAction, here: &mut Here<'_>) {
        if self.is_saving() {
            return;
        }
        match (action, self.step) {
            (SuggestionAction::ChooseAbout(service), SuggestionStep::About) => {
                self.about = service;
                self.go_on_to(SuggestionStep::Words);
            }
            (SuggestionAction::Write(words), _) => self.words = words,
            (SuggestionAction::Key(key), _) => key.type_into(&mut self.mobile, NUMBER_DIGITS_MAX),
            (SuggestionAction::SkipReply, SuggestionStep::Reply) => {
                self.mobile.clear();
                self.go_on_to(SuggestionStep::Check);
            }
            (SuggestionAction::Edit(step), SuggestionStep::Check) => (self.step, self.editing) = (step, true),
            (SuggestionAction::Next, SuggestionStep::Words) if self.can_go_on() => {
                self.go_on_to(SuggestionStep::Reply);
            }
            (SuggestionAction::Next, SuggestionStep::Reply) if self.can_go_on() => {
                self.go_on_to(SuggestionStep::Check);
            }
            (SuggestionAction::Back, _) => self.back(here),
            (SuggestionAction::Save, SuggestionStep::Check) => self.save(here),
            // of a step that is not open
            (
                SuggestionAction::ChooseAbout(_)
                | SuggestionAction::SkipReply
                | SuggestionAction::Edit(_)
                | SuggestionAction::Next
                | SuggestionAction::Save,
                _,
            ) => {}
        }
    }

    /// Returns where the suggestion stands.
    pub fn step(&self) -> SuggestionStep {
        self.step
    }

    /// Returns the service that it is about; `None`: none in particular.
    pub fn about(&self) -> Option<&Code> {
        self.about.as_ref()
    }

    /// Returns the words.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Returns the digits of the number for a reply.
    pub fn mobile(&self) -> &str {
        &self.mobile
    }

    /// Tells whether the suggestion is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving.is_running()
    }

    /// Returns why the last attempt saved nothing.
    pub fn fault(&self) -> Option<NotSaved> {
        self.saving.fault()
    }

    /// Tells whether something was entered that is not saved yet.
    pub fn has_entries(&self) -> bool {
        !self.words.is_empty() || !self.mobile.is_empty()
    }

    /// Tells whether the number cannot be right. It is kept all the same.
    pub fn is_doubtful(&self) -> bool {
        !self.mobile.is_empty() && mobile_doubt(&self.mobile).is_some()
    }

    /// Tells whether to warn while digits are still being typed: only once no further digit can mend the number.
    pub fn warns_while_typing(&self) -> bool {
        let starts_right = self.mobile.starts_with(['0', '5', '9']);
        self.is_doubtful() && (!starts_right || self.mobile.len() >= 10)
    }

    /// Tells whether the current step can be left forwards.
    pub fn can_go_on(&self) -> bool {
        match self.step {
            SuggestionStep::Words => !self.words.trim().is_empty(),
            SuggestionStep::Reply => !self.mobile.is_empty(),
            SuggestionStep::About | SuggestionStep::Check | SuggestionStep::Thanks => false,
        }
    }

    fn back(&mut self, here: &mut Here<'_>) {
        let is_whole = !self.words.trim().is_empty();
        self.step = match self.step {
            SuggestionStep::About | SuggestionStep::Words | SuggestionStep::Reply
                if self.editing && is_whole =>
            {
                SuggestionStep::Check
            }
            SuggestionStep::About | SuggestionStep::Thanks => return here.ask(Ask::Leave),
            SuggestionStep::Words => SuggestionStep::About,
            SuggestionStep::Reply => SuggestionStep::Words,
            SuggestionStep::Check => SuggestionStep::Reply,
        };
        self.editing = false;
    }

    fn save(&mut self, here: &mut Here<'_>) {
        if self.words.trim().is_empty() {
            return;
        }
        // the fields take no more than a text does
        let Ok(text) = Text::new(self.words.clone()) else { return };
        let mobile = if self.mobile.is_empty() { None } else { Text::new(self.mobile.clone()).ok() };
        let (id, at, service) = (here.timed_id(), here.moment(), self.about.clone());
        self.saving = Saving::Running(id);
        let suggestion = Suggestion { id, at, channel: Channel::Interview, service, text, mobile };
        here.ask(Command::Save(Save::Suggestion(Box::new(suggestion))));
    }

    /// Takes in that a record is durable: where it is this suggestion, its answers are dropped.
    pub fn saved(&mut self, id: FactId, here: &mut Here<'_>) {
        if self.saving == Saving::Running(id) {
            *self = Self { step: SuggestionStep::Thanks, ..Self::default() };
            here.ask(Ask::ClearFields);
        }
    }

    /// Takes in that nothing was saved: every answer stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        self.saving.not_saved(why);
    }

    /// Goes on, or back to what was entered where a single answer is being changed.
    fn go_on_to(&mut self, step: SuggestionStep) {
        let editing = std::mem::take(&mut self.editing);
        self.step = if editing && !self.words.trim().is_empty() { SuggestionStep::Check } else { step };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Stand;

    fn act(flow: &mut SuggestionFlow, action: SuggestionAction) -> Vec<Ask> {
        Stand::new().asks(|here| flow.act(action, here))
    }

    fn write(flow: &mut SuggestionFlow, words: &str) {
        act(flow, SuggestionAction::Write(words.to_owned()));
    }

    fn at_check() -> SuggestionFlow {
        let mut flow = SuggestionFlow::default();
        act(&mut flow, SuggestionAction::ChooseAbout(Code::new("support").ok()));
        write(&mut flow, "مقاعد أكثر");
        act(&mut flow, SuggestionAction::Next);
        act(&mut flow, SuggestionAction::Key(DigitKey::Digits("0556880045".to_owned())));
        act(&mut flow, SuggestionAction::Next);
        flow
    }

    fn saved(flow: &mut SuggestionFlow) -> Option<Suggestion> {
        match Stand::new().saves(|here| flow.act(SuggestionAction::Save, here))? {
            Save::Suggestion(suggestion) => Some(*suggestion),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_suggestion_carries_what_was_said_and_nothing_is_left_after_it() {
        let mut flow = at_check();
        let suggestion = saved(&mut flow).unwrap();
        assert_eq!(suggestion.text.as_str(), "مقاعد أكثر");
        assert_eq!(suggestion.mobile.unwrap().as_str(), "0556880045");
        assert_eq!(suggestion.service.unwrap().as_str(), "support");
        assert_eq!(saved(&mut flow), None, "one is being saved");
        flow.not_saved(NotSaved::Failed);
        assert_eq!((flow.words(), flow.mobile()), ("مقاعد أكثر", "0556880045"));
        let again = saved(&mut flow).unwrap();
        let asks = Stand::new().asks(|here| flow.saved(FactId::from_random([1; 16]), here));
        assert!(asks.is_empty(), "an earlier one's");
        let asks = Stand::new().asks(|here| flow.saved(again.id, here));
        assert!(matches!(asks.as_slice(), [Ask::ClearFields]));
        assert_eq!(flow, SuggestionFlow { step: SuggestionStep::Thanks, ..SuggestionFlow::default() });
    }

    #[test]
    fn words_are_needed_and_a_number_is_not() {
        let mut flow = SuggestionFlow::default();
        act(&mut flow, SuggestionAction::ChooseAbout(None));
        write(&mut flow, " \n");
        act(&mut flow, SuggestionAction::Next);
        assert_eq!(flow.step(), SuggestionStep::Words);
        write(&mut flow, "مقترح");
        act(&mut flow, SuggestionAction::Next);
        act(&mut flow, SuggestionAction::Key(DigitKey::Digits("5".to_owned())));
        act(&mut flow, SuggestionAction::SkipReply);
        let suggestion = saved(&mut flow).unwrap();
        assert_eq!((suggestion.service, suggestion.mobile), (None, None));
    }

    #[test]
    fn an_answer_is_changed_from_the_check_and_leads_back_to_it() {
        let mut flow = at_check();
        act(&mut flow, SuggestionAction::Edit(SuggestionStep::About));
        act(&mut flow, SuggestionAction::ChooseAbout(None));
        assert_eq!((flow.step(), flow.about()), (SuggestionStep::Check, None));
        act(&mut flow, SuggestionAction::Edit(SuggestionStep::Words));
        write(&mut flow, "");
        assert!(act(&mut flow, SuggestionAction::Back).is_empty());
        assert_eq!(flow.step(), SuggestionStep::About, "without words there is nothing to check");
        act(&mut flow, SuggestionAction::ChooseAbout(None));
        assert_eq!(flow.step(), SuggestionStep::Words);
    }

    #[test]
    fn every_step_leads_back_to_the_one_before_it() {
        let mut flow = at_check();
        let back = || act(&mut flow, SuggestionAction::Back).is_empty().then_some(());
        let steps = std::iter::from_fn(back).count();
        assert_eq!((steps, flow.step()), (3, SuggestionStep::About));
    }
}
