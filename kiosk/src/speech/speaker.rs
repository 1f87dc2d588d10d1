//! The thread that speaks: one program at a time, ended at once when the window asks for silence.

use std::collections::VecDeque;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::chime::Chime;
use super::link::{SpeakerLink, SpeechCommand, SpeechEvent, SpeechLink, Utterance, speech_link};
use super::voice::{Run, Voice};
use crate::config::SpeechSettings;
use crate::link::Waker;

/// Longest time that one utterance may take: a program that hangs is ended, and the idle guard goes on counting.
pub const LONGEST_SPEECH: Duration = Duration::from_secs(240);

/// How often a program that is speaking is looked after. Nothing is looked after while nothing is said.
const LOOK: Duration = Duration::from_millis(50);

/// Longest time that the chime may take: who is called is said after it, whatever became of it.
const LONGEST_CHIME: Duration = Duration::from_secs(3);

/// Starts what the settings let be heard: a voice, the chime, or both; `None` where there is neither. `wake` is called after each event.
pub fn start(settings: &SpeechSettings, wake: Waker) -> Option<SpeechLink> {
    let heard = Heard { voice: Voice::find(settings), chime: Chime::find(&settings.player) };
    if heard.voice.is_none() && heard.chime.is_none() {
        return None;
    }
    let (window, speaker) = speech_link(heard.voice.as_ref().map(Voice::languages).unwrap_or_default());
    let started =
        thread::Builder::new().name("speech".to_owned()).spawn(move || run(&heard, &speaker, &wake));
    if let Err(fault) = started {
        tracing::warn!(%fault, "speech: its thread could not be started; no button is shown");
        return None;
    }
    Some(window)
}

/// What can be heard.
pub(super) struct Heard {
    pub(super) voice: Option<Voice>,
    pub(super) chime: Option<Chime>,
}

/// Speaks until the window's end is gone.
pub(super) fn run(heard: &Heard, link: &SpeakerLink, wake: &Waker) {
    let mut speech: Option<Speech> = None;
    loop {
        let command = match speech {
            Some(_) => link.commands.recv_timeout(LOOK),
            None => link.commands.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let next = match command {
            Ok(SpeechCommand::Speak(utterance)) => Some(Some(utterance)),
            Ok(SpeechCommand::Silence) => Some(None),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                drop(speech);
                return;
            }
        };
        if let Some(next) = next {
            end(speech.take(), &link.events, wake);
            speech = next.map(|utterance| Speech::new(heard, &utterance));
        }
        match speech.as_mut().map(Speech::look) {
            None | Some(Going::On) => {}
            Some(Going::Done) => end(speech.take(), &link.events, wake),
            Some(Going::Failed) => {
                let number = speech.take().map_or(0, |speech| speech.number);
                tell(SpeechEvent::Failed(number), &link.events, wake);
            }
        }
    }
}

fn end(speech: Option<Speech>, events: &Sender<SpeechEvent>, wake: &Waker) {
    let Some(speech) = speech else { return };
    let number = speech.number;
    drop(speech);
    tell(SpeechEvent::Over(number), events, wake);
}

fn tell(event: SpeechEvent, events: &Sender<SpeechEvent>, wake: &Waker) {
    // a window that is gone needs no telling
    if events.send(event).is_ok() {
        wake();
    }
}

/// How an utterance stands.
enum Going {
    On,
    Done,
    Failed,
}

/// Time in which no voice says a letter: the fastest take some five times as long.
const LETTER: Duration = Duration::from_millis(5);

/// Fewest letters of a text whose time tells anything: a program that is started takes some time itself.
const TELLING_LETTERS: u32 = 60;

/// Tells whether a program was done with a text sooner than it could have said it: there is no sound card, or it cannot be used.
fn is_too_soon(letters: u32, took: Duration) -> bool {
    letters >= TELLING_LETTERS && took < LETTER * letters
}

