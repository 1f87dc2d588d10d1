//! What a device exports is recorded on another one: the same records under the same ids, once each.

use std::process::Output;

use jiff::ToSpan as _;
use serde_json::{Value, json};
use shared::domain::{Code, DeviceMode};
use shared::replica::Act;
use tests::branch::{Branch, parse};
use tests::builders::Register;
use tests::model::{Exported, assert_same};
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::dice;

use crate::people::visit;
use crate::stolen::run;

/// Records lines at a device with the command, as an unattended one does: reading is locked.
fn record(device: &Branch, lines: &[String]) -> Output {
    run(device, &["record", "-"], &lines.join("\n"))
}

fn last_line(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap().lines().last().unwrap()
}

/// A device that recorded some of everything, and its lines as it exports them.
fn recorded(office: &mut HeadOffice) -> (Branch, Exported) {
    let mut device = Branch::enrolled("riyadh", office, 1);
    let mut register = Register::new(dice(1, "register"));
    let stated = device.clock.stated();
    let lines: Vec<Value> = (0..60).map(|_| register.line(&stated)).collect();
    device.record(&lines);
    let noura = json!({"national_id": "1000000008", "name": "نورة", "mobile": "0556880045"});
    let mut full = visit(1, &noura);
    for (field, value) in [
        ("late", json!(true)),
        ("acting", json!({"capacity": "ابن", "proof": null})),
        ("asks_for_woman", json!(true)),
        ("place", json!({"national_address": "RRRD2929"})),
        ("report", json!("تقرير")),
        ("led_to", json!(["referral"])),
        ("planned", json!("0197a1b2-0000-7000-8000-000000000002")),
        ("supersedes", lines[0]["id"].clone()),
    ] {
        full[field] = value;
    }
    for (n, by) in [(1, "staff-01"), (2, "staff-02")] {
        let line = if n == 1 { full.clone() } else { visit(n, &noura) };
        let mut act = Act { by: Some(Code::new(by).unwrap()), ..device.act() };
        device.kiosk.record(&mut act, &[parse(&line)]).unwrap();
    }
    let exported = device.export();
    assert_eq!(exported.len(), 62);
    (device, exported)
}

fn lines_of(exported: &Exported) -> Vec<String> {
    exported.values().map(Value::to_string).collect()
}

#[test]
fn what_one_device_exports_another_one_records_and_head_office_counts_each_record_once() {
    let mut office = HeadOffice::new(1);
    let mut network = Network::default();
    let (mut device, exported) = recorded(&mut office);
    device.clock.advance(1.day());
    network.sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &exported);
    let mut other = Branch::enrolled("riyadh", &mut office, 2);
    for (recorded, repeated) in [(62, 0), (0, 62)] {
        let output = record(&other, &lines_of(&exported));
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(last_line(&output), format!("recorded {recorded}, repeated {repeated}, refused 0"));
    }
    assert_same(&other.export(), &exported);
    other.clock.advance(1.day());
    network.sync(&mut other, &mut office).unwrap();
    assert_same(&office.export(), &exported);
    assert_eq!(other.kiosk.counts().unwrap().quarantined, Vec::<String>::new(), "repeats are recognised");
    office.assert_whole();
}

#[test]
fn a_head_office_that_has_nothing_gets_all_of_an_export_from_a_new_device() {
    let (_, exported) = recorded(&mut HeadOffice::new(1));
    let mut office = HeadOffice::new(2);
    let mut device = Branch::enrolled("riyadh", &mut office, 2);
    assert_eq!(record(&device, &lines_of(&exported)).status.code(), Some(0));
    device.clock.advance(1.day());
    Network::default().sync(&mut device, &mut office).unwrap();
    assert_same(&office.export(), &exported);
}

#[test]
fn a_line_of_another_branch_is_refused_with_what_to_do_and_the_others_are_recorded() {
    let mut office = HeadOffice::new(3);
    office.code("jeddah", &DeviceMode::Branch);
    let device = Branch::enrolled("riyadh", &mut office, 3);
    let mut lines = [visit(1, &json!(null)), visit(2, &json!(null)), visit(3, &json!(null))];
    lines[0]["branch"] = json!("riyadh");
    lines[1]["branch"] = json!("jeddah");
    let output = record(&device, &lines.map(|line| line.to_string()));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("line 2: branch: ") && told.contains("record the line on a device of that branch"),
        "{told}"
    );
    assert_eq!(device.export().len(), 2);
}
