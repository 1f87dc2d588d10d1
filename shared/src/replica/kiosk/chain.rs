//! What can still be believed of a journal that is damaged: each entry is held against the hash of its change, which follows
//! from the change before it.

use std::collections::BTreeSet;

use crate::doc::{Actor, ChangeHash, Entry, Tip, append};
use crate::store::changes::{self, entries_in};
use crate::store::rescue::FoundRow;
use crate::store::{StoreError, Tx, Value};

/// Most counters that are tried for the operations of what is lost in front of an entry: 300 lost facts of 25 fields.
const COUNTERS_MAX: u64 = 8_000;

/// A row of changes that was found.
pub(super) struct FoundChange {
    pub row: FoundRow,
    pub id: i64,
    pub document: i64,
    /// 0 in a journal, in a beneficiary file whoever wrote it.
    pub writer: i64,
    pub seq: u64,
    pub hash: [u8; 32],
    pub bytes: Vec<u8>,
    /// The entries of a journal in it; `None` where they don't decode, and for a change of a beneficiary file.
    entries: Option<Vec<Entry>>,
    count: u64,
}

impl FoundChange {
    pub fn of(row: FoundRow) -> Option<Self> {
        let (writer, bytes): (i64, Vec<u8>) = (row.get("writer")?, row.get("bytes")?);
        let told: bool = row.get("packed").unwrap_or_default();
        // the mark itself may be what is damaged
        let read = |packed| {
            let entries = entries_in(packed, &bytes)?;
            entries.iter().map(|entry| Entry::from_bytes(entry)).collect::<Option<Vec<_>>>()
        };
        let entries = (writer == 0).then(|| read(told).or_else(|| read(!told))).flatten();
        let count = entries.as_ref().map_or(if told { 64 } else { 1 }, |entries| entries.len() as u64);
        Some(Self {
            id: row.get("id")?,
            document: row.get("document")?,
            seq: row.get("seq")?,
            hash: row.get("hash")?,
            writer,
            bytes,
            entries,
            count,
            row,
        })
    }

    /// Puts it into its table, at its old number where that is free, with what is known of its place; returns its row.
    pub fn put(&self, tx: &Tx<'_>, document: i64, writer: i64) -> Result<i64, StoreError> {
        let mut row = self.row.clone();
        row.set("document", document.into());
        row.set("writer", writer.into());
        row.set("seq", self.seq.into());
        row.set("hash", self.hash.to_vec().into());
        row.set("packed", self.is_packed().into());
        if row.put(tx)? {
            return Ok(self.id);
        }
        row.set("id", Value::Null);
        row.put(tx)?;
        let place = changes::row_of(tx, document, writer, self.seq)?;
        Ok(place.unwrap_or(self.id))
    }

    /// Tells whether it begins a journal of this writer's.
    pub fn begins(&self, actor: Actor) -> bool {
        Following::begin(actor).has_its_hash(self)
    }

    /// Returns the entries in it with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u64, &Entry)> {
        (self.first().unwrap_or_default()..).zip(self.entries.iter().flatten())
    }

    /// Tells whether it holds many entries.
    pub fn is_packed(&self) -> bool {
        self.count > 1
    }

    /// Returns the number of the first entry in it.
    pub fn first(&self) -> Option<u64> {
        (self.seq + 1).checked_sub(self.count)
    }
}

/// What can be believed of a journal.
#[derive(Default)]
pub(super) struct Chain {
    /// The rows that fit, in their order, each put right.
    pub rows: Vec<FoundChange>,
    /// Of these, by their first numbers, those that nothing vouches for: what they follow is lost.
    pub doubtful: BTreeSet<u64>,
    /// The rows that don't.
    pub damaged: Vec<FoundChange>,
    /// The journal's end, where nothing of it is missing up to there.
    pub end: Option<Tip>,
}

