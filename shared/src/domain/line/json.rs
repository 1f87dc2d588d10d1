//! JSON objects as a line gives them: in order, repeated keys and all. Knows nothing of visits.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

/// A JSON object that keeps its order, and its repeated keys, so that they can be refused instead of the last one winning.
#[derive(Clone, PartialEq, Default)]
pub(super) struct Object(pub Vec<(Cow<'static, str>, Field)>);

/// A field's value: an object keeps its order and its repeated keys too.
#[derive(Clone, PartialEq)]
pub(super) enum Field {
    Object(Object),
    Value(Value),
}

impl Object {
    /// Adds a field at the end.
    pub fn put(&mut self, name: &'static str, field: Field) {
        self.0.push((Cow::Borrowed(name), field));
    }

    /// Finds a value by its path: the names of the fields that lead to it, parted by dots.
    pub fn at(&self, path: &str) -> Option<&Value> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let (_, field) = self.0.iter().find(|(key, _)| key == name)?;
        match (field, rest) {
            (Field::Value(value), None) => Some(value),
            (Field::Object(object), Some(rest)) => object.at(rest),
            (Field::Value(_), Some(_)) | (Field::Object(_), None) => None,
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, field)| (name, field)))
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(object) => object.serialize(serializer),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor;
        impl<'de> Visitor<'de> for FieldVisitor {
            type Value = Field;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_str<E>(self, value: &str) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_string<E>(self, value: String) -> Result<Field, E> {
                Ok(Field::Value(value.into()))
            }
            fn visit_unit<E>(self) -> Result<Field, E> {
                Ok(Field::Value(Value::Null))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Field, A::Error> {
                Value::deserialize(SeqAccessDeserializer::new(seq)).map(Field::Value)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field, A::Error> {
                Object::deserialize(MapAccessDeserializer::new(map)).map(Field::Object)
            }
        }
        deserializer.deserialize_any(FieldVisitor)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor;
        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut entries = Vec::new();
                while let Some((name, field)) = map.next_entry::<String, Field>()? {
                    entries.push((Cow::Owned(name), field));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(ObjectVisitor)
    }
}
