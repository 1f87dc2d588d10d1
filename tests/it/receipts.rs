//! Telling a real receipt from a made-up one at head office, with the record behind it or without.

use jiff::civil::date;
use serde_json::json;
use shared::domain::{DeviceId, DeviceMode, FactId, Moment, RecordDigest, SignedReceipt, reference_of};
use shared::replica::{GenuineReceipt, ReceiptFinding};
use shared::sync::{receipt_statement, sign};
use tests::branch::Branch;
use tests::network::{Network, signing_key_in};
use tests::office::HeadOffice;

const ID: &str = "0197a1b2-0000-7000-8000-000000000001";

/// The day on which every receipt here is given out.
fn day() -> jiff::civil::Date {
    date(2026, 5, 12)
}

fn fact() -> FactId {
    FactId::parse(ID).unwrap()
}

fn with_visit(office: &mut HeadOffice, mode: &DeviceMode) -> Branch {
    let mut branch = Branch::enrolled_as("riyadh", mode, office, 1);
    let visit = json!({"type": "visit", "id": ID, "at": "2026-05-12T08:30:00+03:00", "party": "volunteer",
        "channel": "interview", "services": ["support"]});
    branch.record(&[visit]);
    branch
}

fn genuine(office: &HeadOffice, text: &str) -> GenuineReceipt {
    match office.replica.check_receipt(text).unwrap() {
        ReceiptFinding::Genuine(receipt) => *receipt,
        other => panic!("not genuine: {other:?}"),
    }
}

#[test]
fn a_receipt_is_known_to_be_real_before_its_kiosk_has_synced_and_after() {
    let mut office = HeadOffice::new(1);
    let mut branch = with_visit(&mut office, &DeviceMode::SelfService);
    let text = branch.kiosk.receipt(fact(), day()).unwrap().to_text();
    let early = genuine(&office, &text);
    assert_eq!((early.branch.as_str(), early.date, early.revoked), ("riyadh", day(), None));
    assert_eq!((early.reference, early.record), (reference_of(fact()), None));

    Network::default().sync(&mut branch, &mut office).unwrap();
    let record = genuine(&office, &text).record.unwrap();
    assert_eq!((record.fact, record.branch.as_deref()), (fact(), Some("riyadh")));
    assert_eq!(
        (record.at.as_ref().map(Moment::as_str), record.corrected),
        (Some("2026-05-12T08:30:00+03:00"), false)
    );
}

#[test]
fn a_made_up_receipt_is_found_out() {
    let mut office = HeadOffice::new(1);
    let branch = with_visit(&mut office, &DeviceMode::Branch);
    let key = signing_key_in(branch.dir());
    let real = branch.kiosk.receipt(fact(), day()).unwrap();
    let by = |device: DeviceId, fact: FactId, day| {
        SignedReceipt::new(device, fact, day, |body| sign(&key, &receipt_statement(body))).to_text()
    };
    // the control: what the device's key signs is real
    genuine(&office, &by(real.device, fact(), day()));

    let with = |change: &dyn Fn(&mut SignedReceipt)| {
        let mut other = real;
        change(&mut other);
        other.to_text()
    };
    let other_day = SignedReceipt::new(real.device, fact(), date(2026, 5, 13), |_| real.signature).to_text();
    let made_up = [
        with(&|r| r.record = RecordDigest::of(FactId::from_random([1; 16]))),
        with(&|r| r.signature[63] ^= 1),
        with(&|r| r.signature = [0; 64]),
        other_day,
        SignedReceipt::new(real.device, fact(), day(), |body| sign(&key, body)).to_text(),
    ];
    for text in made_up {
        assert_eq!(office.replica.check_receipt(&text).unwrap(), ReceiptFinding::Forged, "{text}");
    }
    let stranger = by(DeviceId::from_random([9; 16]), fact(), day());
    assert_eq!(office.replica.check_receipt(&stranger).unwrap(), ReceiptFinding::UnknownDevice);
    for text in ["", "https://sila.example", "SILA1:ABC", &real.to_text()[..160]] {
        assert_eq!(office.replica.check_receipt(text).unwrap(), ReceiptFinding::Unreadable, "{text}");
    }
}

