//! A rating's line. What leaves names its hour, never its minute.

use super::fields::{FieldValue as _, Fields, Form, OrNull, Required, object};
use super::json::Object;
use super::values::{Codes, EmptyList};
use super::{Line, LineFault, LineKind};
use crate::domain::{LIST_ITEMS_MAX, Moment, Rating};

object! {
    Rating {
        id: Required,
        at: Hour,
        service: Required,
        department: OrNull,
        channel: Required,
        provider: OrNull,
        score: Required,
        provider_score: OrNull,
        reasons: Codes { max: LIST_ITEMS_MAX, empty: EmptyList::Written },
        comment: OrNull,
    }
}

/// A moment that is written cut to its hour.
struct Hour;

impl Form<Moment> for Hour {
    fn read(&self, fields: &mut Fields, name: &str) -> Result<Moment, LineFault> {
        fields.required(name)
    }

    fn write(&self, value: &Moment, name: &'static str, out: &mut Object) {
        out.put(name, value.cut_to_hour().write());
    }
}

impl Rating {
    /// Makes the line of the rating, of a branch's where one is named.
    pub fn to_line(&self, branch: Option<&str>) -> Line {
        Line::of(LineKind::Rating, self, branch.map(|branch| ("branch", branch)).as_slice())
    }
}
