//! A visitor rates a service they received (P-8, P-11): which service → the promise → the service → the provider's
//! performance → reasons → comment → thanks. Holds nothing that could join the rating to a person or a visit.
//!
//! Invariant: a score is a meaning ([`Score`]), never a place on the screen.

use shared::domain::{Channel, Code, FactId, Rating, Score, Text};

use super::{Ask, Here, Saving, toggle};
use crate::link::{Command, NotSaved, Save};

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

/// What the screens of a rating ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingAction {
    /// Chooses the service and goes on.
    ChooseService(Code),
    /// Agrees to rate.
    Accept,
    /// Scores the service and goes on.
    RateService(Score),
    /// Answers the question on the provider, or passes it over, and goes on.
    RateProvider(ProviderAnswer),
    /// Chooses a reason or takes it back.
    ToggleReason(Code),
    /// Goes on from the reasons to the comment.
    FinishReasons,
    /// The comment as it stands in its field.
    WriteComment(String),
    /// Goes back a step, or leaves.
    Back,
    /// Saves the rating.
    Save,
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
    saving: Saving,
}

impl RatingFlow {
    /// Does what a screen asks for; nothing but writing goes on while the rating is being saved.
    pub fn act(&mut self, action: RatingAction, here: &mut Here<'_>) {
        match action {
            RatingAction::WriteComment(comment) => self.comment = comment,
            _ if self.is_saving() => {}
            RatingAction::ChooseService(code) => {
                (self.service, self.step) = (Some(code), RatingStep::Promise);
            }
            RatingAction::Accept => self.go_on(RatingStep::Promise, RatingStep::Score),
            RatingAction::RateService(score) => {
                (self.score, self.step) = (Some(score), RatingStep::Provider);
            }
            RatingAction::RateProvider(answer) => {
                (self.provider, self.step) = (answer, RatingStep::Reasons);
            }
            RatingAction::ToggleReason(code) => toggle(&mut self.reasons, code),
            RatingAction::FinishReasons => self.go_on(RatingStep::Reasons, RatingStep::Comment),
            RatingAction::Back => self.back(here),
            RatingAction::Save => self.save(here),
        }
    }

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
        self.saving.is_running()
    }

    /// Returns why the last attempt saved nothing.
    pub fn fault(&self) -> Option<NotSaved> {
        self.saving.fault()
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

    fn go_on(&mut self, from: RatingStep, to: RatingStep) {
        if self.step == from {
            self.step = to;
        }
    }

    fn back(&mut self, here: &mut Here<'_>) {
        self.step = match self.step {
            RatingStep::Service | RatingStep::Thanks => return here.ask(Ask::Leave),
            RatingStep::Promise => RatingStep::Service,
            RatingStep::Score => RatingStep::Promise,
            RatingStep::Provider => RatingStep::Score,
            RatingStep::Reasons => RatingStep::Provider,
            RatingStep::Comment => RatingStep::Reasons,
        };
    }

    fn save(&mut self, here: &mut Here<'_>) {
        let (RatingStep::Comment, Some(service), Some(score)) = (self.step, &self.service, &self.score)
        else {
            return;
        };
        let id = here.random_id();
        self.saving = Saving::Running(id);
        here.ask(Command::Save(Save::Rating(Box::new(Rating {
            id,
            at: here.moment().cut_to_hour(),
            service: service.clone(),
            department: here.department_of(std::slice::from_ref(service)),
            channel: Channel::Interview,
            provider: None,
            score: score.clone(),
            provider_score: match &self.provider {
                ProviderAnswer::Scored(score) => Some(score.clone()),
                ProviderAnswer::Unanswered | ProviderAnswer::NobodyServed => None,
            },
            reasons: self.reasons.clone(),
            comment: if self.comment.is_empty() { None } else { Text::new(self.comment.clone()).ok() },
        }))));
    }

    /// Takes in that a record is durable: where it is this rating, its answers are dropped.
    pub fn saved(&mut self, id: FactId, here: &mut Here<'_>) {
        if self.saving == Saving::Running(id) {
            *self = Self { step: RatingStep::Thanks, ..Self::default() };
            here.ask(Ask::ClearFields);
        }
    }

    /// Takes in that nothing was saved: every answer stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        self.saving.not_saved(why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Stand;

    fn rated(score: Score, provider: ProviderAnswer) -> RatingFlow {
        let mut flow = RatingFlow::default();
        act(&mut flow, RatingAction::ChooseService(Code::new("support").unwrap()));
        act(&mut flow, RatingAction::Accept);
        act(&mut flow, RatingAction::RateService(score));
        act(&mut flow, RatingAction::RateProvider(provider));
        flow
    }

    fn act(flow: &mut RatingFlow, action: RatingAction) -> Vec<Ask> {
        Stand::new().asks(|here| flow.act(action, here))
    }

    fn saved(flow: &mut RatingFlow) -> Option<Rating> {
        match Stand::new().saves(|here| flow.act(RatingAction::Save, here))? {
            Save::Rating(rating) => Some(*rating),
            other => panic!("{other:?}"),
        }
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
            act(&mut flow, RatingAction::FinishReasons);
            assert_eq!(saved(&mut flow).unwrap().provider_score, expected);
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
        assert_eq!(saved(&mut flow), None, "the comment is offered first");
        act(&mut flow, RatingAction::FinishReasons);
        act(&mut flow, RatingAction::WriteComment("شكرًا".to_owned()));
        let rating = saved(&mut flow).unwrap();
        assert_eq!(rating.at.as_str(), "2026-11-22T10:00:00+03:00");
        flow.not_saved(NotSaved::Failed);
        assert_eq!(flow.comment(), "شكرًا");
        let again = saved(&mut flow).unwrap();
        let asks = Stand::new().asks(|here| flow.saved(FactId::from_random([1; 16]), here));
        assert!(asks.is_empty(), "an earlier one's");
        let asks = Stand::new().asks(|here| flow.saved(again.id, here));
        assert!(matches!(asks.as_slice(), [Ask::ClearFields]));
        assert_eq!(flow, RatingFlow { step: RatingStep::Thanks, ..RatingFlow::default() });
    }

    #[test]
    fn every_step_leads_back_to_the_one_before_it() {
        let mut flow = rated(Score::Good, ProviderAnswer::NobodyServed);
        act(&mut flow, RatingAction::FinishReasons);
        let steps =
            std::iter::from_fn(|| act(&mut flow, RatingAction::Back).is_empty().then_some(())).count();
        assert_eq!((steps, flow.step()), (5, RatingStep::Service));
    }
}
