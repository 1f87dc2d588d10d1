//! A visitor makes a suggestion (P-2, P-13): what it is about → the words → a number, where a reply is wanted → what was
//! entered → thanks. Holds nothing that could join it to a file or a rating.

use shared::domain::{Channel, Code, FactId, Moment, Suggestion, Text, mobile_doubt};

use super::NUMBER_DIGITS_MAX;
use crate::link::NotSaved;

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

/// One suggestion's answers so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuggestionFlow {
    step: SuggestionStep,
    about: Option<Code>,
    words: String,
    mobile: String,
    editing: bool,
    saving: Option<FactId>,
    fault: Option<NotSaved>,
}

impl SuggestionFlow {
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
        self.saving.is_some()
    }

    /// Returns why the last attempt saved nothing.
    pub fn fault(&self) -> Option<NotSaved> {
        self.fault
    }

    /// Says what it is about and goes on.
    pub fn choose_about(&mut self, service: Option<Code>) {
        if self.step == SuggestionStep::About {
            self.about = service;
            self.go_on_to(SuggestionStep::Words);
        }
    }

    /// Takes the words as they stand in their field.
    pub fn write(&mut self, words: String) {
        self.words = words;
    }

    /// Takes a digit.
    pub fn press(&mut self, digit: char) {
        if digit.is_ascii_digit() && self.mobile.len() < NUMBER_DIGITS_MAX {
            self.mobile.push(digit);
        }
    }

    /// Takes the last digit away.
    pub fn delete(&mut self) {
        self.mobile.pop();
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

    /// Goes to the next step, where the current one allows it.
    pub fn next(&mut self) {
        match self.step {
            SuggestionStep::Words if self.can_go_on() => self.go_on_to(SuggestionStep::Reply),
            SuggestionStep::Reply if self.can_go_on() => self.go_on_to(SuggestionStep::Check),
            SuggestionStep::About
            | SuggestionStep::Words
            | SuggestionStep::Reply
            | SuggestionStep::Check
            | SuggestionStep::Thanks => {}
        }
    }

    /// Goes on without a number: no reply is wanted.
    pub fn skip_reply(&mut self) {
        if self.step == SuggestionStep::Reply {
            self.mobile.clear();
            self.go_on_to(SuggestionStep::Check);
        }
    }

    /// Opens one answer to be changed.
    pub fn edit(&mut self, step: SuggestionStep) {
        if self.step == SuggestionStep::Check && !self.is_saving() {
            (self.step, self.editing) = (step, true);
        }
    }

    /// Goes back a step; false where that leaves the suggestion.
    #[must_use]
    pub fn back(&mut self) -> bool {
        if self.is_saving() {
            return true;
        }
        let is_whole = !self.words.trim().is_empty();
        self.step = match self.step {
            SuggestionStep::About | SuggestionStep::Words | SuggestionStep::Reply
                if self.editing && is_whole =>
            {
                SuggestionStep::Check
            }
            SuggestionStep::About | SuggestionStep::Thanks => return false,
            SuggestionStep::Words => SuggestionStep::About,
            SuggestionStep::Reply => SuggestionStep::Words,
            SuggestionStep::Check => SuggestionStep::Reply,
        };
        self.editing = false;
        true
    }

    /// Makes the suggestion to be saved; `None` where one is being saved, words are missing or too long.
    pub fn submit(&mut self, id: FactId, at: Moment) -> Option<Suggestion> {
        if self.is_saving() || self.step != SuggestionStep::Check || self.words.trim().is_empty() {
            return None;
        }
        let text = Text::new(self.words.clone()).ok()?;
        let mobile = if self.mobile.is_empty() { None } else { Some(Text::new(self.mobile.clone()).ok()?) };
        (self.saving, self.fault) = (Some(id), None);
        Some(Suggestion { id, at, channel: Channel::Interview, service: self.about.clone(), text, mobile })
    }

    /// Takes in that a suggestion is durable; true where that was this one, whose answers are dropped then.
    pub fn saved(&mut self, suggestion: FactId) -> bool {
        let is_this = self.saving == Some(suggestion);
        if is_this {
            *self = Self { step: SuggestionStep::Thanks, ..Self::default() };
        }
        is_this
    }

    /// Takes in that nothing was saved: every answer stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        if self.saving.take().is_some() {
            self.fault = Some(why);
        }
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

    fn at_check() -> SuggestionFlow {
        let mut flow = SuggestionFlow::default();
        flow.choose_about(Code::new("support").ok());
        flow.write("مقاعد أكثر".to_owned());
        flow.next();
        "0556880045".chars().for_each(|digit| flow.press(digit));
        flow.next();
        flow
    }

    fn submitted(flow: &mut SuggestionFlow) -> Option<Suggestion> {
        flow.submit(FactId::from_random([7; 16]), Moment::parse("2026-11-22T10:31:07+03:00").unwrap())
    }

    #[test]
    fn a_suggestion_carries_what_was_said_and_nothing_is_left_after_it() {
        let mut flow = at_check();
        let suggestion = submitted(&mut flow).unwrap();
        assert_eq!(suggestion.text.as_str(), "مقاعد أكثر");
        assert_eq!(suggestion.mobile.unwrap().as_str(), "0556880045");
        assert_eq!(suggestion.service.unwrap().as_str(), "support");
        assert_eq!(submitted(&mut flow), None, "one is being saved");
        flow.not_saved(NotSaved::Failed);
        assert_eq!((flow.words(), flow.mobile()), ("مقاعد أكثر", "0556880045"));
        let again = submitted(&mut flow).unwrap();
        assert!(!flow.saved(FactId::from_random([1; 16])), "an earlier one's");
        assert!(flow.saved(again.id));
        assert_eq!(flow, SuggestionFlow { step: SuggestionStep::Thanks, ..SuggestionFlow::default() });
    }

    #[test]
    fn words_are_needed_and_a_number_is_not() {
        let mut flow = SuggestionFlow::default();
        flow.choose_about(None);
        flow.write(" \n".to_owned());
        flow.next();
        assert_eq!(flow.step(), SuggestionStep::Words);
        flow.write("مقترح".to_owned());
        flow.next();
        flow.press('5');
        flow.skip_reply();
        let suggestion = submitted(&mut flow).unwrap();
        assert_eq!((suggestion.service, suggestion.mobile), (None, None));
    }

    #[test]
    fn an_answer_is_changed_from_the_check_and_leads_back_to_it() {
        let mut flow = at_check();
        flow.edit(SuggestionStep::About);
        flow.choose_about(None);
        assert_eq!((flow.step(), flow.about()), (SuggestionStep::Check, None));
        flow.edit(SuggestionStep::Words);
        flow.write(String::new());
        assert!(flow.back());
        assert_eq!(flow.step(), SuggestionStep::About, "without words there is nothing to check");
        flow.choose_about(None);
        assert_eq!(flow.step(), SuggestionStep::Words);
    }

    #[test]
    fn every_step_leads_back_to_the_one_before_it() {
        let mut flow = at_check();
        let mut steps = 0;
        while flow.back() {
            steps += 1;
        }
        assert_eq!((steps, flow.step()), (3, SuggestionStep::About));
    }
}
