//! Which people a branch's devices hold: those planned, those served lately and those looked for, up to a limit.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::date;
use rand::RngExt as _;
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::doc::{Dice, FileHistory, KeyOwner, SealingKey};
use shared::domain::{
    BranchId, DeviceMode, FactId, FileId, Person, PlanLine, PlannedFor, PlannedVisit, ProfileField,
};
use shared::replica::{
    Budgets, Correction, PLAN_FILE, Progress, RecordOutcome, Request, Rows, Session, WorkingSet,
};
use shared::store::Part;
use shared::sync::http::PullQuery;
use shared::sync::{LookedFor, PullReply, PushRequest, from_cbor, unpack};
use tests::branch::{Branch, PROGRAM};
use tests::forger::Forger;
use tests::network::{Fate, Network};
use tests::office::HeadOffice;

use crate::budgets::sure_ids;
use crate::people::{correct, found, opened, text, values, visit};
use crate::shared_people::told;

/// The national id of a made-up person.
pub(crate) fn id_of(n: usize) -> String {
    sure_ids().nth(n).unwrap()
}

pub(crate) fn person(n: usize) -> Value {
    json!({"national_id": id_of(n), "name": format!("نورة {n}"), "mobile": format!("05{n:08}")})
}

pub(crate) fn planned(n: u32, day: jiff::civil::Date) -> PlannedVisit {
    let id = FactId::parse(&format!("00000000-0000-4000-8000-0001{n:08}")).unwrap();
    PlannedVisit { id, date: day, representative: None, reason: None, place: None }
}

/// A branch with a desk and a representative, and another branch.
pub(crate) struct Story {
    pub(crate) office: HeadOffice,
    network: Network,
    pub(crate) desk: Branch,
    pub(crate) field: Branch,
    visits: u32,
}

impl Story {
    pub(crate) fn new(set: WorkingSet) -> Self {
        let mut office = HeadOffice::new(1);
        office.replica.set_working_set(set).unwrap();
        let desk = Branch::enrolled("riyadh", &mut office, 1);
        let field = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, 2);
        Self { office, network: Network::default(), desk, field, visits: 0 }
    }

    pub(crate) fn sync(&mut self) {
        for device in [&mut self.desk, &mut self.field] {
            self.network.sync(device, &mut self.office).unwrap();
            device.assert_whole();
        }
        self.office.assert_whole();
    }

    pub(crate) fn go_by(&mut self, span: jiff::Span) {
        for clock in [&mut self.office.clock, &mut self.desk.clock, &mut self.field.clock] {
            clock.advance(span);
        }
    }

    /// The desk serves people, one a day.
    pub(crate) fn serve(&mut self, people: impl IntoIterator<Item = usize>) {
        for n in people {
            self.visits += 1;
            self.desk.record(&[visit(self.visits, &person(n))]);
            self.sync();
            self.go_by(24.hours());
        }
    }

    /// A new device of the branch that has pulled once.
    fn fresh(&mut self, mode: &DeviceMode, seed: u64) -> Branch {
        let mut fresh = Branch::enrolled_as("riyadh", mode, &mut self.office, seed);
        fresh.clock = self.office.clock.clone();
        self.network.sync(&mut fresh, &mut self.office).unwrap();
        fresh
    }
}

/// Which of the first people are on a device.
pub(crate) fn held(device: &Branch, of: usize) -> Vec<usize> {
    let people = device.kiosk.people().unwrap();
    (0..of).filter(|n| !people.search(&id_of(*n)).is_empty()).collect()
}

/// How many rows of files, keys of files and numbers a device's disk has.
fn rows(device: &Branch) -> [i64; 3] {
    let database = Connection::open(device.dir().join("kiosk.db")).unwrap();
    let of = |sql| database.query_row(sql, [], |row| row.get(0)).unwrap();
    [
        of(
            "SELECT count(*) FROM change JOIN document ON document.id = change.document WHERE file IS NOT NULL",
        ),
        of("SELECT count(*) FROM sealing_key WHERE id > 0"),
        of("SELECT count(DISTINCT document) FROM blind_index"),
    ]
}

