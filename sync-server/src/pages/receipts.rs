//! Whether a receipt that a visitor shows is one of ours. It is sent in a form and never stands in an address.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use shared::locale::{Messages, key, without_marks};
use shared::replica::{GenuineReceipt, Office, ReceiptFinding};
use shared::store::office::ReceivedRecord;

use super::cells::{When, hijri_of, short_id};
use super::frame::Frame;
use super::input::Sent;
use super::names::Names;
use super::{PageError, Viewer, page};
use crate::state::AppState;

#[derive(Template)]
#[template(path = "receipts.html")]
struct ReceiptsPage {
    frame: Frame,
    shown: String,
    answer: Option<Answer>,
}

/// What is told of a receipt.
struct Answer {
    tone: &'static str,
    title: String,
    advice: String,
    rows: Vec<Row>,
}

/// A name and its value.
struct Row {
    name: String,
    value: String,
    is_code: bool,
}

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct ReceiptForm {
    #[serde(default)]
    text: String,
}

/// Shows the empty form.
///
/// # Errors
/// The page cannot be painted.
pub(super) async fn receipts(viewer: Viewer) -> Result<Response, PageError> {
    let frame = viewer.frame();
    page(&ReceiptsPage { frame, shown: String::new(), answer: None })
}

/// Looks at what the form sent.
///
/// # Errors
/// The store cannot be read.
pub(super) async fn check_receipt(
    State(state): State<AppState>,
    viewer: Viewer,
    Sent(form): Sent<ReceiptForm>,
) -> Result<Response, PageError> {
    let (frame, words) = (viewer.frame(), viewer.words());
    let shown = form.text.trim().to_owned();
    let asked = shown.clone();
    let read = move |office: &Office| {
        Ok::<_, PageError>((office.check_receipt(&asked)?, Names::read(office, viewer.language)?))
    };
    let (finding, names) = state.read(read).await??;
    page(&ReceiptsPage { frame, shown, answer: Some(Answer::new(words, &names, finding)) })
}

impl Answer {
    fn new(words: &Messages, names: &Names, finding: ReceiptFinding) -> Self {
        let told = |tone, name: &str, rows| {
            let [title, advice] = ["title", "advice"].map(|part| words.word(name, part));
            Self { tone, title, advice, rows }
        };
        match finding {
            ReceiptFinding::Unreadable => told("problem", "receipt-unreadable", Vec::new()),
            ReceiptFinding::UnknownDevice => told("problem", "receipt-stranger", Vec::new()),
            ReceiptFinding::OtherRecord => told("problem", "receipt-other", Vec::new()),
            ReceiptFinding::Forged => told("problem", "receipt-forged", Vec::new()),
            ReceiptFinding::Genuine(receipt) => {
                let (tone, name) = match (receipt.revoked, &receipt.record) {
                    (Some(_) | None, Some(_)) => ("", "receipt-arrived"),
                    (Some(_), None) => ("problem", "receipt-revoked"),
                    (None, None) => ("", "receipt-waiting"),
                };
                told(tone, name, genuine(words, names, &receipt))
            }
            ReceiptFinding::Reference(_, found) if found.is_empty() => {
                told("problem", "receipt-unknown", Vec::new())
            }
            ReceiptFinding::Reference(reference, found) => {
                let mut rows = vec![row(words, key("receipt-row-reference"), reference, true)];
                rows.extend(found.iter().flat_map(|found| record(words, names, found)));
                told("", "receipt-known", rows)
            }
        }
    }
}

fn row(words: &Messages, name: &str, value: String, is_code: bool) -> Row {
    Row { name: words.text(name).into_owned(), value: without_marks(&value), is_code }
}

fn genuine(words: &Messages, names: &Names, receipt: &GenuineReceipt) -> Vec<Row> {
    let GenuineReceipt { reference, device, branch, date, revoked, record: found } = receipt;
    let hijri = hijri_of(words, *date);
    let mut rows = vec![
        row(words, key("receipt-row-reference"), reference.clone(), true),
        row(words, key("receipt-row-date"), format!("{date} · {hijri}"), false),
        row(words, key("receipt-row-branch"), names.branch(branch), false),
        row(words, key("receipt-row-device"), short_id(*device), true),
    ];
    if let Some(when) = revoked.and_then(|at| When::at(words, at)) {
        rows.push(row(words, key("receipt-row-revoked"), format!("{} {}", when.date, when.time), false));
    }
    rows.extend(found.iter().flat_map(|found| record(words, names, found)));
    rows
}

fn record(words: &Messages, names: &Names, found: &ReceivedRecord) -> Vec<Row> {
    let ReceivedRecord { fact: _, device: _, branch, at, corrected } = found;
    let (Some(branch), Some(at)) = (branch, at) else {
        let held = words.text("receipt-held").into_owned();
        return vec![row(words, key("receipt-row-record"), held, false)];
    };
    let when = When::stated(words, at);
    let mut value = format!("{} {} · {}", when.date, when.time, names.branch(branch));
    if *corrected {
        value = format!("{value} · {}", words.text("receipt-corrected"));
    }
    vec![row(words, key("receipt-row-record"), value, false)]
}
