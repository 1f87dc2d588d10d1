//! What one enrolled device that a stranger programmed may cost all the others, and what it gets of them.

use serde_json::json;
use shared::doc::{DocumentName, Entry, Fields, FileHistory, KeyOwner, Scalar, SealingKey, actor_of, random};
use shared::domain::{Code, FileId, FilePair, Incarnation, KeyId, LineKind, ProfileField};
use shared::replica::{Correction, ExchangeError, KioskError, Loaded, OfficeError, PersonHit, PushAnswer};
use shared::store::StoreError;
use shared::sync::http::PullQuery;
use shared::sync::{
    Acknowledged, DocumentState, PullReply, PushReply, PushRequest, PushedFileChange, Standing, from_cbor,
    pack, to_cbor, unpack, unpack_answer,
};
use tests::branch::Branch;
use tests::forger::{Forger, fact, visit_fields};
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::{correct, found, opened, visit};

const ID: &str = "1000000008";

fn count(office: &HeadOffice, sql: &str) -> i64 {
    office.rows().one(sql, &[])
}

/// A person of riyadh: the file, and the key that is in it.
fn somebody(office: &mut HeadOffice, network: &mut Network) -> (Branch, FileId) {
    let mut riyadh = Branch::enrolled("riyadh", office, 1);
    riyadh.record(&[visit(1, &json!({"national_id": ID, "name": "نورة", "mobile": "0556880045"}))]);
    network.sync(&mut riyadh, office).unwrap();
    let file = found(&riyadh, ID).file;
    (riyadh, file)
}

/// The files that jeddah holds.
const OF_JEDDAH: &str = "SELECT count(*) FROM file_branch
    WHERE id & 1048575 = (SELECT id FROM scope WHERE name = 'people/jeddah')";

/// A visit of jeddah that names a file, with what a key seals, or nothing sealed.
fn naming(forger: &Forger, n: u8, file: FileId, key: Option<&SealingKey>) -> PushRequest {
    let mut fields = visit_fields("jeddah");
    fields.insert("file", Scalar::Bytes(file.as_bytes().to_vec()));
    if let Some(key) = key {
        let mut note = Fields::none();
        note.insert("note", Scalar::Text("x".to_owned()));
        let sealed = key.seal_fact("visit", fact(n, Fields::none()).id, &note).unwrap();
        fields.insert("sealed", Scalar::Bytes(sealed.into_bytes()));
    }
    let document = forger.journal_part(u16::from(n));
    let batch = forger.batch(&document, &forger.tip(&document), &[fact(n, fields)]);
    PushRequest { journals: vec![batch], ..forger.empty_push() }
}

fn standing_of_the_file(reply: &PushReply) -> (Standing, Option<&str>) {
    (reply.files[0].standing, reply.files[0].reason.as_deref())
}

#[test]
fn a_files_id_alone_brings_nobody_to_a_branch() {
    let mut office = HeadOffice::new(1);
    let (_, file) = somebody(&mut office, &mut Network::default());
    let mut forger = Forger::enrolled(&mut office, "jeddah", 9);
    let own = SealingKey::generate(&mut forger.dice);
    // a visit that names it; one sealed with a key of the forger's own; a value put beside the others, with that key
    let push = naming(&forger, 1, file, None);
    forger.push(&mut office, &push).unwrap();
    let mut push = naming(&forger, 2, file, Some(&own));
    forger.add_key(&mut push, &KeyOwner::File(file), &own);
    forger.push(&mut office, &push).unwrap();
    for _ in 0..2 {
        let mut push = naming(&forger, 3, file, Some(&own));
        push.files.push(forger.first_change(file, &own, &[("name", b"x")]));
        forger.add_key(&mut push, &KeyOwner::File(file), &own);
        let reply = forger.push(&mut office, &push).unwrap();
        assert_eq!(standing_of_the_file(&reply), (Standing::Stopped, Some("foreign")));
        assert_eq!(reply.keys_left_out, [0], "a stranger's key is none of the file's");
    }
    assert_eq!(count(&office, OF_JEDDAH), 0);
    assert_eq!(count(&office, "SELECT count(*) FROM sealing_key WHERE id > 0"), 1);
    office.assert_whole();
}

