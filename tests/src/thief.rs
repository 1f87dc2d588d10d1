//! A thief who has a device's directory: tries everything that lies in it as a key on everything that is sealed in it.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;
use shared::doc::{
    ChangePlace, DocumentName, Entry, FileEntry, KeyRef, Receiving, STEPS_MAX, Scalar, SealedFact,
    SealedValues, SealingKey, Wrapped, actor_of, open_bytes,
};
use shared::domain::{FactId, FileId, Incarnation, KeyId};
use shared::hex::from_hex;

/// What lies in a directory, and what the thief has besides.
pub struct Thief {
    secrets: BTreeSet<[u8; 32]>,
    keys: Vec<KeyRow>,
    facts: Vec<(String, FactId, SealedFact)>,
    values: Vec<(FileId, ChangePlace, SealedValues)>,
    /// Drafts: label and sealed content.
    drafts: Vec<(Vec<u8>, Vec<u8>)>,
}

struct KeyRow {
    owner: Vec<u8>,
    id: KeyId,
    wraps: Vec<([u8; 32], u32, Wrapped)>,
}

/// Bytes of the largest cell that may hide a key: a key table's row is 48, a locked token some 100.
const CELL_BYTES_MAX: usize = 160;

impl Thief {
    /// Looks through a device's directory.
    ///
    /// # Panics
    /// Where it can't be read.
    pub fn in_dir(dir: &Path) -> Self {
        let database = Connection::open(dir.join("kiosk.db")).expect("a device's database opens");
        let mut secrets = BTreeSet::new();
        for file in ["secret.key", "read.key", "incarnation"] {
            let text = std::fs::read_to_string(dir.join(file)).unwrap_or_default();
            secrets.extend(windows(&from_hex(text.trim_end()).unwrap_or_default()));
        }
        // what is sealed stands in `change`; whatever else lies in the database may be a key
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'change'";
        for name in cells(&database, tables).into_iter().flatten() {
            let Value::Text(table) = name else { panic!("a table has a name") };
            for cell in cells(&database, &format!("SELECT * FROM {table}")).into_iter().flatten() {
                if let Value::Blob(bytes) = cell {
                    secrets.extend(windows(&bytes));
                }
            }
        }
        let drafts = cells(&database, "SELECT id, content FROM draft").into_iter();
        let drafts = drafts.map(|row| match &row[..] {
            [Value::Blob(id), Value::Blob(content)] => ([b"draft\0", &id[..]].concat(), content.clone()),
            other => panic!("a draft is not {other:?}"),
        });
        let drafts = drafts.collect();
        let keys = keys_in(&database);
        let mut thief = Self { secrets, keys, facts: Vec::new(), values: Vec::new(), drafts };
        let all = "SELECT document.kind, change.bytes, document.file, writer.signing_key, writer.incarnation
                   FROM change JOIN document ON document.id = change.document LEFT JOIN writer ON writer.id = change.writer";
        for row in cells(&database, all) {
            match &row[..] {
                [_, Value::Blob(bytes), Value::Blob(file), Value::Blob(key), Value::Blob(incarnation)] => {
                    let file = FileId(uuid::Uuid::from_slice(file).expect("an id has 16 bytes"));
                    let key = key[..].try_into().expect("a key has 32 bytes");
                    let incarnation = Incarnation(incarnation[..].try_into().expect("an incarnation has 16"));
                    let actor = actor_of(&key, incarnation, &DocumentName::File(file));
                    let entry = FileEntry::from_bytes(bytes).expect("a change is whole");
                    thief.values.push((file, (actor, entry.seq), entry.sealed));
                }
                [Value::Text(kind), Value::Blob(bytes), ..] if kind != "f" => {
                    thief.facts.extend(sealed_in(bytes));
                }
                other => panic!("a change is bytes, not {other:?}"),
            }
        }
        thief
    }

    /// Gives the thief a secret that lies elsewhere.
    ///
    /// # Panics
    /// For what is no secret of 32 bytes in hexadecimal digits.
    #[must_use]
    pub fn with(mut self, digits: &str) -> Self {
        let secret = from_hex(digits.trim_end()).expect("hexadecimal digits");
        self.secrets.insert(secret.try_into().expect("32 bytes"));
        self
    }

    /// Returns how many sealed things there are.
    pub fn sealed(&self) -> usize {
        self.facts.len() + self.values.len()
    }

