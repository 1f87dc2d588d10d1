//! Statements and values as PostgreSQL takes them.

use std::borrow::Cow;
use std::error::Error;

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::store::{StoreError, Value};

/// Writes the placeholders `?1`, `?2`, … as `$1`, `$2`, ….
pub(super) fn in_dollars(sql: &str) -> String {
    sql.replace('?', "$")
}

/// Takes a statement apart that inserts whole rows of given values; `None` for any other. The parts stand before and after
/// `VALUES (…)`. A row of the same statement that replaces one would meet itself.
pub(super) fn whole_rows(sql: &str) -> Option<(&str, &str)> {
    let at = sql.find("VALUES (")?;
    let (before, rest) = (&sql[..at], &sql[at + "VALUES (".len()..]);
    let (values, after) = rest.split_once(')')?;
    let mut places = (1..).zip(values.split(','));
    let are_all = places.all(|(place, value)| value.trim().strip_prefix('$') == Some(&place.to_string()));
    (are_all && !after.contains("DO UPDATE")).then_some((before, after))
}

/// Checks values that are to be sent, as the other engine does.
pub(super) fn bound<'v>(values: &[Value<'v>], reads: bool) -> Result<Vec<Value<'v>>, StoreError> {
    let check = |value: &Value<'v>| match value {
        Value::Unsigned(number) => match i64::try_from(*number) {
            Ok(number) => Ok(Value::Int(number)),
            Err(_) => Err(StoreError::Value("is a number beyond 63 bits")),
        },
        Value::Text(text) if text.contains('\0') => match reads {
            // no column holds it, so that nothing is found
            true => Ok(Value::Text(Cow::Owned(text.replace('\0', "\u{FFFF}")))),
            false => Err(StoreError::Value("is a text that holds the character NUL")),
        },
        value => Ok(value.clone()),
    };
    values.iter().map(check).collect()
}

/// Lends something as a parameter.
pub(super) fn as_parameter<T: ToSql + Sync>(value: &T) -> &(dyn ToSql + Sync) {
    value
}

/// Returns how a type is written in a statement.
pub(super) fn name_of(kind: &Type) -> &str {
    kind.name()
}

impl ToSql for Value<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(yes) if *kind == Type::BOOL => yes.to_sql(kind, out),
            Self::Bool(yes) => number_to_sql((*yes).into(), kind, out),
            Self::Int(number) if *kind == Type::BOOL => (*number != 0).to_sql(kind, out),
            Self::Int(number) => number_to_sql(*number, kind, out),
            Self::Unsigned(number) => number_to_sql(i64::try_from(*number)?, kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => (&**bytes).to_sql(kind, out),
            Self::Id(bytes) => bytes.as_slice().to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::BOOL, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

fn number_to_sql(
    number: i64,
    kind: &Type,
    out: &mut BytesMut,
) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
    match *kind {
        Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
        Type::INT8 => number.to_sql(kind, out),
        _ => Err(format!("a number was bound where a statement has a {kind}").into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_given_values_alone_are_inserted_together() {
        let taken_apart = |sql: &str| whole_rows(&in_dollars(sql)).map(|(a, b)| format!("{a}…{b}"));
        assert_eq!(
            taken_apart("INSERT INTO a (b, c) VALUES (?1, ?2) ON CONFLICT DO NOTHING").as_deref(),
            Some("INSERT INTO a (b, c) … ON CONFLICT DO NOTHING")
        );
        for other in [
            "INSERT INTO a (b, c) VALUES (?2, ?1)",
            "INSERT INTO a (b, c) VALUES (?1, 0)",
            "INSERT INTO a (b, c) VALUES (?1, ?2) ON CONFLICT (b) DO UPDATE SET c = excluded.c",
            "DELETE FROM a WHERE b = ?1",
        ] {
            assert_eq!(taken_apart(other), None, "{other}");
        }
    }
}
