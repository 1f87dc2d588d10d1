//! What stands in the fields of a line: texts, codes, ids, times, lists. Objects are declared beside their kinds.

use std::fmt;

use jiff::civil::Date;
use serde_json::Value;

use super::LineFault;
use super::fields::{FieldValue, Fields, Form};
use super::json::{Field, Object};
use crate::domain::{
    BranchId, CatalogKind, Channel, Code, Direction, FactId, InvalidText, Moment, Party, Score, Signature,
    StatedDate, Text, VISIT_SIGNATURE_POINTS_MAX, WaitingNumber, written_day, written_moment,
};
use crate::hex::{from_hex, to_hex};

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
            // 7.0 is what spreadsheets and scripts write for 7
            Field::Value(Value::Number(number)) => number.as_i64().or_else(|| whole(number.as_f64()?)),
            Field::Value(_) | Field::Object(_) => None,
        };
        number.ok_or_else(|| LineFault::of_value("is not a whole number"))
    }

    fn write(&self) -> Field {
        Field::Value(Value::from(*self))
    }
}

/// Returns a number without a fraction, where a float holds it exactly.
fn whole(number: f64) -> Option<i64> {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "it has no fraction and is below 2^53")]
    (number.fract() == 0.0 && number.abs() <= EXACT_MAX).then_some(number as i64)
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
        parsed(field, |text| written_moment(&text))
    }

    fn write(&self) -> Field {
        Field::Value(Value::String(self.as_str().to_owned()))
    }
}

impl FieldValue for Date {
    fn read(field: Field) -> Result<Self, LineFault> {
        parsed(field, |text| written_day(&text))
    }

    fn write(&self) -> Field {
        Field::Value(Value::String(self.to_string()))
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
