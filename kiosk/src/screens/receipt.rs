//! What the visitor takes along.

use egui::{Ui, vec2};
use shared::domain::Serving;
use shared::locale::{dates, key, ltr};

use super::layout::{in_rect, is_upright, lead, two_parts};
use super::page::{Foot, page};
use super::printing::{PrintData, print_state, with_print};
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::link::Receipt;
use crate::printing::{Block, Page};
use crate::speech::Script;
use crate::text::Direction;
use crate::theme::{Look, TextKind};
use crate::widgets::{StatusKind, announce, card, qr_code, row_start_to_end, status};

/// The receipt's words.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiptData {
    /// That the visit is registered.
    pub title: String,
    /// That it is saved here and will be sent.
    pub saved: String,
    /// What the visitor's number is called, and the number; `None` where nobody waits.
    pub number: Option<(String, String)>,
    /// What the reference is called.
    pub reference_name: String,
    /// The reference code, bare.
    pub reference: String,
    /// What the QR code holds.
    pub payload: String,
    /// The accessible name of the QR code.
    pub qr_name: String,
    /// That the code may be photographed.
    pub photograph: String,
    /// What the rows are called and what stands in them: branch, date, time.
    pub rows: Vec<(String, String)>,
    /// What happens next.
    pub next_name: String,
    /// What to do now.
    pub next: Vec<String>,
    /// The print button, where a printer is set.
    pub print: Option<PrintData>,
    /// The way out.
    pub foot: Foot,
}

impl ReceiptData {
    /// Reads the words of a saved visit's receipt.
    pub fn new(view: &View<'_>, receipt: &Receipt) -> Self {
        let at = receipt.at.local();
        let mut rows = vec![
            (view.tr("receipt-date"), dates::both(view.words, at.date())),
            (view.tr("receipt-time"), dates::time(at.time())),
        ];
        if let Some(branch) = view.branch() {
            rows.insert(0, (view.tr("receipt-branch"), branch));
        }
        let mut next = if view.has_staff() { next_words(view, receipt) } else { Vec::new() };
        next.push(view.tr("receipt-keep-reference"));
        let name_values = [("code", ltr(&receipt.reference).into())];
        Self {
            title: view.tr("summary-saved"),
            saved: view.tr("state-saved-visitor"),
            number: receipt.waiting.map(|number| (view.tr("receipt-number"), number.to_string())),
            reference_name: view.tr("receipt-reference"),
            reference: receipt.reference.clone(),
            payload: receipt.payload.clone(),
            qr_name: view.format("receipt-qr-name", &name_values),
            photograph: view.tr("receipt-photograph"),
            rows,
            next_name: view.tr("receipt-next"),
            next,
            print: PrintData::new(view, "receipt-print"),
            foot: Foot::new().next(view.tr("common-finish"), Action::Finish),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title).say(&self.saved);
        let script = match &self.number {
            Some((name, number)) => script.say(name).spell(number),
            None => script,
        };
        let script = script.say(&self.reference_name).spell(&self.reference);
        let script = self.rows.iter().fold(script, |script, (name, value)| script.say(name).say(value));
        let script = script.say(&self.next_name).say_all(&self.next).say(&self.photograph);
        buttons(view, script, self.foot.words())
    }
}

/// What to do now, where members of staff are at hand: a seat and a call only while the branch is open.
fn next_words(view: &View<'_>, receipt: &Receipt) -> Vec<String> {
    let waits = receipt.waiting.is_some();
    match view.serving(receipt.at.local()) {
        Serving::Now if waits => vec![view.tr("receipt-number-next")],
        Serving::Now => vec![view.tr("summary-be-seated")],
        Serving::Later(opens) => {
            let time = [("time", dates::time(opens.time()).into())];
            vec![view.format(if waits { key("receipt-later-number") } else { key("receipt-later") }, &time)]
        }
        Serving::AnotherDay(opens) => {
            let opens = opens.map_or_else(|| view.tr("hours-closed"), |opens| view.opens_line(opens));
            vec![opens, view.tr("receipt-contact")]
        }
    }
}

/// Adds the receipt.
pub fn receipt_ui(ui: &mut Ui, look: &Look, data: &ReceiptData) -> Option<Action> {
    let body = |ui: &mut Ui| {
        let words = |ui: &mut Ui| {
            words(ui, look, data);
            None
        };
        let code = |ui: &mut Ui| {
            code(ui, look, data);
            None
        };
        two_parts(ui, look, 0.62, words, code)
    };
    page(ui, look, &with_print(&data.foot, data.print.as_ref(), Action::PrintReceipt), body)
}

