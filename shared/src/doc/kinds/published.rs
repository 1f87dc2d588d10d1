//! A publication of a catalog entry. Names of staff are sealed: they are personal data.

use super::super::Meaning;
use super::super::pen::{In, Out};
use super::published_guide::{
    read_branding, read_guide, read_hours, write_branding, write_guide, write_hours,
};
use crate::domain::{CatalogEntry, CatalogKind, Code, Role, Text};

pub(super) fn write(entry: &CatalogEntry, out: &mut Out) {
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
    out.text("entry_kind", kind.code());
    out.text("code", code.as_str());
    for (field, name) in [("name_ar", name_ar), ("name_en", name_en)] {
        match kind {
            CatalogKind::Staff => out.seal(field, Some(name)),
            _ => out.text(field, name.as_str()),
        }
    }
    out.maybe_text("about_ar", about_ar.as_ref().map(Text::as_str));
    out.maybe_text("about_en", about_en.as_ref().map(Text::as_str));
    out.code("department", department.as_ref());
    out.maybe_text("role", role.as_ref().map(Role::code));
    out.int("position", *position);
    out.yes("active", *active);
    out.maybe_text("approved_by", approved_by.as_ref().map(Text::as_str));
    out.code("picture", picture.as_ref());
    write_guide(out, guide);
    if let Some(hours) = hours {
        write_hours(out, hours);
    }
    write_branding(out, branding);
}

/// Reads a publication. A member of staff whose name can't be opened any more goes by the code.
pub(super) fn read(input: &In<'_>) -> Result<CatalogEntry, Meaning> {
    let kind = CatalogKind::from_code(input.required("entry_kind")?);
    let code: Code = input.required_code("code")?;
    let name = |field: &'static str| -> Result<Text, Meaning> {
        if kind != CatalogKind::Staff {
            return input.plain(field)?.ok_or(Meaning::Missing(field));
        }
        match input.opened(field)? {
            Some(name) => Ok(name),
            None if input.is_erased() => Text::new(code.as_str()).map_err(|_| Meaning::Invalid(field)),
            None => Err(Meaning::Missing(field)),
        }
    };
    let (name_ar, name_en) = (name("name_ar")?, name("name_en")?);
    Ok(CatalogEntry {
        kind,
        name_ar,
        name_en,
        about_ar: input.plain("about_ar")?,
        about_en: input.plain("about_en")?,
        department: input.code("department")?,
        role: input.text("role")?.map(Role::from_code),
        position: input.int("position")?.unwrap_or(0),
        active: input.yes("active")?,
        approved_by: input.plain("approved_by")?,
        picture: input.code("picture")?,
        guide: read_guide(input)?,
        hours: read_hours(input)?,
        branding: read_branding(input)?,
        code,
    })
}