#[test]
fn whoever_was_not_served_for_two_years_leaves_every_device_but_head_office_and_a_visit_brings_them_back() {
    let mut story = Story::new(WorkingSet::default());
    story.serve(0..3);
    assert_eq!(held(&story.field, 3), [0, 1, 2]);
    // pulled at the representative's, made at the desk
    assert_eq!(rows(&story.field), [3, 3, 3]);
    story.go_by(23.months());
    story.serve([1]);
    story.go_by(2.months());
    story.sync();
    assert_eq!((held(&story.desk, 3), held(&story.field, 3)), (vec![0, 1, 2], vec![1]));
    assert_eq!(rows(&story.field), [1, 1, 1], "nothing of the others is on its disk");
    // what this device itself wrote stays a month, for a head office that is put back from a backup
    story.go_by(32.days());
    story.sync();
    assert_eq!((held(&story.desk, 3), rows(&story.desk)), (vec![1], [1, 1, 1]));
    let exported = story.office.export();
    assert_eq!(exported.len(), 4, "head office has all of them");
    // a new file begins, which the server joins to the old one
    story.serve([0]);
    story.sync();
    for device in [&story.desk, &story.field] {
        assert_eq!(found(device, &id_of(0)).files.len(), 2);
    }
    story.desk.assert_whole();
}

#[test]
fn a_key_that_head_office_lacks_goes_out_before_its_file_leaves_and_then_nothing_is_planned_for_it() {
    let mut story = Story::new(WorkingSet::default());
    story.serve([0]);
    let file = found(&story.desk, &id_of(0)).file;
    story.go_by(25.months());
    story.sync();
    let database = Connection::open(story.desk.dir().join("kiosk.db")).unwrap();
    let sql = "INSERT INTO unsent_key (id) SELECT id FROM sealing_key WHERE id > 0 ON CONFLICT DO NOTHING";
    assert_eq!(database.execute(sql, []).unwrap(), 1, "a key that head office did not take");
    drop(database);
    story.go_by(32.days());
    let before = story.network.pushes.len();
    story.sync();
    let owner = KeyOwner::File(file).to_bytes();
    let sends_it = |push: &Vec<u8>| {
        let push: PushRequest = from_cbor(&unpack(push).unwrap()).unwrap();
        push.keys.iter().any(|key| key.owner.as_slice() == owner)
    };
    assert!(story.network.pushes[before..].iter().any(sends_it), "it went out");
    assert_eq!(rows(&story.desk), [0, 0, 0], "and the file after it");
    let mut act = story.desk.act();
    let day = story.office.clock.reading().wall.date();
    let outcome = story.desk.kiosk.plan_visit(&mut act, &planned(1, day), &PlannedFor::File(file)).unwrap();
    assert!(matches!(outcome, RecordOutcome::Refused { field: PLAN_FILE, .. }), "{outcome:?}");
}

#[test]
fn a_representatives_device_holds_no_more_than_its_limit_and_of_these_the_latest() {
    let mut story = Story::new(WorkingSet { field: 3, ..WorkingSet::default() });
    story.serve(0..6);
    assert_eq!(held(&story.field, 6), [3, 4, 5]);
    assert_eq!(held(&story.desk, 6), [0, 1, 2, 3, 4, 5]);
    // whoever is served again comes back whole, with what was corrected meanwhile
    let view = opened(&story.desk, &id_of(1));
    assert_eq!(correct(&mut story.desk, &view, ProfileField::Name, "نورة الجديدة"), Correction::Saved);
    story.sync();
    assert_eq!(held(&story.field, 6), [1, 4, 5]);
    assert_eq!(values(&opened(&story.field, &id_of(1)), ProfileField::Name), ["نورة الجديدة"]);
    // what it was told in between and did not hold is no gap
    story.serve([0, 4]);
    assert_eq!(held(&story.field, 6), [0, 1, 4]);
    assert_eq!(story.field.kiosk.set_aside().unwrap().len(), 0);
}

