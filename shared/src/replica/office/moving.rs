//! A whole office from one place to another: from the files of a directory to a PostgreSQL database, or back, or to a place of
//! the same kind. It stays the same office: its keys and its epoch go on, and no kiosk notices.
//!
//! Both places are marked as long as a move is under way: the old one so that nobody goes on writing there, the new one so that
//! nobody uses a part for the whole. A move that was cut off goes on after the last row that arrived: rows are copied in the
//! order of their keys. At the end every table must say the same on both sides.
//!
//! Invariant: the new place is opened only after the old one says that it was left.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::SHUT_OUT;
use crate::domain::Incarnation;
use crate::hex::{from_hex, to_hex};
use crate::replica::Home;
use crate::replica::home::LIFE;
use crate::replica::incarnation::{self, Opening};
use crate::replica::secrets::{
    BELONGS_TO, IDENTITY_AND_WRITE, READ, SecretsError, Serving, identity_and_write, read_secrets,
    signing_public_of, write_identity_and_write, write_private, write_read_secrets,
};
use crate::store::moving::{Cells, Table, tables_of};
use crate::store::{Damage, Db, Part, StoreError, Tx, make_private_dir, meta};

/// The setting of a place that the office was moved from: a word, and where it went.
const MOVED_TO: &str = "moved_to";

/// The setting of a place that the office is being moved to, until all of it is there: its epoch, and whence it comes.
const MOVED_FROM: &str = "moved_from";

/// The words of [`MOVED_TO`].
const ON_ITS_WAY: &str = "moving";
const ARRIVED: &str = "moved";

/// The settings are copied when all rows are there.
const SETTINGS: &str = "meta";

/// A lease says that a server is at work for a device, and none is at work while an office is moved: one that was copied would
/// have the device wait until it ends.
const LEFT_OUT: &str = "lease";

/// How long connections of programs that have just ended are waited for.
const ENDING: Duration = Duration::from_secs(3);

/// How often it is looked whether they ended.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Why an office was not moved. Nothing is lost by it: the whole office is where it was.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// A store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The secrets.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// Nothing is there.
    #[error(
        "there is no office in {place}: name the directory that holds its office.db, or the address of its database"
    )]
    NoOffice {
        /// Where.
        place: String,
    },
    /// Both places are one.
    #[error("{place} is both the old and the new place: name an empty directory, or an empty database")]
    SamePlace {
        /// The place.
        place: String,
    },
    /// The new place is in use.
    #[error(
        "{place} is not empty, and nothing was moved: name an empty directory or database (or move its office.db and door.db elsewhere first)"
    )]
    NotEmpty {
        /// The place.
        place: String,
    },
    /// A part of another office is in the new place.
    #[error(
        "{place} holds a part of another office, from {from}, and nothing was moved: name an empty directory or database"
    )]
    OfAnother {
        /// The place.
        place: String,
        /// Whence it came.
        from: String,
    },
    /// Somebody else has it open.
    #[error(
        "another program has the office in {place} open: stop its servers, wait for other commands to end, then move it"
    )]
    InUse {
        /// The place.
        place: String,
    },
    /// There are no secrets where they were looked for.
    #[error(
        "{path} is missing: name the directory that holds secret.key and read.key (--data DIR); nothing was moved"
    )]
    NoSecrets {
        /// The file.
        path: String,
    },
    /// The secrets are another office's.
    #[error(
        "the {path} belongs to another office than the one in {place}: name the directory that holds its own (--data DIR); nothing was moved"
    )]
    ForeignSecrets {
        /// The file.
        path: String,
        /// Where the office is.
        place: String,
    },
    /// What the server noted at its door is damaged.
    #[error(
        "door.db in {place} is damaged: start the server there once, which puts it aside and begins another, stop it, then move the office"
    )]
    DoorDamaged {
        /// The directory.
        place: String,
    },
    /// The two sides differ.
    #[error(
        "the rows of the table {table} are not the same on both sides: the office stays in {from}; empty {to}, and run the same move again (to stay: sync-server move --use-again {from})"
    )]
    Differs {
        /// The table.
        table: String,
        /// The old place.
        from: String,
        /// The new place.
        to: String,
    },
    /// Nothing to take back.
    #[error("the office in {place} was not moved away: it can be used as it is")]
    NotMoved {
        /// The place.
        place: String,
    },
}

