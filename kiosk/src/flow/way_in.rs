//! Where a visitor came from when a visit began, as it was left: the way back leads there.

use super::{GuideFlow, ReturnedFlow};

/// What was shown before a visit began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// The welcome.
    Welcome,
    /// A page of the service guide.
    Guide(Box<GuideFlow>),
    /// The receipt of an earlier visit.
    Returned(Box<ReturnedFlow>),
}
