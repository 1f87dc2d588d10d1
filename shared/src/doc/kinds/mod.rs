//! The kinds of fact: one table says of each its code and where it may stand; a file each says how it is written and read.

mod called;
mod held;
mod joined;
mod pass;
mod person;
mod place;
mod plan;
mod published;
mod published_guide;
mod rating;
mod rejected;
mod request;
mod session;
mod suggestion;
mod visit;

use std::cell::Cell;

pub use published::without_listed_kinds;

use super::pen::{In, Out};
use super::{DocumentName, Fields, Meaning, Scalar};
use crate::domain::{Body, Code, Fact, FactId, FileId, Recorded, UnixMillis, listed_once};

/// The version of the table and of how numbers are compared: a program with another one reads again what the one before it
/// could not, and makes the blind index again.
const VERSION: i64 = 6;

/// The field that holds what was sealed.
pub(crate) const SEALED: &str = "sealed";

/// The fields that say when and by whom a fact was written down; two facts of one id may differ in these.
const STAMPS: [&str; 6] = ["by", "wall", "mono", "boot", "file", SEALED];

/// A kind of fact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FactKind {
    /// [`Body::Visit`].
    Visit,
    /// [`Body::Rating`].
    Rating,
    /// [`Body::Called`].
    Called,
    /// [`Body::Suggestion`].
    Suggestion,
    /// [`Body::Request`].
    Request,
    /// [`Body::Step`].
    Step,
    /// [`Body::Session`].
    Session,
    /// [`Body::PassIssued`].
    PassIssued,
    /// [`Body::PassEnded`].
    PassEnded,
    /// [`Body::Planned`].
    Planned,
    /// [`Body::PlanDropped`].
    PlanDropped,
    /// [`Body::PlanDone`].
    PlanDone,
    /// [`Body::Joined`].
    Joined,
    /// [`Body::Parted`].
    Parted,
    /// [`Body::Rejected`].
    Rejected,
    /// [`Body::HeldSettled`].
    HeldSettled,
    /// [`Body::Published`].
    Published,
}

/// Where facts of a kind may stand.
struct Home {
    /// In a device's journal.
    journal: bool,
    /// In a device's ratings journal.
    ratings: bool,
    /// In head office's journal for a scope.
    office: bool,
    /// In the catalog.
    catalog: bool,
}

const NOWHERE: Home = Home { journal: false, ratings: false, office: false, catalog: false };

/// The table: kind, code, where it may stand.
const KINDS: [(FactKind, &str, Home); 17] = [
    // head office writes down what it accepts of what was held for review
    (FactKind::Visit, "visit", Home { journal: true, office: true, ..NOWHERE }),
    (FactKind::Rating, "rating", Home { ratings: true, ..NOWHERE }),
    (FactKind::Called, "visitor_called", Home { journal: true, ..NOWHERE }),
    (FactKind::Suggestion, "suggestion", Home { journal: true, office: true, ..NOWHERE }),
    (FactKind::Request, "request", Home { journal: true, office: true, ..NOWHERE }),
    (FactKind::Step, "request_step", Home { journal: true, office: true, ..NOWHERE }),
    (FactKind::Session, "session_step", Home { office: true, ..NOWHERE }),
    (FactKind::PassIssued, "pass_issued", Home { office: true, ..NOWHERE }),
    (FactKind::PassEnded, "pass_ended", Home { office: true, ..NOWHERE }),
    (FactKind::Planned, "planned_visit", Home { journal: true, office: true, ..NOWHERE }),
    (FactKind::PlanDropped, "planned_visit_dropped", Home { journal: true, office: true, ..NOWHERE }),
    (FactKind::PlanDone, "planned_visit_done", Home { office: true, ..NOWHERE }),
    (FactKind::Joined, "files_joined", Home { office: true, ..NOWHERE }),
    (FactKind::Parted, "files_parted", Home { office: true, ..NOWHERE }),
    (FactKind::Rejected, "changes_rejected", Home { office: true, ..NOWHERE }),
    (FactKind::HeldSettled, "held_settled", Home { office: true, ..NOWHERE }),
    (FactKind::Published, "catalog_entry", Home { catalog: true, ..NOWHERE }),
];

thread_local! {
    static HIDDEN: Cell<Option<FactKind>> = const { Cell::new(None) };
}

/// Runs work as a program of an earlier version, which did not know a kind: how tests have two versions of the table.
pub fn without_kind<T>(kind: FactKind, work: impl FnOnce() -> T) -> T {
    let before = HIDDEN.replace(Some(kind));
    let outcome = work();
    HIDDEN.set(before);
    outcome
}

/// Returns the version of the table that this program has.
pub(crate) fn version() -> i64 {
    if HIDDEN.get().is_some() { 1 } else { VERSION }
}

