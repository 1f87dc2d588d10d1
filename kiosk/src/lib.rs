//! The kiosk: an Arabic-first touch window and a command line over one replica.
//!
//! `flow` and `screens` know neither replica nor network; the `worker` thread owns both.

pub mod access;
pub mod action;
pub mod app;
pub mod board;
pub mod cli;
pub mod clock;
pub mod config;
pub mod copying;
pub mod display;
pub mod enrol;
pub mod exchange;
pub mod flow;
#[cfg(feature = "pictures")]
pub mod gallery;
pub mod guide;
pub mod link;
pub mod printing;
pub mod route;
pub mod sample;
pub mod screens;
pub mod server;
pub mod speech;
pub mod sync;
pub mod telemetry;
pub mod theme;
pub mod widgets;
pub mod window;
pub mod words;
pub mod worker;

pub use egui_bidi as text;
pub use egui_bidi::paint;