    /// Returns how many drafts open, whatever is tried.
    pub fn drafts_opened(&self) -> usize {
        let opens = |(label, content): &&(Vec<u8>, Vec<u8>)| {
            self.secrets.iter().any(|secret| open_bytes(secret, label, content).is_ok())
        };
        self.drafts.iter().filter(opens).count()
    }

    /// Returns how many of them open, whatever is tried.
    pub fn opened(&self) -> usize {
        let mut keys: Vec<SealingKey> = Vec::new();
        for row in &self.keys {
            keys.extend(self.secrets.iter().map(|secret| SealingKey::from_parts(row.id, *secret)));
            for (sender, step, wrapped) in &row.wraps {
                for secret in &self.secrets {
                    let joined = Receiving::join(secret, *sender);
                    keys.extend(
                        joined.and_then(|mut joined| joined.unwrap(*step, wrapped, row.id, &row.owner)).ok(),
                    );
                }
            }
        }
        let named = |key: KeyRef| keys.iter().filter(move |known| known.key_ref() == key);
        let facts = self.facts.iter().filter(|(kind, id, sealed)| {
            named(sealed.key_ref()).any(|key| key.open_fact(kind, *id, sealed).is_ok())
        });
        let values = self.values.iter().filter(|(file, change, sealed)| {
            named(sealed.key_ref()).any(|key| key.open_values(*file, *change, sealed).is_ok())
        });
        facts.count() + values.count()
    }
}

fn keys_in(database: &Connection) -> Vec<KeyRow> {
    let sql = "SELECT document.file, key_owner.owner, sealing_key.key, key_session.sender, sealing_key.step, sealing_key.secret,
                   unsent_key.sender, unsent_key.step, unsent_key.secret
               FROM sealing_key LEFT JOIN key_session ON key_session.id = sealing_key.session
                   LEFT JOIN unsent_key ON unsent_key.id = sealing_key.id
                   LEFT JOIN document ON document.id = sealing_key.id >> 32
                   LEFT JOIN key_owner ON key_owner.id = -(sealing_key.id >> 32)";
    let row_of = |row: Vec<Value>| {
        let (owner, id, wraps) = match &row[..] {
            [Value::Blob(file), Value::Null, Value::Blob(id), wraps @ ..] => {
                ([b"f", &file[..]].concat(), id, wraps)
            }
            [Value::Null, Value::Blob(other), Value::Blob(id), wraps @ ..] => (other.clone(), id, wraps),
            other => panic!("a key's row is not {other:?}"),
        };
        let id = KeyId(uuid::Uuid::from_slice(id).expect("an id has 16 bytes"));
        let wraps = wraps.chunks(3).filter_map(|wrap| match wrap {
            [Value::Blob(sender), Value::Integer(step), Value::Blob(secret)] => {
                let step = u32::try_from(*step).ok().filter(|step| *step < STEPS_MAX)?;
                Some((sender[..].try_into().ok()?, step, Wrapped(secret[..].try_into().ok()?)))
            }
            _ => None,
        });
        KeyRow { owner, id, wraps: wraps.collect() }
    };
    cells(database, sql).into_iter().map(row_of).collect()
}

fn sealed_in(bytes: &[u8]) -> Option<(String, FactId, SealedFact)> {
    let entry = Entry::from_bytes(bytes).expect("an entry is whole");
    let (Some(Scalar::Text(kind)), Some(Scalar::Bytes(sealed))) =
        (entry.fields.get("kind"), entry.fields.get("sealed"))
    else {
        return None;
    };
    Some((kind.clone(), entry.id, SealedFact::parse(sealed)?))
}

/// Whatever 32 bytes lie somewhere in a small cell.
fn windows(bytes: &[u8]) -> Vec<[u8; 32]> {
    let small = if bytes.len() <= CELL_BYTES_MAX { bytes } else { &[] };
    small.windows(32).map(|window| window.try_into().expect("a window of 32 bytes")).collect()
}

fn cells(database: &Connection, sql: &str) -> Vec<Vec<Value>> {
    let mut statement = database.prepare(sql).expect("a statement");
    let columns = statement.column_count();
    let rows =
        statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect::<Result<Vec<Value>, _>>());
    rows.expect("rows").map(|row| row.expect("a row")).collect()
}
