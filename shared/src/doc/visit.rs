//! A visit as fields of a fact.

use uuid::Uuid;

use super::fields::{Reader, Writer};
use super::visit_parts::{
    acting_from_bytes, acting_to_bytes, given_from_bytes, given_to_bytes, place_from_bytes, place_to_bytes,
    signature_from_bytes, text_from_bytes,
};
use super::{Dice, DocumentName, Fields, Meaning, OpenError, Sealed, SealingKey};
use crate::domain::{
    BranchId, Channel, Code, Direction, FactId, FileId, LED_TO_MAX, LIST_ITEMS_MAX, Moment, Origin, Party,
    Person, Recorded, UnixMillis, Visit,
};

/// A visit as it stands in a journal: what is sealed is still sealed.
#[derive(Clone, PartialEq, Debug)]
pub struct VisitFact {
    /// The visit without its sealed parts; `beneficiary` holds the group alone.
    pub visit: Visit,
    /// The branch it was recorded at.
    pub branch: BranchId,
    /// When the device wrote it.
    pub recorded: Recorded,
    /// The file of the person, where something personal was given.
    pub file: Option<FileId>,
    /// What was given of the person at this contact, sealed with the file's key.
    pub given: Option<Sealed>,
    /// What they came for.
    pub purpose: Option<Sealed>,
    /// What they were told.
    pub answers: Option<Sealed>,
    /// A note of staff.
    pub note: Option<Sealed>,
    /// In what capacity the visitor acts for someone else.
    pub acting: Option<Sealed>,
    /// Where it took place.
    pub place: Option<Sealed>,
    /// The report of a home visit.
    pub report: Option<Sealed>,
    /// What was signed for it.
    pub signature: Option<Sealed>,
}

/// Makes the fields of a visit. `key` seals: the file's key where `file` is known, else the journal's own.
pub fn visit_fields(
    dice: &mut Dice,
    document: &DocumentName,
    visit: &Visit,
    branch: &BranchId,
    recorded: Recorded,
    file: Option<FileId>,
    key: &SealingKey,
) -> Fields {
    let Visit {
        id,
        at,
        ended_at,
        party,
        channel,
        direction,
        services,
        department,
        received_by,
        beneficiary,
        purpose,
        answers,
        note,
        late,
        for_other,
        acting,
        asks_for_woman,
        place,
        report,
        signature,
        led_to,
        planned,
        supersedes,
        origin,
    } = visit;
    let fact = id.to_string();
    let mut seal =
        |field: &str, value: Option<&[u8]>| value.map(|v| key.seal(dice, document, &fact, field, v));
    let given = beneficiary.as_ref().filter(|p| p.has_personal_values()).map(given_to_bytes);
    let given = seal("given", given.as_deref());
    let purpose = seal("purpose", purpose.as_ref().map(|t| t.as_str().as_bytes()));
    let answers = seal("answers", answers.as_ref().map(|t| t.as_str().as_bytes()));
    let note = seal("note", note.as_ref().map(|t| t.as_str().as_bytes()));
    let acting = seal("acting", acting.as_ref().map(acting_to_bytes).as_deref());
    let place = seal("place", place.as_ref().map(place_to_bytes).as_deref());
    let report = seal("report", report.as_ref().map(|t| t.as_str().as_bytes()));
    let signature = seal("signature", signature.as_ref().map(|s| s.to_bytes()).as_deref());
    let group = beneficiary.as_ref().and_then(|p| p.group.as_ref());

    let mut out = Writer::default();
    out.text("kind", "visit");
    out.text("branch", branch.as_str());
    out.text("at", at.as_str());
    out.maybe_text("ended_at", ended_at.as_ref().map(Moment::as_str));
    out.text("party", party.code());
    out.text("channel", channel.code());
    out.text("direction", direction.code());
    out.codes("services", services);
    out.maybe_text("department", department.as_ref().map(Code::as_str));
    out.maybe_text("received_by", received_by.as_ref().map(Code::as_str));
    out.maybe_text("group", group.map(Code::as_str));
    out.maybe_text("file", file.map(|f| f.to_string()));
    out.sealed("given", given);
    out.sealed("purpose", purpose);
    out.sealed("answers", answers);
    out.sealed("note", note);
    out.yes("late", *late);
    out.yes("for_other", *for_other);
    out.sealed("acting", acting);
    out.yes("asks_for_woman", *asks_for_woman);
    out.sealed("place", place);
    out.sealed("report", report);
    out.sealed("signature", signature);
    out.codes("led_to", led_to);
    out.maybe_text("planned", planned.map(|p| p.to_string()));
    out.maybe_text("supersedes", supersedes.map(|s| s.to_string()));
    out.text("origin", origin.code());
    out.int("wall", recorded.wall.0);
    out.int("mono", recorded.monotonic_millis);
    out.text("boot", recorded.boot.as_hyphenated().to_string());
    out.0
}

