//! What the window asks of the worker thread. Requests in the imperative; none of them waits for an answer.

use shared::domain::{FactId, Rating, Suggestion, Visit};

use crate::config::Config;
use crate::printing::Page;

use super::event::SetupStep;
use super::field::FieldCommand;
use super::people::PeopleCommand;
use super::waiting::WaitingCommand;

/// A request to the thread that owns the replica.
#[derive(Clone, Debug)]
pub enum Command {
    /// Enrols this device and fetches the catalog; answered by `Event::Enrolled` or `EnrolFailed`. The staff PIN is then
    /// still to be set.
    Enrol {
        /// The server's address, as typed.
        server: String,
        /// The enrolment code, as typed.
        code: String,
    },
    /// Notes at which step of the first start a restart goes on.
    KeepSetup(SetupStep),
    /// Sets the staff PIN of a device that has none yet, 4 to 8 digits: the first start is over. Answered by
    /// `Event::PinSet` or `NotSaved`.
    SetPin(String),
    /// Begins a trial on sample data, on a device that is not enrolled; answered by `Event::Ready` or `TrialNotBegun`.
    BeginTrial,
    /// Ends the trial and deletes everything in it; answered by `Event::Ready`.
    EndTrial,
    /// Saves a visit; answered by `Event::VisitSaved` or `NotSaved`. A visit with `supersedes` corrects that one.
    SaveVisit(Box<Visit>),
    /// Saves a rating; answered by `Event::RatingSaved` or `NotSaved`. Its `at` is cut to the hour when it is stored.
    SaveRating(Box<Rating>),
    /// Saves a suggestion; answered by `Event::SuggestionSaved` or `NotSaved`.
    SaveSuggestion(Box<Suggestion>),
    /// Asks for the visits recorded on the current day; answered by `Event::Today`.
    LoadToday,
    /// Asks for one visit with its sealed texts opened, to be corrected; answered by `Event::VisitOpened`.
    OpenVisit(FactId),
    /// Asks for the device's status; answered by `Event::Status`.
    LoadStatus,
    /// Exchanges with the server at once; answered by `Event::Sync`.
    SyncNow,
    /// Checks the staff PIN; answered by `Event::PinChecked`.
    CheckPin(String),
    /// Prints a page on the printer of the settings; answered by `Event::Printed`.
    Print(Box<Page>),
    /// Writes the settings file; answered by `Event::ConfigSaved` or `ConfigNotSaved`.
    SaveConfig(Box<Config>),
    /// Representatives and drafts.
    Field(FieldCommand),
    /// People: finding them, correcting what is known of them.
    People(PeopleCommand),
    /// Who waits.
    Waiting(WaitingCommand),
    /// Ends the thread.
    Stop,
}
