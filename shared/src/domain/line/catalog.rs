//! A catalog entry as a line of JSON, the form in which head office keeps and edits its catalog.
//!
//! The names of the fields are stable: associations keep such files.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde_json::Value;

use super::fields::{Else, FieldValue, Fields, Flat, Form, LineObject as _, OrAbsent, Required, object};
use super::json::{Field, Object};
use super::values::{known, parsed, texts};
use super::{LineFault, fields_of_line};
use crate::domain::{
    Article, Asked, Audience, Bilingual, BilingualList, Branding, CatalogEntry, CatalogKind, ClosedDays,
    Code, Colour, DaySpan, Described, FOLLOW_DAYS, FOLLOW_DAYS_MAX, FollowAddress, GUIDE_LINES_MAX, Hours,
    InvalidHours, Logo, Role, Telephone, Text, Week, WrittenDateFault, written_day,
};
use crate::locale::{fold_signs, has_letter, is_blank, is_unseen, steers, turns_text};

/// Longest line: an entry of 60 KiB whose letters are all written as `\uXXXX`, six bytes for two.
pub const CATALOG_LINE_BYTES_MAX: usize = 256 * 1024;

/// Most bytes of an entry's texts and logo together: with the names of its fields it stays below the 68 KiB of a change.
const ENTRY_BYTES_MAX: usize = 60 * 1024;

/// Reads a line.
///
/// # Errors
/// [`LineFault`] for what is no JSON, for a field that is not known, for a value that no entry can have, and for an entry
/// that lacks what its kind needs.
pub fn read_catalog_line(line: &[u8]) -> Result<CatalogEntry, LineFault> {
    let mut fields = fields_of_line(line, CATALOG_LINE_BYTES_MAX)?;
    let mut entry = CatalogEntry::read_fields(&mut fields)?;
    fields.refuse_unknown()?;
    if CatalogKind::LISTED.contains(&entry.kind()) {
        entry.code = entry.code.listed();
    }
    if matches!(entry.what, Described::Staff { .. }) && !entry.simple_name.is_empty() {
        return Err(LineFault::new(SIMPLE_NAME.0, "is not a field of staff"));
    }
    if let Described::Association(Branding { follow_days, .. }) = &entry.what
        && !(0..=FOLLOW_DAYS_MAX).contains(follow_days)
    {
        return Err(LineFault::new("follow_days", format!("is not between 0 and {FOLLOW_DAYS_MAX}")));
    }
    is_seen(&entry)?;
    fits(&entry)?;
    Ok(entry)
}

/// Checks that a person sees what is written: names that say something, texts without characters that change how others are read,
/// codes without any that nobody sees.
fn is_seen(entry: &CatalogEntry) -> Result<(), LineFault> {
    let department = match &entry.what {
        Described::Service { department, .. } | Described::Staff { department, .. } => department.as_ref(),
        _ => None,
    };
    let codes = [("code", Some(&entry.code)), ("belongs_to", entry.belongs_to()), ("department", department)];
    for (field, code) in codes.into_iter().filter_map(|(field, code)| Some((field, code.map(Code::as_str)?)))
    {
        if is_blank(code) {
            return Err(LineFault::new(field, "is blank"));
        }
        if code.chars().any(is_unseen) || code.trim() != code {
            return Err(LineFault::new(
                field,
                "has invisible characters, or a space at one end: type it again",
            ));
        }
    }
    let [simple_ar, simple_en] =
        [(SIMPLE_NAME.0, &entry.simple_name.ar), (SIMPLE_NAME.1, &entry.simple_name.en)];
    let simple = [simple_ar, simple_en].into_iter().filter_map(|(field, name)| Some((field, name.as_ref()?)));
    for (field, name) in [("name_ar", &entry.name_ar), ("name_en", &entry.name_en)].into_iter().chain(simple)
    {
        let name = name.as_str();
        if is_blank(name) {
            return Err(LineFault::new(field, "is blank: a name has to be seen"));
        }
        if name.contains(|c: char| c.is_control() || turns_text(c)) {
            return Err(LineFault::new(field, format!("{STEERS}, or a line break")));
        }
        if !has_letter(name) {
            return Err(LineFault::new(
                field,
                "holds neither a letter nor a digit: a name has to be read aloud",
            ));
        }
    }
    for (field, text) in said(entry) {
        if is_blank(text.as_str()) && !text.as_str().is_empty() {
            return Err(LineFault::new(field, "is blank: write something, or leave it out"));
        }
        if text.as_str().contains(steers) {
            return Err(LineFault::new(field, STEERS));
        }
    }
    Ok(())
}

