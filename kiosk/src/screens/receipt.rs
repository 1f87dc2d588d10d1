//! What the visitor takes along: the number that calls them, what happens next, and what proves the visit.

use egui::{Ui, vec2};
use shared::domain::Serving;
use shared::locale::{dates, key, unbroken};

use super::layout::{in_rect, lead, two_parts};
use super::page::{Foot, page};
use super::printing::{PrintData, print_state, with_print};
use super::spoken::buttons;
use super::view::View;
use crate::action::Action;
use crate::link::{Receipt, Ticket};
use crate::printing::{Block, Page};
use crate::speech::Script;
use crate::text::{Direction, TextStyle};
use crate::theme::{Look, TextKind};
use crate::widgets::{StatusKind, announce, card, done_tick, qr_code, row_start_to_end, status};

/// How much larger than a display text the visitor's number is: it is what they have to remember.
const NUMBER_SCALE: f32 = 3.0;

/// The number's greatest share of the screen's height: in large text, too, the next step stands under it.
const NUMBER_SHARE: f32 = 0.15;

/// The least share of the card's width that words beside the number need.
const BESIDE_SHARE: f32 = 0.4;

/// The QR code's side, where there is room: any scanner reads it at arm's length.
const QR_MILLIMETRES: f32 = 47.0;

/// The least share of a row that its value needs beside its name.
const VALUE_SHARE: f32 = 0.55;

/// The QR code's greatest share of the screen's shorter side.
const QR_SHARE: f32 = 0.24;

/// The number that calls a visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketData {
    /// What it is called.
    pub name: String,
    /// The number, bare.
    pub number: String,
    /// How many are before them, where that is known.
    pub before: Option<String>,
}

impl TicketData {
    /// Reads the words.
    pub fn new(view: &View<'_>, ticket: &Ticket) -> Self {
        let before = |n: u32| view.format("receipt-before", &[("n", n.into())]);
        Self {
            name: view.tr("receipt-number"),
            number: ticket.number.to_string(),
            before: ticket.before.map(before),
        }
    }
}

/// The receipt's words.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiptData {
    /// That the visit is registered.
    pub title: String,
    /// That it is saved here and will be sent.
    pub saved: String,
    /// The visitor's number; `None` where nobody waits.
    pub ticket: Option<TicketData>,
    /// What to do now.
    pub next: Vec<String>,
    /// What the rows are called and what stands in them: services, date and time. The branch stands above every screen.
    pub rows: Vec<(String, String)>,
    /// What the reference is called.
    pub reference_name: String,
    /// The reference code, bare.
    pub reference: String,
    /// What the reference is for.
    pub keep: String,
    /// What the QR code holds.
    pub payload: String,
    /// The accessible name of the QR code.
    pub qr_name: String,
    /// For whom the QR code is: it is no link, and a telephone makes nothing of it. Where no receipt is printed, also that it may be
    /// photographed.
    pub qr_for: String,
    /// The print button, where a printer is set.
    pub print: Option<PrintData>,
    /// The way out.
    pub foot: Foot,
}

impl ReceiptData {
    /// Reads the words of a saved visit's receipt.
    pub fn new(view: &View<'_>, receipt: &Receipt) -> Self {
        let at = receipt.at.local();
        let when = format!("{} · {}", dates::both(view.words, at.date()), dates::time(at.time()));
        let mut rows = vec![(view.tr("receipt-date"), when)];
        if !receipt.services.is_empty() {
            rows.insert(0, (view.tr("summary-service"), view.services(&receipt.services)));
        }
        let name_values = [("code", unbroken(&receipt.reference).into())];
        Self {
            title: view.tr("summary-saved"),
            saved: view.tr("state-saved-visitor"),
            ticket: receipt.ticket.as_ref().map(|ticket| TicketData::new(view, ticket)),
            next: if view.has_staff() { next_words(view, receipt) } else { Vec::new() },
            rows,
            reference_name: view.tr("receipt-reference"),
            reference: receipt.reference.clone(),
            keep: view.tr("receipt-keep-reference"),
            payload: receipt.payload.clone(),
            qr_name: view.format("receipt-qr-name", &name_values),
            qr_for: view.tr(if view.printer.is_set {
                key("receipt-qr-for")
            } else {
                key("receipt-photograph")
            }),
            print: PrintData::new(view, "receipt-print"),
            foot: Foot::new().next(view.tr("common-finish"), Action::Finish),
        }
    }