#[test]
fn a_new_device_of_an_old_branch_is_sent_the_set_alone() {
    let mut story = Story::new(WorkingSet { field: 2, ..WorkingSet::default() });
    story.serve(0..5);
    story.go_by(25.months());
    story.serve([5, 6, 1]);
    let fresh = story.fresh(&DeviceMode::Branch, 7);
    assert_eq!((held(&fresh, 7), rows(&fresh)), (vec![1, 5, 6], [3, 3, 3]));
    let brought = told(&fresh, &mut story.office, "people/riyadh").unwrap();
    let passed: u64 = brought.passed_over.iter().map(|passed| passed.entries).sum();
    assert_eq!(
        (brought.changes.len(), passed, brought.end),
        (3, 5, 8),
        "five of the first, one of them told again"
    );
    let field = story.fresh(&DeviceMode::Field, 8);
    assert_eq!((held(&field, 7), rows(&field)[0]), (vec![1, 6], 2));
}

#[test]
fn a_limit_that_is_raised_brings_people_back_and_one_that_is_lowered_lets_them_go() {
    let mut story = Story::new(WorkingSet { field: 2, ..WorkingSet::default() });
    story.serve(0..20);
    assert_eq!(held(&story.field, 20), [18, 19]);
    for (field, first) in [(15, 5), (1, 19), (20, 0)] {
        story.office.replica.set_working_set(WorkingSet { field, ..WorkingSet::default() }).unwrap();
        story.sync();
        assert_eq!(held(&story.field, 20), (first..20).collect::<Vec<_>>(), "{field}");
        assert_eq!(rows(&story.field)[0], 20 - first as i64);
    }
}

#[test]
fn a_plan_brings_its_person_to_the_representative_before_all_others() {
    let mut story = Story::new(WorkingSet { field: 4, ..WorkingSet::default() });
    story.serve(0..5);
    assert_eq!(held(&story.field, 5), [1, 2, 3, 4]);
    // nothing of this plan is sealed: the desk holds whom it names
    let who = PlannedFor::File(found(&story.desk, &id_of(0)).file);
    let mut act = story.desk.act();
    let day = story.office.clock.reading().wall.date().saturating_add(9.days());
    story.desk.kiosk.plan_visit(&mut act, &planned(1, day), &who).unwrap();
    story.sync();
    assert_eq!(held(&story.field, 5), [0, 2, 3, 4]);
    // whom head office plans for nobody has seen yet
    let line = PlanLine {
        branch: BranchId::parse("riyadh").unwrap(),
        plan: planned(2, day),
        person: Person { national_id: Some(text(&id_of(9))), ..Person::default() },
    };
    let mut act = story.office.act();
    story.office.replica.plan_visits(&mut act, &[line]).unwrap();
    story.sync();
    assert_eq!(held(&story.field, 10), [0, 3, 4, 9]);
    story.serve(5..8);
    assert_eq!(held(&story.field, 10), [0, 6, 7, 9], "until the day has passed");
    story.go_by(8.days());
    story.serve([3, 4, 5, 6]);
    assert_eq!(held(&story.field, 10), [3, 4, 5, 6]);
    let names: Vec<_> =
        story.field.kiosk.planned(date(2027, 1, 1)).unwrap().into_iter().map(|row| row.name).collect();
    assert_eq!(names, [None, None], "the plans stand, of people who are not here any more");
    let mut act = story.field.act();
    let plan = planned(1, day).id;
    let id = FactId::parse("00000000-0000-4000-8000-000200000001").unwrap();
    story.field.kiosk.drop_planned(&mut act, id, plan, None).unwrap();
    story.sync();
    story.sync();
    assert_eq!(story.desk.kiosk.planned(date(2027, 1, 1)).unwrap().len(), 1);
}

