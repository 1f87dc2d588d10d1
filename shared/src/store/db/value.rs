//! What goes into a statement and what comes out of a row: the same for every engine.

use std::borrow::Cow;
use std::fmt;

use jiff::civil;

use crate::domain::{
    BranchId, Channel, Code, DeviceId, DeviceMode, Direction, DraftId, FactId, FileId, KeyId, Moment, Origin,
    Party, Role, Score, UnixMillis,
};

/// A value on its way into a column or out of one.
#[derive(Clone, PartialEq)]
pub enum Value<'v> {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number without a sign. A column holds 63 bits of it: more is refused when it is bound.
    Unsigned(u64),
    /// A text without the character NUL, which not every engine holds.
    Text(Cow<'v, str>),
    /// Bytes.
    Bytes(Cow<'v, [u8]>),
    /// The 16 bytes of an id.
    Id([u8; 16]),
}

impl Value<'_> {
    /// Returns the value as its own.
    pub(super) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(yes) => Value::Bool(yes),
            Self::Int(number) => Value::Int(number),
            Self::Unsigned(number) => Value::Unsigned(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Id(bytes) => Value::Id(bytes),
        }
    }
}

/// The values of a statement, in the order of its `?1`, `?2`, ….
macro_rules! values {
    () => { [] as [$crate::store::Value<'static>; 0] };
    ($($value:expr),+ $(,)?) => { [$($crate::store::Value::from($value)),+] };
}
pub(crate) use values;

impl fmt::Debug for Value<'_> {
    /// Names the kind of value alone: what stands in it may be a person's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Bool(_) => "Bool",
            Self::Int(_) | Self::Unsigned(_) => "Number",
            Self::Text(_) => "Text",
            Self::Bytes(_) => "Bytes",
            Self::Id(_) => "Id",
        })
    }
}

/// What can be read out of a column.
pub trait FromValue: Sized {
    /// Reads a value; `None` where the column holds something else.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

impl<'v, T> From<Option<T>> for Value<'v>
where
    Value<'v>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl FromValue for Value<'static> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Some(value.into_owned())
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bool(yes) => Some(yes),
            Value::Int(number @ (0 | 1)) => Some(number == 1),
            _ => None,
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Unsigned(number)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Unsigned(number as u64)
    }
}

impl From<UnixMillis> for Value<'_> {
    fn from(millis: UnixMillis) -> Self {
        Self::Int(millis.0)
    }
}

impl FromValue for i64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }
}

impl FromValue for u64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for u32 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for UnixMillis {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'v> From<&'v String> for Value<'v> {
    fn from(text: &'v String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<Vec<u8>> for Value<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<civil::Date> for Value<'_> {
    fn from(date: civil::Date) -> Self {
        date.to_string().into()
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

impl FromValue for civil::Date {
    fn from_value(value: Value<'_>) -> Option<Self> {
        String::from_value(value)?.parse().ok()
    }
}

impl FromValue for Code {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Self::new(String::from_value(value)?).ok()
    }
}

impl FromValue for Moment {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Self::parse(&String::from_value(value)?).ok()
    }
}

impl<'v> From<&'v [u8]> for Value<'v> {
    fn from(bytes: &'v [u8]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'v> From<&'v Vec<u8>> for Value<'v> {
    fn from(bytes: &'v Vec<u8>) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl<'v, const N: usize> From<&'v [u8; N]> for Value<'v> {
    fn from(bytes: &'v [u8; N]) -> Self {
        Self::Bytes(Cow::Borrowed(bytes))
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.into_owned()),
            _ => None,
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => <[u8; N]>::try_from(&*bytes).ok(),
            _ => None,
        }
    }
}

macro_rules! ids {
    ($($id:ident),+) => {$(
        impl From<$id> for Value<'_> {
            fn from(id: $id) -> Self {
                Self::Id(*id.as_bytes())
            }
        }

        impl FromValue for $id {
            fn from_value(value: Value<'_>) -> Option<Self> {
                <[u8; 16]>::from_value(value).map(|bytes| Self(uuid::Uuid::from_bytes(bytes)))
            }
        }
    )+};
}
ids!(FactId, FileId, DeviceId, KeyId, DraftId);

macro_rules! texts {
    ($($name:ident),+) => {$(
        impl<'v> From<&'v $name> for Value<'v> {
            fn from(text: &'v $name) -> Self {
                text.as_str().into()
            }
        }
    )+};
}
texts!(BranchId, Code, Moment);

macro_rules! codes {
    ($($name:ident),+) => {$(
        impl<'v> From<&'v $name> for Value<'v> {
            fn from(value: &'v $name) -> Self {
                value.code().into()
            }
        }

        impl FromValue for $name {
            fn from_value(value: Value<'_>) -> Option<Self> {
                match value {
                    Value::Text(code) => Some(Self::from_code(&code)),
                    _ => None,
                }
            }
        }
    )+};
}
codes!(Channel, DeviceMode, Direction, Origin, Party, Role, Score);
