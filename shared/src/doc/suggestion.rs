//! A suggestion as fields of a fact: its words and its number sealed with the journal's own key, never with a file's.

use uuid::Uuid;

use super::fields::{Reader, Writer};
use super::visit_parts::text_from_bytes;
use super::{Dice, DocumentName, Fields, Meaning, OpenError, Sealed, SealingKey};
use crate::domain::{BranchId, Channel, Code, FactId, Moment, Recorded, Suggestion, Text, UnixMillis};

/// A suggestion as it stands in a journal: what is sealed is still sealed.
#[derive(Clone, PartialEq, Debug)]
pub struct SuggestionFact {
    /// Its id.
    pub id: FactId,
    /// When it was made.
    pub at: Moment,
    /// The channel.
    pub channel: Channel,
    /// The service it is about.
    pub service: Option<Code>,
    /// The branch it was recorded at.
    pub branch: BranchId,
    /// When the device wrote it.
    pub recorded: Recorded,
    /// Its words.
    pub text: Sealed,
    /// Where the person wants the reply.
    pub mobile: Option<Sealed>,
}

/// Makes the fields of a suggestion; `key` is the journal's own.
pub fn suggestion_fields(
    dice: &mut Dice,
    document: &DocumentName,
    suggestion: &Suggestion,
    branch: &BranchId,
    recorded: Recorded,
    key: &SealingKey,
) -> Fields {
    let Suggestion { id, at, channel, service, text, mobile } = suggestion;
    let place = id.to_string();
    let mut seal =
        |field: &str, value: &Text| key.seal(dice, document, &place, field, value.as_str().as_bytes());
    let text = seal("text", text);
    let mobile = mobile.as_ref().map(|mobile| seal("mobile", mobile));
    let mut out = Writer::default();
    out.text("kind", "suggestion");
    out.text("branch", branch.as_str());
    out.text("at", at.as_str());
    out.text("channel", channel.code());
    out.maybe_text("service", service.as_ref().map(Code::as_str));
    out.sealed("text", Some(text));
    out.sealed("mobile", mobile);
    out.int("wall", recorded.wall.0);
    out.int("mono", recorded.monotonic_millis);
    out.text("boot", recorded.boot.as_hyphenated().to_string());
    out.0
}

/// Reads a suggestion; fields that this version doesn't know are left in the document.
///
/// # Errors
/// [`Meaning`] with the first field at fault.
pub fn read_suggestion(id: FactId, fields: &Fields) -> Result<SuggestionFact, Meaning> {
    let read = Reader(fields);
    Ok(SuggestionFact {
        id,
        at: read.moment("at")?.ok_or(Meaning::Missing("at"))?,
        channel: Channel::from_code(read.required("channel")?),
        service: read.code("service")?,
        branch: BranchId::parse(read.required("branch")?).map_err(|_| Meaning::Invalid("branch"))?,
        recorded: Recorded {
            wall: UnixMillis(read.int("wall")?.ok_or(Meaning::Missing("wall"))?),
            monotonic_millis: read.int("mono")?.unwrap_or(0),
            boot: read
                .required("boot")
                .and_then(|t| Uuid::try_parse(t).map_err(|_| Meaning::Invalid("boot")))?,
        },
        text: read.sealed("text")?.ok_or(Meaning::Missing("text"))?,
        mobile: read.sealed("mobile")?,
    })
}

/// Opens a suggestion; `None` where the journal's key is gone, and with it the words.
///
/// # Errors
/// [`OpenError`] where a key does not open what names it.
pub fn open_suggestion(
    fact: &SuggestionFact,
    document: &DocumentName,
    mut key_of: impl FnMut(&Sealed) -> Option<SealingKey>,
) -> Result<Option<Suggestion>, OpenError> {
    let place = fact.id.to_string();
    let mut open = |field: &str, sealed: &Sealed| {
        let Some(key) = key_of(sealed) else { return Ok(None) };
        text_from_bytes(key.open(document, &place, field, sealed)?).map(Some)
    };
    let Some(text) = open("text", &fact.text)? else { return Ok(None) };
    let mobile = match &fact.mobile {
        Some(sealed) => open("mobile", sealed)?,
        None => None,
    };
    Ok(Some(Suggestion {
        id: fact.id,
        at: fact.at.clone(),
        channel: fact.channel.clone(),
        service: fact.service.clone(),
        text,
        mobile,
    }))
}
