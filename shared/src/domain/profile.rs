//! The fields of a beneficiary file's profile (ملف المستفيد): what people correct.

/// A field of the profile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ProfileField {
    /// National id or iqama number (رقم الهوية أو الإقامة).
    NationalId,
    /// Full name (الاسم).
    Name,
    /// Mobile number (رقم الجوال).
    Mobile,
    /// Date of birth (تاريخ الميلاد), in the form of [`super::StatedDate`].
    Birth,
    /// Until when the id is valid (تاريخ انتهاء الهوية), likewise.
    IdExpiry,
    /// Where they live (العنوان).
    Address,
    /// The group whose needs are counted (الفئة), a code.
    Group,
}

impl ProfileField {
    /// Every field, in the order in which people read them.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::NationalId, Self::Mobile, Self::Birth, Self::IdExpiry, Self::Address, Self::Group];

    /// Reads a stored code; `None` for a field that this version doesn't know.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// Returns the stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NationalId => "national_id",
            Self::Name => "name",
            Self::Mobile => "mobile",
            Self::Birth => "birth",
            Self::IdExpiry => "id_expiry",
            Self::Address => "address",
            Self::Group => "group",
        }
    }
}
