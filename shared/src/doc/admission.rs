//! Why what another machine sent is refused for its structure. Nothing foreign is ever parsed as automerge: an entry is
//! decoded strictly, its change is made here, and the chain's end is compared with the signed one.

/// Why a change was refused for its structure. A fault of meaning ([`super::Meaning`]) is another thing: it is found from
/// the decoded fields and holds back read rows alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not one whole entry within the limits, in the one form that an entry has.
    #[error("form")]
    Form,
    /// The number does not follow.
    #[error("sequence")]
    Sequence,
    /// It does not build on the last change, or on changes that are not here; or the chain does not end as it was signed.
    #[error("chain")]
    Chain,
    /// The file has a beginning, and this would be another one.
    #[error("begun")]
    Begun,
    /// Its fact's id stands in this document already.
    #[error("repeated")]
    Repeated,
    /// A rating with a commit time.
    #[error("time")]
    Time,
    /// The document takes no more changes, or none of this device.
    #[error("full")]
    Full,
    /// The file is another branch's, and nothing in the change shows that its writer holds the file's key.
    #[error("foreign")]
    Foreign,
}