/// What is being said. Dropping it ends its programs.
struct Speech {
    number: u64,
    /// The chime while it sounds: it comes first.
    chime: Option<Child>,
    runs: VecDeque<Run>,
    child: Option<Child>,
    since: Instant,
    /// Of the program that runs: the letters that it was given, and since when.
    letters: u32,
    run_since: Instant,
}

impl Speech {
    fn new(Heard { voice, chime }: &Heard, utterance: &Utterance) -> Self {
        let speaks = |voice: &&Voice| voice.languages().contains(&utterance.language);
        let runs = voice.as_ref().filter(speaks).map(|voice| voice.runs(utterance)).unwrap_or_default();
        let chime = chime.as_ref().filter(|_| utterance.script.is_chimed()).and_then(|chime| {
            let started = spawn(&chime.run());
            started
                .inspect_err(|fault| tracing::info!(%fault, "speech: the chime's player cannot be started"))
                .ok()
        });
        Self {
            number: utterance.number,
            chime,
            runs: runs.into(),
            child: None,
            since: Instant::now(),
            letters: 0,
            run_since: Instant::now(),
        }
    }

    /// Starts the next program where the one before is done; tells how it goes.
    fn look(&mut self) -> Going {
        if self.since.elapsed() > LONGEST_SPEECH {
            return Going::Done;
        }
        if let Some(chime) = &mut self.chime {
            if matches!(chime.try_wait(), Ok(None)) && self.since.elapsed() < LONGEST_CHIME {
                return Going::On;
            }
            end_program(self.chime.take());
        }
        if let Some(child) = &mut self.child {
            match child.try_wait() {
                Ok(None) => return Going::On,
                Ok(Some(status))
                    if status.success() && is_too_soon(self.letters, self.run_since.elapsed()) =>
                {
                    tracing::warn!(
                        "speech: the program ended at once; look at [speech] in kiosk.toml and at the sound card"
                    );
                    self.child = None;
                    return Going::Failed;
                }
                Ok(Some(status)) if status.success() => self.child = None,
                Ok(Some(status)) => {
                    tracing::warn!(%status, "speech: the program failed; look at [speech] in kiosk.toml");
                    self.child = None;
                    return Going::Failed;
                }
                Err(fault) => {
                    tracing::warn!(%fault, "speech: the program cannot be looked after");
                    return Going::Failed;
                }
            }
        }
        let Some(run) = self.runs.pop_front() else { return Going::Done };
        self.letters =
            run.input.as_ref().map_or(0, |text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        self.run_since = Instant::now();
        match spawn(&run) {
            Ok(child) => {
                self.child = Some(child);
                Going::On
            }
            Err(fault) => {
                tracing::warn!(%fault, "speech: the program cannot be started; look at [speech] in kiosk.toml");
                Going::Failed
            }
        }
    }
}

impl Drop for Speech {
    fn drop(&mut self) {
        end_program(self.chime.take());
        end_program(self.child.take());
    }
}

fn end_program(program: Option<Child>) {
    let Some(mut program) = program else { return };
    // one that has just ended by itself cannot be killed, and is waited for all the same
    program.kill().ok();
    if let Err(fault) = program.wait() {
        tracing::warn!(%fault, "speech: the program could not be ended");
    }
}

fn spawn(run: &Run) -> std::io::Result<Child> {
    let input = if run.input.is_some() { Stdio::piped() } else { Stdio::null() };
    let mut child = Command::new(&run.program)
        .args(&run.arguments)
        .stdin(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let (Some(text), Some(mut pipe)) = (&run.input, child.stdin.take()) {
        // the pipe holds more than the longest script; one that is closed at once shows in the program's status
        pipe.write_all(text.as_bytes()).ok();
    }
    Ok(child)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_that_took_no_time_was_not_said() {
        assert!(is_too_soon(200, Duration::from_millis(300)));
        assert!(!is_too_soon(200, Duration::from_secs(8)) && !is_too_soon(20, Duration::ZERO));
    }
}
