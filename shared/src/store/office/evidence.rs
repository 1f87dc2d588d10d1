//! What a device signed: one signature a push, and which leaf of it a journal's run or a file's change is.

use crate::domain::DeviceId;
use crate::store::{StoreError, Tx, values};

/// A push as its evidence is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewPush<'a> {
    /// Who signed it.
    pub device: DeviceId,
    /// The digest of its body as it travelled.
    pub body: &'a [u8; 32],
    /// The root of its leaves.
    pub root: &'a [u8; 32],
    /// How many leaves it has.
    pub leaves: usize,
    /// The device's signature.
    pub signature: &'a [u8; 64],
}

/// Keeps a push's signature; returns its row id, which follows from the body: the rows keep no order. `None` for a push that
/// is kept already.
pub fn add_push(tx: &Tx<'_>, push: &NewPush<'_>) -> Result<Option<i64>, StoreError> {
    let NewPush { device, body, root, leaves, signature } = *push;
    let id = i64::from_be_bytes([body[0], body[1], body[2], body[3], body[4], body[5], body[6], body[7]]);
    tx.one(
        "INSERT INTO push (id, device, body, root, leaves, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO NOTHING RETURNING id",
        values![id, device, body, root, leaves, signature],
        |row| row.get("id"),
    )
}

/// A leaf of a push: where what it names stands here. One that was refused has no place.
#[derive(Clone, Debug)]
pub struct NewLeaf {
    /// Its place among the leaves, from 0.
    pub position: usize,
    /// The row of the document, where it was received.
    pub document: Option<i64>,
    /// The last change that it names: a journal's number, or a file's change's row.
    pub last: u64,
    /// The leaf.
    pub leaf: [u8; 32],
}

/// Keeps the leaves of a push.
pub fn add_leaves(tx: &Tx<'_>, push: i64, leaves: &[NewLeaf]) -> Result<(), StoreError> {
    tx.batch(
        "INSERT INTO push_leaf (push, position, document, last, leaf) VALUES (?1, ?2, ?3, ?4, ?5)",
        leaves.iter().map(|leaf| values![push, leaf.position, leaf.document, leaf.last, &leaf.leaf]),
    )
    .map(drop)
}

/// A push as it is kept, with its leaves in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushEvidence {
    /// Who signed it.
    pub device: DeviceId,
    /// The digest of its body.
    pub body: [u8; 32],
    /// The root of its leaves.
    pub root: [u8; 32],
    /// The device's signature.
    pub signature: [u8; 64],
    /// The leaves.
    pub leaves: Vec<[u8; 32]>,
}

/// Returns every push's evidence after a row id, in the order of the rows, which tells nothing, with its row id.
pub fn pushes_after(tx: &Tx<'_>, after: i64, limit: u64) -> Result<Vec<(i64, PushEvidence)>, StoreError> {
    let sql = "SELECT id, device, body, root, signature FROM push WHERE id > ?1 ORDER BY id LIMIT ?2";
    let mut pushes = tx.all(sql, values![after, limit], |row| {
        let push = PushEvidence {
            device: row.get("device")?,
            body: row.get("body")?,
            root: row.get("root")?,
            signature: row.get("signature")?,
            leaves: Vec::new(),
        };
        Ok((row.get::<i64>("id")?, push))
    })?;
    let leaves = "SELECT leaf FROM push_leaf WHERE push = ?1 ORDER BY position";
    for (id, push) in &mut pushes {
        push.leaves = tx.all(leaves, values![*id], |row| row.get("leaf"))?;
    }
    Ok(pushes)
}
