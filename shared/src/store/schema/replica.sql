-- What a kiosk's replica and head office's have in common. Rows lie in arrival order.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
);

-- A document. For a journal: its single writer, the end of its chain, and how far the other side acknowledged it.
-- `kind` is the letter that its name begins with (j, r, h, f or k); `file` is the beneficiary file's id.
CREATE TABLE document (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL UNIQUE,
    kind          TEXT    NOT NULL,
    file          BLOB,
    device        BLOB,
    actor         BLOB    NOT NULL,
    last_seq      INTEGER NOT NULL DEFAULT 0,
    last_hash     BLOB,
    last_max_op   INTEGER NOT NULL DEFAULT 0,
    acked_seq     INTEGER NOT NULL DEFAULT 0,
    acked_hash    BLOB,
    acked_receipt BLOB,
    stopped       TEXT
);
CREATE INDEX document_acked ON document (id) WHERE acked_receipt IS NOT NULL;
CREATE INDEX document_device ON document (device) WHERE device IS NOT NULL;

-- Raw changes, kept for ever. `writer` is 0 in a journal, an index into file_writer in a beneficiary file.
CREATE TABLE change (
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES document (id),
    writer    INTEGER NOT NULL DEFAULT 0,
    seq       INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    bytes     BLOB    NOT NULL,
    signature BLOB,
    UNIQUE (document, writer, seq)
);

-- Own changes that the other side has not acknowledged: inserted with the change, removed by its acknowledgement.
CREATE TABLE outbox (
    change INTEGER PRIMARY KEY REFERENCES change (id)
);

-- Who wrote which changes of a beneficiary file. Public key and branch are set where the change came by the server.
CREATE TABLE file_writer (
    document    INTEGER NOT NULL REFERENCES document (id),
    writer      INTEGER NOT NULL,
    actor       BLOB    NOT NULL,
    device      BLOB    NOT NULL,
    incarnation BLOB    NOT NULL,
    signing_key BLOB,
    branch      TEXT,
    PRIMARY KEY (document, writer)
);

-- The other side's signature over a run of a journal's changes, kept as evidence.
CREATE TABLE signature (
    document  INTEGER NOT NULL REFERENCES document (id),
    first_seq INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL,
    signature BLOB    NOT NULL,
    PRIMARY KEY (document, last_seq)
);

-- Sealing keys, themselves sealed with this replica's own key. Destroying a row erases what it opens.
CREATE TABLE sealing_key (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    key      BLOB    NOT NULL,
    secret   BLOB    NOT NULL,
    sent     BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (document, key)
);

-- Who is who: a keyed hash of a number beside the file it belongs to. Erasure clears it.
CREATE TABLE blind_index (
    id     INTEGER PRIMARY KEY,
    kind   TEXT    NOT NULL,
    digest BLOB    NOT NULL,
    file   BLOB    NOT NULL,
    sent   BOOLEAN NOT NULL DEFAULT FALSE,
    UNIQUE (kind, digest, file)
);
CREATE INDEX blind_index_file ON blind_index (file);

-- Changes whose meaning was refused: in their chain and document, their read rows held back.
CREATE TABLE quarantine (
    document INTEGER NOT NULL REFERENCES document (id),
    writer   INTEGER NOT NULL DEFAULT 0,
    seq      INTEGER NOT NULL,
    fact     BLOB,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (document, writer, seq)
);
CREATE INDEX quarantine_fact ON quarantine (document, fact);

-- Read tables: rebuilt from changes at any time, without personal data in clear.

