//! What one record, one device or one program must not do to the others beside it.

use std::collections::BTreeSet;

use minicbor::bytes::ByteArray;
use rusqlite::Connection;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::doc::{KeyOwner, PART_CHANGES_MAX, SealingKey};
use shared::domain::{Acting, CatalogEntry, CatalogKind, Code, FileId, Incarnation, Place, Record, Text};
use shared::replica::{RecordOutcome, Rows, SyncStep};
use shared::store::Part;
use shared::sync::http::PullQuery;
use shared::sync::{Acknowledged, PullReply, Standing, from_cbor, unpack};
use tests::branch::{Branch, parse};
use tests::forger::{Forger, fact, visit_fields};
use tests::network::{Fate, Network};
use tests::office::HeadOffice;

fn visit(n: u8, person: &Value) -> Value {
    json!({
        "type": "visit", "id": format!("00000000-0000-7000-8000-0000000000{n:02x}"),
        "at": "2026-05-12T08:30:00+03:00", "party": "beneficiary", "channel": "interview", "services": ["support"],
        "beneficiary": person,
    })
}

fn count(branch: &Branch, sql: &str) -> i64 {
    let database = Connection::open(branch.dir().join("kiosk.db")).unwrap();
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

const FILES: &str = "SELECT count(*) FROM document WHERE kind = 'f'";

#[test]
fn a_refused_record_leaves_no_file_no_key_and_no_index_row_behind() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    // seven texts of 4,000 four-byte characters: more than a fact holds, so that it is refused after the file was made
    let wide = Some(Text::new("\u{1F33F}".repeat(4_000)).unwrap());
    let Record::Visit(mut large) = parse(&visit(1, &json!({"mobile": "0556880045"}))) else {
        panic!("a visit")
    };
    let capacity = wide.clone().unwrap();
    large.acting = Some(Acting { capacity: capacity.clone(), proof: wide.clone() });
    large.place = Place::address(capacity).ok();
    (large.purpose, large.answers) = (wide.clone(), wide.clone());
    (large.note, large.report) = (wide.clone(), wide);
    let small = |n: u8, name: &str| parse(&visit(n, &json!({"name": name})));
    let records = [small(2, "a"), Record::Visit(large), small(3, "b")];
    let mut act = branch.act();
    let outcomes = branch.kiosk.record(&mut act, &records).unwrap();
    assert!(matches!(outcomes[0], RecordOutcome::Saved(_)) && matches!(outcomes[2], RecordOutcome::Saved(_)));
    assert!(matches!(outcomes[1], RecordOutcome::Refused { .. }));
    assert_eq!(count(&branch, FILES), 2);
    assert_eq!(count(&branch, "SELECT count(*) FROM blind_index"), 0);
    assert_eq!(count(&branch, "SELECT count(*) FROM sealing_key"), 2, "two files'");
}

#[test]
fn a_placeholder_for_an_id_never_joins_two_people() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    branch.record(&[
        visit(1, &json!({"national_id": "لا يوجد", "name": "محمد"})),
        visit(2, &json!({"national_id": "لا يوجد", "name": "فاطمة", "mobile": "0556880045"})),
        visit(3, &json!({"national_id": "لا يوجد"})),
        visit(4, &json!({"national_id": "لا يوجد", "name": "محمد"})),
    ]);
    assert_eq!(count(&branch, FILES), 3, "two people, and one who gave no name");
    branch.record(&[
        visit(5, &json!({"national_id": "1000000008", "name": "نورة"})),
        visit(6, &json!({"national_id": "١٠٠٠٠٠٠٠٠٨"})),
    ]);
    assert_eq!(count(&branch, FILES), 4, "a whole id is one person, in either digits");
}

#[test]
fn an_answer_that_another_program_has_taken_meanwhile_is_asked_for_again() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let asked = branch.kiosk.pull_query().unwrap();
    let token = branch.kiosk.token().unwrap().to_owned();
    let mut act = office.act();
    let answer = office.replica.pull(&mut act, &token, &asked).unwrap().bytes;
    let mut act = branch.act();
    let mut take = || branch.kiosk.take_pull_reply(&mut act, &asked, &answer).unwrap().0;
    assert_eq!((take(), take()), (SyncStep::Done, SyncStep::Again));
    Network::default().sync(&mut branch, &mut office).unwrap();
}

#[test]
fn a_cursor_that_went_wrong_heals_with_the_next_pull() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let mut network = Network::default();
    network.sync(&mut branch, &mut office).unwrap();
    let database = Connection::open(branch.dir().join("kiosk.db")).unwrap();
    let there =
        "SELECT checksum FROM scope_log WHERE id = (SELECT id FROM scope WHERE name = 'catalog') << 40 | 32";
    let checksum: Vec<u8> = office.rows().one(there, &[]);
    database
        .execute("UPDATE meta SET value = CAST('32' AS BLOB) WHERE name = 'pull_position/catalog'", [])
        .unwrap();
    database.execute("UPDATE meta SET value = ?1 WHERE name = 'pull_checksum/catalog'", [checksum]).unwrap();
    assert!(
        network.pull(&mut branch, &mut office, Fate::Arrives).is_err(),
        "the planted cursor brings what stands here already"
    );
    network.sync(&mut branch, &mut office).unwrap();
    assert_eq!(branch.kiosk.catalog().unwrap(), *office.replica.catalog().unwrap());
}