    /// Returns what it says to a person who would rather hear it.
    pub fn script(&self, view: &View<'_>) -> Script {
        let script = Script::new().say(&self.title);
        let script = match &self.ticket {
            Some(TicketData { name, number, before }) => {
                script.say(name).spell(number).say_if(before.as_ref())
            }
            None => script,
        };
        let script = script.say_all(&self.next).say(&self.saved);
        let script = script.say(&self.reference_name).spell(&self.reference).say(&self.keep);
        let script = self.rows.iter().fold(script, |script, (name, value)| script.say(name).say(value));
        buttons(view, script.say(&self.qr_for), self.foot.words())
    }
}

/// What to do now, where members of staff are at hand: a seat and a call only while the branch is open.
fn next_words(view: &View<'_>, receipt: &Receipt) -> Vec<String> {
    let waits = receipt.ticket.is_some();
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
        let proof = |ui: &mut Ui| {
            proof(ui, look, data);
            None
        };
        two_parts(ui, look, 0.55, words, proof)
    };
    page(ui, look, &with_print(&data.foot, data.print.as_ref(), Action::PrintReceipt), body)
}

/// The number, and what to do now.
fn words(ui: &mut Ui, look: &Look, data: &ReceiptData) {
    let title = look.style(TextKind::Title);
    let side = title.line_height;
    let room = ui.available_width() - side - look.sizes.gap;
    let height = look.text.galley(ui.ctx(), &title, Some(room), &data.title).size().y;
    row_start_to_end(ui, look.direction, height, |ui| {
        ui.spacing_mut().item_spacing.x = look.sizes.gap;
        done_tick(ui, look, side);
        look.text.label(ui, &title, Some(room), &data.title);
    });
    if let Some(ticket) = &data.ticket {
        card(ui, look, |ui| ticket_ui(ui, look, ticket));
    }
    ui.add_space(look.sizes.gap * 0.5);
    ui.spacing_mut().item_spacing.y = (look.sizes.gap * 0.25).round();
    for line in &data.next {
        lead(ui, look, line);
    }
    announce(&status(ui, look, StatusKind::Good, &data.saved));
    if let Some(print) = &data.print {
        print_state(ui, look, print);
    }
}

/// The number, and beside it what it is called and how many are before; beneath it where there is no room.
fn ticket_ui(ui: &mut Ui, look: &Look, data: &TicketData) {
    let number = number_style(ui, look);
    let size = |style: &TextStyle, width, words: &str| look.text.galley(ui.ctx(), style, width, words).size();
    let side = size(&number, None, &data.number);
    let gap = look.sizes.section;
    let room = ui.available_width() - side.x - gap;
    let beside: Vec<(TextStyle, &String)> = std::iter::once((look.style(TextKind::Heading), &data.name))
        .chain(data.before.iter().map(|before| (look.style(TextKind::Heading), before)))
        .collect();
    let fits = room >= ui.available_width() * BESIDE_SHARE;
    let space = ui.spacing().item_spacing.y;
    let lines: f32 =
        beside.iter().map(|(style, words)| size(style, Some(room), words).y + space).sum::<f32>() - space;
    let add = |ui: &mut Ui| {
        let width = ui.available_width();
        for (style, words) in &beside {
            look.text.label(ui, style, Some(width), words);
        }
    };
    if !fits {
        look.text.label(ui, &number, None, &data.number);
        return add(ui);
    }
    let height = side.y.max(lines);
    row_start_to_end(ui, look.direction, height, |ui| {
        look.text.label(ui, &number, None, &data.number);
        ui.add_space(gap - ui.spacing().item_spacing.x);
        let (space, _) = ui.allocate_exact_size(vec2(room, height), egui::Sense::hover());
        let middle = space.shrink2(vec2(0.0, ((height - lines) / 2.0).floor()));
        in_rect(ui, look, "ticket", middle, add);
    });
}

fn number_style(ui: &Ui, look: &Look) -> TextStyle {
    let display = look.style(TextKind::Display).direction(Direction::Ltr);
    let highest = ui.ctx().content_rect().height() * NUMBER_SHARE;
    let size = (display.size * NUMBER_SCALE).min(highest).round();
    TextStyle { size, line_height: (size * 1.15).round(), ..display }
}

