//! The receipt on paper: the same words as on the screen, and whose it is.

use super::data::ReceiptData;
use crate::link::Receipt;
use crate::printing::{Block, Page};
use crate::screens::view::View;

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
