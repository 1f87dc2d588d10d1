//! Branches share the files of their people: what each pulls, what contradicts, and how a person settles it.

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::doc::FileEntry;
use shared::domain::{DeviceMode, ProfileField};
use shared::replica::{Correction, ExchangeError, KioskError, ValueWriter};
use shared::sync::http::PullQuery;
use shared::sync::{PullReply, answer_statement, from_cbor, pack, sign, to_cbor, unpack};
use tests::branch::Branch;
use tests::network::{Fate, Network, signing_key_in};
use tests::office::HeadOffice;

use crate::people::{correct, found, opened, values, visit};

const ID: &str = "1000000008";

struct Two {
    office: HeadOffice,
    network: Network,
    riyadh: Branch,
    jeddah: Branch,
}

impl Two {
    fn new() -> Self {
        let mut office = HeadOffice::new(1);
        let riyadh = Branch::enrolled("riyadh", &mut office, 1);
        let jeddah = Branch::enrolled("jeddah", &mut office, 2);
        Self { office, network: Network::default(), riyadh, jeddah }
    }

    /// Exchanges often enough for everything to have come round.
    fn settle(&mut self) {
        for _ in 0..2 {
            self.network.sync(&mut self.riyadh, &mut self.office).unwrap();
            self.network.sync(&mut self.jeddah, &mut self.office).unwrap();
        }
    }
}

fn person(name: &str, mobile: &str) -> Value {
    json!({"national_id": ID, "name": name, "mobile": mobile})
}

/// What a device is told of its branch's people, from the beginning.
pub fn told(branch: &Branch, office: &mut HeadOffice, scope: &str) -> Result<PullReply, ExchangeError> {
    let token = branch.kiosk.token().unwrap();
    let query = PullQuery::from_start(scope);
    let mut act = office.act();
    let answer = office.replica.pull(&mut act, token, &query)?.bytes;
    Ok(from_cbor(&unpack(&answer[64..]).unwrap()).unwrap())
}

#[test]
fn two_branches_that_met_one_person_offline_see_both_values_and_a_settlement_travels() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &person("محمد بن عبد الله", "0556880045"))]);
    two.jeddah.record(&[visit(2, &person("محمد عبدالله", "0556880045"))]);
    two.settle();
    for branch in [&two.riyadh, &two.jeddah] {
        let hit = found(branch, ID);
        assert_eq!((hit.files.len(), hit.differs), (2, true));
        let view = opened(branch, ID);
        assert_eq!(view.differing().count(), 1, "the mobile is the same in both");
        let mut names = values(&view, ProfileField::Name);
        names.sort_unstable();
        assert_eq!(names, ["محمد بن عبد الله", "محمد عبدالله"]);
    }
    let view = opened(&two.jeddah, ID);
    let from_riyadh =
        view.field(ProfileField::Name).unwrap().values.iter().find_map(|value| match &value.written[0].by {
            ValueWriter::Device { branch, .. } => Some((value.text.clone(), branch.clone())),
            ValueWriter::ThisDevice | ValueWriter::HeadOffice => None,
        });
    let (name, branch) = from_riyadh.unwrap();
    assert_eq!((name.as_str(), branch.unwrap().as_str()), ("محمد بن عبد الله", "riyadh"));
    assert_eq!(correct(&mut two.jeddah, &view, ProfileField::Name, "محمد بن عبد الله"), Correction::Saved);
    two.settle();
    for branch in [&two.riyadh, &two.jeddah] {
        let view = opened(branch, ID);
        assert_eq!((view.files.len(), view.differing().count()), (2, 0));
        assert_eq!(values(&view, ProfileField::Name), ["محمد بن عبد الله"]);
    }
    two.office.assert_whole();
}

