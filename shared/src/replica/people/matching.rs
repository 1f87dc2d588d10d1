//! What somebody typed to find a person, and how well a file answers it.

use crate::domain::{index_form_of_mobile, reference_number};
use crate::locale::{fold_number, fold_search, name_words, without_article};

/// Fewest digits by which the end of a number is looked for.
const TAIL_DIGITS_MIN: usize = 4;

/// Most words of a query that count: nobody's name has more.
const WORDS_MAX: usize = 12;

/// How a file matched: the better the earlier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Found {
    /// A visit of the person has that reference code.
    Reference,
    /// The whole number.
    Number,
    /// The whole name.
    Name,
    /// The first words of the name, each whole, in order.
    FirstWords,
    /// The first words of the name, begun, in order.
    FirstWordsBegun,
    /// Words of the name, each whole.
    Words,
    /// Words of the name, begun.
    WordsBegun,
    /// The beginning of a number.
    NumberBegun,
    /// The end of a number.
    NumberEnd,
}

/// What is compared of a file. Several values of a field are parted by line breaks.
pub(super) struct SearchKeys {
    names: Box<str>,
    ids: Box<str>,
    mobiles: Box<str>,
}

impl SearchKeys {
    pub fn new<'a>(
        names: impl Iterator<Item = &'a str>,
        ids: impl Iterator<Item = &'a str>,
        mobiles: impl Iterator<Item = &'a str>,
    ) -> Self {
        let lines = |lines: Vec<String>| lines.join("\n").into_boxed_str();
        Self {
            names: lines(names.map(|name| name_words(name).join(" ")).collect()),
            ids: lines(ids.map(compact).collect()),
            mobiles: lines(mobiles.map(mobile_core).collect()),
        }
    }
}

/// A query: words of a name, numbers, or a reference code. Where several stand together, all must match.
pub(super) struct Query {
    /// The number behind a reference code.
    pub reference: Option<u64>,
    words: Vec<String>,
    number: Option<String>,
}

impl Query {
    /// Reads what was typed; `None` where nothing is left to look for.
    pub fn parse(typed: &str) -> Option<Self> {
        let is_number = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
        let folded = fold_search(typed);
        let number: String = folded.split(' ').filter(|word| is_number(word)).collect();
        let mut words: Vec<String> = name_words(typed).into_iter().filter(|word| !is_number(word)).collect();
        words.truncate(WORDS_MAX);
        let reference = reference_number(typed);
        let number = (!number.is_empty()).then_some(number);
        (reference.is_some() || number.is_some() || !words.is_empty()).then_some(Self {
            reference,
            words,
            number,
        })
    }

    /// Tells how a file matches; `None` where it does not.
    pub fn matches(&self, keys: &SearchKeys) -> Option<Found> {
        let by_number = match &self.number {
            Some(number) => Some(number_in(keys, number)?),
            None => None,
        };
        if self.words.is_empty() {
            return by_number;
        }
        let by_name = keys.names.split('\n').filter_map(|name| name_matches(name, &self.words)).min()?;
        Some(by_number.map_or(by_name, |by_number| by_number.min(by_name)))
    }
}

fn number_in(keys: &SearchKeys, number: &str) -> Option<Found> {
    let how = |known: &str, typed: &str| {
        let is_tail = typed.len() >= TAIL_DIGITS_MIN && known.ends_with(typed);
        match known {
            "" => None,
            _ if known == typed => Some(Found::Number),
            _ if known.starts_with(typed) => Some(Found::NumberBegun),
            _ if is_tail => Some(Found::NumberEnd),
            _ => None,
        }
    };
    let by_id = keys.ids.split('\n').filter_map(|id| how(id, number)).min();
    let core = typed_mobile_core(number);
    let by_mobile =
        keys.mobiles.split('\n').filter(|_| !core.is_empty()).filter_map(|mobile| how(mobile, core)).min();
    by_id.into_iter().chain(by_mobile).min()
}

