//! The fields of one fact: a flat map of scalars, and reading them with a reason when their meaning is refused.

use std::collections::BTreeMap;

use automerge::ScalarValue;

use crate::domain::{Code, FactId, FileId, Moment, Text};

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

/// The fields of a fact, by name.
pub type Fields = BTreeMap<String, Scalar>;

impl From<&Scalar> for ScalarValue {
    fn from(scalar: &Scalar) -> Self {
        match scalar {
            Scalar::Text(text) => Self::Str(text.as_str().into()),
            Scalar::Int(number) => Self::Int(*number),
            Scalar::Bool(yes) => Self::Boolean(*yes),
            Scalar::Bytes(bytes) => Self::Bytes(bytes.clone()),
        }
    }
}

impl Scalar {
    /// Reads a stored value; `None` for the kinds of value that no fact holds (counters, floats, null …).
    pub(crate) fn from_automerge(value: &ScalarValue) -> Option<Self> {
        match value {
            ScalarValue::Str(text) => Some(Self::Text(text.to_string())),
            ScalarValue::Int(number) => Some(Self::Int(*number)),
            ScalarValue::Boolean(yes) => Some(Self::Bool(*yes)),
            ScalarValue::Bytes(bytes) => Some(Self::Bytes(bytes.clone())),
            ScalarValue::Uint(_)
            | ScalarValue::F64(_)
            | ScalarValue::Counter(_)
            | ScalarValue::Timestamp(_)
            | ScalarValue::Unknown { .. }
            | ScalarValue::Null => None,
        }
    }
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

/// Reads typed values out of fields.
pub(crate) struct Reader<'a>(pub &'a Fields);

impl<'a> Reader<'a> {
    pub fn text(&self, field: &'static str) -> Result<Option<&'a str>, Meaning> {
        match self.0.get(field) {
            None => Ok(None),
            Some(Scalar::Text(text)) => Ok(Some(text)),
            Some(_) => Err(Meaning::Invalid(field)),
        }
    }

    pub fn required(&self, field: &'static str) -> Result<&'a str, Meaning> {
        self.text(field)?.ok_or(Meaning::Missing(field))
    }

    pub fn code(&self, field: &'static str) -> Result<Option<Code>, Meaning> {
        self.text(field)?.map(|t| Code::new(t).map_err(|_| Meaning::Invalid(field))).transpose()
    }

    /// Reads a list of codes, one a line.
    pub fn codes(&self, field: &'static str) -> Result<Vec<Code>, Meaning> {
        let Some(text) = self.text(field)? else { return Ok(Vec::new()) };
        text.split('\n').map(|t| Code::new(t).map_err(|_| Meaning::Invalid(field))).collect()
    }

    pub fn moment(&self, field: &'static str) -> Result<Option<Moment>, Meaning> {
        self.text(field)?.map(|t| Moment::parse(t).map_err(|_| Meaning::Invalid(field))).transpose()
    }

    pub fn plain(&self, field: &'static str) -> Result<Option<Text>, Meaning> {
        self.text(field)?.map(|t| Text::new(t).map_err(|_| Meaning::Invalid(field))).transpose()
    }

    pub fn fact(&self, field: &'static str) -> Result<Option<FactId>, Meaning> {
        self.text(field)?.map(|t| FactId::parse(t).ok_or(Meaning::Invalid(field))).transpose()
    }

    pub fn file(&self, field: &'static str) -> Result<Option<FileId>, Meaning> {
        self.text(field)?.map(|t| FileId::parse(t).ok_or(Meaning::Invalid(field))).transpose()
    }

    pub fn int(&self, field: &'static str) -> Result<Option<i64>, Meaning> {
        match self.0.get(field) {
            None => Ok(None),
            Some(Scalar::Int(number)) => Ok(Some(*number)),
            Some(_) => Err(Meaning::Invalid(field)),
        }
    }

    /// Reads a yes; an absent field is a no.
    pub fn yes(&self, field: &'static str) -> Result<bool, Meaning> {
        match self.0.get(field) {
            None => Ok(false),
            Some(Scalar::Bool(yes)) => Ok(*yes),
            Some(_) => Err(Meaning::Invalid(field)),
        }
    }

    pub fn sealed(&self, field: &'static str) -> Result<Option<super::Sealed>, Meaning> {
        match self.0.get(field) {
            None => Ok(None),
            Some(Scalar::Bytes(bytes)) => {
                super::Sealed::parse(bytes).map(Some).ok_or(Meaning::Invalid(field))
            }
            Some(_) => Err(Meaning::Invalid(field)),
        }
    }
}

/// Collects fields, leaving out what is absent.
#[derive(Default)]
pub(crate) struct Writer(pub Fields);

impl Writer {
    pub fn text(&mut self, field: &str, value: impl Into<String>) {
        self.0.insert(field.to_owned(), Scalar::Text(value.into()));
    }

    pub fn maybe_text(&mut self, field: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.text(field, value);
        }
    }

    pub fn codes(&mut self, field: &str, codes: &[Code]) {
        if !codes.is_empty() {
            self.text(field, codes.iter().map(Code::as_str).collect::<Vec<_>>().join("\n"));
        }
    }

    pub fn int(&mut self, field: &str, value: i64) {
        self.0.insert(field.to_owned(), Scalar::Int(value));
    }

    pub fn yes(&mut self, field: &str, value: bool) {
        if value {
            self.0.insert(field.to_owned(), Scalar::Bool(true));
        }
    }

    pub fn sealed(&mut self, field: &str, value: Option<super::Sealed>) {
        if let Some(value) = value {
            self.0.insert(field.to_owned(), Scalar::Bytes(value.into_bytes()));
        }
    }
}
