//! The app's voice. Once a visitor asked to listen, each screen is read as it comes, and what the keyboard comes to, until they switch
//! it off or leave.

use egui::output::OutputEvent;
use egui::{Context, Event, WidgetInfo};
use shared::locale::fold_digits;

use super::KioskApp;
use crate::route::WhenLeft;
use crate::screens::{IdleData, script_of};
use crate::speech::{Script, SpeechCommand, SpeechEvent, SpeechLink, Utterance};
use crate::widgets::number_choices;

/// What is being said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// A screen, or a part of it.
    Screen,
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
    /// The visitor listens.
    listens: bool,
    /// What the screen says as far as it was read.
    read: Option<Script>,
    asked_aloud: bool,
    /// The voice did not speak when it should have.
    failed: bool,
}

impl KioskApp {
    /// Gives the app a voice; `None` leaves it without one, and its screens without a button for it.
    #[must_use]
    pub fn with_voice(mut self, link: Option<SpeechLink>) -> Self {
        self.set_voice(link);
        self
    }

    /// Gives the app another voice, or takes it away.
    pub fn set_voice(&mut self, link: Option<SpeechLink>) {
        self.speaking.link = link;
    }

    /// Whether the visitor listens; `None` where no voice speaks this language.
    pub(super) fn listening(&self) -> Option<bool> {
        let speaks = self.speaking.link.as_ref()?.languages.contains(&self.language);
        speaks.then_some(self.speaking.listens)
    }

    /// Tells whether the visitor asked to listen and nothing could be heard.
    pub(super) fn is_unheard(&self) -> bool {
        self.speaking.failed
    }

    /// Says something to everybody near the kiosk, such as who is called; once, in the language being shown. Without a
    /// voice for it, its chime alone is heard.
    pub fn announce(&mut self, script: Script) {
        if self.listening().is_some() || script.is_chimed() {
            self.speak(script, Said::Call);
        }
    }

    /// Says something beside the screen to a visitor who listens.
    pub(super) fn tell_listener(&mut self, script: Script) {
        if self.listening() == Some(true) {
            self.speak(script, Said::Screen);
        }
    }

    pub(super) fn toggle_listening(&mut self) {
        let listens = self.speaking.listens;
        self.forget_listener();
        self.speaking.listens = !listens;
    }

    /// Takes in what is over, reads what the screen newly says, asks the idle question of those who listen.
    pub(super) fn watch_speech(&mut self, ctx: &Context) {
        self.take_speech_events();
        if let Some(seconds) = self.asking {
            if self.speaking.said == Some(Said::Screen) {
                self.silence();
            }
            if self.speaking.listens
                && !self.speaking.asked_aloud
                && let WhenLeft::Asked(held) = self.route.when_left()
            {
                let script = IdleData::new(&self.view(), seconds, held).script();
                self.speaking.asked_aloud = true;
                self.speak(script, Said::Idle);
                ctx.request_repaint();
            }
            return;
        }
        self.speaking.asked_aloud = false;
        if self.speaking.said == Some(Said::Idle) {
            self.silence();
        }
        if !self.speaking.listens || self.speaking.said == Some(Said::Call) {
            return;
        }
        let script = script_of(&self.view(), &self.route).filter(|_| self.listening().is_some());
        let Some(script) = script else {
            self.silence();
            self.speaking.read = None;
            return;
        };
        let news = match &self.speaking.read {
            Some(read) if *read == script => return,
            Some(read) => script.news_since(read, &self.view().tr("speech-not-chosen")),
            None => script.clone(),
        };
        self.speaking.read = Some(script);
        self.speak(news, Said::Screen);
    }

    /// Says what the keyboard came to, to those who listen.
    pub(super) fn say_focus(&mut self, ctx: &Context) {
        if !self.keys.moved {
            return;
        }
        let gained = ctx.output(|output| {
            output.events.iter().rev().find_map(|event| match event {
                OutputEvent::FocusGained(info) => Some(info.clone()),
                _ => None,
            })
        });
        let Some(info) = gained else { return };
        self.keys.moved = false;
        if self.speaking.listens && self.listening().is_some() {
            let said = if self.asking.is_some() { Said::Idle } else { Said::Screen };
            self.speak(self.script_of_part(&info), said);
        }
    }

    /// What a part says: its name and whether it is chosen; never what was typed into it.
    fn script_of_part(&self, info: &WidgetInfo) -> Script {
        let script = Script::new().say(info.label.as_deref().unwrap_or_default());
        let chosen = self.view().tr("speech-chosen");
        if info.selected == Some(true) { script.say(&chosen) } else { script }
    }

    /// Numbers what can be chosen while a visitor listens; a digit chooses, where none is typed into anything.
    pub(super) fn number_for_listeners(&self, ctx: &Context) {
        let is_on = self.listening() == Some(true) && self.asking.is_none() && !self.route.takes_typing();
        let mut pressed = None;
        if is_on {
            ctx.input_mut(|input| {
                input.events.retain(|event| {
                    let Event::Text(text) = event else { return true };
                    let digit =
                        fold_digits(text).parse::<usize>().ok().filter(|digit| (1..=9).contains(digit));
                    pressed = digit.or(pressed);
                    digit.is_none()
                });
            });
        }
        number_choices(ctx, is_on, pressed);
    }

    /// Whoever listens is present, though nothing is touched.
    pub(super) fn is_read_to(&self) -> bool {
        self.speaking.said == Some(Said::Screen)
    }

    /// Falls silent, and forgets that somebody listened.
    pub(super) fn forget_listener(&mut self) {
        self.silence();
        let speaking = &mut self.speaking;
        (speaking.listens, speaking.read, speaking.asked_aloud, speaking.failed) =
            (false, None, false, false);
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
        for event in link.events.try_iter() {
            let (number, failed) = match event {
                SpeechEvent::Over(number) => (number, false),
                SpeechEvent::Failed(number) => (number, true),
            };
            if number != self.speaking.number {
                continue;
            }
            self.speaking.said = None;
            if failed && self.speaking.listens {
                // said on the screen, once: whoever asks for the voice again may have it tried again
                (self.speaking.listens, self.speaking.failed) = (false, true);
            }
        }
    }
}
