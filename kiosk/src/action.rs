//! What a screen asks the app to do. A screen itself never saves, sends or waits.

mod field;
mod guide;
mod people;
mod plan;
mod suggestion;
mod waiting;

use shared::domain::{Channel, Code, Direction, FactId, Party, Score, Signature};
use shared::locale::Language;

use crate::access::AccessAction;
use crate::flow::{
    FormField, FormSection, NumberKind, ProviderAnswer, SettingsChange, SettingsPart, VisitStep,
};

pub use field::{FieldAction, RepresentativesAction};
pub use guide::GuideAction;
pub use people::PeopleAction;
pub use plan::PlanAction;
pub use suggestion::SuggestionAction;
pub use waiting::WaitingAction;

/// A request of a screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Shows everything in another language.
    ChooseLanguage(Language),
    /// The bar beneath every visitor's screen.
    Access(AccessAction),
    /// Begins asking for a service or information.
    StartVisit,
    /// Begins rating a service.
    StartRating,
    /// Begins a suggestion.
    StartSuggestion,
    /// Opens staff mode's PIN.
    OpenStaff,
    /// Answers the idle question: somebody is there.
    MoreTime,
    /// Drops everything entered and goes to the welcome.
    Finish,
    /// Prints the receipt that is shown.
    PrintReceipt,
    /// The device's settings.
    Settings(SettingsAction),
    /// First start.
    FirstStart(FirstStartAction),
    /// Ends the trial on sample data.
    EndTrial,
    /// A visitor's visit.
    Visit(VisitAction),
    /// A visitor's rating.
    Rating(RatingAction),
    /// A visitor's suggestion.
    Suggestion(SuggestionAction),
    /// Staff mode.
    Staff(StaffAction),
    /// Staff mode's form.
    Form(FormAction),
    /// Field mode.
    Field(FieldAction),
    /// Finding people, and one of them.
    People(PeopleAction),
    /// A visit that is to be made.
    Plan(PlanAction),
    /// Opens the service guide.
    OpenGuide,
    /// The service guide, before visitors and in staff mode.
    Guide(GuideAction),
    /// The representatives of this device.
    Representatives(RepresentativesAction),
    /// Who waits.
    Waiting(WaitingAction),
}

/// What a number pad, a keyboard or a scanner typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DigitKey {
    /// One digit or, from a scanner, several.
    Digits(String),
    /// Delete the last digit.
    Delete,
}

/// What the first start asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstStartAction {
    /// The address as it stands.
    WriteServer(String),
    /// The code as it stands.
    WriteCode(String),
    /// Chooses the language that every visitor begins with.
    ChooseLanguage(Language),
    /// On to address and code.
    Enrol,
    /// Begins a trial on sample data.
    Try,
    /// A change of the screen's size or the printer.
    Change(SettingsChange),
    /// Prints a page to see that the printer works.
    TestPage,
    /// On to the next step.
    Next,
    /// Back to the step before.
    Back,
    /// A key of the PIN pad.
    Key(DigitKey),
    /// The PIN is typed.
    SubmitPin,
}

/// What the screens of a visit ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitAction {
    /// Chooses a service or takes it back.
    ToggleService(Code),
    /// Chooses which number to enter.
    ChooseNumberKind(NumberKind),
    /// A key of the number pad.
    Key(DigitKey),
    /// Acts for someone else, or not.
    ToggleForOther,
    /// Asks for a woman to serve, or not.
    ToggleAsksForWoman,
    /// Goes on without a number.
    SkipNumber,
    /// Chooses the capacity.
    ChooseParty(Party),
    /// Opens an answer of the summary.
    Edit(VisitStep),
    /// Goes on.
    Next,
    /// Goes back.
    Back,
    /// Saves the visit.
    Save,
}

/// What the screens of a rating ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RatingAction {
    /// Chooses the service.
    ChooseService(Code),
    /// Agrees to rate.
    Accept,
    /// Scores the service.
    RateService(Score),
    /// Answers the question on the provider, or passes it over.
    RateProvider(ProviderAnswer),
    /// Chooses a reason or takes it back.
    ToggleReason(Code),
    /// Goes on to the comment.
    FinishReasons,
    /// The comment as it stands.
    WriteComment(String),
    /// Goes back.
    Back,
    /// Saves the rating.
    Save,
}

/// What staff mode asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffAction {
    /// A key of the PIN pad.
    Key(DigitKey),
    /// The PIN is typed.
    SubmitPin,
    /// Opens the current day's visits.
    ShowToday,
    /// Opens an empty form.
    Register,
    /// Opens a visit to be corrected.
    Correct(FactId),
    /// Opens the device's status.
    ShowDevice,
    /// Exchanges with head office now.
    SyncNow,
    /// Opens the six tools.
    ShowTools,
}

/// What staff mode's form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormAction {
    /// Opens a section.
    Open(FormSection),
    /// Chooses the channel.
    Channel(Channel),
    /// Chooses who began it.
    Direction(Direction),
    /// Chooses the kind of party.
    Party(Party),
    /// Chooses a service or takes it back.
    ToggleService(Code),
    /// Chooses the department, or none.
    Department(Option<Code>),
    /// Chooses who received the visitor, or nobody.
    ReceivedBy(Option<Code>),
    /// Chooses the group, or none.
    Group(Option<Code>),
    /// On someone else's behalf, or not.
    ToggleForOther,
    /// A woman was asked for to serve, or not.
    ToggleAsksForWoman,
    /// Chooses something that it led to, or takes it back.
    ToggleLedTo(Code),
    /// A text as it stands.
    Write(FormField, String),
    /// What is signed; `None` where it was cleared.
    Sign(Option<Box<Signature>>),
    /// Sets date and time to now.
    SetNow,
    /// Asks whether to leave without saving.
    AskToLeave,
    /// Stays after all.
    Stay,
    /// Saves the visit.
    Save,
    /// Saves the visit and opens a form for the next person.
    SaveAndNext,
}

/// What the device's settings ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsAction {
    /// Opens them.
    Show,
    /// Opens a part.
    Open(SettingsPart),
    /// Changes one.
    Change(SettingsChange),
    /// Saves them.
    Save,
    /// Prints a page to see that the printer works.
    TestPage,
    /// Goes back to the device's status.
    Back,
    /// Asks whether to leave the program.
    AskToLeave,
    /// Stays after all.
    Stay,
    /// Ends the program.
    Leave,
}
