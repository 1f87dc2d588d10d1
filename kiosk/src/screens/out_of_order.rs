//! The kiosk can't start. Whoever stands before it reads so in every language at once, for nothing here can be pressed; staff read
//! a number that the guides explain.

use egui::Ui;
use shared::locale::Language;

use super::frame::blank_frame;
use super::layout::sink;
use super::opening::phone_words;
use super::page::{Foot, page};
use super::view::View;
use crate::link::{OutOfOrder, StartFault};
use crate::text::Direction;
use crate::theme::{Look, TextKind};
use crate::widgets::{card, in_language};
use crate::words::messages;

/// What is said in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfOrderWords {
    /// The language.
    pub language: Language,
    /// That the device does not work.
    pub title: String,
    /// What a visitor does.
    pub body: String,
    /// At which number to call.
    pub phone: Option<String>,
    /// The fault's number, what it is and what staff do.
    pub staff: String,
}

/// The words of a kiosk that can't start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfOrderData {
    /// The language being shown, then the others.
    pub words: Vec<OutOfOrderWords>,
}

impl OutOfOrderData {
    /// Reads the words.
    pub fn new(view: &View<'_>, OutOfOrder { fault, phone }: &OutOfOrder) -> Self {
        let mut languages = Language::ALL.to_vec();
        languages.sort_by_key(|language| *language != view.language());
        let words = languages.into_iter().map(|language| {
            let words = messages(language);
            let what = words.text(fault_key(*fault)).into_owned();
            let values = [("n", fault.number().into()), ("what", what.into())];
            OutOfOrderWords {
                language,
                title: words.text("out-of-order-title").into_owned(),
                body: words.text("out-of-order-body").into_owned(),
                phone: phone.as_ref().map(|phone| phone_words(words, phone)),
                staff: words.format("out-of-order-staff", &values),
            }
        });
        Self { words: words.collect() }
    }
}

fn fault_key(fault: StartFault) -> &'static str {
    match fault {
        StartFault::Settings => "start-fault-settings",
        StartFault::Disk => "start-fault-disk",
        StartFault::Damaged => "start-fault-damaged",
        StartFault::Version => "start-fault-version",
        StartFault::InUse => "start-fault-in-use",
        StartFault::Other => "start-fault-other",
    }
}

/// Adds the screen. Nothing on it can be touched.
pub fn out_of_order_ui(ui: &mut Ui, look: &Look, data: &OutOfOrderData) {
    blank_frame(ui, look, |ui| {
        page(ui, look, &Foot::new(), |ui| {
            sink(ui, look.sizes.button * 8.0);
            for words in &data.words {
                card(ui, look, |ui| words_ui(ui, look, words));
                ui.add_space(look.sizes.gap);
            }
            None
        })
    });
}

fn words_ui(ui: &mut Ui, look: &Look, words: &OutOfOrderWords) {
    let direction = if words.language.is_rtl() { Direction::Rtl } else { Direction::Ltr };
    let head = [(TextKind::Title, &words.title), (TextKind::Heading, &words.body)];
    let phone = words.phone.iter().map(|phone| (TextKind::Heading, phone));
    for (kind, line) in head.into_iter().chain(phone).chain([(TextKind::Small, &words.staff)]) {
        in_language(&look.label_towards(ui, kind, direction, line), words.language.code());
    }
}
