//! A suggestion: its words and its number sealed, and never with a file's key.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::{Channel, FactId, Suggestion, Text};

pub(super) fn write(suggestion: &Suggestion, out: &mut Out) {
    let Suggestion { id: _, at, channel, service, text, mobile } = suggestion;
    out.text("at", at.as_str());
    out.text("channel", channel.code());
    out.code("service", service.as_ref());
    out.seal("text", Some(text));
    out.seal("mobile", mobile.as_ref());
}

/// Reads a suggestion; one whose words can't be opened any more says nothing: its words are empty.
pub(super) fn read(id: FactId, input: &In<'_>) -> Result<Suggestion, Meaning> {
    Ok(Suggestion {
        id,
        at: input.moment("at")?.ok_or(Meaning::Missing("at"))?,
        channel: Channel::from_code(input.required("channel")?),
        service: input.code("service")?,
        text: match input.opened("text")? {
            Some(text) => text,
            None if input.is_erased() => Text::new("").map_err(|_| Meaning::Invalid("text"))?,
            None => return Err(Meaning::Missing("text")),
        },
        mobile: input.opened("mobile")?,
    })
}