/// Set closely, so that all of it is seen at once.
fn words(ui: &mut Ui, look: &Look, data: &ReceiptData) {
    ui.spacing_mut().item_spacing.y = (look.sizes.gap * 0.25).round();
    look.label(ui, TextKind::Title, &data.title);
    announce(&status(ui, look, StatusKind::Good, &data.saved));
    ui.add_space(look.sizes.gap * 0.5);
    card(ui, look, |ui| {
        codes(ui, look, data);
        rows(ui, look, &data.rows);
    });
    ui.add_space(look.sizes.gap * 0.5);
    look.label(ui, TextKind::Heading, &data.next_name);
    for line in &data.next {
        lead(ui, look, line);
    }
}

/// The visitor's number, where there is one, and the reference: side by side, where both fit.
fn codes(ui: &mut Ui, look: &Look, data: &ReceiptData) {
    let small = look.style(TextKind::Small);
    let large = look.style(TextKind::Display).direction(Direction::Ltr);
    let reference = (&data.reference_name, &data.reference);
    let codes: Vec<(&String, &String)> =
        data.number.iter().map(|(name, number)| (name, number)).chain([reference]).collect();
    let size = |style, words: &String| look.text.galley(ui.ctx(), style, None, words).size();
    let widths: Vec<f32> =
        codes.iter().map(|(name, code)| size(&small, name).x.max(size(&large, code).x).ceil()).collect();
    let gap = look.sizes.section;
    let fits = widths.iter().sum::<f32>() + gap * (widths.len() - 1) as f32 <= ui.available_width();
    let add = |ui: &mut Ui, (name, code): (&String, &String)| {
        look.text.label(ui, &small, None, name);
        look.text.label(ui, &large, None, code);
    };
    if !fits {
        return codes.into_iter().for_each(|code| add(ui, code));
    }
    let height = small.line_height + large.line_height + ui.spacing().item_spacing.y;
    row_start_to_end(ui, look.direction, height, |ui| {
        for (code, width) in codes.into_iter().zip(widths) {
            let (space, _) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
            ui.push_id(code.1, |ui| in_rect(ui, look, "code", space, |ui| add(ui, code)));
            ui.add_space(gap - ui.spacing().item_spacing.x);
        }
    });
}

/// Names in one column, values in the next.
fn rows(ui: &mut Ui, look: &Look, rows: &[(String, String)]) {
    let small = look.style(TextKind::Small);
    let width = |name: &String| look.text.galley(ui.ctx(), &small, None, name).size().x;
    let names = rows.iter().map(|(name, _)| width(name)).fold(0.0, f32::max).ceil();
    for (name, value) in rows {
        let room = ui.available_width() - names - look.sizes.gap;
        let strong = look.style(TextKind::Strong);
        let height = look.text.galley(ui.ctx(), &strong, Some(room), value).size().y;
        row_start_to_end(ui, look.direction, height, |ui| {
            look.text.label(ui, &small, Some(names), name);
            look.text.label(ui, &strong, Some(room), value);
        });
    }
}

fn code(ui: &mut Ui, look: &Look, data: &ReceiptData) {
    card(ui, look, |ui| {
        ui.vertical_centered(|ui| {
            let lines = if data.print.is_some() { 4.0 } else { 2.0 };
            let below = look.style(TextKind::Small).line_height * lines;
            let width = ui.available_width();
            let room = if is_upright(ui) { width * 0.45 } else { ui.available_height() - below };
            let side = width.min(room);
            // a receipt is far below a QR code's limit; were it ever not, the words beside it say the same
            if qr_code(ui, look, &data.payload, &data.qr_name, side).is_ok() {
                look.label_centered(ui, TextKind::Small, &data.photograph);
            }
        });
        if let Some(print) = &data.print {
            print_state(ui, look, print);
        }
    });
}

/// Makes the page of a saved visit's receipt.
pub fn receipt_page(view: &View<'_>, receipt: &Receipt) -> Page {
    let data = ReceiptData::new(view, receipt);
    let mut head =
        vec![Block::Title(view.association()), Block::Centred(view.tr("receipt-title")), Block::Rule];
    if let Some((name, number)) = data.number {
        head.extend([Block::Centred(name), Block::Code(number), Block::Rule]);
    }
    head.extend([Block::Centred(data.reference_name), Block::Code(data.reference), Block::Qr(data.payload)]);
    let rows = data.rows.into_iter().map(|(name, value)| Block::Pair(name, value));
    let next = std::iter::once(Block::Heading(data.next_name)).chain(data.next.into_iter().map(Block::Text));
    let mut blocks: Vec<Block> = head.into_iter().chain(rows).collect();
    blocks.push(Block::Rule);
    blocks.extend(next);
    Page { direction: view.direction(), blocks }
}
