//! The optional fields of a publication: what the guide says, opening hours, the association's face. Lists are texts
//! with a line an item.

use jiff::civil::Date;

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::{
    Audience, Bilingual, BilingualList, Branding, Code, Colour, GUIDE_LINES_MAX, Guide, Hours, Logo, Text,
};

/// Writes what the guide says.
pub(super) fn write_guide(out: &mut Out, guide: &Guide) {
    let Guide { who, papers, body, simple, belongs_to, verdict, since, audience } = guide;
    let pairs = [("who_ar", "who_en", who), ("body_ar", "body_en", body), ("simple_ar", "simple_en", simple)];
    for (ar, en, text) in pairs {
        out.maybe_text(ar, text.ar.as_ref().map(Text::as_str));
        out.maybe_text(en, text.en.as_ref().map(Text::as_str));
    }
    write_lines(out, "papers_ar", &papers.ar.iter().map(Text::as_str).collect::<Vec<_>>());
    write_lines(out, "papers_en", &papers.en.iter().map(Text::as_str).collect::<Vec<_>>());
    out.maybe_text("belongs_to", belongs_to.as_ref().map(Code::as_str));
    if let Some(verdict) = verdict {
        out.bool("verdict", *verdict);
    }
    out.maybe_text("since", since.map(|day| day.to_string()));
    out.maybe_text("audience", audience.as_ref().map(Audience::code));
}

/// Reads what the guide says.
pub(super) fn read_guide(read: &In<'_>) -> Result<Guide, Meaning> {
    let pair = |ar, en| Ok(Bilingual { ar: read.plain(ar)?, en: read.plain(en)? });
    Ok(Guide {
        who: pair("who_ar", "who_en")?,
        papers: BilingualList { ar: texts(read, "papers_ar")?, en: texts(read, "papers_en")? },
        body: pair("body_ar", "body_en")?,
        simple: pair("simple_ar", "simple_en")?,
        belongs_to: read.code("belongs_to")?,
        verdict: read.bool("verdict")?,
        since: read.text("since")?.map(date).transpose()?,
        audience: read.text("audience")?.map(Audience::from_code),
    })
}

fn date(text: &str) -> Result<Date, Meaning> {
    text.parse().map_err(|_| Meaning::Invalid("since"))
}

/// Writes opening hours. The week is always there, so that hours that never open are hours too.
pub(super) fn write_hours(out: &mut Out, hours: &Hours) {
    let Hours { week, ramadan, closed, pauses, ramadan_pauses } = hours;
    out.text("hours", week.to_string());
    out.maybe_text("hours_ramadan", ramadan.as_ref().map(ToString::to_string));
    write_lines(out, "closed", &closed.iter().map(ToString::to_string).collect::<Vec<_>>());
    write_lines(out, "pauses", &pauses.iter().map(ToString::to_string).collect::<Vec<_>>());
    write_lines(out, "pauses_ramadan", &ramadan_pauses.iter().map(ToString::to_string).collect::<Vec<_>>());
}

/// Reads opening hours; `None` where an entry has none.
pub(super) fn read_hours(read: &In<'_>) -> Result<Option<Hours>, Meaning> {
    let Some(week) = read.text("hours")? else { return Ok(None) };
    let parse = |field, text: &str| text.parse().map_err(|_| Meaning::Invalid(field));
    Ok(Some(Hours {
        week: parse("hours", week)?,
        ramadan: read.text("hours_ramadan")?.map(|text| parse("hours_ramadan", text)).transpose()?,
        closed: parsed_lines(read, "closed")?,
        pauses: parsed_lines(read, "pauses")?,
        ramadan_pauses: parsed_lines(read, "pauses_ramadan")?,
    }))
}

/// Writes the association's face.
pub(super) fn write_branding(out: &mut Out, branding: &Branding) {
    let Branding { colour, logo } = branding;
    out.maybe_text("colour", colour.map(|colour| colour.to_string()));
    if let Some(logo) = logo {
        out.bytes("logo", logo.bytes());
    }
}

/// Reads the association's face.
pub(super) fn read_branding(read: &In<'_>) -> Result<Branding, Meaning> {
    let invalid = Meaning::Invalid;
    let colour = read.text("colour")?.map(Colour::parse).transpose().map_err(|_| invalid("colour"))?;
    let logo = read.bytes("logo")?.map(Logo::new).transpose().map_err(|_| invalid("logo"))?;
    Ok(Branding { colour, logo })
}

fn write_lines<T: AsRef<str>>(out: &mut Out, field: &str, lines: &[T]) {
    if !lines.is_empty() {
        out.text(field, lines.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("\n"));
    }
}

/// The lines of a list, none where the field is absent.
fn lines<'a>(read: &In<'a>, field: &'static str) -> Result<Vec<&'a str>, Meaning> {
    let lines: Vec<_> = read.text(field)?.map(|text| text.split('\n').collect()).unwrap_or_default();
    if lines.len() > GUIDE_LINES_MAX { Err(Meaning::Invalid(field)) } else { Ok(lines) }
}

fn texts(read: &In<'_>, field: &'static str) -> Result<Vec<Text>, Meaning> {
    let lines = lines(read, field)?.into_iter();
    lines.map(|line| Text::new(line).map_err(|_| Meaning::Invalid(field))).collect()
}

fn parsed_lines<T: std::str::FromStr>(read: &In<'_>, field: &'static str) -> Result<Vec<T>, Meaning> {
    let lines = lines(read, field)?.into_iter();
    lines.map(|line| line.parse().map_err(|_| Meaning::Invalid(field))).collect()
}
