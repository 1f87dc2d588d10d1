//! Saudi national ids, iqama numbers and mobiles: what looks doubtful is said, never refused, because border numbers,
//! ids of neighbouring states and people without any id exist.

use crate::locale::fold_number;

/// Why a number looks doubtful. It is kept all the same, with a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// Not ten digits beginning with 1 or 2 whose check digit fits.
    #[error("does not look like a national id or iqama number (10 digits, first 1 or 2, check digit)")]
    NationalId,
    /// Not a number that a phone could have.
    #[error("does not look like a mobile number (05xxxxxxxx)")]
    Mobile,
}

/// Tells whether a national id or iqama number looks doubtful, however it is dressed.
pub fn national_id_doubt(text: &str) -> Option<Doubt> {
    let digits: Option<Vec<u32>> = fold_number(text).chars().map(|c| c.to_digit(10)).collect();
    let is_id = |digits: &Vec<u32>| {
        digits.len() == 10 && matches!(digits[0], 1 | 2) && luhn_sum(digits).is_multiple_of(10)
    };
    (!digits.as_ref().is_some_and(is_id)).then_some(Doubt::NationalId)
}

/// Tells whether a mobile number looks doubtful, however it is dressed; a number of another country is fine.
pub fn mobile_doubt(text: &str) -> Option<Doubt> {
    index_form_of_mobile(text).is_none().then_some(Doubt::Mobile)
}

/// Returns the form under which an id is looked up: folded, in lower case where it has letters. `None` for an empty one.
pub fn index_form_of_national_id(text: &str) -> Option<String> {
    let folded = fold_number(text);
    (!folded.is_empty()).then(|| folded.to_lowercase())
}

/// The calling code of Saudi Arabia: numbers without one are of it.
pub(super) const HERE: &str = "966";

/// Fewest and most digits of a number with its calling code: those of the smallest states, and ITU-T E.164's limit.
pub(super) const E164_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// The calling codes that are assigned (ITU-T E.164, 2024): those of one digit, of two, and of three by the first two, where most
/// of the ten are.
const CALLING_CODES: [&str; 98] = [
    "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47",
    "48", "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66",
    "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98", "22", "23", "24", "25", "26", "35",
    "37", "50", "59", "68", "69", "88", "96", "97", "99", "211", "212", "213", "216", "218", "290", "291",
    "297", "298", "299", "380", "381", "382", "383", "385", "386", "387", "389", "420", "421", "423", "670",
    "672", "673", "674", "675", "676", "677", "678", "679", "850", "852", "853", "855", "856", "870", "878",
];

/// The digits of a telephone number.
pub(super) struct Dialled {
    pub(super) digits: String,
    /// Whether they begin with a calling code: a plus or two zeros, which `digits` leaves out, stood in front of them.
    pub(super) is_whole: bool,
}

/// Reads the digits of a telephone number; `None` where something else is between them. Whatever it is dressed in, and dots,
/// strokes and brackets between the digits, don't matter; nor does a plus at the end, where text from right to left shows it.
pub(super) fn dialled(text: &str) -> Option<Dialled> {
    let folded = fold_number(text);
    let signed = folded.strip_prefix('+').or_else(|| folded.strip_suffix('+'));
    let is_between = |c: &char| matches!(c, '.' | '/' | '(' | ')' | '\u{66B}' | '\u{66C}');
    let digits: String = signed.unwrap_or(&folded).chars().filter(|c| !is_between(c)).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(match digits.strip_prefix("00") {
        Some(whole) if signed.is_none() => Dialled { digits: whole.to_owned(), is_whole: true },
        _ => Dialled { digits, is_whole: signed.is_some() },
    })
}

/// Returns the form under which a mobile is looked up (E.164, `+9665…`), however it is dressed; `None` where it is no number that a
/// telephone could have.
pub fn index_form_of_mobile(text: &str) -> Option<String> {
    let Dialled { digits, is_whole } = dialled(text)?;
    // 966556880045: a number of this country has nine digits without its code, so that none begins like this
    let has_code_of_here = || {
        digits.strip_prefix(HERE).is_some_and(|number| is_saudi(number.strip_prefix('0').unwrap_or(number)))
    };
    let whole = if is_whole || has_code_of_here() {
        digits
    } else {
        format!("{HERE}{}", digits.strip_prefix('0').unwrap_or(&digits))
    };
    let is_one = match whole.strip_prefix(HERE) {
        Some(number) => is_saudi(number.strip_prefix('0').unwrap_or(number)),
        None => {
            E164_DIGITS.contains(&whole.len()) && CALLING_CODES.iter().any(|code| whole.starts_with(code))
        }
    };
    let without_trunk_zero = whole.strip_prefix("9660").map(|number| format!("+{HERE}{number}"));
    is_one.then(|| without_trunk_zero.unwrap_or_else(|| format!("+{whole}")))
}

