//! A suggestion's line.

use super::fields::{OrNull, Required, object};
use super::values::Filled;
use super::{Line, LineKind};
use crate::domain::Suggestion;

object! {
    Suggestion {
        id: Required,
        at: Required,
        channel: Required,
        service: OrNull,
        text: Filled,
        mobile: OrNull,
    }
}

impl Suggestion {
    /// Makes the line of the suggestion, of a branch's where one is named.
    pub fn to_line(&self, branch: Option<&str>) -> Line {
        Line::of(LineKind::Suggestion, self, branch.map(|branch| ("branch", branch)).as_slice())
    }
}
