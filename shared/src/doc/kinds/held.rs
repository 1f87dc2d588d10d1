//! A record that was held for review and that somebody settled: where it stands, and what was written down in its place.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::HeldSettled;

pub(super) fn write(settled: &HeldSettled, out: &mut Out) {
    let HeldSettled { document, seq, accepted } = settled;
    out.text("document", document);
    out.int("seq", i64::try_from(*seq).unwrap_or(i64::MAX));
    out.id("accepted", accepted.as_ref().map(crate::domain::FactId::as_bytes));
}

pub(super) fn read(input: &In<'_>) -> Result<HeldSettled, Meaning> {
    let seq = input.int("seq")?.ok_or(Meaning::Missing("seq"))?;
    Ok(HeldSettled {
        document: input.required("document")?.to_owned(),
        seq: u64::try_from(seq).map_err(|_| Meaning::Invalid("seq"))?,
        accepted: input.fact("accepted")?,
    })
}
