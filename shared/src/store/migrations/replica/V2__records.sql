-- What a visit says since records of version 2, and suggestions.

ALTER TABLE visit ADD COLUMN acting BLOB;
ALTER TABLE visit ADD COLUMN asks_for_woman INTEGER NOT NULL DEFAULT 0;
ALTER TABLE visit ADD COLUMN place BLOB;
ALTER TABLE visit ADD COLUMN report BLOB;
-- Codes, one a line, in the order given.
ALTER TABLE visit ADD COLUMN led_to TEXT;
ALTER TABLE visit ADD COLUMN planned BLOB;
CREATE INDEX visit_planned ON visit (planned) WHERE planned IS NOT NULL;

-- A suggestion: words and number sealed, without anything that leads to a file or a rating (P-2).
CREATE TABLE suggestion (
    id          INTEGER PRIMARY KEY,
    fact        BLOB    NOT NULL UNIQUE,
    document    INTEGER NOT NULL REFERENCES document (id),
    seq         INTEGER NOT NULL,
    branch      TEXT    NOT NULL,
    at          TEXT    NOT NULL,
    at_millis   INTEGER NOT NULL,
    local_date  TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    service     TEXT,
    words       BLOB    NOT NULL,
    mobile      BLOB
);
CREATE INDEX suggestion_at ON suggestion (at_millis);
