//! Where time and bytes go: one kiosk and head office in this process and on one thread, without a network, each call of
//! the library timed. The parts of a phase are the same work done once more by itself; what remains of a phase is SQL.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use kiosk::clock;
use rand::SeedableRng as _;
use shared::doc::{
    ActorId, Dice, DocumentName, Entry, FileHistory, SealingKey, Tip, Unverified, actor_of, admit_entry,
    append_entry, unwrap_key, visit_fields, wrap_key,
};
use shared::domain::{
    BranchId, DeviceId, Incarnation, KeyId, Record, RecordLine, UnixMillis, Visit, index_form_of_mobile,
};
use shared::replica::{Kiosk, Office, SyncStep};
use shared::sync::{
    EnrolmentCode, PushRequest, from_cbor, journal_statement, pack, sign, to_cbor, unpack, verify,
};

use crate::kiosks::BATCH_RECORDS;
use crate::report::{Phase, phase_table};
use crate::{bytes, load, measure, server};

/// What the library calls took, and what went through them.
struct Run {
    phases: Vec<Phase>,
    visits: Vec<Visit>,
    pushes: Vec<PushRequest>,
    bodies: Vec<Vec<u8>>,
}

/// Measures the phases and writes their tables, of time and of bytes.
pub fn tables(visits: usize) -> anyhow::Result<String> {
    let dir = tempfile::tempdir()?;
    let run = run(dir.path(), visits)?;
    let tables = [
        bytes::wire_table(&run.pushes, &run.bodies, visits),
        bytes::rest_table("at the kiosk", &dir.path().join("kiosk/kiosk.db"), visits)?,
        bytes::rest_table("at the server", &dir.path().join("server/office.db"), visits)?,
    ];
    Ok([phase_table(&with_parts(run)?)].into_iter().chain(tables).collect::<Vec<_>>().join("\n"))
}

fn timed<T>(name: &str, times: usize, work: impl FnOnce() -> T) -> (T, Phase) {
    let (wall, cpu) = (Instant::now(), measure::thread_cpu());
    let done = work();
    let (wall, cpu) = (wall.elapsed(), measure::thread_cpu() - cpu);
    (done, Phase { name: name.to_owned(), times, wall, cpu })
}

fn run(dir: &Path, n_visits: usize) -> anyhow::Result<Run> {
    let (mut office, mut dice, codes) = server::head_office(&dir.join("server"), 1)?;
    let mut kiosk = enrolled(&dir.join("kiosk"), &mut office, &mut dice, &codes[0])?;
    let lines = load::lines(0, n_visits)?;
    let (_, metadata) =
        timed("load the phone numbers' metadata, once", 1, || index_form_of_mobile("0500000000"));
    let (records, parse) = timed("parse the lines", lines.len(), || {
        let parsed = lines.iter().map(|line| Ok(RecordLine::parse(line.as_bytes())?.record));
        parsed.collect::<anyhow::Result<Vec<Record>>>()
    });
    let records = records?;
    let transactions = records.len().div_ceil(BATCH_RECORDS);
    let (recorded, record) = timed("record, in transactions", transactions, || {
        let mut batches = records.chunks(BATCH_RECORDS);
        batches.try_for_each(|batch| kiosk.record(&clock::reading(), &mut dice, batch).map(drop))
    });
    recorded?;
    let mut totals =
        [("make pushes", 0), ("take pushes in, at the server", 0), ("take replies", 0)].map(empty);
    let (mut pushes, mut bodies) = (Vec::new(), Vec::new());
    loop {
        let reading = clock::reading();
        let (made, time) = timed("", 1, || kiosk.next_push(&reading, &mut dice, "bench"));
        let (body, signature, _) = made?;
        add(&mut totals[0], &time);
        let (now, token) = (now(), kiosk.token()?.to_owned());
        let (reply, time) = timed("", 1, || office.push(now, &mut dice, &token, &signature, &body));
        add(&mut totals[1], &time);
        let reply = reply?;
        let (step, time) = timed("", 1, || kiosk.take_push_reply(&reading, &mut dice, &body, &reply));
        add(&mut totals[2], &time);
        pushes.push(from_cbor(&unpack(&body)?).context("a push is one")?);
        bodies.push(body);
        if step? == SyncStep::Done {
            break;
        }
    }
    ensure!(kiosk.counts()?.waiting == 0, "something was not acknowledged");
    let visits = records.into_iter().filter_map(|record| match record {
        Record::Visit(visit) => Some(*visit),
        Record::Rating(_) | Record::Suggestion(_) => None,
    });
    let phases = [metadata, parse, record].into_iter().chain(totals).collect();
    Ok(Run { phases, visits: visits.collect(), pushes, bodies })
}

