//! What a device may do with people's files in a day before head office looks, and what it may learn of other branches by it.

use jiff::ToSpan as _;
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::doc::{FileHistory, KeyOwner, SealingKey};
use shared::domain::{Code, FileId, ProfileField, national_id_doubt};
use shared::replica::{Activity, Budgets, Correction, Undo, Undone};
use tests::branch::Branch;
use tests::forger::Forger;
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::{correct, found, opened, values, visit};

const ID: &str = "1000000008";
const MOBILE: &str = "0556880045";

pub fn sure_ids() -> impl Iterator<Item = String> {
    (1_000_000_000_u64..).map(|n| n.to_string()).filter(|id| national_id_doubt(id).is_none())
}

fn person(id: &str, mobile: &str) -> Value {
    json!({"national_id": id, "name": "نورة", "mobile": mobile})
}

struct Story {
    office: HeadOffice,
    network: Network,
    riyadh: Branch,
    jeddah: Branch,
}

impl Story {
    fn new(budgets: Budgets) -> Self {
        let mut office = HeadOffice::new(1);
        office.replica.set_budgets(budgets).unwrap();
        let riyadh = Branch::enrolled("riyadh", &mut office, 1);
        let jeddah = Branch::enrolled("jeddah", &mut office, 2);
        Self { office, network: Network::default(), riyadh, jeddah }
    }

    fn settle(&mut self) {
        for _ in 0..2 {
            self.network.sync(&mut self.riyadh, &mut self.office).unwrap();
            self.network.sync(&mut self.jeddah, &mut self.office).unwrap();
        }
        self.office.assert_whole();
        let waits = [&self.riyadh, &self.jeddah].map(|branch| branch.kiosk.counts().unwrap().waiting);
        assert_eq!(waits, [0, 0], "whatever waits for head office is received all the same");
    }

    fn days_go_by(&mut self, days: i64) {
        let span = (24 * days).hours();
        self.office.clock.advance(span);
        self.riyadh.clock.advance(span);
        self.jeddah.clock.advance(span);
    }

    fn activity_of_jeddah(&self) -> Activity {
        let device = self.jeddah.kiosk.device().unwrap();
        self.office.replica.activity(self.office.clock.unix_millis()).unwrap()[&device]
    }

    fn let_jeddah_through(&mut self) -> u64 {
        let device = self.jeddah.kiosk.device().unwrap();
        self.office.replica.let_through(device).unwrap()
    }

    /// How many of riyadh's people jeddah has, each of whom it met as well.
    fn joined(&self, ids: &[String]) -> usize {
        ids.iter().filter(|id| found(&self.jeddah, id).files.len() == 2).count()
    }

    /// Both branches meet the same people.
    fn meet(&mut self, ids: &[String], from: u32) {
        let of = |first: u32| -> Vec<Value> {
            let numbered = (first..).zip(ids);
            numbered.map(|(n, id)| visit(n, &person(id, MOBILE))).collect()
        };
        self.riyadh.record(&of(from));
        self.network.sync(&mut self.riyadh, &mut self.office).unwrap();
        let lines = of(from + 10_000);
        self.jeddah.record(&lines);
    }
}

#[test]
fn what_goes_beyond_a_days_joins_waits_and_comes_with_the_next_days_or_once_somebody_looked() {
    let mut story = Story::new(Budgets { joins: 3, ..Budgets::default() });
    let ids: Vec<String> = sure_ids().take(12).collect();
    story.meet(&ids, 1);
    story.settle();
    assert_eq!(story.joined(&ids), 3);
    let Activity { files, joins, waiting, is_unusual, .. } = story.activity_of_jeddah();
    assert_eq!((files, joins, waiting, is_unusual), (12, 3, 9, true));
    story.days_go_by(1);
    story.settle();
    assert_eq!(story.joined(&ids), 6, "the next day's are let through with its first exchange");
    assert_eq!(story.let_jeddah_through(), 6);
    story.office.match_files();
    story.settle();
    assert_eq!(story.joined(&ids), 12);
}

#[test]
fn thirty_days_without_a_network_are_thirty_days_budget() {
    let mut story = Story::new(Budgets { joins: 1, files: 1, corrections: 1, ..Budgets::default() });
    story.settle();
    story.days_go_by(30);
    let ids: Vec<String> = sure_ids().take(30).collect();
    story.meet(&ids, 1);
    story.settle();
    assert_eq!(story.joined(&ids), 30);
    assert!(!story.activity_of_jeddah().is_unusual);
}