impl FactKind {
    /// Returns the stored code.
    pub fn code(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, code, _)| *code)
    }

    /// Reads a stored code; `None` for a kind of a newer program.
    pub fn from_code(code: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| *kind)
    }

    /// Returns the kind of a body.
    pub fn of(body: &Body) -> Self {
        match body {
            Body::Visit(_) => Self::Visit,
            Body::Rating(_) => Self::Rating,
            Body::Called(_) => Self::Called,
            Body::Suggestion(_) => Self::Suggestion,
            Body::Request(_) => Self::Request,
            Body::Step(_) => Self::Step,
            Body::Session(_) => Self::Session,
            Body::PassIssued(_) => Self::PassIssued,
            Body::PassEnded(_) => Self::PassEnded,
            Body::Planned(_) => Self::Planned,
            Body::PlanDropped(_) => Self::PlanDropped,
            Body::PlanDone(_) => Self::PlanDone,
            Body::Joined(_) => Self::Joined,
            Body::Parted(_) => Self::Parted,
            Body::Rejected(_) => Self::Rejected,
            Body::HeldSettled(_) => Self::HeldSettled,
            Body::Published(_) => Self::Published,
        }
    }

    /// Returns the kind that an entry's fields name, where facts of it may stand in this document.
    ///
    /// # Errors
    /// [`Meaning`] for no kind, one of a newer program, or one that belongs elsewhere.
    pub fn in_document(fields: &Fields, document: &DocumentName) -> Result<Self, Meaning> {
        let code = match fields.get("kind") {
            Some(Scalar::Text(code)) => code,
            Some(Scalar::Int(_) | Scalar::Bool(_) | Scalar::Bytes(_)) => {
                return Err(Meaning::Invalid("kind"));
            }
            None => return Err(Meaning::Missing("kind")),
        };
        let hidden = HIDDEN.get();
        let known = KINDS.iter().find(|(kind, known, _)| known == code && Some(*kind) != hidden);
        let (kind, _, home) = known.ok_or(Meaning::UnknownKind)?;
        let may_stand = match document {
            DocumentName::Journal { .. } => home.journal,
            DocumentName::Ratings { .. } => home.ratings,
            DocumentName::HeadOffice { .. } => home.office,
            DocumentName::Catalog { .. } => home.catalog,
            DocumentName::File(_) => false,
        };
        if may_stand { Ok(*kind) } else { Err(Meaning::NotAllowed) }
    }
}

/// Writes a fact: its fields in clear, and those that are to be sealed.
pub(crate) fn write(fact: &Fact) -> Out {
    let Fact { id: _, branch, by, recorded, file, body } = fact;
    let mut out = Out::default();
    out.text("kind", FactKind::of(body).code());
    out.maybe_text("branch", branch.as_ref().map(crate::domain::BranchId::as_str));
    out.code("by", by.as_ref());
    out.id("file", file.as_ref().map(FileId::as_bytes));
    if let Some(recorded) = recorded {
        out.int("wall", recorded.wall.0);
        // head office's own facts tell of no machine
        if !recorded.boot.is_nil() {
            out.int("mono", recorded.monotonic_millis);
            out.id("boot", Some(recorded.boot.as_bytes()));
        }
    }
    write_body(body, &mut out);
    out
}

/// Tells whether a fact is far from the limits of an entry and of a file's change, whatever stands around it.
pub(crate) fn surely_fits(body: &Body) -> bool {
    let mut out = Out::default();
    write_body(body, &mut out);
    out.clear.bytes_at_most() + out.sealed.bytes_at_most() <= SURELY_FITS
}

/// Half of what a sealed value may take, and less than half of an entry.
const SURELY_FITS: usize = super::sealing::SEALED_BYTES_MAX / 2;

fn write_body(body: &Body, out: &mut Out) {
    match body {
        Body::Visit(visit) => visit::write(visit, out),
        Body::Rating(rating) => rating::write(rating, out),
        Body::Called(called) => called::write(called, out),
        Body::Suggestion(suggestion) => suggestion::write(suggestion, out),
        Body::Request(request) => request::write_request(request, out),
        Body::Step(step) => request::write_step(step, out),
        Body::Session(step) => session::write(step, out),
        Body::PassIssued(issued) => pass::write_issued(issued, out),
        Body::PassEnded(ended) => pass::write_ended(*ended, out),
        Body::Planned(planned) => plan::write_planned(planned, out),
        Body::PlanDropped(dropped) => plan::write_dropped(dropped, out),
        Body::PlanDone(done) => plan::write_done(*done, out),
        Body::Joined(files) | Body::Parted(files) => joined::write(*files, out),
        Body::Rejected(changes) => rejected::write(changes, out),
        Body::HeldSettled(settled) => held::write(settled, out),
        Body::Published(entry) => published::write(entry, out),
    }
}