-- `led_to` holds codes, one a line, in the order given.
CREATE TABLE visit (
    id             INTEGER PRIMARY KEY,
    fact           BLOB    NOT NULL UNIQUE,
    document       INTEGER NOT NULL REFERENCES document (id),
    seq            INTEGER NOT NULL,
    branch         TEXT    NOT NULL,
    at             TEXT    NOT NULL,
    at_millis      INTEGER NOT NULL,
    local_date     TEXT    NOT NULL,
    ended_at       TEXT,
    party          TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    direction      TEXT    NOT NULL,
    department     TEXT,
    received_by    TEXT,
    file           BLOB,
    person_group   TEXT,
    given          BLOB,
    purpose        BLOB,
    answers        BLOB,
    note           BLOB,
    late           BOOLEAN NOT NULL DEFAULT FALSE,
    for_other      BOOLEAN NOT NULL DEFAULT FALSE,
    supersedes     BLOB,
    origin         TEXT    NOT NULL,
    wall_millis    INTEGER NOT NULL,
    acting         BLOB,
    asks_for_woman BOOLEAN NOT NULL DEFAULT FALSE,
    place          BLOB,
    report         BLOB,
    led_to         TEXT,
    planned        BLOB,
    signature      BLOB
);
CREATE INDEX visit_at ON visit (at_millis);
CREATE INDEX visit_supersedes ON visit (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX visit_planned ON visit (planned) WHERE planned IS NOT NULL;
CREATE INDEX visit_file ON visit (file) WHERE file IS NOT NULL;

CREATE TABLE visit_service (
    visit    INTEGER NOT NULL REFERENCES visit (id),
    position INTEGER NOT NULL,
    service  TEXT    NOT NULL,
    PRIMARY KEY (visit, position)
);

-- A rating, without receipt time and without anything that leads to a visit (P-11).
CREATE TABLE rating (
    id             INTEGER PRIMARY KEY,
    fact           BLOB    NOT NULL UNIQUE,
    document       INTEGER NOT NULL REFERENCES document (id),
    seq            INTEGER NOT NULL,
    branch         TEXT    NOT NULL,
    at             TEXT    NOT NULL,
    local_date     TEXT    NOT NULL,
    service        TEXT    NOT NULL,
    department     TEXT,
    channel        TEXT    NOT NULL,
    provider       TEXT,
    score          TEXT    NOT NULL,
    provider_score TEXT,
    comment        BLOB
);

CREATE TABLE rating_reason (
    rating   INTEGER NOT NULL REFERENCES rating (id),
    position INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (rating, position)
);

-- A suggestion: words and number sealed, without anything that leads to a file or a rating (P-2).
CREATE TABLE suggestion (
    id         INTEGER PRIMARY KEY,
    fact       BLOB    NOT NULL UNIQUE,
    document   INTEGER NOT NULL REFERENCES document (id),
    seq        INTEGER NOT NULL,
    branch     TEXT    NOT NULL,
    at         TEXT    NOT NULL,
    at_millis  INTEGER NOT NULL,
    local_date TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    service    TEXT,
    words      BLOB    NOT NULL,
    mobile     BLOB
);
CREATE INDEX suggestion_at ON suggestion (at_millis);

-- Visits to be made.
CREATE TABLE planned_visit (
    id             INTEGER PRIMARY KEY,
    fact           BLOB    NOT NULL UNIQUE,
    document       INTEGER NOT NULL REFERENCES document (id),
    seq            INTEGER NOT NULL,
    branch         TEXT    NOT NULL,
    date           TEXT    NOT NULL,
    representative TEXT,
    file           BLOB,
    given          BLOB,
    reason         BLOB,
    place          BLOB,
    wall_millis    INTEGER NOT NULL
);
CREATE INDEX planned_visit_date ON planned_visit (date);

-- How a planned visit ended: the visit that carried it out, or a fact that drops it.
CREATE TABLE planned_visit_end (
    id       INTEGER PRIMARY KEY,
    fact     BLOB    NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    seq      INTEGER NOT NULL,
    plan     BLOB    NOT NULL,
    visit    BLOB,
    reason   BLOB
);
CREATE INDEX planned_visit_end_plan ON planned_visit_end (plan);

-- Publications of catalog entries, in their order; the last one of a (kind, code) stands.
CREATE TABLE catalog_entry (
    id       INTEGER PRIMARY KEY,
    fact     BLOB    NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document (id),
    seq      INTEGER NOT NULL
);
