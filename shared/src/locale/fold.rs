//! What people type, folded to one spelling: digits for numbers, letters for search.
//!
//! SQLite's full-text search folds no Arabic, so both the text and the query go through [`fold_search`] first.
//! Stored text is never folded: it is kept byte for byte.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

use super::signs::{digit_of, is_unseen};

/// The stroke that only stretches a word.
const TATWEEL: char = '\u{0640}';

/// "Servant of", the first part of names such as «عبد الله», written with and without a space.
const SERVANT: &str = "عبد";

/// The article that follows [`SERVANT`] in such a name.
const ARTICLE: &str = "ال";

/// What stands between the parts of a name and is written or left out at will.
const LINKS: [&str; 8] = ["بن", "ابن", "بنت", "ال", "bin", "ibn", "bint", "al"];

/// First parts of names that are written with and without a space after them: servant of, father of.
const JOINED: [&str; 2] = [SERVANT, "ابو"];

/// Turns digits of other sets into ASCII ones and leaves the rest alone: what is read out. What is compared goes through
/// [`super::fold_number`].
pub fn fold_digits(text: &str) -> Cow<'_, str> {
    let folded = |c: char| digit_of(c).unwrap_or(c);
    if text.chars().any(|c| folded(c) != c) {
        text.chars().map(folded).collect::<String>().into()
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the search key of a text: the same for all the ways in which people write the same name.
///
/// Alef with or without hamza or madda, taa marbuta and haa, alef maqsura and yaa, hamza on waw or yaa, Persian yaa
/// and kaf, vowel marks, tatweel, presentation forms, both Arabic digit sets, case, punctuation, spaces and
/// «عبد الله»/«عبدالله» make no difference. Apache Lucene's `ArabicNormalizer` set the rules for the letters.
pub fn fold_search(text: &str) -> String {
    let combining_class = CanonicalCombiningClassMapBorrowed::new();
    let folded: String = DecomposingNormalizerBorrowed::new_nfkd()
        .normalize_iter(text.chars())
        .filter(|&character| combining_class.get_u8(character) == 0 && !is_ignored(character))
        .map(fold_letter)
        .flat_map(char::to_lowercase)
        .collect();
    let words = folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    join_words(words)
}

/// Returns the words of a person's name as they are compared: folded, «عبد الله» and «أبو بكر» as one word each, and
/// without what people write or leave out: بن، ابن، بنت، آل, and a free-standing ال; likewise bin, ibn, bint, al.
pub fn name_words(text: &str) -> Vec<String> {
    let folded = fold_search(text);
    let mut words: Vec<String> = Vec::new();
    let mut continues = false;
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        if !continues && LINKS.contains(&word) {
            continue;
        }
        match words.last_mut().filter(|_| continues) {
            Some(last) => last.push_str(word),
            None => words.push(word.to_owned()),
        }
        continues = !continues && JOINED.contains(&word);
    }
    words
}

/// Returns a word without its article, where something is left: «الحربي» and «حربي» are one family name.
pub fn without_article(word: &str) -> &str {
    word.strip_prefix(ARTICLE).filter(|rest| !rest.is_empty()).unwrap_or(word)
}

/// Joins words by one space, but «عبد» straight to a following word that begins with the article.
fn join_words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut key = String::new();
    let mut after_servant = false;
    for word in words {
        let continues_name = after_servant && word.starts_with(ARTICLE);
        if !key.is_empty() && !continues_name {
            key.push(' ');
        }
        key.push_str(word);
        after_servant = word == SERVANT;
    }
    key
}

/// Maps one decomposed letter or digit; hamza and madda have left their letter already as combining marks.
fn fold_letter(character: char) -> char {
    match character {
        '\u{0671}' => 'ا',
        'ى' | '\u{06CC}' => 'ي',
        'ة' => 'ه',
        '\u{06A9}' => 'ك',
        other => digit_of(other).unwrap_or(other),
    }
}

/// Tells whether a character leaves no trace in a search key: tatweel and what nobody sees.
fn is_ignored(character: char) -> bool {
    character == TATWEEL || is_unseen(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_arabic_digit_sets_become_ascii_digits() {
        assert_eq!(fold_digits("٠٥٥٦٨٨٠٠٤٥"), "0556880045");
        assert_eq!(fold_digits("رقم ۱۲۳"), "رقم 123");
        assert!(matches!(fold_digits("0556880045"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_ways_of_writing_one_name_share_one_search_key() {
        let same: [&[&str]; 12] = [
            &["احمد", "أحمد", "إحمد", "\u{0671}حمد"],
            &["محمد", "مُحَمَّد", "مـحـمـد"],
            &["فاطمه", "فاطمة"],
            &["هدي", "هدى", "هد\u{06CC}"],
            &["123", "١٢٣", "۱۲۳", "１２３"],
            &["عبد الله", "عبدالله", " عبد  الله "],
            &["امنة", "آمنة"],
            &["مومن", "مؤمن"],
            &["فايز", "فائز"],
            &["کريم", "كريم"],
            &["\u{FEFB}مي", "لامي"],
            &["Ali Hassan", "ALI-HASSAN", "\u{2066}ali\u{200F} hassan\u{2069}"],
        ];
        for group in same {
            for name in group {
                assert_eq!(fold_search(name), fold_search(group[0]), "{name} and {}", group[0]);
            }
        }
    }

    #[test]
    fn the_ways_of_writing_one_full_name_share_their_words() {
        let same: [&[&str]; 6] = [
            &["محمد بن عبد الله آل سعود", "محمد عبدالله سعود", "مُحمّد ابن عبد الله ال سعود"],
            &["أبو بكر الحربي", "ابوبكر الحربي"],
            &["فاطمة بنت أحمد", "فاطمه احمد"],
            &["عبد رب النبي", "عبدرب النبي"],
            &["Mohammed bin Abdullah", "mohammed abdullah"],
            &["بن", ""],
        ];
        for group in same {
            for name in group {
                assert_eq!(name_words(name), name_words(group[0]), "{name} and {}", group[0]);
            }
        }
        assert_eq!(name_words("آل سعود"), ["سعود"]);
        assert_ne!(name_words("سعد"), name_words("سعيد"));
        assert_eq!((without_article("الحربي"), without_article("ال")), ("حربي", "ال"));
    }

    #[test]
    fn different_names_keep_different_search_keys() {
        for (one, other) in [("سعد", "سعيد"), ("علي", "عالي"), ("معبد الشمس", "معبدالشمس"), ("نورة", "نور")]
        {
            assert_ne!(fold_search(one), fold_search(other));
        }
        assert_eq!(fold_search("  —، "), "");
    }
}
