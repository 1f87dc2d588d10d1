//! Two beneficiary files, of which somebody says whether they are one person's.

use super::FileId;

/// Two beneficiary files, in the order of their ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FilePair {
    first: FileId,
    second: FileId,
}

impl FilePair {
    /// Pairs two files; `None` for a file and itself.
    pub fn new(one: FileId, other: FileId) -> Option<Self> {
        (one != other).then(|| Self { first: one.min(other), second: one.max(other) })
    }

    /// Returns the file with the smaller id.
    pub fn first(self) -> FileId {
        self.first
    }

    /// Returns the other one.
    pub fn second(self) -> FileId {
        self.second
    }

    /// Returns the file beside one of the two; `None` where it is neither.
    pub fn beside(self, file: FileId) -> Option<FileId> {
        if file == self.first { Some(self.second) } else { (file == self.second).then_some(self.first) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_the_same_whichever_file_comes_first() {
        let [a, b, c] = [1, 2, 3].map(|n| FileId::from_random([n; 16]));
        let pair = FilePair::new(b, a).unwrap();
        assert_eq!(FilePair::new(a, b), Some(pair));
        assert_eq!((pair.first(), pair.second()), (a, b));
        assert_eq!([a, b, c].map(|file| pair.beside(file)), [Some(b), Some(a), None]);
        assert_eq!(FilePair::new(a, a), None);
    }
}