#[test]
fn whom_staff_look_for_in_vain_comes_with_the_next_exchange_where_they_are_of_the_branch() {
    let mut story = Story::new(WorkingSet::default());
    story.serve(0..2);
    let mut jeddah = Branch::enrolled("jeddah", &mut story.office, 5);
    jeddah.record(&[visit(90, &person(2))]);
    story.network.sync(&mut jeddah, &mut story.office).unwrap();
    story.go_by(25.months());
    story.sync();
    assert_eq!(held(&story.field, 3), Vec::<usize>::new());
    let mut act = story.field.act();
    let mobile = "0500 000 001";
    for (typed, asked) in [(id_of(0), true), (id_of(2), true), (mobile.to_owned(), true), (id_of(0), true)] {
        assert_eq!(story.field.kiosk.look_for(&mut act, &typed).unwrap(), asked, "{typed}");
    }
    for part in ["نورة", "100000", "05000000", "1000000001", "+44 20 7946 0000"] {
        assert!(!story.field.kiosk.look_for(&mut act, part).unwrap(), "{part}");
    }
    let before = story.network.pushes.len();
    story.sync();
    assert_eq!(held(&story.field, 3), [0, 1], "by id, and by mobile; the other branch's stays unknown");
    let mut act = story.field.act();
    assert!(!story.field.kiosk.look_for(&mut act, &id_of(0)).unwrap(), "they are here now");
    let sent: Vec<Vec<u8>> =
        story.network.pushes[before..].iter().map(|push| unpack(push).unwrap()).collect();
    for number in [id_of(0), id_of(2), "0500000001".to_owned(), mobile.to_owned()] {
        let is_there =
            sent.iter().any(|push| push.windows(number.len()).any(|some| some == number.as_bytes()));
        assert!(!is_there, "a number in clear");
    }
    let told: Vec<_> = story.office.replica.crossings(9).unwrap();
    let why: Vec<_> = told.iter().map(|row| (row.branch.as_str(), row.why.as_str(), row.device)).collect();
    let field = story.field.kiosk.device().unwrap();
    assert_eq!(why, [("riyadh", "looked", Some(field)), ("riyadh", "looked", Some(field))]);
    let activity = story.office.replica.activity(story.office.clock.unix_millis()).unwrap();
    assert_eq!(activity[&field].looked, 3);
    // they stay as whoever was served
    story.go_by(23.months());
    story.sync();
    assert_eq!(held(&story.field, 3), [0, 1]);
    story.go_by(2.months());
    story.sync();
    assert_eq!(held(&story.field, 3), Vec::<usize>::new());
}

#[test]
fn a_search_that_the_line_swallowed_is_asked_again_and_one_of_a_day_too_many_waits() {
    let mut story = Story::new(WorkingSet::default());
    story.office.replica.set_budgets(Budgets { looked: 2, ..Budgets::default() }).unwrap();
    story.serve(0..4);
    story.go_by(25.months());
    story.serve([4]);
    let mut act = story.field.act();
    for n in 0..4 {
        assert!(story.field.kiosk.look_for(&mut act, &id_of(n)).unwrap());
    }
    assert!(story.network.push(&mut story.field, &mut story.office, Fate::RequestLost).is_err());
    story.sync();
    assert_eq!(held(&story.field, 4).len(), 2);
    let field = story.field.kiosk.device().unwrap();
    let of_field =
        |story: &Story| story.office.replica.activity(story.office.clock.unix_millis()).unwrap()[&field];
    assert_eq!((of_field(&story).waiting, of_field(&story).is_unusual), (2, true));
    story.go_by(24.hours());
    story.sync();
    story.sync();
    assert_eq!(held(&story.field, 4).len(), 4);
    assert_eq!(of_field(&story).waiting, 0);
}

/// A device that a stranger programmed looks for numbers.
pub(crate) fn look_for(office: &mut HeadOffice, forger: &mut Forger, numbers: &[String]) {
    let (key, owner) = (SealingKey::generate(&mut forger.dice), KeyOwner::Device(forger.device));
    let mut push = forger.empty_push();
    for (n, number) in (0..).zip(numbers) {
        let id = FactId::from_random([n; 16]);
        let mut values = shared::doc::Fields::default();
        values.insert("number", shared::doc::Scalar::Text(number.clone()));
        let sealed = key.seal_fact("looked_for", id, &values).unwrap();
        push.looked_for.push(LookedFor { id: (*id.as_bytes()).into(), sealed: sealed.into_bytes().into() });
    }
    forger.add_key(&mut push, &owner, &key);
    forger.push(office, &push).unwrap();
}