#[test]
fn a_file_that_a_visit_named_before_it_came_is_whose_device_brings_it() {
    let mut office = HeadOffice::new(1);
    let mut namer = Forger::enrolled(&mut office, "jeddah", 9);
    let mut writer = Forger::enrolled(&mut office, "riyadh", 8);
    let (file, another) = (FileId::from_random([7; 16]), FileId::from_random([6; 16]));
    let [own, key] = [&mut namer, &mut writer].map(|forger| SealingKey::generate(&mut forger.dice));
    let mut push = naming(&namer, 1, file, None);
    namer.add_key(&mut push, &KeyOwner::File(file), &own);
    assert_eq!(namer.push(&mut office, &push).unwrap().keys_left_out, [0]);
    assert_eq!(
        count(&office, "SELECT count(*) FROM document WHERE kind = 'f'"),
        1,
        "the visit leads to its row"
    );
    let (pair, by) = (FilePair::new(file, another).unwrap(), Code::new("x").unwrap());
    let mut act = office.act();
    let joined = office.replica.join_files(&mut act, pair, &by);
    assert!(matches!(joined, Err(OfficeError::UnknownFile { .. })), "{joined:?}");
    let files = || {
        let mut files = 0;
        let each = |_| {
            files += 1;
            Ok::<_, StoreError>(())
        };
        office.replica.export(LineKind::Beneficiary, each).unwrap();
        files
    };
    assert_eq!(files(), 0, "nobody is listed");

    let mut push = writer.empty_push();
    push.files.push(writer.first_change(file, &key, &[("name", b"x")]));
    writer.add_key(&mut push, &KeyOwner::File(file), &key);
    let reply = writer.push(&mut office, &push).unwrap();
    assert_eq!(standing_of_the_file(&reply), (Standing::Received, None));
    assert!(reply.keys_left_out.is_empty());
    let costs = office.replica.device(writer.device).unwrap().unwrap().file_bytes;
    assert!((4_000..6_000).contains(&costs), "the file is new: {costs}");
    let mut push = naming(&namer, 2, file, None);
    push.files.push(namer.first_change(file, &own, &[("name", b"y")]));
    namer.add_key(&mut push, &KeyOwner::File(file), &own);
    let reply = namer.push(&mut office, &push).unwrap();
    assert_eq!(standing_of_the_file(&reply), (Standing::Stopped, Some("foreign")));
    assert_eq!(reply.keys_left_out, [0]);
    assert_eq!(
        (count(&office, OF_JEDDAH), count(&office, "SELECT count(*) FROM sealing_key WHERE id > 0")),
        (0, 1)
    );
    office.assert_whole();
}

#[test]
fn who_holds_a_files_key_is_given_the_file() {
    // the control of the test above: by a visit, and by a value
    for by_value in [false, true] {
        let mut office = HeadOffice::new(1);
        let forger = Forger::enrolled(&mut office, "jeddah", 9);
        let mut other = Forger::enrolled(&mut office, "riyadh", 8);
        let (file, key) = (FileId::from_random([7; 16]), SealingKey::generate(&mut other.dice));
        let mut push = other.empty_push();
        let first = other.first_change(file, &key, &[("name", b"x")]);
        let history = other.history_with(FileHistory::default(), &first);
        push.files.push(first);
        other.add_key(&mut push, &KeyOwner::File(file), &key);
        other.push(&mut office, &push).unwrap();
        assert_eq!(count(&office, OF_JEDDAH), 0);
        let push = match by_value {
            true => PushRequest {
                files: vec![forger.change_over(&history, file, &key, &[("name", b"y")])],
                ..forger.empty_push()
            },
            false => naming(&forger, 1, file, Some(&key)),
        };
        forger.push(&mut office, &push).unwrap();
        assert_eq!(count(&office, OF_JEDDAH), 1);
    }
}

