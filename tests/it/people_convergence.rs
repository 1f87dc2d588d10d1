//! Values of people's files converge, whatever the network does: compared with an independent model, a register of plain
//! sets for each field of each file. Each write knows what it replaced; what nobody who may has replaced is a current value.

use std::collections::{BTreeMap, BTreeSet};

use rand::RngExt as _;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use serde_json::json;
use shared::doc::Dice;
use shared::domain::{DeviceMode, FileId, ProfileField, Text};
use shared::replica::{Correction, ValueWriter, Written};
use tempfile::TempDir;
use tests::branch::{Branch, copy_of_closed};
use tests::network::{Fate, Fault, Network};
use tests::office::{HeadOffice, copy_of};
use tests::seed::{dice, seeds};

use crate::budgets::sure_ids;
use crate::people::visit;

const FIELDS: [ProfileField; 3] = [ProfileField::Name, ProfileField::Mobile, ProfileField::Address];

/// A write to one field of one file, by a device of a branch.
#[derive(Clone, Debug)]
struct Write {
    by: String,
    place: (FileId, ProfileField),
    text: String,
    replaced: BTreeSet<usize>,
}

/// Every write there ever was, and who knows which.
#[derive(Default)]
struct Model {
    writes: Vec<Write>,
    /// Whose each file is: the branch that wrote it first.
    homes: BTreeMap<FileId, String>,
}

/// The writes that somebody knows.
type Known = BTreeSet<usize>;

impl Model {
    /// The writes of a place that are known and that no known one replaced.
    fn current(&self, known: &Known, place: (FileId, ProfileField)) -> BTreeSet<usize> {
        let replaced: BTreeSet<usize> =
            known.iter().flat_map(|w| &self.writes[*w].replaced).copied().collect();
        known.iter().filter(|w| self.writes[**w].place == place && !replaced.contains(*w)).copied().collect()
    }

    fn texts(&self, known: &Known, files: &[FileId], field: ProfileField) -> BTreeSet<String> {
        let current = files.iter().flat_map(|file| self.current(known, (*file, field)));
        current.map(|w| self.writes[w].text.clone()).collect()
    }

    /// A file's own branch replaces all that it knows of, another one what it wrote itself.
    fn add(&mut self, known: &mut Known, by: &str, place: (FileId, ProfileField), text: &str) {
        let is_home = *self.homes.entry(place.0).or_insert_with(|| by.to_owned()) == by;
        let mut replaced = self.current(known, place);
        replaced.retain(|w| is_home || self.writes[*w].by == by);
        known.insert(self.writes.len());
        self.writes.push(Write { by: by.to_owned(), place, text: text.to_owned(), replaced });
    }

    /// What a correction writes: over every file that says something else, or the first where none says anything.
    fn correct(&mut self, known: &mut Known, by: &str, files: &[FileId], field: ProfileField, text: &str) {
        let says = |model: &Self, file: FileId| !model.current(known, (file, field)).is_empty();
        let all: Vec<FileId> = files.iter().copied().filter(|file| says(self, *file)).collect();
        let stands = |model: &Self, file: FileId| {
            let current = model.current(known, (file, field));
            current.len() == 1 && current.iter().all(|w| model.writes[*w].text == text)
        };
        let to_write: Vec<FileId> = match all.is_empty() {
            true => files.iter().copied().take(1).collect(),
            false => all.into_iter().filter(|file| !stands(self, *file)).collect(),
        };
        for file in to_write {
            self.add(known, by, (file, field), text);
        }
    }
}

/// A device and what the model says it knows.
struct Device {
    branch: Branch,
    known: Known,
}

struct World {
    office: HeadOffice,
    devices: Vec<Device>,
    network: Network,
    model: Model,
    known: Known,
    /// The files of each person, in an order of their own.
    people: Vec<Vec<FileId>>,
    /// Which files a branch holds.
    held: BTreeMap<String, BTreeSet<FileId>>,
    dice: Dice,
    n_texts: u32,
}