/// Tells how the words of a name match the words that were typed, each by a word of its own.
fn name_matches(name: &str, typed: &[String]) -> Option<Found> {
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).take(32).collect();
    let is_whole = |word: &str, typed: &str| without_article(word) == without_article(typed);
    let is_begun = |word: &str, typed: &str| {
        word.starts_with(typed) || without_article(word).starts_with(without_article(typed))
    };
    if words.len() < typed.len() {
        return None;
    }
    let in_order =
        |fits: &dyn Fn(&str, &str) -> bool| words.iter().zip(typed).all(|(word, typed)| fits(word, typed));
    if in_order(&is_whole) {
        return Some(if words.len() == typed.len() { Found::Name } else { Found::FirstWords });
    }
    if in_order(&is_begun) {
        return Some(Found::FirstWordsBegun);
    }
    let mut longest_first: Vec<&String> = typed.iter().collect();
    longest_first.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut taken = 0_u32;
    let mut found = Found::Words;
    for typed in longest_first {
        let free = |at: &usize| taken & 1 << at == 0;
        let whole = (0..words.len()).filter(free).find(|at| is_whole(words[*at], typed));
        let at = match whole {
            Some(at) => at,
            None => {
                found = Found::WordsBegun;
                (0..words.len()).filter(free).find(|at| is_begun(words[*at], typed))?
            }
        };
        taken |= 1 << at;
    }
    Some(found)
}

/// A number as it is compared.
fn compact(number: &str) -> String {
    fold_search(&fold_number(number)).replace(' ', "")
}

/// A mobile as it is compared: the number without country code 966 and without leading zeros.
fn mobile_core(mobile: &str) -> String {
    let digits = index_form_of_mobile(mobile).map_or_else(|| compact(mobile), |e164| e164[1..].to_owned());
    typed_mobile_core(&digits).to_owned()
}

fn typed_mobile_core(digits: &str) -> &str {
    let national = digits.trim_start_matches('0');
    national.strip_prefix("966").unwrap_or(national).trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn how(name: &str, typed: &str) -> Option<Found> {
        let keys =
            SearchKeys::new([name].into_iter(), ["1000000008"].into_iter(), ["0556880045"].into_iter());
        Query::parse(typed).and_then(|query| query.matches(&keys))
    }

    #[test]
    fn a_name_is_found_by_parts_of_it_in_any_order_and_spelling() {
        let name = "مُحمّد بن عبد الله آل سعود الحربي";
        for (typed, found) in [
            ("محمد عبدالله سعود حربي", Found::Name),
            ("محمد ابن عبد الله", Found::FirstWords),
            ("محمد عبد", Found::FirstWordsBegun),
            ("الحربي محمد", Found::Words),
            ("الح محمد", Found::WordsBegun),
            ("حرب", Found::WordsBegun),
            ("عبدالله", Found::Words),
        ] {
            assert_eq!(how(name, typed), Some(found), "{typed}");
        }
        for other in ["محمود", "محمد محمد", "بن", "", "سعيد"] {
            assert_eq!(how(name, other), None, "{other}");
        }
    }

    #[test]
    fn a_number_is_found_in_any_notation_and_by_its_end() {
        for typed in
            ["1000000008", "١٠٠٠٠٠٠٠٠٨", "0556880045", "+966 55 688 0045", "00966556880045", "٠٥٥٦٨٨٠٠٤٥"]
        {
            assert_eq!(how("نورة", typed), Some(Found::Number), "{typed}");
        }
        for dice in 0..2_000 {
            for plain in ["1000000008", "0556880045"] {
                let typed = crate::locale::dressing::dressed(plain, dice);
                assert_eq!(how("نورة", &typed), Some(Found::Number), "{typed:?}");
            }
        }
        assert_eq!(how("نورة", "05568"), Some(Found::NumberBegun));
        assert_eq!(how("نورة", "10000"), Some(Found::NumberBegun));
        assert_eq!(how("نورة", "0045"), None, "zeros that lead are no part of a mobile's end");
        assert_eq!(how("نورة", "80045"), Some(Found::NumberEnd));
        assert_eq!(how("نورة", "0557"), None);
        assert_eq!(how("نورة", "نورة 05568"), Some(Found::Name));
        assert_eq!(how("نورة", "سارة 05568"), None);
    }
}
