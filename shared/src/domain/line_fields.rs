//! The fields of one object of a record line, taken one by one; each refusal names its field and never its value.

use std::fmt;

use serde_json::Value;

use super::line_object::{Field, Object};
use super::record_line::{LineFault, missing};
use super::{Channel, Code, FactId, InvalidText, Moment, StatedDate, Text};

/// The fields of an object that nobody has taken yet.
pub(super) struct Fields {
    prefix: &'static str,
    left: Vec<(String, Field)>,
}

impl Fields {
    pub fn new(prefix: &'static str, Object(entries): Object) -> Result<Self, LineFault> {
        for (i, (key, _)) in entries.iter().enumerate() {
            if entries[..i].iter().any(|(earlier, _)| earlier == key) {
                return Err(LineFault::new(format!("{prefix}{}", shown(key)), "is given twice"));
            }
        }
        Ok(Self { prefix, left: entries })
    }

    pub fn fault(&self, field: &str, reason: impl fmt::Display) -> LineFault {
        LineFault::new(format!("{}{field}", self.prefix), reason)
    }

    /// Takes a field; null counts as absent.
    pub fn take(&mut self, field: &str) -> Option<Field> {
        let at = self.left.iter().position(|(key, _)| key == field)?;
        Some(self.left.remove(at).1).filter(|value| !matches!(value, Field::Value(Value::Null)))
    }

    pub fn string(&mut self, field: &str) -> Result<Option<String>, LineFault> {
        match self.take(field) {
            None => Ok(None),
            Some(Field::Value(Value::String(text))) => Ok(Some(text)),
            Some(_) => Err(self.fault(field, "is not a text")),
        }
    }

    pub fn required_text(&mut self, field: &str) -> Result<String, LineFault> {
        self.string(field)?.ok_or_else(|| self.fault(field, "is missing"))
    }

    pub fn id(&mut self) -> Result<FactId, LineFault> {
        let text = self.required_text("id")?;
        FactId::parse(&text).ok_or_else(|| self.fault("id", "is not a UUID in hyphenated form"))
    }

    pub fn moment(&mut self, field: &str) -> Result<Option<Moment>, LineFault> {
        let text = self.string(field)?;
        text.map(|t| Moment::parse(&t)).transpose().map_err(|e| self.fault(field, e))
    }

    pub fn text(&mut self, field: &str) -> Result<Option<Text>, LineFault> {
        let text = self.string(field)?;
        text.map(Text::new).transpose().map_err(|e| self.fault(field, e))
    }

    pub fn code(&mut self, field: &str) -> Result<Option<Code>, LineFault> {
        let text = self.string(field)?;
        text.map(Code::new).transpose().map_err(|e| self.fault(field, e))
    }

    pub fn channel(&mut self) -> Result<Channel, LineFault> {
        self.known("channel", Channel::known, Channel::KNOWN, Channel::code)?
            .ok_or_else(|| missing("channel"))
    }

    pub fn known<T>(
        &mut self,
        field: &str,
        read: fn(&str) -> Option<T>,
        known: &[T],
        code: fn(&T) -> &str,
    ) -> Result<Option<T>, LineFault> {
        let Some(text) = self.string(field)? else { return Ok(None) };
        let choices = || known.iter().map(code).collect::<Vec<_>>().join(", ");
        read(&text).map(Some).ok_or_else(|| self.fault(field, format!("is none of {}", choices())))
    }

    /// Reads a text that says something.
    pub fn filled(&mut self, field: &str) -> Result<Option<Text>, LineFault> {
        match self.text(field)? {
            Some(text) if text.as_str().is_empty() => Err(self.fault(field, InvalidText::Empty)),
            text => Ok(text),
        }
    }

    pub fn fact(&mut self, field: &str) -> Result<Option<FactId>, LineFault> {
        let Some(text) = self.string(field)? else { return Ok(None) };
        FactId::parse(&text).map(Some).ok_or_else(|| self.fault(field, "is not a UUID in hyphenated form"))
    }

    pub fn date(&mut self, field: &str) -> Result<Option<StatedDate>, LineFault> {
        let text = self.string(field)?;
        text.map(|t| StatedDate::parse(&t)).transpose().map_err(|e| self.fault(field, e))
    }

    /// Reads yes or no; absent is no.
    pub fn yes(&mut self, field: &str) -> Result<bool, LineFault> {
        match self.take(field) {
            None => Ok(false),
            Some(Field::Value(Value::Bool(yes))) => Ok(yes),
            Some(_) => Err(self.fault(field, "is neither true nor false")),
        }
    }

    pub fn number(&mut self, field: &str) -> Result<Option<f64>, LineFault> {
        match self.take(field) {
            None => Ok(None),
            Some(Field::Value(Value::Number(number))) => Ok(number.as_f64()),
            Some(_) => Err(self.fault(field, "is not a number")),
        }
    }

    /// Reads an object's fields; their refusals begin with `prefix`.
    pub fn object(&mut self, field: &str, prefix: &'static str) -> Result<Option<Fields>, LineFault> {
        match self.take(field) {
            None => Ok(None),
            Some(Field::Object(object)) => Fields::new(prefix, object).map(Some),
            Some(Field::Value(_)) => Err(self.fault(field, "is not an object")),
        }
    }

    /// Reads a list of at most `max` codes.
    pub fn codes(&mut self, field: &str, max: usize) -> Result<Option<Vec<Code>>, LineFault> {
        let items = match self.take(field) {
            None => return Ok(None),
            Some(Field::Value(Value::Array(items))) => items,
            Some(_) => return Err(self.fault(field, "is not a list")),
        };
        if items.len() > max {
            return Err(self.fault(field, format!("has more than {max} items")));
        }
        let read = |item: Value| match item {
            Value::String(text) => {
                Code::new(text).map_err(|e: InvalidText| self.fault(field, format!("an item {e}")))
            }
            _ => Err(self.fault(field, "has an item that is not a text")),
        };
        items.into_iter().map(read).collect::<Result<Vec<_>, _>>().map(Some)
    }

    pub fn refuse_unknown(&self) -> Result<(), LineFault> {
        match self.left.first() {
            None => Ok(()),
            Some((key, _)) => Err(self.fault(&shown(key), "is not a known field")),
        }
    }
}

/// A key as it may be shown on one line of an error: a few plain characters.
fn shown(key: &str) -> String {
    let plain = |c: char| if c.is_control() { '?' } else { c };
    key.chars().take(40).map(plain).collect()
}
