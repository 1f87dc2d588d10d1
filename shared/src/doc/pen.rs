//! The pen that kinds of fact are written and read with. [`Out`] seals what is personal as it is written, [`In`] opens it as
//! it is read, so that a kind says of each of its fields only whether it stands in clear.

use jiff::civil::Date;
use uuid::Uuid;

use super::{Fields, Meaning, Scalar};
use crate::domain::{BranchId, Code, FactId, FileId, InvalidText, Moment, StatedDate, Text};

/// The fields of a fact that is being written.
#[derive(Default)]
pub(crate) struct Out {
    /// What stands in clear.
    pub clear: Fields,
    /// What is sealed as one.
    pub sealed: Fields,
}

/// A value that can be sealed: a text or bytes.
pub(crate) trait Sealable {
    /// Returns the value as it is kept.
    fn scalar(&self) -> Scalar;
}

impl Sealable for Text {
    fn scalar(&self) -> Scalar {
        Scalar::Text(self.as_str().to_owned())
    }
}

impl Sealable for StatedDate {
    fn scalar(&self) -> Scalar {
        Scalar::Text(self.to_string())
    }
}

impl Sealable for Vec<u8> {
    fn scalar(&self) -> Scalar {
        Scalar::Bytes(self.clone())
    }
}

impl Sealable for String {
    fn scalar(&self) -> Scalar {
        Scalar::Text(self.clone())
    }
}

impl Out {
    pub fn text(&mut self, field: &str, value: impl Into<String>) {
        self.clear.insert(field, Scalar::Text(value.into()));
    }

    pub fn maybe_text(&mut self, field: &str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.text(field, value);
        }
    }

    pub fn code(&mut self, field: &str, code: Option<&Code>) {
        self.maybe_text(field, code.map(Code::as_str));
    }

    /// Writes the 16 bytes of an id.
    pub fn id(&mut self, field: &str, id: Option<&[u8; 16]>) {
        if let Some(id) = id {
            self.bytes(field, id);
        }
    }

    /// Writes a list of codes, one a line; nothing for an empty one.
    pub fn codes(&mut self, field: &str, codes: &[Code]) {
        if !codes.is_empty() {
            self.text(field, codes.iter().map(Code::as_str).collect::<Vec<_>>().join("\n"));
        }
    }

    pub fn int(&mut self, field: &str, value: i64) {
        self.clear.insert(field, Scalar::Int(value));
    }

    pub fn bool(&mut self, field: &str, value: bool) {
        self.clear.insert(field, Scalar::Bool(value));
    }

    pub fn bytes(&mut self, field: &str, value: &[u8]) {
        self.clear.insert(field, Scalar::Bytes(value.to_vec()));
    }

    /// Writes a yes; a no is an absent field.
    pub fn yes(&mut self, field: &str, value: bool) {
        if value {
            self.bool(field, true);
        }
    }

    /// Seals a value where there is one.
    pub fn seal<T: Sealable>(&mut self, field: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.sealed.insert(field, value.scalar());
        }
    }
}

/// No fields.
static NONE: Fields = Fields::none();

/// The fields of a fact that is being read.
pub(crate) struct In<'a> {
    clear: &'a Fields,
    sealed: &'a Fields,
    is_erased: bool,
}

impl<'a> In<'a> {
    /// Reads fields; `sealed` is what was opened of them, `None` where the key is gone (an erased person).
    pub fn new(clear: &'a Fields, sealed: Option<&'a Fields>) -> Self {
        Self { clear, sealed: sealed.unwrap_or(&NONE), is_erased: sealed.is_none() }
    }

    /// Tells whether what was sealed can't be opened any more.
    pub fn is_erased(&self) -> bool {
        self.is_erased
    }

