//! A publication of a catalog entry as fields of a fact. Names of staff are sealed: they are personal data.
//!
//! The fields are frozen since format version 1 (`fixtures/v1`); newer ones are optional, and a replica that doesn't
//! know them reads the entry without them.

use super::catalog_guide::{read_branding, read_guide, read_hours, write_branding, write_guide, write_hours};
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
        picture,
        guide,
        hours,
        branding,
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
    out.maybe_text("picture", picture.as_ref().map(Code::as_str));
    write_guide(&mut out, guide);
    if let Some(hours) = hours {
        write_hours(&mut out, hours);
    }
    write_branding(&mut out, branding);
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
        picture: read.code("picture")?,
        guide: read_guide(&read)?,
        hours: read_hours(&read)?,
        branding: read_branding(&read)?,
        code,
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;
    use crate::doc::Scalar;
    use crate::domain::{Incarnation, read_catalog_line};

    const SERVICE: &str = r#"{"kind":"service","code":"support","name_ar":"الدعم","name_en":"Support","about_ar":"سطر","position":-1,"picture":"hands","who_ar":"كل مستفيد","who_en":"All","papers_ar":["الهوية","سجل الأسرة"],"body_en":"A\nB","simple_ar":"نعطيكم","audience":"staff"}"#;
    const NOTION: &str = r#"{"kind":"notion","code":"n","name_ar":"أ","name_en":"A","verdict":false,"body_ar":"ب","belongs_to":"support","since":"2026-09-01"}"#;
    const HOURS: &str = r#"{"kind":"hours","code":"everywhere","name_ar":"أ","name_en":"A","hours":["sunday-thursday 08:00-12:00 16:00-20:00"],"hours_ramadan":["sunday 21:00-01:00"],"closed":["2026-09-23","2026-05-26/2026-05-30"],"pauses":["12:00-12:30"],"pauses_ramadan":["12:10-12:40"]}"#;
    const ASSOCIATION: &str = r##"{"kind":"association","code":"association","name_ar":"أ","name_en":"A","colour":"#0d4f3c","logo":"iVBORw0KGgoAAAANSUhEUgAAABAAAAAQ"}"##;

    fn fields_of(entry: &CatalogEntry) -> (DocumentName, FactId, Fields, SealingKey) {
        let mut dice = Dice::seed_from_u64(1);
        let document = DocumentName::Catalog { epoch: Incarnation([1; 16]) };
        let key = SealingKey::generate(&mut dice);
        let id = FactId::from_random([2; 16]);
        let fields = catalog_fields(&mut dice, &document, id, entry, &key);
        (document, id, fields, key)
    }

    #[test]
    fn every_field_of_an_entry_survives_being_published() {
        for line in [SERVICE, NOTION, HOURS, ASSOCIATION] {
            let entry = read_catalog_line(line.as_bytes()).unwrap();
            let (document, id, fields, key) = fields_of(&entry);
            assert_eq!(
                read_catalog_entry(id, &fields, &document, |_| Some(key.clone())),
                Ok(entry),
                "{line}"
            );
        }
    }

    #[test]
    fn an_entry_without_the_newer_fields_is_stored_as_version_1_stored_it() {
        let line = br#"{"kind":"service","code":"support","name_ar":"a","name_en":"b"}"#;
        let (_, _, fields, _) = fields_of(&read_catalog_line(line).unwrap());
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(names, ["active", "code", "entry_kind", "kind", "name_ar", "name_en", "position"]);
    }

    #[test]
    fn an_entry_of_a_newer_program_is_kept_with_what_is_known_of_it() {
        let entry = read_catalog_line(SERVICE.as_bytes()).unwrap();
        let (document, id, mut fields, key) = fields_of(&entry);
        fields.insert("entry_kind".to_owned(), Scalar::Text("hologram".to_owned()));
        fields.insert("shimmer".to_owned(), Scalar::Int(3));
        fields.insert("audience".to_owned(), Scalar::Text("committee".to_owned()));
        let read = read_catalog_entry(id, &fields, &document, |_| Some(key.clone())).unwrap();
        assert_eq!(read.kind, CatalogKind::Other("hologram".to_owned()));
        assert_eq!((read.guide.who.clone(), read.is_for_everybody()), (entry.guide.who, false));
    }
}
