//! The kiosk's screens without a window: what assistive technology is told, what touches lead to, what is left behind.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod access;
mod accessibility;
mod attract;
mod contrast;
mod exit;
mod field;
mod first_start;
mod follow;
mod geometry;
mod guide;
mod harness;
mod idle;
mod keys;
mod listen;
mod people;
mod presses;
mod printing;
mod rating;
mod receipt;
mod requests;
mod scanner;
mod scrolled;
mod settings;
mod sign;
mod staff;
mod suggestion;
mod touches;
mod tree;
mod unattended;
mod visit;
mod waiting;
