//! A national id that looks like one: what decides whose file is whose.

use std::fmt;

use super::{index_form_of_national_id, national_id_doubt};

/// A national id or iqama number that looks like one, in the form in which ids are compared: ten ASCII digits. It alone
/// decides whose file is whose; a doubtful one never does.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SureId(Box<str>);

impl SureId {
    /// Reads an id as it was given, however it is dressed; `None` for one that looks doubtful.
    pub fn parse(given: &str) -> Option<Self> {
        let is_sure = national_id_doubt(given).is_none();
        is_sure.then(|| index_form_of_national_id(given)).flatten().map(|id| Self(id.into_boxed_str()))
    }

    /// Returns the ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SureId {
    /// Shows nothing of the id: it is a person's, and debug output ends up in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SureId")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_sure_once_and_compared_in_one_form() {
        let sure = SureId::parse("1000000008");
        assert_eq!(sure.as_ref().map(SureId::as_str), Some("1000000008"));
        assert_eq!(SureId::parse(" ١٠٠٠٠٠٠٠٠٨ "), sure);
        for dice in 0..2_000 {
            assert_eq!(SureId::parse(&crate::locale::dressing::dressed("1000000008", dice)), sure);
        }
        for doubtful in ["", "none", "1000000000", "A1000000008", "100000000"] {
            assert_eq!(SureId::parse(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn an_id_does_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", SureId::parse("1000000008")), "Some(SureId)");
    }
}
