//! `kiosk record` is killed in the middle: every id that it printed is there once, and the rest can be recorded again.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tests::branch::Branch;
use tests::builders::Register;
use tests::model::{Model, assert_same};
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::dice;

const LINES: usize = 1_200;

fn start(device: &Branch, register: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_test-kiosk"))
        .args(["record", "--data"])
        .arg(device.dir())
        .arg(register)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads printed ids; once there are `enough`, kills the program and reads what it had printed by then.
pub(crate) fn ids_until_killed(mut program: Child, enough: usize) -> Vec<String> {
    let mut printed = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut ids: Vec<String> = printed.by_ref().take(enough).map(Result::unwrap).collect();
    program.kill().unwrap();
    ids.extend(printed.map(Result::unwrap));
    program.wait().unwrap();
    // the last line may have been cut by the kill
    ids.retain(|id| id.len() == 36);
    ids
}

#[test]
fn every_id_that_was_printed_before_a_kill_is_there_once_and_the_rest_is_recorded_again() {
    let mut office = HeadOffice::new(1);
    let mut device = Branch::enrolled("riyadh", &mut office, 1);
    let mut register = Register::new(dice(1, "register"));
    let (mut model, stated) = (Model::default(), device.clock.stated());
    let lines: Vec<Value> = (0..LINES).map(|_| register.line(&stated)).collect();
    lines.iter().for_each(|line| model.recorded("riyadh", line));
    let file = device.dir().join("register.jsonl");
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    std::fs::write(&file, text.join("\n")).unwrap();

    let mut printed_before = 0;
    for enough in [1, 130, 450, 900] {
        let ids = ids_until_killed(start(&device, &file), enough);
        assert!(ids.len() >= enough, "it printed before it was killed");
        printed_before = printed_before.max(ids.len());
        device.reopen();
        let kept = device.export();
        for id in &ids {
            assert_eq!(kept.get(id), model.records.get(id), "{id} was printed");
        }
    }
    assert!(printed_before < LINES, "it was killed in the middle at least once");
    let ids = ids_until_killed(start(&device, &file), LINES);
    assert_eq!(ids.len(), LINES);
    device.reopen();
    assert_same(&device.export(), &model.records);
    device.clock.set("2026-06-01T08:00:00+03:00[Asia/Riyadh]");
    Network::default().sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &model.records);
    office.assert_whole();
}
