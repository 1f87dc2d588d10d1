//! What stands in the fields of a line: texts, codes, ids, times, lists. Objects are declared beside their kinds.

use std::fmt;

use jiff::civil::Date;
use serde_json::Value;

use super::LineFault;
use super::fields::{FieldValue, Fields, Form};
use super::json::{Field, Object};
use crate::domain::{
    BranchId, CatalogKind, Channel, Code, Direction, FactId, HIJRI_YEARS, InvalidText, Moment, Party, Score,
    Signature, StatedDate, Text, VISIT_SIGNATURE_POINTS_MAX, WaitingNumber,
};
use crate::hex::{from_hex, to_hex};
use crate::locale::fold_signs;

/// Why an id was refused.
const NO_UUID: &str = "is not a UUID in hyphenated form";

impl FieldValue for String {
    fn read(field: Field) -> Result<Self, LineFault> {
        match field {
            Field::Value(Value::String(text)) => Ok(text),
            Field::Value(_) | Field::Object(_) => Err(LineFault::of_value("is not a text")),
        }
    }

    fn write(&self) -> Field {
        Field::Value(Value::String(self.clone()))
    }
}

impl FieldValue for bool {
    fn read(field: Field) -> Result<Self, LineFault> {
        match field {
            Field::Value(Value::Bool(yes)) => Ok(yes),
            Field::Value(_) | Field::Object(_) => Err(LineFault::of_value("is neither true nor false")),
        }
    }

    fn write(&self) -> Field {
        Field::Value(Value::Bool(*self))
    }
}

impl FieldValue for f64 {
    fn read(field: Field) -> Result<Self, LineFault> {
        let number = match field {
            Field::Value(Value::Number(number)) => number.as_f64(),
            Field::Value(_) | Field::Object(_) => None,
        };
        number.ok_or_else(|| LineFault::of_value("is not a number"))
    }

    fn write(&self) -> Field {
        Field::Value(Value::from(*self))
    }
}

impl FieldValue for i64 {
    fn read(field: Field) -> Result<Self, LineFault> {
        let number = match field {
            Field::Value(Value::Number(number)) => number.as_i64(),
            Field::Value(_) | Field::Object(_) => None,
        };
        number.ok_or_else(|| LineFault::of_value("is not a whole number"))
    }

    fn write(&self) -> Field {
        Field::Value(Value::from(*self))
    }
}

/// Reads a text field into a value of its own.
pub(super) fn parsed<T, E: fmt::Display>(
    field: Field,
    parse: impl FnOnce(String) -> Result<T, E>,
) -> Result<T, LineFault> {
    parse(String::read(field)?).map_err(LineFault::of_value)
}

/// Types that stand in a line as a text: how one is read, and what is written.
macro_rules! texts {
    ($($type:ty: $read:expr, $write:expr;)+) => {
        $(impl FieldValue for $type {
            fn read(field: Field) -> Result<Self, LineFault> {
                parsed(field, $read)
            }

            fn write(&self) -> Field {
                let write: fn(&Self) -> String = $write;
                Field::Value(Value::String(write(self)))
            }
        })+
    };
}
pub(super) use texts;

texts! {
    FactId: |text| Self::parse(&text).ok_or(NO_UUID), Self::to_string;
    BranchId: |text| Self::parse(&text), Self::to_string;
    StatedDate: |text| Self::parse(&text), Self::to_string;
    Text: Self::new, |text| text.as_str().to_owned();
    Code: Self::new, Self::to_string;
    CatalogKind: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    Party: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    Channel: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    Direction: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    Score: |text| known(&text, Self::known, Self::KNOWN, Self::code), Self::to_string;
    WaitingNumber: |text| Self::parse(&text).ok_or("is no number such as 305"), Self::to_string;
    Box<Signature>: signature, |signature| to_hex(&signature.to_bytes());
}

impl FieldValue for Moment {
    fn read(field: Field) -> Result<Self, LineFault> {
        parsed(field, |text| {
            gregorian(&text)?;
            Self::parse(&text).map_err(|fault| fault.to_string())
        })
    }

    fn write(&self) -> Field {
        Field::Value(Value::String(self.as_str().to_owned()))
    }
}