#[test]
fn what_another_branch_writes_into_a_file_stands_beside_its_values_until_its_own_branch_settles_it() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &person("نورة", "0556880045"))]);
    two.settle();
    two.jeddah.record(&[visit(2, &json!({"national_id": ID, "mobile": "0556880045"}))]);
    two.settle();
    let view = opened(&two.jeddah, ID);
    assert_eq!(correct(&mut two.jeddah, &view, ProfileField::Name, "مكتوب في جدة"), Correction::Saved);
    let view = opened(&two.jeddah, ID);
    assert_eq!(correct(&mut two.jeddah, &view, ProfileField::Name, "مكتوب ثانية"), Correction::Saved);
    two.settle();
    for (branch, settles, by) in
        [(&two.riyadh, [true, true], None), (&two.jeddah, [true, false], Some("riyadh"))]
    {
        let view = opened(branch, ID);
        let names = view.field(ProfileField::Name).unwrap();
        assert_eq!(values(&view, ProfileField::Name), ["نورة", "مكتوب ثانية"], "{}", branch.name);
        assert_eq!(names.values.iter().map(|value| value.settles).collect::<Vec<_>>(), settles);
        assert_eq!(names.settled_by.as_ref().map(|branch| branch.as_str()), by);
    }
    // jeddah takes back what it wrote by choosing riyadh's value
    let view = opened(&two.jeddah, ID);
    assert_eq!(correct(&mut two.jeddah, &view, ProfileField::Name, "نورة"), Correction::Saved);
    two.settle();
    assert_eq!(values(&opened(&two.riyadh, ID), ProfileField::Name), ["نورة"]);
    let view = opened(&two.jeddah, ID);
    assert_eq!(correct(&mut two.jeddah, &view, ProfileField::Name, "نورة محمد"), Correction::Saved);
    two.settle();
    let view = opened(&two.riyadh, ID);
    assert_eq!(correct(&mut two.riyadh, &view, ProfileField::Name, "نورة محمد"), Correction::Saved);
    two.settle();
    for branch in [&two.riyadh, &two.jeddah] {
        assert_eq!(values(&opened(branch, ID), ProfileField::Name), ["نورة محمد"], "riyadh settled it");
    }
    two.office.assert_whole();
}

#[test]
fn head_office_settles_what_two_branches_contradict_each_other_in() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &person("محمد بن عبد الله", "0556880045"))]);
    two.jeddah.record(&[visit(2, &person("محمد عبدالله", "0556880045"))]);
    two.settle();
    let file = found(&two.riyadh, ID).files[0];
    let view = two.office.replica.person(file).unwrap().unwrap();
    let names = view.field(ProfileField::Name).unwrap();
    assert_eq!((names.values.len(), names.settled_by.clone()), (2, None));
    let mut act = two.office.act();
    let value = crate::people::text("محمد بن عبد الله الحربي");
    let mut settle = |value| two.office.replica.settle_value(&mut act, &names.seen, value).unwrap();
    assert_eq!(settle(&value), Correction::Saved);
    assert_eq!(settle(&value), Correction::ChangedMeanwhile, "what was seen stands no more");
    two.settle();
    for branch in [&two.riyadh, &two.jeddah] {
        let view = opened(branch, ID);
        assert_eq!(values(&view, ProfileField::Name), [value.as_str()]);
        assert_eq!(view.field(ProfileField::Name).unwrap().values[0].written[0].by, ValueWriter::HeadOffice);
    }
    two.office.assert_whole();
}

#[test]
fn a_value_that_both_branches_corrected_offline_is_a_contradiction_at_both_until_somebody_settles_it() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &person("نورة", "0556880045"))]);
    two.settle();
    two.jeddah.record(&[visit(2, &json!({"national_id": ID, "mobile": "0556880045"}))]);
    two.settle();
    for (branch, mobile) in [(&mut two.riyadh, "0556880046"), (&mut two.jeddah, "0556880047")] {
        let view = opened(branch, ID);
        assert_eq!(correct(branch, &view, ProfileField::Mobile, mobile), Correction::Saved);
    }
    let unseen = opened(&two.riyadh, ID);
    two.settle();
    for branch in [&two.riyadh, &two.jeddah] {
        let mut mobiles = values(&opened(branch, ID), ProfileField::Mobile).join(" ");
        mobiles = mobiles.replace("0556880047 0556880046", "0556880046 0556880047");
        assert_eq!(mobiles, "0556880046 0556880047");
    }
    let late = correct(&mut two.riyadh, &unseen, ProfileField::Mobile, "0556880048");
    assert_eq!(late, Correction::ChangedMeanwhile, "nobody settles what they have not seen");
    let view = opened(&two.riyadh, ID);
    assert_eq!(correct(&mut two.riyadh, &view, ProfileField::Mobile, "0556880047"), Correction::Saved);
    two.settle();
    assert_eq!(values(&opened(&two.jeddah, ID), ProfileField::Mobile), ["0556880047"]);
}

