//! What a server does to those who use it. Where none is named (`SILA_TEST_POSTGRES`), each story says that it was not run.

use std::sync::Barrier;
use std::thread;

use super::*;
use crate::replica::test_database::new_database;
use crate::store::{Db, ServerFault, Tx, meta, values};

/// A database of a test's own, by its name; `None` where no server is named.
fn database(name: &str) -> Option<Address> {
    let address = new_database(name).unwrap();
    if address.is_none() {
        println!("not run: SILA_TEST_POSTGRES names no server");
    }
    address
}

fn fault_of(opened: Result<Db, StoreError>) -> ServerFault {
    match opened.err() {
        Some(StoreError::Server { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

fn open(address: &Address) -> Db {
    Db::open_or_create_at(address, Part::Office).unwrap()
}

fn end_others(address: &Address) {
    let sql = format!(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()",
        address.config().get_dbname().unwrap()
    );
    Db::run_on(address, &sql).unwrap();
}

#[test]
fn a_server_that_is_not_fit_is_refused_at_the_start_with_what_to_do() {
    let Some(address) = database("unfit") else { return };
    let name = address.config().get_dbname().unwrap().to_owned();
    drop(open(&address));
    for setting in ["off", "local", "remote_write"] {
        let set = format!("ALTER DATABASE {name} SET synchronous_commit = '{setting}'");
        Db::run_on(&address.of_database("postgres"), &set).unwrap();
        let fault = fault_of(Db::open_at(&address, Part::Office));
        assert!(matches!(&fault, ServerFault::Unfit { what, .. } if what.contains(setting)), "{fault}");
        assert!(Db::look_there(&address, Part::Office).is_ok(), "it is read all the same");
    }
    let set = format!(
        "ALTER DATABASE {name} RESET synchronous_commit; ALTER DATABASE {name} SET default_transaction_read_only = on"
    );
    Db::run_on(&address.of_database("postgres"), &set).unwrap();
    assert_eq!(fault_of(Db::open_at(&address, Part::Office)), ServerFault::Standby);
    let ascii = format!("{name}_ascii");
    let make = format!(
        "CREATE DATABASE {ascii} ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    );
    Db::run_on(&address.of_database("postgres"), &make).unwrap();
    let fault = fault_of(Db::open_or_create_at(&address.of_database(&ascii), Part::Office));
    assert!(fault.to_string().contains("createdb --encoding UTF8"), "{fault}");
    let absent = fault_of(Db::open_at(&address.of_database("sila_absent"), Part::Office));
    assert_eq!(absent, ServerFault::NoDatabase);
}

#[test]
fn who_is_not_let_in_finds_no_room_or_reaches_nobody_is_told_so() {
    let Some(address) = database("let_in") else { return };
    let name = address.config().get_dbname().unwrap().to_owned();
    let user = |user: &str| {
        let mut other = address.clone();
        other.config.user(user);
        other
    };
    Db::run_on(
        &address,
        &format!("CREATE ROLE {name}_out NOLOGIN; CREATE ROLE {name}_full LOGIN CONNECTION LIMIT 0"),
    )
    .unwrap();
    let out = fault_of(Db::open_at(&user(&format!("{name}_out")), Part::Office));
    assert!(matches!(out, ServerFault::Denied(_)), "{out}");
    let full = fault_of(Db::open_at(&user(&format!("{name}_full")), Part::Office));
    assert_eq!(full, ServerFault::NoConnection);
    // a port that was free a moment ago
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nowhere: Address = format!("postgres://sila@127.0.0.1:{port}/office").parse().unwrap();
    let fault = fault_of(Db::open_at(&nowhere, Part::Office));
    assert!(matches!(fault, ServerFault::Unreachable(_)), "{fault}");
    Db::run_on(&address, &format!("DROP ROLE {name}_out; DROP ROLE {name}_full")).unwrap();
}

#[test]
fn what_a_lost_connection_had_begun_is_not_there_and_the_next_one_goes_on() {
    let Some(address) = database("lost") else { return };
    let db = open(&address);
    db.write(|tx| meta::set(tx, "before", "1")).unwrap();
    end_others(&address);
    db.write(|tx| meta::set(tx, "idle", "1")).unwrap();
    let lost: Result<(), StoreError> = db.write(|tx| {
        meta::set(tx, "lost", "1")?;
        end_others(&address);
        meta::set(tx, "lost too", "1")
    });
    assert!(matches!(lost, Err(StoreError::Server { fault: ServerFault::Unreachable(_), .. })), "{lost:?}");
    let names = |tx: &Tx<'_>| {
        tx.all("SELECT name FROM meta ORDER BY name", values![], |row| row.get::<String>("name"))
    };
    assert_eq!(db.read(names).unwrap(), ["before", "idle"]);
    db.write(|tx| meta::set(tx, "after", "1")).unwrap();
    assert_eq!(db.read(names).unwrap(), ["after", "before", "idle"]);
}

#[test]
fn a_program_that_hangs_keeps_the_others_waiting_for_a_while_and_then_loses_its_turn() {
    let Some(address) = database("hung") else { return };
    let name = address.config().get_dbname().unwrap();
    let limit = |setting: &str| {
        let set = format!("ALTER DATABASE {name} SET {setting}");
        Db::run_on(&address.of_database("postgres"), &set).unwrap();
        open(&address)
    };
    let begun = |tx: &Tx<'_>| meta::set(tx, "hung", "1").and_then(|()| meta::get(tx, "hung").map(drop));
    let db = limit("lock_timeout = '20ms'");
    let kept_on = db.write::<_, StoreError>(|tx| {
        begun(tx)?;
        let waited: Result<(), StoreError> = db.write(|tx| meta::set(tx, "waited", "1"));
        assert!(matches!(waited, Err(StoreError::Busy)), "{waited:?}");
        Ok(())
    });
    kept_on.unwrap();
    let (db, another) = (limit("idle_in_transaction_session_timeout = '20ms'"), open(&address));
    let lost = db.write::<_, StoreError>(|tx| {
        begun(tx)?;
        let get_in = || another.write(|tx| meta::set(tx, "in", "1"));
        while let Err(e) = get_in() {
            assert!(matches!(e, StoreError::Busy), "{e}");
        }
        meta::set(tx, "too late", "1").and_then(|()| meta::get(tx, "in").map(drop))
    });
    assert!(matches!(lost, Err(StoreError::Server { fault: ServerFault::Unreachable(_), .. })), "{lost:?}");
    let names = |tx: &Tx<'_>| {
        tx.all("SELECT name FROM meta ORDER BY name", values![], |row| row.get::<String>("name"))
    };
    assert_eq!(db.read(names).unwrap(), ["hung", "in"]);
}

#[test]
fn whoever_meets_another_transaction_is_run_again() {
    let Some(address) = database("met") else { return };
    let db = open(&address);
    db.write(|tx| ["a", "b"].iter().try_for_each(|name| meta::set(tx, name, "0"))).unwrap();
    let (both, runs) = (Barrier::new(2), std::sync::atomic::AtomicU32::new(0));
    thread::scope(|scope| {
        for names in [["a", "b"], ["b", "a"]] {
            let (db, both, runs) = (&db, &both, &runs);
            scope.spawn(move || {
                let mut is_first = true;
                db.write_in::<_, StoreError>(Turn::Rows, |tx| {
                    runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let add = |name| {
                        let number: i64 = meta::get_number(tx, name)?.unwrap_or_default();
                        meta::set(tx, name, (number + 1).to_string())
                    };
                    tx.hold("meta", "name", [names[0].into()])?;
                    if std::mem::take(&mut is_first) {
                        both.wait();
                    }
                    tx.hold("meta", "name", [names[1].into()])?;
                    names.into_iter().try_for_each(add)
                })
                .unwrap();
            });
        }
    });
    let numbers = db.read(|tx| Ok::<_, StoreError>((meta::get_number(tx, "a")?, meta::get_number(tx, "b")?)));
    assert_eq!(numbers.unwrap(), (Some(2), Some(2)));
    assert_eq!(runs.into_inner(), 3, "one of the two met the other");
}

#[test]
fn rows_that_are_noted_while_an_order_is_taken_away_stay_noted() {
    let Some(address) = database("noted") else { return };
    let (db, another) = (open(&address), open(&address));
    let document = db.write(|tx| {
        let sql = "INSERT INTO document (name, kind, actor) VALUES ('r/a', 'r', '')";
        let document = tx.insert_new(sql, values![])?;
        tx.note_loose(&[("document", document)])?;
        Ok::<_, StoreError>(document)
    });
    let document = document.unwrap();
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut runs = 0;
    thread::scope(|scope| {
        let pushed = another.write_in::<_, StoreError>(Turn::Rows, |tx| {
            runs += 1;
            tx.hold("document", "id", [document.into()])?;
            let taking = scope.spawn(|| db.forget_order().unwrap());
            while Db::ask_on(&address, waits)? == [["0"]] {
                assert!(!taking.is_finished(), "it writes a row again that another transaction holds");
            }
            // also the row that is being written again, which this transaction holds
            tx.note_loose(&[("document", document), ("push", 7)])
        });
        pushed.unwrap();
    });
    assert_eq!(runs, 1, "the two waited for each other");
    let noted = Db::ask_on(&address, "SELECT name, row FROM loose ORDER BY name").unwrap();
    assert_eq!(noted, [["document".to_owned(), document.to_string()], ["push".to_owned(), "7".to_owned()]]);
}

#[test]
fn tables_are_made_once_whoever_comes_first() {
    let Some(address) = database("made") else { return };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| drop(open(&address)));
        }
    });
    assert_eq!(open(&address).page_faults(Part::Office).unwrap(), Vec::<String>::new());
    Db::ask_on(&address, "DROP INDEX fact_kind").unwrap();
    assert_eq!(open(&address).page_faults(Part::Office).unwrap(), ["the database's tables: fact_kind"]);
    Db::ask_on(&address, "UPDATE sila SET format = 99").unwrap();
    let newer = Db::open_at(&address, Part::Office).err().unwrap();
    assert!(matches!(newer, StoreError::NewerFormat { found: 99, .. }), "{newer}");
}
