//! A visitor rates a service they received (P-8, P-11): which service → the service → the provider's performance → reasons →
//! thanks, and a comment where somebody wants to add one. Holds nothing that could join the rating to a person or a visit.
//!
//! Invariant: a score is a meaning ([`Score`]), never a place on the screen.
//!
//! Invariant: a score once given is the rating. It is saved at once and amended by what follows, so that whichever way the
//! person leaves nothing of it is lost, and nothing is saved twice. Words that nobody sent are not given.

use std::time::Duration;

use shared::domain::{Channel, Code, FactId, Moment, Rating, Score, Text};

use super::{Ask, Here, toggle};
use crate::link::{Command, NotSaved, Save};

/// How long a chosen face shows its tick before the next question comes.
pub const TICK_SHOWN: Duration = Duration::from_millis(300);

/// Where a rating stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RatingStep {
    /// Which service.
    #[default]
    Service,
    /// Quality of the service.
    Score,
    /// The provider's performance, under the answer before.
    Provider,
    /// Reasons.
    Reasons,
    /// A comment in words.
    Comment,
    /// Scored in passing: reasons and the provider's performance on one screen, which closes by itself.
    AtExit,
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
    /// Scores the service: it is saved, and the next question comes.
    RateService(Score),
    /// Answers the question on the provider, or passes it over, and goes on.
    RateProvider(ProviderAnswer),
    /// Chooses a reason or takes it back.
    ToggleReason(Code),
    /// Opens the field for a comment.
    AddComment,
    /// The comment as it stands in its field.
    WriteComment(String),
    /// Goes back a step, or leaves.
    Back,
    /// Sends the rating as it stands.
    Send,
}

/// The rating that is kept: what of it is the same however often it is amended, and how its saving stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    id: FactId,
    at: Moment,
    /// Savings that were asked for and not answered yet.
    unanswered: u32,
    fault: Option<NotSaved>,
    /// Whether the person sent it: then the comment belongs to it, and thanks follow.
    is_sent: bool,
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
    /// When the tick of the face that was chosen has been seen, since the program started.
    turns_at: Option<Duration>,
    /// From the first score on.
    kept: Option<Kept>,
}

impl RatingFlow {
    /// Does what a screen asks for; nothing but writing goes on while a tick is shown or the rating is being sent.
    pub fn act(&mut self, action: RatingAction, here: &mut Here<'_>) {
        match action {
            RatingAction::WriteComment(comment) => self.comment = comment,
            _ if self.is_sending() || self.turns_at.is_some() => {}
            RatingAction::ChooseService(code) => {
                (self.service, self.step) = (Some(code), RatingStep::Score);
            }
            RatingAction::RateService(score) => {
                if self.step == RatingStep::Score {
                    self.score = Some(score);
                    self.turns_at = Some(here.since_start + TICK_SHOWN);
                    self.keep(here);
                }
            }
            RatingAction::RateProvider(answer) => {
                if self.step == RatingStep::AtExit {
                    self.provider = answer;
                    self.keep(here);
                } else if self.step == RatingStep::Provider {
                    match answer {
                        ProviderAnswer::Scored(_) => self.turns_at = Some(here.since_start + TICK_SHOWN),
                        ProviderAnswer::NobodyServed | ProviderAnswer::Unanswered => {
                            self.step = RatingStep::Reasons;
                        }
                    }
                    self.provider = answer;
                    self.keep(here);
                }
            }
            RatingAction::ToggleReason(code) => {
                toggle(&mut self.reasons, code);
                self.keep(here);
            }
            RatingAction::AddComment => {
                if self.step == RatingStep::Reasons {
                    self.step = RatingStep::Comment;
                }
            }
            RatingAction::Back => self.back(here),
            RatingAction::Send => self.send(here),
        }
    }

    /// Goes on once the tick of the face that was chosen has been seen; returns how long that still takes.
    pub fn turn_when_due(&mut self, here: &Here<'_>) -> Option<Duration> {
        if let Some(left) = super::time_left(self.turns_at?, here.since_start) {
            return Some(left);
        }
        self.turns_at = None;
        self.step = match self.step {
            RatingStep::Score => RatingStep::Provider,
            RatingStep::Provider => RatingStep::Reasons,
            step @ (RatingStep::Service | RatingStep::Reasons | RatingStep::Comment) => step,
            step @ (RatingStep::AtExit | RatingStep::Thanks) => step,
        };
        None
    }