/// What head office tells a device of its branch's people, from the beginning.
pub(crate) fn answer_to(office: &mut HeadOffice, forger: &Forger, since: Option<i64>) -> PullReply {
    let query = PullQuery { since, ..PullQuery::from_start("people/riyadh") };
    let mut act = office.act();
    let answer = office.replica.pull(&mut act, &forger.token, &query).unwrap().bytes;
    from_cbor(&unpack(&answer[64..]).unwrap()).unwrap()
}

/// The files that a device can make head office give it.
pub(crate) fn given(office: &mut HeadOffice, forger: &Forger, since: Option<i64>) -> usize {
    let reply = answer_to(office, forger, since);
    assert_eq!(reply.keys.len(), reply.changes.len(), "a key a file");
    reply.changes.len()
}

#[test]
fn whatever_a_hostile_device_says_it_is_given_its_set_and_what_its_budget_brings_back() {
    let mut story = Story::new(WorkingSet::default());
    story.office.replica.set_budgets(Budgets { looked: 3, ..Budgets::default() }).unwrap();
    story.serve(0..8);
    let file = found(&story.desk, &id_of(7)).file;
    let mut forger = Forger::enrolled(&mut story.office, "riyadh", 9);
    story.go_by(25.months());
    forger.push(&mut story.office, &forger.empty_push()).unwrap();
    story.serve([8]);
    for since in [None, Some(i64::MIN), Some(0), Some(i64::MAX)] {
        assert_eq!(given(&mut story.office, &forger, since), 1, "{since:?}");
    }
    // a change of a file whose id it knows, under a key of its own
    let key = SealingKey::generate(&mut forger.dice);
    let mut push = forger.empty_push();
    push.files.push(forger.change_over(&FileHistory::default(), file, &key, &[("name", b"x")]));
    forger.add_key(&mut push, &KeyOwner::File(file), &key);
    forger.push(&mut story.office, &push).unwrap();
    assert_eq!(given(&mut story.office, &forger, None), 1);
    // five numbers, three of them within the day
    let ids: Vec<String> = (0..5).map(id_of).collect();
    look_for(&mut story.office, &mut forger, &ids);
    story.office.match_files();
    assert_eq!(given(&mut story.office, &forger, None), 4);
    // files of its own with people's ids bring back no more than that
    let mut push = forger.empty_push();
    for n in [5_u8, 6] {
        let own = FileId::from_random([n; 16]);
        push.files.push(forger.first_change(own, &key, &[("national_id", id_of(n.into()).as_bytes())]));
        forger.add_key(&mut push, &KeyOwner::File(own), &key);
    }
    forger.push(&mut story.office, &push).unwrap();
    story.office.match_files();
    assert_eq!(given(&mut story.office, &forger, None), 4 + 2, "its own two alone");
    let activity = story.office.replica.activity(story.office.clock.unix_millis()).unwrap();
    assert!(activity[&forger.device].is_unusual);
    assert_eq!(story.office.replica.crossings(9).unwrap().len(), 3);
}

#[test]
fn what_waits_on_a_device_is_sent_before_its_person_is_let_go_of() {
    let mut story = Story::new(WorkingSet { field: 1, ..WorkingSet::default() });
    story.serve([0]);
    assert_eq!(held(&story.field, 1), [0]);
    // away from the network, while others are served
    let view = opened(&story.field, &id_of(0));
    assert_eq!(correct(&mut story.field, &view, ProfileField::Name, "نورة الميدان"), Correction::Saved);
    for n in 1..4 {
        story.desk.record(&[visit(100 + n, &person(n as usize))]);
        story.network.sync(&mut story.desk, &mut story.office).unwrap();
        story.go_by(24.hours());
    }
    // the pull alone: the push was lost
    story.network.pull(&mut story.field, &mut story.office, Fate::Arrives).unwrap();
    assert_eq!(held(&story.field, 4), [0, 3], "what waits is here");
    story.sync();
    assert_eq!(held(&story.field, 4), [0], "written to it is the latest");
    story.sync();
    assert_eq!(values(&opened(&story.desk, &id_of(0)), ProfileField::Name), ["نورة الميدان"]);
    assert_eq!(story.field.kiosk.counts().unwrap().waiting, 0);
}

