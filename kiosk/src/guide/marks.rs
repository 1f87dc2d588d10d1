//! What of a text a search matched: the words to be marked, and the piece of a long text that they stand in.

use std::ops::Range;

use super::words::{begins_like, folded_words};

/// Characters of a long text in front of the first match.
const BEFORE_CHARS: usize = 30;

/// Characters of a piece of a long text: about a line and a half.
const PIECE_CHARS: usize = 120;

/// A text, and the bytes of it that matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// The words that matched, in their order.
    pub marks: Vec<Range<usize>>,
}

/// Marks the words of a text that a query matches.
pub fn mark(text: &str, query: &str) -> Marked {
    let asked = folded_words(query);
    let matches = |range: &Range<usize>| {
        let folded = folded_words(&text[range.clone()]);
        folded.iter().any(|word| asked.iter().any(|asked| begins_like(word, asked)))
    };
    Marked { text: text.to_owned(), marks: words_of(text).filter(matches).collect() }
}

/// Cuts the piece around the first match out of a long text and marks it; `None` where nothing matches.
pub fn mark_around(text: &str, query: &str) -> Option<Marked> {
    let text = text.replace('\n', " ");
    let first = mark(&text, query).marks.first()?.start;
    let starts: Vec<usize> = words_of(&text).map(|word| word.start).collect();
    let nearest = text[..first].char_indices().rev().nth(BEFORE_CHARS).map_or(0, |(at, _)| at);
    let start = starts.iter().copied().find(|start| *start >= nearest && nearest > 0).unwrap_or(0);
    let limit = text[start..].char_indices().nth(PIECE_CHARS).map_or(text.len(), |(at, _)| start + at);
    let end = if limit == text.len() { limit } else { words_end(&text, limit).max(first) };
    let ellipsis = |is_cut: bool| if is_cut { "…" } else { "" };
    let piece = format!("{}{}{}", ellipsis(start > 0), text[start..end].trim(), ellipsis(end < text.len()));
    Some(mark(&piece, query))
}

/// The end of the last whole word before `limit`.
fn words_end(text: &str, limit: usize) -> usize {
    words_of(text).take_while(|word| word.end <= limit).last().map_or(limit, |word| word.end)
}

/// The words of a text, as bytes.
fn words_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric();
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_part)?;
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
        rest = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, query: &str) -> Vec<String> {
        let marked = mark(text, query);
        marked.marks.into_iter().map(|range| marked.text[range].to_owned()).collect()
    }

    #[test]
    fn whole_words_are_marked_as_they_are_written() {
        assert_eq!(marked("طلبُ الدَّعمِ للمستفيد", "دعم مستف"), ["الدَّعمِ", "للمستفيد"]);
        assert_eq!(marked("الرقم ١٢٣، ثم 45", "123"), ["١٢٣"]);
        assert_eq!(marked("Support request", "sup"), ["Support"]);
        assert!(marked("طلب", "سكن").is_empty() && marked("طلب", "").is_empty());
    }

    #[test]
    fn a_long_text_is_cut_around_its_first_match() {
        let long = format!("{}والهوية الوطنية {}", "كلام كثير ".repeat(40), "وكلام بعده ".repeat(40));
        let piece = mark_around(&long, "هوية").unwrap();
        assert!(piece.text.starts_with('…') && piece.text.ends_with('…'), "{}", piece.text);
        assert!(piece.text.chars().count() <= PIECE_CHARS + 2);
        assert_eq!(&piece.text[piece.marks[0].clone()], "والهوية");
        assert_eq!(mark_around("الهوية", "هوية").unwrap().text, "الهوية");
        assert_eq!(mark_around(&long, "سكن"), None);
    }
}