/// Follows a journal. `end` is the number and hash of its last change, as far as they are known. Rows that fit nowhere stay in
/// `rows`.
pub(super) fn follow(actor: Actor, end: (u64, Option<[u8; 32]>), rows: &mut Vec<FoundChange>) -> Chain {
    let mut following = Following::begin(actor);
    rows.sort_by_key(|row| (row.seq, row.id));
    let mut is_whole = true;
    loop {
        let next = following.seq() + 1;
        let fits = rows.iter().position(|row| row.first() == Some(next) && following.is_next(row, rows, end));
        // one whose place is damaged fits nowhere else
        let is_sure = matches!(following.known, Known::All(_));
        let strays = || rows.iter().position(|row| following.has_its_hash(row));
        let fits = fits.or_else(|| if is_sure { strays() } else { None });
        if let Some(at) = fits {
            following.take(rows.remove(at));
            continue;
        }
        // what comes behind the hole
        let behind = rows.iter().filter_map(|row| row.first().filter(|first| *first >= next)).min();
        let Some(first) = behind else { break };
        is_whole = false;
        let damaged = rows.iter().position(|row| row.first() == Some(first) && first == next);
        match damaged {
            // its hash may be whole, and so lead on
            Some(at) if is_sure || rows[at].entries.is_none() => following.skip(rows.remove(at)),
            // the hash before it may be what is damaged
            Some(_) => following.leap(first),
            None => following.leap(first),
        }
    }
    following.chain.end = match following.known {
        Known::All(tip) if is_whole && (tip.seq == end.0 || end == (0, None)) => Some(tip),
        Known::All(_) | Known::Hash { .. } | Known::Number(_) => None,
    };
    following.chain
}

/// What is known of the journal's end so far.
enum Known {
    /// Everything.
    All(Tip),
    /// Number and hash of the last change, and the least that its last operation's counter can be.
    Hash { seq: u64, hash: [u8; 32], counter: u64 },
    /// The number alone, and that least counter.
    Number((u64, u64)),
}

struct Following {
    chain: Chain,
    known: Known,
    actor: Actor,
}

impl Following {
    fn begin(actor: Actor) -> Self {
        Self { chain: Chain::default(), known: Known::All(Tip::empty(actor)), actor }
    }

    fn seq(&self) -> u64 {
        match &self.known {
            Known::All(tip) => tip.seq,
            Known::Hash { seq, .. } | Known::Number((seq, _)) => *seq,
        }
    }

    fn counter(&self) -> u64 {
        match &self.known {
            Known::All(tip) => tip.max_op,
            Known::Hash { counter, .. } | Known::Number((_, counter)) => *counter,
        }
    }

    /// Tells whether a row comes next: its hash fits, or what follows fits behind it and its own hash is what is damaged.
    fn is_next(&self, row: &FoundChange, rows: &[FoundChange], end: (u64, Option<[u8; 32]>)) -> bool {
        if matches!(self.known, Known::Number(_)) {
            return row.entries.is_some();
        }
        let Some(tip) = self.tip_after(row) else { return false };
        let Some(hash) = tip.hash.map(|hash| hash.0) else { return false };
        if hash == row.hash || end == (tip.seq, Some(hash)) {
            return true;
        }
        let behind = Self { chain: Chain::default(), known: Known::All(tip), actor: self.actor };
        rows.iter().any(|later| later.first() == Some(tip.seq + 1) && behind.has_its_hash(later))
    }

    /// Tells whether a row's hash follows from what is known, wherever the row says that it stands.
    fn has_its_hash(&self, row: &FoundChange) -> bool {
        self.tip_after(row).and_then(|tip| tip.hash).is_some_and(|hash| hash == ChangeHash(row.hash))
    }

    /// Returns the journal's end behind a row; `None` where the row does not decode, or nothing tells.
    fn tip_after(&self, row: &FoundChange) -> Option<Tip> {
        let entries = row.entries.as_ref()?;
        let after = |tip: Tip| entries.iter().fold(tip, |tip, entry| append(&tip, entry).tip);
        match &self.known {
            Known::All(tip) => Some(after(*tip)),
            Known::Number(_) => None,
            Known::Hash { seq, hash, counter } => {
                let tip =
                    |max_op| Tip { actor: self.actor, seq: *seq, max_op, hash: Some(ChangeHash(*hash)) };
                let mut tips = (*counter..*counter + COUNTERS_MAX).map(|counter| after(tip(counter)));
                tips.find(|tip| tip.hash == Some(ChangeHash(row.hash)))
            }
        }
    }

    fn take(&mut self, mut row: FoundChange) {
        let (known, counter) = (self.tip_after(&row), self.counter());
        let first = self.seq() + 1;
        match known {
            Some(tip) => {
                let hash = tip.hash.map_or(row.hash, |hash| hash.0);
                (row.seq, row.hash) = (tip.seq, hash);
                self.known = Known::All(tip);
            }
            None => {
                self.chain.doubtful.insert(first);
                self.known = Known::Hash { seq: row.seq, hash: row.hash, counter };
            }
        }
        self.chain.rows.push(row);
    }

    fn skip(&mut self, damaged: FoundChange) {
        self.known = Known::Hash { seq: damaged.seq, hash: damaged.hash, counter: self.counter() };
        self.chain.damaged.push(damaged);
    }

    fn leap(&mut self, first: u64) {
        self.known = Known::Number((first - 1, self.counter()));
    }
}
