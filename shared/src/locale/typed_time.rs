//! Times of day as people type them, on either clock and in digits of any set.

use jiff::civil::Time;

use super::fold_signs;

/// Reads hour and minute of the 24-hour clock, or of the 12-hour one with its half of the day (`8:30 م`).
pub fn typed_time(text: &str) -> Option<Time> {
    let [hour, minute] = numbers(text)?;
    let hour = match half_of_day(text)? {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Before) => hour % 12,
        Some(Half::After) => hour % 12 + 12,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

/// The halves of the day.
enum Half {
    Before,
    After,
}

/// Which half of the day is named, if any; `None` for other letters, which say something that is not understood.
fn half_of_day(text: &str) -> Option<Option<Half>> {
    let letters = fold_signs(text)
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect::<String>();
    match letters.as_str() {
        "" => Some(None),
        "ص" | "صباحا" | "صباحًا" | "am" => Some(Some(Half::Before)),
        "م" | "مساء" | "مساءً" | "ظهرا" | "ظهرًا" | "عصرا" | "عصرًا" | "pm" => {
            Some(Some(Half::After))
        }
        _ => None,
    }
}

fn numbers<const N: usize>(text: &str) -> Option<[u32; N]> {
    let folded = fold_signs(text);
    let parts = folded.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<u32> = parts.map(str::parse).collect::<Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_on_either_clock_and_in_any_digits() {
        let at = |hour, minute| Time::new(hour, minute, 0, 0).ok();
        for (text, expected) in [
            ("08:30", at(8, 30)),
            ("٨:٣٠", at(8, 30)),
            ("\u{200F}۰۸\u{202F}:\u{202F}۳۰", at(8, 30)),
            ("8.30", at(8, 30)),
            ("8:30 ص", at(8, 30)),
            ("8:30 م", at(20, 30)),
            ("٨:٣٠ مساءً", at(20, 30)),
            ("12:15 ص", at(0, 15)),
            ("12:15 PM", at(12, 15)),
            ("1:05 p.m.", at(13, 5)),
            ("23:59", at(23, 59)),
            ("24:00", None),
            ("13:00 م", None),
            ("0:30 ص", None),
            ("8:60", None),
            ("8:30 x", None),
            ("8", None),
            ("8:30:15", None),
            ("", None),
        ] {
            assert_eq!(typed_time(text), expected, "{text}");
        }
    }
}
