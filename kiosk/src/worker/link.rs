//! The two ends of the channel between the window and the worker thread. Neither end waits for the other.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::command::Command;
use super::event::Event;

/// The window's end: commands go out, events come in.
#[derive(Debug)]
pub struct WorkerLink {
    /// What the window asks for.
    pub commands: Sender<Command>,
    /// What the worker tells.
    pub events: Receiver<Event>,
}

/// The worker's end.
#[derive(Debug)]
pub struct WindowLink {
    /// What the window asks for.
    pub commands: Receiver<Command>,
    /// What the worker tells.
    pub events: Sender<Event>,
}

/// Makes the two ends of a new channel.
pub fn link() -> (WorkerLink, WindowLink) {
    let (commands_out, commands_in) = channel();
    let (events_out, events_in) = channel();
    let window = WorkerLink { commands: commands_out, events: events_in };
    (window, WindowLink { commands: commands_in, events: events_out })
}