/// The texts of an entry beside its names, each with its field.
fn said(entry: &CatalogEntry) -> Vec<(&'static str, &Text)> {
    let mut lines: Vec<(&str, Option<&Text>)> = vec![
        ("about_ar", entry.about_ar.as_ref()),
        ("about_en", entry.about_en.as_ref()),
        ("approved_by", entry.approved_by.as_ref()),
    ];
    if let Described::Service { who, papers, .. } = &entry.what {
        lines.extend([("who_ar", who.ar.as_ref()), ("who_en", who.en.as_ref())]);
        lines.extend(papers.ar.iter().map(|paper| ("papers_ar", Some(paper))));
        lines.extend(papers.en.iter().map(|paper| ("papers_en", Some(paper))));
    }
    if let Some(Article { body, simple }) = entry.article() {
        lines.extend([(BODY.0, body.ar.as_ref()), (BODY.1, body.en.as_ref())]);
        lines.extend([(SIMPLE.0, simple.ar.as_ref()), (SIMPLE.1, simple.en.as_ref())]);
    }
    lines.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
}

/// Why a text is refused.
const STEERS: &str = "holds a control character, or one that turns the direction of what follows (U+202A to 202E, 2066 to 2069): \
                      write it anew";

/// Checks that a publication of the entry fits into a change.
fn fits(entry: &CatalogEntry) -> Result<(), LineFault> {
    let bytes = bytes_of(entry);
    if bytes <= ENTRY_BYTES_MAX {
        return Ok(());
    }
    let (is, most) = (bytes / 1024, ENTRY_BYTES_MAX / 1024);
    Err(LineFault::of_line(format!(
        "the texts and the logo are {is} KiB together, and {most} KiB fit: part them over several entries"
    )))
}

fn bytes_of(entry: &CatalogEntry) -> usize {
    let logo = match &entry.what {
        Described::Association(Branding { logo: Some(logo), .. }) => logo.bytes().len(),
        _ => 0,
    };
    entry.texts().concat().into_iter().map(|text| text.as_str().len()).sum::<usize>() + logo
}

/// Writes an entry as a line, without its line break.
pub fn write_catalog_line(entry: &CatalogEntry) -> String {
    let mut out = Object::default();
    out.put("kind", entry.kind().write());
    entry.write_fields(&[], &mut out);
    serde_json::to_string(&out).expect("a line holds strings, numbers and truths alone")
}

object! {
    CatalogEntry {
        code: Required,
        name_ar: Required,
        name_en: Required,
        simple_name: SIMPLE_NAME,
        about_ar: OrAbsent,
        about_en: OrAbsent,
        position: Else(0_i64),
        active: Else(true),
        approved_by: OrAbsent,
        picture: OrAbsent,
        audience: OrAbsent,
        what: OfItsKind,
    }
}

/// The fields that the kind has of its own. The kind itself is written in front of all.
struct OfItsKind;

/// Declares the fields of each kind, each with its [`Form`].
macro_rules! kinds {
    ($($kind:ident $({ $($field:ident: $form:expr),+ })? $(($value:ident: $whole:expr))?,)+) => {
        impl Form<Described> for OfItsKind {
            fn read(&self, fields: &mut Fields, _: &str) -> Result<Described, LineFault> {
                Ok(match fields.required("kind")? {
                    $(CatalogKind::$kind => Described::$kind
                        $({ $($field: $form.read(fields, stringify!($field))?),+ })?
                        $(($whole.read(fields, stringify!($value))?))?,)+
                    CatalogKind::Other(kind) => Described::Other(kind),
                })
            }

            fn write(&self, what: &Described, _: &'static str, out: &mut Object) {
                match what {
                    $(Described::$kind $({ $($field),+ })? $(($value))? => {
                        $($($form.write($field, stringify!($field), out);)+)?
                        $($whole.write($value, stringify!($value), out);)?
                    })+
                    Described::Other(_) => {}
                }
            }
        }
    };
}

kinds! {
    Service {
        department: OrAbsent,
        who: Both("who_ar", "who_en"),
        papers: Both("papers_ar", "papers_en"),
        asks: AsksFor,
        terms: OrAbsent,
        article: LongText { is_needed: false }
    },
    Department,
    Reason,
    Branch { phone: OrAbsent },
    Staff { department: OrAbsent, role: OrAbsent },
    Tool,
    Association(branding: Flat),
    Question { belongs_to: OrAbsent, article: LongText { is_needed: true } },
    Notion { belongs_to: OrAbsent, verdict: Required, article: LongText { is_needed: true } },
    Improvement { since: OrAbsent, article: LongText { is_needed: true } },
    ToolPage { belongs_to: Required, article: LongText { is_needed: true } },
    Hours(hours: WithExceptions),
    Group,
    Outcome,
    Paper { discreet: Unless(false) },
}

object! {
    Branding {
        colour: OrAbsent,
        logo: OrAbsent,
        follow_address: OrAbsent,
        follow_days: Unless(FOLLOW_DAYS),
    }
}

