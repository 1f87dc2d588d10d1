//! The two ends between the window and its voice.

use std::sync::mpsc::{Receiver, Sender, channel};

use shared::locale::Language;

use super::script::Script;

/// A script to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Tells it from those before and after it.
    pub number: u64,
    /// The language that it is in.
    pub language: Language,
    /// What is said.
    pub script: Script,
}

/// What the window asks of the voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeechCommand {
    /// Says this, and nothing of what was being said.
    Speak(Box<Utterance>),
    /// Falls silent at once.
    Silence,
}

/// What the voice tells the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeechEvent {
    /// The utterance of this number is over: said, or cut short.
    Over(u64),
    /// The utterance of this number could not be said.
    Failed(u64),
}

/// The window's end. Dropping it ends the voice.
#[derive(Debug)]
pub struct SpeechLink {
    /// To the voice.
    pub commands: Sender<SpeechCommand>,
    /// From the voice.
    pub events: Receiver<SpeechEvent>,
    /// The languages that it can speak.
    pub languages: Vec<Language>,
}

/// The voice's end.
#[derive(Debug)]
pub struct SpeakerLink {
    /// From the window.
    pub commands: Receiver<SpeechCommand>,
    /// To the window.
    pub events: Sender<SpeechEvent>,
}

/// Makes both ends of a voice that speaks `languages`.
pub fn speech_link(languages: Vec<Language>) -> (SpeechLink, SpeakerLink) {
    let (to_speaker, commands) = channel();
    let (to_window, events) = channel();
    (SpeechLink { commands: to_speaker, events, languages }, SpeakerLink { commands, events: to_window })
}
