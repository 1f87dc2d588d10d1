//! A visitor rates a service they received (P-8, P-11): which service → the promise → the service → the provider's
//! performance → reasons → comment → thanks. Holds nothing that could join the rating to a person or a visit.
//!
//! Invariant: a score is a meaning ([`Score`]), never a place on the screen.

use shared::domain::{Channel, Code, FactId, Moment, Rating, Score, Text};

use super::toggle;
use crate::link::NotSaved;

/// Where a rating stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RatingStep {
    /// Which service.
    #[default]
    Service,
    /// P-11's sentence, and the way out.
    Promise,
    /// Quality of the service.
    Score,
    /// The provider's performance.
    Provider,
    /// Reasons.
    Reasons,
    /// A comment in words.
    Comment,
    /// Saved.
    Thanks,
}

/// What was said of the provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProviderAnswer {
    /// Not asked yet, or passed over.
    #[default]
    Unanswered,
    /// "No member of staff served me".
    NobodyServed,
    /// How they performed.
    Scored(Score),
}

/// One rating's answers so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RatingFlow {
    step: RatingStep,
    service: Option<Code>,
    score: Option<Score>,
    provider: ProviderAnswer,
    reasons: Vec<Code>,
    comment: String,
    saving: Option<FactId>,
    fault: Option<NotSaved>,
}

impl RatingFlow {
    /// Returns where the rating stands.
    pub fn step(&self) -> RatingStep {
        self.step
    }

    /// Returns the service chosen.
    pub fn service(&self) -> Option<&Code> {
        self.service.as_ref()
    }

    /// Returns the score given to the service.
    pub fn score(&self) -> Option<&Score> {
        self.score.as_ref()
    }

    /// Returns what was said of the provider.
    pub fn provider(&self) -> &ProviderAnswer {
        &self.provider
    }

    /// Returns the reasons chosen.
    pub fn reasons(&self) -> &[Code] {
        &self.reasons
    }

    /// Returns the comment.
    pub fn comment(&self) -> &str {
        &self.comment
    }

    /// Tells whether the rating is being saved.
    pub fn is_saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Returns why the last attempt saved nothing.
    pub fn fault(&self) -> Option<NotSaved> {
        self.fault
    }

    /// Chooses the service and goes on.
    pub fn choose_service(&mut self, code: Code) {
        self.service = Some(code);
        self.step = RatingStep::Promise;
    }

    /// Agrees to rate.
    pub fn accept(&mut self) {
        if self.step == RatingStep::Promise {
            self.step = RatingStep::Score;
        }
    }

    /// Scores the service and goes on.
    pub fn rate_service(&mut self, score: Score) {
        self.score = Some(score);
        self.step = RatingStep::Provider;
    }

    /// Answers the question on the provider, or passes it over, and goes on.
    pub fn rate_provider(&mut self, answer: ProviderAnswer) {
        self.provider = answer;
        self.step = RatingStep::Reasons;
    }

    /// Chooses a reason or takes it back.
    pub fn toggle_reason(&mut self, code: Code) {
        toggle(&mut self.reasons, code);
    }

    /// Goes on from the reasons to the comment.
    pub fn finish_reasons(&mut self) {
        if self.step == RatingStep::Reasons {
            self.step = RatingStep::Comment;
        }
    }

    /// Takes the comment as it stands in its field.
    pub fn write_comment(&mut self, comment: String) {
        self.comment = comment;
    }

    /// Tells whether something was rated low, so that the reasons ask what to improve.
    pub fn is_low(&self) -> bool {
        let low = |score: &Score| matches!(score, Score::Bad | Score::VeryBad);
        let provider_low = match &self.provider {
            ProviderAnswer::Scored(score) => low(score),
            ProviderAnswer::Unanswered | ProviderAnswer::NobodyServed => false,
        };
        provider_low || self.score.as_ref().is_some_and(low)
    }

    /// Goes back a step; false where that leaves the rating.
    #[must_use]
    pub fn back(&mut self) -> bool {
        if self.is_saving() {
            return true;
        }
        self.step = match self.step {
            RatingStep::Service | RatingStep::Thanks => return false,
            RatingStep::Promise => RatingStep::Service,
            RatingStep::Score => RatingStep::Promise,
            RatingStep::Provider => RatingStep::Score,
            RatingStep::Reasons => RatingStep::Provider,
            RatingStep::Comment => RatingStep::Reasons,
        };
        true
    }