#[test]
fn a_device_that_is_enrolled_later_gets_its_branchs_people_and_nobody_elses() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &person("نورة", "0556880045"))]);
    two.jeddah.record(&[visit(2, &json!({"name": "سارة", "mobile": "0556880046"}))]);
    two.settle();
    let mut field = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut two.office, 3);
    two.network.sync(&mut field, &mut two.office).unwrap();
    assert_eq!(found(&field, "نوره").mobile.unwrap().as_str(), "0556880045");
    assert!(field.kiosk.people().unwrap().search("سارة").is_empty());
    field.record(&[visit(3, &json!({"mobile": "٠٥٥٦٨٨٠٠٤٥", "name": "نورة"}))]);
    assert_eq!(opened(&field, ID).visits.len(), 1, "a pulled number leads to the pulled file");
    assert_eq!(field.kiosk.people().unwrap().len(), 1);
}

#[test]
fn a_self_service_kiosk_another_branch_and_a_revoked_device_are_told_nothing() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &person("نورة", "0556880045"))]);
    two.settle();
    let kiosk = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut two.office, 3);
    assert_eq!(told(&kiosk, &mut two.office, "catalog").unwrap().scopes, None);
    assert_eq!(told(&two.riyadh, &mut two.office, "people/riyadh").unwrap().changes.len(), 1);
    for (branch, scope) in
        [(&kiosk, "people/riyadh"), (&two.jeddah, "people/riyadh"), (&two.riyadh, "people/")]
    {
        assert!(matches!(told(branch, &mut two.office, scope), Err(ExchangeError::Malformed)), "{scope}");
    }
    let now = two.office.clock.unix_millis();
    two.office.replica.revoke_device(two.riyadh.kiosk.device().unwrap(), now).unwrap();
    let refused = told(&two.riyadh, &mut two.office, "people/riyadh");
    assert!(matches!(refused, Err(ExchangeError::RevokedDevice)));
}

#[test]
fn what_a_self_service_kiosk_recorded_reaches_the_staff_of_its_branch() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let mut kiosk = Branch::enrolled_as("riyadh", &DeviceMode::SelfService, &mut office, 1);
    let mut desk = Branch::enrolled("riyadh", &mut office, 2);
    desk.record(&[visit(1, &person("نورة", "0556880045"))]);
    kiosk.record(&[visit(2, &json!({"national_id": ID, "mobile": "0556880099"}))]);
    network.sync(&mut kiosk, &mut office).unwrap();
    network.sync(&mut desk, &mut office).unwrap();
    assert_eq!(found(&desk, "نورة").files.len(), 2, "one person, two files");
    assert_eq!(opened(&desk, ID).differing().count(), 1);
}

#[test]
fn a_placeholder_for_an_id_joins_nobody_across_branches() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &json!({"national_id": "لا يوجد", "name": "محمد"}))]);
    two.jeddah.record(&[visit(2, &json!({"national_id": "لا يوجد", "name": "فاطمة"}))]);
    two.settle();
    assert_eq!(two.riyadh.kiosk.people().unwrap().len(), 1);
    assert_eq!(two.jeddah.kiosk.people().unwrap().len(), 1);
}

