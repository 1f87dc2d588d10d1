//! How each screen is reached, by the actions that a person's touches would ask for.

use std::sync::Arc;

use shared::domain::{Code, Score};

use super::Stage;
use super::attract::AttractScene;
use super::desk::DeskScene;
use super::exit::ExitScene;
use super::field::FieldScene;
use super::follow::FollowScene;
use super::guide_scenes::GuideScene;
use super::people::PeopleScene;
use super::requests::RequestScene;
use super::sample::{sample_receipt, sample_setting, sample_status, sample_today, sample_visit};
use super::setup::SetupScene;
use super::visits::VisitScene;
use super::waiting::WaitingScene;

use crate::access::AccessAction;
use crate::action::{Action, DigitKey, FormAction, RatingAction, StaffAction, VisitAction};
use crate::flow::{FormSection, ProviderAnswer, VisitStep};
use crate::link::{Event, Locked, NotSaved, PinOutcome, Setting, SyncState};

/// A screen of the kiosk, reached in a way of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// The welcome.
    Welcome,
    /// Nobody stands before the screen, or staff are called.
    Attract(AttractScene),
    /// The faces at the way out.
    Exit(ExitScene),
    /// What brings you here: one service.
    Need,
    /// What brings you here, come back to after one was chosen.
    NeedChosen,
    /// What brings you here: any number of services.
    Needs,
    /// What brings you here, read out: each choice has a number.
    Listening,
    /// The welcome, where a voice was asked for and cannot be heard.
    Unheard,
    /// How data are used.
    Notice,
    /// Who you are.
    Who,
    /// Who you are, where a card may be laid on a reader.
    WhoReader,
    /// In what capacity.
    Party,
    /// The summary.
    Summary,
    /// The summary after nothing was saved.
    NotSaved,
    /// The receipt.
    Receipt,
    /// The receipt of an earlier visit is shown, which was recorded here.
    Returned,
    /// The receipt of an earlier visit is shown, of which nothing is known here.
    ReturnedUnknown,
    /// A visitor's screen that is seldom seen.
    Visit(VisitScene),
    /// A request that is followed up.
    Follow(FollowScene),
    /// Which service is rated.
    RateService,
    /// Quality of the service.
    ServiceScore,
    /// The provider's performance.
    ProviderScore,
    /// Reasons.
    Reasons,
    /// Comment.
    Comment,
    /// Thanks.
    Thanks,
    /// What a suggestion is about.
    SuggestionAbout,
    /// A suggestion's words.
    SuggestionWords,
    /// Where a reply is wanted.
    SuggestionReply,
    /// A last look at the suggestion.
    SuggestionCheck,
    /// Thanks for the suggestion.
    SuggestionThanks,
    /// The idle guard's question.
    Idle,
    /// The idle guard's question over a receipt.
    IdleReceipt,
    /// Whether what was entered may be lost.
    Leaving,
    /// The staff's PIN.
    Pin,
    /// The current day's visits.
    Today,
    /// The current day's visits, and who is to be contacted.
    ToContact,
    /// The current day's visits on a device that can't open them.
    Locked(Locked),
    /// The form: channel, direction, party.
    FormContact,
    /// The form: services.
    FormServices,
    /// The form: the person.
    FormPerson,
    /// The form: what was said.
    FormWords,
    /// The form: date and time.
    FormTime,
    /// A correction.
    Correction,
    /// The device's status.
    Device,
    /// The device's status while a long pull goes on.
    Pulling,
    /// Field mode.
    Field(FieldScene),
    /// Settings and what stands in the device's way.
    Desk(DeskScene),
    /// Who waits.
    Waiting(WaitingScene),
    /// First start.
    Setup(SetupScene),
    /// The disk is full.
    DiskFull,
    /// A page of the service guide.
    Guide(GuideScene),
}

