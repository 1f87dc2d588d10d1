//! The app's voice: what it says when a visitor wants to listen, and when it falls silent.

use egui::Context;

use super::KioskApp;
use crate::route::WhenLeft;
use crate::screens::{IdleData, script_of};
use crate::speech::{Script, SpeechCommand, SpeechEvent, SpeechLink, Utterance};

/// What is being said, and for what.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// A screen: silent as soon as it shows something else.
    Screen(Script),
    /// The idle guard's question: silent as soon as somebody answers.
    Idle,
    /// A call to those who wait: said to its end.
    Call,
}

/// The window's end of the voice, and what it is saying.
#[derive(Debug, Default)]
pub(super) struct Speaking {
    link: Option<SpeechLink>,
    number: u64,
    said: Option<Said>,
    /// Whether the visitor listened to a screen: then the idle guard asks aloud too.
    listens: bool,
    asked_aloud: bool,
}

impl KioskApp {
    /// Gives the app a voice; `None` leaves it without one, and its screens without a button for it.
    #[must_use]
    pub fn with_voice(mut self, link: Option<SpeechLink>) -> Self {
        self.speaking.link = link;
        self
    }

    /// Whether the screen is being read out; `None` where no voice speaks this language.
    pub(super) fn listening(&self) -> Option<bool> {
        let speaks = self.speaking.link.as_ref()?.languages.contains(&self.language);
        speaks.then_some(matches!(self.speaking.said, Some(Said::Screen(_) | Said::Idle)))
    }

    /// Says something to everybody near the kiosk, such as who is called; once, in the language being shown. Without a
    /// voice for it nothing happens.
    pub fn announce(&mut self, script: Script) {
        if self.listening().is_some() {
            self.speak(script, Said::Call);
        }
    }

    pub(super) fn toggle_listening(&mut self) {
        if self.listening() == Some(true) {
            self.silence();
            return;
        }
        let Some(script) = script_of(&self.view(), &self.route) else { return };
        self.speaking.listens = true;
        self.speak(script.clone(), Said::Screen(script));
    }

    /// Takes in what is over, falls silent where the screen changed, asks the idle question of those who listen.
    pub(super) fn watch_speech(&mut self, ctx: &Context) {
        self.take_speech_events();
        let stays = match &self.speaking.said {
            None | Some(Said::Call) => true,
            Some(Said::Screen(script)) => {
                self.asking.is_none() && script_of(&self.view(), &self.route).as_ref() == Some(script)
            }
            Some(Said::Idle) => self.asking.is_some(),
        };
        if !stays {
            self.silence();
        }
        match self.asking {
            Some(seconds) if self.speaking.listens && !self.speaking.asked_aloud => {
                let WhenLeft::Asked(held) = self.route.when_left() else { return };
                let script = IdleData::new(&self.view(), seconds, held).script();
                self.speaking.asked_aloud = true;
                self.speak(script, Said::Idle);
                ctx.request_repaint();
            }
            Some(_) => {}
            None => self.speaking.asked_aloud = false,
        }
    }

    /// Whoever listens is present, though nothing is touched.
    pub(super) fn is_read_to(&self) -> bool {
        matches!(self.speaking.said, Some(Said::Screen(_)))
    }

    /// Falls silent, and forgets that somebody listened.
    pub(super) fn forget_listener(&mut self) {
        self.silence();
        self.speaking.listens = false;
        self.speaking.asked_aloud = false;
    }

    fn speak(&mut self, script: Script, said: Said) {
        let speaking = &mut self.speaking;
        let Some(link) = &speaking.link else { return };
        speaking.number += 1;
        let utterance = Utterance { number: speaking.number, language: self.language, script };
        if link.commands.send(SpeechCommand::Speak(Box::new(utterance))).is_ok() {
            speaking.said = Some(said);
        } else {
            tracing::warn!("the voice is gone; its button is shown no more");
            speaking.link = None;
        }
    }

    fn silence(&mut self) {
        if self.speaking.said.take().is_some()
            && let Some(link) = &self.speaking.link
        {
            // a voice that is gone is silent
            link.commands.send(SpeechCommand::Silence).ok();
        }
    }

    fn take_speech_events(&mut self) {
        let Some(link) = &self.speaking.link else { return };
        for SpeechEvent::Over(number) in link.events.try_iter() {
            if number == self.speaking.number {
                self.speaking.said = None;
            }
        }
    }
}
