-- What a kiosk's replica and head office's have in common. Rows lie in arrival order.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
);

-- A document. For a journal: its single writer, the end of its chain, and how far the other side acknowledged it.
-- `kind` is the letter that its name begins with (j, r, h, f or k). A beneficiary file has its id in `file` and no name.
CREATE TABLE document (
    id            INTEGER PRIMARY KEY,
    name          TEXT,
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
    stopped       TEXT,
    refused_seq   INTEGER
);
CREATE INDEX document_acked ON document (id) WHERE acked_receipt IS NOT NULL;
CREATE INDEX document_device ON document (device) WHERE device IS NOT NULL;
CREATE UNIQUE INDEX document_name ON document (name) WHERE name IS NOT NULL;
CREATE UNIQUE INDEX document_file ON document (file) WHERE file IS NOT NULL;

-- Changes, kept for ever: an entry of a journal, or what a writer of a beneficiary file put. `writer` is 0 in a journal, in a
-- file a row of the table of writers. At a device a change of a file is `seen` where the server's log said that it has it;
-- `receipt` is the server's, for one that came from there. A row that is `packed` holds 64 entries which the other side
-- acknowledged; number and hash are the last one's.
CREATE TABLE change (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    writer   INTEGER NOT NULL DEFAULT 0,
    seq      INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    packed   BOOLEAN NOT NULL DEFAULT FALSE,
    seen     BOOLEAN NOT NULL DEFAULT FALSE,
    bytes    BLOB    NOT NULL,
    receipt  BLOB,
    UNIQUE (document, writer, seq)
);

-- Own changes that the other side has not acknowledged: inserted with the change, removed by its acknowledgement. `checksum` is
-- of the change's bytes as they were written; NULL where they go out again.
CREATE TABLE outbox (
    change   INTEGER PRIMARY KEY REFERENCES change (id),
    checksum INTEGER
);

-- Who writes beneficiary files: a device in one life of its database. Head office has 16 zero bytes for a device, and no branch.
CREATE TABLE writer (
    id          INTEGER PRIMARY KEY,
    device      BLOB    NOT NULL,
    incarnation BLOB    NOT NULL,
    signing_key BLOB    NOT NULL,
    branch      TEXT    NOT NULL,
    UNIQUE (device, incarnation, signing_key, branch)
);

-- Sessions in which keys were wrapped for this device's reader, here or at head office: the sender's public half.
CREATE TABLE key_session (
    id     INTEGER PRIMARY KEY,
    sender BLOB    NOT NULL UNIQUE
);

-- Whose keys are no beneficiary file's.
CREATE TABLE key_owner (
    id    INTEGER PRIMARY KEY,
    owner BLOB    NOT NULL UNIQUE
);

-- Sealing keys. Destroying a row erases what it opens. The high 32 bits of `id` say whose values it seals: they are the row of
-- a beneficiary file's document, or below zero that of another owner; the low 32 count that owner's keys. A file has one or
-- two, another owner may have thousands. At a device `secret` is wrapped for the device's reader, in a step of a session; at
-- head office it is locked with the replica's own key.
CREATE TABLE sealing_key (
    id      INTEGER PRIMARY KEY,
    key     BLOB    NOT NULL,
    secret  BLOB    NOT NULL,
    session INTEGER REFERENCES key_session (id),
    step    INTEGER
);
CREATE INDEX sealing_key_other ON sealing_key (key) WHERE id < 0;

-- Who is who: a keyed hash of a number beside the beneficiary file that holds it. A read table, under a key of this
-- replica's own. The high 40 bits of `id` are the hash's, the low 24 those of the document's row.
CREATE TABLE blind_index (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL
);

-- Entries whose meaning was refused: in their chain and document, their read rows held back.
CREATE TABLE held (
    document INTEGER NOT NULL REFERENCES document (id),
    seq      INTEGER NOT NULL,
    fact     BLOB,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (document, seq)
);
CREATE INDEX held_fact ON held (fact) WHERE fact IS NOT NULL;

