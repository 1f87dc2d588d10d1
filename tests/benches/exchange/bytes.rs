//! Where the bytes go: the parts of the pushes, and the tables of both databases.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use shared::sync::{PushRequest, to_cbor};

/// Tables and indexes smaller than this are left out, in bytes a visit.
const SHOWN_BYTES_MIN: f64 = 8.0;

/// Writes what the pushes hold, before compression, and what they are after it.
pub fn wire_table(pushes: &[PushRequest], bodies: &[Vec<u8>], visits: usize) -> String {
    let sum = |part: fn(&PushRequest) -> usize| pushes.iter().map(part).sum::<usize>();
    let rows = [
        ("the visits' changes", sum(|p| p.journals.iter().map(|j| to_cbor(j).len()).sum())),
        ("the files' changes, each signed", sum(|p| p.files.iter().map(|f| to_cbor(f).len()).sum())),
        ("wrapped keys", sum(|p| p.keys.iter().map(|k| to_cbor(k).len()).sum())),
        ("blind index", sum(|p| p.index.iter().map(|i| to_cbor(i).len()).sum())),
        ("whole pushes", sum(|p| to_cbor(p).len())),
        ("whole pushes, compressed", bodies.iter().map(Vec::len).sum()),
    ];
    let mut text = String::from("| on the wire, up | B a visit |\n|---|---|\n");
    for (name, bytes) in rows {
        text.push_str(&format!("| {name} | {:.0} |\n", a_visit(bytes, visits)));
    }
    text
}

/// Writes the larger tables and indexes of a database.
///
/// # Errors
/// The database can't be read.
pub fn rest_table(title: &str, database: &Path, visits: usize) -> anyhow::Result<String> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let sql = "SELECT name, sum(pgsize), sum(payload) FROM dbstat GROUP BY name ORDER BY 2 DESC, 1";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, usize>(1)?, row.get::<_, usize>(2)?))
    })?;
    let mut text = format!("| at rest, {title} | B a visit | of which content |\n|---|---|---|\n");
    for row in rows {
        let (name, pages, payload) = row?;
        if a_visit(pages, visits) >= SHOWN_BYTES_MIN {
            let content = a_visit(payload, visits);
            text.push_str(&format!("| {name} | {:.0} | {content:.0} |\n", a_visit(pages, visits)));
        }
    }
    Ok(text)
}

fn a_visit(bytes: usize, visits: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "some megabytes and thousands of visits are exact")]
    let (bytes, visits) = (bytes as f64, visits as f64);
    bytes / visits
}
