//! What encoding, sealing and evidence cost: microseconds an operation and bytes, beside what they replaced and beside a
//! SQLite insert.
//!
//! `cargo run --release -p shared --example codec`

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::Result;
use rand::SeedableRng as _;
use sha2::{Digest as _, Sha256};
use shared::doc::change::{Actor, ChangeHash, FileChange, FilePut, Tip, append};
use shared::doc::compression::{compress, decompress};
use shared::doc::entry::{Entry, Fields};
use shared::doc::sealing::{SealingKey, Session, unwrap_key, wrap_key};
use shared::doc::{ActorId, Dice, Scalar, decode_entry, random};
use shared::domain::{FactId, FileId};
use shared::sync::evidence;

/// How long each operation is repeated.
const A_WHILE: Duration = Duration::from_millis(400);

fn main() -> Result<()> {
    let mut dice = Dice::seed_from_u64(1);
    let key = SealingKey::generate(&mut dice);
    let fact = FactId::from_random(random(&mut dice));
    let given = given();
    let sealed = key.seal_fact("visit", fact, &given)?;
    let entry = Entry { id: fact, time_seconds: 1_779_000_000, fields: clear(sealed.as_bytes()) };
    let tip = Tip { actor: Actor([1; 16]), seq: 41, max_op: 900, hash: Some(ChangeHash([2; 32])) };

    let bytes = entry.to_bytes()?;
    let change = append(&tip, &entry).bytes;
    println!(
        "a visit of {} fields: entry {} bytes, change {} bytes",
        entry.fields.len(),
        bytes.len(),
        change.len()
    );
    time("entry: to bytes", || entry.to_bytes());
    time("entry: from bytes", || Entry::from_bytes(&bytes));
    time("change: our encoder", || append(&tip, &entry));
    let old = old_entry(&entry);
    let old_tip = shared::doc::Tip {
        actor: ActorId::from(&tip.actor.0[..]),
        seq: tip.seq,
        max_op: tip.max_op,
        hash: tip.hash.map(|hash| shared::doc::ChangeHash(hash.0)),
    };
    time("change: automerge's encoder", || shared::doc::append_entry(&old_tip, entry.time_seconds, &old));
    time("change: automerge's parser", || decode_entry(&change));
    let file_change = FileChange {
        actor: tip.actor,
        seq: 1,
        deps: [ChangeHash([3; 32])].into(),
        start_op: 4,
        time_seconds: 1_779_000_000,
        puts: ["mobile", "name", "national_id"].map(|field| put(field, &key)).into(),
    };
    println!("a file's change of three values: {} bytes", file_change.encode().0.len());
    time("file change: our encoder", || file_change.encode());
    time("SHA-256 of the change", || Sha256::digest(&change));

    let plain = given.to_bytes();
    let compressed = compress(&plain);
    println!(
        "what is sealed of it: {} bytes, {} compressed, {} sealed",
        plain.len(),
        compressed.len(),
        sealed.as_bytes().len()
    );
    time("compress", || compress(&plain));
    time("decompress", || decompress(&compressed));
    time("seal a fact", || key.seal_fact("visit", fact, &given));
    time("open a fact", || key.open_fact("visit", fact, &sealed));
    let file = FileId::from_random([9; 16]);
    let value = key.seal_value(file, "name", (tip.actor, 1), "نورة بنت سعد العتيبي".as_bytes())?;
    time("seal a file's value", || {
        key.seal_value(file, "name", (tip.actor, 1), "نورة بنت سعد العتيبي".as_bytes())
    });
    time("open a file's value", || key.open_value(file, "name", &value));

    let secret = [7; 32];
    let receiver = *x25519_dalek::PublicKey::from(&x25519_dalek::StaticSecret::from(secret)).as_bytes();
    let session = Session::start(&mut dice, &receiver);
    let wrapped = session.wrap(&key, "f/x");
    time("wrap a key under a session", || session.wrap(&key, "f/x"));
    time("unwrap it", || session.unwrap(&wrapped, key.id, "f/x"));
    let alone = wrap_key(&mut dice, &key, "f/x", &receiver);
    time("wrap a key on its own", || wrap_key(&mut dice, &key, "f/x", &receiver));
    time("unwrap it", || unwrap_key(&alone, key.id, "f/x", &secret));

    let leaves: Vec<[u8; 90]> = (0..1_000).map(|_| random(&mut dice)).collect();
    time("root over 1,000 leaves", || evidence::root(&leaves));
    insert_rows(&mut dice)
}

