//! The words of a text as the index and a query compare them: folded, with and without what Arabic glues to their front.

use shared::locale::fold_search;

/// What Arabic writes as one word with the noun behind it, longest first: «ال» with and without a conjunction or a
/// preposition, folded.
const GLUED: [&str; 8] = ["وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و"];

/// Fewest letters that may be left of a word.
const LETTERS_LEFT_MIN: usize = 2;

/// Fewest letters that must be left behind a lone «و», which begins many words of its own.
const LETTERS_LEFT_OF_AND_MIN: usize = 4;

/// Returns the folded words of a text, in their order.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    fold_search(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Returns a folded word without the article, conjunction or preposition at its front, where enough is left of it.
pub(super) fn bare(word: &str) -> &str {
    let fits = |glued: &str, rest: &str| {
        let least = if glued == "و" { LETTERS_LEFT_OF_AND_MIN } else { LETTERS_LEFT_MIN };
        rest.chars().count() >= least
    };
    GLUED.iter().find_map(|glued| word.strip_prefix(glued).filter(|rest| fits(glued, rest))).unwrap_or(word)
}

/// Tells whether a folded word begins as a folded word of the query does, the article aside.
pub(super) fn begins_like(word: &str, asked: &str) -> bool {
    word.starts_with(asked) || bare(word).starts_with(bare(asked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_and_what_is_glued_to_it_make_no_difference() {
        for word in ["الدعم", "والدعم", "بالدعم", "للدعم", "دعم"] {
            assert!(begins_like(&folded_words(word)[0], "دعم"), "{word}");
        }
        assert!(begins_like("دعم", "الدعم"));
        assert!(begins_like("الدعم", "ال"));
        assert!(!begins_like("سكن", "دعم"));
    }

    #[test]
    fn short_words_keep_their_first_letters() {
        assert_eq!(bare("الا"), "الا");
        assert_eq!(bare("ورقه"), "ورقه");
        assert_eq!(bare("ومستندات"), "مستندات");
    }
}