impl World {
    /// Two branches that met two people each on their own, and a third that only the first has; all of it exchanged.
    fn new(seed: u64) -> Self {
        let mut office = HeadOffice::new(seed);
        let mut network = Network::default();
        let mut branches = vec![
            Branch::enrolled("riyadh", &mut office, seed),
            Branch::enrolled_as("riyadh", &DeviceMode::Field, &mut office, seed + 1),
            Branch::enrolled("jeddah", &mut office, seed + 2),
        ];
        let ids: Vec<String> = sure_ids().take(3).collect();
        for (at, n_people) in [(0, 3), (2, 2)] {
            for (n, id) in ids.iter().take(n_people).enumerate() {
                let person = json!({"national_id": id, "name": format!("name {at} {n}"), "mobile": format!("055688004{n}")});
                branches[at].record(&[visit(u32::try_from(at * 10 + n).unwrap(), &person)]);
            }
        }
        for _ in 0..2 {
            for branch in &mut branches {
                network.sync(branch, &mut office).unwrap();
            }
        }
        let (mut model, mut known) = (Model::default(), Known::new());
        let mut held: BTreeMap<String, BTreeSet<FileId>> = BTreeMap::new();
        let mut people = Vec::new();
        for id in &ids {
            let view = crate::people::opened(&branches[0], id);
            for field in FIELDS {
                for value in &view.field(field).unwrap().values {
                    for Written { file, by, .. } in &value.written {
                        let by = if *by == ValueWriter::ThisDevice { "riyadh" } else { "jeddah" };
                        model.add(&mut known, by, (*file, field), value.text.as_str());
                    }
                }
            }
            people.push(view.files);
        }
        for branch in ["riyadh", "jeddah"] {
            let of = if branch == "riyadh" { 3 } else { 2 };
            held.insert(branch.to_owned(), people.iter().take(of).flatten().copied().collect());
        }
        let mut world = Self {
            office,
            devices: branches.into_iter().map(|branch| Device { branch, known: Known::new() }).collect(),
            network,
            model,
            known,
            people,
            held,
            dice: dice(seed, "people"),
            n_texts: 0,
        };
        for at in 0..world.devices.len() {
            world.learn(at);
        }
        world.assert_each_shows_what_it_knows();
        world
    }

    /// The device takes in what the server has for its branch.
    fn learn(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let held = &self.held[&device.branch.name];
        device.known.extend(self.known.iter().filter(|w| held.contains(&self.model.writes[**w].place.0)));
    }

    fn write(&mut self, at: usize) {
        let device = &mut self.devices[at];
        let held = &self.held[&device.branch.name];
        let people: Vec<&Vec<FileId>> = self.people.iter().filter(|files| held.contains(&files[0])).collect();
        let files: Vec<FileId> = (*people.choose(&mut self.dice).unwrap()).clone();
        let field = *FIELDS.choose(&mut self.dice).unwrap();
        let asked = *files.choose(&mut self.dice).unwrap();
        let view = device.branch.kiosk.person(asked).unwrap().unwrap();
        let values = view.field(field).unwrap();
        let text = match values.values.choose(&mut self.dice).filter(|_| self.dice.random_bool(0.4)) {
            Some(chosen) => chosen.text.clone(),
            None => {
                self.n_texts += 1;
                Text::new(format!("value {}", self.n_texts)).unwrap()
            }
        };
        let mut act = device.branch.act();
        let outcome = device.branch.kiosk.correct(&mut act, &values.seen, &text);
        assert_eq!(outcome.unwrap(), Correction::Saved);
        self.model.correct(&mut device.known, &device.branch.name, &view.files, field, text.as_str());
    }

    /// Pushes and pulls once each; returns whether each got through, as the model says it.
    fn exchange(&mut self, at: usize, fate: Fate) {
        let device = &mut self.devices[at];
        let pushed = self.network.push(&mut device.branch, &mut self.office, fate);
        assert!(matches!(pushed, Ok(_) | Err(Fault::Lost)), "{pushed:?}");
        if fate != Fate::RequestLost {
            self.known.extend(&device.known);
        }
        let pulled = self.network.pull(&mut device.branch, &mut self.office, fate);
        assert!(matches!(pulled, Ok(_) | Err(Fault::Lost)), "{pulled:?}");
        if matches!(fate, Fate::Arrives | Fate::Twice) {
            self.learn(at);
        }
    }

    fn settle(&mut self) {
        let mut order: Vec<usize> = (0..self.devices.len()).collect();
        for _ in 0..4 {
            order.shuffle(&mut self.dice);
            for at in &order {
                self.network.sync(&mut self.devices[*at].branch, &mut self.office).unwrap();
                self.known.extend(&self.devices[*at].known);
                self.learn(*at);
            }
        }
    }

    fn shown(&self, at: usize, files: &[FileId], field: ProfileField) -> BTreeSet<String> {
        let view = self.devices[at].branch.kiosk.person(files[0]).unwrap().unwrap();
        view.field(field).unwrap().values.iter().map(|value| value.text.as_str().to_owned()).collect()
    }

