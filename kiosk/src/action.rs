//! What a screen asks the app to do. A screen itself never saves, sends or waits. What a flow's screens ask for stands with
//! the flow that does it.

use shared::domain::{Code, Score};
use shared::locale::Language;

use crate::access::AccessAction;

pub use crate::flow::{
    DigitKey, FieldAction, FirstStartAction, FollowAction, FormAction, GuideAction, PeopleAction, PlanAction,
    RatingAction, RepresentativesAction, RequestAction, ReturnedAction, Scan, SettingsAction, StaffAction,
    SuggestionAction, VisitAction, WaitingAction,
};

/// A request of a screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Shows everything in another language.
    ChooseLanguage(Language),
    /// The bar beneath every visitor's screen.
    Access(AccessAction),
    /// Calls a member of staff, or takes the call back.
    CallStaff,
    /// Notes that staff have seen that they were called.
    AnswerCall,
    /// Begins asking for a service or information.
    StartVisit,
    /// Begins asking for this service, such as a complaint.
    StartVisitFor(Code),
    /// Begins rating a service.
    StartRating,
    /// Scores in passing, where the faces are the welcome.
    RateAtExit(Score),
    /// Begins a suggestion.
    StartSuggestion,
    /// Begins following an earlier request up.
    StartFollow,
    /// Opens staff mode's PIN.
    OpenStaff,
    /// Opens the visitors' part of a device of the field, which opens at "who is working now?".
    ShowVisitors,
    /// Answers the idle question: somebody is there.
    MoreTime,
    /// Leaves what was begun; asks first where something would be lost.
    Leave,
    /// Answers that question: goes on.
    Stay,
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
    /// An earlier request that is followed up.
    Follow(FollowAction),
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
    /// A person's support request.
    Request(RequestAction),
    /// Opens the service guide.
    OpenGuide,
    /// The service guide, before visitors and in staff mode.
    Guide(GuideAction),
    /// The representatives of this device.
    Representatives(RepresentativesAction),
    /// Who waits.
    Waiting(WaitingAction),
    /// What a scanner or a card reader read.
    Scanned(Scan),
    /// A visitor who showed the receipt of an earlier visit.
    Returned(ReturnedAction),
}