#[test]
fn a_device_that_wrote_more_of_files_than_a_branch_has_writes_no_more_and_records_on() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    let key = SealingKey::generate(&mut forger.dice);
    let write = |forger: &mut Forger, office: &mut HeadOffice, n: u8| {
        let document = forger.journal_part(u16::from(n));
        let batch = forger.batch(&document, &forger.tip(&document), &[fact(n, visit_fields("riyadh"))]);
        let mut push = PushRequest { journals: vec![batch], ..forger.empty_push() };
        push.files.push(forger.first_change(FileId::from_random([n; 16]), &key, &[("name", b"x")]));
        let reply = forger.push(office, &push).unwrap();
        assert_eq!(reply.documents[0].standing, Standing::Received);
        (reply.files[0].standing, reply.files[0].reason.clone())
    };
    assert_eq!(write(&mut forger, &mut office, 1), (Standing::Received, None));
    let costs = office.replica.device(forger.device).unwrap().unwrap().file_bytes;
    assert!((4_000..6_000).contains(&costs), "a file costs its rows, whatever it holds: {costs}");
    let most = 2_i64 << 30;
    office.rows().run("UPDATE device SET file_bytes = ?1", &[(most - 5_000).into()]);
    assert_eq!(write(&mut forger, &mut office, 2), (Standing::Received, None));
    assert_eq!(write(&mut forger, &mut office, 3), (Standing::Stopped, Some("full".to_owned())));
    assert_eq!(count(&office, "SELECT count(*) FROM document WHERE kind = 'f'"), 2);
    office.assert_whole();
}

#[test]
fn the_largest_answer_that_a_device_can_make_head_office_give_is_taken_by_its_neighbours() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    // as many files as an answer has places, each from a writer of its own, with more keys than are kept, and bytes that
    // nothing compresses
    for _ in 0..10 {
        let mut request = forger.empty_push();
        for _ in 0..50 {
            forger.incarnation = Incarnation(random(&mut forger.dice));
            let file = FileId::from_random(random(&mut forger.dice));
            let keys: Vec<SealingKey> = (0..20).map(|_| SealingKey::generate(&mut forger.dice)).collect();
            let value: [u8; 1_340] = random(&mut forger.dice);
            request.files.push(forger.first_change(file, &keys[0], &[("address", &value)]));
            let of_file: Vec<_> = keys.iter().map(|key| (KeyOwner::File(file), key)).collect();
            forger.add_keys(&mut request, &of_file);
        }
        let reply = forger.push(&mut office, &request).unwrap();
        assert!(reply.files.iter().all(|state| state.standing == Standing::Received));
    }
    let mut neighbour = Branch::enrolled("riyadh", &mut office, 1);
    assert!(largest_answer(&neighbour, &mut office) <= 576 * 1024, "what goes with the changes is counted");
    Network::default().sync(&mut neighbour, &mut office).unwrap();
    assert_eq!(neighbour.kiosk.people().unwrap().len(), 500);
    assert!(neighbour.kiosk.set_aside().unwrap().is_empty());
}

/// The size of the largest answer that a device gets of its branch's people, inflated.
fn largest_answer(device: &Branch, office: &mut HeadOffice) -> usize {
    let mut query = PullQuery::from_start("people/riyadh");
    let mut largest = 0;
    loop {
        let mut act = office.act();
        let answer = office.replica.pull(&mut act, device.kiosk.token().unwrap(), &query).unwrap().bytes;
        let inflated = unpack_answer(&answer[64..]).unwrap();
        largest = largest.max(inflated.len());
        let reply: PullReply = from_cbor(&inflated).unwrap();
        if !reply.more {
            return largest;
        }
        query = PullQuery { position: reply.position, checksum: Some(*reply.checksum), ..query };
    }
}

