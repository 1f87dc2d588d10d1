//! What a scanner or a card reader read: the text that it typed, as what it is. Strict: what is not surely a number or a receipt
//! is neither.

use shared::domain::{FOLLOW_PATH, FollowCode, SignedReceipt, mobile_doubt, national_id_doubt};
use shared::locale::fold_digits;

/// Digits of a national id or iqama number, and of a mobile number as people write it.
const NUMBER_DIGITS: usize = 10;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// A national id or iqama number, whose check digit is right.
    NationalId(String),
    /// A mobile number.
    Mobile(String),
    /// The code with which a request is followed up.
    FollowUp(FollowCode),
    /// The receipt of a visit. Whether it is real is not looked at here.
    Receipt(Box<SignedReceipt>),
    /// Anything else.
    Other,
}

impl Scan {
    /// Reads what was typed in one burst. A card's code may hold more than the id: of its runs of digits exactly one has to be an
    /// id.
    pub fn read(text: &str) -> Self {
        if let Ok(receipt) = SignedReceipt::parse(text) {
            return Self::Receipt(Box::new(receipt));
        }
        if let Some(code) = follow_code(text.trim()) {
            return Self::FollowUp(code);
        }
        let text = fold_digits(text);
        let all = text.trim();
        if all.len() == NUMBER_DIGITS && all.starts_with("05") && mobile_doubt(all).is_none() {
            return Self::Mobile(all.to_owned());
        }
        let runs = all.split(|c: char| !c.is_ascii_digit());
        let mut ids: Vec<&str> =
            runs.filter(|run| run.len() == NUMBER_DIGITS && national_id_doubt(run).is_none()).collect();
        ids.dedup();
        match ids[..] {
            [id] => Self::NationalId(id.to_owned()),
            _ => Self::Other,
        }
    }

    /// Returns the number that it is; `None` for a receipt and for anything else.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::NationalId(number) | Self::Mobile(number) => Some(number),
            Self::Receipt(_) | Self::FollowUp(_) | Self::Other => None,
        }
    }
}

/// Reads a code as receipts have it: behind the public page's address, or alone in its groups. Sixteen digits in a row are a card's.
fn follow_code(text: &str) -> Option<FollowCode> {
    let code = FollowCode::parse(text)?;
    (text.contains(FOLLOW_PATH) || text.eq_ignore_ascii_case(&code.to_string())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_receipts_have_it_and_a_cards_digits_are_none() {
        let code = FollowCode::parse("7K3M-9Q2X-4TNB-H5WD").unwrap();
        for text in
            ["7K3M-9Q2X-4TNB-H5WD", "7k3m-9q2x-4tnb-h5wd\n", "https://a.example.org/r/7K3M-9Q2X-4TNB-H5WD"]
        {
            assert_eq!(Scan::read(text), Scan::FollowUp(code), "{text}");
        }
        for text in ["4111111111111111", "7K3M9Q2X4TNBH5WD", "https://a.example.org/7K3M-9Q2X-4TNB", "/r/1"] {
            assert_eq!(Scan::read(text), Scan::Other, "{text}");
        }
    }

    #[test]
    fn a_number_is_read_only_where_it_is_surely_one() {
        let id = |number: &str| Scan::NationalId(number.to_owned());
        for (text, read) in [
            ("1000000008", id("1000000008")),
            (" ١٠٠٠٠٠٠٠٠٨ ", id("1000000008")),
            ("ID:1000000008;EXP:14500101", id("1000000008")),
            ("1000000008|1000000008", id("1000000008")),
            ("0556880045", Scan::Mobile("0556880045".to_owned())),
            // a wrong check digit, another country's barcode, a part of a longer number, two people's cards
            ("1000000009", Scan::Other),
            ("6281007034241", Scan::Other),
            ("10000000081", Scan::Other),
            ("1000000008 1000000016", Scan::Other),
            ("SILA1:ABC", Scan::Other),
            ("https://example.org/?q=055", Scan::Other),
            ("", Scan::Other),
        ] {
            assert_eq!(Scan::read(text), read, "{text}");
        }
    }
}
