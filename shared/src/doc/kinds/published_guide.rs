//! The fields of a publication that are more than one value: long texts, papers, opening hours, the association's face. Lists are texts
//! with a line an item.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::{
    Article, Asked, Bilingual, BilingualList, Branding, Colour, FOLLOW_DAYS, FOLLOW_DAYS_MAX, FollowAddress,
    GUIDE_LINES_MAX, Hours, Logo, Text,
};

const BODY: [&str; 2] = ["body_ar", "body_en"];
const SIMPLE: [&str; 2] = ["simple_ar", "simple_en"];

/// Writes a text in both languages, under a field each.
pub(super) fn write_both(out: &mut Out, [ar, en]: [&str; 2], text: &Bilingual) {
    out.maybe_text(ar, text.ar.as_ref().map(Text::as_str));
    out.maybe_text(en, text.en.as_ref().map(Text::as_str));
}

/// Reads a text in both languages.
pub(super) fn both(read: &In<'_>, [ar, en]: [&'static str; 2]) -> Result<Bilingual, Meaning> {
    Ok(Bilingual { ar: read.plain(ar)?, en: read.plain(en)? })
}

/// Writes a long text.
pub(super) fn write_article(out: &mut Out, Article { body, simple }: &Article) {
    write_both(out, BODY, body);
    write_both(out, SIMPLE, simple);
}

/// Reads a long text.
pub(super) fn article(read: &In<'_>) -> Result<Article, Meaning> {
    Ok(Article { body: both(read, BODY)?, simple: both(read, SIMPLE)? })
}

/// Writes the papers that a service needs.
pub(super) fn write_papers(out: &mut Out, BilingualList { ar, en }: &BilingualList) {
    for (field, papers) in [("papers_ar", ar), ("papers_en", en)] {
        write_lines(out, field, &papers.iter().map(Text::as_str).collect::<Vec<_>>());
    }
}

/// Reads the papers that a service needs.
pub(super) fn papers(read: &In<'_>) -> Result<BilingualList, Meaning> {
    Ok(BilingualList { ar: texts(read, "papers_ar")?, en: texts(read, "papers_en")? })
}

/// Writes what a self-service kiosk asks for beside a service.
pub(super) fn write_asks(out: &mut Out, asks: &[Asked]) {
    write_lines(out, "asks", &asks.iter().map(Asked::code).collect::<Vec<_>>());
}

/// Reads what a self-service kiosk asks for beside a service.
pub(super) fn asks(read: &In<'_>) -> Result<Vec<Asked>, Meaning> {
    Ok(lines(read, "asks")?.into_iter().map(Asked::from_code).collect())
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

/// Reads opening hours.
pub(super) fn hours(read: &In<'_>) -> Result<Hours, Meaning> {
    let parse = |field, text: &str| text.parse().map_err(|_| Meaning::Invalid(field));
    Ok(Hours {
        week: parse("hours", read.required("hours")?)?,
        ramadan: read.text("hours_ramadan")?.map(|text| parse("hours_ramadan", text)).transpose()?,
        closed: parsed_lines(read, "closed")?,
        pauses: parsed_lines(read, "pauses")?,
        ramadan_pauses: parsed_lines(read, "pauses_ramadan")?,
    })
}

/// Writes the association's face.
pub(super) fn write_branding(out: &mut Out, branding: &Branding) {
    let Branding { colour, logo, follow_address, follow_days } = branding;
    out.maybe_text("colour", colour.map(|colour| colour.to_string()));
    if let Some(logo) = logo {
        out.bytes("logo", logo.bytes());
    }
    out.maybe_text("follow_address", follow_address.as_ref().map(ToString::to_string));
    if *follow_days != FOLLOW_DAYS {
        out.int("follow_days", *follow_days);
    }
}

/// Reads the association's face.
pub(super) fn branding(read: &In<'_>) -> Result<Branding, Meaning> {
    let invalid = Meaning::Invalid;
    let colour = read.text("colour")?.map(Colour::parse).transpose().map_err(|_| invalid("colour"))?;
    let logo = read.bytes("logo")?.map(Logo::new).transpose().map_err(|_| invalid("logo"))?;
    // an address that a newer program wrote in another form is not shown
    let follow_address = read.text("follow_address")?.and_then(|text| FollowAddress::parse(text).ok());
    let follow_days = read.int("follow_days")?.unwrap_or(FOLLOW_DAYS);
    if !(0..=FOLLOW_DAYS_MAX).contains(&follow_days) {
        return Err(invalid("follow_days"));
    }
    Ok(Branding { colour, logo, follow_address, follow_days })
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
