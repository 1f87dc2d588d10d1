//! One bad thing stops nothing behind it: it is set aside alone, told, and the rest goes both ways.

use rusqlite::Connection;
use serde_json::{Value, json};
use shared::domain::{DeviceMode, ProfileField};
use shared::replica::{KioskError, Office, Progress, Request, Session};
use shared::store::Way;
use shared::sync::PullReply;
use tests::branch::{Branch, PROGRAM};
use tests::model::assert_same;
use tests::network::{Fault, Network};
use tests::office::HeadOffice;

use crate::people::{correct, found, opened, visit};
use crate::shared_people::signed;
use crate::society::Society;

fn database(device: &Branch) -> Connection {
    Connection::open(device.dir().join("kiosk.db")).unwrap()
}

/// A society whose first branch has visits that wait.
fn waiting(seed: u64, n_lines: usize) -> (Society, Branch, Vec<Value>) {
    let mut society = Society::new(seed);
    let mut device = society.branches.remove(0);
    society.network.sync(&mut device, &mut society.office).unwrap();
    let stated = device.clock.stated();
    let lines: Vec<Value> = (0..n_lines).map(|_| society.register.visit(&stated)).collect();
    lines.iter().for_each(|line| {
        device.record(std::slice::from_ref(line));
        society.model.recorded("riyadh", line);
    });
    (society, device, lines)
}