#[test]
fn a_register_of_thousands_of_people_is_received_at_once_and_compared_with_other_branches_as_the_days_go_by()
{
    let mut story = Story::new(Budgets { files: 1_000, ..Budgets::default() });
    let ids: Vec<String> = sure_ids().take(5_000).collect();
    story.riyadh.record(&[visit(1, &person(&ids[4_999], MOBILE))]);
    let mut lines: Vec<Value> = Vec::new();
    for (n, id) in (10..).zip(&ids) {
        lines.push(visit(n, &person(id, MOBILE)));
    }
    story.jeddah.record(&lines);
    story.settle();
    assert_eq!(story.activity_of_jeddah().waiting, 4_000);
    assert_eq!(found(&story.jeddah, &ids[4_999]).files.len(), 1);
    for _ in 0..4 {
        story.days_go_by(1);
        story.settle();
    }
    assert_eq!(found(&story.jeddah, &ids[4_999]).files.len(), 2);
    assert_eq!(story.activity_of_jeddah().waiting, 0);
}

#[test]
fn corrections_beyond_a_days_budget_reach_other_devices_in_their_order_once_they_may() {
    let mut story = Story::new(Budgets { corrections: 2, ..Budgets::default() });
    let mut desk = Branch::enrolled("jeddah", &mut story.office, 3);
    story.jeddah.record(&[visit(1, &person(ID, MOBILE))]);
    story.settle();
    for n in 1..=5 {
        let view = opened(&story.jeddah, ID);
        let name = format!("name {n}");
        assert_eq!(correct(&mut story.jeddah, &view, ProfileField::Name, &name), Correction::Saved);
    }
    story.settle();
    let mut at_the_desk = |story: &mut Story| {
        story.network.sync(&mut desk, &mut story.office).unwrap();
        values(&opened(&desk, ID), ProfileField::Name).join(" ")
    };
    assert_eq!(at_the_desk(&mut story), "name 2");
    assert_eq!(story.activity_of_jeddah().waiting, 3);
    // a device that begins anew is told no more than the others
    let mut fresh = Branch::enrolled("jeddah", &mut story.office, 4);
    story.network.sync(&mut fresh, &mut story.office).unwrap();
    assert_eq!(values(&opened(&fresh, ID), ProfileField::Name), ["name 2"]);
    assert_eq!(story.let_jeddah_through(), 3);
    assert_eq!(at_the_desk(&mut story), "name 5");
    story.network.sync(&mut fresh, &mut story.office).unwrap();
    assert_eq!(values(&opened(&fresh, ID), ProfileField::Name), ["name 5"]);
    story.settle();
    story.office.assert_whole();
}

#[test]
fn a_day_lets_no_more_files_through_than_its_budget_of_corrections_goes() {
    let mut story = Story::new(Budgets { corrections: 3, ..Budgets::default() });
    let ids: Vec<String> = sure_ids().take(4).collect();
    let lines: Vec<Value> = (1..).zip(&ids).map(|(n, id)| visit(n, &person(id, MOBILE))).collect();
    story.jeddah.record(&lines);
    story.settle();
    for id in &ids {
        for n in 1..=3 {
            let view = opened(&story.jeddah, id);
            let name = format!("name {n}");
            assert_eq!(correct(&mut story.jeddah, &view, ProfileField::Name, &name), Correction::Saved);
        }
    }
    story.settle();
    assert_eq!(story.activity_of_jeddah().waiting, 9);
    story.days_go_by(1);
    story.settle();
    assert_eq!(story.activity_of_jeddah().waiting, 6, "one of three files, whose corrections are a day's");
}

#[test]
fn what_is_sent_again_to_a_restored_server_is_within_the_budget() {
    let mut story = Story::new(Budgets { joins: 1, files: 2, corrections: 1, ..Budgets::default() });
    story.settle();
    let backup = story.office.backup();
    let ids: Vec<String> = sure_ids().take(6).collect();
    story.meet(&ids, 1);
    story.settle();
    assert_eq!(story.joined(&ids), 1);
    story.office.restore(backup);
    story.settle();
    story.settle();
    assert_eq!(story.joined(&ids), 6);
}