/// Every scene, in the order in which a person would meet them.
pub const SCENES: &[Scene] = &[
    Scene::Welcome,
    Scene::Attract(AttractScene::Open),
    Scene::Attract(AttractScene::Paused),
    Scene::Attract(AttractScene::WelcomePaused),
    Scene::Attract(AttractScene::Called),
    Scene::Attract(AttractScene::CalledAlone),
    Scene::Attract(AttractScene::Answered),
    Scene::Exit(ExitScene::Faces),
    Scene::Exit(ExitScene::NotCounted),
    Scene::Exit(ExitScene::Thanks),
    Scene::Exit(ExitScene::Answered),
    Scene::Need,
    Scene::NeedChosen,
    Scene::Needs,
    Scene::Listening,
    Scene::Unheard,
    Scene::Notice,
    Scene::Who,
    Scene::WhoReader,
    Scene::Party,
    Scene::Summary,
    Scene::NotSaved,
    Scene::Receipt,
    Scene::Returned,
    Scene::ReturnedUnknown,
    Scene::Visit(VisitScene::NeedBefore),
    Scene::Visit(VisitScene::NeedOver),
    Scene::Visit(VisitScene::Words),
    Scene::Visit(VisitScene::WhoNeeded),
    Scene::Visit(VisitScene::WhoOther),
    Scene::Visit(VisitScene::CardUnread),
    Scene::Visit(VisitScene::FromGuide),
    Scene::Visit(VisitScene::Curtain),
    Scene::Visit(VisitScene::ReceiptBefore),
    Scene::Visit(VisitScene::ReceiptOver),
    Scene::Visit(VisitScene::ReturnedAlone),
    Scene::Follow(FollowScene::Welcome),
    Scene::Follow(FollowScene::Code),
    Scene::Follow(FollowScene::Studying),
    Scene::Follow(FollowScene::Missing),
    Scene::Follow(FollowScene::AnswerReady),
    Scene::Follow(FollowScene::Unknown),
    Scene::RateService,
    Scene::ServiceScore,
    Scene::ProviderScore,
    Scene::Reasons,
    Scene::Comment,
    Scene::Thanks,
    Scene::SuggestionAbout,
    Scene::SuggestionWords,
    Scene::SuggestionReply,
    Scene::SuggestionCheck,
    Scene::SuggestionThanks,
    Scene::Idle,
    Scene::IdleReceipt,
    Scene::Leaving,
    Scene::Pin,
    Scene::Today,
    Scene::ToContact,
    Scene::Locked(Locked::Pin),
    Scene::Locked(Locked::Share),
    Scene::Locked(Locked::Clock),
    Scene::Locked(Locked::Revoked),
    Scene::Locked(Locked::WriteOnly),
    Scene::FormContact,
    Scene::FormServices,
    Scene::FormPerson,
    Scene::FormWords,
    Scene::FormTime,
    Scene::Correction,
    Scene::Device,
    Scene::Pulling,
    Scene::Field(FieldScene::SignIn),
    Scene::Field(FieldScene::OwnPin),
    Scene::Field(FieldScene::Home),
    Scene::Field(FieldScene::Drafts),
    Scene::Field(FieldScene::DropDraft),
    Scene::Field(FieldScene::LeaveForm),
    Scene::Field(FieldScene::FormPapers),
    Scene::Field(FieldScene::FormVisit),
    Scene::Field(FieldScene::FormOutcome),
    Scene::Field(FieldScene::FormSigned),
    Scene::Field(FieldScene::Representatives),
    Scene::Field(FieldScene::PassCode),
    Scene::Field(FieldScene::ChoosePin),
    Scene::Field(FieldScene::RemoveRepresentative),
    Scene::Field(FieldScene::ResetRepresentative),
    Scene::Waiting(WaitingScene::Queue),
    Scene::Waiting(WaitingScene::Called),
    Scene::Waiting(WaitingScene::Calling),
    Scene::Waiting(WaitingScene::Serving),
    Scene::Waiting(WaitingScene::Board),
    Scene::Waiting(WaitingScene::BoardAlone),
    Scene::Desk(DeskScene::Screen),
    Scene::Desk(DeskScene::Visitors),
    Scene::Desk(DeskScene::Printer),
    Scene::Desk(DeskScene::Queue),
    Scene::Desk(DeskScene::Rating),
    Scene::Desk(DeskScene::Leave),
    Scene::Desk(DeskScene::WrongSettings),
    Scene::Desk(DeskScene::OutOfOrder),
    Scene::Desk(DeskScene::PrintedReceipt),
    Scene::Field(FieldScene::People(PeopleScene::Search)),
    Scene::Field(FieldScene::People(PeopleScene::NotHere)),
    Scene::Field(FieldScene::People(PeopleScene::Person)),
    Scene::Field(FieldScene::People(PeopleScene::Edit)),
    Scene::Field(FieldScene::People(PeopleScene::EditGroup)),
    Scene::Setup(SetupScene::Language),
    Scene::Setup(SetupScene::Choose),
    Scene::Setup(SetupScene::Connect),
    Scene::Setup(SetupScene::Enrolled),
    Scene::Setup(SetupScene::Pulling),
    Scene::Setup(SetupScene::Screen),
    Scene::Setup(SetupScene::Printer),
    Scene::Setup(SetupScene::Rating),
    Scene::Setup(SetupScene::Pin),
    Scene::Setup(SetupScene::Done),
    Scene::Setup(SetupScene::Trial),
    Scene::Setup(SetupScene::TrialStaff),
    Scene::Field(FieldScene::People(PeopleScene::Plan)),
    Scene::Field(FieldScene::People(PeopleScene::PlanWhom)),
    Scene::Field(FieldScene::People(PeopleScene::Planned)),
    Scene::Field(FieldScene::People(PeopleScene::PlanDrop)),
    Scene::Field(FieldScene::Request(RequestScene::Person)),
    Scene::Field(FieldScene::Request(RequestScene::Ask)),
    Scene::Field(FieldScene::Request(RequestScene::Check)),
    Scene::Field(FieldScene::Request(RequestScene::Request)),
    Scene::Field(FieldScene::Request(RequestScene::Receipt)),
    Scene::Field(FieldScene::Request(RequestScene::Settling)),
    Scene::Field(FieldScene::Request(RequestScene::Paper)),
    Scene::Field(FieldScene::Request(RequestScene::ValidUntil)),
    Scene::Field(FieldScene::Request(RequestScene::Original)),
    Scene::Field(FieldScene::Request(RequestScene::Against)),
    Scene::Field(FieldScene::Request(RequestScene::Attest)),
    Scene::Field(FieldScene::Request(RequestScene::Sign)),
    Scene::Field(FieldScene::Request(RequestScene::Submit)),
    Scene::DiskFull,
    Scene::Guide(GuideScene::Home),
    Scene::Guide(GuideScene::Services),
    Scene::Guide(GuideScene::Service),
    Scene::Guide(GuideScene::Questions),
    Scene::Guide(GuideScene::Question),
    Scene::Guide(GuideScene::Notion),
    Scene::Guide(GuideScene::NotionAnswered),
    Scene::Guide(GuideScene::Improvements),
    Scene::Guide(GuideScene::Search),
    Scene::Guide(GuideScene::SearchFound),
    Scene::Guide(GuideScene::Tools),
    Scene::Guide(GuideScene::Tool),
    Scene::Guide(GuideScene::ToolPage),
    Scene::Guide(GuideScene::Shown),
];

