//! A trial from its begin to its end, and what is left of it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rand::SeedableRng as _;
use shared::doc::Dice;

use super::*;
use crate::link::{Command, Hidden, PinOutcome, RecordState, Save};
use crate::printing::Spool;

fn worker(dir: &Path) -> (Worker, Receiver<Event>) {
    let mut dice = Dice::from_seed([7; 32]);
    let (kiosk, _) = Kiosk::open_or_create(dir, &mut dice).unwrap();
    let (events, told) = channel();
    let worker = Worker {
        kiosk,
        dir: dir.to_owned(),
        config: Config::default(),
        spool: Spool::default(),
        dice,
        clock: crate::clock::reading,
        events,
        wake: Arc::new(|| ()),
        exchanging: Exchanging::default(),
        reading: crate::worker::reading::Reading::default(),
        people: None,
        trial: None,
    };
    (worker, told)
}

fn ask(worker: &mut Worker, told: &Receiver<Event>, command: Command) -> Vec<Event> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(worker.carry_out(command));
    told.try_iter().collect()
}

#[test]
fn a_record_saved_in_a_trial_reaches_its_head_office_and_is_nowhere_in_the_real_directory() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, told) = worker(dir.path());
    let told_of_trial = ask(&mut worker, &told, Command::BeginTrial);
    assert!(
        told_of_trial
            .iter()
            .any(|event| matches!(event, Event::Ready(Some(setting)) if setting.trial_pin.is_some()))
    );
    let temporary = worker.trial.as_ref().unwrap().temporary.path().to_owned();
    let outcome =
        ask(&mut worker, &told, Command::CheckPin { whose: None, pin: Hidden(TRIAL_PIN.to_owned()) });
    assert!(matches!(outcome.as_slice(), [Event::PinChecked(PinOutcome::Right)]), "{outcome:?}");
    let at = (worker.clock)().moment();
    let visit = Visit { id: FactId::from_random([9; 16]), at, ..sample_visit() };
    let saved = ask(&mut worker, &told, Command::Save(Save::visit(visit)));
    assert!(matches!(saved.as_slice(), [Event::Saved { receipt: Some(_), .. }]), "{saved:?}");
    let synced = ask(&mut worker, &told, Command::SyncNow);
    assert!(synced.iter().any(|event| matches!(event, Event::Sync(SyncState::Done(_)))), "{synced:?}");
    let today = ask(&mut worker, &told, Command::LoadToday);
    let [Event::Today(visits), Event::ToContact(_)] = today.as_slice() else { panic!("{today:?}") };
    assert_eq!(visits.len(), 2);
    assert!(visits.iter().all(|visit| visit.state == RecordState::Received));
    ask(&mut worker, &told, Command::SaveConfig(Box::default()));

    let ended = ask(&mut worker, &told, Command::EndTrial);
    assert!(matches!(ended.last(), Some(Event::Ready(None))), "{ended:?}");
    assert!(!temporary.exists(), "the trial is deleted");
    assert!(!worker.kiosk.is_enrolled() && !worker.kiosk.has_pin().unwrap());
    assert_eq!(worker.kiosk.counts().unwrap().saved, 0);
    assert!(!dir.path().join(crate::config::CONFIG_FILE).exists());
}

#[test]
fn a_program_that_ends_in_a_trial_deletes_it_first() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, told) = worker(dir.path());
    ask(&mut worker, &told, Command::BeginTrial);
    let temporary = worker.trial.as_ref().unwrap().temporary.path().to_owned();
    assert!(temporary.exists());
    drop(worker);
    assert!(!temporary.exists());
}

#[test]
fn what_a_representative_saves_carries_their_code_and_what_a_visitor_saves_carries_none() {
    let dir = tempfile::tempdir().unwrap();
    let (mut worker, told) = worker(dir.path());
    ask(&mut worker, &told, Command::BeginTrial);
    let at = (worker.clock)().moment();
    let visit = |n: u8| Visit { id: FactId::from_random([n; 16]), at: at.clone(), ..sample_visit() };
    let hers = Save::Visit {
        visit: Box::new(visit(1)),
        file: None,
        draft: None,
        by: Some(Code::new("staff-01").unwrap()),
    };
    for save in [hers, Save::visit(visit(2))] {
        ask(&mut worker, &told, Command::Save(save));
    }
    let mut lines = std::collections::BTreeMap::new();
    let each = |line: shared::domain::Line| {
        lines.insert(line.texts_at("id").concat(), line.texts_at("by").concat());
        Ok(())
    };
    worker.kiosk.export::<shared::replica::KioskError>(each).unwrap();
    assert_eq!(lines[&visit(1).id.to_string()], "staff-01");
    assert_eq!(lines[&visit(2).id.to_string()], "");
}