#[test]
fn files_that_a_stranger_makes_of_ones_id_keep_nobody_apart() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let (mut riyadh, _) = somebody(&mut office, &mut network);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    let mut push = forger.empty_push();
    for n in 1..=40_u8 {
        let (file, key) = (FileId::from_random([n; 16]), SealingKey::generate(&mut forger.dice));
        push.files.push(forger.first_change(file, &key, &[("national_id", ID.as_bytes())]));
        forger.add_key(&mut push, &KeyOwner::File(file), &key);
    }
    forger.push(&mut office, &push).unwrap();
    let mut jeddah = Branch::enrolled("jeddah", &mut office, 2);
    jeddah.record(&[visit(2, &json!({"national_id": ID, "name": "نورة", "mobile": "0556880045"}))]);
    for branch in [&mut jeddah, &mut riyadh] {
        network.sync(branch, &mut office).unwrap();
    }
    let names = |hit: PersonHit| hit.name.map(|name| name.as_str().to_owned());
    assert_eq!(names(found(&jeddah, ID)).as_deref(), Some("نورة"));
    assert!(found(&jeddah, ID).files.len() > 1, "her file of riyadh is there");
    // and the device that looks her up opens few of them
    riyadh.record(&[visit(3, &json!({"national_id": ID}))]);
    let view = riyadh.kiosk.person(found(&riyadh, "نورة").file).unwrap().unwrap();
    assert!(view.files.len() <= 33, "{}", view.files.len());
}

#[test]
fn a_word_that_very_many_give_for_an_id_tells_nobody_apart() {
    let mut office = HeadOffice::new(1);
    let mut branch = Branch::enrolled("riyadh", &mut office, 1);
    let passport = |name: &str| json!({"national_id": "A12345678", "name": name});
    branch.record(&[visit(1, &passport("سارة")), visit(2, &passport("سارة"))]);
    let people = |branch: &Branch| branch.kiosk.people().unwrap().len();
    assert_eq!(people(&branch), 1, "a passport's number and a name are somebody");
    for n in 0..8 {
        branch.record(&[visit(10 + n, &passport(&format!("name {n}")))]);
    }
    assert_eq!(people(&branch), 9);
    branch.record(&[visit(30, &passport("سارة"))]);
    assert_eq!(people(&branch), 10, "what nine files have is no number of anybody's");
}

/// A file as a forger writes it, change after change.
struct Written {
    file: FileId,
    key: SealingKey,
    history: FileHistory,
}

impl Written {
    fn new(forger: &mut Forger) -> Self {
        let file = FileId::from_random(random(&mut forger.dice));
        Self { file, key: SealingKey::generate(&mut forger.dice), history: FileHistory::default() }
    }

    fn next(&mut self, forger: &Forger, value: &[u8]) -> PushedFileChange {
        let document = DocumentName::File(self.file);
        let actor = actor_of(&forger.signing.verifying_key().to_bytes(), forger.incarnation, &document);
        let mut values = Fields::none();
        values.insert("address", Scalar::Bytes(value.to_vec()));
        let place = (actor, self.history.next_seq_of(actor));
        let sealed = self.key.seal_values(self.file, place, &values).unwrap();
        let entry = self.history.change_on(&self.history.heads(), actor, 0, sealed);
        self.history.add(entry.clone(), actor).unwrap();
        forger.file_change(self.file, &entry)
    }
}

