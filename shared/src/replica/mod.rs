//! The one door to a replica: documents, store and exchange tied into single transactions.
//!
//! [`Kiosk`] is a device's replica, [`Office`] head office's. Nothing is acknowledged (by a printed id, a screen, a
//! reply) before the transaction that holds it is durable, with the keys that open it.

mod act;
mod copies;
mod door;
mod facts;
mod file_rows;
mod files;
mod home;
mod incarnation;
mod journals;
mod keyring;
mod kiosk;
mod lines;
mod log;
mod looked_for;
mod office;
mod office_keys;
mod own_files;
mod passes;
mod people;
mod reading;
mod requests;
mod secrets;
mod session;
mod sessions;
#[cfg(all(feature = "postgres", feature = "checks"))]
pub mod test_database;
#[cfg(feature = "checks")]
mod test_rows;
mod verify;

pub use act::Act;
pub use copies::{COPIES_KEPT, Copies, CopyError, restore};
pub use door::{Counted, Door, LetIn};
pub use facts::TakeError;
#[cfg(feature = "postgres")]
pub use home::address_in;
pub use home::{DATABASE, Home};
pub use kiosk::{
    CARRIED_BYTES_MAX, Call, CarryOutcome, DRAFT_BYTES_MAX, DRAFTS_LISTED_MAX, DeviceCounts, Draft,
    EnrolledAgain, Enrolment, EnrolmentAgain, Kiosk, KioskError, Locked, LostRecord, NewDraft,
    NewIncarnation, NewPin, OwnReceipt, PLAN_FILE, PinBefore, PinCost, PinOutcome, PlannedRow, Pulled, Push,
    QueueState, RecordOutcome, RescueError, RescueReport, SEEN, SealedLines, ShareKept, SyncStep, Ticket,
    TodayRow, WRONG_PINS_MAX, Waiting, Whose, generate_pin, trusting_the_disk,
};
pub use office::{
    Accepting, Activity, AuditState, Budgets, Enrolled, ExchangeError, FilesOfPerson, FilesState,
    GenuineReceipt, HeldContent, HeldRecord, Judged, ListedSuggestion, Loaded, MONTHS_MAX, MoveError,
    MoveStep, Moved, NewCode, Office, OfficeError, OfficeKeysState, OpenValues, PEOPLE_MAX, PullAnswer,
    PushAnswer, ReceiptFinding, RecoverError, Recovered, SHARE_DAYS_MAX, SealingKeyState, Undo, Undone,
    WaitsOfDay, WorkingSet, default_catalog, move_office, recover_secrets, use_again,
};
pub use office_keys::{OFFICE_KEYS_MAX, OfficeKey, OfficeKeyId, OfficeKeys};
pub use own_files::own_files;
pub use passes::Pass;
pub use people::{
    Correction, FieldValue, FieldValues, HITS_MAX, People, PersonHit, PersonView, PersonVisit, Seen,
    ValueWriter, Written,
};
pub use reading::Reading;
pub use requests::{OpenedRequest, OpenedStep};
pub use secrets::{SecretsError, Serving};
pub use session::{Failure, Progress, Request, Session, SessionError};
#[cfg(feature = "checks")]
pub use test_rows::{Begun, FromRow, Rows};
pub use verify::VerifyReport;