impl FieldValue for Date {
    fn read(field: Field) -> Result<Self, LineFault> {
        parsed(field, |text| {
            gregorian(&text)?;
            let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            plain
                .then(|| text.parse().ok())
                .flatten()
                .ok_or_else(|| "is not a date such as 2026-05-12".to_owned())
        })
    }

    fn write(&self) -> Field {
        Field::Value(Value::String(self.to_string()))
    }
}

/// Checks that a date of a file, which is a Gregorian one, does not begin with a year of the Hijra: it would be taken for a day six
/// centuries ago.
///
/// # Errors
/// What is wrong, and what to write.
pub(super) fn gregorian(text: &str) -> Result<(), String> {
    let folded = fold_signs(text);
    let year =
        folded.trim().split('-').next().filter(|year| year.len() == 4).and_then(|year| year.parse().ok());
    match year.filter(|year| HIJRI_YEARS.contains(year)) {
        None => Ok(()),
        Some(year) => Err(format!(
            "names the year {year}, which is one of the Hijra: write the Gregorian date here, such as 2026-05-12; birth and \
             id_expiry take Hijri dates, as h{year}-09-30"
        )),
    }
}

/// Reads a code of a closed list.
pub(super) fn known<T>(
    text: &str,
    read: fn(&str) -> Option<T>,
    known: &[T],
    code: fn(&T) -> &str,
) -> Result<T, String> {
    let choices = || known.iter().map(code).collect::<Vec<_>>().join(", ");
    read(text).ok_or_else(|| format!("is none of {}", choices()))
}

/// Reads hexadecimal of a signature's frozen bytes.
fn signature(text: String) -> Result<Box<Signature>, String> {
    let bytes = from_hex(&text).ok_or("is not hexadecimal")?;
    let signature = Signature::from_bytes(&bytes).map_err(|fault| fault.to_string())?;
    if signature.points() > VISIT_SIGNATURE_POINTS_MAX {
        return Err(format!("has more than {VISIT_SIGNATURE_POINTS_MAX} places"));
    }
    Ok(Box::new(signature))
}

impl FieldValue for Vec<String> {
    fn read(field: Field) -> Result<Self, LineFault> {
        let Field::Value(Value::Array(items)) = field else {
            return Err(LineFault::of_value("is not a list"));
        };
        let text = |item| match item {
            Value::String(text) => Ok(text),
            _ => Err(LineFault::of_value("has an item that is not a text")),
        };
        items.into_iter().map(text).collect()
    }

    fn write(&self) -> Field {
        Field::Value(self.iter().map(String::as_str).collect())
    }
}

/// A text that says something.
pub(super) struct Filled;

impl Form<Text> for Filled {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Text, LineFault> {
        let text: Text = fields.required(name)?;
        if text.as_str().is_empty() { Err(LineFault::new(name, InvalidText::Empty)) } else { Ok(text) }
    }

    fn write(&self, value: &Text, name: &'static str, out: &mut Object) {
        out.put(name, value.write());
    }
}

/// A list of at most so many codes.
pub(super) struct Codes {
    pub max: usize,
    pub empty: EmptyList,
}

/// What becomes of a list that is empty.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EmptyList {
    /// It is refused, and must be there.
    Refused(&'static str),
    /// It is written.
    Written,
    /// It is left out.
    LeftOut,
}

impl Form<Vec<Code>> for Codes {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Vec<Code>, LineFault> {
        let items: Vec<String> = match self.empty {
            EmptyList::Refused(_) => fields.required(name)?,
            EmptyList::Written | EmptyList::LeftOut => fields.optional(name)?.unwrap_or_default(),
        };
        if items.len() > self.max {
            return Err(LineFault::new(name, format!("has more than {} items", self.max)));
        }
        match self.empty {
            EmptyList::Refused(reason) if items.is_empty() => Err(LineFault::new(name, reason)),
            EmptyList::Refused(_) | EmptyList::Written | EmptyList::LeftOut => {
                let code = |item| Code::new(item).map_err(|e| LineFault::new(name, format!("an item {e}")));
                items.into_iter().map(code).collect()
            }
        }
    }

    fn write(&self, codes: &Vec<Code>, name: &'static str, out: &mut Object) {
        if self.empty != EmptyList::LeftOut || !codes.is_empty() {
            out.put(name, Field::Value(codes.iter().map(Code::as_str).collect()));
        }
    }
}