    fn assert_each_shows_what_it_knows(&self) {
        for (at, device) in self.devices.iter().enumerate() {
            let held = &self.held[&device.branch.name];
            for files in self.people.iter().filter(|files| held.contains(&files[0])) {
                for field in FIELDS {
                    let expected = self.model.texts(&device.known, files, field);
                    assert_eq!(
                        self.shown(at, files, field),
                        expected,
                        "{} {at} {field:?}",
                        device.branch.name
                    );
                }
            }
        }
    }

    /// All devices show the same, and every value that nobody replaced knowingly is among it.
    fn assert_nothing_is_lost(&self) {
        let mut all: Known = self.known.clone();
        self.devices.iter().for_each(|device| all.extend(&device.known));
        for files in &self.people {
            for field in FIELDS {
                let current = self.model.texts(&all, files, field);
                let mut told: BTreeSet<BTreeSet<String>> = BTreeSet::new();
                for (at, device) in self.devices.iter().enumerate() {
                    if self.held[&device.branch.name].contains(&files[0]) {
                        told.insert(self.shown(at, files, field));
                    }
                }
                assert_eq!(told.len(), 1, "{field:?}: devices differ: {told:?}");
                let told = told.pop_first().unwrap();
                let missing: Vec<&String> = current.difference(&told).collect();
                assert!(missing.is_empty(), "{field:?}: {missing:?} of {current:?} is not in {told:?}");
            }
        }
        self.office.assert_whole();
    }

    fn something_happens(&mut self) {
        let at = self.dice.random_range(0..self.devices.len());
        match self.dice.random_range(0..9) {
            0..=3 => self.write(at),
            4 => self.exchange(at, Fate::RequestLost),
            5 => self.exchange(at, Fate::ReplyLost),
            6 => self.exchange(at, Fate::Twice),
            7 => {
                self.devices[at].branch.reopen();
                self.office.reopen();
            }
            _ => self.exchange(at, Fate::Arrives),
        }
    }
}

#[test]
fn every_device_shows_at_every_moment_what_the_writes_it_knows_of_come_to() {
    for seed in seeds(5) {
        let mut world = World::new(seed);
        for _ in 0..50 {
            world.something_happens();
            world.assert_each_shows_what_it_knows();
        }
        world.settle();
        world.assert_each_shows_what_it_knows();
        world.assert_nothing_is_lost();
    }
}

#[test]
fn a_model_that_says_something_else_of_one_write_is_told_apart() {
    let mut world = World::new(3);
    world.write(0);
    world.settle();
    world.assert_nothing_is_lost();
    world.model.writes.last_mut().unwrap().text = "what nobody wrote".to_owned();
    let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.assert_nothing_is_lost()));
    assert!(found.is_err());
}

#[test]
fn whatever_is_copied_restored_and_lost_no_value_disappears_and_all_devices_agree() {
    for seed in seeds(6) {
        let mut world = World::new(seed);
        let mut backup: (TempDir, Known) = (world.office.backup(), world.known.clone());
        let mut kept: Option<(usize, TempDir, Known)> = None;
        for step in 0..50 {
            let at = world.dice.random_range(0..world.devices.len());
            match world.dice.random_range(0..16) {
                0 => backup = (world.office.backup(), world.known.clone()),
                1 => {
                    world.office.restore(copy_of(backup.0.path()));
                    world.known = backup.1.clone();
                }
                2 if world.devices.len() < 6 => {
                    let branch = world.devices[at].branch.clone_disk(seed * 1_000 + step);
                    let known = world.devices[at].known.clone();
                    world.devices.push(Device { branch, known });
                }
                3 => {
                    let device = &world.devices[at];
                    kept = Some((at, copy_of_closed(&device.branch), device.known.clone()));
                }
                4 => {
                    if let Some((at, dir, known)) = kept.take() {
                        world.devices[at].branch.restore(dir);
                        world.devices[at].known = known;
                    }
                }
                _ => world.something_happens_to_copies(),
            }
        }
        world.settle();
        world.assert_nothing_is_lost();
    }
}

impl World {
    /// As [`World::something_happens`], where copies and restorations make some changes be refused at first: every
    /// exchange goes on to its end, so that the model knows what came through.
    fn something_happens_to_copies(&mut self) {
        let at = self.dice.random_range(0..self.devices.len());
        if self.dice.random() {
            return self.write(at);
        }
        let device = &mut self.devices[at];
        if self.dice.random_bool(0.3) {
            let lost = self.network.push(&mut device.branch, &mut self.office, Fate::ReplyLost);
            assert!(matches!(lost, Err(Fault::Lost)), "{lost:?}");
        }
        self.network.sync(&mut device.branch, &mut self.office).unwrap();
        self.known.extend(&device.known);
        self.learn(at);
    }
}
