//! A suggestion (مقترح): what somebody would have done otherwise. Apart from ratings and from every file; with a
//! number only where the person wants a reply.

use super::{Channel, Code, FactId, Moment, Text};

/// A suggestion as it was made (P-2, P-13). No value of it is ever joined to a beneficiary file or a rating.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// Its id on every replica.
    pub id: FactId,
    /// When it was made.
    pub at: Moment,
    /// The channel it came through.
    pub channel: Channel,
    /// The service it is about; `None` where it is about none in particular.
    pub service: Option<Code>,
    /// What is suggested; never empty. Sealed with the journal's key.
    pub text: Text,
    /// Where the person wants the reply; `None` where they want none. Sealed with the journal's key.
    pub mobile: Option<Text>,
}