/// Reads a fact of a known kind. `sealed` is what was opened of it, `None` where the key is gone. Fields that this version
/// doesn't know are left in the entry.
///
/// # Errors
/// [`Meaning`] with the first field at fault.
pub(crate) fn read(
    kind: FactKind,
    id: FactId,
    fields: &Fields,
    sealed: Option<&Fields>,
) -> Result<Fact, Meaning> {
    let input = In::new(fields, sealed);
    let body = match kind {
        FactKind::Visit => Body::Visit(Box::new(visit::read(id, &input)?)),
        FactKind::Rating => Body::Rating(Box::new(rating::read(id, &input)?)),
        FactKind::Called => Body::Called(called::read(&input)?),
        FactKind::Suggestion => Body::Suggestion(Box::new(suggestion::read(id, &input)?)),
        FactKind::Request => Body::Request(Box::new(request::read_request(id, &input)?)),
        FactKind::Step => Body::Step(Box::new(request::read_step(id, &input)?)),
        FactKind::Session => Body::Session(Box::new(session::read(id, &input)?)),
        FactKind::PassIssued => Body::PassIssued(Box::new(pass::read_issued(&input)?)),
        FactKind::PassEnded => Body::PassEnded(pass::read_ended(&input)?),
        FactKind::Planned => Body::Planned(Box::new(plan::read_planned(id, &input)?)),
        FactKind::PlanDropped => Body::PlanDropped(plan::read_dropped(&input)?),
        FactKind::PlanDone => Body::PlanDone(plan::read_done(&input)?),
        FactKind::Joined => Body::Joined(joined::read(&input)?),
        FactKind::Parted => Body::Parted(joined::read(&input)?),
        FactKind::Rejected => Body::Rejected(rejected::read(&input)?),
        FactKind::HeldSettled => Body::HeldSettled(held::read(&input)?),
        FactKind::Published => Body::Published(Box::new(published::read(&input)?)),
    };
    let branch = input.branch("branch")?;
    let (tells_branch, tells_time) = match kind {
        FactKind::Published => (false, false),
        FactKind::Rating => (true, false),
        FactKind::PlanDone => (true, false),
        FactKind::Visit | FactKind::Called | FactKind::Suggestion => (true, true),
        FactKind::Request | FactKind::Step => (true, true),
        FactKind::PassIssued | FactKind::PassEnded => (true, true),
        FactKind::Planned | FactKind::PlanDropped => (true, true),
        FactKind::Joined | FactKind::Parted | FactKind::Rejected => (true, true),
        FactKind::HeldSettled | FactKind::Session => (false, true),
    };
    if tells_branch && branch.is_none() {
        return Err(Meaning::Missing("branch"));
    }
    let recorded = recorded_in(&input)?;
    if tells_time && recorded.is_none() {
        return Err(Meaning::Missing("wall"));
    }
    if kind == FactKind::Rejected && fields.get("file").is_none() {
        return Err(Meaning::Missing("file"));
    }
    if kind == FactKind::Rating
        && let Some(field) = ["by", "file", "wall"].into_iter().find(|field| fields.get(field).is_some())
    {
        // nothing leads from a rating to a person or a minute (P-11)
        return Err(Meaning::Invalid(field));
    }
    Ok(Fact { id, branch, by: input.code("by")?, recorded, file: input.file()?, body })
}

fn recorded_in(input: &In<'_>) -> Result<Option<Recorded>, Meaning> {
    let Some(wall) = input.int("wall")? else { return Ok(None) };
    let boot = input.id("boot")?.unwrap_or_default();
    let monotonic_millis = input.int("mono")?.unwrap_or(0);
    Ok(Some(Recorded { wall: UnixMillis(wall), monotonic_millis, boot }))
}

/// Tells whether two facts of one id say the same, whoever wrote them down and when. What can be opened on one side alone
/// contradicts nothing: an erased person's values open nowhere.
pub(crate) fn is_same(a: (&Fields, Option<&Fields>), b: (&Fields, Option<&Fields>)) -> bool {
    let said = |fields: &Fields| -> Vec<(String, Scalar)> {
        let said = fields.iter().filter(|(name, _)| !STAMPS.contains(name));
        said.map(|(name, value)| (name.to_owned(), listed_value(name, value))).collect()
    };
    let sealed_agree = match (a.1, b.1) {
        (Some(ours), Some(theirs)) => ours == theirs,
        (Some(_) | None, None) | (None, Some(_)) => true,
    };
    said(a.0) == said(b.0) && sealed_agree
}

/// Fields that hold codes of the catalog, in whatever form they were written.
const CODES: [&str; 9] = [
    "department",
    "group",
    "led_to",
    "provider",
    "reasons",
    "received_by",
    "representative",
    "service",
    "services",
];

/// A value as it is compared: codes count in their one form, whoever wrote them down.
fn listed_value(name: &str, value: &Scalar) -> Scalar {
    match value {
        Scalar::Text(text) if CODES.contains(&name) => {
            let codes: Option<Vec<Code>> = text.split('\n').map(|code| Code::new(code).ok()).collect();
            let listed = |codes: Vec<Code>| {
                listed_once(&codes).iter().map(Code::as_str).collect::<Vec<_>>().join("\n")
            };
            Scalar::Text(codes.map_or_else(|| text.clone(), listed))
        }
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests;
