//! The tables that a database is made with, and the steps to them from those that an earlier version made: one text for every
//! engine.

use super::{FORMAT, Part};

/// The format of the tables that version 1 made: the oldest that is brought up to date.
pub(super) const FIRST: i64 = 6;

/// The tables that a kiosk's replica and head office's have in common.
pub(super) const REPLICA: &str = include_str!("../schema/replica.sql");
const KIOSK: &str = include_str!("../schema/kiosk.sql");
const OFFICE: &str = include_str!("../schema/office.sql");
const DOOR: &str = include_str!("../schema/door.sql");

/// What makes tables of a format those of the next: in the replica's tables, then in those of a part alone. The door's database is
/// no replica.
pub(super) struct Step {
    pub replica: &'static str,
    pub kiosk: &'static str,
    pub office: &'static str,
    pub door: &'static str,
}

/// The steps from [`FIRST`] on, each to the next format.
pub(super) const STEPS: &[Step] = &[
    // numbers of those who wait are digits alone, and when they were given is asked for
    Step {
        replica: "ALTER TABLE fact ADD COLUMN ticket_seconds INTEGER;
            CREATE INDEX fact_ticket ON fact (ticket_seconds) WHERE ticket_seconds IS NOT NULL;",
        kiosk: "ALTER TABLE waiting ADD COLUMN digit INTEGER NOT NULL DEFAULT 1;
            ALTER TABLE waiting DROP COLUMN device;",
        office: "",
        door: "",
    },
    // support requests, and people who work under their own names
    Step {
        replica: "CREATE TABLE request (
                id    INTEGER PRIMARY KEY REFERENCES fact (id),
                state INTEGER NOT NULL,
                due   TEXT
            );
            CREATE INDEX request_state ON request (state, due);",
        kiosk: "ALTER TABLE pin ADD COLUMN pass BLOB;",
        office:
            "CREATE TABLE request_copy (fact BLOB NOT NULL, branch TEXT NOT NULL, PRIMARY KEY (fact, branch));
            CREATE TABLE audit (
                id        INTEGER PRIMARY KEY,
                at_millis INTEGER NOT NULL,
                by_whom   TEXT    NOT NULL,
                what      TEXT    NOT NULL,
                about     BLOB,
                purpose   TEXT,
                hash      BLOB    NOT NULL
            );
            CREATE TABLE series (
                name  TEXT    NOT NULL,
                year  INTEGER NOT NULL,
                last  INTEGER NOT NULL,
                PRIMARY KEY (name, year)
            );",
        door: "",
    },
    // requests are followed up with a code
    Step {
        replica: "CREATE TABLE follow_up (
                address BLOB    PRIMARY KEY,
                place   INTEGER NOT NULL,
                sealed  BLOB    NOT NULL,
                until   TEXT
            );
            CREATE INDEX follow_up_place ON follow_up (place);
            CREATE INDEX follow_up_until ON follow_up (until) WHERE until IS NOT NULL;",
        kiosk: "",
        office: "",
        door: "",
    },
];

const _: () = assert!(FIRST + STEPS.len() as i64 == FORMAT, "a format, and no step that leads to it");

impl Part {
    /// Returns the names of the part's tables: one that names another stands after it.
    pub(crate) fn table_names(self) -> impl Iterator<Item = &'static str> {
        let lines = self.tables().iter().flat_map(|sql| sql.lines());
        lines.filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split([' ', '(']).next())
    }

    /// Returns what makes the part's tables.
    pub(super) fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Kiosk => &[REPLICA, KIOSK],
            Self::Office => &[REPLICA, OFFICE],
            Self::Door => &[DOOR],
        }
    }
}

impl Step {
    /// Returns the step's texts for a part.
    pub fn of(&self, part: Part) -> [&'static str; 2] {
        match part {
            Part::Kiosk => [self.replica, self.kiosk],
            Part::Office => [self.replica, self.office],
            Part::Door => [self.door, ""],
        }
    }
}
