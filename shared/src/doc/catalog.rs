//! A publication of a catalog entry as fields of a fact. Names of staff are sealed: they are personal data.

use super::fields::{Reader, Writer};
use super::{Dice, DocumentName, Fields, Meaning, Sealed, SealingKey};
use crate::domain::{CatalogEntry, CatalogKind, Code, FactId, Role, Text};

/// Makes the fields of a publication.
pub fn catalog_fields(
    dice: &mut Dice,
    document: &DocumentName,
    id: FactId,
    entry: &CatalogEntry,
    key: &SealingKey,
) -> Fields {
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
    } = entry;
    let place = id.to_string();
    let mut out = Writer::default();
    out.text("kind", "catalog_entry");
    out.text("entry_kind", kind.code());
    out.text("code", code.as_str());
    for (field, name) in [("name_ar", name_ar), ("name_en", name_en)] {
        if *kind == CatalogKind::Staff {
            out.sealed(field, Some(key.seal(dice, document, &place, field, name.as_str().as_bytes())));
        } else {
            out.text(field, name.as_str());
        }
    }
    out.maybe_text("about_ar", about_ar.as_ref().map(Text::as_str));
    out.maybe_text("about_en", about_en.as_ref().map(Text::as_str));
    out.maybe_text("department", department.as_ref().map(Code::as_str));
    out.maybe_text("role", role.as_ref().map(Role::code));
    out.int("position", *position);
    out.yes("active", *active);
    out.maybe_text("approved_by", approved_by.as_ref().map(Text::as_str));
    out.0
}

/// Reads a publication. `key_of` gives the key that opens the names of staff; without it the code stands for them.
///
/// # Errors
/// [`Meaning`] with the first field at fault.
pub fn read_catalog_entry(
    id: FactId,
    fields: &Fields,
    document: &DocumentName,
    mut key_of: impl FnMut(&Sealed) -> Option<SealingKey>,
) -> Result<CatalogEntry, Meaning> {
    let read = Reader(fields);
    let kind = CatalogKind::from_code(read.required("entry_kind")?);
    let code = read.code("code")?.ok_or(Meaning::Missing("code"))?;
    let mut name = |field: &'static str| -> Result<Text, Meaning> {
        if kind != CatalogKind::Staff {
            return read.plain(field)?.ok_or(Meaning::Missing(field));
        }
        let sealed = read.sealed(field)?.ok_or(Meaning::Missing(field))?;
        let opened = key_of(&sealed).and_then(|key| key.open(document, &id.to_string(), field, &sealed).ok());
        let text = opened.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| code.to_string());
        Text::new(text).map_err(|_| Meaning::Invalid(field))
    };
    let (name_ar, name_en) = (name("name_ar")?, name("name_en")?);
    Ok(CatalogEntry {
        kind,
        name_ar,
        name_en,
        about_ar: read.plain("about_ar")?,
        about_en: read.plain("about_en")?,
        department: read.code("department")?,
        role: read.text("role")?.map(Role::from_code),
        position: read.int("position")?.unwrap_or(0),
        active: read.yes("active")?,
        approved_by: read.plain("approved_by")?,
        code,
    })
}
