//! A value of a field, and why the meaning of fields is refused.

/// A value of a field.
#[derive(Clone, PartialEq, Debug)]
pub enum Scalar {
    /// A text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Bytes: a sealed value.
    Bytes(Vec<u8>),
}

/// Why a fact's meaning was refused: it stays in its document, its read rows are held back (quarantine).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Meaning {
    /// A field that must be there is not.
    #[error("missing_field {0}")]
    Missing(&'static str),
    /// A field holds what it may not.
    #[error("invalid_field {0}")]
    Invalid(&'static str),
    /// A kind of fact that this version doesn't know.
    #[error("unknown_kind")]
    UnknownKind,
    /// The fact names another branch than the device's own.
    #[error("other_branch")]
    OtherBranch,
    /// The device's mode may not write this kind of fact.
    #[error("not_allowed")]
    NotAllowed,
    /// The id stands for another record already.
    #[error("id_taken")]
    IdTaken,
    /// The person whom it names was never let work on that device under their name.
    #[error("no_pass")]
    NoPass,
    /// A sealed value's key did not come along or does not open it.
    #[error("sealed_without_key")]
    SealedWithoutKey,
}

impl Meaning {
    /// Returns the code that a stored reason begins with: what people's messages are told by.
    pub fn code_of(reason: &str) -> &str {
        reason.split(' ').next().unwrap_or(reason)
    }
}
