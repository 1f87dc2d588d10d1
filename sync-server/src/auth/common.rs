//! How much of a password is guessed at once: words and passwords that people choose most (`common.txt`), runs of the alphabet and
//! of keyboards (`runs.txt`), repetitions, dates, and the words that belong to the account. Each such piece counts as one
//! character, and so does each other character.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The 3,000 words that the most common passwords are made of, and of the 30,000 most common ones those of ten characters or more
/// (after the frequency lists of zxcvbn, MIT, without crude words), with 170 of this country and this program; one a line.
const COMMON: &str = include_str!("common.txt");

/// Neighbours in an alphabet or on a keyboard, one row a line.
const RUNS: &str = include_str!("runs.txt");

/// Shortest piece that is a run, a repetition or a word of the account.
const PIECE_CHARS_MIN: usize = 3;

/// Words by their first character.
static WORDS: LazyLock<HashMap<char, Vec<Vec<char>>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<Vec<char>>> = HashMap::new();
    for word in COMMON.lines().map(folded) {
        if let Some(first) = word.first() {
            words.entry(*first).or_default().push(word);
        }
    }
    words
});

static ROWS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let rows = RUNS.lines().map(folded);
    rows.flat_map(|row| [row.iter().rev().copied().collect(), row]).collect()
});

/// Counts what is left to guess of a password, by somebody who knows `words` of the account: its name, the association's.
pub(super) fn guesses(password: &str, words: &[&str]) -> usize {
    let text = folded(password);
    let own: Vec<Vec<char>> =
        words.iter().map(|word| folded(word)).filter(|word| word.len() >= PIECE_CHARS_MIN).collect();
    // fewest pieces up to each place
    let mut fewest: Vec<usize> = (0..=text.len()).collect();
    for at in 0..text.len() {
        let pieces = fewest[at] + 1;
        for end in ends_of_pieces(&text, at, &own) {
            fewest[end] = fewest[end].min(pieces);
        }
    }
    fewest[text.len()]
}

/// Returns where pieces end that begin at a place.
fn ends_of_pieces(text: &[char], at: usize, own: &[Vec<char>]) -> Vec<usize> {
    let rest = &text[at..];
    let mut lengths = vec![1];
    let firsts = std::iter::once(rest[0]).chain(stands_for(rest[0]).chars());
    let common = firsts.filter_map(|first| WORDS.get(&first)).flatten();
    lengths.extend(common.chain(own).filter(|word| begins_with(rest, word)).map(Vec::len));
    for length in PIECE_CHARS_MIN..=rest.len() {
        let piece = &rest[..length];
        if is_run(piece) || is_date(piece) || text[..at].ends_with(piece) {
            lengths.push(length);
        }
    }
    lengths.into_iter().map(|length| at + length).collect()
}

fn begins_with(text: &[char], word: &[char]) -> bool {
    let is_alike = |(typed, meant): (&char, &char)| typed == meant || stands_for(*typed).contains(*meant);
    word.len() <= text.len() && text.iter().zip(word).all(is_alike)
}

fn is_run(piece: &[char]) -> bool {
    let is_one = piece.iter().all(|c| *c == piece[0]);
    is_one || ROWS.iter().any(|row| row.windows(piece.len()).any(|part| part == piece))
}

/// A year of either calendar, or a day written in digits.
fn is_date(piece: &[char]) -> bool {
    let digits: String = piece.iter().collect();
    let is_year = |text: &str| matches!(text.get(..2), Some("13" | "14" | "19" | "20"));
    match piece.len() {
        4 | 8 if piece.iter().all(char::is_ascii_digit) => {
            is_year(&digits) || digits.get(4..).is_some_and(is_year)
        }
        _ => false,
    }
}

/// What people write another character for.
fn stands_for(typed: char) -> &'static str {
    match typed {
        '@' | '4' => "a",
        '3' => "e",
        '1' | '!' | '|' => "il",
        '0' => "o",
        '5' | '$' => "s",
        '7' => "t",
        _ => "",
    }
}

/// Small letters, Western digits.
fn folded(text: &str) -> Vec<char> {
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10).unwrap_or(c),
        c => c,
    };
    text.chars().flat_map(char::to_lowercase).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_choose_first_is_little_to_guess() {
        for (password, most) in [
            ("aaaaaaaaaaaa", 1),
            ("            ", 1),
            ("1234567890", 1),
            ("٠١٢٣٤٥٦٧٨٩", 1),
            ("qwertyuiopasdfghjkl", 2),
            ("password1234", 2),
            ("P@ssw0rd2026!", 3),
            ("passwordpassword", 2),
            ("abcxyzabcxyzabcxyz", 4),
            ("Welcome@123", 3),
            ("15051985", 1),
            ("administrator1", 2),
            ("Saudi@2030Riyadh", 4),
            ("كلمة المرور 123", 3),
            ("بسم الله", 1),
            ("ضصثقفغعهخحجد", 1),
            ("noura.riyadh-branch", 5),
        ] {
            assert!(guesses(password, &["noura"]) <= most, "{password}: {}", guesses(password, &["noura"]));
        }
    }

    #[test]
    fn what_was_thought_up_counts_by_its_characters_and_phrases_by_their_words() {
        for (password, least) in [
            ("correct horse", 8),
            ("vK9#mQ2x", 8),
            ("نخلة طويلة قرب البئر", 12),
            ("lamp teapot gravel seven", 10),
        ] {
            assert!(guesses(password, &["noura"]) >= least, "{password}: {}", guesses(password, &["noura"]));
        }
    }

    #[test]
    fn a_word_of_the_account_is_known_to_everybody() {
        assert_eq!(guesses("Bunyan-Society", &[]), 8);
        assert_eq!(guesses("Bunyan-Society", &["bunyan"]), 3);
        assert_eq!(guesses("ab", &["ab"]), 2, "nothing so short is a word");
    }
}