#[test]
fn an_answer_is_the_same_whether_another_branch_has_a_file_of_somebody_or_not() {
    let replies = [MOBILE, "0556880046"].map(|mobile| {
        let mut office = HeadOffice::new(1);
        let mut riyadh = Branch::enrolled("riyadh", &mut office, 1);
        riyadh.record(&[visit(1, &person(ID, mobile))]);
        Network::default().sync(&mut riyadh, &mut office).unwrap();
        let mut forger = Forger::enrolled(&mut office, "jeddah", 9);
        let (file, key) = (FileId::from_random([9; 16]), SealingKey::generate(&mut forger.dice));
        let mut push = forger.empty_push();
        let values: [(&str, &[u8]); 2] = [("national_id", ID.as_bytes()), ("mobile", MOBILE.as_bytes())];
        push.files.push(forger.first_change(file, &key, &values));
        forger.add_key(&mut push, &KeyOwner::File(file), &key);
        let reply = forger.push_alone(&mut office, &push).unwrap();
        let holders = "SELECT count(*) FROM file_branch";
        let before = count(&office, holders);
        office.match_files();
        (format!("{:?} {:?}", reply.files, reply.people), before, count(&office, holders))
    });
    let [(with, before, joined), (without, _, apart)] = replies;
    assert_eq!(with, without);
    assert_eq!((before, joined, apart), (2, 4, 2), "what was compared afterwards");
}

#[test]
fn whoever_makes_many_files_of_one_number_crowds_out_nobody_elses() {
    let mut story = Story::new(Budgets::default());
    let mut forger = Forger::enrolled(&mut story.office, "jeddah", 9);
    let key = SealingKey::generate(&mut forger.dice);
    for half in [0..100_u8, 100..200] {
        let mut push = forger.empty_push();
        for n in half {
            let file = FileId::from_random([n; 16]);
            push.files.push(forger.first_change(file, &key, &[("national_id", ID.as_bytes())]));
        }
        forger.push(&mut story.office, &push).unwrap();
    }
    story.meet(&[ID.to_owned()], 1);
    story.settle();
    let hit = found(&story.riyadh, ID);
    assert_eq!(hit.files.len(), 2, "jeddah's honest file");
}

#[test]
fn each_file_that_crosses_is_accounted_for() {
    let mut story = Story::new(Budgets::default());
    story.meet(&[ID.to_owned()], 1);
    story.settle();
    let told: Vec<(String, String)> =
        story.office.replica.crossings(9).unwrap().into_iter().map(|row| (row.branch, row.why)).collect();
    let row = |branch: &str| (branch.to_owned(), "match".to_owned());
    assert_eq!(told.len(), 2);
    assert!(told.contains(&row("riyadh")) && told.contains(&row("jeddah")), "{told:?}");
    // a device that has a file's key without its branch holding the file
    let (file, mut forger) = (FileId::from_random([7; 16]), Forger::enrolled(&mut story.office, "riyadh", 8));
    let key = SealingKey::generate(&mut forger.dice);
    let first = forger.first_change(file, &key, &[("name", b"x")]);
    let history = forger.history_with(FileHistory::default(), &first);
    let mut push = forger.empty_push();
    push.files.push(first);
    forger.add_key(&mut push, &KeyOwner::File(file), &key);
    forger.push(&mut story.office, &push).unwrap();
    let thief = Forger::enrolled(&mut story.office, "jeddah", 7);
    let mut push = thief.empty_push();
    push.files.push(thief.change_over(&history, file, &key, &[("name", b"y")]));
    thief.push(&mut story.office, &push).unwrap();
    let last = story.office.replica.crossings(1).unwrap().remove(0);
    assert_eq!((last.file, last.branch.as_str(), last.why.as_str()), (file, "jeddah", "key"));
    assert_eq!(last.device, Some(thief.device));
}

fn count(office: &HeadOffice, sql: &str) -> i64 {
    office.rows().one(sql, &[])
}

