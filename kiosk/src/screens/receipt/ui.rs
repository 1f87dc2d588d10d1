//! Paints the receipt: what is written at the start side, the QR code at the end side.

use egui::{Ui, vec2};

use super::data::ReceiptData;
use crate::action::Action;
use crate::screens::layout::{in_rect, lead, two_parts};
use crate::screens::page::{Foot, page};
use crate::screens::printing::print_state;
use crate::text::Direction;
use crate::theme::{Look, TextKind};
use crate::widgets::{StatusKind, announce, card, qr_code, row_start_to_end, status};

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
    let foot = Foot::new().next(&data.finish, Action::Finish);
    let foot = match &data.print {
        Some(print) => print.in_foot(foot, Action::PrintReceipt),
        None => foot,
    };
    page(ui, look, foot, body)
}

/// Set closely, so that all of it is seen at once.
fn words(ui: &mut Ui, look: &Look, data: &ReceiptData) {
    ui.spacing_mut().item_spacing.y = (look.sizes.gap * 0.5).round();
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
            let side = ui.available_width().min(ui.available_height() - below);
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
