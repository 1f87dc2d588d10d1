//! What is shown now, with everything entered on the way there, and which flow an action or an event is for. Leaving a
//! route drops what it carries.
//!
//! Invariant: staff's pages stand behind the PIN, whatever is touched.

use std::time::Duration;

use crate::action::{Action, FieldAction, FollowAction, StaffAction, VisitAction};
use crate::flow::{
    Ask, CallingFlow, FirstStartFlow, FollowFlow, GuideFlow, GuidePage, Here, Paper, RatingFlow, RatingStep,
    ReturnedFlow, Scan, StaffFlow, SuggestionFlow, SuggestionStep, VisitFlow, VisitStep,
};
use crate::guide::Reader;
use crate::link::{BoardState, Command, Event, OutOfOrder};

/// What the window shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// Nothing yet: the worker has not said who this device is.
    #[default]
    Starting,
    /// The device is not enrolled.
    FirstStart(Box<FirstStartFlow>),
    /// The ways in.
    Welcome,
    /// A visitor asks for a service or information.
    Visit(Box<VisitFlow>),
    /// A visitor rates a service.
    Rating(Box<RatingFlow>),
    /// A visitor makes a suggestion.
    Suggestion(Box<SuggestionFlow>),
    /// A visitor follows an earlier request up.
    Follow(Box<FollowFlow>),
    /// A visitor reads the service guide.
    Guide(Box<GuideFlow>),
    /// A visitor showed the receipt of an earlier visit.
    Returned(Box<ReturnedFlow>),
    /// The next number is called without the PIN.
    Calling(Box<CallingFlow>),
    /// The board: no kiosk, but the numbers that one calls.
    Board(Box<BoardState>),
    /// Staff mode.
    Staff(Box<StaffFlow>),
    /// Work cannot go on without a member of staff.
    Trouble(Trouble),
    /// The kiosk can't start: nothing can be asked here.
    OutOfOrder(OutOfOrder),
}

/// Why work cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The thread that saves records is gone; starting the program again is the way forward.
    CallStaff,
    /// The last record did not fit on the disk.
    DiskFull,
    /// A screen failed. Everything else works.
    Crashed {
        /// When the next visitor finds the welcome again, since the program started.
        back_at: Duration,
    },
    /// The settings file can't be read as settings.
    Settings {
        /// The line at fault, counted from 1.
        line: usize,
    },
}

/// What becomes of what is shown when nobody stands before it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenLeft {
    /// It stays: everybody may see it.
    Stays,
    /// It goes after a while, without a question: nothing was entered.
    Goes,
    /// It closes soon, without a question: all is done.
    Closes,
    /// It closes sooner still: the next person wants to rate in passing.
    ClosesSoon,
    /// It goes after a question.
    Asked(Held),
}

/// What a screen holds of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// What was entered and is nowhere saved.
    Entered,
    /// The receipt of a visit that is saved.
    Registered,
    /// A rating that is saved.
    Rated,
    /// A rating that is saved, and a comment that nobody sent.
    RatedUnsent,
}

impl Route {
    /// Tells what becomes of it when nobody stands before it any more.
    pub fn when_left(&self) -> WhenLeft {
        let asked_where =
            |entered: bool| if entered { WhenLeft::Asked(Held::Entered) } else { WhenLeft::Goes };
        match self {
            Self::Starting
            | Self::Welcome
            | Self::Board(_)
            | Self::OutOfOrder(_)
            | Self::Trouble(Trouble::CallStaff | Trouble::Crashed { .. } | Trouble::Settings { .. }) => {
                WhenLeft::Stays
            }
            Self::FirstStart(flow) if !flow.is_guarded() => WhenLeft::Stays,
            Self::Staff(flow) if !flow.is_signed_in() && flow.pin.is_empty() => WhenLeft::Goes,
            Self::FirstStart(_) | Self::Staff(_) | Self::Calling(_) => WhenLeft::Asked(Held::Entered),
            Self::Trouble(Trouble::DiskFull) | Self::Guide(_) | Self::Returned(_) => WhenLeft::Goes,
            Self::Follow(_) => WhenLeft::Goes,
            Self::Visit(flow) if flow.receipt().is_some() => WhenLeft::Asked(Held::Registered),
            Self::Visit(flow) => asked_where(flow.has_entries()),
            Self::Suggestion(flow) if flow.step() == SuggestionStep::Thanks => WhenLeft::Closes,
            Self::Suggestion(flow) => asked_where(flow.has_entries()),
            Self::Rating(flow) => match flow.step() {
                RatingStep::Thanks => WhenLeft::Closes,
                RatingStep::AtExit => WhenLeft::ClosesSoon,
                _ if !flow.comment().is_empty() => WhenLeft::Asked(Held::RatedUnsent),
                _ if flow.score().is_some() => WhenLeft::Asked(Held::Rated),
                _ => WhenLeft::Goes,
            },
        }
    }