    /// Reads a code, an id or a time: one without the character NUL, which not every database holds.
    pub fn text(&self, field: &'static str) -> Result<Option<&'a str>, Meaning> {
        let text = text_in(self.clear, field)?;
        if text.is_some_and(|text| text.contains('\0')) { Err(Meaning::Invalid(field)) } else { Ok(text) }
    }

    pub fn required(&self, field: &'static str) -> Result<&'a str, Meaning> {
        self.text(field)?.ok_or(Meaning::Missing(field))
    }

    pub fn code(&self, field: &'static str) -> Result<Option<Code>, Meaning> {
        self.text(field)?.map(|text| valid(field, Code::new(text))).transpose()
    }

    pub fn required_code(&self, field: &'static str) -> Result<Code, Meaning> {
        self.code(field)?.ok_or(Meaning::Missing(field))
    }

    /// Reads a list of codes, one a line, at most so many.
    pub fn codes(&self, field: &'static str, max: usize) -> Result<Vec<Code>, Meaning> {
        let Some(text) = self.text(field)? else { return Ok(Vec::new()) };
        if text.split('\n').count() > max {
            return Err(Meaning::Invalid(field));
        }
        text.split('\n').map(|line| valid(field, Code::new(line))).collect()
    }

    pub fn plain(&self, field: &'static str) -> Result<Option<Text>, Meaning> {
        text_in(self.clear, field)?.map(|text| valid(field, Text::new(text))).transpose()
    }

    pub fn moment(&self, field: &'static str) -> Result<Option<Moment>, Meaning> {
        self.text(field)?.map(|text| Moment::parse(text).map_err(|_| Meaning::Invalid(field))).transpose()
    }

    pub fn fact(&self, field: &'static str) -> Result<Option<FactId>, Meaning> {
        Ok(self.id(field)?.map(FactId))
    }

    pub fn file(&self) -> Result<Option<FileId>, Meaning> {
        file_in(self.clear)
    }

    pub fn id(&self, field: &'static str) -> Result<Option<Uuid>, Meaning> {
        id_in(self.clear, field)
    }

    pub fn branch(&self, field: &'static str) -> Result<Option<BranchId>, Meaning> {
        self.text(field)?.map(|text| BranchId::parse(text).map_err(|_| Meaning::Invalid(field))).transpose()
    }

    pub fn int(&self, field: &'static str) -> Result<Option<i64>, Meaning> {
        match self.clear.get(field) {
            None => Ok(None),
            Some(Scalar::Int(number)) => Ok(Some(*number)),
            Some(Scalar::Text(_) | Scalar::Bool(_) | Scalar::Bytes(_)) => Err(Meaning::Invalid(field)),
        }
    }

    pub fn bool(&self, field: &'static str) -> Result<Option<bool>, Meaning> {
        match self.clear.get(field) {
            None => Ok(None),
            Some(Scalar::Bool(yes)) => Ok(Some(*yes)),
            Some(Scalar::Text(_) | Scalar::Int(_) | Scalar::Bytes(_)) => Err(Meaning::Invalid(field)),
        }
    }

    /// Reads a yes; an absent field is a no.
    pub fn yes(&self, field: &'static str) -> Result<bool, Meaning> {
        Ok(self.bool(field)?.unwrap_or(false))
    }

    pub fn bytes(&self, field: &'static str) -> Result<Option<&'a [u8]>, Meaning> {
        bytes_in(self.clear, field)
    }

    /// Reads a text that was sealed.
    pub fn opened(&self, field: &'static str) -> Result<Option<Text>, Meaning> {
        text_in(self.sealed, field)?.map(|text| valid(field, Text::new(text))).transpose()
    }

    /// Reads a day of the Gregorian calendar.
    pub fn day(&self, field: &'static str) -> Result<Option<Date>, Meaning> {
        let day = |text: &str| text.parse().map_err(|_: jiff::Error| Meaning::Invalid(field));
        self.text(field)?.map(day).transpose()
    }

    /// Reads a stated date.
    pub fn stated(&self, field: &'static str) -> Result<Option<StatedDate>, Meaning> {
        stated_in(self.clear, field)
    }

    /// Reads a stated date that was sealed.
    pub fn opened_date(&self, field: &'static str) -> Result<Option<StatedDate>, Meaning> {
        stated_in(self.sealed, field)
    }

    /// Reads bytes that were sealed.
    pub fn opened_bytes(&self, field: &'static str) -> Result<Option<&'a [u8]>, Meaning> {
        bytes_in(self.sealed, field)
    }
}

fn text_in<'a>(fields: &'a Fields, field: &'static str) -> Result<Option<&'a str>, Meaning> {
    match fields.get(field) {
        None => Ok(None),
        Some(Scalar::Text(text)) => Ok(Some(text)),
        Some(Scalar::Int(_) | Scalar::Bool(_) | Scalar::Bytes(_)) => Err(Meaning::Invalid(field)),
    }
}

fn stated_in(fields: &Fields, field: &'static str) -> Result<Option<StatedDate>, Meaning> {
    text_in(fields, field)?
        .map(|text| StatedDate::parse(text).map_err(|_| Meaning::Invalid(field)))
        .transpose()
}

fn bytes_in<'a>(fields: &'a Fields, field: &'static str) -> Result<Option<&'a [u8]>, Meaning> {
    match fields.get(field) {
        None => Ok(None),
        Some(Scalar::Bytes(bytes)) => Ok(Some(bytes)),
        Some(Scalar::Text(_) | Scalar::Int(_) | Scalar::Bool(_)) => Err(Meaning::Invalid(field)),
    }
}

fn id_in(fields: &Fields, field: &'static str) -> Result<Option<Uuid>, Meaning> {
    let bytes = bytes_in(fields, field)?;
    bytes.map(|bytes| Uuid::from_slice(bytes).map_err(|_| Meaning::Invalid(field))).transpose()
}

/// Returns the beneficiary file that an entry names.
///
/// # Errors
/// [`Meaning::Invalid`] where the field holds no id.
pub(crate) fn file_in(fields: &Fields) -> Result<Option<FileId>, Meaning> {
    Ok(id_in(fields, "file")?.map(FileId))
}

fn valid<T>(field: &'static str, value: Result<T, InvalidText>) -> Result<T, Meaning> {
    value.map_err(|_| Meaning::Invalid(field))
}
