//! The fields of one object of a line, taken one by one, and the declaration of an object ([`object!`]) from which
//! reading, writing and a table's columns follow. Each refusal names its field and never its value.

use std::borrow::Cow;

use serde_json::Value;

use super::LineFault;
use super::json::{Field, Object};

/// The fields of an object that nobody has taken yet.
pub(super) struct Fields(Vec<(Cow<'static, str>, Field)>);

impl Fields {
    pub fn new(Object(entries): Object) -> Result<Self, LineFault> {
        for (i, (key, _)) in entries.iter().enumerate() {
            if entries[..i].iter().any(|(earlier, _)| earlier == key) {
                return Err(LineFault::new(shown(key), "is given twice"));
            }
        }
        Ok(Self(entries))
    }

    /// Takes a field; null counts as absent.
    fn take(&mut self, name: &str) -> Option<Field> {
        let at = self.0.iter().position(|(key, _)| key == name)?;
        Some(self.0.remove(at).1).filter(|field| !matches!(field, Field::Value(Value::Null)))
    }

    /// Reads a field that may be absent.
    pub fn optional<T: FieldValue>(&mut self, name: &str) -> Result<Option<T>, LineFault> {
        self.take(name).map(T::read).transpose().map_err(|fault| fault.within(name))
    }

    /// Reads a field that must be there.
    pub fn required<T: FieldValue>(&mut self, name: &str) -> Result<T, LineFault> {
        self.optional(name)?.ok_or_else(|| LineFault::new(name, "is missing"))
    }

    pub fn refuse_unknown(&self) -> Result<(), LineFault> {
        match self.0.first() {
            None => Ok(()),
            Some((key, _)) => Err(LineFault::new(shown(key), "is not a known field")),
        }
    }
}

/// A key as it may be shown on one line of an error: a few plain characters.
fn shown(key: &str) -> String {
    let plain = |c: char| if c.is_control() { '?' } else { c };
    key.chars().take(40).map(plain).collect()
}

/// What stands in a field of a line.
pub(super) trait FieldValue: Sized {
    /// Reads what is not null. A fault of the value itself has no field; [`Fields`] gives it its name.
    fn read(field: Field) -> Result<Self, LineFault>;

    fn write(&self) -> Field;

    /// The columns of a table that it fills, where its own path is `path`.
    fn columns(path: &str) -> Vec<String> {
        vec![path.to_owned()]
    }
}

/// A field that the fact tells of a record: where and by whom it was recorded. It is written among the record's own.
pub(super) type Beside<'a> = (&'static str, &'a str);

/// An object of a line, declared by [`object!`].
pub(super) trait LineObject: Sized {
    fn read_fields(fields: &mut Fields) -> Result<Self, LineFault>;

    /// Writes the fields; `beside` are those of the fact that holds a record, which have their place among its own.
    fn write_fields(&self, beside: &[Beside<'_>], out: &mut Object);

    /// The columns of a table, each path after `prefix`.
    fn columns_after(prefix: &str, beside: &[&str]) -> Vec<String>;
}

impl<T: LineObject> FieldValue for T {
    fn read(field: Field) -> Result<Self, LineFault> {
        let Field::Object(object) = field else { return Err(LineFault::of_value("is not an object")) };
        let mut fields = Fields::new(object)?;
        let read = T::read_fields(&mut fields)?;
        fields.refuse_unknown()?;
        Ok(read)
    }

    fn write(&self) -> Field {
        let mut out = Object::default();
        self.write_fields(&[], &mut out);
        Field::Object(out)
    }

    fn columns(path: &str) -> Vec<String> {
        T::columns_after(&format!("{path}."), &[])
    }
}

/// How a field stands in its object: whether it must be there, and what is written where it says nothing.
pub(super) trait Form<T> {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<T, LineFault>;
    fn write(&self, value: &T, name: &'static str, out: &mut Object);

    /// The columns of a table that it fills.
    fn columns(&self, path: &str) -> Vec<String> {
        vec![path.to_owned()]
    }
}

/// Always there.
pub(super) struct Required;

impl<T: FieldValue> Form<T> for Required {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<T, LineFault> {
        fields.required(name)
    }

    fn write(&self, value: &T, name: &'static str, out: &mut Object) {
        out.put(name, value.write());
    }

    fn columns(&self, path: &str) -> Vec<String> {
        T::columns(path)
    }
}

/// Null where it says nothing.
pub(super) struct OrNull;

impl<T: FieldValue> Form<Option<T>> for OrNull {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Option<T>, LineFault> {
        fields.optional(name)
    }

    fn write(&self, value: &Option<T>, name: &'static str, out: &mut Object) {
        out.put(name, value.as_ref().map_or(Field::Value(Value::Null), T::write));
    }

    fn columns(&self, path: &str) -> Vec<String> {
        T::columns(path)
    }
}

/// Written only where it says something.
pub(super) struct OrAbsent;

impl<T: FieldValue> Form<Option<T>> for OrAbsent {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Option<T>, LineFault> {
        fields.optional(name)
    }

    fn write(&self, value: &Option<T>, name: &'static str, out: &mut Object) {
        if let Some(value) = value {
            out.put(name, value.write());
        }
    }

    fn columns(&self, path: &str) -> Vec<String> {
        T::columns(path)
    }
}

/// Yes or no, written only where it is yes.
pub(super) struct IfTrue;

impl Form<bool> for IfTrue {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<bool, LineFault> {
        Ok(fields.optional(name)?.unwrap_or(false))
    }

    fn write(&self, value: &bool, name: &'static str, out: &mut Object) {
        if *value {
            out.put(name, value.write());
        }
    }
}

/// Always written; means this where it is absent.
pub(super) struct Else<T>(pub T);

impl<T: FieldValue + Clone> Form<T> for Else<T> {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<T, LineFault> {
        Ok(fields.optional(name)?.unwrap_or_else(|| self.0.clone()))
    }

    fn write(&self, value: &T, name: &'static str, out: &mut Object) {
        out.put(name, value.write());
    }
}

/// The fields of an object that stand in the outer one.
pub(super) struct Flat;

impl<T: LineObject> Form<T> for Flat {
    fn read(&self, fields: &mut Fields, _: &str) -> Result<T, LineFault> {
        T::read_fields(fields)
    }

    fn write(&self, value: &T, _: &'static str, out: &mut Object) {
        value.write_fields(&[], out);
    }

    fn columns(&self, path: &str) -> Vec<String> {
        let outer = path.rfind('.').map_or(0, |at| at + 1);
        T::columns_after(&path[..outer], &[])
    }
}

/// The columns of a field whose type `_get` tells.
pub(super) fn columns_of<S, T>(form: &impl Form<T>, _get: fn(&S) -> &T, path: &str) -> Vec<String> {
    form.columns(path)
}

/// Declares a type as an object of a line: its fields in their order, each with its [`Form`]. What follows the `;` is written
/// behind what the fact tells. `but` gives the value of a field that is in no line. A field that the type has and the declaration
/// lacks fails to build.
macro_rules! object {
    (
        $type:ident {
            $($field:ident: $form:expr),+ $(,)?
            $(; $($later:ident: $later_form:expr),+ $(,)?)?
        }
        $(but $apart:ident: $value:expr)?
    ) => {
        impl $crate::domain::line::fields::LineObject for $type {
            fn read_fields(
                fields: &mut $crate::domain::line::fields::Fields,
            ) -> Result<Self, $crate::domain::LineFault> {
                use $crate::domain::line::fields::Form as _;
                Ok(Self {
                    $($field: $form.read(fields, stringify!($field))?,)+
                    $($($later: $later_form.read(fields, stringify!($later))?,)+)?
                    $($apart: $value,)?
                })
            }

            fn write_fields(
                &self,
                beside: &[$crate::domain::line::fields::Beside<'_>],
                out: &mut $crate::domain::line::json::Object,
            ) {
                use $crate::domain::line::fields::{FieldValue as _, Form as _};
                let Self { $($field,)+ $($($later,)+)? $($apart: _,)? } = self;
                $($form.write($field, stringify!($field), out);)+
                for (name, text) in beside {
                    out.put(name, (*text).to_owned().write());
                }
                $($($later_form.write($later, stringify!($later), out);)+)?
            }

            fn columns_after(prefix: &str, beside: &[&str]) -> Vec<String> {
                use $crate::domain::line::fields::columns_of;
                let path = |name: &str| format!("{prefix}{name}");
                let mut columns = Vec::new();
                $(columns.extend(columns_of(&$form, |it: &Self| &it.$field, &path(stringify!($field))));)+
                columns.extend(beside.iter().map(|name| path(name)));
                $($(
                    columns.extend(columns_of(&$later_form, |it: &Self| &it.$later, &path(stringify!($later))));
                )+)?
                columns
            }
        }
    };
}
pub(super) use object;
