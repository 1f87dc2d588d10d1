//! The life of a database: a random number in it and beside it. Where the two differ, one of them was copied or
//! restored, and a new life begins, so that no number in a chain is ever given twice.

use std::path::Path;

use rusqlite::Connection;

use super::secrets::{SecretsError, write_private};
use crate::doc::{Dice, random};
use crate::domain::Incarnation;
use crate::store::{StoreError, meta};

const META: &str = "incarnation";
const FILE: &str = "incarnation";

/// Returns the incarnation that the database names.
pub(crate) fn current(connection: &Connection) -> Result<Option<Incarnation>, StoreError> {
    Ok(meta::get(connection, META)?.and_then(|bytes| Incarnation::from_slice(&bytes)))
}

/// Tells whether the database and the file beside it name the same incarnation.
pub(crate) fn is_whole(connection: &Connection, dir: &Path) -> Result<bool, StoreError> {
    let beside =
        std::fs::read_to_string(dir.join(FILE)).ok().and_then(|text| Incarnation::parse(text.trim()));
    let inside = current(connection)?;
    Ok(inside.is_some() && inside == beside)
}

/// Begins a new incarnation in the database; [`write_beside`] follows once it is durable.
pub(crate) fn begin(connection: &Connection, dice: &mut Dice) -> Result<Incarnation, StoreError> {
    let incarnation = Incarnation(random(dice));
    meta::set(connection, META, incarnation.0)?;
    Ok(incarnation)
}

/// Writes the incarnation beside the database. A cut between the two only begins another one.
pub(crate) fn write_beside(dir: &Path, incarnation: Incarnation) -> Result<(), SecretsError> {
    write_private(&dir.join(FILE), &incarnation.to_string())
}
