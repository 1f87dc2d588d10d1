//! What a device signed: one signature a push, and which leaf of it a journal's run or a file's change is.
//!
//! ```text
//! leaves = (leaf (32) ‖ row of the document (8), 0 where it was refused ‖ last change that it names (8)) × n      low bytes first
//! ```

use crate::domain::DeviceId;
use crate::store::{Damage, StoreError, Tx, values};

/// A push as its evidence is kept.
#[derive(Clone, Copy, Debug)]
pub struct NewPush<'a> {
    /// Who signed it.
    pub device: DeviceId,
    /// The digest of its body as it travelled.
    pub body: &'a [u8; 32],
    /// The root of its leaves.
    pub root: &'a [u8; 32],
    /// Its leaves, in their order.
    pub leaves: &'a [NewLeaf],
    /// The device's signature.
    pub signature: &'a [u8; 64],
}

/// Keeps a push's signature and leaves, unless they are kept already. The row's number follows from the body: the rows keep
/// no order. Returns false where another push has that number, which no chance gives: then nothing of this one can be kept.
pub fn add_push(tx: &Tx<'_>, push: &NewPush<'_>) -> Result<bool, StoreError> {
    let NewPush { device, body, root, leaves, signature } = *push;
    let id = number_of(body);
    let mut packed = Vec::with_capacity(leaves.len() * LEAF_BYTES);
    for NewLeaf { document, last, leaf } in leaves {
        packed.extend_from_slice(leaf);
        packed.extend_from_slice(&document.unwrap_or(0).to_le_bytes());
        packed.extend_from_slice(&last.to_le_bytes());
    }
    tx.put(
        "INSERT INTO push (id, device, body, root, leaves, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO NOTHING",
        values![id, device, body, root, &packed, signature],
    )?;
    let sql = "SELECT id FROM push WHERE id = ?1 AND device = ?2 AND body = ?3";
    Ok(tx.one(sql, values![id, device, body], |row| row.get::<i64>("id"))?.is_some())
}

/// Returns the number of a push's row, by the digest of its body.
pub(crate) fn number_of(body: &[u8; 32]) -> i64 {
    i64::from_be_bytes([body[0], body[1], body[2], body[3], body[4], body[5], body[6], body[7]])
}

/// Tells whether another push than this one has its number.
pub fn is_number_taken(tx: &Tx<'_>, device: DeviceId, body: &[u8; 32]) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM push WHERE id = ?1 AND NOT (device = ?2 AND body = ?3)";
    Ok(tx.one(sql, values![number_of(body), device, body], |row| row.get::<i64>("id"))?.is_some())
}

const LEAF_BYTES: usize = 32 + 8 + 8;

/// A leaf of a push: where what it names stands here. One that was refused has no place.
#[derive(Clone, Debug)]
pub struct NewLeaf {
    /// The row of the document, where it was received.
    pub document: Option<i64>,
    /// The last change that it names: a journal's number, or a file's change's row.
    pub last: u64,
    /// The leaf.
    pub leaf: [u8; 32],
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
    let sql = "SELECT id, device, body, root, signature, leaves FROM push WHERE id > ?1 ORDER BY id LIMIT ?2";
    tx.all(sql, values![after, limit], |row| {
        let packed: Vec<u8> = row.get("leaves")?;
        let (leaves, rest) = packed.as_chunks::<LEAF_BYTES>();
        let leaf = |packed: &[u8; LEAF_BYTES]| packed.first_chunk().copied();
        let leaves: Option<Vec<[u8; 32]>> = leaves.iter().map(leaf).collect();
        let leaves = leaves.filter(|_| rest.is_empty());
        let push = PushEvidence {
            device: row.get("device")?,
            body: row.get("body")?,
            root: row.get("root")?,
            signature: row.get("signature")?,
            leaves: leaves.ok_or_else(|| Damage::Row("the evidence of a push".to_owned()))?,
        };
        Ok((row.get("id")?, push))
    })
}