#[test]
fn a_pull_goes_on_from_every_place_of_a_log() {
    let mut office = HeadOffice::new(1);
    let branch = Branch::enrolled("riyadh", &mut office, 1);
    let token = branch.kiosk.token().unwrap();
    let mut pull = |position: usize, checksum: Option<[u8; 32]>| -> PullReply {
        let position = position as u64;
        let query = PullQuery { position, checksum, ..PullQuery::from_start("catalog") };
        let mut act = office.act();
        let answer = office.replica.pull(&mut act, token, &query).unwrap().bytes;
        from_cbor(&unpack(&answer[64..]).unwrap()).unwrap()
    };
    let whole = pull(0, None);
    let (all, epoch) = (whole.changes.len(), Incarnation(*whole.epoch));
    assert!(all > 40, "{all}");
    let mut here: [u8; 32] = Sha256::digest(format!("sila/1 scope\0catalog\0{epoch}")).into();
    for (place, change) in (1..).zip(&whole.changes) {
        let before = here;
        here = Sha256::new().chain_update(before).chain_update(*change.hash.unwrap()).finalize().into();
        let rest = pull(place, Some(here));
        assert_eq!((rest.reset, rest.changes.len(), rest.checksum), (false, all - place, whole.checksum));
        let other = pull(place, Some(before));
        assert_eq!((other.reset, other.changes.len(), other.checksum), (true, all, whole.checksum));
    }
    assert!(pull(all + 1, Some(here)).reset, "there is nothing yet");
}

#[test]
fn a_device_cannot_claim_that_head_office_has_lost_something() {
    let mut office = HeadOffice::new(1);
    let forger = Forger::enrolled(&mut office, "riyadh", 1);
    let entries = [fact(1, visit_fields("riyadh"))];
    let reply = forger.push_journal(&mut office, &forger.journal, &entries).unwrap();
    let state = &reply.documents[0];
    let honest = Acknowledged {
        document: state.document.clone(),
        seq: state.seq,
        hash: state.hash.unwrap(),
        receipt: state.receipt.unwrap(),
    };
    let claims = [
        Acknowledged { seq: 7, ..honest.clone() },
        Acknowledged { hash: ByteArray::from([9; 32]), ..honest.clone() },
        Acknowledged { document: forger.ratings.to_string(), ..honest.clone() },
        honest,
    ];
    for claim in claims {
        let mut push = forger.empty_push();
        push.acknowledged.push(claim);
        let reply = forger.push(&mut office, &push).unwrap();
        assert_eq!(*reply.epoch, forger.epoch);
    }
}

#[test]
fn a_document_takes_no_more_keys_than_one_of_ours_could_have() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 1);
    let file = FileId::from_random([1; 16]);
    let keys: Vec<SealingKey> = (0..40).map(|_| SealingKey::generate(&mut forger.dice)).collect();
    let written = forger.first_change(file, &keys[0], &[("name", b"name")]);
    for half in keys.chunks(20) {
        let mut push = forger.empty_push();
        push.files.push(written.clone());
        half.iter().for_each(|key| forger.add_key(&mut push, &KeyOwner::File(file), key));
        let reply = forger.push(&mut office, &push).unwrap();
        assert_eq!(reply.files[0].standing, Standing::Received);
    }
    let of_file = "SELECT count(*) FROM sealing_key WHERE id > 0";
    assert_eq!(
        office.rows().one::<i64>(of_file, &[]),
        2,
        "every device of the branch is given them with every change"
    );
}

#[test]
fn no_row_of_the_blind_index_travels_and_no_key_of_it_is_on_two_machines() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    branch.record(&[visit(1, &json!({"national_id": "1000000008", "mobile": "0556880045"}))]);
    network.sync(&mut branch, &mut office).unwrap();
    let digests = |rows: Rows| -> BTreeSet<i64> {
        rows.all("SELECT id >> 24 FROM blind_index", &[]).into_iter().collect()
    };
    let (here, there) = (digests(Rows::of(branch.dir(), Part::Kiosk)), digests(office.rows()));
    assert_eq!((here.len(), there.len()), (2, 2), "an id and a mobile on either side");
    assert!(here.is_disjoint(&there), "each side looks numbers up under a key of its own");
    let pushed =
        network.pushes.iter().flat_map(|push| shared::sync::unpack(push).unwrap()).collect::<Vec<u8>>();
    for digest in here.iter().chain(&there) {
        let (le, be) = (digest.to_le_bytes(), digest.to_be_bytes());
        let was_sent = |bytes: &[u8]| pushed.windows(bytes.len()).any(|window| window == bytes);
        assert!(!was_sent(&le[..5]) && !was_sent(&be[3..]), "a digest was sent");
    }
}

#[test]
fn the_same_record_from_two_branches_stays_the_first_ones() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let line = visit(1, &json!({"national_id": "1000000008", "name": "نورة"}));
    let mut first = Branch::enrolled("riyadh", &mut office, 1);
    let mut second = Branch::enrolled("jeddah", &mut office, 2);
    for branch in [&mut first, &mut second] {
        branch.record(std::slice::from_ref(&line));
        network.sync(branch, &mut office).unwrap();
    }
    let exported = office.export();
    assert_eq!(exported.len(), 1);
    assert_eq!(exported.values().next().unwrap()["branch"], "riyadh");
    office.assert_whole();
}

#[test]
fn a_catalog_that_outgrows_a_journals_part_is_published_and_pulled_whole() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let catalog = office.replica.catalog().unwrap();
    let service = catalog.offered(&CatalogKind::Service)[0];
    let of = |n: u64| CatalogEntry { code: Code::new(format!("service_{n}")).unwrap(), ..service.clone() };
    let entries: Vec<CatalogEntry> = (0..=PART_CHANGES_MAX).map(of).collect();
    let mut act = office.act();
    office.replica.publish(&mut act, &entries).unwrap();
    Network::default().sync(&mut branch, &mut office).unwrap();
    assert!(branch.kiosk.catalog().unwrap().offered(&CatalogKind::Service).len() > entries.len());
    assert_eq!(branch.kiosk.catalog().unwrap(), *office.replica.catalog().unwrap());
}
