//! Head office's word on two files: that they are one person's, or that they are not. Both kinds say the same of them.

use super::super::Meaning;
use super::super::pen::{In, Out};
use crate::domain::{FileId, FilePair};

pub(super) fn write(files: FilePair, out: &mut Out) {
    out.id("first", Some(files.first().as_bytes()));
    out.id("second", Some(files.second().as_bytes()));
}

pub(super) fn read(input: &In<'_>) -> Result<FilePair, Meaning> {
    let first = input.id("first")?.map(FileId).ok_or(Meaning::Missing("first"))?;
    let second = input.id("second")?.map(FileId).ok_or(Meaning::Missing("second"))?;
    let files = FilePair::new(first, second).filter(|files| files.first() == first);
    files.ok_or(Meaning::Invalid("second"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Fields, Scalar};

    #[test]
    fn two_files_come_back_in_one_order_alone() {
        let [a, b] = [1, 2].map(|n| FileId::from_random([n; 16]));
        let mut out = Out::default();
        write(FilePair::new(b, a).unwrap(), &mut out);
        assert_eq!(read(&In::new(&out.clear, None)), Ok(FilePair::new(a, b).unwrap()));
        assert!(out.sealed.is_empty(), "ids alone");
        for other in [a, FileId::from_random([0; 16])] {
            out.clear.insert("second", Scalar::Bytes(other.as_bytes().to_vec()));
            assert_eq!(read(&In::new(&out.clear, None)), Err(Meaning::Invalid("second")));
        }
        assert_eq!(read(&In::new(&Fields::none(), None)), Err(Meaning::Missing("first")));
    }
}