    /// Makes the rating to be saved; `None` where one is being saved or answers are missing. `at` is cut to its hour.
    pub fn submit(&mut self, id: FactId, at: &Moment, department: Option<Code>) -> Option<Rating> {
        if self.is_saving() || self.step != RatingStep::Comment {
            return None;
        }
        let (service, score) = (self.service.clone()?, self.score.clone()?);
        let comment = if self.comment.is_empty() { None } else { Text::new(self.comment.clone()).ok() };
        (self.saving, self.fault) = (Some(id), None);
        Some(Rating {
            id,
            at: at.cut_to_hour(),
            service,
            department,
            channel: Channel::Interview,
            provider: None,
            score,
            provider_score: match &self.provider {
                ProviderAnswer::Scored(score) => Some(score.clone()),
                ProviderAnswer::Unanswered | ProviderAnswer::NobodyServed => None,
            },
            reasons: self.reasons.clone(),
            comment,
        })
    }

    /// Takes in that a rating is durable; true where that was this one, whose answers are dropped then.
    pub fn saved(&mut self, rating: FactId) -> bool {
        let is_this = self.saving == Some(rating);
        if is_this {
            *self = Self { step: RatingStep::Thanks, ..Self::default() };
        }
        is_this
    }

    /// Takes in that nothing was saved: every answer stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        if self.saving.take().is_some() {
            self.fault = Some(why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rated(score: Score, provider: ProviderAnswer) -> RatingFlow {
        let mut flow = RatingFlow::default();
        flow.choose_service(Code::new("support").unwrap());
        flow.accept();
        flow.rate_service(score);
        flow.rate_provider(provider);
        flow
    }

    fn submitted(flow: &mut RatingFlow) -> Option<Rating> {
        let at = Moment::parse("2026-11-22T10:31:07+03:00").unwrap();
        flow.submit(FactId::from_random([7; 16]), &at, None)
    }

    #[test]
    fn a_provider_is_scored_only_where_somebody_served_and_somebody_answered() {
        let excellent = || Some(Score::Excellent);
        for (answer, expected) in [
            (ProviderAnswer::Scored(Score::Excellent), excellent()),
            (ProviderAnswer::NobodyServed, None),
            (ProviderAnswer::Unanswered, None),
        ] {
            let mut flow = rated(Score::Good, answer);
            flow.finish_reasons();
            assert_eq!(submitted(&mut flow).unwrap().provider_score, expected);
        }
    }

    #[test]
    fn the_reasons_ask_what_to_improve_as_soon_as_one_answer_is_low() {
        assert!(!rated(Score::Good, ProviderAnswer::NobodyServed).is_low());
        assert!(rated(Score::Bad, ProviderAnswer::Scored(Score::Excellent)).is_low());
        assert!(rated(Score::Excellent, ProviderAnswer::Scored(Score::VeryBad)).is_low());
    }

    #[test]
    fn a_rating_carries_its_hour_alone_and_nothing_is_left_after_it() {
        let mut flow = rated(Score::Good, ProviderAnswer::NobodyServed);
        assert_eq!(submitted(&mut flow), None, "the comment is offered first");
        flow.finish_reasons();
        flow.write_comment("شكرًا".to_owned());
        let rating = submitted(&mut flow).unwrap();
        assert_eq!(rating.at.as_str(), "2026-11-22T10:00:00+03:00");
        flow.not_saved(NotSaved::Failed);
        assert_eq!(flow.comment(), "شكرًا");
        let again = submitted(&mut flow).unwrap();
        assert!(!flow.saved(FactId::from_random([1; 16])), "an earlier one's");
        assert!(flow.saved(again.id));
        assert_eq!(flow, RatingFlow { step: RatingStep::Thanks, ..RatingFlow::default() });
    }

    #[test]
    fn every_step_leads_back_to_the_one_before_it() {
        let mut flow = rated(Score::Good, ProviderAnswer::NobodyServed);
        flow.finish_reasons();
        let mut steps = 0;
        while flow.back() {
            steps += 1;
        }
        assert_eq!((steps, flow.step()), (5, RatingStep::Service));
    }
}
