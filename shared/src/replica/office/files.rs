//! The owner's full copy of beneficiary files: every current value, those that contradict each other too.

use serde::Serialize;

use super::Office;
use crate::domain::{ProfileField, Text};
use crate::replica::facts::Facts;
use crate::replica::people::open_file;
use crate::store::{StoreError, people, scope};

/// A beneficiary file as it leaves. Each field lists its current values: several contradict each other and wait for a
/// person to settle them; none means that nothing is known, or that the person was erased.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExportedFile {
    /// Always `beneficiary`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The file's id.
    pub id: String,
    /// The branches whose people it is among.
    pub branches: Vec<String>,
    /// National id or iqama number.
    pub national_id: Vec<Text>,
    /// Name.
    pub name: Vec<Text>,
    /// Mobile.
    pub mobile: Vec<Text>,
    /// Date of birth.
    pub birth: Vec<Text>,
    /// Until when the id is valid.
    pub id_expiry: Vec<Text>,
    /// Address.
    pub address: Vec<Text>,
    /// Group.
    pub group: Vec<Text>,
}

impl Office {
    /// Calls `each` for every beneficiary file, opened, in the order in which they came. The owner's full copy: made at
    /// the server's own data directory alone.
    ///
    /// # Errors
    /// [`StoreError`], or what `each` returns.
    pub fn export_files<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(ExportedFile) -> Result<(), E>,
    ) -> Result<(), E> {
        self.db.read(|tx| {
            let facts = Facts::new(tx, &self.secrets);
            for (document, file) in people::files(tx)? {
                let Some(opened) = open_file(&facts, file)? else { continue };
                let of = |field| {
                    let mut texts: Vec<Text> = Vec::new();
                    for value in opened.of(field) {
                        if !texts.contains(&value.text) {
                            texts.push(value.text.clone());
                        }
                    }
                    texts
                };
                each(ExportedFile {
                    kind: "beneficiary",
                    id: file.to_string(),
                    branches: scope::branches_of(tx, document)?,
                    national_id: of(ProfileField::NationalId),
                    name: of(ProfileField::Name),
                    mobile: of(ProfileField::Mobile),
                    birth: of(ProfileField::Birth),
                    id_expiry: of(ProfileField::IdExpiry),
                    address: of(ProfileField::Address),
                    group: of(ProfileField::Group),
                })?;
            }
            Ok(())
        })
    }
}