/// How far a move has come.
#[derive(Clone, Debug)]
pub struct MoveStep<'a> {
    /// The table.
    pub table: &'a str,
    /// How many rows were copied, or read to compare them, in all tables together.
    pub rows: u64,
    /// How many that will be.
    pub of: u64,
}

/// An office that was moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Whence.
    pub from: String,
    /// Whereto.
    pub to: String,
    /// How many rows it has.
    pub rows: u64,
    /// In how many tables.
    pub tables: usize,
    /// The files of its secrets that were copied.
    pub files: Vec<&'static str>,
}

/// Moves an office to an empty place, or goes on with that. The secrets are in the directory of `from`; they are copied to the directory of `to`
/// where that is another one, which lacks them.
///
/// # Errors
/// [`MoveError`]. The office is whole where it was, and the same call goes on.
pub fn move_office(from: &Home, to: &Home, told: &mut dyn FnMut(&MoveStep<'_>)) -> Result<Moved, MoveError> {
    let source = Source::open(from)?;
    if to.is_in_files()? {
        make_private_dir(to.dir())?;
    }
    let (here, there) = (from.place()?, to.place()?);
    if here == there {
        return Err(MoveError::SamePlace { place: here });
    }
    let secrets = Secrets::of(&source, from, to)?;
    let _alone = alone(from.dir(), to.dir())?;
    let target = open_target(to, &source, &there)?;
    let source = source.leave(&there)?;
    let mut moving = Moving { source, target, here, there, told, rows: 0, of: 0, tables: Vec::new() };
    moving.list_tables(from, to)?;
    moving.copy()?;
    moving.compare()?;
    let files = secrets.copy()?;
    moving.finish(to)?;
    let rows = moving.of / 3;
    Ok(Moved { from: moving.here, to: moving.there, rows, tables: moving.tables.len(), files })
}

/// Lets an office be used again that was moved away. Where the other one was used meanwhile, kiosks send again what this one lacks.
///
/// # Errors
/// [`MoveError::NotMoved`], or the store's.
pub fn use_again(home: &Home) -> Result<(), MoveError> {
    let place = home.place()?;
    let db = open_office(home, &place)?;
    let Some(StoreError::Moved { arrived, .. }) = db.read(has_stayed).err() else {
        return Err(MoveError::NotMoved { place });
    };
    if arrived && home.is_in_files()? {
        let _opening = Opening::begin(home.dir())?;
        incarnation::forget_beside(home.dir())?;
    }
    db.write::<_, StoreError>(|tx| {
        if arrived {
            Home::forget_life(tx)?;
        }
        meta::remove(tx, MOVED_TO)
    })?;
    Ok(())
}

/// Refuses a database that is only a part of an office.
pub(in crate::replica) fn has_arrived(db: Db, part: Part) -> Result<Db, StoreError> {
    if part != Part::Office {
        return Ok(db);
    }
    match db.read(|tx| meta::get_text(tx, MOVED_FROM))? {
        None => Ok(db),
        Some(mark) => {
            let from = mark.split_once('\n').map(|(_, from)| from.to_owned()).unwrap_or_default();
            Err(StoreError::HalfMoved { place: db.place(), from })
        }
    }
}

/// Refuses to write in a database that an office was moved from.
pub(super) fn has_stayed(tx: &Tx<'_>) -> Result<(), StoreError> {
    meta::get_text(tx, MOVED_TO)?.map_or(Ok(()), |mark| Err(left(&mark)))
}

/// Refuses whoever opened it before that, and comes back after all of its connections were lost.
#[cfg(feature = "postgres")]
pub(super) fn refuse_once_left(db: &Db) {
    db.refuse_where_set(MOVED_TO, left);
}

fn left(mark: &str) -> StoreError {
    let (word, to) = mark.split_once('\n').unwrap_or((mark, ""));
    StoreError::Moved { to: to.to_owned(), arrived: word == ARRIVED }
}

/// Keeps servers from beginning in both directories.
fn alone(from: &Path, to: &Path) -> Result<Vec<Serving>, SecretsError> {
    let mut dirs: Vec<_> = [from, to].into_iter().filter_map(|dir| dir.canonicalize().ok()).collect();
    dirs.dedup();
    dirs.iter().map(|dir| Serving::begin_alone(dir)).collect()
}

fn open_office(home: &Home, place: &str) -> Result<Db, MoveError> {
    home.open(Part::Office).map_err(|fault| match fault {
        StoreError::Absent { .. } => MoveError::NoOffice { place: place.to_owned() },
        other => other.into(),
    })
}

/// The office as it is before it is moved.
struct Source<'a> {
    home: &'a Home,
    db: Db,
    place: String,
    epoch: Incarnation,
    /// Whether its epoch began where it is, and goes on with it.
    is_whole: bool,
    belongs_to: Option<Vec<u8>>,
    leaving: Option<StoreError>,
}

