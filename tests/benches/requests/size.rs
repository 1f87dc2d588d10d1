//! The bytes of a case of 40 facts, without scans and strokes: what it adds to the databases, and what goes over the wire. The families
//! were known before. The floor is the case as lines of JSON, and on the wire the same lines under zstd.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};
use shared::domain::Role;
use shared::replica::{Act, Progress, RecordOutcome, Session};
use shared::sync::pack;
use tests::branch::{Branch, PROGRAM, parse};
use tests::casework::person;
use tests::network::Network;
use tests::office::HeadOffice;

use crate::cases::{self, At, FORTY};

/// Cases that are kept together.
const CASES: u32 = 40;

/// Requests of one exchange that never ends.
const ROUNDS_MAX: usize = 1_000;

/// Tables and indexes that are shown, the largest first.
const TABLES: usize = 12;

/// Bytes that went to head office, and back, in so many exchanges.
#[derive(Clone, Copy, Default)]
struct Carried {
    up: usize,
    down: usize,
    exchanges: usize,
}

/// A branch, another one that holds the same families, and head office.
struct Stage {
    office: HeadOffice,
    desk: Branch,
    other: Branch,
    at_desk: Carried,
    at_other: Carried,
}

/// Measures, and writes the table.
pub fn table() -> anyhow::Result<String> {
    let (many, one) = (measure(CASES)?, measure(1)?);
    let lines: Vec<Value> = cases::lines(1, &FORTY).into_iter().map(|(_, line)| line).collect();
    ensure!(lines.len() == 40, "{} facts", lines.len());
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let text = text.join("\n");
    let mut table = format!(
        "| a case of 40 facts | bytes | of its lines |\n|---|---|---|\n| its lines (the floor at rest) | {} | 1 |\n",
        text.len()
    );
    let floor_wire = pack(text.as_bytes()).len();
    table += &format!("| its lines under zstd (the floor on the wire) | {floor_wire} | 1 |\n");
    let mut row = |name: &str, bytes: usize, floor: usize| {
        #[expect(clippy::cast_precision_loss, reason = "some kilobytes are exact")]
        let ratio = bytes as f64 / floor as f64;
        table += &format!("| {name} | {bytes} | {ratio:.1} |\n");
    };
    row("at rest, the branch that took it", many.desk_rest, text.len());
    row("at rest, another branch that holds the file", many.other_rest, text.len());
    row("at rest, head office, with the copies for both", many.office_rest, text.len());
    for (name, sizes) in [(format!("{CASES} together"), &many), ("one alone, step by step".to_owned(), &one)]
    {
        row(&format!("on the wire to head office, {name}"), sizes.at_desk.up, floor_wire);
        row(&format!("on the wire back to the branch, {name}"), sizes.at_desk.down, floor_wire);
        row(&format!("on the wire to another branch, {name}"), sizes.at_other.down, floor_wire);
    }
    let Carried { up, down, .. } = one.idle;
    table += &format!(
        "\nThe branch exchanged {} times for it; an exchange at which nothing is new takes {up} bytes up and {down} down.\n",
        one.at_desk.exchanges
    );
    for (name, tables) in
        [("the branch that took it", &many.desk_tables), ("head office", &many.office_tables)]
    {
        table += &format!("\n| {name}: what grows | bytes of a case |\n|---|---|\n");
        tables.iter().take(TABLES).for_each(|(name, bytes)| table += &format!("| `{name}` | {bytes} |\n"));
    }
    Ok(table)
}

/// What one case of so many takes.
struct Sizes {
    desk_rest: usize,
    other_rest: usize,
    office_rest: usize,
    at_desk: Carried,
    at_other: Carried,
    /// An exchange at which nobody has anything new.
    idle: Carried,
    desk_tables: Vec<(String, usize)>,
    office_tables: Vec<(String, usize)>,
}

/// The bytes of each table and index.
type Tables = BTreeMap<String, usize>;

fn measure(count: u32) -> anyhow::Result<Sizes> {
    let mut stage = Stage::new(count)?;
    let before = stage.rest()?;
    let all: Vec<Vec<(At, Value)>> = (1..=count).map(|n| cases::lines(n, &FORTY)).collect();
    let mut was_at_office = false;
    for place in 0..all[0].len() {
        let at = all[0][place].0;
        let lines: Vec<&Value> = all.iter().map(|case| &case[place].1).collect();
        let is_at_office = matches!(at, At::Member(_) | At::Registry | At::Administrator | At::Itself);
        if is_at_office != was_at_office {
            let carried = exchange(&mut stage.desk, &mut stage.office)?;
            stage.at_desk.add(carried);
            was_at_office = is_at_office;
        }
        stage.record(at, &lines)?;
    }
    for _ in 0..2 {
        let carried = exchange(&mut stage.desk, &mut stage.office)?;
        stage.at_desk.add(carried);
        let carried = exchange(&mut stage.other, &mut stage.office)?;
        stage.at_other.add(carried);
    }
    for device in [&stage.desk, &stage.other] {
        let opened = device.kiosk.open_request(tests::casework::id(cases::APART))?;
        let opened = opened.with_context(|| format!("no request at {}", device.name))?;
        ensure!(opened.steps.len() == 39, "{} steps at {}", opened.steps.len(), device.name);
    }
    let idle = exchange(&mut stage.desk, &mut stage.office)?;
    let after = stage.rest()?;
    let count = usize::try_from(count)?;
    let rest = |at: usize| (sum(&after[at]).saturating_sub(sum(&before[at]))) / count;
    let each = |carried: Carried| Carried {
        up: carried.up / count,
        down: carried.down / count,
        exchanges: carried.exchanges,
    };
    let tables = |at: usize| {
        let grown = |(name, bytes): (&String, &usize)| {
            (name.clone(), bytes.saturating_sub(before[at].get(name).copied().unwrap_or_default()) / count)
        };
        let mut grown: Vec<_> = after[at].iter().map(grown).collect();
        grown.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        grown
    };
    Ok(Sizes {
        desk_rest: rest(0),
        other_rest: rest(1),
        office_rest: rest(2),
        at_desk: each(stage.at_desk),
        at_other: each(stage.at_other),
        idle,
        desk_tables: tables(0),
        office_tables: tables(2),
    })
}

