//! A catalog entry as a line of JSON, the form in which head office keeps and edits its catalog.
//!
//! The names of the fields are stable: associations keep such files.

mod checks;

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use self::checks::{fits, needs};
use super::fields::{Else, FieldValue, Fields, Flat, Form, LineObject as _, OrAbsent, Required, object};
use super::json::{Field, Object};
use super::values::{parsed, texts};
use super::{LineFault, fields_of_line};
use crate::domain::{
    Audience, Bilingual, BilingualList, Branding, CatalogEntry, ClosedDays, Colour, DaySpan, GUIDE_LINES_MAX,
    Guide, Hours, Logo, Role, Text, Week,
};

/// Longest line: an entry of 60 KiB whose letters are all written as `\uXXXX`, six bytes for two.
pub const CATALOG_LINE_BYTES_MAX: usize = 256 * 1024;

/// Reads a line.
///
/// # Errors
/// [`LineFault`] for what is no JSON, for a field that is not known, for a value that no entry can have, and for an entry
/// that lacks what its kind needs.
pub fn read_catalog_line(line: &[u8]) -> Result<CatalogEntry, LineFault> {
    let mut fields = fields_of_line(line, CATALOG_LINE_BYTES_MAX)?;
    let entry = CatalogEntry::read_fields(&mut fields)?;
    fields.refuse_unknown()?;
    fits(&entry)?;
    needs(&entry)?;
    Ok(entry)
}

/// Writes an entry as a line, without its line break.
pub fn write_catalog_line(entry: &CatalogEntry) -> String {
    let mut out = Object::default();
    entry.write_fields(&[], &mut out);
    serde_json::to_string(&out).expect("a line holds strings, numbers and truths alone")
}

object! {
    CatalogEntry {
        kind: Required,
        code: Required,
        name_ar: Required,
        name_en: Required,
        about_ar: OrAbsent,
        about_en: OrAbsent,
        department: OrAbsent,
        role: OrAbsent,
        position: Else(0_i64),
        active: Else(true),
        approved_by: OrAbsent,
        picture: OrAbsent,
        guide: Flat,
        hours: WithExceptions,
        branding: Flat,
    }
}

object! {
    Guide {
        belongs_to: OrAbsent,
        audience: OrAbsent,
        verdict: OrAbsent,
        since: OrAbsent,
        who: Both("who_ar", "who_en"),
        papers: Both("papers_ar", "papers_en"),
        body: Both("body_ar", "body_en"),
        simple: Both("simple_ar", "simple_en"),
    }
}

object! {
    Branding {
        colour: OrAbsent,
        logo: OrAbsent,
    }
}

texts! {
    Role: |code| Self::known(&code).ok_or("is not known"), Self::to_string;
    Audience: |code| Self::known(&code).ok_or("is neither everybody nor staff"), Self::to_string;
    Colour: |text| Self::parse(&text), Self::to_string;
    Logo: logo, |logo| STANDARD.encode(logo.bytes());
}

fn logo(text: String) -> Result<Logo, String> {
    let bytes = STANDARD.decode(text).map_err(|_| "is not base64")?;
    Logo::new(bytes).map_err(|fault| fault.to_string())
}

/// A text or list in two languages: a field each.
struct Both(&'static str, &'static str);

impl Form<Bilingual> for Both {
    fn read(&self, fields: &mut Fields, _: &str) -> Result<Bilingual, LineFault> {
        Ok(Bilingual { ar: fields.optional(self.0)?, en: fields.optional(self.1)? })
    }

    fn write(&self, value: &Bilingual, _: &'static str, out: &mut Object) {
        let Bilingual { ar, en } = value;
        OrAbsent.write(ar, self.0, out);
        OrAbsent.write(en, self.1, out);
    }
}

impl Form<BilingualList> for Both {
    fn read(&self, fields: &mut Fields, _: &str) -> Result<BilingualList, LineFault> {
        Ok(BilingualList { ar: list(fields, self.0, paper)?, en: list(fields, self.1, paper)? })
    }

    fn write(&self, value: &BilingualList, _: &'static str, out: &mut Object) {
        let BilingualList { ar, en } = value;
        let texts = |papers: &[Text]| papers.iter().map(|paper| paper.as_str().to_owned()).collect();
        put_list(texts(ar), self.0, out);
        put_list(texts(en), self.1, out);
    }
}

fn paper(line: String) -> Result<Text, String> {
    if line.is_empty() || line.contains(char::is_control) {
        return Err("a line is empty or holds a line break".to_owned());
    }
    Text::new(line).map_err(|fault| fault.to_string())
}

impl FieldValue for Week {
    fn read(field: Field) -> Result<Self, LineFault> {
        Vec::<String>::read(field)?.join("\n").parse().map_err(LineFault::of_value)
    }

    fn write(&self) -> Field {
        Field::Value(self.to_string().lines().collect())
    }
}

/// Opening hours: the week, and beside it what differs from it.
struct WithExceptions;

impl Form<Option<Hours>> for WithExceptions {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Option<Hours>, LineFault> {
        let week = fields.optional(name)?;
        let ramadan = fields.optional("hours_ramadan")?;
        let closed = list(fields, "closed", |days| days.parse::<ClosedDays>())?;
        let pauses = list(fields, "pauses", |span| span.parse::<DaySpan>())?;
        let ramadan_pauses = list(fields, "pauses_ramadan", |span| span.parse::<DaySpan>())?;
        match week {
            Some(week) => Ok(Some(Hours { week, ramadan, closed, pauses, ramadan_pauses })),
            None if ramadan.is_some() || !closed.is_empty() || !pauses.is_empty() => {
                Err(LineFault::new(name, "is missing beside hours_ramadan, closed or pauses"))
            }
            None => Ok(None),
        }
    }

    fn write(&self, value: &Option<Hours>, name: &'static str, out: &mut Object) {
        let Some(Hours { week, ramadan, closed, pauses, ramadan_pauses }) = value else { return };
        out.put(name, week.write());
        OrAbsent.write(ramadan, "hours_ramadan", out);
        put_list(closed.iter().map(ToString::to_string).collect(), "closed", out);
        put_list(pauses.iter().map(ToString::to_string).collect(), "pauses", out);
        put_list(ramadan_pauses.iter().map(ToString::to_string).collect(), "pauses_ramadan", out);
    }
}

/// Reads a list of short texts; absent is empty.
fn list<T, E: fmt::Display>(
    fields: &mut Fields,
    name: &str,
    item: impl Fn(String) -> Result<T, E>,
) -> Result<Vec<T>, LineFault> {
    let items: Vec<String> = fields.optional(name)?.unwrap_or_default();
    if items.len() > GUIDE_LINES_MAX {
        return Err(LineFault::new(name, format!("has more than {GUIDE_LINES_MAX} lines")));
    }
    items.into_iter().map(|text| item(text).map_err(|fault| LineFault::new(name, fault))).collect()
}

fn put_list(items: Vec<String>, name: &'static str, out: &mut Object) {
    if !items.is_empty() {
        out.put(name, items.write());
    }
}

#[cfg(test)]
mod tests;
