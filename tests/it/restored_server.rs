//! Head office is put back from an older backup: a new epoch, and the kiosks bring back what it lost.

use jiff::ToSpan as _;
use rand::RngExt as _;
use serde_json::json;
use shared::replica::{ExchangeError, Office};
use shared::sync::http::PullQuery;
use shared::sync::{PullReply, from_cbor, unpack};
use tests::branch::Branch;
use tests::model::assert_same;
use tests::network::{Fault, Network};
use tests::office::{HeadOffice, copy_of, without_incarnation};
use tests::seed::seeds;

use crate::society::Society;

fn busy(seed: u64) -> Society {
    let mut society = Society::new(seed);
    for at in 0..3 {
        society.record(at, 6);
    }
    society.settle();
    society
}

pub fn epoch_of(office: &mut HeadOffice, branch: &Branch) -> Vec<u8> {
    let token = branch.kiosk.token().unwrap();
    let query = PullQuery::from_start("catalog");
    let mut act = office.act();
    let reply = office.replica.pull(&mut act, token, &query).unwrap().bytes;
    let reply: PullReply = from_cbor(&unpack(&reply[64..]).unwrap()).unwrap();
    reply.epoch.to_vec()
}

#[test]
fn kiosks_bring_back_what_a_restored_head_office_lost() {
    for seed in seeds(3) {
        let mut society = busy(seed);
        let backup = society.office.backup();
        for at in 0..3 {
            society.record(at, 7);
        }
        society.settle();
        let before = epoch_of(&mut society.office, &society.branches[0]);
        society.office.restore(backup);
        society.record(1, 2);
        society.settle();
        society.settle();
        society.assert_converged();
        let after = epoch_of(&mut society.office, &society.branches[0]);
        assert_ne!(before, after, "a restored head office begins a new epoch");
        society.office.reopen();
        assert_eq!(epoch_of(&mut society.office, &society.branches[0]), after, "and only one");
    }
}

#[test]
fn a_head_office_moved_without_its_incarnation_file_begins_an_epoch_and_keeps_its_catalog() {
    let mut society = busy(31);
    let moved = copy_of(society.office.backup().path());
    without_incarnation(moved.path());
    let catalog = society.office.replica.catalog().unwrap();
    society.office.restore(moved);
    assert_eq!(society.office.replica.catalog().unwrap(), catalog);
    society.record(0, 3);
    society.settle();
    society.settle();
    society.assert_converged();
}

#[test]
fn a_catalog_published_after_the_backup_is_replaced_by_the_restored_one() {
    let mut society = busy(32);
    let backup = society.office.backup();
    let mut act = society.office.act();
    let mut entry = society.office.replica.catalog().unwrap().entries().next().unwrap().clone();
    entry.name_ar = shared::domain::Text::new("اسم نُسي").unwrap();
    society.office.replica.publish(&mut act, &[entry]).unwrap();
    society.settle();
    society.office.restore(backup);
    society.settle();
    society.settle();
    society.assert_converged();
}

#[test]
fn whatever_is_copied_restored_and_lost_everything_recorded_arrives_once() {
    for seed in seeds(6) {
        let mut society = busy(seed);
        let mut copies: Vec<Branch> = Vec::new();
        let mut backup = society.office.backup();
        for step in 0..50 {
            match society.dice.random_range(0..14) {
                0 => backup = society.office.backup(),
                1 => society.office.restore(copy_of(backup.path())),
                2 if copies.len() < 3 => {
                    let at = society.dice.random_range(0..3);
                    copies.push(society.branches[at].clone_disk(seed * 1_000 + step));
                }
                3 | 4 if !copies.is_empty() => {
                    let at = society.dice.random_range(0..copies.len());
                    let mut copy = copies.remove(at);
                    let stated = copy.clock.stated();
                    let line = society.register.line(&stated);
                    copy.record(std::slice::from_ref(&line));
                    society.model.recorded(&copy.name, &line);
                    copy.clock.advance(society.dice.random_range(0..30_i64).hours());
                    if society.dice.random() {
                        society.network.heal();
                        society.network.sync(&mut copy, &mut society.office).unwrap();
                    }
                    copies.push(copy);
                }
                _ => society.something_happens(),
            }
        }
        for _ in 0..2 {
            society.settle();
            for copy in &mut copies {
                copy.clock.advance(3.days());
                society.network.sync(copy, &mut society.office).unwrap();
            }
        }
        assert_same(&society.office.export(), &society.model.records);
        society.office.assert_whole();
    }
}

#[test]
fn a_head_office_that_was_put_back_has_forgotten_nobody_whom_it_shut_out() {
    // the list in the file beside the database, and where that is lost too, with a kiosk
    for file_is_kept in [true, false] {
        let mut office = HeadOffice::new(5);
        let mut network = Network::default();
        let mut honest = Branch::enrolled("riyadh", &mut office, 1);
        let mut stolen = Branch::enrolled("riyadh", &mut office, 2);
        let mut found_again = Branch::enrolled("riyadh", &mut office, 3);
        for device in [&mut honest, &mut stolen, &mut found_again] {
            network.sync(device, &mut office).unwrap();
        }
        office
            .replica
            .revoke_device(found_again.kiosk.device().unwrap(), office.clock.unix_millis())
            .unwrap();
        let backup = office.backup();
        office.clock.advance(1.hour());
        let now = office.clock.unix_millis();
        assert!(office.replica.revoke_device(stolen.kiosk.device().unwrap(), now).unwrap());
        assert!(office.replica.restore_device(found_again.kiosk.device().unwrap(), now).unwrap());
        network.sync(&mut honest, &mut office).unwrap();
        honest.record(&[crate::people::visit(1, &json!({"name": "نورة"}))]);
        network.sync(&mut honest, &mut office).unwrap();
        if file_is_kept {
            std::fs::copy(office.dir().join("shut_out"), backup.path().join("shut_out")).unwrap();
        }
        office.restore(backup);
        if !file_is_kept {
            network.sync(&mut honest, &mut office).unwrap();
        }
        let refused = network.sync(&mut stolen, &mut office);
        assert!(matches!(refused, Err(Fault::Refused(ExchangeError::RevokedDevice))), "{refused:?}");
        network.sync(&mut found_again, &mut office).unwrap();
        network.sync(&mut honest, &mut office).unwrap();
        office.assert_whole();
    }
}

#[test]
fn a_list_of_who_was_shut_out_that_another_head_office_signed_keeps_head_office_closed_with_a_word() {
    let mut office = HeadOffice::new(6);
    let mut other = HeadOffice::new(7);
    let device = Branch::enrolled("riyadh", &mut other, 1);
    other.replica.revoke_device(device.kiosk.device().unwrap(), other.clock.unix_millis()).unwrap();
    std::fs::copy(other.dir().join("shut_out"), office.dir().join("shut_out")).unwrap();
    let mut act = office.act();
    let fault = Office::open(office.dir(), &mut act).err().unwrap().to_string();
    assert!(fault.contains("shut_out") && fault.contains("put it back"), "{fault}");
}
