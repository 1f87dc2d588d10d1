//! Made-up people: names, numbers whose check digit fits, groups. Nobody is meant by any of them.

use rand::RngExt as _;
use rand::seq::IndexedRandom as _;
use shared::doc::Dice;
use shared::domain::{Person, Text, national_id_doubt};

use super::sample::{Sample, code, text};

/// Groups that only women belong to.
const GROUPS_OF_WOMEN: [&str; 2] = ["widows", "divorced"];

/// Makes a person of whom everything is known.
pub(super) fn person(sample: &Sample, dice: &mut Dice) -> Person {
    let is_woman = dice.random_ratio(11, 20);
    let (first_names, child_of) = if is_woman {
        (&sample.first_names_women, &sample.daughter_of)
    } else {
        (&sample.first_names_men, &sample.son_of)
    };
    let [first, father, family] =
        [first_names, &sample.fathers, &sample.families].map(|names| one_of(names, dice));
    Person {
        national_id: Some(text(&national_id(dice))),
        name: Some(text(&format!("{first} {child_of} {father} {family}"))),
        mobile: Some(mobile(dice)),
        birth: None,
        id_expiry: None,
        address: None,
        group: dice.random_ratio(3, 5).then(|| code(group(sample, is_woman, dice))),
    }
}

fn group<'a>(sample: &'a Sample, is_woman: bool, dice: &mut Dice) -> &'a str {
    let fits = |group: &&String| is_woman || !GROUPS_OF_WOMEN.contains(&group.as_str());
    let fitting: Vec<_> = sample.groups.iter().filter(fits).collect();
    fitting.choose(dice).expect("the sample's lists are not empty")
}

/// A mobile of a range that looks like nobody's.
pub(super) fn mobile(dice: &mut Dice) -> Text {
    text(&format!("0500{:06}", dice.random_range(0..1_000_000)))
}

/// Ten digits that look like no number in use: a run of zeros behind the first digit, and the right check digit.
fn national_id(dice: &mut Dice) -> String {
    let first = if dice.random_ratio(4, 5) { 1 } else { 2 };
    let stem = format!("{first}0000{:04}", dice.random_range(0..10_000));
    let mut candidates = (0..10).map(|check| format!("{stem}{check}"));
    candidates.find(|id| national_id_doubt(id).is_none()).expect("one of ten check digits fits")
}

/// Returns one of some texts.
pub(super) fn one_of<'a>(texts: &'a [String], dice: &mut Dice) -> &'a str {
    texts.choose(dice).expect("the sample's lists are not empty")
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use shared::domain::mobile_doubt;

    use super::*;

    #[test]
    fn widows_and_divorced_women_are_women() {
        let (sample, mut dice) = (Sample::built_in(), Dice::seed_from_u64(1));
        let mut seen = 0;
        for _ in 0..400 {
            let person = person(&sample, &mut dice);
            let group = person.group.as_ref().map(|group| group.as_str());
            if group.is_some_and(|group| GROUPS_OF_WOMEN.contains(&group)) {
                let name = person.name.unwrap();
                assert!(name.as_str().contains(&format!(" {} ", sample.daughter_of)), "{}", name.as_str());
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
    }

    #[test]
    fn made_up_people_have_numbers_that_nobody_doubts() {
        let (sample, mut dice) = (Sample::built_in(), Dice::seed_from_u64(1));
        for _ in 0..200 {
            let person = person(&sample, &mut dice);
            assert_eq!(person.national_id.and_then(|id| national_id_doubt(id.as_str())), None);
            assert_eq!(person.mobile.and_then(|mobile| mobile_doubt(mobile.as_str())), None);
        }
    }
}