/// Reads a visit; fields that this version doesn't know are left in the document.
///
/// # Errors
/// [`Meaning`] with the first field at fault.
pub fn read_visit(id: FactId, fields: &Fields) -> Result<VisitFact, Meaning> {
    let read = Reader(fields);
    let services = read.codes("services")?;
    if services.is_empty() || services.len() > LIST_ITEMS_MAX {
        return Err(Meaning::Invalid("services"));
    }
    let led_to = read.codes("led_to")?;
    if led_to.len() > LED_TO_MAX {
        return Err(Meaning::Invalid("led_to"));
    }
    let (group, acting) = (read.code("group")?, read.sealed("acting")?);
    let visit = Visit {
        id,
        at: read.moment("at")?.ok_or(Meaning::Missing("at"))?,
        ended_at: read.moment("ended_at")?,
        party: Party::from_code(read.required("party")?),
        channel: Channel::from_code(read.required("channel")?),
        direction: Direction::from_code(read.required("direction")?),
        services,
        department: read.code("department")?,
        received_by: read.code("received_by")?,
        beneficiary: group.map(|group| Person { group: Some(group), ..Person::default() }),
        purpose: None,
        answers: None,
        note: None,
        late: read.yes("late")?,
        for_other: read.yes("for_other")? || acting.is_some(),
        acting: None,
        asks_for_woman: read.yes("asks_for_woman")?,
        place: None,
        report: None,
        signature: None,
        led_to,
        planned: read.fact("planned")?,
        supersedes: read.fact("supersedes")?,
        origin: Origin::from_code(read.required("origin")?),
    };
    Ok(VisitFact {
        visit,
        branch: BranchId::parse(read.required("branch")?).map_err(|_| Meaning::Invalid("branch"))?,
        recorded: Recorded {
            wall: UnixMillis(read.int("wall")?.ok_or(Meaning::Missing("wall"))?),
            monotonic_millis: read.int("mono")?.unwrap_or(0),
            boot: read
                .required("boot")
                .and_then(|t| Uuid::try_parse(t).map_err(|_| Meaning::Invalid("boot")))?,
        },
        file: read.file("file")?,
        given: read.sealed("given")?,
        purpose: read.sealed("purpose")?,
        answers: read.sealed("answers")?,
        note: read.sealed("note")?,
        acting,
        place: read.sealed("place")?,
        report: read.sealed("report")?,
        signature: read.sealed("signature")?,
    })
}

/// Opens the sealed parts of a visit. A part whose key `key_of` no longer has (an erased person) stays out.
///
/// # Errors
/// [`OpenError`] where a key does not open what names it.
pub fn open_visit(
    fact: &VisitFact,
    document: &DocumentName,
    mut key_of: impl FnMut(&Sealed) -> Option<SealingKey>,
) -> Result<Visit, OpenError> {
    let id = fact.visit.id.to_string();
    let mut open = |field: &str, sealed: &Option<Sealed>| -> Result<Option<Vec<u8>>, OpenError> {
        let Some(sealed) = sealed else { return Ok(None) };
        let Some(key) = key_of(sealed) else { return Ok(None) };
        key.open(document, &id, field, sealed).map(Some)
    };
    let mut visit = fact.visit.clone();
    let given = open("given", &fact.given)?.map(|bytes| given_from_bytes(&bytes)).transpose()?;
    if let Some(given) = given {
        let group = visit.beneficiary.take().and_then(|p| p.group);
        visit.beneficiary = Some(Person { group, ..given });
    }
    visit.purpose = open("purpose", &fact.purpose)?.map(text_from_bytes).transpose()?;
    visit.answers = open("answers", &fact.answers)?.map(text_from_bytes).transpose()?;
    visit.note = open("note", &fact.note)?.map(text_from_bytes).transpose()?;
    visit.acting = open("acting", &fact.acting)?.map(|b| acting_from_bytes(&b)).transpose()?;
    visit.place = open("place", &fact.place)?.map(|b| place_from_bytes(&b)).transpose()?;
    visit.report = open("report", &fact.report)?.map(text_from_bytes).transpose()?;
    let signature = open("signature", &fact.signature)?.map(|b| signature_from_bytes(&b)).transpose()?;
    visit.signature = signature.map(Box::new);
    Ok(visit)
}