#[test]
fn a_restored_head_office_gets_back_what_a_device_had_to_let_go_of_since() {
    let mut story = Story::new(WorkingSet { field: 1, ..WorkingSet::default() });
    story.sync();
    let backup = story.office.backup();
    for n in 0..3 {
        story.field.record(&[visit(n, &person(n as usize))]);
        story.sync();
        story.go_by(24.hours());
    }
    assert_eq!(held(&story.field, 3), [0, 1, 2], "for a month");
    story.office.restore(backup);
    story.sync();
    story.sync();
    assert_eq!(held(&story.desk, 3), [0, 1, 2]);
    assert_eq!(story.office.export().len(), 3);
    story.go_by(40.days());
    story.serve([9]);
    assert_eq!(held(&story.field, 10), [2, 9]);
    story.go_by(32.days());
    story.sync();
    assert_eq!((held(&story.field, 10), rows(&story.field)), (vec![9], [1, 1, 1]));
}

#[test]
fn more_people_than_one_answer_names_are_let_go_of_in_several() {
    const PEOPLE: u32 = 2_040;
    let mut story = Story::new(WorkingSet { field: PEOPLE, ..WorkingSet::default() });
    let visits: Vec<Value> = (0..PEOPLE).map(|n| visit(n, &json!({"name": format!("نورة {n}")}))).collect();
    visits.chunks(510).for_each(|visits| story.desk.record(visits));
    for device in [&mut story.desk, &mut story.field] {
        story.network.sync(device, &mut story.office).unwrap();
    }
    assert_eq!(rows(&story.field), [i64::from(PEOPLE), i64::from(PEOPLE), 0]);
    story.office.replica.set_working_set(WorkingSet { field: 20, ..WorkingSet::default() }).unwrap();
    story.network.sync(&mut story.field, &mut story.office).unwrap();
    assert_eq!(rows(&story.field), [20, 20, 0]);
    assert_eq!(story.field.kiosk.people().unwrap().len(), 20);
    assert_eq!(on_disk(&story.field), latest(&story.office, 20));
}

/// The files on a device, or at head office for a branch's devices of a mode, each with its changes.
fn files_in(rows: &Rows, sql: &str) -> BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>> {
    let mut files: BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>> = BTreeMap::new();
    for (file, hash) in rows.all(sql, &[]) {
        files.entry(file).or_default().insert(hash);
    }
    files
}

fn on_disk(device: &Branch) -> BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>> {
    let sql = "SELECT document.file, change.hash FROM change JOIN document ON document.id = change.document
               WHERE document.file IS NOT NULL AND document.id NOT IN (SELECT document FROM leaving)";
    files_in(&Rows::of(device.dir(), Part::Kiosk), sql)
}

/// The latest so many files that head office counts as the branch's.
fn latest(office: &HeadOffice, n: usize) -> BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>> {
    let sql = format!(
        "SELECT document.file, change.hash FROM change JOIN document ON document.id = change.document
         WHERE document.id IN (SELECT file_branch.id >> 20 FROM file_branch
            WHERE file_branch.id & 1048575 = (SELECT id FROM scope WHERE name = 'people/riyadh')
            ORDER BY served DESC LIMIT {n})"
    );
    files_in(&office.rows(), &sql)
}

