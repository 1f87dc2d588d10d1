//! The harness of the integration tests: branches, head office and a network between them, all in one process.
//!
//! Nothing here sleeps, opens a port or asks the machine for the time: clocks are set by the tests, and everything
//! random comes from one seed that each run prints and `SILA_SEED` sets.

pub mod branch;
pub mod builders;
pub mod casework;
pub mod clock;
pub mod cluster;
pub mod demo;
pub mod forger;
pub mod load;
pub mod measured;
pub mod model;
pub mod network;
pub mod office;
pub mod seed;
pub mod thief;
pub mod workload;