#[test]
fn a_receipt_of_a_device_that_was_shut_out_says_so() {
    let mut office = HeadOffice::new(1);
    let branch = with_visit(&mut office, &DeviceMode::Branch);
    let text = branch.kiosk.receipt(fact(), day()).unwrap().to_text();
    let now = office.clock.unix_millis();
    office.replica.revoke_device(branch.kiosk.device().unwrap(), now).unwrap();
    assert_eq!(genuine(&office, &text).revoked, Some(now));
}

#[test]
fn a_reference_number_alone_is_looked_up_and_proves_nothing() {
    let mut office = HeadOffice::new(1);
    let mut branch = with_visit(&mut office, &DeviceMode::Branch);
    let reference = reference_of(fact());
    let typed = reference.to_lowercase().replace('-', " ");
    let nothing = ReceiptFinding::Reference(reference.clone(), Vec::new());
    assert_eq!(office.replica.check_receipt(&typed).unwrap(), nothing);
    Network::default().sync(&mut branch, &mut office).unwrap();
    let ReceiptFinding::Reference(found, records) = office.replica.check_receipt(&typed).unwrap() else {
        panic!("a reference number")
    };
    assert_eq!((found, records.len(), records[0].fact), (reference, 1, fact()));
}

#[test]
fn a_receipt_that_another_device_signed_for_the_record_is_found_out_once_the_record_has_arrived() {
    let mut office = HeadOffice::new(1);
    let mut branch = with_visit(&mut office, &DeviceMode::Branch);
    let other = Branch::enrolled("jeddah", &mut office, 2);
    let text = other.kiosk.receipt(fact(), day()).unwrap().to_text();
    assert_eq!(genuine(&office, &text).record, None, "nothing tells before");
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert_eq!(office.replica.check_receipt(&text).unwrap(), ReceiptFinding::OtherRecord);
    genuine(&office, &branch.kiosk.receipt(fact(), day()).unwrap().to_text());
}

#[test]
fn whoever_records_under_an_id_first_does_not_take_it_from_the_device_that_gave_out_the_receipt() {
    let mut office = HeadOffice::new(1);
    let mut branch = with_visit(&mut office, &DeviceMode::Branch);
    let text = branch.kiosk.receipt(fact(), day()).unwrap().to_text();
    assert!(!text.contains(&ID.replace('-', "").to_uppercase()), "the code does not tell the id");
    let mut other = Branch::enrolled("jeddah", &mut office, 2);
    let taken = json!({"type": "visit", "id": ID, "at": "2026-05-11T08:30:00+03:00", "party": "supporter",
        "channel": "interview", "services": ["support"]});
    other.record(&[taken]);
    let mut network = Network::default();
    network.sync(&mut other, &mut office).unwrap();
    network.sync(&mut branch, &mut office).unwrap();
    assert_eq!(branch.kiosk.counts().unwrap().quarantined, ["id_taken"]);
    let record = genuine(&office, &text).record.unwrap();
    assert_eq!(record.device, Some(branch.kiosk.device().unwrap()));
    assert_eq!(office.export()[&fact().to_string()]["branch"], "riyadh");
    office.assert_whole();
    office.replica.rebuild().unwrap();
    assert_eq!(office.export()[&fact().to_string()]["branch"], "riyadh");
    for (device, held) in [(&mut branch, 0), (&mut other, 1)] {
        network.sync(device, &mut office).unwrap();
        assert_eq!(device.kiosk.counts().unwrap().quarantined.len(), held);
    }
}

#[test]
fn a_device_knows_a_receipt_that_it_gave_out_itself_and_opens_nothing_for_it() {
    let mut office = HeadOffice::new(1);
    let branch = with_visit(&mut office, &DeviceMode::SelfService);
    let other = Branch::enrolled_as("jeddah", &DeviceMode::Branch, &mut office, 2);
    let real = branch.kiosk.receipt(fact(), day()).unwrap();
    let own = branch.kiosk.own_receipt(&real).unwrap().unwrap();
    assert_eq!((own.visit, own.reference, own.date, own.file), (fact(), reference_of(fact()), day(), None));
    assert_eq!(own.services.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["support"]);

    assert_eq!(other.kiosk.own_receipt(&real).unwrap(), None, "another device's");
    let mut forged = real;
    forged.signature[5] ^= 1;
    assert_eq!(branch.kiosk.own_receipt(&forged).unwrap(), None);
    let unknown = branch.kiosk.receipt(FactId::from_random([1; 16]), day()).unwrap();
    assert_eq!(branch.kiosk.own_receipt(&unknown).unwrap(), None, "no visit of this id is here");
}
