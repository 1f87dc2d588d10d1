//! A catalog entry as a line of JSON, the form in which head office keeps and edits its catalog.

use serde::{Deserialize, Serialize};
use shared::domain::{CatalogEntry, CatalogKind, Code, InvalidText, Role, Text};

/// The fields of a line. `kind`, `code` and both names are required.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CatalogLine {
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
}

fn offered() -> bool {
    true
}

impl CatalogLine {
    /// Makes the entry of a line.
    ///
    /// # Errors
    /// `field: reason` for a value that no entry can have.
    pub(super) fn into_entry(self) -> Result<CatalogEntry, String> {
        let kind = match CatalogKind::from_code(&self.kind) {
            CatalogKind::Other(_) => {
                return Err("kind: is none of service, department, reason, branch, staff, tool, association"
                    .to_owned());
            }
            known => known,
        };
        let role = self.role.map(|code| Role::known(&code).ok_or_else(|| "role: is not known".to_owned()));
        Ok(CatalogEntry {
            kind,
            code: named("code", Code::new(self.code))?,
            name_ar: named("name_ar", Text::new(self.name_ar))?,
            name_en: named("name_en", Text::new(self.name_en))?,
            about_ar: optional("about_ar", self.about_ar, Text::new)?,
            about_en: optional("about_en", self.about_en, Text::new)?,
            department: optional("department", self.department, Code::new)?,
            role: role.transpose()?,
            position: self.position,
            active: self.active,
            approved_by: optional("approved_by", self.approved_by, Text::new)?,
        })
    }
}

fn named<T>(field: &str, value: Result<T, InvalidText>) -> Result<T, String> {
    value.map_err(|fault| format!("{field}: {fault}"))
}

fn optional<T>(
    field: &str,
    value: Option<String>,
    make: fn(String) -> Result<T, InvalidText>,
) -> Result<Option<T>, String> {
    value.map(|text| named(field, make(text))).transpose()
}

impl From<&CatalogEntry> for CatalogLine {
    fn from(entry: &CatalogEntry) -> Self {
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
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned());
        Self {
            kind: kind.code().to_owned(),
            code: code.as_str().to_owned(),
            name_ar: name_ar.as_str().to_owned(),
            name_en: name_en.as_str().to_owned(),
            about_ar: text(about_ar),
            about_en: text(about_en),
            department: department.as_ref().map(|code| code.as_str().to_owned()),
            role: role.as_ref().map(|role| role.code().to_owned()),
            position: *position,
            active: *active,
            approved_by: text(approved_by),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_survives_being_written_and_read() {
        let line = r#"{"kind":"staff","code":"staff-03","name_ar":"نورة","name_en":"Noura","role":"relations","position":3,"active":false}"#;
        let entry = serde_json::from_str::<CatalogLine>(line).unwrap().into_entry().unwrap();
        assert_eq!(serde_json::to_string(&CatalogLine::from(&entry)).unwrap(), line);
    }
}