#[test]
fn an_id_that_was_typed_wrong_and_corrected_joins_nobody_across_branches() {
    let mut two = Two::new();
    two.riyadh.record(&[visit(1, &json!({"national_id": "1000000016", "name": "نورة"}))]);
    two.jeddah.record(&[visit(2, &person("سارة", "0556880046"))]);
    for id in [ID, "1000000016"] {
        let view = opened(&two.riyadh, "نورة");
        assert_eq!(correct(&mut two.riyadh, &view, ProfileField::NationalId, id), Correction::Saved);
    }
    two.settle();
    two.jeddah.record(&[visit(3, &json!({"national_id": ID, "group": "elderly"}))]);
    two.settle();
    assert_eq!(two.riyadh.kiosk.people().unwrap().len(), 1, "riyadh never met sarah");
    assert_eq!(two.jeddah.kiosk.people().unwrap().len(), 1);
}

/// How many changes wait to be pulled behind what a device has of its branch's people.
fn changes_to_pull(branch: &Branch, office: &mut HeadOffice) -> usize {
    let catalog = branch.kiosk.pull_query().unwrap();
    let query = branch.kiosk.pull_query_after(&catalog).unwrap().unwrap();
    let mut act = office.act();
    let answer = office.replica.pull(&mut act, branch.kiosk.token().unwrap(), &query).unwrap().bytes;
    let reply: PullReply = from_cbor(&unpack(&answer[64..]).unwrap()).unwrap();
    reply.changes.len()
}

#[test]
fn what_a_push_brought_is_pulled_again_only_where_somebody_else_wrote_before_it() {
    let mut two = Two::new();
    let mut second = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut two.office, 4);
    for device in [&mut two.riyadh, &mut second] {
        two.network.sync(device, &mut two.office).unwrap();
    }
    let push = |network: &mut Network, device: &mut Branch, office: &mut HeadOffice| {
        network.push(device, office, Fate::Arrives).unwrap();
        changes_to_pull(device, office)
    };
    two.riyadh.record(&[visit(1, &person("نورة", "0556880045")), visit(2, &json!({"name": "سارة"}))]);
    assert_eq!(push(&mut two.network, &mut two.riyadh, &mut two.office), 0);
    let view = opened(&two.riyadh, ID);
    assert_eq!(correct(&mut two.riyadh, &view, ProfileField::Mobile, "0556880046"), Correction::Saved);
    two.riyadh.record(&[visit(3, &json!({"name": "هدى"}))]);
    assert_eq!(push(&mut two.network, &mut two.riyadh, &mut two.office), 0, "a correction and a new file");
    second.record(&[visit(4, &json!({"name": "مريم"}))]);
    assert_eq!(push(&mut two.network, &mut second, &mut two.office), 5, "four of the other one, and its own");
    two.riyadh.record(&[visit(5, &json!({"name": "أمل"}))]);
    assert_eq!(push(&mut two.network, &mut two.riyadh, &mut two.office), 2);
    for device in [&mut second, &mut two.riyadh] {
        two.network.sync(device, &mut two.office).unwrap();
        assert_eq!(changes_to_pull(device, &mut two.office), 0);
    }
    assert_eq!([two.riyadh.kiosk.people().unwrap().len(), second.kiosk.people().unwrap().len()], [5, 5]);
}

type Alteration = fn(&mut PullReply);

/// Signs an answer with head office's own key.
pub fn signed(office: &HeadOffice, reply: &PullReply) -> Vec<u8> {
    let body = pack(&to_cbor(reply));
    [&sign(&signing_key_in(office.dir()), &answer_statement(&body))[..], &body].concat()
}

pub fn take(branch: &mut Branch, query: &PullQuery, answer: &[u8]) -> Result<(), KioskError> {
    let mut act = branch.act();
    branch.kiosk.take_pull_reply(&mut act, query, answer).map(drop)
}