fn sum(tables: &Tables) -> usize {
    tables.values().sum()
}

impl Carried {
    fn add(&mut self, more: Self) {
        self.up += more.up;
        self.down += more.down;
        self.exchanges += more.exchanges;
    }
}

impl Stage {
    /// Both branches, who know the families of all cases.
    fn new(cases: u32) -> anyhow::Result<Self> {
        let mut office = HeadOffice::in_a_file(1);
        let mut network = Network::default();
        let mut desk = Branch::enrolled("riyadh", &mut office, 1);
        let mut other = Branch::enrolled("jeddah", &mut office, 2);
        desk.take_pass(&mut office, &mut network, "sara", &Role::Relations);
        desk.take_pass(&mut office, &mut network, "salma", &Role::SocialResearch);
        for (device, of) in [(&mut desk, 8), (&mut other, 9)] {
            let visits: Vec<Value> = (1..=cases).map(|n| visit(n, of)).collect();
            device.record(&visits);
        }
        for _ in 0..2 {
            exchange(&mut desk, &mut office)?;
            exchange(&mut other, &mut office)?;
        }
        Ok(Self { office, desk, other, at_desk: Carried::default(), at_other: Carried::default() })
    }

    fn record(&mut self, at: At, lines: &[&Value]) -> anyhow::Result<()> {
        let records: Vec<_> = lines.iter().map(|line| parse(line)).collect();
        let (name, role) = match at {
            At::Desk => ("sara", None),
            At::Study => ("salma", None),
            At::Member(1) => ("omar", Some(Role::Committee)),
            At::Member(_) => ("huda", Some(Role::Committee)),
            At::Registry => ("maha", Some(Role::Relations)),
            At::Administrator => ("amal", Some(Role::Administrator)),
            At::Itself => return Ok(()),
        };
        let by = Some(person(name));
        let outcomes = match role {
            None => {
                let mut act = Act { by, ..self.desk.act() };
                self.desk.kiosk.record(&mut act, &records)?
            }
            Some(role) => {
                let steps = records.into_iter().map(|record| match record {
                    shared::domain::Record::Step(step) => Ok(*step),
                    _ => bail!("a step is recorded at head office"),
                });
                let steps = steps.collect::<anyhow::Result<Vec<_>>>()?;
                let mut act = Act { by, ..self.office.act() };
                self.office.replica.record_steps(&mut act, &role, &steps)?
            }
        };
        let is_saved = |outcome: &RecordOutcome| matches!(outcome, RecordOutcome::Saved(_));
        ensure!(outcomes.iter().all(is_saved), "{at:?}: {:?}", outcomes.first());
        Ok(())
    }

    /// What the databases hold, free pages left out: the branch's, the other one's, head office's.
    fn rest(&self) -> anyhow::Result<[Tables; 3]> {
        self.desk.kiosk.db().checkpoint()?;
        self.other.kiosk.db().checkpoint()?;
        self.office.replica.db().checkpoint()?;
        let of = |dir: &std::path::Path, file: &str| -> anyhow::Result<Tables> {
            let db = rusqlite::Connection::open(dir.join(file))?;
            let mut asked = db.prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")?;
            let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        Ok([
            of(self.desk.dir(), "kiosk.db")?,
            of(self.other.dir(), "kiosk.db")?,
            of(self.office.dir(), "office.db")?,
        ])
    }
}

fn visit(n: u32, of: u32) -> Value {
    let person = &cases::lines(n, &FORTY)[0].1["beneficiary"];
    json!({
        "type": "visit", "id": format!("00000000-0000-4000-8000-000{of}{n:08}"), "at": "2026-05-12T08:10:00+03:00",
        "party": "beneficiary", "channel": "interview", "services": ["support"], "beneficiary": person,
    })
}

/// Exchanges until nothing is left to do, as `kiosk sync` does, and counts what is carried.
fn exchange(device: &mut Branch, office: &mut HeadOffice) -> anyhow::Result<Carried> {
    let mut act = device.act();
    let (mut session, mut request) = Session::begin(&mut device.kiosk, &mut act, PROGRAM)?;
    let token = device.kiosk.token()?.to_owned();
    let mut carried = Carried { exchanges: 1, ..Carried::default() };
    for _ in 0..ROUNDS_MAX {
        let sent = request.to_http(&token);
        let headers: usize = sent.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        carried.up += sent.path.len() + headers + sent.body.map_or(0, |body| body.len());
        let mut at_office = office.act();
        let answer = office.replica.answer(&mut at_office, &token, &request)?;
        carried.down += answer.len();
        match session.take(&mut device.kiosk, &mut act, &answer)? {
            Progress::Next(next) => request = next,
            Progress::Done => {
                office.match_files();
                return Ok(carried);
            }
            Progress::Undone => bail!("head office refused"),
        }
    }
    bail!("the exchange goes on without an end")
}
