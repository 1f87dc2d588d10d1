//! The thread that owns the replica and the network.

pub mod command;
pub mod event;
pub mod link;
