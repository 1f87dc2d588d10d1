//! How the screens that find and show people are reached, and made-up people for them.

use jiff::ToSpan as _;
use shared::domain::{BranchId, DeviceId, FactId, FileId, PlannedVisit, ProfileField, Text, UnixMillis};

use super::Stage;
use super::sample::{SAMPLE_TEXTS, sample_now, sample_visit};
use crate::action::{Action, PeopleAction, PlanAction};
use crate::link::{
    Event, FieldValue, FieldValues, PersonHit, PersonView, PersonVisit, PlannedRow, Seen, ValueWriter,
    Written,
};

/// A screen about people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleScene {
    /// The search with people found.
    Search,
    /// The search for somebody who is not on the device.
    NotHere,
    /// A person whose values contradict each other.
    Person,
    /// A value being corrected.
    Edit,
    /// A group being chosen.
    EditGroup,
    /// A visit being planned.
    Plan,
    /// Who is to make it being chosen.
    PlanWhom,
    /// A planned visit.
    Planned,
    /// Why a planned visit is not to be made any more.
    PlanDrop,
}

impl PeopleScene {
    /// Returns its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Search => "people-search",
            Self::NotHere => "people-not-here",
            Self::Person => "people-person",
            Self::Edit => "people-edit",
            Self::EditGroup => "people-edit-group",
            Self::Plan => "people-plan",
            Self::PlanWhom => "people-plan-whom",
            Self::Planned => "people-planned",
            Self::PlanDrop => "people-plan-drop",
        }
    }

    /// Plays the scene from field mode's home up to its screen.
    pub fn play(self, stage: &mut Stage) {
        let query = "محمد";
        let people = |action| Action::People(action);
        stage.act(people(PeopleAction::Show));
        if self == Self::NotHere {
            let (query, hits) = ("1000000024", Vec::new());
            stage.act(people(PeopleAction::Write(query.to_owned())));
            return stage.tell(Event::Found { query: query.to_owned().into(), hits, asked: true });
        }
        stage.act(people(PeopleAction::Write(query.to_owned())));
        stage.tell(Event::Found { query: query.to_owned().into(), hits: sample_hits(), asked: false });
        if self == Self::Search {
            return;
        }
        stage.act(people(PeopleAction::Open(FileId::from_random([1; 16]))));
        stage.tell(Event::PersonOpened(Box::new(sample_person())));
        let planned = sample_planned();
        let plan = |action| Action::Plan(action);
        let rows = planned.iter().map(of_the_sample_person).collect();
        let files = sample_person().files;
        stage.tell(Event::PlannedFor { files, rows });
        match self {
            Self::Search | Self::NotHere | Self::Person => {}
            Self::Plan | Self::PlanWhom => {
                stage.act(plan(PlanAction::Begin));
                stage.act(plan(PlanAction::WriteDate("20/6/1448".to_owned())));
                stage.act(plan(PlanAction::WriteReason(SAMPLE_TEXTS[1].to_owned())));
                if self == Self::PlanWhom {
                    stage.act(plan(PlanAction::AskWhom));
                }
            }
            Self::Planned | Self::PlanDrop => {
                stage.act(plan(PlanAction::Open(planned[0].plan.id)));
                if self == Self::PlanDrop {
                    stage.act(plan(PlanAction::AskWhy));
                    stage.act(plan(PlanAction::Drop));
                }
            }
            Self::Edit => stage.act(people(PeopleAction::Edit(ProfileField::NationalId))),
            Self::EditGroup => stage.act(people(PeopleAction::Edit(ProfileField::Group))),
        }
    }
}

/// Returns people found by a name.
pub fn sample_hits() -> Vec<PersonHit> {
    let hit = |(n, name, id, mobile, differs): (u8, &str, &str, &str, bool)| PersonHit {
        file: FileId::from_random([n; 16]),
        files: vec![FileId::from_random([n; 16])],
        name: worded(name),
        national_id: worded(id),
        mobile: worded(mobile),
        differs,
    };
    let people = [
        (1, SAMPLE_TEXTS[0], "1000000008", "0556880045", true),
        (2, "محمد عبد العزيز القحطاني", "1000000016", "", false),
        (3, "نورة محمد السالم", "", "0500000003", false),
    ];
    people.map(hit).into()
}

/// Returns a person of whom two branches wrote different mobiles.
pub fn sample_person() -> PersonView {
    let file = FileId::from_random([1; 16]);
    let at = |minutes: i64| UnixMillis(sample_now().timestamp().as_millisecond() - minutes * 60_000);
    let here = Written { file, at: at(30), by: ValueWriter::ThisDevice, received: false };
    let there = Written {
        file,
        at: at(3_000),
        by: ValueWriter::Device {
            device: DeviceId::from_random([9; 16]),
            branch: BranchId::parse("riyadh").ok(),
        },
        received: true,
    };
    let value = |words: &str, written: &Written| FieldValue {
        text: worded(words).expect("the sample's texts are not empty"),
        settles: true,
        written: vec![written.clone()],
    };
    let values = |field: ProfileField| match field {
        ProfileField::Name => vec![value(SAMPLE_TEXTS[0], &there)],
        ProfileField::NationalId => vec![value("1000000008", &there)],
        ProfileField::Mobile => vec![value("0556880045", &there), value("0500000011", &here)],
        _ => Vec::new(),
    };
    let fields = ProfileField::ALL.into_iter().map(|field| FieldValues {
        field,
        values: values(field),
        settled_by: None,
        seen: Seen::nothing(field),
    });
    let visit = PersonVisit { visit: sample_visit(), branch: "riyadh".to_owned(), received: true };
    PersonView { files: vec![file], fields: fields.collect(), visits: vec![visit] }
}

/// Returns visits to be made: one overdue, one today.
pub fn sample_planned() -> Vec<PlannedRow> {
    let today = sample_now().date();
    let plan = |(n, days, name, reason): (u8, i64, &str, &str)| PlannedRow {
        plan: PlannedVisit {
            id: FactId::from_random([n; 16]),
            date: today.checked_sub(days.days()).unwrap_or(today),
            representative: None,
            reason: worded(reason),
            place: None,
        },
        file: Some(FileId::from_random([1; 16])),
        name: worded(name),
        mobile: worded("0556880045"),
        address: worded("RRRD2929"),
        branch: "riyadh".to_owned(),
        overdue: days > 0,
        received: true,
    };
    let plans = [(21, 2, SAMPLE_TEXTS[0], SAMPLE_TEXTS[1]), (22, 0, "نورة محمد السالم", SAMPLE_TEXTS[1])];
    plans.map(plan).into()
}

fn of_the_sample_person(row: &PlannedRow) -> PlannedRow {
    PlannedRow { name: worded(SAMPLE_TEXTS[0]), ..row.clone() }
}

fn worded(words: &str) -> Option<Text> {
    Text::new(words).ok().filter(|text| !text.as_str().is_empty())
}