/// Corrects each of 20 files of 40 changes in one push, beside a visit, and sends again what is to come later. Returns what was read
/// of files for each push, and how many of the corrections it received.
fn correct_many_files(most: Loaded) -> Vec<(Loaded, usize)> {
    let mut office = HeadOffice::new(1);
    office.replica.load_at_most(most);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    let mut files: Vec<Written> = (0..20).map(|_| Written::new(&mut forger)).collect();
    let mut push = forger.empty_push();
    for file in &mut files {
        push.files.extend((0..40).map(|_| file.next(&forger, b"a")));
        forger.add_key(&mut push, &KeyOwner::File(file.file), &file.key);
    }
    let new = forger.push_weighed(&mut office, &push).unwrap();
    assert_eq!(new.loaded, Loaded::NOTHING, "files that are new are read by nobody");
    let batch =
        forger.batch(&forger.journal, &forger.tip(&forger.journal), &[fact(1, visit_fields("riyadh"))]);
    let mut push = PushRequest { journals: vec![batch], ..forger.empty_push() };
    push.files =
        files.iter_mut().flat_map(|file| [file.next(&forger, b"b"), file.next(&forger, b"c")]).collect();
    let mut answers = Vec::new();
    while !push.files.is_empty() {
        let PushAnswer { bytes, loaded } = forger.push_weighed(&mut office, &push).unwrap();
        let reply: PushReply = from_cbor(&unpack_answer(&bytes).unwrap()).unwrap();
        assert_eq!(reply.documents[0].standing, Standing::Received, "a record waits for no budget");
        let later = reply.files.iter().filter(|state| state.standing == Standing::Later).count();
        let received = reply.files.len() - later;
        assert!(received > 0, "some of it is always taken");
        assert!(reply.files[..received].iter().all(|state| state.standing == Standing::Received));
        push.files.drain(..received);
        answers.push((loaded, received));
    }
    assert_eq!(count(&office, OF_FILES), 20 * 42);
    office.match_files();
    office.assert_whole();
    answers
}

/// The changes of beneficiary files.
const OF_FILES: &str =
    "SELECT count(*) FROM change JOIN document ON document.id = change.document WHERE kind = 'f'";

#[test]
fn what_one_push_has_head_office_read_of_files_is_bounded_and_what_is_beyond_comes_with_the_next_ones() {
    let unbounded = Loaded { changes: u64::MAX, bytes: u64::MAX };
    let changes = |answers: Vec<(Loaded, usize)>| -> Vec<(u64, usize)> {
        answers.into_iter().map(|(loaded, received)| (loaded.changes, received)).collect()
    };
    let bounded = changes(correct_many_files(Loaded { changes: 170, ..unbounded }));
    assert_eq!(bounded, [(200, 10); 4], "the bound, and what is left of the file that reaches it");
    // the control: without a bound one push has all of them read
    assert_eq!(changes(correct_many_files(unbounded)), [(800, 40)]);
    for least in [Loaded { bytes: 1, ..unbounded }, Loaded::NOTHING] {
        assert_eq!(
            changes(correct_many_files(least)),
            [(40, 2); 20],
            "a file with each push, whatever it weighs"
        );
    }
    let of_a_push = Loaded::OF_A_PUSH;
    assert_eq!((of_a_push.changes, of_a_push.bytes), (20_000, 16 << 20), "the design names them");
}

/// Has a device of jeddah record a visit of each of ten people of riyadh, of 40 changes each, with their keys, in one push.
fn files_that_records_bring(most: u64) -> i64 {
    let mut office = HeadOffice::new(1);
    office.replica.load_at_most(Loaded { changes: most, bytes: u64::MAX });
    let mut writer = Forger::enrolled(&mut office, "riyadh", 9);
    let mut files: Vec<Written> = (0..10).map(|_| Written::new(&mut writer)).collect();
    let mut push = writer.empty_push();
    for file in &mut files {
        push.files.extend((0..40).map(|_| file.next(&writer, b"a")));
        writer.add_key(&mut push, &KeyOwner::File(file.file), &file.key);
    }
    writer.push(&mut office, &push).unwrap();
    let namer = Forger::enrolled(&mut office, "jeddah", 8);
    let visits = (1..).zip(&files).map(|(n, file)| naming(&namer, n, file.file, Some(&file.key)));
    let journals = visits.flat_map(|visit| visit.journals).collect();
    let push = PushRequest { journals, ..namer.empty_push() };
    let reply = namer.push(&mut office, &push).unwrap();
    assert!(reply.documents.iter().all(|state| state.standing == Standing::Received));
    assert!(reply.held.is_empty(), "each of them stands");
    let brought = count(&office, OF_JEDDAH);
    let again = naming(&namer, 11, files[9].file, Some(&files[9].key));
    let again = PushRequest { journals: again.journals, ..namer.empty_push() };
    namer.push(&mut office, &again).unwrap();
    assert!(count(&office, OF_JEDDAH) <= brought + 1);
    office.assert_whole();
    brought
}