impl Scene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Attract(scene) => scene.name(),
            Self::Exit(scene) => scene.name(),
            Self::Need => "need",
            Self::NeedChosen => "need-chosen",
            Self::Needs => "needs",
            Self::Listening => "listening",
            Self::Unheard => "unheard",
            Self::Notice => "notice",
            Self::Who => "who",
            Self::WhoReader => "who-reader",
            Self::Party => "party",
            Self::Summary => "summary",
            Self::NotSaved => "not-saved",
            Self::Receipt => "receipt",
            Self::Returned => "returned",
            Self::ReturnedUnknown => "returned-unknown",
            Self::Visit(scene) => scene.name(),
            Self::Follow(scene) => scene.name(),
            Self::RateService => "rate-service",
            Self::ServiceScore => "rate-score",
            Self::ProviderScore => "rate-provider",
            Self::Reasons => "rate-reasons",
            Self::Comment => "rate-comment",
            Self::Thanks => "rate-thanks",
            Self::SuggestionAbout => "suggestion-about",
            Self::SuggestionWords => "suggestion-words",
            Self::SuggestionReply => "suggestion-reply",
            Self::SuggestionCheck => "suggestion-check",
            Self::SuggestionThanks => "suggestion-thanks",
            Self::Idle => "idle",
            Self::IdleReceipt => "idle-receipt",
            Self::Leaving => "leaving",
            Self::Pin => "staff-pin",
            Self::Today => "staff-today",
            Self::ToContact => "staff-to-contact",
            Self::Locked(Locked::Pin) => "staff-locked-pin",
            Self::Locked(Locked::Share) => "staff-locked-share",
            Self::Locked(Locked::Clock) => "staff-locked-clock",
            Self::Locked(Locked::Revoked) => "staff-locked-revoked",
            Self::Locked(Locked::WriteOnly) => "staff-locked-write-only",
            Self::FormContact => "staff-form-contact",
            Self::FormServices => "staff-form-services",
            Self::FormPerson => "staff-form-person",
            Self::FormWords => "staff-form-words",
            Self::FormTime => "staff-form-time",
            Self::Correction => "staff-correction",
            Self::Device => "staff-device",
            Self::Pulling => "staff-pulling",
            Self::Field(scene) => scene.name(),
            Self::Desk(scene) => scene.name(),
            Self::Waiting(scene) => scene.name(),
            Self::Setup(scene) => scene.name(),
            Self::DiskFull => "disk-full",
            Self::Guide(scene) => scene.name(),
        }
    }

    /// Plays the scene up to its screen.
    pub fn play(self, stage: &mut Stage) {
        match self {
            Self::Attract(scene) => scene.play(stage),
            Self::Visit(scene) => scene.play(stage),
            Self::Follow(scene) => scene.play(stage),
            Self::Exit(scene) => scene.play(stage),
            Self::Setup(scene) => scene.play(stage),
            Self::Field(scene) => scene.play(stage),
            Self::Desk(scene) => scene.play(stage),
            Self::Waiting(scene) => scene.play(stage),
            _ => {
                let locked = if let Self::Locked(why) = self { Some(why) } else { None };
                let setting = Setting { locked, ..sample_setting() };
                stage.tell(Event::Ready(Some(Arc::new(setting))));
                self.play_enrolled(stage);
            }
        }
    }

    fn play_enrolled(self, stage: &mut Stage) {
        match self {
            Self::Welcome
            | Self::Attract(_)
            | Self::Exit(_)
            | Self::Visit(_)
            | Self::Follow(_)
            | Self::Setup(_)
            | Self::Field(_)
            | Self::Desk(_)
            | Self::Waiting(_) => {}
            Self::WhoReader
            | Self::Need
            | Self::NeedChosen
            | Self::Needs
            | Self::Notice
            | Self::Who
            | Self::Party
            | Self::Summary
            | Self::NotSaved => {
                self.play_visit(stage);
            }
            Self::Receipt | Self::Idle | Self::IdleReceipt | Self::Leaving | Self::DiskFull => {
                self.play_visit(stage);
            }
            Self::RateService
            | Self::ServiceScore
            | Self::ProviderScore
            | Self::Reasons
            | Self::Comment
            | Self::Thanks => self.play_rating(stage),
            Self::Listening => {
                stage.give_voice();
                stage.act(Action::Access(AccessAction::ToggleListen));
                stage.act(Action::StartVisit);
            }
            Self::Unheard => {
                stage.give_voice();
                stage.act(Action::Access(AccessAction::ToggleListen));
                stage.lose_voice();
            }
            Self::Returned | Self::ReturnedUnknown => {
                let known = self == Self::Returned;
                stage.tell(super::sample::sample_shown_receipt(known));
            }
            Self::Guide(scene) => scene.play(stage),
            Self::SuggestionAbout
            | Self::SuggestionWords
            | Self::SuggestionReply
            | Self::SuggestionCheck
            | Self::SuggestionThanks => super::suggestion::play(self, stage),
            Self::Pin
            | Self::Today
            | Self::ToContact
            | Self::Locked(_)
            | Self::FormContact
            | Self::FormServices
            | Self::FormPerson
            | Self::FormWords
            | Self::FormTime
            | Self::Correction
            | Self::Device
            | Self::Pulling => self.play_staff(stage),
        }
    }

    fn play_visit(self, stage: &mut Stage) {
        let visit = |action| Action::Visit(action);
        stage.act(Action::StartVisit);
        match self {
            Self::Need => return,
            Self::NeedChosen => {
                stage.act(visit(VisitAction::ChooseService(code("support"))));
                return stage.act(visit(VisitAction::Back));
            }
            _ => stage.act(visit(VisitAction::ChooseSeveral)),
        }
        stage.act(visit(VisitAction::ToggleService(code("support"))));
        stage.act(visit(VisitAction::ToggleService(code("training"))));
        if self == Self::Needs {
            return;
        }
        stage.act(visit(VisitAction::Next));
        if self == Self::WhoReader {
            let mut config = stage.config().clone();
            config.reader.kind = crate::config::ReaderKind::Card;
            return stage.tell(Event::ConfigSaved(Box::new(config)));
        }
        stage.act(visit(VisitAction::Key(DigitKey::Digits("1000000008".to_owned()))));
        match self {
            Self::Who => return,
            Self::Notice => return stage.act(visit(VisitAction::Edit(VisitStep::Notice))),
            Self::Idle => return stage.pass(56),
            Self::Leaving => return stage.act(Action::Leave),
            _ => stage.act(visit(VisitAction::Next)),
        }
        match self {
            Self::Party => stage.act(visit(VisitAction::Edit(VisitStep::Party))),
            Self::NotSaved | Self::DiskFull => {
                stage.act(visit(VisitAction::Save));
                stage.tell(Event::NotSaved(if self == Self::NotSaved {
                    NotSaved::Failed
                } else {
                    NotSaved::DiskFull
                }));
            }
            Self::Receipt | Self::IdleReceipt => {
                stage.act(visit(VisitAction::Save));
                if let Some(id) = stage.record_being_saved() {
                    stage.tell(Event::visit_saved(sample_receipt(id)));
                }
                if self == Self::IdleReceipt {
                    stage.pass(53);
                }
            }
            _ => {}
        }
        if self == Self::DiskFull {
            stage.act(Action::Finish);
            stage.act(Action::StartVisit);
        }
    }

    fn play_rating(self, stage: &mut Stage) {
        let steps = [
            (Self::RateService, Action::StartRating),
            (Self::ServiceScore, rating(RatingAction::ChooseService(code("support")))),
            (Self::ProviderScore, rating(RatingAction::RateService(Score::Good))),
            (Self::Reasons, rating(RatingAction::RateProvider(ProviderAnswer::Scored(Score::Excellent)))),
            (Self::Reasons, rating(RatingAction::ToggleReason(code("courtesy")))),
            (Self::Reasons, rating(RatingAction::ToggleReason(code("clarity")))),
            (Self::Comment, rating(RatingAction::AddComment)),
            (Self::Comment, rating(RatingAction::WriteComment(super::sample::SAMPLE_COMMENT.to_owned()))),
            (Self::Thanks, rating(RatingAction::Send)),
        ];
        let last = steps.iter().rposition(|(scene, _)| *scene == self).unwrap_or_default();
        for (reached, action) in steps.into_iter().take(last + 1) {
            if reached == Self::Thanks {
                // thanks close soon, and pictures take their time
                stage.act(Action::MoreTime);
            }
            stage.act(action);
            // each score is saved at once; a tick is seen before the next question comes
            while let Some(id) = stage.record_being_saved() {
                stage.tell(Event::Saved { id, receipt: None });
            }
            stage.pass(1);
        }
    }

    fn play_staff(self, stage: &mut Stage) {
        stage.act(Action::OpenStaff);
        stage.act(Action::Staff(StaffAction::Key(DigitKey::Digits("1357".to_owned()))));
        if self == Self::Pin {
            return;
        }
        stage.act(Action::Staff(StaffAction::SubmitPin));
        stage.tell(Event::PinChecked(PinOutcome::Right));
        stage.tell(Event::Sync(SyncState::Done(super::sample::sample_now().timestamp())));
        if matches!(self, Self::Locked(_)) {
            return;
        }
        stage.tell(Event::Today(sample_today()));
        if self == Self::ToContact {
            return stage.tell(Event::ToContact(super::sample::sample_to_contact()));
        }
        let section = match self {
            Self::FormContact => FormSection::Contact,
            Self::FormServices => FormSection::Services,
            Self::FormPerson => FormSection::Person,
            Self::FormWords => FormSection::Words,
            Self::FormTime => FormSection::Time,
            Self::Correction => {
                stage.act(Action::Staff(StaffAction::Correct(sample_visit().id)));
                return stage.tell(Event::VisitOpened(Some(Box::new(sample_visit()))));
            }
            Self::Device | Self::Pulling => {
                stage.act(Action::Staff(StaffAction::ShowDevice));
                if self == Self::Pulling {
                    stage.tell(super::sample::sample_pulling());
                }
                return stage.tell(Event::Status(Box::new(sample_status())));
            }
            _ => return,
        };
        fill_form(stage);
        stage.act(Action::Form(FormAction::Open(section)));
    }
}

fn fill_form(stage: &mut Stage) {
    use crate::flow::FormField;
    stage.act(Action::Staff(StaffAction::Register));
    let texts = super::sample::SAMPLE_TEXTS;
    for (field, text) in [
        (FormField::Name, texts[0]),
        (FormField::NationalId, "1000000008"),
        (FormField::Mobile, "0556880045"),
        (FormField::Purpose, texts[1]),
        (FormField::Answers, texts[2]),
    ] {
        stage.act(Action::Form(FormAction::Write(field, text.to_owned())));
    }
    stage.act(Action::Form(FormAction::ToggleService(code("support"))));
    stage.act(Action::Form(FormAction::Group(Some(code("elderly")))));
}

fn rating(action: RatingAction) -> Action {
    Action::Rating(action)
}

fn code(text: &str) -> Code {
    Code::new(text).expect("the sample's codes are short words")
}
