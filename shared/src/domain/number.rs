//! Saudi national ids, iqama numbers and mobiles: what looks doubtful is said, never refused, because border numbers,
//! ids of neighbouring states and people without any id exist.

use phonenumber::{Mode, country};

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

/// Tells whether a national id or iqama number looks doubtful. Digits of either kind are read.
pub fn national_id_doubt(text: &str) -> Option<Doubt> {
    let digits: Vec<u32> = ascii_digits(text).chars().filter_map(|c| c.to_digit(10)).collect();
    let plain = text.trim().chars().all(|c| digit_of(c).is_some());
    let good =
        plain && digits.len() == 10 && matches!(digits[0], 1 | 2) && luhn_sum(&digits).is_multiple_of(10);
    (!good).then_some(Doubt::NationalId)
}

/// Tells whether a mobile number looks doubtful. Digits of either kind are read; a number of another country is fine.
pub fn mobile_doubt(text: &str) -> Option<Doubt> {
    index_form_of_mobile(text).is_none().then_some(Doubt::Mobile)
}

/// Returns the form under which an id is looked up: its digits in ASCII, or the trimmed lower-case text where it has
/// other characters. `None` for an empty one.
pub fn index_form_of_national_id(text: &str) -> Option<String> {
    let folded: String = text.trim().chars().map(|c| digit_of(c).unwrap_or(c)).collect();
    (!folded.is_empty()).then(|| folded.to_lowercase())
}

/// Returns the form under which a mobile is looked up (E.164, `+9665…`); `None` where it is no valid number.
pub fn index_form_of_mobile(text: &str) -> Option<String> {
    let folded: String = text.chars().map(|c| digit_of(c).unwrap_or(c)).collect();
    saudi_mobile(&folded).or_else(|| by_numbering_plans(&folded))
}

/// Reads a Saudi mobile in one of its two usual forms, which nearly all are in: a hundred times as fast as by the world's
/// numbering plans.
fn saudi_mobile(folded: &str) -> Option<String> {
    let rest = folded.strip_prefix("05").or_else(|| folded.strip_prefix("+9665"))?;
    let is_one = matches!(rest.as_bytes(), [b'0' | b'3'..=b'6' | b'8' | b'9', ..])
        && rest.len() == 8
        && rest.bytes().all(|digit| digit.is_ascii_digit());
    is_one.then(|| format!("+9665{rest}"))
}

fn by_numbering_plans(folded: &str) -> Option<String> {
    let number = phonenumber::parse(Some(country::SA), folded).ok()?;
    phonenumber::is_valid(&number).then(|| number.format().mode(Mode::E164).to_string())
}

fn luhn_sum(digits: &[u32]) -> u32 {
    digits.iter().enumerate().map(|(i, d)| if i % 2 == 0 { d * 2 / 10 + d * 2 % 10 } else { *d }).sum()
}

fn ascii_digits(text: &str) -> String {
    text.chars().filter_map(digit_of).collect()
}

/// ASCII, Arabic-Indic and Extended Arabic-Indic digits as ASCII.
pub(super) fn digit_of(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => c as u32 - '0' as u32,
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6F0}'..='\u{6F9}' => c as u32 - 0x6F0,
        _ => return None,
    };
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_saudi_mobile_read_at_once_is_what_the_numbering_plans_say() {
        let mut read = 0;
        for prefix in ["05", "+9665", "5", "009665"] {
            for rest in (0..1_000).map(|n| n * 100_000 + 12_345).chain([1, 1_234_567, 999_999_999]) {
                let number = format!("{prefix}{rest:08}");
                if let Some(form) = saudi_mobile(&number) {
                    assert_eq!(by_numbering_plans(&number), Some(form), "{number}");
                    read += 1;
                }
            }
        }
        assert!(read > 1_000, "{read}");
    }

    #[test]
    fn one_mobile_has_one_index_form() {
        for form in ["0556880045", "+966556880045", "00966556880045", "٠٥٥٦٨٨٠٠٤٥", "055 688 0045"]
        {
            assert_eq!(index_form_of_mobile(form).as_deref(), Some("+966556880045"), "{form}");
        }
        assert_eq!(mobile_doubt("12"), Some(Doubt::Mobile));
        assert_eq!(mobile_doubt("0556880045"), None);
    }

    #[test]
    fn an_id_of_another_kind_can_still_be_looked_up() {
        assert_eq!(index_form_of_national_id(" A12٣ ").as_deref(), Some("a123"));
        assert_eq!(index_form_of_national_id("  "), None);
    }
}