/// Names in one column, values in the next; beneath each other where there is no room for that.
fn rows(ui: &mut Ui, look: &Look, rows: &[(String, String)]) {
    let small = look.style(TextKind::Small);
    let width = |name: &String| look.text.galley(ui.ctx(), &small, None, name).size().x;
    let names = rows.iter().map(|(name, _)| width(name)).fold(0.0, f32::max).ceil();
    let strong = look.style(TextKind::Strong);
    for (name, value) in rows {
        let room = ui.available_width() - names - look.sizes.gap;
        if room < ui.available_width() * VALUE_SHARE {
            look.label(ui, TextKind::Small, name);
            look.label(ui, TextKind::Strong, value);
            continue;
        }
        let height = look.text.galley(ui.ctx(), &strong, Some(room), value).size().y;
        row_start_to_end(ui, look.direction, height, |ui| {
            look.text.label(ui, &small, Some(names), name);
            look.text.label(ui, &strong, Some(room), value);
        });
    }
}

/// The reference first, as it has to be kept; beside it for staff the QR code, where there is room for both; then what was
/// registered. Set closely, so that all of it is seen at once.
fn proof(ui: &mut Ui, look: &Look, data: &ReceiptData) {
    card(ui, look, |ui| {
        ui.spacing_mut().item_spacing.y = (look.sizes.gap * 0.2).round();
        let room = (ui.available_width() * 0.6).min(ui.ctx().content_rect().size().min_elem() * QR_SHARE);
        let side = (look.sizes.millimetre * QR_MILLIMETRES).min(room).floor();
        let beside = ui.available_width() - side - look.sizes.gap;
        let (strong, reference) = (look.style(TextKind::Heading), unbroken(&data.reference));
        let fits = look.text.galley(ui.ctx(), &strong, None, &reference).size().x <= beside;
        let width = if fits { beside } else { ui.available_width() };
        let small = look.style(TextKind::Small);
        let lines = [(&small, &data.reference_name), (&strong, &reference), (&small, &data.keep)];
        let lines: Vec<(&TextStyle, &String)> =
            lines.into_iter().chain(fits.then_some((&small, &data.qr_for))).collect();
        let add = |ui: &mut Ui| {
            for (style, words) in &lines {
                look.text.label(ui, style, Some(width), words);
            }
        };
        // a receipt is far below a QR code's limit; were it ever not, the words beside it say the same
        let qr = |ui: &mut Ui| qr_code(ui, look, &data.payload, &data.qr_name, side).is_ok();
        if fits {
            let high = |(style, words): &(&TextStyle, &String)| {
                look.text.galley(ui.ctx(), style, Some(width), words).size().y + ui.spacing().item_spacing.y
            };
            let height = side.max(lines.iter().map(high).sum());
            row_start_to_end(ui, look.direction, height, |ui| {
                let (space, _) = ui.allocate_exact_size(vec2(beside, height), egui::Sense::hover());
                in_rect(ui, look, "reference", space, add);
                qr(ui);
            });
        } else {
            add(ui);
        }
        ui.add_space(look.sizes.gap * 0.5);
        rows(ui, look, &data.rows);
        if !fits {
            ui.add_space(look.sizes.gap * 0.5);
            ui.vertical_centered(|ui| {
                if qr(ui) {
                    look.label_centered(ui, TextKind::Small, &data.qr_for);
                }
            });
        }
    });
}

/// Makes the page of a saved visit's receipt: on paper, too, the number comes first.
pub fn receipt_page(view: &View<'_>, receipt: &Receipt) -> Page {
    let data = ReceiptData::new(view, receipt);
    let mut blocks = vec![Block::Title(view.association())];
    if let Some(TicketData { name, number, before }) = data.ticket {
        blocks.extend([Block::Rule, Block::Centred(name), Block::Number(number)]);
        blocks.extend(before.map(Block::Centred));
    }
    blocks.push(Block::Rule);
    blocks.push(Block::Heading(view.tr("receipt-next")));
    blocks.extend(data.next.into_iter().map(Block::Text));
    blocks.push(Block::Rule);
    blocks.push(Block::Centred(view.tr("receipt-title")));
    blocks.extend(view.branch().map(|branch| Block::Pair(view.tr("receipt-branch"), branch)));
    blocks.extend(data.rows.into_iter().map(|(name, value)| Block::Pair(name, value)));
    blocks.extend([Block::Rule, Block::Centred(data.reference_name), Block::Code(data.reference)]);
    blocks.extend([
        Block::Centred(data.keep),
        Block::Qr(data.payload),
        Block::Centred(view.tr("receipt-qr-for")),
    ]);
    Page { direction: view.direction(), blocks }
}
