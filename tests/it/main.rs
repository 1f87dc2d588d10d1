//! Branches, head office and the network between them, told as stories. One binary: it links once.
#![expect(clippy::unwrap_used, reason = "a test that can't unwrap has failed")]

mod bad_input;
mod by_whom;
mod convergence;
mod copies;
mod damage;
mod device_verify;
mod first_pull;
mod fork;
mod formats;
mod fuzz;
mod http;
mod joining;
mod limits;
mod locked;
mod neighbours;
mod packing;
mod people;
mod people_convergence;
mod plans;
mod quarantine;
mod ratings_privacy;
mod rebuild;
mod receipts;
mod record_kill;
mod rescue;
mod restored_server;
mod sealing;
mod shared_people;
mod society;
mod suggestions;
mod thirty_days;
mod tidy;
mod visits;
mod waiting;