#[test]
fn what_one_device_did_to_files_is_taken_back_everywhere_and_given_back() {
    let mut story = Story::new(Budgets::default());
    let mut desk = Branch::enrolled("jeddah", &mut story.office, 3);
    story
        .jeddah
        .record(&[visit(1, &person(ID, MOBILE)), visit(2, &json!({"name": "علي", "mobile": "0500000003"}))]);
    story.settle();
    story.network.sync(&mut desk, &mut story.office).unwrap();
    story.days_go_by(1);
    desk.clock.advance(24.hours());
    let since = story.office.clock.unix_millis();
    for (typed, name) in [(ID, "شخص آخر"), ("علي", "شخص ثالث")] {
        let view = opened(&desk, typed);
        assert_eq!(correct(&mut desk, &view, ProfileField::Name, name), Correction::Saved);
    }
    desk.record(&[visit(3, &json!({"name": "مخترع"}))]);
    story.network.sync(&mut desk, &mut story.office).unwrap();
    story.settle();
    // somebody wrote over one of the two
    let view = opened(&story.jeddah, "شخص ثالث");
    assert_eq!(correct(&mut story.jeddah, &view, ProfileField::Mobile, "0500000004"), Correction::Saved);
    story.settle();
    let names = |branch: &Branch| {
        ["0556880045", "0500000004"]
            .map(|mobile| values(&opened(branch, mobile), ProfileField::Name).join(" "))
    };
    assert_eq!(names(&story.jeddah), ["شخص آخر", "شخص ثالث"]);
    let (device, by) = (desk.kiosk.device().unwrap(), Code::new("staff-03").unwrap());
    for (how, told, made_up) in [
        (Undo::CountNothing, ["نورة", "علي"], 0),
        (Undo::CountAgain, ["شخص آخر", "شخص ثالث"], 1),
        (Undo::LeaveLogs, ["نورة", "علي"], 0),
        (Undo::CountAgain, ["شخص آخر", "شخص ثالث"], 1),
    ] {
        let mut act = story.office.act();
        let undone = story.office.replica.undo_device(&mut act, device, since, how, &by).unwrap();
        assert_eq!(undone, Undone { files: 3, changes: 3 });
        for _ in 0..2 {
            story.settle();
            story.network.sync(&mut desk, &mut story.office).unwrap();
        }
        let mut fresh = Branch::enrolled("jeddah", &mut story.office, 9);
        story.network.sync(&mut fresh, &mut story.office).unwrap();
        for branch in [&story.jeddah, &desk, &fresh] {
            assert_eq!(names(branch), told, "{how:?}");
            let found = branch.kiosk.people().unwrap().search("مخترع").len();
            assert_eq!(found, made_up, "{how:?}");
        }
        let rows = "SELECT count(*) FROM change JOIN document ON document.id = change.document WHERE file IS NOT NULL";
        let here = Connection::open(fresh.dir().join("kiosk.db")).unwrap();
        let here: i64 = here.query_row(rows, [], |row| row.get(0)).unwrap();
        let hidden = if how == Undo::LeaveLogs { 2 } else { 0 };
        assert_eq!(here, count(&story.office, rows) - hidden, "{how:?}: what others build on is told");
        story.office.assert_whole();
    }
    // the hour before it nothing came from the desk, and what came earlier stands
    let mut act = story.office.act();
    let later = shared::domain::UnixMillis(since.0 + 7_200_000);
    let undone = story.office.replica.undo_device(&mut act, device, later, Undo::CountNothing, &by).unwrap();
    assert_eq!(undone, Undone::default());
}

#[test]
fn a_change_over_what_left_the_logs_brings_it_back_for_all() {
    let mut story = Story::new(Budgets::default());
    let mut desk = Branch::enrolled("jeddah", &mut story.office, 3);
    story.jeddah.record(&[visit(1, &person(ID, MOBILE))]);
    story.settle();
    story.network.sync(&mut desk, &mut story.office).unwrap();
    story.days_go_by(1);
    let since = story.office.clock.unix_millis();
    let view = opened(&desk, ID);
    assert_eq!(correct(&mut desk, &view, ProfileField::Name, "شخص آخر"), Correction::Saved);
    story.network.sync(&mut desk, &mut story.office).unwrap();
    story.settle();
    // away from the network while head office takes it back
    let view = opened(&story.jeddah, ID);
    assert_eq!(correct(&mut story.jeddah, &view, ProfileField::Mobile, "0500000004"), Correction::Saved);
    let (device, by) = (desk.kiosk.device().unwrap(), Code::new("staff-03").unwrap());
    let mut act = story.office.act();
    story.office.replica.undo_device(&mut act, device, since, Undo::LeaveLogs, &by).unwrap();
    let mut fresh = Branch::enrolled("jeddah", &mut story.office, 9);
    story.network.sync(&mut fresh, &mut story.office).unwrap();
    story.settle();
    for branch in [&mut fresh, &mut desk] {
        story.network.sync(branch, &mut story.office).unwrap();
        let view = opened(branch, ID);
        assert_eq!(values(&view, ProfileField::Name), ["نورة"]);
        assert_eq!(values(&view, ProfileField::Mobile), ["0500000004"]);
    }
    story.office.assert_whole();
}
