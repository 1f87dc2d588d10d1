//! Writes of a transaction that nobody waits for. They are sent together, and before anything that could see them: a statement
//! that reads one of their tables, or writes. Rows of one table that come by the same statement are sent as one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::Part;
use crate::store::Value;

/// Rows that may wait: with more, sending them together saves nothing.
const ROWS_MAX: usize = 1_000;

/// Rows that one statement writes.
#[derive(Debug, PartialEq)]
pub(super) struct Writes {
    /// The statement.
    pub sql: String,
    /// The values of each row.
    pub rows: Vec<Vec<Value<'static>>>,
}

/// Writes in the order in which they may be sent: rows that are inserted, those first that others name, and then whatever may
/// look at them.
#[derive(Default)]
struct Stage {
    inserts: Vec<Writes>,
    others: Vec<Writes>,
}

/// What waits.
#[derive(Default)]
pub(super) struct Queue {
    stages: Vec<Stage>,
    /// The tables that are written.
    tables: BTreeSet<String>,
    rows: usize,
}

impl Queue {
    /// Has rows wait.
    pub fn add(&mut self, sql: &str, rows: Vec<Vec<Value<'static>>>) {
        if rows.is_empty() {
            return;
        }
        let table = tables_in(sql).next().unwrap_or_default();
        self.rows += rows.len();
        self.tables.insert(table.to_owned());
        let is_insert = sql.starts_with("INSERT") && !sql.contains("SELECT");
        if !self.stages.last().is_some_and(|stage| !is_insert || stage.takes(sql, table)) {
            self.stages.push(Stage::default());
        }
        let Some(stage) = self.stages.last_mut() else { return };
        if !is_insert {
            return add_to_last(&mut stage.others, sql, rows);
        }
        match stage.inserts.iter_mut().find(|writes| writes.sql == sql) {
            Some(same) => same.rows.extend(rows),
            None => stage.inserts.push(Writes { sql: sql.to_owned(), rows }),
        }
    }

    /// Tells whether a statement may only be sent after what waits.
    pub fn is_seen_by(&self, sql: &str) -> bool {
        let reads = sql.trim_start().starts_with("SELECT");
        !self.stages.is_empty() && (!reads || tables_in(sql).any(|table| self.tables.contains(table)))
    }

    /// Tells whether as much waits as may.
    pub fn is_full(&self) -> bool {
        self.rows >= ROWS_MAX
    }

    /// Takes out what waits, in the order in which it is to be sent.
    pub fn take(&mut self) -> Vec<Writes> {
        let stages = std::mem::take(self).stages;
        let in_order = |Stage { mut inserts, others }| {
            inserts.sort_by_key(|writes: &Writes| tables_in(&writes.sql).next().map(place_of));
            inserts.into_iter().chain(others)
        };
        stages.into_iter().flat_map(in_order).collect()
    }
}

impl Stage {
    /// Tells whether a row may be inserted before whatever else waits in this stage.
    fn takes(&self, sql: &str, table: &str) -> bool {
        let another = |writes: &Writes| writes.sql != sql && tables_in(&writes.sql).next() == Some(table);
        let sees = |writes: &Writes| tables_in(&writes.sql).any(|seen| seen == table);
        !self.inserts.iter().any(another) && !self.others.iter().any(sees)
    }
}

/// Adds rows behind others of the same statement, where nothing that came after these has to do with their tables.
fn add_to_last(all: &mut Vec<Writes>, sql: &str, rows: Vec<Vec<Value<'static>>>) {
    let tables: BTreeSet<&str> = tables_in(sql).collect();
    for writes in all.iter_mut().rev() {
        if writes.sql == sql {
            return writes.rows.extend(rows);
        }
        if tables_in(&writes.sql).any(|table| tables.contains(table)) {
            break;
        }
    }
    all.push(Writes { sql: sql.to_owned(), rows });
}

/// Returns the tables that a statement names, the one that it writes first.
pub(super) fn tables_in(sql: &str) -> impl Iterator<Item = &str> {
    let words = sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    let mut before = "";
    words.filter(move |word| {
        let is_table = ["INTO", "UPDATE", "FROM", "JOIN"].contains(&before);
        before = word;
        is_table && !word.starts_with(|c: char| c.is_ascii_uppercase())
    })
}

/// Returns the place of a table among those that are made: a row names rows of its own and of earlier tables alone.
fn place_of(table: &str) -> usize {
    static PLACES: OnceLock<BTreeMap<&str, usize>> = OnceLock::new();
    let places = PLACES.get_or_init(|| {
        let texts = [Part::Office, Part::Door].into_iter().flat_map(Part::tables);
        let made = texts.flat_map(|sql| sql.lines()).filter_map(|line| line.strip_prefix("CREATE TABLE "));
        made.filter_map(|rest| rest.split([' ', '(']).next()).zip(0..).collect()
    });
    places.get(table).copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(statements: &[(&str, i64)]) -> Queue {
        let mut queue = Queue::default();
        statements.iter().for_each(|(sql, value)| queue.add(sql, vec![vec![Value::Int(*value)]]));
        queue
    }

    fn sent(statements: &[(&str, i64)]) -> Vec<(String, usize)> {
        added(statements).take().into_iter().map(|writes| (writes.sql, writes.rows.len())).collect()
    }

    const CHANGE: &str = "INSERT INTO change (document) VALUES ($1)";
    const DOCUMENT: &str = "INSERT INTO document (id) VALUES ($1)";
    const MOVED: &str = "UPDATE document SET last_seq = 1 WHERE id = $1";

    #[test]
    fn the_tables_of_a_statement_are_those_that_it_writes_and_reads() {
        let tables = |sql| tables_in(sql).collect::<Vec<_>>();
        assert_eq!(tables("INSERT INTO a (b, c) VALUES ($1, $2) ON CONFLICT (b) DO UPDATE SET c = 1"), ["a"]);
        assert_eq!(
            tables("UPDATE a SET b = (SELECT max(c) FROM d) WHERE e IN (SELECT f FROM g JOIN h ON i = j)"),
            ["a", "d", "g", "h"]
        );
        assert_eq!(tables("SELECT 1 AS one FROM a WHERE b = $1 FOR NO KEY UPDATE"), ["a"]);
        assert_eq!(tables("SELECT id FROM (SELECT b FROM a) AS c"), ["a"]);
    }

    #[test]
    fn rows_of_one_table_go_together_and_after_those_that_they_name() {
        assert_eq!(
            sent(&[(CHANGE, 1), (DOCUMENT, 2), (CHANGE, 2)]),
            [(DOCUMENT.to_owned(), 1), (CHANGE.to_owned(), 2)]
        );
        assert_eq!(sent(&[]), []);
    }

    #[test]
    fn what_looks_at_rows_comes_after_those_before_it_and_before_those_after_it() {
        assert_eq!(
            sent(&[(DOCUMENT, 1), (MOVED, 1), (CHANGE, 1), (DOCUMENT, 2), (MOVED, 2)]),
            [(DOCUMENT, 1), (CHANGE, 1), (MOVED, 1), (DOCUMENT, 1), (MOVED, 1)]
                .map(|(sql, rows)| (sql.to_owned(), rows))
        );
    }

    #[test]
    fn a_statement_sees_what_waits_where_it_reads_of_its_tables_or_writes() {
        let queue = added(&[(CHANGE, 1)]);
        assert!(queue.is_seen_by("SELECT id FROM change") && queue.is_seen_by(DOCUMENT));
        assert!(!queue.is_seen_by("SELECT change FROM document"));
        assert!(!Queue::default().is_seen_by(DOCUMENT));
    }
}