#[test]
fn the_records_of_one_push_bring_no_more_of_other_branches_files_than_is_read_for_one() {
    assert_eq!(files_that_records_bring(100), 3, "40, 80 and 120 rows of a log");
    assert_eq!(files_that_records_bring(0), 1);
    // the control
    assert_eq!(files_that_records_bring(u64::MAX), 10);
}

#[test]
fn a_device_sends_again_what_is_to_come_later_until_all_of_it_is_received_and_gives_up_where_nothing_is() {
    let (mut office, mut network) = (HeadOffice::new(1), Network::default());
    let mut riyadh = Branch::enrolled("riyadh", &mut office, 1);
    let names: Vec<String> = ('a'..='l').map(|letter| String::from_iter([letter; 6])).collect();
    let visits = (1..).zip(&names).map(|(n, name)| visit(n, &json!({"name": name}))).collect::<Vec<_>>();
    riyadh.record(&visits);
    network.sync(&mut riyadh, &mut office).unwrap();
    let correct_all = |riyadh: &mut Branch, mobile: &str| {
        for name in &names {
            let view = opened(riyadh, name);
            assert_eq!(correct(riyadh, &view, ProfileField::Mobile, mobile), Correction::Saved);
        }
        riyadh.record(&[visit(mobile.len() as u32 + 100, &json!({}))]);
    };
    correct_all(&mut riyadh, "0556880045");
    office.replica.load_at_most(Loaded::NOTHING);
    network.pushes.clear();
    network.sync(&mut riyadh, &mut office).unwrap();
    let files = |body: &Vec<u8>| from_cbor::<PushRequest>(&unpack(body).unwrap()).unwrap().files.len();
    let pushed: Vec<usize> = network.pushes.iter().map(files).filter(|files| *files > 0).collect();
    assert_eq!(pushed, (1..=12).rev().collect::<Vec<_>>(), "a file less with each push");
    assert_eq!(riyadh.kiosk.counts().unwrap().waiting, 0);
    assert_eq!(count(&office, OF_FILES), 24);
    assert_eq!(count(&office, "SELECT count(*) FROM withheld"), 0);
    office.assert_whole();

    // a server that always says later
    correct_all(&mut riyadh, "05568800457");
    let mut act = riyadh.act();
    let push = riyadh.kiosk.next_push(&mut act, "tests/1").unwrap();
    let (before, mut at_office) = (riyadh.kiosk.counts().unwrap().waiting, office.act());
    let token = riyadh.kiosk.token().unwrap().to_owned();
    let answer = office.replica.push(&mut at_office, &token, &push.signature, &push.body).unwrap();
    let mut reply: PushReply = from_cbor(&unpack_answer(&answer.bytes).unwrap()).unwrap();
    reply.documents.clear();
    reply.files.iter_mut().for_each(|state| state.standing = Standing::Later);
    let taken = riyadh.kiosk.take_push_reply(&mut act, &push, &pack(&to_cbor(&reply)));
    assert!(matches!(taken, Err(KioskError::Refused)), "{taken:?}");
    assert_eq!(riyadh.kiosk.counts().unwrap().waiting, before, "and all of it waits here");
    network.sync(&mut riyadh, &mut office).unwrap();
    assert_eq!(riyadh.kiosk.counts().unwrap().waiting, 0);
    assert!(riyadh.kiosk.set_aside().unwrap().is_empty());
}