    /// Tells whether leaving now would lose what a visitor entered.
    pub fn would_lose(&self) -> bool {
        match self {
            Self::Visit(flow) => flow.would_lose(),
            Self::Suggestion(flow) => flow.has_entries(),
            // a form asks by itself; a rating is kept
            Self::Starting | Self::FirstStart(_) | Self::Welcome | Self::Rating(_) => false,
            Self::Guide(_) | Self::Board(_) | Self::Staff(_) | Self::Trouble(_) => false,
            Self::Returned(_) | Self::Follow(_) | Self::Calling(_) | Self::OutOfOrder(_) => false,
        }
    }

    /// Tells whether it is a visitor who stands before the screen and may want it to be easier.
    pub fn is_for_visitors(&self) -> bool {
        match self {
            Self::Welcome | Self::Visit(_) | Self::Rating(_) | Self::Follow(_) => true,
            Self::Suggestion(_) | Self::Guide(_) | Self::Returned(_) | Self::Trouble(_) => true,
            Self::Starting | Self::FirstStart(_) | Self::Calling(_) => false,
            Self::Board(_) | Self::Staff(_) | Self::OutOfOrder(_) => false,
        }
    }

    /// Tells whether something is typed on the screen: digits are then no choices.
    pub fn takes_typing(&self) -> bool {
        match self {
            Self::Visit(flow) => matches!(flow.step(), VisitStep::Words | VisitStep::Who),
            Self::Rating(flow) => flow.step() == RatingStep::Comment,
            Self::Suggestion(flow) => matches!(flow.step(), SuggestionStep::Words | SuggestionStep::Reply),
            Self::Guide(flow) => *flow.page() == GuidePage::Search,
            Self::Follow(flow) => flow.told().is_none(),
            Self::Starting | Self::Welcome | Self::Returned(_) | Self::Calling(_) => false,
            Self::Board(_) | Self::Trouble(_) | Self::OutOfOrder(_) => false,
            Self::FirstStart(_) | Self::Staff(_) => true,
        }
    }

    /// Tells whether it is staff who stand before the screen.
    pub fn is_for_staff(&self) -> bool {
        match self {
            Self::FirstStart(_) => true,
            Self::Staff(flow) => flow.is_signed_in(),
            Self::Starting | Self::Welcome | Self::Visit(_) | Self::Rating(_) => false,
            Self::Suggestion(_) | Self::Guide(_) | Self::Returned(_) | Self::Calling(_) => false,
            Self::Follow(_) => false,
            Self::Board(_) | Self::Trouble(_) | Self::OutOfOrder(_) => false,
        }
    }

    /// Does what a screen asks for; what is asked of a flow that is not open changes nothing.
    pub fn act(&mut self, action: Action, here: &mut Here<'_>) {
        match (action, self) {
            (Action::FirstStart(action), Self::FirstStart(flow)) => flow.act(action, here),
            (Action::Visit(action), Self::Visit(flow)) => flow.act(action, here),
            (Action::PrintReceipt, Self::Visit(flow)) => {
                if let Some(receipt) = flow.receipt().cloned().map(Box::new) {
                    here.ask(Ask::Print(Paper::Receipt(receipt)));
                }
            }
            (Action::Rating(action), Self::Rating(flow)) => flow.act(action, here),
            (Action::Suggestion(action), Self::Suggestion(flow)) => flow.act(action, here),
            (Action::Guide(action), Self::Guide(flow)) => {
                if !flow.act(action, Reader::Visitor, here) {
                    here.ask(Ask::Leave);
                }
            }
            (Action::Returned(action), Self::Returned(flow)) => flow.act(action, here),
            (Action::Follow(action), Self::Follow(flow)) => flow.act(action, here),
            (Action::Scanned(Scan::FollowUp(code)), Self::Follow(flow)) => {
                flow.act(FollowAction::Scanned(code), here);
            }
            (Action::Scanned(scan), Self::Visit(flow)) => flow.act(VisitAction::Scanned(scan), here),
            (Action::Scanned(scan), Self::Welcome) if !here.config.rating.exit => {
                scanned_at_the_welcome(scan, here)
            }
            (Action::Waiting(action), Self::Calling(flow)) => flow.act(action, here),
            (action, Self::Staff(flow)) => act_as_staff(action, flow, here),
            (_, _) => {}
        }
    }