/// Damages the waiting entry of a record in so many bytes.
fn damage(device: &Branch, line: &Value, n_bytes: usize) {
    let id = uuid::Uuid::parse_str(line["id"].as_str().unwrap()).unwrap();
    let find = "SELECT id, bytes FROM change WHERE substr(bytes, 1, 16) = ?1";
    let (row, mut bytes): (i64, Vec<u8>) = database(device)
        .query_row(find, [id.as_bytes().as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let at = bytes.len() / 2;
    bytes[at..at + n_bytes].iter_mut().for_each(|byte| *byte ^= 0x55);
    database(device).execute("UPDATE change SET bytes = ?2 WHERE id = ?1", (row, bytes)).unwrap();
}

#[test]
fn a_record_that_is_damaged_on_the_disk_is_told_and_all_others_arrive() {
    let (mut society, mut device, lines) = waiting(1, 30);
    damage(&device, &lines[7], 3);
    society.network.sync(&mut device, &mut society.office).unwrap();
    let lost = lines[7]["id"].as_str().unwrap().to_lowercase();
    assert!(society.model.records.remove(&lost).is_some());
    assert_same(&society.office.export(), &society.model.records);
    let [told] = &device.kiosk.set_aside().unwrap()[..] else { panic!("one is set aside") };
    assert_eq!((told.way, told.reason.as_str()), (Way::Out, "damaged"));
    assert_eq!(told.fact.unwrap().to_string(), lost);
    assert_same(&device.export(), &society.model.of("riyadh"));
    let at_head_office = |society: &Society, device: &Branch| {
        let device = device.kiosk.device().unwrap();
        society.office.replica.device(device).unwrap().unwrap().set_aside
    };
    assert_eq!(at_head_office(&society, &device), 1);
    assert!(device.kiosk.note_seen(told.id).unwrap() && !device.kiosk.note_seen(told.id).unwrap());
    assert!(device.kiosk.counts().unwrap().set_aside.is_empty());
    society.network.sync(&mut device, &mut society.office).unwrap();
    assert_eq!(at_head_office(&society, &device), 0);
    // whoever has it on paper records it again
    device.record(std::slice::from_ref(&lines[7]));
    society.model.recorded("riyadh", &lines[7]);
    society.network.sync(&mut device, &mut society.office).unwrap();
    assert_same(&society.office.export(), &society.model.records);
    society.office.assert_whole();
}

#[test]
fn one_flipped_byte_of_a_record_is_put_right_and_nothing_is_lost() {
    let (mut society, mut device, lines) = waiting(2, 10);
    damage(&device, &lines[3], 1);
    society.network.sync(&mut device, &mut society.office).unwrap();
    assert_same(&society.office.export(), &society.model.records);
    assert!(device.kiosk.set_aside().unwrap().is_empty());
    society.office.assert_whole();
}

#[test]
fn whatever_of_a_waiting_row_is_damaged_at_most_its_record_is_missing() {
    let faults = [
        "UPDATE change SET hash = randomblob(32) WHERE id = ?1",
        "UPDATE change SET hash = X'00' WHERE id = ?1",
        "UPDATE change SET seq = seq + 400 WHERE id = ?1",
        "UPDATE change SET document = 4000 WHERE id = ?1",
        "UPDATE change SET document = document - 1, seq = seq + 400 WHERE id = ?1",
        "UPDATE change SET writer = 77 WHERE id = ?1",
        "UPDATE change SET bytes = 'text' WHERE id = ?1",
        "DELETE FROM change WHERE id = ?1",
        "DELETE FROM outbox WHERE change = ?1",
        "UPDATE outbox SET change = change + 100000 WHERE change = ?1",
        "UPDATE outbox SET checksum = checksum + 7 WHERE change = ?1",
        "UPDATE document SET last_hash = randomblob(32) WHERE id = (SELECT document FROM change WHERE id = ?1)",
        "UPDATE document SET last_hash = X'00' WHERE id = (SELECT document FROM change WHERE id = ?1)",
        "UPDATE document SET last_max_op = last_max_op + 9 WHERE id = (SELECT document FROM change WHERE id = ?1)",
        "UPDATE document SET actor = randomblob(16) WHERE id = (SELECT document FROM change WHERE id = ?1)",
        "UPDATE document SET name = 'j/nonsense' WHERE id = (SELECT document FROM change WHERE id = ?1)",
    ];
    for (seed, fault) in (3..).zip(faults) {
        let (mut society, mut device, _) = waiting(seed, 12);
        let database = database(&device);
        database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let row: i64 = database
            .query_row(
                "SELECT outbox.change FROM outbox JOIN change ON change.id = outbox.change
                 JOIN document ON document.id = change.document WHERE kind = 'j' ORDER BY 1 LIMIT 1 OFFSET 5",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(database.execute(fault, [row]).unwrap(), 1, "{fault}");
        drop(database);
        device.reopen();
        for _ in 0..3 {
            drop(society.network.sync(&mut device, &mut society.office));
        }
        let line = society.register.visit(&device.clock.stated());
        device.record(std::slice::from_ref(&line));
        society.model.recorded("riyadh", &line);
        let last = society.network.sync(&mut device, &mut society.office);
        assert!(last.is_ok(), "{fault}: {last:?}");
        let arrived = society.office.export();
        let missing = society.model.records.len() - arrived.len();
        let told = device.kiosk.counts().unwrap().set_aside.len();
        assert!(missing <= 1 && told >= missing, "{fault}: {missing} missing, {told} told");
        assert_eq!(device.kiosk.counts().unwrap().waiting, 0, "{fault}");
        let told = device.kiosk.set_aside().unwrap();
        assert!(told.iter().all(|told| told.fact.is_some()), "{fault}: told by its id: {told:?}");
        let exported = device.kiosk.export::<KioskError>(|_| Ok(()));
        assert!(exported.is_ok(), "{fault}: {exported:?}");
        society.office.assert_whole();
    }
}

#[test]
fn a_key_that_was_damaged_on_its_way_out_is_wrapped_again_and_one_that_opens_nowhere_is_told() {
    let (mut society, mut device, _) = waiting(40, 10);
    database(&device).execute("UPDATE unsent_key SET secret = randomblob(length(secret))", []).unwrap();
    society.network.sync(&mut device, &mut society.office).unwrap();
    society.network.sync(&mut device, &mut society.office).unwrap();
    assert_same(&society.office.export(), &society.model.records);
    assert!(device.kiosk.set_aside().unwrap().is_empty());

    let (mut society, mut device, _) = waiting(41, 10);
    let one = "(SELECT min(id) FROM unsent_key WHERE id > 0)";
    let database = database(&device);
    database
        .execute(&format!("UPDATE sealing_key SET secret = randomblob(length(secret)) WHERE id = {one}"), [])
        .unwrap();
    database
        .execute(
            &format!("UPDATE unsent_key SET secret = NULL, sender = NULL, step = NULL WHERE id = {one}"),
            [],
        )
        .unwrap();
    drop(database);
    society.network.sync(&mut device, &mut society.office).unwrap();
    let told = device.kiosk.set_aside().unwrap();
    assert_eq!(told.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>(), ["key"]);
    let (counts, arrived) = (device.kiosk.counts().unwrap(), society.office.export().len());
    assert_eq!((counts.waiting, arrived + counts.quarantined.len()), (0, 10), "what nobody can open is held");
}

#[test]
fn one_flipped_byte_of_a_key_that_waits_is_put_right_where_nobody_can_wrap_it_again() {
    let mut office = HeadOffice::new(42);
    let mut device = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut office, 42);
    device.record(&[visit(1, &json!({"name": "نورة"})), visit(2, &json!({"name": "سارة"}))]);
    device.record(&[visit(3, &json!({"name": "هدى"}))]);
    let flipped = |cell: &str| format!("CAST(x'07' || substr({cell}, 2) AS BLOB)");
    for (n, set) in [
        format!("secret = {}", flipped("secret")),
        format!("sender = {}", flipped("sender")),
        "step = step + 16".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let row = format!("(SELECT id FROM unsent_key WHERE id > 0 ORDER BY id LIMIT 1 OFFSET {n})");
        let sql = format!("UPDATE unsent_key SET {set} WHERE id = {row}");
        assert_eq!(database(&device).execute(&sql, []).unwrap(), 1);
    }
    Network::default().sync(&mut device, &mut office).unwrap();
    let counts = device.kiosk.counts().unwrap();
    assert_eq!((counts.waiting, counts.quarantined.len()), (0, 0));
    let names = office.export().into_values().map(|visit| visit["beneficiary"]["name"].clone());
    assert_eq!(names.collect::<Vec<_>>(), ["نورة", "سارة", "هدى"]);
}

#[test]
fn a_full_file_sets_aside_what_it_does_not_take_and_nothing_is_written_again() {
    let mut society = Society::new(50);
    let mut device = society.branches.remove(0);
    device.record(&[visit(1, &json!({"national_id": "1000000008", "name": "نورة"}))]);
    society.network.sync(&mut device, &mut society.office).unwrap();
    let seen = opened(&device, "1000000008");
    let most = 2_i64 << 30;
    society.office.rows().run("UPDATE device SET file_bytes = ?1", &[most.into()]);
    correct(&mut device, &seen, ProfileField::Mobile, "0556880045");
    device.record(&[visit(2, &json!({"national_id": "1000000008"}))]);
    let incarnation = std::fs::read_to_string(device.dir().join("incarnation")).unwrap();

    society.network.sync(&mut device, &mut society.office).unwrap();
    let told = device.kiosk.set_aside().unwrap();
    assert_eq!(told.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>(), ["full"]);
    assert!(told[0].document.starts_with("f/"));
    assert_eq!(std::fs::read_to_string(device.dir().join("incarnation")).unwrap(), incarnation);
    assert_eq!((society.office.export().len(), device.kiosk.counts().unwrap().waiting), (2, 0));
    society.network.sync(&mut device, &mut society.office).unwrap();
    assert_eq!(device.kiosk.set_aside().unwrap().len(), 1, "it is told once");
}

/// One session in which head office's answers are altered; the requests that were made.
fn session(
    device: &mut Branch,
    office: &mut HeadOffice,
    mut answer: impl FnMut(&mut HeadOffice, &Request) -> Result<Vec<u8>, shared::replica::Failure>,
) -> Result<Progress, KioskError> {
    let mut act = device.act();
    let (mut session, mut request) = Session::begin(&mut device.kiosk, &mut act, PROGRAM).unwrap();
    for _ in 0..200 {
        let answered = answer(office, &request);
        let mut act = device.act();
        let progress = match answered {
            Ok(answer) => session.take(&mut device.kiosk, &mut act, &answer),
            Err(failure) => session.failed(&mut device.kiosk, &mut act, failure),
        };
        match progress {
            Ok(Progress::Next(next)) => request = next,
            Ok(ended) => return Ok(ended),
            Err(shared::replica::SessionError::Kiosk(error)) => return Err(error),
            Err(error) => panic!("{error}"),
        }
    }
    panic!("the session does not end")
}

fn honest(office: &mut HeadOffice, token: &str, request: &Request) -> Vec<u8> {
    let mut act = office.act();
    office.replica.answer(&mut act, token, request).unwrap()
}

#[test]
fn the_catalog_and_people_come_whatever_became_of_the_push() {
    use shared::replica::Failure::{Line, Refused, Server, TooLarge};
    for (seed, failure) in (60..).zip([Line, Refused, Server, TooLarge]) {
        let mut society = Society::new(seed);
        let mut office = society.office;
        let mut device = society.branches.remove(0);
        let mut neighbour = Branch::enrolled("riyadh", &mut office, seed + 100);
        neighbour.record(&[visit(1, &json!({"name": "نورة"}))]);
        society.network.sync(&mut neighbour, &mut office).unwrap();
        device.record(&[visit(2, &json!({"name": "سارة"})), visit(3, &json!({"name": "هدى"}))]);
        let token = device.kiosk.token().unwrap().to_owned();
        let ended = session(&mut device, &mut office, |office, request| match request {
            Request::Push { .. } => Err(failure),
            Request::Pull(_) | Request::Enrol { .. } => Ok(honest(office, &token, request)),
        });
        assert_eq!(ended.unwrap(), Progress::Undone, "{failure:?}: that the push failed is told");
        assert_eq!(device.kiosk.catalog().unwrap(), *office.replica.catalog().unwrap(), "{failure:?}");
        assert_eq!(device.kiosk.people().unwrap().len(), 3, "{failure:?}: the neighbour's is there");
        society.network.sync(&mut device, &mut office).unwrap();
        assert_eq!(office.export().len(), 3, "{failure:?}");
    }
}

fn somebody(n: u32) -> Value {
    json!({"name": "نورة", "mobile": format!("05568800{n:02}")})
}

/// What is altered of an answer.
type Alteration<'a> = &'a dyn Fn(&mut PullReply);

/// Alters the change of a file in each answer that brings it.
fn altered(office: &mut HeadOffice, token: &str, request: &Request, alter: Alteration<'_>) -> Vec<u8> {
    let answer = honest(office, token, request);
    if matches!(request, Request::Push { .. }) {
        return answer;
    }
    let inflated = shared::sync::unpack_answer(&answer[64..]).unwrap();
    let mut reply: PullReply = shared::sync::from_cbor(&inflated).unwrap();
    alter(&mut reply);
    signed(office, &reply)
}

#[test]
fn one_change_that_cannot_be_taken_is_set_aside_and_the_rest_is_received() {
    let mut society = Society::new(70);
    let mut writer = society.branches.remove(0);
    let visits: Vec<Value> = (1..=20).map(|n| visit(n, &somebody(n))).collect();
    writer.record(&visits);
    society.network.sync(&mut writer, &mut society.office).unwrap();
    let bad = format!("f/{}", found(&writer, "0556880005").file);
    let alterations: [(&str, Alteration<'_>); 2] = [
        ("bytes that are no change", &|reply| {
            reply.changes.iter_mut().filter(|c| c.document == bad).for_each(|c| c.bytes = vec![9; 5].into());
        }),
        ("a value that head office's disk changed", &|reply| {
            for change in reply.changes.iter_mut().filter(|change| change.document == bad) {
                let mut bytes = change.bytes.to_vec();
                *bytes.last_mut().unwrap() ^= 1;
                change.bytes = bytes.into();
            }
        }),
    ];
    for (seed, (what, alter)) in (71..).zip(alterations) {
        let mut late = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut society.office, seed);
        let token = late.kiosk.token().unwrap().to_owned();
        for _ in 0..2 {
            let ended = session(&mut late, &mut society.office, |office, request| {
                Ok(altered(office, &token, request, alter))
            });
            assert_eq!(ended.unwrap(), Progress::Done, "{what}");
        }
        assert_eq!(late.kiosk.people().unwrap().len() + 1, writer.kiosk.people().unwrap().len(), "{what}");
        let told = late.kiosk.set_aside().unwrap();
        assert_eq!(
            told.iter().map(|row| (row.way, row.reason.as_str())).collect::<Vec<_>>(),
            [(Way::In, "unfit")],
            "{what}"
        );
        // what comes later comes as ever
        writer.record(&[visit(30, &json!({"name": "بعد"}))]);
        society.network.sync(&mut writer, &mut society.office).unwrap();
        society.network.sync(&mut late, &mut society.office).unwrap();
        assert!(late.kiosk.people().unwrap().len() >= 20, "{what}");
    }
}

#[test]
fn an_entry_of_the_catalog_that_cannot_be_read_hides_no_other() {
    let mut society = Society::new(80);
    let mut late = Branch::enrolled("riyadh", &mut society.office, 81);
    let token = late.kiosk.token().unwrap().to_owned();
    let alter = |reply: &mut PullReply| {
        for change in reply.changes.iter_mut().filter(|change| change.document.starts_with("k/")) {
            let fifth = change.bytes.len() % 7 == 3;
            if fifth {
                change.bytes = vec![1, 2, 3].into();
            }
        }
    };
    for _ in 0..2 {
        let ended = session(&mut late, &mut society.office, |office, request| {
            Ok(altered(office, &token, request, &alter))
        });
        assert_eq!(ended.unwrap(), Progress::Done);
    }
    let (all, here) = (count(&society.office.replica), late.kiosk.catalog().unwrap().entries().count());
    let told = late.kiosk.set_aside().unwrap().len();
    assert!(told > 0 && here + told >= all && here < all, "{here} of {all}, {told} set aside");
}

fn count(office: &Office) -> usize {
    office.catalog().unwrap().entries().count()
}

#[test]
fn a_device_that_cannot_take_an_answer_asks_for_less_down_to_the_one_change_it_goes_on_without() {
    let mut society = Society::new(90);
    let mut writer = society.branches.remove(0);
    writer.record(&(1..=20).map(|n| visit(n, &somebody(n))).collect::<Vec<_>>());
    society.network.sync(&mut writer, &mut society.office).unwrap();
    let mut late = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut society.office, 91);
    let token = late.kiosk.token().unwrap().to_owned();
    // whatever brings the seventh person is too large for somebody on the way
    let seventh = format!("f/{}", found(&writer, "0556880007").file);
    let mut most = Vec::new();
    let ended = session(&mut late, &mut society.office, |office, request| {
        let answer = honest(office, &token, request);
        let Request::Pull(query) = request else { return Ok(answer) };
        let inflated = shared::sync::unpack_answer(&answer[64..]).unwrap();
        let reply: PullReply = shared::sync::from_cbor(&inflated).unwrap();
        most.push(query.most);
        let brings =
            reply.changes.iter().any(|change| change.document == seventh && !change.bytes.is_empty());
        if brings { Err(shared::replica::Failure::TooLarge) } else { Ok(answer) }
    });
    assert_eq!(ended.unwrap(), Progress::Done);
    assert_eq!(late.kiosk.people().unwrap().len(), 19);
    assert!(most.contains(&Some(1)) && most.iter().flatten().any(|most| *most > 1), "{most:?}");
    let told = late.kiosk.set_aside().unwrap();
    assert_eq!(told.iter().map(|row| row.reason.as_str()).collect::<Vec<_>>(), ["too_large"]);
}

#[test]
fn a_push_that_fails_is_halved_down_to_one_record_and_grows_again_also_between_runs() {
    let (mut society, mut device, _) = waiting(95, 40);
    let token = device.kiosk.token().unwrap().to_owned();
    // a line that takes no push beyond so many bytes
    let passes =
        |request: &Request, most: usize| !matches!(request, Request::Push { body, .. } if body.len() > most);
    for most in [1_900, 1_900, 6_000, 1 << 20] {
        let ended =
            session(&mut device, &mut society.office, |office, request| match passes(request, most) {
                true => Ok(honest(office, &token, request)),
                false => Err(shared::replica::Failure::Line),
            });
        drop(ended);
        device.reopen();
    }
    assert_same(&society.office.export(), &society.model.records);
    let ended = society.network.sync(&mut device, &mut society.office);
    assert!(!matches!(ended, Err(Fault::Lost)));
    society.office.assert_whole();
}