impl<'a> Source<'a> {
    fn open(home: &'a Home) -> Result<Self, MoveError> {
        let place = home.place()?;
        let db = open_office(home, &place)?;
        let (epoch, is_whole, belongs_to, leaving) = db.read::<_, StoreError>(|tx| {
            let leaving = has_stayed(tx).err();
            Ok((incarnation::current(tx)?, home.is_whole(&db, tx)?, meta::get(tx, BELONGS_TO)?, leaving))
        })?;
        let epoch = epoch.ok_or_else(|| MoveError::NoOffice { place: place.clone() })?;
        Ok(Self { home, db, place, epoch, is_whole, belongs_to, leaving })
    }

    /// Marks the office as left, and makes sure that nobody else has it open.
    fn leave(self, there: &str) -> Result<Self, MoveError> {
        let in_use = || MoveError::InUse { place: self.place.clone() };
        let mark = |db: &Db| {
            db.write::<_, StoreError>(|tx| meta::set(tx, MOVED_TO, format!("{ON_ITS_WAY}\n{there}")))
        };
        let is_new = self.leaving.is_none();
        if self.home.is_in_files()? {
            let Self { home, db, place, .. } = self;
            // whoever opens it from here on waits, and then reads the mark
            let _opening = Opening::begin(home.dir())?;
            drop(db);
            Db::refuse_shared(home.dir(), Part::Office).map_err(|fault| match fault {
                StoreError::Busy => MoveError::InUse { place: place.clone() },
                other => other.into(),
            })?;
            let db = open_office(home, &place)?;
            if is_new {
                mark(&db)?;
            }
            return Ok(Self { db, place, ..self });
        }
        if is_new {
            mark(&self.db)?;
        }
        // whoever opened it before has a connection; whoever opens it from here on reads the mark
        for _ in 0..ENDING.as_millis() / LOOK_AGAIN.as_millis() {
            if self.db.others()? == 0 {
                return Ok(self);
            }
            sleep(LOOK_AGAIN);
        }
        if is_new {
            self.db.write::<_, StoreError>(|tx| meta::remove(tx, MOVED_TO))?;
        }
        Err(in_use())
    }
}

