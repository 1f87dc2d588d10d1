//! The one folding of numbers, codes and dates as people type, paste and scan them: digits of every set, marks that nobody
//! sees, spaces and hyphens of every kind. What is compared goes through here; what is kept stays as it was given.

/// Returns a digit of any set (ASCII, Arabic-Indic, Extended Arabic-Indic, full width) as an ASCII one.
pub fn digit_of(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

/// Tells whether nobody sees a character: it steers direction, joins or parts letters, or is a control character.
pub fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}'
                | '\u{8E2}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
                | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E01EF}'
        )
}

/// Tells whether a character stands as a space, of whatever width.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

/// Tells whether a character stands as a hyphen: hyphens, dashes, minus signs, and the stroke that stretches Arabic words.
pub fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{58A}' | '\u{5BE}' | '\u{640}' | '\u{1806}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{207B}'
            | '\u{208B}' | '\u{2212}' | '\u{2E3A}'..='\u{2E3B}' | '\u{FE31}'..='\u{FE32}' | '\u{FE58}' | '\u{FE63}'
            | '\u{FF0D}'
    )
}

/// Tells whether a text shows nothing: no character of it is one that people see.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || is_unseen(c))
}

/// Tells whether a text has a letter or a digit, without which it is no name: dots, strokes and pictures are none.
pub fn has_letter(text: &str) -> bool {
    text.chars().any(|c| c.is_alphanumeric() && !is_space(c) && !is_unseen(c) && !is_hyphen(c))
}

/// Tells whether a character changes how what follows it is shown; a line break and a tab do not.
pub fn steers(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || turns_text(c)
}

/// Tells whether a character turns the direction of what follows it.
pub fn turns_text(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Returns a text as it is read where spaces and hyphens part something, such as a date: ASCII digits and letters for those
/// of other sets and widths, one kind of space, one of hyphen, no marks.
pub fn fold_signs(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c)).map(plain).collect()
}

/// Returns a number or a code as it is compared: like [`fold_signs`], without spaces and hyphens.
pub fn fold_number(text: &str) -> String {
    text.chars().filter(|c| !is_unseen(*c) && !is_space(*c) && !is_hyphen(*c)).map(plain).collect()
}

fn plain(c: char) -> char {
    match c {
        c if is_space(c) => ' ',
        c if is_hyphen(c) => '-',
        // the full-width forms stand in the order of ASCII
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => digit_of(c).unwrap_or(c),
    }
}

#[cfg(any(test, feature = "checks"))]
pub mod dressing {
    //! Numbers dressed as they come out of chats, spreadsheets and scanners: what a test of a door tries.

    const SETS: [u32; 4] = [0x30, 0x660, 0x6F0, 0xFF10];
    const MARKS: [char; 24] = [
        '\u{200B}', '\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}', '\u{202C}',
        '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{61C}', '\u{FEFF}',
        '\u{AD}', '\u{2060}', '\u{180E}', '\u{34F}', '\u{FE0F}', '\u{7F}', '\u{1}', '\u{9F}',
    ];
    const SPACES: [char; 10] = [
        ' ', '\u{A0}', '\u{202F}', '\u{2009}', '\u{3000}', '\u{2007}', '\u{1680}', '\t', '\u{205F}',
        '\u{2003}',
    ];
    const HYPHENS: [char; 10] = [
        '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{FF0D}',
        '\u{640}',
    ];

    /// Dresses a text in one of many ways, the same for the same `dice`: every digit of some set, marks, spaces and hyphens
    /// between.
    pub fn dressed(plain: &str, dice: u64) -> String {
        let mut state = dice.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut roll = |sides: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % sides as u64).unwrap_or(0)
        };
        let mut text = String::new();
        for c in plain.chars() {
            match roll(6) {
                0 => text.push(MARKS[roll(MARKS.len())]),
                1 => text.push(SPACES[roll(SPACES.len())]),
                2 => text.push(HYPHENS[roll(HYPHENS.len())]),
                _ => {}
            }
            let set = SETS[roll(SETS.len())];
            text.push(c.to_digit(10).and_then(|digit| char::from_u32(set + digit)).unwrap_or(c));
        }
        text.push(MARKS[roll(MARKS.len())]);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_in_whatever_it_is_dressed() {
        for dice in 0..5_000 {
            let dressed = dressing::dressed("1000000008", dice);
            assert_eq!(fold_number(&dressed), "1000000008", "{dressed:?}");
        }
        assert_eq!(fold_number("Ａ12-ｂ"), "A12b");
    }

    #[test]
    fn signs_that_part_something_stay_apart() {
        assert_eq!(fold_signs("\u{200F}٢٠٢٦\u{2011}٠٥\u{2212}١٢\u{A0}م"), "2026-05-12 م");
        assert_eq!(fold_signs("نص، 1,5"), "نص، 1,5");
    }

    #[test]
    fn a_name_has_a_letter_and_a_blank_text_has_nothing_that_is_seen() {
        for blank in ["", " ", "\u{200F}\u{A0}", "\u{3164}", "\u{FEFF}\t\n", "\u{2800}"] {
            assert!(is_blank(blank) && !has_letter(blank), "{blank:?}");
        }
        for no_name in ["...", "\u{640}\u{640}", "-", "\u{1F600}", "؟", "\u{300}"] {
            assert!(!is_blank(no_name) && !has_letter(no_name), "{no_name:?}");
        }
        for name in ["ن", "O", "٣", "\u{200F}م\u{640}", "李"] {
            assert!(!is_blank(name) && has_letter(name), "{name:?}");
        }
    }

    #[test]
    fn what_is_seen_is_never_unseen() {
        let seen = "aZ09ش٠۰０.,؛/()+*#لا";
        assert!(!seen.chars().any(|c| is_unseen(c) || is_space(c) || is_hyphen(c)));
        assert!("\t\n ".chars().all(|c| is_space(c) && !is_unseen(c)));
    }
}