#[test]
fn an_answer_in_which_anything_was_altered_is_refused_and_the_next_one_heals() {
    let mut two = Two::new();
    two.riyadh.record(&[
        visit(1, &person("نورة", "0556880045")),
        visit(2, &json!({"name": "سارة", "mobile": "0556880046"})),
    ]);
    two.settle();
    let mut late = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut two.office, 4);
    let query = first_query(&mut late, &mut two.office);
    let honest = told(&late, &mut two.office, &query.scope).unwrap();
    // without head office's signature over what was altered
    let answer = signed(&two.office, &honest);
    for at in [0, 63, 64, answer.len() / 2, answer.len() - 1] {
        let mut altered = answer.clone();
        altered[at] ^= 1;
        assert!(matches!(take(&mut late, &query, &altered), Err(KioskError::BadReply("signature"))), "{at}");
    }
    // a head office that errs
    let alterations: [(&str, Alteration); 10] = [
        ("writer", |reply| reply.changes[0].writer = None),
        ("writer", |reply| reply.changes[0].writer = Some(99)),
        ("writer", |reply| reply.writers[0].branch = "\0".to_owned()),
        ("receipt", |reply| reply.changes[0].receipt = None),
        ("document", |reply| {
            // two first changes of one file's one writer
            let mut other = reply.changes[0].clone();
            let entry = FileEntry::from_bytes(&other.bytes).unwrap();
            let entry = FileEntry { time_seconds: entry.time_seconds + 1, ..entry };
            other.bytes = entry.to_bytes().into();
            reply.changes.push(other);
        }),
        ("checksum", |reply| reply.writers[0].signing_key = [7; 32].into()),
        ("checksum", |reply| reply.checksum = [7; 32].into()),
        ("checksum", |reply| reply.changes.swap(0, 1)),
        ("key", |reply| reply.keys[0].owner = b"f0123456789abcdef".to_vec().into()),
        ("key", |reply| reply.sessions[0] = [7; 32].into()),
    ];
    for ((reason, alter), seed) in alterations.into_iter().zip(5..) {
        let mut late = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut two.office, seed);
        let query = first_query(&mut late, &mut two.office);
        let honest = told(&late, &mut two.office, &query.scope).unwrap();
        let mut altered = honest.clone();
        alter(&mut altered);
        let refused = take(&mut late, &query, &signed(&two.office, &altered));
        assert!(matches!(refused, Err(KioskError::BadReply(r)) if r == reason), "{reason}: {refused:?}");
        assert!(late.kiosk.people().unwrap().is_empty(), "nothing of it was kept");
        two.network.sync(&mut late, &mut two.office).unwrap();
        assert_eq!(late.kiosk.people().unwrap().len(), 2);
        assert!(late.kiosk.set_aside().unwrap().is_empty(), "{reason}");
    }
}

/// Where the first pull of a new device's people begins.
fn first_query(late: &mut Branch, office: &mut HeadOffice) -> PullQuery {
    let catalog = late.kiosk.pull_query().unwrap();
    let answer = told(late, office, "catalog").unwrap();
    take(late, &catalog, &signed(office, &answer)).unwrap();
    late.kiosk.pull_query_after(&catalog).unwrap().unwrap()
}

#[test]
fn a_restored_head_office_is_given_back_what_other_devices_wrote() {
    let mut two = Two::new();
    let backup = two.office.backup();
    let mut field = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut two.office, 3);
    two.riyadh.record(&[visit(1, &person("نورة", "0556880045"))]);
    two.settle();
    two.network.sync(&mut field, &mut two.office).unwrap();
    field.record(&[visit(2, &json!({"national_id": ID, "group": "elderly"}))]);
    two.network.sync(&mut field, &mut two.office).unwrap();
    two.settle();
    // the field device was enrolled after the backup, and is not heard of
    two.office.restore(backup);
    two.riyadh.clock.advance(1.hours());
    two.settle();
    let mut new = Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut two.office, 4);
    two.network.sync(&mut new, &mut two.office).unwrap();
    assert_eq!(values(&opened(&new, ID), ProfileField::Group), ["elderly"], "the other device gave it back");
    two.office.assert_whole();
}
