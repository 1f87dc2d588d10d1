//! Head office's word on a beneficiary file: which of its changes count for nothing.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::doc::FILE_CHANGES_MAX;

/// Bytes of a change's hash.
const HASH_BYTES: usize = 32;

pub(super) fn write(changes: &[[u8; HASH_BYTES]], out: &mut Out) {
    out.bytes("changes", &changes.concat());
}

pub(super) fn read(input: &In<'_>) -> Result<Vec<[u8; HASH_BYTES]>, Meaning> {
    let bytes = input.bytes("changes")?.ok_or(Meaning::Missing("changes"))?;
    let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
    if !rest.is_empty() || hashes.len() > FILE_CHANGES_MAX {
        return Err(Meaning::Invalid("changes"));
    }
    Ok(hashes.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Fields, Scalar};

    #[test]
    fn hashes_come_back_whole_and_no_more_than_a_file_has_changes() {
        for changes in [vec![], vec![[1; 32], [2; 32]]] {
            let mut out = Out::default();
            write(&changes, &mut out);
            assert_eq!(read(&In::new(&out.clear, None)), Ok(changes));
            assert!(out.sealed.is_empty(), "hashes alone");
        }
        for wrong in [vec![1; 33], vec![1; 32 * (FILE_CHANGES_MAX + 1)]] {
            let mut fields = Fields::none();
            fields.insert("changes", Scalar::Bytes(wrong));
            assert_eq!(read(&In::new(&fields, None)), Err(Meaning::Invalid("changes")));
        }
        assert_eq!(read(&In::new(&Fields::none(), None)), Err(Meaning::Missing("changes")));
    }
}