/// One session that may end after any answer; tells how often a scope of people began again.
fn session(device: &mut Branch, office: &mut HeadOffice, requests_max: usize) -> usize {
    let token = device.kiosk.token().unwrap().to_owned();
    let mut act = device.act();
    let (mut session, mut request) = Session::begin(&mut device.kiosk, &mut act, PROGRAM).unwrap();
    let mut resets = 0;
    for _ in 0..requests_max {
        let mut act = office.act();
        let answer = office.replica.answer(&mut act, &token, &request).unwrap();
        if let Request::Pull(query) = &request {
            let reply: PullReply = from_cbor(&unpack(&answer[64..]).unwrap()).unwrap();
            // once it was told since when it holds people, nothing of a log is told a second time
            resets += usize::from(query.since.is_some() && (query.position == 0 || reply.reset));
        }
        let mut act = device.act();
        match session.take(&mut device.kiosk, &mut act, &answer).unwrap() {
            Progress::Next(next) => request = next,
            Progress::Done => return resets,
            Progress::Undone => panic!("something was left undone"),
        }
    }
    resets
}

/// Something that staff do at a device, of seven people.
fn do_something(device: &mut Branch, dice: &mut Dice, n: u32) {
    let who = dice.random_range(0..7);
    let hit = device.kiosk.people().unwrap().search(&id_of(who)).into_iter().next();
    match (dice.random_range(0..8), hit) {
        (0..2, _) | (2..6, None) => device.record(&[visit(n, &person(who))]),
        (2..5, Some(hit)) => {
            let view = device.kiosk.person(hit.file).unwrap().unwrap();
            assert_eq!(correct(device, &view, ProfileField::Address, &format!("{n}")), Correction::Saved);
        }
        (5, Some(hit)) => {
            let day = date(2026, 5, 14).saturating_add(i64::from(n / 8).days());
            let mut act = device.act();
            device.kiosk.plan_visit(&mut act, &planned(n, day), &PlannedFor::File(hit.file)).unwrap();
        }
        (6, _) => {
            let mut act = device.act();
            device.kiosk.look_for(&mut act, &id_of(who)).unwrap();
        }
        (_, _) => {
            // a line that takes one change at a time
            let catalog = device.kiosk.pull_query().unwrap();
            while device.kiosk.pull_failed(&device.kiosk.pull_query_again(&catalog).unwrap()).unwrap() {}
        }
    }
}

/// Devices of two limits, whatever is served, corrected, planned and looked for in which order, and wherever an exchange breaks off.
/// Returns how often a device was told all again.
fn any_order(seed: u64, rounds: u32) -> usize {
    let mut dice = tests::seed::dice(seed, "working set");
    let mut office = HeadOffice::new(seed);
    office.replica.set_working_set(WorkingSet { months: 24, branch: 4, field: 2 }).unwrap();
    let mut devices: Vec<Branch> = (1..)
        .zip([DeviceMode::Branch, DeviceMode::Branch, DeviceMode::Field, DeviceMode::Field])
        .map(|(n, mode)| Branch::enrolled_as("riyadh", &mode, &mut office, seed * 10 + n))
        .collect();
    let mut resets = 0;
    for round in 0..rounds {
        let at = dice.random_range(0..devices.len());
        for n in 0..dice.random_range(1..4) {
            do_something(&mut devices[at], &mut dice, round * 4 + n);
        }
        resets += session(&mut devices[at], &mut office, dice.random_range(1..12));
        let hours = dice.random_range(1..20_i64).hours();
        office.clock.advance(hours);
        devices.iter_mut().for_each(|device| device.clock.advance(hours));
    }
    for _ in 0..3 {
        for device in &mut devices {
            resets += session(device, &mut office, 100);
        }
    }
    for (device, limit) in devices.iter().zip([4, 4, 2, 2]) {
        assert_eq!(on_disk(device), latest(&office, limit), "of seed {seed}");
        assert!(device.kiosk.set_aside().unwrap().is_empty());
        assert_eq!(device.kiosk.counts().unwrap().waiting, 0);
        device.assert_whole();
    }
    office.assert_whole();
    resets
}

#[test]
fn whatever_is_served_in_which_order_each_device_holds_its_latest_whole_and_nobody_else() {
    for seed in 1..=2 {
        assert_eq!(any_order(seed, 40), 0, "nothing begins again: of seed {seed}");
    }
}