fn enrolled(dir: &Path, office: &mut Office, dice: &mut Dice, code: &str) -> anyhow::Result<Kiosk> {
    let (mut kiosk, _) = Kiosk::open_or_create(dir, dice)?;
    let enrolment = kiosk.begin_enrolment("http://127.0.0.1", &EnrolmentCode::parse(code)?, "bench")?;
    let enrolled = office.enrol(now(), dice, &enrolment.body)?;
    kiosk.finish_enrolment(dice, enrolment, &enrolled.reply)?;
    Ok(kiosk)
}

fn empty((name, times): (&str, usize)) -> Phase {
    Phase { name: name.to_owned(), times, wall: Duration::ZERO, cpu: Duration::ZERO }
}

fn add(total: &mut Phase, time: &Phase) {
    total.times += time.times;
    total.wall += time.wall;
    total.cpu += time.cpu;
}

/// Puts the parts behind the phases that they belong to.
fn with_parts(run: Run) -> anyhow::Result<Vec<Phase>> {
    let Run { phases, visits, pushes, bodies } = run;
    let mut rows = Vec::new();
    let parts = [
        Vec::new(),
        vec![mobiles(&visits)],
        recording(&visits)?,
        pushing(&pushes),
        taking_in(&pushes, &bodies)?,
        Vec::new(),
    ];
    for (phase, parts) in phases.into_iter().zip(parts) {
        rows.push(phase);
        rows.extend(parts);
    }
    Ok(rows)
}

fn mobiles(visits: &[Visit]) -> Phase {
    let mobiles: Vec<&str> = visits
        .iter()
        .filter_map(|visit| Some(visit.beneficiary.as_ref()?.mobile.as_ref()?.as_str()))
        .collect();
    let read = || mobiles.iter().filter(|mobile| index_form_of_mobile(mobile).is_some()).count();
    timed("– judge mobile numbers", mobiles.len(), read).1
}

/// Sealing and encoding the journal's facts, without files and without SQL.
fn recording(visits: &[Visit]) -> anyhow::Result<Vec<Phase>> {
    let mut dice = Dice::seed_from_u64(5);
    let key = SealingKey::generate(&mut dice);
    let name = sample_journal(&mut dice)?;
    let (branch, recorded) = (BranchId::parse("branch-0")?, clock::reading().recorded());
    let (entries, seal) = timed("– seal the visits' texts", visits.len(), || {
        let mut entry = |visit: &Visit| Entry {
            id: visit.id,
            fields: visit_fields(&mut dice, &name, visit, &branch, recorded, None, &key),
        };
        visits.iter().map(&mut entry).collect::<Vec<_>>()
    });
    let (tip, encode) = timed("– encode and hash the changes", entries.len(), || {
        let mut tip = Tip::empty(actor_of(&[1; 32], Incarnation([1; 16]), &name));
        for entry in &entries {
            tip = append_entry(&tip, 0, entry)?.tip;
        }
        anyhow::Ok(tip)
    });
    ensure!(tip?.seq == entries.len() as u64, "a change is missing");
    Ok(vec![seal, encode])
}

fn sample_journal(dice: &mut Dice) -> anyhow::Result<DocumentName> {
    let device = DeviceId::from_random(shared::doc::random(dice));
    let name = format!("j/{device}/{}/202605-1", Incarnation([1; 16]));
    DocumentName::parse(&name).with_context(|| format!("{name} is a journal's name"))
}

fn pushing(pushes: &[PushRequest]) -> Vec<Phase> {
    let mut dice = Dice::seed_from_u64(6);
    let key = SealingKey::generate(&mut dice);
    let receiver = x25519_dalek::PublicKey::from([9; 32]).to_bytes();
    let documents: Vec<&str> = keys_of(pushes).map(|(document, _)| document).collect();
    let wrap =
        || documents.iter().map(|name| wrap_key(&mut dice, &key, name, &receiver).0.len()).sum::<usize>();
    let (_, wrapping) = timed("– wrap keys", documents.len(), wrap);
    let signing_key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let n_signatures = signatures_of(pushes);
    let statement = journal_statement("j/device/incarnation/202605-1", 1, 1_000, &[1; 32]);
    let (_, signing) = timed("– sign", n_signatures, || {
        (0..n_signatures).fold(0, |folded, _| folded ^ sign(&signing_key, &statement)[0])
    });
    let plain: Vec<Vec<u8>> = pushes.iter().map(to_cbor).collect();
    let (_, packing) =
        timed("– compress", plain.len(), || plain.iter().map(|plain| pack(plain).len()).sum::<usize>());
    vec![wrapping, signing, packing]
}

