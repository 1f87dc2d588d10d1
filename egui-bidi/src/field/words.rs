//! Where words begin, for the caret. A stop is where a word or a mark begins, never a space.

use std::ops::Range;

use parley::{Cluster, Layout};

/// The next stop after `byte`, or the end of the text.
pub(super) fn next_stop(layout: &Layout<()>, text: &str, byte: usize) -> usize {
    let following = std::iter::successors(Cluster::from_byte_index(layout, byte), Cluster::next_logical);
    following
        .skip(1)
        .find(|cluster| is_stop(cluster, text))
        .map_or(text.len(), |cluster| cluster.text_range().start)
}

/// The last stop before `byte`, or the start of the text.
pub(super) fn previous_stop(layout: &Layout<()>, text: &str, byte: usize) -> usize {
    let Some(before) = byte.checked_sub(1).and_then(|byte| Cluster::from_byte_index(layout, byte)) else {
        return 0;
    };
    let mut preceding = std::iter::successors(Some(before), Cluster::previous_logical);
    preceding.find(|cluster| is_stop(cluster, text)).map_or(0, |cluster| cluster.text_range().start)
}

/// The word, mark or run of spaces that the letter at `byte` belongs to.
pub(super) fn word_at(layout: &Layout<()>, text: &str, byte: usize) -> Range<usize> {
    let Some(letter) = Cluster::from_byte_index(layout, byte) else { return text.len()..text.len() };
    let mut back = std::iter::successors(Some(letter), Cluster::previous_logical);
    let start = back.find(Cluster::is_word_boundary).map_or(0, |first| first.text_range().start);
    let mut on = std::iter::successors(Some(letter), Cluster::next_logical).skip(1);
    let end = on.find(Cluster::is_word_boundary).map_or(text.len(), |next| next.text_range().start);
    start..end
}

fn is_stop(cluster: &Cluster<'_, ()>, text: &str) -> bool {
    let is_space = text.get(cluster.text_range()).is_none_or(|piece| piece.starts_with(char::is_whitespace));
    cluster.is_word_boundary() && !is_space
}