/// Tells whether a number without its calling code is a Saudi mobile, or a line of a house.
fn is_saudi(number: &str) -> bool {
    let digits: Vec<u8> = number.bytes().map(|digit| digit - b'0').collect();
    match digits.as_slice() {
        [5, 0 | 1 | 3..=6 | 8 | 9, ..] | [5, 7, 0..=8, ..] | [5, 7, 9, 0..=8, ..] => digits.len() == 9,
        [1, 1..=7, ..] => digits.len() == 9,
        _ => false,
    }
}

fn luhn_sum(digits: &[u32]) -> u32 {
    digits.iter().enumerate().map(|(i, d)| if i % 2 == 0 { d * 2 / 10 + d * 2 % 10 } else { *d }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::dressing::dressed;

    #[test]
    fn national_ids_are_checked_by_their_check_digit() {
        for good in ["1000000008", "2000000006", "١٠٠٠٠٠٠٠٠٨"] {
            assert_eq!(national_id_doubt(good), None, "{good}");
        }
        for bad in ["1000000000", "1071724369", "3000000004", "100000000", "10000000x08", ""] {
            assert_eq!(national_id_doubt(bad), Some(Doubt::NationalId), "{bad}");
        }
    }

    #[test]
    fn one_mobile_has_one_index_form() {
        let forms = [
            "0556880045",
            "556880045",
            "+966556880045",
            "00966556880045",
            "+966 (0)55 688 0045",
            "٠٥٥٦٨٨٠٠٤٥",
            "۰۵۵۶۸۸۰۰۴۵",
            "055 688 0045",
            "055-688\u{2011}0045",
            "\u{202A}0556880045\u{202C}",
            "966556880045",
            "9660556880045",
            "٩٦٦٥٥٦٨٨٠٠٤٥+",
            "\u{200F}966556880045+",
            "(05)56880045",
            "055٫688٬0045",
        ];
        for form in forms {
            assert_eq!(index_form_of_mobile(form).as_deref(), Some("+966556880045"), "{form}");
        }
        for (form, whole) in [
            ("0112345678", "+966112345678"),
            ("+20 100 123 4567", "+201001234567"),
            ("00 967 711 234 567", "+967711234567"),
            ("+1-202-555-0123", "+12025550123"),
        ] {
            assert_eq!(index_form_of_mobile(form).as_deref(), Some(whole), "{form}");
        }
        let none = [
            "",
            "+",
            "12",
            "05568800",
            "05568800456",
            "0256880045",
            "0579912345",
            "لا يوجد",
            "0556880045 x3",
            "+05 56880045",
            "++966556880045",
            "055+6880045",
            "+800123456789012345",
            "+2101234567",
            "+9661234",
            "9661234",
            "+966556880045+",
            "0556880045/0556880046",
            "0556880045 تحويلة 3",
            "0556880045 ext. 3",
            "0556880045 ، 0556880046",
            "0".repeat(40).leak(),
        ];
        for form in none {
            assert_eq!(index_form_of_mobile(form), None, "{form}");
        }
        assert_eq!(mobile_doubt("12"), Some(Doubt::Mobile));
        assert_eq!(mobile_doubt("0556880045"), None);
    }

    #[test]
    fn numbers_are_the_same_in_whatever_they_are_dressed() {
        for dice in 0..2_000 {
            let id = dressed("1000000008", dice);
            assert_eq!(national_id_doubt(&id), None, "{id:?}");
            assert_eq!(index_form_of_national_id(&id).as_deref(), Some("1000000008"), "{id:?}");
            for plain in ["0556880045", "+966556880045", "00966556880045"] {
                let mobile = dressed(plain, dice);
                assert_eq!(index_form_of_mobile(&mobile).as_deref(), Some("+966556880045"), "{mobile:?}");
            }
        }
    }

    #[test]
    fn an_id_of_another_kind_can_still_be_looked_up() {
        assert_eq!(index_form_of_national_id(" A12٣ ").as_deref(), Some("a123"));
        assert_eq!(index_form_of_national_id("  "), None);
    }
}
