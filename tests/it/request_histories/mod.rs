//! Generated histories of support requests over real replicas: whatever people do at three branches, in the field and at head
//! office, however they are cut apart and joined, everyone who holds the family's file ends with the same case, made of the steps
//! that were recorded. `SILA_HISTORIES` says how many, `SILA_SEED` which one alone.

mod faults;
mod world;

use std::collections::BTreeSet;

use shared::replica::Rows;
use shared::store::Part;
use tests::seed::seeds;

use self::faults::faults;
use self::world::{WITHDRAWN_APART, World};

/// How many histories the tests go through where nobody says.
const HISTORIES: u64 = 4;

fn histories() -> Vec<u64> {
    let count = std::env::var("SILA_HISTORIES").ok().and_then(|n| n.parse().ok());
    seeds(count.unwrap_or(HISTORIES))
}

/// A history that happened and was joined.
fn history(seed: u64) -> World {
    let mut world = World::new(seed);
    for _ in 0..400 {
        world.something_happens();
    }
    world.join();
    world
}

#[test]
fn whatever_people_do_apart_everyone_who_holds_the_file_ends_with_the_same_case() {
    let mut states = BTreeSet::new();
    let (mut steps, mut requests, mut contradictions, mut planted) = (0, 0, 0, 0);
    for seed in histories() {
        let mut world = history(seed);
        assert_eq!(faults(&world), Vec::<String>::new(), "seed {seed}");
        let told = world.told.values();
        planted += told.clone().filter(|told| matches!(told.planted, Some(Some(_)))).count();
        steps += told.map(|told| told.steps.len()).sum::<usize>();
        requests += world.told.len();
        contradictions += world.settle();
        world.join();
        assert_eq!(faults(&world), Vec::<String>::new(), "seed {seed}: it was settled");
        world.office.assert_whole();
        world.devices.iter().for_each(|device| device.assert_whole());
        states.append(&mut world.states);
    }
    println!("{requests} requests, {steps} steps, {planted} planted, {contradictions} settled, {states:?}");
}

#[test]
fn a_lost_step_one_that_nobody_recorded_a_copy_that_is_gone_and_a_skipped_number_would_be_found() {
    let found = |world: &World, fault: &str| {
        let faults = faults(world);
        assert!(faults.iter().any(|found| found.contains(fault)), "{fault}: {faults:?}");
    };
    let mut world = World::new(1);
    assert_eq!(faults(&world), Vec::<String>::new());
    world.spoil(true);
    world.join();
    found(&world, "(received) is lost");

    let mut world = World::new(2);
    world.spoil(false);
    world.join();
    found(&world, "(received) was never recorded");

    let (of, told) = world.told.first_key_value().unwrap();
    let step = told.steps[0].0.id;
    Rows::of(world.devices[1].dir(), Part::Kiosk).run("DELETE FROM fact WHERE fact = ?1", &[step.into()]);
    found(&world, &format!("jeddah (branch): {of}: {step}"));

    let mut world = World::new(3);
    world.office.rows().run("UPDATE series SET last = last + 1 WHERE name = 'request/riyadh'", &[]);
    world.plant(WITHDRAWN_APART, 0);
    world.join();
    found(&world, "riyadh/1447/ gave");
}
