//! The index: every word of the guide's entries, sorted, each with the entries it stands in and how much it weighs there.

use shared::domain::{Catalog, CatalogEntry, CatalogKind, Code, Text};

use super::words::{bare, begins_like, folded_words};

/// Most entries that a search returns: many pages of results, beyond which another word helps more.
pub const HITS_MAX: usize = 100;

/// Most words of a query that count.
const ASKED_MAX: usize = 8;

/// What a word weighs in a name, in what stands beside it, and in a long text.
const IN_NAME: u16 = 60;
const IN_LINES: u16 = 12;
const IN_BODY: u16 = 4;

/// What is added where a word is the asked one to its end.
const WHOLE_WORD: u16 = 3;

/// What is added where a name begins with all that was asked.
const NAME_BEGINS: u16 = 120;

/// Who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A visitor: finds what is for everybody.
    Visitor,
    /// Staff: finds everything.
    Staff,
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its kind.
    pub kind: CatalogKind,
    /// Its code.
    pub code: Code,
}

/// The index of one catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideIndex {
    entries: Vec<Indexed>,
    /// Folded words in their order, each with where its postings begin; those of a word end where the next one's begin.
    words: Vec<(Box<str>, usize)>,
    postings: Vec<Posting>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Indexed {
    hit: Hit,
    names: [String; 2],
    is_for_everybody: bool,
}

/// That a word stands in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Posting {
    entry: u32,
    weight: u16,
}

impl GuideIndex {
    /// Makes the index of what a catalog offers.
    pub fn new(catalog: &Catalog) -> Self {
        let mut index = Self::default();
        let mut found: Vec<(Box<str>, Posting)> = Vec::new();
        for entry in kinds().iter().flat_map(|kind| catalog.offered(kind)) {
            let number = u32::try_from(index.entries.len()).expect("a catalog has fewer entries than 2^32");
            let mut words = weighed_words(entry);
            words.sort();
            // the heaviest place of a word in the entry is the one that counts
            words.dedup_by(|later, earlier| {
                let is_same = later.0 == earlier.0;
                earlier.1 = if is_same { earlier.1.max(later.1) } else { earlier.1 };
                is_same
            });
            let posted = |(word, weight): (String, u16)| (word.into(), Posting { entry: number, weight });
            found.extend(words.into_iter().map(posted));
            index.entries.push(Indexed::new(entry));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.entry.cmp(&b.1.entry)));
        for (word, posting) in found {
            if index.words.last().is_none_or(|(last, _)| *last != word) {
                index.words.push((word, index.postings.len()));
            }
            index.postings.push(posting);
        }
        index
    }

    /// Returns what holds every word of a query at the beginning of one of its own, best first, at most [`HITS_MAX`].
    /// Names come before lines, lines before long texts; what is alike stands in the catalog's order.
    pub fn search(&self, query: &str, reader: Reader) -> Vec<Hit> {
        let mut asked = folded_words(query);
        asked.truncate(ASKED_MAX);
        if asked.is_empty() {
            return Vec::new();
        }
        let mut scores = vec![0; self.entries.len()];
        for (nth, word) in asked.iter().enumerate() {
            let weights = self.weights_of(word);
            for (score, weight) in scores.iter_mut().zip(weights) {
                // an entry without one of the words falls out for good
                *score = if weight == 0 || (nth > 0 && *score == 0) { 0 } else { *score + u32::from(weight) };
            }
        }
        let whole = asked.join(" ");
        let numbered = self.entries.iter().zip(scores).enumerate();
        let mut hits: Vec<(u32, usize)> = numbered
            .filter(|(_, (entry, score))| *score > 0 && (reader == Reader::Staff || entry.is_for_everybody))
            .map(|(number, (entry, score))| (score + entry.bonus(&whole), number))
            .collect();
        hits.sort_by_key(|(score, number)| (std::cmp::Reverse(*score), *number));
        hits.truncate(HITS_MAX);
        hits.into_iter().map(|(_, number)| self.entries[number].hit.clone()).collect()
    }

    /// Returns how many entries it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The heaviest weight of a word in each entry, 0 where it is not there.
    fn weights_of(&self, asked: &str) -> Vec<u16> {
        let mut weights = vec![0_u16; self.entries.len()];
        for beginning in [asked, bare(asked)] {
            let first = self.words.partition_point(|(word, _)| &**word < beginning);
            let words = self.words[first..].iter().take_while(|(word, _)| word.starts_with(beginning));
            for (offset, (word, start)) in words.enumerate() {
                let end = self.words.get(first + offset + 1).map_or(self.postings.len(), |(_, next)| *next);
                let bonus = if **word == *beginning { WHOLE_WORD } else { 0 };
                for posting in &self.postings[*start..end] {
                    if let Some(weight) = weights.get_mut(posting.entry as usize) {
                        *weight = (*weight).max(posting.weight + bonus);
                    }
                }
            }
        }
        weights
    }
}

impl Indexed {
    fn new(entry: &CatalogEntry) -> Self {
        Self {
            hit: Hit { kind: entry.kind(), code: entry.code.clone() },
            names: [&entry.name_ar, &entry.name_en].map(|name| folded_words(name.as_str()).join(" ")),
            is_for_everybody: entry.is_for_everybody(),
        }
    }

    /// What is added for the name as a whole.
    fn bonus(&self, whole: &str) -> u32 {
        let begins = self.names.iter().any(|name| begins_like(name, whole));
        if begins { u32::from(NAME_BEGINS) } else { 0 }
    }
}

/// The kinds that the guide shows, in the order in which results that weigh the same stand.
fn kinds() -> [CatalogKind; 6] {
    use CatalogKind::{Improvement, Notion, Question, Service, Tool, ToolPage};
    [Service, Question, Notion, Tool, ToolPage, Improvement]
}

/// Every folded word of an entry in both languages, as it is and bare, with its weight.
fn weighed_words(entry: &CatalogEntry) -> Vec<(String, u16)> {
    let weigh = |text: &Text, weight| {
        let words = folded_words(text.as_str()).into_iter();
        words.flat_map(move |word| {
            let bare = bare(&word);
            let bare = (bare != word).then(|| (bare.to_owned(), weight));
            std::iter::once((word, weight)).chain(bare)
        })
    };
    let weighed = entry.texts().into_iter().zip([IN_NAME, IN_LINES, IN_BODY]);
    weighed.flat_map(|(texts, weight)| texts.into_iter().flat_map(move |text| weigh(text, weight))).collect()
}

#[cfg(test)]
mod tests;