fn taking_in(pushes: &[PushRequest], bodies: &[Vec<u8>]) -> anyhow::Result<Vec<Phase>> {
    let (plain, unpacking) = timed("– inflate and read", bodies.len(), || {
        bodies.iter().map(|body| from_cbor::<PushRequest>(&unpack(body).ok()?)).collect::<Option<Vec<_>>>()
    });
    ensure!(plain.is_some_and(|plain| plain.len() == pushes.len()), "a push is missing");
    let signing_key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let statement = journal_statement("j/device/incarnation/202605-1", 1, 1_000, &[1; 32]);
    let (signature, public) = (sign(&signing_key, &statement), signing_key.verifying_key().to_bytes());
    let n_signatures = signatures_of(pushes);
    let (_, verifying) = timed("– verify signatures", n_signatures, || {
        (0..n_signatures).filter(|_| verify(&public, &statement, &signature)).count()
    });
    Ok(vec![unpacking, verifying, unwrapping(pushes), admitting(pushes)?, admitting_files(pushes)?])
}

fn unwrapping(pushes: &[PushRequest]) -> Phase {
    let mut dice = Dice::seed_from_u64(8);
    let secret = [5; 32];
    let public = x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(secret)).to_bytes();
    let wrapped: Vec<_> = keys_of(pushes)
        .map(|(document, id)| {
            let key = SealingKey::from_parts(id, [3; 32]);
            (wrap_key(&mut dice, &key, document, &public), id, document)
        })
        .collect();
    let unwrap = || wrapped.iter().filter(|(w, id, document)| unwrap_key(w, *id, document, &secret).is_ok());
    timed("– unwrap keys", wrapped.len(), || unwrap().count()).1
}

/// Admission of the journal's changes, in their order.
fn admitting(pushes: &[PushRequest]) -> anyhow::Result<Phase> {
    let batches = pushes.iter().flat_map(|push| &push.journals);
    let changes: Vec<&[u8]> =
        batches.flat_map(|batch| batch.changes.iter().map(|bytes| bytes.as_slice())).collect();
    let first = *changes.first().context("there is a change")?;
    let actor = writer_of(first).context("a change has its writer")?;
    let (admitted, phase) = timed("– admit the journal's changes", changes.len(), || {
        let mut tip = Tip::empty(actor);
        changes.iter().all(|bytes| match admit_entry(Unverified(*bytes), &tip, false, |_| false) {
            Ok((_, _, next)) => {
                tip = next;
                true
            }
            Err(_) => false,
        })
    });
    ensure!(admitted, "a change was not admitted");
    Ok(phase)
}

/// Admission of the files' changes, each with its history at hand.
fn admitting_files(pushes: &[PushRequest]) -> anyhow::Result<Phase> {
    let changes: Vec<_> = pushes.iter().flat_map(|push| &push.files).collect();
    let actors: Option<Vec<ActorId>> = changes.iter().map(|change| writer_of(&change.bytes)).collect();
    let actors = actors.context("a change has its writer")?;
    let (admitted, phase) = timed("– admit the files' changes", changes.len(), || {
        let mut histories = std::collections::BTreeMap::<&str, FileHistory>::new();
        changes.iter().zip(&actors).all(|(change, actor)| {
            let history = histories.entry(&change.document).or_default();
            history.admit(Unverified(&change.bytes), actor).is_ok()
        })
    });
    ensure!(admitted, "a file's change was not admitted");
    Ok(phase)
}

fn writer_of(change: &[u8]) -> Option<ActorId> {
    Some(shared::doc::Admitted::from_store(change)?.actor().clone())
}

fn keys_of(pushes: &[PushRequest]) -> impl Iterator<Item = (&str, KeyId)> {
    let rows = pushes.iter().flat_map(|push| &push.keys);
    rows.filter_map(|row| Some((row.document.as_str(), KeyId::from_slice(row.key.as_slice())?)))
}

/// One a journal's batch, one a file's change, one a push.
fn signatures_of(pushes: &[PushRequest]) -> usize {
    pushes.iter().map(|push| push.journals.len() + push.files.len() + 1).sum()
}

fn now() -> UnixMillis {
    UnixMillis(jiff::Timestamp::now().as_millisecond())
}
