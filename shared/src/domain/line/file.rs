//! The line of a beneficiary file. It is written only: a file comes of the visits of its person.

use super::fields::FieldValue as _;
use super::{Line, LineKind};
use crate::domain::{FileId, ProfileField, Text};

/// The fields of a file in the order of its line.
const FIELDS: [ProfileField; 7] = [
    ProfileField::NationalId,
    ProfileField::Name,
    ProfileField::Mobile,
    ProfileField::Birth,
    ProfileField::IdExpiry,
    ProfileField::Address,
    ProfileField::Group,
];

impl Line {
    /// Makes the line of a file. Each field lists its current values, each once: several contradict each other and wait for
    /// a person to settle them; none means that nothing is known, or that the person was erased.
    pub fn of_file<'a, T: IntoIterator<Item = &'a Text>>(
        file: FileId,
        branches: Vec<String>,
        values: impl Fn(ProfileField) -> T,
    ) -> Self {
        let mut out = Self::begin(LineKind::Beneficiary);
        out.put("id", file.to_string().write());
        out.put("branches", branches.write());
        for field in FIELDS {
            let mut texts: Vec<String> = Vec::new();
            for text in values(field) {
                if !texts.iter().any(|known| known == text.as_str()) {
                    texts.push(text.as_str().to_owned());
                }
            }
            out.put(field.code(), texts.write());
        }
        Self(out)
    }
}

pub(super) fn columns() -> Vec<String> {
    let fields = FIELDS.into_iter().map(ProfileField::code);
    ["id", "branches"].into_iter().chain(fields).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_lists_each_value_once_under_the_columns_of_its_table() {
        let names = ["نورة", "نوره", "نورة"].map(|name| Text::new(name).unwrap());
        let of = |field| match field {
            ProfileField::Name => names.iter(),
            _ => [].iter(),
        };
        let file = FileId::from_random([1; 16]);
        let line = Line::of_file(file, vec!["abha".to_owned(), "riyadh".to_owned()], of);
        assert_eq!(
            line.to_string(),
            format!(
                r#"{{"type":"beneficiary","id":"{file}","branches":["abha","riyadh"],"national_id":[],"name":["نورة","نوره"],"mobile":[],"birth":[],"id_expiry":[],"address":[],"group":[]}}"#
            )
        );
        let columns = LineKind::Beneficiary.columns();
        assert_eq!(columns.len(), 10);
        let filled = columns.iter().filter(|column| !line.texts_at(column).is_empty());
        assert_eq!(filled.collect::<Vec<_>>(), ["type", "id", "branches", "name"]);
    }
}