/// Opens the new place: empty, or with what arrived of this office before.
fn open_target(to: &Home, source: &Source<'_>, there: &str) -> Result<Db, MoveError> {
    let _opening = to.is_in_files()?.then(|| Opening::begin(to.dir())).transpose()?;
    let db = to.make(Part::Office)?;
    let mark = db.read(|tx| meta::get_text(tx, MOVED_FROM))?;
    if let Some(mark) = &mark {
        let (epoch, from) = mark.split_once('\n').unwrap_or((mark, ""));
        if from_hex(epoch).as_deref() != Some(source.epoch.0.as_slice()) {
            return Err(MoveError::OfAnother { place: there.to_owned(), from: from.to_owned() });
        }
    }
    let refused = match &source.leaving {
        Some(StoreError::Moved { to, .. }) if to != there => true,
        // what arrived and is gone may have been used
        Some(StoreError::Moved { arrived, .. }) => *arrived && mark.is_none(),
        Some(_) | None => false,
    };
    if refused && let Some(StoreError::Moved { to, arrived }) = &source.leaving {
        return Err(StoreError::Moved { to: to.clone(), arrived: *arrived }.into());
    }
    if mark.is_none() {
        for part in [Part::Office, Part::Door] {
            let is_new = part == Part::Door && to.is_in_files()? && !to.dir().join(part.file_name()).exists();
            if is_new {
                continue;
            }
            let other = to.make(part)?;
            for table in tables_of(&other, part)? {
                if other.read(|tx| table.count(tx))? > 0 {
                    return Err(MoveError::NotEmpty { place: there.to_owned() });
                }
            }
        }
        let mark = format!("{}\n{}", to_hex(&source.epoch.0), source.place);
        db.write::<_, StoreError>(|tx| meta::set(tx, MOVED_FROM, mark))?;
    }
    Ok(db)
}

/// The files of the secrets that are to be copied.
struct Secrets<'a> {
    from: &'a Path,
    to: &'a Path,
    missing: Vec<&'static str>,
}

impl<'a> Secrets<'a> {
    /// Looks which secrets the new directory lacks, and whether those of both are the office's.
    fn of(source: &Source<'_>, from: &'a Home, to: &'a Home) -> Result<Self, MoveError> {
        let (from, to) = (from.dir(), to.dir());
        let mut missing = Vec::new();
        if from.canonicalize().ok() != to.canonicalize().ok() {
            missing.extend(
                [READ, IDENTITY_AND_WRITE, SHUT_OUT].into_iter().filter(|file| !to.join(file).exists()),
            );
        }
        let path = |dir: &Path, file: &str| dir.join(file).display().to_string();
        let is_lost = |file: &&&str| **file != SHUT_OUT && !from.join(file).exists();
        if let Some(file) = missing.iter().find(is_lost) {
            return Err(MoveError::NoSecrets { path: path(from, file) });
        }
        for dir in [from, to] {
            let Some(found) = identity_and_write(dir)? else { continue };
            let public = signing_public_of(&found).map(Vec::from);
            if source.belongs_to.is_some() && public != source.belongs_to {
                let path = path(dir, IDENTITY_AND_WRITE);
                return Err(MoveError::ForeignSecrets { path, place: source.place.clone() });
            }
        }
        Ok(Self { from, to, missing })
    }

    fn copy(&self) -> Result<Vec<&'static str>, MoveError> {
        let mut copied = Vec::new();
        for file in &self.missing {
            match *file {
                READ => write_read_secrets(self.to, &read_secrets(self.from)?)?,
                IDENTITY_AND_WRITE => {
                    let found = identity_and_write(self.from)?;
                    found.map(|found| write_identity_and_write(self.to, &found)).transpose()?;
                }
                other => {
                    let path = self.from.join(other);
                    let text = match std::fs::read_to_string(&path) {
                        Ok(text) => text,
                        // nobody was shut out
                        Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
                        Err(source) => {
                            let path = path.display().to_string();
                            return Err(SecretsError::File { operation: "read", path, source }.into());
                        }
                    };
                    write_private(&self.to.join(other), &text).map_err(SecretsError::from)?;
                }
            }
            copied.push(*file);
        }
        Ok(copied)
    }
}

/// A move under way.
struct Moving<'a> {
    source: Source<'a>,
    target: Db,
    here: String,
    there: String,
    told: &'a mut dyn FnMut(&MoveStep<'_>),
    rows: u64,
    of: u64,
    tables: Vec<MovingTable>,
}

/// A table, and where it is if not with the others.
struct MovingTable {
    table: Table,
    door: Option<std::rc::Rc<(Db, Db)>>,
}

