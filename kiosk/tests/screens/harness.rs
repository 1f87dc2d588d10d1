//! The app under egui_kittest: touched by name, told by a channel in place of the worker, in a time that tests set.

use egui::accesskit::{Role, Toggled};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use jiff::civil::date;
use kiosk::access::Access;
use kiosk::app::{AppSettings, KioskApp};
use kiosk::config::Config;
use kiosk::gallery::{sample_setting, sample_status};
use kiosk::link::{Command, Event, PinOutcome, Setting, WindowLink, WorkerLink, link};
use kiosk::speech::SpeechLink;
use kiosk::words::messages;
use shared::locale::{Language, Messages};

/// What can be touched.
const TOUCHED: [Role; 3] = [Role::Button, Role::RadioButton, Role::CheckBox];

struct State {
    app: Option<KioskApp>,
    link: Option<WorkerLink>,
    language: Language,
    voice: Option<SpeechLink>,
    copied: Option<String>,
    opens_link: bool,
}

/// A kiosk that a test stands in front of.
pub struct Kiosk {
    harness: Harness<'static, State>,
    worker: WindowLink,
    language: Language,
    /// Seconds that a test let go by, and those that its touches took until the last one: no test counts the latter.
    waited: f64,
    touched: f64,
    /// Seconds since the last touch that are no test's.
    since: f64,
}

/// How long a person looks before a touch, and how long after it its tick has been seen and the next step with it.
const LOOKS_SECONDS: f64 = 0.4;
const SEES_SECONDS: f64 = 0.7;

impl Kiosk {
    /// Stands in front of an enrolled kiosk's welcome.
    pub fn enrolled(language: Language) -> Self {
        Self::with_setting(language, sample_setting())
    }

    /// Stands in front of the welcome of a kiosk with this setting.
    pub fn with_setting(language: Language, setting: Setting) -> Self {
        let mut kiosk = Self::new(language);
        kiosk.tell(Event::Ready(Some(std::sync::Arc::new(setting))));
        kiosk
    }

    /// Stands in front of the settings of a kiosk with this setting, as staff.
    pub fn in_settings(language: Language, setting: Setting) -> Self {
        let mut kiosk = Self::with_setting(language, setting);
        kiosk.touch_key("staff-sign-in");
        "2468".chars().for_each(|digit| kiosk.touch(&digit.to_string()));
        kiosk.touch_key("common-confirm");
        kiosk.tell(Event::PinChecked(PinOutcome::Right));
        kiosk.touch_key("staff-device");
        kiosk.tell(Event::Status(Box::new(sample_status())));
        kiosk.touch_key("settings-title");
        kiosk.commands();
        kiosk
    }

    /// Stands in front of a kiosk that has not yet been told anything.
    pub fn new(language: Language) -> Self {
        Self::build(language, None)
    }

    /// Stands in front of an enrolled kiosk that can speak.
    pub fn with_voice(language: Language, voice: SpeechLink) -> Self {
        let mut kiosk = Self::build(language, Some(voice));
        kiosk.tell(Event::Ready(Some(std::sync::Arc::new(sample_setting()))));
        kiosk
    }

    fn build(language: Language, voice: Option<SpeechLink>) -> Self {
        let (window, worker) = link();
        let state = State { app: None, link: Some(window), language, voice, copied: None, opens_link: false };
        let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_ui_state(pass, state);
        harness.input_mut().time = Some(0.0);
        harness.run_steps(2);
        Self { harness, worker, language, waited: 0.0, touched: 0.0, since: 0.0 }
    }

