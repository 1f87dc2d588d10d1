//! What the receipt shows. A promise stands on it only where it is kept: a seat is offered only where staff are.

use shared::locale::{dates, ltr};

use crate::link::Receipt;
use crate::screens::printing::PrintData;
use crate::screens::view::View;

/// The receipt's words.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub finish: String,
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
        let mut next = vec![view.tr("receipt-keep-reference")];
        if view.has_staff() {
            let waits = receipt.waiting.is_some();
            next.insert(0, if waits { view.tr("receipt-number-next") } else { view.tr("summary-be-seated") });
        }
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
            finish: view.tr("common-finish"),
        }
    }
}