-- Codes by numbers, which read rows hold in their place: the kinds of facts, branches, services, members of staff and the
-- policy's lists. Filled as codes come; a rebuild leaves it as it is. No column is declared to name it, because each would be
-- looked for here when its row is written. Ratings are not in it: its rows have an order (P-11).
CREATE TABLE code (
    id   INTEGER PRIMARY KEY,
    code TEXT    NOT NULL UNIQUE
);

-- Read tables: rebuilt from entries at any time. What is sealed stands in none of them: whoever needs it decodes the entry. A row of
-- a document is not declared as such: it would be looked for with each row that is written, and `verify` finds a wrong one.

-- One row a fact, whatever its kind; a rating alone has a table of its own. `file` is the row of the beneficiary file's
-- document, `subject` what the fact is about: a plan, or another file. `at_seconds` is when it happened, where its kind says so,
-- and `wall_seconds` when it was written down. What follows is of visits alone; `at` is the text of its moment, where second and
-- offset do not make the same text; `ticket_seconds` is when the visitor was given a number to wait.
CREATE TABLE fact (
    id             INTEGER PRIMARY KEY,
    fact           BLOB    NOT NULL,
    kind           INTEGER NOT NULL,
    document       INTEGER NOT NULL,
    seq            INTEGER NOT NULL,
    branch         INTEGER,
    file           INTEGER,
    subject        BLOB,
    at_seconds     INTEGER,
    wall_seconds   INTEGER,
    offset_minutes INTEGER,
    at             TEXT,
    party          INTEGER,
    channel        INTEGER,
    direction      INTEGER,
    received_by    INTEGER,
    origin         INTEGER,
    late           BOOLEAN,
    supersedes     BLOB,
    ticket_seconds INTEGER,
    UNIQUE (fact, kind)
);
CREATE INDEX fact_kind ON fact (kind);
CREATE INDEX fact_file ON fact (file) WHERE file IS NOT NULL;
CREATE INDEX fact_subject ON fact (subject) WHERE subject IS NOT NULL;
CREATE INDEX fact_supersedes ON fact (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX fact_ticket ON fact (ticket_seconds) WHERE ticket_seconds IS NOT NULL;

-- The services of a visit, at most 32: `id` is 32 times that of the visit's row, and the service's place in the order given, from 0.
CREATE TABLE visit_service (
    id      INTEGER PRIMARY KEY,
    service INTEGER NOT NULL
);

-- Visits to be made.
CREATE TABLE plan (
    id   INTEGER PRIMARY KEY REFERENCES fact (id),
    date TEXT NOT NULL
);
CREATE INDEX plan_date ON plan (date);

-- Support requests as they stand, for head office's lists. `due` is the date that the applicant was told, or the earliest.
CREATE TABLE request (
    id    INTEGER PRIMARY KEY REFERENCES fact (id),
    state INTEGER NOT NULL,
    due   TEXT
);
CREATE INDEX request_state ON request (state, due);

-- A rating, without receipt time and without anything that leads to a visit (P-11). Its number is the beginning of its
-- random id: rows numbered as they came would keep an order.
CREATE TABLE rating (
    id             INTEGER PRIMARY KEY,
    fact           BLOB    NOT NULL UNIQUE,
    document       INTEGER NOT NULL REFERENCES document (id),
    seq            INTEGER NOT NULL,
    branch         TEXT    NOT NULL,
    local_date     TEXT    NOT NULL,
    service        TEXT    NOT NULL,
    department     TEXT,
    channel        TEXT    NOT NULL,
    score          TEXT    NOT NULL,
    provider_score TEXT
);

CREATE TABLE rating_reason (
    rating   INTEGER NOT NULL REFERENCES rating (id),
    position INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (rating, position)
);

-- What is told of requests to whoever brings their codes: address and key of a record follow from the code alone. At head office the
-- high bits of `place` are the row of its branch's scope, the low 40 its place in it, `until` the last day on which it is told once the
-- request has ended, and `sealed` is empty after that day; at a device, 0 and NULL.
CREATE TABLE follow_up (
    address BLOB    PRIMARY KEY,
    place   INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    until   TEXT
);
CREATE INDEX follow_up_place ON follow_up (place);
CREATE INDEX follow_up_until ON follow_up (until) WHERE until IS NOT NULL;
