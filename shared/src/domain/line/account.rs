//! The lines of head office's accounts: who opened people's values, and the numbers that were given. They are written only.

use super::fields::FieldValue as _;
use super::json::Field;
use super::{Line, LineKind};

/// The fields of a row of the account, in their order.
const AUDIT: [&str; 7] = ["id", "at", "by", "what", "about", "purpose", "hash"];

/// The fields of a series, in their order.
const SERIES: [&str; 3] = ["name", "year", "last"];

impl Line {
    /// Makes the line of a row of the account: its number, the moment, who, what was done, to what, what for, and the row's hash.
    pub fn of_audit(id: u64, texts: [Option<String>; 6]) -> Self {
        let mut out = Self::begin(LineKind::Audit);
        out.put(AUDIT[0], Field::Value(id.into()));
        for (name, text) in AUDIT.into_iter().skip(1).zip(texts) {
            out.put(name, text.map_or(Field::Value(serde_json::Value::Null), |text| text.write()));
        }
        Self(out)
    }

    /// Makes the line of a series: its name, the year, and the last number that was given.
    pub fn of_series(name: &str, year: i64, last: u64) -> Self {
        let mut out = Self::begin(LineKind::Series);
        out.put(SERIES[0], name.to_owned().write());
        out.put(SERIES[1], year.write());
        out.put(SERIES[2], Field::Value(last.into()));
        Self(out)
    }
}

/// Returns the columns of a table of the account.
pub(super) fn audit_columns() -> Vec<String> {
    AUDIT.map(str::to_owned).to_vec()
}

/// Returns the columns of a table of series.
pub(super) fn series_columns() -> Vec<String> {
    SERIES.map(str::to_owned).to_vec()
}