texts! {
    Role: |code| Self::known(&code).ok_or("is not known"), Self::to_string;
    Audience: |code| Self::known(&code).ok_or("is neither everybody nor staff"), Self::to_string;
    Colour: |text| Self::parse(&text), Self::to_string;
    FollowAddress: |text| Self::parse(&text), Self::to_string;
    Telephone: |text| Self::parse(&text), Self::to_string;
    Logo: logo, |logo| STANDARD.encode(logo.bytes());
}

/// Base64 as programs write it: with or without its padding.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads a picture in base64: in one line or in many, in either alphabet, as the address of a page's picture too.
fn logo(text: String) -> Result<Logo, String> {
    let data = text.trim().strip_prefix("data:image/png;base64,").unwrap_or(&text);
    let plain = |c: char| match c {
        '-' => '+',
        '_' => '/',
        c => c,
    };
    let data: String = data.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).map(plain).collect();
    let bytes = LENIENT.decode(data).map_err(|_| "is not base64: give what base64 -w0 logo.png prints")?;
    Logo::new(bytes).map_err(|fault| fault.to_string())
}

/// A value that is left out where it is the usual one.
struct Unless<T>(T);

impl<T: FieldValue + Clone + PartialEq> Form<T> for Unless<T> {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<T, LineFault> {
        Ok(fields.optional(name)?.unwrap_or_else(|| self.0.clone()))
    }

    fn write(&self, value: &T, name: &'static str, out: &mut Object) {
        if *value != self.0 {
            out.put(name, value.write());
        }
    }
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

/// What a self-service kiosk asks for: a list of codes.
struct AsksFor;

impl Form<Vec<Asked>> for AsksFor {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Vec<Asked>, LineFault> {
        list(fields, name, |code| known(&code, Asked::known, Asked::KNOWN, Asked::code))
    }

    fn write(&self, asks: &Vec<Asked>, name: &'static str, out: &mut Object) {
        put_list(asks.iter().map(ToString::to_string).collect(), name, out);
    }
}

/// A long text and its simple words; an entry of most kinds is nothing without it.
struct LongText {
    is_needed: bool,
}

const SIMPLE_NAME: Both = Both("simple_name_ar", "simple_name_en");
const BODY: Both = Both("body_ar", "body_en");
const SIMPLE: Both = Both("simple_ar", "simple_en");

impl Form<Article> for LongText {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Article, LineFault> {
        let article = Article { body: BODY.read(fields, name)?, simple: SIMPLE.read(fields, name)? };
        match self.is_needed && article.body.is_empty() {
            true => Err(LineFault::new(BODY.0, "is missing")),
            false => Ok(article),
        }
    }

    fn write(&self, Article { body, simple }: &Article, name: &'static str, out: &mut Object) {
        BODY.write(body, name, out);
        SIMPLE.write(simple, name, out);
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
        let lines = Vec::<String>::read(field)?;
        let plain: Vec<String> = lines.iter().map(|line| plain_hours(line)).collect();
        plain.join("\n").parse().map_err(LineFault::of_value)
    }

    fn write(&self) -> Field {
        Field::Value(self.to_string().lines().collect())
    }
}

/// Writes days and times as they are read: in plain digits and hyphens, in lower case.
fn plain_hours(text: &str) -> String {
    fold_signs(text).to_lowercase()
}

fn pause(text: String) -> Result<DaySpan, InvalidHours> {
    plain_hours(&text).trim().parse()
}

fn closed_days(text: String) -> Result<ClosedDays, String> {
    // a whole date may be written with strokes: its year is looked at before it is taken apart
    let parted = |text: &str| -> Result<ClosedDays, WrittenDateFault> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        Ok(ClosedDays { first: written_day(first)?, last: written_day(last)? })
    };
    let days = match (written_day(&text), parted(&text)) {
        (Err(hijri @ WrittenDateFault::Hijri { .. }), _)
        | (_, Err(hijri @ WrittenDateFault::Hijri { .. })) => {
            return Err(hijri.to_string());
        }
        (_, Err(WrittenDateFault::NoDate)) => return Err(InvalidHours::Date(text).to_string()),
        (_, Err(fault)) => return Err(fault.to_string()),
        (_, Ok(days)) => days,
    };
    if days.last < days.first {
        return Err("ends before it begins: give the earlier day first".to_owned());
    }
    Ok(days)
}

/// Opening hours: the week, and beside it what differs from it.
struct WithExceptions;

impl Form<Hours> for WithExceptions {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Hours, LineFault> {
        Ok(Hours {
            week: fields.required(name)?,
            ramadan: fields.optional("hours_ramadan")?,
            closed: list(fields, "closed", closed_days)?,
            pauses: list(fields, "pauses", pause)?,
            ramadan_pauses: list(fields, "pauses_ramadan", pause)?,
        })
    }

    fn write(&self, value: &Hours, name: &'static str, out: &mut Object) {
        let Hours { week, ramadan, closed, pauses, ramadan_pauses } = value;
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
