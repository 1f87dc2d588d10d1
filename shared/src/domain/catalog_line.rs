//! A catalog entry as a line of JSON, the form in which head office keeps and edits its catalog.
//!
//! The names of the fields are stable: associations keep such files.

mod checks;
mod parts;
#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use self::checks::{fits, needs};
use self::parts::{bilingual, hours, list, logo, named, optional, parsed};
use super::{
    Audience, BilingualList, Branding, CatalogEntry, CatalogKind, Code, Colour, Guide, Hours, Role, Text,
    Week,
};

/// Longest line: an entry of 60 KiB whose letters are all written as `\uXXXX`, six bytes for two.
pub const CATALOG_LINE_BYTES_MAX: u64 = 256 * 1024;

/// What is wrong with a line: the field, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CatalogLineFault(String);

/// The fields of a line. `kind`, `code` and both names are required; absent ones say nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogLine {
    kind: String,
    code: String,
    name_ar: String,
    name_en: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about_ar: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default)]
    position: i64,
    #[serde(default = "offered")]
    active: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    approved_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    belongs_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audience: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verdict: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    who_ar: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    who_en: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    papers_ar: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    papers_en: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body_ar: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    simple_ar: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    simple_en: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours_ramadan: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    closed: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pauses_ramadan: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    colour: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
}

fn offered() -> bool {
    true
}

/// Reads a line.
///
/// # Errors
/// [`CatalogLineFault`], `field: reason`, for what is no JSON, for a field that is not known, for a value that no entry
/// can have, and for an entry that lacks what its kind needs.
pub fn read_catalog_line(line: &[u8]) -> Result<CatalogEntry, CatalogLineFault> {
    let line: CatalogLine =
        serde_json::from_slice(line).map_err(|fault| CatalogLineFault(fault.to_string()))?;
    let entry = entry_of(line).map_err(CatalogLineFault)?;
    fits(&entry).map_err(CatalogLineFault)?;
    needs(&entry).map_err(CatalogLineFault)?;
    Ok(entry)
}

/// Writes an entry as a line, without its line break.
pub fn write_catalog_line(entry: &CatalogEntry) -> String {
    serde_json::to_string(&line_of(entry)).expect("a line holds strings, numbers and truths alone")
}

fn entry_of(line: CatalogLine) -> Result<CatalogEntry, String> {
    let kind = match CatalogKind::from_code(&line.kind) {
        CatalogKind::Other(_) => {
            let known: Vec<_> = CatalogKind::KNOWN.iter().map(CatalogKind::code).collect();
            return Err(format!("kind: is none of {}", known.join(", ")));
        }
        known => known,
    };
    let role = line.role.as_deref().map(|code| Role::known(code).ok_or("role: is not known"));
    let audience = line.audience.as_deref().map(|code| match Audience::from_code(code) {
        Audience::Other(_) => Err("audience: is neither everybody nor staff"),
        known => Ok(known),
    });
    let since =
        line.since.as_deref().map(|day| day.parse().map_err(|_| "since: is no date such as 2026-09-23"));
    Ok(CatalogEntry {
        hours: hours(&line)?,
        branding: Branding {
            colour: parsed("colour", line.colour.as_deref(), Colour::parse)?,
            logo: logo(line.logo.as_deref())?,
        },
        guide: Guide {
            who: bilingual("who", line.who_ar, line.who_en)?,
            papers: BilingualList {
                ar: list("papers_ar", line.papers_ar)?,
                en: list("papers_en", line.papers_en)?,
            },
            body: bilingual("body", line.body_ar, line.body_en)?,
            simple: bilingual("simple", line.simple_ar, line.simple_en)?,
            belongs_to: optional("belongs_to", line.belongs_to, Code::new)?,
            verdict: line.verdict,
            since: since.transpose()?,
            audience: audience.transpose()?,
        },
        kind,
        code: named("code", Code::new(line.code))?,
        name_ar: named("name_ar", Text::new(line.name_ar))?,
        name_en: named("name_en", Text::new(line.name_en))?,
        about_ar: optional("about_ar", line.about_ar, Text::new)?,
        about_en: optional("about_en", line.about_en, Text::new)?,
        department: optional("department", line.department, Code::new)?,
        role: role.transpose()?,
        position: line.position,
        active: line.active,
        approved_by: optional("approved_by", line.approved_by, Text::new)?,
        picture: optional("picture", line.picture, Code::new)?,
    })
}

fn line_of(entry: &CatalogEntry) -> CatalogLine {
    let CatalogEntry {
        kind,
        code,
        name_ar,
        name_en,
        about_ar,
        about_en,
        department,
        role,
        position,
        active,
        approved_by,
        picture,
        guide,
        hours,
        branding,
    } = entry;
    let Guide { who, papers, body, simple, belongs_to, verdict, since, audience } = guide;
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned());
    let code_of = |code: &Option<Code>| code.as_ref().map(|code| code.as_str().to_owned());
    let texts = |texts: &[Text]| texts.iter().map(|text| text.as_str().to_owned()).collect();
    let Branding { colour, logo } = branding;
    let mut line = CatalogLine {
        kind: kind.code().to_owned(),
        code: code.as_str().to_owned(),
        name_ar: name_ar.as_str().to_owned(),
        name_en: name_en.as_str().to_owned(),
        about_ar: text(about_ar),
        about_en: text(about_en),
        department: code_of(department),
        role: role.as_ref().map(|role| role.code().to_owned()),
        position: *position,
        active: *active,
        approved_by: text(approved_by),
        picture: code_of(picture),
        belongs_to: code_of(belongs_to),
        audience: audience.as_ref().map(|audience| audience.code().to_owned()),
        verdict: *verdict,
        since: since.map(|day| day.to_string()),
        who_ar: text(&who.ar),
        who_en: text(&who.en),
        papers_ar: texts(&papers.ar),
        papers_en: texts(&papers.en),
        body_ar: text(&body.ar),
        body_en: text(&body.en),
        simple_ar: text(&simple.ar),
        simple_en: text(&simple.en),
        colour: colour.map(|colour| colour.to_string()),
        logo: logo.as_ref().map(|logo| STANDARD.encode(logo.bytes())),
        ..CatalogLine::default()
    };
    if let Some(Hours { week, ramadan, closed, pauses, ramadan_pauses }) = hours {
        let lines = |week: &Week| week.to_string().lines().map(str::to_owned).collect();
        line.hours = Some(lines(week));
        line.hours_ramadan = ramadan.as_ref().map(lines);
        line.closed = closed.iter().map(ToString::to_string).collect();
        line.pauses = pauses.iter().map(ToString::to_string).collect();
        line.pauses_ramadan = ramadan_pauses.iter().map(ToString::to_string).collect();
    }
    line
}