    /// Takes in what the worker tells. An answer that nobody waits for any more changes nothing.
    pub fn told(&mut self, event: Event, here: &mut Here<'_>) {
        match (event, self) {
            (Event::Saved { receipt: Some(receipt), .. }, Self::Visit(flow)) => flow.saved(*receipt, here),
            (Event::Saved { id, .. }, Self::Rating(flow)) => flow.saved(id, here),
            (Event::Saved { id, .. }, Self::Suggestion(flow)) => flow.saved(id, here),
            (Event::NotSaved(why), Self::Visit(flow)) => flow.not_saved(why),
            (Event::NotSaved(why), Self::Rating(flow)) => flow.not_saved(why),
            (Event::NotSaved(why), Self::Suggestion(flow)) => flow.not_saved(why),
            (Event::ReceiptShown { reference, visit }, route @ Self::Welcome) => {
                *route = Self::Returned(Box::new(ReturnedFlow { reference, visit }));
            }
            (Event::FollowUpTold(told), Self::Follow(flow)) => flow.take(*told, here),
            (Event::FollowUpTold(told), route @ Self::Welcome) => {
                *route = Self::Follow(Box::new(FollowFlow::told_at_once(*told)));
            }
            (event, Self::FirstStart(flow)) => flow.told(&event, here),
            (event, Self::Calling(flow)) => flow.told(&event, here),
            (event, Self::Staff(flow)) => flow.told(event, here),
            (_, _) => {}
        }
    }

    /// Does what is due by time alone; returns when something is due next.
    pub fn do_what_is_due(&mut self, here: &mut Here<'_>) -> Option<Duration> {
        match self {
            Self::Staff(flow) => flow.keep_form_when_due(here),
            Self::Rating(flow) => flow.turn_when_due(here),
            Self::Calling(flow) => flow.leave_when_over(here),
            Self::Starting | Self::FirstStart(_) | Self::Welcome | Self::Board(_) | Self::Visit(_) => None,
            Self::Suggestion(_) | Self::Follow(_) | Self::Guide(_) | Self::Returned(_) => None,
            Self::Trouble(_) | Self::OutOfOrder(_) => None,
        }
    }

    /// Keeps what is to be kept before the route is left.
    pub fn close(&mut self, here: &mut Here<'_>) {
        match self {
            Self::Staff(flow) => flow.close(here),
            Self::Rating(flow) => flow.close(here),
            Self::Starting | Self::FirstStart(_) | Self::Welcome | Self::Board(_) | Self::Visit(_) => {}
            Self::Suggestion(_) | Self::Follow(_) | Self::Guide(_) | Self::Trouble(_) => {}
            Self::Returned(_) | Self::Calling(_) | Self::OutOfOrder(_) => {}
        }
    }
}

fn scanned_at_the_welcome(scan: Scan, here: &mut Here<'_>) {
    match scan {
        Scan::Receipt(receipt) => here.ask(Command::LookAtReceipt(receipt)),
        Scan::FollowUp(code) => here.ask(Command::FollowUp(code)),
        Scan::NationalId(_) | Scan::Mobile(_) => here.ask(Ask::BeginVisitOf(scan)),
        Scan::Other => {}
    }
}

fn act_as_staff(action: Action, flow: &mut StaffFlow, here: &mut Here<'_>) {
    match action {
        Action::Staff(StaffAction::Key(key)) => flow.key(&key, here),
        Action::Staff(StaffAction::SubmitPin) => flow.submit_pin(here),
        Action::Field(FieldAction::SignInAs(who)) => flow.sign_in_as(who),
        _ if !flow.is_signed_in() => {}
        Action::Staff(action) => flow.act(action, here),
        Action::Form(action) => flow.act_on_form(action, here),
        Action::Field(action) => flow.act_in_field(action, here),
        Action::People(action) => flow.act_on_people(action, here),
        Action::Plan(action) => flow.act_on_plan(action, here),
        Action::Request(action) => flow.act_on_request(action, here),
        Action::Waiting(action) => flow.act_on_queue(action, here),
        Action::Representatives(action) => flow.act_on_representatives(action, here),
        Action::Settings(action) => flow.act_on_settings(action, here),
        Action::Guide(action) => flow.act_on_tools(action, here),
        Action::Scanned(scan) => flow.scanned(scan, here),
        // a visitor's, or the app's own
        _ => {}
    }
}