#[test]
fn a_push_that_touches_more_than_is_held_at_once_is_taken_in_all_the_same() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    let received = |reply: PushReply| reply.files.iter().all(|file| file.standing == Standing::Received);
    let mut full: Vec<Written> = (0..36).map(|_| Written::new(&mut forger)).collect();
    for file in &mut full {
        let long: [u8; 60_000] = random(&mut forger.dice);
        let mut push = forger.empty_push();
        push.files = (0..4).map(|_| file.next(&forger, &long)).collect();
        forger.add_key(&mut push, &KeyOwner::File(file.file), &file.key);
        assert!(received(forger.push(&mut office, &push).unwrap()));
    }
    // a file that is new with this very push, more than 8 MiB of others, and the new one again
    let mut another = Written::new(&mut forger);
    let mut push = forger.empty_push();
    push.files.push(another.next(&forger, b"a"));
    push.files.extend(full.iter_mut().map(|file| file.next(&forger, b"b")));
    push.files.push(another.next(&forger, b"c"));
    forger.add_key(&mut push, &KeyOwner::File(another.file), &another.key);
    assert!(received(forger.push(&mut office, &push).unwrap()));
    let mut neighbour = Branch::enrolled("riyadh", &mut office, 1);
    Network::default().sync(&mut neighbour, &mut office).unwrap();
    assert_eq!(neighbour.kiosk.people().unwrap().len(), 37);
    office.assert_whole();
}

#[test]
fn keys_that_a_device_names_alike_are_not_looked_through_for_ever() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    let mut kept = 0;
    for n in 0..5 {
        let alike = |key: &mut SealingKey| {
            let mut id = *key.id.as_bytes();
            id[..4].copy_from_slice(&[7; 4]);
            key.id = KeyId(uuid::Uuid::from_bytes(id));
        };
        let mut keys: Vec<SealingKey> = (0..10).map(|_| SealingKey::generate(&mut forger.dice)).collect();
        keys.iter_mut().for_each(alike);
        let mut push = forger.empty_push();
        let owner = KeyOwner::Device(forger.device);
        let named: Vec<(KeyOwner, &SealingKey)> = keys.iter().map(|key| (owner.clone(), key)).collect();
        forger.add_keys(&mut push, &named);
        let own = SealingKey::generate(&mut forger.dice);
        forger.add_key(&mut push, &owner, &own);
        let reply = forger.push(&mut office, &push).unwrap();
        assert!(!reply.keys_left_out.contains(&10), "push {n}: a key with a name like no other is kept");
        kept += push.keys.len() - reply.keys_left_out.len();
    }
    assert!(kept < 20, "{kept} of 50 keys that are named alike and 5 others");
    let of_devices =
        "SELECT count(*) FROM sealing_key JOIN key_owner ON key_owner.id = -(sealing_key.id >> 32)
                      WHERE substr(key_owner.owner, 1, 1) = ?1";
    assert_eq!(office.rows().one::<i64>(of_devices, &[b"d".into()]), kept as i64);
}

#[test]
fn a_push_names_each_journal_once() {
    let mut office = HeadOffice::new(1);
    let forger = Forger::enrolled(&mut office, "riyadh", 9);
    let entries: Vec<Entry> = (1..=70).map(|n| fact(n, visit_fields("riyadh"))).collect();
    let reply = forger.push_journal(&mut office, &forger.journal, &entries).unwrap();
    // each of these would have head office go through the whole journal once more
    let start = forger.tip(&forger.journal);
    let again = || forger.batch(&forger.journal, &start, &entries[..1]);
    let twice = PushRequest { journals: vec![again(), again()], ..forger.empty_push() };
    assert!(matches!(forger.push(&mut office, &twice), Err(ExchangeError::TooMany)));
    let DocumentState { document, seq, hash, receipt, .. } = reply.documents[0].clone();
    let state = Acknowledged { document, seq, hash: hash.unwrap(), receipt: receipt.unwrap() };
    let twice = PushRequest { acknowledged: vec![state.clone(), state], ..forger.empty_push() };
    assert!(matches!(forger.push(&mut office, &twice), Err(ExchangeError::TooMany)));
    let once = PushRequest { journals: vec![again()], ..forger.empty_push() };
    assert_eq!(forger.push(&mut office, &once).unwrap().documents[0].standing, Standing::Received);
}

