//! Spoken prompts: what a screen says, and the voice that says it. Screens write a [`Script`]; a thread of its own speaks
//! it, by a speech program or from recorded clips, as `kiosk.toml` says, and chimes before who is called. Knows nothing of visits, and never goes through
//! a shell.

mod chime;
mod clean;
mod clips;
mod link;
mod script;
mod speaker;
#[cfg(test)]
mod tests;
mod voice;

pub use link::{SpeakerLink, SpeechCommand, SpeechEvent, SpeechLink, Utterance, speech_link};
pub use script::{SCRIPT_CHARS_MAX, Say, Script};
pub use speaker::{LONGEST_SPEECH, start};
pub use voice::Voice;
