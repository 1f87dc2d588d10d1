//! The sample's words and numbers, read from `sample.json`. No real person, no real number.

use std::collections::BTreeMap;

use kiosk::gallery::sample_guide;
use serde::Deserialize;
use shared::domain::{BranchId, CatalogEntry, Code, Described, Role, Score, Telephone, Text};

/// Where the sample's own catalog entries begin, behind the default catalog's.
const FIRST_POSITION: i64 = 100;

/// Everything that the sample is made from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The branches, the one whose window is shown first.
    pub branches: Vec<SampleBranch>,
    pub(super) departments: Vec<Named>,
    pub(super) staff: Vec<Staff>,
    pub(super) needs: Vec<Need>,
    pub(super) notes: Vec<String>,
    pub(super) corrections: Vec<String>,
    pub(super) son_of: String,
    pub(super) daughter_of: String,
    pub(super) first_names_men: Vec<String>,
    pub(super) first_names_women: Vec<String>,
    pub(super) fathers: Vec<String>,
    pub(super) families: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) suggestions: Vec<SampleSuggestion>,
    pub(super) comments: BTreeMap<String, Vec<String>>,
    pub(super) reasons: BTreeMap<String, Vec<String>>,
}

/// A branch and how much it recorded.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleBranch {
    /// Its id.
    pub id: String,
    /// Its name in Arabic.
    pub ar: String,
    /// Its name in English.
    pub en: String,
    /// At which number it is called.
    pub phone: String,
    /// How many visits it recorded, corrections among them.
    pub visits: usize,
    /// How many ratings, by service.
    pub ratings: BTreeMap<String, usize>,
}

/// A name of the catalog.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    code: String,
    ar: String,
    en: String,
}

/// A member of staff.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Staff {
    pub(super) code: String,
    ar: String,
    en: String,
    pub(super) role: String,
    department: String,
    pub(super) branch: String,
}

/// What people come for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Need {
    pub(super) service: String,
    pub(super) department: String,
    pub(super) weight: u32,
    /// Weights of excellent, good, bad and very bad.
    pub(super) scores: [u32; 4],
    pub(super) purposes: Vec<String>,
    pub(super) answers: Vec<String>,
}

/// What somebody suggested.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SampleSuggestion {
    pub(super) branch: String,
    pub(super) service: Option<String>,
    pub(super) words: String,
    /// Whether they left a number.
    pub(super) reply: bool,
}

impl Sample {
    /// Reads the sample that is built in.
    ///
    /// # Panics
    /// Where `sample.json` is wrong, which a test finds.
    pub fn built_in() -> Self {
        serde_json::from_str(include_str!("sample.json")).expect("the built-in sample is well formed")
    }

    /// Returns the catalog entries beyond the default ones: the branches' numbers, departments, staff, and the guide that the pictures show too.
    pub(super) fn entries(&self) -> Vec<CatalogEntry> {
        let mut entries = Vec::new();
        entries.extend(self.branches.iter().map(|b| {
            let phone = Some(Telephone::parse(&b.phone).expect("the sample's numbers can be dialled"));
            entry(Described::Branch { phone }, &b.id, &b.ar, &b.en)
        }));
        entries.extend(self.departments.iter().map(|n| entry(Described::Department, &n.code, &n.ar, &n.en)));
        entries.extend(self.staff.iter().map(|s| {
            let (department, role) = (Some(code(&s.department)), Some(s.role()));
            entry(Described::Staff { department, role }, &s.code, &s.ar, &s.en)
        }));
        (FIRST_POSITION..)
            .zip(entries)
            .map(|(position, entry)| CatalogEntry { position, ..entry })
            .chain(sample_guide())
            .collect()
    }
}

impl SampleBranch {
    /// Returns its id.
    pub(super) fn branch_id(&self) -> BranchId {
        BranchId::parse(&self.id).expect("the sample's branch ids are words")
    }
}

impl Staff {
    /// Tells whether the member of staff visits people.
    pub(super) fn is_representative(&self) -> bool {
        self.role() == Role::Representative
    }

    /// Returns what the member of staff may do.
    pub(super) fn role(&self) -> Role {
        Role::known(&self.role).expect("the sample's roles are known ones")
    }
}

/// Scores in the order of the sample's weights.
pub(super) const SCORES: [Score; 4] = [Score::Excellent, Score::Good, Score::Bad, Score::VeryBad];

pub(super) fn code(word: &str) -> Code {
    Code::new(word).expect("the sample's codes are words")
}

pub(super) fn text(words: &str) -> Text {
    Text::new(words).expect("the sample's texts are short")
}

fn entry(what: Described, word: &str, ar: &str, en: &str) -> CatalogEntry {
    CatalogEntry::new(what, code(word), text(ar), text(en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_has_three_branches_500_visits_and_a_group_too_small_to_show() {
        let sample = Sample::built_in();
        assert_eq!(sample.branches.len(), 3);
        assert_eq!(sample.branches.iter().map(|b| b.visits).sum::<usize>(), 500);
        assert!(sample.branches.iter().all(|b| b.branch_id().as_str() == b.id));
        let complaints: usize = sample.branches.iter().filter_map(|b| b.ratings.get("complaint")).sum();
        assert!((1..10).contains(&complaints));
        let rated = sample.branches.iter().flat_map(|b| b.ratings.keys());
        assert!(rated.into_iter().all(|service| sample.needs.iter().any(|n| &n.service == service)));
        assert!(!sample.entries().is_empty());
    }
}
