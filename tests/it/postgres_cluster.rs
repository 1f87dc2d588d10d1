//! What becomes of a PostgreSQL cluster, becomes of nobody's records: it is killed while devices exchange, and put back from a backup
//! that lacks what came since. Each story has a cluster of its own; where tests do not run on PostgreSQL, it says so.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use jiff::ToSpan as _;
use shared::domain::BranchId;
use shared::replica::test_database::ask;
use shared::replica::{Act, Office};
use shared::store::{Db, Part};
use tests::branch::Branch;
use tests::builders::Register;
use tests::cluster::Cluster;
use tests::model::{Model, assert_same};
use tests::network::Network;
use tests::office::HeadOffice;
use tests::seed::dice;

fn cluster() -> Option<Cluster> {
    let started = Cluster::start();
    if started.is_none() {
        println!("not run: this needs PostgreSQL (SILA_TEST_POSTGRES, and its programs)");
    }
    started
}

#[test]
fn whenever_the_database_is_killed_nothing_that_was_acknowledged_is_missing() {
    let Some(cluster) = cluster() else { return };
    let mut office = HeadOffice::on(&cluster.make("office"), 81);
    let mut devices: Vec<Branch> =
        ["riyadh", "jeddah"].iter().map(|name| Branch::enrolled(name, &mut office, 81)).collect();
    let servers: Vec<HeadOffice> = (0..2).map(|seed| office.beside(seed)).collect();
    let (is_over, exchanged) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut register = Register::new(dice(81, "register"));
    let mut model = Model::default();
    let mut lines: Vec<Vec<serde_json::Value>> = Vec::new();
    for device in &devices {
        let stated = device.clock.stated();
        let of_device: Vec<_> = (0..200).map(|_| register.line(&stated)).collect();
        of_device.iter().for_each(|line| model.recorded(&device.name, line));
        lines.push(of_device);
    }
    let cut_off: usize = thread::scope(|scope| {
        let working: Vec<_> = devices
            .iter_mut()
            .zip(servers)
            .zip(&lines)
            .map(|((device, mut server), lines)| {
                let (is_over, exchanged) = (&is_over, &exchanged);
                scope.spawn(move || {
                    let (mut network, mut cut_off) = (Network::default(), 0);
                    for some in lines.chunks(4) {
                        device.record(some);
                        // as a kiosk does: what fails is tried again with the next
                        match network.sync(device, &mut server) {
                            Ok(_) => drop(exchanged.fetch_add(1, Ordering::Relaxed)),
                            Err(_) => cut_off += 1,
                        }
                    }
                    is_over.store(true, Ordering::Relaxed);
                    cut_off
                })
            })
            .collect();
        for _ in 0..4 {
            // in the middle of whatever comes after some exchanges that went through
            let until = exchanged.load(Ordering::Relaxed) + 4;
            while exchanged.load(Ordering::Relaxed) < until && !is_over.load(Ordering::Relaxed) {
                thread::yield_now();
            }
            cluster.kill();
            cluster.go();
        }
        working.into_iter().map(|device| device.join().unwrap()).sum()
    });
    assert!(cut_off > 0, "no exchange was under way when the database was killed");
    office.reopen();
    let mut network = Network::default();
    for device in &mut devices {
        device.clock.advance(1.day());
        network.sync(device, &mut office).unwrap();
        device.assert_whole();
    }
    assert_same(&office.export(), &model.records);
    office.assert_whole();
}

#[test]
fn while_the_databases_disk_is_full_records_wait_at_their_devices_and_nothing_is_lost() {
    let Some(cluster) = Cluster::start_on_a_small_disk() else {
        println!(
            "not run: this needs PostgreSQL (SILA_TEST_POSTGRES, and its programs), and root to make a disk"
        );
        return;
    };
    let mut office = HeadOffice::on(&cluster.make("office"), 85);
    let mut device = Branch::enrolled("riyadh", &mut office, 85);
    let (mut register, mut model) = (Register::new(dice(85, "register")), Model::default());
    let mut network = Network::default();
    let mut record = |device: &mut Branch| {
        let stated = device.clock.stated();
        let lines: Vec<_> = (0..100).map(|_| register.line(&stated)).collect();
        lines.iter().for_each(|line| model.recorded(&device.name, line));
        device.record(&lines);
        device.clock.advance(1.day());
    };
    record(&mut device);
    network.sync(&mut device, &mut office).unwrap();
    cluster.fill();
    let mut told = Vec::new();
    for _ in 0..3 {
        record(&mut device);
        // some pages have room left: until they have none, some of it may arrive
        told.extend(network.sync(&mut device, &mut office).err().map(|fault| format!("{fault:?}")));
    }
    assert!(device.kiosk.counts().unwrap().waiting > 0 && !told.is_empty(), "the disk was not full");
    assert!(told.iter().all(|fault| fault.contains("Full")), "{told:?}");
    cluster.make_room();
    network.sync(&mut device, &mut office).unwrap();
    assert_eq!(device.kiosk.counts().unwrap().waiting, 0);
    device.assert_whole();
    assert_same(&office.export(), &model.records);
    office.assert_whole();
}

