//! Branches, head office and the network between them, told as stories. One binary: it links once.
#![expect(clippy::unwrap_used, reason = "a test that can't unwrap has failed")]

mod admission_fuzz;
mod convergence;
mod fork;
mod fuzz;
mod restored_server;
mod society;