fn time<R>(what: &str, mut run: impl FnMut() -> R) {
    let mut count = 0_u32;
    let start = Instant::now();
    while start.elapsed() < A_WHILE {
        for _ in 0..50 {
            black_box(run());
        }
        count += 50;
    }
    println!("  {what:<32} {:>9.3} µs", start.elapsed().as_secs_f64() * 1e6 / f64::from(count));
}

/// The floor: rows of 200 bytes with a unique index, 1,000 a transaction.
fn insert_rows(dice: &mut Dice) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut database = rusqlite::Connection::open(folder.path().join("floor.db"))?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
         CREATE TABLE row (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL)",
    )?;
    let (mut count, start) = (0_u32, Instant::now());
    while start.elapsed() < A_WHILE {
        let transaction = database.transaction()?;
        for _ in 0..1_000 {
            let mut insert = transaction.prepare_cached("INSERT INTO row (id, bytes) VALUES (?1, ?2)")?;
            insert.execute((random::<16>(dice), random::<200>(dice)))?;
        }
        transaction.commit()?;
        count += 1_000;
    }
    println!(
        "  {:<32} {:>9.3} µs",
        "SQLite: insert a row of 200 bytes",
        start.elapsed().as_secs_f64() * 1e6 / f64::from(count)
    );
    Ok(())
}

fn given() -> Fields {
    let mut given = Fields::default();
    for (name, text) in [
        ("name", "نورة بنت سعد بن محمد العتيبي"),
        ("mobile", "0551234567"),
        ("national_id", "1098765432"),
        ("purpose", "متابعة طلب دعم سبق تقديمه لتسديد فاتورة الكهرباء"),
        ("answers", "أُبلغت بأن طلبها قيد الدراسة لدى لجنة البحث"),
    ] {
        given.insert(name, Scalar::Text(text.to_owned()));
    }
    given
}

fn clear(sealed: &[u8]) -> Fields {
    let mut fields = Fields::with_capacity(20);
    for (name, text) in [
        ("at", "2026-05-12T09:01:02+03:00"),
        ("boot", "0197a1b2-0000-7000-8000-00000000000f"),
        ("branch", "riyadh"),
        ("by", "staff-03"),
        ("channel", "interview"),
        ("department", "relations"),
        ("direction", "in"),
        ("ended_at", "2026-05-12T09:15:00+03:00"),
        ("file", "0197a1b2-0000-7000-8000-00000000000f"),
        ("group", "elderly"),
        ("kind", "visit"),
        ("led_to", "request"),
        ("origin", "kiosk"),
        ("party", "beneficiary"),
        ("received_by", "staff-03"),
        ("services", "support\nenquiry"),
    ] {
        fields.insert(name, Scalar::Text(text.to_owned()));
    }
    fields.insert("late", Scalar::Bool(true));
    fields.insert("mono", Scalar::Int(123_456_789));
    fields.insert("sealed", Scalar::Bytes(sealed.to_vec()));
    fields.insert("wall", Scalar::Int(1_779_000_000_123));
    fields
}

fn old_entry(entry: &Entry) -> shared::doc::Entry {
    let fields = entry.fields.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    shared::doc::Entry { id: entry.id, fields }
}

fn put(field: &str, key: &SealingKey) -> FilePut {
    let value = key.seal_value(FileId::from_random([9; 16]), field, (Actor([1; 16]), 1), &[7; 20]);
    FilePut {
        field: field.to_owned(),
        value: value.map(|v| v.into_bytes()).unwrap_or_default(),
        replaced: Default::default(),
    }
}