    /// The words of the language that the test began in.
    pub fn words(&self) -> &'static Messages {
        messages(self.language)
    }

    /// The text of a message.
    pub fn tr(&self, key: &str) -> String {
        self.words().text(key).into_owned()
    }

    /// Touches the one part that has this name.
    pub fn touch(&mut self, name: &str) {
        self.look_first();
        let found: Vec<_> = self
            .harness
            .get_all_by(|node| {
                TOUCHED.contains(&node.role()) && node.label().is_some_and(|label| is_named(&label, name))
            })
            .collect();
        assert_eq!(found.len(), 1, "parts named {name}");
        found[0].click();
        drop(found);
        self.see_what_came();
    }

    /// Touches the one part that has this name twice, so many seconds apart, as a trembling hand does.
    pub fn touch_twice(&mut self, name: &str, seconds: f64) {
        self.look_first();
        let place = self.harness.get_by(|node| {
            TOUCHED.contains(&node.role()) && node.label().is_some_and(|label| is_named(&label, name))
        });
        let pos = place.rect().center();
        for again in [false, true] {
            if again {
                self.touched += seconds;
                self.set_time(0.0);
            }
            for pressed in [true, false] {
                let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
                self.harness.event(egui::Event::PointerMoved(pos));
                self.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
                self.harness.step();
            }
        }
        self.see_what_came();
    }

    /// Lets the time go by in which a person finds what to touch.
    fn look_first(&mut self) {
        self.touched += self.since + LOOKS_SECONDS;
        self.set_time(0.0);
    }

    /// Notes that something was done now.
    fn act_now(&mut self) {
        self.touched += self.since;
        self.since = 0.0;
    }

    fn see_what_came(&mut self) {
        self.harness.run_steps(3);
        self.set_time(SEES_SECONDS);
    }

    fn set_time(&mut self, seconds: f64) {
        self.since = seconds;
        let now = self.waited + self.touched + seconds;
        // sums in another order differ by the last bit, and no time goes back
        let before = self.harness.input_mut().time.unwrap_or(0.0);
        self.harness.input_mut().time = Some(now.max(before));
        self.harness.run_steps(2);
    }

    /// Touches the part whose name a message gives.
    pub fn touch_key(&mut self, key: &str) {
        self.touch(&self.tr(key));
    }

    /// Opens a section of staff's form, by its part's tab and from there on with the way on.
    pub fn open_section(&mut self, key: &str) {
        let (part, is_second) = match key {
            "register-section-contact" => ("register-part-what", false),
            "register-services" => ("register-part-what", true),
            "register-section-person" => ("register-part-who", false),
            "register-section-papers" => ("register-part-who", true),
            "register-section-words" => ("register-part-words", false),
            "register-section-visit" => ("register-part-outcome", false),
            "register-section-outcome" => ("register-part-outcome", true),
            "register-section-time" => ("register-part-time", false),
            "register-section-signature" => ("register-part-time", true),
            other => panic!("no section: {other}"),
        };
        self.touch_key(part);
        if is_second {
            let section = self.tr(key);
            let next = self.words().format("register-next", &[("section", section.into())]);
            self.touch_words(&next);
        }
    }

    /// Touches the one part that has this name, whatever holds its parts apart.
    pub fn touch_words(&mut self, words: &str) {
        let bare = |text: &str| text.replace(['\u{2068}', '\u{2069}'], "");
        let name = self.spoken().into_iter().find(|spoken| bare(spoken) == bare(words));
        self.touch(&name.unwrap_or_else(|| panic!("nothing is named {words}")));
    }

    /// Touches one of several parts of the same name, in reading order from 0 on.
    pub fn touch_nth_key(&mut self, key: &str, index: usize) {
        self.look_first();
        let name = self.tr(key);
        self.harness
            .get_all_by(|node| {
                TOUCHED.contains(&node.role()) && node.label().is_some_and(|label| is_named(&label, &name))
            })
            .nth(index)
            .unwrap()
            .click();
        self.see_what_came();
    }

    /// Touches the one part whose name begins with a message, and goes on with more.
    pub fn touch_key_beginning(&mut self, key: &str) {
        let words = self.tr(key);
        let names = self.spoken().into_iter().filter(|spoken| spoken.starts_with(&words));
        let name = names.max_by_key(String::len).unwrap_or_else(|| panic!("nothing begins with {words}"));
        self.touch(&name);
    }

    /// Touches the text field that has this name.
    pub fn focus(&mut self, name: &str) {
        self.act_now();
        self.harness.get_by_role_and_label(Role::TextInput, name).click();
        self.harness.run_steps(3);
    }

    /// Touches a place on the screen, whatever is there.
    pub fn tap_at(&mut self, place: egui::Vec2) {
        let pos = place.to_pos2();
        let button = |pressed: bool| egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        for event in [egui::Event::PointerMoved(pos), button(true), button(false), egui::Event::PointerGone] {
            self.harness.event(event);
            self.harness.step();
        }
        self.harness.run_steps(3);
    }

    /// Draws a line with a finger across the part that has this name, in four moves of a pass each.
    pub fn draw_across(&mut self, name: &str) {
        self.act_now();
        let rect = self.harness.get_by_role_and_label(Role::Canvas, name).rect().shrink(20.0);
        let place = |share: f32| rect.left_top() + rect.size() * share;
        let button = |pressed: bool, pos: egui::Pos2| egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        self.harness.event(egui::Event::PointerMoved(place(0.1)));
        self.harness.event(button(true, place(0.1)));
        self.harness.step();
        for share in [0.3, 0.5, 0.7, 0.9] {
            self.harness.event(egui::Event::PointerMoved(place(share)));
            self.harness.step();
        }
        self.harness.event(button(false, place(0.9)));
        self.harness.run_steps(3);
    }

    /// Types on a physical keyboard, and pauses.
    pub fn type_text(&mut self, text: &str) {
        self.act_now();
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.step();
        let time = self.harness.input_mut().time.unwrap_or_default();
        self.harness.input_mut().time = Some(time + 0.2);
        self.harness.run_steps(3);
    }

    /// Holds something before a scanner that types as a keyboard does, and ends with Enter.
    pub fn scan(&mut self, text: &str) {
        self.look_first();
        for sign in text.chars() {
            let name = sign.to_uppercase().to_string();
            if let Some(key) = egui::Key::from_name(&name).or((sign == ' ').then_some(egui::Key::Space)) {
                self.harness.key_press(key);
            }
            self.harness.event(egui::Event::Text(sign.to_string()));
            self.harness.step();
        }
        self.harness.key_press(egui::Key::Enter);
        self.harness.run_steps(3);
        self.set_time(0.2);
    }

    /// Presses a key of a physical keyboard.
    pub fn press(&mut self, key: egui::Key) {
        self.look_first();
        self.harness.key_press(key);
        self.harness.run_steps(3);
    }

    /// Presses Escape on a physical keyboard.
    pub fn press_escape(&mut self) {
        self.act_now();
        self.harness.key_press(egui::Key::Escape);
        self.harness.run_steps(3);
    }

    /// Returns the name of the part that has the keyboard's focus.
    pub fn focused_name(&self) -> Option<String> {
        let focused: Vec<_> = self.harness.query_all_by(|node| node.is_focused()).collect();
        focused.iter().find_map(|node| node.accesskit_node().label())
    }

    /// Returns the language that the test began in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Returns where keys can go.
    pub fn stops(&self) -> Vec<kiosk::widgets::Stop> {
        kiosk::widgets::stops(&self.harness.ctx)
    }

    /// Returns the part that has the keyboard's focus.
    pub fn focused(&self) -> Option<egui::accesskit::NodeId> {
        self.harness.ctx.memory(|memory| memory.focused()).map(|id| id.accesskit_id())
    }

    /// Returns the one part that has this name.
    pub fn id_of(&self, name: &str) -> egui::accesskit::NodeId {
        let found = self
            .harness
            .get_by(|node| TOUCHED.contains(&node.role()) && node.label().is_some_and(|label| label == name));
        found.accesskit_node().locate().0
    }

    /// Tells whether the last pass covered the whole screen with black.
    pub fn paints_black(&self) -> bool {
        let screen = self.harness.ctx.content_rect();
        self.harness.output().shapes.iter().any(|clipped| match &clipped.shape {
            egui::Shape::Rect(rect) => rect.rect == screen && rect.fill == egui::Color32::BLACK,
            _ => false,
        })
    }

    /// Lets the worker tell something.
    pub fn tell(&mut self, event: Event) {
        self.worker.events.send(event).unwrap();
        self.harness.run_steps(2);
    }

    /// Runs a few passes.
    pub fn pass(&mut self) {
        self.harness.run_steps(2);
    }

    /// Returns the commands that the window sent since the last call.
    pub fn commands(&mut self) -> Vec<Command> {
        self.worker.commands.try_iter().collect()
    }

    /// Moves the time on to so many seconds since the start, beside those that touches took.
    pub fn wait_until(&mut self, seconds: f64) {
        self.waited = seconds;
        self.set_time(0.0);
    }

    /// Ends the worker.
    pub fn lose_worker(&mut self) {
        let (_, other) = link();
        self.worker = other;
        self.harness.run_steps(2);
    }

    /// Returns every name and value of the screen's tree, in reading order.
    pub fn spoken(&self) -> Vec<String> {
        let mut spoken = Vec::new();
        let all = self.harness.get_all_by(|_| true);
        for node in all {
            let node = node.accesskit_node();
            spoken.extend(node.label().into_iter().chain(node.value()));
        }
        spoken
    }

    /// Tells whether something of the screen's tree is, or holds, this text, whatever keeps a code on one line.
    pub fn says(&self, text: &str) -> bool {
        self.spoken().iter().any(|spoken| spoken.replace('\u{2060}', "").contains(text))
    }

    /// Tells whether a part is read out with exactly this text, whatever holds its numbers and names apart.
    pub fn says_words(&self, text: &str) -> bool {
        self.spoken().iter().any(|spoken| spoken.replace(['\u{2068}', '\u{2069}'], "") == text)
    }

    /// Stands in front of an enrolled kiosk whose settings file is wrong in a line.
    pub fn with_wrong_settings(language: Language, line: usize) -> Self {
        let mut kiosk = Self::new(language);
        kiosk.app().settings_are_wrong(line);
        kiosk.tell(Event::Ready(Some(std::sync::Arc::new(sample_setting()))));
        kiosk
    }

    /// Returns the app.
    pub fn app(&mut self) -> &mut KioskApp {
        self.harness.state_mut().app.as_mut().expect("the first pass made the app")
    }

    /// Lets the window system tell the window something.
    pub fn window_event(&mut self, event: egui::ViewportEvent) {
        let window = self.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
        window.events.push(event);
        self.harness.step();
        let window = self.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
        window.events.clear();
    }

    /// Returns what the last pass asked of the window system.
    pub fn window_commands(&self) -> Vec<egui::ViewportCommand> {
        self.harness.output().viewport_output[&egui::ViewportId::ROOT].commands.clone()
    }

    /// Has a part of the screen ask for a link to be opened, and returns what the pass put out.
    pub fn open_link(&mut self) -> Vec<egui::OutputCommand> {
        self.harness.state_mut().opens_link = true;
        self.harness.step();
        self.harness.output().platform_output.commands.clone()
    }

    /// Returns what is switched on for the visitor.
    pub fn access(&self) -> Access {
        self.harness.state().app.as_ref().expect("the first pass made the app").access()
    }

    /// Tells whether assistive technology is told that this toggle is on.
    pub fn is_switched_on(&self, name: &str) -> bool {
        let node = self.harness.get_by_role_and_label(Role::Button, name);
        node.accesskit_node().toggled() == Some(Toggled::True)
    }

    /// Returns what was copied last, by the app or by a person.
    pub fn copied(&self) -> Option<&str> {
        self.harness.state().copied.as_deref()
    }
}

/// Tells whether a part has this name, or this name and what it is about: "delete" or "delete: this draft".
fn is_named(label: &str, name: &str) -> bool {
    label.strip_prefix(name).is_some_and(|about| about.is_empty() || about.starts_with(": "))
}

fn pass(ui: &mut egui::Ui, state: &mut State) {
    let app = state.app.get_or_insert_with(|| {
        let mut config = Config::default();
        config.appearance.language = state.language;
        let settings = AppSettings {
            config,
            seed: [7; 32],
            clock: Box::new(|| {
                date(2026, 11, 22).at(10, 30, 20, 0).to_zoned(shared::locale::dates::riyadh()).unwrap()
            }),
        };
        KioskApp::new(ui.ctx(), state.link.take().unwrap(), settings).with_voice(state.voice.take())
    });
    app.logic(ui.ctx());
    if state.opens_link {
        ui.ctx().open_url(egui::OpenUrl::new_tab("https://example.org"));
    }
    app.ui(ui);
    let copied = ui.output(|output| {
        output.commands.iter().rev().find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    state.copied = copied.or(state.copied.take());
}