    /// Leaves by the person's own wish: a rating that has a score is sent and thanked for.
    pub fn leave(&mut self, here: &mut Here<'_>) {
        let is_thanked = self.step == RatingStep::AtExit;
        if self.score.is_some() && !is_thanked { self.send(here) } else { here.ask(Ask::Leave) }
    }

    /// Scores in passing: one touch is the rating, and what follows amends it until it is closed.
    pub fn rate_at_exit(&mut self, service: Code, score: Score, here: &mut Here<'_>) {
        *self =
            Self { step: RatingStep::AtExit, service: Some(service), score: Some(score), ..Self::default() };
        self.keep(here);
    }

    /// Has what was given saved as the whole rating, where nobody stands before it any more.
    pub fn close(&self, here: &mut Here<'_>) {
        if let Some(rating) = self.rating(here).filter(|_| !self.is_sending()) {
            here.ask(Command::Save(Save::Rating(Box::new(rating))));
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

    /// Tells whether the rating was sent and is being saved.
    pub fn is_sending(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.is_sent && kept.unanswered > 0)
    }

    /// Tells whether the score is durable on this device.
    pub fn is_kept(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.unanswered == 0 && kept.fault.is_none())
    }

    /// Returns why the last attempt saved nothing.
    pub fn fault(&self) -> Option<NotSaved> {
        self.kept.as_ref()?.fault
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

    fn back(&mut self, here: &mut Here<'_>) {
        self.step = match self.step {
            RatingStep::Service | RatingStep::AtExit | RatingStep::Thanks => return here.ask(Ask::Leave),
            RatingStep::Score => RatingStep::Service,
            RatingStep::Provider => RatingStep::Score,
            RatingStep::Reasons => RatingStep::Provider,
            RatingStep::Comment => RatingStep::Reasons,
        };
    }

    /// Has what is given so far saved, in place of what was saved before.
    fn keep(&mut self, here: &mut Here<'_>) {
        if self.kept.is_none() && self.score.is_some() {
            let (id, at) = (here.random_id(), here.moment().cut_to_hour());
            self.kept = Some(Kept { id, at, unanswered: 0, fault: None, is_sent: false });
        }
        self.ask_to_save(Save::RatingSoFar, here);
    }

    fn send(&mut self, here: &mut Here<'_>) {
        if let Some(kept) = &mut self.kept {
            kept.is_sent = true;
            self.ask_to_save(Save::Rating, here);
        }
    }

    fn ask_to_save(&mut self, save: impl FnOnce(Box<Rating>) -> Save, here: &mut Here<'_>) {
        let Some(rating) = self.rating(here) else { return };
        if let Some(kept) = &mut self.kept {
            kept.unanswered += 1;
        }
        here.ask(Command::Save(save(Box::new(rating))));
    }

    /// The rating as far as it is given.
    fn rating(&self, here: &Here<'_>) -> Option<Rating> {
        let (Some(kept), Some(service), Some(score)) = (&self.kept, &self.service, &self.score) else {
            return None;
        };
        let has_words = kept.is_sent && !self.comment.is_empty();
        Some(Rating {
            id: kept.id,
            at: kept.at.clone(),
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
            comment: if has_words { Text::new(self.comment.clone()).ok() } else { None },
        })
    }

    /// Takes in that a record is durable: where it is all of this rating, its answers are dropped.
    pub fn saved(&mut self, id: FactId, here: &mut Here<'_>) {
        let Some(kept) = self.kept.as_mut().filter(|kept| kept.id == id) else { return };
        kept.unanswered = kept.unanswered.saturating_sub(1);
        kept.fault = None;
        if kept.is_sent && kept.unanswered == 0 {
            *self = Self { step: RatingStep::Thanks, ..Self::default() };
            here.ask(Ask::ClearFields);
        }
    }

    /// Takes in that nothing was saved: every answer stays.
    pub fn not_saved(&mut self, why: NotSaved) {
        if let Some(kept) = self.kept.as_mut().filter(|kept| kept.unanswered > 0) {
            kept.unanswered -= 1;
            kept.fault = Some(why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Stand;

    fn act(flow: &mut RatingFlow, action: RatingAction) -> Vec<Save> {
        let asks = Stand::new().asks(|here| flow.act(action, here));
        saves(asks)
    }

    fn saves(asks: Vec<Ask>) -> Vec<Save> {
        let save = |ask| match ask {
            Ask::Worker(Command::Save(save)) => Some(save),
            Ask::ClearFields | Ask::Leave => None,
            other => panic!("{other:?}"),
        };
        asks.into_iter().filter_map(save).collect()
    }

    /// Lets the tick be seen.
    fn turn(flow: &mut RatingFlow) {
        let left = Stand::new().after(TICK_SHOWN - Duration::from_millis(1), |here| flow.turn_when_due(here));
        assert_eq!(left, Some(Duration::from_millis(1)), "the tick is seen first");
        assert_eq!(Stand::new().after(TICK_SHOWN, |here| flow.turn_when_due(here)), None);
    }

    fn scored(score: Score) -> (RatingFlow, Rating) {
        let mut flow = RatingFlow::default();
        assert!(act(&mut flow, RatingAction::ChooseService(Code::new("support").unwrap())).is_empty());
        let saved = act(&mut flow, RatingAction::RateService(score));
        let [Save::RatingSoFar(rating)] = saved.as_slice() else { panic!("{saved:?}") };
        turn(&mut flow);
        (flow, (**rating).clone())
    }

    fn rated(score: Score, provider: ProviderAnswer) -> RatingFlow {
        let (mut flow, _) = scored(score);
        let is_scored = matches!(provider, ProviderAnswer::Scored(_));
        act(&mut flow, RatingAction::RateProvider(provider));
        if is_scored {
            turn(&mut flow);
        }
        flow
    }

    fn sent(flow: &mut RatingFlow) -> Rating {
        let saved = act(flow, RatingAction::Send);
        let [Save::Rating(rating)] = saved.as_slice() else { panic!("{saved:?}") };
        (**rating).clone()
    }

    /// The worker answers all that was asked of it.
    fn answered(flow: &mut RatingFlow, id: FactId) {
        while flow.kept.as_ref().is_some_and(|kept| kept.unanswered > 0) {
            Stand::new().asks(|here| flow.saved(id, here));
        }
    }

    #[test]
    fn a_score_is_saved_as_soon_as_it_is_given_and_amended_by_what_follows() {
        let (mut flow, first) = scored(Score::Good);
        assert_eq!((first.score, first.provider_score, first.reasons.len()), (Score::Good, None, 0));
        let excellent = RatingAction::RateProvider(ProviderAnswer::Scored(Score::Excellent));
        let saved = act(&mut flow, excellent);
        let [Save::RatingSoFar(second)] = saved.as_slice() else { panic!("{saved:?}") };
        turn(&mut flow);
        let reason = Code::new("courtesy").unwrap();
        act(&mut flow, RatingAction::ToggleReason(reason.clone()));
        let whole = sent(&mut flow);
        assert_eq!([second.id, whole.id], [first.id; 2], "it is one rating");
        assert_eq!((whole.provider_score, whole.reasons), (Some(Score::Excellent), vec![reason]));
    }

    #[test]
    fn a_provider_is_scored_only_where_somebody_served_and_somebody_answered() {
        let excellent = || Some(Score::Excellent);
        for (answer, expected) in [
            (ProviderAnswer::Scored(Score::Excellent), excellent()),
            (ProviderAnswer::NobodyServed, None),
            (ProviderAnswer::Unanswered, None),
        ] {
            assert_eq!(sent(&mut rated(Score::Good, answer)).provider_score, expected);
        }
    }

    #[test]
    fn the_reasons_ask_what_to_improve_as_soon_as_one_answer_is_low() {
        assert!(!rated(Score::Good, ProviderAnswer::NobodyServed).is_low());
        assert!(rated(Score::Bad, ProviderAnswer::Scored(Score::Excellent)).is_low());
        assert!(rated(Score::Excellent, ProviderAnswer::Scored(Score::VeryBad)).is_low());
    }

    #[test]
    fn whoever_leaves_after_the_score_leaves_their_rating_whichever_way() {
        let (flow, first) = scored(Score::Bad);
        let walked_off = saves(Stand::new().asks(|here| flow.close(here)));
        assert!(matches!(walked_off.as_slice(), [Save::Rating(rating)] if **rating == first));
        let (mut flow, first) = scored(Score::Bad);
        let left = saves(Stand::new().asks(|here| flow.leave(here)));
        assert!(matches!(left.as_slice(), [Save::Rating(rating)] if **rating == first));
        assert!(Stand::new().asks(|here| flow.close(here)).is_empty(), "it is on its way already");
        answered(&mut flow, first.id);
        assert_eq!(flow.step(), RatingStep::Thanks);
        assert!(Stand::new().asks(|here| flow.close(here)).is_empty(), "nothing is saved after the thanks");
        let mut nothing = RatingFlow::default();
        let asks = Stand::new().asks(|here| nothing.leave(here));
        assert!(matches!(asks.as_slice(), [Ask::Leave]));
    }

    #[test]
    fn words_that_nobody_sent_are_not_given() {
        let mut flow = rated(Score::Good, ProviderAnswer::NobodyServed);
        act(&mut flow, RatingAction::AddComment);
        act(&mut flow, RatingAction::WriteComment("شكرًا".to_owned()));
        let walked_off = saves(Stand::new().asks(|here| flow.close(here)));
        let [Save::Rating(rating)] = walked_off.as_slice() else { panic!("{walked_off:?}") };
        assert_eq!(rating.comment, None);
        assert_eq!(sent(&mut flow).comment.unwrap().as_str(), "شكرًا");
    }

    #[test]
    fn a_rating_carries_its_hour_alone_and_nothing_is_left_after_it() {
        let mut flow = rated(Score::Good, ProviderAnswer::NobodyServed);
        act(&mut flow, RatingAction::AddComment);
        act(&mut flow, RatingAction::WriteComment("شكرًا".to_owned()));
        let rating = sent(&mut flow);
        assert_eq!(rating.at.as_str(), "2026-11-22T10:00:00+03:00");
        for _ in 0..3 {
            flow.not_saved(NotSaved::Failed);
        }
        assert_eq!((flow.fault(), flow.comment()), (Some(NotSaved::Failed), "شكرًا"));
        let again = sent(&mut flow);
        let asks = Stand::new().asks(|here| flow.saved(FactId::from_random([1; 16]), here));
        assert!(asks.is_empty(), "an earlier one's");
        let asks = Stand::new().asks(|here| flow.saved(again.id, here));
        assert!(matches!(asks.as_slice(), [Ask::ClearFields]));
        assert_eq!(flow, RatingFlow { step: RatingStep::Thanks, ..RatingFlow::default() });
    }

    #[test]
    fn thanks_come_only_once_all_of_it_is_durable() {
        let (mut flow, first) = scored(Score::Good);
        sent(&mut flow);
        Stand::new().asks(|here| flow.saved(first.id, here));
        assert_eq!(flow.step(), RatingStep::Provider, "that was the answer to the score alone");
        Stand::new().asks(|here| flow.saved(first.id, here));
        assert_eq!(flow.step(), RatingStep::Thanks);
    }

    #[test]
    fn a_second_tap_while_the_tick_is_shown_answers_nothing() {
        let mut flow = RatingFlow::default();
        act(&mut flow, RatingAction::ChooseService(Code::new("support").unwrap()));
        act(&mut flow, RatingAction::RateService(Score::Good));
        assert!(act(&mut flow, RatingAction::RateService(Score::VeryBad)).is_empty());
        assert_eq!((flow.step(), flow.score()), (RatingStep::Score, Some(&Score::Good)));
    }

    #[test]
    fn every_step_leads_back_to_the_one_before_it() {
        let mut flow = rated(Score::Good, ProviderAnswer::NobodyServed);
        act(&mut flow, RatingAction::AddComment);
        let back = |flow: &mut RatingFlow| {
            Stand::new().asks(|here| flow.act(RatingAction::Back, here)).is_empty().then_some(())
        };
        let steps = std::iter::from_fn(|| back(&mut flow)).count();
        assert_eq!((steps, flow.step()), (4, RatingStep::Service));
    }
}
