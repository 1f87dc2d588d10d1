//! What an applicant takes along of a request: the code with which it is followed up, as a QR code and in letters. Neither the person
//! nor the service stands on it.

use egui::Ui;
use shared::domain::FollowAddress;
use shared::locale::{dates, key, unbroken};

use super::layout::{lead, title, two_parts};
use super::lists::fact_ui;
use super::page::{Foot, page};
use super::printing::{PrintData, print_state, with_print};
use super::view::View;
use crate::action::{Action, RequestAction};
use crate::flow::FollowReceipt;
use crate::printing::{Block, Page};
use crate::theme::{Look, TextKind};
use crate::widgets::{card, qr_code};

/// The QR code's side, where there is room: a telephone reads it at arm's length.
const QR_MILLIMETRES: f32 = 47.0;

/// The QR code's greatest share of the screen's shorter side.
const QR_SHARE: f32 = 0.4;

/// The words of the receipt.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowReceiptData {
    title: String,
    /// What the code is for, and that it is kept.
    told: Vec<String>,
    /// What the code is called, and the code, bare.
    code: (String, String),
    /// When it was asked, and the earliest day of an answer.
    facts: Vec<(String, String)>,
    /// What the QR code holds: the address of the public page, or the code where head office named none.
    payload: String,
    qr_name: String,
    qr_for: String,
    print: Option<PrintData>,
    foot: Foot,
}

impl FollowReceiptData {
    /// Reads the words of a request's receipt.
    pub fn new(view: &View<'_>, receipt: &FollowReceipt) -> Self {
        let FollowReceipt { code, asked, earliest } = receipt;
        let address = view.catalog().and_then(|catalog| catalog.branding()?.follow_address.as_ref());
        let letters = code.to_string();
        let mut facts = vec![(view.tr("request-row-asked"), dates::both(view.words, *asked))];
        facts.extend(earliest.map(|day| (view.tr("follow-earliest"), dates::both(view.words, day))));
        let (usage, qr_for) = match address {
            Some(_) => (key("follow-receipt-use"), key("receipt-keep")),
            None => (key("follow-receipt-use-here"), key("follow-receipt-qr-for")),
        };
        Self {
            title: view.tr("follow-receipt-title"),
            told: vec![view.tr(usage), view.tr("follow-receipt-keep")],
            code: (view.tr("follow-field"), letters.clone()),
            facts,
            payload: address.map_or(letters, |address: &FollowAddress| address.of(code)),
            qr_name: view.tr("follow-receipt-qr-name"),
            qr_for: view.tr(qr_for),
            print: PrintData::new(view, "receipt-print"),
            foot: view.foot(Action::Request(RequestAction::Back)),
        }
    }
}

/// Adds the receipt.
pub fn follow_receipt_ui(ui: &mut Ui, look: &Look, data: &FollowReceiptData) -> Option<Action> {
    let print = Action::Request(RequestAction::PrintReceipt);
    page(ui, look, &with_print(&data.foot, data.print.as_ref(), print), |ui| {
        let words = |ui: &mut Ui| {
            title(ui, look, &data.title, None);
            data.told.iter().for_each(|told| lead(ui, look, told));
            card(ui, look, |ui| {
                let (name, code) = &data.code;
                look.label(ui, TextKind::Small, name);
                look.label(ui, TextKind::Heading, &unbroken(code));
                for fact in &data.facts {
                    ui.scope(|ui| fact_ui(ui, look, fact));
                }
            });
            if let Some(print) = &data.print {
                print_state(ui, look, print);
            }
            None
        };
        let code = |ui: &mut Ui| {
            ui.vertical_centered(|ui| {
                let room = ui.available_width().min(ui.ctx().content_rect().size().min_elem() * QR_SHARE);
                let side = (look.sizes.millimetre * QR_MILLIMETRES).min(room).floor();
                // an address is far below a QR code's limit; were it ever not, the letters say the same
                if qr_code(ui, look, &data.payload, &data.qr_name, side).is_ok() {
                    look.label_centered(ui, TextKind::Small, &data.qr_for);
                }
            });
            None
        };
        two_parts(ui, look, 0.6, words, code)
    })
}

/// Makes the page of a request's receipt.
pub fn follow_receipt_page(view: &View<'_>, receipt: &FollowReceipt) -> Page {
    let FollowReceiptData { title, told, code, facts, payload, qr_for, .. } =
        FollowReceiptData::new(view, receipt);
    let mut blocks = vec![Block::Title(view.association()), Block::Rule, Block::Centred(title)];
    blocks.extend(view.branch().map(|branch| Block::Pair(view.tr("receipt-branch"), branch)));
    blocks.extend(facts.into_iter().map(|(name, value)| Block::Pair(name, value)));
    let (name, code) = code;
    blocks.extend([Block::Rule, Block::Centred(name), Block::Code(code)]);
    blocks.extend([Block::Qr(payload), Block::Centred(qr_for), Block::Rule]);
    blocks.extend(told.into_iter().map(Block::Text));
    Page { direction: view.direction(), blocks }
}
