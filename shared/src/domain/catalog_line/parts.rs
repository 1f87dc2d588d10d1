//! The values of a line's fields, each with the field's name in front of a fault.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::CatalogLine;
use crate::domain::{Bilingual, GUIDE_LINES_MAX, Hours, InvalidHours, InvalidText, Logo, Text, Week};

/// Puts the field in front of a fault.
pub(super) fn named<T>(field: &str, value: Result<T, InvalidText>) -> Result<T, String> {
    value.map_err(|fault| format!("{field}: {fault}"))
}

/// Makes the value of a field that may be absent.
pub(super) fn optional<T>(
    field: &str,
    value: Option<String>,
    make: fn(String) -> Result<T, InvalidText>,
) -> Result<Option<T>, String> {
    value.map(|text| named(field, make(text))).transpose()
}

/// Parses a field that may be absent.
pub(super) fn parsed<T, E: std::fmt::Display>(
    field: &str,
    value: Option<&str>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, String> {
    value.map(|text| parse(text).map_err(|fault| format!("{field}: {fault}"))).transpose()
}

/// Makes a text of its two fields.
pub(super) fn bilingual(field: &str, ar: Option<String>, en: Option<String>) -> Result<Bilingual, String> {
    let text = |language: &str, value| optional(&format!("{field}_{language}"), value, Text::new);
    Ok(Bilingual { ar: text("ar", ar)?, en: text("en", en)? })
}

/// Makes the lines of a list.
pub(super) fn list(field: &str, items: Vec<String>) -> Result<Vec<Text>, String> {
    if items.len() > GUIDE_LINES_MAX {
        return Err(format!("{field}: has more than {GUIDE_LINES_MAX} lines"));
    }
    let item = |item: String| {
        if item.is_empty() || item.contains(char::is_control) {
            return Err(format!("{field}: a line is empty or holds a line break"));
        }
        named(field, Text::new(item))
    };
    items.into_iter().map(item).collect()
}

/// Reads the hours of a line; `None` where it names none.
pub(super) fn hours(line: &CatalogLine) -> Result<Option<Hours>, String> {
    let week = |field: &str, lines: &Option<Vec<String>>| {
        parsed(field, lines.as_ref().map(|lines| lines.join("\n")).as_deref(), str::parse::<Week>)
    };
    let short = |field: &str, items: &[String]| match items.len() {
        0..=GUIDE_LINES_MAX => Ok(()),
        _ => Err(format!("{field}: has more than {GUIDE_LINES_MAX} lines")),
    };
    short("closed", &line.closed)?;
    let each = |field: &str, items: &[String]| -> Result<Vec<_>, String> {
        short(field, items)?;
        items
            .iter()
            .map(|item| item.parse().map_err(|fault: InvalidHours| format!("{field}: {fault}")))
            .collect()
    };
    let Some(ordinary) = week("hours", &line.hours)? else {
        let has_more = line.hours_ramadan.is_some() || !line.closed.is_empty() || !line.pauses.is_empty();
        let message = "hours: is missing beside hours_ramadan, closed or pauses";
        return if has_more { Err(message.to_owned()) } else { Ok(None) };
    };
    let days =
        line.closed.iter().map(|days| days.parse().map_err(|fault: InvalidHours| format!("closed: {fault}")));
    Ok(Some(Hours {
        week: ordinary,
        ramadan: week("hours_ramadan", &line.hours_ramadan)?,
        closed: days.collect::<Result<_, String>>()?,
        pauses: each("pauses", &line.pauses)?,
        ramadan_pauses: each("pauses_ramadan", &line.pauses_ramadan)?,
    }))
}

/// Reads a logo written as base64.
pub(super) fn logo(text: Option<&str>) -> Result<Option<Logo>, String> {
    let Some(text) = text else { return Ok(None) };
    let bytes = STANDARD.decode(text).map_err(|_| "logo: is not base64")?;
    Logo::new(bytes).map(Some).map_err(|fault| format!("logo: {fault}"))
}