#[test]
fn a_backup_that_is_put_back_is_noticed_and_the_kiosks_bring_back_what_it_lacks() {
    for with_archive in [false, true] {
        let Some(cluster) = cluster() else { return };
        let mut office = HeadOffice::on(&cluster.make("office"), 82);
        let mut device = Branch::enrolled("riyadh", &mut office, 82);
        let (mut register, mut model) = (Register::new(dice(82, "register")), Model::default());
        let mut network = Network::default();
        let mut work =
            |device: &mut Branch, office: &mut HeadOffice, network: &mut Network, model: &mut Model| {
                let stated = device.clock.stated();
                let lines: Vec<_> = (0..20).map(|_| register.line(&stated)).collect();
                lines.iter().for_each(|line| model.recorded(&device.name, line));
                device.record(&lines);
                device.clock.advance(1.day());
                network.sync(device, office).unwrap();
            };
        work(&mut device, &mut office, &mut network, &mut model);
        let backup = cluster.back_up();
        work(&mut device, &mut office, &mut network, &mut model);
        let before = office.replica.epoch_now().unwrap();
        cluster.kill();
        cluster.put_back(&backup, with_archive);
        // the server that ran all the while finds another database behind the same address
        network.sync(&mut device, &mut office).unwrap();
        assert_ne!(office.replica.epoch_now().unwrap(), before, "another timeline is another epoch");
        work(&mut device, &mut office, &mut network, &mut model);
        assert_same(&office.export(), &model.records);
        office.assert_whole();
        // one that is started finds the epoch begun, and begins no other
        let now = office.replica.epoch_now().unwrap();
        let mut act = Act::new(office.clock.unix_millis(), &mut office.dice);
        let again = Office::open(office.dir(), &mut act).unwrap();
        assert_eq!(again.epoch_now().unwrap(), now);
    }
}

#[test]
fn what_is_damaged_in_a_database_is_reported_and_a_standby_is_looked_at_as_far_as_it_goes() {
    let Some(cluster) = cluster() else { return };
    let mut office = HeadOffice::on(&cluster.make("office"), 86);
    let device = Branch::enrolled("riyadh", &mut office, 86);
    drop(device);
    let backup = cluster.back_up();
    let alter = "ALTER TABLE change RENAME COLUMN bytes TO was";
    ask(office.dir(), alter).unwrap();
    let report = office.replica.verify().unwrap();
    assert!(!report.faults.is_empty());
    cluster.kill();
    cluster.stand_by(&backup);
    let report = Office::look(office.dir()).unwrap().verify().unwrap();
    assert_eq!((report.faults, report.read_tables_agree), (Vec::new(), None));
}

#[test]
fn what_is_acknowledged_waits_for_the_standby_and_what_gave_up_waiting_is_not_acknowledged() {
    let Some(cluster) = cluster() else { return };
    let mut office = HeadOffice::on(&cluster.make("office"), 83);
    let waits_for = |standby: &str| {
        cluster.ask(&format!("ALTER SYSTEM SET synchronous_standby_names = '{standby}'"));
        cluster.ask("SELECT pg_reload_conf()");
        // each of its processes reads its settings for itself, this one with its next statement
        while cluster.ask("SHOW synchronous_standby_names") != standby {}
    };
    waits_for("elsewhere");
    let about = office.replica.about_its_server().unwrap();
    assert!(about.iter().any(|line| line.contains("none is connected")), "{about:?}");
    let (abha, tabuk) = (BranchId::parse("abha").unwrap(), BranchId::parse("tabuk").unwrap());
    let (mut first, mut second) = (office.act(), office.act());
    let replica = &office.replica;
    thread::scope(|scope| {
        let added = scope.spawn(|| replica.add_branch(&mut first, &abha, "أبها", "Abha"));
        while replica.db().commit_waits().is_none() {
            thread::yield_now();
        }
        // somebody has it wait no longer: it is made here, and nobody may rely on it
        while !added.is_finished() {
            cluster.ask("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        }
        let told = added.join().unwrap();
        assert!(told.is_err(), "it was said to be saved");
        let added = scope.spawn(|| replica.add_branch(&mut second, &tabuk, "تبوك", "Tabuk"));
        while replica.db().commit_waits().is_none() {
            thread::yield_now();
        }
        waits_for("");
        added.join().unwrap().unwrap();
    });
    assert!(replica.branch("tabuk").unwrap().is_some());
    let about = replica.about_its_server().unwrap();
    assert!(about.iter().any(|line| line.contains("no standby is configured")), "{about:?}");
}

#[test]
fn an_address_that_is_encrypted_reaches_the_server_of_its_certificate_and_no_other() {
    let Some(cluster) = cluster() else { return };
    drop(HeadOffice::on(&cluster.make("office"), 84));
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let port = cluster.listen(&signed.cert.pem(), &signed.signing_key.serialize_pem());
    let dir = tempfile::tempdir().unwrap();
    let roots = |name: &str, pem: String| {
        let path = dir.path().join(name);
        std::fs::write(&path, pem).unwrap();
        path.display().to_string()
    };
    let (own, others) = (roots("own.pem", signed.cert.pem()), roots("others.pem", other.cert.pem()));
    let none = roots("none.pem", String::new());
    let opened = |host: &str, query: &str| {
        let address = format!("postgres://sila@{host}:{port}/office?{query}").parse().unwrap();
        Db::look_there(&address, Part::Office).map(drop).map_err(|fault| fault.to_string())
    };
    assert_eq!(opened("localhost", &format!("sslmode=verify-full&sslrootcert={own}")), Ok(()));
    assert_eq!(opened("127.0.0.1", "sslmode=disable"), Ok(()), "somebody said that it need not be");
    for (host, query, told) in [
        ("localhost", format!("sslmode=require&sslrootcert={others}"), "cannot be reached"),
        ("localhost", "sslmode=require".to_owned(), "cannot be reached"),
        ("127.0.0.1", format!("sslmode=verify-full&sslrootcert={own}"), "cannot be reached"),
        ("localhost", format!("sslmode=require&sslrootcert={none}"), "holds no certificate"),
        ("localhost", "sslmode=require&sslrootcert=/absent.pem".to_owned(), "cannot read the certificates"),
    ] {
        let fault = opened(host, &query).unwrap_err();
        assert!(fault.contains(told), "{host} {query}: {fault}");
    }
}