impl Moving<'_> {
    /// Lists the tables, and counts what there is to copy and to compare.
    fn list_tables(&mut self, from: &Home, to: &Home) -> Result<(), MoveError> {
        for table in tables_of(&self.source.db, Part::Office)? {
            if table.name != SETTINGS {
                self.tables.push(MovingTable { table, door: None });
            }
        }
        let has_door = !from.is_in_files()? || from.dir().join(Part::Door.file_name()).exists();
        if has_door {
            let old = from.open(Part::Door).map_err(|fault| match fault {
                StoreError::Damaged { .. } => MoveError::DoorDamaged { place: self.here.clone() },
                other => other.into(),
            })?;
            let doors = std::rc::Rc::new((old, to.make(Part::Door)?));
            for table in tables_of(&doors.0, Part::Door)? {
                if table.name != LEFT_OUT {
                    self.tables.push(MovingTable { table, door: Some(std::rc::Rc::clone(&doors)) });
                }
            }
        }
        let mut rows = 0;
        for MovingTable { table, door } in &self.tables {
            let db = door.as_ref().map_or(&self.source.db, |door| &door.0);
            rows += db.read(|tx| table.count(tx))?;
        }
        // once to copy them, once on each side to compare them
        self.of = rows * 3;
        Ok(())
    }

    /// Copies what has not arrived yet.
    fn copy(&mut self) -> Result<(), MoveError> {
        for MovingTable { table, door } in &self.tables {
            let (old, new) = door.as_ref().map_or((&self.source.db, &self.target), |door| (&door.0, &door.1));
            let (mut after, arrived) =
                new.read::<_, StoreError>(|tx| Ok((table.last_key(tx)?, table.count(tx)?)))?;
            self.rows += arrived;
            loop {
                (self.told)(&MoveStep { table: &table.name, rows: self.rows, of: self.of });
                let page: Vec<Cells> = old.read(|tx| table.page(tx, after.as_deref()))?;
                let Some(last) = page.last() else { break };
                after = Some(table.key_of(last));
                new.write(|tx| table.insert(tx, &page))?;
                self.rows += page.len() as u64;
            }
        }
        Ok(())
    }

    /// Compares every table as it is on both sides.
    fn compare(&mut self) -> Result<(), MoveError> {
        for MovingTable { table, door } in &self.tables {
            let (old, new) = door.as_ref().map_or((&self.source.db, &self.target), |door| (&door.0, &door.1));
            let mut tell = |rows| {
                self.rows += rows;
                (self.told)(&MoveStep { table: &table.name, rows: self.rows, of: self.of });
            };
            if table.sum(old, &mut tell)? != table.sum(new, &mut tell)? {
                let (from, to) = (self.here.clone(), self.there.clone());
                return Err(MoveError::Differs { table: table.name.clone(), from, to });
            }
        }
        Ok(())
    }

    /// Says that the office has left its old place, and then that it is in the new one.
    fn finish(&self, to: &Home) -> Result<(), MoveError> {
        for MovingTable { table, door } in &self.tables {
            let new = door.as_ref().map_or(&self.target, |door| &door.1);
            new.write(|tx| tx.settle(&table.name, table.gives_numbers))?;
        }
        let settings =
            tables_of(&self.source.db, Part::Office)?.into_iter().find(|table| table.name == SETTINGS);
        let settings = settings.ok_or_else(|| StoreError::from(Damage::Database(self.here.clone())))?;
        let mut rows = self.source.db.read(|tx| settings.all(tx))?;
        rows.retain(|row| ![MOVED_TO, MOVED_FROM, LIFE].iter().any(|name| row.contains(&(*name).into())));
        if to.is_in_files()? {
            match self.source.is_whole {
                true => incarnation::write_beside(to.dir(), self.source.epoch)?,
                false => incarnation::forget_beside(to.dir())?,
            }
        }
        let mark = format!("{ARRIVED}\n{}", self.there);
        self.source.db.write::<_, StoreError>(|tx| meta::set(tx, MOVED_TO, mark))?;
        self.target.write::<_, StoreError>(|tx| {
            settings.insert(tx, &rows)?;
            if self.source.is_whole {
                Home::note_life(&self.target, tx)?;
            }
            meta::remove(tx, MOVED_FROM)
        })?;
        Ok(())
    }
}
