//! A new device's first pull, which takes many answers: it tells how far it is, and believes no nonsense about it.

use serde_json::json;
use shared::domain::DeviceMode;
use shared::replica::{Progress, Pulled, Request, Session};
use shared::sync::{PullReply, from_cbor, unpack};
use tests::branch::{Branch, PROGRAM};
use tests::network::Network;
use tests::office::HeadOffice;

use crate::people::visit;
use crate::shared_people::signed;

const PEOPLE: u32 = 1_200;

/// A head office that holds so many people of a branch.
fn office_with_people() -> HeadOffice {
    let mut office = HeadOffice::new(1);
    let mut riyadh = Branch::enrolled("riyadh", &mut office, 1);
    let person = |n: u32| json!({"name": "نورة", "mobile": format!("05{n:08}")});
    let visits: Vec<_> = (0..PEOPLE).map(|n| visit(n, &person(n))).collect();
    visits.chunks(500).for_each(|visits| riyadh.record(visits));
    Network::default().sync(&mut riyadh, &mut office).unwrap();
    office
}

/// One session of a new device of that branch, in which head office's answers to pulls are altered; what it told after
/// each answer.
fn first_session(
    office: &mut HeadOffice,
    seed: u64,
    alter: impl Fn(&mut PullReply),
) -> (Branch, Vec<Option<Pulled>>) {
    let mut device = Branch::enrolled_as("riyadh", &DeviceMode::Field, office, seed);
    let token = device.kiosk.token().unwrap().to_owned();
    let mut act = device.act();
    let (mut session, mut request) = Session::begin(&mut device.kiosk, &mut act, PROGRAM).unwrap();
    let mut told = Vec::new();
    loop {
        let mut act = office.act();
        let mut answer = office.replica.answer(&mut act, &token, &request).unwrap();
        if matches!(request, Request::Pull(_)) {
            let mut reply = from_cbor(&unpack(&answer[64..]).unwrap()).unwrap();
            alter(&mut reply);
            answer = signed(office, &reply);
        }
        let mut act = device.act();
        let progress = session.take(&mut device.kiosk, &mut act, &answer).unwrap();
        told.push(session.pulled());
        match progress {
            Progress::Next(next) => request = next,
            Progress::Done | Progress::Undone => return (device, told),
        }
    }
}

#[test]
fn a_pull_of_many_answers_tells_how_far_it_is_up_to_the_whole() {
    let mut office = office_with_people();
    let (device, told) = first_session(&mut office, 2, |_| {});
    let far: Vec<_> = told.iter().flatten().map(|pulled| (pulled.taken, pulled.all)).collect();
    assert_eq!(far, [(500, 1_200), (1_000, 1_200), (1_200, 1_200)]);
    assert!(told[0].is_none(), "the catalog comes in one answer");
    assert_eq!(device.kiosk.people().unwrap().len(), PEOPLE as usize);
}

#[test]
fn an_end_that_cannot_be_is_not_shown_and_hurts_nothing() {
    let mut office = office_with_people();
    let nonsense: [fn(&mut PullReply); 4] = [
        |reply| reply.end = 0,
        |reply| reply.end = u64::MAX,
        |reply| reply.end = reply.position - 1,
        // nothing is left, and yet more waits; more is left, and none waits
        |reply| reply.end = if reply.more { reply.position } else { reply.position + 1 },
    ];
    for (seed, alter) in (2..).zip(nonsense) {
        let (device, told) = first_session(&mut office, seed, alter);
        assert!(told.iter().all(Option::is_none), "{told:?}");
        assert_eq!(device.kiosk.people().unwrap().len(), PEOPLE as usize);
    }
}