#[test]
fn long_entries_stay_in_rows_of_their_own() {
    let mut office = HeadOffice::new(1);
    let forger = Forger::enrolled(&mut office, "riyadh", 9);
    let entry = |n: u8, bytes: usize| {
        let mut fields = visit_fields("riyadh");
        fields.insert("unknown", Scalar::Text("x".repeat(bytes)));
        fact(n, fields)
    };
    let entries: Vec<Entry> =
        (1..=64).map(|n| entry(n, 60_000)).chain((65..=128).map(|n| entry(n, 60))).collect();
    let end = forger.push_journal(&mut office, &forger.journal, &entries).unwrap();
    assert_eq!(end.documents[0].standing, Standing::Received);
    assert_eq!(count(&office, "SELECT count(*) FROM change WHERE packed"), 1);
    let largest = "SELECT max(length(bytes)) FROM change WHERE NOT packed";
    assert!(count(&office, largest) > 60_000);
    let again = forger.push_journal(&mut office, &forger.journal, &entries[..100]).unwrap();
    assert_eq!(again.documents[0].standing, Standing::Received);
    office.replica.rebuild().unwrap();
    office.assert_whole();
}

/// Two devices of a branch, and a push of the first one's that begins a file.
fn two_and_a_file() -> (HeadOffice, Forger, Forger, PushRequest) {
    let mut office = HeadOffice::new(1);
    let [mut one, other] = [9, 10].map(|seed| Forger::enrolled(&mut office, "riyadh", seed));
    let key = SealingKey::generate(&mut one.dice);
    let file = FileId::from_random(random(&mut one.dice));
    let mut push = one.empty_push();
    push.files.push(one.first_change(file, &key, &[("name", b"n")]));
    one.add_key(&mut push, &KeyOwner::File(file), &key);
    (office, one, other, push)
}

#[test]
fn nobody_leaves_no_evidence_by_sending_what_another_device_sent() {
    let (mut office, one, other, push) = two_and_a_file();
    for _ in 0..2 {
        assert!(one.push(&mut office, &push).is_ok(), "what came twice is kept once");
    }
    assert!(matches!(other.push(&mut office, &push), Err(ExchangeError::Malformed)));
    let of_files =
        "SELECT count(*) FROM change JOIN document ON document.id = document WHERE file IS NOT NULL";
    assert_eq!((count(&office, of_files), count(&office, "SELECT count(*) FROM push")), (1, 1));
}

#[test]
fn a_device_has_no_more_keys_of_its_own_than_one_of_ours_ever_makes() {
    let mut office = HeadOffice::new(1);
    let mut forger = Forger::enrolled(&mut office, "riyadh", 9);
    let mut push_keys = |office: &mut HeadOffice, n: usize| {
        let keys: Vec<SealingKey> = (0..n).map(|_| SealingKey::generate(&mut forger.dice)).collect();
        let owner = KeyOwner::Device(forger.device);
        let named: Vec<(KeyOwner, &SealingKey)> = keys.iter().map(|key| (owner.clone(), key)).collect();
        let mut push = forger.empty_push();
        forger.add_keys(&mut push, &named);
        forger.push(office, &push).unwrap().keys_left_out
    };
    assert!(push_keys(&mut office, 1).is_empty());
    // as if all but two places were taken
    let take =
        "UPDATE sealing_key SET id = id + 499997 WHERE id < 0 AND secret IS NOT NULL AND session IS NULL
                AND -(id >> 32) = (SELECT id FROM key_owner WHERE substr(owner, 1, 1) = ?1)";
    assert_eq!(office.rows().run(take, &[b"d".into()]), 1);
    assert_eq!(push_keys(&mut office, 4), [2, 3]);
    assert_eq!(push_keys(&mut office, 1), [0]);
}

#[test]
fn what_a_push_had_head_office_read_is_counted_though_it_is_refused() {
    let (mut office, one, other, push) = two_and_a_file();
    one.push(&mut office, &push).unwrap();
    // the same body is no push of another's, which is found out once all of it was looked at
    let (body, signature) = other.signed(&push);
    let (mut act, mut loaded) = (office.act(), Loaded::NOTHING);
    let refused = office.replica.push_counting(&mut act, &other.token, &signature, &body, &mut loaded);
    assert!(matches!(refused, Err(ExchangeError::Malformed)), "{refused:?}");
    assert!(loaded.changes == 1 && loaded.bytes > 0, "{loaded:?}");
}
